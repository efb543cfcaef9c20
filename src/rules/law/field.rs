//! The fields of one row, each read as what it must be.

use rust_decimal::Decimal;
use toml::de::{DeTable, DeValue};

use super::compensation::Offset;
use super::fault::LawFault;
use super::read::Text;
use super::row::Value;
use super::rule::{Rule, Topic, Unit};
use crate::domain::date::{self, Date};
use crate::domain::money::{Currency, Minor};
use crate::domain::required::{Content, Contents};
use crate::rules::limitation::RunsFrom;

/// More days, months, years or times than any rule has.
const LARGEST_COUNT: u32 = 10_000;

/// Decimals of a percentage or a share.
const MOST_DECIMALS: u32 = 6;

/// One row of a rule.
pub(super) struct Fields<'t, 'i> {
    pub text: &'t Text<'t>,
    /// The dotted key of the rule.
    pub row: &'t str,
    pub line: u64,
    pub table: &'t DeTable<'i>,
}

/// The name of a field, its line and its value.
struct Field<'t, 'i> {
    name: &'t str,
    line: u64,
    value: &'t DeValue<'i>,
}

/// A macro, for a fault is one of many variants with the same first fields.
macro_rules! fault {
    ($fields:expr, $variant:ident, $line:expr, $name:expr $(, $more:ident: $value:expr)*) => {
        LawFault::$variant {
            origin: $fields.text.origin.to_string(),
            line: $line,
            row: $fields.row.to_owned(),
            field: $name.to_owned(),
            $($more: $value,)*
        }
    };
}

impl<'t, 'i> Fields<'t, 'i> {
    fn field(&self, name: &'t str) -> Option<Field<'t, 'i>> {
        let mut fields = self.table.iter();
        let (key, value) = fields.find(|(key, _)| key.get_ref() == name)?;
        Some(Field {
            name,
            line: self.text.line(key),
            value: value.get_ref(),
        })
    }

    /// Refuses fields that no such row has.
    pub fn only(&self, known: &[&str]) -> Result<(), LawFault> {
        let stray = self
            .table
            .iter()
            .find(|(key, _)| !known.contains(&key.get_ref().as_ref()));
        match stray {
            None => Ok(()),
            Some((key, _)) => Err(fault!(
                self,
                UnknownField,
                self.text.line(key),
                key.get_ref().to_string()
            )),
        }
    }

    pub fn required<T>(&self, name: &str, value: Option<T>) -> Result<T, LawFault> {
        value.ok_or_else(|| fault!(self, FieldMissing, self.line, name))
    }

