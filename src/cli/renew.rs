//! `outbox renew`: a letter that came back is written anew, with a deadline of its own.

use clap::ArgMatches;
use serde_json::{Value, json};

use crate::domain::money::Money;
use crate::domain::refusal::Refusal;
use crate::reports::reminding::SentLine;

use super::receipt::text;
use super::{Context, Done, Stop, sentence};

pub(super) fn run(context: &Context<'_>, args: &ArgMatches) -> Done {
    let mut desk = context.open_for_rules()?;
    let label = text(args, "dispatch");
    let row = desk.find_dispatch(label)?;
    let Some(letter) = super::outbox::letter_of(&row) else {
        let dispatch = row.id;
        return Err(Refusal::NotALetter { dispatch }.into());
    };
    if context.dry_run {
        return super::outbox::would(context, &[row]);
    }
    let reason = super::outbox::reason(args);
    let in_spite = args.get_one::<String>("in-spite").map(String::as_str);
    let done = desk.write_anew(letter, &reason, in_spite, &context.locale)?;
    let locale = &context.answers;
    let number = letter.0.to_string();
    let mut said = vec![locale.say("cli.outbox.taken-back", &[("letter", &number)])];
    said.extend(done.sent.iter().map(|line| queued(context, line)));
    if done.sent.is_empty() {
        said.push(locale.say("cli.outbox.none-anew", &[("customer", &row.number)]));
    }
    let refused = done.left_out.iter();
    let refused = refused.map(|(_, why)| sentence(&context.locale, &why.clone().into()));
    let unwritten = done.unwritten.iter().map(|(_, why)| why.clone());
    let left_out: Vec<String> = refused.chain(unwritten).collect();
    for why in &left_out {
        let facts = [("customer", row.number.as_str()), ("why", why)];
        Context::tell(&context.say("cli.remind.left-out", &facts));
    }
    let told = json!({
        "taken_back": format!("L{number}"),
        "queued": done.sent.iter().map(to_json).collect::<Vec<_>>(),
        "left_out": left_out,
    });
    context.out.answer(&said.join("\n"), &told)?;
    if left_out.is_empty() {
        Ok(())
    } else {
        Err(Stop::Findings)
    }
}

fn queued(context: &Context<'_>, line: &SentLine) -> String {
    let locale = &context.answers;
    let total = Money::new(line.total, line.whose.currency);
    let deadline = line.deadline.map(|day| locale.date(day));
    let facts = [
        ("letter", line.letter.0.to_string()),
        ("stage", locale.stage(&line.stage).to_owned()),
        ("channel", locale.channel(&line.channel).to_owned()),
        ("total", locale.money(total.amount, total.currency)),
        ("deadline", deadline.unwrap_or_default()),
    ];
    let facts: Vec<(&str, &str)> = facts.iter().map(|(key, fact)| (*key, &**fact)).collect();
    let key = if line.deadline.is_some() {
        "cli.outbox.anew"
    } else {
        "cli.outbox.anew-without-deadline"
    };
    locale.say(key, &facts)
}

fn to_json(line: &SentLine) -> Value {
    let currency = line.whose.currency;
    json!({
        "letter": format!("L{}", line.letter.0),
        "customer_no": line.whose.number,
        "stage": line.stage,
        "channel": line.channel,
        "deadline": line.deadline.map(|day| day.to_string()),
        "total": line.total.plain(currency),
        "currency": currency.code(),
    })
}
