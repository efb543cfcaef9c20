//! A customer's statement of account: what is open, as a sheet in his language.

use anyhow::Context;

use super::Unwritten;
use super::house::Paper;
use crate::desk::{Desk, Failure};
use crate::domain::content::{EntryKind, Purpose, StatementContent, StatementEntry};
use crate::domain::date;
use crate::domain::document::ItemClass;
use crate::domain::id::CustomerId;
use crate::domain::letter::ChargeKind;
use crate::domain::money::{Currency, Minor};
use crate::domain::sheet::Sheet;
use crate::letters;

impl Desk {
    /// A customer's statements, one for each currency that he has something open in.
    pub fn statement_pages(
        &self,
        customer: CustomerId,
        purpose: Purpose,
    ) -> Result<Result<Vec<Sheet>, Unwritten>, Failure> {
        let reader = self.store.read();
        let recipient = reader.recipient(customer)?;
        let recipient = recipient.context("there is no such customer")?;
        let today = self.today();
        let items = self.items(customer, today)?;
        let mut currencies: Vec<Currency> = Vec::new();
        for item in &items {
            if !currencies.contains(&item.currency) {
                currencies.push(item.currency);
            }
        }
        if currencies.is_empty() {
            currencies.push(self.ledger.currency);
        }
        let content = |currency: Currency| {
            let his = || items.iter().filter(move |item| item.currency == currency);
            let late = |item: &&crate::reports::card::ItemLine| {
                item.class.is_debit() && date::days_past(item.due, today) > 0
            };
            let closing: Minor = his().map(|item| item.open).sum();
            let overdue: Minor = his()
                .filter(late)
                .map(|item| item.open - item.disputed)
                .sum();
            StatementContent {
                company: self.company(),
                recipient: recipient.clone(),
                currency,
                purpose,
                as_of: today,
                written: today,
                from: (purpose == Purpose::Activity).then_some(today),
                opening: Minor::ZERO,
                entries: his().map(entry).collect(),
                closing,
                overdue: overdue.min(closing.max(Minor::ZERO)),
                reference: None,
            }
        };
        let written = Paper::read(&self.config).and_then(|paper| {
            let mut sheets = Vec::new();
            for currency in currencies {
                let sheet = letters::statement(&content(currency), &paper.templates)?;
                paper.pdf(&sheet, today)?;
                sheets.push(sheet);
            }
            Ok(sheets)
        });
        Ok(written)
    }
}

fn entry(item: &crate::reports::card::ItemLine) -> StatementEntry {
    StatementEntry {
        date: item.issued,
        what: match item.class {
            ItemClass::Debit => EntryKind::Invoice,
            ItemClass::Charge => EntryKind::Charge(ChargeKind::Fee),
            ItemClass::Credit => EntryKind::CreditNote,
            ItemClass::Receipt => EntryKind::Payment,
        },
        number: item.number.clone(),
        due: item.class.is_debit().then_some(item.due),
        original: item.amount.abs(),
        amount: item.open,
        disputed: item.disputed,
    }
}
