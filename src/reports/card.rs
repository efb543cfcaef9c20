//! A customer as the list and the card show him, and a document with what happened to it.

use crate::domain::customer::CustomerFacts;
use crate::domain::date::Date;
use crate::domain::document::{DocumentDetails, DocumentKind, ItemClass};
use crate::domain::evidence::Evidence;
use crate::domain::handover::Handover;
use crate::domain::id::{CustomerId, DocumentId, EntryId, ItemId, LetterId};
use crate::domain::letter::LetterKind;
use crate::domain::money::{Currency, Minor};
use crate::domain::pause::{Pause, Promises};
use crate::domain::posting::PostingKind;
use crate::domain::record::HoldLevel;

/// A line of the customer list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CustomerLine {
    pub id: CustomerId,
    pub number: String,
    pub name: String,
    pub org_no: Option<String>,
    pub city: Option<String>,
    /// E-mail, phone (also without its blanks) and the persons there, one on a line: what he is found by besides.
    pub reach: String,
    pub inactive: bool,
    /// In the company's currency; other currencies stand on the card.
    pub open: Minor,
    pub overdue: Minor,
    /// Days past due of the oldest open debit, in any currency; zero or less when nothing is late.
    pub days_late: i64,
    /// Has open items in another currency than the company's.
    pub other_currencies: bool,
    pub risk_class: Option<String>,
    pub tags: Vec<String>,
    pub group: Option<String>,
    /// The hardest hold that stands today.
    pub hold: Option<HoldLevel>,
    /// Something in his data is wrong or missing.
    pub faulty: bool,
    /// The day of what nobody confirmed for longest, where that is longer than the policy wants.
    pub stale_since: Option<Date>,
}

/// An open item, or one that was.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ItemLine {
    pub id: ItemId,
    /// None for a receipt.
    pub document: Option<DocumentId>,
    /// Invoice or credit note number; a receipt's bank reference, payment id or, failing both, its own number.
    pub number: String,
    pub class: ItemClass,
    pub currency: Currency,
    pub issued: Date,
    pub due: Date,
    /// As issued, signed: positive is owed by the customer.
    pub amount: Minor,
    pub open: Minor,
    pub disputed: Minor,
    pub reference: Option<String>,
    pub pauses: Vec<Pause>,
    /// The last step that it took: the policy's name of the stage, what letter it was, and when.
    pub last_step: Option<(String, LetterKind, Date)>,
    /// Of a charge: the number of the document whose lateness it answers.
    pub about: Option<String>,
    /// The agency that has it.
    pub handover: Option<Handover>,
}

/// All about one customer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Card {
    pub id: CustomerId,
    pub number: String,
    pub facts: CustomerFacts,
    /// The day on which the present version was taken in.
    pub changed: Date,
    /// Oldest due date first.
    pub open: Vec<ItemLine>,
    /// Newest first, the last hundred.
    pub settled: Vec<ItemLine>,
    /// Average days from due date to full payment over the last twelve settled invoices; none without any.
    pub average_days_late: Option<i64>,
    pub promises: Promises,
    /// What rests on all that he owes: pauses, a bankruptcy; those that are over aside.
    pub pauses: Vec<Pause>,
}

/// What happened to an item.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Happened {
    Posted(PostingKind),
    /// A letter said something of it: no balance moved.
    Sent(LetterId, LetterKind),
}

/// One thing that happened to an item, newest last.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HistoryLine {
    pub entry: EntryId,
    pub date: Date,
    /// When it was done: local date and time as text.
    pub at: String,
    pub actor: String,
    pub what: Happened,
    pub item: ItemId,
    /// Of a posting its change, of a letter what it claims of the item.
    pub amount: Minor,
    /// Open on the item after it.
    pub balance: Minor,
    /// Number of the document, or label of the receipt, on the other side.
    pub counter: Option<String>,
    /// Why a receipt was matched, if this was a match.
    pub evidence: Vec<Evidence>,
    pub undone: bool,
}

/// A document or a receipt with its items and history.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DocumentView {
    pub kind: Option<DocumentKind>,
    pub number: String,
    pub customer: CustomerId,
    pub customer_number: String,
    pub customer_name: String,
    pub currency: Currency,
    pub issued: Date,
    pub amount: Minor,
    pub details: DocumentDetails,
    pub items: Vec<ItemLine>,
    pub history: Vec<HistoryLine>,
    /// What the bank said, for a receipt.
    pub receipt: Option<super::settling::ReceiptLine>,
}
