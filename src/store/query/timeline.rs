//! What happened with a customer, the newest first. Each kind of happening is walked down its own index and no further
//! than is asked for, so that a long history costs what is shown of it.

use rusqlite::params;

use super::Reader;
use crate::domain::id::{CustomerId, EntryId};
use crate::store::Result;

/// A kind of happening. Of one entry the later kinds are told first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Place {
    Version,
    Invoice,
    Charge,
    CreditNote,
    Receipt,
    Record,
    Plan,
    /// On an item.
    Pause,
    /// On all that he owes.
    Rest,
    Call,
    Handover,
    Letter,
    Statement,
}

impl Place {
    /// All, each at the place of its number.
    pub const ALL: [Self; 13] = [
        Self::Version,
        Self::Invoice,
        Self::Charge,
        Self::CreditNote,
        Self::Receipt,
        Self::Record,
        Self::Plan,
        Self::Pause,
        Self::Rest,
        Self::Call,
        Self::Handover,
        Self::Letter,
        Self::Statement,
    ];

    /// The columns of the entry and of the number, and where they are found.
    fn question(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Version => ("entry", "version", "customer_version WHERE customer = ?1"),
            Self::Invoice => ("d.entry", "i.document", documents(0)),
            Self::Charge => ("d.entry", "i.document", documents(1)),
            Self::CreditNote => ("d.entry", "i.document", documents(2)),
            Self::Receipt => (
                "r.entry",
                "i.id",
                "item i INDEXED BY item_customer CROSS JOIN receipt r ON r.item = i.id
                 WHERE i.customer = ?1 AND i.class = 3 AND i.voided = 0 AND i.document IS NULL",
            ),
            // An edit says by itself what it confirms.
            Self::Record => (
                "r.entry",
                "r.id",
                "credit_record r WHERE r.customer = ?1 AND r.voided = 0 AND (r.kind <> 'verified' OR NOT EXISTS (
                    SELECT 1 FROM customer_version v WHERE v.customer = r.customer AND v.entry = r.entry))",
            ),
            Self::Plan => ("entry", "id", "plan WHERE customer = ?1 AND voided = 0"),
            Self::Pause => (
                "p.entry",
                "p.id",
                "item i INDEXED BY item_customer CROSS JOIN pause p ON p.item = i.id
                 WHERE i.customer = ?1 AND p.voided = 0",
            ),
            Self::Rest => ("entry", "id", "pause WHERE customer = ?1 AND voided = 0"),
            Self::Call => ("entry", "id", "call WHERE customer = ?1 AND voided = 0"),
            Self::Handover => (
                "h.entry",
                "h.id",
                "item i INDEXED BY item_customer CROSS JOIN handover h ON h.item = i.id
                 WHERE i.customer = ?1 AND h.voided = 0",
            ),
            Self::Letter => ("entry", "id", "letter WHERE customer = ?1 AND voided = 0"),
            Self::Statement => (
                "entry",
                "id",
                "dispatch WHERE customer = ?1 AND letter IS NULL AND voided = 0",
            ),
        }
    }

    /// Whether it lies on items, which know who owns them; all else names a customer.
    fn is_owned(self) -> bool {
        matches!(
            self,
            Self::Invoice
                | Self::Charge
                | Self::CreditNote
                | Self::Receipt
                | Self::Pause
                | Self::Handover
        )
    }
}

/// The documents of a class of items. Instalments stand side by side.
fn documents(class: u8) -> &'static str {
    match class {
        0 => {
            "item i INDEXED BY item_customer CROSS JOIN document d ON d.id = i.document
             WHERE i.customer = ?1 AND i.class = 0 AND i.voided = 0"
        }
        1 => {
            "item i INDEXED BY item_customer CROSS JOIN document d ON d.id = i.document
             WHERE i.customer = ?1 AND i.class = 1 AND i.voided = 0"
        }
        _ => {
            "item i INDEXED BY item_customer CROSS JOIN document d ON d.id = i.document
             WHERE i.customer = ?1 AND i.class = 2 AND i.voided = 0"
        }
    }
}

/// Something that happened: the entry that wrote it down, its kind, its number among that kind, and whom it names.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Mark {
    pub entry: EntryId,
    pub place: Place,
    pub id: i64,
    pub customer: CustomerId,
}

impl Reader<'_> {
    /// The newest of what happened with a customer and those who are merged into him, before a mark if one is given.
    pub fn marks(
        &self,
        customer: CustomerId,
        before: Option<Mark>,
        limit: usize,
    ) -> Result<Vec<Mark>> {
        let family = self.family(customer)?;
        let mut marks = Vec::new();
        for place in Place::ALL {
            let owner = [customer];
            let named = if place.is_owned() {
                &owner[..]
            } else {
                &family
            };
            for customer in named {
                self.marks_of(*customer, place, before, limit, &mut marks)?;
            }
        }
        marks.sort_unstable_by(|a, b| b.cmp(a));
        marks.dedup();
        marks.truncate(limit);
        Ok(marks)
    }

    fn marks_of(
        &self,
        customer: CustomerId,
        place: Place,
        before: Option<Mark>,
        limit: usize,
        marks: &mut Vec<Mark>,
    ) -> Result<()> {
        let (entry, id, found) = place.question();
        // Numbers rise with entries: down the index is back in time. Of the mark's own entry what comes after it in the
        // order is left.
        let (last_entry, last_id) = before.map_or((i64::MAX, i64::MAX), |mark| {
            let last = match place.cmp(&mark.place) {
                std::cmp::Ordering::Less => i64::MAX,
                std::cmp::Ordering::Greater => i64::MIN,
                // Of several customers one may have the same version.
                std::cmp::Ordering::Equal => mark.id + i64::from(customer < mark.customer),
            };
            (mark.entry.0, last)
        });
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT {entry}, {id} FROM {found} AND ({entry} < ?2 OR {entry} = ?2 AND {id} < ?3)
             ORDER BY {id} DESC LIMIT ?4"
        ))?;
        let bound = params![
            customer.0,
            last_entry,
            last_id,
            i64::try_from(limit).unwrap_or(i64::MAX)
        ];
        let mut rows = statement.query(bound)?;
        while let Some(row) = rows.next()? {
            let mark = Mark {
                entry: EntryId(row.get(0)?),
                place,
                id: row.get(1)?,
                customer,
            };
            // Instalments of one document.
            if marks.last() != Some(&mark) {
                marks.push(mark);
            }
        }
        Ok(())
    }
}
