//! What matching posted by itself, to be looked at and, where it was wrong, taken back.

use std::collections::HashMap;

use crate::domain::book::receipt_label;
use crate::domain::command::Over;
use crate::domain::event::Deed;
use crate::domain::id::{CustomerId, EntryId, ItemId};
use crate::domain::link::Record;
use crate::domain::money::Minor;
use crate::reports::settling::{Explained, Posted, Proposal, ProposedPart, ProposedRest};
use crate::store::query::{ItemRow, PostedRow, Reader};

use super::{Desk, settle};

impl Desk {
    /// The newest receipts that a run posted by itself, or the last such run; and how many there are.
    pub fn posted(
        &self,
        run: Option<EntryId>,
        limit: usize,
    ) -> anyhow::Result<(Vec<Posted>, usize)> {
        let _moment = self.store.moment()?;
        let reader = self.store.read();
        let run = match run {
            Some(run) => Some(run),
            None => reader.posted_run()?,
        };
        let Some(run) = run else {
            return Ok((Vec::new(), 0));
        };
        let (rows, count) = reader.posted(run, limit)?;
        let mut past = Past::of(&reader, &rows)?;
        let receipts: Vec<ItemId> = rows.iter().map(|row| row.receipt).collect();
        let mut receipts: HashMap<_, _> = reader
            .receipts(&receipts)?
            .into_iter()
            .map(|receipt| (receipt.item, receipt))
            .collect();
        let mut posted = Vec::with_capacity(rows.len());
        for row in rows {
            if let Some(receipt) = receipts.remove(&row.receipt) {
                let receipt = settle::line(&reader, receipt)?;
                let explained = Explained {
                    proposals: past.proposal(&row)?.into_iter().collect(),
                    receipt,
                    known: Vec::new(),
                };
                posted.push(Posted {
                    entry: row.entry,
                    explained,
                });
            }
        }
        Ok((posted, count))
    }
}

/// The items of what was posted, as they were before it.
struct Past<'a> {
    reader: &'a Reader<'a>,
    items: HashMap<ItemId, ItemRow>,
    open: HashMap<(EntryId, ItemId), Minor>,
    names: HashMap<CustomerId, (String, String)>,
}

impl<'a> Past<'a> {
    fn of(reader: &'a Reader<'a>, rows: &[PostedRow]) -> anyhow::Result<Self> {
        let mut items: Vec<ItemId> = rows.iter().map(|row| row.receipt).collect();
        for deed in rows.iter().flat_map(|row| &row.deeds) {
            match deed {
                Deed::Allocated(was) => items.extend([was.debit, was.credit]),
                Deed::Differed(was) => items.push(was.item),
                _ => {}
            }
        }
        items.sort_unstable();
        items.dedup();
        let entries: Vec<EntryId> = rows.iter().map(|row| row.entry).collect();
        let found = reader.items(&items)?.into_iter();
        Ok(Self {
            reader,
            items: found.map(|item| (item.id, item)).collect(),
            open: reader.open_before(&items, &entries)?,
            names: HashMap::new(),
        })
    }

    fn open(&self, entry: EntryId, item: ItemId) -> Minor {
        let open = self.open.get(&(entry, item)).copied();
        open.unwrap_or_default().abs()
    }

    /// Adds an amount to the part of an item, each item once.
    fn add(&self, parts: &mut Vec<ProposedPart>, entry: EntryId, item: ItemId, amount: Minor) {
        if let Some(part) = parts.iter_mut().find(|part| part.item == item) {
            part.amount += amount;
        } else if let Some(row) = self.items.get(&item) {
            parts.push(ProposedPart {
                item,
                number: row.number.clone(),
                customer: row.customer,
                class: row.class,
                due: row.due,
                open: self.open(entry, item),
                amount,
            });
        }
    }

    /// A posted receipt as the proposal that it was. None if it is nobody's and settled nothing.
    fn proposal(&mut self, row: &PostedRow) -> anyhow::Result<Option<Proposal>> {
        let (mut parts, mut credits, mut rests) = (Vec::new(), Vec::new(), Vec::new());
        let mut over = Over::Unapplied;
        let mut left = self.open(row.entry, row.receipt);
        for deed in &row.deeds {
            match deed {
                Deed::Allocated(was) => {
                    self.add(&mut parts, row.entry, was.debit, was.amount);
                    if was.credit == row.receipt {
                        left -= was.taken();
                    } else {
                        self.add(&mut credits, row.entry, was.credit, was.taken());
                    }
                }
                Deed::Differed(was) => {
                    if was.item == row.receipt {
                        left -= was.amount;
                    }
                    let label = || receipt_label(was.item, None, None);
                    let number = self.items.get(&was.item).map(|item| item.number.clone());
                    rests.push(ProposedRest {
                        item: was.item,
                        number: number.unwrap_or_else(label),
                        amount: was.amount,
                        kind: was.kind,
                    });
                }
                Deed::RefundPlanned(_) => over = Over::Refund,
                _ => {}
            }
        }
        let holder = self.items.get(&row.receipt).map(|item| item.customer);
        let holder = holder.filter(|holder| *holder != CustomerId::UNIDENTIFIED);
        let first = parts.first().map(|part: &ProposedPart| part.customer);
        let Some(customer) = holder.or(first) else {
            return Ok(None);
        };
        let (customer_number, customer_name) = self.name(customer)?;
        Ok(Some(Proposal {
            class: row.class,
            customer,
            customer_number,
            customer_name,
            parts,
            credits,
            rests,
            account: None,
            unapplied: left,
            over,
            evidence: row.evidence.clone(),
            teaches: false,
            record: Record::default(),
        }))
    }

    fn name(&mut self, customer: CustomerId) -> anyhow::Result<(String, String)> {
        if let Some(name) = self.names.get(&customer) {
            return Ok(name.clone());
        }
        let name = self.reader.customer_name(customer)?;
        self.names.insert(customer, name.clone());
        Ok(name)
    }
}
