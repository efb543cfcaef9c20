//! The golden letters on paper. With `LETTERS_TO` the pages are left there to be looked at.

use std::fs;
use std::path::Path;

use reskontra::domain::content::{AtAgency, LetterContent, NextStep, Purpose};
use reskontra::domain::customer::CustomerKind;
use reskontra::domain::date::Date;
use reskontra::domain::document::ItemClass;
use reskontra::domain::letter::{ChargeKind, LetterKind};
use reskontra::domain::money::Minor;
use reskontra::domain::sheet::{Block, Sheet};
use reskontra::letters::pdf::{House, Press};
use reskontra::letters::{Language, Templates, samples, statement};

use super::golden::LAWS;
use super::shipped;

/// A sheet with the name of its file.
pub type Named = (String, Sheet);

fn named(name: &str, letter: &LetterContent, language: Language) -> Named {
    let name = format!("{}-{name}-{}", letter.law, language.tag());
    (name, shipped(letter))
}

/// Each kind under each law, to a business and to a consumer; and all that a letter may have to carry.
fn letters() -> Vec<Named> {
    let mut all = Vec::new();
    for (law, language) in LAWS {
        for kind in LetterKind::ALL {
            let letter = samples::letter(language, kind, law);
            all.push(named(kind.name(), &letter, language));
            let name = format!("consumer-{}", kind.name());
            all.push(named(&name, &to_a_consumer(letter), language));
        }
        let notice = samples::letter(language, LetterKind::Notice, law);
        all.push(named("forty", &forty(notice.clone()), language));
        all.push(named("laden", &laden(notice.clone()), language));
        all.push(named("bare", &bare(notice), language));
    }
    all
}

/// Each law in the languages that its letters seldom go out in, of the kinds that laws give their names.
fn letters_abroad() -> Vec<Named> {
    let mut all = Vec::new();
    for law in ["no", "se", "dk", "fi", "eu"] {
        for language in Language::ALL {
            if LAWS.contains(&(law, language)) {
                continue;
            }
            for kind in [LetterKind::Notice, LetterKind::Demand] {
                let mut letter = samples::letter(language, kind, law);
                "GB".clone_into(&mut letter.recipient.country);
                letter.company.accounts.rotate_right(1);
                all.push(named(kind.name(), &letter, language));
            }
        }
    }
    all
}

fn to_a_consumer(mut letter: LetterContent) -> LetterContent {
    letter.recipient.kind = CustomerKind::Consumer;
    "Kari Åsnes".clone_into(&mut letter.recipient.name);
    "friendly".clone_into(&mut letter.tone);
    letter.lines.truncate(1);
    // No law here gives anything for compensation from a consumer.
    letter
        .charges
        .retain(|charge| charge.kind != ChargeKind::Compensation);
    samples::summed(letter)
}

/// Forty invoices with a credit note among them.
fn forty(mut letter: LetterContent) -> LetterContent {
    let invoice = letter.lines[0].clone();
    let mut credit = invoice.clone();
    letter.lines = (0..40)
        .map(|n| {
            let mut line = invoice.clone();
            line.number = format!("{}", 20_000 + n);
            line
        })
        .collect();
    "K-118".clone_into(&mut credit.number);
    credit.class = ItemClass::Credit;
    credit.amount = Minor(-12_500);
    credit.invoiced = Minor(12_500);
    (credit.settled, credit.held) = (Minor(0), Minor(0));
    letter.lines.push(credit);
    samples::summed(letter)
}

/// A letter that carries all that one may have to: charges of earlier letters, an amount that is held out, a credit and unplaced money, in a firm tone.
pub fn laden(mut letter: LetterContent) -> LetterContent {
    let mut held = letter.lines[1].clone();
    "1003-2026/HOVEDKONTOR".clone_into(&mut held.number);
    held.held = Minor(180_050);
    held.amount = held.invoiced - held.settled - held.held;
    let mut unapplied = letter.lines[2].clone();
    unapplied.class = ItemClass::Receipt;
    "R31".clone_into(&mut unapplied.number);
    let law = letter.law.clone();
    letter.lines.insert(2, held);
    letter.lines.extend([
        unapplied,
        samples::earlier_fee(&law),
        samples::earlier_interest(&law),
    ]);
    "firm".clone_into(&mut letter.tone);
    letter.next = Some(NextStep::Letter(LetterKind::Demand));
    let name = "Fjellheim Drift og Eiendomsforvaltning Vestland AS, avdeling Sogn";
    name.clone_into(&mut letter.recipient.name);
    letter.recipient.street =
        Some("c/o Regnskapshuset Vest, Fjellveien 7\nPostboks 118".to_owned());
    samples::summed(letter)
}

