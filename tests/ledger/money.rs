//! Money that must not appear twice, or on a day when it was not there.

use std::fmt::Write;
use std::fs;

use reskontra::desk::clock::Clock;
use reskontra::desk::config::Config;
use reskontra::desk::{Desk, Face, Failure, ImportOptions, Watch, demo};
use reskontra::domain::command::Command;
use reskontra::domain::date::Date;
use reskontra::domain::money::{Currency, Minor};
use reskontra::domain::refusal::Refusal;
use reskontra::reports::aging::AgingQuery;

use reskontra::store::{Fault, Store, Trouble};

use super::play::{NewInvoice, Op, Play, today};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn invoice(days: u8) -> Op {
    Op::Invoices(vec![NewInvoice {
        customer: 0,
        day: days,
        amounts: vec![100],
        credit: None,
        euro: false,
        open: None,
    }])
}

fn owed(play: &Play, as_of: Date) -> Minor {
    let query = AgingQuery {
        as_of,
        ..play.desk.aging_query()
    };
    let report = play.desk.aging(&query).unwrap();
    assert!(report.is_proven());
    report.totals[0].sums.total()
}

#[test]
fn an_undone_bank_file_that_was_taken_in_again_does_not_come_back_a_second_time() {
    let mut play = Play::new();
    let bank_file = demo::make(today()).bank_file;
    let path = play.folder.path().join(&bank_file.name);
    fs::write(&path, &bank_file.text).unwrap();
    let paths = [path];
    let import = |play: &mut Play| {
        let report = play
            .desk
            .import(&paths, ImportOptions::default(), &Watch::new())
            .unwrap();
        report.files[0].entry.unwrap()
    };
    let first = import(&mut play);
    let undo = play.desk.undo(first).unwrap().entry;
    import(&mut play);
    let before = play.state();
    let refused = play.desk.undo(undo);
    assert!(
        matches!(refused, Err(Failure::Refused(Refusal::NotUnique { .. }))),
        "{refused:?}"
    );
    assert_eq!(play.state(), before);
}

#[test]
fn undoing_a_lock_does_not_put_an_invoice_on_the_books_twice() {
    let mut play = Play::new();
    play.step(&invoice(4));
    let import = play.last_entry();
    let lock = play
        .desk
        .act(Command::Lock {
            until: day("2026-02-28"),
        })
        .unwrap()
        .entry;
    let undone = play.desk.undo(import).unwrap().entry;
    play.desk.undo(lock).unwrap();
    play.desk.undo(undone).unwrap();
    for as_of in [
        "2026-01-04",
        "2026-02-10",
        "2026-02-28",
        "2026-03-01",
        "2026-11-22",
    ] {
        let owed = owed(&play, day(as_of));
        assert!(
            owed <= Minor(10_000) && owed >= Minor::ZERO,
            "{as_of}: {owed:?}"
        );
    }
    assert_eq!(play.store().verify(|_| {}).unwrap(), []);
}

#[test]
fn undoing_a_match_across_a_lock_leaves_no_day_below_zero() {
    let mut play = Play::new();
    play.step(&invoice(4));
    let import = play.last_entry();
    play.step(&Op::Payments(vec![(18, 1)]));
    let report = play.desk.match_auto(&Watch::new()).unwrap();
    let matched = report.posted[0].entry;
    let lock = play
        .desk
        .act(Command::Lock {
            until: day("2026-01-25"),
        })
        .unwrap()
        .entry;
    play.desk.undo(matched).unwrap();
    play.desk.undo(lock).unwrap();
    play.desk.undo(import).unwrap();
    assert_eq!(play.store().verify(|_| {}).unwrap(), []);
    assert_eq!(owed(&play, today()), Minor::ZERO);
}

#[test]
fn nothing_comes_back_to_a_customer_who_is_gone() {
    let mut play = Play::new();
    play.step(&invoice(4));
    let import = play.last_entry();
    let undone = play.desk.undo(import).unwrap().entry;
    play.desk.undo(reskontra::domain::id::EntryId(2)).unwrap();
    let refused = play.desk.undo(undone);
    assert!(
        matches!(
            refused,
            Err(Failure::Refused(Refusal::UnknownCustomer { .. }))
        ),
        "{refused:?}"
    );
}

#[test]
fn an_equal_line_in_another_file_is_said_to_be_maybe_known_and_never_lost_in_silence() {
    let mut play = Play::new();
    let line = "booking_date,amount,currency,text\n2026-03-02,500.00,NOK,Vipps\n";
    let mut import = |name: &str, text: &str| {
        let path = play.folder.path().join(name);
        fs::write(&path, text).unwrap();
        let report = play
            .desk
            .import(&[path], ImportOptions::default(), &Watch::new())
            .unwrap();
        let file = &report.files[0];
        (file.new, file.known, file.maybe_known)
    };
    assert_eq!(import("a.csv", line), (1, 0, 0));
    assert_eq!(import("a-again.csv", line), (0, 1, 0), "the very same file");
    let other = format!("{line}2026-03-03,70.00,NOK,Vipps\n");
    assert_eq!(import("b.csv", &other), (1, 0, 1));
    let twins = "booking_date,amount,currency,text\n2026-04-02,9.00,NOK,x\n2026-04-02,9.00,NOK,x\n";
    assert_eq!(
        import("twins.csv", twins),
        (2, 0, 0),
        "true twins of one file are two payments"
    );
}

