//! The readers against real files: what their origins state of them.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop where it fails"
)]

use std::collections::BTreeMap;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use reskontra::domain::intake::{Fault, PaymentRow, Placed, Problem, Row};
use reskontra::domain::money::Currency;
use reskontra::domain::reference::Scheme::{self, Mod10, Mod11};
use reskontra::domain::reference::schemes;
use reskontra::formats::{Format, Progress, Sink, Source, Summary, read, sniff};

#[derive(Default)]
struct Kept {
    rows: Vec<Placed>,
    faults: Vec<Fault>,
}

impl Sink for Kept {
    fn row(&mut self, row: Placed) -> ControlFlow<()> {
        self.rows.push(row);
        ControlFlow::Continue(())
    }

    fn fault(&mut self, fault: Fault) -> ControlFlow<()> {
        self.faults.push(fault);
        ControlFlow::Continue(())
    }
}

const TWENTY: &str = "netsgiro-twenty-payments-types-10-11-12-13-21.txt";
const CARD: &str = "one-card-purchase-type-21-free-text-no-kid.txt";
const MANDATES: &str = "avtalegiro-agreement-list-not-payments.txt";
const CLAIMS: &str = "avtalegiro-claim-file-not-payments.txt";

fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/samples/ocr-giro")
        .join(name)
}

fn taken(source: &Source) -> (Summary, Vec<(u64, PaymentRow)>) {
    assert_eq!(sniff(source), Ok(Format::OcrGiro));
    let mut kept = Kept::default();
    let summary = read(source, Format::OcrGiro, Currency::NOK, &mut kept).unwrap();
    assert_eq!(kept.faults, []);
    let payment = |placed: Placed| match placed.row {
        Row::Payment(payment) => (placed.line, payment),
        row => panic!("{row:?}"),
    };
    (summary, {
        let lines = kept.rows.into_iter();
        let lines = lines.filter(|placed| !matches!(placed.row, Row::Statement(_)));
        lines.map(payment).collect()
    })
}

fn total<'a>(payments: impl IntoIterator<Item = &'a PaymentRow>) -> String {
    payments
        .into_iter()
        .map(|payment| payment.amount)
        .sum::<rust_decimal::Decimal>()
        .to_string()
}

#[test]
fn twenty_payments_of_1992() {
    let source = Source::open(&sample(TWENTY)).unwrap();
    let (summary, lines) = taken(&source);
    assert_eq!(
        summary.transmission.as_deref(),
        Some("00008080/0170031/00010200")
    );
    assert_eq!(
        (summary.rows, summary.notes.len(), summary.stopped),
        (21, 0, false)
    );
    assert_eq!(source.progress().bytes(), source.bytes());
    let payments: Vec<PaymentRow> = lines.iter().map(|(_, payment)| payment.clone()).collect();
    assert_eq!(total(&payments), "51449.00");

    let expected: [(&str, &str, &[Scheme]); 20] = [
        ("1020.00", "0000531", &[Mod11]),
        ("1020.00", "0036633", &[Mod11]),
        ("560.00", "0048763", &[Mod11]),
        ("1020.00", "0063851", &[Mod11]),
        ("1020.00", "0120243", &[Mod11]),
        ("560.00", "0165867", &[Mod11]),
        ("1020.00", "0178357", &[Mod11]),
        ("1500.00", "02212291038306", &[Mod11]),
        ("1200.00", "02311291038304", &[Mod10, Mod11]),
        ("550.00", "02310291038308", &[Mod11]),
        ("1943.00", "000149012", &[Mod11]),
        ("1000.00", "01211291038306", &[Mod11]),
        ("500.00", "02111291038305", &[Mod11]),
        ("20500.00", "02321291038303", &[Mod10]),
        ("5500.00", "02331291038302", &[Mod10]),
        ("10500.00", "02341291038301", &[Mod10]),
        ("644.00", "02358291038305", &[Mod10]),
        ("564.00", "02311291029238", &[Mod10]),
        ("288.00", "02311291034832", &[Mod10]),
        ("540.00", "02311291133188", &[Mod10, Mod11]),
    ];
    for (payment, (amount, kid, passes)) in payments.iter().zip(expected) {
        assert_eq!(payment.amount.to_string(), amount);
        assert_eq!(payment.reference.as_deref(), Some(kid));
        let found: Vec<Scheme> = schemes(kid)
            .into_iter()
            .filter(|s| matches!(s, Mod10 | Mod11))
            .collect();
        assert_eq!(found, passes, "{kid}");
        assert_eq!(payment.booked.to_string(), "1992-01-20");
        assert_eq!(payment.own_account.as_deref(), Some("99991042764"));
        assert_eq!(payment.currency, Currency::NOK);
    }

    let mut batches: BTreeMap<&str, Vec<&PaymentRow>> = BTreeMap::new();
    let mut forms: BTreeMap<&str, usize> = BTreeMap::new();
    for payment in &payments {
        batches
            .entry(payment.batch.as_deref().unwrap())
            .or_default()
            .push(payment);
        *forms.entry(payment.form.as_deref().unwrap()).or_default() += 1;
    }
    let sums: Vec<_> = batches
        .into_iter()
        .map(|(batch, payments)| (batch, payments.len(), total(payments)))
        .collect();
    let sum = |batch, count, total: &str| (batch, count, total.to_owned());
    assert_eq!(
        sums,
        [
            sum("01464", 7, "6220.00"),
            sum("01570", 3, "3250.00"),
            sum("04514", 3, "1392.00"),
            sum("31570", 3, "3443.00"),
            sum("35572", 1, "20500.00"),
            sum("41570", 3, "16644.00"),
        ]
    );
    assert_eq!(
        forms,
        [("10", 10), ("11", 2), ("12", 2), ("13", 5), ("21", 1)].into()
    );

    // A type with free text may also carry a KID.
    let first = &payments[0];
    assert_eq!((lines[0].0, lines[1].0, lines[19].0), (3, 6, 42));
    assert_eq!(first.form.as_deref(), Some("21"));
    assert_eq!(first.message.as_deref(), Some("Foo bar baz"));
    assert_eq!(first.payer_account.as_deref(), Some("99990512341"));
    assert_eq!(first.bank_ref.as_deref(), Some("099038562"));
    let text = fs::read_to_string(sample(TWENTY)).unwrap();
    let records: Vec<&str> = text.lines().collect();
    assert_eq!(
        first.raw.as_deref(),
        Some(records[2..5].join("\n").as_str())
    );
    // A payer's agreement (type 12) is no reference of the bank.
    for payment in &payments {
        assert_eq!(
            payment.bank_ref.is_none(),
            payment.form.as_deref() == Some("12")
        );
    }
}

