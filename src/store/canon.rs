//! The canonical bytes of rows: what a digest in the journal speaks of, whatever the table looks like.

use rust_decimal::Decimal;
use sha2::{Digest, Sha256};

use crate::domain::customer::{CustomerFacts, PartyText};
use crate::domain::date::{self, Date};
use crate::domain::document::Document;
use crate::domain::money::Minor;
use crate::domain::receipt::{OtherLine, Receipt, ReceiptText};
use crate::domain::statement::Statement;
use crate::domain::upkeep::Alike;

pub(super) type Hash = [u8; 32];

/// A hash fed field by field, each with its length, so that no two rows have the same bytes.
#[derive(Default)]
pub(super) struct Canon(Sha256);

impl Canon {
    pub fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.0.update((bytes.len() as u64).to_le_bytes());
        self.0.update(bytes);
        self
    }

    pub fn text(&mut self, text: &str) -> &mut Self {
        self.bytes(text.as_bytes())
    }

    pub fn int(&mut self, n: i64) -> &mut Self {
        self.0.update(n.to_le_bytes());
        self
    }

    fn maybe<T>(&mut self, value: Option<T>, feed: impl FnOnce(&mut Self, T)) -> &mut Self {
        match value {
            None => self.0.update([0]),
            Some(value) => {
                self.0.update([1]);
                feed(self, value);
            }
        }
        self
    }

    fn maybe_text(&mut self, text: Option<&str>) -> &mut Self {
        self.maybe(text, |canon, text| {
            canon.text(text);
        })
    }

    fn maybe_int(&mut self, n: Option<i64>) -> &mut Self {
        self.maybe(n, |canon, n| {
            canon.int(n);
        })
    }

    fn date(&mut self, day: Date) -> &mut Self {
        self.int(date::to_int(day))
    }

    fn maybe_date(&mut self, day: Option<Date>) -> &mut Self {
        self.maybe_int(day.map(date::to_int))
    }

    fn maybe_decimal(&mut self, decimal: Option<Decimal>) -> &mut Self {
        self.maybe_text(decimal.map(|decimal| decimal.to_string()).as_deref())
    }

    fn list<'t>(&mut self, texts: impl ExactSizeIterator<Item = &'t str>) -> &mut Self {
        self.int(i64::try_from(texts.len()).unwrap_or(i64::MAX));
        texts.fold(self, |canon, text| canon.text(text))
    }

    pub fn finish(self) -> Hash {
        self.0.finalize().into()
    }

    /// A version of a customer; his text goes in as its salted hash.
    pub fn version(
        &mut self,
        customer: i64,
        version: usize,
        facts: &CustomerFacts,
        text: &Hash,
    ) -> &mut Self {
        self.int(customer)
            .int(i64::try_from(version).unwrap_or(i64::MAX))
            .text(facts.kind.name())
            .text(&facts.country)
            .maybe_text(facts.language.as_deref())
            .maybe_text(facts.terms.map(|terms| terms.to_string()).as_deref())
            .maybe_int(facts.credit_limit.map(|Minor(limit)| limit))
            .maybe_text(facts.risk_class.as_deref())
            .maybe_text(facts.group.as_deref())
            .maybe_text(facts.channel.as_deref())
            .maybe_date(facts.agreed_fee_date)
            .maybe_decimal(facts.agreed_interest)
            .maybe_date(facts.agreed_interest_date)
            .maybe_text(facts.contract.as_deref())
            .maybe_text(facts.salesperson.as_deref())
            .list(facts.tags.iter().map(String::as_str))
            .maybe_int(facts.parent.map(|parent| parent.0))
            .maybe_date(facts.since)
            .int(i64::from(facts.inactive))
            .bytes(text)
    }

    pub fn document(&mut self, document: &Document) -> &mut Self {
        let details = &document.details;
        self.int(document.id.0)
            .text(document.kind.name())
            .text(&document.number)
            .int(document.customer.0)
            .text(document.currency.code())
            .date(document.issued)
            .date(document.posted)
            .maybe_decimal(document.rate)
            .maybe_date(details.delivery_date)
            .maybe_text(details.order_ref.as_deref())
            .maybe_text(details.contract_ref.as_deref())
            .maybe_text(details.credits_invoice.as_deref())
            .maybe_decimal(details.discount_percent)
            .maybe_date(details.discount_date)
            .int(i64::from(details.direct_debit))
            .int(i64::try_from(details.notes.len()).unwrap_or(i64::MAX));
        for (header, note) in &details.notes {
            self.text(header).text(note);
        }
        self.int(i64::try_from(document.items.len()).unwrap_or(i64::MAX));
        for item in &document.items {
            let moved = item.moved_in.clone().unwrap_or_default();
            self.int(item.id.0)
                .date(item.due)
                .int(item.amount.0)
                .int(item.opened.0)
                .maybe_text(item.reference.as_deref())
                .maybe_text(moved.last_stage.as_deref())
                .maybe_date(moved.last_letter_date)
                .maybe_int(moved.fees_charged.map(|Minor(fees)| fees))
                .maybe_int(moved.interest_charged.map(|Minor(interest)| interest))
                .maybe_date(moved.interest_until);
        }
        self
    }

    pub fn receipt(&mut self, receipt: &Receipt, text: &Hash) -> &mut Self {
        self.int(receipt.item.0)
            .maybe_int(receipt.file.map(|file| file.0))
            .int(i64::try_from(receipt.line).unwrap_or(i64::MAX))
            .date(receipt.booked)
            .date(receipt.posted)
            .int(receipt.amount.0)
            .text(receipt.currency.code())
            .maybe_text(receipt.payment_id.as_deref())
            .maybe_text(receipt.bank_ref.as_deref())
            .maybe_text(receipt.reference.as_deref())
            .maybe_text(receipt.own_account.as_deref())
            .maybe_text(receipt.batch.as_deref())
            .maybe_text(receipt.form.as_deref())
            .int(receipt.fingerprint)
            .bytes(text)
    }

    pub fn other(&mut self, line: &OtherLine, text: &Hash) -> &mut Self {
        self.int(line.id.0)
            .maybe_int(line.file.map(|file| file.0))
            .int(i64::try_from(line.line).unwrap_or(i64::MAX))
            .text(line.kind.name())
            .date(line.booked)
            .int(line.amount.0)
            .text(line.currency.code())
            .maybe_text(line.bank_ref.as_deref())
            .maybe_text(line.reference.as_deref())
            .maybe_text(line.own_account.as_deref())
            .maybe_text(line.batch.as_deref())
            .maybe_int(line.of_payment.map(|item| item.0))
            .int(line.fingerprint)
            .bytes(text)
    }
}

