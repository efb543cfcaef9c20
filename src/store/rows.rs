//! Rows of the tables as the domain's values: reading, by range or by key.

use std::collections::BTreeMap;

use rusqlite::{Connection, Row, params};
use rust_decimal::Decimal;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Result, damaged, day_of};
use crate::domain::customer::{CustomerFacts, CustomerKind, PartyText};
use crate::domain::date::Date;
use crate::domain::document::{
    Document, DocumentDetails, DocumentKind, ItemClass, ItemFacts, MovedIn,
};
use crate::domain::id::{CustomerId, DocumentId, FileId, ItemId, OtherId, StatementId};
use crate::domain::money::{Currency, Minor};
use crate::domain::receipt::{Details, OtherKind, OtherLine, Receipt, ReceiptText};
use crate::domain::statement::Statement;
use crate::domain::terms::{NoTerms, Terms};

pub(super) fn day(row: &Row<'_>, index: usize) -> rusqlite::Result<Date> {
    day_of(row.get(index)?)
}

pub(super) fn maybe_day(row: &Row<'_>, index: usize) -> rusqlite::Result<Option<Date>> {
    row.get::<_, Option<i64>>(index)?.map(day_of).transpose()
}

pub(super) fn currency(row: &Row<'_>, index: usize) -> rusqlite::Result<Currency> {
    let code = row.get_ref(index)?.as_str()?;
    Currency::parse(code).ok_or_else(|| damaged(format!("no such currency: {code}")))
}

pub(super) fn class(row: &Row<'_>, index: usize) -> rusqlite::Result<ItemClass> {
    let code = row.get(index)?;
    ItemClass::from_code(code).ok_or_else(|| damaged(format!("no such class: {code}")))
}

pub(super) fn decimal(row: &Row<'_>, index: usize) -> rusqlite::Result<Option<Decimal>> {
    let text: Option<String> = row.get(index)?;
    text.map(|text| {
        text.parse()
            .map_err(|_| damaged(format!("no number: {text}")))
    })
    .transpose()
}

pub(super) fn notes(row: &Row<'_>, index: usize) -> rusqlite::Result<BTreeMap<String, String>> {
    match row.get_ref(index)?.as_str_or_null()? {
        None => Ok(BTreeMap::new()),
        Some(json) => serde_json::from_str(json).map_err(|error| damaged(error.to_string())),
    }
}

/// Notes at rest: none when there are none.
pub(super) fn notes_at_rest(notes: &BTreeMap<String, String>) -> Result<Option<String>> {
    if notes.is_empty() {
        Ok(None)
    } else {
        Ok(Some(serde_json::to_string(notes)?))
    }
}

/// A list at rest: none when it is empty.
pub(super) fn list_at_rest<T: Serialize>(
    list: impl ExactSizeIterator<Item = T>,
) -> Result<Option<String>> {
    if list.len() == 0 {
        return Ok(None);
    }
    Ok(Some(serde_json::to_string(&list.collect::<Vec<T>>())?))
}

pub(super) fn list<T: DeserializeOwned>(row: &Row<'_>, index: usize) -> rusqlite::Result<Vec<T>> {
    match row.get_ref(index)?.as_str_or_null()? {
        None => Ok(Vec::new()),
        Some(json) => serde_json::from_str(json).map_err(|error| damaged(error.to_string())),
    }
}

fn terms(row: &Row<'_>, index: usize) -> rusqlite::Result<Option<Terms>> {
    let text = row.get_ref(index)?.as_str_or_null()?;
    let read = |text: &str| {
        text.parse()
            .map_err(|error: NoTerms| damaged(error.to_string()))
    };
    text.map(read).transpose()
}

pub(super) const VERSION_COLUMNS: &str = "v.kind, v.country, v.language, v.terms, v.credit_limit_minor,
    v.risk_class, v.grouping, v.channel, v.agreed_fee_date, v.agreed_interest, v.agreed_interest_date, v.contract,
    v.salesperson, v.tags, v.parent, v.since, v.inactive, t.name, t.org_no, t.account, t.email, t.phone, t.street,
    t.postcode, t.city, t.contacts, t.notes";

