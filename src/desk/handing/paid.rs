//! What lowered the items that an agency has: for the case, and to be reported back.

use std::collections::{BTreeMap, BTreeSet};

use crate::desk::{Desk, Failure};
use crate::domain::content::EntryKind;
use crate::domain::date::Date;
use crate::domain::document::ItemClass;
use crate::domain::handover::{Handover, HandoverState};
use crate::domain::id::{CustomerId, ItemId};
use crate::domain::money::Minor;
use crate::domain::posting::PostingKind;
use crate::reports::case::{DirectPayment, PaymentRow};
use crate::store::query::{HistoryRow, ItemRow, Reader};

/// What lowered an item: positive. What was taken back on the same day is left out.
pub(super) struct Settled {
    pub date: Date,
    pub kind: EntryKind,
    pub by: Option<String>,
    pub amount: Minor,
    /// When it was recorded, by the journal.
    pub at: String,
}

/// All that lowered an item, day by day.
pub(super) fn settled(reader: &Reader<'_>, item: ItemId) -> Result<Vec<Settled>, Failure> {
    gather(reader, item, |_| Some(String::new()))
}

/// Lines that `apart` tells apart are not put together, and what it tells nothing of is left out.
fn gather(
    reader: &Reader<'_>,
    item: ItemId,
    apart: impl Fn(&HistoryRow) -> Option<String>,
) -> Result<Vec<Settled>, Failure> {
    let mut order: Vec<Settled> = Vec::new();
    let mut places: BTreeMap<(Date, &str, Option<ItemId>, String), usize> = BTreeMap::new();
    for row in reader.history(item)? {
        let (Some(kind), Some(apart)) = (kind(reader, row.kind, row.counter)?, apart(&row)) else {
            continue;
        };
        let place = places.entry((row.date, kind.name(), row.counter, apart));
        let at = *place.or_insert_with(|| {
            order.push(Settled {
                date: row.date,
                kind,
                by: None,
                amount: Minor::ZERO,
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
        line.at = row.at;
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
    /// Money of debtors that settles nothing yet, where all that they owe is with an agency: it can be for nothing else.
    /// It names no invoice.
    fn unapplied_of_cases(
        &self,
        reader: &Reader<'_>,
        since: Option<Date>,
    ) -> Result<Vec<DirectPayment>, Failure> {
        let mut debtors: BTreeMap<CustomerId, Handover> = BTreeMap::new();
        for state in reader.handovers()?.into_iter().filter(HandoverState::runs) {
            if let Some(item) = reader.item(state.handover.item)? {
                debtors.entry(item.customer).or_insert(state.handover);
            }
        }
        let mut payments = Vec::new();
        for (customer, handover) in debtors {
            let entry = reader.entry_that_handed_over(handover.id)?;
            let open = reader.open_items(customer)?;
            for currency in open
                .iter()
                .map(|item| item.currency)
                .collect::<BTreeSet<_>>()
            {
                let of: Vec<&ItemRow> = open.iter().filter(|it| it.currency == currency).collect();
                let (debits, credits): (Vec<&ItemRow>, Vec<&ItemRow>) =
                    of.into_iter().partition(|item| item.class.is_debit());
                let mut owed = Minor::ZERO;
                let mut is_all_there = !debits.is_empty();
                for item in debits {
                    owed += item.open;
                    is_all_there &= reader.agency_of(item.id)?.is_some();
                }
                let receipts = credits.iter().filter(|it| it.class == ItemClass::Receipt);
                for receipt in receipts.filter(|_| is_all_there) {
                    let Some(first) = reader.history(receipt.id)?.into_iter().next() else {
                        continue;
                    };
                    let recorded = self.clock.day(&first.at);
                    let is_later = entry.is_some_and(|entry| first.entry > entry);
                    let is_new = since.is_none_or(|since| {
                        receipt.issued >= since || recorded.is_some_and(|day| day >= since)
                    });
                    if !is_later || !is_new {
                        continue;
                    }
                    let (customer_no, name) = reader.customer_name(customer)?;
                    payments.push(DirectPayment {
                        agency: handover.agency.clone(),
                        case: handover.case_number.clone(),
                        customer_no,
                        name,
                        open: owed.plain(currency),
                        recorded,
                        payment: PaymentRow {
                            invoice: String::new(),
                            date: receipt.issued,
                            kind: EntryKind::Payment.name(),
                            currency,
                            amount: (-receipt.open).plain(currency),
                            by: Some(reader.item_label(receipt.id)?.0),
                        },
                    });
                }
            }
        }
        Ok(payments)
    }

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
            let came_later = |row: &HistoryRow| {
                let recorded = self.clock.day(&row.at);
                let is_later = entry.is_some_and(|entry| row.entry > entry);
                let is_new = since.is_none_or(|since| {
                    row.date >= since || recorded.is_some_and(|day| day >= since)
                });
                // What was reported a week ago is not reported again with what came since.
                (is_later && is_new).then(|| recorded.map_or(String::new(), |day| day.to_string()))
            };
            for line in gather(&reader, item.id, came_later)? {
                payments.push(DirectPayment {
                    agency: handover.agency.clone(),
                    case: handover.case_number.clone(),
                    customer_no: customer_no.clone(),
                    name: name.clone(),
                    open: item.open.plain(item.currency),
                    recorded: self.clock.day(&line.at),
                    payment: row(&item, &line),
                });
            }
        }
        payments.extend(self.unapplied_of_cases(&reader, since)?);
        payments.sort_by(|a, b| {
            let key = |of: &DirectPayment| (of.agency.clone(), of.payment.date);
            key(a).cmp(&key(b))
        });
        Ok(payments)
    }
}
