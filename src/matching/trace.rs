//! What an explanation looked at, so that whoever keeps it can tell when it must be found anew: the customers that it
//! met, and a key for each text or amount that it looked up, whether that led anywhere or not.

use std::cell::RefCell;
use std::collections::HashMap;

use super::index::{capitals, digits_of};
use super::slip;
use crate::domain::candidate::Waiting;
use crate::domain::id::{CustomerId, ItemId};
use crate::domain::link::LinkKind;
use crate::domain::money::{Currency, Minor};
use crate::domain::reference::forms::bare;

/// Something that is looked up.
#[derive(Clone, Copy, Debug)]
pub enum Looked<'t> {
    Reference(&'t str),
    /// A reference in its bare form.
    Comparable(&'t str),
    /// An invoice number in capitals.
    Number(&'t str),
    /// The digits of a number that has more to it.
    Digits(&'t str),
    /// All from which a slip of the hand makes this.
    Slip(&'t str),
    Amount(Currency, Minor),
    /// A payer's account, bare.
    Account(&'t str),
    /// An organisation number by its digits.
    OrgNo(&'t str),
    CustomerNumber(&'t str),
    Link(LinkKind, &'t str),
    Name(&'t str),
}

/// Stands for what is looked up. Two may have the same: then more is found anew than must be.
pub type Key = u32;

impl Looked<'_> {
    /// Even for what is looked up among items, odd for what is among customers.
    pub fn key(self) -> Key {
        let (tag, text) = match self {
            Self::Reference(text) => (0, text),
            Self::Comparable(text) => (1, text),
            Self::Number(text) => (2, text),
            Self::Digits(text) => (3, text),
            Self::Slip(text) => (4, text),
            Self::Amount(currency, amount) => {
                let code = hashed(START ^ 5, currency.code().as_bytes());
                return folded(hashed(code, &amount.0.to_be_bytes())) & !1;
            }
            Self::Account(text) => (6, text),
            Self::OrgNo(text) => (7, text),
            Self::CustomerNumber(text) => (8, text),
            Self::Link(LinkKind::Account, text) => (9, text),
            Self::Link(LinkKind::Name, text) => (10, text),
            Self::Name(text) => (11, text),
        };
        let key = folded(hashed(START ^ tag, text.as_bytes()));
        if tag < 6 { key & !1 } else { key | 1 }
    }
}

/// Whether it was looked up among customers: their accounts, numbers and names, and what was learned of them.
pub fn is_of_customers(key: Key) -> bool {
    key & 1 == 1
}

/// FNV-1a, which is the same in every version of the program: keys outlive it.
const START: u64 = 0xcbf2_9ce4_8422_2325;

fn hashed(start: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(start, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

fn folded(hash: u64) -> Key {
    let bytes = (hash ^ (hash >> 32)).to_be_bytes();
    Key::from_be_bytes([bytes[4], bytes[5], bytes[6], bytes[7]])
}

/// What an item can be found by.
pub fn keys_of_item(
    number: Option<&str>,
    reference: Option<&str>,
    open: (Currency, Minor),
    mut call: impl FnMut(Key),
) {
    call(Looked::Amount(open.0, open.1).key());
    if let Some(reference) = reference {
        call(Looked::Reference(reference).key());
        call(Looked::Comparable(&bare(reference)).key());
    }
    if let Some(number) = number {
        call(Looked::Number(&capitals(number)).key());
        if !number.bytes().all(|b| b.is_ascii_digit()) {
            call(Looked::Digits(&digits_of(number)).key());
        }
    }
}

/// What is looked up, the slip told, where this reference is meant.
pub fn slips_of(reference: &str, mut call: impl FnMut(Key)) {
    slip::each_wrong(reference, |wrong| call(Looked::Slip(wrong).key()));
}

/// The references from which a slip makes this one.
pub fn rights_of(written: &str, mut call: impl FnMut(Key)) {
    slip::each_right(written, |right| call(Looked::Reference(right).key()));
}

/// A name that was searched for among all customers', and whose it is.
pub type Named = Option<(CustomerId, u8)>;

/// What one receipt was explained by, at any time while all were.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Trace {
    pub customers: Vec<CustomerId>,
    pub keys: Vec<Key>,
    /// What was looked up as written with a slip.
    pub slips: Vec<String>,
    /// What came of the search for the payer's name, if there was one.
    pub named: Option<Named>,
}

impl Trace {
    pub(super) fn tidy(&mut self) {
        self.customers.sort_unstable();
        self.customers.dedup();
        self.keys.sort_unstable();
        self.keys.dedup();
        self.slips.sort_unstable();
        self.slips.dedup();
    }
}

/// Takes notes of one receipt after the other.
#[derive(Default)]
pub(super) struct Traces {
    of: RefCell<HashMap<ItemId, Trace>>,
    now: RefCell<Trace>,
}

impl Traces {
    pub fn note(&self, note: impl FnOnce(&mut Trace)) {
        note(&mut self.now.borrow_mut());
    }

    /// What is noted from now on is of the next receipt.
    pub fn begin(&self) {
        self.now.take();
    }

    /// What was noted since then is this receipt's.
    pub fn end(&self, receipt: ItemId) {
        let now = self.now.take();
        let mut of = self.of.borrow_mut();
        let trace = of.entry(receipt).or_default();
        trace.customers.extend(now.customers);
        trace.keys.extend(now.keys);
        trace.slips.extend(now.slips);
        trace.named = now.named.or(trace.named);
        if trace.keys.len() > TIDIED {
            trace.tidy();
        }
    }

    pub fn take(&self, receipt: &Waiting) -> Trace {
        let trace = self.of.borrow_mut().remove(&receipt.item);
        let mut trace = trace.unwrap_or_default();
        trace.tidy();
        trace
    }
}

/// A receipt is explained several times, mostly by the same.
const TIDIED: usize = 1_000;
