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
use crate::domain::content::{Purpose, StatementContent, StatementEntry};
use crate::domain::money::{Minor, Money};
use crate::domain::sheet::{Block, Row, Sheet, Table, Weight};
use crate::text::sentence::fill;

/// The statement as it reads. Refused is what does not add up, or names money to pay and no account for it.
pub fn statement(content: &StatementContent, templates: &Templates) -> Result<Sheet, LetterFault> {
    sound(content)?;
    let language = Language::of(&content.recipient);
    let words = Words::of(language)?;
    let template = templates.other(language, template_name(content.purpose));
    let values = variables::of_statement(words, content);
    let draft = template.fill(&values, Place::STATEMENT)?;
    let misplaced = draft.misplaced(&[Place::Entries], &template.origin);
    if let Some(fault) = misplaced.into_iter().next() {
        return Err(fault);
    }
    let asks = content.asked() > Minor::ZERO && draft.places().any(|place| place == Place::Payment);
    let payment = if asks {
        let asked = Asked {
            company: &content.company,
            currency: content.currency,
            total: content.asked(),
            reference: content.reference.as_deref(),
            message: customer_number(words, &content.recipient),
            deadline: None,
            customer: &content.recipient.number,
            country: &content.recipient.country,
        };
        match payment::lines(words, &asked) {
            Ok(lines) => vec![Block::Payment(lines)],
            // It tells what is owed; how it is paid is for letters to say.
            Err(LetterFault::NoIban { .. }) => Vec::new(),
            Err(fault) => return Err(fault),
        }
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

/// What is wrong with a statement's template, as this statement shows it.
pub(super) fn faults(content: &StatementContent, templates: &Templates) -> Vec<LetterFault> {
    let language = Language::of(&content.recipient);
    let words = match Words::of(language) {
        Ok(words) => words,
        Err(fault) => return vec![fault],
    };
    let template = templates.other(language, template_name(content.purpose));
    let values = variables::of_statement(words, content);
    let (draft, mut faults) = template.tried(&values, Place::STATEMENT);
    if let Some(draft) = draft {
        faults.extend(draft.misplaced(&[Place::Entries], &template.origin));
    }
    faults
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
            named(words, entry),
            words.table_date(entry.date),
            entry.due.map_or(String::new(), |due| words.table_date(due)),
            amount(as_open(entry)),
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
    if content.purpose == Purpose::Open {
        rows.extend(apart(words, content, columns.len()));
    }
    // No more of what is asked for than all of it.
    let overdue = content.overdue.min(content.asked().max(Minor::ZERO));
    if !overdue.is_zero() && content.purpose == Purpose::Open {
        let overdue = amount(overdue);
        rows.push(Row {
            weight: Weight::Plain,
            ..sum_row(&words.lines.overdue, columns.len(), overdue)
        });
    }
    Table { columns, rows }
}

/// What an entry was for, with the sign of what is open of it.
fn as_open(entry: &StatementEntry) -> Minor {
    if entry.amount < Minor::ZERO {
        Minor(entry.original.0.saturating_neg())
    } else {
        entry.original
    }
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
            named(words, entry),
            entry.due.map_or(String::new(), |due| words.table_date(due)),
            amount(entry.amount),
            amount(balance),
        ]));
    }
    rows.push(closing(words, content, columns.len()));
    rows.extend(apart(words, content, columns.len()));
    Table { columns, rows }
}

/// What a line is about, and who collects it.
fn named(words: &Words, entry: &StatementEntry) -> String {
    let what = format!("{} {}", words.entry(entry.what), clean(&entry.number));
    let what = what.trim();
    let Some(agency) = &entry.agency else {
        return what.to_owned();
    };
    let case = agency.case_number.as_deref().map(clean).unwrap_or_default();
    let pattern = if case.is_empty() {
        &words.entries.at_agency
    } else {
        &words.entries.at_agency_case
    };
    let agency = clean(&agency.name);
    let facts = [("what", what), ("agency", &agency), ("case", &case)];
    fill(pattern, &facts)
}

/// What of the balance is not to be paid here, and what is; nothing where all of it is.
fn apart(words: &Words, content: &StatementContent, columns: usize) -> Vec<Row> {
    let lines = &words.lines;
    let parts = [
        (&lines.disputed, content.disputed),
        (&lines.at_agency, content.at_agency),
    ];
    let parts = parts.into_iter().filter(|(_, amount)| !amount.is_zero());
    let mut rows: Vec<Row> = parts
        .map(|(name, amount)| {
            let less = Minor(amount.0.saturating_neg());
            Row {
                weight: Weight::Plain,
                ..sum_row(name, columns, words.amount(less, content.currency))
            }
        })
        .collect();
    if !rows.is_empty() {
        let asked = content.asked();
        let (name, left) = if asked < Minor::ZERO {
            (&lines.credit, Minor(asked.0.saturating_neg()))
        } else {
            (&lines.total, asked)
        };
        let left = words.money(left, content.currency);
        rows.push(sum_row(name, columns, left));
    }
    rows
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
