//! The user's language: sentences by dotted key, with facts in their blanks, and the marks of figures and dates.
//!
//! A locale is a file in `assets/locales`, built into the binary. What another language does not say is said in
//! English. A key that no file has is a slip in the code: it is shown as itself, and `missing` lists it.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use crate::domain::document::ItemClass;
use crate::reports::settling::ReceiptState;

use super::sentence;

/// The languages there are, by tag; English first.
const LANGUAGES: &[(&str, &str)] = &[
    ("en", include_str!("../../assets/locales/en.toml")),
    ("nb", include_str!("../../assets/locales/nb.toml")),
    ("sv", include_str!("../../assets/locales/sv.toml")),
    // Each language is one line: its tag, and its file.
];

/// Other tags of a language: systems also call Norwegian `no`, and who reads nynorsk reads bokmål.
const ALSO: [(&str, &str); 2] = [("no", "nb"), ("nn", "nb")];

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
    /// The language of a tag such as `en`, `nb-NO` or `no_NO.UTF-8`; none if there is no such file.
    pub fn load(tag: &str) -> Option<Self> {
        let language = tag.split(['-', '_', '.', '@']).next()?.trim();
        let also = ALSO
            .into_iter()
            .find(|(other, _)| other.eq_ignore_ascii_case(language));
        let language = also.map_or(language, |(_, known)| known);
        LANGUAGES
            .iter()
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
        LANGUAGES.iter().map(|(tag, _)| *tag)
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
    pub fn text(&self, key: &str) -> &'static str {
        let texts: &'static HashMap<String, String> = self.0.texts;
        match texts.get(key) {
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

/// All texts of the language at a place of the list. Read once: a start asks for its language several times.
fn texts(at: usize) -> &'static HashMap<String, String> {
    static TEXTS: [OnceLock<HashMap<String, String>>; LANGUAGES.len()] =
        [const { OnceLock::new() }; LANGUAGES.len()];
    TEXTS[at].get_or_init(|| {
        if at == 0 {
            return flatten(LANGUAGES[at].1);
        }
        let mut texts = self::texts(0).clone();
        texts.extend(flatten(LANGUAGES[at].1));
        texts
    })
}

/// What the file at a place of the list says itself, without the English that stands in for what it lacks.
#[cfg(test)]
pub(super) fn written(at: usize) -> HashMap<String, String> {
    flatten(LANGUAGES[at].1)
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
        for tag in ["nb", "no", "nn", "nb_NO.UTF-8", "NO", "nn-NO", "no@bokmal"] {
            let language = Locale::load(tag).map(|locale| locale.tag());
            assert_eq!(language, Some("nb"), "{tag}");
        }
        assert!(Locale::load("xx").is_none());
        assert!(Locale::load("C").is_none());
        assert!(Locale::load("POSIX").is_none());
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
}
