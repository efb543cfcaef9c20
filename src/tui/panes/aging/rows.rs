//! How the grid's rows are filtered and ordered.

use crate::reports::aging::AgingRow;
use crate::text::filter::fold;
use crate::tui::alphabet::Alphabet;
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

impl Row for GridRow {
    type Id = Account;
    type Column = Column;
    const COLUMNS: &'static [Column] =
        &[Column::Name, Column::Total, Column::Overdue, Column::Oldest];

    fn id(&self) -> Account {
        (self.row.customer, self.row.currency)
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
        }
    }

    fn rank(&self, column: Column, alphabet: Alphabet) -> Rank {
        match column {
            Column::Name => Rank::Text(alphabet.rank(&self.row.name)),
            Column::Total => Rank::Number(self.row.sums.total().0),
            Column::Overdue => Rank::Number(self.row.sums.overdue().0),
            Column::Oldest => Rank::Number(self.row.sums.buckets.last().map_or(0, |sum| sum.0)),
        }
    }

    fn descends(column: Column) -> bool {
        column != Column::Name
    }
}
