//! What a filter sorts a customer by beside his figures: states, tags, his group.

use crate::reports::card::CustomerLine;
use crate::text::fold::fold;

/// What a customer can be besides late.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    /// Not sold to any more.
    Inactive,
    /// Sales to him are held.
    Held,
    /// His data were not confirmed for too long.
    Stale,
    /// Something of his data is wrong or missing.
    Wrong,
}

impl State {
    pub const ALL: [Self; 4] = [Self::Inactive, Self::Held, Self::Stale, Self::Wrong];

    /// Its name in a filter, after `is:`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Inactive => "inactive",
            Self::Held => "held",
            Self::Stale => "stale",
            Self::Wrong => "wrong",
        }
    }
}

/// A set of states.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct States(u8);

impl States {
    pub fn has(self, state: State) -> bool {
        self.0 & 1 << state as u8 != 0
    }
}

impl FromIterator<State> for States {
    fn from_iter<I: IntoIterator<Item = State>>(states: I) -> Self {
        Self(
            states
                .into_iter()
                .fold(0, |bits, state| bits | 1 << state as u8),
        )
    }
}

/// What a customer is sorted by beside his figures.
#[derive(Clone, Default, Debug)]
pub struct Labels {
    pub states: States,
    /// Folded, a line end before each.
    pub tags: String,
    /// Folded.
    pub group: String,
}

impl Labels {
    pub fn of(line: &CustomerLine) -> Self {
        let states = [
            (State::Inactive, line.inactive),
            (State::Held, line.hold.is_some()),
            (State::Stale, line.stale_since.is_some()),
            (State::Wrong, line.faulty),
        ];
        let held = states.into_iter().filter(|(_, holds)| *holds);
        let mut tags = String::new();
        for tag in &line.tags {
            tags.push('\n');
            tags.push_str(&fold(tag));
        }
        Self {
            states: held.map(|(state, _)| state).collect(),
            tags,
            group: line.group.as_deref().map(fold).unwrap_or_default(),
        }
    }
}
