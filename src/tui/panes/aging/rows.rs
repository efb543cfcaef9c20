//! How the grid's rows are filtered and ordered.

use crate::domain::money::Currency;
use crate::reports::aging::{AgingRow, Sums};
use crate::text::alphabet::Alphabet;
use crate::text::filter::Labels;
use crate::text::filter::fold;
use crate::tui::panes::Account;
use crate::tui::table::{Rank, Row, Words};

/// A row of the grid, and how late its oldest bucket makes it.
#[derive(Clone, Debug)]
pub struct GridRow {
    pub row: AgingRow,
    /// At least so many days past due: the first day of the oldest bucket that holds something.
    pub late: i64,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Column {
    Name,
    Total,
    Overdue,
    Oldest,
}

/// How many rows a currency has, and their sums.
#[derive(Clone, Default, Debug)]
pub struct Sum(pub Vec<(Currency, usize, Sums)>);

impl Sum {
    pub fn of(&self, currency: Currency) -> Option<(usize, &Sums)> {
        self.0
            .iter()
            .find(|sum| sum.0 == currency)
            .map(|(_, count, sums)| (*count, sums))
    }
}

impl Row for GridRow {
    type Sum = Sum;
    type Id = Account;
    type Column = Column;
    const COLUMNS: &'static [Column] =
        &[Column::Name, Column::Total, Column::Overdue, Column::Oldest];

    fn id(&self) -> Account {
        (self.row.customer, self.row.currency)
    }

    fn add_to(&self, sum: &mut Sum) {
        match sum.0.iter_mut().find(|sum| sum.0 == self.row.currency) {
            Some((_, count, sums)) => {
                *count += 1;
                sums.add(&self.row.sums);
            }
            None => sum.0.push((self.row.currency, 1, self.row.sums.clone())),
        }
    }

    fn words(&self) -> Words {
        let currency = self.row.currency;
        Words {
            text: String::new(),
            number: fold(&self.row.number),
            customer: fold(&format!("{}\n{}", self.row.name, self.row.number)),
            late: self.late,
            amount: self.row.sums.overdue().decimal(currency),
            open: self.row.sums.total().decimal(currency),
            currency,
            labels: Labels::default(),
        }
    }

    fn rank(&self, column: Column, alphabet: Alphabet) -> Rank {
        match column {
            Column::Name => Rank::Key(alphabet.rank(&self.row.name)),
            Column::Total => Rank::Number(self.row.sums.total().0),
            Column::Overdue => Rank::Number(self.row.sums.overdue().0),
            Column::Oldest => Rank::Number(self.row.sums.buckets.last().map_or(0, |sum| sum.0)),
        }
    }

    fn descends(column: Column) -> bool {
        column != Column::Name
    }
}
