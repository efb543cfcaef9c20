use std::collections::BTreeMap;

use proptest::prelude::*;
use reskontra::desk::Failure;
use reskontra::domain::id::EntryId;
use reskontra::domain::money::Minor;

use super::play::{Op, Play, op, start, today};

/// A ledger to play on: in every other one limits and holds take two.
fn begun(ops: &[Op]) -> Play {
    if ops.len().is_multiple_of(2) {
        Play::by_two()
    } else {
        Play::new()
    }
}

fn played(ops: &[Op]) -> Play {
    let mut play = begun(ops);
    for op in ops {
        play.step(op);
    }
    play
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 400, ..crate::hunt::trying(64) })]

    /// The tables, the fold of all events and the journal carried out again say the same; nothing passes zero.
    #[test]
    fn tables_equal_events_equal_replay(ops in prop::collection::vec(op(), 1..40)) {
        let play = played(&ops);
        let store = play.store();
        let (tables, events) = (store.book_of_tables().unwrap(), store.book_of_events().unwrap());
        prop_assert_eq!(tables, events);
        // The doctor replays the journal into an empty ledger and compares every row of every table.
        let findings = store.verify(|_| {}).unwrap();
        prop_assert!(findings.is_empty(), "{:?}", findings);
        prop_assert_eq!(play.unaccounted(), [""; 0]);
    }

    /// On any day the grid is what the postings up to that day add up to, each sum in exactly one place, and the
    /// proof comes to zero.
    #[test]
    fn aging_equals_replay_on_every_day(ops in prop::collection::vec(op(), 1..30)) {
        let play = played(&ops);
        let mut day = start() - chrono::Duration::days(1);
        while day <= today() + chrono::Duration::days(30) {
            let query = reskontra::reports::aging::AgingQuery { as_of: day, ..play.desk.aging_query() };
            let report = play.desk.aging(&query).unwrap();
            prop_assert!(report.is_proven(), "{day}: {:?}", report.totals);
            let mut grid: BTreeMap<(i64, String), i64> = report
                .rows
                .iter()
                .map(|row| ((row.customer.0, row.currency.code().to_owned()), row.sums.total().0))
                .collect();
            for totals in &report.totals {
                grid.insert((0, totals.currency.code().to_owned()), totals.unidentified.0);
            }
            grid.retain(|_, sum| *sum != 0);
            prop_assert_eq!(grid, play.replayed(day), "{}", day);
            for row in &report.rows {
                prop_assert!(row.sums.buckets.iter().all(|bucket| *bucket >= Minor::ZERO));
                prop_assert!(row.sums.credits <= Minor::ZERO && row.sums.unapplied <= Minor::ZERO);
                prop_assert!(row.sums.disputed >= Minor::ZERO);
            }
            // Every third day: the boundaries of locks, dues and postings fall on all of them in turn.
            day += chrono::Duration::days(3);
        }
    }

    /// Whatever was done is undone at once to the state before, and redone to the state after.
    #[test]
    fn undo_and_redo_restore_the_state(ops in prop::collection::vec(op(), 1..25)) {
        let mut play = begun(&ops);
        for op in &ops {
            let (before, entry) = (play.state(), play.last_entry());
            play.step(op);
            let (after, now) = (play.state(), play.last_entry());
            // What the outbox saw has happened: nothing takes it back.
            let seen = matches!(op, Op::Post(post) if post.is_seen());
            if now.0 != entry.0 + 1 || seen {
                continue;
            }
            play.undo(now).unwrap();
            prop_assert_eq!(&play.state(), &before, "undo of {:?}", op);
            play.undo(EntryId(now.0 + 1)).unwrap();
            prop_assert_eq!(&play.state(), &after, "redo of {:?}", op);
        }
    }

    /// Entries taken back in any order that is allowed bring back the state before all of them; what is not
    /// allowed yet names the entry that stands in the way.
    #[test]
    fn undo_in_any_allowed_order_restores_the_state(
        first in prop::collection::vec(op(), 0..12),
        then in prop::collection::vec(op(), 1..10),
        order in prop::collection::vec(any::<u16>(), 64),
    ) {
        let mut play = played(&first);
        let (before, since) = (play.state(), play.last_entry());
        // Undos in the middle would take back what came before: they have a property of their own.
        let new_work = |op: &&Op| match op {
            Op::UndoAny(_) | Op::UndoLast | Op::Redo => false,
            // Nor is what the outbox saw ever taken back, and what it was seen of.
            Op::Post(post) => !post.is_seen(),
            _ => true,
        };
        for op in then.iter().filter(new_work) {
            play.step(op);
        }
        let mut left: Vec<i64> = (since.0 + 1..=play.last_entry().0).collect();
        let mut at = 0;
        while !left.is_empty() {
            let mut undone = None;
            // Try from a random place on; something must always be allowed, the last entry at the least.
            for offset in 0..left.len() {
                let index = (usize::from(order[at % order.len()]) + offset) % left.len();
                match play.undo(EntryId(left[index])) {
                    Ok(_) => {
                        undone = Some(index);
                        break;
                    }
                    Err(Failure::Refused(reskontra::domain::refusal::Refusal::StandsInTheWay { entry, later })) => {
                        prop_assert_eq!(entry.0, left[index]);
                        prop_assert!(left.contains(&later.0), "{} waits for {} of {:?}", entry.0, later.0, left);
                    }
                    // Two who were worked on as one stay one until that is undone.
                    Err(Failure::Refused(reskontra::domain::refusal::Refusal::Register(
                        reskontra::domain::refusal::RegisterRefusal::JointWork { entry: later, .. },
                    ))) => {
                        prop_assert!(left.contains(&later.0), "waits for {} of {:?}", later.0, left);
                    }
                    Err(other) => prop_assert!(false, "{:?}", other),
                }
            }
            prop_assert!(undone.is_some(), "none of {:?} could be undone", left);
            left.remove(undone.unwrap());
            at += 1;
        }
        prop_assert_eq!(play.state(), before);
    }
}

/// What only holds because something later was undone cannot be undone in its place.
#[test]
fn a_redo_that_no_longer_holds_is_not_undone() {
    let mut play = Play::new();
    // 2 customers taken in; 3 undone; 4 redone; 5 undone again by its first number.
    play.desk.undo(EntryId(2)).unwrap();
    play.desk.undo(EntryId(3)).unwrap();
    play.desk.undo(EntryId(2)).unwrap();
    let before = play.state();
    let refused = play.desk.undo(EntryId(4));
    assert!(matches!(refused, Err(Failure::Refused(_))), "{refused:?}");
    assert!(play.desk.undo_last().is_err());
    assert_eq!(play.state(), before);
    play.desk.redo().unwrap();
    assert_ne!(play.state(), before);
}
