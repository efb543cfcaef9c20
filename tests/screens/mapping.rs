//! A table of which nobody knows what its columns hold, and what the keys of its screen ask.

use std::path::PathBuf;

use ratatui::buffer::Buffer;
use reskontra::desk::ImportOptions;
use reskontra::desk::config::ThemeName;
use reskontra::desk::mapping::{
    Column, HeadAt, Kept, Kind, Mapping, Mark, Outline, Told, Trial, TrialRow,
};
use reskontra::domain::id::OtherId;
use reskontra::domain::intake::{Fault, Problem};
use reskontra::domain::money::Minor;
use reskontra::domain::refusal::Refusal;
use reskontra::reports::import::{FileReport, ImportReport};
use reskontra::tui::action::Scope;
use reskontra::tui::msg::{Reply, Request};

use crate::ledger::{NOK, book, day};
use crate::picture::picture;
use crate::screen::{Screen, key, press, presses, type_in};

const HEAD: [&str; 6] = ["Wann", "Wer", "Was", "Soviel", "Stand", "Valuta"];
const ROWS: [[&str; 6]; 3] = [
    [
        "05.11.2026",
        "Alpha Entreprenør AS",
        "Faktura 1001 og 1002",
        "1.000,00",
        "5.000,00",
        "NOK",
    ],
    [
        "06.11.2026",
        "Beta",
        "Nochmal",
        "-250,50",
        "4.749,50",
        "NOK",
    ],
    [
        "09.11.2026",
        "Kari Solvang",
        "KID 1234567890",
        "12.250,00",
        "16.999,50",
        "NOK",
    ],
];

/// The table as a desk describes it.
pub fn outline(told: &Told) -> Outline {
    let column = |name: &&str| Column {
        name: (*name).to_owned(),
        taken_for: (*name == "Valuta" && told.kind.unwrap_or(Kind::Bank) == Kind::Bank)
            .then(|| "currency".to_owned()),
    };
    let headed = told.head != HeadAt::Nowhere;
    Outline {
        separator: told.separator.unwrap_or(';'),
        head: headed.then_some(3),
        names: HEAD.iter().map(ToString::to_string).collect(),
        columns: HEAD.iter().map(column).collect(),
        kind: told.kind,
        heads: vec![1, 3, 4, 5, 6],
        fingerprint: None,
        rows: (4..)
            .zip(ROWS)
            .map(|(line, row)| (line, row.iter().map(ToString::to_string).collect()))
            .collect(),
    }
}

/// What the desk makes of it: with a decimal point, nothing.
pub fn trial(mapping: &Mapping) -> Trial {
    if mapping.decimal == Some(Mark::Point) {
        let fault = |line: u64, value: &str| {
            let (field, value) = ("Soviel".to_owned(), value.to_owned());
            Fault::at(line, Problem::NotAnAmount { field, value })
        };
        return Trial {
            faults: vec![
                fault(4, "1.000,00"),
                fault(5, "-250,50"),
                fault(6, "12.250,00"),
            ],
            fault_count: 3,
            ..Trial::default()
        };
    }
    let amounts = [1_000_00, -250_50, 12_250_00];
    let row = |(line, (row, amount)): (u64, (&[&str; 6], i64))| TrialRow {
        line,
        number: None,
        day: Some(day(
            ["2026-11-05", "2026-11-06", "2026-11-09"][usize::try_from(line).unwrap() - 4]
        )),
        due: None,
        amount: Some(Minor(amount).decimal(NOK)),
        currency: Some(NOK),
        reference: None,
        name: Some(row[1].to_owned()),
        text: Some(row[2].to_owned()),
    };
    Trial {
        rows: (4..).zip(ROWS.iter().zip(amounts)).map(row).collect(),
        count: 3,
        sums: vec![(
            NOK,
            Minor(13_250_00).decimal(NOK),
            Minor(250_50).decimal(NOK),
        )],
        ..Trial::default()
    }
}

