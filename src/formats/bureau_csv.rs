//! What a credit bureau's monitoring reports, as delimited text: who, what happened, when, the new class; headers and
//! words in any order and in five languages.

use std::ops::ControlFlow;

use encoding_rs::WINDOWS_1252;

use super::cells::name::{is_named, normal};
use super::cells::{Cells, Columns, Field, Names};
use super::clean::excerpt;
use super::head::SEPARATORS;
use super::list::{each_row, head_of, header, is_whole, separator};
use super::source::Source;
use super::table::Table;
use super::{Sink, Summary};
use crate::domain::intake::{Fault, NoticeRow, Placed, Problem, Row};
use crate::domain::record::NoticeKind;

/// The longest class and text, in characters.
const LONGEST_CLASS: usize = 40;
const LONGEST_TEXT: usize = 500;

const fn names(
    field: Field,
    clear: &'static [&'static str],
    weak: &'static [&'static str],
) -> Names {
    Names { field, clear, weak }
}

#[rustfmt::skip]
const NAMES: &[Names] = &[
    names(Field::Event, &["event", "event type", "monitoring event", "change", "change type", "alert", "Hendelse",
        "Hendelsestype", "Endring", "Endringstype", "Varsel", "Varseltype", "Händelse", "Händelsetyp", "Ändring",
        "Ändringstyp", "Bevakningshändelse", "Larm", "Hændelse", "Hændelsestype", "Ændring", "Ændringstype",
        "Overvågningshændelse", "Tapahtuma", "Tapahtumalaji", "Muutos", "Muutoslaji", "Hälytys"], &[]),
    names(Field::OrgNo, &["org_no", "org number", "organisation number", "organization number", "organisation no",
        "organization no", "company number", "company registration number", "registration number", "business id",
        "Orgnr", "Organisasjonsnr", "Organisasjonsnummer", "Org nummer", "Foretaksnummer", "Organisationsnr",
        "Organisationsnummer", "Org.nr/Personnr", "Person-/orgnr", "Personnr/Orgnr", "CVR", "CVR-nr", "CVR-nummer",
        "Y-tunnus", "Yritystunnus", "FO-nummer"], &[]),
    names(Field::CustomerNo, &["customer_no", "customer number", "customer nr", "customer id", "customer reference",
        "your reference", "Kundenr", "Kundenummer", "Kunde nr", "Kundereferanse", "Deres referanse", "Kundnr",
        "Kundnummer", "Kund nr", "Kundreferens", "Er referens", "Kundereference", "Debitornr", "Debitornummer",
        "Asiakasnro", "Asiakasnumero", "Asiakas nro", "Viitteenne"], &[]),
    names(Field::BookingDate, &["event_date", "event date", "date of event", "registration date", "Hendelsesdato",
        "Registreringsdato", "Endringsdato", "Händelsedatum", "Registreringsdatum", "Ändringsdatum", "Hændelsesdato",
        "Ændringsdato", "Tapahtumapäivä", "Muutospäivä", "Rekisteröintipäivä"], &["date", "Dato", "Datum", "Pvm",
        "Päivä", "Päivämäärä", "Päiväys"]),
    names(Field::RiskClass, &["new_class", "new class", "new rating", "new risk class", "new credit rating",
        "Ny klasse", "Ny rating", "Ny risikoklasse", "Ny kredittrating", "Ny kredittvurdering", "Ny klass",
        "Ny riskklass", "Ny kreditvärdering", "Nytt betyg", "Nytt kreditbetyg", "Ny kreditvurdering", "Uusi luokka",
        "Uusi riskiluokka", "Uusi luottoluokka", "Uusi luokitus", "Uusi luottoluokitus"], &["class", "rating",
        "risk class", "credit rating", "Klasse", "Risikoklasse", "Kredittrating", "Klass", "Riskklass", "Kreditbetyg",
        "Kreditvurdering", "Luokka", "Riskiluokka", "Luottoluokka", "Luottoluokitus"]),
    names(Field::Name, &["name", "company name", "Navn", "Firmanavn", "Foretaksnavn", "Namn", "Företagsnamn",
        "Virksomhedsnavn", "Nimi", "Yrityksen nimi"], &["company", "Firma", "Foretak", "Företag", "Virksomhed",
        "Yritys"]),
    names(Field::Text, &["note", "text", "comment", "details", "Merknad", "Kommentar", "Tekst", "Detaljer",
        "Anmärkning", "Bemærkning", "Huomautus", "Selite", "Lisätieto"], &["description", "Beskrivelse", "Beskrivning",
        "Kuvaus"]),
];