/// No reference, no telephone, no e-mail, no agency named, one invoice without charges.
fn bare(mut letter: LetterContent) -> LetterContent {
    letter.reference = None;
    letter.company.phone = None;
    letter.company.email = None;
    letter.company.web = None;
    letter.next = Some(NextStep::HandOver(None));
    letter.lines.truncate(1);
    letter.charges.clear();
    samples::summed(letter)
}

/// Statements of each purpose: plain, to a consumer, and with what is disputed and what an agency collects.
pub fn statements() -> Vec<Named> {
    let mut all = Vec::new();
    let mut add = |name: String, content| {
        let sheet = statement(&content, &Templates::shipped()).unwrap();
        all.push((name, sheet));
    };
    for language in Language::ALL {
        let tag = language.tag();
        for (name, purpose) in [
            ("open", Purpose::Open),
            ("activity", Purpose::Activity),
            ("confirmation", Purpose::Confirmation),
        ] {
            let plain = samples::statement(language, purpose);
            let mut parted = plain.clone();
            parted.entries[1].disputed = Minor(480_050);
            parted.entries[0].agency = Some(AtAgency {
                name: "Trygg Inkasso AS".to_owned(),
                case_number: Some("26-4711".to_owned()),
            });
            parted.disputed = Minor(480_050);
            parted.at_agency = Minor(1_000_000);
            if purpose != Purpose::Confirmation {
                let mut consumer = plain.clone();
                consumer.recipient.kind = CustomerKind::Consumer;
                "Kari Åsnes".clone_into(&mut consumer.recipient.name);
                add(format!("statement-{name}-consumer-{tag}"), consumer);
            }
            add(format!("statement-{name}-parted-{tag}"), parted);
            add(format!("statement-{name}-{tag}"), plain);
        }
    }
    all
}

/// Blanks are where lines happen to end.
fn run_on(text: &str) -> String {
    text.split_whitespace().collect()
}

#[test]
fn every_golden_letter_says_on_paper_what_it_says() {
    let day = Date::from_ymd_opt(2026, 11, 22).unwrap();
    let kept = std::env::var_os("LETTERS_TO");
    let keep = |name: &str, pdf: &[u8]| {
        if let Some(folder) = &kept {
            fs::write(Path::new(folder).join(format!("{name}.pdf")), pdf).unwrap();
        }
    };
    let mut press = Press::new(&House::default()).unwrap();
    let all = [letters(), letters_abroad(), statements()].concat();
    for (name, sheet) in &all {
        let pdf = press.letter(sheet, day).unwrap();
        let pages = pdf_extract::extract_text_from_mem_by_pages(&pdf).unwrap();
        let most = if name.contains("forty") { 3 } else { 2 };
        assert!(pages.len() <= most, "{name}: {} pages", pages.len());
        let on_paper = run_on(&pages.concat());
        for block in &sheet.blocks {
            let (Block::Text(text) | Block::Heading(text)) = block else {
                continue;
            };
            // A page may end between two words of it.
            for part in text.split_whitespace() {
                assert!(on_paper.contains(part), "{name}: {part}");
            }
        }
        keep(name, &pdf);
    }
    let mut batch = press.batch().unwrap();
    for (_, sheet) in all.iter().take(5) {
        batch.add(sheet).unwrap();
    }
    keep(
        "print-batch",
        &batch.finish("Påminnelser", "nb", day).unwrap(),
    );
}

#[test]
fn a_letter_says_nothing_twice() {
    for (name, sheet) in [letters(), letters_abroad(), statements()].concat() {
        let said = sheet.blocks.iter().filter_map(|block| match block {
            Block::Text(text) | Block::Heading(text) => Some(text.as_str()),
            Block::Table(_) | Block::Payment(_) => None,
        });
        let said = said.collect::<Vec<_>>().join("\n");
        for way in ["22\u{a0}00\u{a0}11\u{a0}22", "regnskap@example.com"] {
            assert!(said.matches(way).count() <= 1, "{name}: {way} in {said}");
        }
    }
}
