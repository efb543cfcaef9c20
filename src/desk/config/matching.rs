//! The settings of matching: what is rounded away, how long a discount may come late, what a bank may charge.

use std::collections::{BTreeMap, HashMap};

use serde::de::{Deserializer, Error};
use serde::{Deserialize, Serialize, Serializer};

use crate::domain::money::{Currency, Minor};
use crate::domain::rule::WrittenAmount;
use crate::matching::Settings;

/// Amounts by currency.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Limits(BTreeMap<Currency, Minor>);

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct MatchingConfig {
    discount_grace_days: u8,
    post_strong: bool,
    rounding: Limits,
    rounding_of_year: Limits,
    bank_charge: Limits,
}

impl Default for MatchingConfig {
    fn default() -> Self {
        let settings = Settings::default();
        let limits = |limits: HashMap<_, _>| Limits(limits.into_iter().collect());
        Self {
            discount_grace_days: u8::try_from(settings.discount_grace).unwrap_or(u8::MAX),
            post_strong: settings.post_strong,
            rounding: limits(settings.rounding),
            rounding_of_year: limits(settings.rounding_of_year),
            bank_charge: limits(settings.bank_charge),
        }
    }
}

impl MatchingConfig {
    /// What matching goes by: a currency that the file does not name keeps its own.
    pub fn settings(&self) -> Settings {
        let mut settings = Settings {
            discount_grace: u32::from(self.discount_grace_days),
            post_strong: self.post_strong,
            ..Settings::default()
        };
        settings.rounding.extend(&self.rounding.0);
        settings.rounding_of_year.extend(&self.rounding_of_year.0);
        settings.bank_charge.extend(&self.bank_charge.0);
        settings
    }
}

impl Serialize for Limits {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let limits = self.0.iter();
        serializer.collect_map(limits.map(|(currency, limit)| (currency, limit.plain(*currency))))
    }
}

impl<'de> Deserialize<'de> for Limits {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = BTreeMap::<Currency, WrittenAmount>::deserialize(deserializer)?;
        let limits = written
            .into_iter()
            .map(|(currency, WrittenAmount(amount))| {
                let limit = Minor::exactly(amount, currency);
                match limit {
                    Ok(limit) if limit >= Minor::ZERO => Ok((currency, limit)),
                    _ => Err(D::Error::custom(format!(
                        "{amount} is no amount of {currency} from zero on"
                    ))),
                }
            });
        Ok(Self(limits.collect::<Result<_, _>>()?))
    }
}
