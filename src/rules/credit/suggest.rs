//! What early warning suggests: shorter terms for who pays late, and the deliveries that went on meanwhile.

use std::collections::BTreeMap;

use super::policy::CreditPolicy;
use crate::domain::credit::CreditFacts;
use crate::domain::date::Date;
use crate::domain::terms::Terms;
use crate::domain::warning::{LateDelivery, Lot, ShorterTerms};

/// Shorter terms for who pays late on average: the next whole step down (30, 21, 14, 7), then payment in advance.
/// None for who pays as he should, or in advance already.
pub fn shorter_terms(
    facts: &CreditFacts,
    terms: Terms,
    policy: &CreditPolicy,
) -> Option<ShorterTerms> {
    let late = facts.pays.now?;
    let most = policy.shorten_above_days;
    let step = policy.terms_step.max(1);
    if late <= i64::from(most) || terms.days == 0 {
        return None;
    }
    let to = (terms.days - 1) / step * step;
    Some(ShorterTerms {
        from: terms.days,
        to: Some(to).filter(|days| *days > 0),
        late,
        most,
    })
}

/// The invoices of one customer that were issued while another was more than `policy.overdue_warn_days` late, the
/// newest first.
pub fn late_deliveries(lots: &[Lot], policy: &CreditPolicy) -> Vec<LateDelivery> {
    let mut by_issue: Vec<&Lot> = lots.iter().collect();
    by_issue.sort_by_key(|lot| lot.issued);
    let mut settled: Vec<&Lot> = lots.iter().filter(|lot| lot.settled.is_some()).collect();
    settled.sort_by_key(|lot| lot.settled);
    let mut settled = settled.into_iter().peekable();
    // Due dates of what is open on the day that is looked at, each with how many fall due on it.
    let mut open: BTreeMap<Date, i64> = BTreeMap::new();
    let mut found = Vec::new();
    let mut issued = by_issue.iter().peekable();
    for lot in &by_issue {
        let day = lot.issued;
        while let Some(earlier) = issued.next_if(|earlier| earlier.issued < day) {
            *open.entry(earlier.due).or_default() += 1;
        }
        // Settled on a day is open no more on it; what is settled before it is issued never was.
        while let Some(closed) = settled.next_if(|closed| closed.settled <= Some(day)) {
            *open.entry(closed.due).or_default() -= 1;
        }
        let oldest = open.iter().find(|(_, count)| **count > 0);
        let days = oldest.map_or(0, |(due, _)| (day - *due).num_days());
        if days > i64::from(policy.overdue_warn_days) {
            found.push(LateDelivery {
                number: lot.number.clone(),
                issued: day,
                amount: lot.amount,
                days,
            });
        }
    }
    found.reverse();
    found
}
