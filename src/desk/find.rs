//! What a person means by a number or a label.

use rust_decimal::Decimal;

use crate::domain::command::{Command, Part, Settlement, Target};
use crate::domain::date::Date;
use crate::domain::id::{CustomerId, DocumentId, ItemId, OtherId};
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

    /// `RECEIPT=INVOICE[:AMOUNT[@PAID]],…` as what a receipt settles. A credit note among them, and any
    /// credit with a minus before it, is used up with it: `R7=10231,10240,-10255`.
    pub fn find_settlement(&self, text: &str) -> Result<Settlement, Failure> {
        let (receipt, named) = halves(text)?;
        let receipt = self.find_receipt(receipt)?;
        let (mut parts, mut credits) = (Vec::new(), Vec::new());
        for named in named {
            if let Some(credit) = named.label.strip_prefix('-') {
                let credit = self.find_credit(credit)?;
                credits.push(named.part(Target::Item(credit)));
            } else if let Some(credit) = self.credit_note(&named.label)? {
                credits.push(named.part(credit));
            } else {
                let document = self.find_document(&named.label)?;
                parts.push(named.part(Target::Document(document)));
            }
        }
        Ok(Settlement {
            credits,
            ..Settlement::by_hand(receipt, parts)
        })
    }

    /// The credit note of a number that no invoice bears.
    fn credit_note(&self, number: &str) -> Result<Option<Target>, Failure> {
        let reader = self.store.read();
        let Some(id) = reader.document_by_number(number)? else {
            return Ok(None);
        };
        let found = reader.document(id)?;
        let is_credit = found.is_some_and(|(document, _)| !document.kind.class().is_debit());
        Ok(is_credit.then_some(Target::Document(id)))
    }

    /// `RECEIPT=INVOICE[:AMOUNT[@PAID]],…` as money that is to settle something later, and what: a receipt, or a
    /// credit note by its number.
    pub fn find_credit_split(&self, text: &str) -> Result<(ItemId, Vec<Part>), Failure> {
        let (credit, named) = halves(text)?;
        let credit = self.find_credit(credit)?;
        let mut parts = Vec::new();
        for named in named {
            let document = self.find_document(&named.label)?;
            parts.push(named.part(Target::Document(document)));
        }
        Ok((credit, parts))
    }

    /// `LINE=RECEIPT[:AMOUNT],…` as money that went back: a part that names no line belongs to the one before it. A
    /// line alone pays the refund that it is as much as.
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
                // A line alone is the refund that it is as much as.
                None if line.is_none() => {
                    let line = self.find_line(part)?;
                    payouts.push(Command::PayOut {
                        line,
                        credit: self.refunded_by(line)?,
                        amount: None,
                        on,
                    });
                    continue;
                }
                None => part,
            };
            let line = line.ok_or_else(not_a_part)?;
            for named in parts_of(credits).ok_or_else(not_a_part)? {
                if named.paid.is_some() {
                    return Err(not_a_part().into());
                }
                payouts.push(Command::PayOut {
                    line,
                    credit: self.find_credit(&named.label)?,
                    amount: named.amount,
                    on,
                });
            }
        }
        Ok(payouts)
    }

    /// The credit whose refund a line of a bank file is, if only one can be meant.
    fn refunded_by(&self, line: OtherId) -> Result<ItemId, Failure> {
        match self.store.read().refunds_for_line(line)?[..] {
            [only] => Ok(only),
            _ => Err(Refusal::NoRefundFits { line }.into()),
        }
    }
}

/// `RECEIPT=…`: the label before the sign and the parts behind it.
fn halves(text: &str) -> Result<(&str, Vec<Named>), Refusal> {
    let not_a_part = || Refusal::NotAPart {
        text: text.to_owned(),
    };
    let (label, parts) = text.split_once('=').ok_or_else(not_a_part)?;
    Ok((label, parts_of(parts).ok_or_else(not_a_part)?))
}

/// A part as it is written: `INVOICE[:AMOUNT[@PAID]]`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Named {
    pub label: String,
    /// In the currency of what is named.
    pub amount: Option<Decimal>,
    /// In the currency of the money that pays it, where that is another.
    pub paid: Option<Decimal>,
}

impl Named {
    fn part(&self, target: Target) -> Part {
        Part {
            target,
            amount: self.amount,
            paid: self.paid,
        }
    }
}

/// `INVOICE[:AMOUNT[@PAID]],…`: amounts with a decimal point, for a comma parts them.
pub fn parts_of(text: &str) -> Option<Vec<Named>> {
    // Decimal also takes `1_000`.
    let amount = |text: &str| -> Option<Decimal> {
        let text = text.trim();
        (!text.contains('_')).then(|| text.parse().ok())?
    };
    let part = |part: &str| {
        let part = part.trim();
        let (label, amounts) = match part.rsplit_once(':') {
            Some((label, amounts)) => (label.trim(), Some(amounts)),
            None => (part, None),
        };
        if label.is_empty() {
            return None;
        }
        let (owed, paid) = match amounts.map(|amounts| amounts.split_once('@')) {
            Some(Some((owed, paid))) => (Some(amount(owed)?), Some(amount(paid)?)),
            Some(None) => (Some(amount(amounts?)?), None),
            None => (None, None),
        };
        Some(Named {
            label: label.to_owned(),
            amount: owed,
            paid,
        })
    };
    text.split(',').map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_invoices_with_or_without_an_amount() {
        let parts = parts_of("10231, 10240:500.50").unwrap();
        assert_eq!((parts[0].label.as_str(), parts[0].amount), ("10231", None));
        assert_eq!(parts[1].label, "10240");
        assert_eq!(parts[1].amount, Some(Decimal::new(50_050, 2)));
        let across = &parts_of("10231:100@1150.00").unwrap()[0];
        assert_eq!(across.amount, Some(Decimal::new(100, 0)));
        assert_eq!(across.paid, Some(Decimal::new(115_000, 2)));
        assert_eq!(parts_of("1:5@x"), None);
        assert_eq!(parts_of(""), None);
        assert_eq!(parts_of("1:x"), None);
    }
}
