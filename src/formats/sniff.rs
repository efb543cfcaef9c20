//! Which format a file is, by its content and never by its name. What is known and not read yet is named, so that
//! nobody takes it for read.

use encoding_rs::WINDOWS_1252;

use super::bank_csv::{self, Fit};
use super::book_csv::{self, Head};
use super::mapping::{self, Mapping};
use super::{Format, Source, bankgirot_ocr, bureau_csv, head, ocr_giro};
use crate::domain::intake::Problem;

/// The format, or why the file is not read.
pub fn sniff(source: &Source) -> Result<Format, Problem> {
    sniff_mapped(source, &[])
}

/// As `sniff`, with what a person has said of tables that no profile knows.
pub fn sniff_mapped(source: &Source, mappings: &[Mapping]) -> Result<Format, Problem> {
    if let Some(name) = binary(source.head()) {
        return Err(later(name));
    }
    let text = source.head_text(WINDOWS_1252);
    let text =
        text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '\u{1}' | '\u{1a}'));
    if text.is_empty() {
        return Err(if source.head_is_all() {
            Problem::Empty
        } else {
            Problem::UnknownFormat
        });
    }
    if let Some(rest) = text.strip_prefix("NY")
        && starts_with_digits(rest, 6)
    {
        return ocr_giro::recognise(text, source.head_is_all()).map(|()| Format::OcrGiro);
    }
    if text.starts_with('<') {
        return markup(text);
    }
    if let Some(known) = bank_or_ledger_file(text) {
        return known.map_err(later);
    }
    table(text, mappings)
}

/// A table: by what a person has said of it, by the names of its columns, by a bank's profile.
fn table(text: &str, mappings: &[Mapping]) -> Result<Format, Problem> {
    if let Some(mapped) = mapping::find(text, mappings) {
        return Ok(mapped.mapping.kind.format());
    }
    // What happened to whom: such a list may number customers, and bear their new class.
    if bureau_csv::recognise(text) {
        return Ok(Format::Bureau);
    }
    let head = book_csv::recognise(text).map(|(head, _)| head);
    if let Some(Head::List(format)) = head {
        return Ok(format);
    }
    match (bank_csv::recognise(text).map(|found| found.fit), head) {
        (Some(Fit::Profile), _) => Ok(Format::BankCsv),
        (_, Some(Head::References)) => Ok(Format::Payments),
        (Some(Fit::Synonyms), _) => Ok(Format::BankCsv),
        (None, _) => Err(head::unknown_table(text).unwrap_or(Problem::UnknownFormat)),
    }
}

const ZIP: &str = "zip archive";

/// Whether a file that begins so is a zip archive, and not a spreadsheet that is one inside.
pub(super) fn is_archive(head: &[u8]) -> bool {
    binary(head) == Some(ZIP)
}

fn later(format: &str) -> Problem {
    Problem::LaterFormat {
        format: format.to_owned(),
    }
}

fn starts_with_digits(text: &str, count: usize) -> bool {
    text.len() >= count && text.bytes().take(count).all(|b| b.is_ascii_digit())
}

/// Formats that are no text, by their first bytes.
fn binary(head: &[u8]) -> Option<&'static str> {
    let holds = |word: &[u8]| head.windows(word.len()).any(|window| window == word);
    match head {
        [b'P', b'K', 3 | 5 | 7, 4 | 6 | 8, ..] => Some(if holds(b"xl/") {
            "Excel workbook (xlsx)"
        } else if holds(b"opendocument.spreadsheet") {
            "OpenDocument spreadsheet (ods)"
        } else {
            ZIP
        }),
        [0xd0, 0xcf, 0x11, 0xe0, ..] => Some("old Excel workbook (xls)"),
        [0x1f, 0x8b, ..] => Some("gzip archive"),
        [b'%', b'P', b'D', b'F', ..] => Some("PDF document"),
        _ => None,
    }
}

/// A web page, or an XML file by its root element and namespace, whatever the prefix.
fn markup(text: &str) -> Result<Format, Problem> {
    let beginning: String = text
        .chars()
        .take(8_000)
        .collect::<String>()
        .to_ascii_lowercase();
    if beginning.starts_with("<!doctype html") || element(&beginning, "html") {
        return Err(Problem::WebPage);
    }
    let holds = |word: &str| beginning.contains(word);
    let camt = [
        (Format::Camt053, "camt.053", "bktocstmrstmt"),
        (Format::Camt054, "camt.054", "bktocstmrdbtcdtntfctn"),
        (Format::Camt052, "camt.052", "bktocstmracctrpt"),
    ];
    // The element rules: files lie about their namespace.
    let by_element = camt.iter().find(|(.., name)| element(&beginning, name));
    let by_namespace = || camt.iter().find(|(_, name, _)| holds(name));
    if let Some((format, ..)) = by_element.or_else(by_namespace) {
        return Ok(*format);
    }
    Err(later(
        if holds("urn:oasis:names:specification:ubl:schema:xsd:creditnote-2") {
            "UBL credit note (Peppol, EHF)"
        } else if holds("urn:oasis:names:specification:ubl:schema:xsd:invoice-2") {
            "UBL invoice (Peppol, EHF)"
        } else if holds("urn:oasis:names:specification:ubl") {
            "UBL document"
        } else {
            "XML file"
        },
    ))
}

