//! What is known of the banks' own tables: data in `assets/bank-csv`, one file a bank.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use serde::Deserialize;

use crate::domain::money::Currency;
use crate::formats::cells::Field;
use crate::formats::cells::name::normal;
use crate::formats::cells::values::Mark;

const BANKS: &[&str] = &[
    include_str!("../../../assets/bank-csv/danish-savings-banks.toml"),
    include_str!("../../../assets/bank-csv/danske-bank.toml"),
    include_str!("../../../assets/bank-csv/dnb.toml"),
    include_str!("../../../assets/bank-csv/eika.toml"),
    include_str!("../../../assets/bank-csv/german-savings-banks.toml"),
    include_str!("../../../assets/bank-csv/handelsbanken.toml"),
    include_str!("../../../assets/bank-csv/ica-banken.toml"),
    include_str!("../../../assets/bank-csv/lansforsakringar.toml"),
    include_str!("../../../assets/bank-csv/nordea-dk.toml"),
    include_str!("../../../assets/bank-csv/nordea-fi.toml"),
    include_str!("../../../assets/bank-csv/nordea-no.toml"),
    include_str!("../../../assets/bank-csv/nordea-se.toml"),
    include_str!("../../../assets/bank-csv/op.toml"),
    include_str!("../../../assets/bank-csv/revolut.toml"),
    include_str!("../../../assets/bank-csv/s-pankki.toml"),
    include_str!("../../../assets/bank-csv/saastopankki.toml"),
    include_str!("../../../assets/bank-csv/sbanken.toml"),
    include_str!("../../../assets/bank-csv/seb.toml"),
    include_str!("../../../assets/bank-csv/sparebank1.toml"),
    include_str!("../../../assets/bank-csv/swedbank.toml"),
];

const GENERAL: &str = include_str!("../../../assets/bank-csv/general.toml");

/// What a column of an account statement can hold, by the name that profiles and mappings use.
pub const ROLES: &[(&str, Field)] = &[
    ("booked", Field::BookingDate),
    ("valued", Field::ValueDate),
    ("text", Field::Text),
    ("amount", Field::Amount),
    ("in", Field::AmountIn),
    ("out", Field::AmountOut),
    ("direction", Field::Direction),
    ("balance", Field::Balance),
    ("fee", Field::Fee),
    ("currency", Field::Currency),
    ("reference", Field::Reference),
    ("bank-ref", Field::BankRef),
    ("payer-name", Field::PayerName),
    ("payee-name", Field::PayeeName),
    ("payer-account", Field::PayerAccount),
    ("own-account", Field::OwnAccount),
    ("from-account", Field::FromAccount),
    ("to-account", Field::ToAccount),
    ("type", Field::EntryType),
    ("status", Field::Status),
];

/// The field of a role's name.
pub fn field(role: &str) -> Option<Field> {
    let found = ROLES.iter().find(|(name, _)| *name == role);
    found.map(|(_, field)| *field)
}

/// Which sign money out bears in a column of its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sign {
    Positive,
    Negative,
}

/// One layout of one bank.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Profile {
    pub name: String,
    /// Of rows that name none.
    pub currency: Currency,
    /// The names that its head must have, all of them; others may stand between.
    #[serde(default)]
    pub head: Vec<String>,
    /// The roles of the columns of a layout that has no head, in order.
    #[serde(default)]
    pub without_head: Vec<String>,
    /// The decimal mark, where the rows do not prove one.
    pub decimal: Option<Mark>,
    /// The sign of money out, where the rows do not prove one.
    pub out: Option<Sign>,
    /// Role to names, the first that is there.
    #[serde(default)]
    pub columns: BTreeMap<String, Vec<String>>,
}

/// The names of a role, whichever bank it is.
#[derive(Clone, Default, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Synonyms {
    clear: Vec<String>,
    /// They count when no column has a clear name.
    #[serde(default)]
    weak: Vec<String>,
}

/// Words by what they say of a row.
#[derive(Clone, Default, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Words {
    pub pending: Vec<String>,
    /// What a text ends with.
    pub pending_endings: Vec<String>,
    pub booked: Vec<String>,
    pub totals: Vec<String>,
    pub account: Vec<String>,
    pub currency: Vec<String>,
    pub credit: Vec<String>,
    pub debit: Vec<String>,
}

