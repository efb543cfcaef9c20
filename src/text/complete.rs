//! Every variant that is told has its sentence, every blank in it names a field of the variant, and every key that
//! the code names is in the locale. The variants are read from the source, so that none can be forgotten.

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::Path;

use super::locale::{self, Locale};
use super::sentence;
use crate::domain::attachment::Purpose;
use crate::domain::credit::{Reached, Verdict};
use crate::domain::customer::CustomerKind;
use crate::domain::document::{DocumentKind, ItemClass};
use crate::domain::evidence::Class;
use crate::domain::field::{Field, Section};
use crate::domain::letter::{ChargeKind, LetterKind};
use crate::domain::outbox::{Channel, Stand};
use crate::domain::pause::PauseKind;
use crate::domain::posting::PostingKind;
use crate::domain::receipt::OtherKind;
use crate::domain::record::{HoldLevel, NoticeKind, RecordKind, SecurityKind};
use crate::domain::upkeep::Alike;
use crate::reports::settling::ReceiptState;

const REFUSAL: &str = include_str!("../domain/refusal/mod.rs");
const COLLECTING: &str = include_str!("../domain/refusal/collecting.rs");
const REGISTER: &str = include_str!("../domain/refusal/register.rs");
const EVIDENCE: &str = include_str!("../domain/evidence.rs");
const EVENT: &str = include_str!("../domain/told.rs");
const INTAKE: &str = include_str!("../domain/intake.rs");
const COMMAND: &str = include_str!("../domain/command/mod.rs");
const FILTER: &str = include_str!("filter/mod.rs");
const TROUBLE: &str = include_str!("../store/trouble.rs");
const VERIFY: &str = include_str!("../store/verify.rs");
const CONFIG: &str = include_str!("../desk/config/mod.rs");
const EMAIL: &str = include_str!("../letters/email.rs");
const SECRET: &str = include_str!("../letters/secret.rs");
const MAIL: &str = include_str!("../desk/mail.rs");
const LAW: &str = include_str!("../rules/law/fault.rs");
const LETTERS: &str = include_str!("../letters/fault.rs");
const REMINDING: &str = include_str!("../domain/reminding.rs");
const ASSESSMENT: &str = include_str!("../domain/assessment.rs");
const SIGNS: &str = include_str!("../domain/warning.rs");
const UPKEEP: &str = include_str!("../domain/upkeep.rs");
const DEPARTURE: &str = include_str!("../domain/departure.rs");
const POLICY: &str = include_str!("../rules/policy/fault.rs");
const MAPPING: &str = include_str!("../desk/mapping/mod.rs");

/// The variants of an enum in a source: key in kebab case, and fields.
fn variants(source: &str, name: &str) -> Vec<(String, Vec<String>)> {
    let names = |fields: Vec<(String, String)>| fields.into_iter().map(|(name, _)| name).collect();
    let variants = typed_variants(source, name).into_iter();
    variants.map(|(key, fields)| (key, names(fields))).collect()
}

/// The same with the type of each field.
fn typed_variants(source: &str, name: &str) -> Vec<(String, Vec<(String, String)>)> {
    let start = source.find(&format!("pub enum {name} {{")).expect(name);
    let body = source[start..].split_once('{').unwrap().1;
    let code: String = body
        .lines()
        .map(|line| line.split("//").next().unwrap_or(""))
        .collect::<Vec<_>>()
        .join(" ");
    let (mut depth, mut parts, mut part) = (0, Vec::new(), String::new());
    for c in code.chars() {
        match c {
            '}' if depth == 0 => break,
            ',' if depth == 0 => parts.push(std::mem::take(&mut part)),
            c => {
                depth += i32::from("{(<".contains(c)) - i32::from("})>".contains(c));
                part.push(c);
            }
        }
    }
    parts.push(part);
    let variants = parts
        .iter()
        .map(|part| part.trim())
        .filter(|part| !part.is_empty());
    variants
        .map(|part| {
            let (name, fields) = part.split_once('{').unwrap_or((part, ""));
            let fields = fields
                .trim_end_matches('}')
                .split(',')
                .filter_map(|field| field.split_once(':'));
            (
                kebab(name.trim()),
                fields
                    .map(|(field, of)| (field.trim().to_owned(), of.trim().to_owned()))
                    .collect(),
            )
        })
        .collect()
}

