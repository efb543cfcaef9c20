//! `assess`: may this be sold on credit? With every rule that spoke; the answer can be put on record, and a person may
//! pass over it for a while. `limit`: how much a customer may owe.

use clap::ArgMatches;
use serde_json::{Value, json};

use super::{amount, cleaned, maybe_day};
use crate::cli::output::{Cell, Output, Sheet, print, print_json};
use crate::cli::receipt::text;
use crate::cli::{Context, Done, Stop, journal};
use crate::desk::credit::Whose;
use crate::desk::{Desk, Did};
use crate::domain::assessment::{Assessment, Reason};
use crate::domain::command::{Command, Edit};
use crate::domain::credit::Verdict;
use crate::domain::customer::CustomerKind;
use crate::domain::field::Field;
use crate::domain::id::CustomerId;
use crate::domain::money::Minor;
use crate::domain::record::{NewRecord, RecordFacts};
use crate::reports::credit::{Assessed, Named};
use crate::text::Locale;

pub(in crate::cli) fn assess(context: &Context<'_>, args: &ArgMatches) -> Done {
    let mut desk = context.open_for_rules()?;
    let is_new = args.get_flag("new");
    let said: Vec<&String> = args.get_many("sale").into_iter().flatten().collect();
    let (whose, asked) = match (said.as_slice(), is_new) {
        ([customer, asked], false) => {
            let customer = desk.find_customer(customer)?;
            (Whose::Customer(customer), *asked)
        }
        // Who is new may be named, for the sake of who reads the command.
        ([asked] | [_, asked], true) => (new(args), *asked),
        _ => {
            let line = context.locale.text("cli.credit.assess-whom").to_owned();
            return Err(Stop::Usage(line));
        }
    };
    let sale = amount(context, &desk, asked)?;
    let mut assessed = desk.assess(whose.clone(), sale)?;
    let mut did = Vec::new();
    if let Whose::Customer(customer) = whose {
        if args.contains_id("override-verdict") {
            let over = assessed.answer.verdict;
            let record = overriding(context, args, &desk, customer, (over, sale))?;
            did.push(act(context, &mut desk, record)?);
            if !context.dry_run {
                assessed = desk.assess(whose, sale)?;
            }
        }
        if args.get_flag("record-answer") {
            let record = on_record(&desk, customer, &assessed.answer);
            did.push(act(context, &mut desk, record)?);
        }
    }
    answer(context, &assessed, &did)
}

fn new(args: &ArgMatches) -> Whose {
    let text = |name: &str| args.get_one::<String>(name).cloned();
    let kind = text("customer-kind").and_then(|kind| CustomerKind::parse(&kind));
    Whose::New {
        kind: kind.unwrap_or(CustomerKind::Business),
        class: text("risk-class"),
        group: text("customer-group"),
    }
}

fn act(context: &Context<'_>, desk: &mut Desk, record: NewRecord) -> Result<Did, Stop> {
    let command = Command::Record(Box::new(record));
    Ok(if context.dry_run {
        desk.rehearse(command)?
    } else {
        desk.act(command)?
    })
}

/// Passes over the verdict, for sales up to this amount.
fn overriding(
    context: &Context<'_>,
    args: &ArgMatches,
    desk: &Desk,
    customer: CustomerId,
    (over, sale): (Verdict, Minor),
) -> Result<NewRecord, Stop> {
    if over == Verdict::Approve {
        let line = context.locale.text("cli.credit.nothing-against").to_owned();
        return Err(Stop::Usage(line));
    }
    Ok(NewRecord {
        customer,
        on: desk.today(),
        until: maybe_day(context, args, "good-until")?,
        facts: RecordFacts::Override {
            over,
            amount: Some(sale),
        },
        note: cleaned(args, "override-verdict"),
    })
}

fn on_record(desk: &Desk, customer: CustomerId, answer: &Assessment) -> NewRecord {
    NewRecord {
        customer,
        on: desk.today(),
        until: None,
        facts: RecordFacts::Assessment {
            amount: answer.amount.amount,
            verdict: answer.verdict,
            prepay_percent: answer.prepay_percent,
            rules: answer.rules(),
        },
        note: String::new(),
    }
}

