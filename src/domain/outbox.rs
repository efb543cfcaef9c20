//! The outbox: what is to leave the house, by which way, and whether it did. A dispatch that may or may not have
//! arrived is *in doubt* and waits for a person: nothing goes out twice in silence.

use serde::{Deserialize, Serialize};

use super::id::{CustomerId, DispatchId, LetterId};

/// A way to a customer.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Channel {
    Email,
    /// Through a print house, by a file.
    Post,
    /// Through a gateway, by a file.
    Sms,
    /// On paper from one's own printer.
    Print,
}

impl Channel {
    pub const ALL: [Self; 4] = [Self::Email, Self::Post, Self::Sms, Self::Print];

    /// Its name in policies, scripts and, under `channel.`, in the locale.
    pub fn name(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Post => "post",
            Self::Sms => "sms",
            Self::Print => "print",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|channel| channel.name().eq_ignore_ascii_case(text))
    }
}

/// What is to leave the house.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Posted {
    Letter(LetterId),
    /// A statement of account: its sheet is all there is of it.
    Statement,
}

/// Something in the outbox.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Dispatch {
    pub id: DispatchId,
    pub customer: CustomerId,
    pub what: Posted,
    pub channel: Channel,
    /// Where to: the address as it was when it was queued. Personal, and kept apart from the chain.
    #[serde(skip)]
    pub to: String,
}

/// Where a dispatch stands.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stand {
    #[default]
    Queued,
    /// Handed to the channel, and no word yet. After a crash it is in doubt.
    Sending,
    Sent,
    /// It surely did not leave; it may be tried again.
    Failed,
    /// Nobody knows whether it left.
    InDoubt,
    /// It came back: the address is bad.
    Returned,
    /// It is not to leave any more.
    CalledOff,
}

impl Stand {
    /// Its name in scripts and, under `stand.`, in the locale.
    pub fn name(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::InDoubt => "in-doubt",
            Self::Returned => "returned",
            Self::CalledOff => "called-off",
        }
    }

    /// Where it can go from here.
    pub fn may_become(self, next: Self) -> bool {
        use Stand::{CalledOff, Failed, InDoubt, Queued, Returned, Sending, Sent};
        matches!(
            (self, next),
            (Queued, Sending | CalledOff | Failed)
                | (Sending, Sent | Failed | InDoubt)
                | (Failed, Queued | CalledOff)
                | (InDoubt, Queued | Sent | CalledOff)
                | (Sent, Returned)
                | (Returned, CalledOff)
                | (CalledOff, Queued)
        )
    }
}
