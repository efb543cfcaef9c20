//! The identities that come next.

use crate::domain::id::{
    AttachmentId, CallId, CustomerId, DispatchId, DocumentId, FileId, HandoverId, ItemId, LetterId,
    OtherId, PauseId, PlanId, ProposalId, RecordId, RefundId, StatementId, StatusId,
};

/// The next identity of each kind.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NextIds {
    pub customer: CustomerId,
    pub document: DocumentId,
    pub item: ItemId,
    pub pause: PauseId,
    pub file: FileId,
    pub other: OtherId,
    pub statement: StatementId,
    pub refund: RefundId,
    pub plan: PlanId,
    pub handover: HandoverId,
    pub call: CallId,
    pub letter: LetterId,
    pub dispatch: DispatchId,
    pub attachment: AttachmentId,
    pub status: StatusId,
    pub record: RecordId,
    pub proposal: ProposalId,
}

impl Default for NextIds {
    fn default() -> Self {
        Self {
            customer: CustomerId(1),
            document: DocumentId(1),
            item: ItemId(1),
            pause: PauseId(1),
            file: FileId(1),
            other: OtherId(1),
            statement: StatementId(1),
            refund: RefundId(1),
            plan: PlanId(1),
            handover: HandoverId(1),
            call: CallId(1),
            letter: LetterId(1),
            dispatch: DispatchId(1),
            attachment: AttachmentId(1),
            status: StatusId(1),
            record: RecordId(1),
            proposal: ProposalId(1),
        }
    }
}
