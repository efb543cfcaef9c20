//! Bank lines in the ledger of the snapshots, one of each kind that reads differently, and what their keys ask.

use std::path::PathBuf;

use reskontra::desk::config::ThemeName;
use reskontra::desk::{Did, ImportOptions};
use reskontra::domain::bank_line::{BankLine, LineKind};
use reskontra::domain::command::Command;
use reskontra::domain::event::EventFacts;
use reskontra::domain::id::{EntryId, ItemId, OtherId, StatementId};
use reskontra::domain::intake::{Fault, Problem};
use reskontra::domain::money::{Minor, Money};
use reskontra::domain::receipt::{OtherKind, ReceiptText};
use reskontra::domain::statement::Statement;
use reskontra::reports::bank::StatementLine;
use reskontra::reports::import::{FileReport, ImportReport};
use reskontra::tui::model::Pane;
use reskontra::tui::msg::{Credit, Reply, Request};

use crate::ledger::{NOK, book, day};
use crate::picture::picture;
use crate::screen::{Screen, asked, key, press, presses, type_in};

fn line(kind: LineKind, booked: &str, amount: i64, payer: Option<&str>) -> BankLine {
    BankLine {
        kind,
        booked: day(booked),
        amount: Minor(amount),
        left: Minor(amount),
        currency: NOK,
        account: Some("15032012345".into()),
        bank_ref: Some("097596016".into()),
        reference: None,
        text: ReceiptText {
            payer_name: payer.map(str::to_owned),
            raw: Some(
                "NY09183000000012011260120100001000000000000298000                  102447".into(),
            ),
            ..ReceiptText::default()
        },
        file: Some("OCR.D201126.txt".into()),
        line: 41,
        about: None,
        about_label: None,
        originals: Vec::new(),
        dismissed: None,
        waits: true,
    }
}

fn other(id: i64, kind: OtherKind) -> LineKind {
    LineKind::Other(OtherId(id), kind)
}

pub fn lines() -> Vec<BankLine> {
    let (receipt, by) = (ItemId(911), ItemId(871));
    let mut doubtful = line(
        LineKind::MaybeKnown { receipt, by },
        "2026-11-20",
        980_00,
        Some("Kari Solvang"),
    );
    doubtful.about = Some(by);
    doubtful.about_label = Some("097590004".into());
    let mut one = line(other(3, OtherKind::Reversal), "2026-11-19", 2_980_00, None);
    one.reference = Some("102447".into());
    one.originals = vec![(ItemId(880), "097590001".into())];
    let mut several = line(
        other(4, OtherKind::Return),
        "2026-11-20",
        330_00,
        Some("VIK REGNSKAP DA"),
    );
    several.text.details.reason = Some("AC04".into());
    several.originals = vec![
        (ItemId(881), "097590002".into()),
        (ItemId(882), "097590003".into()),
    ];
    let charge = line(
        other(5, OtherKind::BankCharge),
        "2026-11-20",
        12_50,
        Some("DNB"),
    );
    let debit = line(
        other(6, OtherKind::Debit),
        "2026-11-21",
        1_000_00,
        Some("Fjordtre AS"),
    );
    let mut away = line(
        other(2, OtherKind::OwnReturn),
        "2026-11-12",
        75_00,
        Some("NAV"),
    );
    away.dismissed = Some("booked in the ledger".into());
    away.waits = false;
    let mut done = line(
        other(1, OtherKind::Reversal),
        "2026-11-10",
        500_00,
        Some("Tind Elektro"),
    );
    done.left = Minor::ZERO;
    done.waits = false;
    vec![doubtful, one, several, debit, charge, away, done]
}

pub fn statements() -> Vec<StatementLine> {
    let statement = |id: i64, number: &str, from: &str, until: &str, opening: i64, closing: i64| {
        StatementLine {
            statement: Statement {
                id: StatementId(id),
                file: None,
                account: Some("15032012345".into()),
                currency: NOK,
                number: Some(number.to_owned()),
                sequence: None,
                from: Some(day(from)),
                until: Some(day(until)),
                opening: Some(Minor(opening)),
                closing: Some(Minor(closing)),
            },
            file: Some(format!("camt053-{number}.xml")),
            gap_after: None,
        }
    };
    let mut after = statement(2, "219", "2026-11-18", "2026-11-18", 51_200_00, 63_700_00);
    after.gap_after = Some("217".to_owned());
    vec![
        statement(1, "217", "2026-11-16", "2026-11-16", 40_000_00, 48_250_50),
        after,
    ]
}

fn money(amount: i64) -> Money {
    Money::new(Minor(amount), NOK)
}

