//! The queue and what a run did, as scripts read them.

use std::collections::HashMap;
use std::io;

use serde::Serialize;
use serde_json::{Value, json};

use crate::cli::output::JsonLists;
use crate::desk::post::PostReport;
use crate::domain::id::ItemId;
use crate::domain::letter::{ChargeKind, Span};
use crate::domain::money::{Currency, Minor};
use crate::domain::reminding::{
    CallTask, Coming, Crossed, DueCharge, DueLetter, DueLine, HandoverTask, Waits, Warning,
};
use crate::reports::reminding::{LetterLine, OutOfDateLetter, Queue, Reminded, Whose};
use crate::text::Locale;

/// The number of the invoice that each charge is about, by the charge's item.
pub(super) type Invoices = HashMap<ItemId, String>;

/// Writes the queue, a row at a time: it may be long.
pub(super) fn write(locale: &Locale, queue: &Queue, about: &Invoices) -> io::Result<()> {
    let mut lists = JsonLists::new();
    lists.field("as_of", &queue.on.to_string())?;
    lists.list("due")?;
    for line in &queue.letters {
        lists.item(&due(locale, line, about))?;
    }
    lists.list("paused")?;
    for (whose, waits) in &queue.waits {
        lists.item(&paused(locale, whose, waits))?;
    }
    lists.list("next")?;
    for (whose, coming) in &queue.next {
        lists.item(&next(whose, coming))?;
    }
    lists.list("calls")?;
    for (whose, call) in &queue.calls {
        lists.item(&called(whose, call))?;
    }
    lists.list("handover")?;
    for (whose, task) in &queue.handovers {
        lists.item(&handed(locale, whose, task))?;
    }
    lists.list("crossed")?;
    for crossed in &queue.crossed {
        lists.item(&taken_back(crossed))?;
    }
    lists.list("waive")?;
    for (whose, charges) in &queue.waive {
        lists.item(&waived(whose, charges))?;
    }
    lists.list("warnings")?;
    for of in &queue.warnings {
        lists.item(&warning(locale, of))?;
    }
    lists.end()
}

fn warning(locale: &Locale, warning: &Warning) -> Value {
    let mut told = told(locale, "warning", warning);
    told["blocks"] = warning.blocks().into();
    told
}

/// A told value: its key, its facts, and its sentence.
fn told<T: Serialize>(locale: &Locale, table: &str, value: &T) -> Value {
    let mut fields = serde_json::to_value(value).unwrap_or_default();
    if let Value::Object(fields) = &mut fields {
        fields.insert("says".to_owned(), locale.tell(table, value).into());
    }
    fields
}

fn due(locale: &Locale, line: &LetterLine, about: &Invoices) -> Value {
    let DueLetter {
        stage,
        kind,
        tone,
        sent,
        deadline,
        channel,
        reference,
        lines,
        charges,
        total,
        why,
        next,
    } = &line.letter;
    let currency = line.whose.currency;
    let adds = |kind: ChargeKind| line.letter.adds(kind).plain(currency);
    json!({
        "customer_no": line.whose.number,
        "name": line.whose.name,
        "currency": currency.code(),
        "stage": stage,
        "kind": kind.name(),
        "tone": tone,
        "newly_due": line.newly_due,
        "days": line.days,
        "items": lines.iter().map(|line| item(line, about, currency)).collect::<Vec<_>>(),
        "charges": charges.iter().map(|charge| charged(&line.letter, charge, currency)).collect::<Vec<_>>(),
        "fee": adds(ChargeKind::Fee),
        "interest": adds(ChargeKind::Interest),
        "compensation": adds(ChargeKind::Compensation),
        "total": total.plain(currency),
        "sent": sent.to_string(),
        "deadline": deadline.map(|date| date.to_string()),
        "channel": channel,
        "reference": reference,
        "unmatched": line.unmatched,
        "stays": why.iter().find(|why| why.keeps_it_here()).map(|why| locale.tell("why", why)),
        "why": why.iter().map(|why| told(locale, "why", why)).collect::<Vec<_>>(),
        "next": next.as_ref().map(|(stage, date)| json!({ "stage": stage, "date": date.to_string() })),
    })
}

/// A line: amounts are magnitudes, what is taken off is a credit and falls due never. A charge names the invoice whose
/// lateness it answers; the item's number tells two lines of one document apart.
fn item(line: &DueLine, about: &Invoices, currency: Currency) -> Value {
    let is_credit = line.amount.0 < 0;
    json!({
        "item": line.item.0,
        "invoice": line.number,
        "about": about.get(&line.item),
        "credit": is_credit,
        "date": is_credit.then(|| line.due.to_string()),
        "due": (!is_credit).then(|| line.due.to_string()),
        "invoiced": line.opened.abs().plain(currency),
        "amount": line.amount.abs().plain(currency),
        "charge": line.charge.map(ChargeKind::name),
        "step": line.step.as_ref().map(|step| json!({
            "stage": step.stage,
            "kind": step.kind.name(),
            "cycle": step.cycle,
        })),
    })
}

fn charged(letter: &DueLetter, charge: &DueCharge, currency: Currency) -> Value {
    let about = letter.lines.iter().find(|line| line.item == charge.about);
    json!({
        "kind": charge.kind.name(),
        "invoice": about.map(|line| &line.number),
        "amount": charge.amount.plain(currency),
        "rule": charge.rule,
        "lines": charge.spans.iter().map(|of| span(of, currency)).collect::<Vec<_>>(),
    })
}

fn span(span: &Span, currency: Currency) -> Value {
    json!({
        "from": span.from.to_string(),
        "to": span.to.to_string(),
        "days": span.days,
        "principal": span.principal.plain(currency),
        "rate": span.rate.to_string(),
        "amount": span.amount.plain(currency),
        "rule": span.rule,
    })
}

