//! How receipts are filtered and ordered.

use crate::domain::evidence::Class;
use crate::domain::id::ItemId;
use crate::domain::money::{Currency, Minor};
use crate::reports::settling::{Explained, ReceiptLine, ReceiptState};
use crate::text::filter::fold;
use crate::tui::alphabet::Alphabet;
use crate::tui::table::{Rank, Row, Words};
use crate::tui::widgets::columns::Bounds;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Column {
    /// The surest first, set aside last.
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

/// What the list's column holds, and what its title and the question before posting say.
#[derive(Clone, Default, Debug)]
pub struct Sum {
    pub amounts: Bounds,
    pub to_do: usize,
    pub aside: usize,
    /// Receipts that are certain, and their sum.
    pub certain: Vec<(Currency, usize, Minor)>,
}

impl Row for Explained {
    type Sum = Sum;
    type Id = ItemId;
    type Column = Column;
    const COLUMNS: &'static [Column] =
        &[Column::Class, Column::Amount, Column::Date, Column::Payer];

    fn id(&self) -> ItemId {
        self.receipt.item
    }

    fn add_to(&self, sum: &mut Sum) {
        let receipt = &self.receipt;
        sum.amounts.add(receipt.currency, receipt.left);
        if receipt.state == ReceiptState::SetAside {
            sum.aside += 1;
            return;
        }
        sum.to_do += 1;
        if self
            .proposals
            .first()
            .is_none_or(|best| best.class != Class::A)
        {
            return;
        }
        match sum.certain.iter_mut().find(|sum| sum.0 == receipt.currency) {
            Some((_, count, amount)) => {
                *count += 1;
                *amount += receipt.left;
            }
            None => sum.certain.push((receipt.currency, 1, receipt.left)),
        }
    }

    fn words(&self) -> Words {
        let line = &self.receipt;
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
        let customer = self
            .proposals
            .first()
            .map(|best| format!("{}\n{}", best.customer_name, best.customer_number));
        Words {
            text,
            number: String::new(),
            customer: customer.as_deref().map(fold).unwrap_or_default(),
            late: 0,
            amount: line.amount.decimal(line.currency),
            open: line.left.decimal(line.currency),
            currency: line.currency,
        }
    }

    fn rank(&self, column: Column, alphabet: Alphabet) -> Rank {
        match column {
            Column::Class => {
                let class = self.proposals.first().map_or(4, |best| best.class as i64);
                Rank::Number(if self.receipt.state == ReceiptState::SetAside {
                    5
                } else {
                    class
                })
            }
            Column::Amount => Rank::Number(self.receipt.left.0),
            Column::Date => Rank::Number(crate::domain::date::to_int(self.receipt.booked)),
            Column::Payer => Rank::Text(
                payer(&self.receipt)
                    .map(|payer| alphabet.rank(payer))
                    .unwrap_or_default(),
            ),
        }
    }

    fn descends(column: Column) -> bool {
        column == Column::Amount
    }
}
