//! What receipts name, gathered before anything is loaded to match them against.

use super::numbers;
use crate::domain::candidate::{Mentioned, Waiting};
use crate::domain::id::CustomerId;
use crate::domain::link::LinkKind;
use crate::domain::reference;

/// Numbers that are looked up for one text, at the most.
const MOST_NUMBERS: usize = 50;

/// Adds what a receipt names. What nobody's receipts have as their reference is looked up without.
pub fn mention(receipt: &Waiting, mentioned: &mut Mentioned) {
    mentioned.last = mentioned.last.max(Some(receipt.booked));
    if receipt.customer != CustomerId::UNIDENTIFIED {
        mentioned.references.extend(receipt.reference.clone());
    }
    let payer = [
        (LinkKind::Account, &receipt.text.payer_account),
        (LinkKind::Name, &receipt.text.payer_name),
    ];
    for (kind, text) in payer {
        let key = text.as_deref().and_then(|text| kind.key(text));
        mentioned.payers.extend(key.map(|key| (kind, key)));
    }
    for line in &receipt.text.details.remittance {
        mentioned
            .references
            .insert(reference::normalise(&line.number));
        mentioned.numbers.insert(line.number.clone());
    }
    let Some(message) = receipt.text.message.as_deref() else {
        return;
    };
    let found = numbers::mentions(message);
    mentioned
        .references
        .extend(reference::references_in(message));
    let valid = found.references.into_iter();
    mentioned
        .references
        .extend(valid.filter(|found| reference::is_valid(found)));
    for mention in found.numbers.into_iter().take(MOST_NUMBERS) {
        if mention.digits != mention.token {
            mentioned.numbers.insert(mention.digits);
        }
        mentioned.numbers.insert(mention.token);
    }
}

/// What all of these name.
pub fn mentioned(receipts: &[Waiting]) -> Mentioned {
    let mut mentioned = Mentioned::default();
    for receipt in receipts {
        mention(receipt, &mut mentioned);
    }
    mentioned
}
