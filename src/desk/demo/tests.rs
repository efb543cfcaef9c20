//! The book holds together on any day: counts, check digits, buckets, and the bank file's own sums.

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::domain::money::Minor;
use crate::domain::reference::{self, Scheme};
use crate::reports::aging::Edges;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// Ordinary days, month ends, Mondays, holidays, leap days and turns of the year.
fn days() -> Vec<Date> {
    let mut days: Vec<Date> = [
        "2024-01-01",
        "2024-02-29",
        "2024-12-31",
        "2025-03-31",
        "2025-05-18",
        "2025-12-27",
        "2026-01-01",
        "2026-11-22",
        "2026-11-23",
        "2027-01-03",
        "2028-02-29",
        "2028-12-25",
        "2029-05-17",
        "2030-01-01",
        "2030-12-31",
    ]
    .map(day)
    .to_vec();
    days.extend((0..30).map(|n| shift(day("2024-01-05"), n * 83)));
    days
}

/// Open on each instalment, by number and due date: replayed the way that a desk settles.
fn open_items(book: &DemoBook) -> BTreeMap<(String, Date), Decimal> {
    let invoices = book
        .invoices
        .iter()
        .filter(|row| row.kind == DocumentKind::Invoice);
    let mut open: BTreeMap<(String, Date), Decimal> = invoices
        .map(|row| ((row.number.clone(), row.due), row.amount))
        .collect();
    let by_kid: BTreeMap<&str, (String, Date)> = book
        .invoices
        .iter()
        .filter_map(|row| Some((row.reference.as_deref()?, (row.number.clone(), row.due))))
        .collect();
    let whole = |number: &str| {
        book.invoices
            .iter()
            .find(|row| row.number == number)
            .map(|row| (row.number.clone(), row.due))
            .unwrap()
    };
    for row in &book.invoices {
        if let Some(invoice) = &row.credits_invoice {
            *open.get_mut(&whole(invoice)).unwrap() -= row.amount;
        }
    }
    for row in &book.payments {
        if let Some(kid) = &row.reference {
            let item = open.get_mut(&by_kid[kid.as_str()]).unwrap();
            *item = (*item - row.amount).max(Decimal::ZERO);
        }
    }
    for hand in &book.by_hand {
        if let Whose::Invoices(parts) = &hand.whose {
            for (invoice, amount) in parts {
                *open.get_mut(&whole(invoice)).unwrap() -= amount;
            }
        }
    }
    assert!(
        open.values().all(|open| !open.is_sign_negative()),
        "an item passes zero"
    );
    open.retain(|_, open| !open.is_zero());
    open
}

#[test]
fn the_same_day_gives_the_same_book() {
    assert_eq!(make(day("2026-11-22")), make(day("2026-11-22")));
    assert_ne!(make(day("2026-11-22")), make(day("2026-11-23")));
}

#[test]
fn it_is_as_large_as_a_small_company() {
    for today in days() {
        let book = make(today);
        assert_eq!(book.customers.len(), 60);
        let numbers = |kind| {
            book.invoices
                .iter()
                .filter(|row| row.kind == kind)
                .map(|row| &row.number)
                .collect::<BTreeSet<_>>()
                .len()
        };
        assert_eq!(numbers(DocumentKind::Invoice), 600);
        assert_eq!(numbers(DocumentKind::CreditNote), 11);
        assert_eq!(book.invoices.len(), 600 + 3 + 11);
        assert_eq!(
            (book.by_hand.len(), book.disputes.len(), book.promises.len()),
            (4, 3, 3),
            "{today}"
        );
        let named = book
            .invoices
            .iter()
            .filter(|row| row.credits_invoice.is_some())
            .count();
        assert_eq!(named, 9);
        let invoiced: BTreeSet<&str> = book
            .invoices
            .iter()
            .map(|row| row.customer_number.as_str())
            .collect();
        assert_eq!(invoiced.len(), 60, "{today}");
        let euro = book
            .invoices
            .iter()
            .filter(|row| row.currency == Currency::EUR);
        assert!(euro.clone().count() >= 8 && euro.clone().all(|row| row.rate.is_some()));
    }
}

