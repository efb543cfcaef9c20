//! How receipts are filtered and ordered, in whichever list they stand.

use crate::domain::evidence::Class;
use crate::domain::id::{EntryId, ItemId};
use crate::domain::money::{Currency, Minor};
use crate::reports::settling::{Explained, MoneyLine, Posted, ReceiptLine, RefundLine};
use crate::text::alphabet::Alphabet;
use crate::text::filter::Labels;
use crate::text::filter::fold;
use crate::tui::table::{Rank, Row, Words};
use crate::tui::widgets::columns::Bounds;

/// A receipt of one of the lists.
#[derive(Clone, Debug)]
pub struct Listed {
    pub explained: Explained,
    pub standing: Standing,
}

/// What is known of it besides.
#[derive(Clone, Debug)]
pub enum Standing {
    /// To do, or set aside.
    Waits,
    /// Posted by itself, by that entry.
    Posted(EntryId),
    /// Settles nothing yet, for so many days.
    Money {
        days: i64,
        refund: Option<Box<RefundLine>>,
    },
}

impl Listed {
    pub fn waits(explained: Explained) -> Self {
        Self {
            explained,
            standing: Standing::Waits,
        }
    }

    pub fn posted(mut posted: Posted) -> Self {
        // It is shown as it was before it was posted: with all of it to give.
        posted.explained.receipt.left = posted.explained.receipt.amount;
        Self {
            explained: posted.explained,
            standing: Standing::Posted(posted.entry),
        }
    }

    pub fn money(line: MoneyLine) -> Self {
        Self {
            explained: Explained {
                receipt: line.receipt,
                proposals: line.guesses,
                known: Vec::new(),
            },
            standing: Standing::Money {
                days: line.days,
                refund: line.refund.map(Box::new),
            },
        }
    }

    pub fn refund(&self) -> Option<&RefundLine> {
        match &self.standing {
            Standing::Money { refund, .. } => refund.as_deref(),
            _ => None,
        }
    }

    /// What it has to give.
    pub fn left(&self) -> Minor {
        self.explained.receipt.left
    }

    /// The class of the best explanation.
    pub fn class(&self) -> Option<Class> {
        self.explained.proposals.first().map(|best| best.class)
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Column {
    /// The surest first.
    Class,
    Amount,
    Date,
    Payer,
}

/// Who the money is from, as far as the bank says; the reference or the text if it does not.
pub fn payer(line: &ReceiptLine) -> Option<&str> {
    let text = &line.text;
    [
        &text.payer_name,
        &text.message,
        &line.reference,
        &line.bank_ref,
        &line.payment_id,
    ]
    .into_iter()
    .find_map(|part| part.as_deref().filter(|part| !part.trim().is_empty()))
}

/// Receipts of one currency and their sum.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Tally {
    pub currency: Currency,
    pub count: usize,
    pub amount: Minor,
}

/// What the list's column holds, and what the question before posting says.
#[derive(Clone, Default, Debug)]
pub struct Sum {
    pub amounts: Bounds,
    pub certain: Vec<Tally>,
    pub strong: Vec<Tally>,
}

fn count(tallies: &mut Vec<Tally>, currency: Currency, amount: Minor) {
    match tallies.iter_mut().find(|tally| tally.currency == currency) {
        Some(tally) => {
            tally.count += 1;
            tally.amount += amount;
        }
        None => tallies.push(Tally {
            currency,
            count: 1,
            amount,
        }),
    }
}

impl Row for Listed {
    type Sum = Sum;
    type Id = ItemId;
    type Column = Column;
    const COLUMNS: &'static [Column] =
        &[Column::Class, Column::Amount, Column::Date, Column::Payer];

    fn id(&self) -> ItemId {
        self.explained.receipt.item
    }

    fn add_to(&self, sum: &mut Sum) {
        let currency = self.explained.receipt.currency;
        sum.amounts.add(currency, self.left());
        match self.class() {
            Some(Class::A) => count(&mut sum.certain, currency, self.left()),
            Some(Class::B) => count(&mut sum.strong, currency, self.left()),
            _ => {}
        }
    }

    fn words(&self) -> Words {
        let line = &self.explained.receipt;
        let mut text = String::new();
        let parts = [
            &line.text.payer_name,
            &line.text.payer_account,
            &line.text.message,
            &line.reference,
            &line.bank_ref,
            &line.payment_id,
            &line.reason,
        ];
        for part in parts.into_iter().flatten() {
            text.push_str(&fold(part));
            text.push('\n');
        }
        let proposed = self
            .explained
            .proposals
            .first()
            .map(|best| (&best.customer_name, &best.customer_number));
        let known = line
            .customer
            .as_ref()
            .map(|(_, number, name)| (name, number));
        let customer = known
            .or(proposed)
            .map(|(name, number)| fold(&format!("{name}\n{number}")));
        Words {
            text,
            number: String::new(),
            customer: customer.unwrap_or_default(),
            late: match self.standing {
                Standing::Money { days, .. } => days,
                _ => 0,
            },
            amount: line.amount.decimal(line.currency),
            open: line.left.decimal(line.currency),
            currency: line.currency,
            labels: Labels::default(),
        }
    }

    fn rank(&self, column: Column, alphabet: Alphabet) -> Rank {
        let receipt = &self.explained.receipt;
        match column {
            // Money is told by its age: the oldest first.
            Column::Class => Rank::Number(match self.standing {
                Standing::Money { days, .. } => -days,
                _ => self.class().map_or(4, |class| class as i64),
            }),
            Column::Amount => Rank::Number(self.left().0),
            Column::Date => Rank::Number(crate::domain::date::to_int(receipt.booked)),
            Column::Payer => Rank::Key(
                payer(receipt)
                    .map(|payer| alphabet.rank(payer))
                    .unwrap_or_default(),
            ),
        }
    }

    fn descends(column: Column) -> bool {
        column == Column::Amount
    }
}
