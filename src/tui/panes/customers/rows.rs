//! How customers are filtered and ordered.

use chrono::Datelike;

use crate::domain::id::CustomerId;
use crate::domain::money::Currency;
use crate::reports::card::CustomerLine;
use crate::text::alphabet::Alphabet;
use crate::text::filter::{Labels, fold};
use crate::tui::table::{Rank, Row, Words};
use crate::tui::widgets::columns::Bounds;

/// A customer of the list, with the currency that its sums are in.
#[derive(Clone, Debug)]
pub struct Listed {
    pub line: CustomerLine,
    pub currency: Currency,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Column {
    Name,
    Number,
    Open,
    Overdue,
    Late,
    Risk,
    Age,
}

/// What the list's columns hold.
#[derive(Clone, Default, Debug)]
pub struct Sum {
    pub open: Bounds,
    pub overdue: Bounds,
}

impl Row for Listed {
    type Sum = Sum;
    type Id = CustomerId;
    type Column = Column;
    const NEAREST: bool = true;
    const COLUMNS: &'static [Column] = &[
        Column::Name,
        Column::Overdue,
        Column::Late,
        Column::Open,
        Column::Number,
        Column::Risk,
        Column::Age,
    ];

    fn id(&self) -> CustomerId {
        self.line.id
    }

    fn add_to(&self, sum: &mut Sum) {
        sum.open.add(self.currency, self.line.open);
        sum.overdue.add(self.currency, self.line.overdue);
    }

    fn words(&self) -> Words {
        let line = &self.line;
        let shown = [line.org_no.as_deref(), line.city.as_deref()];
        let mut text = String::new();
        for word in shown.into_iter().flatten().chain([line.reach.as_str()]) {
            text.push_str(&fold(word));
            text.push('\n');
        }
        Words {
            text,
            number: fold(&line.number),
            customer: fold(&format!("{}\n{}", line.name, line.number)),
            late: line.days_late,
            amount: line.overdue.decimal(self.currency),
            open: line.open.decimal(self.currency),
            currency: self.currency,
            labels: Labels::of(&self.line),
        }
    }

    /// Not sold to any more, and nothing is open.
    fn rests(&self) -> bool {
        let line = &self.line;
        line.inactive && line.open.is_zero() && !line.other_currencies
    }

    fn rank(&self, column: Column, alphabet: Alphabet) -> Rank {
        match column {
            Column::Name => Rank::Key(alphabet.rank(&self.line.name)),
            Column::Number => number(&self.line.number),
            Column::Open => Rank::Number(self.line.open.0),
            Column::Overdue => Rank::Number(self.line.overdue.0),
            Column::Late => Rank::Number(self.line.days_late),
            // Who has none comes last.
            Column::Risk => Rank::Text(match &self.line.risk_class {
                Some(class) => fold(class),
                None => char::MAX.to_string(),
            }),
            Column::Age => Rank::Number(match self.line.stale_since {
                Some(day) => i64::from(day.num_days_from_ce()),
                None => i64::MAX,
            }),
        }
    }

    fn descends(column: Column) -> bool {
        matches!(column, Column::Open | Column::Overdue | Column::Late)
    }
}

impl Listed {
    /// Whether something of his data is wrong, missing or old.
    pub fn is_doubtful(&self) -> bool {
        self.line.faulty || self.line.stale_since.is_some()
    }
}

/// Numbers in order of their value, before whatever else a customer may be numbered by.
fn number(number: &str) -> Rank {
    match number.parse() {
        Ok(value) => Rank::Number(value),
        Err(_) => Rank::Text(fold(number)),
    }
}
