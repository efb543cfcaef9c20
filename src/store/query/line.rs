//! Lines of bank files that are no payments, receipts that count nothing, and statements.

use rusqlite::Row;

use super::Reader;
use crate::domain::bank_line::{BankLine, LineKind};
use crate::domain::id::{ItemId, OtherId};
use crate::domain::money::Minor;
use crate::domain::receipt::OtherKind;
use crate::domain::statement::Statement;
use crate::store::rows::{self, currency, day};
use crate::store::{Result, damaged};

const LINE: &str = "SELECT o.id, o.kind, o.booked, o.amount_minor, o.left_minor, o.currency, o.own_account, o.bank_ref,
    o.reference, t.payer_name, t.payer_account, t.message, t.raw, t.details, f.name, o.line, o.of_payment, n.body
 FROM other_line o LEFT JOIN other_text t ON t.id = o.id LEFT JOIN source_file f ON f.id = o.file
 LEFT JOIN note n ON n.entry = o.dismissed_entry AND n.event = o.dismissed_event";

const COVERED: &str = "SELECT r.item, r.cover_sure, r.booked, r.amount_minor, r.covered_by, i.currency, r.own_account,
    r.bank_ref, i.reference, t.payer_name, t.payer_account, t.message, t.raw, t.details, f.name, r.line
 FROM receipt r JOIN item i ON i.id = r.item LEFT JOIN receipt_text t ON t.item = r.item
 LEFT JOIN source_file f ON f.id = r.file";

fn other(row: &Row<'_>) -> rusqlite::Result<BankLine> {
    let kind = row.get_ref(1)?.as_str()?;
    let kind = OtherKind::parse(kind).ok_or_else(|| damaged(format!("no such kind: {kind}")))?;
    let left = Minor(row.get(4)?);
    let dismissed: Option<String> = row.get(17)?;
    Ok(BankLine {
        kind: LineKind::Other(OtherId(row.get(0)?), kind),
        booked: day(row, 2)?,
        amount: Minor(row.get(3)?),
        left,
        currency: currency(row, 5)?,
        account: row.get(6)?,
        bank_ref: row.get(7)?,
        reference: row.get(8)?,
        text: rows::receipt_text(row, 9)?,
        file: row.get(14)?,
        line: row.get::<_, i64>(15)?.unsigned_abs(),
        about: row.get::<_, Option<i64>>(16)?.map(ItemId),
        about_label: None,
        originals: Vec::new(),
        waits: dismissed.is_none() && !left.is_zero(),
        dismissed,
    })
}

fn covered(row: &Row<'_>) -> rusqlite::Result<BankLine> {
    let (receipt, by) = (ItemId(row.get(0)?), ItemId(row.get(4)?));
    let sure: bool = row.get(1)?;
    let amount = Minor(row.get(3)?);
    Ok(BankLine {
        kind: if sure {
            LineKind::Covered { receipt, by }
        } else {
            LineKind::MaybeKnown { receipt, by }
        },
        booked: day(row, 2)?,
        amount,
        left: if sure { Minor::ZERO } else { amount },
        currency: currency(row, 5)?,
        account: row.get(6)?,
        bank_ref: row.get(7)?,
        reference: row.get(8)?,
        text: rows::receipt_text(row, 9)?,
        file: row.get(14)?,
        line: row.get::<_, i64>(15)?.unsigned_abs(),
        about: Some(by),
        about_label: None,
        originals: Vec::new(),
        dismissed: None,
        waits: !sure,
    })
}

impl Reader<'_> {
    /// What waits for a person, or all there is; in the order in which it was taken in, receipts first.
    pub fn bank_lines(&self, all: bool) -> Result<Vec<BankLine>> {
        let (of_receipts, of_others) = if all {
            ("covered_by IS NOT NULL", "1")
        } else {
            (
                "cover_sure = 0",
                "o.left_minor > 0 AND o.dismissed_entry IS NULL",
            )
        };
        let mut lines = Vec::new();
        let sql = format!("{COVERED} WHERE r.{of_receipts} AND r.voided = 0 ORDER BY r.item");
        let mut statement = self.connection.prepare_cached(&sql)?;
        for line in statement.query_map([], covered)? {
            lines.push(line?);
        }
        let sql = format!("{LINE} WHERE {of_others} AND o.voided = 0 ORDER BY o.id");
        let mut statement = self.connection.prepare_cached(&sql)?;
        for line in statement.query_map([], other)? {
            lines.push(line?);
        }
        for line in &mut lines {
            if let Some(about) = line.about {
                line.about_label = Some(self.item_label(about)?.0);
            }
            if let LineKind::Other(id, OtherKind::Reversal | OtherKind::Return) = line.kind
                && line.waits
            {
                for item in self.originals(id)? {
                    line.originals.push((item, self.item_label(item)?.0));
                }
            }
            if let LineKind::Other(id, OtherKind::Debit) = line.kind
                && line.waits
            {
                for credit in self.refunds_for_line(id)? {
                    line.originals.push((credit, self.item_label(credit)?.0));
                }
            }
        }
        Ok(lines)
    }

    /// Whether a line of a bank file that is no payment has that number.
    pub fn has_line(&self, id: OtherId) -> Result<bool> {
        let sql = "SELECT 1 FROM other_line WHERE id = ?1 AND voided = 0";
        Ok(self.connection.prepare_cached(sql)?.exists([id.0])?)
    }

    /// Account statements that say from when to when, by account and in time, with their files.
    pub fn statements(&self) -> Result<Vec<(Statement, Option<String>)>> {
        let sql = "SELECT s.id, s.file, s.account, s.currency, s.number, s.sequence, s.starts, s.until, s.opening_minor,
                s.closing_minor, f.name
             FROM statement s LEFT JOIN source_file f ON f.id = s.file WHERE s.voided = 0
             ORDER BY s.account, s.currency, s.starts, coalesce(s.sequence, 0), s.id";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([], |row| Ok((rows::statement(row)?, row.get(10)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}
