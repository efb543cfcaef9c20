//! Receipts to match, what speaks for and against each explanation, and what matching did.

use crate::domain::command::{Command, Over, Rest, Settlement, Target};
use crate::domain::date::Date;
use crate::domain::difference::DifferenceKind;
use crate::domain::document::ItemClass;
use crate::domain::evidence::{Class, Evidence};
use crate::domain::id::{CustomerId, EntryId, ItemId, RefundId};
use crate::domain::link::Record;
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
    pub customer: CustomerId,
    pub class: ItemClass,
    pub due: Date,
    /// Open on the item: a magnitude.
    pub open: Minor,
    /// To be allocated to it, or taken from it if it is a credit: a magnitude.
    pub amount: Minor,
}

/// A rest that a proposal closes without money.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ProposedRest {
    pub item: ItemId,
    /// Of the document, or the receipt's label.
    pub number: String,
    pub amount: Minor,
    pub kind: DifferenceKind,
}

/// One explanation of a receipt.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Proposal {
    pub class: Class,
    pub customer: CustomerId,
    pub customer_number: String,
    pub customer_name: String,
    pub parts: Vec<ProposedPart>,
    /// Credits of the customer that are used with it.
    pub credits: Vec<ProposedPart>,
    pub rests: Vec<ProposedRest>,
    /// The ledger account, where a rule says that it is no receivable.
    pub account: Option<String>,
    /// What would stay unapplied.
    pub unapplied: Minor,
    pub over: Over,
    pub evidence: Vec<Evidence>,
    pub teaches: bool,
    /// How often its pattern of evidence was right and undone so far.
    pub record: Record,
}

impl Proposal {
    /// What is asked for when it is accepted as it is.
    pub fn command(&self, receipt: ItemId, currency: Currency) -> Command {
        if let Some(account) = &self.account {
            return Command::WriteOff {
                target: Target::Item(receipt),
                amount: None,
                kind: DifferenceKind::NotReceivable,
                reason: account.clone(),
                on: None,
            };
        }
        let shares = |parts: &[ProposedPart]| {
            Settlement::shares(parts.iter().map(|part| (part.item, part.amount)), currency)
        };
        let rests = self.rests.iter();
        let rests = rests.map(|rest| Rest::proposed(rest.item, rest.amount, rest.kind, currency));
        Command::Settle(Box::new(Settlement {
            receipt,
            customer: self.parts.is_empty().then_some(self.customer),
            parts: shares(&self.parts),
            credits: shares(&self.credits),
            rests: rests.collect(),
            over: self.over,
            class: Some(self.class),
            evidence: self.evidence.clone(),
            teaches: self.teaches,
            on: None,
        }))
    }
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

/// Money that is to go back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RefundLine {
    pub refund: RefundId,
    pub credit: ItemId,
    /// What the credit is called.
    pub label: String,
    pub customer: CustomerId,
    pub customer_number: String,
    pub customer_name: String,
    pub currency: Currency,
    pub amount: Minor,
    /// Not gone out yet: a magnitude.
    pub left: Minor,
    pub planned: Date,
    pub reason: String,
}

/// Money that settles nothing yet, whether it is known whose it is or not.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MoneyLine {
    pub receipt: ReceiptLine,
    /// Days since it was booked.
    pub days: i64,
    /// What it may be for, the best first.
    pub guesses: Vec<Proposal>,
    /// What of it is planned to go back.
    pub refund: Option<RefundLine>,
}

/// An open item that a search for its customer found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FoundItem {
    pub customer: CustomerId,
    pub customer_number: String,
    pub customer_name: String,
    pub number: String,
    pub due: Date,
    pub currency: Currency,
    /// Signed: a credit's is negative.
    pub open: Minor,
}
