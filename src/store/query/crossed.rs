//! Letters that crossed a payment or a credit note: made before the letter went out, read in after.

use rusqlite::Row;

use super::Reader;
use super::arrears::LEFT;
use crate::domain::customer::CustomerKind;
use crate::domain::date::Date;
use crate::domain::id::{CustomerId, ItemId, LetterId};
use crate::domain::letter::Charge;
use crate::domain::money::{Currency, Minor};
use crate::domain::posting::PostingKind;
use crate::store::load::Loader;
use crate::store::rows::day;
use crate::store::{Result, damaged};

/// A letter with open charges, of which items were paid by money that was on its way when it went out, or credited by a
/// note of an earlier day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CrossedRow {
    pub letter: LetterId,
    pub customer: CustomerId,
    pub number: String,
    pub name: String,
    pub kind: CustomerKind,
    pub country: String,
    pub currency: Currency,
    pub sent: Date,
    /// The items that took a step by it: each with what the letter asked of it.
    pub items: Vec<(ItemId, Minor)>,
    pub paid: Vec<PaidRow>,
    pub charges: Vec<OpenCharge>,
}

/// A charge of such a letter that is open. Magnitudes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OpenCharge {
    pub charge: Charge,
    pub open: Minor,
    /// What was given up of it by now.
    pub waived: Minor,
}

/// An item of such a letter that was paid.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PaidRow {
    pub item: ItemId,
    pub due: Date,
    /// The last receipt of those that were on their way, or the credit note.
    pub receipt: ItemId,
    pub booked: Date,
    /// Credit notes alone settled it.
    pub credited: bool,
    /// What they settle of it: a magnitude.
    pub amount: Minor,
}

impl Reader<'_> {
    /// Letters whose charges are open although money was on its way, the oldest first.
    pub fn crossed(&self) -> Result<Vec<CrossedRow>> {
        // Few letters have open charges; of their items only what was posted after the letter counts.
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT s.letter, s.item, i.due, p.counter_item, coalesce(r.booked, n.issued) AS on_day,
                -sum(p.amount_minor), r.item IS NULL
             FROM letter l JOIN letter_item s ON s.letter = l.id JOIN item i ON i.id = s.item
             JOIN posting p ON p.item = s.item AND p.entry > l.entry
             JOIN item n ON n.id = p.counter_item AND n.class >= 2 AND n.voided = 0
             LEFT JOIN receipt r ON r.item = n.id
             WHERE coalesce(r.booked, n.issued) <= coalesce({LEFT}, l.sent) AND l.voided = 0 AND s.stage IS NOT NULL AND l.id IN
                (SELECT c.letter FROM charge c JOIN item o ON o.id = c.item AND o.open_minor > 0)
             GROUP BY s.letter, s.item, p.counter_item HAVING sum(p.amount_minor) < 0
             ORDER BY s.letter, s.item, on_day, p.counter_item",
        ))?;
        let mut rows = statement.query([])?;
        let mut found: Vec<CrossedRow> = Vec::new();
        while let Some(row) = rows.next()? {
            let letter = LetterId(row.get(0)?);
            if found.last().is_none_or(|last| last.letter != letter) {
                found.extend(self.crossed_letter(letter)?);
            }
            let Some(last) = found.last_mut().filter(|last| last.letter == letter) else {
                continue;
            };
            let paid = paid(row)?;
            match last
                .paid
                .last_mut()
                .filter(|before| before.item == paid.item)
            {
                Some(before) => {
                    before.amount += paid.amount;
                    before.receipt = paid.receipt;
                    before.booked = paid.booked;
                    before.credited &= paid.credited;
                }
                None => last.paid.push(paid),
            }
        }
        Ok(found)
    }

    fn crossed_letter(&self, id: LetterId) -> Result<Option<CrossedRow>> {
        let mut loader = Loader::new(self.connection)?;
        loader.letter(id)?;
        let Some(state) = loader.book.letters.remove(&id) else {
            return Ok(None);
        };
        let letter = state.letter;
        let mut statement = self.connection.prepare_cached(
            "SELECT c.number, coalesce(t.name, ''), v.kind, v.country FROM customer c
             JOIN customer_version v ON v.customer = c.id AND v.version = c.version
             LEFT JOIN customer_text t ON t.customer = c.id AND t.version = c.version WHERE c.id = ?1",
        )?;
        let (number, name, kind, country) = statement.query_row([letter.customer.0], |row| {
            let kind: String = row.get(2)?;
            Ok((row.get(0)?, row.get(1)?, kind, row.get(3)?))
        })?;
        let mut open = self.connection.prepare_cached(
            "SELECT i.open_minor, (SELECT -coalesce(sum(p.amount_minor), 0) FROM posting p
                WHERE p.item = i.id AND p.kind = ?2) FROM item i WHERE i.id = ?1",
        )?;
        let mut charges = Vec::new();
        for charge in letter.charges {
            let asked = (charge.item.0, PostingKind::Waived.code());
            let (open, waived) =
                open.query_row(asked, |row| Ok((Minor(row.get(0)?), Minor(row.get(1)?))))?;
            if open > Minor::ZERO {
                charges.push(OpenCharge {
                    charge,
                    open,
                    waived,
                });
            }
        }
        let mut left = self.connection.prepare_cached(&format!(
            "SELECT coalesce({LEFT}, l.sent) FROM letter l WHERE l.id = ?1"
        ))?;
        let sent = left.query_row([id.0], |row| day(row, 0))?;
        let lines = letter.lines.iter().filter(|line| line.step.is_some());
        Ok(Some(CrossedRow {
            letter: id,
            customer: letter.customer,
            number,
            name,
            kind: CustomerKind::parse(&kind)
                .ok_or_else(|| damaged(format!("no such kind: {kind}")))?,
            country,
            currency: letter.currency,
            sent,
            items: lines.map(|line| (line.item, line.amount)).collect(),
            paid: Vec::new(),
            charges,
        }))
    }
}

fn paid(row: &Row<'_>) -> rusqlite::Result<PaidRow> {
    Ok(PaidRow {
        item: ItemId(row.get(1)?),
        due: day(row, 2)?,
        receipt: ItemId(row.get(3)?),
        booked: day(row, 4)?,
        amount: Minor(row.get(5)?),
        credited: row.get(6)?,
    })
}