pub fn kept() -> Vec<Kept> {
    let mut screen = named();
    press(&mut screen, "save-mapping");
    let Some(Request::ImportMapped { mapping, .. }) = screen.asked.pop() else {
        panic!("nothing was asked for")
    };
    let broken = Kept {
        fingerprint: "00000000000000ff".into(),
        mapping: None,
    };
    let sound = Kept {
        fingerprint: mapping.fingerprint(),
        mapping: Some(*mapping),
    };
    vec![sound, broken]
}

/// An import that was refused because nobody knows the table.
pub fn unknown() -> Reply {
    let columns = HEAD.join(", ");
    let file = FileReport {
        path: "in/november.csv".into(),
        faults: vec![Fault::file(Problem::UnknownTable { columns })],
        fault_count: 1,
        ..FileReport::default()
    };
    Reply::Imported {
        report: ImportReport {
            files: vec![file],
            ..ImportReport::default()
        },
        path: PathBuf::from("in/november.csv"),
        options: ImportOptions::default(),
        book: Box::new(book()),
    }
}

/// Says what the column under the cursor holds, by the beginning of what that is called.
pub fn hold(screen: &mut Screen, what: &str) {
    press(screen, "name-column");
    type_in(screen, what);
    press(screen, "choose");
}

/// Names the columns of the bank's table that are needed, and two more.
pub fn name_columns(screen: &mut Screen) {
    for what in ["day of booking", "payer's name", "text", "amount"] {
        hold(screen, what);
        press(screen, "down");
    }
}

fn opened() -> Screen {
    let mut screen = Screen::new(ThemeName::Mono, 80, 24);
    screen.reply(unknown());
    screen
}

fn named() -> Screen {
    let mut screen = opened();
    name_columns(&mut screen);
    screen
}

fn text(screen: &mut Screen) -> String {
    picture(&screen.draw())
}

#[test]
fn a_table_that_nobody_knows_is_asked_about_and_taken_in() {
    let mut screen = opened();
    assert!(text(&mut screen).contains("Still needed: day of booking · amount"));
    // What is not enough is not sent, and it is said why.
    press(&mut screen, "save-mapping");
    assert!(screen.asked.is_empty());
    assert!(text(&mut screen).contains("A column that is needed is not named yet."));

    name_columns(&mut screen);
    let said = text(&mut screen);
    assert!(
        said.contains("3 rows · in 13\u{a0}250,00\u{a0}NOK · out 250,50\u{a0}NOK"),
        "{said}"
    );
    press(&mut screen, "last");
    press(&mut screen, "name-column");
    let Some(Request::ImportMapped { mapping, path, .. }) = screen.asked.pop() else {
        panic!("nothing was asked for")
    };
    assert_eq!(path, PathBuf::from("in/november.csv"));
    assert_eq!(mapping.kind, Kind::Bank);
    let columns: Vec<(usize, &str)> = mapping
        .columns
        .iter()
        .map(|assigned| (assigned.column, assigned.field.as_str()))
        .collect();
    assert_eq!(
        columns,
        [
            (1, "booked"),
            (2, "payer-name"),
            (3, "text"),
            (4, "amount"),
            (6, "currency")
        ]
    );
    assert!(screen.model.work.is_some());
    // The import's story takes the screen's place.
    screen.reply(crate::bank::imported());
    assert_eq!(screen.model.scope(), Scope::Story);
    press(&mut screen, "back");
    assert!(screen.model.layers.is_empty());
}

#[test]
fn a_field_stands_in_one_column_but_the_text() {
    let mut screen = named();
    // The balance's column is taken for the amount instead: the other one gives it up.
    hold(&mut screen, "amount");
    press(&mut screen, "down");
    hold(&mut screen, "text");
    press(&mut screen, "save-mapping");
    let Some(Request::ImportMapped { mapping, .. }) = screen.asked.pop() else {
        panic!("nothing was asked for")
    };
    let columns: Vec<(usize, &str)> = mapping
        .columns
        .iter()
        .map(|assigned| (assigned.column, assigned.field.as_str()))
        .collect();
    assert_eq!(
        columns,
        [
            (1, "booked"),
            (2, "payer-name"),
            (3, "text"),
            (5, "amount"),
            (6, "text")
        ]
    );
}

