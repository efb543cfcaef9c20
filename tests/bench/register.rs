//! The customer register: a keystroke in its filter beside a plain `LIKE` over the same columns of the same ledger, and
//! the card of the customer with the longest history.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use ratatui::layout::Size as Screen;
use reskontra::desk::config::{Config, ThemeName};
use reskontra::desk::{Desk, Face, MatchSettings, Options};
use reskontra::domain::id::CustomerId;
use reskontra::text::Locale;
use reskontra::tui::Keymap;
use reskontra::tui::model::{Model, Pane, Settings};
use reskontra::tui::msg::{Msg, Reply};
use reskontra::tui::theme::Theme;
use reskontra::tui::update::update;
use rusqlite::{Connection, OpenFlags};

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
    let worst = ours.into_iter().max().unwrap_or_default();
    table.wall("filter keystroke, worst", world, worst, Most(16.0, 8.0));

    let longest = longest(&ledger);
    let card = quickest(|| {
        black_box(desk.card(longest).expect("a card"));
    });
    table.wall("customer's card", world, card, Most(30.0, 10.0));
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
    let time = |_| {
        let start = Instant::now();
        work();
        start.elapsed()
    };
    (0..ROUNDS).map(time).min().unwrap_or_default()
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
