//! Judgement, pure: facts in, verdict and reasons out. Reads no files and knows no clock: today is an argument.

pub mod calendar;
pub mod credit;
pub mod decide;
pub mod interest;
pub mod law;
pub mod limitation;
pub mod policy;
pub mod register;
pub mod reminder;
pub mod rounding;
pub mod terms;

use credit::CreditPolicies;
use law::{Law, Statutes};
use policy::{Policies, Policy, Whose};

use crate::domain::arrears::Arrears;
use crate::domain::customer::CustomerKind;

/// What decisions are held against: the company's policies and the law.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rulebook {
    pub statutes: Statutes,
    pub policies: Policies,
    pub credit: CreditPolicies,
}

/// The law as shipped and no policy: no letters.
impl Default for Rulebook {
    fn default() -> Self {
        Self {
            statutes: Statutes::shipped().clone(),
            policies: Policies::default(),
            credit: CreditPolicies::default(),
        }
    }
}

impl Rulebook {
    /// Of the policies of reminders and of credit together: what each entry of the journal stores.
    pub fn version(&self) -> String {
        let versions = [&self.policies.version, &self.credit.version];
        let known: Vec<&str> = versions
            .into_iter()
            .map(String::as_str)
            .filter(|version| !version.is_empty())
            .collect();
        known.join("+")
    }

    /// The law that an account stands under: a consumer's own country's, else the company's.
    pub fn law_for(&self, company: &str, arrears: &Arrears) -> &Law {
        match arrears.kind {
            CustomerKind::Consumer => self.statutes.law(&arrears.country),
            CustomerKind::Business | CustomerKind::Public => self.statutes.law(company),
        }
    }

    pub fn policy_for(&self, arrears: &Arrears) -> &Policy {
        self.policies.of(Whose {
            number: &arrears.number,
            kind: arrears.kind,
            group: arrears.group.as_deref(),
        })
    }
}
