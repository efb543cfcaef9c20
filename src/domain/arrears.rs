//! All that a decision on reminders needs of one customer's account in one currency.

use rust_decimal::Decimal;

use super::customer::CustomerKind;
use super::date::Date;
use super::departure::Unsent;
use super::document::{ItemClass, MovedIn};
use super::handover::Handover;
use super::id::{CustomerId, DocumentId, ItemId, LetterId};
use super::letter::{ChargeKind, Step};
use super::money::{Currency, Minor};
use super::outbox::Channel;
use super::pause::Pause;
use super::plan::Plan;

/// A customer's account in one currency, as far as reminders go. Settled items are in it only where an interest note
/// is asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Arrears {
    pub customer: CustomerId,
    pub number: String,
    pub kind: CustomerKind,
    /// ISO 3166 code of two letters.
    pub country: String,
    pub group: Option<String>,
    pub channel: Option<String>,
    /// Whether letters can reach him by e-mail, and by post.
    pub has_email: bool,
    pub has_address: bool,
    /// Ways that are no good for the address that he has.
    pub stopped: Vec<Channel>,
    /// The day on which reminder fees were agreed.
    pub agreed_fee: Option<Date>,
    /// Late interest agreed with him, percent a year, and the day from which it was.
    pub agreed_interest: Option<(Decimal, Date)>,
    pub currency: Currency,
    /// Invoices ever issued to him, counted only as far as a policy asks who is new.
    pub invoices: u32,
    /// Open invoices and charges past their due date, the earliest due first; then those not due yet.
    pub items: Vec<Overdue>,
    /// Credit notes and unapplied money.
    pub credits: Vec<Credit>,
    /// Letters that took some of them off what they ask for, the oldest first.
    pub netted: Vec<Netted>,
    /// What pauses all of it.
    pub pauses: Vec<Pause>,
    pub last_call: Option<Date>,
    /// Receipts that nobody has matched and that may be his.
    pub unmatched: u32,
    /// Someone said why what is barred, or follows a letter that came back, is asked for all the same.
    pub insisted: bool,
}

/// An item of the account.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Overdue {
    pub item: ItemId,
    pub document: DocumentId,
    /// The document's.
    pub number: String,
    pub class: ItemClass,
    pub issued: Date,
    pub due: Date,
    pub opened: Minor,
    pub open: Minor,
    pub reference: Option<String>,
    /// Of a charge: what it is for, and which item's lateness it answers.
    pub charge: Option<(ChargeKind, ItemId)>,
    /// Of a charge: the letter that claims it, while that has not left the house.
    pub unsent: Option<Unsent>,
    /// The bank was to fetch the money on the due date.
    pub direct_debit: bool,
    /// Letters that moved it a stage, the oldest first.
    pub taken: Vec<Taken>,
    /// Letters with a fee that moved other instalments of its document, those settled by now too, the oldest first:
    /// fees count for a claim, not for each of its parts.
    pub beside: Vec<Taken>,
    /// What was claimed for its lateness up to now.
    pub claimed: Vec<Claimed>,
    /// What was claimed for the lateness of other instalments of its document that are settled by now: the same for
    /// each that is open.
    pub claimed_beside: Vec<Claimed>,
    pub pauses: Vec<Pause>,
    /// Plans that cover it, and how much of all of a plan's items is paid since it was made.
    pub plans: Vec<(Plan, Minor)>,
    /// The agency that collects it.
    pub agency: Option<Handover>,
    /// Every change of its balance since it was opened, by date: payments are negative, a payment that came back is
    /// positive; with `opened` they add up to `open`. Empty if there was none.
    pub changes: Vec<(Date, Minor)>,
    /// Those of them that credit notes made: so much was never owed.
    pub credited: Vec<(Date, Minor)>,
    pub moved_in: Option<MovedIn>,
}

/// A credit note or unapplied money.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Credit {
    pub item: ItemId,
    /// What it is called: the credit note's number, the receipt's.
    pub number: String,
    pub on: Date,
    /// What is left of it: a magnitude.
    pub left: Minor,
}

/// A letter that took credits off what it asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Netted {
    pub letter: LetterId,
    /// Each credit with how much of it: a magnitude.
    pub credits: Vec<(ItemId, Minor)>,
    /// What it asks for: principal and charges.
    pub items: Vec<ItemId>,
}

/// A letter that moved an item a stage.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Taken {
    pub letter: LetterId,
    pub step: Step,
    /// The day on which it left the house; of one that has not, the day that it bears.
    pub sent: Date,
    pub deadline: Option<Date>,
    /// It has not left, or came back: no step follows it.
    pub unsent: Option<Unsent>,
    /// Whether the letter claimed a fee.
    pub fee: bool,
}

/// A charge claimed for an item's lateness.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Claimed {
    pub item: ItemId,
    pub kind: ChargeKind,
    pub on: Date,
    pub amount: Minor,
    /// What is left of it.
    pub open: Minor,
    /// Of interest: the last day that it counts.
    pub until: Option<Date>,
}

impl Overdue {
    /// What is open and not disputed or promised on a day, nor paused in any other way.
    pub fn free(&self, on: Date) -> Minor {
        let held: Minor = self
            .pauses
            .iter()
            .filter(|pause| pause.holds(on))
            .map(|pause| pause.amount)
            .sum();
        (self.open - held).max(Minor::ZERO)
    }

    /// The last day up to which interest was claimed of it, here or by the system that it came from.
    pub fn interest_until(&self) -> Option<Date> {
        let here = self.claimed.iter().filter_map(|claim| claim.until).max();
        let moved_in = self.moved_in.as_ref();
        here.max(moved_in.and_then(|told| told.interest_until))
    }
}
