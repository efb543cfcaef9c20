//! Letters of unusual size: many items, long figures, any name, short and long addresses.

use reskontra::domain::content::{LetterContent, Purpose};
use reskontra::domain::letter::LetterKind;
use reskontra::domain::money::Minor;
use reskontra::domain::required::Required;
use reskontra::letters::{Language, LetterFault, Templates, compose, samples, statement, text};
use reskontra::text::width::width;

use super::{digits, shipped, totals};

fn letter(change: impl FnOnce(&mut LetterContent)) -> LetterContent {
    let mut letter = samples::letter(Language::Nb, LetterKind::Reminder, "no");
    change(&mut letter);
    samples::summed(letter)
}

#[test]
fn three_hundred_items_are_all_listed_and_add_up() {
    let letter = letter(|letter| {
        let first = letter.lines[0].clone();
        letter.lines = (0..300)
            .map(|at| {
                let mut line = first.clone();
                line.number = format!("F-{at:04}");
                line
            })
            .collect();
    });
    let sheet = shipped(&letter);
    assert_eq!(sheet.subject, "Betalingspåminnelse: 300 fakturaer");
    let text = text::render(&sheet, text::EMAIL);
    for at in 0..300 {
        assert!(text.contains(&format!("F-{at:04}")));
    }
    let (sum, payment) = totals(&sheet);
    assert_eq!(digits(&sum), letter.total.0.to_string());
    assert_eq!(digits(&payment), letter.total.0.to_string());
}

#[test]
fn figures_of_ten_digits_fit_every_width() {
    let letter = letter(|letter| {
        for line in &mut letter.lines {
            line.invoiced = Minor(987_654_321_098);
            line.amount = line.invoiced - line.settled;
            line.held = Minor(1);
        }
    });
    let sheet = shipped(&letter);
    for columns in [40, 60, 72, 120] {
        let text = text::render(&sheet, columns);
        let widest = text.lines().map(width).max();
        assert!(widest <= Some(columns), "{text}");
        assert!(text.contains("9\u{a0}876\u{a0}543\u{a0}210,98"), "{text}");
    }
}

#[test]
fn a_name_of_any_script_is_written_and_steers_nothing() {
    for (name, written) in [
        ("Þórður Ægisson & Søn ÅÄÖ", "Þórður Ægisson & Søn ÅÄÖ"),
        ("株式会社 北極", "株式会社 北極"),
        ("[payment]", "[payment]"),
        ("{{ total }}", "{{ total }}"),
        ("# \u{e000}payment\u{e000}", "# payment"),
        ("subject: x\nline two", "subject: x"),
        ("A\u{1b}[31m\u{202e}B", "A[31mB"),
    ] {
        let letter = letter(|letter| letter.recipient.name = name.into());
        let sheet = shipped(&letter);
        assert_eq!(sheet.recipient[0], written);
        let boxes = sheet
            .blocks
            .iter()
            .filter(|block| matches!(block, reskontra::domain::sheet::Block::Payment(_)));
        assert_eq!(boxes.count(), 1);
    }
}

#[test]
fn addresses_of_one_and_nine_lines_fit() {
    let one = letter(|letter| {
        letter.recipient.street = None;
        letter.recipient.postcode = None;
        letter.recipient.city = None;
    });
    assert_eq!(shipped(&one).recipient.len(), 1);
    let nine = letter(|letter| letter.recipient.street = Some(["x"; 7].join("\n")));
    assert_eq!(shipped(&nine).recipient.len(), 9);
}

#[test]
fn what_cannot_be_paid_is_refused() {
    let refused = |change: &dyn Fn(&mut LetterContent)| {
        let mut letter = letter(|_| ());
        change(&mut letter);
        compose(&letter, &Required::default(), &Templates::shipped()).unwrap_err()
    };
    let wrong = refused(&|letter| letter.total += Minor(1));
    assert!(matches!(wrong, LetterFault::TotalDiffers { .. }));
    let free = refused(&|letter| {
        letter.lines.clear();
        letter.charges.clear();
        letter.total = Minor::ZERO;
    });
    assert!(matches!(free, LetterFault::NothingToPay { .. }));
    let nowhere = refused(&|letter| letter.company.accounts.clear());
    assert!(matches!(nowhere, LetterFault::NoAccount { .. }));
    let huge = refused(&|letter| {
        letter.lines[0].amount = Minor(i64::MAX);
        letter.lines[1].amount = Minor(i64::MIN);
    });
    assert!(matches!(huge, LetterFault::TotalDiffers { .. }));
}

#[test]
fn a_statements_running_balance_ends_where_it_closes() {
    let mut content = samples::statement(Language::Fi, Purpose::Activity);
    content.opening = Minor(-12_345);
    content.closing += Minor(-12_345);
    let sheet = statement(&content, &Templates::shipped()).unwrap();
    let reskontra::domain::sheet::Block::Table(table) = &sheet.blocks[1] else {
        panic!("{:?}", sheet.blocks);
    };
    let rows = &table.rows;
    let last = |row: usize| digits(rows[row].cells.last().unwrap());
    assert_eq!(last(0), "−12345");
    assert_eq!(last(rows.len() - 2), last(rows.len() - 1));
    content.closing = Minor(1);
    assert!(matches!(
        statement(&content, &Templates::shipped()),
        Err(LetterFault::TotalDiffers { .. })
    ));
}
