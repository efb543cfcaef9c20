//! Files made to exhaust: however large, deep or wide, the answer comes after the first piece that is too much.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop where it fails"
)]

#[path = "support/answer.rs"]
mod answer;

use std::fs::File;
use std::io::Write;
use std::ops::ControlFlow;

use reskontra::domain::intake::{Fault, Placed, Problem, Row};
use reskontra::domain::money::Currency;
use reskontra::formats::{Format, LONGEST_LINE, Progress, Sink, Source, Summary, read, sniff};
use reskontra::text::locale::Locale;

const MIB: u64 = 1 << 20;

/// A beginning of each format that is read by lines, up to where a long line may follow.
const BEGINNINGS: &[(Format, &str)] = &[
    (Format::Customers, "customer_no,name\n1,"),
    (
        Format::Invoices,
        "Fakturanr;Kundenr;Fakturadato;Forfallsdato;Beløp\n1;",
    ),
    (
        Format::Payments,
        "payment_id,booking_date,amount,currency\np1,",
    ),
    (Format::BankCsv, "Dato;Tekst;Beløb;Saldo\n01.02.2026;"),
    (
        Format::OcrGiro,
        "NY000010000080800170031000102000000000000000000000000000000000000000000000000000\n",
    ),
    (
        Format::BgMax,
        "01BGMAX               0120041024173035010331P                                   \r\n",
    ),
    (Format::BankgirotOcr, "00900800040525BANKGIROT\r\n"),
    (
        Format::Ktl,
        "02605171200410000000000                                                                   \r\n",
    ),
    (Format::Mt940, ":20:STARTUMS\r\n:25:NO9386011117947\r\n:86:"),
];

const MARKUP: &[(Format, &str)] = &[
    (Format::Camt053, "<Document><BkToCstmrStmt><Stmt><Id>"),
    (Format::Camt053, "<Document><BkToCstmrStmt><Stmt a='"),
    (Format::Camt054, "<Document><BkToCstmrDbtCdtNtfctn><!--"),
    (Format::Camt052, "<Document><BkToCstmrAcctRpt><![CDATA["),
    (Format::Camt052, "<Document><BkToCstmrAcctRpt><"),
];

#[derive(Default)]
struct Count {
    rows: u64,
    faults: u64,
    last: Option<Placed>,
}

impl Sink for Count {
    fn row(&mut self, row: Placed) -> ControlFlow<()> {
        self.rows += 1;
        self.last = Some(row);
        ControlFlow::Continue(())
    }

    fn fault(&mut self, _: Fault) -> ControlFlow<()> {
        self.faults += 1;
        ControlFlow::Continue(())
    }
}

fn source(bytes: impl AsRef<[u8]>) -> Source {
    Source::from_reader(bytes.as_ref(), &Progress::default()).unwrap()
}

fn taken(source: &Source, format: Format) -> (Result<Summary, Fault>, Count) {
    let mut count = Count::default();
    let told = read(source, format, Currency::NOK, &mut count);
    (told, count)
}

fn is_too_long(problem: &Problem) -> bool {
    matches!(
        problem,
        Problem::LineTooLong { .. } | Problem::ValueTooLong { .. }
    )
}

#[test]
fn a_line_without_end_is_refused_in_every_format() {
    let endless = "x".repeat(5 << 20);
    for (format, beginning) in BEGINNINGS.iter().chain(MARKUP) {
        let source = source(format!("{beginning}{endless}"));
        assert_eq!(sniff(&source), Ok(*format));
        let (told, _) = taken(&source, *format);
        let problem = told.unwrap_err().problem;
        assert!(is_too_long(&problem), "{format:?}: {problem:?}");
        let seen = source.progress().bytes();
        assert!(seen <= LONGEST_LINE + MIB, "{format:?} read {seen} bytes");
    }
}

/// A sparse file: a gigabyte to read, nothing to store.
#[test]
fn of_a_line_of_a_gigabyte_little_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("huge");
    let mut file = File::create(&path).unwrap();
    file.write_all(b"customer_no,name\n1,").unwrap();
    file.set_len(1 << 30).unwrap();
    let source = Source::open(&path).unwrap();
    assert_eq!(source.bytes(), 1 << 30);
    assert_eq!(sniff(&source), Ok(Format::Customers));
    for format in Format::ALL {
        let (told, count) = taken(&source, format);
        assert!(told.is_err(), "{format:?}");
        assert!(count.rows + count.faults <= 2, "{format:?}");
        let seen = source.progress().bytes();
        assert!(seen <= LONGEST_LINE + MIB, "{format:?} read {seen} bytes");
    }
}