#[rustfmt::skip]
const EVENTS: &[(NoticeKind, &[&str])] = &[
    (NoticeKind::NewClass, &["new_class", "new class", "class", "class change", "rating", "rating change", "new rating",
        "risk class", "upgrade", "downgrade", "Ny klasse", "Ny rating", "Endret rating", "Ratingendring",
        "Endret klasse", "Ny risikoklasse", "Klasseendring", "Ny kredittvurdering", "Ny klass", "Ny riskklass",
        "Ändrad riskklass", "Ändrad rating", "Ratingändring", "Klassändring", "Nytt kreditbetyg", "Ændret rating",
        "Ratingændring", "Ny kreditvurdering", "Uusi luokka", "Luokan muutos", "Luokitusmuutos", "Uusi luokitus",
        "Uusi luottoluokka", "Luottoluokituksen muutos"]),
    (NoticeKind::Default, &["default", "payment default", "payment remark", "payment incident", "judgment",
        "judgement", "distraint", "Betalingsanmerkning", "Betalingsmislighold", "Mislighold", "Utlegg",
        "Intet til utlegg", "Dom", "Betalningsanmärkning", "Utmätning", "Utmätningsförsök", "Betalningsföreläggande",
        "Betalingsanmærkning", "RKI", "RKI-registrering", "Udlæg", "Maksuhäiriö", "Maksuhäiriömerkintä", "Ulosotto"]),
    (NoticeKind::Bankruptcy, &["bankruptcy", "bankrupt", "insolvency", "insolvent", "Konkurs", "Konkurs åpnet",
        "Konkursåpning", "Konkurs inledd", "Konkursbeslut", "Konkursdekret", "Under konkurs", "Konkurssi",
        "Asetettu konkurssiin", "Konkurssiin asetettu"]),
    (NoticeKind::Other, &["other", "Annet", "Övrigt", "Andet", "Muu"]),
];

/// Parts of words by which a bureau's own wording is told. What calls something off, or only asks for it, comes first:
/// it is not what it speaks of.
const CALLED_OFF: [&str; 14] = [
    "slett",
    "oppgjort",
    "opphev",
    "avslut",
    "tilbakekalt",
    "raderad",
    "upphav",
    "aterkallad",
    "slettet",
    "ophaev",
    "removed",
    "withdrawn",
    "annulled",
    "poistettu",
];
const BANKRUPT: [&str; 3] = ["konkurs", "bankrupt", "insolven"];
const ASKED_FOR: [&str; 6] = [
    "begjaer", "begaer", "ansok", "petition", "hakemus", "varsel",
];
const IN_DEFAULT: [&str; 12] = [
    "anmerkning",
    "anmarkning",
    "anmaerkning",
    "mislighold",
    "utlegg",
    "utmatning",
    "udlaeg",
    "maksuhairio",
    "ulosot",
    "default",
    "distraint",
    "judgment",
];

/// Whether a text is the beginning of such a file: it says what happened, when, and to whom.
pub fn recognise(beginning: &str) -> bool {
    let mut heads = SEPARATORS
        .into_iter()
        .filter_map(|separator| head_of(beginning, separator));
    heads.any(|head| {
        let columns = Columns::assign(&head, NAMES);
        let has = |field| columns.at(field).is_some();
        has(Field::Event)
            && has(Field::BookingDate)
            && (has(Field::OrgNo) || has(Field::CustomerNo))
    })
}

