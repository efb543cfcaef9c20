//! What is put on record and what ends it.

mod notice;
mod two;

use super::*;
use crate::domain::command::Edit;
use crate::domain::credit::Verdict;
use crate::domain::field::{Field, Section};
use crate::domain::record::{HoldLevel, NewRecord, RecordFacts, SecurityKind};

const TODAY: &str = "2026-11-22";

fn new(facts: RecordFacts, on: &str, until: Option<&str>, note: &str) -> Command {
    Command::Record(Box::new(NewRecord {
        customer: CUSTOMER,
        on: day(on),
        until: until.map(day),
        facts,
        note: note.to_owned(),
    }))
}

fn check(class: Option<&str>) -> RecordFacts {
    RecordFacts::Check {
        class: class.map(str::to_owned),
        advised: None,
        sha256: None,
    }
}

fn order(number: &str, amount: i64, prepaid: i64) -> RecordFacts {
    RecordFacts::Order {
        number: number.to_owned(),
        amount: Minor(amount),
        prepaid: Minor(prepaid),
    }
}

fn hold(level: HoldLevel, rule: Option<&str>) -> RecordFacts {
    RecordFacts::Hold {
        level,
        rule: rule.map(str::to_owned),
    }
}

fn over(amount: Option<i64>) -> RecordFacts {
    RecordFacts::Override {
        over: Verdict::Hold,
        amount: amount.map(Minor),
    }
}

fn security(amount: i64) -> RecordFacts {
    RecordFacts::Security {
        security: SecurityKind::Guarantee,
        amount: Minor(amount),
    }
}

fn class_of(book: &Book) -> Option<String> {
    book.customers[&CUSTOMER]
        .facts()
        .unwrap()
        .risk_class
        .clone()
}

fn held(book: &Book) -> Vec<(HoldLevel, String)> {
    let standing = book.standing_records(CUSTOMER).into_iter();
    standing
        .filter_map(|state| match &state.record.facts {
            RecordFacts::Hold { level, rule } => Some((*level, rule.clone().unwrap_or_default())),
            _ => None,
        })
        .collect()
}

/// Facts, their day, their end, the note, and what is said against it.
type Case<'c> = (
    RecordFacts,
    &'c str,
    Option<&'c str>,
    &'c str,
    Option<&'c str>,
);

/// Each kind has its rule: what it needs, and what is refused with what sentence.
#[test]
fn each_kind_of_record_has_its_rule() {
    let application = |asked, granted: Option<i64>| RecordFacts::Application {
        asked: Minor(asked),
        granted: granted.map(Minor),
    };
    let ends = "It would end on 1 Nov 2026 and begins on 22 Nov 2026.";
    let positive = "The amount must be above zero.";
    let reason = "This needs a reason.";
    let cases: Vec<Case<'_>> = vec![
        (check(Some("A")), TODAY, None, "UC", None),
        (check(None), TODAY, Some("2026-11-01"), "", Some(ends)),
        (
            check(None),
            "2026-11-23",
            None,
            "",
            Some("23 Nov 2026 is still to come: today is 22 Nov 2026."),
        ),
        // A guarantee may be given for a time to come.
        (security(1), "2026-12-01", Some("2027-12-01"), "", None),
        (security(0), TODAY, None, "", Some(positive)),
        (security(-5), TODAY, None, "", Some(positive)),
        (order("7", 100, 100), TODAY, None, "", None),
        (
            order("8", 100, 101),
            TODAY,
            None,
            "",
            Some("More is prepaid than the order is worth."),
        ),
        (order("9", 100, -1), TODAY, None, "", Some(positive)),
        (
            order(" ", 100, 0),
            TODAY,
            None,
            "",
            Some("An order needs its number: its invoice is known by it."),
        ),
        (hold(HoldLevel::Stop, None), TODAY, None, " ", Some(reason)),
        (hold(HoldLevel::Stop, Some("late")), TODAY, None, "", None),
        (application(100, None), TODAY, None, "", None),
        (application(100, Some(0)), TODAY, None, "", Some(reason)),
        (application(0, None), TODAY, None, "", Some(positive)),
        (over(None), TODAY, Some("2026-12-22"), "", Some(reason)),
        (over(None), TODAY, Some("2027-02-20"), "CEO", None),
        (
            over(Some(0)),
            TODAY,
            Some("2026-12-22"),
            "CEO",
            Some(positive),
        ),
        (
            over(None),
            TODAY,
            Some("2027-02-21"),
            "CEO",
            Some(
                "An override lasts 90 days at most, here until 20 Feb 2027: 21 Feb 2027 is later.",
            ),
        ),
        (
            over(None),
            TODAY,
            None,
            "CEO",
            Some(
                "A record of this kind (override) needs a last day: give it with --until, or --next for a review.",
            ),
        ),
        (RecordFacts::Review, TODAY, Some("2027-02-22"), "", None),
        (
            RecordFacts::Review,
            TODAY,
            Some(TODAY),
            "",
            Some("It would end on 22 Nov 2026 and begins on 22 Nov 2026."),
        ),
        (RecordFacts::Remark, TODAY, None, "", Some(reason)),
        (
            RecordFacts::Verified {
                section: Section::Terms,
                class: None,
            },
            TODAY,
            None,
            "",
            None,
        ),
    ];
    for (facts, on, until, note, refused) in cases {
        let (mut book, rulebook) = (book(), rulebook());
        let told = act(
            &mut book,
            &rulebook,
            TODAY,
            &new(facts.clone(), on, until, note),
        );
        assert_eq!(
            told.err().as_deref(),
            refused,
            "{facts:?} {on} {until:?} {note:?}"
        );
        assert_eq!(book.records.len(), usize::from(refused.is_none()));
    }
}

