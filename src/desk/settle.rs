//! Receipts as a person reads them: what explains each, and money that settles nothing yet.

use crate::domain::candidate::{Known, Mentioned, Waiting};
use crate::domain::id::CustomerId;
use crate::domain::rule::Rule;
use crate::matching;
use crate::reports::settling::{Explained, ReceiptLine, ReceiptState};
use crate::store::query::Reader;

use super::Desk;
use super::rules::speaking;
use super::teller::Teller;

impl Desk {
    /// Receipts that are nobody's yet, those set aside at the end, each with what explains it.
    pub fn receipts(&self) -> anyhow::Result<Vec<Explained>> {
        let reader = self.store.read();
        let waiting = reader.receipts(&reader.unidentified()?)?;
        let mentioned = matching::mentioned(&waiting);
        let known = known(&reader, &self.config.rules, &mentioned)?;
        let found = matching::explain(&known, &self.config.matching(), &waiting);
        let mut receipts: Vec<_> = waiting.into_iter().zip(found).collect();
        receipts.sort_by_key(|(receipt, _)| receipt.set_aside.is_some());
        let (waiting, found) = receipts.into_iter().unzip();
        Ok(Teller::new(&reader, &known).all(waiting, found)?)
    }

    /// Money of customers that settles nothing yet.
    pub fn unapplied(&self) -> anyhow::Result<Vec<ReceiptLine>> {
        let reader = self.store.read();
        reader
            .unapplied()?
            .into_iter()
            .map(|receipt| Ok(line(&reader, receipt)?))
            .collect()
    }
}

/// All that receipts are matched against which name this much, what was learned of their payers and the rules that
/// speak included.
pub(super) fn known(
    reader: &Reader<'_>,
    rules: &[Rule],
    mentioned: &Mentioned,
) -> crate::store::Result<Known> {
    Ok(Known {
        links: reader.links_of(&mentioned.payers)?,
        patterns: reader.patterns()?,
        rules: speaking(reader, rules)?,
        ..reader.known(mentioned)?
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
