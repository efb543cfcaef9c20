//! Which receipt pays which items, and why. Deterministic: the same input in any order gives the same output.
//! Each receipt is explained by itself; what it claims for certain is then weighed against the claims of all others.
//! Ambiguity is an answer.

mod assign;
mod gather;
mod index;

use crate::domain::candidate::{Candidate, Known, Waiting};
use crate::domain::evidence::{Class, Evidence};
use crate::domain::id::{CustomerId, ItemId};
use crate::domain::money::Minor;

pub use assign::{Claim, Verdicts, assign};

/// One way to explain a receipt.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Explanation {
    pub class: Class,
    pub customer: CustomerId,
    /// So much for each item: the earliest due first.
    pub parts: Vec<(ItemId, Minor)>,
    /// What would stay unapplied.
    pub unapplied: Minor,
    pub evidence: Vec<Evidence>,
}

/// The explanations of one receipt, the best first.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Explained {
    pub receipt: ItemId,
    pub explanations: Vec<Explanation>,
    /// What is known although nothing explains it.
    pub known: Vec<Evidence>,
}

impl Explained {
    /// Whether it may be posted without a person.
    pub fn is_certain(&self) -> bool {
        self.explanations
            .first()
            .is_some_and(|best| best.class == Class::A)
    }
}

/// Explains receipts by what is known.
pub struct Matcher<'k> {
    index: index::Index<'k>,
}

impl<'k> Matcher<'k> {
    pub fn new(known: &'k Known) -> Self {
        Self {
            index: index::Index::new(known),
        }
    }

    pub fn item(&self, id: ItemId) -> Option<&'k Candidate> {
        self.index.item(id)
    }

    /// What one receipt says by itself, whatever others claim.
    pub fn explain(&self, receipt: &Waiting) -> Explained {
        gather::gather(&self.index, receipt)
    }
}

/// Explains all receipts together, so that no weak claim takes an item from a certain one. In the receipts' order.
pub fn explain(matcher: &Matcher<'_>, receipts: &[Waiting]) -> Vec<Explained> {
    let mut found: Vec<Explained> = receipts
        .iter()
        .map(|receipt| matcher.explain(receipt))
        .collect();
    let claims = receipts.iter().zip(&found);
    let claims = claims
        .filter_map(|(receipt, explained)| explained.claim(receipt))
        .collect();
    let verdicts = assign(matcher, claims);
    for explained in &mut found {
        verdicts.apply(explained);
    }
    found
}

#[cfg(test)]
mod tests;