/// What paying the first reversal out would do.
pub fn rehearsed() -> Reply {
    let did = Did {
        entry: EntryId(9),
        run: EntryId(9),
        command: "pay-out",
        events: vec![
            EventFacts::Unallocated {
                amount: money(2_980_00),
                debit: "10244".into(),
                credit: "R880".into(),
            },
            EventFacts::PaidOut {
                amount: money(2_980_00),
                credit: "R880".into(),
                line: "L3".into(),
            },
        ],
    };
    let command = Command::PayOut {
        line: OtherId(3),
        credit: ItemId(880),
        amount: None,
        on: None,
    };
    Reply::Rehearsed {
        command: Box::new(command),
        did,
    }
}

fn report(file: FileReport) -> Reply {
    let report = ImportReport {
        files: vec![file],
        ..ImportReport::default()
    };
    Reply::Imported {
        report,
        path: PathBuf::from("in/OCR.D201126.txt"),
        options: ImportOptions::default(),
        book: Box::new(book()),
    }
}

/// A file that was taken in and leaves something to do.
pub fn imported() -> Reply {
    report(FileReport {
        path: "in/OCR.D201126.txt".into(),
        format: "ocr-giro".into(),
        new: 147,
        covered: 2,
        maybe_known: 1,
        taken_back: 1,
        notes: vec![Fault::file(Problem::StatementsMissing {
            account: "15032012345".into(),
            before: "217".into(),
            after: "219".into(),
        })],
        sums: vec![money(412_300_00)],
        entry: Some(EntryId(12)),
        ..FileReport::default()
    })
}

pub fn refused(problem: Problem) -> Reply {
    report(FileReport {
        path: "in/OCR.D201126.txt".into(),
        format: "ocr-giro".into(),
        faults: vec![Fault::file(problem)],
        fault_count: 1,
        ..FileReport::default()
    })
}

pub fn foreign() -> Problem {
    Problem::ForeignAccount {
        account: "60050612345".into(),
        ours: "15032012345".into(),
    }
}

fn on(at: usize) -> Screen {
    let mut screen = Screen::new(ThemeName::Mono, 80, 24);
    press(&mut screen, "bank-lines");
    for _ in 0..at {
        press(&mut screen, "down");
    }
    screen
}