#[test]
fn a_column_is_left_out_by_one_key() {
    let mut screen = named();
    presses(&mut screen, &["up", "leave-out"]);
    assert!(text(&mut screen).contains("Still needed: amount"));
    press(&mut screen, "leave-out");
    assert!(text(&mut screen).contains("This column is left out already."));
}

#[test]
fn an_answer_that_comes_too_late_is_dropped() {
    let mut screen = named();
    let late = Trial {
        count: 77,
        ..Trial::default()
    };
    let trial = Ok(Box::new(late));
    screen.reply(Reply::Tried { round: 1, trial });
    let told = Told {
        separator: Some('|'),
        ..Told::default()
    };
    let seen = Ok(Box::new(outline(&told)));
    screen.reply(Reply::Outlined { round: 1, seen });
    let said = text(&mut screen);
    assert!(
        said.contains("3 rows") && !said.contains("77 rows"),
        "{said}"
    );
    assert!(said.contains("parted by ;, found"), "{said}");
}

#[test]
fn what_cannot_be_read_so_is_not_taken_in() {
    let mut screen = named();
    presses(&mut screen, &["decimal-mark", "decimal-mark"]);
    let said = text(&mut screen);
    assert!(
        said.contains("line 4: Soviel “1.000,00” is no amount"),
        "{said}"
    );
    assert!(said.contains("… and 1 more row"), "{said}");
    press(&mut screen, "save-mapping");
    assert!(screen.asked.is_empty());
    press(&mut screen, "decimal-mark");
    assert!(text(&mut screen).contains("decimals as found"));
    press(&mut screen, "save-mapping");
    assert_eq!(screen.asked.len(), 1);
}

#[test]
fn the_head_is_looked_for_from_where_it_was_found() {
    let mut screen = opened();
    assert!(text(&mut screen).contains("head line 3, found"));
    press(&mut screen, "head-line");
    assert!(text(&mut screen).contains("head line 4"));
    presses(
        &mut screen,
        &["head-line-back", "head-line-back", "head-line-back"],
    );
    assert!(text(&mut screen).contains("head none"));
    // What the columns were said to hold stays said while they are the same.
    hold(&mut screen, "day of booking");
    press(&mut screen, "separator");
    assert!(text(&mut screen).contains("day of booking    "));
}

#[test]
fn rows_that_name_no_currency_get_the_one_that_is_said() {
    let mut screen = named();
    presses(&mut screen, &["row-currency", "row-currency"]);
    assert!(text(&mut screen).contains("currency SEK"));
    press(&mut screen, "save-mapping");
    let Some(Request::ImportMapped { mapping, .. }) = screen.asked.pop() else {
        panic!("nothing was asked for")
    };
    assert_eq!(
        mapping.currency.map(|currency| currency.code().to_owned()),
        Some("SEK".into())
    );
}

#[test]
fn another_list_has_other_fields() {
    let mut screen = opened();
    press(&mut screen, "table-kind");
    let said = text(&mut screen);
    assert!(said.contains("list customers"), "{said}");
    assert!(
        said.contains("Still needed: customer number · name"),
        "{said}"
    );
}

#[test]
fn leaving_keeps_nothing() {
    let mut screen = named();
    press(&mut screen, "back");
    assert!(screen.asked.is_empty() && screen.model.layers.is_empty());
    assert!(text(&mut screen).contains("Nothing was kept, and nothing was taken in."));
}

