//! Why something did not come about.

use std::path::Path;

use crate::domain::book::Missing;
use crate::domain::intake::Fault as FileFault;
use crate::domain::refusal::{CollectingRefusal, Refusal, RegisterRefusal};
use crate::letters::LetterFault;
use crate::letters::pdf::PdfFault;
use crate::rules::decide::Declined;
use crate::store::{Fault, Trouble};

use super::post::PostFault;
use super::rulebook::RulesFault;

/// A "no" that a user can act on, or a fault of the machine or the program.
#[derive(Debug)]
pub enum Failure {
    Refused(Refusal),
    /// The settings' rows of the law or its policy are the trouble.
    Rules(Box<RulesFault>),
    /// The ledger file itself is the trouble.
    Ledger(Trouble),
    /// A file was not taken in.
    File {
        path: String,
        fault: Box<FileFault>,
    },
    /// A letter or a statement cannot be written as it should be.
    Post(Box<PostFault>),
    Broken(anyhow::Error),
}

impl Failure {
    /// Names the ledger where what went wrong with it does not.
    #[must_use]
    pub fn of(self, ledger: &Path) -> Self {
        match self {
            Self::Ledger(Trouble::Damaged { what }) => Self::Ledger(Trouble::FileDamaged {
                path: ledger.display().to_string(),
                what,
            }),
            other => other,
        }
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<RegisterRefusal> for Failure {
    fn from(refusal: RegisterRefusal) -> Self {
        Self::Refused(refusal.into())
    }
}

impl From<CollectingRefusal> for Failure {
    fn from(refusal: CollectingRefusal) -> Self {
        Self::Refused(refusal.into())
    }
}

impl From<LetterFault> for Failure {
    fn from(fault: LetterFault) -> Self {
        PostFault::from(fault).into()
    }
}

impl From<PostFault> for Failure {
    fn from(fault: PostFault) -> Self {
        Self::Post(Box::new(fault))
    }
}

impl From<PdfFault> for Failure {
    fn from(fault: PdfFault) -> Self {
        PostFault::from(fault).into()
    }
}

impl From<RulesFault> for Failure {
    fn from(fault: RulesFault) -> Self {
        Self::Rules(Box::new(fault))
    }
}

impl From<Trouble> for Failure {
    fn from(trouble: Trouble) -> Self {
        Self::Ledger(trouble)
    }
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Trouble(trouble) => Self::Ledger(trouble),
            other => Self::Broken(other.into()),
        }
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        match error.downcast::<Fault>() {
            Ok(fault) => fault.into(),
            Err(error) => Self::Broken(error),
        }
    }
}

impl From<Missing> for Failure {
    fn from(missing: Missing) -> Self {
        Self::Broken(missing.into())
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::Broken(error.into())
    }
}

impl From<Declined> for Failure {
    fn from(declined: Declined) -> Self {
        match declined {
            Declined::Refused(refusal) => Self::Refused(refusal),
            Declined::Missing(missing) => missing.into(),
            // Who stands in the way is looked up where an undo asks for it.
            Declined::InTheWay(_) => Self::Refused(Refusal::ChangedMeanwhile),
        }
    }
}
