//! Every pane and overlay as the user sees it, drawn from a fixed ledger: text, and beside it the styles, which a
//! snapshot of text alone would not show.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that fails may say so"
)]

#[path = "support/screen_book.rs"]
mod screen_book;

use std::fmt::Write;
use std::path::PathBuf;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier};
use reskontra::desk::Did;
use reskontra::desk::config::ThemeName;
use reskontra::desk::job::Progress;
use reskontra::domain::command::{Command, Part, Target as PartTarget};
use reskontra::domain::evidence::Evidence;
use reskontra::domain::id::{CustomerId, EntryId, ItemId};
use reskontra::domain::intake::{Fault, Problem};
use reskontra::domain::money::{Minor, Money};
use reskontra::domain::refusal::Refusal;
use reskontra::reports::import::{FileReport, ImportReport};
use reskontra::reports::overview::FirstLook;
use reskontra::text::Locale;
use reskontra::tui::action::{ACTIONS, Changes, Scope};
use reskontra::tui::input::{Key, Mouse};
use reskontra::tui::model::{Model, Pane};
use reskontra::tui::msg::{Msg, Reply, Request};
use reskontra::tui::theme::Theme;
use reskontra::tui::view;
use reskontra::tui::welcome::Start;

use screen_book::{NOK, Screen, answer, book, receipts};

/// Presses the first key of an action, by its id.
fn press(screen: &mut Screen, name: &str) {
    let action = ACTIONS
        .iter()
        .find(|action| action.name == name)
        .unwrap_or_else(|| panic!("no action {name}"));
    let key = screen.model.keymap.keys(action.id)[0];
    screen.send(Msg::Key(key));
}

fn presses(screen: &mut Screen, names: &[&str]) {
    for name in names {
        press(screen, name);
    }
}

fn type_in(screen: &mut Screen, text: &str) {
    for c in text.chars() {
        screen.send(Msg::Key(
            Key::parse(&if c == ' ' {
                "space".to_owned()
            } else {
                c.to_string()
            })
            .unwrap(),
        ));
    }
}

/// The text of a buffer, and below it the runs of style that are not plain.
fn picture(buf: &Buffer) -> String {
    let mut text = String::new();
    let mut styles = String::new();
    for y in 0..buf.area.height {
        let mut line = String::new();
        let mut x = 0;
        while x < buf.area.width {
            let cell = &buf[(x, y)];
            line.push_str(cell.symbol());
            x += u16::try_from(reskontra::text::width::width(cell.symbol()))
                .unwrap()
                .max(1);
        }
        text.push_str(line.trim_end());
        text.push('\n');
        styles.push_str(&style_runs(buf, y));
    }
    format!("{text}---\n{styles}")
}

fn style_runs(buf: &Buffer, y: u16) -> String {
    let mut runs: Vec<(u16, u16, String)> = Vec::new();
    for x in 0..buf.area.width {
        let cell = &buf[(x, y)];
        let mut style = String::new();
        for (on, name) in [
            (Modifier::BOLD, "bold"),
            (Modifier::DIM, "dim"),
            (Modifier::REVERSED, "reversed"),
            (Modifier::UNDERLINED, "underlined"),
        ] {
            if cell.modifier.contains(on) {
                style.push_str(name);
                style.push(' ');
            }
        }
        for (colour, name) in [(cell.fg, "fg"), (cell.bg, "bg")] {
            if colour != Color::Reset {
                let _ = write!(style, "{name}={colour} ");
            }
        }
        match runs.last_mut() {
            Some((_, end, same)) if *same == style.trim_end() && *end == x => *end = x + 1,
            _ => runs.push((x, x + 1, style.trim_end().to_owned())),
        }
    }
    let told: Vec<String> = runs
        .into_iter()
        .filter(|(.., style)| !style.is_empty())
        .map(|(from, to, style)| format!("{from}-{} {style}", to - 1))
        .collect();
    if told.is_empty() {
        String::new()
    } else {
        format!("{y}: {}\n", told.join(", "))
    }
}

