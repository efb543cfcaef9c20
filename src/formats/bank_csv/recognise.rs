//! Which table a text begins: a bank's own by its profile, else any by the names of its columns. The head may stand
//! below titles and account data; the file's name says nothing.

use rust_decimal::Decimal;

use super::layout::Layout;
use super::profile::{Profile, ROLES, field, general, profiles};
use crate::domain::money::Currency;
use crate::formats::book_csv::numbers_invoices;
use crate::formats::cells::name::normal;
use crate::formats::cells::values::{self, DateOrder};
use crate::formats::cells::{Field, MOST_COLUMNS};
use crate::formats::head::{SEPARATORS, is_separator_line, records};
use crate::formats::table::Record;

/// How sure a table is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Fit {
    /// The names of its columns say enough.
    Synonyms,
    /// It has the columns of a bank's own table.
    Profile,
}

/// A table that is known.
pub struct Recognised {
    pub fit: Fit,
    pub layout: Layout,
}

/// The table that a text begins, if it is one and in no doubt: the separator and the record under which most is
/// known.
pub fn recognise(beginning: &str) -> Option<Recognised> {
    let mut best: Option<((Fit, usize), Recognised)> = None;
    for separator in SEPARATORS {
        let records = records(beginning, separator);
        let headed = records.iter().enumerate().filter_map(|(at, record)| {
            let (fit, known, parts) = judge(record)?;
            Some(((fit, known), at, parts))
        });
        for (rank, at, parts) in headed {
            if best.as_ref().is_none_or(|(other, _)| rank > *other) {
                let layout = Layout::below_head(separator, &records, at, parts);
                let fit = rank.0;
                best = Some((rank, Recognised { fit, layout }));
            }
        }
    }
    best.map(|(_, found)| found).or_else(|| {
        let without = SEPARATORS.iter().find_map(|separator| {
            let records = records(beginning, *separator);
            let profiles = profiles().iter().filter(|p| !p.without_head.is_empty());
            let mut fitting = profiles.filter_map(|profile| headless(profile, &records));
            let (at, parts) = fitting.next()?;
            Some(Layout::without_head(*separator, &records, at, parts))
        });
        let fit = Fit::Profile;
        without.map(|layout| Recognised { fit, layout })
    })
}

/// What a head says of its columns.
#[derive(Clone, Default, Debug)]
pub struct Parts {
    pub fields: Vec<(Field, usize)>,
    pub texts: Vec<usize>,
    pub currency: Option<Currency>,
    pub profile: Option<&'static Profile>,
}

impl Parts {
    fn at(&self, field: Field) -> Option<usize> {
        let found = self.fields.iter().find(|(other, _)| *other == field);
        found.map(|(_, column)| *column)
    }

    fn holds(&self, column: usize) -> bool {
        self.texts.contains(&column) || self.fields.iter().any(|(_, taken)| *taken == column)
    }

    /// A day and an amount, or money in and out.
    fn is_enough(&self) -> bool {
        let has = |field| self.at(field).is_some();
        has(Field::BookingDate)
            && (has(Field::Amount) || has(Field::AmountIn) && has(Field::AmountOut))
    }
}

/// How well a record would do as a head, and what it says.
fn judge(record: &Record) -> Option<(Fit, usize, Parts)> {
    if record.width() < 2 || record.width() > MOST_COLUMNS {
        return None;
    }
    let names: Vec<String> = record.iter().map(normal).collect();
    let fitting = profiles().iter().filter(|profile| {
        !profile.head.is_empty() && profile.head.iter().all(|name| names.contains(name))
    });
    if let Some(profile) = fitting.max_by_key(|profile| profile.head.len()) {
        return Some((
            Fit::Profile,
            profile.head.len(),
            by_profile(profile, &names),
        ));
    }
    let parts = by_synonyms(&names)?;
    // A list of invoices may have days and amounts too, but no running balance.
    if numbers_invoices(record) && parts.at(Field::Balance).is_none() {
        return None;
    }
    Some((Fit::Synonyms, parts.fields.len(), parts))
}

/// The columns as the profile has them, and the others by their names.
fn by_profile(profile: &'static Profile, names: &[String]) -> Parts {
    let mut parts = Parts {
        currency: Some(profile.currency),
        profile: Some(profile),
        ..Parts::default()
    };
    let position = |name: &String| names.iter().position(|other| other == name);
    for (role, wanted) in &profile.columns {
        let mut found = wanted.iter().filter_map(position);
        match field(role) {
            Some(Field::Text) => parts.texts.extend(found),
            Some(field) => parts
                .fields
                .extend(found.next().map(|column| (field, column))),
            None => {}
        }
    }
    let money = [
        Field::BookingDate,
        Field::Amount,
        Field::AmountIn,
        Field::AmountOut,
        Field::Direction,
        Field::Text,
    ];
    let known = Known::of(names);
    for (_, field) in ROLES {
        if !money.contains(field)
            && parts.at(*field).is_none()
            && let [column] = known.columns(*field)[..]
            && !parts.holds(column)
        {
            parts.fields.push((*field, column));
        }
    }
    parts
}