fn kebab(name: &str) -> String {
    let mut kebab = String::new();
    for c in name.chars() {
        if c.is_uppercase() && !kebab.is_empty() {
            kebab.push('-');
        }
        kebab.extend(c.to_lowercase());
    }
    kebab
}

/// The same of all that one table tells: of refusals, those with a file of their own too.
fn told(source: &str, name: &str) -> Vec<(String, Vec<String>)> {
    let mut all = variants(source, name);
    if name == "Refusal" {
        // The variant that holds them is no refusal by itself.
        all.retain(|(key, _)| !key.contains('('));
        all.extend(variants(COLLECTING, "CollectingRefusal"));
        all.extend(variants(REGISTER, "RegisterRefusal"));
    }
    all
}

/// Faults of a table against the variants that it must tell.
fn faults(locale: &Locale, table: &str, variants: &[(String, Vec<String>)]) -> Vec<String> {
    let mut faults = Vec::new();
    for (key, fields) in variants {
        let key = format!("{table}.{key}");
        if !locale.has(&key) {
            faults.push(format!("{key} has no sentence"));
        }
        for blank in sentence::blanks(locale.text(&key)) {
            if !fields.iter().any(|field| field == blank) {
                faults.push(format!("{key} has a blank {{{blank}}} but no such field"));
            }
        }
    }
    let known: BTreeSet<&str> = variants.iter().map(|(key, _)| key.as_str()).collect();
    let stray = locale
        .keys_of(table)
        .into_iter()
        .filter(|key| !known.contains(key));
    faults.extend(stray.map(|key| format!("{table}.{key} tells nothing")));
    faults
}

#[test]
fn variants_are_read_from_the_source() {
    let refusals = variants(REFUSAL, "Refusal");
    assert!(refusals.len() >= 38, "{}", refusals.len());
    assert!(refusals.contains(&("amount-not-positive".into(), vec![])));
    assert!(refusals.contains(&(
        "more-than-received".into(),
        vec!["asked".into(), "left".into()]
    )));
    let split = "pub enum X {\n  /// Doc, with a comma.\n  A {\n    b: Vec<(u8, C)>,\n    d: E,\n  },\n  F,\n}\npub enum Y { Z }";
    assert_eq!(
        variants(split, "X"),
        [
            ("a".into(), vec!["b".into(), "d".into()]),
            ("f".into(), vec![])
        ]
    );
}

#[test]
fn every_variant_has_its_sentence() {
    for tag in Locale::tags() {
        let locale = Locale::load(tag).unwrap();
        for (table, source, name) in [
            ("refusal", REFUSAL, "Refusal"),
            ("evidence", EVIDENCE, "Evidence"),
            ("event", EVENT, "EventFacts"),
            ("problem", INTAKE, "Problem"),
            ("filter", FILTER, "FilterFault"),
            ("ledger", TROUBLE, "Trouble"),
            ("finding", VERIFY, "Finding"),
            ("config", CONFIG, "ConfigFault"),
            ("email-fault", EMAIL, "EmailFault"),
            ("secret-fault", SECRET, "SecretFault"),
            ("mail-fault", MAIL, "MailFault"),
            ("law-fault", LAW, "LawFault"),
            ("letter-fault", LETTERS, "LetterFault"),
            ("breach", REMINDING, "Breach"),
            ("waits", REMINDING, "WaitsFor"),
            ("why", REMINDING, "Why"),
            ("not-charged", REMINDING, "NotCharged"),
            ("warning", REMINDING, "Warning"),
            ("out-of-date", DEPARTURE, "OutOfDate"),
            ("policy-fault", POLICY, "PolicyFault"),
            ("mapping", MAPPING, "MappingFault"),
            ("credit", ASSESSMENT, "Because"),
            ("early-warning", SIGNS, "Shows"),
            ("terms-doubt", UPKEEP, "TermsDoubt"),
            ("data-fault", UPKEEP, "DataFault"),
            ("audit", UPKEEP, "AuditFinding"),
        ] {
            assert_eq!(
                faults(&locale, table, &told(source, name)),
                [""; 0],
                "{tag}"
            );
        }
    }
}

