//! What a person means by a number or a label.

use rust_decimal::Decimal;

use crate::domain::command::{Command, Part, Target};
use crate::domain::date::Date;
use crate::domain::id::{CustomerId, DocumentId, ItemId};
use crate::domain::money::Minor;
use crate::domain::refusal::Refusal;
use crate::reports::settling::FoundItem;
use crate::store::query::FoundRow;

use super::{Desk, Failure};

impl Desk {
    /// Open items that bear a number, a reference or exactly an amount, in the company's currency or in one of as
    /// many decimals: the nearest first.
    pub fn find_items(
        &self,
        text: &str,
        amount: Option<Decimal>,
        limit: usize,
    ) -> anyhow::Result<Vec<FoundItem>> {
        let reader = self.store.read();
        let amount = amount.and_then(|amount| Minor::exactly(amount, self.ledger.currency).ok());
        let found = reader.find_open(text.trim(), amount, limit)?;
        let names = reader.customer_names(found.iter().map(|row| row.customer))?;
        let told = |row: FoundRow| {
            let (number, name) = names.get(&row.customer).cloned().unwrap_or_default();
            FoundItem {
                customer: row.customer,
                customer_number: number,
                customer_name: name,
                number: row.number,
                due: row.due,
                currency: row.currency,
                open: row.open,
            }
        };
        Ok(found.into_iter().map(told).collect())
    }

    pub fn find_customer(&self, number: &str) -> Result<CustomerId, Failure> {
        let found = self.store.read().customer_by_number(number.trim())?;
        found.ok_or_else(|| {
            Refusal::UnknownCustomer {
                customer: number.to_owned(),
            }
            .into()
        })
    }

    pub fn find_document(&self, number: &str) -> Result<DocumentId, Failure> {
        let found = self.store.read().document_by_number(number.trim())?;
        found.ok_or_else(|| {
            Refusal::UnknownInvoice {
                invoice: number.to_owned(),
            }
            .into()
        })
    }

    /// A receipt by its own number, the file's or the bank's, if only one bears it.
    pub fn find_receipt(&self, label: &str) -> Result<ItemId, Failure> {
        let found = self.store.read().receipts_by_label(label.trim())?;
        match found.as_slice() {
            [only] => Ok(*only),
            [] => Err(Refusal::UnknownReceipt {
                receipt: label.to_owned(),
            }
            .into()),
            _ => Err(Refusal::AmbiguousReceipt {
                receipt: label.to_owned(),
            }
            .into()),
        }
    }

    /// `RECEIPT=INVOICE[:AMOUNT],…` as a receipt and its parts.
    pub fn find_split(&self, text: &str) -> Result<(ItemId, Vec<Part>), Failure> {
        self.split(text, |label| self.find_receipt(label))
    }

    /// The same for money that is to settle something later: a receipt, or a credit note by its number.
    pub fn find_credit_split(&self, text: &str) -> Result<(ItemId, Vec<Part>), Failure> {
        self.split(text, |label| self.find_credit(label))
    }

    /// `LINE=RECEIPT[:AMOUNT],…` as money that went back: a part that names no line belongs to the one before it.
    pub fn find_payouts(&self, text: &str, on: Option<Date>) -> Result<Vec<Command>, Failure> {
        let not_a_part = || Refusal::NotAPart {
            text: text.to_owned(),
        };
        let mut line = None;
        let mut payouts = Vec::new();
        for part in text.split(',') {
            let credits = match part.split_once('=') {
                Some((label, credits)) => {
                    line = Some(self.find_line(label)?);
                    credits
                }
                None => part,
            };
            let line = line.ok_or_else(not_a_part)?;
            for (credit, amount) in parts_of(credits).ok_or_else(not_a_part)? {
                let credit = self.find_credit(&credit)?;
                payouts.push(Command::PayOut {
                    line,
                    credit,
                    amount,
                    on,
                });
            }
        }
        Ok(payouts)
    }

    fn split(
        &self,
        text: &str,
        find: impl Fn(&str) -> Result<ItemId, Failure>,
    ) -> Result<(ItemId, Vec<Part>), Failure> {
        let not_a_part = || Refusal::NotAPart {
            text: text.to_owned(),
        };
        let (credit, invoices) = text.split_once('=').ok_or_else(not_a_part)?;
        let credit = find(credit)?;
        let mut parts = Vec::new();
        for (invoice, amount) in parts_of(invoices).ok_or_else(not_a_part)? {
            let document = self.find_document(&invoice)?;
            parts.push(Part::new(Target::Document(document), amount));
        }
        Ok((credit, parts))
    }
}

/// `INVOICE[:AMOUNT],…`: amounts with a decimal point, for a comma parts them.
pub fn parts_of(text: &str) -> Option<Vec<(String, Option<Decimal>)>> {
    let part = |part: &str| {
        let part = part.trim();
        match part.rsplit_once(':') {
            Some((invoice, amount)) => {
                let amount = amount.trim();
                // Decimal also takes `1_000`.
                let amount = (!amount.contains('_')).then(|| amount.parse().ok())??;
                Some((invoice.trim().to_owned(), Some(amount)))
            }
            None if part.is_empty() => None,
            None => Some((part.to_owned(), None)),
        }
    };
    text.split(',').map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_invoices_with_or_without_an_amount() {
        let parts = parts_of("10231, 10240:500.50").unwrap();
        assert_eq!(parts[0], ("10231".to_owned(), None));
        assert_eq!(
            parts[1],
            ("10240".to_owned(), Some(Decimal::new(50_050, 2)))
        );
        assert_eq!(parts_of(""), None);
        assert_eq!(parts_of("1:x"), None);
    }
}
