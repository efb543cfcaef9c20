//! What a file cannot do: leave out what a line needs, expand, never end, lie about its encoding.

use super::*;

#[test]
fn what_a_line_cannot_do_without_is_named() {
    let whole = document(&entry("5.00", "CRDT", ""));
    let field = |name: &str| format!("Ntfctn/Ntry/{name}");
    let missing = |name: &str| Problem::MissingValue { field: field(name) };
    for (from, to, problem) in [
        ("<CdtDbtInd>CRDT</CdtDbtInd>", "", missing("CdtDbtInd")),
        ("<Amt Ccy=\"NOK\">5.00</Amt>", "", missing("Amt")),
        (
            "CRDT",
            "PLUS",
            Problem::UnknownValue {
                field: field("CdtDbtInd"),
                value: "PLUS".to_owned(),
                allowed: "CRDT, DBIT".to_owned(),
            },
        ),
        (
            "\"NOK\"",
            "\"XQX\"",
            Problem::UnknownCurrency {
                value: "XQX".to_owned(),
            },
        ),
        (
            "2026-11-20",
            "2026-02-30",
            Problem::NotADate {
                field: field("BookgDt/Dt"),
                value: "2026-02-30".to_owned(),
            },
        ),
        (
            "5.00",
            "-5.00",
            Problem::AmountNotPositive {
                field: field("Amt"),
                value: "-5.00".to_owned(),
            },
        ),
        (
            "5.00",
            "100000000000000000000000000000",
            Problem::AmountTooLarge {
                field: field("Amt"),
                value: "100000000000000000000000000000".to_owned(),
            },
        ),
    ] {
        let fault = error(whole.replacen(from, to, 1));
        assert_eq!((fault.line, fault.problem), (Some(2), problem), "{to}");
    }
    let (_, rows) = taken(&entry("5.0000000000000000000000000000000000", "CRDT", ""));
    assert_eq!(told(&rows), ["payment 5 -"]);
}

#[test]
fn entities_and_document_types_are_refused() {
    let bomb = "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'bbbb'><!ENTITY c '&b;&b;'>]><Document>&c;</Document>";
    assert_eq!(error(bomb).problem, Problem::DocumentType);
    assert_eq!(
        error("<!DOCTYPE Document SYSTEM 'file:///etc/passwd'>").problem,
        Problem::DocumentType
    );
    let text = document(&entry("5.00", "CRDT", "<AddtlNtryInf>&xxe;</AddtlNtryInf>"));
    assert!(matches!(error(text).problem, Problem::NotWellFormed { .. }));
    let (_, rows) = taken(&entry(
        "5.00",
        "CRDT",
        "<AddtlNtryInf>&lt;&#229;&#x1b;&amp;</AddtlNtryInf>",
    ));
    assert_eq!(payments(&rows)[0].message.as_deref(), Some("<å&"));
}

#[test]
fn what_would_not_end_is_refused() {
    let deep = format!("<Document>{}", "<a>".repeat(1_000));
    assert_eq!(error(deep).problem, Problem::NestedTooDeep { limit: 64 });
    let long = document(&entry(
        "5.00",
        "CRDT",
        &format!("<AddtlNtryInf>{}", "x".repeat(4_001)),
    ));
    assert_eq!(
        error(long).problem,
        Problem::ValueTooLong {
            field: "Ntfctn/Ntry/AddtlNtryInf".to_owned(),
            limit: 4_000
        }
    );
    for start in [
        "<Document><",
        "<Document><!--",
        "<Document><![CDATA[",
        "<Document>",
        "<Document a='",
    ] {
        let fault = error(format!("{start}{}", "x".repeat(3 << 20)));
        assert!(
            matches!(fault.problem, Problem::ValueTooLong { .. }),
            "{start} {fault:?}"
        );
    }
    let whole = document(&entry("5.00", "CRDT", &detail(&reference("1"))));
    for cut in [whole.len() / 2, whole.len() - 3, whole.len() - 11] {
        let fault = error(&whole[..cut]);
        assert!(
            matches!(fault.problem, Problem::EndMissing { .. }),
            "{fault:?}"
        );
    }
    let crossed = "<Document><a><b></a></b></Document>";
    assert!(matches!(
        error(crossed).problem,
        Problem::NotWellFormed { .. }
    ));
}

