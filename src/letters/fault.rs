//! Why a letter cannot be written, said so that its writer can mend it. Sentences stand in the locale under
//! `letter-fault.<key>`.

use serde::Serialize;

use crate::domain::money::Money;
use crate::domain::required::Content;

/// Why a letter or statement is refused. `origin` names the template's file, `customer` is a number.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(tag = "key", rename_all = "kebab-case")]
pub enum LetterFault {
    /// The template's text is not well formed, or does what templates cannot. Line and column count from 1.
    Template {
        origin: String,
        line: usize,
        column: usize,
        cause: String,
    },
    /// A name that letters do not know.
    UnknownName {
        origin: String,
        line: usize,
        column: usize,
        name: String,
    },
    /// The template or what it makes is longer than any letter.
    TemplateTooLong {
        origin: String,
        limit: usize,
    },
    /// The first line is no `subject:`.
    NoSubject {
        origin: String,
    },
    /// A name in brackets that is no place for figures there.
    UnknownPlace {
        origin: String,
        line: usize,
        place: String,
        places: String,
    },
    PlaceMissing {
        origin: String,
        place: String,
    },
    PlaceTwice {
        origin: String,
        place: String,
    },
    /// The law wants something said that the letter does not say.
    LawNeeds {
        origin: String,
        content: Content,
        law: String,
        /// What to write into the template.
        write: String,
    },
    /// The law wants a fact that is not there.
    LawNeedsFact {
        customer: String,
        field: &'static str,
        law: String,
    },
    /// A file of the templates' folder that no letter has use for.
    UnknownTemplate {
        origin: String,
        names: String,
    },
    /// The words of a language are not there.
    NoWords {
        language: String,
        cause: String,
    },
    /// No account of the company takes the currency.
    NoAccount {
        currency: String,
    },
    /// The customer's bank reaches none of the company's accounts: it is abroad, and wants an IBAN.
    NoIban {
        customer: String,
        country: String,
        account: String,
        currency: String,
    },
    NoAddress {
        customer: String,
    },
    AddressTooLong {
        customer: String,
        lines: usize,
        limit: usize,
    },
    /// A field is empty without which there is no letter.
    FieldMissing {
        customer: String,
        field: &'static str,
    },
    FieldTooLong {
        customer: String,
        field: &'static str,
        limit: usize,
    },
    TooManyLines {
        customer: String,
        lines: usize,
        limit: usize,
    },
    NothingToPay {
        customer: String,
        total: Money,
    },
    /// The parts do not add up to the total.
    TotalDiffers {
        customer: String,
        total: Money,
    },
}
