//! What is said of a table as a whole: which list it is, what parts it, where its head stands, how it writes numbers
//! and days. One key walks through the choices of each, and “as found” is always one of them.

use super::Mapper;
use crate::desk::mapping::{DateOrder, HeadAt, Kind, Mark};
use crate::domain::money::Currency;
use crate::text::Locale;
use crate::tui::action::ActionId;

/// Currencies in which Nordic firms have accounts and send invoices.
const USUAL: [&str; 7] = ["NOK", "SEK", "DKK", "EUR", "USD", "GBP", "ISK"];

/// The choice behind the one that holds, round at the end.
fn next<T: PartialEq + Copy>(choices: &[T], now: T) -> T {
    let at = choices.iter().position(|choice| *choice == now);
    let after = at.map_or(0, |at| (at + 1) % choices.len().max(1));
    choices.get(after).copied().unwrap_or(now)
}

impl Mapper {
    /// Goes on to the next choice of what a key is for.
    pub(super) fn turn(&mut self, id: ActionId) {
        let told = &mut self.told;
        match id {
            ActionId::TableKind => self.told.kind = Some(next(&Kind::ALL, self.kind())),
            ActionId::Separator => {
                let choices = [None, Some(';'), Some(','), Some('\t'), Some('|')];
                told.separator = next(&choices, told.separator);
                // Lines are counted anew where other marks part the text.
                told.head = HeadAt::Found;
            }
            ActionId::HeadLine => self.told.head = next(&self.heads(), self.head()),
            ActionId::HeadLineBack => {
                let mut heads = self.heads();
                heads.reverse();
                self.told.head = next(&heads, self.head());
            }
            ActionId::DecimalMark => {
                let choices = [None, Some(Mark::Comma), Some(Mark::Point)];
                self.decimal = next(&choices, self.decimal);
            }
            ActionId::DateOrder => {
                let orders = [
                    None,
                    Some(DateOrder::DayFirst),
                    Some(DateOrder::MonthFirst),
                    Some(DateOrder::YearFirst),
                ];
                self.dates = next(&orders, self.dates);
            }
            ActionId::RowCurrency => {
                let known = USUAL.iter().filter_map(|code| Currency::parse(code));
                let choices: Vec<_> = std::iter::once(None).chain(known.map(Some)).collect();
                self.currency = next(&choices, self.currency);
            }
            _ => {}
        }
    }

    /// Where a head may stand: on one of the first lines, or nowhere.
    fn heads(&self) -> Vec<HeadAt> {
        let lines = self.table.iter().flat_map(|table| &table.heads);
        let lines = lines.map(|line| HeadAt::Line(*line));
        lines.chain([HeadAt::Nowhere]).collect()
    }

    /// Where the head stands now, said or found.
    fn head(&self) -> HeadAt {
        let found = self.table.as_ref().and_then(|table| table.head);
        match self.told.head {
            HeadAt::Found => found.map_or(HeadAt::Nowhere, HeadAt::Line),
            said => said,
        }
    }

    /// Each setting with the key that changes it, in words.
    pub(super) fn settings(&self, locale: &Locale) -> [(ActionId, String); 6] {
        let text = |key: &str| locale.text(&format!("tui.map.{key}")).to_owned();
        let found = |value: &str| locale.say("tui.map.found", &[("value", value)]);
        let table = self.table.as_ref();
        let separator = match (self.told.separator, table.map(|table| table.separator)) {
            (Some(said), _) => separator_name(locale, said),
            (None, Some(seen)) => found(&separator_name(locale, seen)),
            (None, None) => text("as-found"),
        };
        let line = |line: u64| locale.say("tui.map.line", &[("line", &line.to_string())]);
        let head = match (self.told.head, table) {
            (HeadAt::Line(said), _) => line(said),
            (HeadAt::Nowhere, _) => text("no-head"),
            (HeadAt::Found, Some(table)) => match table.head {
                Some(seen) => found(&line(seen)),
                None => found(&text("no-head")),
            },
            (HeadAt::Found, None) => text("as-found"),
        };
        let decimal = text(match self.decimal {
            None => "as-found",
            Some(Mark::Comma) => "comma",
            Some(Mark::Point) => "point",
        });
        let dates = text(match self.dates {
            None => "as-found",
            Some(DateOrder::DayFirst) => "day-first",
            Some(DateOrder::MonthFirst) => "month-first",
            Some(DateOrder::YearFirst) => "year-first",
        });
        let currency = self.currency.map(|currency| currency.code().to_owned());
        let currency = currency.unwrap_or_else(|| text("as-found"));
        [
            (
                ActionId::TableKind,
                kind_name(locale, self.kind()).to_owned(),
            ),
            (ActionId::Separator, separator),
            (ActionId::HeadLine, head),
            (ActionId::DecimalMark, decimal),
            (ActionId::DateOrder, dates),
            (ActionId::RowCurrency, currency),
        ]
    }
}

/// What a list of a kind is called.
pub fn kind_name(locale: &Locale, kind: Kind) -> &str {
    locale.text(&format!("tui.map.kind.{}", kind.name()))
}

fn separator_name(locale: &Locale, separator: char) -> String {
    match separator {
        '\t' => locale.text("tui.map.tab").to_owned(),
        mark => mark.to_string(),
    }
}
