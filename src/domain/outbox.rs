//! The outbox: what is to leave the house, by which way, and whether it did. A dispatch that may or may not have
//! arrived is *in doubt* and waits for a person: nothing goes out twice in silence.

use serde::{Deserialize, Serialize};

use super::customer::PartyText;
use super::date::Date;
use super::id::{CustomerId, DispatchId, LetterId};
use super::shape::is_email;
use super::sheet::Sheet;

/// Bytes that a sheet may have at rest: a letter of hundreds of items has a hundredth of that.
pub const SHEET_LIMIT: usize = 4 << 20;

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

    /// Where it reaches someone: an address of e-mail, lines of an envelope, a telephone number. None if nobody has
    /// said, or what was said is no address.
    pub fn address(self, text: &PartyText) -> Option<String> {
        match self {
            Self::Email => text.email.clone().filter(|email| is_email(email.trim())),
            Self::Sms => text.phone.clone(),
            // Who prints an envelope needs as much for it as a print house.
            Self::Post | Self::Print => has_place(text).then(|| lines(text)),
        }
    }
}

/// The post finds a street, or a place that a postcode names.
fn has_place(text: &PartyText) -> bool {
    text.street.is_some() || (text.postcode.is_some() && text.city.is_some())
}

/// The lines of an envelope: name, street, postcode and city.
fn lines(text: &PartyText) -> String {
    let place: Vec<&str> = [&text.postcode, &text.city]
        .into_iter()
        .filter_map(|part| part.as_deref())
        .collect();
    let place = place.join(" ");
    let lines = [
        text.name.as_str(),
        text.street.as_deref().unwrap_or(""),
        &place,
    ];
    let lines: Vec<&str> = lines.into_iter().filter(|line| !line.is_empty()).collect();
    lines.join("\n")
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
    /// Where it went to the last time that it was handed to its channel; before that, the address as it was when it was
    /// queued. Personal, and kept apart from the chain.
    #[serde(skip)]
    pub to: String,
}

/// Where a dispatch stands.
#[derive(
    Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize,
)]
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
    pub const ALL: [Self; 7] = [
        Self::Queued,
        Self::Sending,
        Self::Sent,
        Self::Failed,
        Self::InDoubt,
        Self::Returned,
        Self::CalledOff,
    ];

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stand| stand.name() == text)
    }

    /// Whether it is on its way, or may have arrived: the same letter must not go out beside it.
    pub fn is_live(self) -> bool {
        matches!(
            self,
            Self::Queued | Self::Sending | Self::Sent | Self::InDoubt
        )
    }

    /// Whether it says that something left the house, or may have. What is being sent may surely fail still.
    pub fn tells_of_leaving(self) -> bool {
        matches!(self, Self::Sent | Self::InDoubt | Self::Returned)
    }

    /// Where it stood when it went, if the customer may have it or get it: that is not taken back, and goes out once more
    /// only with a reason. Calling it off does not call it back. What came back he does not have. `left` is the last
    /// stand that told of its leaving.
    pub fn may_have_arrived(self, left: Option<Self>) -> Option<Self> {
        match self {
            Self::Sending => Some(self),
            _ => left.filter(|left| *left != Self::Returned),
        }
    }

    /// Whether it can fall back into doubt: it does not go once more, and whether it went before nobody knows.
    pub fn falls_back(self, left: Option<Self>) -> bool {
        matches!(self, Self::Queued | Self::Failed | Self::CalledOff) && left == Some(Self::InDoubt)
    }

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
                | (InDoubt, Queued | Sent | Returned | CalledOff)
                | (Sent, Returned)
                | (Returned, CalledOff)
                | (CalledOff, Queued)
        )
    }
}

/// A dispatch went from one stand to another.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Move {
    pub dispatch: DispatchId,
    pub from: Stand,
    pub to: Stand,
    pub on: Date,
    /// A person said so. What the outbox saw itself has happened, and cannot be taken back.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub by_hand: bool,
    /// What the server answered, or why; of a dispatch that is being sent, where to.
    #[serde(skip)]
    pub note: String,
    /// Of a dispatch that is being sent: what is in it, unless it has a sheet already. Kept apart from the chain, which has its salted hash.
    #[serde(skip)]
    pub sheet: Option<Box<Sheet>>,
}

/// A dispatch as it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DispatchState {
    pub dispatch: Dispatch,
    /// The day on which it was queued.
    pub on: Date,
    pub stand: Stand,
    /// The last stand that told of its leaving, whatever was said of it since. None: it never left.
    pub left: Option<Stand>,
    /// What queued it was undone.
    pub voided: bool,
}

impl DispatchState {
    /// Where it stands for whoever sends: what was undone is called off.
    pub fn stand(&self) -> Stand {
        if self.voided {
            Stand::CalledOff
        } else {
            self.stand
        }
    }

    /// `Stand::may_have_arrived`.
    pub fn may_have_arrived(&self) -> Option<Stand> {
        self.stand.may_have_arrived(self.left)
    }
}

/// A channel that no letter to a customer takes while his address is what it was then: it is bad.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ChannelStop {
    pub customer: CustomerId,
    pub channel: Channel,
    /// The version of the customer whose address is bad. Another address is free by itself.
    pub version: usize,
    pub on: Date,
    #[serde(skip)]
    pub reason: String,
}

impl ChannelStop {
    /// Whether it holds for an address that is this one now and was that one when it was found bad.
    pub fn holds(&self, now: &PartyText, then: &PartyText) -> bool {
        match self.channel {
            Channel::Email => now.email == then.email,
            Channel::Sms => now.phone == then.phone,
            Channel::Post | Channel::Print => {
                (&now.street, &now.postcode, &now.city)
                    == (&then.street, &then.postcode, &then.city)
            }
        }
    }
}
