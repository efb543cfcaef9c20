use proptest::prelude::*;
use rust_decimal::Decimal;

use super::*;
use crate::domain::intake::StatementRow;
use crate::domain::receipt::OtherKind;
use crate::formats::Format;
use crate::formats::testing::{Kept, read_all, source};

const ONLY_60F: &[u8] = include_bytes!("../../../tests/samples/mt940/amount-formats-only-60f.sta");
const MANY: &[u8] = include_bytes!("../../../tests/samples/mt940/many-entries-short-codes.sta");
const MULTILINE: &[u8] = include_bytes!("../../../tests/samples/mt940/multiline-86.sta");
const SEPA: &[u8] = include_bytes!("../../../tests/samples/mt940/sepa-subfields-in-86.sta");
const FEBRUARY: &[u8] = include_bytes!("../../../tests/samples/mt940/value-date-30-february.sta");

fn kept(bytes: impl AsRef<[u8]>) -> (Summary, Kept) {
    assert_eq!(
        crate::formats::sniff(&source(bytes.as_ref())),
        Ok(Format::Mt940)
    );
    let (summary, kept) = read_all(Format::Mt940, bytes);
    assert_eq!(kept.faults, []);
    (summary.unwrap(), kept)
}

fn statements(kept: &Kept) -> Vec<&StatementRow> {
    let rows = kept.rows.iter();
    rows.filter_map(|placed| match &placed.row {
        Row::Statement(statement) => Some(statement),
        _ => None,
    })
    .collect()
}

/// The lines with their kind, none for payments.
fn lines(kept: &Kept) -> Vec<(Option<OtherKind>, &PaymentRow)> {
    let rows = kept.rows.iter();
    rows.filter_map(|placed| match &placed.row {
        Row::Payment(payment) => Some((None, payment)),
        Row::Other(other) => Some((Some(other.kind), &other.payment)),
        _ => None,
    })
    .collect()
}

