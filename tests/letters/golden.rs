//! The texts themselves, one file for each: read them when they change.

use reskontra::domain::customer::CustomerKind;
use reskontra::domain::letter::LetterKind;
use reskontra::letters::{Language, Templates, cover_letter, html, samples, text};

use super::pages::{laden, statements};
use super::shipped;

/// Each law with the languages that its letters go out in.
pub const LAWS: [(&str, Language); 7] = [
    ("no", Language::Nb),
    ("no", Language::En),
    ("se", Language::Sv),
    ("dk", Language::Da),
    ("fi", Language::Fi),
    ("fi", Language::Sv),
    ("eu", Language::En),
];

#[test]
fn letters_of_each_kind_country_and_language() {
    for (law, language) in LAWS {
        for kind in LetterKind::ALL {
            let letter = samples::letter(language, kind, law);
            let text = text::render(&shipped(&letter), text::EMAIL);
            insta::assert_snapshot!(format!("{law}-{}-{}", kind.name(), language.tag()), text);
        }
    }
}

#[test]
fn a_consumer_is_addressed_as_one_person() {
    for language in [Language::Nb, Language::Sv, Language::Da, Language::Fi] {
        let mut letter = samples::letter(language, LetterKind::Reminder, "no");
        letter.recipient.kind = CustomerKind::Consumer;
        letter.recipient.name = "Kari Åsnes".into();
        letter.lines.truncate(1);
        letter.charges.clear();
        let text = text::render(&shipped(&samples::summed(letter)), text::EMAIL);
        insta::assert_snapshot!(format!("consumer-{}", language.tag()), text);
    }
}

#[test]
fn a_letter_that_carries_all_that_one_may() {
    for (law, language) in LAWS {
        let letter = laden(samples::letter(language, LetterKind::Notice, law));
        let text = text::render(&shipped(&letter), text::EMAIL);
        insta::assert_snapshot!(format!("{law}-laden-{}", language.tag()), text);
    }
}

#[test]
fn statements_of_each_purpose_and_language() {
    for (name, sheet) in statements() {
        insta::assert_snapshot!(name, text::render(&sheet, text::EMAIL));
    }
}

#[test]
fn the_words_around_a_letter_in_each_language() {
    for language in Language::ALL {
        for kind in [LetterKind::Friendly, LetterKind::Demand] {
            let letter = samples::letter(language, kind, "no");
            let cover = cover_letter(&letter, &shipped(&letter), &Templates::shipped()).unwrap();
            let text = text::render(&cover, text::EMAIL);
            insta::assert_snapshot!(format!("cover-{}-{}", kind.name(), language.tag()), text);
        }
    }
}

#[test]
fn a_letter_in_a_narrow_terminal_and_as_a_web_page() {
    let letter = samples::letter(Language::Nb, LetterKind::Reminder, "no");
    let sheet = shipped(&letter);
    insta::assert_snapshot!("narrow", text::render(&sheet, 60));
    insta::assert_snapshot!("page", html::render(&sheet));
}
