//! What is wrong with a row of the statutes, said so that its writer can mend it.

use serde::Serialize;

/// Why rows of the statutes cannot be used. `origin` is the file's name, `row` the dotted key of the rule.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(tag = "key", rename_all = "kebab-case")]
pub enum LawFault {
    Malformed {
        origin: String,
        line: u64,
        cause: String,
    },
    UnknownCountry {
        origin: String,
        line: u64,
        row: String,
    },
    UnknownRule {
        origin: String,
        line: u64,
        row: String,
    },
    /// A rule that is no list of rows.
    NoRows {
        origin: String,
        line: u64,
        row: String,
    },
    TooManyRows {
        origin: String,
        line: u64,
        row: String,
        limit: usize,
    },
    UnknownField {
        origin: String,
        line: u64,
        row: String,
        field: String,
    },
    FieldMissing {
        origin: String,
        line: u64,
        row: String,
        field: String,
    },
    NotText {
        origin: String,
        line: u64,
        row: String,
        field: String,
    },
    NotADate {
        origin: String,
        line: u64,
        row: String,
        field: String,
    },
    /// A percentage or share that is none, or is no string: a float would not be exact.
    NotANumber {
        origin: String,
        line: u64,
        row: String,
        field: String,
    },
    /// No amount of the law's currency.
    NotAnAmount {
        origin: String,
        line: u64,
        row: String,
        field: String,
    },
    /// No whole number of days, months, years or times, or one that cannot be meant.
    NotACount {
        origin: String,
        line: u64,
        row: String,
        field: String,
    },
    NotAFlag {
        origin: String,
        line: u64,
        row: String,
        field: String,
    },
    /// None of the words that can stand here.
    NotAChoice {
        origin: String,
        line: u64,
        row: String,
        field: String,
        choices: String,
    },
    EndsBeforeItStarts {
        origin: String,
        line: u64,
        row: String,
    },
    UnknownRegime {
        origin: String,
        line: u64,
        row: String,
        regime: String,
    },
}
