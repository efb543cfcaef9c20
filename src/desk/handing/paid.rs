//! What lowered the items that an agency has: for the case, and to be reported back.

use std::collections::BTreeMap;

use crate::desk::{Desk, Failure};
use crate::domain::content::EntryKind;
use crate::domain::date::Date;
use crate::domain::document::ItemClass;
use crate::domain::id::{EntryId, ItemId};
use crate::domain::money::Minor;
use crate::domain::posting::PostingKind;
use crate::reports::case::{DirectPayment, PaymentRow};
use crate::store::query::{ItemRow, Reader};

/// What lowered an item: positive. What was taken back on the same day is left out.
pub(super) struct Settled {
    pub date: Date,
    pub kind: EntryKind,
    pub by: Option<String>,
    pub amount: Minor,
    /// The last entry that made it, and its time.
    pub entry: EntryId,
    pub at: String,
}

pub(super) fn settled(reader: &Reader<'_>, item: ItemId) -> Result<Vec<Settled>, Failure> {
    let mut order: Vec<Settled> = Vec::new();
    let mut places: BTreeMap<(Date, &str, Option<ItemId>), usize> = BTreeMap::new();
    for row in reader.history(item)? {
        let Some(kind) = kind(reader, row.kind, row.counter)? else {
            continue;
        };
        let place = places.entry((row.date, kind.name(), row.counter));
        let at = *place.or_insert_with(|| {
            order.push(Settled {
                date: row.date,
                kind,
                by: None,
                amount: Minor::ZERO,
                entry: row.entry,
                at: row.at.clone(),
            });
            order.len() - 1
        });
        let Some(line) = order.get_mut(at) else {
            continue;
        };
        if let (None, Some(counter)) = (&line.by, row.counter) {
            line.by = Some(reader.item_label(counter)?.0);
        }
        line.amount += -row.amount;
        (line.entry, line.at) = (row.entry, row.at);
    }
    order.retain(|line| !line.amount.is_zero());
    Ok(order)
}

/// What a posting is to whoever owes the item; none if it only came into the ledger.
fn kind(
    reader: &Reader<'_>,
    posting: PostingKind,
    counter: Option<ItemId>,
) -> Result<Option<EntryKind>, Failure> {
    Ok(match posting {
        PostingKind::Allocated => {
            let counter = counter.map(|item| reader.item(item)).transpose()?.flatten();
            let class = counter.map(|item| item.class);
            Some(if class == Some(ItemClass::Credit) {
                EntryKind::CreditNote
            } else {
                EntryKind::Payment
            })
        }
        PostingKind::Opened | PostingKind::Voided | PostingKind::Moved | PostingKind::Exchange => {
            None
        }
        PostingKind::Covered => Some(EntryKind::Payment),
        PostingKind::PaidOut => Some(EntryKind::Refund),
        PostingKind::Loss => Some(EntryKind::WriteOff),
        PostingKind::Rounding
        | PostingKind::Discount
        | PostingKind::BankCharge
        | PostingKind::Commission
        | PostingKind::Offset
        | PostingKind::NotReceivable
        | PostingKind::Waived => Some(EntryKind::Adjustment),
    })
}

pub(super) fn row(item: &ItemRow, line: &Settled) -> PaymentRow {
    PaymentRow {
        invoice: item.number.clone(),
        date: line.date,
        kind: line.kind.name(),
        currency: item.currency,
        amount: line.amount.plain(item.currency),
        by: line.by.clone(),
    }
}

impl Desk {
    /// What lowered items after an agency got them, whatever it was: payments, credit notes, what was let go. With a
    /// day, only what bears it or a later one, or was taken in since: money that was booked late is not lost.
    pub fn direct_payments(&self, since: Option<Date>) -> Result<Vec<DirectPayment>, Failure> {
        let _moment = self.store.moment()?;
        let reader = self.store.read();
        let mut payments = Vec::new();
        for state in reader.handovers()? {
            let handover = state.handover;
            let entry = reader.entry_that_handed_over(handover.id)?;
            let Some(item) = reader.item(handover.item)? else {
                continue;
            };
            let (customer_no, name) = reader.customer_name(item.customer)?;
            for line in settled(&reader, item.id)? {
                let recorded = self.clock.day(&line.at);
                let is_new = since.is_none_or(|since| {
                    line.date >= since || recorded.is_some_and(|day| day >= since)
                });
                if entry.is_some_and(|entry| line.entry > entry) && is_new {
                    payments.push(DirectPayment {
                        agency: handover.agency.clone(),
                        case: handover.case_number.clone(),
                        customer_no: customer_no.clone(),
                        name: name.clone(),
                        open: item.open.plain(item.currency),
                        recorded,
                        payment: row(&item, &line),
                    });
                }
            }
        }
        payments.sort_by(|a, b| {
            let key = |of: &DirectPayment| (of.agency.clone(), of.payment.date);
            key(a).cmp(&key(b))
        });
        Ok(payments)
    }
}
