//! What left the house, and what is to: the outbox and the letters to a customer.

use crate::domain::date::Date;
use crate::domain::id::{CustomerId, DispatchId, LetterId};
use crate::domain::letter::LetterKind;
use crate::domain::money::Money;
use crate::domain::outbox::{Channel, Posted, Stand};

/// Something in the outbox.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OutboxLine {
    pub id: DispatchId,
    pub what: Posted,
    pub customer: CustomerId,
    pub number: String,
    pub name: String,
    pub channel: Channel,
    /// Where to; lines of an envelope are apart by line breaks.
    pub to: String,
    /// Of a letter.
    pub kind: Option<LetterKind>,
    pub amount: Option<Money>,
    pub stand: Stand,
    /// The customer may have it, or get it, by this dispatch or another of the same letter.
    pub may_have_arrived: bool,
    pub queued: Date,
    pub moved: Option<Date>,
    /// What was said of it last: the server's answer, or why.
    pub note: String,
    /// How often it was handed to its channel.
    pub attempts: u32,
}

/// A letter to a customer, and the ways on which it was sent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LetterSent {
    pub letter: LetterId,
    pub stage: String,
    pub kind: LetterKind,
    pub sent: Date,
    pub deadline: Option<Date>,
    pub total: Money,
    /// It was taken back.
    pub voided: bool,
    /// Oldest first; none of a letter that was moved in.
    pub dispatches: Vec<OutboxLine>,
}

/// How many dispatches stand where someone has to see to them.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct OutboxTally {
    pub queued: u64,
    pub failed: u64,
    pub in_doubt: u64,
    pub returned: u64,
}

impl OutboxTally {
    /// Those that a person has to decide on.
    pub fn waiting(&self) -> u64 {
        self.failed + self.in_doubt + self.returned
    }
}

/// How much is queued by each way.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Waiting {
    pub email: u64,
    pub post: u64,
    pub print: u64,
    pub sms: u64,
}

impl Waiting {
    pub fn add(&mut self, channel: Channel) {
        match channel {
            Channel::Email => self.email += 1,
            Channel::Post => self.post += 1,
            Channel::Print => self.print += 1,
            Channel::Sms => self.sms += 1,
        }
    }

    pub fn by(&self, channel: Channel) -> u64 {
        match channel {
            Channel::Email => self.email,
            Channel::Post => self.post,
            Channel::Print => self.print,
            Channel::Sms => self.sms,
        }
    }

    /// What goes on paper, whoever prints it.
    pub fn on_paper(&self) -> u64 {
        self.post + self.print
    }

    pub fn all(&self) -> u64 {
        Channel::ALL
            .into_iter()
            .map(|channel| self.by(channel))
            .sum()
    }
}

/// What came of sending.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct SendSummary {
    pub sent: u64,
    pub failed: u64,
    pub in_doubt: u64,
    /// They must not leave any more as they were written, and stay.
    pub out_of_date: u64,
    /// Still to go: by a way that is not sent on from here, or after a stop.
    pub waiting: Waiting,
    pub hindrance: Option<Hindrance>,
    /// What did not leave, and why.
    pub not_sent: Vec<(String, String)>,
}

/// Why sending did not begin, or ended early.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Hindrance {
    /// Another process sends.
    Elsewhere,
    /// It has no way out, and why.
    NoWay(String),
    /// Stopped by the user.
    Cancelled,
    /// It failed so often that no more was tried, and how.
    Server(String),
}
