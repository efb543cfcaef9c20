//! The user's language: sentences by dotted key, with facts in their blanks, and the marks of figures and dates.
//!
//! A locale is a file in `assets/locales`, built into the binary. What another language does not say is said in
//! English. A key that no file has is a slip in the code: it is shown as itself, and `missing` lists it.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use serde::Serialize;
use serde_json::Value;

use crate::domain::date::Date;
use crate::domain::document::ItemClass;
use crate::domain::money::{Currency, Minor};
use crate::reports::settling::ReceiptState;

use super::sentence;

const ENGLISH: &str = include_str!("../../assets/locales/en.toml");

/// The languages there are, by tag; English first.
const LANGUAGES: [(&str, &str); 1] = [("en", ENGLISH)];

/// Fields that are shown as they came: what a file or a person wrote must not be written anew.
const VERBATIM: [&str; 5] = ["value", "number", "reference", "text", "reason"];

/// Fields that are quantities. Other whole numbers are identities, which are not grouped.
const QUANTITIES: [&str; 5] = ["count", "limit", "expected", "found", "stated"];

/// Fields of whole minor units, when a `currency` stands beside them: before `QUANTITIES`.
const MINOR_UNITS: [&str; 9] = [
    "amount",
    "left",
    "over",
    "charges",
    "charge",
    "discount",
    "commission",
    "difference",
    "limit",
];

/// A language. Cloning is cheap.
#[derive(Clone)]
pub struct Locale(Arc<Inner>);

struct Inner {
    tag: &'static str,
    texts: &'static HashMap<String, String>,
    marks: Marks,
    missing: Mutex<BTreeMap<String, &'static str>>,
}

/// What figures and dates are written with: looked up once.
pub(super) struct Marks {
    pub group: String,
    pub decimal: String,
    pub minus: String,
    pub empty: String,
    pub months: Vec<String>,
    pub weekdays: Vec<String>,
}

impl Locale {
    /// The language of a tag such as `en`, `en-GB` or `en_GB.UTF-8`; none if there is no such file.
    pub fn load(tag: &str) -> Option<Self> {
        let language = tag.split(['-', '_', '.', '@']).next()?.trim();
        LANGUAGES
            .into_iter()
            .position(|(known, _)| known.eq_ignore_ascii_case(language))
            .map(Self::of)
    }

    pub fn english() -> Self {
        Self::of(0)
    }

    /// The language at a place of the list.
    fn of(at: usize) -> Self {
        let (tag, texts) = (LANGUAGES[at].0, texts(at));
        let text = |key: &str| {
            texts
                .get(&format!("format.{key}"))
                .cloned()
                .unwrap_or_default()
        };
        let words = |key: &str| text(key).split_whitespace().map(str::to_owned).collect();
        let marks = Marks {
            group: text("group"),
            decimal: text("decimal"),
            minus: text("minus"),
            empty: text("empty"),
            months: words("months"),
            weekdays: words("weekdays"),
        };
        Self(Arc::new(Inner {
            tag,
            texts,
            marks,
            missing: Mutex::default(),
        }))
    }

