//! How lines of bank files are filtered and ordered.

use crate::domain::bank_line::{BankLine, LineKind};
use crate::domain::id::{ItemId, OtherId};
use crate::domain::money::{Currency, Minor};
use crate::domain::receipt::OtherKind;
use crate::text::alphabet::Alphabet;
use crate::text::filter::Labels;
use crate::text::filter::fold;
use crate::tui::table::{Rank, Row, Words};
use crate::tui::widgets::columns::Bounds;

/// What a line is the same by, whatever has become of it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum LineId {
    Line(OtherId),
    Receipt(ItemId),
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Column {
    /// What waits first, kind by kind.
    Kind,
    Amount,
    Date,
    Payer,
}

/// Who it is from, as far as the bank says; the text or the reference if it does not.
pub fn payer(line: &BankLine) -> Option<&str> {
    [
        &line.text.payer_name,
        &line.text.message,
        &line.reference,
        &line.bank_ref,
    ]
    .into_iter()
    .find_map(|part| part.as_deref().filter(|part| !part.trim().is_empty()))
}

/// What is looked at: what is left of a line that waits, the whole of one that is done.
pub fn figure(line: &BankLine) -> Minor {
    if line.waits { line.left } else { line.amount }
}

/// What changes what customers owe stands before what only has to be booked, and what is done at the end.
fn urgency(line: &BankLine) -> i64 {
    let urgency = match line.kind {
        LineKind::MaybeKnown { .. } => 0,
        LineKind::Other(_, OtherKind::Reversal) => 1,
        LineKind::Other(_, OtherKind::Return) => 2,
        LineKind::Other(_, OtherKind::Contradiction) => 3,
        LineKind::Other(_, OtherKind::Deduction) => 4,
        LineKind::Other(_, OtherKind::CreditNote) => 5,
        LineKind::Other(_, OtherKind::Debit) => 6,
        LineKind::Other(_, OtherKind::OwnReturn) => 7,
        LineKind::Other(_, OtherKind::BankCharge) => 8,
        LineKind::Covered { .. } => 9,
    };
    if line.waits { urgency } else { urgency + 10 }
}

/// What the list's column holds, and what its title says.
#[derive(Clone, Default, Debug)]
pub struct Sum {
    pub amounts: Bounds,
    pub waiting: usize,
    pub waits: Vec<(Currency, Minor)>,
}

impl Row for BankLine {
    type Sum = Sum;
    type Id = LineId;
    type Column = Column;
    const COLUMNS: &'static [Column] = &[Column::Kind, Column::Amount, Column::Date, Column::Payer];

    fn id(&self) -> LineId {
        match self.kind {
            LineKind::Other(id, _) => LineId::Line(id),
            LineKind::MaybeKnown { receipt, .. } | LineKind::Covered { receipt, .. } => {
                LineId::Receipt(receipt)
            }
        }
    }

    fn add_to(&self, sum: &mut Sum) {
        sum.amounts.add(self.currency, figure(self));
        if !self.waits {
            return;
        }
        sum.waiting += 1;
        match sum.waits.iter_mut().find(|sum| sum.0 == self.currency) {
            Some((_, amount)) => *amount += self.left,
            None => sum.waits.push((self.currency, self.left)),
        }
    }

    fn words(&self) -> Words {
        let label = Some(self.kind.label());
        let parts = [
            &label,
            &self.text.payer_name,
            &self.text.payer_account,
            &self.text.message,
            &self.reference,
            &self.bank_ref,
            &self.account,
            &self.file,
            &self.about_label,
            &self.dismissed,
        ];
        let mut text = String::new();
        for part in parts.into_iter().flatten() {
            text.push_str(&fold(part));
            text.push('\n');
        }
        Words {
            text,
            number: fold(&self.kind.label()),
            customer: self
                .text
                .payer_name
                .as_deref()
                .map(fold)
                .unwrap_or_default(),
            late: 0,
            amount: self.amount.decimal(self.currency),
            open: self.left.decimal(self.currency),
            currency: self.currency,
            labels: Labels::default(),
        }
    }

    fn rank(&self, column: Column, alphabet: Alphabet) -> Rank {
        match column {
            Column::Kind => Rank::Number(urgency(self)),
            Column::Amount => Rank::Number(figure(self).0),
            Column::Date => Rank::Number(crate::domain::date::to_int(self.booked)),
            Column::Payer => Rank::Key(
                payer(self)
                    .map(|who| alphabet.rank(who))
                    .unwrap_or_default(),
            ),
        }
    }

    fn descends(column: Column) -> bool {
        column == Column::Amount
    }
}
