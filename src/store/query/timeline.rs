//! What happened with a customer, the newest first by the day that it is of: an old invoice that was read in today
//! happened long ago. Days are told by indexes; a long history is looked up no further than is asked for.

use rusqlite::params;

use super::Reader;
use crate::domain::date::{self, Date};
use crate::domain::id::{CustomerId, EntryId};
use crate::store::Result;
use crate::store::rows::day;

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

    /// Where its rows are found.
    fn question(self) -> Question {
        match self {
            // The journal knows no other day than the one on which it was written, in universal time.
            Self::Version => Question {
                day: "CAST(replace(substr((SELECT stamp.at FROM journal j JOIN stamp ON stamp.entry = j.stamp
                        WHERE j.id = customer_version.entry), 1, 10), '-', '') AS INTEGER)",
                id: "customer_version.version",
                written: "customer_version x WHERE x.customer = ?1 AND x.version",
                found: "customer_version WHERE customer = ?1",
            },
            Self::Invoice => documents(
                "item INDEXED BY item_customer WHERE customer = ?1 AND class = 0 AND voided = 0",
            ),
            Self::Charge => documents(
                "item INDEXED BY item_customer WHERE customer = ?1 AND class = 1 AND voided = 0",
            ),
            Self::CreditNote => documents(
                "item INDEXED BY item_customer WHERE customer = ?1 AND class = 2 AND voided = 0",
            ),
            Self::Receipt => Question {
                day: "issued",
                id: "item.id",
                written: "receipt x WHERE x.item",
                found: "item INDEXED BY item_customer
                 WHERE customer = ?1 AND class = 3 AND voided = 0 AND document IS NULL",
            },
            // An edit says by itself what it confirms.
            Self::Record => Question {
                day: "made",
                id: "r.id",
                written: "credit_record x WHERE x.id",
                found: "credit_record r WHERE customer = ?1 AND voided = 0 AND (kind <> 'verified' OR NOT EXISTS (
                    SELECT 1 FROM customer_version v WHERE v.customer = r.customer AND v.entry = r.entry))",
            },
            Self::Plan => Question {
                day: "starts",
                id: "plan.id",
                written: "plan x WHERE x.id",
                found: "plan WHERE customer = ?1 AND voided = 0",
            },
            Self::Pause => Question {
                day: "p.starts",
                id: "p.id",
                written: "pause x WHERE x.id",
                found: "item i INDEXED BY item_customer CROSS JOIN pause p ON p.item = i.id
                 WHERE i.customer = ?1 AND p.voided = 0",
            },
            Self::Rest => Question {
                day: "starts",
                id: "pause.id",
                written: "pause x WHERE x.id",
                found: "pause WHERE customer = ?1 AND voided = 0",
            },
            Self::Call => Question {
                day: "made",
                id: "call.id",
                written: "call x WHERE x.id",
                found: "call WHERE customer = ?1 AND voided = 0",
            },
            Self::Handover => Question {
                day: "h.starts",
                id: "h.id",
                written: "handover x WHERE x.id",
                found: "item i INDEXED BY item_customer CROSS JOIN handover h ON h.item = i.id
                 WHERE i.customer = ?1 AND h.voided = 0",
            },
            Self::Letter => Question {
                day: "sent",
                id: "letter.id",
                written: "letter x WHERE x.id",
                found: "letter WHERE customer = ?1 AND voided = 0",
            },
            Self::Statement => Question {
                day: "queued",
                id: "dispatch.id",
                written: "dispatch x WHERE x.id",
                found: "dispatch WHERE customer = ?1 AND letter IS NULL AND voided = 0",
            },
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

/// Rows of a kind of happening.
struct Question {
    /// The expression of the day.
    day: &'static str,
    /// The expression of the number.
    id: &'static str,
    /// Where the number's entry is looked up.
    written: &'static str,
    found: &'static str,
}

impl Question {
    fn entry(&self, id: &str) -> String {
        format!("(SELECT x.entry FROM {} = {id})", self.written)
    }

    /// The day, entry and number of so many rows before a mark, the newest first. Only rows that are told, and those
    /// of the mark's own day, are looked up; all else is told by an index.
    fn sql(&self) -> String {
        let Self { day, id, found, .. } = self;
        let (here, there) = (self.entry(id), self.entry("told.id"));
        format!(
            "SELECT day, {there}, id FROM (
                SELECT DISTINCT {day} AS day, {id} AS id FROM {found}
                AND ({day} < ?2 OR {day} = ?2 AND ({here} < ?3 OR {here} = ?3 AND {id} < ?4))
                ORDER BY 1 DESC, 2 DESC LIMIT ?5) AS told"
        )
    }
}

/// The documents of items, which the index of a customer's items tells by itself. Instalments stand side by side.
fn documents(found: &'static str) -> Question {
    Question {
        day: "issued",
        id: "item.document",
        written: "document x WHERE x.id",
        found,
    }
}

/// Something that happened: its day, the entry that wrote it down, its kind, its number among that kind, and whom it
/// names.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Mark {
    pub day: Date,
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
        // Numbers rise with entries. Of the mark's own entry what comes after it in the order is left.
        let (last_day, last_entry, last_id) =
            before.map_or((i64::MAX, i64::MAX, i64::MAX), |mark| {
                let last = match place.cmp(&mark.place) {
                    std::cmp::Ordering::Less => i64::MAX,
                    std::cmp::Ordering::Greater => i64::MIN,
                    // Of several customers one may have the same version.
                    std::cmp::Ordering::Equal => mark.id + i64::from(customer < mark.customer),
                };
                (date::to_int(mark.day), mark.entry.0, last)
            });
        let mut statement = self.connection.prepare_cached(&place.question().sql())?;
        let bound = params![
            customer.0,
            last_day,
            last_entry,
            last_id,
            i64::try_from(limit).unwrap_or(i64::MAX)
        ];
        let mut rows = statement.query(bound)?;
        while let Some(row) = rows.next()? {
            marks.push(Mark {
                day: day(row, 0)?,
                entry: EntryId(row.get(1)?),
                place,
                id: row.get(2)?,
                customer,
            });
        }
        Ok(())
    }
}