    /// Tags of the languages there are.
    pub fn tags() -> impl Iterator<Item = &'static str> {
        LANGUAGES.into_iter().map(|(tag, _)| tag)
    }

    pub fn tag(&self) -> &'static str {
        self.0.tag
    }

    pub(super) fn marks(&self) -> &Marks {
        &self.0.marks
    }

    pub fn has(&self, key: &str) -> bool {
        self.0.texts.contains_key(key)
    }

    /// All keys under a table, without the table's name.
    pub fn keys_of(&self, table: &str) -> Vec<&str> {
        let inside =
            |key: &'_ String| key.starts_with(table) && key[table.len()..].starts_with('.');
        let mut keys: Vec<&str> = self
            .0
            .texts
            .keys()
            .filter(|key| inside(key))
            .map(|key| &key[table.len() + 1..])
            .collect();
        keys.sort_unstable();
        keys
    }

    /// The text of a key; the key itself if there is none.
    pub fn text(&self, key: &str) -> &str {
        match self.0.texts.get(key) {
            Some(text) => text,
            None => self.0.note_missing(key),
        }
    }

    /// Keys that were asked for and that no file has. Always empty, or a test fails.
    pub fn missing(&self) -> Vec<&'static str> {
        self.0
            .missing
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .values()
            .copied()
            .collect()
    }

    /// The text of a key with facts in its blanks; see `sentence`.
    pub fn say(&self, key: &str, facts: &[(&str, &str)]) -> String {
        sentence::fill(self.text(key), facts)
    }

    /// The sentence of a value under `<table>.<its key>`, with its fields as facts in the user's form.
    pub fn tell<T: Serialize>(&self, table: &str, value: &T) -> String {
        let fields = match serde_json::to_value(value) {
            Ok(Value::Object(fields)) => fields,
            Ok(Value::String(name)) => return self.text(&format!("{table}.{name}")).to_owned(),
            _ => return self.text(table).to_owned(),
        };
        let key = fields
            .get("key")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let currency = fields
            .get("currency")
            .and_then(Value::as_str)
            .and_then(Currency::parse);
        let facts: Vec<(&str, String)> = fields
            .iter()
            .map(|(name, value)| (name.as_str(), self.fact(name, value, currency)))
            .collect();
        let facts: Vec<(&str, &str)> = facts
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        self.say(&format!("{table}.{key}"), &facts)
    }

    pub fn state(&self, state: ReceiptState) -> &str {
        self.text(match state {
            ReceiptState::ToDo => "state.to-do",
            ReceiptState::SetAside => "state.set-aside",
            ReceiptState::Unapplied => "state.unapplied",
            ReceiptState::Settled => "state.settled",
            ReceiptState::Done => "state.done",
        })
    }

    pub fn item_class(&self, class: ItemClass) -> &str {
        self.text(match class {
            ItemClass::Debit => "class.debit",
            ItemClass::Charge => "class.charge",
            ItemClass::Credit => "class.credit",
            ItemClass::Receipt => "class.receipt",
        })
    }

    /// A field of a told value, as the user writes such things.
    fn fact(&self, name: &str, value: &Value, currency: Option<Currency>) -> String {
        match value {
            Value::Null => String::new(),
            Value::String(text) if VERBATIM.contains(&name) => text.clone(),
            Value::String(kind) if name == "difference" => {
                self.text(&format!("difference.{kind}")).to_owned()
            }
            Value::String(kind) if name == "letter_kind" => {
                self.text(&format!("letter.{kind}")).to_owned()
            }
            Value::String(text) => {
                iso_date(text).map_or_else(|| text.clone(), |date| self.date(date))
            }
            Value::Number(number) => match (number.as_i64(), currency) {
                (Some(n), Some(currency)) if MINOR_UNITS.contains(&name) => {
                    self.money(Minor(n), currency)
                }
                (Some(n), _) if QUANTITIES.contains(&name) && n >= 0 => {
                    self.whole(n.unsigned_abs())
                }
                _ => number.to_string(),
            },
            Value::Array(items) => {
                let items: Vec<String> = items
                    .iter()
                    .map(|item| self.fact(name, item, currency))
                    .collect();
                items.join(", ")
            }
            Value::Object(fields) => self.money_fact(fields).unwrap_or_else(|| value.to_string()),
            Value::Bool(_) => value.to_string(),
        }
    }

    /// `Money` as it serialises: `{"money":"100.00","currency":"NOK"}`.
    fn money_fact(&self, fields: &serde_json::Map<String, Value>) -> Option<String> {
        let currency = Currency::parse(fields.get("currency")?.as_str()?)?;
        let amount = fields.get("money")?.as_str()?.parse().ok()?;
        Some(self.money(Minor::rounded(amount, currency)?, currency))
    }
}

impl fmt::Debug for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Locale({})", self.0.tag)
    }
}

impl Inner {
    /// Keeps each key that is missing once: they are few, and none in a program that passes its tests.
    fn note_missing(&self, key: &str) -> &'static str {
        let mut missing = self.missing.lock().unwrap_or_else(PoisonError::into_inner);
        missing
            .entry(key.to_owned())
            .or_insert_with(|| Box::leak(key.to_owned().into_boxed_str()))
    }
}

/// `2026-11-22` and nothing looser.
fn iso_date(text: &str) -> Option<Date> {
    let shaped = text.len() == 10
        && text.bytes().enumerate().all(|(i, b)| match i {
            4 | 7 => b == b'-',
            _ => b.is_ascii_digit(),
        });
    if shaped { text.parse().ok() } else { None }
}

