//! Statutes as TOML to rows. What is not understood is refused with its line: nothing of the law is skipped.

use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use super::fault::LawFault;
use super::field::Fields;
use super::regime::RegimeRow;
use super::row::{Lasts, Row};
use super::rule::Rule;
use super::sheet::Sheet;
use super::{Confidence, Source};
use crate::domain::customer::CustomerKind;
use crate::domain::money::{Currency, Minor};
use crate::rules::calendar::{Holiday, When};

/// Rows of one rule that one text may hold.
const MOST: usize = 1_000;

/// Where a text comes from, so that faults can name their line.
pub(super) struct Text<'a> {
    pub origin: Arc<str>,
    written: &'a str,
    /// Where its lines end: each field of each row asks for its own.
    ends: Vec<usize>,
}

impl<'a> Text<'a> {
    fn new(origin: impl Into<Arc<str>>, text: &'a str) -> Self {
        Self {
            origin: origin.into(),
            written: text,
            ends: text.match_indices('\n').map(|(at, _)| at).collect(),
        }
    }

    pub fn line<T>(&self, value: &Spanned<T>) -> u64 {
        self.line_at(value.span().start)
    }

    fn line_at(&self, at: usize) -> u64 {
        let ends = self.ends.partition_point(|end| *end < at);
        u64::try_from(ends).map_or(u64::MAX, |ends| ends.saturating_add(1))
    }

    fn table(&self) -> Result<DeTable<'_>, LawFault> {
        let parsed = DeTable::parse(self.written).map_err(|error| LawFault::Malformed {
            origin: self.origin.to_string(),
            line: self.line_at(error.span().map_or(0, |span| span.start)),
            cause: error.message().to_owned(),
        })?;
        Ok(parsed.into_inner())
    }

    fn unknown_rule(&self, line: u64, row: &str) -> LawFault {
        LawFault::UnknownRule {
            origin: self.origin.to_string(),
            line,
            row: row.to_owned(),
        }
    }
}

/// A shipped file, which alone says what the country's currency is, which paragraph is behind each rule and how long
/// rows speak.
pub(super) fn shipped(country: &'static str, text: &str) -> Result<Sheet, LawFault> {
    let text = Text::new(format!("{country}.toml"), text);
    let mut sheet = Sheet::empty(country);
    let table = text.table()?;
    for (key, value) in &table {
        match (key.get_ref().as_ref(), value.get_ref()) {
            ("currency", DeValue::String(code)) => {
                let known = Currency::parse(code);
                sheet.currency = known.ok_or_else(|| text.unknown_rule(text.line(value), code))?;
            }
            ("laws", DeValue::Table(laws)) => {
                for (key, line, value) in leaves(laws, "", &[], &text)? {
                    let rule = Rule::parse(&key).ok_or_else(|| text.unknown_rule(line, &key))?;
                    let law = value.as_str().unwrap_or_default().to_owned();
                    sheet.laws.insert(rule, law);
                }
            }
            ("lasts", DeValue::Table(lasts)) => {
                for (key, line, value) in leaves(lasts, "", &[], &text)? {
                    let lasts = value.as_str().and_then(Lasts::parse);
                    let (Some(rule), Some(lasts)) = (Rule::parse(&key), lasts) else {
                        return Err(text.unknown_rule(line, &key));
                    };
                    sheet.lasts.insert(rule, lasts);
                }
            }
            _ => {}
        }
    }
    rows(&mut sheet, &table, &["currency", "laws", "lasts"], &text)?;
    Ok(sheet)
}

/// What a user's settings add, country by country.
pub(super) fn added(sheets: &mut [Sheet], settings: &str, origin: &str) -> Result<(), LawFault> {
    let text = Text::new(origin, settings);
    let settings = text.table()?;
    let Some((_, statutes)) = settings.iter().find(|(key, _)| key.get_ref() == "statutes") else {
        return Ok(());
    };
    let unknown = |line, row: &str| LawFault::UnknownCountry {
        origin: origin.to_owned(),
        line,
        row: row.to_owned(),
    };
    let DeValue::Table(countries) = statutes.get_ref() else {
        return Err(unknown(text.line(statutes), "statutes"));
    };
    for (key, rules) in countries {
        let country = key.get_ref().as_ref();
        let sheet = sheets.iter_mut().find(|sheet| sheet.country == country);
        let (Some(sheet), DeValue::Table(rules)) = (sheet, rules.get_ref()) else {
            return Err(unknown(text.line(key), country));
        };
        rows(sheet, rules, &[], &text)?;
    }
    Ok(())
}

type Leaf<'t, 'i> = (String, u64, &'t DeValue<'i>);

/// The values of nested tables by their dotted keys, but for tables that stand apart: rules have at most two parts.
fn leaves<'t, 'i>(
    table: &'t DeTable<'i>,
    prefix: &str,
    apart: &[&str],
    text: &Text<'_>,
) -> Result<Vec<Leaf<'t, 'i>>, LawFault> {
    let mut found = Vec::new();
    for (key, value) in table {
        let line = text.line(key);
        let name = match prefix {
            "" => key.get_ref().to_string(),
            prefix => format!("{prefix}.{}", key.get_ref()),
        };
        match value.get_ref() {
            _ if prefix.is_empty() && apart.contains(&name.as_str()) => {}
            DeValue::Table(inner) if prefix.is_empty() => {
                found.extend(leaves(inner, &name, apart, text)?);
            }
            DeValue::Table(_) => return Err(text.unknown_rule(line, &name)),
            leaf => found.push((name, line, leaf)),
        }
    }
    Ok(found)
}