#[test]
fn every_amount_of_evidence_is_told_as_money() {
    let locale = Locale::english();
    let mut told = 0;
    for (key, fields) in typed_variants(EVIDENCE, "Evidence") {
        let amounts: Vec<&str> = fields
            .iter()
            .filter(|(_, of)| of == "Minor")
            .map(|(field, _)| field.as_str())
            .collect();
        if amounts.is_empty() {
            continue;
        }
        let has_currency = fields.iter().any(|(field, _)| field == "currency");
        assert!(has_currency, "{key} has no currency");
        let mut piece = serde_json::json!({ "key": key, "currency": "EUR" });
        for amount in amounts {
            piece[amount] = 1_234_567.into();
        }
        let sentence = locale.tell("evidence", &piece);
        assert!(sentence.contains("12\u{a0}345,67\u{a0}EUR"), "{sentence}");
        told += 1;
    }
    assert!(told >= 9, "{told}");
}

/// What one language lacks, has too much, or asks of its blanks otherwise than English. How a date is put together is
/// each language's own.
fn differences(english: &HashMap<String, String>, other: &HashMap<String, String>) -> Vec<String> {
    let blanks = |text: &String| -> BTreeSet<String> {
        sentence::blanks(text)
            .into_iter()
            .map(str::to_owned)
            .collect()
    };
    let shape = |key: &str| key.starts_with("format.") && key.ends_with("date");
    let mut found = Vec::new();
    for (key, text) in english {
        match other.get(key) {
            None => found.push(format!("{key} is missing")),
            Some(said) if !shape(key) && blanks(said) != blanks(text) => found.push(format!(
                "{key} has the blanks {:?}, English {:?}",
                blanks(said),
                blanks(text)
            )),
            Some(said) if said.trim().is_empty() != text.trim().is_empty() => {
                found.push(format!("{key} is empty in one language"));
            }
            Some(_) => {}
        }
    }
    let stray = other.keys().filter(|key| !english.contains_key(*key));
    found.extend(stray.map(|key| format!("{key} is in no other language")));
    found.sort_unstable();
    found
}

#[test]
fn every_language_says_everything() {
    let english = locale::written(0);
    for (at, tag) in Locale::tags().enumerate() {
        let found = differences(&english, &locale::written(at));
        assert_eq!(found, [""; 0], "{tag}.toml");
    }
}

#[test]
fn what_a_language_lacks_is_found() {
    let texts = |pairs: &[(&str, &str)]| -> HashMap<String, String> {
        let owned = |(key, text): &(&str, &str)| ((*key).to_owned(), (*text).to_owned());
        pairs.iter().map(owned).collect()
    };
    let english = texts(&[
        ("format.date", "{day} {month}"),
        ("a.lacks", "x"),
        ("a.blanks", "{count} {count:item|items} of {name}"),
        ("a.says", "x"),
        ("a.fits", "{count} {count:item|items}"),
    ]);
    let other = texts(&[
        ("format.date", "{dd}.{mm}."),
        ("a.blanks", "{count} av {nam}"),
        ("a.says", ""),
        ("a.fits", "{count} stk."),
        ("a.stray", "x"),
    ]);
    assert_eq!(
        differences(&english, &other),
        [
            "a.blanks has the blanks {\"count\", \"nam\"}, English {\"count\", \"name\"}",
            "a.lacks is missing",
            "a.says is empty in one language",
            "a.stray is in no other language",
        ]
    );
}

