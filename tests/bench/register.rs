//! The customer register: a keystroke in its filter beside a plain `LIKE` over the same columns of the same ledger, the
//! worst keystroke that its rows allow, in the filter and where a payer is chosen; the card of the customer with the
//! longest history, and who is alike to a new customer.

use std::collections::{BTreeMap, BTreeSet};
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use ratatui::layout::Size as Screen;
use reskontra::desk::config::{Config, ThemeName};
use reskontra::desk::{Desk, Face, MatchSettings, Options};
use reskontra::domain::command::NewCustomer;
use reskontra::domain::field::Field;
use reskontra::domain::id::CustomerId;
use reskontra::text::Locale;
use reskontra::tui::Keymap;
use reskontra::tui::model::{Model, Pane, Settings};
use reskontra::tui::msg::{Msg, Reply};
use reskontra::tui::overlays::{self, picker};
use reskontra::tui::panes::customers::rows::Listed;
use reskontra::tui::table::Row;
use reskontra::tui::theme::Theme;
use reskontra::tui::update::update;
use rusqlite::{Connection, OpenFlags};

use crate::scattered;
use crate::support::cost::Cost;
use crate::support::table::{Most, Table};
use crate::support::world::{Stage, TODAY, World};

/// A letter that most names have, a word, two words, an e-mail, a number, and what nobody is called.
const TYPED: [&str; 7] = [
    "o",
    "nord",
    "sjøberg as",
    "post@",
    "1042",
    "nrdbygg",
    "zzqx",
];
/// Words of one letter that almost every row has, the worst letters of e-mails and of two words.
const DENSE: [&str; 4] = ["a e o r n s", "post@xx", "as zz", "1 2 3 4 a"];
/// Letters and digits, each by itself.
const SINGLE: &str = "abcdefghijklmnopqrstuvwxyz0123456789";
/// Scattered patterns of each length.
const EACH: usize = 4;
const ROUNDS: u32 = 5;

pub fn measure(world: &World, table: &mut Table) {
    let ledger = world.ledger(Stage::Matched);
    let options = Options {
        ledger: Some(ledger.clone()),
        config: None,
        today: TODAY.parse().ok(),
        read_only: true,
    };
    let desk = Desk::open(&options, Config::default(), Face::Desk).expect("a ledger");
    let mut model = register(&desk);
    let rows = desk.customers().expect("customers");
    update(&mut model, Msg::Reply(Box::new(Reply::Customers(rows))));
    let connection =
        Connection::open_with_flags(&ledger, OpenFlags::SQLITE_OPEN_READ_ONLY).expect("the ledger");
    let (mut ours, mut raw) = (Vec::new(), Vec::new());
    for typed in TYPED {
        ours.push(quickest(|| model.customers.table.narrow(black_box(typed))));
        raw.push(quickest(|| like(&connection, black_box(typed))));
    }
    let total = |times: &[Duration]| Cost {
        cpu: times.iter().sum(),
        peak: 0,
    };
    let costs = (total(&ours), total(&raw));
    table.ratio("filter keystroke, to LIKE", world, costs, Most(2.0, 1.0));
    let typed = hardest(model.customers.table.rows());
    let (mut filter, mut payer) = (Vec::new(), Vec::new());
    for typed in &typed {
        filter.push((keystroke(&mut model, typed), typed));
        payer.push((choosing(&mut model, typed), typed));
    }
    let limit = Most(16.0, 8.0);
    for (job, times) in [
        ("filter keystroke, worst", filter),
        ("payer keystroke, worst", payer),
    ] {
        let Some((time, typed)) = times.into_iter().max() else {
            continue;
        };
        table.wall(job, world, time, limit);
        println!("  typed: {typed:?}");
    }

    let longest = longest(&ledger);
    let card = quickest(|| {
        black_box(desk.card(longest).expect("a card"));
    });
    table.wall("customer's card", world, card, Most(30.0, 10.0));

    let new = newcomer();
    let alike = quickest(|| {
        black_box(desk.new_customer(new.clone()).is_ok());
    });
    table.wall(
        "who is alike a new customer",
        world,
        alike,
        Most(30.0, 15.0),
    );
}