/// The commands that were asked for last, and the sentence that will tell of them.
fn asked_all(screen: &mut Screen) -> (Vec<Command>, String) {
    match screen.asked.pop() {
        Some(Request::ActAll { commands, done }) => (commands, done.says),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_start_leads_to_the_bank_lines_and_esc_back() {
    let mut screen = Screen::new(ThemeName::Mono, 80, 24);
    presses(&mut screen, &["last", "open"]);
    assert_eq!(screen.model.pane, Pane::Bank);
    assert!(picture(&screen.draw()).contains("Bank lines · 5 to do"));
    press(&mut screen, "back");
    assert_eq!(screen.model.pane, Pane::Today);
    presses(&mut screen, &["matching", "bank-lines", "back"]);
    assert_eq!(screen.model.pane, Pane::Matching);
}

#[test]
fn what_may_be_known_is_taken_in_or_confirmed_by_one_key() {
    let mut screen = on(0);
    press(&mut screen, "take-in");
    let (commands, says) = asked_all(&mut screen);
    let receipt = ItemId(911);
    assert_eq!(commands, [Command::TakeIn { receipt }]);
    assert_eq!(says, "R911 taken in as money of its own");
    press(&mut screen, "confirm-known");
    assert_eq!(
        asked_all(&mut screen).0,
        [Command::ConfirmCover { receipt }]
    );
    // What is no payment has neither key.
    press(&mut screen, "down");
    presses(&mut screen, &["take-in", "confirm-known"]);
    assert!(screen.asked.is_empty());
}

#[test]
fn the_one_payment_that_went_back_is_proposed_and_asked_about() {
    let mut screen = on(1);
    press(&mut screen, "pay-out");
    let rehearse = Request::PayOut {
        line: OtherId(3),
        credit: Credit::Known(ItemId(880)),
        amount: None,
    };
    assert_eq!(screen.asked.pop(), Some(rehearse));
    screen.reply(rehearsed());
    let text = picture(&screen.draw());
    assert!(text.contains("10244"), "{text}");
    // Cancel has the focus.
    press(&mut screen, "choose");
    assert!(screen.asked.is_empty());
    screen.reply(rehearsed());
    press(&mut screen, "yes");
    let Some(Request::Act { command, done }) = screen.asked.pop() else {
        panic!("nothing was asked for")
    };
    assert!(matches!(*command, Command::PayOut { .. }));
    assert!(done.says.ends_with("10244 open again"), "{}", done.says);
}

#[test]
fn where_several_payments_could_have_gone_back_the_user_names_one() {
    let mut screen = on(2);
    press(&mut screen, "pay-out");
    let text = picture(&screen.draw());
    assert!(text.contains("R881") && text.contains("R882"), "{text}");
    presses(&mut screen, &["choose", "choose"]);
    assert!(picture(&screen.draw()).contains("This is needed."));
    type_in(&mut screen, "R882");
    press(&mut screen, "choose");
    key(&mut screen, "ctrl-u");
    type_in(&mut screen, "330,01");
    press(&mut screen, "choose");
    assert!(screen.asked.is_empty());
    key(&mut screen, "ctrl-u");
    type_in(&mut screen, "30");
    press(&mut screen, "choose");
    let rehearse = Request::PayOut {
        line: OtherId(4),
        credit: Credit::Named("R882".into()),
        amount: Some(Minor(30_00).decimal(NOK)),
    };
    assert_eq!(screen.asked.pop(), Some(rehearse));
}

#[test]
fn marked_lines_are_put_away_together_for_a_reason() {
    let mut screen = on(3);
    presses(&mut screen, &["mark", "mark"]);
    let text = picture(&screen.draw());
    assert!(text.contains("2 marked"), "{text}");
    press(&mut screen, "put-away");
    type_in(&mut screen, "booked");
    press(&mut screen, "choose");
    let (commands, says) = asked_all(&mut screen);
    let dismiss = |line| Command::Dismiss {
        line: OtherId(line),
        reason: "booked".into(),
    };
    let mut expected = vec![dismiss(5), dismiss(6)];
    expected.sort_by_key(|command| format!("{command:?}"));
    let mut found = commands;
    found.sort_by_key(|command| format!("{command:?}"));
    assert_eq!(found, expected);
    assert_eq!(says, "2 lines put away");
}

#[test]
fn done_lines_are_shown_on_demand_and_taken_up_again() {
    let mut screen = on(0);
    assert!(!picture(&screen.draw()).contains("L2"));
    press(&mut screen, "show-done");
    let text = picture(&screen.draw());
    assert!(
        text.contains("L2") && text.contains("done ones too"),
        "{text}"
    );
    presses(&mut screen, &["filter"]);
    type_in(&mut screen, "booked");
    presses(&mut screen, &["choose", "put-away"]);
    let line = OtherId(2);
    assert_eq!(asked_all(&mut screen).0, [Command::Reconsider { line }]);
}

#[test]
fn a_list_without_lines_says_what_to_do() {
    let mut screen = on(0);
    let empty = |all| Reply::Bank {
        all,
        lines: Vec::new(),
        statements: Vec::new(),
    };
    screen.reply(empty(false));
    let text = picture(&screen.draw());
    assert!(text.contains("No bank line waits. a shows"), "{text}");
    assert!(!text.contains('▲') || !text.contains("lines are missing"));
    press(&mut screen, "show-done");
    screen.reply(empty(true));
    assert!(picture(&screen.draw()).contains("Import one: I"));
}

#[test]
fn a_test_file_is_asked_about_and_taken_in_on_a_yes() {
    let mut screen = Screen::new(ThemeName::Mono, 80, 24);
    screen.reply(refused(Problem::TestFile));
    press(&mut screen, "choose");
    assert!(screen.asked.is_empty(), "Cancel has the focus");
    screen.reply(refused(Problem::TestFile));
    press(&mut screen, "yes");
    let Some(Request::Import { path, options }) = screen.asked.pop() else {
        panic!("nothing was asked for")
    };
    assert!(options.test_files && !options.keep_going);
    assert!(path.ends_with("OCR.D201126.txt"));
}

#[test]
fn a_strange_account_is_added_before_its_file_is_read_again() {
    let mut screen = Screen::new(ThemeName::Mono, 80, 24);
    screen.reply(refused(foreign()));
    let text = picture(&screen.draw());
    assert!(text.contains("60050612345"), "{text}");
    press(&mut screen, "yes");
    assert!(matches!(screen.asked.pop(), Some(Request::Import { .. })));
    let add = Request::AddAccount("60050612345".into());
    assert_eq!(screen.asked.pop(), Some(add));
}

#[test]
fn enter_on_an_import_shows_what_may_be_known() {
    let mut screen = Screen::new(ThemeName::Mono, 80, 24);
    screen.reply(imported());
    let text = picture(&screen.draw());
    assert!(
        text.contains("between statement 217 and statement 219"),
        "{text}"
    );
    press(&mut screen, "close");
    assert_eq!(screen.model.pane, Pane::Bank);
    screen.reply(imported());
    press(&mut screen, "back");
    assert!(screen.model.layers.is_empty());
}

#[test]
fn what_money_went_back_from_is_told_in_one_line() {
    let mut screen = on(1);
    screen.reply(rehearsed());
    press(&mut screen, "yes");
    let command = asked(&mut screen);
    assert!(matches!(command, Command::PayOut { amount: None, .. }));
}
