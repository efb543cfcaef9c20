//! Doubts about terms of payment: longer than the policy, not whole weeks, due on days without banking.

use chrono::{Datelike, Weekday};

use super::calendar::Calendar;
use super::credit::CreditPolicy;
use crate::domain::date::Date;
use crate::domain::terms::Terms;
use crate::domain::upkeep::TermsDoubt;

/// Days that the rest of a month may add.
const REST_OF_MONTH: u16 = 30;

/// What is doubtful in terms, whatever the day of the invoice.
pub fn doubts(terms: Terms, policy: &CreditPolicy) -> Vec<TermsDoubt> {
    let mut found = Vec::new();
    let (days, most) = (credit_days(terms), policy.max_terms_days);
    if most > 0 && days > most {
        found.push(TermsDoubt::TooLong { days, most });
    }
    let step = policy.terms_step;
    // The end of a month is any day of the week.
    if step > 1 && !terms.end_of_month && !terms.days.is_multiple_of(step) {
        let days = terms.days;
        found.push(TermsDoubt::NotWholeWeeks { days, step });
    }
    let most = policy.max_discount_percent;
    if let Some(discount) = terms.discount
        && discount.percent > most.into()
    {
        found.push(TermsDoubt::DiscountTooHigh {
            percent: discount.percent.normalize().to_string(),
            most,
        });
    }
    found
}

/// The same, and which due dates of an invoice of a day are no banking days: it is late from the next one, and bears
/// no interest until then.
pub fn doubts_of(
    terms: Terms,
    policy: &CreditPolicy,
    issued: Date,
    calendar: &Calendar,
) -> Vec<TermsDoubt> {
    let mut found = doubts(terms, policy);
    for due in terms.due(issued).unwrap_or_default() {
        found.extend(doubt_of_due(due, calendar));
    }
    found
}

/// A due date that is no banking day.
pub fn doubt_of_due(due: Date, calendar: &Calendar) -> Option<TermsDoubt> {
    let next = calendar.next_banking_day(due);
    let days = u32::try_from((next - due).num_days()).unwrap_or(0);
    let weekend = matches!(due.weekday(), Weekday::Sat | Weekday::Sun);
    (days > 0).then_some(if weekend {
        TermsDoubt::DueOnWeekend { due, next, days }
    } else {
        TermsDoubt::DueOnHoliday { due, next, days }
    })
}

/// Days from an invoice to its last due date, at most.
pub(in crate::rules) fn credit_days(terms: Terms) -> u16 {
    let days = terms.days.saturating_mul(u16::from(terms.instalments));
    let rest = if terms.end_of_month { REST_OF_MONTH } else { 0 };
    days.saturating_add(rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::credit::CreditPolicies;
    use crate::rules::law::Statutes;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn keys(terms: &str, issued: &str, country: &str) -> Vec<String> {
        let policies = CreditPolicies::load(country, None).unwrap();
        let calendar = Statutes::shipped().law(country).calendar();
        let terms = terms.parse().unwrap();
        let found = doubts_of(terms, &policies.business, day(issued), calendar);
        let key = |doubt| serde_json::to_value(doubt).unwrap()["key"].clone();
        let keys = found.iter().map(key);
        keys.map(|key| key.as_str().unwrap().to_owned()).collect()
    }

    #[test]
    fn terms_of_whole_weeks_within_the_policy_raise_no_doubt() {
        // 2 March 2026 is a Monday.
        assert!(keys("14", "2026-03-02", "no").is_empty());
        assert!(keys("30", "2026-03-03", "no").contains(&"not-whole-weeks".to_owned()));
        assert_eq!(keys("91", "2026-03-02", "no"), ["too-long"]);
        assert_eq!(keys("eom 60", "2026-01-01", "no"), ["too-long"]);
        assert_eq!(
            keys("3x28", "2026-03-02", "no"),
            ["too-long", "due-on-holiday"]
        );
        assert_eq!(keys("14 20%/7", "2026-03-02", "no"), ["discount-too-high"]);
    }

    #[test]
    fn days_lost_over_a_weekend_and_a_holiday_are_counted() {
        let statutes = Statutes::shipped();
        let norway = statutes.law("no").calendar();
        // Saturday: two days to Monday.
        let saturday = doubt_of_due(day("2026-03-14"), norway).unwrap();
        assert_eq!(
            saturday,
            TermsDoubt::DueOnWeekend {
                due: day("2026-03-14"),
                next: day("2026-03-16"),
                days: 2
            }
        );
        // Maundy Thursday 2026: to the Tuesday after Easter.
        let easter = doubt_of_due(day("2026-04-02"), norway).unwrap();
        assert_eq!(
            easter,
            TermsDoubt::DueOnHoliday {
                due: day("2026-04-02"),
                next: day("2026-04-07"),
                days: 5
            }
        );
        // No holiday in Sweden.
        assert_eq!(
            doubt_of_due(day("2026-04-02"), statutes.law("se").calendar()),
            None
        );
        assert_eq!(doubt_of_due(day("2026-03-16"), norway), None);
    }
}