fn paused(locale: &Locale, whose: &Whose, waits: &Waits) -> Value {
    let mut why = told(locale, "waits", &waits.why);
    why["says"] = super::sheet::why_waits(locale, waits).into();
    json!({
        "customer_no": whose.number,
        "name": whose.name,
        "currency": whose.currency.code(),
        "invoice": waits.number,
        "amount": waits.amount.plain(whose.currency),
        "until": waits.until.map(|date| date.to_string()),
        "why": why,
    })
}

fn next(whose: &Whose, coming: &Coming) -> Value {
    json!({
        "customer_no": whose.number,
        "name": whose.name,
        "currency": whose.currency.code(),
        "invoice": coming.number,
        "stage": coming.stage,
        "date": coming.date.to_string(),
        "amount": coming.amount.plain(whose.currency),
    })
}

fn called(whose: &Whose, call: &CallTask) -> Value {
    json!({
        "customer_no": whose.number,
        "name": whose.name,
        "currency": whose.currency.code(),
        "amount": call.amount.plain(whose.currency),
        "since": call.since.to_string(),
    })
}

fn handed(locale: &Locale, whose: &Whose, task: &HandoverTask) -> Value {
    json!({
        "customer_no": whose.number,
        "name": whose.name,
        "currency": whose.currency.code(),
        "invoice": task.number,
        "amount": task.amount.plain(whose.currency),
        "charges": task.charges.iter().map(|charge| json!({
            "number": charge.number,
            "kind": charge.kind.name(),
            "amount": charge.amount.plain(whose.currency),
        })).collect::<Vec<_>>(),
        "total": task.total().plain(whose.currency),
        "agency": task.agency,
        "why": task.why.iter().map(|why| told(locale, "why", why)).collect::<Vec<_>>(),
    })
}

fn taken_back(crossed: &Crossed) -> Value {
    let charges = crossed.charges.iter();
    json!({
        "customer_no": crossed.number,
        "name": crossed.name,
        "currency": crossed.currency.code(),
        "letter": crossed.letter.0,
        "sent": crossed.sent.to_string(),
        "receipt": (!crossed.credited).then(|| format!("R{}", crossed.receipt.0)),
        "paid": crossed.paid.to_string(),
        "credited": crossed.credited,
        "charges": charges.map(|(_, kind, amount)| json!({
            "kind": kind.name(),
            "amount": amount.plain(crossed.currency),
        })).collect::<Vec<_>>(),
    })
}

/// Charges that the policy waives.
fn waived(whose: &Whose, charges: &[(ItemId, ChargeKind, Minor)]) -> Value {
    let charges = charges.iter();
    json!({
        "customer_no": whose.number,
        "name": whose.name,
        "currency": whose.currency.code(),
        "charges": charges.map(|(_, kind, amount)| json!({
            "kind": kind.name(),
            "amount": amount.plain(whose.currency),
        })).collect::<Vec<_>>(),
    })
}

/// What a run did. `report` is what became of those that could.
fn out_of_date(locale: &Locale, letter: &OutOfDateLetter) -> Value {
    json!({
        "letter": letter.letter.0,
        "customer_no": letter.number,
        "why": told(locale, "refusal", &letter.refusal()),
        "taken_back": letter.stands.is_none(),
        "stands": letter.stands.as_ref().map(|refusal| told(locale, "refusal", refusal)),
        "in_doubt": letter.in_doubt,
    })
}

pub(super) fn answer(
    locale: &Locale,
    (queue, done): (&Queue, &Reminded),
    report: Option<&PostReport>,
    (dry_run, summary): (bool, &str),
) -> Value {
    let entries: Vec<i64> = done.sent.iter().map(|line| line.entry.0).collect();
    let sent: Vec<Value> = done
        .sent
        .iter()
        .map(|line| {
            json!({
                "entry": (!dry_run).then_some(line.entry.0),
                "letter": line.letter.0,
                "customer_no": line.whose.number,
                "name": line.whose.name,
                "currency": line.whose.currency.code(),
                "stage": line.stage,
                "kind": line.kind.name(),
                "channel": line.channel,
                "deadline": line.deadline.map(|date| date.to_string()),
                "total": line.total.plain(line.whose.currency),
            })
        })
        .collect();
    let totals: Vec<Value> = done
        .totals()
        .iter()
        .map(|total| {
            json!({
                "stage": total.stage,
                "kind": total.kind.name(),
                "currency": total.currency.code(),
                "letters": total.letters,
                "total": total.total.plain(total.currency),
            })
        })
        .collect();
    let mut left_out: Vec<Value> = done
        .left_out
        .iter()
        .map(|(whose, refusal)| {
            json!({
                "customer_no": whose.number,
                "name": whose.name,
                "currency": whose.currency.code(),
                "why": told(locale, "refusal", refusal),
            })
        })
        .collect();
    left_out.extend(done.unwritten.iter().map(|(whose, why)| {
        json!({
            "customer_no": whose.number,
            "name": whose.name,
            "currency": whose.currency.code(),
            "why": { "key": "letter", "says": why },
        })
    }));
    json!({
        "outbox": report.map(crate::cli::outbox::report_json),
        "entry": entries.first().filter(|_| !dry_run),
        "run": done.run.map(|run| format!("r{}", run.0)),
        "did": [summary],
        "entries": if dry_run { Vec::new() } else { entries },
        "sent": sent,
        "totals": totals,
        "left_out": left_out,
        "out_of_date": done.out_of_date.iter().map(|of| out_of_date(locale, of)).collect::<Vec<_>>(),
        "warnings": queue.warnings.iter().map(|of| warning(locale, of)).collect::<Vec<_>>(),
        "dry_run": dry_run,
    })
}
