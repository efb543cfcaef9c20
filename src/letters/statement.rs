//! Statements of account: what is open, what happened, and the balance for an auditor to have confirmed.

use super::address;
use super::compose::{MOST_LINES, adds_up, customer_number, fact, sheet};
use super::draft::{Place, clean};
use super::fault::LetterFault;
use super::language::Language;
use super::payment::{self, Asked};
use super::tables::{left, plain, right, sum_row};
use super::template::Templates;
use super::variables;
use super::words::Words;
use crate::domain::content::{Purpose, StatementContent};
use crate::domain::money::{Minor, Money};
use crate::domain::sheet::{Block, Row, Sheet, Table, Weight};

/// The statement as it reads. Refused is what does not add up, or names money to pay and no account for it.
pub fn statement(content: &StatementContent, templates: &Templates) -> Result<Sheet, LetterFault> {
    sound(content)?;
    let language = Language::of(&content.recipient);
    let words = Words::of(language)?;
    let template = templates.other(language, template_name(content.purpose));
    let values = variables::of_statement(words, content);
    let draft = template.fill(&values, Place::STATEMENT)?;
    draft.has_once(&[Place::Entries], &template.origin)?;
    let asks = content.closing > Minor::ZERO && draft.places().any(|place| place == Place::Payment);
    let payment = if asks {
        let asked = Asked {
            company: &content.company,
            currency: content.currency,
            total: content.closing,
            reference: content.reference.as_deref(),
            message: customer_number(words, &content.recipient),
            deadline: None,
            country: &content.recipient.country,
        };
        vec![Block::Payment(payment::lines(words, &asked)?)]
    } else {
        Vec::new()
    };
    let labels = &words.facts;
    let mut facts = vec![
        fact(&labels.date, words.date(content.written)),
        fact(&labels.customer, clean(&content.recipient.number)),
    ];
    match content
        .from
        .filter(|_| content.purpose == Purpose::Activity)
    {
        Some(from) => {
            let period = format!("{} – {}", words.date(from), words.date(content.as_of));
            facts.push(fact(&labels.period, period));
        }
        None => facts.push(fact(&labels.as_of, words.date(content.as_of))),
    }
    let blocks = |place| match place {
        Place::Entries => vec![Block::Table(entries(words, content))],
        Place::Payment => payment.clone(),
        _ => Vec::new(),
    };
    Ok(Sheet {
        facts,
        recipient: address::lines(&content.recipient, &content.company.country)?,
        ..sheet(language, words, &content.company, draft, blocks)
    })
}

/// The name of a purpose's template.
pub(super) fn template_name(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Open => "statement",
        Purpose::Activity => "activity",
        Purpose::Confirmation => "confirmation",
    }
}

fn entries(words: &Words, content: &StatementContent) -> Table {
    match content.purpose {
        Purpose::Open | Purpose::Confirmation => open(words, content),
        Purpose::Activity => activity(words, content),
    }
}

/// What is open, with what is disputed of it where anything is.
fn open(words: &Words, content: &StatementContent) -> Table {
    let titles = &words.columns;
    let amount = |amount| words.amount(amount, content.currency);
    let has_disputed = content
        .entries
        .iter()
        .any(|entry| !entry.disputed.is_zero());
    let mut columns = vec![
        left(&titles.text),
        left(&titles.date),
        left(&titles.due),
        right(&titles.amount),
    ];
    if has_disputed {
        columns.push(right(&titles.disputed));
    }
    columns.push(right(&titles.open));
    let mut rows: Vec<Row> = Vec::with_capacity(content.entries.len() + 3);
    if !content.opening.is_zero() {
        let opening = amount(content.opening);
        rows.push(Row {
            weight: Weight::Plain,
            ..sum_row(&words.lines.opening, columns.len(), opening)
        });
    }
    for entry in &content.entries {
        let mut cells = vec![
            format!("{} {}", words.entry(entry.what), clean(&entry.number))
                .trim()
                .to_owned(),
            words.table_date(entry.date),
            entry.due.map_or(String::new(), |due| words.table_date(due)),
            amount(entry.original),
        ];
        if has_disputed {
            let is_told = !entry.disputed.is_zero();
            cells.push(if is_told {
                amount(entry.disputed)
            } else {
                String::new()
            });
        }
        cells.push(amount(entry.amount));
        rows.push(plain(cells));
    }
    rows.push(closing(words, content, columns.len()));
    if !content.overdue.is_zero() && content.purpose == Purpose::Open {
        let overdue = amount(content.overdue);
        rows.push(Row {
            weight: Weight::Plain,
            ..sum_row(&words.lines.overdue, columns.len(), overdue)
        });
    }
    Table { columns, rows }
}

/// What happened, with the balance after each line.
fn activity(words: &Words, content: &StatementContent) -> Table {
    let titles = &words.columns;
    let amount = |amount| words.amount(amount, content.currency);
    let columns = vec![
        left(&titles.date),
        left(&titles.text),
        left(&titles.due),
        right(&titles.amount),
        right(&titles.balance),
    ];
    let mut balance = content.opening;
    let mut rows = vec![plain(vec![
        content
            .from
            .map_or(String::new(), |from| words.table_date(from)),
        words.lines.opening.clone(),
        String::new(),
        String::new(),
        amount(balance),
    ])];
    for entry in &content.entries {
        balance += entry.amount;
        rows.push(plain(vec![
            words.table_date(entry.date),
            format!("{} {}", words.entry(entry.what), clean(&entry.number))
                .trim()
                .to_owned(),
            entry.due.map_or(String::new(), |due| words.table_date(due)),
            amount(entry.amount),
            amount(balance),
        ]));
    }
    rows.push(closing(words, content, columns.len()));
    Table { columns, rows }
}

fn closing(words: &Words, content: &StatementContent, columns: usize) -> Row {
    let closing = words.money(content.closing, content.currency);
    sum_row(&words.lines.closing, columns, closing)
}

/// Refuses facts that make no statement.
fn sound(content: &StatementContent) -> Result<(), LetterFault> {
    let customer = || clean(&content.recipient.number);
    let missing = |field| LetterFault::FieldMissing {
        customer: customer(),
        field,
    };
    if content.entries.len() > MOST_LINES {
        return Err(LetterFault::TooManyLines {
            customer: customer(),
            lines: content.entries.len(),
            limit: MOST_LINES,
        });
    }
    if clean(&content.company.name).is_empty() {
        return Err(missing("company"));
    }
    if content.purpose == Purpose::Activity && content.from.is_none() {
        return Err(missing("from"));
    }
    let amounts = content.entries.iter().map(|entry| entry.amount);
    let parts = std::iter::once(content.opening).chain(amounts);
    if adds_up(parts) != Some(content.closing) {
        return Err(LetterFault::TotalDiffers {
            customer: customer(),
            total: Money::new(content.closing, content.currency),
        });
    }
    Ok(())
}
