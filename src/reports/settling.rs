//! Receipts to match, what speaks for and against each explanation, and what matching did.

use crate::domain::date::Date;
use crate::domain::evidence::{Class, Evidence};
use crate::domain::id::{CustomerId, EntryId, ItemId};
use crate::domain::money::{Currency, Minor};
use crate::domain::receipt::ReceiptText;

/// Where a receipt stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ReceiptState {
    /// Nobody's yet.
    ToDo,
    SetAside,
    /// Identified; something of it settles nothing yet.
    Unapplied,
    /// All of it settles something.
    Settled,
    /// Nobody's, and nothing is left of it: another file told of the same money, or it went back.
    Done,
}

/// A receipt in a list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReceiptLine {
    pub item: ItemId,
    pub booked: Date,
    pub amount: Minor,
    /// Not allocated yet: magnitude.
    pub left: Minor,
    pub currency: Currency,
    pub payment_id: Option<String>,
    pub bank_ref: Option<String>,
    pub reference: Option<String>,
    pub text: ReceiptText,
    pub state: ReceiptState,
    /// Whose it is, once identified.
    pub customer: Option<(CustomerId, String, String)>,
    /// Why it was set aside.
    pub reason: Option<String>,
    /// The best class among its proposals, once they are computed.
    pub class: Option<Class>,
}

/// A part of a proposal: so much of an item.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ProposedPart {
    pub item: ItemId,
    pub number: String,
    pub due: Date,
    /// Open on the item: positive.
    pub open: Minor,
    /// To be allocated to it.
    pub amount: Minor,
}

/// One explanation of a receipt.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Proposal {
    pub class: Class,
    pub customer: CustomerId,
    pub customer_number: String,
    pub customer_name: String,
    pub parts: Vec<ProposedPart>,
    /// What would stay unapplied.
    pub unapplied: Minor,
    pub evidence: Vec<Evidence>,
}

/// A receipt with its explanations, the best first.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Explained {
    pub receipt: ReceiptLine,
    pub proposals: Vec<Proposal>,
    /// What is known although nothing explains it.
    pub known: Vec<Evidence>,
}

/// A receipt that was matched.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Posted {
    pub entry: EntryId,
    pub explained: Explained,
}

/// What is told of a matching run, receipt by receipt, in this order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Told {
    /// The run, if it posted anything: before all others.
    Run(Option<EntryId>),
    Posted(Posted),
    Proposed(Explained),
    /// Nothing explains it.
    Unidentified(Explained),
}

/// How many receipts a matching run posted and left.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct MatchCount {
    pub run: Option<EntryId>,
    pub posted: usize,
    pub proposed: usize,
    pub unidentified: usize,
    pub cancelled: bool,
}

/// What a matching run did and what it left.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct MatchReport {
    pub run: Option<EntryId>,
    pub posted: Vec<Posted>,
    pub proposed: Vec<Explained>,
    pub unidentified: Vec<Explained>,
    pub cancelled: bool,
}

impl MatchReport {
    pub fn add(&mut self, told: Told) {
        match told {
            Told::Run(run) => self.run = run,
            Told::Posted(posted) => self.posted.push(posted),
            Told::Proposed(explained) => self.proposed.push(explained),
            Told::Unidentified(explained) => self.unidentified.push(explained),
        }
    }

    pub fn count(&self) -> MatchCount {
        MatchCount {
            run: self.run,
            posted: self.posted.len(),
            proposed: self.proposed.len(),
            unidentified: self.unidentified.len(),
            cancelled: self.cancelled,
        }
    }
}
