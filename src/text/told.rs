//! Values told in sentences: which of their fields are shown as they came, and which in the user's form.

use serde::Serialize;
use serde_json::Value;

use crate::domain::date::Date;
use crate::domain::money::{Currency, Minor};

use super::locale::Locale;

/// Fields that are shown as they came: what a file or a person wrote must not be written anew.
const VERBATIM: [&str; 5] = ["value", "number", "reference", "text", "reason"];

/// Fields that name a part of a file, or a thing, in words of the code: `[word]` has them.
const WORDED: [&str; 3] = ["what", "expected", "format"];

/// Fields that are quantities. Other whole numbers are identities, which are not grouped.
const QUANTITIES: [&str; 5] = ["count", "limit", "expected", "found", "stated"];

/// Fields that name ways to a customer, and places on the way.
const WAYS: [&str; 2] = ["channel", "stopped"];
const STANDS: [&str; 2] = ["stand", "asked"];

/// Fields of credit, of records and of the register in words, and the table that has them.
const CREDIT_WORDS: [(&str, &str); 10] = [
    ("record_kind", "record"),
    ("level", "hold"),
    ("hold_rule", "hold-rule"),
    ("notice", "notice"),
    ("section", "section"),
    ("over", "verdict"),
    ("reached", "reached"),
    ("field_label", "field"),
    ("alike", "alike"),
    ("company_size", "company-size"),
];
/// Fields that name fields of a customer, and roles of users.
const FIELDS: [&str; 2] = ["register_field", "register_fields"];
const ROLES: [&str; 2] = ["role", "needed"];

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

