//! What a person changes of a draft.

use super::{Closing, Draft};
use crate::domain::money::Minor;
use crate::tui::action::Why;

/// What a rest is of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RestAt {
    /// The item on that line.
    Part(usize),
    /// The money itself.
    Money,
}

impl Draft {
    /// Takes an item out, or in with as much as fits; a credit with all of it.
    pub fn toggle(&mut self, at: usize) -> Result<(), Why> {
        let left = self.difference().max(Minor::ZERO);
        let currency = self.currency;
        let Some(part) = self.parts.get_mut(at) else {
            return Err("no-parts");
        };
        let takes_in = !part.is_chosen();
        if takes_in && part.currency != currency {
            return Err("other-currency");
        }
        part.amount = match (takes_in, part.is_credit()) {
            (false, _) => Minor::ZERO,
            (true, true) => part.open,
            (true, false) => part.open.min(left),
        };
        part.paid = part.amount;
        part.rest = None;
        let credit = part.is_credit();
        if takes_in && part.amount.is_zero() {
            return Err("nothing-left");
        }
        if takes_in && credit {
            self.grow();
        }
        self.changed();
        Ok(())
    }

    /// Gives an item as much as fits of what is left.
    pub fn fill(&mut self, at: usize) -> Result<(), Why> {
        let left = self.difference();
        let currency = self.currency;
        let Some(part) = self.parts.get_mut(at) else {
            return Err("no-parts");
        };
        if part.currency != currency {
            return Err("other-currency");
        }
        let amount = if part.is_credit() {
            part.open
        } else {
            part.open.min((part.amount + left).max(Minor::ZERO))
        };
        if amount == part.amount {
            return Err("nothing-left");
        }
        part.amount = amount;
        part.paid = amount;
        part.rest = None;
        self.changed();
        Ok(())
    }

    /// Settles so much of an item, paid by so much of the receipt.
    pub fn set(&mut self, at: usize, amount: Minor, paid: Minor) {
        if let Some(part) = self.parts.get_mut(at) {
            part.amount = amount;
            part.paid = paid;
            part.rest = None;
            self.changed();
        }
    }

    /// What could be closed without money: of the item under the cursor, of the money, of what is paid in part.
    pub fn rest(&self, cursor: Option<usize>) -> Option<(RestAt, Minor)> {
        let short = |at: usize| {
            let part = self.parts.get(at)?;
            let rest = part.open - part.amount;
            let short = part.is_chosen() && !part.is_credit() && rest > Minor::ZERO;
            short.then_some((RestAt::Part(at), rest))
        };
        let over = self.difference();
        let over = (over > Minor::ZERO).then_some((RestAt::Money, over));
        let last = || (0..self.parts.len()).rev().find_map(short);
        cursor.and_then(short).or(over).or_else(last)
    }

    /// Closes a rest without money.
    pub fn close(&mut self, at: RestAt, closing: Closing) {
        match at {
            RestAt::Part(at) => {
                if let Some(part) = self.parts.get_mut(at) {
                    part.rest = Some(closing);
                }
            }
            RestAt::Money => self.rest = Some(closing),
        }
        self.edited = true;
    }

    /// What a credit sets free goes to what was paid in part.
    fn grow(&mut self) {
        for at in 0..self.parts.len() {
            let short = self.parts.get(at).is_some_and(|part| {
                part.is_chosen() && !part.is_credit() && part.stays() > Minor::ZERO
            });
            if short && self.difference() > Minor::ZERO {
                // It has room, and there is money: nothing to refuse.
                let _ = self.fill(at);
            }
        }
    }

    fn changed(&mut self) {
        self.rest = None;
        self.edited = true;
    }
}
