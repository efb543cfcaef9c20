//! What a person means by an item with an amount behind it, and by a receipt alone.

use rust_decimal::Decimal;

use crate::domain::command::{Command, Target};
use crate::domain::date::Date;
use crate::domain::id::ItemId;
use crate::domain::refusal::Refusal;

use super::{Desk, Failure, parts_of};

impl Desk {
    /// `ITEM[:AMOUNT]`: an invoice by its number, else a receipt or a credit note.
    pub fn find_target(&self, text: &str) -> Result<(Target, Option<Decimal>), Failure> {
        let (label, amount) = one_part(text)?;
        match self.find_document(&label) {
            Ok(document) => Ok((Target::Document(document), amount)),
            Err(Failure::Refused(Refusal::UnknownInvoice { invoice })) => {
                match self.find_credit(&label) {
                    Ok(credit) => Ok((Target::Item(credit), amount)),
                    Err(Failure::Refused(Refusal::UnknownReceipt { .. })) => {
                        Err(Refusal::UnknownInvoice { invoice }.into())
                    }
                    Err(failure) => Err(failure),
                }
            }
            Err(failure) => Err(failure),
        }
    }

    /// `CREDIT[:AMOUNT]`: a receipt or a credit note.
    pub fn find_credit_part(&self, text: &str) -> Result<(ItemId, Option<Decimal>), Failure> {
        let (label, amount) = one_part(text)?;
        Ok((self.find_credit(&label)?, amount))
    }

    /// What is asked for when a receipt is accepted as it is proposed. A possible explanation has no default.
    pub fn accept_proposal(&self, receipt: ItemId, on: Option<Date>) -> Result<Command, Failure> {
        let explained = self.explain_receipt(receipt)?;
        let mut command = explained
            .and_then(|explained| {
                let best = explained.proposals.first()?;
                let asked = best.command(receipt, explained.receipt.currency);
                best.class.has_default().then_some(asked)
            })
            .ok_or(Refusal::NothingProposed { receipt })?;
        match &mut command {
            Command::Settle(settlement) => settlement.on = on,
            Command::WriteOff { on: day, .. } => *day = on,
            _ => {}
        }
        Ok(command)
    }
}

fn one_part(text: &str) -> Result<(String, Option<Decimal>), Refusal> {
    let parts = parts_of(text).unwrap_or_default();
    match <[_; 1]>::try_from(parts) {
        Ok([part]) => Ok((part.label, part.amount)),
        Err(_) => Err(Refusal::NotAPart {
            text: text.to_owned(),
        }),
    }
}
