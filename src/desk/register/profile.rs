//! A customer as his card shows him: what is known, what is wrong, how he stands, and what is to be done first.

use crate::desk::{Desk, Failure};
use crate::domain::assessment::{Assessment, Because};
use crate::domain::credit::CreditFacts;
use crate::domain::date::Date;
use crate::domain::field::Section;
use crate::domain::id::CustomerId;
use crate::domain::money::{Minor, Money};
use crate::domain::record::{RecordFacts, RecordKind};
use crate::domain::refusal::Refusal;
use crate::domain::upkeep::{DataFault, TermsDoubt};
use crate::reports::credit::Named;
use crate::reports::record::RecordLine;
use crate::reports::register::{NextAction, Profile};
use crate::rules::credit::CreditPolicy;
use crate::rules::terms::doubts_of;
use crate::store::query::CustomerRow;

use super::quality::Upkeep;

impl Desk {
    /// All that the register and the credit policy know of a customer, or of who owns all of him.
    pub fn profile(&self, customer: CustomerId) -> Result<Profile, Failure> {
        let _moment = self.store.moment()?;
        let reader = self.store.read();
        let customer = reader.owner_of(customer)?;
        let unknown = || Refusal::UnknownCustomer {
            customer: customer.0.to_string(),
        };
        let (number, facts, _) = reader.customer(customer)?.ok_or_else(unknown)?;
        let version = reader.version_of_customer(customer)?.ok_or_else(unknown)?;
        let entered = reader.entered(customer)?.ok_or_else(unknown)?;
        let upkeep = Upkeep::of(&reader, customer)?;
        let row = CustomerRow {
            id: customer,
            number,
            facts,
            entered,
        };
        let faults = self.faults_of(&row, &upkeep);
        let doubts = self.terms_doubts(&row);
        let verified = upkeep.verified(customer);
        let sections = Section::ALL.map(|section| (section, verified.get(&section).copied()));
        let records = self.records(customer)?;
        let credit = self.credit_facts(customer)?;
        let answer = self.answer(&credit, Minor::ZERO);
        let mut proposals = self.asked_for(&reader)?;
        proposals.retain(|line| line.customer == customer);
        let merged = reader.family(customer)?.into_iter().skip(1);
        let merged: Result<Vec<Named>, Failure> = merged.map(|id| self.named(id)).collect();
        let parent = row.facts.parent.map(|id| self.named(id)).transpose()?;
        let standing = Standing {
            policy: self.rulebook.credit.of_facts(&credit),
            today: self.today(),
            faults: &faults,
            doubts: &doubts,
            records: &records,
            credit: &credit,
            answer: &answer,
        };
        let proposal = proposals.first().map(|line| NextAction::Decide {
            proposal: line.proposal,
        });
        let next = proposal.or_else(|| standing.next(self.ledger.currency));
        Ok(Profile {
            customer: Named {
                id: customer,
                number: row.number,
                name: row.facts.text.name.clone(),
            },
            facts: row.facts,
            version,
            parent,
            entered,
            sections: sections.to_vec(),
            faults,
            doubts,
            records,
            credit,
            answer,
            next,
            proposals,
            merged: merged?,
        })
    }

    /// What is doubtful in a customer's terms, for an invoice of today.
    fn terms_doubts(&self, row: &CustomerRow) -> Vec<TermsDoubt> {
        let Some(terms) = row.facts.terms else {
            return Vec::new();
        };
        let calendar = self.rulebook.statutes.law(&self.ledger.country).calendar();
        let policy = self.rulebook.credit.of_customer(&row.facts);
        doubts_of(terms, policy, self.today(), calendar)
    }
}

/// What tells what is to be done first.
struct Standing<'a> {
    policy: &'a CreditPolicy,
    today: Date,
    faults: &'a [DataFault],
    doubts: &'a [TermsDoubt],
    records: &'a [RecordLine],
    credit: &'a CreditFacts,
    answer: &'a Assessment,
}

impl Standing<'_> {
    /// Money first, then what keeps the company from it, then the data.
    fn next(&self, currency: crate::domain::money::Currency) -> Option<NextAction> {
        let (credit, answer) = (self.credit, self.answer);
        let is_unreachable = self.faults.contains(&DataFault::Unreachable);
        let is_late = credit.overdue > Minor::ZERO
            && credit.overdue_days > i64::from(self.policy.overdue_warn_days);
        let collect = is_late.then(|| NextAction::Collect {
            overdue: Money::new(credit.overdue, currency),
            days: credit.overdue_days,
        });
        let over = answer
            .reasons
            .iter()
            .find_map(|reason| match &reason.because {
                Because::OverLimit { after, most } if !reason.lifted => Some(NextAction::Reduce {
                    after: *after,
                    most: *most,
                }),
                _ => None,
            });
        let unchecked = answer
            .reasons
            .iter()
            .find_map(|reason| match &reason.because {
                Because::NoCheck { after, .. }
                | Because::CheckOld { after, .. }
                | Because::NewUnchecked { after, .. } => Some(NextAction::Check { after: *after }),
                _ => None,
            });
        let is_wrong = |fault: &DataFault| {
            !matches!(
                fault,
                DataFault::NeverVerified { .. } | DataFault::Stale { .. }
            )
        };
        let old = self.faults.iter().find_map(|fault| match fault {
            DataFault::Stale { section, on } => Some(NextAction::Confirm {
                section: *section,
                on: Some(*on),
            }),
            DataFault::NeverVerified { section } => Some(NextAction::Confirm {
                section: *section,
                on: None,
            }),
            _ => None,
        });
        let reach = is_unreachable.then_some(NextAction::Reach);
        let mend = self.faults.iter().any(is_wrong).then_some(NextAction::Mend);
        let terms = (!self.doubts.is_empty() && self.doubts.iter().any(is_lasting))
            .then_some(NextAction::ReviewTerms);
        reach
            .filter(|_| credit.open > Minor::ZERO)
            .or(collect)
            .or(over)
            .or(unchecked)
            .or_else(|| self.review())
            .or_else(|| self.renew())
            .or(mend)
            .or(terms)
            .or(old)
    }

    /// The last review's next one, once its day has come.
    fn review(&self) -> Option<NextAction> {
        let mut reviews = self
            .records
            .iter()
            .map(|line| &line.state)
            .filter(|state| state.record.facts.kind() == RecordKind::Review && state.stands());
        let due = reviews.next()?.record.until?;
        (due <= self.today).then_some(NextAction::Review { due })
    }

    /// A security that ends within the days of the policy.
    fn renew(&self) -> Option<NextAction> {
        let warn = chrono::Days::new(self.policy.security_warn_days.into());
        let last = self.today.checked_add_days(warn)?;
        let standing = self.records.iter().filter(|line| line.state.stands());
        let untils = standing.filter_map(|line| match &line.state.record.facts {
            RecordFacts::Security { .. } => line.state.record.until,
            _ => None,
        });
        let until = untils.filter(|until| *until <= last).min()?;
        Some(NextAction::Renew { until })
    }
}

/// Whether a doubt is about the terms, not about today's due dates alone.
fn is_lasting(doubt: &TermsDoubt) -> bool {
    !matches!(
        doubt,
        TermsDoubt::DueOnWeekend { .. } | TermsDoubt::DueOnHoliday { .. }
    )
}
