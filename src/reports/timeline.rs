//! What happened with a customer, as his card tells it.

use crate::domain::date::Date;
use crate::domain::document::DocumentKind;
use crate::domain::field::Change;
use crate::domain::handover::HandoverState;
use crate::domain::id::{
    CallId, CustomerId, DispatchId, DocumentId, EntryId, ItemId, LetterId, PlanId,
};
use crate::domain::letter::LetterKind;
use crate::domain::money::Money;
use crate::domain::outbox::{Channel, Stand};
use crate::domain::pause::Pause;
use crate::domain::record::RecordState;

/// Where a line stands among all of a customer: by its day, the entry that made it, then by its kind and number. The
/// next lines are asked for by the last one's.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct TimelineKey {
    pub day: Date,
    pub entry: EntryId,
    /// The kind of happening.
    pub place: u8,
    /// Its number among its kind.
    pub id: i64,
    /// Whom it names: he himself, or one who is merged into him.
    pub customer: CustomerId,
}

/// One thing that happened.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TimelineLine {
    pub key: TimelineKey,
    /// The day that it is of.
    pub date: Date,
    /// When it was written down, in local time.
    pub at: String,
    pub actor: String,
    pub what: Happening,
    /// The entry was undone since.
    pub undone: bool,
}

/// What happened. Amounts are magnitudes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Happening {
    /// An invoice, a credit note or a charge; `open` is what is open of it now.
    Document {
        document: DocumentId,
        kind: DocumentKind,
        number: String,
        amount: Money,
        open: Money,
    },
    /// Money came in; `unapplied` is what of it settles nothing yet.
    Money {
        receipt: ItemId,
        label: String,
        amount: Money,
        unapplied: Money,
    },
    Letter {
        letter: LetterId,
        kind: LetterKind,
        /// The policy's name of it.
        stage: String,
        total: Money,
        channel: String,
    },
    /// A dispute, a promise, a rest of reminders; of a document, or of all that he owes.
    Pause {
        pause: Pause,
        number: Option<String>,
    },
    Plan {
        plan: PlanId,
        total: Money,
        closed: Option<Date>,
    },
    Call {
        call: CallId,
        note: String,
    },
    /// He was entered, or changed: each value as `Field::read` has it, a parent by his number.
    Edit {
        /// The command, as the journal names it.
        command: String,
        reason: Option<String>,
        changes: Vec<Change>,
    },
    Record(RecordState),
    /// A statement of account was sent, or is to be.
    Statement {
        dispatch: DispatchId,
        channel: Channel,
        stand: Stand,
    },
    /// An agency collects a document.
    Handover {
        handover: HandoverState,
        number: String,
    },
}
