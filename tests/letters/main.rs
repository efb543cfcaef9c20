//! Letters and statements as customers read them: golden texts of each kind, country and language, what the law wants
//! in each, figures that add up, and facts of every shape.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod golden;
mod large;
mod lawful;
mod named;
mod own;
mod pages;
mod random;
mod reckoned;

use reskontra::domain::content::LetterContent;
use reskontra::domain::required::Required;
use reskontra::domain::sheet::{Block, Sheet, Weight};
use reskontra::letters::{Templates, compose};
use reskontra::rules::law::Statutes;

/// What the law asks of a letter.
fn required(letter: &LetterContent) -> Required {
    let law = Statutes::shipped().law(&letter.law);
    law.required(letter.kind, letter.recipient.kind, letter.sent)
        .unwrap()
}

/// The letter as the shipped templates word it, under its law.
fn shipped(letter: &LetterContent) -> Sheet {
    compose(letter, &required(letter), &Templates::shipped()).unwrap()
}

/// All text of a sheet's paragraphs.
fn words(sheet: &Sheet) -> String {
    let texts = sheet.blocks.iter().filter_map(|block| match block {
        Block::Text(text) | Block::Heading(text) => Some(text.as_str()),
        Block::Table(_) | Block::Payment(_) => None,
    });
    texts.collect::<Vec<_>>().join("\n")
}

/// The last cell of the last sum on the sheet, which is the total, and the amount in the payment box.
fn totals(sheet: &Sheet) -> (String, String) {
    let mut sums = sheet.blocks.iter().filter_map(|block| match block {
        Block::Table(table) => table.rows.iter().rfind(|row| row.weight == Weight::Sum),
        _ => None,
    });
    let payment = sheet.blocks.iter().find_map(|block| match block {
        Block::Payment(lines) => Some(lines[0].value.clone()),
        _ => None,
    });
    (
        sums.next_back().unwrap().cells.last().unwrap().clone(),
        payment.unwrap(),
    )
}

/// Digits and sign alone: figures of every language compare.
fn digits(figure: &str) -> String {
    figure
        .chars()
        .filter(|c| c.is_ascii_digit() || *c == '−')
        .collect()
}
