//! Letters and statements as they read: what will go, what went, and the lists of both. What is shown here is the sheet
//! that is sent; nothing is worded a second time.

mod copies;
mod house;
mod manner;
mod outbox;
mod preview;
mod send;
mod statement;

use serde::Serialize;

use super::rulebook::RulesFault;
use crate::domain::outbox::Channel;
use crate::domain::sheet::Sheet;
use crate::letters::LetterFault;
use crate::letters::email::EmailFault;
use crate::letters::pdf::PdfFault;

pub use copies::PageOf;
pub(super) use outbox::tally;

/// A letter as it would go.
#[derive(Clone, PartialEq, Debug)]
pub struct Previewed {
    /// The sheet, or why there is none.
    pub sheet: Result<Box<Sheet>, Unwritten>,
    pub channel: Channel,
    /// Where to; empty if nobody has said.
    pub to: String,
}

/// A letter or statement with what became of it.
#[derive(Clone, PartialEq, Debug)]
pub struct LetterPage {
    pub sheet: Result<Box<Sheet>, Unwritten>,
    /// The copy of what left the house; else how it reads now.
    pub is_copy: bool,
    /// Its way, if it has one.
    pub line: Option<crate::reports::post::OutboxLine>,
}

/// Why a letter or statement cannot be written.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(untagged)]
pub enum Unwritten {
    Letter(LetterFault),
    Email(EmailFault),
    Rules(RulesFault),
    Paper(PaperFault),
}

/// What is wrong with the files that letters are made with, or with setting one.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(tag = "key", rename_all = "kebab-case")]
pub enum PaperFault {
    Unreadable {
        path: String,
        cause: String,
    },
    MissingGlyph {
        sign: String,
        code: String,
        text: String,
    },
    RightToLeft {
        text: String,
    },
    TooManyPages {
        most: usize,
    },
    Unset {
        cause: String,
    },
    /// A statement whose text is not kept any more.
    Erased,
    /// Nobody is named whom messages are from.
    NoSender,
}

impl Unwritten {
    /// The table of the locale that tells it.
    pub fn table(&self) -> &'static str {
        match self {
            Self::Letter(_) => "letter-fault",
            Self::Email(_) => "email-fault",
            Self::Rules(fault) => fault.table(),
            Self::Paper(_) => "paper-fault",
        }
    }
}

impl From<LetterFault> for Unwritten {
    fn from(fault: LetterFault) -> Self {
        Self::Letter(fault)
    }
}

impl From<EmailFault> for Unwritten {
    fn from(fault: EmailFault) -> Self {
        Self::Email(fault)
    }
}

impl From<RulesFault> for Unwritten {
    fn from(fault: RulesFault) -> Self {
        Self::Rules(fault)
    }
}

impl From<PaperFault> for Unwritten {
    fn from(fault: PaperFault) -> Self {
        Self::Paper(fault)
    }
}

impl From<PdfFault> for Unwritten {
    fn from(fault: PdfFault) -> Self {
        Self::Paper(match fault {
            PdfFault::MissingGlyph { character, text } => PaperFault::MissingGlyph {
                sign: character.escape_debug().to_string(),
                code: format!("U+{:04X}", u32::from(character)),
                text,
            },
            PdfFault::RightToLeft { text, .. } => PaperFault::RightToLeft { text },
            PdfFault::TooManyPages { most } => PaperFault::TooManyPages { most },
            other => PaperFault::Unset {
                cause: other.to_string(),
            },
        })
    }
}
