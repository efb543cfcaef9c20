//! How receipts are filtered and ordered.

use crate::domain::id::ItemId;
use crate::reports::settling::{Explained, ReceiptLine, ReceiptState};
use crate::text::filter::fold;
use crate::tui::alphabet::Alphabet;
use crate::tui::table::{Rank, Row, Words};

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

impl Row for Explained {
    type Id = ItemId;
    type Column = Column;
    const COLUMNS: &'static [Column] =
        &[Column::Class, Column::Amount, Column::Date, Column::Payer];

    fn id(&self) -> ItemId {
        self.receipt.item
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