impl Locale {
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
            .map(|(name, value)| {
                let named = self.named(table, key, name, value);
                let fact = named.map_or_else(|| self.fact(name, value, currency), str::to_owned);
                (name.as_str(), fact)
            })
            .collect();
        let facts: Vec<(&str, &str)> = facts
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        self.say(&format!("{table}.{key}"), &facts)
    }

    /// What the policy names: a stage in the user's words, and the policy itself where no paragraph stands behind
    /// something. What is wrong with the settings is told in the settings' own words.
    fn named<'a>(&self, table: &str, key: &str, name: &str, value: &'a Value) -> Option<&'a str>
    where
        Self: 'a,
    {
        let text = value.as_str()?;
        let is_stage =
            name == "stage" || (key == "stage-differs" && ["expected", "due"].contains(&name));
        match table {
            "policy-fault" => None,
            "why" if name == "rule" && text.is_empty() => Some(self.text("policy.itself")),
            _ if is_stage && key != "moved-in" => Some(self.stage(text)),
            _ => None,
        }
    }

    /// A field of a told value, as the user writes such things.
    fn fact(&self, name: &str, value: &Value, currency: Option<Currency>) -> String {
        match value {
            Value::Null => String::new(),
            Value::String(text) if VERBATIM.contains(&name) => text.clone(),
            Value::String(word) if self.credit_word(name, word).is_some() => {
                self.credit_word(name, word).unwrap_or_default().to_owned()
            }
            Value::String(kind) if name == "difference" => {
                self.text(&format!("difference.{kind}")).to_owned()
            }
            Value::String(kind) if name == "kind" && self.has(&format!("link.{kind}")) => {
                self.text(&format!("link.{kind}")).to_owned()
            }
            Value::String(breach) if name == "what" && self.has(&format!("breach.{breach}")) => {
                self.text(&format!("breach.{breach}")).to_owned()
            }
            Value::String(way) if WAYS.contains(&name) && self.has(&format!("channel.{way}")) => {
                self.text(&format!("channel.{way}")).to_owned()
            }
            Value::String(stand)
                if STANDS.contains(&name) && self.has(&format!("stand.{stand}")) =>
            {
                self.text(&format!("stand.{stand}")).to_owned()
            }
            Value::String(field) if FIELDS.contains(&name) => {
                self.text(&format!("field-word.{field}")).to_owned()
            }
            Value::String(role) if ROLES.contains(&name) => {
                self.text(&format!("role.{role}")).to_owned()
            }
            Value::String(wrong) if name == "why" && self.has(&format!("wrong.{wrong}")) => {
                self.text(&format!("wrong.{wrong}")).to_owned()
            }
            Value::String(purpose) if name == "purpose" => {
                self.text(&format!("purpose.{purpose}")).to_owned()
            }
            Value::String(kind) if name == "letter_kind" => {
                self.text(&format!("letter.{kind}")).to_owned()
            }
            Value::String(kind) if name == "kind" => {
                let tables = ["charge", "pause", "letter"].into_iter();
                let mut keys = tables.map(|table| format!("{table}.{kind}"));
                keys.find(|key| self.has(key))
                    .map_or_else(|| kind.clone(), |key| self.text(&key).to_owned())
            }
            // What the system says, where the locale has words for it.
            Value::String(cause) if name == "cause" && self.has(&format!("cause.{cause}")) => {
                self.text(&format!("cause.{cause}")).to_owned()
            }
            Value::String(text) if WORDED.contains(&name) => self.word(text),
            // Of one word it is a column's own name.
            Value::String(text) if name == "field" && text.contains(' ') => self.word(text),
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
            Value::Object(fields) => self
                .money_fact(fields)
                .or_else(|| self.cause(fields))
                .or_else(|| self.likely(fields))
                .unwrap_or_else(|| value.to_string()),
            Value::Bool(_) => value.to_string(),
        }
    }

    /// Why a hold stands: what somebody said, or else the rule that set it, under its own name if the locale has no words
    /// for it.
    pub fn why_held<'a>(&self, rule: Option<&'a str>, said: &'a str) -> &'a str {
        match rule {
            Some(rule) if said.is_empty() => self.credit_word("hold_rule", rule).unwrap_or(rule),
            _ => said,
        }
    }

    /// A word of credit or of the register.
    fn credit_word(&self, name: &str, word: &str) -> Option<&'static str> {
        let (_, table) = CREDIT_WORDS.iter().find(|(field, _)| *field == name)?;
        let key = format!("{table}.{word}");
        self.has(&key).then(|| self.text(&key))
    }

    /// The words for a part of a file, which may stand behind a tag (`:61: value date`) or before a number. What the
    /// locale does not know is the user's own, such as the name of a column.
    fn word(&self, text: &str) -> String {
        let (tag, named) = text.rsplit_once(": ").unwrap_or(("", text));
        let name = named.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ');
        let words = name.split(|c: char| !c.is_alphanumeric());
        let words: Vec<String> = words
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect();
        let key = format!("word.{}", words.join("-"));
        let word = self.has(&key).then(|| self.text(&key));
        match word {
            Some(word) if tag.is_empty() => format!("{word}{}", &named[name.len()..]),
            Some(word) => format!("{tag}: {word}{}", &named[name.len()..]),
            None => text.to_owned(),
        }
    }

    /// Why a charge is left out, or a letter stays: a value within a value.
    fn cause(&self, fields: &serde_json::Map<String, Value>) -> Option<String> {
        let cause = fields.get("cause")?.as_str()?;
        let facts: Vec<(&str, String)> = fields
            .iter()
            .map(|(name, value)| match value.as_str() {
                Some("") if name == "rule" => ("rule", self.text("policy.itself").to_owned()),
                _ => (name.as_str(), self.fact(name, value, None)),
            })
            .collect();
        let facts: Vec<(&str, &str)> = facts
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let keys = ["not-charged", "out-of-date"].map(|table| format!("{table}.{cause}"));
        let key = keys.iter().find(|key| self.has(key))?;
        Some(self.say(key, &facts))
    }

    /// A customer who may be another: a value within a value.
    fn likely(&self, fields: &serde_json::Map<String, Value>) -> Option<String> {
        let text = |name: &str| fields.get(name)?.as_str();
        let alike = self.fact("alike", fields.get("alike")?, None);
        let facts = [
            ("number", text("number")?),
            ("name", text("name")?),
            ("alike", &alike),
        ];
        Some(self.say("refusal-part.likely", &facts))
    }

    /// `Money` as it serialises: `{"money":"100.00","currency":"NOK"}`.
    fn money_fact(&self, fields: &serde_json::Map<String, Value>) -> Option<String> {
        let currency = Currency::parse(fields.get("currency")?.as_str()?)?;
        let amount = fields.get("money")?.as_str()?.parse().ok()?;
        Some(self.money(Minor::rounded(amount, currency)?, currency))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::evidence::Evidence;
    use crate::domain::money::Money;
    use crate::domain::reference::Scheme;
    use crate::domain::refusal::Refusal;

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
            schemes: [Scheme::Mod10, Scheme::Viite].into_iter().collect(),
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
    fn parts_of_files_are_named_in_the_users_words() {
        use crate::domain::intake::Problem;
        let locale = Locale::load("nb").unwrap();
        let told = |problem: &Problem| locale.tell("problem", problem);
        let counted = Problem::CountDiffers {
            what: "payments in deposit 12".into(),
            stated: 3,
            found: 2,
        };
        assert!(
            told(&counted)
                .starts_with("Filen oppgir 3 betalinger i innskudd 12, men inneholder 2:")
        );
        let field = |field: &str| Problem::NotADate {
            field: field.into(),
            value: "x".into(),
        };
        assert!(told(&field(":61: value date")).starts_with(":61: valuteringsdato «x»"));
        let learned = Refusal::UnknownLink {
            kind: crate::domain::link::LinkKind::Account,
            text: "9".into(),
        };
        let learned = locale.tell("refusal", &learned);
        assert!(
            learned.starts_with("Ingenting er lært om konto «9»"),
            "{learned}"
        );
        assert!(told(&field("payments")).starts_with("payments «x»"));
        assert!(told(&field("Our own column")).starts_with("Our own column «x»"));
    }

    #[test]
    fn plain_names_are_told_too() {
        let locale = Locale::english();
        assert_eq!(
            locale.tell("posting", &crate::domain::posting::PostingKind::Exchange),
            "exchange difference"
        );
    }

    #[test]
    fn reasons_of_credit_are_told_in_words() {
        use crate::domain::assessment::{Because, Reason};
        use crate::domain::credit::{Reached, Verdict};
        use crate::domain::field::Field;
        use crate::domain::record::HoldLevel;
        use crate::domain::upkeep::{DataFault, FieldName};
        let locale = Locale::english();
        let told = |because| {
            let reason = Reason {
                says: Verdict::Hold,
                percent: None,
                lifted: false,
                because,
            };
            locale.tell("credit", &reason)
        };
        let day = |text: &str| text.parse::<Date>().unwrap();
        assert_eq!(
            told(Because::Held {
                level: HoldLevel::Stop,
                since: day("2026-11-01"),
                hold_rule: None,
                reason: "by hand".into(),
            }),
            "Credit hold since 1 Nov 2026: sales stopped. by hand"
        );
        assert_eq!(
            told(Because::Held {
                level: HoldLevel::Prepay,
                since: day("2026-11-01"),
                hold_rule: Some("bureau-class".into()),
                reason: String::new(),
            }),
            "Credit hold since 1 Nov 2026: only against prepayment. a credit bureau reports a bad class"
        );
        let reached = Reached::HandedOver;
        assert_eq!(
            told(Because::ReminderReached { reached }),
            "Reminders have come to: collection by an agency."
        );
        let euro = |n| Money::new(Minor(n), Currency::EUR);
        assert_eq!(
            told(Because::WithoutRate {
                amounts: vec![euro(100), euro(250)]
            }),
            "Not counted, for want of a rate: 1,00\u{a0}EUR, 2,50\u{a0}EUR."
        );
        let fault = DataFault::Required {
            field_label: FieldName(Field::OrgNo),
        };
        assert_eq!(
            locale.tell("data-fault", &fault),
            "Organisation number is missing."
        );
    }
}