#[test]
fn every_encoding_is_read_whatever_the_declaration_says() {
    let body = document(&entry(
        "5.00",
        "CRDT",
        "<AddtlNtryInf>Bjørk Å</AddtlNtryInf>",
    ));
    let latin = |label: &str| {
        let text = format!("<?xml version='1.0' encoding='{label}'?>{body}");
        encoding_rs::WINDOWS_1252.encode(&text).0.into_owned()
    };
    let utf16 = |mark: &str| -> Vec<u8> {
        let text = format!("{mark}<?xml version='1.0' encoding='UTF-16'?>{body}");
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    };
    let utf8 = |label: &str| {
        format!("\u{feff}<?xml version='1.0' encoding='{label}'?>{body}").into_bytes()
    };
    let cp437 = {
        let text = latin("IBM865");
        assert!(text.contains(&0xf8));
        text
    };
    for bytes in [
        latin("ISO-8859-1"),
        latin("windows-1252"),
        latin("UTF-8"),
        cp437,
        utf16("\u{feff}"),
        utf16(""),
        utf8("UTF-8"),
        utf8("ISO-8859-1"),
    ] {
        let rows = rows(Format::Camt054, bytes);
        assert_eq!(payments(&rows)[0].message.as_deref(), Some("Bjørk Å"));
    }
}

#[test]
fn lines_are_counted_and_the_files_words_are_kept() {
    let entries = format!(
        "{}{}",
        entry("5.00", "CRDT", ""),
        entry(
            "6.00",
            "CRDT",
            "\n<NtryDtls>\n  <TxDtls>\n <Refs/> </TxDtls></NtryDtls>"
        )
    );
    let (_, kept) = read_all(Format::Camt054, document(&entries));
    assert_eq!(
        kept.rows
            .iter()
            .map(|placed| placed.line)
            .collect::<Vec<_>>(),
        [2, 5, 1]
    );
    let Row::Payment(payment) = &kept.rows[1].row else {
        panic!("{kept:?}")
    };
    assert_eq!(payment.raw.as_deref(), Some("<TxDtls><Refs/></TxDtls>"));
    let Row::Payment(payment) = &kept.rows[0].row else {
        panic!("{kept:?}")
    };
    let raw = payment.raw.as_deref().unwrap();
    assert!(
        raw.starts_with("<Ntry><NtryRef>R1</NtryRef><Amt Ccy=\"NOK\">5.00</Amt>"),
        "{raw}"
    );
}

#[test]
fn words_are_kept_whole_wherever_the_reading_pauses() {
    let numbers = 1..3_000;
    let details: Vec<String> = numbers
        .clone()
        .map(|number| {
            let text = "å".repeat(number % 7);
            format!(
                "<TxDtls><!-- {number} -->\n  <Amt Ccy='NOK'>1</Amt> <RmtInf><Ustrd>{text}&amp;{number}</Ustrd></RmtInf>\n</TxDtls>"
            )
        })
        .collect();
    let whole = format!("<NtryDtls>{}</NtryDtls>", details.concat());
    let (_, rows) = taken(&entry(&numbers.len().to_string(), "CRDT", &whole));
    assert_eq!(payments(&rows).len(), details.len());
    for (number, payment) in numbers.zip(payments(&rows)) {
        let text = "å".repeat(number % 7);
        let raw = format!(
            "<TxDtls><Amt Ccy='NOK'>1</Amt><RmtInf><Ustrd>{text}&amp;{number}</Ustrd></RmtInf></TxDtls>"
        );
        assert_eq!(payment.raw.as_deref(), Some(raw.as_str()));
        let message = format!("{text}&{number}");
        assert_eq!(payment.message.as_deref(), Some(message.as_str()));
    }
}

const SAMPLES: [&[u8]; 3] = [
    include_bytes!(
        "../../../../tests/samples/camt054/v02-finland-credit-notes-netted-and-sek-to-eur.xml"
    ),
    include_bytes!("../../../../tests/samples/camt054/v08-status-as-code-element.xml"),
    include_bytes!("../../../../tests/samples/camt053/v02-two-statements-in-one-file.xml"),
];

proptest! {
    #[test]
    fn no_damage_makes_it_stumble(
        sample in 0..SAMPLES.len(),
        damages in prop::collection::vec((0..4_u8, any::<prop::sample::Index>(), any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let mut bytes = SAMPLES[sample].to_vec();
        for (kind, at, other, byte) in damages {
            if bytes.is_empty() {
                break;
            }
            let (at, other) = (at.index(bytes.len()), other.index(bytes.len()));
            let (from, to) = (at.min(other), at.max(other));
            match kind {
                0 => bytes[at] = byte,
                1 => drop(bytes.drain(from..to)),
                2 => bytes.insert(at, byte),
                _ => {
                    let copy = bytes[from..to].to_vec();
                    bytes.splice(at..at, copy);
                }
            }
        }
        let (_, kept) = read_all(Format::Camt053, &bytes);
        prop_assert!(kept.rows.len() <= bytes.len() / 8);
        for placed in kept.rows {
            let (Row::Payment(row) | Row::Other(OtherRow { payment: row, .. })) = placed.row else {
                continue;
            };
            prop_assert!(row.amount > rust_decimal::Decimal::ZERO);
            let texts = [&row.raw, &row.message, &row.payer_name, &row.reference, &row.bank_ref];
            for text in texts.into_iter().flatten() {
                prop_assert!(text.chars().count() <= 4_000 + 600);
                prop_assert!(!text.contains(char::is_control));
            }
        }
    }
}
