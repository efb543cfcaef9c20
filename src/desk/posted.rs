//! What matching posted by itself, to be looked at and, where it was wrong, taken back.

use crate::domain::command::Over;
use crate::domain::event::Deed;
use crate::domain::id::EntryId;
use crate::domain::link::Record;
use crate::domain::money::Minor;
use crate::reports::settling::{Explained, Posted, Proposal, ProposedPart};
use crate::store::query::{PostedRow, Reader, Told};

use super::{Desk, settle};

impl Desk {
    /// The newest receipts that a run posted, or the last run that posted something certain; and how many there are.
    pub fn posted(
        &self,
        run: Option<EntryId>,
        limit: usize,
    ) -> anyhow::Result<(Vec<Posted>, usize)> {
        let reader = self.store.read();
        let run = match run {
            Some(run) => Some(run),
            None => reader.posted_run()?,
        };
        let Some(run) = run else {
            return Ok((Vec::new(), 0));
        };
        let (rows, count) = reader.posted(run, limit)?;
        let mut posted = Vec::with_capacity(rows.len());
        for row in rows {
            posted.extend(told(&reader, row)?);
        }
        Ok((posted, count))
    }
}

/// A posted receipt as the proposal that it was.
fn told(reader: &Reader<'_>, row: PostedRow) -> anyhow::Result<Option<Posted>> {
    let (Some(receipt), Some(entry)) = (reader.receipt(row.receipt)?, reader.entry(row.entry)?)
    else {
        return Ok(None);
    };
    let receipt = settle::line(reader, receipt)?;
    let mut parts = Vec::new();
    for event in reader.told(&entry)? {
        let Told::Deed(deed) = event else { continue };
        let Deed::Allocated(allocation) = *deed else {
            continue;
        };
        if let Some(item) = reader.item(allocation.debit)? {
            parts.push(ProposedPart {
                item: item.id,
                number: item.number,
                customer: item.customer,
                class: item.class,
                due: item.due,
                open: item.open.abs() + allocation.amount,
                amount: allocation.amount,
            });
        }
    }
    let whose = match &receipt.customer {
        Some(customer) => Some(customer.clone()),
        None => match parts.first() {
            Some(part) => {
                let (number, name) = reader.customer_name(part.customer)?;
                Some((part.customer, number, name))
            }
            None => None,
        },
    };
    let Some((customer, customer_number, customer_name)) = whose else {
        return Ok(None);
    };
    let settled: Minor = parts.iter().map(|part| part.amount).sum();
    let proposal = Proposal {
        class: row.class,
        customer,
        customer_number,
        customer_name,
        unapplied: receipt.amount - settled,
        parts,
        credits: Vec::new(),
        rests: Vec::new(),
        account: None,
        over: Over::Unapplied,
        evidence: row.evidence,
        teaches: false,
        record: Record::default(),
    };
    Ok(Some(Posted {
        entry: row.entry,
        explained: Explained {
            receipt,
            proposals: vec![proposal],
            known: Vec::new(),
        },
    }))
}
