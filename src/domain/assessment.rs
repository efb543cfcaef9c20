//! The answer to a sale on credit: a verdict, and every rule that spoke with the facts that it spoke of.

use serde::Serialize;

use super::credit::{Reached, Verdict};
use super::date::Date;
use super::money::{Minor, Money};
use super::record::HoldLevel;

/// May this be sold on credit?
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Assessment {
    /// Asked for.
    pub amount: Money,
    pub verdict: Verdict,
    /// With [`Verdict::Prepay`]: how much of the sale, 1 to 100.
    pub prepay_percent: Option<u8>,
    /// All rules that spoke, those for the verdict first.
    pub reasons: Vec<Reason>,
    /// At risk before the sale, and with it.
    pub exposure: Money,
    pub exposure_after: Money,
    /// His own limit, else what the policy gives who has none; none where the policy has no amount in the currency.
    pub limit: Option<Money>,
    /// What can be sold before the limit is reached.
    pub usable: Option<Money>,
    /// Of the policy that judged.
    pub policy: String,
}

/// What a rule said.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Reason {
    pub says: Verdict,
    /// Of the sale, with [`Verdict::Prepay`].
    pub percent: Option<u8>,
    /// An override passes over it.
    pub lifted: bool,
    #[serde(flatten)]
    pub because: Because,
}

/// Why. The sentence stands in the locale under `credit.`; the key is the rule's name in scripts and records.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(tag = "key", rename_all = "kebab-case")]
pub enum Because {
    // Against the sale, or with a condition.
    Bankrupt,
    /// He was put away: nothing is sold to him until he is taken up again.
    Inactive,
    /// A hold that somebody, or a rule, set: what is said of it is his reason or the rule.
    Held {
        level: HoldLevel,
        since: Date,
        hold_rule: Option<String>,
        reason: String,
    },
    HeldUntil {
        level: HoldLevel,
        since: Date,
        until: Date,
        hold_rule: Option<String>,
        reason: String,
    },
    /// The bureau reported a payment default.
    Defaulted {
        on: Date,
    },
    OverdueLong {
        overdue: Money,
        days: i64,
        most: u16,
    },
    OverdueMuch {
        overdue: Money,
        days: i64,
        most: Money,
    },
    /// Reminders have come far.
    ReminderReached {
        reached: Reached,
    },
    PromisesBroken {
        count: u32,
        most: u16,
    },
    /// He pays later than a year ago.
    PaysLater {
        now: i64,
        before: i64,
    },
    BadClass {
        class: String,
    },
    /// Much for one sale on credit.
    LargeAmount {
        after: Money,
        most: Money,
    },
    /// Much for the company: a share of all that customers owe it.
    LargeShare {
        after: Money,
        share: u32,
        most: u16,
    },
    OverLimit {
        after: Money,
        most: Money,
    },
    /// The policy gives no limit in this currency, and he has none.
    NoLimit,
    /// The bureau advised less.
    OverAdvised {
        after: Money,
        advised: Money,
    },
    NoCheck {
        after: Money,
        most: Money,
    },
    CheckOld {
        on: Date,
        after: Money,
        most: Money,
    },
    /// New, never checked, and more than one gives a stranger.
    NewUnchecked {
        after: Money,
        most: Money,
    },
    // For the sale.
    LowAmount {
        amount: Money,
        below: Money,
    },
    NewWithin {
        after: Money,
        most: Money,
    },
    OwnHistory {
        count: u32,
        most: Money,
    },
    Checked {
        on: Date,
    },
    CheckedClass {
        on: Date,
        class: String,
    },
    /// Public bodies are not checked.
    PublicBody,
    WithinLimit {
        after: Money,
        most: Money,
    },
    WithinTolerance {
        after: Money,
        most: Money,
        percent: u16,
    },
    // To know.
    OverdueSome {
        overdue: Money,
        days: i64,
    },
    Disputed {
        count: u32,
    },
    WithoutRate {
        amounts: Vec<Money>,
    },
    Overridden {
        until: Date,
        reason: String,
    },
    OverrideSmaller {
        until: Date,
        most: Money,
    },
    OverrideWeaker {
        until: Date,
        over: Verdict,
    },
}

impl Because {
    /// The rule's name in scripts and records, as `over-limit`.
    pub fn rule(&self) -> String {
        let named = serde_json::to_value(self).ok();
        let key = named.as_ref().and_then(|value| value.get("key")?.as_str());
        key.unwrap_or_default().to_owned()
    }
}

impl Assessment {
    /// The rules that spoke, by name.
    pub fn rules(&self) -> Vec<String> {
        let reasons = self.reasons.iter();
        reasons.map(|reason| reason.because.rule()).collect()
    }

    /// In minor units of the company's currency.
    pub fn after(&self) -> Minor {
        self.exposure_after.amount
    }
}
