use proptest::prelude::*;

use super::*;
use crate::domain::intake::{PaymentRow, Row};
use crate::domain::receipt::OtherKind;
use crate::formats::Format;
use crate::formats::testing::{self, read_all};

const START: &str = "NY00001000008080017003100010200";
const ASSIGNMENT: &str = "NY090020001008566000000299991042764";

fn padded(text: &str) -> String {
    format!("{text:0<80}")
}

/// Record 30 of a transaction.
fn item1(form: u64, number: u64, sign: char, ore: u64, kid: &str) -> String {
    padded(&format!(
        "NY09{form:02}30{number:07}24032601241{:05}{sign}{ore:017}{kid:>25}",
        12_345
    ))
}

fn item2(form: u64, number: u64, archive: u64) -> String {
    padded(&format!(
        "NY09{form:02}31{number:07}{:010}{archive:09}{:07}230326{:011}",
        0, 0, 12_345_678_903_u64
    ))
}

fn item3(form: u64, number: u64, text: &str) -> String {
    padded(&format!("NY09{form:02}32{number:07}{text:<40}"))
}

fn end(service: &str, kind: u64, transactions: usize, records: usize, ore: u64) -> String {
    padded(&format!(
        "NY{service}00{kind}{transactions:08}{records:08}{ore:017}240326"
    ))
}

/// A transmission of one assignment that states `ore` and counts what it holds.
fn file(items: &[String], ore: u64) -> Vec<String> {
    let transactions = items.iter().filter(|item| &item[6..8] == "30").count();
    let mut lines = vec![padded(START), padded(ASSIGNMENT)];
    lines.extend_from_slice(items);
    lines.push(end("09", 88, transactions, items.len() + 2, ore));
    lines.push(end("00", 89, transactions, items.len() + 4, ore));
    lines
}

fn two() -> Vec<String> {
    file(
        &[
            item1(10, 1, '0', 10_050, "20260014-"),
            item2(10, 1, 97_596_016),
            item1(21, 2, '0', 44_000, ""),
            item2(21, 2, 0),
            item3(21, 2, "Gjelder bj\u{f8}rk"),
        ],
        54_050,
    )
}

fn payments(bytes: impl AsRef<[u8]>) -> Vec<PaymentRow> {
    let only = |row| match row {
        Row::Payment(payment) => payment,
        row => panic!("{row:?}"),
    };
    rows(Format::OcrGiro, bytes).into_iter().map(only).collect()
}

fn fault(lines: &[String]) -> Fault {
    read_all(Format::OcrGiro, lines.join("\n")).0.unwrap_err()
}

/// The lines of a file in which nothing is wrong, without what it says of the account.
fn rows(format: Format, bytes: impl AsRef<[u8]>) -> Vec<Row> {
    let rows = testing::rows(format, bytes).into_iter();
    rows.filter(|row| !matches!(row, Row::Statement(_)))
        .collect()
}

#[test]
fn a_payment_holds_what_its_records_say() {
    let found = payments(two().join("\r\n"));
    let first = &found[0];
    assert_eq!(first.booked.to_string(), "2026-03-24");
    assert_eq!(first.amount.to_string(), "100.50");
    assert_eq!(first.reference.as_deref(), Some("20260014-"));
    assert_eq!(first.payer_account.as_deref(), Some("12345678903"));
    assert_eq!(first.own_account.as_deref(), Some("99991042764"));
    assert_eq!(first.batch.as_deref(), Some("12345"));
    assert_eq!(first.bank_ref.as_deref(), Some("097596016"));
    assert_eq!(first.form.as_deref(), Some("10"));
    assert_eq!(first.raw.as_deref(), Some(two()[2..4].join("\n").as_str()));
    assert_eq!((&first.message, &first.payment_id), (&None, &None));
    let second = &found[1];
    assert_eq!(second.message.as_deref(), Some("Gjelder bjørk"));
    assert_eq!((&second.reference, &second.bank_ref), (&None, &None));
}

