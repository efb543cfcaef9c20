//! Real account statements and notifications, read as they are: each gives exactly what its maker says is in it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use reskontra::domain::intake::{Fault, OtherRow, PaymentRow, Placed, Problem, Row, StatementRow};
use reskontra::domain::money::Currency;
use reskontra::domain::receipt::{OtherKind, Remittance};
use reskontra::formats::{Format, Progress, Sink, Source, Summary, open, read, sniff};

#[derive(Default, Debug)]
struct Kept {
    rows: Vec<Placed>,
}

impl Sink for Kept {
    fn row(&mut self, row: Placed) -> ControlFlow<()> {
        self.rows.push(row);
        ControlFlow::Continue(())
    }

    fn fault(&mut self, fault: Fault) -> ControlFlow<()> {
        panic!("{fault:?}");
    }
}

impl Kept {
    fn payments(&self) -> Vec<&PaymentRow> {
        self.rows
            .iter()
            .filter_map(|placed| match &placed.row {
                Row::Payment(payment) => Some(payment),
                _ => None,
            })
            .collect()
    }

    fn others(&self) -> Vec<&OtherRow> {
        self.rows
            .iter()
            .filter_map(|placed| match &placed.row {
                Row::Other(other) => Some(other),
                _ => None,
            })
            .collect()
    }

    fn statements(&self) -> Vec<&StatementRow> {
        self.rows
            .iter()
            .filter_map(|placed| match &placed.row {
                Row::Statement(statement) => Some(statement),
                _ => None,
            })
            .collect()
    }

    /// Each line in a word: what it is, how much, of which currency and day.
    fn lines(&self) -> Vec<String> {
        let line = |kind: &str, row: &PaymentRow| {
            format!(
                "{kind} {} {} {}",
                row.amount.normalize(),
                row.currency.code(),
                row.booked
            )
        };
        self.rows
            .iter()
            .filter_map(|placed| match &placed.row {
                Row::Payment(payment) => Some(line("payment", payment)),
                Row::Other(other) => Some(line(other.kind.name(), &other.payment)),
                _ => None,
            })
            .collect()
    }
}

fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/samples")
        .join(name)
}

fn result(name: &str) -> (Result<Summary, Fault>, Kept) {
    let sources = open(&sample(name), &Progress::default()).unwrap();
    let [source] = sources.as_slice() else {
        panic!("{sources:?}")
    };
    let format = sniff(source).unwrap();
    assert_eq!(format.name(), format!("camt.{}", &name[4..7]));
    let mut kept = Kept::default();
    let summary = read(source, format, Currency::NOK, &mut kept);
    (summary, kept)
}

fn taken(name: &str) -> (Summary, Kept) {
    let (summary, kept) = result(name);
    let summary = summary.unwrap();
    assert_eq!(summary.rows, kept.rows.len() as u64);
    (summary, kept)
}

fn balances(statement: &StatementRow) -> (Option<String>, Option<String>) {
    let text =
        |amount: Option<rust_decimal::Decimal>| amount.map(|amount| amount.normalize().to_string());
    (text(statement.opening), text(statement.closing))
}

fn some(opening: &str, closing: &str) -> (Option<String>, Option<String>) {
    (Some(opening.to_owned()), Some(closing.to_owned()))
}

#[test]
fn two_statements_of_one_account_in_one_file() {
    let (summary, kept) = taken("camt053/v02-two-statements-in-one-file.xml");
    assert_eq!(summary.notes, []);
    assert_eq!(
        kept.lines(),
        ["payment 8.85 EUR 2014-12-31", "debit 7 EUR 2014-12-31"]
    );
    let [first, second] = kept.statements()[..] else {
        panic!("{kept:?}")
    };
    assert_eq!(balances(first), some("18.15", "27"));
    assert_eq!(balances(second), some("27", "20"));
    for statement in [first, second] {
        assert_eq!(statement.accounts, ["NL26VAYB8060476890"]);
        assert_eq!(statement.currency, Some(Currency::EUR));
    }
    assert_eq!(first.number.as_deref(), Some("253EURNL26VAYB8060476890"));
    let payment = kept.payments()[0];
    assert_eq!(payment.own_account.as_deref(), Some("NL26VAYB8060476890"));
    assert_eq!(
        payment.details.valued.map(|day| day.to_string()).as_deref(),
        Some("2015-01-02")
    );
}

