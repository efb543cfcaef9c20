//! Judgement, pure: facts in, verdict and reasons out. Reads no files and knows no clock: today is an argument.

pub mod calendar;
pub mod decide;
pub mod interest;
pub mod law;
pub mod limitation;
pub mod policy;
pub mod reminder;
pub mod rounding;

use law::Statutes;
use policy::Policies;

/// What decisions are held against: the company's policies and the law.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rulebook {
    pub statutes: Statutes,
    pub policies: Policies,
}

/// The law as shipped and no policy: no letters.
impl Default for Rulebook {
    fn default() -> Self {
        Self {
            statutes: Statutes::shipped().clone(),
            policies: Policies::default(),
        }
    }
}
