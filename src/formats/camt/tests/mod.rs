//! The shapes that files come in, and what becomes of entries of every kind.

mod guards;

use proptest::prelude::*;

use crate::domain::intake::{Fault, OtherRow, PaymentRow, Problem, Row, StatementRow};
use crate::domain::receipt::OtherKind;
use crate::formats::testing::{read_all, rows};
use crate::formats::{Format, Summary};

/// A notification of these entries.
fn document(entries: &str) -> String {
    format!(
        "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.054.001.08\"><BkToCstmrDbtCdtNtfctn>\
         <GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-11-21T06:00:00</CreDtTm></GrpHdr><Ntfctn><Id>N1</Id>\
         <Acct><Id><IBAN>NO93 8601 1117 947</IBAN></Id><Ccy>NOK</Ccy></Acct>\n{entries}</Ntfctn>\
         </BkToCstmrDbtCdtNtfctn></Document>"
    )
}

/// An entry of 2026-11-20, by its amount and sign, with what else is in it.
fn entry(amount: &str, sign: &str, rest: &str) -> String {
    format!(
        "<Ntry><NtryRef>R1</NtryRef><Amt Ccy=\"NOK\">{amount}</Amt><CdtDbtInd>{sign}</CdtDbtInd>{rest}\
         <BookgDt><Dt>2026-11-20</Dt></BookgDt><AcctSvcrRef>A1</AcctSvcrRef></Ntry>\n"
    )
}

fn detail(rest: &str) -> String {
    format!("<NtryDtls><TxDtls>{rest}</TxDtls></NtryDtls>")
}

fn amount(text: &str) -> String {
    format!("<Amt Ccy=\"NOK\">{text}</Amt>")
}

fn reference(number: &str) -> String {
    format!(
        "<RmtInf><Strd><CdtrRefInf><Tp><CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry></Tp><Ref>{number}</Ref>\
         </CdtrRefInf></Strd></RmtInf>"
    )
}

fn taken(entries: &str) -> (Summary, Vec<Row>) {
    let text = document(entries);
    let (summary, kept) = read_all(Format::Camt054, &text);
    let rows = kept.rows.into_iter().map(|placed| placed.row).collect();
    (
        summary.unwrap_or_else(|fault| panic!("{fault:?}\n{text}")),
        rows,
    )
}

fn error(text: impl AsRef<[u8]>) -> Fault {
    read_all(Format::Camt054, text).0.unwrap_err()
}

fn payments(rows: &[Row]) -> Vec<&PaymentRow> {
    rows.iter()
        .filter_map(|row| match row {
            Row::Payment(payment) => Some(payment),
            _ => None,
        })
        .collect()
}

fn others(rows: &[Row]) -> Vec<&OtherRow> {
    rows.iter()
        .filter_map(|row| match row {
            Row::Other(other) => Some(other),
            _ => None,
        })
        .collect()
}

fn statement(rows: &[Row]) -> &StatementRow {
    match rows.last() {
        Some(Row::Statement(statement)) => statement,
        row => panic!("{row:?}"),
    }
}

/// Each line in a word.
fn told(rows: &[Row]) -> Vec<String> {
    let line = |kind: &str, row: &PaymentRow| {
        let reference = row.reference.as_deref().unwrap_or("-");
        format!("{kind} {} {reference}", row.amount.normalize())
    };
    rows.iter()
        .filter_map(|row| match row {
            Row::Payment(payment) => Some(line("payment", payment)),
            Row::Other(other) => Some(line(other.kind.name(), &other.payment)),
            _ => None,
        })
        .collect()
}

fn problems(summary: &Summary) -> Vec<&Problem> {
    summary.notes.iter().map(|note| &note.problem).collect()
}

