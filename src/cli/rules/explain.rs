//! `rules explain`: every fact and rule for one invoice: when it counts as due, what was sent, what comes next and when,
//! what may be claimed and by which rule, what waits, and until when it can be claimed at all.

use clap::ArgMatches;
use serde_json::{Value, json};

use crate::cli::output::{self, Output};
use crate::cli::remind::why_waits;
use crate::cli::{Context, Done};
use crate::domain::money::Minor;
use crate::domain::reminding::{DueLetter, Why};
use crate::reports::reminding::Explained;
use crate::text::Locale;

pub(super) fn run(context: &Context<'_>, args: &ArgMatches) -> Done {
    let locale = &context.locale;
    let invoice = args.get_one::<String>("invoice");
    let invoice = invoice.map_or("", String::as_str);
    let desk = context.open_for_rules()?;
    let explained = desk.explain(desk.find_document(invoice)?)?;
    if context.out == Output::Json {
        let items: Vec<Value> = explained.iter().map(|item| in_json(locale, item)).collect();
        return output::print_json(&json!({ "invoice": invoice, "items": items }));
    }
    if explained.is_empty() {
        return output::print(&locale.say("explain.settled", &[("invoice", invoice)]));
    }
    let texts: Vec<String> = explained.iter().map(|item| text(locale, item)).collect();
    output::print(&texts.join("\n\n"))
}

/// A heading and a line for each thing that holds.
fn text(locale: &Locale, item: &Explained) -> String {
    let money = |amount: Minor| locale.money(amount, item.whose.currency);
    let heading = [
        ("invoice", item.number.as_str()),
        ("name", &item.whose.name),
        ("number", &item.whose.number),
        ("open", &money(item.open)),
    ];
    let mut lines = vec![locale.say("explain.heading", &heading)];
    let mut say = |line: String| lines.push(format!("* {line}"));
    let (due, effective) = (locale.date(item.due), locale.date(item.effective_due));
    let facts = [
        ("due", due.as_str()),
        ("effective", &effective),
        ("rule", &item.due_rule),
    ];
    say(locale.say(
        if item.due == item.effective_due {
            "explain.due"
        } else {
            "explain.due-moved"
        },
        &facts,
    ));
    // What has not left is among what waits.
    for taken in item.taken.iter().filter(|taken| taken.unsent.is_none()) {
        let (sent, deadline) = (locale.date(taken.sent), taken.deadline);
        let deadline = deadline.map(|day| locale.date(day));
        let facts = [
            ("stage", locale.stage(&taken.step.stage)),
            ("letter", letter_word(locale, taken.step.kind.name())),
            ("sent", &sent),
            ("deadline", deadline.as_deref().unwrap_or_default()),
        ];
        say(locale.say(
            match deadline {
                Some(_) => "explain.sent-with-deadline",
                None => "explain.sent",
            },
            &facts,
        ));
    }
    for claim in &item.claimed {
        let charge = locale.text(&format!("charge.{}", claim.kind.name()));
        let facts = [
            ("charge", charge),
            ("amount", &money(claim.amount)),
            ("on", &locale.date(claim.on)),
            ("open", &money(claim.open)),
        ];
        say(locale.say(
            if claim.open.is_zero() {
                "explain.claimed-settled"
            } else {
                "explain.claimed"
            },
            &facts,
        ));
    }
    if let Some(letter) = &item.letter {
        for line in due_now(locale, item, letter) {
            say(line);
        }
    }
    if let Some(task) = &item.handover {
        let agency = task.agency.as_deref();
        let agency = agency.unwrap_or_else(|| locale.text("policy.an-agency"));
        say(locale.say("explain.handover", &[("agency", agency)]));
        task.why.iter().for_each(|why| say(reason(locale, why)));
    }
    for waits in &item.waits {
        let why = why_waits(locale, waits);
        let until = waits.until.map(|until| locale.date(until));
        let facts = [
            ("amount", money(waits.amount)),
            ("why", why),
            ("until", until.clone().unwrap_or_default()),
        ];
        let facts = facts.each_ref().map(|(name, fact)| (*name, fact.as_str()));
        say(locale.say(
            match until {
                Some(_) => "explain.waits-until",
                None => "explain.waits",
            },
            &facts,
        ));
    }
    for next in &item.next {
        let date = locale.date(next.date);
        say(locale.say(
            "explain.next",
            &[("stage", locale.stage(&next.stage)), ("date", &date)],
        ));
    }
    if let Some((last, rule)) = &item.barred_after {
        let last = locale.date(*last);
        say(locale.say("explain.barred", &[("date", &last), ("rule", rule)]));
    }
    lines.join("\n")
}

