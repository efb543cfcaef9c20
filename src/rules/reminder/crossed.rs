//! Letters that crossed a payment: it was made before the letter went out and read in after. What the letter claimed
//! too much is proposed to be taken back.

use rust_decimal::Decimal;

use crate::domain::date::Date;
use crate::domain::id::ItemId;
use crate::domain::letter::{ChargeKind, Span};
use crate::domain::money::{Currency, Minor};

/// A letter and a payment of one of its items.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CrossedFacts<'a> {
    pub currency: Currency,
    /// When the letter went out.
    pub sent: Date,
    /// The day on which the payment was booked by the bank.
    pub paid: Date,
    /// How much of the item it settles: a magnitude.
    pub settles: Minor,
    /// The day on which the item was due at the latest.
    pub effective_due: Date,
    /// The payment left the item open in part, or another item that took a step by the letter was open that day.
    pub rest_was_overdue: bool,
    /// Days of the year that interest was divided by.
    pub day_count: u32,
    /// The open charges of the letter about the item.
    pub charges: &'a [ChargeFacts<'a>],
}

/// A charge of the letter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ChargeFacts<'a> {
    pub item: ItemId,
    pub kind: ChargeKind,
    /// What is left of it: a magnitude.
    pub open: Minor,
    pub spans: &'a [Span],
}

/// What to take back: so much of each charge. All of a fee that nothing else called for; interest for the days after
/// the payment; compensation only if nothing was late.
pub fn crossed(facts: &CrossedFacts<'_>) -> Vec<(ItemId, ChargeKind, Minor)> {
    if facts.paid > facts.sent {
        return Vec::new();
    }
    let in_time = facts.paid <= facts.effective_due;
    let too_much = |charge: &ChargeFacts<'_>| match charge.kind {
        ChargeKind::Fee if facts.rest_was_overdue => Minor::ZERO,
        ChargeKind::Fee => charge.open,
        ChargeKind::Compensation if in_time && !facts.rest_was_overdue => charge.open,
        ChargeKind::Compensation => Minor::ZERO,
        ChargeKind::Interest => {
            let spans = charge.spans.iter();
            spans.map(|span| too_much_of(facts, span)).sum()
        }
    };
    let charges = facts.charges.iter();
    charges
        .map(|charge| (charge.item, charge.kind, too_much(charge).min(charge.open)))
        .filter(|(_, _, amount)| *amount > Minor::ZERO)
        .collect()
}

/// What a line of interest has too much: the days after the payment on what it settled. The day itself still counts.
fn too_much_of(facts: &CrossedFacts<'_>, span: &Span) -> Minor {
    if span.to <= facts.paid {
        return Minor::ZERO;
    }
    let late_days = u32::try_from((span.to - facts.paid).num_days()).unwrap_or(0);
    let late_days = late_days.min(span.days);
    let rest = (span.principal - facts.settles).max(Minor::ZERO);
    let before = reckoned(facts, span, span.principal, span.days - late_days);
    let since = reckoned(facts, span, rest, late_days);
    match (before, since) {
        (Some(before), Some(since)) => (span.amount - before - since).max(Minor::ZERO),
        _ => Minor::ZERO,
    }
}

fn reckoned(facts: &CrossedFacts<'_>, span: &Span, principal: Minor, days: u32) -> Option<Minor> {
    let year = Decimal::from(100_u64 * u64::from(facts.day_count.max(1)));
    let product = principal
        .decimal(facts.currency)
        .checked_mul(span.rate)?
        .checked_mul(Decimal::from(days))?;
    Minor::rounded(product.checked_div(year)?, facts.currency)
}