#[test]
fn a_quote_that_is_never_closed_takes_no_file_along() {
    for (format, head) in [
        (Format::Customers, "customer_no,name\n"),
        (Format::BankCsv, "Dato;Tekst;Beløb;Saldo\n"),
    ] {
        let source = source(format!("{head}\"{}", "1;2,x\n".repeat(1 << 20)));
        let (told, count) = taken(&source, format);
        let told = told.map(|_| count.faults);
        let refused = told
            .as_ref()
            .is_err_and(|fault| is_too_long(&fault.problem));
        assert!(refused, "{format:?}: {told:?}");
    }
}

#[test]
fn columns_are_counted_before_they_are_looked_at() {
    let wide = "a;".repeat(500_000);
    let head = "Kundenr;Navn\n";
    let table = source(format!("{wide}\n{wide}\n"));
    assert!(sniff(&table).is_err());
    let (told, count) = taken(
        &source(format!("{head}1;A\n{wide}\n2;B\n")),
        Format::Customers,
    );
    assert_eq!((told.unwrap().rows, count.faults), (2, 1));
    let (told, _) = taken(
        &source(format!("Kundenr;Navn;{wide}\n1;A\n")),
        Format::Customers,
    );
    let problem = told.unwrap_err().problem;
    assert!(
        matches!(problem, Problem::TooManyColumns { .. }),
        "{problem:?}"
    );
}

#[test]
fn a_million_empty_lines_are_passed_over() {
    let empty = "\n".repeat(1_000_000);
    let file = source(format!("Kundenr;Navn\n{empty}7;Ås\n"));
    let (told, count) = taken(&file, Format::Customers);
    assert_eq!((told.unwrap().rows, count.faults), (1, 0));
    let last = count.last.unwrap();
    assert_eq!(last.line, 1_000_002);
    assert!(matches!(&last.row, Row::Customer(row) if row.name == "Ås"));

    for (format, beginning) in BEGINNINGS.iter().chain(MARKUP) {
        let (_, count) = taken(&source(format!("{beginning}{empty}")), *format);
        assert!(count.rows + count.faults <= 2, "{format:?}");
    }
    assert_eq!(sniff(&source(&empty)), Err(Problem::UnknownFormat));
}

#[test]
fn a_file_of_nothing_but_zeros_is_no_format_and_holds_no_rows() {
    let zeros = source(vec![0; 4 << 20]);
    assert_eq!(sniff(&zeros), Err(Problem::UnknownFormat));
    for format in Format::ALL {
        assert_eq!(taken(&zeros, format).1.rows, 0, "{format:?}");
    }
}

#[test]
fn damaged_encodings_are_answered() {
    let locale = Locale::english();
    let text = "\u{feff}Kundenr;Navn;Poststed\r\n1;Bjørk;Ås\r\n2;Åse;Bø\r\n";
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    for mut bytes in [little, big] {
        let whole = taken(&source(&bytes), Format::Customers);
        assert_eq!(whole.0.unwrap().rows, 2);
        // Half a character, and half a pair of surrogates.
        for tail in [&[0x41][..], &[0x00, 0xd8, 0x00], &[0xd8, 0x00, 0xd8]] {
            bytes.extend_from_slice(tail);
            answer::answer(&bytes, &Format::ALL, &[], &locale);
            let (told, count) = taken(&source(&bytes), Format::Customers);
            // What is no row is told, and the rows before it stay.
            assert_eq!((told.unwrap().rows, count.faults), (2, 1));
        }
    }
    for name in [
        &b"Bj\xf8rk"[..],
        b"\xff\xfe\xfd",
        b"\xc3",
        b"\xed\xa0\x80",
        b"\xf5\x80",
    ] {
        for mark in [&b""[..], b"\xef\xbb\xbf"] {
            let bytes = [mark, b"customer_no,name\n1,", name, b"\n"].concat();
            answer::answer(&bytes, &Format::ALL, &[], &locale);
            let (told, _) = taken(&source(&bytes), Format::Customers);
            assert_eq!(told.unwrap().rows, 1, "{name:?}");
        }
    }
}
