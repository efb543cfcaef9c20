//! Files that are made here, and the real ones.

mod payments;
mod refusals;

use proptest::prelude::*;

use super::*;
use crate::domain::intake::{OtherRow, PaymentRow, Row, StatementRow};
use crate::domain::money::Currency;
use crate::domain::receipt::OtherKind;
use crate::formats::Format;
use crate::formats::testing::{Kept, read_all, rows, source};

const PUBLISHED: &[u8] = include_bytes!(
    "../../../../tests/samples/bgmax/bankgirot-sample-deduction-tabs-latin1-crlf.txt"
);
const MINIMAL: &[u8] =
    include_bytes!("../../../../tests/samples/bgmax/minimal-one-payment-short-last-line.txt");
const INVALID: &[u8] =
    include_bytes!("../../../../tests/samples/bgmax/not-a-valid-bgmax-bad-codes-utf8-bom.txt");

const START: &str = "01BGMAX               0120261120173035010331P";

fn opening(currency: &str) -> String {
    format!("050009912346{:10}{currency}", "")
}

/// A record of 20 to 23.
fn money(code: u8, reference: &str, ore: u64, reference_code: u8) -> String {
    format!("{code}0003783511{reference:<25}{ore:018}{reference_code}20000000001231")
}

fn deposit(number: u64, ore: u64, currency: &str, count: u64) -> String {
    format!(
        "15{:035}20261120{number:05}{ore:018}{currency}{count:08}",
        5841
    )
}

fn end(payments: u64, deductions: u64, extras: u64, deposits: u64) -> String {
    format!("70{payments:08}{deductions:08}{extras:08}{deposits:08}")
}

/// A file of one section whose counts and sums hold.
fn file(records: &[String]) -> String {
    let count = |code: &str| records.iter().filter(|r| r.starts_with(code)).count() as u64;
    let sum = |code: &str| -> u64 {
        let of_code = records.iter().filter(|r| r.starts_with(code));
        let ore = of_code.map(|r| r.chars().skip(37).take(18).collect::<String>());
        ore.map(|ore| ore.parse::<u64>().unwrap()).sum()
    };
    let (payments, deductions) = (count("20"), count("21"));
    let mut lines = vec![START.to_owned(), opening("SEK")];
    lines.extend_from_slice(records);
    lines.push(deposit(
        7,
        sum("20") - sum("21"),
        "SEK",
        payments + deductions,
    ));
    lines.push(end(payments, deductions, count("22") + count("23"), 1));
    lines.join("\r\n")
}

fn fault(bytes: impl AsRef<[u8]>) -> Fault {
    read_all(Format::BgMax, bytes).0.unwrap_err()
}

fn summary(bytes: impl AsRef<[u8]>) -> Summary {
    read_all(Format::BgMax, bytes).0.unwrap()
}

fn payment(row: &Row) -> &PaymentRow {
    match row {
        Row::Payment(payment) => payment,
        row => panic!("{row:?}"),
    }
}

fn other(row: &Row) -> &OtherRow {
    match row {
        Row::Other(other) => other,
        row => panic!("{row:?}"),
    }
}

fn statement(row: &Row) -> &StatementRow {
    match row {
        Row::Statement(statement) => statement,
        row => panic!("{row:?}"),
    }
}

/// A payment's remittance as number and amount.
fn remittance(payment: &PaymentRow) -> Vec<(&str, Option<String>)> {
    let pairs = payment.details.remittance.iter();
    pairs
        .map(|r| (r.number.as_str(), r.amount.map(|amount| amount.to_string())))
        .collect()
}

fn unsplit<'a>(numbers: &[&'a str]) -> Vec<(&'a str, Option<String>)> {
    numbers.iter().map(|number| (*number, None)).collect()
}

proptest! {
    #[test]
    fn a_file_with_changed_bytes_is_answered(
        changes in prop::collection::vec((0_usize..4022, any::<u8>()), 1..4),
    ) {
        let mut bytes = PUBLISHED.to_vec();
        for (at, byte) in changes {
            let at = at % bytes.len();
            bytes[at] = byte;
        }
        let _ = read_all(Format::BgMax, &bytes);
        let _ = crate::formats::sniff(&source(&bytes));
    }

    #[test]
    fn any_records_are_answered(
        lines in prop::collection::vec("(01BGMAX|05|15|2[0-9]|70)[0-9A-ZÅ \t]{0,90}", 0..12),
    ) {
        let _ = read_all(Format::BgMax, lines.join("\n"));
        let _ = read_all(Format::BgMax, format!("{START}\n{}", lines.join("\n")));
        let _ = read_all(Format::BgMax, format!("{START:80}{}", lines.concat()));
    }
}