/// Reads a file to its end, or until the sink has had enough.
pub fn read(source: &Source, sink: &mut dyn Sink) -> Result<Summary, Fault> {
    let separator = separator(&source.head_text(WINDOWS_1252), NAMES);
    let mut table = Table::new(source.text(WINDOWS_1252)?, separator);
    let header = header(&mut table)?;
    let columns = Columns::read(&header, NAMES, &[Field::Event, Field::BookingDate])
        .map_err(|problem| Fault::at(header.line(), problem))?;
    if columns.at(Field::OrgNo).is_none() && columns.at(Field::CustomerNo).is_none() {
        let column = "org_no".to_owned();
        return Err(Fault::at(header.line(), Problem::MissingColumn { column }));
    }
    let mut summary = Summary::default();
    let rows = &mut summary.rows;
    let stopped = each_row(
        table,
        &columns,
        |cells| (row(cells), None),
        |read, problems| {
            let mut flow = ControlFlow::Continue(());
            if let Some(notice) = read.row {
                *rows += 1;
                flow = sink.row(Placed {
                    line: read.line,
                    row: Row::Notice(notice),
                });
            }
            for problem in problems.drain(..) {
                if flow.is_continue() {
                    flow = sink.fault(Fault::at(read.line, problem));
                }
            }
            Ok(flow)
        },
    )?;
    summary.stopped = stopped;
    Ok(summary)
}

fn row(cells: &mut Cells<'_>) -> Option<NoticeRow> {
    if !is_whole(cells) {
        return None;
    }
    let org_no = cells.number(Field::OrgNo);
    let customer_number = cells.number(Field::CustomerNo);
    let on = cells.needed_date(Field::BookingDate);
    let class = cells.text(Field::RiskClass);
    let event = cells.text(Field::Event);
    let text = cells.text(Field::Text);
    let whose = if cells.columns.at(Field::OrgNo).is_some() {
        Field::OrgNo
    } else {
        Field::CustomerNo
    };
    if org_no.is_none() && customer_number.is_none() && cells.problems.is_empty() {
        missing(cells, whose);
    }
    let notice = match &event {
        Some(event) => kind(event),
        None if class.is_some() => NoticeKind::NewClass,
        None => {
            missing(cells, Field::Event);
            NoticeKind::Other
        }
    };
    if notice == NoticeKind::NewClass && class.is_none() {
        match cells.columns.at(Field::RiskClass) {
            Some(_) => missing(cells, Field::RiskClass),
            None => cells.problems.push(Problem::MissingColumn {
                column: "new_class".to_owned(),
            }),
        }
    }
    limited(cells, Field::RiskClass, class.as_deref(), LONGEST_CLASS);
    // A bureau's own wording is kept beside what it was taken for.
    let said = [event, text].into_iter().flatten().collect::<Vec<_>>();
    let said = said.join(": ");
    limited(cells, Field::Event, Some(&said), LONGEST_TEXT);
    if !cells.problems.is_empty() {
        return None;
    }
    Some(NoticeRow {
        org_no,
        customer_number,
        on: on?,
        notice,
        class,
        text: said,
    })
}

/// What an event is: by its whole name, else by what its words speak of.
fn kind(event: &str) -> NoticeKind {
    let event = normal(event);
    let mut whole = EVENTS.iter();
    let whole = whole.find(|(_, names)| names.iter().any(|name| is_named(&event, name)));
    if let Some((kind, _)) = whole {
        return *kind;
    }
    let speaks_of = |parts: &[&str]| parts.iter().any(|part| event.contains(part));
    if speaks_of(&CALLED_OFF) {
        NoticeKind::Other
    } else if speaks_of(&BANKRUPT) && !speaks_of(&ASKED_FOR) {
        NoticeKind::Bankruptcy
    } else if speaks_of(&BANKRUPT) || speaks_of(&IN_DEFAULT) {
        // Who is asked to be made bankrupt has not paid.
        NoticeKind::Default
    } else {
        NoticeKind::Other
    }
}

fn missing(cells: &mut Cells<'_>, field: Field) {
    let field = cells.name(field);
    cells.problems.push(Problem::MissingValue { field });
}

