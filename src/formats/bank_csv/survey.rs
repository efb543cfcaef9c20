//! The first look at all rows: what only the whole column can tell. How decimals and days are written, which sign
//! money out bears, which word of the status means booked, whether the bank's references tell lines apart.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use super::layout::Layout;
use super::profile::{Sign, general};
use crate::domain::money::Currency;
use crate::formats::cells::name::normal;
use crate::formats::cells::values::{DateOrder, Mark, named_currency, proven_mark, proven_order};
use crate::formats::cells::{Field, Reading};
use crate::formats::table::Record;

/// Bank references that are remembered: of more, none is proven to be the only one.
const MOST_REFERENCES: usize = 1 << 18;
/// Words of a status column that are told apart.
const MOST_WORDS: usize = 50;

const MONEY: [Field; 5] = [
    Field::Amount,
    Field::AmountIn,
    Field::AmountOut,
    Field::Balance,
    Field::Fee,
];
const DAYS: [Field; 2] = [Field::BookingDate, Field::ValueDate];

/// What is counted while rows are looked at.
#[derive(Default)]
pub struct Survey {
    columns: HashMap<usize, Seen>,
    words: HashMap<String, u64>,
    references: HashSet<u64>,
    repeated: bool,
    currency: Named,
}

/// How often one column has shown what.
#[derive(Clone, Copy, Default)]
struct Seen {
    point: u64,
    comma: u64,
    day_first: u64,
    month_first: u64,
    negative: u64,
    positive: u64,
}

/// The currency beside the amounts.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Named {
    #[default]
    Never,
    Always(Currency),
    Several,
}

/// What the survey proves.
pub struct Custom {
    /// The commonest word of the status column, unless it says that nothing is booked.
    pub booked_word: Option<String>,
    pub bank_refs_are_unique: bool,
    pub out: Sign,
    /// The currency that the amounts themselves name.
    pub currency: Option<Currency>,
}

impl Survey {
    pub fn look(&mut self, record: &Record, layout: &Layout) {
        if layout.is_head(record) {
            return;
        }
        let cell = |field| {
            let column = layout.columns.at(field)?;
            let text = record.get(column)?.trim();
            (!text.is_empty()).then_some((column, text))
        };
        for (column, text) in MONEY.into_iter().filter_map(cell) {
            let seen = self.columns.entry(column).or_default();
            match proven_mark(text) {
                Some(Mark::Point) => seen.point += 1,
                Some(Mark::Comma) => seen.comma += 1,
                None => {}
            }
            if is_negative(text) {
                seen.negative += 1;
            } else if text.bytes().any(|b| matches!(b, b'1'..=b'9')) {
                seen.positive += 1;
            }
            if let Some(named) = named_currency(text) {
                self.currency = match self.currency {
                    Named::Never => Named::Always(named),
                    Named::Always(other) if other == named => Named::Always(named),
                    _ => Named::Several,
                };
            }
        }
        for (column, text) in DAYS.into_iter().filter_map(cell) {
            let seen = self.columns.entry(column).or_default();
            match proven_order(text) {
                Some(DateOrder::DayFirst) => seen.day_first += 1,
                Some(DateOrder::MonthFirst) => seen.month_first += 1,
                _ => {}
            }
        }
        if let Some((_, word)) = cell(Field::Status) {
            let word = normal(word);
            if self.words.len() < MOST_WORDS || self.words.contains_key(&word) {
                *self.words.entry(word).or_default() += 1;
            }
        }
        if let Some((_, reference)) = cell(Field::BankRef)
            && !self.repeated
        {
            let mut hasher = DefaultHasher::new();
            reference.hash(&mut hasher);
            self.repeated =
                !self.references.insert(hasher.finish()) || self.references.len() > MOST_REFERENCES;
        }
    }

    /// Says of each column how it is read, and of the file what its customs are.
    pub fn settle(self, layout: &mut Layout) -> Custom {
        let column = |field: Field| layout.columns.at(field);
        let days: Vec<usize> = DAYS.into_iter().filter_map(column).collect();
        let money: Vec<usize> = MONEY.into_iter().filter_map(column).collect();
        let out = column(Field::AmountOut);
        let seen = |column: usize| self.columns.get(&column).copied().unwrap_or_default();
        let said = layout.said;
        for column in days {
            // The Nordic countries write the day first: the month must be proven to.
            let order = match seen(column) {
                Seen {
                    month_first: 1..,
                    day_first: 0,
                    ..
                } => DateOrder::MonthFirst,
                _ => DateOrder::DayFirst,
            };
            let order = Some(said.order.unwrap_or(order));
            layout
                .columns
                .read_as(column, Reading { order, mark: None });
        }
        for column in money {
            let mark = match seen(column) {
                Seen {
                    point: 1..,
                    comma: 0,
                    ..
                } => Some(Mark::Point),
                Seen {
                    comma: 1..,
                    point: 0,
                    ..
                } => Some(Mark::Comma),
                Seen { point: 0, .. } => layout.mark,
                // Both are proven: each value has to prove its own.
                _ => None,
            };
            let mark = said.mark.or(mark);
            layout
                .columns
                .read_as(column, Reading { mark, order: None });
        }
        let out = out.map_or_else(Seen::default, seen);
        let commonest = self
            .words
            .into_iter()
            .max_by_key(|(word, count)| (*count, word.clone()));
        let pending = &general().words.pending;
        Custom {
            booked_word: commonest
                .map(|(word, _)| word)
                .filter(|word| !pending.contains(word)),
            bank_refs_are_unique: !self.repeated,
            out: match out.negative.cmp(&out.positive) {
                std::cmp::Ordering::Greater => Sign::Negative,
                std::cmp::Ordering::Less => Sign::Positive,
                std::cmp::Ordering::Equal => layout.out.unwrap_or(Sign::Positive),
            },
            currency: match self.currency {
                Named::Always(currency) => Some(currency),
                Named::Never | Named::Several => None,
            },
        }
    }
}

/// Whether an amount that is not zero bears a minus, on either side, or stands in parentheses.
fn is_negative(text: &str) -> bool {
    let bare = text.trim_matches(|c: char| c.is_alphabetic() || c == ' ' || c == '\u{a0}');
    let behind = bare.strip_suffix(['-', '−']);
    text.bytes().any(|b| matches!(b, b'1'..=b'9'))
        && (bare.starts_with(['-', '−', '('])
            || behind.is_some_and(|rest| rest.ends_with(|c: char| c.is_ascii_digit())))
}
