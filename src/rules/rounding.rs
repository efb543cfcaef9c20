//! How much may be rounded away: a little of each payment, and little of a customer in a year. More is a loss, which
//! a person names.

use crate::domain::money::{Currency, Minor, Money};
use crate::domain::refusal::Refusal;

/// What was rounded away by one command, and all of the customer's of the year, this included: magnitudes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rounded {
    /// What the item is called.
    pub item: String,
    /// His number.
    pub customer: String,
    pub currency: Currency,
    pub now: Minor,
    pub of_year: Minor,
}

/// Refuses what is above the limits of the settings: of one command, and of a year where there is such a limit.
pub fn within(rounded: &Rounded, limit: Minor, of_year: Option<Minor>) -> Result<(), Refusal> {
    let money = |amount| Money::new(amount, rounded.currency);
    if rounded.now > limit {
        return Err(Refusal::RoundingTooLarge {
            item: rounded.item.clone(),
            asked: money(rounded.now),
            limit: money(limit),
        });
    }
    match of_year {
        Some(most) if rounded.of_year > most => Err(Refusal::RoundingUsedUp {
            customer: rounded.customer.clone(),
            rounded: money(rounded.of_year),
            limit: money(most),
        }),
        _ => Ok(()),
    }
}