/// All texts of the language at a place of the list. Read once: a start asks for its language several times.
fn texts(at: usize) -> &'static HashMap<String, String> {
    static TEXTS: [OnceLock<HashMap<String, String>>; LANGUAGES.len()] =
        [const { OnceLock::new() }; LANGUAGES.len()];
    TEXTS[at].get_or_init(|| {
        let mut texts = flatten(ENGLISH);
        if at > 0 {
            texts.extend(flatten(LANGUAGES[at].1));
        }
        texts
    })
}

/// A file's tables as dotted keys. A file that is no TOML says nothing; a test reads them all.
fn flatten(source: &str) -> HashMap<String, String> {
    let mut texts = HashMap::new();
    if let Ok(table) = source.parse::<toml::Table>() {
        take("", &table, &mut texts);
    }
    texts
}

fn take(prefix: &str, table: &toml::Table, texts: &mut HashMap<String, String>) {
    for (name, value) in table {
        let key = if prefix.is_empty() {
            name.clone()
        } else {
            format!("{prefix}.{name}")
        };
        match value {
            toml::Value::Table(table) => take(&key, table, texts),
            toml::Value::String(text) => {
                texts.insert(key, text.clone());
            }
            other => {
                texts.insert(key, other.to_string());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::evidence::Evidence;
    use crate::domain::money::Money;
    use crate::domain::reference::Scheme;
    use crate::domain::refusal::Refusal;

    #[test]
    fn every_file_is_toml() {
        for (tag, source) in LANGUAGES {
            assert_eq!(source.parse::<toml::Table>().map(|_| ()), Ok(()), "{tag}");
        }
    }

    #[test]
    fn a_tag_finds_its_language() {
        for tag in ["en", "EN", "en-GB", "en_US.UTF-8"] {
            assert_eq!(
                Locale::load(tag).map(|locale| locale.tag()),
                Some("en"),
                "{tag}"
            );
        }
        assert!(Locale::load("xx").is_none());
        assert!(Locale::load("").is_none());
    }

    #[test]
    fn a_missing_key_is_itself_and_is_noted() {
        let locale = Locale::english();
        assert_eq!(locale.text("no.such.key"), "no.such.key");
        assert_eq!(locale.say("nor.this", &[]), "nor.this");
        assert_eq!(locale.text("no.such.key"), "no.such.key");
        assert_eq!(locale.missing(), ["no.such.key", "nor.this"]);
    }

    #[test]
    fn values_are_told_with_their_facts() {
        let locale = Locale::english();
        let told = |refusal: &Refusal| locale.tell("refusal", refusal);
        let money = |n| Money::new(Minor(n), Currency::NOK);
        let asked = Refusal::MoreThanOpen {
            invoice: "10231".into(),
            asked: money(1_820_000),
            open: money(900_050),
        };
        assert_eq!(
            told(&asked),
            "18\u{a0}200,00\u{a0}NOK is more than the 9\u{a0}000,50\u{a0}NOK that is open on invoice 10231."
        );
        let day = |text: &str| text.parse::<Date>().unwrap();
        let locked = Refusal::Locked {
            date: day("2026-11-22"),
            locked: day("2026-12-31"),
        };
        assert_eq!(
            told(&locked),
            "22 Nov 2026 is locked: the books are closed until 31 Dec 2026."
        );
        assert_eq!(told(&Refusal::ReasonMissing), "This needs a reason.");
        let entry = Refusal::UnknownEntry {
            entry: crate::domain::id::EntryId(12_345),
        };
        assert_eq!(told(&entry), "There is no entry 12345 in the log.");
        assert_eq!(locale.missing(), [""; 0]);
    }

    #[test]
    fn evidence_is_told_in_the_users_amounts() {
        let locale = Locale::english();
        let told = |evidence: &Evidence| locale.tell("evidence", evidence);
        let reference = Evidence::Reference {
            reference: "2026-11-22".into(),
            invoice: "10231".into(),
            schemes: vec![Scheme::Mod10, Scheme::Viite],
        };
        assert_eq!(
            told(&reference),
            "reference 2026-11-22 is invoice 10231's (check digit mod10, viite right)"
        );
        let short = Evidence::AmountShort {
            left: Minor(250_000),
            currency: Currency::EUR,
        };
        assert_eq!(
            told(&short),
            "2\u{a0}500,00\u{a0}EUR less than what is open"
        );
    }

    #[test]
    fn plain_names_are_told_too() {
        let locale = Locale::english();
        assert_eq!(
            locale.tell("posting", &crate::domain::posting::PostingKind::Exchange),
            "exchange difference"
        );
    }
}
