//! What was learned: whose a payer's account or name is, and how often a pattern of evidence was right. Never more
//! than a count of decisions; an undone decision takes its lesson back.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::account::bare;
use super::fold::fold;
use super::id::{CustomerId, EntryId};

/// What a payer is known by.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LinkKind {
    Account,
    /// Name, folded for comparison.
    Name,
}

impl LinkKind {
    pub fn name(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Name => "name",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::Account, Self::Name]
            .into_iter()
            .find(|kind| kind.name() == text)
    }

    /// What a payer's account or name is kept by: an account bare, a name folded with single blanks. None for what
    /// names nobody: a bank fills an account that it does not know with zeros.
    pub fn key(self, text: &str) -> Option<String> {
        let (key, says_something): (String, fn(char) -> bool) = match self {
            Self::Account => (bare(text), |c| c != '0'),
            Self::Name => {
                let folded = fold(text);
                let mut key = String::with_capacity(folded.len());
                for word in folded.split_whitespace() {
                    if !key.is_empty() {
                        key.push(' ');
                    }
                    key.push_str(word);
                }
                (key, char::is_alphabetic)
            }
        };
        key.contains(says_something).then_some(key)
    }
}

/// How far a link may be relied on.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LinkState {
    /// Seen, not proven: a hint.
    Trial,
    /// Three times right since it was last undone, never another customer.
    Trusted,
    /// Several customers' : it narrows, it never decides.
    Shared,
    /// A person said that it must not be used.
    Blocked,
}

impl LinkState {
    pub fn name(self) -> &'static str {
        match self {
            Self::Trial => "trial",
            Self::Trusted => "trusted",
            Self::Shared => "shared",
            Self::Blocked => "blocked",
        }
    }
}

/// Confirmations, without one undone between them, that make a link trusted.
pub const TRUSTED_AFTER: u32 = 3;

/// How often something was right and how often it was taken back.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Record {
    /// Decisions that stand.
    pub right: u32,
    /// Decisions that were taken back.
    pub undone: u32,
    /// Right since one was last taken back.
    pub streak: u32,
}

impl Record {
    /// Clean confirmations that a pattern needs after one was taken back before it is relied on again.
    pub const CLEAN: u32 = 20;
    /// Confirmations that a pattern needs before strong proposals may post by themselves.
    pub const PROVEN: u32 = 50;

    pub fn confirm(&mut self) {
        self.right = self.right.saturating_add(1);
        self.streak = self.streak.saturating_add(1);
    }

    pub fn take_back(&mut self) {
        self.right = self.right.saturating_sub(1);
        self.undone = self.undone.saturating_add(1);
        self.streak = 0;
    }

    /// This record with a newer one of the same behind it.
    #[must_use]
    pub fn then(self, newer: Self) -> Self {
        let streak = if newer.undone > 0 { 0 } else { self.streak };
        Self {
            right: self.right.saturating_add(newer.right),
            undone: self.undone.saturating_add(newer.undone),
            streak: streak.saturating_add(newer.streak),
        }
    }

    /// One of a pattern's proposals was taken back not long ago.
    pub fn is_demoted(&self) -> bool {
        self.undone > 0 && self.streak < Self::CLEAN
    }

    /// Often right and never taken back.
    pub fn is_proven(&self) -> bool {
        self.undone == 0 && self.right >= Self::PROVEN
    }
}

/// A payer's account or name and a customer whose it was found to be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Link {
    pub kind: LinkKind,
    pub key: String,
    pub customer: CustomerId,
    pub record: Record,
    pub state: LinkState,
    /// The decision that it was first learned from.
    pub origin: EntryId,
    pub last: EntryId,
}

/// What was learned of one customer by a payer's account or name: what a link is made of, without its key.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Lesson {
    pub customer: CustomerId,
    pub record: Record,
    pub origin: EntryId,
    pub last: EntryId,
}

/// All that is known of a payer's account or name.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Learned {
    /// One for each customer, in their order.
    pub lessons: Vec<Lesson>,
    /// The entry that blocked it, while it is.
    pub blocked: Option<EntryId>,
    /// Customers in whose own data the account stands.
    pub registered: Vec<CustomerId>,
}

impl Learned {
    /// How far one of the lessons may be relied on. Customers of whom all was taken back speak for nobody.
    pub fn state(&self, lesson: &Lesson) -> LinkState {
        let by_decision = self.lessons.iter().filter(|other| other.record.right > 0);
        let others: BTreeSet<CustomerId> = by_decision
            .map(|other| other.customer)
            .chain(self.registered.iter().copied())
            .filter(|other| *other != lesson.customer)
            .collect();
        state(&lesson.record, others.len(), self.blocked.is_some())
    }
}