impl Canon {
    pub fn statement(&mut self, statement: &Statement) -> &mut Self {
        self.int(statement.id.0)
            .maybe_int(statement.file.map(|file| file.0))
            .maybe_text(statement.account.as_deref())
            .text(statement.currency.code())
            .maybe_text(statement.number.as_deref())
            .maybe_int(
                statement
                    .sequence
                    .map(|n| i64::try_from(n).unwrap_or(i64::MAX)),
            )
            .maybe_date(statement.from)
            .maybe_date(statement.until)
            .maybe_int(statement.opening.map(|balance| balance.0))
            .maybe_int(statement.closing.map(|balance| balance.0))
    }
}

pub(super) fn party_hash(salt: &[u8], text: &PartyText) -> Hash {
    let mut canon = Canon::default();
    canon
        .bytes(salt)
        .text(&text.name)
        .maybe_text(text.org_no.as_deref())
        .maybe_text(text.account.as_deref())
        .maybe_text(text.email.as_deref())
        .maybe_text(text.phone.as_deref())
        .maybe_text(text.street.as_deref())
        .maybe_text(text.postcode.as_deref())
        .maybe_text(text.city.as_deref())
        .int(i64::try_from(text.contacts.len()).unwrap_or(i64::MAX));
    for contact in &text.contacts {
        canon
            .text(&contact.name)
            .maybe_text(contact.role.as_deref())
            .maybe_text(contact.email.as_deref())
            .maybe_text(contact.phone.as_deref());
    }
    for (header, note) in &text.notes {
        canon.text(header).text(note);
    }
    canon.finish()
}

/// The digest of a sign by which two customers may be one. That it is short may find one too many, never one too few.
pub(super) fn sign_digest(what: Alike, value: &str) -> i64 {
    let mut canon = Canon::default();
    canon.text(what.name()).text(value);
    let hash = canon.finish();
    hash.first_chunk().copied().map_or(0, i64::from_le_bytes)
}

pub(super) fn receipt_text_hash(salt: &[u8], text: &ReceiptText) -> Hash {
    let mut canon = Canon::default();
    canon
        .bytes(salt)
        .maybe_text(text.payer_name.as_deref())
        .maybe_text(text.payer_account.as_deref())
        .maybe_text(text.message.as_deref())
        .maybe_text(text.raw.as_deref());
    if !text.details.is_empty() {
        canon.text(&serde_json::to_string(&text.details).unwrap_or_default());
    }
    canon.finish()
}

pub(super) fn note_hash(salt: &[u8], body: &str) -> Hash {
    let mut canon = Canon::default();
    canon.bytes(salt).text(body);
    canon.finish()
}

pub(super) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}
