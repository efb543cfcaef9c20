//! The register under random work: customers merged and parted, edited and erased, and the books whole all the same.

use proptest::prelude::*;
use reskontra::desk::config::Config;
use reskontra::desk::{Desk, Face, Failure, Options};
use reskontra::domain::command::{Command, Edit};
use reskontra::domain::date::Date;
use reskontra::domain::field::Field;
use reskontra::domain::refusal::{Refusal, RegisterRefusal};
use reskontra::reports::aging::AgingQuery;

use super::play::{CUSTOMERS, Op, Play, op, start, today};

fn played(ops: &[Op]) -> Play {
    let mut play = Play::new();
    for op in ops {
        play.step(op);
    }
    play
}

/// The customers' totals in the aging of a day, by number and currency.
fn totals(play: &Play, day: Date) -> Vec<(i64, String, i64)> {
    let query = AgingQuery {
        as_of: day,
        ..play.desk.aging_query()
    };
    let report = play.desk.aging(&query).unwrap();
    assert!(report.is_proven(), "{day}");
    let rows = report.rows.iter();
    rows.map(|row| {
        let currency = row.currency.code().to_owned();
        (row.customer.0, currency, row.sums.total().0)
    })
    .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 200, ..crate::hunt::trying(24) })]

    /// After a merge the aging of any day has the sum of both in one row; undone, it is as it was.
    #[test]
    fn a_merge_adds_two_accounts_up_on_every_day(ops in prop::collection::vec(op(), 1..25), n in any::<u8>()) {
        let mut play = played(&ops);
        let days: Vec<Date> = (0..8).map(|week| start() + chrono::Duration::days(week * 47)).collect();
        let before: Vec<_> = days.iter().map(|day| totals(&play, *day)).collect();
        let (customer, into) = (Play::customer(n), Play::customer(n.wrapping_add(1)));
        let merge = Command::Merge { customer, into, reason: "samme".to_owned() };
        let Ok(did) = play.desk.act(merge) else { return Ok(()) };
        for (day, before) in days.iter().zip(&before) {
            let after = totals(&play, *day);
            prop_assert!(after.iter().all(|(of, ..)| *of != customer.0), "{}", day);
            for currency in ["NOK", "EUR"] {
                let sum = |rows: &[(i64, String, i64)], whose: &[i64]| -> i64 {
                    let his = rows.iter().filter(|(of, code, _)| whose.contains(of) && code == currency);
                    his.map(|(.., sum)| *sum).sum()
                };
                prop_assert_eq!(sum(&after, &[into.0]), sum(before, &[customer.0, into.0]), "{}", day);
            }
        }
        play.desk.undo(did.entry).unwrap();
        let again: Vec<_> = days.iter().map(|day| totals(&play, *day)).collect();
        prop_assert_eq!(again, before);
    }

    /// Whoever can be erased is, and the doctor still proves every table from the journal.
    #[test]
    fn erasure_leaves_the_books_and_the_chain_whole(ops in prop::collection::vec(op(), 1..30), late in any::<bool>()) {
        let mut play = played(&ops);
        let before = (totals(&play, today()), play.state());
        if late {
            // Years later, when the books of that year are not kept any more.
            let options = Options {
                ledger: Some(play.path()),
                today: Some("2040-02-01".parse().unwrap()),
                ..Options::default()
            };
            play.desk = Desk::open(&options, Config::default(), Face::CommandLine).unwrap();
        }
        for n in 0..CUSTOMERS {
            let customer = Play::customer(n);
            let erase = Command::Erase { customer, reason: "bedt om det".to_owned() };
            match play.desk.act(erase) {
                Ok(_) => {
                    let again = Command::Erase { customer, reason: "en gang til".to_owned() };
                    let repeated = matches!(
                        play.desk.act(again),
                        Err(Failure::Refused(Refusal::Register(
                            RegisterRefusal::NothingToErase { .. }
                                | RegisterRefusal::ErasedAlready { .. }
                                | RegisterRefusal::StillOpen { .. }
                        )))
                    );
                    prop_assert!(repeated);
                }
                Err(Failure::Refused(_)) => {}
                Err(other) => prop_assert!(false, "{:?}", other),
            }
        }
        let store = play.store();
        let findings = store.verify(|_| {}).unwrap();
        prop_assert!(findings.is_empty(), "{:?}", findings);
        prop_assert_eq!(store.book_of_tables().unwrap(), store.book_of_events().unwrap());
        prop_assert_eq!(totals(&play, today()), before.0);
    }
}

