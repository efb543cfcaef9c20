//! What every reader owes to any bytes: an answer. Rows in which nothing can harm, faults that can be told, no more
//! of either than the bytes can hold, and the same again the next time. Shared with the fuzz targets.

use std::ops::ControlFlow;

use reskontra::domain::intake::{CustomerRow, Fault, InvoiceRow, PaymentRow, Placed, Row};
use reskontra::domain::money::Currency;
use reskontra::domain::receipt::Details;
use reskontra::formats::clean::clean;
use reskontra::formats::mapping::Mapping;
use reskontra::formats::{Format, Progress, Sink, Source, Summary, read_mapped, sniff_mapped};
use reskontra::text::locale::Locale;
use reskontra::text::sentence::blanks;
use rust_decimal::Decimal;

/// The longest sentence that a fault may become: a terminal shows it, not a file.
const LONGEST_SENTENCE: usize = 4_000;

/// A sink that looks at all it gets.
struct Judge<'a> {
    source: &'a Source,
    locale: &'a Locale,
    rows: u64,
    faults: u64,
    /// Rows and faults after which it has had enough.
    enough: u64,
    has_enough: bool,
}

impl Judge<'_> {
    fn count(&mut self) -> ControlFlow<()> {
        assert!(!self.has_enough, "a sink that had enough was sent more");
        // Bytes bound the rows: two for each are more than any format can say, and one account more than none.
        let most = 2 * self.source.bytes() + 2;
        assert!(self.rows + self.faults <= most, "more than the bytes hold");
        self.has_enough = self.rows + self.faults >= self.enough;
        if self.has_enough {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }

    fn line(&self, line: u64) {
        let most = self.source.bytes() + 1;
        assert!((1..=most).contains(&line), "line {line} of {most} bytes");
    }
}

impl Sink for Judge<'_> {
    fn row(&mut self, placed: Placed) -> ControlFlow<()> {
        self.rows += 1;
        self.line(placed.line);
        row_is_safe(&placed.row);
        self.count()
    }

    fn fault(&mut self, fault: Fault) -> ControlFlow<()> {
        self.faults += 1;
        if let Some(line) = fault.line {
            self.line(line);
        }
        is_told(self.locale, &fault);
        self.count()
    }
}

/// Tells the format of the bytes, reads them as what they are, and forces them on each of `formats`.
pub fn answer(bytes: &[u8], formats: &[Format], mappings: &[Mapping], locale: &Locale) {
    let source = Source::from_reader(bytes, &Progress::default()).unwrap();
    match sniff_mapped(&source, mappings) {
        Ok(format) if !formats.contains(&format) => read_as(&source, format, mappings, locale),
        Ok(_) => {}
        Err(problem) => is_told(locale, &Fault::file(problem)),
    }
    for format in formats {
        read_as(&source, *format, mappings, locale);
    }
}

/// Reads a source as a format: to its end, and as a sink that soon has enough.
pub fn read_as(source: &Source, format: Format, mappings: &[Mapping], locale: &Locale) {
    let pass = |enough: u64| {
        let mut judge = Judge {
            source,
            locale,
            rows: 0,
            faults: 0,
            enough,
            has_enough: false,
        };
        let told = read_mapped(source, format, mappings, Currency::NOK, &mut judge);
        match &told {
            Ok(summary) => summary_is_safe(summary, &judge),
            Err(fault) => is_told(locale, fault),
        }
        (told, judge.rows, judge.faults)
    };
    let whole = pass(u64::MAX);
    // A file is read twice when it is taken in: to see whether it is whole, and to take it.
    assert!(pass(u64::MAX) == whole, "read twice, answered twice");
    let (_, rows, faults) = pass(2);
    assert!(rows + faults <= 2);
}

fn summary_is_safe(summary: &Summary, judge: &Judge<'_>) {
    assert_eq!(summary.rows, judge.rows, "rows that the summary states");
    assert_eq!(summary.stopped, judge.has_enough);
    summary.transmission.iter().for_each(|text| says(text));
    assert!(summary.notes.len() <= 100);
    for note in &summary.notes {
        is_told(judge.locale, note);
    }
}

