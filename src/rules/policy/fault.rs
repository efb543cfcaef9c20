//! What is wrong with a policy, said so that its writer can mend it: the file, the line, the key.

use std::sync::Arc;

use rust_decimal::Decimal;
use serde::Serialize;

use crate::domain::date::Date;
use crate::domain::money::Money;

/// Where a key was set: the last place that set it counts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Place {
    pub origin: Arc<str>,
    pub line: u64,
    /// The key in full, as that file writes it.
    pub name: String,
    /// How late its table counts: 0 for the shipped policy.
    pub layer: u8,
}

/// Why a policy cannot be used. `origin` is the file's name, `name` the dotted key. What is harsher than the law also
/// names the paragraph and the day from which it says so.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(tag = "key", rename_all = "kebab-case")]
pub enum PolicyFault {
    Malformed {
        origin: String,
        line: u64,
        cause: String,
    },
    UnknownKey {
        origin: String,
        line: u64,
        name: String,
    },
    NotATable {
        origin: String,
        line: u64,
        name: String,
    },
    NotAFlag {
        origin: String,
        line: u64,
        name: String,
    },
    /// No whole number, or one that cannot be meant.
    NotACount {
        origin: String,
        line: u64,
        name: String,
        limit: u16,
    },
    NotACurrency {
        origin: String,
        line: u64,
        name: String,
    },
    NotAnAmount {
        origin: String,
        line: u64,
        name: String,
    },
    NotARate {
        origin: String,
        line: u64,
        name: String,
    },
    NotAFee {
        origin: String,
        line: u64,
        name: String,
    },
    /// Text that is empty, too long or no text.
    NotText {
        origin: String,
        line: u64,
        name: String,
        limit: u16,
    },
    NotAList {
        origin: String,
        line: u64,
        name: String,
        limit: u16,
    },
    NotAChoice {
        origin: String,
        line: u64,
        name: String,
        choices: String,
    },
    TooMany {
        origin: String,
        line: u64,
        name: String,
        limit: u16,
    },
    /// The order names a stage that no table describes.
    StageUnknown {
        origin: String,
        line: u64,
        name: String,
        stage: String,
    },
    StageTwice {
        origin: String,
        line: u64,
        name: String,
        stage: String,
    },
    /// A new stage that does not say what it does.
    StageDoesNothing {
        origin: String,
        line: u64,
        name: String,
    },
    HandOverNotLast {
        origin: String,
        line: u64,
        name: String,
        stage: String,
    },
    /// No customer is in a group that has a policy of its own.
    GroupUnknown {
        origin: String,
        line: u64,
        name: String,
        group: String,
        groups: String,
    },
    CustomerUnknown {
        origin: String,
        line: u64,
        name: String,
        customer: String,
    },
    /// A number that must be one at least.
    NotPositive {
        origin: String,
        line: u64,
        name: String,
    },
    /// One key says more than another, which must not be less.
    MoreThanAnother {
        origin: String,
        line: u64,
        name: String,
        less: String,
        more: String,
    },
    // Harsher than the law.
    FeeOnFriendly {
        origin: String,
        line: u64,
        name: String,
    },
    /// No law allows a fee for such a letter.
    FeeNotAllowed {
        origin: String,
        line: u64,
        name: String,
    },
    FeeTooHigh {
        origin: String,
        line: u64,
        name: String,
        asked: Money,
        most: Money,
        law: String,
        on: Date,
    },
    FeeTooEarly {
        origin: String,
        line: u64,
        name: String,
        days: u32,
        least: u32,
        law: String,
        on: Date,
    },
    FeesTooMany {
        origin: String,
        line: u64,
        name: String,
        count: u32,
        most: u32,
        law: String,
        on: Date,
    },
    FeesTooClose {
        origin: String,
        line: u64,
        name: String,
        days: u32,
        least: u32,
        law: String,
        on: Date,
    },
    /// A further fee needs a missed deadline in the letter before it, which sets a shorter one or none.
    FeeWithoutDeadline {
        origin: String,
        line: u64,
        name: String,
        stage: String,
        days: u32,
        least: u32,
        law: String,
        on: Date,
    },
    /// The fee needs a letter with a fee before it.
    FeeWithoutLetter {
        origin: String,
        line: u64,
        name: String,
        law: String,
        on: Date,
    },
    LetterTooEarly {
        origin: String,
        line: u64,
        name: String,
        days: u32,
        least: u32,
        law: String,
        on: Date,
    },
    DeadlineTooShort {
        origin: String,
        line: u64,
        name: String,
        days: u32,
        least: u32,
        law: String,
        on: Date,
    },
    /// Only an agency may send such a letter.
    NotTheCreditors {
        origin: String,
        line: u64,
        name: String,
        stage: String,
        law: String,
        on: Date,
    },
    /// The law wants a notice before the hand-over, and the policy sends none.
    HandOverWithoutNotice {
        origin: String,
        line: u64,
        name: String,
        stage: String,
        law: String,
        on: Date,
    },
    RateTooHigh {
        origin: String,
        line: u64,
        name: String,
        rate: Decimal,
        most: Decimal,
        law: String,
        on: Date,
    },
    CompensationOfConsumers {
        origin: String,
        line: u64,
        name: String,
        law: String,
        on: Date,
    },
}

impl PolicyFault {
    /// Whether no letter is judged by such a policy. A hand-over is held against the law when it comes to it.
    pub fn closes(&self) -> bool {
        !matches!(self, Self::HandOverWithoutNotice { .. })
    }

    /// Whether another says the same of the same key, maybe by the law of another day.
    pub fn is_the_same(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
            && self.place() == other.place()
    }

    /// The file, the line and the key.
    fn place(&self) -> Option<(String, u64, String)> {
        let fields = serde_json::to_value(self).ok()?;
        let text = |name: &str| Some(fields.get(name)?.as_str()?.to_owned());
        Some((
            text("origin")?,
            fields.get("line")?.as_u64()?,
            text("name").unwrap_or_default(),
        ))
    }
}

/// A fault of a kind at a place. A macro, for a fault is one of many variants with the same first fields.
macro_rules! fault {
    ($place:expr, $variant:ident $(, $more:ident: $value:expr)*) => {
        $crate::rules::policy::PolicyFault::$variant {
            origin: $place.origin.to_string(),
            line: $place.line,
            name: $place.name.clone(),
            $($more: $value,)*
        }
    };
}
pub(in crate::rules) use fault;
