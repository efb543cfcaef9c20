//! Judgement, pure: facts in, verdict and reasons out. Reads no files and knows no clock: today is an argument.

pub mod calendar;
pub mod decide;
pub mod interest;
pub mod law;
pub mod limitation;
pub mod policy;
pub mod reminder;
pub mod rounding;

use policy::Policies;

/// What decisions are held against: the company's policies and the law.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Rulebook {
    pub policies: Policies,
}