#[test]
fn every_bucket_is_filled_on_any_day() {
    let edges = Edges::default();
    for today in days() {
        let book = make(today);
        let open = open_items(&book);
        assert!((70..=90).contains(&open.len()), "{today}: {}", open.len());
        let euro: BTreeSet<&str> = book
            .invoices
            .iter()
            .filter(|row| row.rate.is_some())
            .map(|row| row.number.as_str())
            .collect();
        let mut filled = [0; 5];
        for ((number, due), _) in open
            .iter()
            .filter(|((number, _), _)| !euro.contains(number.as_str()))
        {
            assert!(!number.is_empty());
            filled[edges.bucket(*due, today)] += 1;
        }
        assert!(
            filled[0] >= 10
                && filled[1] >= 15
                && filled[2] >= 8
                && filled[3] >= 5
                && filled[4] >= 6,
            "{today}: {filled:?}"
        );
    }
}

#[test]
fn nothing_is_later_than_today_or_paid_before_it_was_written() {
    for today in days() {
        let book = make(today);
        let issued: BTreeMap<&str, Date> = book
            .invoices
            .iter()
            .filter_map(|row| Some((row.reference.as_deref()?, row.issued)))
            .collect();
        assert!(
            book.invoices
                .iter()
                .all(|row| row.issued <= today && row.issued <= row.due)
        );
        assert!(
            book.invoices
                .windows(2)
                .all(|pair| pair[0].issued <= pair[1].issued)
        );
        assert!(
            book.payments
                .windows(2)
                .all(|pair| pair[0].booked <= pair[1].booked)
        );
        for row in &book.payments {
            assert!(
                row.booked < today && days::is_banking(row.booked),
                "{today}: {row:?}"
            );
            assert!(row.amount > Decimal::ZERO);
            let written = row.reference.as_deref().map(|kid| issued[kid]);
            assert!(
                written.is_none_or(|written| written < row.booked),
                "{today}: {row:?}"
            );
        }
        assert!(book.disputes.iter().all(|dispute| dispute.from <= today));
        assert!(book.promises.iter().all(|promise| promise.date > today));
    }
}

#[test]
fn numbers_pass_their_checks() {
    let book = make(day("2026-11-22"));
    for row in book
        .invoices
        .iter()
        .filter_map(|row| row.reference.as_ref())
    {
        assert!(reference::schemes(row).contains(&Scheme::Mod10), "{row}");
    }
    let checked =
        |number: &str| dice::mod11_digit(&number[..number.len() - 1]) == number.chars().last();
    assert!(
        book.ledger
            .accounts
            .iter()
            .all(|account| account.len() == 11 && checked(account))
    );
    let org_nos = book
        .customers
        .iter()
        .filter_map(|row| row.org_no.as_ref())
        .chain(&book.ledger.org_no);
    assert!(
        org_nos
            .clone()
            .all(|number| number.len() == 9 && checked(number))
    );
    let accounts: Vec<&String> = book
        .customers
        .iter()
        .filter_map(|row| row.account.as_ref())
        .collect();
    assert!(accounts.iter().all(|account| checked(account)));
    assert_eq!(
        accounts.iter().collect::<BTreeSet<_>>().len(),
        accounts.len()
    );
    let refs: BTreeSet<_> = book
        .payments
        .iter()
        .map(|row| row.bank_ref.clone().unwrap())
        .collect();
    assert_eq!(refs.len(), book.payments.len());
    assert!(
        book.by_hand
            .iter()
            .all(|hand| refs.contains(&hand.bank_ref))
    );
}

#[test]
fn a_part_or_too_much_never_is_another_amount_of_the_customer() {
    for today in days() {
        let book = make(today);
        let by_kid: BTreeMap<&str, &InvoiceRow> = book
            .invoices
            .iter()
            .filter_map(|row| Some((row.reference.as_deref()?, row)))
            .collect();
        let credited = |number: &str| -> Decimal {
            book.invoices
                .iter()
                .filter(|row| row.credits_invoice.as_deref() == Some(number))
                .map(|row| row.amount)
                .sum()
        };
        for row in &book.payments {
            let Some(invoice) = row.reference.as_deref().map(|kid| by_kid[kid]) else {
                continue;
            };
            let others = book.invoices.iter().filter(|other| {
                other.customer_number == invoice.customer_number && other.number != invoice.number
            });
            if row.amount != invoice.amount - credited(&invoice.number) {
                assert!(
                    others.clone().all(|other| other.amount != row.amount),
                    "{today}: {row:?}"
                );
            }
        }
    }
}