#[test]
fn prefixes_namespaces_and_envelopes_do_not_matter() {
    let plain = document(&entry("5.00", "CRDT", &detail(&reference("1234"))));
    let bare = plain.replace(
        " xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.054.001.08\"",
        "",
    );
    let expected = rows(Format::Camt054, &plain);
    assert_eq!(told(&expected), ["payment 5 1234"]);
    let prefixed = plain
        .replace("</", "\u{1}")
        .replace('<', "<n:")
        .replace('\u{1}', "</n:");
    let prefixed = prefixed.replace("xmlns=", "xmlns:n=");
    let wrapped =
        format!("<?xml version='1.0'?><!-- x > y --><Envelope><Body>{plain}</Body></Envelope>");
    for text in [bare, prefixed, wrapped] {
        let found = rows(Format::Camt054, &text);
        let (Row::Payment(found), Row::Payment(expected)) = (&found[0], &expected[0]) else {
            panic!("{found:?}")
        };
        assert_eq!(
            (&found.reference, found.amount),
            (&expected.reference, expected.amount)
        );
        assert_eq!(found.own_account.as_deref(), Some("NO9386011117947"));
    }
}

#[test]
fn both_shapes_of_status_party_and_amount_are_read() {
    let old = "<Sts>BOOK</Sts><NtryDtls><TxDtls><AmtDtls><TxAmt><Amt Ccy='NOK'>70.00</Amt></TxAmt></AmtDtls>\
               <RltdPties><Dbtr><Nm>Åse &amp; Sønn</Nm></Dbtr><UltmtDbtr><Nm>Other</Nm></UltmtDbtr>\
               <DbtrAcct><Id><Othr><Id>1503 03 44550</Id></Othr></Id></DbtrAcct></RltdPties></TxDtls></NtryDtls>";
    let new = "<Sts><Cd>BOOK</Cd></Sts><NtryDtls><TxDtls><Amt Ccy='NOK'>70.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>\
               <RltdPties><Dbtr><Pty><Nm>Åse <![CDATA[& Sønn]]></Nm></Pty></Dbtr>\
               <DbtrAcct><Id><Othr><Id>15030344550</Id></Othr></Id></DbtrAcct></RltdPties></TxDtls></NtryDtls>";
    let agent = new.replace("<Pty><Nm>", "<Agt><FinInstnId><Nm>");
    let agent = agent.replace("</Nm></Pty>", "</Nm></FinInstnId></Agt>");
    for shape in [old, new, &agent] {
        let (_, rows) = taken(&entry("70.00", "CRDT", shape));
        let payment = payments(&rows)[0];
        assert_eq!(payment.payer_name.as_deref(), Some("Åse & Sønn"), "{shape}");
        assert_eq!(payment.payer_account.as_deref(), Some("15030344550"));
        assert_eq!(payment.details.instructed, None);
    }
}

#[test]
fn the_payers_organisation_number_is_read_in_both_shapes() {
    let number = "<Id><OrgId><AnyBIC>DNBANOKK</AnyBIC><Othr><Id> 923609016 </Id><SchmeNm><Cd>COID</Cd></SchmeNm></Othr>\
                  <Othr><Id>4711</Id><SchmeNm><Cd>BANK</Cd></SchmeNm></Othr></OrgId></Id>";
    let of = |dbtr: &str| {
        let parties = format!("<RltdPties><Dbtr>{dbtr}</Dbtr></RltdPties>");
        let (_, rows) = taken(&entry("70.00", "CRDT", &detail(&parties)));
        match &rows[0] {
            Row::Payment(payment) => payment.details.payer_org_no.clone(),
            row => panic!("{row:?}"),
        }
    };
    let old = format!("<Nm>Kunde AS</Nm>{number}");
    assert_eq!(of(&old).as_deref(), Some("923609016"));
    assert_eq!(
        of(&format!("<Pty>{old}</Pty>")).as_deref(),
        Some("923609016")
    );
    // A person's number is none of an organisation.
    let person = "<Pty><Id><PrvtId><Othr><Id>01017012345</Id></Othr></PrvtId></Id></Pty>";
    assert_eq!(of(person), None);
}

