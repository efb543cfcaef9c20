//! A user's own templates: used before the shipped ones, and refused with file, line and paragraph when they would not
//! do.

use std::collections::BTreeMap;

use reskontra::domain::letter::LetterKind;
use reskontra::domain::required::Content;
use reskontra::letters::{LetterFault, Source, Templates, check};

use super::required;

fn faults(path: &str, text: &str) -> Vec<LetterFault> {
    let source = Source {
        origin: format!("templates/{path}"),
        text: text.to_owned(),
    };
    let templates = Templates::with(BTreeMap::from([(path.to_owned(), source)]));
    let stages = [("second".to_owned(), LetterKind::Reminder)];
    check(&templates, &stages, "no", &required)
}

fn shipped(path: &str) -> &'static str {
    let mut all = Templates::all_shipped();
    all.find(|(name, _)| name == path).unwrap().1
}

#[test]
fn every_shipped_template_may_be_copied_as_it_is() {
    for (path, text) in Templates::all_shipped() {
        assert_eq!(faults(&path, text), [], "{path}");
    }
    assert_eq!(faults("nb/second.txt", shipped("nb/reminder.txt")), []);
}

#[test]
fn a_notice_without_the_warning_of_collection_is_refused_with_the_paragraph() {
    let text = shipped("nb/notice.txt").replace("{{ collection }}", "Betal nå.");
    assert!(matches!(
        faults("nb/notice.txt", &text).as_slice(),
        [LetterFault::LawNeeds { origin, content: Content::Collection, law, .. }]
            if origin == "templates/nb/notice.txt" && law == "inkassoloven § 9"
    ));
}

#[test]
fn a_warning_that_only_some_customers_read_is_refused() {
    let only = "{% if consumer %}{{ collection }}{% endif %}";
    let text = shipped("nb/notice.txt").replace("{{ collection }}", only);
    assert!(matches!(
        faults("nb/notice.txt", &text).as_slice(),
        [LetterFault::LawNeeds {
            content: Content::Collection,
            ..
        }]
    ));
}

#[test]
fn figures_that_are_left_out_or_shown_twice_are_refused() {
    let reminder = shipped("sv/reminder.txt");
    let without = reminder.replace("[charges]", "");
    assert!(matches!(
        faults("sv/reminder.txt", &without).as_slice(),
        [LetterFault::PlaceMissing { place, .. }] if place == "charges"
    ));
    let twice = reminder.replace("[payment]", "[payment]\n\n[payment]");
    assert!(matches!(
        faults("sv/reminder.txt", &twice).as_slice(),
        [LetterFault::PlaceTwice { place, .. }] if place == "payment"
    ));
}

#[test]
fn an_unknown_name_is_found_on_every_path_with_line_and_column() {
    let text = "subject: x\n\n{% if consumer %}\nKjære {{ navn }}\n{% endif %}\n\n[items]\n[charges]\n[interest]\n[total]\n[payment]\n";
    assert!(matches!(
        faults("nb/reminder.txt", text).as_slice(),
        [LetterFault::UnknownName { line: 4, column: 10, name, origin }]
            if name == "navn" && origin == "templates/nb/reminder.txt"
    ));
}

#[test]
fn all_that_is_wrong_with_a_template_is_told_at_once() {
    let text = shipped("nb/notice.txt")
        .replace("{{ collection }}", "{{ kollection }} {{ navn }}")
        .replace("[total]", "[totla]")
        .replace("[charges]", "");
    let found = faults("nb/notice.txt", &text);
    let told = |is: &dyn Fn(&LetterFault) -> bool| found.iter().filter(|fault| is(fault)).count();
    for unknown in ["kollection", "navn"] {
        let is_it = |fault: &LetterFault| matches!(fault, LetterFault::UnknownName { name, .. } if name == unknown);
        assert_eq!(told(&is_it), 1, "{unknown}: {found:?}");
    }
    for missing in ["total", "charges"] {
        let is_it = |fault: &LetterFault| matches!(fault, LetterFault::PlaceMissing { place, .. } if place == missing);
        assert_eq!(told(&is_it), 1, "{missing}: {found:?}");
    }
    let misspelt = |fault: &LetterFault| matches!(fault, LetterFault::UnknownPlace { place, .. } if place == "totla");
    assert_eq!(told(&misspelt), 1, "{found:?}");
    assert_eq!(
        told(&|fault| matches!(fault, LetterFault::LawNeeds { .. })),
        1,
        "{found:?}"
    );
}

#[test]
fn a_file_that_no_letter_uses_is_named() {
    for path in [
        "nb/remindr.txt",
        "de/reminder.txt",
        "reminder.txt",
        "nb/reminder.html",
    ] {
        assert!(matches!(
            faults(path, "subject: x\n").as_slice(),
            [LetterFault::UnknownTemplate { names, .. }] if names.contains("second.txt")
        ));
    }
}
