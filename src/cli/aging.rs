//! `aging`: the grid as of any day.

use clap::ArgMatches;
use serde_json::{Value, json};

use crate::domain::money::{Currency, Minor};
use crate::reports::aging::{AgeBy, AgingReport, CurrencyTotals, Edges, Sums};
use crate::text::Locale;

use super::output::{Cell, Sheet};
use super::{Context, Done, Stop};

pub(super) fn run(context: &Context<'_>, args: &ArgMatches) -> Done {
    let desk = context.open()?;
    let mut query = desk.aging_query();
    if let Some(as_of) = context.as_of {
        query.as_of = as_of;
    }
    match args.get_one::<String>("by").map(String::as_str) {
        Some("issue") => query.by = AgeBy::Issue,
        Some(_) => query.by = AgeBy::Due,
        None => {}
    }
    if let Some(text) = args.get_one::<String>("edges") {
        let days: Option<Vec<u16>> = text.split(',').map(|day| day.trim().parse().ok()).collect();
        let wrong = || Stop::Usage(context.say("cli.aging.edges", &[("value", text)]));
        query.edges = days.and_then(Edges::new).ok_or_else(wrong)?;
    }
    query.customer = args
        .get_one::<String>("customer")
        .map(|number| desk.find_customer(number))
        .transpose()?;
    let report = desk.aging(&query)?;
    let locale = &context.locale;
    context.out.write(
        &sheet(locale, &report),
        || to_json(&report),
        &proof(locale, &report),
    )
}

pub(super) fn sheet(locale: &Locale, report: &AgingReport) -> Sheet {
    let title = |name: &str| locale.text(&format!("cli.column.{name}")).to_owned();
    let spans = report.query.edges.spans();
    let mut columns = vec![
        (title("customer"), "customer_no", false),
        (title("name"), "name", false),
        (title("currency"), "currency", false),
        (title("not-due"), "not due", true),
    ];
    columns.extend(spans.iter().map(|span| (span.clone(), span.as_str(), true)));
    for name in ["disputed", "credits", "unapplied", "total"] {
        columns.push((title(name), name, true));
    }
    let mut sheet = Sheet::new(&columns);
    for row in &report.rows {
        let mut cells = vec![
            Cell::text(&row.number),
            Cell::text(&row.name),
            Cell::text(row.currency.code()),
        ];
        cells.extend(figures(locale, &row.sums, row.currency));
        sheet.row(cells);
    }
    for totals in &report.totals {
        let mut cells = vec![
            Cell::text(""),
            Cell::text(locale.text("cli.aging.total")),
            Cell::text(totals.currency.code()),
        ];
        cells.extend(figures(locale, &totals.sums, totals.currency));
        sheet.total(cells);
    }
    sheet
}

fn figures(locale: &Locale, sums: &Sums, currency: Currency) -> Vec<Cell> {
    all(sums)
        .into_iter()
        .map(|amount| {
            Cell::new(
                locale.amount_or_dot(amount, currency),
                amount.plain(currency),
            )
        })
        .collect()
}

fn all(sums: &Sums) -> Vec<Minor> {
    let mut figures = sums.buckets.clone();
    figures.extend([sums.disputed, sums.credits, sums.unapplied, sums.total()]);
    figures
}

/// The proof: what the customers owe, what is unidentified, what the ledger says, and their difference.
pub(super) fn proof(locale: &Locale, report: &AgingReport) -> String {
    let line = |totals: &CurrencyTotals| {
        let shown = |amount: Minor| locale.amount(amount, totals.currency);
        locale.say(
            "cli.aging.proof",
            &[
                ("currency", totals.currency.code()),
                ("customers", &shown(totals.sums.total())),
                ("unidentified", &shown(totals.unidentified)),
                ("ledger", &shown(totals.ledger)),
                ("difference", &shown(totals.difference())),
            ],
        )
    };
    report
        .totals
        .iter()
        .map(line)
        .collect::<Vec<_>>()
        .join("\n")
}

fn to_json(report: &AgingReport) -> Value {
    let mut buckets = vec!["not due".to_owned()];
    buckets.extend(report.query.edges.spans());
    let sums = |sums: &Sums, currency: Currency| {
        let plain = |amount: Minor| amount.plain(currency);
        let buckets: Vec<String> = sums.buckets.iter().map(|amount| plain(*amount)).collect();
        json!({
            "currency": currency.code(),
            "buckets": buckets,
            "disputed": plain(sums.disputed),
            "credits": plain(sums.credits),
            "unapplied": plain(sums.unapplied),
            "total": plain(sums.total()),
        })
    };
    let mut customers = Vec::new();
    for row in &report.rows {
        let mut line = sums(&row.sums, row.currency);
        line["customer_no"] = json!(row.number);
        line["name"] = json!(row.name);
        customers.push(line);
    }
    let proof = |totals: &CurrencyTotals| {
        json!({
            "currency": totals.currency.code(),
            "ledger": totals.ledger.plain(totals.currency),
            "difference": totals.difference().plain(totals.currency),
        })
    };
    let unidentified: Vec<Value> = report
        .totals
        .iter()
        .filter(|totals| !totals.unidentified.is_zero())
        .map(|totals| {
            json!({
                "currency": totals.currency.code(),
                "amount": totals.unidentified.plain(totals.currency),
            })
        })
        .collect();
    let company = report
        .totals
        .iter()
        .find(|totals| totals.currency == report.company_currency);
    json!({
        "as_of": report.query.as_of.to_string(),
        "buckets": buckets,
        "customers": customers,
        "unidentified": unidentified,
        "totals": report.totals.iter().map(|totals| sums(&totals.sums, totals.currency)).collect::<Vec<_>>(),
        "proofs": report.totals.iter().map(proof).collect::<Vec<_>>(),
        "proof": company.map(proof),
    })
}
