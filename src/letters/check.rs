//! The user's templates tried before they are used: each on letters of every shape that it can branch on.

use super::fault::LetterFault;
use super::language::Language;
use super::statement::template_name;
use super::template::{OTHERS, Templates};
use super::{compose, cover, samples, statement};
use crate::domain::content::{LetterContent, Purpose};
use crate::domain::letter::LetterKind;
use crate::domain::money::Minor;
use crate::domain::required::Required;
use crate::domain::sheet::Sheet;

/// All that is wrong with the user's templates. `stages` are those of the company's policy with their kinds, `law` is its
/// country's code, and `required` says what the law asks of a letter.
pub fn check(
    templates: &Templates,
    stages: &[(String, LetterKind)],
    law: &str,
    required: &dyn Fn(&LetterContent) -> Required,
) -> Vec<LetterFault> {
    let mut all: Vec<LetterFault> = Vec::new();
    for (path, source) in templates.own() {
        let (folder, file) = path.split_once('/').unwrap_or_default();
        let name = file.strip_suffix(".txt").unwrap_or_default();
        let mut languages = Language::ALL.into_iter();
        let language = languages.find(|language| language.tag() == folder);
        let kinds = kinds(name, stages);
        let found = match (language, purpose(name)) {
            (Some(language), Some(purpose)) => of_statement(templates, language, purpose),
            (Some(language), None) if name == "email" => of_cover(templates, language, law),
            (Some(language), None) if !kinds.is_empty() => {
                let letters = kinds.iter();
                let letters = letters.flat_map(|kind| samples::shapes(language, name, *kind, law));
                letters
                    .flat_map(|letter| compose::faults(&letter, &required(&letter), templates))
                    .collect()
            }
            _ => vec![LetterFault::UnknownTemplate {
                origin: source.origin.clone(),
                names: names(stages),
            }],
        };
        for fault in found {
            if !all.contains(&fault) {
                all.push(fault);
            }
        }
    }
    all
}

/// The kinds of letters that a template of a name is for.
fn kinds(name: &str, stages: &[(String, LetterKind)]) -> Vec<LetterKind> {
    if let Some(kind) = LetterKind::parse(name) {
        return vec![kind];
    }
    let stages = stages.iter().filter(|(stage, _)| stage == name);
    stages.map(|(_, kind)| *kind).collect()
}

fn purpose(name: &str) -> Option<Purpose> {
    let all = [Purpose::Open, Purpose::Activity, Purpose::Confirmation];
    all.into_iter()
        .find(|purpose| template_name(*purpose) == name)
}

fn of_statement(templates: &Templates, language: Language, purpose: Purpose) -> Vec<LetterFault> {
    let owed = samples::statement(language, purpose);
    let mut nothing = owed.clone();
    nothing.entries.clear();
    nothing.closing = Minor::ZERO;
    let mut credit = owed.clone();
    credit.entries.reverse();
    credit.entries.truncate(1);
    credit.closing = credit.entries.iter().map(|entry| entry.amount).sum();
    let statements = [owed, nothing, credit].into_iter();
    statements
        .flat_map(|content| statement::faults(&content, templates))
        .collect()
}

fn of_cover(templates: &Templates, language: Language, law: &str) -> Vec<LetterFault> {
    let attached = Sheet {
        subject: language.tag().to_owned(),
        ..Sheet::default()
    };
    let letters = LetterKind::ALL.into_iter();
    let letters = letters.flat_map(|kind| samples::shapes(language, kind.name(), kind, law));
    letters
        .flat_map(|letter| cover::faults(&letter, &attached, templates))
        .collect()
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
