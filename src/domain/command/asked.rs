//! What commands carry beside settlements: letters, plans, the outbox, files, the register.

use rust_decimal::Decimal;

use crate::domain::attachment::{Contents, Purpose};
use crate::domain::customer::CustomerKind;
use crate::domain::date::Date;
use crate::domain::field::Field;
use crate::domain::id::{CustomerId, DocumentId, ItemId};
use crate::domain::money::{Currency, Minor};
use crate::domain::sheet::Sheet;

/// A letter to record as sent, as the queue has it on the day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reminder {
    pub customer: CustomerId,
    pub currency: Currency,
    /// The stage that is expected; another one that is due then is refused.
    pub stage: Option<String>,
    /// Only these items; all that are due, if none is named.
    pub items: Vec<ItemId>,
    /// Another channel than the policy's.
    pub channel: Option<String>,
    /// The total that was shown, to be refused if it is another by now.
    pub total: Option<Minor>,
    /// Why it goes out in spite of a warning.
    pub reason: Option<String>,
    /// Why its new fee is left out of it; none if it bears the fee that is due.
    pub without_fee: Option<String>,
}

impl Reminder {
    /// All that was said why it goes out as it does: kept with its entry.
    pub fn said(&self) -> Option<String> {
        let said: Vec<&str> = [&self.reason, &self.without_fee]
            .into_iter()
            .filter_map(|reason| Some(reason.as_deref()?.trim()))
            .filter(|reason| !reason.is_empty())
            .collect();
        (!said.is_empty()).then(|| said.join("; "))
    }
}

/// A payment plan to make.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PlanAsked {
    pub customer: CustomerId,
    /// All their open items, charges claimed for them among them.
    pub documents: Vec<DocumentId>,
    /// Without the down payment.
    pub instalments: u16,
    pub first: Date,
    /// Paid on the day it is made.
    pub down: Option<Decimal>,
    /// Months between the instalments.
    pub every: u16,
    /// Beyond the policy's limits, and why.
    pub reason: Option<String>,
}

/// What is told of a dispatch: by the outbox, or by a person.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// It is handed to its channel now, for an address that must still be the customer's; a letter with its sheet. A
    /// statement has its own, but where it was addressed anew.
    Sending {
        to: String,
        sheet: Option<Box<Sheet>>,
    },
    /// The channel took it.
    Sent { answer: String },
    /// It surely did not leave.
    Failed { why: String },
    /// Nobody knows whether it left.
    Doubt { why: String },
    /// A person: it did not arrive, or is to be tried again.
    Resend { reason: String },
    /// A person: what was in doubt did leave.
    Arrived { reason: String },
    /// A person: it is not to leave any more.
    CallOff { reason: String },
    /// A person: it came back, and its channel is no good for this customer.
    Returned { reason: String },
}

impl Outcome {
    /// The names of what only the outbox sees: it happened, and nobody takes it back.
    pub const SEEN: [&str; 4] = ["send", "sent", "send-failed", "in-doubt"];

    /// The name in the journal of the command that tells it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Sending { .. } => "send",
            Self::Sent { .. } => "sent",
            Self::Failed { .. } => "send-failed",
            Self::Doubt { .. } => "in-doubt",
            Self::Resend { .. } => "resend",
            Self::Arrived { .. } => "arrived",
            Self::CallOff { .. } => "call-off",
            Self::Returned { .. } => "returned",
        }
    }
}

/// A file to keep with a document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewFile {
    pub document: DocumentId,
    pub purpose: Purpose,
    /// The name of the file, without a folder.
    pub name: String,
    /// The media type, as `application/pdf`.
    pub media: String,
    pub contents: Contents,
}

/// Values for fields, as `Field::write` takes them; none empties a field.
pub type Values = Vec<(Field, Option<String>)>;

/// A customer to put into the register by hand.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct NewCustomer {
    /// The next free one, if none is given.
    pub number: Option<String>,
    pub set: Values,
    pub reason: String,
    /// He was held against who is alike, and is another.
    pub is_another: bool,
}

impl NewCustomer {
    /// What he is where nothing says so, as in a list: who has a number of a register is a business.
    pub fn likely_kind(&self) -> CustomerKind {
        let mut set = self.set.iter();
        if set.any(|(field, value)| *field == Field::OrgNo && value.is_some()) {
            CustomerKind::Business
        } else {
            CustomerKind::Consumer
        }
    }
}

/// A change of a customer by hand.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Edit {
    pub customer: CustomerId,
    /// The version that was seen: if another is current by now, nothing is overwritten.
    pub version: Option<usize>,
    pub set: Values,
    pub reason: String,
}

impl Edit {
    pub fn new(customer: CustomerId, set: Values, reason: &str) -> Self {
        Self {
            customer,
            version: None,
            set,
            reason: reason.to_owned(),
        }
    }
}

/// What a rest of reminders is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Resting {
    Document(DocumentId),
    Customer(CustomerId),
}