    /// Text that says something.
    pub fn text(&self, name: &'t str) -> Result<Option<&'t str>, LawFault> {
        self.read(name, |field| match field.value {
            DeValue::String(text) if !text.trim().is_empty() => Ok(text.trim()),
            _ => Err(fault!(self, NotText, field.line, field.name)),
        })
    }

    /// One of a list of words.
    pub fn choice<T>(
        &self,
        name: &'t str,
        parse: impl Fn(&str) -> Option<T>,
        choices: impl Fn() -> String,
    ) -> Result<Option<T>, LawFault> {
        self.read(name, |field| {
            let word = field.value.as_str().and_then(&parse);
            word.ok_or_else(|| fault!(self, NotAChoice, field.line, field.name, choices: choices()))
        })
    }

    pub fn date(&self, name: &'t str) -> Result<Option<Date>, LawFault> {
        self.read(name, |field| {
            day(field.value).ok_or_else(|| fault!(self, NotADate, field.line, field.name))
        })
    }

    /// A day of each year, "12-25".
    pub fn month_day(&self, name: &'t str) -> Result<Option<(u32, u32)>, LawFault> {
        self.read(name, |field| {
            let parts = field.value.as_str().and_then(|text| text.split_once('-'));
            let parts =
                parts.and_then(|(month, day)| Some((month.parse().ok()?, day.parse().ok()?)));
            // A leap year, so that the 29th of February is a day.
            let parts =
                parts.filter(|(month, day)| Date::from_ymd_opt(2000, *month, *day).is_some());
            parts.ok_or_else(|| fault!(self, NotADate, field.line, field.name))
        })
    }

    /// Days before or after Easter, within the year.
    pub fn whole(&self, name: &'t str) -> Result<Option<i64>, LawFault> {
        self.read(name, |field| {
            let number = digits(field.value).and_then(|digits| digits.parse::<i64>().ok());
            let number = number.filter(|number| number.abs() <= 366);
            number.ok_or_else(|| fault!(self, NotACount, field.line, field.name))
        })
    }

    pub fn flag(&self, name: &'t str) -> Result<Option<bool>, LawFault> {
        self.read(name, |field| match field.value {
            DeValue::Boolean(flag) => Ok(*flag),
            _ => Err(fault!(self, NotAFlag, field.line, field.name)),
        })
    }

    pub fn amount(&self, name: &'t str, currency: Currency) -> Result<Option<Minor>, LawFault> {
        self.read(name, |field| self.minor(&field, currency))
    }

    fn minor(&self, field: &Field<'_, '_>, currency: Currency) -> Result<Minor, LawFault> {
        let amount = decimal(field.value);
        let minor = amount.and_then(|amount| Minor::exactly(amount, currency).ok());
        minor
            .filter(|minor| *minor >= Minor::ZERO)
            .ok_or_else(|| fault!(self, NotAnAmount, field.line, field.name))
    }

    fn read<T>(
        &self,
        name: &'t str,
        read: impl FnOnce(Field<'t, 'i>) -> Result<T, LawFault>,
    ) -> Result<Option<T>, LawFault> {
        self.field(name).map(read).transpose()
    }

    /// The value of a row, by the unit of its rule.
    pub fn value(&self, rule: Rule, currency: Currency) -> Result<Value, LawFault> {
        let field = self.required("value", self.field("value"))?;
        match field.value.as_str() {
            Some("none") => return Ok(Value::Nothing),
            Some("unknown") => return Ok(Value::Unknown),
            _ => {}
        }
        let choices = |names: &[&str]| fault!(self, NotAChoice, field.line, field.name, choices: names.join(", "));
        match rule.unit() {
            Unit::Percent | Unit::Share => decimal(field.value)
                .filter(|number| {
                    number.abs() <= Decimal::ONE_HUNDRED && number.scale() <= MOST_DECIMALS
                })
                .map(Value::Number)
                .ok_or_else(|| fault!(self, NotANumber, field.line, field.name)),
            Unit::Amount => self.minor(&field, currency).map(Value::Amount),
            Unit::Days | Unit::BankingDays | Unit::Months | Unit::Years | Unit::Count => {
                let count = digits(field.value).and_then(|digits| digits.parse().ok());
                let count = count.filter(|count| *count <= LARGEST_COUNT);
                let day_count = rule == Rule::General(Topic::DayCount);
                let count = count.filter(|count| !day_count || [360, 365].contains(count));
                count
                    .map(Value::Count)
                    .ok_or_else(|| fault!(self, NotACount, field.line, field.name))
            }
            Unit::Flag => match field.value {
                DeValue::Boolean(flag) => Ok(Value::Flag(*flag)),
                _ => Err(fault!(self, NotAFlag, field.line, field.name)),
            },
            Unit::Offset => Offset::ALL
                .into_iter()
                .find(|offset| field.value.as_str() == Some(offset.name()))
                .map(Value::Offset)
                .ok_or_else(|| choices(&Offset::ALL.map(Offset::name))),
            Unit::Start => RunsFrom::ALL
                .into_iter()
                .find(|start| field.value.as_str() == Some(start.name()))
                .map(Value::Start)
                .ok_or_else(|| choices(&RunsFrom::ALL.map(RunsFrom::name))),
            Unit::Contents => field
                .value
                .as_str()
                .and_then(Contents::parse)
                .map(Value::Contents)
                .ok_or_else(|| choices(&Content::ALL.map(Content::name))),
        }
    }
}

/// A day without a time, in the years that a document may bear.
fn day(value: &DeValue<'_>) -> Option<Date> {
    let DeValue::Datetime(written) = value else {
        return None;
    };
    if written.time.is_some() || written.offset.is_some() {
        return None;
    }
    let day = written.date?;
    let day = Date::from_ymd_opt(
        i32::from(day.year),
        u32::from(day.month),
        u32::from(day.day),
    )?;
    date::is_plausible(day).then_some(day)
}

/// The digits of a whole number.
fn digits<'a>(value: &'a DeValue<'_>) -> Option<&'a str> {
    match value {
        DeValue::Integer(number) if number.radix() == 10 => Some(number.as_str()),
        DeValue::String(text) => Some(text.as_ref()),
        _ => None,
    }
}

/// An exact number: a whole one, or one in quotes.
fn decimal(value: &DeValue<'_>) -> Option<Decimal> {
    digits(value).and_then(|digits| Decimal::from_str_exact(digits).ok())
}
