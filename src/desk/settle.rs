//! Receipts as a person reads them: what explains each.

use crate::domain::candidate::{Known, Mentioned, Waiting};
use crate::domain::id::CustomerId;
use crate::domain::rule::Rule;
use crate::reports::settling::{Explained, ReceiptLine, ReceiptState};
use crate::store::query::{Reader, Within};

use super::Desk;
use super::explained::Of;
use super::rules::speaking;

impl Desk {
    /// Receipts that are nobody's yet, those set aside at the end, each with what explains it.
    pub fn receipts(&self) -> anyhow::Result<Vec<Explained>> {
        let _moment = self.store.moment()?;
        let found = self.explained(&self.store.read(), Of::Nobody)?;
        let is_aside = |told: &&Explained| told.receipt.state == ReceiptState::SetAside;
        let (aside, waiting): (Vec<&Explained>, Vec<&Explained>) = found.iter().partition(is_aside);
        Ok(waiting.into_iter().chain(aside).cloned().collect())
    }
}

/// All that receipts are matched against which name this much, what was learned of their payers and the rules that
/// speak included; or what of that is some customers'.
pub(super) fn known(
    reader: &Reader<'_>,
    rules: &[Rule],
    mentioned: &Mentioned,
    within: Option<&Within>,
) -> crate::store::Result<Known> {
    Ok(Known {
        links: reader.links_of(&mentioned.payers)?,
        patterns: reader.patterns()?,
        rules: speaking(reader, rules)?,
        ..reader.known(mentioned, within)?
    })
}

/// A receipt as lists show it.
pub(super) fn line(reader: &Reader<'_>, receipt: Waiting) -> crate::store::Result<ReceiptLine> {
    let identified = receipt.customer != CustomerId::UNIDENTIFIED;
    let customer = if identified {
        let (number, name) = reader.customer_name(receipt.customer)?;
        Some((receipt.customer, number, name))
    } else {
        None
    };
    let state = match (
        identified,
        receipt.left.is_zero(),
        receipt.set_aside.is_some(),
    ) {
        (true, true, _) => ReceiptState::Settled,
        (true, false, _) => ReceiptState::Unapplied,
        (false, true, _) => ReceiptState::Done,
        (false, _, true) => ReceiptState::SetAside,
        (false, _, false) => ReceiptState::ToDo,
    };
    Ok(ReceiptLine {
        item: receipt.item,
        booked: receipt.booked,
        amount: receipt.amount,
        left: receipt.left,
        currency: receipt.currency,
        payment_id: receipt.payment_id,
        bank_ref: receipt.bank_ref,
        reference: receipt.reference,
        text: receipt.text,
        state,
        customer,
        reason: receipt.set_aside,
        class: None,
    })
}
