//! Which entry an undo or a redo has to wait for.

use crate::domain::command::MATCH;
use crate::domain::event::{Deed, RowKind};
use crate::domain::id::{DocumentId, EntryId};
use crate::domain::refusal::Refusal;
use crate::rules::decide::Subject;
use crate::store::query::Reader;

use super::Failure;

/// Which entry an undo would have to wait for.
pub(super) fn in_the_way(
    reader: &Reader<'_>,
    entry: EntryId,
    subjects: &[Subject],
) -> Result<Refusal, Failure> {
    for subject in subjects {
        let (exact, commands): (_, &[&str]) = match subject {
            Subject::Item(item) => (reader.later_on_item(*item, entry, None)?, &[]),
            Subject::Customer(customer) => {
                (reader.later_on_customer(*customer, entry)?, &["merge"])
            }
            Subject::Pause(pause) => (
                reader.entry_of_pause(*pause)?,
                &[
                    "dispute",
                    "close-dispute",
                    "promise",
                    "pause",
                    "extend",
                    "skip",
                    "bankrupt",
                    "end-pause",
                ],
            ),
            Subject::Plan(plan) => (
                reader.entry_of_plan(*plan)?,
                &["plan", "end-plan", "bankrupt"],
            ),
            Subject::Handover(handover) => (
                reader.entry_of_handover(*handover)?,
                &["hand-over", "number-case", "take-over"],
            ),
            Subject::Call(call) => (reader.entry_of_call(*call)?, &["call"]),
            Subject::Receipt(receipt) => match reader.entry_of_aside(*receipt)? {
                Some(aside) => (Some(aside), &["set-aside"]),
                None => (
                    reader.later_on_item(*receipt, entry, None)?,
                    &["take-up", "settle", MATCH, "identify"],
                ),
            },
            Subject::Line(line) => (
                reader.entry_of_line(*line)?,
                &["pay-out", "dismiss", "reconsider"],
            ),
            Subject::Refund(refund) => (
                reader.entry_of_refund(*refund)?,
                &["refund", "drop-refund", "settle", MATCH, "pay-out"],
            ),
            Subject::Letter(letter) => (reader.entry_of_letter(*letter)?, &[]),
            Subject::Dispatch(dispatch) => (
                reader.later_on_dispatch(*dispatch, entry)?,
                &["redirect", "resend", "arrived", "call-off", "returned"],
            ),
            Subject::DispatchMade(dispatch) => (reader.entry_that_queued(*dispatch)?, &[]),
            Subject::Channel(customer, channel) => (
                reader.entry_of_stop(*customer, *channel)?,
                &["stop-channel", "free-channel", "returned"],
            ),
            Subject::Attachment(file) => {
                (reader.entry_of_attachment(*file)?, &["attach", "detach"])
            }
            Subject::Status(status) => (reader.entry_of_status(*status)?, &["note-status"]),
            Subject::Record(record) => (
                reader.entry_of_record(*record)?,
                &["end-record", "record-hold", "record-application", "import"],
            ),
            Subject::Covering(receipt) => (reader.entry_of_cover(*receipt)?, &["import"]),
            Subject::Proposal(proposal) => (reader.entry_of_proposal(*proposal)?, &["judge"]),
            Subject::User => (None, &["set-user"]),
            Subject::Merger(customer) => (reader.merged_by(*customer)?, &["merge", "part"]),
            Subject::Lock => (None, &["lock"]),
            Subject::Accounts => (None, &["name-accounts"]),
            Subject::Size => (None, &["set-size"]),
            Subject::Link => (None, &["block-link", "forget-link"]),
            Subject::Rule => (None, &["switch-rule"]),
        };
        // An undo or a redo only put it back: what the user waits for is the work itself.
        let work = match exact {
            Some(exact) => reader.later_work(exact, entry)?,
            None => None,
        };
        let later = match work {
            Some(work) => Some(work),
            None => reader.later_of_command(commands, entry)?,
        };
        if let Some(later) = later {
            return Ok(Refusal::StandsInTheWay { entry, later });
        }
    }
    // A redo may wait for what was undone since.
    for subject in subjects {
        let document = match subject {
            Subject::Item(item) => reader.item(*item)?.and_then(|item| item.document),
            _ => None,
        };
        let undo = reader.later_undo(entry, |deed| touches(deed, *subject, document))?;
        if let Some(later) = undo {
            return Ok(Refusal::StandsInTheWay { entry, later });
        }
    }
    Ok(Refusal::ChangedMeanwhile)
}

