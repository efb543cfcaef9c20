//! The "no"s of the register: fields, records, merging, users, a second person, erasure.

use serde::Serialize;

use crate::domain::date::Date;
use crate::domain::field::{Field, Wrong};
use crate::domain::id::{EntryId, ProposalId, RecordId};
use crate::domain::record::{HoldLevel, RecordKind};
use crate::domain::upkeep::Alike;
use crate::domain::user::Role;

/// A customer who may be the one that is to be entered, and by what.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Likely {
    pub number: String,
    pub name: String,
    pub alike: Vec<Alike>,
}

/// Why something was not done to the register: see [`super::Refusal`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(tag = "key", rename_all = "kebab-case")]
pub enum RegisterRefusal {
    /// A field cannot have that value.
    WrongValue {
        register_field: Field,
        value: String,
        why: Wrong,
    },
    /// Its check digit is wrong, and would be right like this.
    WrongCheckDigit {
        register_field: Field,
        value: String,
        number: String,
    },
    UnknownField {
        text: String,
    },
    FieldTwice {
        register_field: Field,
    },
    /// `FIELD=VALUE` is what a field is set by.
    NotAValue {
        text: String,
    },
    /// He who is to be entered is likely there already.
    MayBeKnown {
        likely: Vec<Likely>,
    },
    CustomerNumberTaken {
        customer: String,
    },
    CustomerNumberWrong {
        value: String,
    },
    /// Someone else edited the customer since he was shown.
    EditedMeanwhile {
        customer: String,
        by: String,
        at: String,
        register_fields: Vec<Field>,
    },
    ParentOfItself {
        customer: String,
    },
    MergedIntoItself {
        customer: String,
    },
    AlreadyMerged {
        customer: String,
        into: String,
    },
    /// Others are merged into him: they would be two steps away from who owns all.
    HasMerged {
        customer: String,
        other: String,
    },
    NotMerged {
        customer: String,
    },
    /// Another kind or country has other fees, rates and deadlines.
    MergeOtherLaw {
        customer: String,
        other: String,
        register_field: Field,
    },
    /// Under their policies other changes wait for a second person.
    MergeTakesTwo {
        customer: String,
        other: String,
    },
    /// Each has on record what only one of two who are one may have.
    MergeClash {
        customer: String,
        other: String,
        records: Vec<RecordId>,
    },
    /// Running plans of the one who owns all cover what was the other's.
    MergeBuiltOn {
        customer: String,
        into: String,
    },
    /// Work on both of them stands: whose it is cannot be told.
    JointWork {
        customer: String,
        into: String,
        entry: EntryId,
    },
    // Users.
    /// The ledger has users, and this is none of them.
    NotAUser {
        actor: String,
    },
    NotAllowed {
        actor: String,
        role: Role,
        needed: Role,
    },
    FirstUserNoLead {
        text: String,
    },
    /// Someone must be left who can change the users.
    LastLead {
        text: String,
    },
    UserUnknown {
        text: String,
    },
    UserNameMissing,
    // A second person.
    UnknownProposal {
        proposal: ProposalId,
    },
    ProposalDecided {
        proposal: ProposalId,
    },
    OwnProposal {
        proposal: ProposalId,
        by: String,
    },
    ProposalOutdated {
        proposal: ProposalId,
        register_fields: Vec<Field>,
    },
    ProposalErased {
        proposal: ProposalId,
    },
    SecondPersonNeeded {
        customer: String,
        register_field: Field,
    },
    // Erasure.
    /// Something is open: he is needed.
    StillOpen {
        customer: String,
        item: String,
    },
    /// The books need him, and all else is gone.
    NothingToErase {
        customer: String,
        until: Date,
    },
    /// All is gone already.
    ErasedAlready {
        customer: String,
    },
    /// What an undo would bring back is of one who was erased since.
    ErasedSince {
        entry: EntryId,
        customer: String,
        erasure: EntryId,
    },
    /// The last that this user did cannot be undone, and what he did before it is not meant.
    ErasureIsLast {
        entry: EntryId,
    },
    /// What two decided is not undone by the one who asked for it.
    OwnProposalUndone {
        proposal: ProposalId,
        by: String,
    },
    /// What would take two as a command is not undone by the one who did it.
    UndoTakesTwo {
        entry: EntryId,
        customer: String,
        by: String,
    },
    CustomerErased {
        customer: String,
    },
    // What is on record of a customer.
    UnknownRecord {
        record: RecordId,
    },
    /// What is put on record has happened.
    RecordAhead {
        date: Date,
        today: Date,
    },
    /// It was ended, or is over by itself.
    RecordOver {
        record: RecordId,
    },
    /// It needs a last day, or the day of the next one.
    EndMissing {
        record_kind: RecordKind,
    },
    EndsBeforeItBegins {
        from: Date,
        date: Date,
    },
    OverrideTooLong {
        date: Date,
        last: Date,
        limit: u64,
    },
    /// The very same hold stands.
    AlreadyHeld {
        customer: String,
        level: HoldLevel,
        since: Date,
    },
    NotHeld {
        customer: String,
    },
    OrderKnown {
        order: RecordId,
        number: String,
    },
    OrderWithoutNumber,
    UnknownOrder {
        number: String,
    },
    /// Several customers have an order of that number.
    AmbiguousOrder {
        number: String,
        records: Vec<RecordId>,
    },
    PrepaidBeyondOrder,
    /// Nothing is sold to him any more.
    CustomerInactive {
        customer: String,
    },
    /// A class, an order's number, a rule.
    NameTooLong {
        text: String,
        limit: u64,
    },
    UnknownSection {
        text: String,
        allowed: String,
    },
}

impl RegisterRefusal {
    /// Whether a person may go on all the same, with a reason.
    pub(super) fn gives_way(&self) -> bool {
        matches!(self, Self::MayBeKnown { .. })
    }
}