/// Two desks on one ledger, one customer: the second edit is told of the first, and nothing is lost.
#[test]
fn two_who_edit_one_customer_see_each_other() {
    let mut play = Play::new();
    let customer = Play::customer(0);
    let options = Options {
        ledger: Some(play.path()),
        today: Some(today()),
        ..Options::default()
    };
    let mut other = Desk::open(&options, Config::default(), Face::Desk).unwrap();
    let (mine, theirs) = (
        play.desk.form(customer).unwrap(),
        other.form(customer).unwrap(),
    );
    assert_eq!(mine, theirs);
    let edit = |version, field, value: &str| {
        Command::EditCustomer(Box::new(Edit {
            version: Some(version),
            ..Edit::new(customer, vec![(field, Some(value.to_owned()))], "ringte")
        }))
    };
    other
        .act(edit(theirs.version, Field::Phone, "22 33 44 55"))
        .unwrap();
    let refused = play.desk.act(edit(mine.version, Field::City, "Bergen"));
    let Err(Failure::Refused(Refusal::Register(RegisterRefusal::EditedMeanwhile {
        register_fields,
        ..
    }))) = refused
    else {
        panic!("{refused:?}");
    };
    assert_eq!(register_fields, [Field::Phone]);
    let now = play.desk.form(customer).unwrap();
    play.desk
        .act(edit(now.version, Field::City, "Bergen"))
        .unwrap();
    let value = |form: &reskontra::reports::register::Form, field| {
        form.values
            .iter()
            .find(|(of, _)| *of == field)
            .unwrap()
            .1
            .clone()
    };
    let last = other.form(customer).unwrap();
    assert_eq!(value(&last, Field::Phone).as_deref(), Some("22 33 44 55"));
    assert_eq!(value(&last, Field::City).as_deref(), Some("Bergen"));
}

/// A text that nobody erased is missed; one that was erased and is back is found out too.
#[test]
fn the_doctor_tells_erased_from_lost() {
    let mut play = Play::new();
    let customer = Play::customer(0);
    let erase = Command::Erase {
        customer,
        reason: "bedt om det".to_owned(),
    };
    play.desk.act(erase).unwrap();
    assert_eq!(play.store().verify(|_| {}).unwrap(), []);
    let connection = rusqlite::Connection::open(play.path()).unwrap();
    let (erased, other) = (customer.0, Play::customer(1).0);
    let count = |id: i64| -> i64 {
        let sql = "SELECT count(*) FROM customer_text WHERE customer = ?1";
        connection.query_row(sql, [id], |row| row.get(0)).unwrap()
    };
    assert_eq!((count(erased), count(other)), (0, 1));
    connection
        .execute("DELETE FROM customer_text WHERE customer = ?1", [other])
        .unwrap();
    let findings = play.store().verify(|_| {}).unwrap();
    assert!(!findings.is_empty());
}

#[test]
fn an_undone_entry_cannot_bring_back_what_is_erased() {
    let mut play = Play::new();
    let customer = Play::customer(0);
    let phone = |value: &str| {
        let set = vec![(Field::Phone, Some(value.to_owned()))];
        Command::EditCustomer(Box::new(Edit::new(customer, set, "ringte")))
    };
    play.desk.act(phone("22 33 44 55")).unwrap();
    let erase = Command::Erase {
        customer,
        reason: "bedt om det".to_owned(),
    };
    let erased = play.desk.act(erase).unwrap().entry;
    assert!(matches!(
        play.desk.undo(erased),
        Err(Failure::Refused(Refusal::NotUndoable { .. }))
    ));
    let edited = reskontra::domain::id::EntryId(erased.0 - 1);
    assert!(matches!(play.desk.undo(edited), Err(Failure::Refused(_))));
}
