//! The keys of a policy's tables, each read as what it must be.

use std::collections::BTreeMap;
use std::sync::Arc;

use rust_decimal::Decimal;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::fault::{Place, fault};
use super::{FeeAsked, PolicyFault};
use crate::domain::money::{Currency, Minor};

/// Letters of a name.
pub(in crate::rules) const LONGEST: u16 = 60;
/// Names in a list.
pub(in crate::rules) const MOST_IN_LIST: u16 = 20;

/// A text and its file's name, so that faults can name their line.
#[derive(Clone, Debug)]
pub struct PolicyText<'a> {
    pub origin: Arc<str>,
    pub text: &'a str,
    /// Where its lines end: each field asks for its line.
    ends: Vec<usize>,
}

impl<'a> PolicyText<'a> {
    pub fn new(origin: &str, text: &'a str) -> Self {
        Self {
            origin: origin.into(),
            text,
            ends: text.match_indices('\n').map(|(at, _)| at).collect(),
        }
    }

    fn line_at(&self, at: usize) -> u64 {
        let ends = self.ends.partition_point(|end| *end < at);
        u64::try_from(ends).map_or(u64::MAX, |ends| ends.saturating_add(1))
    }

    pub(in crate::rules) fn parse(&self) -> Result<DeTable<'a>, PolicyFault> {
        let parsed = DeTable::parse(self.text).map_err(|error| PolicyFault::Malformed {
            origin: self.origin.to_string(),
            line: self.line_at(error.span().map_or(0, |span| span.start)),
            cause: error.message().to_owned(),
        })?;
        Ok(parsed.into_inner())
    }
}

/// A table, the dotted key that leads to it, and how late it counts.
#[derive(Clone)]
pub struct Section<'t> {
    pub text: &'t PolicyText<'t>,
    pub name: String,
    pub layer: u8,
    pub table: &'t DeTable<'t>,
}

/// A key with its value.
pub struct Field<'t> {
    pub key: &'t str,
    pub place: Place,
    value: &'t DeValue<'t>,
    text: &'t PolicyText<'t>,
}

impl<'t> Section<'t> {
    pub fn fields(&self) -> impl Iterator<Item = Field<'t>> {
        self.table.iter().map(|(key, value)| self.field(key, value))
    }

    fn field(
        &self,
        key: &'t Spanned<std::borrow::Cow<'t, str>>,
        value: &'t Spanned<DeValue<'t>>,
    ) -> Field<'t> {
        let name = key.get_ref().as_ref();
        Field {
            key: name,
            place: Place {
                origin: Arc::clone(&self.text.origin),
                line: self.text.line_at(key.span().start),
                name: dotted(&self.name, name),
                layer: self.layer,
            },
            value: value.get_ref(),
            text: self.text,
        }
    }
}

/// A key below another, quoted where TOML would want it.
fn dotted(above: &str, key: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let quoted = if !key.is_empty() && key.chars().all(bare) {
        key.to_owned()
    } else {
        format!("\"{key}\"")
    };
    if above.is_empty() {
        quoted
    } else {
        format!("{above}.{quoted}")
    }
}

impl<'t> Field<'t> {
    pub fn unknown(&self) -> PolicyFault {
        fault!(self.place, UnknownKey)
    }

