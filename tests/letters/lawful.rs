//! What each country's law wants to read is there, in every shape of a letter; and a friendly word threatens nothing.

use reskontra::domain::content::NextStep;
use reskontra::domain::customer::CustomerKind;
use reskontra::domain::letter::LetterKind;
use reskontra::domain::required::Content;
use reskontra::letters::{Language, LetterFault, Templates, compose, samples};

use super::{required, shipped, words};

#[test]
fn the_shipped_letters_say_what_every_law_wants_in_every_language_and_shape() {
    for law in ["no", "se", "dk", "fi", "eu"] {
        for language in Language::ALL {
            for kind in LetterKind::ALL {
                for letter in samples::shapes(language, kind.name(), kind, law) {
                    let asked = required(&letter);
                    let made = compose(&letter, &asked, &Templates::shipped());
                    assert!(made.is_ok(), "{law} {language:?} {kind:?}: {made:?}");
                }
            }
        }
    }
}

#[test]
fn each_law_asks_for_what_it_is_known_to_ask_for() {
    let asks = |law, kind, debtor| {
        let mut letter = samples::letter(Language::En, kind, law);
        letter.recipient.kind = debtor;
        required(&letter)
    };
    let notice = |law| asks(law, LetterKind::Notice, CustomerKind::Business);
    assert!(notice("no").contents.has(Content::Collection));
    assert_eq!(notice("no").law, "inkassoloven § 9");
    assert!(notice("se").contents.has(Content::Objection));
    assert_eq!(notice("se").law, "inkassolagen § 5");
    assert!(notice("dk").contents.has(Content::Parts));
    let demand = |debtor| asks("fi", LetterKind::Demand, debtor).contents;
    assert!(demand(CustomerKind::Consumer).has(Content::Contact));
    assert!(!demand(CustomerKind::Business).has(Content::Contact));
    let no_demand = asks("no", LetterKind::Demand, CustomerKind::Consumer);
    assert!(no_demand.contents.has(Content::Interest) && no_demand.law == "inkassoloven § 10");
    assert_eq!(
        asks("eu", LetterKind::Notice, CustomerKind::Business).law,
        ""
    );
    assert_eq!(
        asks("no", LetterKind::Friendly, CustomerKind::Consumer).law,
        ""
    );
}

#[test]
fn a_notice_says_the_day_that_collection_follows_and_how_to_object() {
    let letter = samples::letter(Language::Nb, LetterKind::Notice, "no");
    let said = words(&shipped(&letter));
    assert!(said.contains("inkassovarsel"), "{said}");
    assert!(said.contains("innen 14.11.2026"), "{said}");
    assert!(
        said.contains("sendt til inkasso hos Trygg Inkasso AS"),
        "{said}"
    );
    assert!(said.contains("innvendinger"), "{said}");
    let swedish = words(&shipped(&samples::letter(
        Language::Sv,
        LetterKind::Notice,
        "se",
    )));
    assert!(
        swedish.contains("betalas, eller bestridas, senast 2026-11-14"),
        "{swedish}"
    );
}

#[test]
fn a_notice_without_a_day_is_refused_with_its_paragraph() {
    let mut letter = samples::letter(Language::Nb, LetterKind::Notice, "no");
    letter.deadline = None;
    assert!(matches!(
        compose(&letter, &required(&letter), &Templates::shipped()),
        Err(LetterFault::LawNeedsFact { field: "deadline", law, .. }) if law == "inkassoloven § 9"
    ));
}

#[test]
fn a_friendly_word_threatens_nothing() {
    let threats = [
        "inkass",
        "collection",
        "perin",
        "gebyr",
        "kostnad",
        "omkostning",
        "rettslig",
    ];
    for language in Language::ALL {
        let mut letter = samples::letter(language, LetterKind::Friendly, "no");
        letter.next = Some(NextStep::HandOver(Some("Agency".into())));
        let said = words(&shipped(&letter)).to_lowercase();
        for threat in threats {
            assert!(!said.contains(threat), "{language:?} {threat}: {said}");
        }
    }
}