#[test]
fn the_dress_of_the_file_does_not_matter() {
    let lines = two();
    let expected = payments(lines.join("\n"));
    let latin = |text: &str| {
        text.chars()
            .map(|c| u8::try_from(c as u32).unwrap())
            .collect::<Vec<_>>()
    };
    let blanked: Vec<String> = lines
        .iter()
        .map(|line| format!("{}  ", &line[..line.len().min(90)]))
        .collect();
    for (what, bytes) in [
        ("CRLF", lines.join("\r\n").into_bytes()),
        ("CR", lines.join("\r").into_bytes()),
        ("Latin-1", latin(&lines.join("\n"))),
        ("no lines", lines.concat().into_bytes()),
        (
            "no lines, Latin-1, Ctrl-Z",
            [latin(&lines.concat()), vec![0x1a]].concat(),
        ),
        ("one line", format!("{}\r\n", lines.concat()).into_bytes()),
        (
            "mark",
            format!("\u{feff}{}\n\n\n", lines.join("\n")).into_bytes(),
        ),
        (
            "Ctrl-Z",
            format!("{}\n\u{1a}", lines.join("\n")).into_bytes(),
        ),
        ("blank lines", lines.join("\n\n").into_bytes()),
        ("longer lines", blanked.join("\n").into_bytes()),
    ] {
        assert_eq!(payments(bytes), expected, "{what}");
    }
    // Filler written as blanks, and then cut off by a mail program.
    let cut: Vec<String> = lines
        .iter()
        .map(|line| match &line[6..8] {
            "30" => line
                .chars()
                .take(74)
                .collect::<String>()
                .trim_end()
                .to_owned(),
            "31" => line[..58].to_owned(),
            "88" | "89" => line[..41].to_owned(),
            _ => line.clone(),
        })
        .collect();
    let amounts = |payments: &[PaymentRow]| -> Vec<_> {
        payments
            .iter()
            .map(|p| (p.amount, p.reference.clone(), p.payer_account.clone()))
            .collect()
    };
    assert_eq!(amounts(&payments(cut.join("\n"))), amounts(&expected));
}

#[test]
fn records_need_not_stand_together() {
    let items = [
        item1(10, 1, '0', 100, "1"),
        item1(21, 2, '0', 200, ""),
        item2(21, 2, 5),
        item2(10, 1, 5),
        item3(21, 2, "to"),
    ];
    let found = payments(file(&items, 300).join("\n"));
    let mut told: Vec<_> = found
        .iter()
        .map(|p| (p.amount.to_string(), p.message.as_deref()))
        .collect();
    told.sort_unstable();
    assert_eq!(
        told,
        [("1.00".to_owned(), None), ("2.00".to_owned(), Some("to"))]
    );
}

#[test]
fn reversals_and_deductions_are_no_payments_under_either_sum() {
    let items = [
        item1(10, 1, '0', 100_000, "1"),
        item2(10, 1, 1),
        item1(18, 2, '0', 30_000, "2"),
        item2(18, 2, 2),
        item1(11, 3, '-', 20_000, "3"),
        item2(11, 3, 3),
    ];
    // Net of the credit note, or gross; reversals are added in both.
    for sum in [110_000, 150_000] {
        let found: Vec<_> = rows(Format::OcrGiro, file(&items, sum).join("\n"))
            .into_iter()
            .map(|row| match row {
                Row::Payment(p) => (None, p.amount.to_string()),
                Row::Other(o) => (Some(o.kind), o.payment.amount.to_string()),
                row => panic!("{row:?}"),
            })
            .collect();
        assert_eq!(
            found,
            [
                (None, "1000.00".to_owned()),
                (Some(OtherKind::Reversal), "300.00".to_owned()),
                (Some(OtherKind::Deduction), "200.00".to_owned()),
            ]
        );
    }
    let wrong = fault(&file(&items, 50_000));
    assert_eq!(wrong.line, Some(9));
    assert_eq!(
        wrong.problem,
        Problem::SumDiffers {
            what: "assignment".to_owned(),
            stated: "500.00".to_owned(),
            found: "1100.00".to_owned(),
        }
    );
}