/// A customer's facts from `VERSION_COLUMNS`, the first of them at `at`.
pub(super) fn facts(row: &Row<'_>, at: usize) -> rusqlite::Result<CustomerFacts> {
    let kind = row.get_ref(at)?.as_str()?;
    Ok(CustomerFacts {
        kind: CustomerKind::parse(kind).ok_or_else(|| damaged(format!("no such kind: {kind}")))?,
        country: row.get(at + 1)?,
        language: row.get(at + 2)?,
        terms: terms(row, at + 3)?,
        credit_limit: row.get::<_, Option<i64>>(at + 4)?.map(Minor),
        risk_class: row.get(at + 5)?,
        group: row.get(at + 6)?,
        channel: row.get(at + 7)?,
        agreed_fee_date: maybe_day(row, at + 8)?,
        agreed_interest: decimal(row, at + 9)?,
        agreed_interest_date: maybe_day(row, at + 10)?,
        contract: row.get(at + 11)?,
        salesperson: row.get(at + 12)?,
        tags: list(row, at + 13)?.into_iter().collect(),
        parent: row.get::<_, Option<i64>>(at + 14)?.map(CustomerId),
        since: maybe_day(row, at + 15)?,
        inactive: row.get(at + 16)?,
        text: PartyText {
            name: row.get::<_, Option<String>>(at + 17)?.unwrap_or_default(),
            org_no: row.get(at + 18)?,
            account: row.get(at + 19)?,
            email: row.get(at + 20)?,
            phone: row.get(at + 21)?,
            street: row.get(at + 22)?,
            postcode: row.get(at + 23)?,
            city: row.get(at + 24)?,
            contacts: list(row, at + 25)?,
            notes: notes(row, at + 26)?,
        },
    })
}

/// A document and its items.
pub(super) fn document(
    connection: &Connection,
    id: DocumentId,
) -> Result<Option<(Document, bool)>> {
    let mut statement = connection.prepare_cached(
        "SELECT kind, number, customer, currency, issued, posted, rate, delivery_date, order_ref, contract_ref,
            credits_invoice, discount_percent, discount_date, notes, voided, direct_debit FROM document WHERE id = ?1",
    )?;
    let mut rows = statement.query([id.0])?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    let kind = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
    let document = Document {
        id,
        kind: DocumentKind::parse(kind).ok_or_else(|| damaged(format!("no such kind: {kind}")))?,
        number: row.get(1)?,
        customer: CustomerId(row.get(2)?),
        currency: currency(row, 3)?,
        issued: day(row, 4)?,
        posted: day(row, 5)?,
        rate: decimal(row, 6)?,
        details: DocumentDetails {
            delivery_date: maybe_day(row, 7)?,
            order_ref: row.get(8)?,
            contract_ref: row.get(9)?,
            credits_invoice: row.get(10)?,
            discount_percent: decimal(row, 11)?,
            discount_date: maybe_day(row, 12)?,
            direct_debit: row.get(15)?,
            notes: notes(row, 13)?,
        },
        items: items_of(connection, id)?,
    };
    Ok(Some((document, row.get(14)?)))
}

