//! What is wrong, doubtful or unusual in the register of customers: in terms, in data, between customers. Typed
//! findings; the sentences stand in the locale.

use serde::Serialize;

use super::date::Date;
use super::field::{Field, Section};
use super::id::CustomerId;
use super::money::Money;
use super::outbox::Channel;

/// A doubt about terms of payment. The sentence is in the locale under `terms-doubt.`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(tag = "key", rename_all = "kebab-case")]
pub enum TermsDoubt {
    /// More days of credit in all than the policy has.
    TooLong {
        days: u16,
        most: u16,
    },
    /// Not whole weeks: due dates wander over the weekend.
    NotWholeWeeks {
        days: u16,
        step: u16,
    },
    /// The due date is no banking day: interest runs from a later day, so many days are given away.
    DueOnWeekend {
        due: Date,
        next: Date,
        days: u32,
    },
    DueOnHoliday {
        due: Date,
        next: Date,
        days: u32,
    },
    DiscountTooHigh {
        percent: String,
        most: u16,
    },
}

/// A fault of a customer's data, in the order of what harms most. The sentence is in the locale under `data-fault.`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(tag = "key", rename_all = "kebab-case")]
pub enum DataFault {
    /// No letter can reach him.
    Unreachable,
    /// Mail to him came back.
    ChannelStopped {
        channel: Channel,
    },
    WrongCheckDigit {
        field_label: FieldName,
        value: String,
    },
    NotOfForm {
        field_label: FieldName,
        value: String,
    },
    /// The country and his kind want it.
    Required {
        field_label: FieldName,
    },
    /// Fees are not owed where none was agreed.
    FeeNotAgreed,
    /// Agreed, but nobody wrote down when: it does not count.
    InterestUndated,
    NeverVerified {
        section: Section,
    },
    Stale {
        section: Section,
        on: Date,
    },
}

/// A field by its name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct FieldName(pub Field);

impl Serialize for FieldName {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.name())
    }
}

/// What an audit finds. The sentence is in the locale under `audit.`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(tag = "key", rename_all = "kebab-case")]
pub enum AuditFinding {
    TermsTooLong {
        days: u16,
        most: u16,
    },
    TermsNotWholeWeeks {
        days: u16,
        step: u16,
    },
    /// `usual` is the median of `peers` like him.
    TermsUnlikeOthers {
        days: u16,
        usual: u16,
        peers: u32,
    },
    DiscountTooHigh {
        percent: String,
        most: u16,
    },
    DiscountUnlikeOthers {
        percent: String,
        usual: String,
        peers: u32,
    },
    LimitUnlikeOthers {
        most: Money,
        usual: Money,
        peers: u32,
    },
    LimitWithoutCheck {
        most: Money,
    },
    LimitOverAdvised {
        most: Money,
        advised: Money,
    },
    LimitUnused {
        most: Money,
    },
    LimitOverused {
        after: Money,
        most: Money,
    },
    NoCheck {
        after: Money,
    },
    /// No group, no class, no terms, no limit: nobody thought about him.
    NoProfile,
    RemindersOff,
    OwnReminders,
}

/// Two customers that may be one.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Duplicate {
    pub one: CustomerId,
    pub other: CustomerId,
    /// The strongest first.
    pub why: Vec<Alike>,
}

/// What two customers share. Its words are in the locale under `alike.`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Alike {
    OrgNo,
    Account,
    Name,
    Email,
    Phone,
    Address,
}

impl Alike {
    pub const ALL: [Self; 6] = [
        Self::OrgNo,
        Self::Account,
        Self::Name,
        Self::Email,
        Self::Phone,
        Self::Address,
    ];

    /// Whether it may say by itself that two are one. An address takes something beside it, by which he is found.
    pub fn finds(self) -> bool {
        self != Self::Address
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::OrgNo => "org-no",
            Self::Account => "account",
            Self::Name => "name",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Address => "address",
        }
    }
}
