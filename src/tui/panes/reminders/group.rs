//! What the queue is grouped by: what is to be done, what waits, what comes.

use crate::domain::letter::LetterKind;

/// A group of the queue, in the order in which they are dealt with.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Group {
    /// Fell due since the queue was looked through last, whatever its stage.
    NewlyDue,
    Friendly,
    Reminder,
    Notice,
    Demand,
    HandOver,
    Call,
    InterestNote,
    /// Claimed although the money was on its way.
    TakeBack,
    /// Charges whose invoice is settled, which the policy proposes for waiving.
    Waive,
    /// The law has no figure for what the letter claims: someone must add it.
    LawMissing,
    Paused,
    Coming,
}

impl Group {
    pub const ALL: [Self; 13] = [
        Self::NewlyDue,
        Self::Friendly,
        Self::Reminder,
        Self::Notice,
        Self::Demand,
        Self::HandOver,
        Self::Call,
        Self::InterestNote,
        Self::TakeBack,
        Self::Waive,
        Self::LawMissing,
        Self::Paused,
        Self::Coming,
    ];

    pub fn of(kind: LetterKind) -> Self {
        match kind {
            LetterKind::InterestNote => Self::InterestNote,
            LetterKind::Friendly => Self::Friendly,
            LetterKind::Reminder => Self::Reminder,
            LetterKind::Notice => Self::Notice,
            LetterKind::Demand => Self::Demand,
        }
    }

    /// Its name in the locale, under `tui.reminders.group.`.
    pub fn name(self) -> &'static str {
        match self {
            Self::NewlyDue => "newly-due",
            Self::Friendly => "friendly",
            Self::Reminder => "reminder",
            Self::Notice => "notice",
            Self::Demand => "demand",
            Self::HandOver => "hand-over",
            Self::Call => "call",
            Self::InterestNote => "interest-note",
            Self::TakeBack => "take-back",
            Self::Waive => "waive",
            Self::LawMissing => "law-missing",
            Self::Paused => "paused",
            Self::Coming => "coming",
        }
    }

    /// Whether something is to be done there: what only waits is folded away at first.
    pub fn is_due(self) -> bool {
        !matches!(self, Self::Paused | Self::Coming)
    }

    pub fn place(self) -> usize {
        self as usize
    }
}
