//! May we sell? And whose paying begins to worry.

use std::collections::BTreeMap;

use chrono::Months;

use crate::desk::{Desk, Did, Failure};
use crate::domain::assessment::Assessment;
use crate::domain::command::Command;
use crate::domain::credit::{CreditFacts, Verdict};
use crate::domain::customer::{CustomerFacts, CustomerKind};
use crate::domain::date::Date;
use crate::domain::id::CustomerId;
use crate::domain::money::Minor;
use crate::domain::record::{NewRecord, RecordFacts};
use crate::reports::credit::{Assessed, Named, WarningLine, Warnings};
use crate::rules::credit::{assess, concentration, late_deliveries, shorter_terms, warn};

/// Months back in which a delivery to who was late is told.
const DELIVERIES: Months = Months::new(12);

/// Who is to be sold to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Whose {
    Customer(CustomerId),
    /// One who is not in the register.
    New {
        kind: CustomerKind,
        class: Option<String>,
        group: Option<String>,
    },
}

impl Desk {
    /// Whether an amount (a magnitude in the company's currency; zero asks how he stands) may be sold on credit.
    pub fn assess(&self, whose: Whose, amount: Minor) -> Result<Assessed, Failure> {
        self.rules_are_sound()?;
        let _moment = self.store.moment()?;
        let (customer, facts) = match whose {
            Whose::Customer(customer) => {
                let named = self.named(self.store.read().owner_of(customer)?)?;
                (Some(named), self.credit_facts(customer)?)
            }
            Whose::New { kind, class, group } => {
                let mut facts = CreditFacts::new(kind);
                facts.risk_class = class;
                facts.group = group;
                facts.receivables = self.store.read().receivables(self.ledger.currency)?;
                (None, facts)
            }
        };
        Ok(Assessed {
            customer,
            answer: self.answer(&facts, amount),
        })
    }

    /// What the policy answers to a sale.
    pub(in crate::desk) fn answer(&self, facts: &CreditFacts, amount: Minor) -> Assessment {
        let policy = self.rulebook.credit.of_facts(facts);
        assess(facts, policy, self.ledger.currency, amount, self.today())
    }

    /// Puts on record what was answered to a sale to a customer, also that no check was needed.
    pub fn record_assessment(
        &mut self,
        customer: CustomerId,
        answer: &Assessment,
    ) -> Result<Did, Failure> {
        let facts = RecordFacts::Assessment {
            amount: answer.amount.amount,
            verdict: answer.verdict,
            prepay_percent: answer
                .prepay_percent
                .filter(|_| answer.verdict == Verdict::Prepay),
            rules: answer.rules(),
        };
        let new = NewRecord {
            customer,
            on: self.today(),
            until: None,
            facts,
            note: String::new(),
        };
        self.act(Command::Record(Box::new(new)))
    }

    /// The early warnings, the highest score first.
    pub fn early_warnings(&self) -> Result<Warnings, Failure> {
        let mut lines = self.warning_lines()?;
        let policies = &self.rulebook.credit;
        let policy = &policies.business;
        let owed: Vec<Minor> = lines.iter().map(|line| line.owed).collect();
        let share = concentration(&owed, policy);
        lines.retain(|line| line.is_told);
        lines.sort_by_key(|line| std::cmp::Reverse(line.line.warning.score));
        Ok(Warnings {
            lines: lines.into_iter().map(|found| found.line).collect(),
            largest: policy.concentration_top,
            share,
            much: policy.concentration_percent,
        })
    }

    /// Who was delivered to while something was late, the last twelve months: the latest delivery first.
    pub fn late_deliveries(&self) -> Result<Vec<WarningLine>, Failure> {
        let mut lines = self.warning_lines()?;
        lines.retain(|found| !found.line.deliveries.is_empty());
        let last = |found: &Found| found.line.deliveries.first().map(|last| last.issued);
        lines.sort_by_key(|found| std::cmp::Reverse(last(found)));
        Ok(lines.into_iter().map(|found| found.line).collect())
    }

    /// Who is to have shorter terms, the latest payer first.
    pub fn shorter_terms(&self) -> Result<Vec<WarningLine>, Failure> {
        let mut lines = self.warning_lines()?;
        lines.retain(|found| found.line.shorter.is_some());
        let late = |found: &Found| found.line.shorter.map(|shorter| shorter.late);
        lines.sort_by_key(|found| std::cmp::Reverse(late(found)));
        Ok(lines.into_iter().map(|found| found.line).collect())
    }

    /// All of whom something is known, with what early warning says of them, in the order in which they were taken in.
    fn warning_lines(&self) -> Result<Vec<Found>, Failure> {
        self.rules_are_sound()?;
        let _moment = self.store.moment()?;
        let reader = self.store.read();
        let (today, currency) = (self.today(), self.ledger.currency);
        let since = today.checked_sub_months(DELIVERIES).unwrap_or(Date::MIN);
        let paying = reader.paying(today)?;
        let mut lots = reader.lots(None, since)?;
        let register: BTreeMap<CustomerId, CustomerFacts> = reader
            .customers()?
            .into_iter()
            .map(|row| (row.id, row.facts))
            .collect();
        let lines = reader.all_credit_facts(today)?.into_iter().map(|row| {
            let policy = self.rulebook.credit.of_facts(&row.facts);
            let his = paying.get(&row.customer).copied().unwrap_or_default();
            let warning = warn(&row.facts, &his, policy, currency, today);
            let terms = register.get(&row.customer).and_then(|facts| facts.terms);
            let lots = lots.remove(&row.customer).unwrap_or_default();
            let mut deliveries = late_deliveries(&lots, policy);
            deliveries.retain(|delivery| delivery.issued > since);
            Found {
                owed: row.facts.open,
                is_told: warning.score > 0 && u16::from(warning.score) >= policy.warn_from,
                line: WarningLine {
                    customer: Named {
                        id: row.customer,
                        number: row.number,
                        name: row.name,
                    },
                    warning,
                    shorter: terms.and_then(|terms| shorter_terms(&row.facts, terms, policy)),
                    deliveries,
                },
            }
        });
        Ok(lines.collect())
    }

    pub(in crate::desk) fn named(&self, id: CustomerId) -> Result<Named, Failure> {
        let (number, name) = self.store.read().customer_name(id)?;
        Ok(Named { id, number, name })
    }
}

/// A line, and what it is sorted and chosen by.
struct Found {
    owed: Minor,
    is_told: bool,
    line: WarningLine,
}
