//! The tabs of the card: which one is read, and where the keys are in each.

use crate::tui::model::ListId;

#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub enum Tab {
    #[default]
    Items,
    Timeline,
    Profile,
    Credit,
    Notes,
}

impl Tab {
    pub const ALL: [Self; 5] = [
        Self::Items,
        Self::Timeline,
        Self::Profile,
        Self::Credit,
        Self::Notes,
    ];

    /// Its name in the locale, under `tui.tab.`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Items => "items",
            Self::Timeline => "timeline",
            Self::Profile => "profile",
            Self::Credit => "credit",
            Self::Notes => "notes",
        }
    }

    pub fn list(self) -> ListId {
        match self {
            Self::Items => ListId::Card,
            Self::Timeline => ListId::Timeline,
            Self::Profile => ListId::Profile,
            Self::Credit => ListId::Credit,
            Self::Notes => ListId::Notes,
        }
    }

    /// The one beside it, round at the ends.
    #[must_use]
    pub fn next(self, forward: bool) -> Self {
        let len = Self::ALL.len();
        let at = self as usize + if forward { 1 } else { len - 1 };
        Self::ALL[at % len]
    }
}
