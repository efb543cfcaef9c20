//! What an agency reports of its cases, as delimited text: case number, status, day; headers in any order and in five
//! languages.

use std::ops::ControlFlow;

use encoding_rs::WINDOWS_1252;
use rust_decimal::Decimal;

use super::cells::{Cells, Columns, Field, Names};
use super::list::{each_row, header, is_whole, separator};
use super::source::Source;
use super::table::Table;
use crate::domain::command::LONGEST_TEXT;
use crate::domain::date::Date;
use crate::domain::intake::{Fault, Problem};
use crate::domain::money::Currency;

/// Rows of one file: more cases than any agency reports at once.
pub const MOST_ROWS: usize = 100_000;

/// The longest status, in characters.
const LONGEST_STATUS: usize = 200;
/// A note as people may write it, with room for the amount that is put before it.
const LONGEST_NOTE: usize = LONGEST_TEXT - 50;

/// One report.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StatusRow {
    pub line: u64,
    pub case_number: String,
    /// The invoice that it is about; all of the case, if none is named.
    pub invoice: Option<String>,
    /// In the agency's own words.
    pub status: String,
    pub on: Date,
    pub amount: Option<(Decimal, Currency)>,
    pub text: Option<String>,
}

/// What a file says, and what is wrong with it.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Report {
    pub rows: Vec<StatusRow>,
    pub faults: Vec<Fault>,
}

#[rustfmt::skip]
const NAMES: &[Names] = &[
    names(Field::CaseNo, &["case_no", "case number", "case nr", "case id", "case", "file number", "dossier", "Saksnr",
        "Saksnummer", "Sak nr", "Sak", "Inkassosaksnr", "Inkassosak", "Ärendenr", "Ärendenummer", "Ärende", "Ärende-id",
        "Inkassoärende", "Målnr", "Sagsnr", "Sagsnummer", "Sag nr", "Sag", "Inkassosag", "Asianro", "Asianumero",
        "Asian numero", "Asia", "Toimeksiantonro", "Toimeksiantonumero", "Toimeksianto", "Perintätapaus"], &[]),
    names(Field::Status, &["status", "case status", "Saksstatus", "Sakstatus", "Ärendestatus", "Sagsstatus", "Tila",
        "Asian tila", "Tilanne"], &["state", "stage", "step", "Steg", "Trin", "Fase", "Fas", "Vaihe", "Toimenpide",
        "Åtgärd", "Tiltak"]),
    names(Field::BookingDate, &["status_date", "status date", "date of status", "Statusdato", "Statusdatum", "Tilapäivä",
        "Tilan päivä"], &["date", "Dato", "Datum", "Pvm", "Päivä", "Päivämäärä", "Päiväys", "updated", "Oppdatert",
        "Uppdaterad", "Opdateret", "Päivitetty"]),
    names(Field::InvoiceNo, &["invoice_no", "invoice number", "invoice nr", "Fakturanr", "Fakturanummer", "Faktura nr",
        "Laskunro", "Laskunumero", "Laskun numero"], &["invoice", "Faktura", "Lasku"]),
    names(Field::Amount, &["amount", "Beløp", "Belopp", "Beløb", "Määrä", "Summa"], &["balance", "outstanding",
        "remaining", "Restbeløp", "Restbelopp", "Restbeløb", "Saldo", "Avoinna", "paid", "Betalt", "Maksettu"]),
    names(Field::Currency, &["currency", "currency code", "Valuta", "Valutakode", "Valutakod", "Valuutta"], &[]),
    names(Field::Text, &["note", "text", "comment", "Merknad", "Kommentar", "Tekst", "Anmärkning", "Bemærkning",
        "Huomautus", "Kommentti", "Selite"], &["description", "message", "Melding", "Meddelande", "Beskrivelse",
        "Beskrivning", "Kuvaus", "Viesti"]),
];

const fn names(
    field: Field,
    clear: &'static [&'static str],
    weak: &'static [&'static str],
) -> Names {
    Names { field, clear, weak }
}

/// Reads a file to its end. A head that lacks a column is an error; what is wrong with a row is noted, and the next one
/// is read.
pub fn read(source: &Source, default_currency: Currency) -> Result<Report, Fault> {
    let separator = separator(&source.head_text(WINDOWS_1252), NAMES);
    let mut table = Table::new(source.text(WINDOWS_1252)?, separator);
    let header = header(&mut table)?;
    let needed = [Field::CaseNo, Field::Status, Field::BookingDate];
    let columns = Columns::read(&header, NAMES, &needed)
        .map_err(|problem| Fault::at(header.line(), problem))?;
    let mut report = Report::default();
    each_row(
        table,
        &columns,
        |cells| (row(cells, default_currency), None),
        |read, problems| {
            report.rows.extend(read.row);
            let faults = problems.drain(..);
            report
                .faults
                .extend(faults.map(|problem| Fault::at(read.line, problem)));
            if report.rows.len() + report.faults.len() > MOST_ROWS {
                let limit = MOST_ROWS as u64;
                return Err(Fault::file(Problem::TooManyRows { limit }));
            }
            Ok(ControlFlow::Continue(()))
        },
    )?;
    Ok(report)
}

