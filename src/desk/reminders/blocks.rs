//! What keeps letters back unless someone says why it should not: bank data that is too old, and receipts that nobody
//! has matched.

use crate::desk::{Desk, Failure};
use crate::domain::command::Reminder;
use crate::domain::date::{self, Date};
use crate::domain::refusal::Refusal;
use crate::domain::reminding::Warning;

impl Desk {
    /// How old the bank data is on a day, if it is too old or if there never was any.
    pub(super) fn bank_warning(&self, last: Option<Date>, on: Date) -> Option<Warning> {
        let Some(last) = last else {
            return Some(Warning::NoBankData);
        };
        let policies = &self.rulebook.policies;
        let limits = [&policies.business, &policies.consumer].map(|policy| policy.bank_data_days);
        let limit = limits.into_iter().min().unwrap_or_default();
        let days = u32::try_from(date::days_past(last, on)).unwrap_or(0);
        (days > limit).then_some(Warning::StaleBankData { last, days, limit })
    }

    /// Refuses a letter that something keeps back and nobody gave a reason for.
    pub(in crate::desk) fn may_remind(&self, reminder: &Reminder) -> Result<(), Failure> {
        let said = reminder.reason.as_deref().unwrap_or("");
        if !said.trim().is_empty() {
            return Ok(());
        }
        let _moment = self.store.moment()?;
        let reader = self.store.read();
        let last = reader.bank_data_until()?;
        if let Some(stale) = self
            .bank_warning(last, self.today())
            .and_then(|warning| kept_back(&warning))
        {
            return Err(stale.into());
        }
        let unmatched = self.unmatched(&reader)?;
        if let Some(count) = unmatched.get(&reminder.customer) {
            let (customer, _) = reader.customer_name(reminder.customer)?;
            return Err(money_unmatched(customer, *count).into());
        }
        Ok(())
    }
}

/// The refusal of a warning that is a block.
pub(super) fn kept_back(warning: &Warning) -> Option<Refusal> {
    match warning {
        Warning::StaleBankData { last, days, limit } => Some(Refusal::BankDataStale {
            last: *last,
            days: *days,
            limit: *limit,
        }),
        Warning::Unmatched { customer, count } => Some(money_unmatched(customer.clone(), *count)),
        _ => None,
    }
}

fn money_unmatched(customer: String, count: u32) -> Refusal {
    Refusal::MoneyUnmatched { customer, count }
}
