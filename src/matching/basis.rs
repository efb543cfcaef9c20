//! What an explanation goes by, of all that others may take from it: as long as none of that is taken, explaining the
//! receipt once more would say the same.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use super::trace::{Looked, Trace, Traces};
use crate::domain::candidate::Waiting;
use crate::domain::id::{CustomerId, ItemId};
use crate::domain::money::{Currency, Minor};

/// What one explanation looked at: customers, with all of their items and roundings, and amounts over the whole
/// ledger.
#[derive(Default, Debug)]
pub(super) struct Basis {
    customers: Vec<CustomerId>,
    amounts: Vec<(Currency, Minor)>,
    at: u32,
}

/// Notes what is looked at while a receipt is explained, and when what was taken. Whole customers, not items: those of
/// one are looked at together, and he may have very many.
#[derive(Default)]
pub(super) struct Notes {
    noting: Cell<bool>,
    looked: RefCell<Basis>,
    /// Counts the changes.
    now: u32,
    customers: HashMap<CustomerId, u32>,
    amounts: HashMap<(Currency, Minor), u32>,
    /// All that was ever looked at for each receipt, where somebody wants to keep that.
    traces: Option<Box<Traces>>,
}

impl Notes {
    /// From now on it is noted what each receipt is explained by.
    pub fn trace(&mut self) {
        self.traces = Some(Box::default());
    }

    /// Something is looked up, whether it is there or not.
    pub fn looked<'t>(&self, looked: impl FnOnce() -> Looked<'t>) {
        self.noted(|trace| trace.keys.push(looked().key()));
    }

    /// Something of a customer's was found.
    pub fn met(&self, customer: impl FnOnce() -> CustomerId) {
        self.noted(|trace| {
            let customer = customer();
            if trace.customers.last() != Some(&customer) {
                trace.customers.push(customer);
            }
        });
    }

    pub fn noted(&self, note: impl FnOnce(&mut Trace)) {
        if let Some(traces) = &self.traces {
            traces.note(note);
        }
    }

    /// What is looked at meanwhile is looked at for this receipt.
    pub fn turn<T>(&self, receipt: ItemId, look: impl FnOnce() -> T) -> T {
        let Some(traces) = &self.traces else {
            return look();
        };
        traces.begin();
        let found = look();
        traces.end(receipt);
        found
    }

    pub fn traces(&self) -> bool {
        self.traces.is_some()
    }

    pub fn traced(&self, receipt: &Waiting) -> Trace {
        let traces = self.traces.as_deref();
        traces.map_or_else(Trace::default, |traces| traces.take(receipt))
    }

    /// Explains, and tells by what.
    pub fn while_noting<T>(&self, explain: impl FnOnce() -> T) -> (T, Basis) {
        self.noting.set(true);
        let explained = explain();
        self.noting.set(false);
        let mut basis = self.looked.take();
        basis.customers.sort_unstable();
        basis.customers.dedup();
        basis.at = self.now;
        (explained, basis)
    }

    /// Something of a customer is looked at.
    pub fn customer(&self, customer: impl Fn() -> CustomerId) {
        self.met(&customer);
        if self.noting.get() {
            let customer = customer();
            let customers = &mut self.looked.borrow_mut().customers;
            // Mostly several of his items, one after the other.
            if customers.last() != Some(&customer) {
                customers.push(customer);
            }
        }
    }

    /// All that was issued with an amount open is looked at.
    pub fn amount(&self, currency: Currency, amount: Minor) {
        if self.noting.get() {
            self.looked.borrow_mut().amounts.push((currency, amount));
        }
    }

    /// What comes now changes something.
    pub fn change(&mut self) {
        self.now += 1;
    }

    pub fn customer_changed(&mut self, customer: CustomerId) {
        self.customers.insert(customer, self.now);
    }

    pub fn amount_changed(&mut self, currency: Currency, amount: Minor) {
        self.amounts.insert((currency, amount), self.now);
    }

    /// Whether nothing that it went by has changed.
    pub fn holds(&self, basis: &Basis) -> bool {
        let before = |changed: Option<&u32>| changed.is_none_or(|changed| *changed <= basis.at);
        let mut customers = basis.customers.iter();
        let mut amounts = basis.amounts.iter();
        customers.all(|customer| before(self.customers.get(customer)))
            && amounts.all(|amount| before(self.amounts.get(amount)))
    }
}
