//! The synthetic book with its right answers: taken in, matched, aged.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::Path;
use std::sync::atomic::Ordering;

use reskontra::desk::clock::Clock;
use reskontra::desk::config::Config;
use reskontra::desk::{Desk, Face, ImportOptions, Watch};
use reskontra::domain::command::{Command, Part, Settlement, Target};
use reskontra::domain::ledger::{CompanySize, LedgerFacts};
use reskontra::domain::money::{Currency, Minor};
use reskontra::reports::settling::{MatchReport, Posted};
use rust_decimal::Decimal;
use sha2::{Digest, Sha256};
use support::book::{AS_OF, Book, Class, SEED, SHA256, Size};
use tempfile::TempDir;

fn sha256(path: &Path) -> String {
    let mut hash = Sha256::new();
    std::io::copy(&mut fs::File::open(path).unwrap(), &mut hash).unwrap();
    format!("{:x}", hash.finalize())
}

#[test]
fn the_generator_makes_the_same_bytes_in_every_size() {
    for size in [Size::S, Size::M, Size::L] {
        let folder = TempDir::new().unwrap();
        let book = Book::build(size, SEED);
        book.write_csv(folder.path()).unwrap();
        for version in ["02", "08"] {
            book.write_camt(
                &folder.path().join(format!("camt054-{version}.xml")),
                version,
            )
            .unwrap();
        }
        let files: Vec<_> = SHA256
            .iter()
            .filter(|(of, _, _)| *of == size.name())
            .collect();
        assert_eq!(files.len(), 9);
        for (_, file, expected) in files {
            assert_eq!(
                sha256(&folder.path().join(file)),
                *expected,
                "{} {file}",
                size.name()
            );
        }
    }
}

fn desk_with(book: &Book, folder: &Path) -> Desk {
    book.write_csv(folder).unwrap();
    let facts = LedgerFacts {
        company: "Bok AS".to_owned(),
        country: "NO".to_owned(),
        currency: Currency::NOK,
        org_no: None,
        accounts: Vec::new(),
        size: CompanySize::Small,
    };
    let path = folder.join("book.reskontra");
    let mut desk = Desk::create(
        &path,
        facts,
        Config::default(),
        Clock::fixed(AS_OF),
        Face::CommandLine,
    )
    .unwrap();
    let files = ["customers.csv", "invoices.csv", "payments.csv"].map(|file| folder.join(file));
    let report = desk
        .import(&files, ImportOptions::default(), &Watch::new())
        .unwrap();
    let new: Vec<u64> = report.files.iter().map(|file| file.new).collect();
    let count = |n: usize| u64::try_from(n).unwrap();
    assert_eq!(
        new,
        [
            count(book.customers.len()),
            count(book.invoices.len()),
            count(book.payments.len())
        ]
    );
    desk
}

/// Invoice numbers and amounts that a payment truly settles; an excess has no number.
fn truth(book: &Book) -> HashMap<String, (Class, BTreeMap<Option<String>, i64>)> {
    let parts = |parts: &support::book::Parts| {
        parts
            .iter()
            .map(|(invoice, ore)| (invoice.map(|at| book.invoices[at].number.clone()), *ore))
            .collect()
    };
    book.payments
        .iter()
        .map(|pay| (pay.id.to_string(), (pay.class, parts(&pay.parts))))
        .collect()
}

/// What of a receipt was too little to stay unapplied: in øre.
fn rounded_away(done: &Posted) -> i64 {
    let receipt = done.explained.receipt.item;
    let rests = done.explained.proposals[0].rests.iter();
    rests
        .filter(|rest| rest.item == receipt)
        .map(|rest| rest.amount.0)
        .sum()
}

/// Checks what was posted against the truth and returns how many of each class were posted.
fn contradicted_by_none(book: &Book, report: &MatchReport) -> HashMap<Class, usize> {
    let truth = truth(book);
    let mut posted = HashMap::new();
    for done in &report.posted {
        let receipt = &done.explained.receipt;
        let (class, expected) = &truth[receipt.payment_id.as_deref().unwrap()];
        let best = &done.explained.proposals[0];
        let mut parts: BTreeMap<Option<String>, i64> = best
            .parts
            .iter()
            .map(|part| (Some(part.number.clone()), part.amount.0))
            .collect();
        // What is left over is nobody's invoice: it stays unapplied, or is so little that it is rounded away.
        let over = best.unapplied.0 + rounded_away(done);
        if over != 0 {
            parts.insert(None, over);
        }
        assert_eq!(
            &parts,
            expected,
            "payment {} of class {}",
            receipt.payment_id.as_ref().unwrap(),
            class.name()
        );
        *posted.entry(*class).or_default() += 1;
    }
    posted
}

