//! The register's reports: a customer's profile, how he came to be as he is, who works with the ledger, changes that
//! wait.

use serde::Serialize;

use super::credit::Named;
use super::record::RecordLine;
use crate::domain::assessment::Assessment;
use crate::domain::credit::CreditFacts;
use crate::domain::customer::CustomerFacts;
use crate::domain::date::Date;
use crate::domain::field::{Change, Field, Section};
use crate::domain::id::{CustomerId, EntryId, ProposalId};
use crate::domain::money::Money;
use crate::domain::proposal::AskedHold;
use crate::domain::record::{HoldLevel, RecordKind};
use crate::domain::upkeep::{DataFault, TermsDoubt};
use crate::domain::user::Role;

/// All that the register and the credit policy know of a customer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Profile {
    pub customer: Named,
    pub facts: CustomerFacts,
    /// So that nobody else's edit is overwritten.
    pub version: usize,
    pub parent: Option<Named>,
    /// When he was taken in: what nobody confirmed is as old as that.
    pub entered: Date,
    /// Each with the day on which it was confirmed last.
    pub sections: Vec<(Section, Option<Date>)>,
    /// The worst first.
    pub faults: Vec<DataFault>,
    /// About his terms, and the due dates of an invoice of today.
    pub doubts: Vec<TermsDoubt>,
    /// The newest first.
    pub records: Vec<RecordLine>,
    pub credit: CreditFacts,
    /// May we sell? For no amount.
    pub answer: Assessment,
    /// What is to be done first; nothing, if all is well.
    pub next: Option<NextAction>,
    /// Changes of him that wait for a second person.
    pub proposals: Vec<ProposalLine>,
    /// Those who are merged into him.
    pub merged: Vec<Named>,
}

/// What is to be done about a customer. The sentence is in the locale under `next-action.`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(tag = "key", rename_all = "kebab-case")]
pub enum NextAction {
    /// A change of him waits for a second person.
    Decide { proposal: ProposalId },
    /// Letters do not reach him.
    Reach,
    /// What is overdue is to be asked for.
    Collect { overdue: Money, days: i64 },
    /// More is at risk than the policy lets pass.
    Reduce { after: Money, most: Money },
    /// A credit check is wanted.
    Check { after: Money },
    /// His credit was to be looked at again.
    Review { due: Date },
    /// A security ends, or has ended.
    Renew { until: Date },
    /// Something in his data is wrong or missing.
    Mend,
    /// His terms are outside the policy.
    ReviewTerms,
    /// A section of his data is old; none: nobody ever confirmed it.
    Confirm { section: Section, on: Option<Date> },
}

/// A line of the change log: one entry, and what it changed. Values are those of `Field::read`, a parent by its number.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ChangeLine {
    pub entry: EntryId,
    /// When, in local time.
    pub at: String,
    pub actor: String,
    /// The command, as the journal names it.
    pub command: String,
    pub reason: Option<String>,
    pub version: usize,
    pub changes: Vec<Change>,
}

/// A user of the ledger.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct UserLine {
    pub name: String,
    pub role: Role,
    /// Who asks: the name that the journal bears.
    pub is_self: bool,
}

/// A change that waits for a second person.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ProposalLine {
    pub proposal: ProposalId,
    #[serde(skip)]
    pub customer: CustomerId,
    pub customer_no: String,
    pub name: String,
    pub by: String,
    pub at: String,
    pub reason: String,
    /// What is now, and what is asked.
    pub changes: Vec<Change>,
    /// Of a credit hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hold: Option<AskedHold>,
    /// Of what is on record of him, holds among it, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asks: Option<AskedFacts>,
}

/// What is asked of what is on record of a customer: `asked.<key>` in the locale.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(tag = "key", rename_all = "kebab-case")]
pub enum AskedFacts {
    Hold {
        level: HoldLevel,
    },
    Release,
    Put {
        record_kind: RecordKind,
    },
    PutOf {
        record_kind: RecordKind,
        amount: Money,
    },
    End {
        record_kind: RecordKind,
    },
}

/// A customer as a form starts from him: his version, so that nobody else's edit is overwritten, and his values.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Form {
    pub customer: CustomerId,
    pub number: String,
    pub version: usize,
    pub values: Vec<(Field, Option<String>)>,
}