fn limited(cells: &mut Cells<'_>, field: Field, text: Option<&str>, limit: usize) {
    if text.is_some_and(|text| text.chars().count() > limit) {
        let field = excerpt(&cells.name(field));
        let limit = limit as u64;
        cells.problems.push(Problem::ValueTooLong { field, limit });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::date::Date;
    use crate::formats::{Format, Progress, sniff};
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    #[derive(Default)]
    struct Heard {
        rows: Vec<(u64, NoticeRow)>,
        faults: Vec<Fault>,
    }

    impl Sink for Heard {
        fn row(&mut self, placed: Placed) -> ControlFlow<()> {
            if let Row::Notice(row) = placed.row {
                self.rows.push((placed.line, row));
            }
            ControlFlow::Continue(())
        }

        fn fault(&mut self, fault: Fault) -> ControlFlow<()> {
            self.faults.push(fault);
            ControlFlow::Continue(())
        }
    }

    fn told(bytes: &[u8]) -> Result<Heard, Fault> {
        let source = Source::from_reader(bytes, &Progress::default())?;
        let mut heard = Heard::default();
        read(&source, &mut heard)?;
        Ok(heard)
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
        let mut seen = BTreeMap::new();
        for (kind, names) in EVENTS {
            for name in *names {
                let before = seen.insert(normal(name), *kind);
                assert!(before.is_none_or(|before| before == *kind), "{name}");
            }
        }
    }

    #[test]
    fn bureaus_write_in_their_own_language() {
        for text in [
            "org_no,event,date,new_class\n937219997,new class,2026-11-02,C\n",
            "Orgnr;Navn;Hendelse;Dato;Ny rating\n937219997;Bygg AS;Ratingendring;02.11.2026;C\n",
            "sep=;\nNy riskklass;Organisationsnummer;Händelse;Datum\nC;937219997;Ändrad riskklass;2026-11-02\n",
            "CVR-nr\tHændelse\tDato\tNy kreditvurdering\n937219997\tÆndret rating\t02-11-2026\tC\n",
            "Y-tunnus;Tapahtuma;Pvm;Uusi luokitus\n937219997;Luokitusmuutos;2.11.2026;C\n",
        ] {
            let source = Source::from_reader(text.as_bytes(), &Progress::default()).unwrap();
            assert_eq!(sniff(&source), Ok(Format::Bureau), "{text}");
            let heard = told(text.as_bytes()).unwrap();
            assert_eq!(heard.faults, [], "{text}");
            let [(_, row)] = &heard.rows[..] else {
                panic!("{text}");
            };
            assert_eq!(row.org_no.as_deref(), Some("937219997"));
            assert_eq!(row.on, Date::from_ymd_opt(2026, 11, 2).unwrap());
            assert_eq!(
                (row.notice, row.class.as_deref()),
                (NoticeKind::NewClass, Some("C"))
            );
        }
        // The same in the letters of an old Windows.
        let old = b"Organisationsnummer;H\xe4ndelse;Datum\n5560360793;Betalningsanm\xe4rkning;2026-11-02\n";
        let heard = told(old).unwrap();
        assert_eq!(heard.rows[0].1.notice, NoticeKind::Default);
    }

    #[test]
    fn an_event_is_what_it_speaks_of() {
        for (event, kind) in [
            ("KONKURS", NoticeKind::Bankruptcy),
            ("Konkurs inledd 2026-11-01", NoticeKind::Bankruptcy),
            ("Konkursåpning, Oslo tingrett", NoticeKind::Bankruptcy),
            ("Konkursansökan", NoticeKind::Default),
            ("Konkursbegjæring innkommet", NoticeKind::Default),
            ("Konkurs avslutad", NoticeKind::Other),
            ("Ny betalingsanmerkning registrert", NoticeKind::Default),
            ("Betalingsanmerkning slettet", NoticeKind::Other),
            ("Maksuhäiriömerkintä", NoticeKind::Default),
            ("New board member", NoticeKind::Other),
        ] {
            assert_eq!(super::kind(event), kind, "{event}");
        }
    }

    #[test]
    fn a_row_that_is_wrong_is_named_by_its_line_and_the_rest_is_read() {
        let text = "org_no,event,date,new_class\n\
                    ,bankruptcy,2026-11-02,\n\
                    937219997,new class,2026-11-02,\n\
                    937219997,bankruptcy,soon,\n\
                    937219997\n\
                    937219997,bankruptcy,2026-11-03,\n";
        let heard = told(text.as_bytes()).unwrap();
        let lines: Vec<_> = heard.faults.iter().map(|fault| fault.line).collect();
        assert_eq!(lines, [Some(2), Some(3), Some(4), Some(5)]);
        assert_eq!(heard.rows.len(), 1);
        assert_eq!(heard.rows[0].0, 6);
    }

    proptest! {
        #[test]
        fn nothing_that_a_file_says_breaks_the_reading(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            let mut text = b"org_no;event;date;new_class\n".to_vec();
            text.extend(bytes);
            let _ = told(&text);
        }
    }
}