fn share_of_exact(book: &Book, posted: &HashMap<Class, usize>) -> (usize, usize) {
    let exact = book
        .payments
        .iter()
        .filter(|pay| pay.class == Class::Exact)
        .count();
    (
        posted.get(&Class::Exact).copied().unwrap_or_default(),
        exact,
    )
}

#[test]
fn nothing_is_posted_that_the_truth_contradicts_and_aging_is_right_to_the_ore() {
    let folder = TempDir::new().unwrap();
    let book = Book::build(Size::S, SEED);
    let mut desk = desk_with(&book, folder.path());
    let report = desk.match_auto(&Watch::new()).unwrap();
    let posted = contradicted_by_none(&book, &report);
    let rounded: i64 = report.posted.iter().map(rounded_away).sum();
    let (exact, of) = share_of_exact(&book, &posted);
    assert!(
        exact * 100 >= of * 98,
        "{exact} of {of} exact payments posted"
    );
    assert_eq!(
        desk.match_auto(&Watch::new()).unwrap().posted,
        [],
        "a second run posts nothing"
    );

    // The rest as the truth says, by the commands that a person has.
    for (number, (_, parts)) in truth(&book) {
        let receipt = desk.find_receipt(&number).unwrap();
        if desk.receipt(receipt).unwrap().customer.0 != 0 {
            continue;
        }
        let part = |(invoice, ore): (&Option<String>, &i64)| {
            let document = desk.find_document(invoice.as_deref()?).unwrap();
            let amount = Some(Decimal::new(*ore, 2));
            Some(Part::new(Target::Document(document), amount))
        };
        let parts = parts.iter().filter_map(part).collect();
        let settlement = Settlement::by_hand(receipt, parts);
        desk.act(Command::Settle(Box::new(settlement))).unwrap();
    }
    let report = desk.aging(&desk.aging_query()).unwrap();
    assert!(report.is_proven());
    let grid: BTreeMap<&str, Vec<String>> = report
        .rows
        .iter()
        .map(|row| {
            (
                row.number.as_str(),
                row.sums
                    .buckets
                    .iter()
                    .map(|sum| sum.plain(Currency::NOK))
                    .collect(),
            )
        })
        .collect();
    let mut expected = csv::Reader::from_path(folder.path().join("aging.csv")).unwrap();
    let mut rows = 0;
    for record in expected.records() {
        let record = record.unwrap();
        let buckets: Vec<&str> = record.iter().skip(1).take(5).collect();
        assert_eq!(grid[&record[0]], buckets, "{}", &record[0]);
        rows += 1;
    }
    let owing = report
        .rows
        .iter()
        .filter(|row| row.sums.buckets.iter().any(|sum| !sum.is_zero()))
        .count();
    assert_eq!(owing, rows);
    let totals = &report.totals[0];
    assert_eq!(
        -totals.sums.unapplied + Minor(rounded),
        Minor(book.expected.unapplied_excess)
    );
    assert_eq!(totals.unidentified, Minor::ZERO);
    assert_eq!(desk.doctor(&Watch::new()).unwrap(), []);
}

#[test]
fn a_large_book_works_and_its_first_screen_costs_what_a_small_one_does() {
    let mut steps = Vec::new();
    for size in [Size::S, Size::M] {
        let folder = TempDir::new().unwrap();
        let book = Book::build(size, SEED);
        let mut desk = desk_with(&book, folder.path());
        let report = desk.match_auto(&Watch::new()).unwrap();
        let posted = contradicted_by_none(&book, &report);
        let (exact, of) = share_of_exact(&book, &posted);
        assert!(
            exact * 100 >= of * 98,
            "{exact} of {of} exact payments posted"
        );
        assert!(desk.aging(&desk.aging_query()).unwrap().is_proven());
        let counter = desk.count_steps().unwrap();
        let look = desk.first_look(40).unwrap();
        desk.frame();
        assert_eq!(look.oldest.len(), 40);
        steps.push(counter.load(Ordering::Relaxed));
    }
    assert_eq!(
        steps[0], steps[1],
        "steps of the database's machine for the first screen"
    );
}