/// The letter that is due today, what it adds for this item and why.
fn due_now(locale: &Locale, item: &Explained, letter: &DueLetter) -> Vec<String> {
    let money = |amount: Minor| locale.money(amount, item.whose.currency);
    let facts = [
        ("letter", letter_word(locale, letter.kind.name())),
        ("stage", locale.stage(&letter.stage)),
        ("total", &money(letter.total)),
    ];
    let mut lines = vec![locale.say("explain.due-now", &facts)];
    for charge in letter
        .charges
        .iter()
        .filter(|charge| charge.about == item.item)
    {
        let word = locale.text(&format!("charge.{}", charge.kind.name()));
        let facts = [
            ("charge", word),
            ("amount", &money(charge.amount)),
            ("rule", &charge.rule),
        ];
        lines.push(locale.say("explain.charge", &facts));
        for span in &charge.spans {
            let facts = [
                ("from", locale.date(span.from)),
                ("to", locale.date(span.to)),
                ("days", span.days.to_string()),
                ("principal", money(span.principal)),
                ("rate", locale.percent(span.rate)),
                ("amount", money(span.amount)),
                ("rule", span.rule.clone()),
            ];
            let facts = facts.each_ref().map(|(name, fact)| (*name, fact.as_str()));
            lines.push(locale.say("explain.span", &facts));
        }
    }
    // Its due date and its charges were told.
    let told = |why: &&Why| matches!(why, Why::FellDue { .. } | Why::Charged { .. });
    let reasons = letter.why.iter().filter(|why| !told(why));
    lines.extend(reasons.map(|why| reason(locale, why)));
    if let Some((stage, date)) = &letter.next {
        let date = locale.date(*date);
        lines.push(locale.say(
            "explain.next",
            &[("stage", locale.stage(stage)), ("date", &date)],
        ));
    }
    lines
}

fn letter_word<'l>(locale: &'l Locale, kind: &str) -> &'l str {
    locale.text(&format!("letter.{kind}"))
}

fn reason(locale: &Locale, why: &Why) -> String {
    locale.tell("why", why)
}

fn in_json(locale: &Locale, item: &Explained) -> Value {
    let plain = |amount: Minor| amount.plain(item.whose.currency);
    let letter = item.letter.as_ref().map(|letter| {
        let charges = letter.charges.iter().filter(|charge| charge.about == item.item);
        let charges: Vec<Value> = charges
            .map(|charge| {
                json!({
                    "kind": charge.kind,
                    "amount": plain(charge.amount),
                    "rule": charge.rule,
                    "spans": charge.spans.iter().map(|span| json!({
                        "from": span.from,
                        "to": span.to,
                        "days": span.days,
                        "principal": plain(span.principal),
                        "rate": span.rate.to_string(),
                        "amount": plain(span.amount),
                        "rule": span.rule,
                    })).collect::<Vec<_>>(),
                })
            })
            .collect();
        json!({
            "stage": letter.stage,
            "kind": letter.kind,
            "deadline": letter.deadline,
            "total": plain(letter.total),
            "charges": charges,
            "why": letter.why,
            "next": letter.next.as_ref().map(|(stage, date)| json!({ "stage": stage, "date": date })),
        })
    });
    json!({
        "customer_no": item.whose.number,
        "invoice": item.number,
        "currency": item.whose.currency,
        "due": item.due,
        "effective_due": item.effective_due,
        "due_rule": item.due_rule,
        "open": plain(item.open),
        "sent": item.taken.iter().map(|taken| json!({
            "stage": taken.step.stage,
            "kind": taken.step.kind,
            "sent": taken.sent,
            "left": taken.unsent.is_none(),
            "deadline": taken.deadline,
        })).collect::<Vec<_>>(),
        "claimed": item.claimed.iter().map(|claim| json!({
            "kind": claim.kind,
            "on": claim.on,
            "amount": plain(claim.amount),
            "open": plain(claim.open),
        })).collect::<Vec<_>>(),
        "letter": letter,
        "handover": item.handover.as_ref().map(|task| json!({
            "agency": task.agency,
            "why": task.why,
        })),
        "waits": item.waits.iter().map(|waits| json!({
            "amount": plain(waits.amount),
            "why": waits.why,
            "says": why_waits(locale, waits),
            "until": waits.until,
        })).collect::<Vec<_>>(),
        "next": item.next.iter().map(|next| json!({
            "stage": next.stage,
            "date": next.date,
        })).collect::<Vec<_>>(),
        "barred_after": item.barred_after.as_ref().map(|(date, rule)| json!({
            "date": date,
            "rule": rule,
        })),
    })
}