fn items_of(connection: &Connection, document: DocumentId) -> Result<Vec<ItemFacts>> {
    let mut statement = connection.prepare_cached(
        "SELECT id, due, amount_minor, opened_minor, reference, last_stage, last_letter_date, fees_charged_minor,
            interest_charged_minor, interest_until FROM item WHERE document = ?1 ORDER BY id",
    )?;
    let rows = statement.query_map([document.0], |row| {
        let moved_in = MovedIn {
            last_stage: row.get(5)?,
            last_letter_date: maybe_day(row, 6)?,
            fees_charged: row.get::<_, Option<i64>>(7)?.map(Minor),
            interest_charged: row.get::<_, Option<i64>>(8)?.map(Minor),
            interest_until: maybe_day(row, 9)?,
        };
        Ok(ItemFacts {
            id: ItemId(row.get(0)?),
            due: day(row, 1)?,
            amount: Minor(row.get(2)?),
            opened: Minor(row.get(3)?),
            reference: row.get(4)?,
            moved_in: (moved_in != MovedIn::default()).then_some(moved_in),
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// A receipt with its text, its text's salt and hash.
pub(super) struct KeptReceipt {
    pub receipt: Receipt,
    pub salt: Option<Vec<u8>>,
    pub hash: Vec<u8>,
}

pub(super) fn receipt(connection: &Connection, item: ItemId) -> Result<Option<KeptReceipt>> {
    let mut statement = connection.prepare_cached(
        "SELECT r.file, r.line, r.booked, i.posted, r.amount_minor, i.currency, r.payment_id, r.bank_ref, i.reference,
            r.own_account, r.batch, r.form, r.fingerprint, t.payer_name, t.payer_account, t.message, t.raw,
            t.details, t.salt, r.text_hash
         FROM receipt r JOIN item i ON i.id = r.item LEFT JOIN receipt_text t ON t.item = r.item WHERE r.item = ?1",
    )?;
    let mut rows = statement.query([item.0])?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    let receipt = Receipt {
        item,
        file: row.get::<_, Option<i64>>(0)?.map(FileId),
        line: row.get::<_, i64>(1)?.unsigned_abs(),
        booked: day(row, 2)?,
        posted: day(row, 3)?,
        amount: Minor(row.get(4)?),
        currency: currency(row, 5)?,
        payment_id: row.get(6)?,
        bank_ref: row.get(7)?,
        reference: row.get(8)?,
        own_account: row.get(9)?,
        batch: row.get(10)?,
        form: row.get(11)?,
        fingerprint: row.get(12)?,
        text: receipt_text(row, 13)?,
    };
    Ok(Some(KeptReceipt {
        receipt,
        salt: row.get(18)?,
        hash: row.get(19)?,
    }))
}

pub(super) fn receipt_text(row: &Row<'_>, at: usize) -> rusqlite::Result<ReceiptText> {
    Ok(ReceiptText {
        payer_name: row.get(at)?,
        payer_account: row.get(at + 1)?,
        message: row.get(at + 2)?,
        raw: row.get(at + 3)?,
        details: match row.get_ref(at + 4)?.as_str_or_null()? {
            Some(json) => serde_json::from_str(json).map_err(|e| damaged(e.to_string()))?,
            None => Details::default(),
        },
    })
}

/// A line that is no payment, with its text's salt and hash.
pub(super) struct KeptOther {
    pub line: OtherLine,
    pub salt: Option<Vec<u8>>,
    pub hash: Vec<u8>,
}

pub(super) fn others(connection: &Connection, ids: std::ops::Range<i64>) -> Result<Vec<KeptOther>> {
    let mut statement = connection.prepare_cached(
        "SELECT o.id, o.file, o.line, o.kind, o.booked, o.amount_minor, o.currency, o.bank_ref, o.reference,
            o.own_account, o.batch, o.of_payment, o.fingerprint, t.payer_name, t.payer_account, t.message, t.raw, t.details, t.salt,
            o.text_hash
         FROM other_line o LEFT JOIN other_text t ON t.id = o.id WHERE o.id >= ?1 AND o.id < ?2 ORDER BY o.id",
    )?;
    let rows = statement.query_map(params![ids.start, ids.end], |row| {
        let kind = row.get_ref(3)?.as_str()?;
        let line = OtherLine {
            id: OtherId(row.get(0)?),
            file: row.get::<_, Option<i64>>(1)?.map(FileId),
            line: row.get::<_, i64>(2)?.unsigned_abs(),
            kind: OtherKind::parse(kind).ok_or_else(|| damaged(format!("no such kind: {kind}")))?,
            booked: day(row, 4)?,
            amount: Minor(row.get(5)?),
            currency: currency(row, 6)?,
            bank_ref: row.get(7)?,
            reference: row.get(8)?,
            own_account: row.get(9)?,
            batch: row.get(10)?,
            of_payment: row.get::<_, Option<i64>>(11)?.map(ItemId),
            fingerprint: row.get(12)?,
            text: receipt_text(row, 13)?,
        };
        Ok(KeptOther {
            line,
            salt: row.get(18)?,
            hash: row.get(19)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(super) const STATEMENT_COLUMNS: &str =
    "id, file, account, currency, number, sequence, starts, until, opening_minor, closing_minor";

pub(super) fn statement(row: &Row<'_>) -> rusqlite::Result<Statement> {
    Ok(Statement {
        id: StatementId(row.get(0)?),
        file: row.get::<_, Option<i64>>(1)?.map(FileId),
        account: row.get(2)?,
        currency: currency(row, 3)?,
        number: row.get(4)?,
        sequence: row.get::<_, Option<i64>>(5)?.map(i64::unsigned_abs),
        from: maybe_day(row, 6)?,
        until: maybe_day(row, 7)?,
        opening: row.get::<_, Option<i64>>(8)?.map(Minor),
        closing: row.get::<_, Option<i64>>(9)?.map(Minor),
    })
}

pub(super) fn statements(
    connection: &Connection,
    ids: std::ops::Range<i64>,
) -> Result<Vec<Statement>> {
    let sql =
        format!("SELECT {STATEMENT_COLUMNS} FROM statement WHERE id >= ?1 AND id < ?2 ORDER BY id");
    let mut rows = connection.prepare_cached(&sql)?;
    let rows = rows.query_map([ids.start, ids.end], statement)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
