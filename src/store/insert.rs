//! Rows put into their tables, one kind a function. What changes and why is decided elsewhere.

use rusqlite::params;

use super::canon::{Hash, party_hash, receipt_text_hash, sign_digest};
use super::journal::keep_note;
use super::rows::{list_at_rest, notes_at_rest};
use super::{Result, Tx};
use crate::domain::book::Book;
use crate::domain::customer::CustomerFacts;
use crate::domain::date;
use crate::domain::document::{Document, MovedIn};
use crate::domain::id::{CustomerId, EntryId, ItemId};
use crate::domain::money::Minor;
use crate::domain::receipt::{Details, OtherLine, Receipt};
use crate::domain::sign::signs;
use crate::domain::statement::Statement;

impl Tx<'_> {
    pub(super) fn insert_version(
        &mut self,
        customer: CustomerId,
        version: usize,
        facts: &CustomerFacts,
    ) -> Result<Hash> {
        let text = &facts.text;
        let (salt, hash) = self.state.text_hash(|salt| party_hash(salt, text))?;
        let version = i64::try_from(version).unwrap_or(i64::MAX);
        self.tx
            .prepare_cached(
                "INSERT INTO customer_version (customer, version, entry, kind, country, language, terms,
                    credit_limit_minor, risk_class, grouping, channel, agreed_fee_date, agreed_interest,
                    agreed_interest_date, contract, salesperson, tags, parent, since, inactive, text_hash)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20,
                    ?21)",
            )?
            .execute(params![
                customer.0,
                version,
                self.state.here().0.0,
                facts.kind.name(),
                facts.country,
                facts.language,
                facts.terms.map(|terms| terms.to_string()),
                facts.credit_limit.map(|limit| limit.0),
                facts.risk_class,
                facts.group,
                facts.channel,
                facts.agreed_fee_date.map(date::to_int),
                facts.agreed_interest.map(|percent| percent.to_string()),
                facts.agreed_interest_date.map(date::to_int),
                facts.contract,
                facts.salesperson,
                list_at_rest(facts.tags.iter())?,
                facts.parent.map(|parent| parent.0),
                facts.since.map(date::to_int),
                facts.inactive,
                hash,
            ])?;
        let Some(salt) = salt else {
            return Ok(hash);
        };
        self.tx
            .prepare_cached(
                "INSERT INTO customer_text (customer, version, salt, name, org_no, account, email, phone, street,
                    postcode, city, contacts, notes)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
            )?
            .execute(params![
                customer.0,
                version,
                salt,
                text.name,
                text.org_no,
                text.account,
                text.email,
                text.phone,
                text.street,
                text.postcode,
                text.city,
                list_at_rest(text.contacts.iter())?,
                notes_at_rest(&text.notes)?,
            ])?;
        self.insert_signs(customer, version, facts)?;
        Ok(hash)
    }

    fn insert_signs(
        &self,
        customer: CustomerId,
        version: i64,
        facts: &CustomerFacts,
    ) -> Result<()> {
        let mut insert = self.tx.prepare_cached(
            "INSERT OR IGNORE INTO customer_sign (sign, customer, version) VALUES (?1, ?2, ?3)",
        )?;
        for (what, value) in signs(facts) {
            if what.finds() {
                insert.execute([sign_digest(what, &value), customer.0, version])?;
            }
        }
        Ok(())
    }

    pub(super) fn insert_documents(&mut self, book: &Book, documents: &[Document]) -> Result<()> {
        let entry = self.state.here().0;
        let mut insert = self.tx.prepare_cached(
            "INSERT INTO document (id, entry, kind, number, customer, currency, issued, posted, rate,
                delivery_date, order_ref, contract_ref, credits_invoice, discount_percent, discount_date,
                direct_debit, notes)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
        )?;
        for document in documents {
            let details = &document.details;
            insert.execute(params![
                document.id.0,
                entry.0,
                document.kind.name(),
                document.number,
                document.customer.0,
                document.currency.code(),
                date::to_int(document.issued),
                date::to_int(document.posted),
                document.rate.map(|rate| rate.to_string()),
                details.delivery_date.map(date::to_int),
                details.order_ref,
                details.contract_ref,
                details.credits_invoice,
                details.discount_percent.map(|percent| percent.to_string()),
                details.discount_date.map(date::to_int),
                details.direct_debit,
                notes_at_rest(&details.notes)?,
            ])?;
        }
        let items = documents.iter().flat_map(|document| &document.items);
        self.insert_items(
            book,
            items.map(|facts| (facts.id, facts.amount, facts.moved_in.as_ref())),
        )
    }

    fn insert_items<'r>(
        &self,
        book: &Book,
        items: impl Iterator<Item = (ItemId, Minor, Option<&'r MovedIn>)>,
    ) -> Result<()> {
        let mut insert = self.tx.prepare_cached(
            "INSERT INTO item (id, document, class, currency, issued, posted, due, amount_minor, opened_minor,
                reference, customer, held_since, open_minor, base_minor, last_stage, last_letter_date,
                fees_charged_minor, interest_charged_minor, interest_until, keyed)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)",
        )?;
        for (id, amount, moved) in items {
            let item = book.item(id)?;
            insert.execute(params![
                id.0,
                item.document.map(|document| document.0),
                item.class.code(),
                item.currency.code(),
                date::to_int(item.issued),
                date::to_int(item.posted),
                date::to_int(item.due),
                amount.0,
                item.opened.0,
                item.reference,
                item.customer.0,
                date::to_int(item.held_since),
                item.open.0,
                item.base.map(|base| base.0),
                moved.and_then(|moved| moved.last_stage.as_deref()),
                moved
                    .and_then(|moved| moved.last_letter_date)
                    .map(date::to_int),
                moved
                    .and_then(|moved| moved.fees_charged)
                    .map(|fees| fees.0),
                moved
                    .and_then(|moved| moved.interest_charged)
                    .map(|interest| interest.0),
                moved
                    .and_then(|moved| moved.interest_until)
                    .map(date::to_int),
                item.keyed.0,
            ])?;
        }
        Ok(())
    }

    pub(super) fn insert_receipts(
        &mut self,
        book: &Book,
        receipts: &[Receipt],
    ) -> Result<Vec<Hash>> {
        let items = receipts.iter();
        self.insert_items(
            book,
            items.map(|receipt| (receipt.item, -receipt.amount, None)),
        )?;
        let entry = self.state.here().0;
        let mut insert = self.tx.prepare_cached(
            "INSERT INTO receipt (item, entry, file, line, booked, amount_minor, payment_id, bank_ref, own_account,
                batch, form, fingerprint, text_hash)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        )?;
        let mut insert_text = self.tx.prepare_cached(
            "INSERT INTO receipt_text (item, salt, payer_name, payer_account, message, raw, details)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?;
        let mut hashes = Vec::with_capacity(receipts.len());
        for receipt in receipts {
            let text = &receipt.text;
            let (salt, hash) = self.state.text_hash(|salt| receipt_text_hash(salt, text))?;
            insert.execute(params![
                receipt.item.0,
                entry.0,
                receipt.file.map(|file| file.0),
                i64::try_from(receipt.line).unwrap_or(i64::MAX),
                date::to_int(receipt.booked),
                receipt.amount.0,
                receipt.payment_id,
                receipt.bank_ref,
                receipt.own_account,
                receipt.batch,
                receipt.form,
                receipt.fingerprint,
                hash,
            ])?;
            hashes.push(hash);
            let Some(salt) = salt else {
                continue;
            };
            insert_text.execute(params![
                receipt.item.0,
                salt,
                text.payer_name,
                text.payer_account,
                text.message,
                text.raw,
                details_at_rest(&text.details)?,
            ])?;
        }
        Ok(hashes)
    }

    pub(super) fn insert_other(&mut self, line: &OtherLine) -> Result<Hash> {
        let salt = self.state.salt()?;
        let text = &line.text;
        let hash = receipt_text_hash(&salt, text);
        self.tx
            .prepare_cached(
                "INSERT INTO other_line (id, entry, file, line, kind, booked, amount_minor, currency, bank_ref,
                    reference, own_account, batch, of_payment, fingerprint, text_hash, left_minor)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?7)",
            )?
            .execute(params![
                line.id.0,
                self.state.here().0.0,
                line.file.map(|file| file.0),
                i64::try_from(line.line).unwrap_or(i64::MAX),
                line.kind.name(),
                date::to_int(line.booked),
                line.amount.0,
                line.currency.code(),
                line.bank_ref,
                line.reference,
                line.own_account,
                line.batch,
                line.of_payment.map(|item| item.0),
                line.fingerprint,
                hash,
            ])?;
        self.tx
            .prepare_cached(
                "INSERT INTO other_text (id, salt, payer_name, payer_account, message, raw, details)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![
                line.id.0,
                salt,
                text.payer_name,
                text.payer_account,
                text.message,
                text.raw,
                details_at_rest(&text.details)?,
            ])?;
        Ok(hash)
    }

    pub(super) fn insert_statement(&mut self, statement: &Statement) -> Result<()> {
        self.tx
            .prepare_cached(
                "INSERT INTO statement (id, entry, file, account, currency, number, sequence, starts, until,
                    opening_minor, closing_minor)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            )?
            .execute(params![
                statement.id.0,
                self.state.here().0.0,
                statement.file.map(|file| file.0),
                statement.account,
                statement.currency.code(),
                statement.number,
                statement.sequence.map(|n| i64::try_from(n).unwrap_or(i64::MAX)),
                statement.from.map(date::to_int),
                statement.until.map(date::to_int),
                statement.opening.map(|balance| balance.0),
                statement.closing.map(|balance| balance.0),
            ])?;
        Ok(())
    }

    pub(super) fn insert_note(&mut self, entry: EntryId, event: i64, body: &str) -> Result<String> {
        let salt = self.state.salt()?;
        self.tx
            .prepare_cached("INSERT INTO note (entry, event, salt, body) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![entry.0, event, salt, body])?;
        Ok(keep_note(&salt, body))
    }
}

/// What a bank file says beyond the main facts, as JSON; NULL when it says nothing.
pub(super) fn details_at_rest(details: &Details) -> Result<Option<String>> {
    Ok(if details.is_empty() {
        None
    } else {
        Some(serde_json::to_string(details)?)
    })
}
