//! `aging`: the grid as of any day.

use clap::ArgMatches;
use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::domain::money::{Currency, Minor};
use crate::reports::aging::{AgeBy, AgingReport, AgingRow, CurrencyTotals, Edges, Sums};
use crate::text::Locale;

use super::output::{Cell, Output, Sheet, print_json};
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
    if context.out == Output::Json {
        return print_json(&Answer::of(&report));
    }
    let locale = &context.answers;
    context.out.write(
        &sheet(locale, &report),
        || Value::Null,
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

/// The report as JSON: written row by row, for it may be long.
#[derive(Serialize)]
struct Answer<'a> {
    as_of: String,
    buckets: Vec<String>,
    #[serde(serialize_with = "each_row")]
    customers: &'a [AgingRow],
    unidentified: Vec<Unidentified<'a>>,
    totals: Vec<Figures<'a>>,
    proofs: Vec<Proof<'a>>,
    /// The company currency's.
    proof: Option<Proof<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    customer_no: &'a str,
    name: &'a str,
    #[serde(flatten)]
    figures: Figures<'a>,
}

#[derive(Serialize)]
struct Figures<'a> {
    currency: &'a str,
    buckets: Vec<Amount>,
    disputed: Amount,
    credits: Amount,
    unapplied: Amount,
    total: Amount,
}

#[derive(Serialize)]
struct Unidentified<'a> {
    currency: &'a str,
    amount: Amount,
}

#[derive(Serialize)]
struct Proof<'a> {
    currency: &'a str,
    ledger: Amount,
    difference: Amount,
}

/// An amount as a string with its currency's decimals.
struct Amount(Minor, Currency);

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let decimals = self.1.decimals() as usize;
        let scale = 10_u64.pow(self.1.decimals());
        let (sign, minor) = (if self.0.0 < 0 { "-" } else { "" }, self.0.0.unsigned_abs());
        let (whole, fraction) = (minor / scale, minor % scale);
        if decimals == 0 {
            return serializer.collect_str(&format_args!("{sign}{whole}"));
        }
        serializer.collect_str(&format_args!("{sign}{whole}.{fraction:0decimals$}"))
    }
}

impl<'a> Answer<'a> {
    fn of(report: &'a AgingReport) -> Self {
        let mut buckets = vec!["not due".to_owned()];
        buckets.extend(report.query.edges.spans());
        let totals = &report.totals;
        let company = |totals: &&CurrencyTotals| totals.currency == report.company_currency;
        let unidentified = |totals: &&CurrencyTotals| !totals.unidentified.is_zero();
        Self {
            as_of: report.query.as_of.to_string(),
            buckets,
            customers: &report.rows,
            unidentified: totals
                .iter()
                .filter(unidentified)
                .map(Unidentified::of)
                .collect(),
            totals: totals
                .iter()
                .map(|totals| Figures::of(&totals.sums, &totals.currency))
                .collect(),
            proofs: totals.iter().map(Proof::of).collect(),
            proof: totals.iter().find(company).map(Proof::of),
        }
    }
}

impl<'a> Figures<'a> {
    fn of(sums: &Sums, currency: &'a Currency) -> Self {
        let amount = |minor| Amount(minor, *currency);
        Self {
            currency: currency.code(),
            buckets: sums.buckets.iter().copied().map(amount).collect(),
            disputed: amount(sums.disputed),
            credits: amount(sums.credits),
            unapplied: amount(sums.unapplied),
            total: amount(sums.total()),
        }
    }
}

impl<'a> Unidentified<'a> {
    fn of(totals: &'a CurrencyTotals) -> Self {
        Self {
            currency: totals.currency.code(),
            amount: Amount(totals.unidentified, totals.currency),
        }
    }
}

impl<'a> Proof<'a> {
    fn of(totals: &'a CurrencyTotals) -> Self {
        Self {
            currency: totals.currency.code(),
            ledger: Amount(totals.ledger, totals.currency),
            difference: Amount(totals.difference(), totals.currency),
        }
    }
}

fn each_row<S: Serializer>(rows: &[AgingRow], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(rows.iter().map(|row| Row {
        customer_no: &row.number,
        name: &row.name,
        figures: Figures::of(&row.sums, &row.currency),
    }))
}