fn dec(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// A message with an opening balance of 100 and a closing one.
fn message(body: &str, closing: &str) -> String {
    format!(
        ":20:1\n:25:DNBANOKK/86011117947\n:28C:7/1\n:60F:C260501NOK100,00\n{body}\n:62F:C260502NOK{closing}\n-\n"
    )
}

fn only(body: &str, closing: &str) -> PaymentRow {
    let (summary, kept) = kept(message(body, closing));
    assert_eq!(summary.notes, []);
    let lines = lines(&kept);
    assert_eq!(lines.len(), 1);
    lines[0].1.clone()
}

#[test]
fn three_statements_reconcile_and_name_their_accounts() {
    let (summary, kept) = kept(MANY);
    assert_eq!(summary.notes, []);
    let found: Vec<_> = statements(&kept)
        .into_iter()
        .map(|s| {
            (
                s.accounts[0].as_str(),
                s.currency.unwrap().to_string(),
                s.number.as_deref().unwrap(),
                s.sequence,
                s.opening.unwrap(),
                s.closing.unwrap(),
            )
        })
        .collect();
    let expected = [
        ("76198810", "DEM", "27/01", Some(27), "84349.74", "84437.04"),
        ("1234567", "EUR", "5/1", Some(5), "2187.95", "4387.95"),
        (
            "320000546101",
            "PLN",
            "00084/001",
            Some(84),
            "40000.00",
            "50040.00",
        ),
    ]
    .map(|(a, c, n, s, opening, closing)| (a, c.to_owned(), n, s, dec(opening), dec(closing)));
    assert_eq!(found, expected);
    assert_eq!(statements(&kept)[0].accounts[1], "45050050/76198810");

    let lines = lines(&kept);
    assert_eq!(lines.len(), 16);
    let credits = lines.iter().filter(|(kind, _)| kind.is_none()).count();
    assert_eq!(credits, 4 + 1 + 2);
    assert!(
        lines
            .iter()
            .all(|(kind, _)| matches!(kind, None | Some(OtherKind::Debit)))
    );
    let salary = lines[12].1;
    assert_eq!(salary.amount, dec("3000"));
    assert_eq!(salary.bank_ref.as_deref(), Some("55555"));
    assert_eq!(salary.payer_name.as_deref(), Some("MUELLER"));
    assert_eq!(salary.payer_account.as_deref(), Some("0847564700"));
    assert_eq!(
        salary.message.as_deref(),
        Some("Gehalt Oktober FirmaMustermannGmbH")
    );
    assert_eq!(salary.form.as_deref(), Some("NTRF"));
    assert_eq!(salary.booked.to_string(), "2002-11-02");
    let card = lines[13].1;
    assert_eq!(
        card.payer_account.as_deref(),
        Some("PL08106000760000777777777777")
    );
    assert_eq!(card.own_account.as_deref(), Some("320000546101"));
    assert_eq!(
        lines[15].1.message.as_deref(),
        Some("Odsetki od lokaty nr 101000022086")
    );
}

#[test]
fn a_line_behind_the_end_is_told_and_not_taken_in() {
    let (summary, kept) = kept(MULTILINE);
    let value = ":61:2212191220C119,NMSC341241773/1XXXXX//O/341241774 Paiemen…".to_owned();
    assert_eq!(
        summary.notes,
        [Fault::at(38, Problem::OutsideStatement { value })]
    );
    let lines = lines(&kept);
    let [(Some(OtherKind::Debit), debit)] = lines.as_slice() else {
        panic!("{lines:?}");
    };
    assert_eq!(debit.amount, dec("5"));
    assert_eq!(debit.bank_ref.as_deref(), Some("MUL0408041114005"));
    assert_eq!(
        debit.details.end_to_end.as_deref(),
        Some("REFERENCE DO 111")
    );
    // The text behind the balances is the statement's.
    assert!(!debit.raw.as_deref().unwrap().contains("FREE TEXT"));
    assert_eq!(statements(&kept)[0].closing, Some(dec("11.40")));
}

#[test]
fn code_words_cut_across_subfields_are_put_together() {
    let (summary, kept) = kept(SEPA);
    let problem = Problem::BalancesDiffer {
        statement: "00004/00001".to_owned(),
        stated: "-4472049.09 EUR".to_owned(),
        found: "-4472349.17 EUR".to_owned(),
    };
    assert_eq!(summary.notes, [Fault::at(55, problem)]);
    let lines = lines(&kept);
    assert_eq!(lines.len(), 11);
    let first = lines[0].1;
    assert_eq!(
        first.details.end_to_end.as_deref(),
        Some("EndToEndId TFNR 22 004 00001")
    );
    assert_eq!(
        first.message.as_deref(),
        Some("Verw CTSc-01 BC-PPP TFNr 22 004")
    );
    assert_eq!(first.payer_name.as_deref(), Some("KARL KAUFMANN"));
    assert_eq!(
        first.payer_account.as_deref(),
        Some("DE14508800500194785000")
    );
    assert_eq!(first.bank_ref.as_deref(), Some("0724710333343453"));
    assert_eq!(first.booked.to_string(), "2007-09-04");
    assert_eq!(first.details.valued.unwrap().to_string(), "2007-09-07");
    let second = lines[1].1;
    assert_eq!(
        second.message.as_deref(),
        Some("Strukturierter Verwendungszweck 30030004 DE")
    );
    let split = lines[7].1;
    assert_eq!(
        split.details.end_to_end.as_deref(),
        Some("EndToEndIdTFNR2000100001")
    );
    assert!(
        split
            .message
            .as_deref()
            .unwrap()
            .starts_with("TO 13 TFNr 20001 Eingangskanal")
    );
    assert_eq!(
        split.payer_name.as_deref(),
        Some("Richter Renate 70 Zeichen Beginn Fuellzeichen xxxxxxxx")
    );
    assert_eq!(lines[4].1.details.valued, None);
}

#[test]
fn the_thirtieth_of_february_is_the_last() {
    let (summary, kept) = kept(FEBRUARY);
    let problem = Problem::DayClamped {
        field: ":61: value date".to_owned(),
        value: "160230".to_owned(),
        taken: "2016-02-29".to_owned(),
    };
    assert_eq!(summary.notes, [Fault::at(6, problem)]);
    let lines = lines(&kept);
    assert_eq!(lines[0].0, Some(OtherKind::Debit));
    assert_eq!(lines[0].1.booked.to_string(), "2016-03-01");
    assert_eq!(lines[0].1.amount, dec("6.00"));
    let [statement] = statements(&kept)[..] else {
        panic!("{kept:?}");
    };
    assert_eq!(
        (statement.opening, statement.closing),
        (Some(dec("1200")), Some(dec("1194")))
    );
    assert_eq!(statement.sequence, None);
}

#[test]
fn balances_alone_are_statements_without_lines() {
    let (summary, kept) = kept(ONLY_60F);
    assert_eq!(summary.notes, []);
    let opening: Vec<_> = statements(&kept)
        .iter()
        .map(|s| s.opening.unwrap())
        .collect();
    assert_eq!(
        opening,
        ["380115.12", "380115.1", "380115", "0.12", "0.12", "1.12"].map(dec)
    );
    assert_eq!(kept.rows.len(), 6);
}

#[test]
fn the_mark_says_what_a_line_is() {
    let body = "\
:61:2605020502C1,NTRFA//1
:61:2605020502RC2,NTRFB//2
:61:2605020502DR4,NTRFC//3
:61:2605020502RD8,NTRFD//4
:61:2605020502RDK16,NTRFE//5
:61:260502C32,
:61:2605020502EC64,NTRFF//6
:61:2605020502CN0,NTRFG//7
:86:nothing came";
    let (summary, kept) = kept(message(body, "151,00"));
    let (field, value) = (":61:".to_owned(), "0".to_owned());
    assert_eq!(
        summary.notes,
        [
            Fault::at(12, Problem::AmountNotPositive { field, value }),
            Fault::file(Problem::NotBooked { count: 1 }),
        ]
    );
    let found: Vec<_> = lines(&kept)
        .iter()
        .map(|(kind, line)| (*kind, line.amount.to_string()))
        .collect();
    let expected = [
        (None, "1"),
        (Some(OtherKind::Reversal), "2"),
        (Some(OtherKind::Debit), "4"),
        (Some(OtherKind::OwnReturn), "8"),
        (Some(OtherKind::OwnReturn), "16"),
        (None, "32"),
    ]
    .map(|(kind, amount)| (kind, amount.to_owned()));
    assert_eq!(found, expected);
}

#[test]
fn pages_of_one_statement_are_one() {
    let page =
        |number: &str, body: &str| format!(":20:1\n:25:86011117947\n:28C:{number}\n{body}\n-\n");
    let pages = [
        page(
            "5/1",
            ":60F:C260501NOK100,\n:61:260501C10,NTRFX\n:62M:C260501NOK110,",
        ),
        page(
            "5/2",
            ":60M:C260501NOK110,\n:61:260501D5,NTRFY\n:62F:C260501NOK105,",
        ),
    ];
    let (summary, kept) = kept(pages.concat());
    assert_eq!(summary.notes, []);
    let [statement] = statements(&kept)[..] else {
        panic!("{kept:?}");
    };
    assert_eq!(statement.sequence, Some(5));
    assert_eq!(
        (statement.opening, statement.closing),
        (Some(dec("100")), Some(dec("105")))
    );
    assert_eq!(kept.rows.len(), 3);
    // A page that is missing parts them.
    let broken = pages
        .concat()
        .replace(":60M:C260501NOK110,", ":60M:C260501NOK111,");
    let (summary, kept) = super::tests::kept(broken);
    assert_eq!(statements(&kept).len(), 2);
    assert!(matches!(
        summary.notes[0].problem,
        Problem::BalancesDiffer { .. }
    ));
}

#[test]
fn wrappers_of_the_network_are_seen_through() {
    let bare = message(":61:260502C5,NTRFX//1\n:86:Faktura 12\nfor mai", "105,00");
    let expected = kept(&bare).1.rows;
    let bare = bare.trim_end().trim_end_matches('-').trim_end();
    let wrapped = format!("{{1:F01DNBANOKKXXXX}}{{2:I940XXXXN}}{{4:\n{bare}\n-}}{{5:{{CHK:1}}}}\n");
    let one_line = wrapped.replace("{4:\n", "{4:");
    let control = format!("\u{1}{wrapped}\u{3}");
    for text in [
        wrapped.clone(),
        one_line,
        wrapped.replace('\n', "\r\n"),
        control,
    ] {
        let found = read_all(Format::Mt940, &text).1.rows;
        let rows = |placed: &[Placed]| placed.iter().map(|p| p.row.clone()).collect::<Vec<_>>();
        assert_eq!(rows(&found), rows(&expected), "{text}");
    }
    let two = kept(wrapped.repeat(2)).1;
    assert_eq!(statements(&two).len(), 2);
    assert_eq!(
        lines(&two)[0].1.message.as_deref(),
        Some("Faktura 12 for mai")
    );
}

#[test]
fn the_entry_date_is_in_the_year_next_to_the_value_date() {
    for (written, booked, valued) in [
        ("2512310102", "2026-01-02", Some("2025-12-31")),
        ("2601021231", "2025-12-31", Some("2026-01-02")),
        ("260502", "2026-05-02", None),
        ("9905020502", "1999-05-02", None),
    ] {
        let found = only(&format!(":61:{written}C5,NTRFX"), "105,00");
        assert_eq!(found.booked.to_string(), booked);
        let valued_on = found.details.valued.map(|day| day.to_string());
        assert_eq!(valued_on.as_deref(), valued);
    }
}

#[test]
fn references_are_told_from_the_payers_own_words() {
    let found = only(":61:260502C5,NTRF123456782//B1", "105,00");
    assert_eq!(found.reference.as_deref(), Some("123456782"));
    assert_eq!(found.details.end_to_end, None);
    let found = only(
        ":61:260502C5,NTRFORDER 17//B1\nBetaling faktura 9",
        "105,00",
    );
    assert_eq!(found.reference, None);
    assert_eq!(found.details.end_to_end.as_deref(), Some("ORDER 17"));
    assert_eq!(found.message.as_deref(), Some("Betaling faktura 9"));
    let found = only(
        ":61:260502C5,NTRFNONREF\n/OCMT/USD7,5//EXCH/0,66/",
        "105,00",
    );
    assert_eq!(
        (found.reference, found.message, found.bank_ref),
        (None, None, None)
    );
    assert_eq!(found.details.instructed.unwrap().amount, dec("7.5"));
}

#[test]
fn what_cannot_be_read_refuses_the_file() {
    let fault = |text: String| read_all(Format::Mt940, text).0.unwrap_err();
    let line = |body: &str| {
        let fault = fault(message(body, "1"));
        assert_eq!(fault.line, Some(5));
        fault.problem
    };
    assert!(matches!(
        line(":61:261301C5,NTRFX"),
        Problem::NotADate { .. }
    ));
    assert!(matches!(
        line(":61:2605021399C5,NTRFX"),
        Problem::NotADate { .. }
    ));
    assert!(matches!(
        line(":61:260502X5,NTRFX"),
        Problem::UnknownValue { .. }
    ));
    assert!(matches!(
        line(":61:260502CNTRFX"),
        Problem::NotAnAmount { .. }
    ));
    assert!(matches!(
        line(":61:260502C1,2,3NTRFX"),
        Problem::NotAnAmount { .. }
    ));
    assert!(matches!(line(":61:å"), Problem::NotADate { .. }));
    assert!(matches!(
        line(&format!(":61:260502C5,NTRFX\n{}", "x\n".repeat(20_000))),
        Problem::ValueTooLong { .. }
    ));
    assert!(matches!(
        fault(":60F:C260501XQZ1,".to_owned()).problem,
        Problem::UnknownCurrency { .. }
    ));
    assert!(matches!(
        fault(":20:1\n:25:1\n:61:260502C5,NTRFX\n".to_owned()).problem,
        Problem::MissingValue { .. }
    ));
    assert!(matches!(
        fault(":20:1\n-\n".to_owned()).problem,
        Problem::NothingInside { .. }
    ));
}

#[test]
fn reports_within_the_day_take_their_currency_from_the_floor_limit() {
    let text =
        ":20:1\n:25:86011117947\n:28C:1\n:34F:NOK0,\n:61:260502C5,NTRFX\n:86:x\n:90C:1NOK5,\n-\n";
    let (summary, kept) = kept(text);
    assert_eq!(summary.notes, []);
    assert_eq!(lines(&kept)[0].1.currency, Currency::NOK);
    assert_eq!(statements(&kept)[0].opening, None);
}

#[test]
fn old_letters_are_read() {
    let text = message(":61:260502C5,NTRFX\n:86:Bj\u{f8}rn", "105,00");
    let latin: Vec<u8> = text
        .chars()
        .map(|c| u8::try_from(c as u32).unwrap())
        .collect();
    assert_eq!(lines(&kept(latin).1)[0].1.message.as_deref(), Some("Bjørn"));
}

proptest! {
    #[test]
    fn a_file_with_changed_bytes_is_answered(
        which in 0_usize..5,
        changes in prop::collection::vec((any::<usize>(), any::<u8>()), 1..6),
        cut in any::<usize>(),
    ) {
        let mut bytes = [ONLY_60F, MANY, MULTILINE, SEPA, FEBRUARY][which].to_vec();
        for (at, byte) in changes {
            let at = at % bytes.len();
            bytes[at] = byte;
        }
        bytes.truncate(cut % (2 * bytes.len()));
        let _ = read_all(Format::Mt940, &bytes);
    }

    #[test]
    fn any_fields_are_answered(
        fields in prop::collection::vec(":(20|25|28C|60F|60M|61|62F|62M|86|34F):[CD0-9A-Z,/?+ æ]{0,40}|-|\\{4:|x?", 0..20),
        information in "\\PC{0,80}",
    ) {
        let _ = read_all(Format::Mt940, fields.join("\n"));
        let _ = Information::read(&[information]);
        let _ = read_all(Format::Mt940, message(&fields.join("\n"), "1"));
    }
}
