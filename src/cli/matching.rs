//! `match`: what explains the receipts, and posting what is certain.

use clap::ArgMatches;
use serde_json::{Value, json};

use crate::domain::book::receipt_label;
use crate::domain::evidence::{Class, Evidence};
use crate::domain::id::ItemId;
use crate::domain::refusal::Refusal;
use crate::reports::settling::{Explained, MatchReport, Posted, ReceiptLine};
use crate::text::Locale;

use super::output::{Cell, Output, Sheet, print, print_json};
use super::progress::watched;
use super::proposal::{self, explained_json};
use super::{Context, Done, Stop};

pub(super) fn run(context: &Context<'_>, args: &ArgMatches) -> Done {
    let locale = &context.locale;
    let mut desk = context.open()?;
    if let Some(label) = args.get_one::<String>("explain") {
        let explained = desk
            .explain_receipt(desk.find_receipt(label)?)?
            .ok_or_else(|| Refusal::UnknownReceipt {
                receipt: label.clone(),
            })?;
        if context.out == Output::Json {
            return print_json(&explained_json(locale, &explained));
        }
        return print(&proposal::story(locale, &explained));
    }
    let auto = args.get_flag("auto");
    let report = if auto && !context.dry_run {
        watched(locale, |watch| {
            context.heed_waits(&mut desk, Some(watch));
            desk.match_auto(watch)
        })?
    } else {
        plan(desk.match_plan()?, auto)
    };
    if report.cancelled {
        Context::tell(locale.text("cli.match.cancelled"));
        return Err(Stop::Refused);
    }
    if context.out == Output::Json {
        return print_json(&to_json(locale, &report));
    }
    let sheet = sheet(locale, &report);
    if context.out == Output::Csv {
        return context.out.write(&sheet, || Value::Null, "");
    }
    if !sheet.is_empty() {
        print(&sheet.table())?;
    }
    print(&summary(locale, &report, context.dry_run || !auto))
}

/// On a dry run, what is certain stands where it would stand after posting.
fn plan(mut report: MatchReport, auto: bool) -> MatchReport {
    if auto {
        let is_certain = |explained: &Explained| {
            explained
                .proposals
                .first()
                .is_some_and(|best| best.class == Class::A)
        };
        let (certain, rest): (Vec<_>, Vec<_>) = report.proposed.into_iter().partition(is_certain);
        let entry = crate::domain::id::EntryId(0);
        report.posted = certain
            .into_iter()
            .map(|explained| Posted { entry, explained })
            .collect();
        report.proposed = rest;
    }
    report
}

/// One line: how much was posted, proposed and left.
pub(super) fn summary(locale: &Locale, report: &MatchReport, plan: bool) -> String {
    let count = |n: usize| n.to_string();
    let key = if plan {
        "cli.match.plan"
    } else {
        "cli.match.done"
    };
    locale.say(
        key,
        &[
            ("posted", &count(report.posted.len())),
            ("proposed", &count(report.proposed.len())),
            ("unidentified", &count(report.unidentified.len())),
        ],
    )
}

/// What was not posted, with what is known of it.
pub(super) fn sheet(locale: &Locale, report: &MatchReport) -> Sheet {
    let title = |name: &str| locale.text(&format!("cli.column.{name}")).to_owned();
    let mut sheet = Sheet::new(&[
        (title("receipt"), "receipt", false),
        (title("date"), "date", false),
        (title("amount"), "amount", true),
        (title("currency"), "currency", false),
        (title("payer"), "payer", false),
        (title("class"), "class", false),
        (title("customer"), "customer_no", false),
        (title("invoices"), "invoices", false),
        (title("known"), "known", false),
    ]);
    for explained in report.proposed.iter().chain(&report.unidentified) {
        let receipt = &explained.receipt;
        let best = explained.proposals.first();
        let invoices = best.map(|best| {
            let parts = best.parts.iter().map(|part| {
                if part.amount == part.open {
                    part.number.clone()
                } else {
                    format!("{}:{}", part.number, part.amount.plain(receipt.currency))
                }
            });
            parts.collect::<Vec<_>>().join(", ")
        });
        let evidence = best.map_or(&explained.known, |best| &best.evidence);
        sheet.row(vec![
            Cell::new(own_label(receipt.item), own_label(receipt.item)),
            Cell::new(locale.date(receipt.booked), receipt.booked.to_string()),
            Cell::new(
                locale.amount(receipt.amount, receipt.currency),
                receipt.amount.plain(receipt.currency),
            ),
            Cell::text(receipt.currency.code()),
            Cell::text(receipt.text.payer_name.clone().unwrap_or_default()),
            Cell::text(best.map_or(String::new(), |best| best.class.letter().to_string())),
            Cell::text(best.map_or(String::new(), |best| best.customer_number.clone())),
            Cell::text(invoices.unwrap_or_default()),
            Cell::text(evidence_line(locale, receipt, evidence)),
        ]);
    }
    sheet
}

fn evidence_line(locale: &Locale, receipt: &ReceiptLine, evidence: &[Evidence]) -> String {
    let mut pieces: Vec<String> = evidence
        .iter()
        .map(|piece| {
            let sign = if piece.speaks_for() { '+' } else { '-' };
            format!("{sign} {}", locale.tell("evidence", piece))
        })
        .collect();
    if pieces.is_empty()
        && let Some(message) = &receipt.text.message
    {
        pieces.push(message.clone());
    }
    pieces.join("; ")
}

/// A receipt's own number, which no payment id of a file is taken for.
pub(super) fn own_label(item: ItemId) -> String {
    receipt_label(item, None, None)
}

pub(super) fn receipt_json(receipt: &ReceiptLine) -> Value {
    json!({
        "id": own_label(receipt.item),
        "payment_id": receipt.payment_id,
        "bank_ref": receipt.bank_ref,
        "date": receipt.booked.to_string(),
        "amount": receipt.amount.plain(receipt.currency),
        "currency": receipt.currency.code(),
    })
}

fn to_json(locale: &Locale, report: &MatchReport) -> Value {
    let unidentified: Vec<Value> = report
        .unidentified
        .iter()
        .map(|explained| {
            let text = &explained.receipt.text;
            json!({
                "receipt": receipt_json(&explained.receipt),
                "payer": text.payer_name,
                "text": text.message,
                "reference": explained.receipt.reference,
                "known": explained.known.iter().map(|piece| locale.tell("evidence", piece)).collect::<Vec<_>>(),
            })
        })
        .collect();
    json!({
        "run": report.run.map(|run| format!("r{}", run.0)),
        "posted": report.posted.iter().map(|posted| explained_json(locale, &posted.explained)).collect::<Vec<_>>(),
        "proposed": report.proposed.iter().map(|explained| explained_json(locale, explained)).collect::<Vec<_>>(),
        "unidentified": unidentified,
    })
}
