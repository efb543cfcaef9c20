use proptest::prelude::*;

use super::*;
use crate::formats::Format;
use crate::formats::testing::{read_all, rows, source};

const PLUSGIRO: &str = "12345674";
const BANKGIRO: &str = "5555551";

fn start(service: &str) -> String {
    format!("00{service:6}{:41}060620{:16}BANKGIROT", "", "")
}

fn opening(giro: &str, bankgiro: &str) -> String {
    format!("30{giro:>16}060620{:49}{bankgiro:>7}", "")
}

fn paid(reference: &str, amount: &str, channel: &str) -> String {
    format!(
        "40{reference:>25}{amount:0>13} {channel:2}{:5}5540020978",
        ""
    )
}

fn subtotal(giro: &str, count: u64, sum: &str) -> String {
    format!("50{giro:>16}060620{count:07}{sum:0>15}")
}

fn total(count: u64, sum: &str) -> String {
    format!("90{:16}060620{count:07}{sum:0>15}", "")
}

/// Two sections, the second with credit notes set off.
fn good() -> Vec<String> {
    vec![
        start(""),
        "10".to_owned(),
        format!("20{PLUSGIRO:>16}"),
        opening(PLUSGIRO, BANKGIRO),
        paid("4952347", "10050", ""),
        subtotal(PLUSGIRO, 1, "10050"),
        format!("20{BANKGIRO:>16}"),
        opening(BANKGIRO, ""),
        paid("86042103700000012", "200395", "LB"),
        paid("8841298", "9989N", "LB"),
        paid("8841397", "10000-", "LB"),
        subtotal(BANKGIRO, 3, "500"),
        total(4, "10550"),
    ]
}

fn fault(lines: &[String]) -> Fault {
    read_all(Format::BankgirotOcr, lines.join("\n"))
        .0
        .unwrap_err()
}

#[test]
fn payments_come_with_their_giro_number_and_day() {
    let text = good().join("\r\n");
    for service in ["", "909897"] {
        let text = text.replacen(&start(""), &start(service), 1);
        assert_eq!(
            crate::formats::sniff(&source(&text)),
            Ok(Format::BankgirotOcr)
        );
    }
    let found: Vec<_> = rows(Format::BankgirotOcr, text)
        .into_iter()
        .map(|row| match row {
            Row::Payment(p) => (None, p),
            Row::Other(o) => (Some(o.kind), o.payment),
            Row::Statement(s) => {
                assert_eq!(
                    s.from.map(|day| day.to_string()).as_deref(),
                    Some("2006-06-20")
                );
                let mut empty = payment_of_nothing(s.from.unwrap());
                empty.own_account = Some(s.accounts.join("+"));
                (None, empty)
            }
            row => panic!("{row:?}"),
        })
        .map(|(kind, p)| {
            assert_eq!(p.booked.to_string(), "2006-06-20");
            (
                kind,
                p.amount.to_string(),
                p.reference,
                p.own_account.unwrap(),
            )
        })
        .collect();
    let row = |kind, amount: &str, reference: Option<&str>, account: &str| {
        (
            kind,
            amount.to_owned(),
            reference.map(str::to_owned),
            account.to_owned(),
        )
    };
    assert_eq!(
        found,
        [
            row(None, "100.50", Some("4952347"), PLUSGIRO),
            row(None, "0", None, "12345674+5555551"),
            row(None, "2003.95", Some("86042103700000012"), BANKGIRO),
            row(
                Some(OtherKind::Deduction),
                "998.95",
                Some("8841298"),
                BANKGIRO
            ),
            row(
                Some(OtherKind::Deduction),
                "1000.00",
                Some("8841397"),
                BANKGIRO
            ),
            row(None, "0", None, BANKGIRO),
        ]
    );
}

fn payment_of_nothing(booked: Date) -> PaymentRow {
    PaymentRow {
        payment_id: None,
        booked,
        amount: rust_decimal::Decimal::ZERO,
        currency: Currency::SEK,
        reference: None,
        message: None,
        payer_name: None,
        payer_account: None,
        bank_ref: None,
        own_account: None,
        batch: None,
        form: None,
        balance: None,
        details: Details::default(),
        raw: None,
    }
}

#[test]
fn what_does_not_hold_refuses_the_file() {
    let key = |fault: &Fault| {
        let problem = serde_json::to_value(&fault.problem).unwrap();
        problem["key"].as_str().unwrap().to_owned()
    };
    let with = |n: usize, line: String| {
        let mut lines = good();
        lines[n] = line;
        let fault = fault(&lines);
        assert_eq!(fault.line, Some(n as u64 + 1), "{fault:?}");
        key(&fault)
    };
    assert_eq!(with(5, subtotal(PLUSGIRO, 2, "10050")), "count-differs");
    assert_eq!(with(5, subtotal(PLUSGIRO, 1, "10051")), "sum-differs");
    assert_eq!(with(5, subtotal(BANKGIRO, 1, "10050")), "unexpected-record");
    assert_eq!(with(12, total(3, "10550")), "count-differs");
    assert_eq!(with(12, total(4, "1055-")), "sum-differs");
    assert_eq!(with(3, opening(BANKGIRO, "")), "unexpected-record");
    assert_eq!(
        with(3, opening(PLUSGIRO, "").replace("060620", "061320")),
        "not-a-date"
    );
    assert_eq!(with(4, paid("1", "10O50", "")), "record-not-numeric");
    // A credit note set off is possible in supplier payments alone.
    assert_eq!(with(9, paid("8841298", "9989N", "")), "record-not-numeric");
    assert_eq!(with(0, "00 BANKGIRO".to_owned()), "unexpected-record");
    assert_eq!(with(1, "11".to_owned()), "unexpected-record");
    let mut lines = good();
    lines.pop();
    assert_eq!(key(&fault(&lines)), "end-missing");
    lines.pop();
    assert_eq!(key(&fault(&lines)), "end-missing");
}

proptest! {
    #[test]
    fn a_file_with_a_changed_byte_is_answered(at in 0_usize..900, byte in any::<u8>()) {
        let mut bytes = good().join("\n").into_bytes();
        let at = at % bytes.len();
        bytes[at] = byte;
        let _ = read_all(Format::BankgirotOcr, &bytes);
        let _ = crate::formats::sniff(&source(&bytes));
    }

    #[test]
    fn any_records_are_answered(lines in prop::collection::vec("(10|20|30|40|50|90)[0-9JN Å-]{0,80}", 0..12)) {
        let _ = read_all(Format::BankgirotOcr, lines.join("\n"));
        let _ = read_all(Format::BankgirotOcr, format!("{}\n{}", start(""), lines.join("\n")));
    }
}