#[test]
fn a_closing_balance_that_does_not_follow_is_told() {
    let (summary, kept) = taken("camt053/v02-amounts-with-three-decimals.xml");
    assert_eq!(kept.lines(), ["payment 8.85 EUR 2014-12-31"]);
    let [note] = &summary.notes[..] else {
        panic!("{summary:?}")
    };
    let Problem::BalancesDiffer { stated, found, .. } = &note.problem else {
        panic!("{note:?}")
    };
    assert_eq!((stated.as_str(), found.as_str()), ("27.05", "27.00"));
}

#[test]
fn balances_in_other_currencies_are_not_compared() {
    for (name, opening) in [
        ("camt053/v02-balances-in-four-currencies.xml", "18.15"),
        ("camt053/v08-datetime-booking-date.xml", "18.15"),
    ] {
        let (summary, kept) = taken(name);
        assert_eq!(summary.notes, [], "{name}");
        assert_eq!(kept.lines(), ["payment 8.85 EUR 2014-12-31"], "{name}");
        let payment = kept.payments()[0];
        assert_eq!(payment.reference.as_deref(), Some("4654654654654654"));
        assert_eq!(
            balances(kept.statements()[0]),
            (Some(opening.to_owned()), None)
        );
    }
}

#[test]
fn a_detail_of_nothing_takes_the_entrys_amount() {
    let (summary, kept) = taken("camt053/v08-datetime-booking-date.xml");
    assert_eq!(
        summary.transmission.as_deref(),
        Some("CAMT053RIB000000000001")
    );
    let payment = kept.payments()[0];
    assert_eq!(payment.payer_name.as_deref(), Some("NAME NAME"));
    assert_eq!(payment.payer_account.as_deref(), Some("NL56AGDH9619008421"));
    assert_eq!(payment.bank_ref.as_deref(), Some("AAAASESS-FP-CN_98765/01"));
    assert_eq!(payment.form.as_deref(), Some("PMNT/RCDT/BOOK"));
    assert_eq!(payment.details.instructed, None);
    assert_eq!(
        payment.details.end_to_end.as_deref(),
        Some("MUELL/FINP/RA12345")
    );
    let raw = payment.raw.as_deref().unwrap();
    assert!(raw.starts_with("<TxDtls><Refs><EndToEndId>MUELL"), "{raw}");
    assert!(raw.ends_with("</RmtInf></TxDtls>"), "{raw}");
    let statement = kept.statements()[0];
    assert_eq!(statement.sequence, Some(12_312));
    assert_eq!(statement.from.unwrap().to_string(), "2007-10-18");
}

#[test]
fn a_document_without_a_statement_is_refused() {
    let (summary, kept) = result("camt053/v02-document-without-statement.xml");
    let element = "Stmt".to_owned();
    assert_eq!(
        summary,
        Err(Fault::file(Problem::NothingInside { element }))
    );
    assert_eq!(kept.rows, []);
}

#[test]
fn a_statement_without_entries_is_legal() {
    let (summary, kept) = taken("camt053/v02-balance-date-as-datetime.xml");
    assert_eq!(summary.notes, []);
    assert_eq!(kept.rows.len(), 1);
    let statement = kept.statements()[0];
    assert_eq!(statement.currency, Currency::parse("RON"));
    assert_eq!(balances(statement), (Some("5442.09".to_owned()), None));
}

#[test]
fn isos_example_adds_up_and_its_batch_is_no_payment() {
    let (summary, kept) = taken("camt053/v02-iso-example-sek-batch-without-details.xml");
    assert_eq!(summary.notes, []);
    assert_eq!(
        kept.lines(),
        [
            "payment 105678.5 SEK 2010-10-18",
            "debit 200000 SEK 2010-10-18",
            "payment 30000 SEK 2010-10-18"
        ]
    );
    let statement = kept.statements()[0];
    assert_eq!(statement.accounts, ["50000000054910000003"]);
    assert_eq!(balances(statement), some("500000", "435678.5"));
    assert_eq!(kept.others()[0].payment.details.batch_of, Some(20));
    let [mueller, exchange] = kept.payments()[..] else {
        panic!("{kept:?}")
    };
    assert_eq!(mueller.payer_name.as_deref(), Some("MUELLER"));
    let sent = exchange.details.instructed.as_ref().unwrap();
    assert_eq!(
        (sent.amount.to_string().as_str(), sent.currency),
        ("3255", Currency::EUR)
    );
}

