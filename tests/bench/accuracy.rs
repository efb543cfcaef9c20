//! How right matching is: every payment of the book explained, and compared with what it truly pays. One line for each
//! kind of payment and for each pattern of evidence.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

use reskontra::desk::config::Config;
use reskontra::desk::open::Options;
use reskontra::desk::{Desk, Face};
use reskontra::domain::evidence::{Class, pattern};
use reskontra::reports::settling::{Explained, Proposal};

use crate::book::{Book, SEED};
use crate::support::table::{Most, Table};
use crate::support::world::{Stage, World};

pub fn measure(world: &World, table: &mut Table) {
    let ledger = world.copy_of(&world.ledger(Stage::Paid));
    let options = Options {
        ledger: Some(ledger),
        ..Options::default()
    };
    let desk = Desk::open(&options, Config::default(), Face::CommandLine).expect("a desk");
    let explained = desk.receipts().expect("explanations");
    let score = Score::of(&explained, &truth(&Book::build(world.size(), SEED)));
    println!("{}", score.told());
    let mut share = |what, figure: f64, limit: f64| {
        // As a shortage, so that less is better as in the other lines.
        let short = 100.0 - figure;
        table.count(
            what,
            world.name(),
            short,
            "%",
            Most(100.0 - limit, 100.0 - limit),
        );
    };
    let all = &score.all;
    share(
        "payments not posted by themselves",
        all.percent(all.posted),
        90.0,
    );
    share(
        "payments not wholly right, A and B",
        all.percent(all.posted_right + all.strong_right),
        97.0,
    );
    share(
        "wrong among the strong",
        percent(all.strong_right, all.strong),
        99.95,
    );
    share("best suggestion wrong", all.percent(all.best_right), 99.0);
    let wrong = (all.posted - all.posted_right) as f64;
    table.count(
        "wrong automatic postings",
        world.name(),
        wrong,
        "",
        Most(0.0, 0.0),
    );
}

/// What a payment truly pays: invoice numbers and øre, in order.
pub struct Truth {
    pub kind: String,
    pub parts: Vec<(String, i64)>,
}

fn truth(book: &Book) -> HashMap<String, Truth> {
    let of = |payment: &crate::book::Payment| {
        let parts = payment.parts.iter();
        let mut parts: Vec<(String, i64)> = parts
            .filter_map(|(invoice, ore)| Some((book.invoices[(*invoice)?].number.clone(), *ore)))
            .collect();
        parts.sort();
        let kind = payment.class.name().to_owned();
        (payment.id.to_string(), Truth { kind, parts })
    };
    book.payments.iter().map(of).collect()
}

#[derive(Clone, Default)]
pub struct Count {
    pub payments: usize,
    pub posted: usize,
    pub posted_right: usize,
    pub strong: usize,
    pub strong_right: usize,
    pub best_right: usize,
}

impl Count {
    fn percent(&self, part: usize) -> f64 {
        percent(part, self.payments)
    }
}

fn percent(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        100.0
    } else {
        part as f64 * 100.0 / whole as f64
    }
}

#[derive(Default)]
pub struct Score {
    pub all: Count,
    pub by_kind: BTreeMap<String, Count>,
    pub by_pattern: BTreeMap<(Class, String), Count>,
    /// Identities of what was posted or strongly proposed wrongly.
    pub wrong: Vec<String>,
}

impl Score {
    pub fn of(explained: &[Explained], truth: &HashMap<String, Truth>) -> Self {
        let mut score = Self::default();
        for receipt in explained {
            let Some(id) = &receipt.receipt.payment_id else {
                continue;
            };
            let Some(truth) = truth.get(id) else { continue };
            let best = receipt.proposals.first();
            let right = best.is_some_and(|best| parts(best) == truth.parts);
            let class = best.map(|best| best.class);
            let pattern = best.map_or(String::new(), |best| pattern(&best.evidence));
            let kind = score.by_kind.entry(truth.kind.clone()).or_default();
            let pattern = score
                .by_pattern
                .entry((class.unwrap_or(Class::D), pattern))
                .or_default();
            for count in [&mut score.all, kind, pattern] {
                count.payments += 1;
                count.best_right += usize::from(right);
                count.posted += usize::from(class == Some(Class::A));
                count.posted_right += usize::from(class == Some(Class::A) && right);
                count.strong += usize::from(class == Some(Class::B));
                count.strong_right += usize::from(class == Some(Class::B) && right);
            }
            if !right && matches!(class, Some(Class::A | Class::B)) {
                score.wrong.push(id.clone());
            }
        }
        score
    }

    pub fn told(&self) -> String {
        let mut told = format!(
            "{:<28} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8}\n",
            "kind or pattern", "payments", "A", "right", "B", "right", "best"
        );
        let mut line = |name: &str, count: &Count| {
            let _ = writeln!(
                told,
                "{name:<28} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8}",
                count.payments,
                count.posted,
                count.posted_right,
                count.strong,
                count.strong_right,
                count.best_right
            );
        };
        for (kind, count) in &self.by_kind {
            line(kind, count);
        }
        line("all", &self.all);
        for ((class, pattern), count) in &self.by_pattern {
            line(&format!("{} {pattern}", class.letter()), count);
        }
        told
    }
}

fn parts(best: &Proposal) -> Vec<(String, i64)> {
    let mut parts: Vec<(String, i64)> = best
        .parts
        .iter()
        .map(|part| (part.number.clone(), part.amount.0))
        .collect();
    parts.sort();
    parts
}