#[test]
fn details_that_make_the_entry_are_payments_of_one_batch() {
    let details = [
        ("30.00", "111", ""),
        (
            "70.00",
            "222",
            "<Refs><AcctSvcrRef> B7 </AcctSvcrRef></Refs>",
        ),
    ]
    .iter()
    .map(|(sum, number, refs)| {
        format!(
            "<TxDtls>{refs}{}{}</TxDtls>",
            amount(sum),
            reference(number)
        )
    })
    .collect::<Vec<_>>()
    .concat();
    let batch = "<Btch><NbOfTxs>3</NbOfTxs></Btch>";
    let (summary, rows) = taken(&entry(
        "100",
        "CRDT",
        &format!("<NtryDtls>{batch}{details}</NtryDtls>"),
    ));
    assert_eq!(told(&rows), ["payment 30 111", "payment 70 222"]);
    let bank_refs: Vec<_> = payments(&rows)
        .iter()
        .map(|p| p.bank_ref.clone().unwrap())
        .collect();
    assert_eq!(bank_refs, ["A1/1", "B7"]);
    assert!(
        payments(&rows)
            .iter()
            .all(|p| p.batch.as_deref() == Some("A1"))
    );
    // The announcement is wrong, the money is right.
    assert!(matches!(
        problems(&summary)[..],
        [Problem::BatchDiffers { .. }]
    ));
}

#[test]
fn details_that_do_not_make_the_entry_are_hints() {
    let details = [("30.00", "111"), ("60.00", "222")]
        .iter()
        .map(|(sum, number)| format!("<TxDtls>{}{}</TxDtls>", amount(sum), reference(number)))
        .collect::<Vec<_>>()
        .concat();
    let (summary, rows) = taken(&entry(
        "100",
        "CRDT",
        &format!("<NtryDtls>{details}</NtryDtls>"),
    ));
    assert_eq!(told(&rows), ["payment 100 -"]);
    let payment = payments(&rows)[0];
    let hints: Vec<_> = payment
        .details
        .remittance
        .iter()
        .map(|r| (r.number.as_str(), r.amount))
        .collect();
    assert_eq!(hints, [("111", None), ("222", None)]);
    assert_eq!(payment.bank_ref.as_deref(), Some("A1"));
    let Problem::BatchDiffers { stated, found } = problems(&summary)[0] else {
        panic!("{summary:?}")
    };
    assert_eq!((stated.as_str(), found.as_str()), ("100", "90.00"));
}

#[test]
fn several_details_without_amounts_are_one_payment_with_their_references() {
    let details = format!(
        "<TxDtls>{}</TxDtls><TxDtls>{}</TxDtls>",
        reference("111"),
        reference("222")
    );
    let (summary, rows) = taken(&entry(
        "100",
        "CRDT",
        &format!("<NtryDtls>{details}</NtryDtls>"),
    ));
    assert_eq!(told(&rows), ["payment 100 -"]);
    assert_eq!(payments(&rows)[0].details.remittance.len(), 2);
    assert_eq!(summary.notes, []);
}

#[test]
fn a_batch_without_details_says_how_many_it_is_of() {
    let batch = "<NtryDtls><Btch><NbOfTxs>12</NbOfTxs></Btch></NtryDtls>";
    let (_, rows) = taken(&entry("100", "CRDT", batch));
    assert_eq!(payments(&rows)[0].details.batch_of, Some(12));
}

