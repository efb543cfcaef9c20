//! What is to be seen to about credit and the register, in the order of the money at risk.

use crate::domain::money::Minor;
use crate::reports::credit::CreditLook;
use crate::reports::overview::Tally;
use crate::tui::overlays::listing::Listing;

/// What Today counts.
const COUNTED: [Listing; 9] = [
    Listing::OverLimit,
    Listing::HeldButDelivered,
    Listing::ChecksTooOld,
    Listing::SecuritiesEnding,
    Listing::ReviewsOverdue,
    Listing::Overrides,
    Listing::Proposals,
    Listing::Notices,
    Listing::Stale,
];

/// Those of whom there are any, what is most at risk first.
pub fn lines(look: &CreditLook) -> Vec<(Listing, Tally)> {
    let tally = |of: Listing| {
        let looked = of.looked(look)?;
        let count = looked.customers.len() as u64;
        let amount: Minor = looked.sum;
        (count > 0).then_some((of, Tally { count, amount }))
    };
    let mut lines: Vec<(Listing, Tally)> = COUNTED.into_iter().filter_map(tally).collect();
    // Stable: what risks as much keeps the order above.
    lines.sort_by_key(|(_, tally)| std::cmp::Reverse(tally.amount));
    lines
}
