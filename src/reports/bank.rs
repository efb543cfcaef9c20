//! The statements that the bank's files hold, and what is missing between them.

use crate::domain::statement::Statement;

/// A statement, and whether others are missing before it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StatementLine {
    pub statement: Statement,
    pub file: Option<String>,
    /// The statement before it, between which and this one lines are missing.
    pub gap_after: Option<String>,
}