/// All that is typed, letter by letter: what is common, what is dense, and what nothing contains but everything is like.
fn hardest(rows: &[Listed]) -> BTreeSet<String> {
    let texts: Vec<String> = rows
        .iter()
        .map(|row| {
            let words = row.words();
            format!(
                "{}\n{}\n{}",
                words.customer.replace('\n', " "),
                words.number,
                words.text
            )
        })
        .collect();
    let scattered = scattered::patterns(&texts, EACH);
    let given = TYPED.iter().chain(&DENSE).map(|typed| (*typed).to_owned());
    let words = given.chain(scattered);
    let begun = words.flat_map(|word| {
        let ends: Vec<usize> = word
            .char_indices()
            .map(|(at, c)| at + c.len_utf8())
            .collect();
        ends.into_iter().map(move |end| word[..end].to_owned())
    });
    begun.chain(SINGLE.chars().map(String::from)).collect()
}

/// The filter after its last letter was typed, and after the letter behind it was deleted.
fn keystroke(model: &mut Model, typed: &str) -> Duration {
    let more = format!("{typed}x");
    let mut less = typed.to_owned();
    less.pop();
    let (mut on, mut back) = (Duration::MAX, Duration::MAX);
    for _ in 0..ROUNDS {
        let table = &mut model.customers.table;
        table.narrow("");
        table.narrow(&less);
        on = on.min(timed(|| table.narrow(black_box(typed))));
        table.narrow(&more);
        back = back.min(timed(|| table.narrow(black_box(typed))));
    }
    on.max(back)
}

/// The same where a payer is chosen.
fn choosing(model: &mut Model, typed: &str) -> Duration {
    let rounds = (0..ROUNDS).map(|_| {
        picker::open(model, picker::Wanted::Payer);
        let time = timed(|| {
            overlays::paste(model, black_box(typed));
        });
        model.layers.pop();
        time
    });
    rounds.min().unwrap_or_default()
}

/// Somebody of whom all is known that others are held against.
fn newcomer() -> NewCustomer {
    let known = [
        (Field::Name, "Aldri Sett Handel AS"),
        (Field::OrgNo, "999999999"),
        (Field::Account, "99999999999"),
        (Field::Email, "ingen@aldri.example"),
        (Field::Phone, "99999999"),
        (Field::Postcode, "9999"),
    ];
    NewCustomer {
        number: None,
        set: known
            .map(|(field, value)| (field, Some(value.to_owned())))
            .into_iter()
            .collect(),
        reason: String::new(),
        is_another: false,
    }
}

/// The desk's screen on the pane of customers.
fn register(desk: &Desk) -> Model {
    let settings = Settings {
        theme: Theme::of(ThemeName::Default),
        keymap: Keymap::new(&BTreeMap::new()).expect("the built-in keys"),
        aging: desk.aging_query(),
        limits: MatchSettings::default(),
        mouse: true,
    };
    let first = desk.first_look(40).expect("a first look");
    let size = Screen {
        width: 120,
        height: 40,
    };
    let mut model = Model::new(desk.frame(), first, settings, Locale::english(), size);
    model.pane = Pane::Customers;
    model
}

fn quickest(mut work: impl FnMut()) -> Duration {
    let times = (0..ROUNDS).map(|_| timed(&mut work));
    times.min().unwrap_or_default()
}

fn timed(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

fn like(connection: &Connection, typed: &str) {
    let mut statement = connection
        .prepare_cached(
            "SELECT c.id FROM customer c JOIN customer_text t ON t.customer = c.id AND t.version = c.version
             WHERE c.voided = 0 AND (t.name LIKE ?1 OR c.number LIKE ?1 OR t.org_no LIKE ?1 OR t.city LIKE ?1
                OR t.email LIKE ?1 OR t.phone LIKE ?1 OR t.contacts LIKE ?1)
             ORDER BY t.name",
        )
        .expect("a statement");
    let found = statement
        .query_map([format!("%{typed}%")], |row| row.get(0))
        .expect("rows");
    let found: Vec<i64> = found.collect::<rusqlite::Result<_>>().expect("customers");
    black_box(found);
}

/// Whose items are the most.
fn longest(ledger: &Path) -> CustomerId {
    let connection =
        Connection::open_with_flags(ledger, OpenFlags::SQLITE_OPEN_READ_ONLY).expect("the ledger");
    let sql = "SELECT customer FROM item WHERE customer > 0 GROUP BY customer ORDER BY count(*) DESC LIMIT 1";
    let longest = connection.query_row(sql, [], |row| row.get(0));
    CustomerId(longest.expect("a customer"))
}
