//! Which receipt pays which items, and why. Deterministic: the same input in any order gives the same output.
//! Gathers evidence for every receipt before it decides on any; ambiguity is an answer.

mod assign;
mod basis;
mod clue;
pub mod duplicates;
mod fit;
mod index;
mod judge;
mod matcher;
mod mention;
pub mod name;
mod newcomer;
pub mod numbers;
mod payer;
mod rest;
pub mod rule;
mod service;
mod slip;
pub mod subset;
mod suggest;
mod trace;

use std::collections::HashMap;

use crate::domain::candidate::{Known, Waiting};
use crate::domain::command::Over;
use crate::domain::difference::DifferenceKind;
use crate::domain::evidence::{Class, Evidence};
use crate::domain::id::{CustomerId, ItemId};
use crate::domain::money::{Currency, Minor};

pub use assign::{Claim, Verdict, Verdicts, assign};
pub use matcher::{Matcher, comparable as org_no_digits};
pub use mention::{mention, mentioned};
pub use newcomer::Newcomer;
pub use rest::explain_rest;
pub use trace::{Key, Looked, Named, Trace, is_of_customers, keys_of_item, rights_of, slips_of};

/// Explanations of one receipt that are shown beside the best.
const MOST_SHOWN: usize = 5;

/// What the company decides about matching. Defaults: see `Settings::default`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Settings {
    /// The most that is rounded away on one receipt, by currency; others have none.
    pub rounding: HashMap<Currency, Minor>,
    /// The most that is rounded away for one customer in a year, by currency.
    pub rounding_of_year: HashMap<Currency, Minor>,
    /// Days after its last day on which a cash discount still counts.
    pub discount_grace: u32,
    /// The most that is taken for a bank's charge, by currency.
    pub bank_charge: HashMap<Currency, Minor>,
    /// Strong proposals of proven patterns post by themselves.
    pub post_strong: bool,
}

impl Default for Settings {
    fn default() -> Self {
        let crowns = |amount| {
            [Currency::NOK, Currency::SEK, Currency::DKK]
                .map(|currency| (currency, Minor(amount)))
                .into_iter()
        };
        let with_euro = |crown, euro| {
            crowns(crown)
                .chain([(Currency::EUR, Minor(euro))])
                .collect::<HashMap<_, _>>()
        };
        Self {
            rounding: with_euro(100, 5),
            rounding_of_year: with_euro(1_000, 50),
            discount_grace: 3,
            bank_charge: with_euro(25_000, 2_500),
            post_strong: false,
        }
    }
}

/// A rest of an item, or of the receipt, that is closed without money.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RestOf {
    pub item: ItemId,
    /// Magnitude.
    pub amount: Minor,
    pub kind: DifferenceKind,
}

/// One way to explain a receipt.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Explanation {
    pub class: Class,
    /// Whose it is; of the first part if the parts are of several customers. The reserved customer if it is no
    /// receivable.
    pub customer: CustomerId,
    /// So much for each item, in the item's currency: the earliest due first.
    pub parts: Vec<(ItemId, Minor)>,
    /// Credits of the customer that are used with it, magnitudes.
    pub credits: Vec<(ItemId, Minor)>,
    pub rests: Vec<RestOf>,
    /// The ledger account, where a rule says that it is no receivable.
    pub account: Option<String>,
    /// What would stay unapplied.
    pub unapplied: Minor,
    /// What is best done with that.
    pub over: Over,
    pub evidence: Vec<Evidence>,
    /// Whether accepting it may teach whose the payer's account and name are.
    pub teaches: bool,
    /// It is certain once these, which have the same amount, are certainly somebody else's.
    pub unless: Vec<ItemId>,
}

/// The explanations of one receipt, the best first.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Explained {
    pub receipt: ItemId,
    pub explanations: Vec<Explanation>,
    /// What is known although nothing explains it.
    pub known: Vec<Evidence>,
    /// The class that it would have were it not set aside: it still wants what it names.
    pub wants: Option<Class>,
}

impl Explained {
    /// Nothing explains it.
    pub fn new(receipt: ItemId) -> Self {
        Self {
            receipt,
            explanations: Vec::new(),
            known: Vec::new(),
            wants: None,
        }
    }

    /// What it wanted went to another: a person looks at what is left.
    fn lose(&mut self, piece: Evidence) {
        if let Some(best) = self.explanations.first_mut() {
            best.class = best.class.max(Class::C);
            best.teaches = false;
            best.unless.clear();
            best.evidence.push(piece);
        } else {
            self.known.push(piece);
        }
    }

    /// Whether its best explanation is certain, or is once others are.
    fn may_be_certain(&self) -> bool {
        self.wants == Some(Class::A)
            || (self.explanations.first())
                .is_some_and(|best| best.class == Class::A || !best.unless.is_empty())
    }

    /// Whether it may be posted without a person.
    pub fn is_certain(&self) -> bool {
        self.explanations
            .first()
            .is_some_and(|best| best.class == Class::A)
    }
}

/// Explains all receipts together, so that no weak claim takes an item from a certain one. In the receipts' order.
pub fn explain(known: &Known, settings: &Settings, receipts: &[Waiting]) -> Vec<Explained> {
    explain_together(&mut Matcher::new(known, settings), receipts)
}

/// The same with what each was explained by. These names were searched for before, among the same customers.
pub fn explain_traced(
    known: &Known,
    settings: &Settings,
    names: impl IntoIterator<Item = (String, Named)>,
    receipts: &[Waiting],
) -> Vec<(Explained, Trace)> {
    let mut matcher = Matcher::new(known, settings);
    matcher.trace(names);
    let found = explain_together(&mut matcher, receipts);
    let traces = receipts.iter().map(|receipt| matcher.traced(receipt));
    found.into_iter().zip(traces).collect()
}

fn explain_together(matcher: &mut Matcher<'_>, receipts: &[Waiting]) -> Vec<Explained> {
    let mut found: Vec<Explained> = receipts
        .iter()
        .map(|receipt| {
            let certain = matcher.explain_certain(receipt);
            certain.unwrap_or_else(|| Explained::new(receipt.item))
        })
        .collect();
    let claims = receipts.iter().zip(&found);
    let claims = claims
        .filter_map(|(receipt, explained)| explained.claim(matcher, receipt))
        .filter(Claim::may_be_certain)
        .collect();
    let verdicts = assign(matcher, claims);
    let mut waiting: Vec<(&Waiting, &mut Explained)> = Vec::new();
    for (receipt, explained) in receipts.iter().zip(&mut found) {
        verdicts.apply(explained);
        if !verdicts.keeps(receipt.item) {
            waiting.push((receipt, explained));
        }
    }
    matcher.take(&verdicts);
    explain_rest(matcher, &verdicts, waiting);
    found
}

#[cfg(test)]
mod tests;