#[test]
fn two_identical_entries_are_two_lines() {
    let (_, kept) = taken("camt053/v02-two-identical-entries-same-day.xml");
    assert_eq!(kept.lines(), ["debit 4.5 EUR 2026-04-07"; 2]);
    assert_eq!(
        kept.others()[0].payment.payer_name.as_deref(),
        Some("CITY COFFEE")
    );
}

#[test]
fn a_file_without_namespace_is_read() {
    let (summary, kept) = taken("camt053/no-namespace.xml");
    assert_eq!(summary.notes, []);
    assert_eq!(kept.lines(), ["payment 250 GBP 2026-04-12"]);
    let payment = kept.payments()[0];
    assert_eq!(payment.payer_name.as_deref(), Some("JANE CLIENT"));
    assert_eq!(payment.message.as_deref(), Some("Consulting fee"));
    assert_eq!(balances(kept.statements()[0]), some("100", "350"));
}

#[test]
fn a_garbled_amount_is_named_with_its_place() {
    let (summary, kept) = result("camt053/v02-garbled-amount.xml");
    assert_eq!(
        summary,
        Err(Fault::at(
            17,
            Problem::NotAnAmount {
                field: "Stmt/Ntry/Amt".to_owned(),
                value: "12..34".to_owned(),
            }
        ))
    );
    assert_eq!(kept.rows, []);
}

#[test]
fn two_accounts_in_two_currencies() {
    let (summary, kept) = taken("camt053/v02-two-accounts-eur-and-usd.xml");
    assert_eq!(summary.notes, []);
    let lines = kept.lines();
    assert!(lines[0].starts_with("payment 1250.5 EUR"), "{lines:?}");
    assert!(lines[1].starts_with("debit 500.25 EUR"), "{lines:?}");
    assert!(lines[2].starts_with("debit 99.99 USD"), "{lines:?}");
    assert_eq!(lines.len(), 3);
    let payment = kept.payments()[0];
    assert_eq!(payment.payer_name.as_deref(), Some("ACME GMBH"));
    assert_eq!(payment.message.as_deref(), Some("Invoice 2026-117"));
    let of: Vec<_> = kept.statements().into_iter().map(balances).collect();
    assert_eq!(of, [some("10000", "10750.25"), some("2500", "2400.01")]);
    let usd = &kept.others()[1].payment;
    assert_eq!(usd.booked.succ_opt(), usd.details.valued);
}

#[test]
fn finnish_credit_notes_are_set_off_within_their_payments() {
    let (summary, kept) = taken("camt054/v02-finland-credit-notes-netted-and-sek-to-eur.xml");
    assert_eq!(summary.notes, []);
    assert_eq!(
        kept.lines(),
        [
            "payment 88.16 EUR 2017-01-22",
            "payment 742.45 EUR 2017-01-22",
            "credit_note 628.68 EUR 2017-01-22",
            "payment 6000.54 EUR 2017-01-22",
            "credit_note 166.46 EUR 2017-01-22",
            "credit_note 89.7 EUR 2017-01-22",
            "payment 216.85 EUR 2017-01-22",
        ]
    );
    let [text, reference, invoice, exchanged] = kept.payments()[..] else {
        panic!("{kept:?}")
    };
    assert_eq!(
        (&text.reference, text.message.as_deref()),
        (&None, Some("9597349"))
    );
    assert_eq!(reference.reference.as_deref(), Some("9544208"));
    let remitted = |number: &str, amount: &str| Remittance {
        number: number.to_owned(),
        amount: Some(amount.parse().unwrap()),
    };
    assert_eq!(
        reference.details.remittance,
        [
            remitted("9544208", "1371.13"),
            remitted("9582095", "-628.68")
        ]
    );
    assert_eq!(
        invoice.details.remittance,
        [
            remitted("9580572", "6256.70"),
            remitted("9580521", "-166.46"),
            remitted("9579095", "-89.70")
        ]
    );
    for other in kept.others() {
        assert!(other.of_payment);
        assert_eq!(other.kind, OtherKind::CreditNote);
    }
    let numbers: Vec<_> = kept
        .others()
        .iter()
        .map(|other| other.payment.reference.clone().unwrap())
        .collect();
    assert_eq!(numbers, ["9582095", "9580521", "9579095"]);
    let sent = exchanged.details.instructed.as_ref().unwrap();
    assert_eq!(
        (sent.amount.to_string().as_str(), sent.currency),
        ("2082.58", Currency::SEK)
    );
    let message = exchanged.message.as_deref().unwrap();
    assert!(message.contains("INV 43459"), "{message}");
    assert!(message.contains("INV EUR 357"), "{message}");
    assert_eq!(text.own_account.as_deref(), Some("FI1431313001234567"));
    assert_eq!(
        summary.transmission.as_deref(),
        Some("CAMT08224820170203001")
    );
}

