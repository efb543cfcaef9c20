//! How overdue customers are filtered and ordered.

use crate::reports::overdue::OverdueLine;
use crate::text::filter::fold;
use crate::tui::alphabet::Alphabet;
use crate::tui::panes::Account;
use crate::tui::table::{Rank, Row, Words};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Column {
    Due,
    Days,
    Name,
    Paused,
}

impl Row for OverdueLine {
    type Id = Account;
    type Column = Column;
    const COLUMNS: &'static [Column] = &[Column::Due, Column::Days, Column::Paused, Column::Name];

    fn id(&self) -> Account {
        (self.customer, self.currency)
    }

    fn words(&self) -> Words {
        let numbers: Vec<String> = self.items.iter().map(|item| fold(&item.number)).collect();
        Words {
            text: numbers.join("\n"),
            number: fold(&self.number),
            customer: fold(&format!("{}\n{}", self.name, self.number)),
            late: self.days,
            amount: self.due.decimal(self.currency),
            open: (self.due + self.paused).decimal(self.currency),
            currency: self.currency,
        }
    }

    fn rank(&self, column: Column, alphabet: Alphabet) -> Rank {
        match column {
            Column::Due => Rank::Number(self.due.0),
            Column::Days => Rank::Number(self.days),
            Column::Name => Rank::Text(alphabet.rank(&self.name)),
            Column::Paused => Rank::Number(self.paused.0),
        }
    }

    fn descends(column: Column) -> bool {
        column != Column::Name
    }
}