/// A screen by name, and how to get there.
type Scene = (&'static str, fn(&mut Screen));

const SCENES: &[Scene] = &[
    ("today", |_| {}),
    ("today_oldest", |screen| press(screen, "next-part")),
    ("customers", |screen| press(screen, "customers")),
    ("customers_card", |screen| {
        presses(screen, &["customers", "down", "open"])
    }),
    ("customers_document", |screen| {
        presses(screen, &["customers", "down", "open", "open"])
    }),
    ("customers_filtered", |screen| {
        presses(screen, &["customers", "filter"]);
        type_in(screen, "late:>0 bygg");
        press(screen, "choose");
    }),
    ("customers_filtering_badly", |screen| {
        presses(screen, &["customers", "filter"]);
        type_in(screen, "late:>x");
    }),
    ("customers_marked", |screen| {
        presses(screen, &["customers", "mark", "mark", "sort"])
    }),
    ("aging", |screen| press(screen, "aging")),
    ("aging_filtered", |screen| {
        presses(screen, &["aging", "filter"]);
        type_in(screen, "late:>0");
        presses(screen, &["choose", "sort"]);
    }),
    ("aging_items", |screen| {
        presses(screen, &["aging", "down", "open"])
    }),
    ("aging_document", |screen| {
        presses(screen, &["aging", "down", "down", "open", "open"])
    }),
    ("aging_by_issue_as_of", |screen| {
        presses(screen, &["aging", "age-by", "as-of"]);
        screen.send(Msg::Key(Key::parse("ctrl-u").unwrap()));
        type_in(screen, "31.10.2026");
        press(screen, "choose");
    }),
    ("aging_as_of_form", |screen| {
        presses(screen, &["aging", "as-of"])
    }),
    ("reminders", |screen| press(screen, "reminders")),
    ("reminders_items", |screen| {
        presses(screen, &["reminders", "down", "open"])
    }),
    ("matching", |screen| press(screen, "matching")),
    ("matching_second", |screen| {
        presses(screen, &["matching", "down"])
    }),
    ("matching_split", |screen| {
        presses(
            screen,
            &[
                "matching",
                "down",
                "toggle-item",
                "down",
                "toggle-item",
                "down",
                "toggle-item",
            ],
        );
    }),
    ("matching_unexplained", |screen| {
        presses(screen, &["matching", "last", "up"])
    }),
    ("matching_aside", |screen| {
        presses(screen, &["matching", "last"])
    }),
    ("matching_why", |screen| {
        presses(screen, &["matching", "down", "why"])
    }),
    ("matching_find_customer", |screen| {
        presses(screen, &["matching", "find-customer"]);
        type_in(screen, "ode");
    }),
    ("matching_certain", |screen| {
        presses(screen, &["matching", "accept-certain"])
    }),
    ("matching_done", |screen| {
        presses(screen, &["matching", "down", "accept"]);
        answer_act(screen);
    }),
    ("dispute_form", |screen| {
        presses(screen, &["customers", "down", "open", "dispute"])
    }),
    ("palette", |screen| {
        presses(screen, &["matching", "palette"])
    }),
    ("palette_narrowed", |screen| {
        presses(screen, &["today", "palette"]);
        type_in(screen, "sort");
    }),
    ("log", |screen| press(screen, "log")),
    ("undo", |screen| press(screen, "undo")),
    ("chooser", |screen| {
        press(screen, "import");
        type_in(screen, "giro");
    }),
    ("importing", |screen| {
        press(screen, "import");
        type_in(screen, "giro-2026-11-22.txt");
        press(screen, "choose");
        screen.send(Msg::Progress(Progress {
            what: "reading",
            done: 41_200,
            total: 95_000,
        }));
    }),
    ("imported", |screen| screen.reply(imported(0))),
    ("import_refused", |screen| screen.reply(imported(3))),
    ("refused", |screen| {
        press(screen, "aging");
        screen.reply(Reply::Refused(Refusal::ChangedMeanwhile));
    }),
    ("broken", |screen| {
        press(screen, "aging");
        screen.reply(Reply::Broken {
            says: "the ledger could not be read".into(),
            story: vec![
                "the ledger could not be read".into(),
                "disk I/O error".into(),
            ],
        });
    }),
];

/// The desk did what it was asked for last.
fn answer_act(screen: &mut Screen) {
    let Some(Request::Act { done, .. }) = screen.asked.pop() else {
        panic!("nothing was asked for")
    };
    let did = Did {
        entry: EntryId(9),
        run: EntryId(9),
        command: "settle",
        events: Vec::new(),
    };
    screen.reply(Reply::Did {
        did,
        done,
        book: Box::new(book()),
    });
}

fn imported(faults: u64) -> Reply {
    let fault = |line: u64| {
        Fault::at(
            line,
            Problem::NotAnAmount {
                field: "amount".into(),
                value: "12,,0".into(),
            },
        )
    };
    let file = FileReport {
        path: "in/giro-2026-11-22.txt".into(),
        format: "OCR giro".into(),
        new: 150,
        known: 12,
        faults: (0..faults).map(|at| fault(at * 7 + 3)).collect(),
        fault_count: faults,
        sums: vec![Money::new(Minor(412_300_00), NOK)],
        entry: (faults == 0).then_some(EntryId(12)),
        ..FileReport::default()
    };
    let report = ImportReport {
        files: vec![file],
        dry_run: false,
        cancelled: false,
    };
    Reply::Imported {
        report,
        path: PathBuf::from("in/giro-2026-11-22.txt"),
        book: Box::new(book()),
    }
}

fn snapshots(theme: ThemeName, label: &str) {
    for (width, height) in [(80, 24), (140, 40)] {
        for (name, go) in SCENES {
            let mut screen = Screen::new(theme, width, height);
            go(&mut screen);
            let missing = screen.model.locale.missing();
            assert!(missing.is_empty(), "{name}: no words for {missing:?}");
            insta::assert_snapshot!(
                format!("{name}_{width}x{height}_{label}"),
                picture(&screen.draw())
            );
        }
    }
}

#[test]
fn every_screen_looks_as_it_should() {
    snapshots(ThemeName::Default, "default");
}

#[test]
fn every_screen_looks_as_it_should_without_colour() {
    snapshots(ThemeName::Mono, "mono");
}

#[test]
fn the_start_without_a_ledger() {
    let scenes: [(&str, &[&str]); 3] = [
        ("menu", &[]),
        ("new", &["enter"]),
        ("open", &["down", "enter"]),
    ];
    for theme in [ThemeName::Default, ThemeName::Mono] {
        for (width, height) in [(80, 24), (140, 40)] {
            for (name, keys) in scenes {
                let mut start = Start::new(Locale::english(), Theme::of(theme)).unwrap();
                for key in keys {
                    start.update(Msg::Key(Key::parse(key).unwrap()));
                }
                let mut buf = Buffer::empty(Rect::new(0, 0, width, height));
                reskontra::tui::welcome::paint(&mut buf, &start);
                let theme = if theme == ThemeName::Mono {
                    "mono"
                } else {
                    "default"
                };
                insta::assert_snapshot!(
                    format!("welcome_{name}_{width}x{height}_{theme}"),
                    picture(&buf)
                );
            }
        }
    }
}

#[test]
fn an_empty_ledger_says_what_to_do() {
    let mut screen = Screen::of(book(), FirstLook::default(), ThemeName::Mono, 80, 24);
    screen.reply(Reply::Overview(Default::default(), FirstLook::default()));
    insta::assert_snapshot!("empty_today", picture(&screen.draw()));
    press(&mut screen, "matching");
    screen.reply(Reply::Receipts(Vec::new()));
    assert!(picture(&screen.draw()).contains("Import a bank file: I"));
}

#[test]
fn a_screen_that_is_too_small_says_so_and_nothing_else() {
    let mut screen = Screen::new(ThemeName::Mono, 52, 20);
    let text = picture(&screen.draw());
    assert_eq!(
        text.split("---").next().unwrap().trim(),
        "reskontra needs 60×16, this is 52×20"
    );
}

/// All sizes up to 30×12, and a grid of larger ones up to 200×60.
fn sizes() -> impl Iterator<Item = (u16, u16)> {
    let small = (1..=30).flat_map(|width| (1..=12).map(move |height| (width, height)));
    let large = (31..=200)
        .step_by(13)
        .flat_map(|width| (13..=60).step_by(5).map(move |height| (width, height)));
    let edges = [
        (60, 16),
        (59, 16),
        (60, 15),
        (61, 17),
        (109, 30),
        (110, 30),
        (111, 36),
        (80, 36),
    ];
    small.chain(large).chain(edges)
}

#[test]
fn every_screen_draws_at_every_size() {
    for (name, go) in SCENES {
        let mut screen = Screen::new(ThemeName::Default, 100, 30);
        go(&mut screen);
        for (width, height) in sizes() {
            screen.send(Msg::Resize(width, height));
            let buf = screen.draw();
            assert_eq!((buf.area.width, buf.area.height), (width, height), "{name}");
            // The model's idea of the size may be a moment older than the terminal's.
            let mut other = Buffer::empty(Rect::new(0, 0, height, width));
            view::paint(&mut other, &screen.model);
        }
    }
}

#[test]
fn the_welcome_draws_at_every_size() {
    for keys in [&[][..], &["enter"][..], &["down", "enter"][..]] {
        let mut start = Start::new(Locale::english(), Theme::of(ThemeName::Default)).unwrap();
        for key in keys {
            start.update(Msg::Key(Key::parse(key).unwrap()));
        }
        for (width, height) in sizes() {
            let mut buf = Buffer::empty(Rect::new(0, 0, width, height));
            reskontra::tui::welcome::paint(&mut buf, &start);
        }
    }
}

/// Text that would clear a screen, ring a bell, set a title or turn a line round, were it let through.
const NASTY: &str = "Nord\u{1b}[2J\u{7}\u{1b}]0;pwned\u{7}lys\u{202e}\r\n\u{9b}31m\tAS";

#[test]
fn control_characters_from_a_file_never_reach_the_screen() {
    for pane in ["today", "customers", "aging", "reminders", "matching"] {
        for (width, height) in [(80, 24), (140, 40)] {
            let mut screen = Screen::new(ThemeName::Default, width, height);
            let mut first = screen_book::first_look();
            first.oldest[0].customer_name = NASTY.into();
            screen.model.book.ledger.company = NASTY.into();
            press(&mut screen, pane);
            let mut customers = screen_book::customers();
            customers[0].name = NASTY.into();
            let mut aging = screen_book::aging(&screen.model.aging.query);
            aging.rows[0].name = NASTY.into();
            let mut overdue = screen_book::overdue();
            overdue[0].name = NASTY.into();
            overdue[0].items[0].number = NASTY.into();
            let mut explained = receipts();
            explained[0].receipt.text.payer_name = Some(NASTY.into());
            explained[0].receipt.text.message = Some(NASTY.into());
            explained[0].receipt.text.raw = Some(NASTY.into());
            screen.reply(Reply::Overview(screen_book::overview(), first));
            screen.reply(Reply::Customers(customers));
            screen.reply(Reply::Aging(aging));
            screen.reply(Reply::Overdue(screen_book::today(), overdue));
            screen.reply(Reply::Receipts(explained));
            screen.reply(Reply::Broken {
                says: NASTY.into(),
                story: vec![NASTY.into()],
            });
            let mut buffers = vec![screen.draw()];
            if pane == "matching" {
                press(&mut screen, "why");
                buffers.push(screen.draw());
            }
            press(&mut screen, "trouble");
            buffers.push(screen.draw());
            for buf in buffers {
                for cell in buf.content() {
                    assert!(
                        !cell.symbol().chars().any(char::is_control),
                        "{pane}: {:?}",
                        cell.symbol()
                    );
                    assert!(!cell.symbol().contains('\u{202e}'), "{pane}");
                }
            }
        }
    }
}

#[test]
fn accepting_a_proposal_asks_for_exactly_it() {
    let mut screen = Screen::new(ThemeName::Mono, 80, 24);
    presses(&mut screen, &["matching", "down", "accept"]);
    let Some(Request::Act { command, .. }) = screen.asked.pop() else {
        panic!("nothing was asked for")
    };
    let part = |item: i64, amount: i64| Part {
        target: PartTarget::Item(ItemId(item)),
        amount: Some(Minor(amount).decimal(NOK)),
    };
    let Command::Settle {
        receipt,
        parts,
        class,
        evidence,
        ..
    } = command
    else {
        panic!("{command:?}")
    };
    assert_eq!(receipt, ItemId(902));
    assert_eq!(parts, [part(10231, 9_000_00), part(10240, 5_250_00)]);
    assert_eq!(class, Some(reskontra::domain::evidence::Class::B));
    assert_eq!(evidence.len(), 2);
}

#[test]
fn a_split_by_hand_takes_at_most_six_keys() {
    let mut screen = Screen::new(ThemeName::Mono, 80, 24);
    presses(&mut screen, &["matching", "down"]);
    // Off with the second, on with the third, accept: the first stays.
    let keys = [
        "next-part",
        "down",
        "toggle-item",
        "down",
        "toggle-item",
        "accept",
    ];
    presses(&mut screen, &keys);
    let Some(Request::Act {
        command:
            Command::Settle {
                parts,
                class,
                evidence,
                ..
            },
        ..
    }) = screen.asked.pop()
    else {
        panic!("nothing was asked for")
    };
    let amounts: Vec<String> = parts
        .iter()
        .map(|part| part.amount.unwrap().to_string())
        .collect();
    assert_eq!(amounts, ["9000.00", "5250.00"]);
    assert_eq!(parts[1].target, PartTarget::Item(ItemId(10266)));
    assert_eq!((class, evidence), (None, vec![Evidence::ByHand]));
}

#[test]
fn more_than_came_in_is_not_sent() {
    let mut screen = Screen::new(ThemeName::Mono, 80, 24);
    presses(&mut screen, &["matching", "down", "edit-part"]);
    screen.send(Msg::Key(Key::parse("ctrl-u").unwrap()));
    type_in(&mut screen, "9001");
    press(&mut screen, "choose");
    assert!(picture(&screen.draw()).contains("From nothing to 9\u{a0}000,00."));
    press(&mut screen, "back");
    // The second item has 18 200 open: more than the receipt has left, and the difference says so.
    presses(&mut screen, &["down", "edit-part"]);
    screen.send(Msg::Key(Key::parse("ctrl-u").unwrap()));
    type_in(&mut screen, "6000");
    presses(&mut screen, &["choose", "accept"]);
    assert!(screen.asked.is_empty());
    assert!(picture(&screen.draw()).contains("More is chosen than came in."));
}

#[test]
fn a_possible_explanation_has_no_default() {
    let mut screen = Screen::new(ThemeName::Mono, 80, 24);
    presses(&mut screen, &["matching", "down", "down", "down", "accept"]);
    assert!(screen.asked.is_empty());
    assert!(picture(&screen.draw()).contains("No item is chosen."));
}

#[test]
fn the_customer_that_is_found_gets_the_money() {
    let mut screen = Screen::new(ThemeName::Mono, 80, 24);
    presses(&mut screen, &["matching", "last", "up", "find-customer"]);
    type_in(&mut screen, "vik");
    presses(&mut screen, &["choose", "leave-unapplied"]);
    let Some(Request::Act {
        command: Command::Identify {
            receipt, customer, ..
        },
        ..
    }) = screen.asked.pop()
    else {
        panic!("nothing was asked for")
    };
    assert_eq!((receipt, customer), (ItemId(906), CustomerId(4)));
}

#[test]
fn the_key_that_asked_does_not_confirm_and_cancel_has_the_focus() {
    let mut screen = Screen::new(ThemeName::Mono, 80, 24);
    press(&mut screen, "matching");
    for keys in [&["A", "A", "enter"][..], &["A", "n"], &["A", "esc"]] {
        for key in keys {
            screen.send(Msg::Key(Key::parse(key).unwrap()));
        }
        assert!(
            screen.asked.is_empty() && screen.model.layers.is_empty(),
            "{keys:?}"
        );
    }
    for keys in [&["A", "y"][..], &["A", "tab", "enter"]] {
        for key in keys {
            screen.send(Msg::Key(Key::parse(key).unwrap()));
        }
        assert_eq!(screen.asked.pop(), Some(Request::MatchAuto), "{keys:?}");
        screen.model.work = None;
    }
}

#[test]
fn the_key_that_opened_a_question_never_answers_it() {
    let own = [
        ("accept-certain".to_owned(), vec!["y".to_owned()]),
        ("why".to_owned(), vec!["A".to_owned()]),
    ];
    let mut screen = Screen::new(ThemeName::Mono, 80, 24);
    screen.model.keymap = reskontra::tui::Keymap::new(&own.into_iter().collect()).unwrap();
    press(&mut screen, "matching");
    for _ in 0..3 {
        screen.send(Msg::Key(Key::parse("y").unwrap()));
    }
    assert!(screen.asked.is_empty() && screen.model.layers.len() == 1);
}

#[test]
fn back_goes_step_by_step_and_never_leaves() {
    let mut screen = Screen::new(ThemeName::Mono, 80, 24);
    presses(&mut screen, &["aging", "filter"]);
    type_in(&mut screen, "late:>0");
    presses(&mut screen, &["choose", "open", "open"]);
    let mut scopes = vec![screen.model.scope()];
    for _ in 0..5 {
        press(&mut screen, "back");
        scopes.push(screen.model.scope());
    }
    assert_eq!(scopes[..3], [Scope::Document, Scope::Items, Scope::Aging]);
    assert_eq!(scopes[3..], [Scope::Aging; 3]);
    assert_eq!(screen.model.aging.table.filter(), "");
}

#[test]
fn the_selection_outlives_a_reload_and_the_filter_a_change_of_pane() {
    let mut screen = Screen::new(ThemeName::Mono, 80, 24);
    presses(&mut screen, &["customers", "filter"]);
    type_in(&mut screen, "AS");
    presses(&mut screen, &["choose", "last"]);
    let before = screen
        .model
        .customers
        .table
        .selected()
        .unwrap()
        .line
        .number
        .clone();
    screen.reply(Reply::Changed(Box::new(book())));
    presses(&mut screen, &["aging", "customers"]);
    assert_eq!(
        screen.model.customers.table.selected().unwrap().line.number,
        before
    );
    assert_eq!(screen.model.customers.table.filter(), "AS");
}

#[test]
fn digits_type_inside_a_field_and_change_panes_outside() {
    let mut screen = Screen::new(ThemeName::Mono, 80, 24);
    presses(&mut screen, &["customers", "filter"]);
    type_in(&mut screen, "3");
    assert_eq!(
        (screen.model.pane, screen.model.customers.table.filter()),
        (Pane::Customers, "3")
    );
    press(&mut screen, "choose");
    type_in(&mut screen, "3");
    assert_eq!(screen.model.pane, Pane::Aging);
}

#[test]
fn a_ledger_open_for_reading_changes_nothing_and_says_why() {
    let mut read_only = book();
    read_only.read_only = true;
    for action in ACTIONS
        .iter()
        .filter(|action| action.changes != Changes::No)
    {
        for pane in ["today", "customers", "aging", "reminders", "matching"] {
            let mut screen = Screen::of(
                read_only.clone(),
                screen_book::first_look(),
                ThemeName::Mono,
                80,
                24,
            );
            press(&mut screen, pane);
            if action.scopes.holds(screen.model.scope()) {
                press(&mut screen, action.name);
                assert!(screen.asked.is_empty(), "{}", action.name);
                assert!(
                    picture(&screen.draw()).contains("open for reading only"),
                    "{}",
                    action.name
                );
            }
        }
    }
}

#[test]
fn escape_stops_work_under_way() {
    let mut screen = Screen::new(ThemeName::Mono, 80, 24);
    screen.send(Msg::Key(Key::parse("I").unwrap()));
    type_in(&mut screen, "giro-2026-11-22.txt");
    press(&mut screen, "choose");
    assert!(screen.model.work.is_some());
    let effects =
        reskontra::tui::update::update(&mut screen.model, Msg::Key(Key::parse("esc").unwrap()));
    assert_eq!(effects, [reskontra::tui::effect::Effect::Cancel]);
    // Leaving in the middle is asked about first.
    press(&mut screen, "quit");
    assert_eq!(screen.model.scope(), Scope::Confirm);
}

#[test]
fn a_click_chooses_a_tab_and_a_row() {
    let mut screen = Screen::new(ThemeName::Mono, 140, 40);
    let (tab, _) = *screen
        .model
        .seen
        .tabs
        .iter()
        .find(|(_, pane)| *pane == Pane::Customers)
        .unwrap();
    screen.send(Msg::Mouse(Mouse::Click {
        x: tab.x + 1,
        y: tab.y,
    }));
    assert_eq!(screen.model.pane, Pane::Customers);
    let rows = screen.model.seen.lists[0].area;
    let click = Mouse::Click {
        x: rows.x + 5,
        y: rows.y + 2,
    };
    screen.send(Msg::Mouse(click));
    assert_eq!(screen.model.customers.table.cursor, 2);
    assert_eq!(screen.model.scope(), Scope::Customers);
    screen.send(Msg::Mouse(click));
    assert_eq!(screen.model.scope(), Scope::Card);
}

/// The requirement is a frame on the machine of the user; what a test can hold is that the work is small: far below
/// a second even here, in a debug build.
#[test]
fn a_filter_key_on_sixty_thousand_rows_walks_them_once() {
    let mut screen = Screen::new(ThemeName::Mono, 80, 24);
    press(&mut screen, "customers");
    let one = screen_book::customers().remove(1);
    let many = (0..60_000_i64).map(|id| {
        let mut line = one.clone();
        line.id = CustomerId(id + 1);
        line.number = id.to_string();
        line
    });
    screen.reply(Reply::Customers(many.collect()));
    press(&mut screen, "filter");
    let begun = std::time::Instant::now();
    type_in(&mut screen, "59999");
    let took = begun.elapsed();
    assert_eq!(screen.model.customers.table.len(), 1);
    assert!(took.as_secs() < 2, "{took:?}");
}

#[test]
fn every_look_has_its_answer_here() {
    assert!(answer(&Request::Overview).is_some());
}

#[allow(dead_code, reason = "says what the scenes are drawn from")]
fn model(screen: &Screen) -> &Model {
    &screen.model
}
