//! The way out of the house, as the outbox would tell it: letters leave on their day or later, fail, stay in doubt, come
//! back, are called off, or are taken back; and what must hold of those that leave.

use std::collections::HashSet;

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use reskontra::domain::departure::OutOfDate;
use reskontra::domain::departure::Unsent;
use reskontra::domain::id::ItemId;
use reskontra::domain::letter::LetterKind;
use reskontra::domain::money::Minor;
use reskontra::domain::outbox::Stand;
use reskontra::rules::law::Law;
use reskontra::rules::policy::Policy;
use reskontra::rules::reminder::out_of_date;

use crate::claim::disputed;
use crate::figures::Land;
use crate::world::World;

/// What becomes of a letter next, by numbers.
pub type Fate = (usize, u8);

pub fn fate() -> impl Strategy<Value = Fate> {
    (0_usize..12, 0_u8..8)
}

/// A letter on its way.
#[derive(Clone, Debug)]
pub struct Way {
    pub stand: Stand,
    /// The day since when it stands there; of one that left, the day on which it did.
    pub since: NaiveDate,
    /// It may have reached someone: nobody takes it back.
    pub may_have_left: bool,
    pub voided: bool,
    /// Credits that there were when it was written.
    pub credits: HashSet<ItemId>,
}

impl Way {
    pub fn of_letter_sent(on: NaiveDate, credits: HashSet<ItemId>) -> Self {
        Self {
            stand: Stand::Sent,
            since: on,
            may_have_left: true,
            voided: false,
            credits,
        }
    }

    pub fn left(&self) -> bool {
        self.stand == Stand::Sent && !self.voided
    }
}

impl World {
    pub fn put(&mut self, letter: usize, stand: Stand, since: NaiveDate) {
        let way = &mut self.ways[letter];
        (way.stand, way.since) = (stand, since);
        way.may_have_left |= matches!(stand, Stand::Sent | Stand::InDoubt | Stand::Returned);
        self.tell_of(letter);
    }

    /// What the judgement is told of a letter's way.
    fn tell_of(&mut self, letter: usize) {
        let id = self.recorded[letter].id;
        let way = self.ways[letter].clone();
        let unsent = (!way.left()).then_some(Unsent {
            letter: id,
            stand: way.stand,
            since: way.since,
        });
        let sent = if way.left() {
            way.since
        } else {
            self.recorded[letter].sent
        };
        for item in &mut self.arrears.items {
            for taken in item.taken.iter_mut().chain(&mut item.beside) {
                if taken.letter == id {
                    (taken.unsent, taken.sent) = (unsent, sent);
                }
            }
        }
        let charges: HashSet<_> = self.recorded[letter]
            .charges
            .iter()
            .map(|of| of.item)
            .collect();
        for item in &mut self.arrears.items {
            if charges.contains(&item.item) {
                item.unsent = unsent;
            }
        }
    }

    /// Takes a letter out again with all that it claimed.
    pub fn take_back(&mut self, letter: usize) {
        let recorded = self.recorded[letter].clone();
        let charges: HashSet<_> = recorded.charges.iter().map(|of| of.item).collect();
        self.arrears
            .items
            .retain(|item| !charges.contains(&item.item));
        for item in &mut self.arrears.items {
            item.taken.retain(|taken| taken.letter != recorded.id);
            item.beside.retain(|taken| taken.letter != recorded.id);
            item.claimed.retain(|claim| !charges.contains(&claim.item));
        }
        self.arrears
            .netted
            .retain(|netted| netted.letter != recorded.id);
        self.ways[letter].voided = true;
    }

    pub fn stale(
        &self,
        letter: usize,
        policy: &Policy,
        law: &Law,
        today: NaiveDate,
    ) -> Option<OutOfDate> {
        let number = |_| String::new();
        let recorded = &self.recorded[letter];
        out_of_date(&self.arrears, recorded, policy, law, today, &number)
    }

    /// What becomes of a letter on a day; what leaves is held against the statutes.
    pub fn meet(
        &mut self,
        fate: Fate,
        land: Land,
        (policy, law): (&Policy, &Law),
        today: NaiveDate,
    ) {
        let Some(letter) = fate.0.checked_rem(self.ways.len()) else {
            return;
        };
        let way = self.ways[letter].clone();
        if way.voided {
            return;
        }
        let next = match (way.stand, fate.1) {
            (Stand::Queued, 0..=3) => Stand::Sent,
            (Stand::Queued, 4 | 5) => Stand::Failed,
            (Stand::Queued, 6) => Stand::InDoubt,
            (Stand::Failed | Stand::InDoubt | Stand::Returned | Stand::CalledOff, 0..=3) => {
                Stand::Queued
            }
            // It did leave, on the day on which it was tried.
            (Stand::InDoubt, 4..=7) => return self.put(letter, Stand::Sent, way.since),
            (Stand::Sent, 0) => Stand::Returned,
            (Stand::Queued | Stand::Failed, 7) => Stand::CalledOff,
            _ => return,
        };
        let waits = matches!(way.stand, Stand::Queued | Stand::Failed);
        if waits && !way.may_have_left && self.stale(letter, policy, law, today).is_some() {
            return self.take_back(letter);
        }
        if way.stand == Stand::Queued && next != Stand::CalledOff {
            if self.stale(letter, policy, law, today).is_some() {
                return;
            }
            self.leaves(letter, land, (policy, law), today);
        }
        self.put(letter, next, today);
    }

    /// Nothing leaves with too short a deadline, nor after what it asks for was paid, disputed or had in another way.
    fn leaves(&self, letter: usize, land: Land, (policy, law): (&Policy, &Law), today: NaiveDate) {
        let recorded = &self.recorded[letter];
        assert!(
            today <= recorded.sent + Days::new(3),
            "an old letter leaves"
        );
        for line in &recorded.lines {
            if line.amount < Minor::ZERO {
                let mut credits = self.arrears.credits.iter();
                let there = credits.any(|of| of.item == line.item && of.left >= -line.amount);
                assert!(there, "it takes off what is not there");
                continue;
            }
            let mut items = self.arrears.items.iter();
            let item = items.find(|item| item.item == line.item).unwrap();
            assert!(line.amount <= item.open, "it asks for what was paid");
            assert!(item.agency.is_none(), "it asks for what an agency has");
            assert!(
                line.amount.0 <= item.open.0 - disputed(item, today),
                "it asks for what is disputed"
            );
            let least = match (land, line.step.as_ref().map(|step| step.kind)) {
                (Land::No, Some(LetterKind::Notice | LetterKind::Demand)) => 14,
                (Land::Se, Some(LetterKind::Notice)) => 8,
                (Land::Dk, Some(LetterKind::Notice)) => 10,
                _ => continue,
            };
            let first = today + Days::new(least);
            assert!(
                recorded.deadline.is_some_and(|day| day >= first),
                "it leaves with too short a deadline"
            );
        }
        let known = &self.ways[letter].credits;
        let newer = self.ways.iter().skip(letter + 1).any(|way| !way.voided);
        // What comes today takes it off another invoice.
        let coming = self.judge(policy, law, today).letters;
        let lines = || coming.iter().flat_map(|letter| &letter.lines);
        let mut credits = self.arrears.credits.iter();
        assert!(
            newer
                || credits.all(|credit| known.contains(&credit.item)
                    || lines().any(|line| line.item == credit.item)),
            "it leaves beside money that came since"
        );
    }
}
