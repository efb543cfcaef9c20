//! Every pane and overlay as the user sees it, drawn from a fixed ledger: text, and beside it the styles, which a
//! snapshot of text alone would not show; and what the keys ask of the desk.

#![allow(clippy::inconsistent_digit_grouping, reason = "crowns and hundredths")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that fails may say so"
)]

mod anew;
mod bank;
mod charging;
mod crediting;
mod deciding;
mod handing;
mod keys;
mod languages;
mod ledger;
mod mapping;
mod outgoing;
mod picture;
mod posting;
mod queue;
mod receipts;
mod register;
mod reminding;
mod resting;
mod scenes;
mod screen;
mod settling;
mod telling;
mod unapplied;
mod wandering;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use reskontra::desk::config::ThemeName;
use reskontra::reports::overview::{FirstLook, Overview};
use reskontra::text::Locale;
use reskontra::tui::input::Key;
use reskontra::tui::msg::{Msg, Reply};
use reskontra::tui::theme::Theme;
use reskontra::tui::view;
use reskontra::tui::welcome::Start;

use ledger::book;
use picture::picture;
use receipts::receipts;
use scenes::SCENES;
use screen::{Screen, press};

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

/// Two scenes of one name would take each other's picture.
#[test]
fn no_two_scenes_have_one_name() {
    let mut names: Vec<&str> = SCENES.iter().map(|(name, _)| *name).collect();
    names.sort_unstable();
    assert!(names.is_sorted_by(|one, next| one < next), "{names:?}");
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
    screen.reply(Reply::Overview(Overview::default(), FirstLook::default()));
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
    for pane in [
        "today",
        "customers",
        "aging",
        "reminders",
        "matching",
        "bank-lines",
    ] {
        for (width, height) in [(80, 24), (140, 40)] {
            let mut screen = Screen::new(ThemeName::Default, width, height);
            let mut first = ledger::first_look();
            first.oldest[0].customer_name = NASTY.into();
            screen.model.book.ledger.company = NASTY.into();
            press(&mut screen, pane);
            let mut customers = ledger::customers();
            customers[0].name = NASTY.into();
            let mut aging = ledger::aging(&screen.model.aging.query);
            aging.rows[0].name = NASTY.into();
            let mut due = queue::queue();
            due.letters[0].whose.name = NASTY.into();
            due.letters[0].letter.lines[0].number = NASTY.into();
            due.letters[0].letter.stage = NASTY.into();
            due.letters[0].letter.channel = NASTY.into();
            let mut explained = receipts();
            explained[0].receipt.text.payer_name = Some(NASTY.into());
            explained[0].receipt.text.message = Some(NASTY.into());
            explained[0].receipt.text.raw = Some(NASTY.into());
            screen.reply(Reply::Overview(ledger::overview(), first));
            screen.reply(Reply::Customers(customers));
            screen.reply(Reply::Aging(aging));
            screen.reply(Reply::Queue(Box::new(due)));
            screen.reply(Reply::Receipts(explained));
            let mut lines = bank::lines();
            for line in &mut lines {
                line.text.payer_name = Some(NASTY.into());
                line.text.raw = Some(NASTY.into());
                line.file = Some(NASTY.into());
            }
            let mut statements = bank::statements();
            statements[1].statement.number = Some(NASTY.into());
            statements[1].gap_after = Some(NASTY.into());
            screen.reply(Reply::Bank {
                all: false,
                lines,
                statements,
            });
            screen.reply(Reply::Broken {
                says: NASTY.into(),
                story: vec![NASTY.into()],
            });
            let mut buffers = vec![screen.draw()];
            if pane == "bank-lines" {
                press(&mut screen, "statements");
                buffers.push(screen.draw());
                press(&mut screen, "back");
            }
            if ["reminders", "matching", "bank-lines"].contains(&pane) {
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
