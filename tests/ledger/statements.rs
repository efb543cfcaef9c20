//! Statements of account: each closes at what the aging says of the customer on that day, whatever happened before.

use std::collections::BTreeMap;

use proptest::prelude::*;
use reskontra::domain::content::{EntryKind, Purpose, StatementContent};
use reskontra::domain::date::Date;
use reskontra::domain::id::CustomerId;
use reskontra::domain::money::{Currency, Minor};
use reskontra::reports::aging::AgingQuery;
use reskontra::reports::statement::StatementQuery;

use super::books::Books;
use super::play::{CUSTOMERS, Play, op, start, today};

fn query(customer: CustomerId, as_of: Date) -> StatementQuery {
    StatementQuery {
        customer,
        purpose: Purpose::Open,
        as_of,
        from: None,
        currency: None,
    }
}

/// What a customer owes by currency, as his statements close; zeros left out.
fn closings(statements: &[StatementContent]) -> BTreeMap<Currency, Minor> {
    let sums = statements.iter().map(|of| (of.currency, of.closing));
    sums.filter(|(_, sum)| !sum.is_zero()).collect()
}

/// The same as the aging has it.
fn aged(play: &Play, customer: CustomerId, as_of: Date) -> BTreeMap<Currency, Minor> {
    let query = AgingQuery {
        as_of,
        ..play.desk.aging_query()
    };
    let report = play.desk.aging(&query).unwrap();
    let rows = report.rows.iter().filter(|row| row.customer == customer);
    let sums = rows.map(|row| (row.currency, row.sums.total()));
    sums.filter(|(_, sum)| !sum.is_zero()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 400, ..crate::hunt::trying(48) })]

    /// What is open, and what happened, come to the aging's figure on every day; an activity statement opens with the
    /// figure of the day before.
    #[test]
    fn every_statement_closes_at_the_agings_figure(ops in prop::collection::vec(op(), 1..30), step in 5_i64..40) {
        let mut play = Play::new();
        for op in &ops {
            play.step(op);
        }
        for n in 0..CUSTOMERS {
            let customer = Play::customer(n);
            let mut day = start();
            while day <= today() + chrono::Duration::days(40) {
                let open = play.desk.statements_of(&query(customer, day)).unwrap();
                let expected = aged(&play, customer, day);
                prop_assert_eq!(&closings(&open), &expected, "{}", day);
                let from = day - chrono::Duration::days(step / 2);
                let asked = StatementQuery { purpose: Purpose::Activity, from: Some(from), ..query(customer, day) };
                let activity = play.desk.statements_of(&asked).unwrap();
                prop_assert_eq!(&closings(&activity), &expected, "{} from {}", day, from);
                let before = from.pred_opt().unwrap();
                let openings = activity.iter().map(|of| (of.currency, of.opening));
                let openings: BTreeMap<_, _> = openings.filter(|(_, sum)| !sum.is_zero()).collect();
                prop_assert_eq!(&openings, &aged(&play, customer, before), "{} from {}", day, from);
                for of in open.iter().chain(&activity) {
                    let moved: Minor = of.entries.iter().map(|entry| entry.amount).sum();
                    prop_assert_eq!(of.opening + moved, of.closing);
                    prop_assert!(of.overdue >= Minor::ZERO && of.overdue <= of.closing.max(Minor::ZERO));
                    prop_assert!(of.entries.iter().all(|entry| !entry.amount.is_zero()));
                    let inside = |date: Date| of.purpose == Purpose::Open || (from <= date && date <= day);
                    prop_assert!(of.entries.iter().all(|entry| inside(entry.date)));
                }
                day += chrono::Duration::days(step);
            }
        }
    }
}

/// Kind, number and amount of each line.
fn lines(statement: &StatementContent) -> Vec<(EntryKind, &str, String)> {
    let entries = statement.entries.iter();
    let line = |entry: &'_ reskontra::domain::content::StatementEntry| {
        (entry.what, entry.amount.plain(statement.currency))
    };
    entries
        .map(|entry| {
            let (what, amount) = line(entry);
            (what, entry.number.as_str(), amount)
        })
        .collect()
}

fn activity(books: &Books, customer: u8) -> StatementContent {
    let asked = StatementQuery {
        purpose: Purpose::Activity,
        from: Some(start()),
        ..query(Play::customer(customer), today())
    };
    books.0.desk.statements_of(&asked).unwrap().remove(0)
}

#[test]
fn what_settles_one_item_by_another_moves_nothing_and_is_not_told() {
    let mut books = Books::with(
        &["1001,0,2026-01-01,2026-01-15,1000.00,NOK,,"],
        &["P1,2026-02-01,600.00,NOK"],
    );
    books.settle("P1=1001").unwrap();
    let statement = activity(&books, 0);
    let number = statement.entries[1].number.clone();
    assert_eq!(
        lines(&statement),
        [
            (EntryKind::Invoice, "1001", "1000.00".to_owned()),
            (EntryKind::Payment, number.as_str(), "-600.00".to_owned()),
        ]
    );
    assert_eq!(statement.closing, Minor(40_000));
    assert_eq!(statement.overdue, Minor(40_000));
}

#[test]
fn money_that_goes_to_another_customer_is_a_transfer_on_both_statements() {
    let mut books = Books::with(
        &["1001,0,2026-01-01,2026-01-15,1000.00,NOK,,"],
        &["P1,2026-02-01,600.00,NOK"],
    );
    books.settle("P1=1001:100").unwrap();
    books.transfer("P1", "1").unwrap();
    let (from, to) = (activity(&books, 0), activity(&books, 1));
    let told = |of: &StatementContent| {
        let moved = of
            .entries
            .iter()
            .filter(|it| it.what == EntryKind::Transfer);
        moved.map(|it| it.amount).collect::<Vec<_>>()
    };
    assert_eq!(told(&from), [Minor(50_000)]);
    assert_eq!(told(&to), [Minor(-50_000)]);
    assert_eq!(to.closing, Minor(-50_000));
}
