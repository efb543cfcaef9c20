//! Judgement, pure: facts in, verdict and reasons out. Reads no files and knows no clock: today is an argument.

pub mod calendar;
pub mod decide;
pub mod interest;
pub mod law;
pub mod limitation;
pub mod rounding;
