//! The tables of letters: items, charges, interest and the sum of all.

use std::collections::BTreeSet;

use super::draft::{Place, clean};
use super::words::Words;
use crate::domain::content::{ContentLine, LetterContent};
use crate::domain::document::ItemClass;
use crate::domain::letter::ChargeKind;
use crate::domain::money::Minor;
use crate::domain::sheet::{Block, Column, Row, Side, Table, Weight};
use crate::text::sentence::fill;

/// The table of a place, with its heading; nothing where there is nothing to show. The payment box is not made here.
pub(super) fn blocks(place: Place, words: &Words, content: &LetterContent) -> Vec<Block> {
    match place {
        Place::Items => items(words, content),
        Place::Charges => charges(words, content),
        Place::Interest => interest(words, content),
        Place::Total => vec![total(words, content)],
        Place::Payment | Place::Entries => Vec::new(),
    }
}

fn is_charge(line: &ContentLine) -> bool {
    line.class == ItemClass::Charge
}

/// Invoices and what the customer has to his good, with the sum of both.
fn items(words: &Words, content: &LetterContent) -> Vec<Block> {
    let lines: Vec<&ContentLine> = content
        .lines
        .iter()
        .filter(|line| !is_charge(line))
        .collect();
    if lines.is_empty() {
        return Vec::new();
    }
    let titles = &words.columns;
    let amount = |amount| words.amount(amount, content.currency);
    let has_held = lines.iter().any(|line| !line.held.is_zero());
    let mut columns = vec![
        left(&titles.number),
        left(&titles.date),
        left(&titles.due),
        right(&titles.invoiced),
        right(&titles.paid),
    ];
    if has_held {
        columns.push(right(&titles.held));
    }
    columns.push(right(&titles.rest));
    let row = |line: &&ContentLine| {
        let number = clean(&line.number);
        let mut cells = match line.class {
            ItemClass::Credit | ItemClass::Receipt => {
                let name = match line.class {
                    ItemClass::Credit => &words.lines.credit_note,
                    _ => &words.lines.unapplied,
                };
                let name = fill(name, &[("number", &number)]);
                let issued = words.table_date(line.issued);
                vec![name, issued, String::new(), String::new(), String::new()]
            }
            ItemClass::Debit | ItemClass::Charge => vec![
                number,
                words.table_date(line.issued),
                words.table_date(line.due),
                amount(line.invoiced),
                amount(line.settled),
            ],
        };
        if has_held {
            let is_told = !line.held.is_zero();
            cells.push(if is_told {
                amount(line.held)
            } else {
                String::new()
            });
        }
        cells.push(amount(line.amount));
        plain(cells)
    };
    let mut rows: Vec<Row> = lines.iter().map(row).collect();
    if rows.len() > 1 {
        let sum = lines.iter().map(|line| line.amount).sum();
        rows.push(sum_row(&words.lines.sum, columns.len(), amount(sum)));
    }
    let mut blocks = vec![Block::Table(Table { columns, rows })];
    if has_held {
        blocks.push(Block::Text(words.lines.held.clone()));
    }
    blocks
}

/// Fees, interest and compensation: those of earlier letters and those that this one adds.
fn charges(words: &Words, content: &LetterContent) -> Vec<Block> {
    let titles = &words.columns;
    let amount = |amount| words.amount(amount, content.currency);
    let before = content.lines.iter().filter(|line| is_charge(line));
    let before = before.map(|line| {
        let (kind, about) = match &line.charge {
            Some((kind, about)) => (*kind, clean(about)),
            None => (ChargeKind::Fee, clean(&line.number)),
        };
        let what = words.charge(kind, None).to_owned();
        plain(vec![
            what,
            about,
            words.table_date(line.issued),
            amount(line.amount),
        ])
    });
    let added = content.charges.iter().map(|charge| {
        let what = words.charge(charge.kind, Some(content.kind));
        let rule = cited(&charge.rule);
        let what = if rule.is_empty() {
            what.to_owned()
        } else {
            fill(&words.charges.with_rule, &[("what", what), ("rule", &rule)])
        };
        let about = clean(&charge.about);
        plain(vec![
            what,
            about,
            words.table_date(content.sent),
            amount(charge.amount),
        ])
    });
    let mut rows: Vec<Row> = before.chain(added).collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let columns = vec![
        left(&titles.what),
        left(&titles.about),
        left(&titles.date),
        right(&titles.amount),
    ];
    if rows.len() > 1 {
        let sum = earlier(content) + added_charges(content);
        rows.push(sum_row(&words.lines.sum, columns.len(), amount(sum)));
    }
    vec![
        Block::Heading(words.lines.charges.clone()),
        Block::Table(Table { columns, rows }),
    ]
}

