//! The lists that the pane shows one at a time.

/// What a list of receipts is about.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, Debug)]
pub enum Section {
    /// Nobody's yet.
    #[default]
    ToDo,
    /// What posted by itself last.
    Posted,
    SetAside,
    /// All that settles nothing yet, whether it is known whose it is or not.
    Money,
}

impl Section {
    pub const ALL: [Self; 4] = [Self::ToDo, Self::Posted, Self::SetAside, Self::Money];

    /// Its name in the locale, under `tui.matching.section.`.
    pub fn name(self) -> &'static str {
        match self {
            Self::ToDo => "to-do",
            Self::Posted => "posted",
            Self::SetAside => "set-aside",
            Self::Money => "money",
        }
    }

    /// The one after it, round at the end.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::ToDo => Self::Posted,
            Self::Posted => Self::SetAside,
            Self::SetAside => Self::Money,
            Self::Money => Self::ToDo,
        }
    }
}