/// Whether a fault becomes a sentence that has no holes and cannot steer a terminal.
pub fn is_told(locale: &Locale, fault: &Fault) {
    let facts = serde_json::to_value(&fault.problem).unwrap();
    let key = format!("problem.{}", facts["key"].as_str().unwrap());
    assert_ne!(locale.text(&key), key, "no sentence");
    for blank in blanks(locale.text(&key)) {
        assert!(!facts[blank].is_null(), "{key} has no {blank}");
    }
    for (name, fact) in facts.as_object().unwrap() {
        let text = fact.as_str().unwrap_or_default();
        assert_eq!(clean(text), text, "{name} of {key}");
    }
    let sentence = locale.tell("problem", &fault.problem);
    is_clean(&sentence);
    assert!(
        !sentence.is_empty() && sentence.len() <= LONGEST_SENTENCE,
        "{key}: {} bytes",
        sentence.len()
    );
}

fn is_clean(text: &str) {
    assert_eq!(clean(text), text, "a text that was not cleaned");
}

/// A text that a row has says something: blank is not known.
fn says(text: &str) {
    is_clean(text);
    assert!(!text.trim().is_empty(), "a text that says nothing");
}

fn row_is_safe(row: &Row) {
    match row {
        Row::Customer(row) => customer_is_safe(row),
        Row::Invoice(row) => invoice_is_safe(row),
        Row::Payment(row) => payment_is_safe(row),
        Row::Other(row) => payment_is_safe(&row.payment),
        Row::Statement(row) => {
            row.accounts.iter().chain(&row.number).for_each(|text| {
                says(text);
            });
        }
        Row::Notice(row) => {
            let texts = [&row.org_no, &row.customer_number, &row.class];
            texts.into_iter().flatten().for_each(|text| says(text));
            says(&row.text);
        }
    }
}

fn customer_is_safe(row: &CustomerRow) {
    let texts = [
        &row.org_no,
        &row.country,
        &row.language,
        &row.email,
        &row.phone,
        &row.account,
        &row.risk_class,
        &row.street,
        &row.postcode,
        &row.city,
        &row.group,
        &row.channel,
    ];
    let texts = texts.into_iter().flatten();
    let notes = row.notes.iter().flat_map(|(name, note)| [name, note]);
    texts
        .chain([&row.number, &row.name])
        .for_each(|text| says(text));
    notes.for_each(|text| is_clean(text));
}

fn invoice_is_safe(row: &InvoiceRow) {
    let texts = [
        &row.reference,
        &row.order_ref,
        &row.contract_ref,
        &row.credits_invoice,
        &row.last_stage,
    ];
    let texts = texts.into_iter().flatten();
    let notes = row.notes.iter().flat_map(|(name, note)| [name, note]);
    let texts = texts.chain([&row.number, &row.customer_number]);
    texts.for_each(|text| says(text));
    notes.for_each(|text| is_clean(text));
}

fn payment_is_safe(row: &PaymentRow) {
    assert!(row.amount > Decimal::ZERO, "an amount of {}", row.amount);
    let texts = [
        &row.payment_id,
        &row.reference,
        &row.message,
        &row.payer_name,
        &row.payer_account,
        &row.bank_ref,
        &row.own_account,
        &row.batch,
        &row.form,
    ];
    texts.into_iter().flatten().for_each(|text| says(text));
    // The record as it was keeps its lines.
    let raw = row.raw.as_deref().unwrap_or_default();
    raw.split('\n').for_each(is_clean);
    details_are_safe(&row.details);
}

fn details_are_safe(details: &Details) {
    for part in &details.remittance {
        says(&part.number);
    }
    let texts = [&details.end_to_end, &details.payer_org_no, &details.reason];
    texts.into_iter().flatten().for_each(|text| says(text));
}