fn answer(context: &Context<'_>, assessed: &Assessed, did: &[Did]) -> Done {
    let locale = &context.answers;
    let title = |name: &str| locale.text(&format!("cli.column.{name}")).to_owned();
    let mut sheet = Sheet::new(&[
        (title("rule"), "rule", false),
        (title("says"), "says", false),
        (title("because"), "because", false),
    ]);
    for reason in &assessed.answer.reasons {
        sheet.row(vec![
            Cell::text(reason.because.rule()),
            Cell::new(says(locale, reason), reason.says.name()),
            Cell::text(locale.tell("credit", &reason.because)),
        ]);
    }
    match context.out {
        Output::Json => print_json(&in_json(context, assessed, did)),
        Output::Csv => context.out.write(&sheet, || Value::Null, ""),
        Output::Table => {
            print(&in_words(locale, assessed))?;
            print(&sheet.table())?;
            for did in did {
                print(&told(context, did))?;
            }
            Ok(())
        }
    }
}

fn says(locale: &Locale, reason: &Reason) -> String {
    let verdict = locale.text(&format!("verdict.{}", reason.says.name()));
    let said = match reason.percent {
        Some(percent) => format!("{verdict} {}", locale.percent(percent.into())),
        None => verdict.to_owned(),
    };
    if reason.lifted {
        locale.say("cli.credit.lifted", &[("verdict", &said)])
    } else {
        said
    }
}

fn in_words(locale: &Locale, assessed: &Assessed) -> String {
    let answer = &assessed.answer;
    let money = |of: crate::domain::money::Money| locale.money(of.amount, of.currency);
    let verdict = locale.text(&format!("verdict.{}", answer.verdict.name()));
    let verdict = match answer.prepay_percent {
        Some(percent) => format!("{verdict} {}", locale.percent(percent.into())),
        None => verdict.to_owned(),
    };
    let customer = match &assessed.customer {
        Some(Named { number, name, .. }) => format!("{number} {name}"),
        None => locale.text("cli.credit.someone-new").to_owned(),
    };
    let facts = [
        ("customer", customer.as_str()),
        ("verdict", &verdict),
        ("amount", &money(answer.amount)),
    ];
    let first = locale.say("cli.credit.answer", &facts);
    let limit = answer.limit.map_or("–".to_owned(), money);
    let facts = [
        ("exposure", money(answer.exposure)),
        ("after", money(answer.exposure_after)),
        ("limit", limit),
        ("policy", answer.policy.clone()),
    ];
    let facts: Vec<(&str, &str)> = facts
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    format!("{first}\n{}", locale.say("cli.credit.exposure", &facts))
}

/// What was put on record, in a line.
fn told(context: &Context<'_>, did: &Did) -> String {
    let locale = &context.answers;
    let events: Vec<String> = did
        .events
        .iter()
        .map(|event| locale.tell("event", event))
        .collect();
    let events = events.join("; ");
    if context.dry_run {
        return locale.say("cli.did.dry-run", &[("did", &events)]);
    }
    let entry = did.entry.0.to_string();
    locale.say("cli.did.entry", &[("entry", &entry), ("did", &events)])
}

fn in_json(context: &Context<'_>, assessed: &Assessed, did: &[Did]) -> Value {
    let locale = &context.answers;
    let answer = &assessed.answer;
    let plain = |of: crate::domain::money::Money| of.amount.plain(of.currency);
    let reason = |reason: &Reason| {
        json!({
            "rule": reason.because.rule(),
            "says": reason.says.name(),
            "because": locale.tell("credit", &reason.because),
            "lifted": reason.lifted,
        })
    };
    let mut json = json!({
        "customer_no": assessed.customer.as_ref().map(|named| &named.number),
        "amount": plain(answer.amount),
        "verdict": answer.verdict.name(),
        "prepay_percent": answer.prepay_percent,
        "currency": answer.amount.currency.code(),
        "reasons": answer.reasons.iter().map(reason).collect::<Vec<_>>(),
        "exposure": plain(answer.exposure),
        "exposure_after": plain(answer.exposure_after),
        "limit": answer.limit.map(plain),
        "usable": answer.usable.map(plain),
        "policy": answer.policy,
    });
    if let Some(last) = did.last() {
        let entry = (!context.dry_run).then_some(last.entry.0);
        json["entry"] = json!(entry);
        json["did"] = did.iter().map(|did| told(context, did)).collect();
    }
    json
}

/// An edit of one field; the policy may want a second person for it.
pub(in crate::cli) fn limit(context: &Context<'_>, args: &ArgMatches) -> Done {
    let mut desk = context.open()?;
    let customer = desk.find_customer(text(args, "customer"))?;
    let value = match text(args, "new-limit").trim() {
        "none" => None,
        typed => {
            let limit = amount(context, &desk, typed)?;
            Some(limit.plain(desk.ledger().currency))
        }
    };
    let edit = Edit::new(
        customer,
        vec![(Field::CreditLimit, value)],
        &cleaned(args, "why"),
    );
    let command = desk.edit_customer(edit)?;
    journal::act(context, &mut desk, command)
}
