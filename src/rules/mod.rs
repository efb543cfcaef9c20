//! Judgement, pure: facts in, verdict and reasons out. Reads no files and knows no clock: today is an argument.

pub mod decide;
pub mod rounding;