/// Whether an element of that local name begins in the text.
fn element(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| {
        let before = text[..at].rsplit('<').next().unwrap_or_default();
        let is_prefix = before.is_empty()
            || before
                .strip_suffix(':')
                .is_some_and(|p| p.bytes().all(|b| b.is_ascii_alphanumeric()));
        let after = text[at + name.len()..].chars().next();
        is_prefix && text[..at].contains('<') && after.is_none_or(|c| !c.is_alphanumeric())
    })
}

/// Text formats of banks and bookkeeping, by their first record.
fn bank_or_ledger_file(text: &str) -> Option<Result<Format, &'static str>> {
    let line = text.lines().next().unwrap_or_default();
    let length = line.trim_end().chars().count();
    if text.starts_with("01BGMAX") {
        Some(Ok(Format::BgMax))
    } else if bankgirot_ocr::recognise(line) {
        Some(Ok(Format::BankgirotOcr))
    } else if text.starts_with("T00322") {
        Some(Err("Finnish account statement (TITO)"))
    } else if line.starts_with('0')
        && starts_with_digits(line, 13)
        && (length <= 90 || is_cut_by_nothing(line))
        && !line.contains([';', ',', '\t'])
    {
        Some(Ok(Format::Ktl))
    } else if ["#FLAGGA", "#PROGRAM", "#SIETYP", "#FORMAT"]
        .iter()
        .any(|tag| line.starts_with(tag))
    {
        Some(Err("SIE"))
    } else if text.starts_with("{1:") || is_swift_tag(line) || begins_soon(text, ":20:") {
        Some(Ok(Format::Mt940))
    } else if text.starts_with("UNA:") || text.starts_with("UNB+") {
        Some(Err("EDIFACT (CREMUL)"))
    } else {
        None
    }
}

/// Whether a line goes on with the next record of 90 characters behind a header: Finnish files may have no lines.
fn is_cut_by_nothing(line: &str) -> bool {
    let mut behind = line.chars().skip(32);
    let is_blank = behind.by_ref().take(58).all(|c| c == ' ');
    is_blank && matches!(behind.next(), Some('0' | '3' | '5' | '7' | '9'))
}

/// Whether one of the first lines begins so: some banks put their own name and the kind of message in front.
fn begins_soon(text: &str, tag: &str) -> bool {
    text.lines().take(6).any(|line| line.starts_with(tag))
}

