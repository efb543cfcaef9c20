//! The "no"s of what pauses reminders, of payment plans and of agencies.

use serde::Serialize;

use crate::domain::date::Date;
use crate::domain::id::{HandoverId, LetterId, PauseId, PlanId};
use crate::domain::money::Money;
use crate::domain::outbox::Stand;

/// Why something was not done about what is overdue: see [`super::Refusal`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(tag = "key", rename_all = "kebab-case")]
pub enum CollectingRefusal {
    // What pauses reminders.
    /// More is promised than is not disputed.
    MoreThanUndisputed {
        invoice: String,
        asked: Money,
        open: Money,
    },
    IsDisputed {
        invoice: String,
        reason: String,
    },
    UnknownPause {
        pause: PauseId,
    },
    PauseOver {
        pause: PauseId,
    },
    /// Nothing rests on it that could be ended.
    NotPaused {
        what: String,
    },
    IsBankrupt {
        customer: String,
    },
    NothingToSkip {
        customer: String,
    },
    // More time: fit to be read to the customer.
    NoExtensions,
    ExtensionNotLater {
        invoice: String,
        due: Date,
    },
    ExtensionTooLong {
        days: u16,
        last: Date,
    },
    /// The last day that could be given is past.
    ExtensionTooLate {
        days: u16,
        last: Date,
    },
    ExtensionUsedUp {
        invoice: String,
        times: u16,
    },
    ExtensionPartFirst {
        percent: u16,
        missing: Money,
    },
    // Payment plans.
    UnknownPlan {
        plan: String,
    },
    /// No plan of his runs.
    NotOnPlan {
        customer: String,
    },
    PlanOver {
        plan: PlanId,
    },
    OnPlan {
        invoice: String,
        plan: PlanId,
    },
    PlanCurrencies {
        invoice: String,
        currency: String,
        other: String,
    },
    PlanInstalments {
        limit: u16,
    },
    PlanMonthsBetween {
        limit: u16,
    },
    PlanTooSmall {
        count: u16,
        amount: Money,
    },
    PlanDownTooLarge {
        asked: Money,
        open: Money,
    },
    PlanTooManyInstalments {
        asked: u16,
        limit: u16,
    },
    PlanTooLong {
        last: Date,
        limit: u16,
        latest: Date,
    },
    PlanFirstTooSmall {
        first: Money,
        percent: u16,
        least: Money,
    },
    // Agencies.
    AgencyMissing,
    CaseMissing,
    AlreadyHandedOver {
        invoice: String,
        agency: String,
    },
    NotHandedOver {
        invoice: String,
    },
    /// It is not overdue: nobody collects it.
    HandOverNotDue {
        invoice: String,
        due: Date,
    },
    /// The law wants a notice first.
    HandOverWithoutNotice {
        invoice: String,
        law: String,
    },
    /// The notice's deadline runs, or what was paid on its last day is on its way.
    HandOverInDeadline {
        invoice: String,
        deadline: Date,
        last: Date,
        law: String,
    },
    /// The policy sends another letter before.
    HandOverOutOfTurn {
        invoice: String,
        stage: String,
    },
    /// Its last letter has not left the house, or came back.
    HandOverLetterNotLeft {
        invoice: String,
        letter: LetterId,
        stand: Stand,
        since: Date,
    },
    /// The policy waits longer.
    HandOverTooSoon {
        invoice: String,
        from: Date,
    },
    UnknownHandover {
        handover: HandoverId,
    },
    StatusMissing,
    StatementEndsEarly {
        from: Date,
        as_of: Date,
    },
    /// Neither a customer of whom an agency has something nor a number of one of its cases.
    UnknownCase {
        case: String,
    },
    /// A customer and another one's case, or the cases of several agencies, bear it.
    AmbiguousCase {
        case: String,
    },
}

impl CollectingRefusal {
    /// Whether a person may go on all the same, with a reason.
    pub fn gives_way(&self) -> bool {
        matches!(
            self,
            Self::PlanTooManyInstalments { .. }
                | Self::PlanTooLong { .. }
                | Self::PlanFirstTooSmall { .. }
                | Self::HandOverWithoutNotice { .. }
                | Self::HandOverInDeadline { .. }
                | Self::HandOverOutOfTurn { .. }
                | Self::HandOverTooSoon { .. }
                | Self::HandOverLetterNotLeft { .. }
        )
    }
}
