use proptest::prelude::*;

use super::*;
use crate::domain::intake::PaymentRow;
use crate::domain::receipt::OtherKind;
use crate::formats::Format;
use crate::formats::testing::{read_all, rows};

const ACCOUNT: &str = "12345600000785";

fn header() -> String {
    format!("{:<90}", "0260517120099123456789 1")
}

/// A transaction of a type, with its reference, cents and correction code.
fn row(kind: char, reference: &str, cents: u64, correction: char) -> String {
    format!(
        "{kind}{ACCOUNT}260515260514{:<16}{reference:0>20}{:<12}1A{cents:010}{correction}A ",
        "0515A12345678901", "Mäkinen Oy"
    )
}

fn end(payments: (u64, u64), corrections: (u64, u64), failed: (u64, u64)) -> String {
    let totals = [payments, corrections, failed];
    let totals = totals.map(|(count, cents)| format!("{count:06}{cents:011}"));
    format!("9{:<89}", totals.concat())
}

fn good() -> Vec<String> {
    vec![
        header(),
        row('3', "1234561", 12_345, '0'),
        row('3', "20260008", 655, '0'),
        row('3', "1234561", 345, '1'),
        end((2, 13_000), (1, 345), (0, 0)),
    ]
}

fn fault(lines: &[String]) -> Fault {
    read_all(Format::Ktl, lines.join("\n")).0.unwrap_err()
}

fn payments(bytes: impl AsRef<[u8]>) -> Vec<PaymentRow> {
    let rows = rows(Format::Ktl, bytes).into_iter();
    rows.filter_map(|row| match row {
        Row::Payment(payment) => Some(payment),
        _ => None,
    })
    .collect()
}

#[test]
fn a_payment_holds_what_its_record_says() {
    let (summary, kept) = read_all(Format::Ktl, good().join("\r\n"));
    let summary = summary.unwrap();
    assert_eq!(
        summary.transmission.as_deref(),
        Some("260517/1200/99/123456789")
    );
    assert_eq!(summary.notes, []);
    assert_eq!(summary.rows, 4);
    let Row::Payment(first) = &kept.rows[0].row else {
        panic!("{kept:?}");
    };
    assert_eq!(kept.rows[0].line, 2);
    assert_eq!(first.booked.to_string(), "2026-05-15");
    assert_eq!(first.details.valued.unwrap().to_string(), "2026-05-14");
    assert_eq!(first.amount.to_string(), "123.45");
    assert_eq!(first.currency, Currency::EUR);
    assert_eq!(first.reference.as_deref(), Some("1234561"));
    assert_eq!(first.bank_ref.as_deref(), Some("0515A12345678901"));
    assert_eq!(first.own_account.as_deref(), Some(ACCOUNT));
    assert_eq!(first.payer_name.as_deref(), Some("Mäkinen Oy"));
    assert_eq!(first.form.as_deref(), Some("3"));
    assert_eq!(first.raw.as_deref(), Some(good()[1].trim_end()));
    let Row::Other(correction) = &kept.rows[2].row else {
        panic!("{kept:?}");
    };
    assert_eq!(correction.kind, OtherKind::Reversal);
    assert_eq!(correction.payment.amount.to_string(), "3.45");
    assert!(!correction.of_payment);
    let Row::Statement(statement) = &kept.rows[3].row else {
        panic!("{kept:?}");
    };
    assert_eq!(statement.accounts, [ACCOUNT]);
    assert_eq!(statement.from, statement.until);
    assert_eq!(statement.from.unwrap().to_string(), "2026-05-15");
}

#[test]
fn the_dress_of_the_file_does_not_matter() {
    let expected = payments(good().join("\n"));
    let latin = |text: &str| {
        text.chars()
            .map(|c| u8::try_from(c as u32).unwrap())
            .collect::<Vec<_>>()
    };
    let text = good().join("\n");
    for (what, bytes) in [
        ("CRLF", good().join("\r\n").into_bytes()),
        ("CR", good().join("\r").into_bytes()),
        ("no lines", good().concat().into_bytes()),
        ("ISO-8859-1", latin(&text)),
        ("ISO-8859-1 without lines", latin(&good().concat())),
        ("byte order mark", format!("\u{feff}{text}").into_bytes()),
        (
            "Ctrl-Z and blank lines",
            format!("{text}\r\n\r\n\u{1a}").into_bytes(),
        ),
        (
            "trailing blanks cut",
            text.replace(
                " 
", "
",
            )
            .into_bytes(),
        ),
    ] {
        let found = payments(bytes);
        let facts = |rows: &[PaymentRow]| -> Vec<_> {
            let fact = |p: &PaymentRow| (p.amount, p.reference.clone(), p.payer_name.clone());
            rows.iter().map(fact).collect()
        };
        assert_eq!(facts(&found), facts(&expected), "{what}");
    }
}

#[test]
fn several_batches_are_proven_each() {
    let mut lines = good();
    lines.extend(good());
    let (summary, kept) = read_all(Format::Ktl, lines.join("\n"));
    assert_eq!(summary.unwrap().notes, []);
    assert_eq!(kept.rows.len(), 8);
    lines[9] = end((2, 13_001), (1, 345), (0, 0));
    assert_eq!(fault(&lines).line, Some(10));
}