#[test]
fn the_bank_file_adds_up() {
    for today in days() {
        let book = make(today);
        let text = &book.bank_file.text;
        let lines: Vec<&str> = text.lines().collect();
        assert!(text.is_ascii() && text.ends_with('\n'));
        assert!(lines.iter().all(|line| line.len() == 80), "{today}");
        let number =
            |line: &str, from: usize, to: usize| line[from - 1..to].parse::<i64>().unwrap();
        let firsts: Vec<&&str> = lines.iter().filter(|line| &line[6..8] == "30").collect();
        assert_eq!(firsts.len(), 25, "{today}");
        let sum: i64 = firsts.iter().map(|line| number(line, 33, 49)).sum();
        let (inner, outer) = (lines[lines.len() - 2], lines[lines.len() - 1]);
        assert_eq!((&inner[..8], &outer[..8]), ("NY090088", "NY000089"));
        assert_eq!((number(inner, 9, 16), number(inner, 25, 41)), (25, sum));
        assert_eq!((number(outer, 9, 16), number(outer, 25, 41)), (25, sum));
        assert_eq!(
            usize::try_from(number(inner, 17, 24)).unwrap(),
            lines.len() - 2
        );
        assert_eq!(usize::try_from(number(outer, 17, 24)).unwrap(), lines.len());
        assert_eq!(&lines[1][24..35], book.ledger.accounts[0]);
    }
}

#[test]
fn the_bank_file_tells_every_story() {
    for today in days() {
        let book = make(today);
        let open = open_items(&book);
        let by_kid: BTreeMap<&str, &InvoiceRow> = book
            .invoices
            .iter()
            .filter_map(|row| Some((row.reference.as_deref()?, row)))
            .collect();
        let mut told: BTreeMap<&str, usize> = BTreeMap::new();
        let mut paid = BTreeSet::new();
        for line in book
            .bank_file
            .text
            .lines()
            .filter(|line| &line[6..8] == "30")
        {
            let amount = Decimal::new(line[32..49].parse().unwrap(), 2);
            let date = chrono::NaiveDate::parse_from_str(&line[15..21], "%d%m%y").unwrap();
            assert!(
                date < today && book.payments.iter().all(|row| row.booked < date),
                "{today}"
            );
            let story = match (&line[4..6], line[49..74].trim()) {
                ("21", "") => "text",
                ("18", kid) => {
                    assert!(by_kid.contains_key(kid));
                    "reversal"
                }
                (_, kid) => {
                    let row = by_kid[kid];
                    assert!(row.issued < date && paid.insert(kid));
                    let of_same = |(number, _): &(String, Date)| {
                        book.invoices.iter().any(|other| {
                            other.number == *number && other.customer_number == row.customer_number
                        })
                    };
                    let fits_other = open
                        .iter()
                        .any(|(key, open)| *open == amount && key.0 != row.number && of_same(key));
                    match open.get(&(row.number.clone(), row.due)) {
                        None => "double",
                        Some(open) if *open == amount => "certain",
                        Some(_) if fits_other => "wrong",
                        Some(open) if *open > amount => "part",
                        Some(_) => "too much",
                    }
                }
            };
            *told.entry(story).or_default() += 1;
        }
        let expected = [
            ("certain", 17),
            ("double", 1),
            ("part", 2),
            ("reversal", 1),
            ("text", 2),
            ("too much", 1),
            ("wrong", 1),
        ];
        assert_eq!(told, BTreeMap::from(expected), "{today}");
    }
}

#[test]
fn some_money_is_left_to_be_found() {
    let book = make(day("2026-11-22"));
    let by_hand: BTreeSet<&str> = book
        .by_hand
        .iter()
        .map(|hand| hand.bank_ref.as_str())
        .collect();
    let loose = book.payments.iter().filter(|row| {
        row.reference.is_none() && !by_hand.contains(row.bank_ref.as_deref().unwrap())
    });
    assert_eq!(loose.count(), 4);
    for row in &book.payments {
        assert!(Minor::exactly(row.amount, row.currency).is_ok());
    }
}
