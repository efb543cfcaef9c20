//! The candidates, found by what a receipt may say.

use std::collections::{HashMap, HashSet};

use crate::domain::candidate::{Candidate, Known};
use crate::domain::id::{CustomerId, ItemId};
use crate::domain::money::{Currency, Minor};

pub(super) struct Index<'a> {
    items: HashMap<ItemId, &'a Candidate>,
    by_reference: HashMap<&'a str, Vec<&'a Candidate>>,
    by_amount: HashMap<(CustomerId, Currency, Minor), Vec<&'a Candidate>>,
    accounts: &'a HashMap<String, Vec<(CustomerId, String)>>,
}

impl<'a> Index<'a> {
    pub fn new(known: &'a Known) -> Self {
        let mut index = Self {
            items: HashMap::with_capacity(known.items.len()),
            by_reference: HashMap::with_capacity(known.items.len()),
            by_amount: HashMap::with_capacity(known.items.len()),
            accounts: &known.customers,
        };
        for item in &known.items {
            index.items.insert(item.item, item);
            if let Some(reference) = &item.reference {
                index.by_reference.entry(reference).or_default().push(item);
            }
            if item.open > Minor::ZERO {
                index
                    .by_amount
                    .entry((item.customer, item.currency, item.open))
                    .or_default()
                    .push(item);
            }
        }
        // The answer must not hang on the order in which the candidates came.
        for list in index
            .by_reference
            .values_mut()
            .chain(index.by_amount.values_mut())
        {
            list.sort_by_key(|item| (item.due, item.item));
        }
        index
    }

    pub fn item(&self, id: ItemId) -> Option<&'a Candidate> {
        self.items.get(&id).copied()
    }

    pub fn by_reference(&self, reference: &str) -> &[&'a Candidate] {
        self.by_reference.get(reference).map_or(&[], Vec::as_slice)
    }

    /// Open items of a customer that are exactly this amount, those in `besides` left out.
    pub fn exactly(
        &self,
        customer: CustomerId,
        currency: Currency,
        amount: Minor,
        besides: &HashSet<ItemId>,
    ) -> Vec<&'a Candidate> {
        let found = self.by_amount.get(&(customer, currency, amount));
        found
            .into_iter()
            .flatten()
            .filter(|item| !besides.contains(&item.item))
            .copied()
            .collect()
    }

    /// Customers whose confirmed account this is.
    pub fn by_account(&self, account: &str) -> &[(CustomerId, String)] {
        self.accounts.get(account).map_or(&[], Vec::as_slice)
    }
}