/// The columns by their names; none when the day or the amount is in doubt.
fn by_synonyms(names: &[String]) -> Option<Parts> {
    let known = Known::of(names);
    let mut parts = Parts::default();
    for (_, field) in ROLES {
        let columns = known.columns(*field);
        match (field, &columns[..]) {
            (Field::Text, _) => parts.texts = columns,
            (_, []) => {}
            (_, [column]) => parts.fields.push((*field, *column)),
            (Field::BookingDate | Field::Amount | Field::AmountIn | Field::AmountOut, _) => {
                return None;
            }
            // Two balances prove nothing; of other pairs the first is as good as the second.
            (Field::Balance | Field::Direction, _) => {}
            (_, [column, ..]) => parts.fields.push((*field, *column)),
        }
    }
    if let Some(amount) = parts.at(Field::Amount) {
        parts.currency = known.currency(amount);
        // An amount with its sign says what two columns would.
        parts
            .fields
            .retain(|(field, _)| !matches!(field, Field::AmountIn | Field::AmountOut));
        // "Saldo;Währung;Betrag;Währung": the amount's own currency stands behind it.
        let mut currencies = known.columns(Field::Currency).into_iter();
        let own = currencies.find(|column| *column > amount);
        if let Some(own) = own {
            parts.fields.retain(|(field, _)| *field != Field::Currency);
            parts.fields.push((Field::Currency, own));
        }
    }
    parts.is_enough().then_some(parts)
}

/// The columns whose names are known.
struct Known(Vec<(usize, Field, bool, Option<Currency>)>);

impl Known {
    fn of(names: &[String]) -> Self {
        let known = |(column, name): (usize, &String)| {
            if let Some((field, is_clear)) = general().field_named(name) {
                return Some((column, field, is_clear, None));
            }
            let (bare, currency) = currency_behind(name)?;
            let (field, is_clear) = general().field_named(bare)?;
            let money = [
                Field::Amount,
                Field::AmountIn,
                Field::AmountOut,
                Field::Balance,
            ];
            let is_money = money.contains(&field);
            is_money.then_some((column, field, is_clear, Some(currency)))
        };
        Self(names.iter().enumerate().filter_map(known).collect())
    }

    /// The columns that bear one of a field's names: the clear ones, else the weak ones.
    fn columns(&self, field: Field) -> Vec<usize> {
        let named = |wanted: bool| -> Vec<usize> {
            let columns = self
                .0
                .iter()
                .filter(|(_, of, is_clear, _)| *of == field && *is_clear == wanted);
            columns.map(|(column, ..)| *column).collect()
        };
        let clear = named(true);
        if clear.is_empty() {
            named(false)
        } else {
            clear
        }
    }

    /// The currency behind a column's name.
    fn currency(&self, column: usize) -> Option<Currency> {
        let found = self.0.iter().find(|(of, ..)| *of == column);
        found.and_then(|(.., currency)| *currency)
    }
}

/// A name and the currency behind it: "beløp i NOK", "amount (EUR)", "määrä EUROA".
fn currency_behind(name: &str) -> Option<(&str, Currency)> {
    const BEHIND: [(&str, Currency); 6] = [
        ("nok", Currency::NOK),
        ("sek", Currency::SEK),
        ("dkk", Currency::DKK),
        ("eur", Currency::EUR),
        ("euroa", Currency::EUR),
        ("euro", Currency::EUR),
    ];
    BEHIND.iter().find_map(|(word, currency)| {
        let bare = name.strip_suffix(word)?;
        let bare = bare
            .strip_suffix("in")
            .or_else(|| bare.strip_suffix('i'))
            .unwrap_or(bare);
        (!bare.is_empty()).then_some((bare, *currency))
    })
}

/// Where the rows of a table without a head begin, when all that is seen fits it: days, two decimals, and a balance
/// that follows from the line before.
fn headless(profile: &'static Profile, records: &[Record]) -> Option<(usize, Parts)> {
    let first = records
        .iter()
        .position(|record| !is_separator_line(record))?;
    let mut parts = Parts {
        currency: Some(profile.currency),
        profile: Some(profile),
        ..Parts::default()
    };
    for (column, role) in profile.without_head.iter().enumerate() {
        match field(role)? {
            Field::Text => parts.texts.push(column),
            field => parts.fields.push((field, column)),
        }
    }
    let (booked, amount, balance) = (
        parts.at(Field::BookingDate)?,
        parts.at(Field::Amount)?,
        parts.at(Field::Balance)?,
    );
    let width = profile.without_head.len();
    let mut lines = Vec::new();
    for record in &records[first..] {
        let fits =
            record.width() >= width && record.iter().skip(width).all(|c| c.trim().is_empty());
        let cell = |column| record.get(column).unwrap_or_default().trim();
        values::date(cell(booked), Some(DateOrder::DayFirst)).filter(|_| fits)?;
        values::proven_mark(cell(amount)).and(values::proven_mark(cell(balance)))?;
        let money = |column| values::amount(cell(column), profile.currency, None).ok();
        lines.push((money(amount)?, money(balance)?));
    }
    let adds_up = |before: Decimal, amount: Decimal, after: Decimal| {
        before.checked_add(amount) == Some(after)
    };
    let pairs = || lines.windows(2).map(|pair| (pair[0], pair[1]));
    let oldest_first = pairs().all(|((_, before), (amount, after))| adds_up(before, amount, after));
    let newest_first = pairs().all(|((amount, after), (_, before))| adds_up(before, amount, after));
    (oldest_first || newest_first).then_some((first, parts))
}
