//! How overdue customers are filtered and ordered.

use crate::domain::money::{Currency, Minor};
use crate::reports::overdue::OverdueLine;
use crate::text::filter::fold;
use crate::tui::alphabet::Alphabet;
use crate::tui::panes::Account;
use crate::tui::table::{Rank, Row, Words};
use crate::tui::widgets::columns::Bounds;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Column {
    Due,
    Days,
    Name,
    Paused,
}

/// What the list's columns hold, and what its title says.
#[derive(Clone, Default, Debug)]
pub struct Sum {
    pub due: Bounds,
    pub paused: Bounds,
    /// Customers who would get a letter, and who would not for now.
    pub due_count: usize,
    pub paused_count: usize,
    pub to_remind: Vec<(Currency, Minor)>,
}

impl Row for OverdueLine {
    type Sum = Sum;
    type Id = Account;
    type Column = Column;
    const COLUMNS: &'static [Column] = &[Column::Due, Column::Days, Column::Paused, Column::Name];

    fn id(&self) -> Account {
        (self.customer, self.currency)
    }

    fn add_to(&self, sum: &mut Sum) {
        sum.due.add(self.currency, self.due);
        sum.paused.add(self.currency, self.paused);
        sum.due_count += usize::from(!self.due.is_zero());
        sum.paused_count += usize::from(!self.paused.is_zero());
        match sum.to_remind.iter_mut().find(|sum| sum.0 == self.currency) {
            Some((_, amount)) => *amount += self.due,
            None => sum.to_remind.push((self.currency, self.due)),
        }
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
