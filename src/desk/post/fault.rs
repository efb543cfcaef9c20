//! Why a letter could not be written or handed over, in one sentence of the locale.

use serde::Serialize;

use crate::desk::mail::{MailFault, NoMail};
use crate::domain::refusal::Refusal;
use crate::letters::LetterFault;
use crate::letters::email::EmailFault;
use crate::letters::pdf::PdfFault;
use crate::text::Locale;

/// Why not.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(untagged)]
pub enum PostFault {
    Letter(LetterFault),
    Pdf(PdfFault),
    Email(EmailFault),
    Mail(NoMail),
    /// A row of the law is missing.
    Law(Refusal),
    Own(OwnFault),
}

/// What is about neither a letter's text nor its e-mail.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(tag = "key", rename_all = "kebab-case")]
pub enum OwnFault {
    /// What was to be sent is not in the ledger any more.
    Erased,
    /// Nobody has said where to.
    NoAddress {
        customer: String,
        channel: &'static str,
    },
    /// What was sent there came back.
    ChannelStopped {
        customer: String,
        channel: &'static str,
    },
    Unreadable {
        path: String,
        cause: String,
    },
    TooLarge {
        path: String,
        limit: u64,
    },
    Unwritable {
        path: String,
        cause: String,
    },
}

impl PostFault {
    /// The sentence for it.
    pub fn tell(&self, locale: &Locale) -> String {
        let table = match self {
            Self::Letter(_) => "letter-fault",
            Self::Pdf(_) => "pdf-fault",
            Self::Email(_) => "email-fault",
            Self::Mail(fault) => fault.table(),
            Self::Law(_) => "refusal",
            Self::Own(_) => "post-fault",
        };
        locale.tell(table, self)
    }
}

impl From<LetterFault> for PostFault {
    fn from(fault: LetterFault) -> Self {
        Self::Letter(fault)
    }
}

impl From<EmailFault> for PostFault {
    fn from(fault: EmailFault) -> Self {
        Self::Email(fault)
    }
}

impl From<NoMail> for PostFault {
    fn from(fault: NoMail) -> Self {
        Self::Mail(fault)
    }
}

impl From<MailFault> for PostFault {
    fn from(fault: MailFault) -> Self {
        Self::Mail(fault.into())
    }
}

impl From<OwnFault> for PostFault {
    fn from(fault: OwnFault) -> Self {
        Self::Own(fault)
    }
}

impl From<PdfFault> for PostFault {
    fn from(fault: PdfFault) -> Self {
        Self::Pdf(fault)
    }
}