#[test]
fn a_frame_that_does_not_hold_refuses_the_file() {
    let good = two();
    let without = |n: usize| {
        let mut lines = good.clone();
        lines.remove(n);
        fault(&lines)
    };
    let key = |fault: &Fault| {
        serde_json::to_value(&fault.problem).unwrap()["key"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    for (line, problem) in [
        (0, "unexpected-record"),
        (1, "unexpected-record"),
        (2, "unexpected-record"),
        (3, "transaction-incomplete"),
        (6, "count-differs"),
        (7, "unexpected-record"),
        (8, "end-missing"),
    ] {
        assert_eq!(key(&without(line)), problem, "without line {}", line + 1);
    }
    let with = |n: usize, from: usize, text: &str| {
        let mut lines = good.clone();
        lines[n].replace_range(from - 1..from - 1 + text.len(), text);
        let fault = fault(&lines);
        assert_eq!(fault.line, Some(n as u64 + 1), "{fault:?}");
        key(&fault)
    };
    assert_eq!(with(2, 33, "0000000000001005x"), "record-not-numeric");
    assert_eq!(with(2, 33, "00000000000000000"), "amount-not-positive");
    assert_eq!(with(2, 16, "310226"), "not-a-date");
    assert_eq!(with(2, 16, "000000"), "missing-value");
    assert_eq!(with(2, 5, "22"), "unknown-value");
    assert_eq!(with(2, 32, "+"), "record-not-numeric");
    assert_eq!(with(7, 9, "00000003"), "count-differs");
    assert_eq!(with(7, 17, "00000003"), "count-differs");
    assert_eq!(with(8, 25, "00000000000000001"), "sum-differs");
    assert_eq!(with(5, 9, "0000009"), "unexpected-record");
}

#[test]
fn a_record_that_ends_inside_its_reference_is_not_read() {
    let mut lines = two();
    lines[2].truncate(70);
    let (expected, found) = (80, 70);
    assert_eq!(
        fault(&lines),
        Fault::at(3, Problem::RecordTooShort { expected, found })
    );
    lines[2].truncate(45);
    assert!(matches!(
        fault(&lines).problem,
        Problem::RecordNotNumeric { .. }
    ));
}

#[test]
fn other_services_in_the_file_are_notes_and_named() {
    let mandates = [
        padded("NY2124200000000000000002"),
        padded("NY21947000000011          0001120005071550J"),
        end("21", 88, 1, 3, 0),
    ];
    let mut lines = two();
    lines.splice(1..1, mandates.clone());
    lines.pop();
    lines.push(end("00", 89, 3, 12, 54_050));
    let (summary, kept) = read_all(Format::OcrGiro, lines.join("\n"));
    assert_eq!(
        summary.unwrap().notes,
        [Fault::at(2, Problem::DirectDebitMandates)]
    );
    assert_eq!(kept.rows.len(), 3);
    assert_eq!(kept.rows[0].line, 6);

    let [start, row, end_mandates] = mandates;
    let alone = [
        padded(START),
        start,
        row,
        end_mandates,
        end("00", 89, 1, 5, 0),
    ];
    assert_eq!(fault(&alone), Fault::at(2, Problem::DirectDebitMandates));
    assert_eq!(
        recognise(&alone.concat(), true),
        Err(Problem::DirectDebitMandates)
    );
    assert_eq!(recognise(&lines.join("\n"), true), Ok(()));
}

#[test]
fn two_digit_years_turn_at_seventy() {
    for (written, year) in [("240369", "2069"), ("240370", "1970"), ("200192", "1992")] {
        let mut lines = two();
        lines[2].replace_range(15..21, written);
        let found = payments(lines.join("\n"));
        assert!(
            found[0].booked.to_string().starts_with(year),
            "{:?}",
            found[0].booked
        );
    }
}

#[test]
fn control_characters_stand_for_nothing_in_numbers_either() {
    let mut lines = two();
    lines[0].replace_range(8..16, "\0\u{1b}001234");
    lines[2].replace_range(49..74, &"\0".repeat(25));
    let (summary, kept) = read_all(Format::OcrGiro, lines.join("\n"));
    let transmission = summary.unwrap().transmission.unwrap();
    assert!(transmission.starts_with("001234/"), "{transmission:?}");
    assert!(
        matches!(&kept.rows[0].row, Row::Payment(payment) if payment.reference.is_none()),
        "{:?}",
        kept.rows[0]
    );
}

proptest! {
    #[test]
    fn a_file_with_a_changed_byte_is_answered(at in 0_usize..720, byte in any::<u8>()) {
        let mut bytes = two().concat().into_bytes();
        let at = at % bytes.len();
        bytes[at] = byte;
        let _ = read_all(Format::OcrGiro, &bytes);
        let _ = crate::formats::sniff(&crate::formats::testing::source(&bytes));
    }

    #[test]
    fn any_records_are_answered(lines in prop::collection::vec("NY(00|09|21)[0-9]{2}(10|20|30|31|32|88|89)[0-9 æ-]{0,80}", 0..12)) {
        let _ = read_all(Format::OcrGiro, lines.join("\n"));
        let _ = read_all(Format::OcrGiro, format!("{}\n{}", START, lines.join("\n")));
    }
}