#[test]
fn only_one_hold_by_hand_and_one_by_each_rule_stands() {
    let (mut book, rulebook) = (book(), rulebook());
    let warn = new(hold(HoldLevel::Warn, None), TODAY, None, "late");
    act(&mut book, &rulebook, TODAY, &warn).unwrap();
    let told = act(&mut book, &rulebook, TODAY, &warn).unwrap_err();
    assert_eq!(
        told,
        "Customer 100 is on hold like that already (warning, since 22 Nov 2026)."
    );
    // Another level takes its place; a rule's hold stands beside it.
    let stop = new(hold(HoldLevel::Stop, None), TODAY, None, "later still");
    act(&mut book, &rulebook, TODAY, &stop).unwrap();
    let by_rule = new(hold(HoldLevel::Warn, Some("late")), TODAY, None, "");
    act(&mut book, &rulebook, TODAY, &by_rule).unwrap();
    let levels = |book: &Book| -> Vec<RecordFacts> {
        let standing = book.standing_records(CUSTOMER).into_iter();
        standing.map(|state| state.record.facts.clone()).collect()
    };
    let both = [
        hold(HoldLevel::Stop, None),
        hold(HoldLevel::Warn, Some("late")),
    ];
    assert_eq!(levels(&book), both);
    // What was over by itself stands in no one's way.
    let short = new(
        hold(HoldLevel::Warn, Some("x")),
        "2026-11-01",
        Some("2026-11-10"),
        "",
    );
    act(&mut book, &rulebook, TODAY, &short).unwrap();
    let again = new(hold(HoldLevel::Warn, Some("x")), TODAY, None, "");
    act(&mut book, &rulebook, TODAY, &again).unwrap();
}

#[test]
fn an_order_is_on_its_way_once_and_ends_with_its_invoice() {
    let (mut book, rulebook) = (book(), rulebook());
    act(
        &mut book,
        &rulebook,
        TODAY,
        &new(order(" PO-7 ", 100, 0), "2026-11-20", None, ""),
    )
    .unwrap();
    let twice = new(order("po-7", 100, 0), TODAY, None, "");
    let told = act(&mut book, &rulebook, TODAY, &twice).unwrap_err();
    assert_eq!(
        told,
        "Order PO-7 of this customer is on its way already: it is record 1."
    );
    let sold = |number: &str, order_ref: Option<&str>, issued| Sold {
        document: WHOLE,
        customer: CUSTOMER,
        number: number.to_owned(),
        order_ref: order_ref.map(str::to_owned),
        issued: day(issued),
    };
    let other = orders_invoiced(&book, &[sold("1001", Some("PO-8"), TODAY)]).unwrap();
    assert_eq!(other, []);
    // By its reference, and not before the order was there.
    let named = orders_invoiced(&book, &[sold("1001", Some("po-7"), "2026-11-01")]).unwrap();
    let ended = Deed::RecordEnded {
        record: RecordId(1),
        on: day("2026-11-20"),
        by: Some(WHOLE),
        reason: String::new(),
    };
    assert_eq!(named, [Event::Done(ended)]);
    let by_number = orders_invoiced(&book, &[sold("PO-7", None, TODAY)]).unwrap();
    assert_eq!(by_number.len(), 1);
    for event in &named {
        book.apply(event).unwrap();
    }
    // Then its number is free again, and the end cannot be taken back while another bears it.
    act(&mut book, &rulebook, TODAY, &twice).unwrap();
    let Event::Done(deed) = &named[0] else {
        panic!("{named:?}");
    };
    let back = invert(&book, crate::domain::id::EntryId(1), deed);
    assert_eq!(
        back,
        Err(Declined::InTheWay(vec![Subject::Record(RecordId(2))]))
    );
}