/// Whether a deed changed what it is about; an item goes out of the ledger with its document.
fn touches(deed: &Deed, subject: Subject, document: Option<DocumentId>) -> bool {
    match subject {
        Subject::Item(id) | Subject::Receipt(id) => match deed {
            Deed::Moved { receipt, .. }
            | Deed::SetAside { receipt, .. }
            | Deed::TakenUp { receipt, .. } => *receipt == id,
            Deed::Allocated(of) | Deed::Unallocated(of) => of.debit == id || of.credit == id,
            Deed::Differed(of) | Deed::Undiffered(of) => of.item == id,
            Deed::PaidOut(of) | Deed::PaidBack(of) => of.credit == id,
            Deed::Voided { range, .. } => match range.kind {
                RowKind::Documents => document.is_some_and(|of| range.ids().contains(&of.0)),
                RowKind::Receipts => range.ids().contains(&id.0),
                _ => false,
            },
            _ => false,
        },
        Subject::Letter(id) => matches!(deed,
            Deed::LetterVoided { letter } | Deed::LetterRestored { letter } if *letter == id),
        Subject::Refund(id) => match deed {
            Deed::RefundVoided { refund }
            | Deed::RefundRestored { refund }
            | Deed::RefundDropped { refund }
            | Deed::RefundResumed { refund }
            | Deed::RefundPaid { refund, .. }
            | Deed::RefundUnpaid { refund, .. } => *refund == id,
            _ => false,
        },
        Subject::Dispatch(id) | Subject::DispatchMade(id) => match deed {
            Deed::DispatchVoided { dispatch } | Deed::DispatchRestored { dispatch } => {
                *dispatch == id
            }
            Deed::DispatchMoved(moved) => moved.dispatch == id,
            _ => false,
        },
        Subject::Channel(customer, channel) => match deed {
            Deed::ChannelStopped(stop) | Deed::ChannelFreed(stop) => {
                (stop.customer, stop.channel) == (customer, channel)
            }
            _ => false,
        },
        Subject::Attachment(id) => match deed {
            Deed::Detached { attachment } | Deed::Reattached { attachment } => *attachment == id,
            _ => false,
        },
        Subject::Status(id) => match deed {
            Deed::StatusVoided { status } | Deed::StatusRestored { status } => *status == id,
            _ => false,
        },
        Subject::Record(id) => match deed {
            Deed::RecordVoided { record }
            | Deed::RecordRestored { record }
            | Deed::RecordEnded { record, .. }
            | Deed::RecordResumed { record, .. } => *record == id,
            _ => false,
        },
        Subject::Proposal(id) => match deed {
            Deed::ProposalVoided { proposal }
            | Deed::ProposalRestored { proposal }
            | Deed::ProposalJudged { proposal, .. }
            | Deed::ProposalReopened { proposal, .. } => *proposal == id,
            _ => false,
        },
        Subject::Merger(id) => match deed {
            Deed::Merged { customer, into } => *customer == id || *into == id,
            Deed::Parted { customer, from } => *customer == id || *from == id,
            _ => false,
        },
        Subject::Customer(id) => match deed {
            Deed::Merged { customer, into } => *customer == id || *into == id,
            Deed::VersionSet { customer, .. } => *customer == id,
            _ => false,
        },
        Subject::User => matches!(deed, Deed::UserSet { .. }),
        Subject::Plan(id) => match deed {
            Deed::PlanVoided { plan }
            | Deed::PlanRestored { plan }
            | Deed::PlanEnded { plan, .. }
            | Deed::PlanResumed { plan, .. } => *plan == id,
            _ => false,
        },
        Subject::Handover(id) => match deed {
            Deed::HandoverVoided { handover }
            | Deed::HandoverRestored { handover }
            | Deed::CaseNumbered { handover, .. }
            | Deed::TakenOver { handover, .. }
            | Deed::HandedBack { handover, .. } => *handover == id,
            _ => false,
        },
        _ => false,
    }
}
