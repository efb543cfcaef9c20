//! Rows as they stand after all that has happened to them.

use rust_decimal::Decimal;

use super::customer::CustomerFacts;
use super::date::Date;
use super::document::{Document, ItemClass};
use super::id::{CustomerId, DocumentId, ItemId};
use super::money::{Currency, Minor};
use super::pause::Pause;
use super::receipt::{OtherKind, OtherLine, Receipt};

/// A customer as he stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CustomerState {
    pub number: String,
    /// The current version, counted from 1.
    pub version: usize,
    /// All versions, those taken back among them.
    pub versions: Vec<CustomerFacts>,
    pub voided: bool,
    /// The customer that he is one with: that one shows and owns all.
    pub merged_into: Option<CustomerId>,
}

impl CustomerState {
    /// The current facts; none for the reserved customer.
    pub fn facts(&self) -> Option<&CustomerFacts> {
        self.version
            .checked_sub(1)
            .and_then(|index| self.versions.get(index))
    }
}

/// A document as it stands: its facts never change.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DocumentState {
    pub document: Document,
    pub voided: bool,
}

/// An item as it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ItemState {
    /// None for a receipt.
    pub document: Option<DocumentId>,
    /// Number of the document, or label of the receipt.
    pub number: String,
    pub class: ItemClass,
    pub currency: Currency,
    pub issued: Date,
    pub posted: Date,
    pub due: Date,
    pub opened: Minor,
    pub reference: Option<String>,
    pub rate: Option<Decimal>,
    /// Whose it is: of customers that are one, who owns all.
    pub customer: CustomerId,
    /// Whom its document or the last move named: what its postings bear, whoever is merged into whom.
    pub keyed: CustomerId,
    /// The day since which it is that customer's.
    pub held_since: Date,
    pub open: Minor,
    /// What is open in the company's currency; none while the rate is missing.
    pub base: Option<Minor>,
    pub voided: bool,
    /// Every change of its balance, in the order in which they were made.
    pub history: Vec<(Date, Minor)>,
}

/// A receipt's own state, beside that of its item.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReceiptState {
    pub fingerprint: i64,
    pub payment_id: Option<String>,
    pub payer_account: Option<String>,
    pub payer_name: Option<String>,
    pub message: Option<String>,
    /// Why, while it is set aside.
    pub set_aside: Option<String>,
    /// The receipt that is counted in its place, and whether that is certain.
    pub covered: Option<(ItemId, bool)>,
}

/// A line of a bank file that is no payment, as it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LineState {
    pub kind: OtherKind,
    pub booked: Date,
    pub currency: Currency,
    /// Magnitude.
    pub amount: Minor,
    /// What is not accounted for yet.
    pub left: Minor,
    pub bank_ref: Option<String>,
    pub reference: Option<String>,
    pub end_to_end: Option<String>,
    /// Why, once it needs no more work.
    pub dismissed: Option<String>,
    pub voided: bool,
}

impl LineState {
    /// A line as it is taken in.
    pub fn of(line: &OtherLine) -> Self {
        Self {
            kind: line.kind,
            booked: line.booked,
            currency: line.currency,
            amount: line.amount,
            left: line.amount,
            bank_ref: line.bank_ref.clone(),
            reference: line.reference.clone(),
            end_to_end: line.text.details.end_to_end.clone(),
            dismissed: None,
            voided: false,
        }
    }

    /// Whether someone still has to look at it.
    pub fn waits(&self) -> bool {
        !self.left.is_zero() && self.dismissed.is_none() && !self.voided
    }
}

/// A pause and whether it was taken back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PauseState {
    pub pause: Pause,
    pub voided: bool,
}
impl ItemState {
    /// The balance on a day.
    pub fn balance(&self, on: Date) -> Minor {
        self.history
            .iter()
            .filter(|(date, _)| *date <= on)
            .map(|(_, amount)| *amount)
            .sum()
    }

    /// Whether so much less can be open from `date` on without the item passing zero on any later day.
    pub fn has_room(&self, amount: Minor, date: Date) -> bool {
        let days = self
            .history
            .iter()
            .map(|(day, _)| *day)
            .filter(|day| *day > date);
        days.chain([date])
            .all(|day| self.balance(day).abs() >= amount)
    }

    /// The first day from `from` on from which never less than `amount` is open.
    pub fn first_day_with(&self, amount: Minor, from: Date) -> Date {
        self.first_day(from, |day| self.has_room(amount, day))
    }

    /// The first day from `from` on from which nothing is open any more.
    pub fn first_day_empty(&self, from: Date) -> Date {
        self.first_day(from, |day| {
            let later = self.history.iter().map(|(later, _)| *later);
            later
                .filter(|later| *later > day)
                .chain([day])
                .all(|day| self.balance(day).is_zero())
        })
    }

    fn first_day(&self, from: Date, fits: impl Fn(Date) -> bool) -> Date {
        let later = self.history.iter().map(|(day, _)| *day);
        let mut days: Vec<Date> = later.filter(|day| *day > from).chain([from]).collect();
        days.sort_unstable();
        // On the last day an item is what it is now, so one of them fits whatever is asked for now.
        let last = days.last().copied().unwrap_or(from);
        days.into_iter().find(|day| fits(*day)).unwrap_or(last)
    }

    pub fn is_open(&self) -> bool {
        !self.open.is_zero()
    }
}

impl Receipt {
    /// What a person calls it by: the bank's reference, the file's number or, failing both, its own.
    pub fn label(&self) -> String {
        receipt_label(
            self.item,
            self.bank_ref.as_deref(),
            self.payment_id.as_deref(),
        )
    }
}

/// What a person calls a receipt by.
pub fn receipt_label(item: ItemId, bank_ref: Option<&str>, payment_id: Option<&str>) -> String {
    bank_ref
        .or(payment_id)
        .map_or_else(|| format!("R{}", item.0), str::to_owned)
}