#[test]
fn one_card_purchase_without_kid() {
    let (summary, lines) = taken(&Source::open(&sample(CARD)).unwrap());
    assert_eq!(summary.rows, 2);
    let payment = &lines[0].1;
    assert_eq!(payment.amount.to_string(), "440.00");
    assert_eq!(payment.booked.to_string(), "2004-03-24");
    assert_eq!((&payment.reference, &payment.payer_account), (&None, &None));
    assert_eq!(
        payment.message.as_deref(),
        Some("ABCDEFGHIJKLMNOPQRSTUVWXZYabcdefghijklmn")
    );
    assert_eq!(payment.own_account.as_deref(), Some("99991111111"));
    assert_eq!(payment.bank_ref.as_deref(), Some("094561154"));
}

#[test]
fn direct_debit_files_are_named_and_hold_no_payment() {
    for (name, line, problem) in [
        (MANDATES, 2, Problem::DirectDebitMandates),
        (CLAIMS, 2, Problem::DirectDebitClaims),
    ] {
        let source = Source::open(&sample(name)).unwrap();
        assert_eq!(sniff(&source), Err(problem.clone()));
        let mut kept = Kept::default();
        let told = read(&source, Format::OcrGiro, Currency::NOK, &mut kept);
        assert_eq!(told, Err(Fault::at(line, problem)));
        assert!(kept.rows.is_empty());
    }
}

#[test]
fn the_same_file_in_another_dress_holds_the_same_payments() {
    let text = fs::read_to_string(sample(TWENTY)).unwrap();
    let strip = |payments: Vec<(u64, PaymentRow)>| -> Vec<PaymentRow> {
        payments.into_iter().map(|(_, payment)| payment).collect()
    };
    let expected = strip(taken(&Source::open(&sample(TWENTY)).unwrap()).1);
    for dressed in [
        text.replace('\n', "\r\n"),
        text.replace('\n', "\r"),
        text.replace('\n', ""),
        format!("\u{feff}{}", text.trim_end()),
        format!("{text}\n \n\u{1a}"),
    ] {
        let source = Source::from_reader(dressed.as_bytes(), &Progress::default()).unwrap();
        assert_eq!(strip(taken(&source).1), expected);
    }
}

proptest! {
    #[test]
    fn cut_samples_never_pass(name in prop_oneof![Just(TWENTY), Just(CARD)], at in any::<prop::sample::Index>()) {
        let bytes = fs::read(sample(name)).unwrap();
        let bytes = &bytes[..at.index(bytes.len())];
        let source = Source::from_reader(bytes, &Progress::default()).unwrap();
        let told = read(&source, Format::OcrGiro, Currency::NOK, &mut Kept::default());
        // Only the filler of the last record may be missing.
        let used = |bytes: &[u8]| bytes.len() + 39 + usize::from(name == TWENTY);
        let whole = fs::metadata(sample(name)).unwrap().len();
        prop_assert!(told.is_err() || used(bytes) as u64 >= whole, "{} of {whole}", bytes.len());
    }
}
