//! What matching has learned, and the user's rules: lists that a person looks through.

use crate::domain::link::{LinkKind, LinkState, Record};
use crate::domain::rule::Rule;

/// A payer's account or name and whose it was found to be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LinkLine {
    pub kind: LinkKind,
    pub key: String,
    pub customer_number: String,
    pub customer_name: String,
    pub state: LinkState,
    pub record: Record,
    /// Of the first and the last decision that it was learned from: a time as the journal has it.
    pub since: String,
    pub last: String,
}

/// A pattern of evidence and how often it was right.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PatternLine {
    pub pattern: String,
    pub record: Record,
}

/// A rule of the user's own, and whether it speaks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RuleLine {
    pub rule: Rule,
    pub digest: String,
    pub on: bool,
    /// It was on, and has been changed since: it speaks again once it is tested and switched on.
    pub changed: bool,
}
