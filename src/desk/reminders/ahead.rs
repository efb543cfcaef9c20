//! What runs out soon: the rates of late interest, which are set for half a year at a time (forsinkelsesrenteloven § 3,
//! räntelagen § 9, renteloven § 5, korkolaki § 12).

use chrono::Datelike;

use crate::domain::arrears::Arrears;
use crate::domain::date::Date;
use crate::domain::reminding::Warning;
use crate::rules::law::Law;
use crate::rules::policy::Policy;

/// The first day of the next half-year, in the last month of this one.
pub(super) fn next_half_year(on: Date) -> Option<Date> {
    match on.month() {
        6 => Date::from_ymd_opt(on.year(), 7, 1),
        12 => Date::from_ymd_opt(on.year().checked_add(1)?, 1, 1),
        _ => None,
    }
}

/// That letters with interest stop on a day, for want of its rate.
pub(super) fn rate_runs_out(
    arrears: &Arrears,
    policy: &Policy,
    law: &Law,
    from: Date,
) -> Option<Warning> {
    let claims = policy.interest_notes || policy.stages.iter().any(|stage| stage.interest);
    let needed = claims && needs_the_law(arrears, policy, law);
    let gap = law.interest(arrears.kind, from, from).err()?;
    needed.then_some(Warning::RateRunsOut {
        rule: gap.rule,
        country: gap.country,
        from,
    })
}

/// A rate that was agreed stands by itself where the law lets it.
fn needs_the_law(arrears: &Arrears, policy: &Policy, law: &Law) -> bool {
    // His own counts for what was issued since.
    let own = arrears.agreed_interest.is_some_and(|(_, agreed)| {
        let mut items = arrears.items.iter();
        items.all(|item| agreed <= item.issued)
    });
    let is_agreed = own || policy.agreed_rate.is_some();
    !is_agreed || !law.agreed_interest_allowed(arrears.kind).value
}