#[test]
fn reversals_and_returns_are_no_payments() {
    let reversed = "<RvslInd>true</RvslInd>";
    let returned = detail("<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>");
    for (sign, rest, kind, reason) in [
        ("DBIT", reversed, OtherKind::Reversal, None),
        ("CRDT", reversed, OtherKind::OwnReturn, None),
        ("DBIT", &returned, OtherKind::Return, Some("AC04")),
        ("CRDT", &returned, OtherKind::OwnReturn, Some("AC04")),
        ("DBIT", "", OtherKind::Debit, None),
    ] {
        let (_, rows) = taken(&entry("53.00", sign, rest));
        assert_eq!(payments(&rows), Vec::<&PaymentRow>::new(), "{sign} {rest}");
        let other = others(&rows)[0];
        assert_eq!(
            (other.kind, other.payment.details.reason.as_deref()),
            (kind, reason)
        );
    }
    // Each reversed payment is a line of its own, whatever sign the details bear.
    let details = [("30", "111"), ("70", "222")]
        .iter()
        .map(|(sum, number)| {
            let (sum, number) = (amount(sum), reference(number));
            format!("<TxDtls>{sum}<CdtDbtInd>CRDT</CdtDbtInd>{number}</TxDtls>")
        })
        .collect::<Vec<_>>()
        .concat();
    let (_, rows) = taken(&entry(
        "100",
        "DBIT",
        &format!("{reversed}<NtryDtls>{details}</NtryDtls>"),
    ));
    assert_eq!(told(&rows), ["reversal 30 111", "reversal 70 222"]);
}

#[test]
fn charges_that_were_kept_follow_their_payment() {
    let sent =
        |sum: &str| format!("<AmtDtls><InstdAmt><Amt Ccy='NOK'>{sum}</Amt></InstdAmt></AmtDtls>");
    let old = "<Chrgs><Amt Ccy='NOK'>45.00</Amt><CdtDbtInd>DBIT</CdtDbtInd></Chrgs>";
    let new = "<Chrgs><TtlChrgsAndTaxAmt Ccy='NOK'>45</TtlChrgsAndTaxAmt><Rcrd><Amt Ccy='NOK'>45.00</Amt>\
               </Rcrd><Rcrd><Amt Ccy='NOK'>0.00</Amt></Rcrd></Chrgs>";
    for charges in [old, new] {
        let (summary, rows) = taken(&entry(
            "5455.00",
            "CRDT",
            &detail(&format!("{}{charges}", sent("5500.00"))),
        ));
        assert_eq!(
            told(&rows),
            ["payment 5455 -", "bank_charge 45 -"],
            "{charges}"
        );
        assert!(others(&rows)[0].of_payment);
        assert_eq!(summary.notes, []);
        let instructed = payments(&rows)[0].details.instructed.as_ref().unwrap();
        assert_eq!(instructed.amount.normalize().to_string(), "5500");
        // All of what was sent came in, so nothing was kept.
        let (_, rows) = taken(&entry(
            "5500.00",
            "CRDT",
            &detail(&format!("{}{charges}", sent("5500.00"))),
        ));
        assert_eq!(told(&rows), ["payment 5500 -"], "{charges}");
    }
    let refunded = old.replace("DBIT", "CRDT");
    let (_, rows) = taken(&entry("5455.00", "CRDT", &detail(&refunded)));
    assert_eq!(told(&rows), ["payment 5455 -"]);
}

#[test]
fn what_is_not_booked_is_counted_and_left_out() {
    let pending = entry("5.00", "CRDT", "<Sts>PDNG</Sts>");
    let info = entry("6.00", "CRDT", "<Sts><Cd>INFO</Cd></Sts>");
    let (summary, rows) = taken(&format!("{pending}{info}{}", entry("7.00", "CRDT", "")));
    assert_eq!(told(&rows), ["payment 7 -"]);
    assert_eq!(problems(&summary), [&Problem::NotBooked { count: 2 }]);
}

#[test]
fn a_missing_booking_day_is_taken_from_elsewhere_and_said() {
    let without = |rest: &str| {
        entry("5.00", "CRDT", rest).replace("<BookgDt><Dt>2026-11-20</Dt></BookgDt>", "")
    };
    for (text, day) in [
        (
            without("<ValDt><DtTm>2026-11-19T23:30:00-05:00</DtTm></ValDt>"),
            "2026-11-19",
        ),
        (without(""), "2026-11-21"),
    ] {
        let (summary, rows) = taken(&text);
        assert_eq!(payments(&rows)[0].booked.to_string(), day);
        assert!(matches!(
            problems(&summary)[..],
            [Problem::DayClamped { .. }]
        ));
        assert_eq!(statement(&rows).from.unwrap().to_string(), day);
    }
}