/// What holds for any bank. All names are in the form in which they are compared.
#[derive(Clone, Default, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct General {
    columns: BTreeMap<String, Synonyms>,
    pub words: Words,
    /// Name to field, and whether it is a clear name of it.
    #[serde(skip)]
    names: HashMap<String, (Field, bool)>,
}

impl General {
    /// What a column of that name usually holds, and whether the name is clear; the name is in the form in which
    /// names are compared.
    pub fn field_named(&self, name: &str) -> Option<(Field, bool)> {
        self.names.get(name).copied()
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Bank {
    layout: Vec<Profile>,
}

/// The banks' layouts, their names in the form in which they are compared.
pub fn profiles() -> &'static [Profile] {
    static PROFILES: OnceLock<Vec<Profile>> = OnceLock::new();
    PROFILES.get_or_init(|| {
        let banks = BANKS
            .iter()
            .filter_map(|text| toml::from_str::<Bank>(text).ok());
        let mut profiles: Vec<Profile> = banks.flat_map(|bank| bank.layout).collect();
        for profile in &mut profiles {
            make_normal(&mut profile.head);
            profile.columns.values_mut().for_each(make_normal);
        }
        profiles
    })
}

pub fn general() -> &'static General {
    static WORDS: OnceLock<General> = OnceLock::new();
    WORDS.get_or_init(|| {
        let mut general: General = toml::from_str(GENERAL).unwrap_or_default();
        for (role, synonyms) in std::mem::take(&mut general.columns) {
            let Some(field) = field(&role) else { continue };
            for (list, is_clear) in [(synonyms.clear, true), (synonyms.weak, false)] {
                let names = list.iter().map(|name| (normal(name), (field, is_clear)));
                general.names.extend(names);
            }
        }
        let words = &mut general.words;
        for list in [
            &mut words.pending,
            &mut words.pending_endings,
            &mut words.booked,
            &mut words.totals,
            &mut words.account,
            &mut words.currency,
            &mut words.credit,
            &mut words.debit,
        ] {
            make_normal(list);
        }
        general
    })
}

fn make_normal(names: &mut Vec<String>) {
    for name in names {
        *name = normal(name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_profile_is_sound() {
        let mut count = 0;
        for text in BANKS {
            let bank: Bank = toml::from_str(text).unwrap();
            count += bank.layout.len();
            for profile in bank.layout {
                let roles = profile.columns.keys().chain(&profile.without_head);
                for role in roles.clone() {
                    assert!(field(role).is_some(), "{}: {role}", profile.name);
                }
                let has = |role: &str| roles.clone().any(|other| other == role);
                let money = has("amount") || has("in") && has("out");
                assert!(has("booked") && money, "{}", profile.name);
                assert!(profile.without_head.is_empty() || profile.head.is_empty());
                // What the head must have answers for the day and the money.
                for (role, names) in &profile.columns {
                    if ["booked", "amount", "in", "out"].contains(&role.as_str()) {
                        assert!(
                            names.iter().any(|name| profile.head.contains(name)),
                            "{}: {role}",
                            profile.name
                        );
                    }
                }
            }
        }
        assert_eq!(profiles().len(), count);
    }

    #[test]
    fn every_synonym_stands_for_one_role() {
        let written: General = toml::from_str(GENERAL).unwrap();
        let mut seen: BTreeMap<String, &str> = BTreeMap::new();
        for (role, names) in &written.columns {
            assert!(field(role).is_some(), "{role}");
            for name in names.clear.iter().chain(&names.weak) {
                let before = seen.insert(normal(name), role);
                assert!(
                    before.is_none_or(|other| other == role),
                    "{name}: {before:?} and {role}"
                );
            }
        }
        assert_eq!(seen.len(), general().names.len());
        assert!(!seen.contains_key(""));
        let words = &general().words;
        assert!(
            words
                .pending
                .iter()
                .all(|word| !words.booked.contains(word))
        );
        assert!(words.credit.iter().all(|word| !words.debit.contains(word)));
    }
}
