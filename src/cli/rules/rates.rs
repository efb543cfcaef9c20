//! `rules rates`: the law that is in force on a day, row by row, with its source, and what is missing.

use clap::ArgMatches;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::cli::output::{Cell, Sheet};
use crate::cli::{Context, Done, Stop, spec};
use crate::desk::{Gap, LawLine, Rates, Regime, Unit};
use crate::domain::money::{Currency, Minor};
use crate::text::Locale;

pub(super) fn run(context: &Context<'_>, args: &ArgMatches) -> Done {
    let locale = &context.locale;
    let country = args.get_one::<String>("country").map(String::as_str);
    let on = match args.get_one::<String>("on") {
        Some(text) => Some(spec::date(locale, text).map_err(Stop::Usage)?),
        None => context.as_of,
    };
    let rates = context.options.rates(&context.config, country, on)?;
    context.out.write(
        &sheet(locale, &rates),
        || in_json(&rates),
        &notes(locale, &rates),
    )
}

fn sheet(locale: &Locale, rates: &[Rates]) -> Sheet {
    let title = |name: &str| locale.text(&format!("cli.column.{name}")).to_owned();
    let mut sheet = Sheet::new(&[
        (title("country"), "country", false),
        (title("rule"), "rule", false),
        (title("debtor"), "debtor", false),
        (title("over"), "principal_over", true),
        (title("value"), "value", true),
        (title("unit"), "unit", false),
        (title("since"), "since", false),
        (title("law"), "law", false),
        (title("source"), "source", false),
        (title("confidence"), "confidence", false),
    ]);
    for law in rates {
        for line in &law.lines {
            sheet.row(row(locale, law, line));
        }
    }
    sheet
}

fn row(locale: &Locale, law: &Rates, line: &LawLine) -> Vec<Cell> {
    let debtor = line.debtor.map_or("", |debtor| debtor.name());
    let debtor_word = match debtor {
        "" => String::new(),
        name => locale.text(&format!("kind.{name}")).to_owned(),
    };
    let over = line.principal_over.map(|over| {
        let plain = over.amount.plain(over.currency);
        Cell::new(locale.money(over.amount, over.currency), plain)
    });
    let confidence = line.source.confidence.name();
    let unit = unit(law.currency, line.unit);
    vec![
        Cell::text(law.country),
        Cell::text(&line.rule),
        Cell::new(debtor_word, debtor),
        over.unwrap_or_else(|| Cell::text("")),
        Cell::new(value(locale, law.currency, line), &line.value),
        Cell::new(
            match line.unit {
                Unit::Amount => law.currency.code().to_owned(),
                _ => locale.text(&format!("cli.unit.{unit}")).to_owned(),
            },
            &unit,
        ),
        Cell::new(locale.date(line.from), line.from.to_string()),
        Cell::text(&line.source.law),
        Cell::text(&line.source.read_in),
        Cell::new(
            locale.text(&format!("cli.confidence.{confidence}")),
            confidence,
        ),
    ]
}

/// A unit's name; of an amount, its currency.
fn unit(currency: Currency, unit: Unit) -> String {
    match serde_json::to_value(unit) {
        Ok(Value::String(name)) if unit != Unit::Amount => name,
        _ => currency.code().to_owned(),
    }
}

/// A value as the user writes such things.
fn value(locale: &Locale, currency: Currency, line: &LawLine) -> String {
    let number = || Decimal::from_str_exact(&line.value).ok();
    let shown = match line.unit {
        Unit::Amount => number()
            .and_then(|amount| Minor::rounded(amount, currency))
            .map(|amount| locale.amount(amount, currency)),
        Unit::Percent => number().map(|figure| locale.percent(figure)),
        _ => None,
    };
    shown.unwrap_or_else(|| {
        let key = format!("cli.law-value.{}", line.value);
        if locale.has(&key) {
            locale.text(&key).to_owned()
        } else {
            line.value.clone()
        }
    })
}

/// What is missing, and what is to come.
fn notes(locale: &Locale, rates: &[Rates]) -> String {
    let mut notes = Vec::new();
    for law in rates {
        notes.extend(law.gaps.iter().map(|gap| missing(locale, gap)));
        notes.extend(law.to_come.iter().map(|regime| to_come(locale, regime)));
    }
    notes.join("\n")
}

fn missing(locale: &Locale, gap: &Gap) -> String {
    let facts = [
        ("rule", gap.rule.as_str()),
        ("country", gap.country.as_str()),
        ("on", &locale.date(gap.on)),
    ];
    match gap.debtor {
        None => locale.say("cli.rates.missing", &facts),
        Some(debtor) => {
            let debtor = locale.text(&format!("kind.{}", debtor.name()));
            let [rule, country, on] = facts;
            locale.say(
                "cli.rates.missing-for",
                &[rule, country, on, ("debtor", debtor)],
            )
        }
    }
}

fn to_come(locale: &Locale, regime: &Regime) -> String {
    let date = |day: Option<_>| day.map_or(String::new(), |day| locale.date(day));
    let facts = [
        ("law", regime.law.as_str()),
        ("name", &regime.name),
        ("from", &date(regime.from)),
        ("signalled", &date(regime.signalled)),
    ];
    locale.say(
        match (regime.from, regime.signalled) {
            (Some(_), _) => "cli.rates.from",
            (None, Some(_)) => "cli.rates.signalled",
            (None, None) => "cli.rates.no-day",
        },
        &facts,
    )
}

fn in_json(rates: &[Rates]) -> Value {
    let all = |each: &dyn Fn(&Rates) -> Vec<Value>| -> Vec<Value> {
        rates.iter().flat_map(each).collect()
    };
    json!({
        "on": rates.first().map(|law| law.on.to_string()),
        "rates": all(&|law| law.lines.iter().map(|line| line_json(law, line)).collect()),
        "gaps": all(&|law| law.gaps.iter().map(|gap| json!(gap)).collect()),
        "to_come": all(&|law| {
            let regime = |regime: &Regime| json!({ "country": law.country, "regime": regime });
            law.to_come.iter().map(regime).collect()
        }),
    })
}

fn line_json(law: &Rates, line: &LawLine) -> Value {
    json!({
        "country": law.country,
        "rule": line.rule,
        "debtor": line.debtor,
        "principal_over": line.principal_over.map(|over| over.amount.plain(over.currency)),
        "value": line.value,
        "unit": unit(law.currency, line.unit),
        "since": line.from,
        "until": line.until,
        "law": line.source.law,
        "source": line.source.read_in,
        "confidence": line.source.confidence,
        "note": line.note,
        "regime": line.regime,
        "file": line.origin,
    })
}
