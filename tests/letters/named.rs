//! What a letter is called and what it cites, by the law that it is under; and what an e-mail around it says.

use reskontra::domain::content::NextStep;
use reskontra::domain::letter::LetterKind;
use reskontra::letters::{Language, Templates, cover_letter, samples, text};

use super::{shipped, words};

#[test]
fn a_notice_is_called_what_its_law_calls_it_in_every_language() {
    let (nb, sv, da, fi, en) = (
        Language::Nb,
        Language::Sv,
        Language::Da,
        Language::Fi,
        Language::En,
    );
    for (law, language, title) in [
        ("no", nb, "Inkassovarsel"),
        ("no", sv, "Inkassovarsel"),
        ("no", da, "Inkassovarsel"),
        ("no", fi, "Perintävaroitus (inkassovarsel)"),
        ("no", en, "Notice before debt collection (inkassovarsel)"),
        ("se", sv, "Inkassokrav"),
        ("se", nb, "Inkassokrav"),
        ("se", en, "Debt collection demand (inkassokrav)"),
        ("dk", da, "Påkravsskrivelse"),
        ("dk", sv, "Påkrav före inkasso"),
        ("fi", fi, "Viimeinen maksumuistutus"),
        ("fi", sv, "Sista betalningspåminnelse före indrivning"),
        ("fi", en, "Final reminder before debt collection"),
    ] {
        let sheet = shipped(&samples::letter(language, LetterKind::Notice, law));
        let subject = &sheet.subject;
        assert!(subject.starts_with(title), "{law} {language:?}: {subject}");
        let said = words(&sheet).to_lowercase();
        assert!(
            said.contains(&title.to_lowercase()),
            "{law} {language:?}: {said}"
        );
    }
}

#[test]
fn a_letter_speaks_of_the_next_one_by_the_name_that_it_will_have() {
    for law in ["no", "se", "dk", "fi", "eu"] {
        for language in [Language::Nb, Language::Sv, Language::Da, Language::En] {
            let mut reminder = samples::letter(language, LetterKind::Reminder, law);
            reminder.next = Some(NextStep::Letter(LetterKind::Notice));
            let said = words(&shipped(&reminder)).to_lowercase();
            let notice = shipped(&samples::letter(language, LetterKind::Notice, law));
            let (title, _) = notice.subject.split_once(": ").unwrap();
            assert!(
                said.contains(&title.to_lowercase()),
                "{law} {language:?}: {said}"
            );
        }
    }
}

#[test]
fn a_danish_rykker_warns_of_another_one() {
    let mut reminder = samples::letter(Language::Da, LetterKind::Reminder, "dk");
    reminder.next = Some(NextStep::Letter(LetterKind::Reminder));
    let said = words(&shipped(&reminder));
    assert!(said.contains("sender vi en ny rykker"), "{said}");
}

#[test]
fn a_swedish_letter_under_finnish_law_speaks_of_one_kind_of_collection() {
    let said = words(&shipped(&samples::letter(
        Language::Sv,
        LetterKind::Notice,
        "fi",
    )));
    assert!(
        said.contains("indrivning") && !said.contains("till inkasso"),
        "{said}"
    );
}

#[test]
fn finnish_and_swedish_letters_put_the_section_before_its_sign() {
    for law in ["no", "se", "dk", "fi"] {
        for language in [Language::Fi, Language::Sv] {
            for kind in [LetterKind::Reminder, LetterKind::Notice, LetterKind::Demand] {
                let said = words(&shipped(&samples::letter(language, kind, law)));
                let signs: Vec<_> = said.match_indices('§').collect();
                assert!(!signs.is_empty(), "{law} {language:?}: {said}");
                for (at, _) in signs {
                    let before = said[..at].trim_end_matches(['§', '\u{a0}']);
                    let is_section = before.ends_with(|c: char| c.is_ascii_digit())
                        || before.ends_with("\u{a0}a")
                        || before.ends_with("\u{a0}b");
                    assert!(is_section, "{law} {language:?}: …{before}");
                }
            }
        }
    }
}

#[test]
fn who_opens_no_attachment_still_learns_what_to_pay_and_what_follows() {
    for law in ["no", "se", "dk", "fi"] {
        for language in Language::ALL {
            let letter = samples::letter(language, LetterKind::Notice, law);
            let sheet = shipped(&letter);
            let cover = cover_letter(&letter, &sheet, &Templates::shipped()).unwrap();
            let body = text::render(&cover, 200);
            let attached = text::render(&sheet, 200);
            let collection = words(&sheet);
            let box_of = |page: &str| {
                let lines = page.lines().skip_while(|line| !line.starts_with("-----"));
                lines
                    .skip(1)
                    .take_while(|line| !line.starts_with('-'))
                    .map(str::to_owned)
                    .collect::<Vec<_>>()
            };
            let paid = box_of(&body);
            assert!(paid.len() >= 4, "{law} {language:?}: {body}");
            for line in paid {
                assert!(attached.contains(&line), "{law} {language:?}: {line}");
            }
            let told = words(&cover);
            let says = told
                .lines()
                .filter(|line| collection.contains(*line))
                .count();
            assert!(says >= 3, "collection, objection and greeting: {told}");
            for line in told.lines() {
                assert!(line.matches(": ").count() < 2, "two colons: {line}");
            }
        }
    }
}