#[test]
fn details_of_the_opposite_sign_are_no_payments() {
    for name in [
        "camt054/v04-batch-count-and-sum-do-not-match-entry.xml",
        "camt054/v08-status-as-code-element.xml",
    ] {
        let (summary, kept) = taken(name);
        assert_eq!(
            kept.lines(),
            ["contradiction 200000 SEK 2007-10-18"],
            "{name}"
        );
        assert!(
            matches!(
                summary.notes[..],
                [Fault {
                    problem: Problem::BatchDiffers { .. },
                    ..
                }]
            ),
            "{summary:?}"
        );
        let other = &kept.others()[0].payment;
        let numbers: Vec<&str> = other
            .details
            .remittance
            .iter()
            .map(|part| part.number.as_str())
            .collect();
        assert_eq!(
            numbers,
            [
                "ISR ref number V1",
                "ISR ref number V2",
                "Ref number V3 block 1",
                "Ref number V3 block 2"
            ]
        );
        assert_eq!(other.bank_ref.as_deref(), Some("ACSR160617103200001"));
        let statement = kept.statements()[0];
        assert_eq!(statement.accounts, ["CH2801234000123456789"]);
    }
}

/// An entry too large to hold is handed over as it is read, and is the same as a small one.
#[test]
fn an_entry_of_very_many_details_is_read_in_little_memory() {
    let count = 20_000;
    let detail = |number: u32, amount: u32| {
        format!(
            "<TxDtls><Refs><EndToEndId>E{number}</EndToEndId></Refs><Amt Ccy='NOK'>{amount}</Amt>\
             <RmtInf><Strd><CdtrRefInf><Ref>{number}</Ref></CdtrRefInf></Strd></RmtInf></TxDtls>\n"
        )
    };
    let entry = |amount: u32, details: &str| {
        format!(
            "<Ntry><Amt Ccy='NOK'>{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><BookgDt><Dt>2026-11-20</Dt>\
             </BookgDt><AcctSvcrRef>A</AcctSvcrRef><NtryDtls>{details}</NtryDtls></Ntry>"
        )
    };
    let many: String = (1..=count).map(|number| detail(number, 2)).collect();
    let text = format!(
        "<Document><BkToCstmrDbtCdtNtfctn><Ntfctn>{}{}{}</Ntfctn></BkToCstmrDbtCdtNtfctn></Document>",
        entry(2, &detail(0, 2)),
        entry(2 * count, &many),
        entry(2 * count + 1, &many),
    );
    let source = Source::from_reader(text.as_bytes(), &Progress::default()).unwrap();
    let mut kept = Kept::default();
    let summary = read(&source, Format::Camt054, Currency::NOK, &mut kept).unwrap();
    let payments = kept.payments();
    assert_eq!(payments.len(), 1 + count as usize + 1);
    assert_eq!(payments[1].bank_ref.as_deref(), Some("A/1"));
    assert_eq!(
        payments[count as usize].bank_ref.as_deref(),
        Some("A/20000")
    );
    assert_eq!(payments[count as usize].reference.as_deref(), Some("20000"));
    let lump = payments[count as usize + 1];
    assert_eq!(lump.amount, (2 * count + 1).into());
    assert_eq!(
        (&lump.reference, lump.details.remittance.len()),
        (&None, 2_000)
    );
    assert!(
        matches!(
            &summary.notes[..],
            [Fault {
                problem: Problem::BatchDiffers { .. },
                ..
            }]
        ),
        "{summary:?}"
    );
}
