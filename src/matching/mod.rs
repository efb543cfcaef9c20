//! Which receipt pays which items, and why. Deterministic: the same input in any order gives the same output.
//! Gathers evidence for every receipt before it decides on any; ambiguity is an answer.

mod assign;
mod gather;
mod index;
pub mod name;
pub mod numbers;
pub mod subset;

use crate::domain::candidate::Matchable;
use crate::domain::evidence::{Class, Evidence};
use crate::domain::id::{CustomerId, ItemId};
use crate::domain::money::Minor;

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

/// Explains all receipts together, so that no weak claim takes an item from a certain one. In the receipts' order.
pub fn explain(matchable: &Matchable) -> Vec<Explained> {
    let index = index::Index::new(matchable);
    let mut found: Vec<Explained> = matchable
        .receipts
        .iter()
        .map(|receipt| gather::gather(&index, receipt))
        .collect();
    assign::assign(&index, &matchable.receipts, &mut found);
    found
}

#[cfg(test)]
mod tests;
