//! What matching is given: receipts that wait, one by one, and what is known of the items that they may settle.

use std::collections::{BTreeSet, HashMap, HashSet};

use compact_str::CompactString;

use super::date::Date;
use super::document::ItemClass;
use super::id::{CustomerId, DocumentId, ItemId, LetterId};
use super::link::{Link, LinkKind, Record};
use super::money::{Currency, Minor};
use super::receipt::ReceiptText;
use super::rule::Rule;

/// A receipt and all that it says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Waiting {
    pub item: ItemId,
    pub booked: Date,
    pub amount: Minor,
    /// Not allocated yet: magnitude.
    pub left: Minor,
    pub currency: Currency,
    pub customer: CustomerId,
    pub payment_id: Option<String>,
    pub bank_ref: Option<String>,
    pub reference: Option<String>,
    pub text: ReceiptText,
    /// Why it was set aside, while it is.
    pub set_aside: Option<String>,
    /// A person took an automatic match of it back.
    pub taken_back: bool,
}

/// What speaks against settling an item without a person: each has an end that is not this receipt.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Hold {
    Disputed,
    /// An agency collects it.
    AtAgency,
    /// A payment plan is running.
    OnPlan,
}

/// Cash discount that an invoice's terms allow.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Discount {
    /// Magnitude, in the item's currency.
    pub amount: Minor,
    /// The last day on which it may be taken, grace not counted.
    pub until: Date,
}

/// An item that a receipt may settle, or that may be counted in: a credit note, unapplied money.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Candidate {
    pub item: ItemId,
    /// None for unapplied money.
    pub document: Option<DocumentId>,
    pub number: CompactString,
    pub customer: CustomerId,
    pub currency: Currency,
    pub class: ItemClass,
    pub issued: Date,
    pub due: Date,
    /// Signed: a credit's is negative. Zero for what is settled.
    pub open: Minor,
    /// As issued.
    pub amount: Minor,
    pub reference: Option<CompactString>,
    pub hold: Option<Hold>,
    pub discount: Option<Discount>,
    /// The item that a charge is for.
    pub about: Option<ItemId>,
    /// The day that it was settled, where it is.
    pub settled: Option<Date>,
}

/// A letter that claims several items together.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Claimed {
    pub letter: LetterId,
    pub customer: CustomerId,
    pub currency: Currency,
    pub sent: Date,
    pub total: Minor,
    pub reference: Option<String>,
    pub items: Vec<ItemId>,
}

/// A customer as far as matching knows him.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Party {
    pub number: String,
    pub name: String,
    /// In its comparable form.
    pub org_no: Option<String>,
    /// Confirmed payer account, bare.
    pub account: Option<String>,
    /// Companies of one group pay for each other.
    pub group: Option<String>,
}

/// What receipts name: references and numbers, so that what they settled is looked up too, and their payers.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Mentioned {
    /// In no order, some of them more than once.
    pub references: Vec<String>,
    pub numbers: BTreeSet<String>,
    /// Accounts and names of payers, as keys of what is learned of them.
    pub payers: HashSet<(LinkKind, String)>,
    /// The last day that one of the receipts is booked on.
    pub last: Option<Date>,
}

/// All that receipts are matched against, as of one moment.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Known {
    /// Open items, credits among them, and settled ones that a receipt may name.
    pub items: Vec<Candidate>,
    pub letters: Vec<Claimed>,
    pub parties: HashMap<CustomerId, Party>,
    /// Whom those are merged into who are.
    pub owners: HashMap<CustomerId, CustomerId>,
    /// What was learned of the payers at hand.
    pub links: Vec<Link>,
    /// Records of evidence patterns.
    pub patterns: HashMap<String, Record>,
    /// Roundings of the current year by customer and currency: magnitude.
    pub rounded: HashMap<(CustomerId, Currency), Minor>,
    /// The user's rules that are switched on.
    pub rules: Vec<Rule>,
    /// The company's own accounts, bare, and its organisation number: in a text they name nobody.
    pub own: Vec<String>,
}
