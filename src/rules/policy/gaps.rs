//! What a policy needs of the law on a day and the law does not tell.

use chrono::Days;

use super::{FeeAsked, Policy, StageDoes};
use crate::domain::customer::CustomerKind;
use crate::domain::date::Date;
use crate::rules::law::{Gap, Law};

/// A claim on whose letters the law is asked fell due so long ago.
const LATE_DAYS: u64 = 60;

/// The rows that are missing for the letters of a policy: for the letter itself, its fee, interest and compensation.
pub(super) fn gaps(policy: &Policy, law: &Law, debtor: CustomerKind, on: Date) -> Vec<Gap> {
    let due = on.checked_sub_days(Days::new(LATE_DAYS)).unwrap_or(on);
    let mut found = Vec::new();
    let mut interest = policy.interest_notes;
    for stage in policy.stages.iter().filter(|stage| !stage.by_agency) {
        let StageDoes::Letter(kind) = stage.does else {
            continue;
        };
        interest |= stage.interest;
        match law.letter(kind, debtor, due, on, None) {
            Ok(rule) => found.extend(rule.fee_gap.filter(|_| stage.fee != FeeAsked::No)),
            Err(gap) => found.push(gap),
        }
        if stage.compensation {
            found.extend(law.compensation(debtor, due, on).err());
        }
    }
    if interest {
        found.extend(law.interest(debtor, due, on).err());
    }
    found
}
