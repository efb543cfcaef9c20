//! The tables of letters: items, charges, interest and the sum of all.

use super::citation::cited;
use super::draft::{Place, clean};
use super::words::Words;
use crate::domain::content::{ContentLine, LetterContent};
use crate::domain::document::ItemClass;
use crate::domain::letter::{ChargeKind, Span};
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

/// Fees, interest and compensation: those of earlier letters and those that this one adds, and the rules that allow
/// them.
fn charges(words: &Words, content: &LetterContent) -> Vec<Block> {
    let titles = &words.columns;
    let amount = |amount| words.amount(amount, content.currency);
    let mut rows: Vec<Row> = Vec::new();
    // Each rule with what it allows.
    let mut rules: Vec<(String, Vec<String>)> = Vec::new();
    let mut allow = |what: &String, rule: &str| {
        let rule = cited(words, &content.law, rule);
        match rules.iter_mut().find(|(known, _)| *known == rule) {
            Some((_, allowed)) if allowed.contains(what) => {}
            Some((_, allowed)) => allowed.push(what.clone()),
            None if rule.is_empty() => {}
            None => rules.push((rule, vec![what.clone()])),
        }
    };
    for line in content.lines.iter().filter(|line| is_charge(line)) {
        let (what, about) = match &line.charge {
            Some(charge) => {
                let what = words.charge(charge.kind, charge.letter, &content.law);
                // The rules of interest stand beneath its days.
                if charge.spans.is_empty() {
                    allow(&what, &charge.rule);
                }
                (what, clean(&charge.about))
            }
            None => (words.charges.fee.clone(), clean(&line.number)),
        };
        let issued = words.table_date(line.issued);
        rows.push(plain(vec![what, about, issued, amount(line.amount)]));
    }
    for charge in &content.charges {
        let what = words.charge(charge.kind, Some(content.kind), &content.law);
        if charge.spans.is_empty() {
            allow(&what, &charge.rule);
        }
        let (about, sent) = (clean(&charge.about), words.table_date(content.sent));
        rows.push(plain(vec![what, about, sent, amount(charge.amount)]));
    }
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
    let mut blocks = vec![
        Block::Heading(words.lines.charges.clone()),
        Block::Table(Table { columns, rows }),
    ];
    if !rules.is_empty() {
        let told = rules.iter().map(|(rule, allowed)| {
            let (first, others) = allowed.split_at(1);
            let others = others.iter().map(|what| within_a_sentence(what));
            let what: Vec<String> = first.iter().cloned().chain(others).collect();
            let what = what.join(", ");
            fill(&words.charges.with_rule, &[("what", &what), ("rule", rule)])
        });
        let told: Vec<String> = told.collect();
        blocks.push(Block::Text(format!("{}.", told.join("; "))));
    }
    blocks
}

/// How interest was counted, stretch by stretch, and the rules of its rates: what earlier letters claimed and is still
/// owed, and what this one adds. Who is to pay it can reckon it again (inkassolagen § 5; inkassoloven § 10 of Norway).
fn interest(words: &Words, content: &LetterContent) -> Vec<Block> {
    let titles = &words.columns;
    let amount = |amount| words.amount(amount, content.currency);
    let before = content.lines.iter().filter_map(|line| {
        let charge = line.charge.as_ref()?;
        let is_told = charge.kind == ChargeKind::Interest && !charge.spans.is_empty();
        is_told.then_some((&charge.about, &charge.spans, line.amount))
    });
    let added = content.charges.iter();
    let added = added.filter(|charge| charge.kind == ChargeKind::Interest);
    let added = added.map(|charge| (&charge.about, &charge.spans, charge.amount));
    let claims: Vec<_> = before.chain(added).collect();
    let spans: Vec<(&String, &Span)> = claims
        .iter()
        .flat_map(|(about, spans, _)| spans.iter().map(move |span| (*about, span)))
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
    let rows = spans.iter().map(|(about, span)| {
        plain(vec![
            clean(about),
            words.table_date(span.from),
            words.table_date(span.to),
            span.days.to_string(),
            amount(span.principal),
            words.percent(span.rate),
            amount(span.amount),
        ])
    });
    let mut rows: Vec<Row> = rows.collect();
    let counted: i128 = spans
        .iter()
        .map(|(_, span)| i128::from(span.amount.0))
        .sum();
    let owed: i128 = claims
        .iter()
        .filter(|(_, spans, _)| !spans.is_empty())
        .map(|(_, _, amount)| i128::from(amount.0))
        .sum();
    // Part of it was paid or waived since, and the table still adds up to what is claimed.
    let settled = Minor(i64::try_from(owed - counted).unwrap_or_default());
    if !settled.is_zero() {
        rows.push(Row {
            weight: Weight::Plain,
            ..sum_row(&words.lines.settled, columns.len(), amount(settled))
        });
    }
    if rows.len() > 1 {
        let owed = Minor(i64::try_from(owed).unwrap_or_default());
        rows.push(sum_row(&words.lines.sum, columns.len(), amount(owed)));
    }
    let mut blocks = vec![
        Block::Heading(words.lines.interest.clone()),
        Block::Table(Table { columns, rows }),
    ];
    let mut rules: Vec<String> = Vec::new();
    for (_, span) in &spans {
        let rule = cited(words, &content.law, &span.rule);
        if !rule.is_empty() && !rules.contains(&rule) {
            rules.push(rule);
        }
    }
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

/// A name that does not begin its sentence: no language here writes its nouns with capitals.
fn within_a_sentence(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next().into_iter().flat_map(char::to_lowercase);
    first.chain(letters.as_str().chars()).collect()
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
