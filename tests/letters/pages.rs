//! The golden letters on paper. With `LETTERS_TO` the pages are left there to be looked at.

use std::fs;
use std::path::Path;

use reskontra::domain::content::Purpose;
use reskontra::domain::date::Date;
use reskontra::domain::document::ItemClass;
use reskontra::domain::letter::LetterKind;
use reskontra::domain::money::Minor;
use reskontra::domain::sheet::{Block, Sheet};
use reskontra::letters::pdf::{House, Press};
use reskontra::letters::{Language, Templates, samples, statement};

use super::golden::LAWS;
use super::shipped;

/// Every golden letter and statement, a letter of forty invoices with a credit note among them.
fn all() -> Vec<(String, Sheet)> {
    let mut all = Vec::new();
    for (law, language) in LAWS {
        for kind in LetterKind::ALL {
            let name = format!("{law}-{}-{}", kind.name(), language.tag());
            all.push((name, shipped(&samples::letter(language, kind, law))));
        }
        let mut many = samples::letter(language, LetterKind::Notice, law);
        let invoice = many.lines[0].clone();
        let mut credit = invoice.clone();
        many.lines = (0..40)
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
        many.lines.push(credit);
        let name = format!("{law}-forty-{}", language.tag());
        all.push((name, shipped(&samples::summed(many))));
    }
    for language in Language::ALL {
        for (name, purpose) in [
            ("open", Purpose::Open),
            ("activity", Purpose::Activity),
            ("confirmation", Purpose::Confirmation),
        ] {
            let content = samples::statement(language, purpose);
            let sheet = statement(&content, &Templates::shipped()).unwrap();
            all.push((format!("statement-{name}-{}", language.tag()), sheet));
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
    let mut press = Press::new(&House::default()).unwrap();
    for (name, sheet) in all() {
        let pdf = press.letter(&sheet, day).unwrap();
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
        if let Some(folder) = &kept {
            fs::write(Path::new(folder).join(format!("{name}.pdf")), pdf).unwrap();
        }
    }
}
