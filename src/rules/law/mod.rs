//! The law as data: dated rows with their sources, country by country, and what they say on a day.
//!
//! A figure that no row holds for the day is a [`Gap`] that names the row, never the last known value. The shipped rows
//! stand in `assets/statutes`; a user adds newer ones in the settings, as `[[statutes.no.interest]]`.

mod barring;
mod cited;
mod compensation;
mod fault;
mod field;
mod in_force;
mod letter;
mod lookup;
mod read;
mod regime;
mod row;
mod rule;
mod sheet;
#[cfg(test)]
mod tests;

use std::sync::{Arc, OnceLock};

use self::row::{Row, Series};
use self::rule::Rule;
use self::sheet::Sheet;
use super::calendar::Calendar;
use crate::domain::date::Date;
use crate::domain::money::Currency;

pub use self::cited::{Cited, Confidence, Gap, Source};
pub use self::compensation::{Compensation, Offset};
pub use self::fault::LawFault;
pub use self::in_force::{InForce, LawLine};
pub use self::letter::{FeeRule, LetterRule};
pub use self::lookup::Rate;
pub use self::regime::Regime;
pub use self::rule::Unit;

/// The shipped files by the name of their statutes.
const SHIPPED: [(&str, &str); 5] = [
    ("no", include_str!("../../../assets/statutes/no.toml")),
    ("se", include_str!("../../../assets/statutes/se.toml")),
    ("dk", include_str!("../../../assets/statutes/dk.toml")),
    ("fi", include_str!("../../../assets/statutes/fi.toml")),
    ("eu", include_str!("../../../assets/statutes/eu.toml")),
];

/// The statutes of all countries.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Statutes {
    sheets: [Sheet; 5],
    laws: [Law; 5],
}

/// The statutes of one country, or what the Union's directives say for a country without a file of its own.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Law {
    country: &'static str,
    currency: Currency,
    calendar: Calendar,
    regimes: Vec<Regime>,
    /// By the index of each rule.
    series: Vec<Series>,
    /// Rows of regimes that are not in force on any day yet.
    waiting: Vec<Row>,
    /// Cited where the statutes are silent.
    silent: Arc<Source>,
}

impl Statutes {
    /// The statutes as shipped.
    pub fn shipped() -> &'static Self {
        static SHIPPED: OnceLock<Statutes> = OnceLock::new();
        // The tests read every shipped file; without its rows a country would answer each question with a gap.
        SHIPPED.get_or_init(|| Self::read().unwrap_or_else(|_| Self::empty()))
    }

    fn read() -> Result<Self, LawFault> {
        let mut statutes = Self::empty();
        for (sheet, (country, text)) in statutes.sheets.iter_mut().zip(SHIPPED) {
            *sheet = read::shipped(country, text)?;
        }
        statutes.build()
    }

    fn empty() -> Self {
        let sheets = SHIPPED.map(|(country, _)| Sheet::empty(country));
        let laws = SHIPPED.map(|(country, _)| Law::empty(country));
        Self { sheets, laws }
    }

    /// These statutes and the rows that a user's settings add under `statutes`. Of two rows for one day the user's
    /// counts. `origin` is the name of the settings file, for faults.
    pub fn with_rows(&self, settings: &str, origin: &str) -> Result<Self, LawFault> {
        let mut statutes = self.clone();
        read::added(&mut statutes.sheets, settings, origin)?;
        statutes.build()
    }

    fn build(mut self) -> Result<Self, LawFault> {
        for (law, sheet) in self.laws.iter_mut().zip(&self.sheets) {
            *law = sheet.law()?;
        }
        Ok(self)
    }

    /// The law of a country by its ISO 3166 code of two letters, in either case. A country without statutes of its own
    /// has what the Union's directives say.
    pub fn law(&self, country: &str) -> &Law {
        let [.., general] = &self.laws;
        let known = self.laws.iter();
        let mut known = known.filter(|law| law.country.eq_ignore_ascii_case(country));
        known.next().unwrap_or(general)
    }

    /// All laws, the general one last.
    pub fn laws(&self) -> &[Law] {
        &self.laws
    }
}

impl Law {
    fn empty(country: &'static str) -> Self {
        let silent = Source {
            law: String::new(),
            from: Date::default(),
            confidence: Confidence::Own,
            read_in: String::new(),
        };
        Self {
            country,
            currency: Currency::EUR,
            calendar: Calendar::default(),
            regimes: Vec::new(),
            series: vec![Series::default(); Rule::COUNT],
            waiting: Vec::new(),
            silent: Arc::new(silent),
        }
    }

    /// no, se, dk, fi, or eu for any other country.
    pub fn country(&self) -> &'static str {
        self.country
    }

    /// The currency of its amounts.
    pub fn currency(&self) -> Currency {
        self.currency
    }

    pub fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    pub fn regimes(&self) -> &[Regime] {
        &self.regimes
    }
}
