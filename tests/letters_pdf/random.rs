//! Any sheet becomes a PDF with all its words, or is refused: it never panics and never loses a cell.

use proptest::prelude::*;
use reskontra::domain::sheet::{Block, Column, Labelled, Row, Sender, Sheet, Side, Table, Weight};
use reskontra::letters::pdf::PdfFault;

use super::{day, holds_in_order, pages, press, run_on};

/// Letters of the alphabets here, figures, and now and then what should not be there.
fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => "[a-zåäöæøA-ZÅÄÖÆØ]{1,14}",
        3 => "[0-9]{1,3}(\u{a0}[0-9]{3}){0,3},[0-9]{2}",
        1 => "[!-~]{1,60}",
        1 => "[А-яΑ-ΡΣ-ωšžćőŧđŋâîûéèàü]{1,10}",
    ]
}

fn text(most: usize) -> impl Strategy<Value = String> {
    prop::collection::vec(word(), 0..most).prop_map(|words| words.join(" "))
}

fn pairs(most: usize) -> impl Strategy<Value = Vec<Labelled>> {
    let pair = (text(3), text(6)).prop_map(|(label, value)| Labelled { label, value });
    prop::collection::vec(pair, 0..most)
}

fn table() -> impl Strategy<Value = Table> {
    (1..9_usize).prop_flat_map(|columns| {
        let side = prop_oneof![Just(Side::Left), Just(Side::Right)];
        let column = (text(4), side).prop_map(|(title, side)| Column { title, side });
        let weight = prop_oneof![4 => Just(Weight::Plain), 1 => Just(Weight::Sum)];
        let row = (prop::collection::vec(text(5), columns), weight)
            .prop_map(|(cells, weight)| Row { cells, weight });
        (
            prop::collection::vec(column, columns),
            prop::collection::vec(row, 0..25),
        )
            .prop_map(|(columns, rows)| Table { columns, rows })
    })
}

fn block() -> impl Strategy<Value = Block> {
    prop_oneof![
        text(8).prop_map(Block::Heading),
        text(120).prop_map(Block::Text),
        table().prop_map(Block::Table),
        pairs(8).prop_map(Block::Payment),
    ]
}

fn sheet() -> impl Strategy<Value = Sheet> {
    let sender = (text(6), prop::collection::vec(text(4), 0..4), pairs(5)).prop_map(
        |(name, address, facts)| Sender {
            name,
            address,
            facts,
        },
    );
    (
        text(10),
        sender,
        prop::collection::vec(text(4), 0..9),
        pairs(8),
        prop::collection::vec(block(), 0..6),
    )
        .prop_map(|(subject, sender, recipient, facts, blocks)| Sheet {
            language: "en".to_owned(),
            subject,
            sender,
            recipient,
            facts,
            blocks,
            page: "Page {page} of {pages}".to_owned(),
        })
}

/// Any characters at all, in every place.
fn wild() -> impl Strategy<Value = Sheet> {
    (
        any::<String>(),
        any::<String>(),
        any::<String>(),
        "\\PC{0,40}",
        sheet(),
    )
        .prop_map(|(a, b, c, d, mut sheet)| {
            let (language, page, subject) = (a.clone(), b.clone(), c.clone());
            sheet.recipient.push(d.clone());
            sheet.blocks.push(Block::Text(a));
            sheet.blocks.push(Block::Heading(b));
            sheet
                .blocks
                .push(Block::Payment(vec![Labelled { label: c, value: d }]));
            Sheet {
                language,
                page,
                subject,
                ..sheet
            }
        })
}

/// A word that fits in any column and is not broken.
fn is_short(word: &str) -> bool {
    word.chars().count() < 8
}

proptest! {
    #![proptest_config(crate::hunt::trying(48))]

    #[test]
    fn no_cell_is_lost(sheet in sheet()) {
        let pdf = match press().letter(&sheet, day()) {
            Ok(pdf) => pdf,
            // Nothing else is wrong with these.
            Err(PdfFault::AddressTooLong { lines, .. }) if lines > 9 => return Ok(()),
            Err(fault) => return Err(TestCaseError::fail(format!("{fault:?}"))),
        };
        // A cell that goes on over lines is extracted line by line beside its neighbours: each word on its own.
        let all = pages(&pdf).concat();
        let run_on = run_on(&all);
        for text in super::texts(&sheet) {
            for word in text.split_whitespace().filter(|word| is_short(word)) {
                prop_assert!(run_on.contains(word), "“{}” of “{}” is lost", word, text);
            }
        }
        let paragraphs = sheet.blocks.iter().filter_map(|block| match block {
            Block::Text(words) => words.split(' ').next(),
            _ => None,
        });
        let first_words: Vec<String> = paragraphs
            .filter(|word| is_short(word))
            .map(str::to_owned)
            .collect();
        holds_in_order(&all, &first_words);
    }

    #[test]
    fn any_characters_make_a_pdf_or_a_refusal(sheet in wild()) {
        let _ = press().letter(&sheet, day());
        let mut press = press();
        let mut batch = press.batch().unwrap();
        if batch.add(&sheet).is_ok() {
            prop_assert!(batch.finish(&sheet.subject, &sheet.language, day()).is_ok());
        }
    }
}