/// `:20:`, `:60F:` or `:940:` at the beginning of a line.
fn is_swift_tag(line: &str) -> bool {
    let tag = line.strip_prefix(':').and_then(|rest| rest.split_once(':'));
    tag.is_some_and(|(tag, _)| starts_with_digits(tag, 2) && tag.len() <= 3)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::Progress;

    fn told(bytes: impl AsRef<[u8]>) -> Result<Format, Problem> {
        sniff(&Source::from_reader(bytes.as_ref(), &Progress::default()).unwrap())
    }

    #[test]
    fn lists_are_told_by_their_columns_in_any_language() {
        for (text, format) in [
            ("customer_no,name,email\n", Format::Customers),
            ("Kundenr;Navn;Poststed\n", Format::Customers),
            ("Asiakasnro\tNimi\tPostinumero\n", Format::Customers),
            (
                "invoice_no,customer_no,issue_date,due_date,amount,currency\n",
                Format::Invoices,
            ),
            (
                "\u{feff}Kundenr;Navn;Fakturanr;Fakturadato;Forfallsdato;Beløp;Restbeløp;KID\r\n",
                Format::Invoices,
            ),
            (
                "Fakturanr;Kundnr;Fakturadatum;Förfallodatum;Belopp;Saldo\n",
                Format::Invoices,
            ),
            (
                "Laskunro;Asiakasnro;Laskupäivä;Eräpäivä;Summa\n",
                Format::Invoices,
            ),
            (
                "sep=;\nFakturanr;Kundenr;Fakturadato;Forfaldsdato;Beløb\n",
                Format::Invoices,
            ),
            (
                "payment_id,booking_date,amount,currency,kid,text\n",
                Format::Payments,
            ),
            ("Dato;Beløp;KID\n", Format::Payments),
            ("Kirjauspäivä;Määrä;Viite\n", Format::Payments),
            ("invoice_no;customer_no;date\n", Format::Invoices),
        ] {
            assert_eq!(told(text), Ok(format), "{text}");
        }
        assert_eq!(
            told(b"Fakturanr;Kundnr;F\xf6rfallodatum\n"),
            Ok(Format::Invoices)
        );
    }

    #[test]
    fn bank_files_are_told_by_their_first_record() {
        for (bytes, format) in [
            (b"01BGMAX               01".as_slice(), Format::BgMax),
            (b"00900800040525BANKGIROT", Format::BankgirotOcr),
            (b"<?xml version='1.0'?><Document xmlns='urn:iso:std:iso:20022:tech:xsd:camt.053.001.02'>", Format::Camt053),
            (b"<n:Document><n:BkToCstmrDbtCdtNtfctn>", Format::Camt054),
            (b"<Document xmlns='urn:iso:std:iso:20022:tech:xsd:camt.053.001.02'><BkToCstmrDbtCdtNtfctn>", Format::Camt054),
            (b"<Document><BkToCstmrAcctRpt>", Format::Camt052),
            (b"{1:F01", Format::Mt940),
            (b":20:STARTUMS", Format::Mt940),
            (b"\x01{1:F01", Format::Mt940),
            (b"ABNANL2A\r\n940\r\nABNANL2A\r\n:20:1\r\n", Format::Mt940),
            (b":60F:C020101EUR1,", Format::Mt940),
            ("Dato;Tekst;Beløb;Saldo\n".as_bytes(), Format::BankCsv),
            ("Dato;Beskrivelse;Rentedato;Inn;Ut;Til konto;\n".as_bytes(), Format::BankCsv),
            // A running balance makes a statement, whatever else it has.
            ("Kirjauspäivä;Määrä;Viite;Saldo\n".as_bytes(), Format::BankCsv),
            ("Buchungstag;Betrag;IBAN\n".as_bytes(), Format::BankCsv),
        ] {
            assert_eq!(told(bytes), Ok(format));
        }
        let ktl = format!("{:<90}\r\n", "02605171200410000000000");
        assert_eq!(told(&ktl), Ok(Format::Ktl));
        let without_lines = format!("{}3{}", ktl.trim_end_matches("\r\n"), "1".repeat(89));
        assert_eq!(told(without_lines), Ok(Format::Ktl));
    }

    #[test]
    fn what_is_read_later_is_named() {
        for (bytes, name) in [
            (
                b"T003221000000".as_slice(),
                "Finnish account statement (TITO)",
            ),
            (
                b"<q:Invoice xmlns:q='urn:oasis:names:specification:ubl:schema:xsd:Invoice-2'>",
                "UBL invoice (Peppol, EHF)",
            ),
            (b"<catalog/>", "XML file"),
            (b"#FLAGGA 0\r\n", "SIE"),
            (b"PK\x03\x04..camt.xml", "zip archive"),
            (
                b"PK\x03\x04..[Content_Types].xml..xl/workbook",
                "Excel workbook (xlsx)",
            ),
            (b"%PDF-1.7", "PDF document"),
            (b"UNA:+.? 'UNB+UNOC", "EDIFACT (CREMUL)"),
        ] {
            assert_eq!(told(bytes), Err(later(name)));
        }
    }

    #[test]
    fn what_is_nothing_is_said() {
        assert_eq!(told(""), Err(Problem::Empty));
        assert_eq!(told("\u{feff} \r\n\u{1a}"), Err(Problem::Empty));
        for page in [
            "<!DOCTYPE HTML><html>",
            "\n<html lang='nb'>",
            "<!-- x --><html>",
        ] {
            assert_eq!(told(page), Err(Problem::WebPage), "{page}");
        }
        for text in ["hello", "NYKUNDE;x", "\0\0\0\0", "a letter, of one line"] {
            assert_eq!(told(text), Err(Problem::UnknownFormat), "{text}");
        }
    }

    #[test]
    fn a_table_of_which_nothing_is_sure_is_to_be_mapped() {
        for (text, columns) in [
            ("a;b;c\n1;2;3\n", "a, b, c"),
            // Two columns could be the day, or the amount.
            (
                "Datum;Transaktionsdatum;Belopp\n2026-01-01;2026-01-02;5,00\n",
                "Datum, Transaktionsdatum, Belopp",
            ),
            (
                "Date,Text,Amount,Amount (EUR)\n2026-01-01,x,1.00,2.00\n",
                "Date, Text, Amount, Amount (EUR)",
            ),
            (
                "Fakturanr;Dato;Beløp\n1;01.02.2026;5,00\n",
                "Fakturanr, Dato, Beløp",
            ),
        ] {
            let columns = columns.to_owned();
            assert_eq!(told(text), Err(Problem::UnknownTable { columns }), "{text}");
        }
    }
}
