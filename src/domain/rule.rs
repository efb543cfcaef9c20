//! The user's own rules for matching, as the settings file has them. A rule speaks only when it is switched on, and
//! it is switched on only as it was tested: a changed rule is another rule.

use std::fmt;

use rust_decimal::Decimal;
use serde::de::{self, Deserializer, Visitor};
use serde::{Deserialize, Serialize};

use super::account::bare;
use super::money::Currency;

/// What money that fits the rule is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RuleSays {
    /// A customer's: his number, or `$name` for what a named group of the pattern found.
    Customer(String),
    /// For an invoice: its number or reference, or `$name`.
    Invoice(String),
    /// No receivable: the ledger account that it belongs to.
    NotReceivable(String),
}

impl RuleSays {
    /// What it says, in the words of the rule.
    pub fn text(&self) -> &str {
        match self {
            Self::Customer(text) | Self::Invoice(text) | Self::NotReceivable(text) => text,
        }
    }

    /// The named group of the pattern that it takes its words from, if it does.
    pub fn group(&self) -> Option<&str> {
        match self {
            Self::Customer(text) | Self::Invoice(text) => text.strip_prefix('$'),
            Self::NotReceivable(_) => None,
        }
    }

    /// The same with other words.
    #[must_use]
    pub fn with(&self, text: String) -> Self {
        match self {
            Self::Customer(_) => Self::Customer(text),
            Self::Invoice(_) => Self::Invoice(text),
            Self::NotReceivable(_) => Self::NotReceivable(text),
        }
    }
}

/// One rule. All that it names must fit.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Rule {
    pub name: String,
    /// A regular expression over the payer's name and the text, each on a line of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// The payer's account, bare.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub least: Option<Decimal>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most: Option<Decimal>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    pub says: RuleSays,
}

/// A rule as the settings file writes it: what it says is one of three keys.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct WrittenRule {
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "given")]
    pub least: Option<Decimal>,
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "given")]
    pub most: Option<Decimal>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invoice: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_receivable: Option<String>,
}

/// Why a rule cannot be used.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum RuleFault {
    NameMissing,
    /// Letters that a line of a list has no room for.
    TextTooLong,
    /// It looks for nothing: neither a pattern nor an account is named.
    LooksForNothing,
    /// Its account has no digits and no letters.
    NotAnAccount,
    /// None or several of the three things that a rule may say.
    SaysNotOne,
    /// An amount is not above zero, or the least is more than the most.
    NotARange,
    /// What it says is a group that the pattern does not name.
    NoSuchGroup(String),
    /// The pattern would take too much room or time.
    PatternTooLarge,
    /// The pattern is no regular expression: what is wrong with it.
    NotAPattern(String),
}

/// Letters of the longest name, account and words of a rule.
const LONGEST_TEXT: usize = 100;

impl Rule {
    /// The rule that is written, if it makes sense by itself. Its pattern is judged where it is compiled.
    pub fn read(written: WrittenRule) -> Result<Self, RuleFault> {
        let name = written.name.trim().to_owned();
        if name.is_empty() {
            return Err(RuleFault::NameMissing);
        }
        let said = [
            written.customer.map(RuleSays::Customer),
            written.invoice.map(RuleSays::Invoice),
            written.not_receivable.map(RuleSays::NotReceivable),
        ];
        let mut said = said.into_iter().flatten();
        let (Some(says), None) = (said.next(), said.next()) else {
            return Err(RuleFault::SaysNotOne);
        };
        let says = says.with(says.text().trim().to_owned());
        if says.text().is_empty() {
            return Err(RuleFault::SaysNotOne);
        }
        let account = written.account.as_deref().map(bare);
        if account.as_deref() == Some("") {
            return Err(RuleFault::NotAnAccount);
        }
        if written.pattern.is_none() && account.is_none() {
            return Err(RuleFault::LooksForNothing);
        }
        let texts = [name.as_str(), says.text(), account.as_deref().unwrap_or("")];
        if texts.iter().any(|text| text.chars().count() > LONGEST_TEXT) {
            return Err(RuleFault::TextTooLong);
        }
        let amounts = [written.least, written.most];
        if amounts
            .iter()
            .flatten()
            .any(|amount| *amount <= Decimal::ZERO)
            || matches!(amounts, [Some(least), Some(most)] if least > most)
        {
            return Err(RuleFault::NotARange);
        }
        Ok(Self {
            name,
            pattern: written.pattern,
            account,
            least: written.least,
            most: written.most,
            currency: written.currency,
            says,
        })
    }
}

/// An amount of a settings file: in quotes, or a whole number. TOML's own fractions are floats, which no amount is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(transparent)]
pub struct WrittenAmount(#[serde(with = "rust_decimal::serde::str")] pub Decimal);

impl<'de> Deserialize<'de> for WrittenAmount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Amount;
        impl Visitor<'_> for Amount {
            type Value = WrittenAmount;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an amount in quotes, such as \"1250.00\"")
            }

            fn visit_i64<E: de::Error>(self, whole: i64) -> Result<WrittenAmount, E> {
                Ok(WrittenAmount(Decimal::from(whole)))
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<WrittenAmount, E> {
                // Decimal also takes `1_000`.
                let amount = text.parse().ok().filter(|_| !text.contains('_'));
                amount
                    .map(WrittenAmount)
                    .ok_or_else(|| E::invalid_value(de::Unexpected::Str(text), &self))
            }
        }
        deserializer.deserialize_any(Amount)
    }
}

fn given<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Decimal>, D::Error> {
    Ok(Some(WrittenAmount::deserialize(deserializer)?.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written() -> WrittenRule {
        WrittenRule {
            name: "rent".to_owned(),
            pattern: Some("husleie (?<no>[0-9]+)".to_owned()),
            customer: Some("1042".to_owned()),
            ..WrittenRule::default()
        }
    }

    #[test]
    fn a_rule_says_one_thing_and_looks_for_something() {
        let rule = Rule::read(written()).unwrap();
        assert_eq!(rule.says, RuleSays::Customer("1042".to_owned()));
        let none = WrittenRule {
            customer: None,
            ..written()
        };
        assert_eq!(Rule::read(none), Err(RuleFault::SaysNotOne));
        let two = WrittenRule {
            not_receivable: Some("8050".to_owned()),
            ..written()
        };
        assert_eq!(Rule::read(two), Err(RuleFault::SaysNotOne));
        let blind = WrittenRule {
            pattern: None,
            ..written()
        };
        assert_eq!(Rule::read(blind), Err(RuleFault::LooksForNothing));
        let nameless = WrittenRule {
            name: "  ".to_owned(),
            ..written()
        };
        assert_eq!(Rule::read(nameless), Err(RuleFault::NameMissing));
    }

    #[test]
    fn amounts_are_above_zero_and_in_order() {
        let range = |least: i64, most: i64| {
            Rule::read(WrittenRule {
                least: Some(Decimal::from(least)),
                most: Some(Decimal::from(most)),
                ..written()
            })
        };
        assert!(range(5, 5).is_ok());
        assert_eq!(range(6, 5), Err(RuleFault::NotARange));
        assert_eq!(range(0, 5), Err(RuleFault::NotARange));
    }
}