fn row(cells: &mut Cells<'_>, default: Currency) -> Option<StatusRow> {
    if !is_whole(cells) {
        return None;
    }
    let mut last = default;
    let case_number = cells.needed_number(Field::CaseNo);
    let status = cells.needed_text(Field::Status);
    let on = cells.needed_date(Field::BookingDate);
    let invoice = cells.number(Field::InvoiceNo);
    let currency = cells.currency(default, &mut last);
    let amount = cells.amount(Field::Amount, currency.unwrap_or(default));
    let text = cells.text(Field::Text);
    for (field, text, limit) in [
        (Field::Status, &status, LONGEST_STATUS),
        (Field::Text, &text, LONGEST_NOTE),
    ] {
        let length = text.as_ref().map_or(0, |text| text.chars().count());
        if length > limit {
            cells.problems.push(Problem::ValueTooLong {
                field: cells.name(field),
                limit: limit as u64,
            });
        }
    }
    if !cells.problems.is_empty() {
        return None;
    }
    Some(StatusRow {
        line: cells.record.line(),
        case_number: case_number?,
        invoice,
        status: status?,
        on: on?,
        amount: amount.zip(currency),
        text,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::Progress;
    use crate::formats::cells::name::normal;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn told(text: &str) -> Result<Report, Fault> {
        let source = Source::from_reader(text.as_bytes(), &Progress::default())?;
        read(&source, Currency::NOK)
    }

    #[test]
    fn every_name_stands_for_one_field() {
        let mut seen = BTreeMap::new();
        for names in NAMES {
            for name in names.clear.iter().chain(names.weak) {
                let before = seen.insert(normal(name), names.field);
                assert!(before.is_none_or(|field| field == names.field), "{name}");
            }
        }
    }

    #[test]
    fn agencies_write_in_their_own_language() {
        for text in [
            "case_no,status,date,amount\nK-7,payment demand sent,2026-11-02,500.00\n",
            "Saksnr;Status;Dato;Beløp\nK-7;payment demand sent;02.11.2026;500,00\n",
            "sep=;\nBelopp;Ärendenr;Datum;Ärendestatus\n500,00;K-7;2026-11-02;payment demand sent\n",
            "Sagsnr\tTrin\tDato\tBeløb\nK-7\tpayment demand sent\t02-11-2026\t500,00\n",
            "Toimeksiantonro;Vaihe;Pvm;Summa\nK-7;payment demand sent;2.11.2026;500,00\n",
        ] {
            let report = told(text).unwrap();
            assert_eq!(report.faults, [], "{text}");
            let [row] = &report.rows[..] else {
                panic!("{text}: {report:?}");
            };
            assert_eq!(
                (&*row.case_number, &*row.status),
                ("K-7", "payment demand sent")
            );
            assert_eq!(row.on, Date::from_ymd_opt(2026, 11, 2).unwrap());
            assert_eq!(
                row.amount,
                Some((Decimal::new(50_000, 2), Currency::NOK)),
                "{text}"
            );
        }
    }

    #[test]
    fn a_row_that_is_wrong_is_named_by_its_line_and_the_rest_is_read() {
        let report = told(
            "case_no,status,date\nK-1,open,soon\nK-2,,2026-11-02\nK-3,open,2026-11-02\nK-4,open\n",
        )
        .unwrap();
        assert_eq!(report.rows.len(), 1);
        let lines: Vec<_> = report.faults.iter().map(|fault| fault.line).collect();
        assert_eq!(lines, [Some(2), Some(3), Some(5)]);
    }

    #[test]
    fn a_file_without_case_numbers_is_refused() {
        let fault = told("status,date\nopen,2026-11-02\n").unwrap_err();
        assert!(
            matches!(fault.problem, Problem::MissingColumn { .. }),
            "{fault:?}"
        );
        assert!(told("").is_err());
    }

    proptest! {
        #[test]
        fn any_bytes_are_answered(bytes in prop::collection::vec(any::<u8>(), 0..400), whole in any::<bool>()) {
            let head = if whole { &b"case_no;status;date\n"[..] } else { b"" };
            let bytes = [head, &bytes].concat();
            let source = Source::from_reader(&*bytes, &Progress::default()).unwrap();
            if let Ok(report) = read(&source, Currency::NOK) {
                for row in report.rows {
                    prop_assert!(!row.case_number.is_empty() && !row.status.is_empty());
                    prop_assert!(!row.status.chars().any(char::is_control));
                }
            }
        }
    }
}