#[test]
fn any_file_of_the_chooser_can_be_mapped_and_what_is_no_table_is_told() {
    let mut screen = Screen::new(ThemeName::Mono, 80, 24);
    press(&mut screen, "import");
    type_in(&mut screen, "invoices.csv");
    key(&mut screen, "ctrl-t");
    assert!(text(&mut screen).contains("What do the columns hold? · invoices.csv"));
    press(&mut screen, "back");
    press(&mut screen, "import");
    type_in(&mut screen, "picture.png");
    key(&mut screen, "ctrl-t");
    assert!(screen.model.layers.is_empty());
    assert!(text(&mut screen).contains("It is no table"));
}

#[test]
fn a_table_that_was_refused_can_be_mapped_from_its_story() {
    let mut screen = Screen::new(ThemeName::Mono, 80, 24);
    let Reply::Imported {
        mut report,
        path,
        options,
        book,
    } = crate::bank::refused(Problem::Empty)
    else {
        panic!("no import")
    };
    report.files[0].format = "bank-csv".into();
    screen.reply(Reply::Imported {
        report,
        path,
        options,
        book,
    });
    assert!(text(&mut screen).contains("m columns"));
    press(&mut screen, "map-columns");
    assert_eq!(screen.model.scope(), Scope::Mapping);
    // A file that is no table offers no such thing.
    press(&mut screen, "back");
    screen.reply(crate::bank::refused(Problem::Empty));
    press(&mut screen, "map-columns");
    assert_eq!(screen.model.scope(), Scope::Story);
}

/// Text that would clear a screen or turn a line round, were it let through.
#[test]
fn control_characters_of_a_table_never_reach_the_screen() {
    let mut screen = named();
    press(&mut screen, "table-kind");
    let mut table = outline(&Told::default());
    for column in &mut table.columns {
        column.name = crate::NASTY.into();
    }
    for (_, row) in &mut table.rows {
        row[0] = crate::NASTY.into();
    }
    for round in 1..40 {
        let seen = Ok(Box::new(table.clone()));
        screen.reply(Reply::Outlined { round, seen });
    }
    let mut buffers = vec![screen.draw()];
    press(&mut screen, "name-column");
    buffers.push(screen.draw());
    for cell in buffers.iter().flat_map(Buffer::content) {
        assert!(!cell.symbol().chars().any(char::is_control));
        assert!(!cell.symbol().contains('\u{202e}'));
    }
}

#[test]
fn a_mapping_is_forgotten_after_a_question() {
    let mut screen = Screen::new(ThemeName::Mono, 80, 24);
    press(&mut screen, "kept-mappings");
    assert!(text(&mut screen).contains("Wann = day of booking · Wer = payer's name"));
    key(&mut screen, "x");
    key(&mut screen, "x");
    assert!(screen.asked.is_empty());
    press(&mut screen, "yes");
    let fingerprint = kept()[0].fingerprint.clone();
    assert_eq!(
        screen.asked.pop(),
        Some(Request::ForgetMapping(fingerprint))
    );
    screen.reply(Reply::Mappings(Vec::new()));
    assert!(text(&mut screen).contains("No mapping is kept."));
}

#[test]
fn a_payout_that_the_desk_refuses_stays_open_with_the_fault() {
    let mut screen = Screen::new(ThemeName::Mono, 80, 24);
    presses(&mut screen, &["bank-lines", "down", "down", "pay-out"]);
    type_in(&mut screen, "R99");
    presses(&mut screen, &["choose", "choose"]);
    assert!(matches!(
        screen.asked.pop(),
        Some(Request::PayOut {
            line: OtherId(4),
            ..
        })
    ));
    screen.reply(Reply::Refused(Refusal::ChangedMeanwhile));
    assert_eq!(screen.model.scope(), Scope::Form);
    let said = text(&mut screen);
    assert!(said.contains("R99"), "{said}");
    // What the desk then agrees to is asked about, and the form is gone.
    press(&mut screen, "choose");
    press(&mut screen, "choose");
    screen.reply(crate::bank::rehearsed());
    assert_eq!(screen.model.scope(), Scope::Confirm);
    press(&mut screen, "back");
    assert!(screen.model.layers.is_empty());
}
