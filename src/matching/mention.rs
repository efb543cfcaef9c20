//! What receipts name, gathered before anything is loaded to match them against.

use super::numbers;
use crate::domain::candidate::{Mentioned, Waiting};
use crate::domain::link::LinkKind;
use crate::domain::money::Currency;
use crate::domain::reference::{self, forms};

/// Numbers that are looked up for one text, at the most.
const MOST_NUMBERS: usize = 50;

/// Adds what a receipt names.
pub fn mention(receipt: &Waiting, mentioned: &mut Mentioned) {
    mentioned.last = mentioned.last.max(Some(receipt.booked));
    if let Some(written) = &receipt.reference {
        mentioned.references.push(written.clone());
        if may_vary(receipt, written) {
            mentioned.references.extend(forms::others(written));
        }
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
            .push(reference::normalise(&line.number));
        if may_vary(receipt, &line.number) {
            mentioned.references.extend(forms::others(&line.number));
        }
        mentioned.numbers.insert(line.number.clone());
    }
    let Some(message) = receipt.text.message.as_deref() else {
        return;
    };
    let found = numbers::mentions(message);
    mentioned
        .references
        .extend(reference::references_in(message));
    for found in found.references {
        if forms::is_valid(&found, receipt.currency) {
            if may_vary(receipt, &found) {
                mentioned.references.extend(forms::others(&found));
            }
            mentioned.references.push(found);
        }
    }
    for mention in found.numbers.into_iter().take(MOST_NUMBERS) {
        if mention.digits != mention.token {
            mentioned.numbers.insert(mention.digits);
        }
        mentioned.numbers.insert(mention.token);
    }
}

/// Whether a reference may be kept in another form than it is written in: a lookup each.
fn may_vary(receipt: &Waiting, written: &str) -> bool {
    matches!(receipt.currency, Currency::EUR | Currency::DKK)
        || written.starts_with(['R', 'r', '+', '0'])
        || written.contains('#')
}

/// What all of these name.
pub fn mentioned(receipts: &[Waiting]) -> Mentioned {
    let mut mentioned = Mentioned::default();
    for receipt in receipts {
        mention(receipt, &mut mentioned);
    }
    mentioned
}