/// The state of a link, seen together with the others of the same key.
pub fn state(record: &Record, others: usize, blocked: bool) -> LinkState {
    if blocked {
        LinkState::Blocked
    } else if record.right == 0 {
        LinkState::Trial
    } else if others > 0 {
        LinkState::Shared
    } else if record.streak >= TRUSTED_AFTER {
        LinkState::Trusted
    } else {
        LinkState::Trial
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(right: u32, undone: u32, streak: u32) -> Record {
        Record {
            right,
            undone,
            streak,
        }
    }

    fn lesson(customer: i64, record: Record) -> Lesson {
        Lesson {
            customer: CustomerId(customer),
            record,
            origin: EntryId(1),
            last: EntryId(1),
        }
    }

    fn states(learned: &Learned) -> Vec<LinkState> {
        let lessons = learned.lessons.iter();
        lessons.map(|lesson| learned.state(lesson)).collect()
    }

    #[test]
    fn three_clean_confirmations_are_trusted_and_one_undone_is_not() {
        let mut learned = Learned {
            lessons: vec![lesson(1, Record::default())],
            ..Learned::default()
        };
        let mut seen = Vec::new();
        for _ in 0..3 {
            learned.lessons[0].record.confirm();
            seen.extend(states(&learned));
        }
        assert_eq!(
            seen,
            [LinkState::Trial, LinkState::Trial, LinkState::Trusted]
        );
        learned.lessons[0].record.take_back();
        assert_eq!(states(&learned), [LinkState::Trial]);
        assert_eq!(learned.lessons[0].record, record(2, 1, 0));
        (0..3).for_each(|_| learned.lessons[0].record.confirm());
        assert_eq!(states(&learned), [LinkState::Trusted]);
    }

    #[test]
    fn several_customers_share_whatever_their_records_and_a_block_outranks_all() {
        let mut learned = Learned {
            lessons: vec![lesson(1, record(9, 0, 9)), lesson(2, record(1, 0, 1))],
            ..Learned::default()
        };
        assert_eq!(states(&learned), [LinkState::Shared; 2]);
        learned.blocked = Some(EntryId(1));
        assert_eq!(states(&learned), [LinkState::Blocked; 2]);
    }

    #[test]
    fn what_was_taken_back_shares_nothing() {
        let learned = Learned {
            lessons: vec![lesson(1, record(0, 1, 0)), lesson(2, record(3, 0, 3))],
            ..Learned::default()
        };
        assert_eq!(states(&learned), [LinkState::Trial, LinkState::Trusted]);
    }

    #[test]
    fn an_account_in_another_customers_data_is_shared() {
        let mut learned = Learned {
            lessons: vec![lesson(1, record(3, 0, 3))],
            registered: vec![CustomerId(1)],
            ..Learned::default()
        };
        assert_eq!(states(&learned), [LinkState::Trusted]);
        learned.registered.push(CustomerId(2));
        assert_eq!(states(&learned), [LinkState::Shared]);
    }

    #[test]
    fn records_one_after_the_other_are_one() {
        let (mut whole, mut first, mut second) =
            (Record::default(), Record::default(), Record::default());
        for (step, right) in [true, true, false, true, true, true, false, true]
            .into_iter()
            .enumerate()
        {
            let part = if step < 4 { &mut first } else { &mut second };
            for record in [&mut whole, part] {
                if right {
                    record.confirm();
                } else {
                    record.take_back();
                }
            }
        }
        assert_eq!(first.then(second), whole);
    }

    #[test]
    fn a_key_is_the_same_however_it_was_written() {
        assert_eq!(
            LinkKind::Account.key("NO93 8601.11-17947"),
            Some("NO9386011117947".to_owned())
        );
        assert_eq!(
            LinkKind::Name.key("  Nordlys  BYGG\u{a0}og Ånlegg "),
            Some("nordlys bygg og anlegg".to_owned())
        );
        for (kind, nobody) in [
            (LinkKind::Account, "0000 00 00000"),
            (LinkKind::Account, " - "),
            (LinkKind::Name, "12 / 34"),
            (LinkKind::Name, ""),
        ] {
            assert_eq!(kind.key(nobody), None);
        }
    }
}
