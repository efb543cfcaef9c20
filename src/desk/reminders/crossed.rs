//! Charges of letters that crossed a payment or a credit note.

use std::collections::HashMap;

use crate::desk::Desk;
use crate::domain::customer::CustomerKind;
use crate::domain::id::ItemId;
use crate::domain::letter::ChargeKind;
use crate::domain::money::Minor;
use crate::domain::reminding::Crossed;
use crate::rules::law::Law;
use crate::rules::reminder::{ChargeFacts, CrossedFacts, crossed};
use crate::store::query::{CrossedRow, PaidRow, Reader};

impl Desk {
    /// What letters claimed although the money was on its way, the oldest letter first.
    pub(super) fn crossed(&self, reader: &Reader<'_>) -> crate::store::Result<Vec<Crossed>> {
        let mut found = Vec::new();
        for row in reader.crossed()? {
            let country = match row.kind {
                CustomerKind::Consumer => &row.country,
                CustomerKind::Business | CustomerKind::Public => &self.ledger.country,
            };
            let law = self.rulebook.statutes.law(country);
            for paid in &row.paid {
                let charges = too_much(&row, paid, law);
                if !charges.is_empty() {
                    found.push(Crossed {
                        customer: row.customer,
                        number: row.number.clone(),
                        name: row.name.clone(),
                        currency: row.currency,
                        letter: row.letter,
                        sent: row.sent,
                        receipt: paid.receipt,
                        paid: paid.booked,
                        credited: paid.credited,
                        charges,
                    });
                }
            }
        }
        Ok(found)
    }
}

fn too_much(row: &CrossedRow, paid: &PaidRow, law: &Law) -> Vec<(ItemId, ChargeKind, Minor)> {
    let settled = row.paid.iter().map(|paid| (paid.item, paid.amount));
    let settled: HashMap<ItemId, Minor> = settled.collect();
    let rest_was_overdue = row.items.iter().any(|(item, asked)| {
        let on_its_way = settled.get(item).copied().unwrap_or_default();
        on_its_way < *asked
    });
    let about = || row.charges.iter().filter(|of| of.charge.about == paid.item);
    let charges: Vec<ChargeFacts<'_>> = about()
        .map(|of| ChargeFacts {
            item: of.charge.item,
            kind: of.charge.kind,
            open: of.open,
            spans: &of.charge.spans,
        })
        .collect();
    let effective_due = law.effective_due(paid.due, row.kind).value;
    let found = crossed(&CrossedFacts {
        currency: row.currency,
        sent: row.sent,
        // What a credit note took away was never late.
        paid: if paid.credited {
            paid.booked.min(effective_due)
        } else {
            paid.booked
        },
        settles: paid.amount,
        effective_due,
        rest_was_overdue,
        day_count: law.day_count(),
        charges: &charges,
    });
    // What was taken back before is not taken back again.
    let waived: HashMap<ItemId, Minor> = about().map(|of| (of.charge.item, of.waived)).collect();
    found
        .into_iter()
        .map(|(item, kind, amount)| {
            let before = waived.get(&item).copied().unwrap_or_default();
            (item, kind, (amount - before).max(Minor::ZERO))
        })
        .filter(|(_, _, amount)| *amount > Minor::ZERO)
        .collect()
}