#[test]
fn a_check_gives_its_class_unless_a_newer_one_did() {
    let (mut book, rulebook) = (book(), rulebook());
    act(
        &mut book,
        &rulebook,
        TODAY,
        &new(check(Some(" AA ")), "2026-11-20", None, "UC"),
    )
    .unwrap();
    assert_eq!(class_of(&book).as_deref(), Some("AA"));
    act(
        &mut book,
        &rulebook,
        TODAY,
        &new(check(Some("C")), "2026-01-20", None, "old"),
    )
    .unwrap();
    assert_eq!(class_of(&book).as_deref(), Some("AA"));
    act(
        &mut book,
        &rulebook,
        TODAY,
        &new(check(None), TODAY, None, "no class"),
    )
    .unwrap();
    assert_eq!(class_of(&book).as_deref(), Some("AA"));
    // Equal classes make no version.
    let versions = book.customers[&CUSTOMER].versions.len();
    act(
        &mut book,
        &rulebook,
        TODAY,
        &new(check(Some("AA")), TODAY, None, ""),
    )
    .unwrap();
    assert_eq!(book.customers[&CUSTOMER].versions.len(), versions);
}

#[test]
fn a_class_typed_by_hand_counts_as_of_the_day_on_which_it_was_typed() {
    let (mut book, rulebook) = (book(), rulebook());
    let edit = |field: Field, value: &str| {
        let set = vec![(field, Some(value.to_owned()))];
        Command::EditCustomer(Box::new(Edit::new(CUSTOMER, set, "")))
    };
    let checked = |class: &str, on: &str| new(check(Some(class)), on, None, "UC");
    // What is done on a day, and the class that counts then: an edit of another field knows nothing of the class, and of
    // one day what was entered last counts.
    for (today, command, class) in [
        ("2026-11-10", edit(Field::RiskClass, "B"), "B"),
        ("2026-11-11", checked("D", "2026-11-05"), "B"),
        ("2026-11-13", checked("C", "2026-11-12"), "C"),
        ("2026-11-16", edit(Field::CreditLimit, "500"), "C"),
        ("2026-11-17", checked("D", "2026-11-14"), "D"),
        ("2026-11-18", checked("A", "2026-11-18"), "A"),
        ("2026-11-18", edit(Field::RiskClass, "B"), "B"),
        ("2026-11-19", checked("A", "2026-11-17"), "B"),
        ("2026-11-19", checked("A", "2026-11-18"), "A"),
    ] {
        act(&mut book, &rulebook, today, &command).unwrap();
        assert_eq!(class_of(&book).as_deref(), Some(class), "{today}");
    }
}

#[test]
fn an_end_has_a_reason_and_comes_once() {
    let (mut book, rulebook) = (book(), rulebook());
    act(
        &mut book,
        &rulebook,
        TODAY,
        &new(security(500), "2026-11-20", Some("2026-11-30"), ""),
    )
    .unwrap();
    let end = |record, on: Option<&str>, reason: &str| Command::EndRecord {
        record: RecordId(record),
        on: on.map(day),
        reason: reason.to_owned(),
    };
    for (command, refused) in [
        (end(1, None, ""), "This needs a reason."),
        (end(2, None, "x"), "There is no record 2."),
        (
            end(1, Some("2026-11-19"), "x"),
            "It would end on 19 Nov 2026 and begins on 20 Nov 2026.",
        ),
        (
            end(1, Some("2026-11-23"), "x"),
            "23 Nov 2026 is still to come: today is 22 Nov 2026.",
        ),
    ] {
        let told = act(&mut book, &rulebook, TODAY, &command).unwrap_err();
        assert_eq!(told, refused);
    }
    act(&mut book, &rulebook, TODAY, &end(1, None, "paid back")).unwrap();
    let state = &book.records[&RecordId(1)];
    assert!(state.counts(day("2026-11-21")) && !state.counts(day(TODAY)));
    let told = act(&mut book, &rulebook, TODAY, &end(1, None, "again")).unwrap_err();
    assert_eq!(told, "Record 1 does not count any more.");
}

#[test]
fn a_decision_answers_the_application_that_waits() {
    let (mut book, rulebook) = (book(), rulebook());
    let apply = |granted: Option<i64>, note: &str| {
        let facts = RecordFacts::Application {
            asked: Minor(1_000),
            granted: granted.map(Minor),
        };
        new(facts, TODAY, None, note)
    };
    act(&mut book, &rulebook, TODAY, &apply(None, "")).unwrap();
    act(&mut book, &rulebook, TODAY, &apply(Some(500), "half of it")).unwrap();
    let standing: Vec<i64> = book
        .standing_records(CUSTOMER)
        .iter()
        .filter(|state| state.record.facts.kind() == crate::domain::record::RecordKind::Application)
        .map(|state| state.record.id.0)
        .collect();
    assert_eq!(standing, [2]);
    let facts = book.customers[&CUSTOMER].facts().unwrap();
    assert_eq!(facts.credit_limit, Some(Minor(500)));
}
