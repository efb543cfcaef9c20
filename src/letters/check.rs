//! The user's templates tried before they are used: each on letters of every shape that it can branch on.

use super::compose::compose;
use super::cover::cover_letter;
use super::fault::LetterFault;
use super::language::Language;
use super::samples;
use super::statement::{statement, template_name};
use super::template::{OTHERS, Templates};
use crate::domain::content::{LetterContent, Purpose};
use crate::domain::letter::LetterKind;
use crate::domain::money::Minor;
use crate::domain::required::Required;
use crate::domain::sheet::Sheet;

/// What is wrong with the user's templates, one fault for each file that has one. `stages` are those of the company's
/// policy with their kinds, `law` is its country's code, and `required` says what the law asks of a letter.
pub fn check(
    templates: &Templates,
    stages: &[(String, LetterKind)],
    law: &str,
    required: &dyn Fn(&LetterContent) -> Required,
) -> Vec<LetterFault> {
    let tried = templates.own().map(|(path, source)| {
        let (folder, file) = path.split_once('/').unwrap_or_default();
        let name = file.strip_suffix(".txt").unwrap_or_default();
        let language = Language::ALL
            .into_iter()
            .find(|language| language.tag() == folder);
        let unknown = || LetterFault::UnknownTemplate {
            origin: source.origin.clone(),
            names: names(stages),
        };
        let language = language.ok_or_else(unknown)?;
        let kinds = stages.iter().filter(|(stage, _)| stage == name);
        let kinds: Vec<LetterKind> = match LetterKind::parse(name) {
            Some(kind) => vec![kind],
            None => kinds.map(|(_, kind)| *kind).collect(),
        };
        if let Some(purpose) = purpose(name) {
            try_statement(templates, language, purpose)
        } else if name == "email" {
            try_cover(templates, language, law)
        } else if kinds.is_empty() {
            Err(unknown())
        } else {
            let letters = kinds.iter();
            let mut letters = letters.flat_map(|kind| samples::shapes(language, name, *kind, law));
            letters.try_for_each(|letter| compose(&letter, &required(&letter), templates).map(drop))
        }
    });
    tried.filter_map(Result::err).collect()
}

fn purpose(name: &str) -> Option<Purpose> {
    let all = [Purpose::Open, Purpose::Activity, Purpose::Confirmation];
    all.into_iter()
        .find(|purpose| template_name(*purpose) == name)
}

fn try_statement(
    templates: &Templates,
    language: Language,
    purpose: Purpose,
) -> Result<(), LetterFault> {
    let owed = samples::statement(language, purpose);
    let mut nothing = owed.clone();
    nothing.entries.clear();
    nothing.closing = Minor::ZERO;
    let mut credit = owed.clone();
    credit.entries.reverse();
    credit.entries.truncate(1);
    credit.closing = credit.entries.iter().map(|entry| entry.amount).sum();
    let mut statements = [owed, nothing, credit].into_iter();
    statements.try_for_each(|content| statement(&content, templates).map(drop))
}

fn try_cover(templates: &Templates, language: Language, law: &str) -> Result<(), LetterFault> {
    let letters = samples::shapes(language, "reminder", LetterKind::Reminder, law);
    let attached = Sheet {
        subject: language.tag().to_owned(),
        ..Sheet::default()
    };
    let mut letters = letters.into_iter();
    letters.try_for_each(|letter| cover_letter(&letter, &attached, templates).map(drop))
}

/// Files that letters have use for.
fn names(stages: &[(String, LetterKind)]) -> String {
    let mut names: Vec<&str> = LetterKind::ALL.map(LetterKind::name).to_vec();
    for (stage, _) in stages {
        if !names.contains(&stage.as_str()) {
            names.push(stage);
        }
    }
    names.extend(OTHERS);
    let languages = Language::ALL.map(Language::tag).join("|");
    let files = names.iter().map(|name| format!("{name}.txt"));
    format!("{languages}/ {}", files.collect::<Vec<_>>().join(", "))
}
