//! The law that is in force, for people to read.

use serde::Serialize;

use crate::domain::date::Date;
use crate::domain::money::Currency;
use crate::rules::law::{Gap, InForce, Law, LawLine, Regime};

use super::config::Config;
use super::open::Options;
use super::{Failure, rulebook};

/// The law of a country on a day.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Rates {
    /// no, se, dk, fi, or eu for any other.
    pub country: &'static str,
    pub currency: Currency,
    pub on: Date,
    pub lines: Vec<LawLine>,
    /// Rules of the country without a row for the day.
    pub gaps: Vec<Gap>,
    /// Laws that were adopted and are not in force on the day.
    pub to_come: Vec<Regime>,
}

impl Options {
    /// The law of a country on a day: that of the ledger's country if none is named, all laws if there is no ledger.
    pub fn rates(
        &self,
        config: &Config,
        country: Option<&str>,
        on: Option<Date>,
    ) -> Result<Vec<Rates>, Failure> {
        let statutes = rulebook::statutes(config).map_err(rulebook::RulesFault::from)?;
        let on = on.unwrap_or_else(|| self.clock().today());
        let country = match country {
            Some(country) => Some(country.to_owned()),
            None if self.ledger_path(config).exists() => Some(self.country(config)?),
            None => None,
        };
        Ok(match country {
            Some(country) => vec![rates(statutes.law(country.trim()), on)],
            None => statutes.laws().iter().map(|law| rates(law, on)).collect(),
        })
    }
}

fn rates(law: &Law, on: Date) -> Rates {
    let InForce { lines, gaps } = law.in_force(on);
    let regimes = law.regimes().iter();
    let to_come = regimes.filter(|regime| regime.from.is_none_or(|from| from > on));
    Rates {
        country: law.country(),
        currency: law.currency(),
        on,
        lines,
        gaps,
        to_come: to_come.cloned().collect(),
    }
}