#[test]
fn a_missing_end_is_told_and_the_payments_are_read() {
    for lines in [good()[..4].to_vec(), [&good()[..4], &good()].concat()] {
        let (summary, kept) = read_all(Format::Ktl, lines.join("\n"));
        let what = "sum record of a batch".to_owned();
        assert_eq!(
            summary.unwrap().notes,
            [Fault::at(1, Problem::EndMissing { what })]
        );
        assert!(kept.rows.len() >= 4);
    }
}

#[test]
fn an_end_that_does_not_hold_refuses_the_file() {
    let key = |lines: &[String]| {
        let fault = fault(lines);
        let value = serde_json::to_value(&fault.problem).unwrap();
        (fault.line, value["key"].as_str().unwrap().to_owned())
    };
    for (wrong, problem) in [
        (end((3, 13_000), (1, 345), (0, 0)), "count-differs"),
        (end((3, 13_345), (0, 0), (0, 0)), "count-differs"),
        (end((2, 13_001), (1, 345), (0, 0)), "sum-differs"),
        (end((2, 13_000), (0, 0), (0, 0)), "count-differs"),
        (end((2, 13_000), (1, 346), (0, 0)), "sum-differs"),
        (end((2, 13_000), (1, 345), (1, 5)), "count-differs"),
        ("9000002".to_owned(), "sum-differs"),
        ("90000020000001300".to_owned(), "record-not-numeric"),
    ] {
        let mut lines = good();
        lines[4] = wrong;
        assert_eq!(key(&lines), (Some(5), problem.to_owned()), "{}", lines[4]);
    }
    let with = |at: usize, text: &str| {
        let mut lines = good();
        let chars: Vec<char> = lines[1].chars().collect();
        let before: String = chars[..at - 1].iter().collect();
        let after: String = chars[at - 1 + text.len()..].iter().collect();
        lines[1] = format!("{before}{text}{after}");
        let (line, problem) = key(&lines);
        assert_eq!(line, Some(2));
        problem
    };
    assert_eq!(with(1, "4"), "unexpected-record");
    assert_eq!(with(16, "260230"), "not-a-date");
    assert_eq!(with(16, "000000"), "missing-value");
    assert_eq!(with(76, "2"), "unknown-value");
    assert_eq!(with(78, "00000x0000"), "record-not-numeric");
    assert_eq!(with(78, "0000000000"), "amount-not-positive");
    assert_eq!(with(88, "2"), "unknown-value");
    assert_eq!(key(&good()[1..]), (Some(1), "unexpected-record".to_owned()));
    assert_eq!(
        key(&[good(), vec![row('3', "1234561", 1, '0')]].concat()),
        (Some(6), "unexpected-record".to_owned())
    );
    // Behind position 90 only the next record may stand.
    let mut long = good();
    long[1].push('x');
    assert_eq!(key(&long), (Some(2), "unexpected-record".to_owned()));
}

#[test]
fn direct_debits_are_payments_unless_the_end_says_that_they_failed() {
    let kinds = |end: String| -> Vec<Option<OtherKind>> {
        let lines = [
            header(),
            row('5', "1234561", 100, '0'),
            row('7', "1234561", 200, '0'),
            end,
        ];
        let kept = rows(Format::Ktl, lines.join("\n")).into_iter();
        kept.filter_map(|row| match row {
            Row::Payment(_) => Some(None),
            Row::Other(other) => Some(Some(other.kind)),
            _ => None,
        })
        .collect()
    };
    assert_eq!(kinds(end((2, 300), (0, 0), (0, 0))), [None, None]);
    assert_eq!(
        kinds(end((1, 100), (0, 0), (1, 200))),
        [None, Some(OtherKind::Return)]
    );
}

#[test]
fn references_of_zeros_are_none_and_wrong_ones_are_told() {
    let lines = [
        header(),
        row('3', "0", 100, '0'),
        row('3', "1234562", 100, '0'),
        row('3', "RF341234561", 100, '0'),
        end((3, 300), (0, 0), (0, 0)),
    ];
    let (summary, _) = read_all(Format::Ktl, lines.join("\n"));
    let value = "1234562".to_owned();
    assert_eq!(
        summary.unwrap().notes,
        [Fault::at(3, Problem::CheckDigitWrong { value })]
    );
    let found = payments(lines.join("\n"));
    assert_eq!(found[0].reference, None);
    assert_eq!(found[1].reference.as_deref(), Some("1234562"));
    assert_eq!(found[2].reference.as_deref(), Some("RF341234561"));
}

#[test]
fn names_in_the_old_seven_bit_letters_are_read() {
    let lines = good().join("\n").replace("Mäkinen Oy  ", "M[KEL[/]KE \\");
    assert_eq!(
        payments(&lines)[0].payer_name.as_deref(),
        Some("MÄKELÄ/ÅKE Ö")
    );
}

proptest! {
    #[test]
    fn a_file_with_a_changed_byte_is_answered(at in 0_usize..460, byte in any::<u8>()) {
        let mut bytes = good().join("\n").into_bytes();
        let at = at % bytes.len();
        bytes[at] = byte;
        let _ = read_all(Format::Ktl, &bytes);
        let _ = crate::formats::sniff(&crate::formats::testing::source(&bytes));
    }

    #[test]
    fn any_records_are_answered(lines in prop::collection::vec("[03579][0-9 æA-]{0,95}", 0..12)) {
        let _ = read_all(Format::Ktl, lines.join("\n"));
        let _ = read_all(Format::Ktl, format!("{}\n{}", header(), lines.join("\n")));
        let _ = read_all(Format::Ktl, lines.concat());
    }
}
