//! Interest can be reckoned again from the letter alone, and a statement asks only for what is to be paid to the company.

use reskontra::domain::content::{AtAgency, Purpose};
use reskontra::domain::letter::LetterKind;
use reskontra::domain::money::Minor;
use reskontra::domain::sheet::{Block, Sheet, Table, Weight};
use reskontra::letters::{Language, Templates, samples, statement, text};

use super::shipped;

fn table_after<'a>(sheet: &'a Sheet, heading: &str) -> &'a Table {
    let blocks = sheet.blocks.windows(2);
    let mut found = blocks.filter_map(|pair| match pair {
        [Block::Heading(words), Block::Table(table)] if words == heading => Some(table),
        _ => None,
    });
    found.next().unwrap()
}

#[test]
fn interest_of_earlier_letters_keeps_its_days_rate_and_principal() {
    let mut letter = samples::letter(Language::Nb, LetterKind::Notice, "no");
    letter.lines.push(samples::earlier_interest("no"));
    let letter = samples::summed(letter);
    let sheet = shipped(&letter);
    let table = table_after(&sheet, "Slik er rentene regnet ut");
    let first = table.rows[0].cells.join(" ").replace('\u{a0}', " ");
    assert_eq!(
        first,
        "1001 02.09.2026 15.09.2026 14 10 000,00 12,25 % 46,99"
    );
    let sum = table.rows.last().unwrap().cells.last().unwrap();
    assert_eq!(sum, "201,37", "what the charges of both letters come to");
}

#[test]
fn earlier_interest_that_is_partly_paid_is_told_to_the_rest() {
    let mut letter = samples::letter(Language::Nb, LetterKind::Notice, "no");
    let mut earlier = samples::earlier_interest("no");
    earlier.amount = Minor(2_000);
    letter.lines.push(earlier);
    let sheet = shipped(&samples::summed(letter));
    let rows = &table_after(&sheet, "Slik er rentene regnet ut").rows;
    let [.., paid, sum] = rows.as_slice() else {
        panic!("{rows:?}")
    };
    assert_eq!(paid.cells.first().unwrap(), "Herav betalt eller ettergitt");
    assert_eq!(paid.cells.last().unwrap(), "−26,99");
    assert_eq!(sum.cells.last().unwrap(), "174,38");
}

#[test]
fn a_statement_asks_for_neither_what_an_agency_has_nor_what_is_disputed() {
    for purpose in [Purpose::Open, Purpose::Activity] {
        let mut content = samples::statement(Language::Nb, purpose);
        content.disputed = Minor(100_000);
        content.at_agency = Minor(480_050);
        content.entries[1].agency = Some(AtAgency {
            name: "Kreditor AS".into(),
            case_number: Some("K-77".into()),
        });
        let sheet = statement(&content, &Templates::shipped()).unwrap();
        let page = text::render(&sheet, 200).replace('\u{a0}', " ");
        assert!(
            page.contains("Faktura 1002, overlatt til Kreditor AS, sak K-77"),
            "{page}"
        );
        let asked = sheet.blocks.iter().find_map(|block| match block {
            Block::Payment(lines) => Some(lines[0].value.replace('\u{a0}', " ")),
            _ => None,
        });
        assert_eq!(asked.as_deref(), Some("kr 8 500,00"), "{page}");
        let table = sheet.blocks.iter().find_map(|block| match block {
            Block::Table(table) => Some(table),
            _ => None,
        });
        let sums = table
            .unwrap()
            .rows
            .iter()
            .filter(|row| row.weight == Weight::Sum);
        let sums: Vec<String> = sums
            .map(|row| row.cells.last().unwrap().replace('\u{a0}', " "))
            .collect();
        assert_eq!(sums, ["kr 14 300,50", "kr 8 500,00"], "{page}");
    }
}

#[test]
fn a_statement_of_what_only_an_agency_may_be_paid_has_no_box() {
    let mut content = samples::statement(Language::Nb, Purpose::Open);
    content.at_agency = content.closing;
    let sheet = statement(&content, &Templates::shipped()).unwrap();
    assert!(
        !sheet
            .blocks
            .iter()
            .any(|block| matches!(block, Block::Payment(_)))
    );
}

#[test]
fn organisation_numbers_are_grouped_as_in_their_country() {
    for (country, number, shown) in [
        ("NO", "999888777", "999 888 777"),
        ("SE", "5560360793", "556036-0793"),
        ("DK", "10150817", "10150817"),
    ] {
        let mut letter =
            samples::letter(Language::En, LetterKind::Friendly, &country.to_lowercase());
        letter.company.org_no = Some(number.into());
        let sheet = shipped(&letter);
        assert_eq!(sheet.sender.facts[0].value, shown);
    }
}