#[test]
fn every_name_has_its_word() {
    let names = COMMAND
        .split("=> \"")
        .skip(1)
        .map(|rest| format!("command.{}", rest.split('"').next().unwrap()));
    let mut keys: Vec<String> = names.collect();
    assert!(keys.len() >= 11, "{keys:?}");
    keys.extend(PostingKind::ALL.map(|kind| format!("posting.{}", kind.name())));
    for kind in [
        CustomerKind::Business,
        CustomerKind::Consumer,
        CustomerKind::Public,
    ] {
        keys.push(format!("kind.{}", kind.name()));
    }
    for kind in [
        DocumentKind::Invoice,
        DocumentKind::CreditNote,
        DocumentKind::Charge,
    ] {
        keys.push(format!("kind.{}", kind.name()));
    }
    for kind in OtherKind::ALL {
        keys.push(format!("kind.{}", kind.name()));
    }
    keys.extend(PauseKind::ALL.map(|kind| format!("pause.{}", kind.name())));
    keys.extend(Reached::ALL.map(|reached| format!("reached.{}", reached.name())));
    keys.extend(Alike::ALL.map(|alike| format!("alike.{}", alike.name())));
    for field in Field::ALL {
        keys.extend(["field", "field-word"].map(|table| format!("{table}.{}", field.name())));
    }
    keys.extend(RecordKind::ALL.map(|kind| format!("record.{}", kind.name())));
    keys.extend(RecordKind::ALL.map(|kind| format!("command.{}", kind.command())));
    keys.extend(HoldLevel::ALL.map(|level| format!("hold.{}", level.name())));
    keys.extend(NoticeKind::ALL.map(|notice| format!("notice.{}", notice.name())));
    keys.extend(SecurityKind::ALL.map(|kind| format!("security.{}", kind.name())));
    keys.extend(Section::ALL.map(|section| format!("section.{}", section.name())));
    keys.extend(Verdict::ALL.map(|verdict| format!("verdict.{}", verdict.name())));
    keys.extend(LetterKind::ALL.map(|kind| format!("letter.{}", kind.name())));
    keys.extend(Channel::ALL.map(|channel| format!("channel.{}", channel.name())));
    keys.extend(Stand::ALL.map(|stand| format!("stand.{}", stand.name())));
    keys.extend(Purpose::ALL.map(|purpose| format!("purpose.{}", purpose.name())));
    keys.extend(ChargeKind::ALL.map(|kind| format!("charge.{}", kind.name())));
    keys.extend(
        [Class::A, Class::B, Class::C, Class::D].map(|class| format!("class.{}", class.letter())),
    );
    for tag in Locale::tags() {
        let locale = Locale::load(tag).unwrap();
        for key in &keys {
            assert!(locale.has(key), "{tag}: {key}");
        }
        for class in ItemClass::ALL {
            locale.item_class(class);
        }
        for state in [
            ReceiptState::ToDo,
            ReceiptState::SetAside,
            ReceiptState::Unapplied,
            ReceiptState::Settled,
            ReceiptState::Done,
        ] {
            locale.state(state);
        }
        assert_eq!(locale.missing(), [""; 0], "{tag}");
    }
}

/// Keys that the code names in a literal: the first argument of `text` and `say`.
fn keys_in(source: &str) -> Vec<&str> {
    // What stands below the tests is made up.
    let code = source
        .split("#[cfg(test)]\nmod tests {")
        .next()
        .unwrap_or(source);
    let calls = [".text(", ".say("]
        .into_iter()
        .flat_map(|call| code.split(call).skip(1));
    let literals = calls.filter_map(|rest| rest.trim_start().strip_prefix('"')?.split_once('"'));
    literals
        .map(|(key, _)| key)
        .filter(|key| key.contains('.'))
        .collect()
}

fn sources(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs")
            && !path.ends_with("text/complete.rs")
        {
            found.push((
                path.display().to_string(),
                fs::read_to_string(&path).unwrap(),
            ));
        }
    }
}

#[test]
fn every_key_in_the_code_is_in_the_locale() {
    let locale = Locale::english();
    let mut files = Vec::new();
    sources(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut files,
    );
    let mut lacking = BTreeSet::new();
    for (path, source) in &files {
        lacking.extend(
            keys_in(source)
                .into_iter()
                .filter(|key| !locale.has(key))
                .map(|key| format!("{path}: {key}")),
        );
    }
    assert_eq!(lacking, BTreeSet::new());
}
