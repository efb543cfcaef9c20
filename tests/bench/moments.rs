//! What must fit into a moment: a frame, a filter keystroke, a check digit. `cargo bench --bench moments`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a measurement that fails may say so"
)]

#[path = "../support/book.rs"]
mod book;

use std::collections::BTreeMap;

use divan::Bencher;
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size as Screen};
use reskontra::desk::clock::Clock;
use reskontra::desk::config::{Config, ThemeName};
use reskontra::desk::{Demonstration, Face, MatchSettings};
use reskontra::domain::id::CustomerId;
use reskontra::domain::money::Minor;
use reskontra::domain::reference;
use reskontra::reports::card::CustomerLine;
use reskontra::text::Locale;
use reskontra::tui::Keymap;
use reskontra::tui::model::{Model, Pane, Settings};
use reskontra::tui::msg::{Msg, Reply};
use reskontra::tui::theme::Theme;
use reskontra::tui::update::update;
use reskontra::tui::view;

use book::{AS_OF, Book, SEED, Size};

fn main() {
    divan::main();
}

/// The list of customers on a screen, with all that a book of a size has.
fn customers(size: Size, (width, height): (u16, u16)) -> Model {
    let clock = Clock::fixed(AS_OF);
    let (_kept, desk) = Demonstration::make(
        None,
        Config::default(),
        clock,
        Face::Desk,
        &Locale::english(),
    )
    .expect("a demo");
    let settings = Settings {
        theme: Theme::of(ThemeName::Default),
        keymap: Keymap::new(&BTreeMap::new()).expect("the built-in keys"),
        aging: desk.aging_query(),
        limits: MatchSettings::default(),
        mouse: true,
    };
    let first = desk.first_look(40).expect("a first look");
    let mut model = Model::new(
        desk.frame(),
        first,
        settings,
        Locale::english(),
        Screen { width, height },
    );
    model.pane = Pane::Customers;
    let lines = Book::build(size, SEED).customers;
    let line = |(at, customer): (usize, book::Customer)| CustomerLine {
        id: CustomerId(i64::try_from(at).unwrap() + 1),
        number: customer.number,
        name: customer.name,
        org_no: Some(customer.org_no),
        city: Some(customer.city.to_owned()),
        reach: customer.email,
        inactive: false,
        open: Minor(i64::try_from(at * 137).unwrap()),
        overdue: Minor(i64::try_from(at * 31).unwrap()),
        days_late: 12,
        other_currencies: false,
        risk_class: None,
        tags: Vec::new(),
        group: None,
        hold: None,
        faulty: false,
        stale_since: None,
    };
    let lines = lines.into_iter().enumerate().map(line).collect();
    update(&mut model, Msg::Reply(Box::new(Reply::Customers(lines))));
    model
}

#[divan::bench(args = [(80, 24), (120, 40), (200, 60)])]
fn frame(bencher: Bencher, size: (u16, u16)) {
    let model = customers(Size::S, size);
    bencher
        .with_inputs(|| Buffer::empty(Rect::new(0, 0, size.0, size.1)))
        .bench_local_values(|mut buffer| {
            view::paint(&mut buffer, &model);
            buffer
        });
}

/// Every letter narrows anew: a letter that many names have, a word, a figure.
#[divan::bench(args = ["o", "nord", "sjøberg as", "amt:>1000 n"])]
fn filter_of_100_000_customers(bencher: Bencher, typed: &str) {
    let mut model = customers(Size::L, (120, 40));
    bencher.bench_local(|| model.customers.table.narrow(divan::black_box(typed)));
}

#[divan::bench(args = ["10382810000513", "RF18539007547034", "Fakt.nr. 1096882 og KID 10382810000513"])]
fn references_in_a_text(text: &str) -> Vec<String> {
    reference::references_in(divan::black_box(text))
}
