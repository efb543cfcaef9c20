//! Lists of what is on record.

use std::collections::BTreeMap;

use chrono::Days;

use crate::domain::date::Date;
use crate::domain::id::CustomerId;
use crate::domain::record::{RecordKind, RecordState};
use crate::reports::record::{OverrideLine, RecordLine, ReviewLine, StaleLine};

use crate::rules::register::{Kept, stale};

use crate::desk::{Desk, Failure};

impl Desk {
    /// All that is on record of a customer, the newest first.
    pub fn records(&self, customer: CustomerId) -> Result<Vec<RecordLine>, Failure> {
        let reader = self.store.read();
        let mut records = reader.records_of(reader.owner_of(customer)?)?;
        records.reverse();
        self.lines(records)
    }

    /// Records of a kind that nobody has ended, those whose day is past among them.
    pub fn records_of_kind(
        &self,
        kind: RecordKind,
        customer: Option<CustomerId>,
    ) -> Result<Vec<RecordLine>, Failure> {
        let records = self.on_record(kind, customer)?;
        self.lines(records)
    }

    /// Records of a kind that nobody has ended: all, or of a customer and those who are one with him.
    fn on_record(
        &self,
        kind: RecordKind,
        customer: Option<CustomerId>,
    ) -> Result<Vec<RecordState>, Failure> {
        let reader = self.store.read();
        let mut records = reader.standing_records(kind)?;
        if let Some(customer) = customer {
            let family = reader.family(reader.owner_of(customer)?)?;
            records.retain(|state| family.contains(&state.record.customer));
        }
        Ok(records)
    }

    /// Securities whose last day is within so many days, or past: the first to end first.
    pub fn ending_securities(&self, within: u32) -> Result<Vec<RecordLine>, Failure> {
        let today = self.today();
        let last = today.checked_add_days(Days::new(u64::from(within)));
        let last = last.unwrap_or(Date::MAX);
        let mut records = self.store.read().standing_records(RecordKind::Security)?;
        records.retain(|state| state.record.until.is_some_and(|until| until <= last));
        records.sort_by_key(|state| (state.record.until, state.record.id));
        self.lines(records)
    }

    /// The hold list for sales as it stands on a day, today if none is given: by customer, the hardest hold first.
    pub fn holds(&self, on: Option<Date>) -> Result<Vec<RecordLine>, Failure> {
        let on = on.unwrap_or_else(|| self.today());
        let mut records = self.store.read().records_of_kind(RecordKind::Hold)?;
        records.retain(|state| state.counts(on));
        let mut lines = self.lines(records)?;
        let level = |line: &RecordLine| match &line.state.record.facts {
            crate::domain::record::RecordFacts::Hold { level, .. } => Some(*level),
            _ => None,
        };
        lines.sort_by(|a, b| {
            let by_level = level(b).cmp(&level(a));
            by_level.then_with(|| a.customer_number.cmp(&b.customer_number))
        });
        Ok(lines)
    }

    /// The last review of each customer, the one that should have come first before all others.
    pub fn reviews(&self) -> Result<Vec<ReviewLine>, Failure> {
        let reader = self.store.read();
        let today = self.today();
        let reviews = reader.last_reviews()?;
        let mut names = reader.customer_names(reviews.iter().map(|(customer, ..)| *customer))?;
        let mut lines: Vec<ReviewLine> = reviews
            .into_iter()
            .map(|(customer, last, next)| {
                let (customer_number, customer_name) = names.remove(&customer).unwrap_or_default();
                ReviewLine {
                    customer_number,
                    customer_name,
                    last,
                    next,
                    overdue: next.is_some_and(|next| next <= today),
                }
            })
            .collect();
        lines.sort_by(|a, b| {
            let by_next = a.next.is_none().cmp(&b.next.is_none());
            by_next
                .then_with(|| a.next.cmp(&b.next))
                .then_with(|| a.customer_number.cmp(&b.customer_number))
        });
        Ok(lines)
    }

    /// Overrides with what became of what was sold under them, the newest first.
    pub fn overrides(&self, limit: usize) -> Result<Vec<OverrideLine>, Failure> {
        let today = self.today();
        let rows = self.store.read().overrides(limit)?;
        let states = rows.iter().map(|row| row.state.clone()).collect();
        let lines = self.lines(states)?.into_iter();
        Ok(rows
            .iter()
            .zip(lines)
            .map(|(row, line)| OverrideLine {
                line,
                invoices: row.invoices,
                sold: row.sold,
                open: row.open,
                overdue_since: row.oldest_due.filter(|due| *due < today),
            })
            .collect())
    }

    /// Customers of whom sections were not confirmed for so many months, or for as long as the policy wants: those that
    /// nobody sells to any more are left out.
    pub fn stale(&self, months: Option<u32>) -> Result<Vec<StaleLine>, Failure> {
        let _moment = self.store.moment()?;
        let reader = self.store.read();
        let today = self.today();
        let verified = reader.verified(None)?;
        let nothing = BTreeMap::new();
        let mut lines = Vec::new();
        for row in reader.customers()? {
            let months = months.unwrap_or_else(|| {
                let policy = self.rulebook.credit.of_customer(&row.facts);
                policy.stale_months.into()
            });
            let kept = Kept {
                facts: &row.facts,
                stopped: &[],
                verified: verified.get(&row.id).unwrap_or(&nothing),
                entered: row.entered,
            };
            let sections = stale(kept, months, today);
            if !sections.is_empty() && !row.facts.inactive {
                lines.push(StaleLine {
                    customer_number: row.number,
                    customer_name: row.facts.text.name,
                    sections: sections
                        .into_iter()
                        .map(|(section, on)| (section, on.unwrap_or(row.entered)))
                        .collect(),
                });
            }
        }
        Ok(lines)
    }

    fn lines(&self, records: Vec<RecordState>) -> Result<Vec<RecordLine>, Failure> {
        let today = self.today();
        let reader = self.store.read();
        let owners = reader.owners()?;
        let owner = |customer: CustomerId| owners.get(&customer).copied().unwrap_or(customer);
        let customers = records.iter().map(|state| owner(state.record.customer));
        let names = reader.customer_names(customers)?;
        Ok(records
            .into_iter()
            .map(|state| {
                let name = names.get(&owner(state.record.customer)).cloned();
                let (customer_number, customer_name) = name.unwrap_or_default();
                RecordLine {
                    customer_number,
                    customer_name,
                    counts: state.counts(today),
                    state,
                }
            })
            .collect())
    }
}
