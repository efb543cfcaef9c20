//! Laws that are adopted and not yet in force: their rows count from the day on which they are.

use serde::Serialize;

use crate::domain::date::Date;

/// A body of law that replaces rows of another from a day on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Regime {
    /// What rows call it.
    pub name: String,
    pub law: String,
    pub adopted: Option<Date>,
    /// Its first day; none while no day is set.
    pub from: Option<Date>,
    /// The day that was spoken of, which binds nobody.
    pub signalled: Option<Date>,
    pub source: String,
    pub note: Option<String>,
}

/// A row about a regime as it is written: what it leaves out stays as it was.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct RegimeRow {
    pub name: String,
    pub law: Option<String>,
    pub adopted: Option<Date>,
    pub from: Option<Date>,
    pub signalled: Option<Date>,
    pub source: String,
    pub note: Option<String>,
}

/// The regimes after all rows about them, or the first row that speaks of none that is known.
pub(super) fn merge(rows: &[RegimeRow]) -> Result<Vec<Regime>, &RegimeRow> {
    let mut regimes: Vec<Regime> = Vec::new();
    for row in rows {
        let row_of = row.clone();
        if let Some(known) = regimes.iter_mut().find(|known| known.name == row.name) {
            known.law = row_of.law.unwrap_or_else(|| std::mem::take(&mut known.law));
            known.adopted = row.adopted.or(known.adopted);
            known.from = row.from.or(known.from);
            known.signalled = row.signalled.or(known.signalled);
            known.source = row_of.source;
            known.note = row_of.note.or_else(|| known.note.take());
            continue;
        }
        let Some(law) = row_of.law else {
            return Err(row);
        };
        regimes.push(Regime {
            name: row_of.name,
            law,
            adopted: row.adopted,
            from: row.from,
            signalled: row.signalled,
            source: row_of.source,
            note: row_of.note,
        });
    }
    Ok(regimes)
}