fn rows(
    sheet: &mut Sheet,
    table: &DeTable<'_>,
    apart: &[&str],
    text: &Text<'_>,
) -> Result<(), LawFault> {
    for (key, line, value) in leaves(table, "", apart, text)? {
        let first = key.split('.').next().unwrap_or_default();
        let (origin, row) = (text.origin.to_string(), key.clone());
        let Some(rows) = value.as_array() else {
            let known = Rule::parse(&key).is_some() || ["regime", "holiday"].contains(&first);
            return Err(if known {
                LawFault::NoRows { origin, line, row }
            } else {
                text.unknown_rule(line, &key)
            });
        };
        if rows.len() > MOST {
            return Err(LawFault::TooManyRows {
                origin,
                line,
                row,
                limit: MOST,
            });
        }
        for fields in tables(&key, line, rows, text)? {
            match key.as_str() {
                "regime" => {
                    let place = (text.origin.clone(), fields.line);
                    sheet.regimes.push((regime(&fields)?, place.0, place.1));
                }
                "holiday" => sheet.holidays.push(holiday(&fields)?),
                _ => {
                    let rule = Rule::parse(&key).ok_or_else(|| text.unknown_rule(line, &key))?;
                    let row = rule_row(sheet, rule, &fields)?;
                    sheet.rows.push(row);
                }
            }
        }
    }
    Ok(())
}

fn tables<'t, 'i>(
    key: &'t str,
    line: u64,
    rows: &'t DeArray<'i>,
    text: &'t Text<'_>,
) -> Result<Vec<Fields<'t, 'i>>, LawFault> {
    rows.iter()
        .map(|row| match row.get_ref() {
            DeValue::Table(table) => Ok(Fields {
                text,
                row: key,
                // A row under a header of its own starts at the header.
                line: text.line(row),
                table,
            }),
            _ => Err(LawFault::NoRows {
                origin: text.origin.to_string(),
                line,
                row: key.to_owned(),
            }),
        })
        .collect()
}

fn rule_row(sheet: &Sheet, rule: Rule, fields: &Fields<'_, '_>) -> Result<Row, LawFault> {
    fields.only(&[
        "from",
        "until",
        "value",
        "source",
        "confidence",
        "law",
        "debtor",
        "regime",
        "principal-over",
        "note",
    ])?;
    let from = fields.required("from", fields.date("from")?)?;
    let lasts = sheet.lasts.get(&rule);
    let until = match fields.date("until")? {
        None => lasts.and_then(|lasts| lasts.end(from)),
        until => until,
    };
    if until.is_some_and(|until| until < from) {
        return Err(LawFault::EndsBeforeItStarts {
            origin: fields.text.origin.to_string(),
            line: fields.line,
            row: fields.row.to_owned(),
        });
    }
    let kinds = [
        CustomerKind::Business,
        CustomerKind::Consumer,
        CustomerKind::Public,
    ];
    let confidence = fields.choice("confidence", Confidence::parse, || {
        "confirmed, single, derived, own, uncertain".to_owned()
    })?;
    let law = match fields.text("law")? {
        Some(law) => Some(law.to_owned()),
        // A rule that is new to a country must say which law it is.
        None => sheet.laws.get(&rule).cloned(),
    };
    let source = Source {
        law: fields.required("law", law)?,
        from,
        // What a user read somewhere is one source.
        confidence: confidence.unwrap_or(Confidence::Single),
        read_in: fields
            .required("source", fields.text("source")?)?
            .to_owned(),
    };
    let over = fields.amount("principal-over", sheet.currency)?;
    Ok(Row {
        rule,
        debtor: fields.choice("debtor", CustomerKind::parse, || {
            kinds.map(CustomerKind::name).join(", ")
        })?,
        regime: fields.text("regime")?.map(str::to_owned),
        over: over.unwrap_or(Minor(-1)),
        until,
        value: fields.value(rule, sheet.currency)?,
        source: Arc::new(source),
        note: fields.text("note")?.map(str::to_owned),
        origin: fields.text.origin.clone(),
        line: fields.line,
    })
}

fn regime(fields: &Fields<'_, '_>) -> Result<RegimeRow, LawFault> {
    fields.only(&[
        "name",
        "law",
        "adopted",
        "from",
        "signalled",
        "source",
        "note",
    ])?;
    Ok(RegimeRow {
        name: fields.required("name", fields.text("name")?)?.to_owned(),
        law: fields.text("law")?.map(str::to_owned),
        adopted: fields.date("adopted")?,
        from: fields.date("from")?,
        signalled: fields.date("signalled")?,
        source: fields
            .required("source", fields.text("source")?)?
            .to_owned(),
        note: fields.text("note")?.map(str::to_owned),
    })
}

fn holiday(fields: &Fields<'_, '_>) -> Result<Holiday, LawFault> {
    fields.only(&[
        "name",
        "date",
        "easter",
        "weekday",
        "on-or-after",
        "from",
        "until",
        "bank-only",
        "source",
        "confidence",
        "note",
    ])?;
    fields.required("source", fields.text("source")?)?;
    let when = match (fields.month_day("date")?, fields.whole("easter")?) {
        (Some((month, day)), None) => When::Fixed { month, day },
        (None, Some(days)) => When::Easter(days),
        _ => {
            let weekdays = || "monday, …, sunday".to_owned();
            let weekday = fields.choice("weekday", |name| name.parse().ok(), weekdays)?;
            let (month, day) = fields.required("on-or-after", fields.month_day("on-or-after")?)?;
            When::Weekday {
                weekday: fields.required("weekday", weekday)?,
                month,
                day,
            }
        }
    };
    Ok(Holiday {
        name: fields.required("name", fields.text("name")?)?.to_owned(),
        when,
        from: fields.date("from")?,
        until: fields.date("until")?,
        bank_only: fields.flag("bank-only")?.unwrap_or(false),
    })
}