/// How the interest that the letter adds was counted, stretch by stretch, and the rules of its rates.
fn interest(words: &Words, content: &LetterContent) -> Vec<Block> {
    let titles = &words.columns;
    let amount = |amount| words.amount(amount, content.currency);
    let charges = content.charges.iter();
    let charges = charges.filter(|charge| charge.kind == ChargeKind::Interest);
    let spans: Vec<_> = charges
        .flat_map(|charge| charge.spans.iter().map(move |span| (charge, span)))
        .collect();
    if spans.is_empty() {
        return Vec::new();
    }
    let columns = vec![
        left(&titles.number),
        left(&titles.from),
        left(&titles.to),
        right(&titles.days),
        right(&titles.principal),
        right(&titles.rate),
        right(&titles.interest),
    ];
    let rows = spans.iter().map(|(charge, span)| {
        plain(vec![
            clean(&charge.about),
            words.table_date(span.from),
            words.table_date(span.to),
            span.days.to_string(),
            amount(span.principal),
            words.percent(span.rate),
            amount(span.amount),
        ])
    });
    let mut rows: Vec<Row> = rows.collect();
    if rows.len() > 1 {
        let sum = spans.iter().map(|(_, span)| span.amount).sum();
        rows.push(sum_row(&words.lines.sum, columns.len(), amount(sum)));
    }
    let mut blocks = vec![
        Block::Heading(words.lines.interest.clone()),
        Block::Table(Table { columns, rows }),
    ];
    let rules: BTreeSet<String> = spans.iter().map(|(_, span)| cited(&span.rule)).collect();
    let rules: Vec<String> = rules.into_iter().filter(|rule| !rule.is_empty()).collect();
    if !rules.is_empty() {
        let rules = rules.join("; ");
        blocks.push(Block::Text(fill(&words.lines.rules, &[("rules", &rules)])));
    }
    blocks
}

/// What the parts come to.
fn total(words: &Words, content: &LetterContent) -> Block {
    let lines = &words.lines;
    let principal = content.lines.iter().filter(|line| !is_charge(line));
    let principal: Minor = principal.map(|line| line.amount).sum();
    let parts = [
        (&lines.principal, principal),
        (&lines.earlier, earlier(content)),
        (&lines.added, added_charges(content)),
    ];
    let parts = parts.into_iter().filter(|(_, amount)| !amount.is_zero());
    let row = |(label, amount): (&String, Minor)| {
        plain(vec![label.clone(), words.amount(amount, content.currency)])
    };
    let mut rows: Vec<Row> = parts.map(row).collect();
    if rows.len() < 2 {
        rows.clear();
    }
    let total = words.money(content.total, content.currency);
    rows.push(sum_row(&lines.total, 2, total));
    Block::Table(Table {
        columns: vec![left(""), right("")],
        rows,
    })
}

fn earlier(content: &LetterContent) -> Minor {
    let charges = content.lines.iter().filter(|line| is_charge(line));
    charges.map(|line| line.amount).sum()
}

fn added_charges(content: &LetterContent) -> Minor {
    content.charges.iter().map(|charge| charge.amount).sum()
}

/// A paragraph as it is cited: its sign is not parted from its number.
fn cited(rule: &str) -> String {
    clean(rule).replace("§ ", "§\u{a0}")
}

pub(super) fn left(title: &str) -> Column {
    Column {
        title: title.to_owned(),
        side: Side::Left,
    }
}

pub(super) fn right(title: &str) -> Column {
    Column {
        title: title.to_owned(),
        side: Side::Right,
    }
}

pub(super) fn plain(cells: Vec<String>) -> Row {
    Row {
        cells,
        weight: Weight::Plain,
    }
}

/// A sum in the last column, its name in the first.
pub(super) fn sum_row(name: &str, columns: usize, sum: String) -> Row {
    let mut cells = vec![String::new(); columns];
    if let Some(first) = cells.first_mut() {
        name.clone_into(first);
    }
    if let Some(last) = cells.last_mut() {
        *last = sum;
    }
    Row {
        cells,
        weight: Weight::Sum,
    }
}