#[test]
fn an_invoice_dated_ahead_makes_nobody_late_who_has_paid() {
    let mut play = Play::new();
    play.step(&invoice(4));
    play.step(&Op::Payments(vec![(18, 1)]));
    play.desk.match_auto(&Watch::new()).unwrap();
    let path = play.folder.path().join("ahead.csv");
    let head = "invoice_no,customer_no,issue_date,due_date,amount,currency";
    fs::write(
        &path,
        format!("{head}\n900,1,2026-12-01,2026-12-15,50,NOK\n"),
    )
    .unwrap();
    play.desk
        .import(&[path], ImportOptions::default(), &Watch::new())
        .unwrap();
    let customers = play.desk.customers().unwrap();
    assert!(
        customers
            .iter()
            .all(|line| line.days_late <= 0 && line.overdue.is_zero())
    );
    assert_eq!(Currency::NOK, play.desk.ledger().currency);
}

#[test]
fn an_invoice_with_a_faulty_instalment_is_left_out_whole() {
    let mut play = Play::new();
    let head = "invoice_no,customer_no,issue_date,due_date,amount,currency";
    let rows = [
        "700,1,2026-03-01,2026-04-01,100,NOK",
        "700,1,2026-03-01,2026-05-01,hundre,NOK",
        "700,1,2026-03-01,2026-06-01,100,NOK",
        "701,1,2026-03-01,2026-04-01,55,NOK",
    ];
    let path = play.folder.path().join("torn.csv");
    fs::write(&path, format!("{head}\n{}\n", rows.join("\n"))).unwrap();
    let options = ImportOptions {
        keep_going: true,
        ..ImportOptions::default()
    };
    let report = play.desk.import(&[path], options, &Watch::new()).unwrap();
    assert_eq!((report.files[0].new, report.files[0].rejected), (1, 3));
    assert!(play.desk.find_document("700").is_err());
    assert!(play.desk.find_document("701").is_ok());
}

#[test]
fn what_is_stopped_leaves_the_ledger_as_it_was() {
    let mut play = Play::new();
    play.step(&invoice(4));
    let (before, entry) = (play.state(), play.last_entry());
    let path = play.folder.path().join("long.csv");
    let mut text = "booking_date,amount,currency,bank_ref\n".to_owned();
    for n in 0..40_000 {
        writeln!(text, "2026-03-02,{}.00,NOK,b{n}", n + 1).unwrap();
    }
    fs::write(&path, text).unwrap();
    // Stopped while rows are being written, as a user would: from another thread.
    let watch = Watch::new();
    let stopper = {
        let watch = watch.clone();
        std::thread::spawn(move || {
            while watch.progress().what != "reading" {
                std::thread::yield_now();
            }
            watch.cancel();
        })
    };
    let report = play
        .desk
        .import(&[path], ImportOptions::default(), &watch)
        .unwrap();
    stopper.join().unwrap();
    assert!(report.cancelled);
    assert_eq!((report.files[0].new, report.files[0].entry), (0, None));
    assert_eq!((play.state(), play.last_entry()), (before, entry));

    play.step(&Op::Payments(vec![(18, 1)]));
    let (before, entry) = (play.state(), play.last_entry());
    let watch = Watch::new();
    watch.cancel();
    let report = play.desk.match_auto(&watch).unwrap();
    assert!(report.cancelled && report.posted.is_empty());
    assert_eq!((play.state(), play.last_entry()), (before, entry));
}

#[test]
fn a_ledger_that_was_interrupted_before_its_first_entry_is_not_there() {
    let play = Play::new();
    let path = play.folder.path().join("begun.reskontra");
    let facts = play.desk.ledger().clone();
    let interrupted = Store::create(&path, |_| Err(Fault::from(Trouble::Busy)));
    assert!(interrupted.is_err() && !path.exists());
    // What a killed process began is no trouble to the next, and is cleared away by it.
    let begun = play.folder.path().join("begun.reskontra.begun-1");
    fs::write(&begun, "half").unwrap();
    let make = || {
        Desk::create(
            &path,
            facts.clone(),
            Config::default(),
            Clock::fixed(today()),
            Face::Desk,
        )
    };
    make().unwrap();
    assert!(!begun.exists());
    assert!(matches!(
        make(),
        Err(Failure::Ledger(Trouble::Exists { .. }))
    ));
}