    pub fn section(&self) -> Result<Section<'t>, PolicyFault> {
        match self.value {
            DeValue::Table(table) => Ok(Section {
                text: self.text,
                name: self.place.name.clone(),
                layer: self.place.layer,
                table,
            }),
            _ => Err(fault!(self.place, NotATable)),
        }
    }

    pub fn flag(&self) -> Result<bool, PolicyFault> {
        match self.value {
            DeValue::Boolean(flag) => Ok(*flag),
            _ => Err(fault!(self.place, NotAFlag)),
        }
    }

    /// A whole number from zero up to a limit.
    pub fn count(&self, limit: u16) -> Result<u16, PolicyFault> {
        let number = match self.value {
            DeValue::Integer(number) if number.radix() == 10 => number.as_str().parse().ok(),
            _ => None,
        };
        number
            .filter(|number| *number <= limit)
            .ok_or_else(|| fault!(self.place, NotACount, limit: limit))
    }

    /// Text that says something.
    pub fn text(&self) -> Result<&'t str, PolicyFault> {
        let text = self.value.as_str().map(str::trim);
        text.filter(|text| !text.is_empty() && text.chars().count() <= usize::from(LONGEST))
            .ok_or_else(|| fault!(self.place, NotText, limit: LONGEST))
    }

    /// Text, or none for an empty one.
    pub fn optional_text(&self) -> Result<Option<&'t str>, PolicyFault> {
        match self.value.as_str() {
            Some(text) if text.trim().is_empty() => Ok(None),
            _ => self.text().map(Some),
        }
    }

    /// A list of names.
    pub fn texts(&self) -> Result<Vec<String>, PolicyFault> {
        let fault = || fault!(self.place, NotAList, limit: MOST_IN_LIST);
        let DeValue::Array(items) = self.value else {
            return Err(fault());
        };
        if items.len() > usize::from(MOST_IN_LIST) {
            return Err(fault());
        }
        let name = |item: &Spanned<DeValue<'t>>| {
            let name = item.get_ref().as_str()?.trim();
            let fits = !name.is_empty() && name.chars().count() <= usize::from(LONGEST);
            fits.then(|| name.to_owned())
        };
        items
            .iter()
            .map(name)
            .collect::<Option<_>>()
            .ok_or_else(fault)
    }

    pub fn choice<T>(
        &self,
        choices: &[&str],
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<T, PolicyFault> {
        let chosen = self.value.as_str().and_then(parse);
        chosen.ok_or_else(|| fault!(self.place, NotAChoice, choices: choices.join(", ")))
    }

    /// Amounts by currency, beside those that stand already.
    pub fn amounts(&self, into: &mut BTreeMap<Currency, Minor>) -> Result<(), PolicyFault> {
        for field in self.section()?.fields() {
            let currency =
                Currency::parse(field.key).ok_or_else(|| fault!(field.place, NotACurrency))?;
            let minor = decimal(field.value)
                .and_then(|amount| Minor::exactly(amount, currency).ok())
                .filter(|minor| *minor >= Minor::ZERO)
                .ok_or_else(|| fault!(field.place, NotAnAmount))?;
            into.insert(currency, minor);
        }
        Ok(())
    }

    /// Percent for a year, or none for the law's own.
    pub fn rate(&self) -> Result<Option<Decimal>, PolicyFault> {
        if self.value.as_str() == Some("statutory") {
            return Ok(None);
        }
        let rate = decimal(self.value).filter(|rate| {
            *rate >= Decimal::ZERO && *rate <= Decimal::ONE_HUNDRED && rate.scale() <= 4
        });
        rate.map(|rate| Some(rate.normalize()))
            .ok_or_else(|| fault!(self.place, NotARate))
    }

    pub fn fee(&self) -> Result<FeeAsked, PolicyFault> {
        match self.value.as_str() {
            Some("none") => return Ok(FeeAsked::No),
            Some("most") => return Ok(FeeAsked::Most),
            _ => {}
        }
        // All laws with fees have currencies of two decimals.
        let fee = decimal(self.value)
            .map(|fee| fee.normalize())
            .filter(|fee| Minor::exactly(*fee, Currency::EUR).is_ok_and(|fee| fee >= Minor::ZERO));
        match fee {
            Some(fee) if fee.is_zero() => Ok(FeeAsked::No),
            Some(fee) => Ok(FeeAsked::Amount(fee)),
            None => Err(fault!(self.place, NotAFee)),
        }
    }
}

/// An exact number: a whole one, or one in quotes, for a fraction of TOML is a float.
fn decimal(value: &DeValue<'_>) -> Option<Decimal> {
    let digits = match value {
        DeValue::Integer(number) if number.radix() == 10 => number.as_str(),
        DeValue::String(text) => text.as_ref(),
        _ => return None,
    };
    Decimal::from_str_exact(digits).ok()
}
