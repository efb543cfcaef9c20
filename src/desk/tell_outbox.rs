//! What leaves the house, in the words of the log: dispatches, stopped channels, files, reports of agencies.

use crate::domain::attachment::Attachment;
use crate::domain::event::{Deed, EventFacts};
use crate::domain::id::{AttachmentId, CustomerId, DispatchId, StatusId};
use crate::domain::outbox::{Move, Posted, Stand};
use crate::store::Result;
use crate::store::query::{DispatchRow, Reader};

/// None is of another kind.
pub(super) fn of_deed(reader: &Reader<'_>, deed: &Deed) -> Result<Option<EventFacts>> {
    Ok(match deed {
        Deed::Dispatched { dispatch, .. } => row(reader, dispatch.id)?.map(queued),
        Deed::DispatchRestored { dispatch } => {
            row(reader, *dispatch)?.map(|row| EventFacts::DispatchRestored {
                customer: called(row),
                dispatch: *dispatch,
            })
        }
        Deed::DispatchVoided { dispatch } => {
            row(reader, *dispatch)?.map(|row| EventFacts::DispatchVoided {
                customer: called(row),
                dispatch: *dispatch,
            })
        }
        Deed::DispatchMoved(moved) => {
            let found = row(reader, moved.dispatch)?;
            found.map(|row| told_move(row, moved))
        }
        Deed::ChannelStopped(stop) => Some(EventFacts::ChannelStopped {
            customer: customer(reader, stop.customer)?,
            channel: stop.channel,
            reason: stop.reason.clone(),
        }),
        Deed::ChannelFreed(stop) => Some(EventFacts::ChannelFreed {
            customer: customer(reader, stop.customer)?,
            channel: stop.channel,
        }),
        Deed::Attached(file) => Some(EventFacts::Attached {
            item: reader.document_number(file.document)?,
            purpose: file.purpose,
            text: file.name.clone(),
        }),
        Deed::Detached { attachment } => {
            let found = file(reader, *attachment)?;
            found.map(|(item, file)| EventFacts::Detached {
                item,
                text: file.name,
            })
        }
        Deed::Reattached { attachment } => {
            let found = file(reader, *attachment)?;
            found.map(|(item, file)| EventFacts::Reattached {
                item,
                text: file.name,
            })
        }
        Deed::StatusNoted(status) => noted(reader, status.id)?,
        Deed::StatusRestored { status } => noted(reader, *status)?,
        Deed::StatusVoided { status } => match noted(reader, *status)? {
            Some(EventFacts::StatusNoted {
                item, agency, text, ..
            }) => Some(EventFacts::StatusVoided { item, agency, text }),
            _ => None,
        },
        deed => super::tell_register::of_deed(reader, deed)?,
    })
}

/// A letter that is told of takes its dispatch along: the log says it once.
pub(super) fn beside_their_letters(facts: &mut Vec<EventFacts>) {
    let is_letter = |fact: &EventFacts| {
        matches!(
            fact,
            EventFacts::LetterSent { .. }
                | EventFacts::LetterSentFor { .. }
                | EventFacts::LetterVoided { .. }
                | EventFacts::LetterRestored { .. }
        )
    };
    if facts.iter().any(is_letter) {
        facts.retain(|fact| {
            !matches!(
                fact,
                EventFacts::LetterQueued { .. }
                    | EventFacts::DispatchVoided { .. }
                    | EventFacts::DispatchRestored { .. }
            )
        });
    }
}

fn row(reader: &Reader<'_>, id: DispatchId) -> Result<Option<DispatchRow>> {
    reader.dispatch(id)
}

fn called(row: DispatchRow) -> String {
    if row.name.is_empty() {
        row.number
    } else {
        row.name
    }
}

fn queued(row: DispatchRow) -> EventFacts {
    let (what, channel, dispatch) = (row.what, row.channel, row.id);
    let customer = called(row);
    match what {
        Posted::Letter(letter) => EventFacts::LetterQueued {
            letter: letter.0.to_string(),
            customer,
            channel,
            dispatch,
        },
        Posted::Statement => EventFacts::StatementQueued {
            customer,
            channel,
            dispatch,
        },
    }
}

fn told_move(row: DispatchRow, moved: &Move) -> EventFacts {
    let (channel, dispatch, stand) = (row.channel, row.id, moved.to);
    let (customer, reason) = (called(row), moved.note.clone());
    // Of what is being sent it says where to, and that stands in the outbox.
    if reason.is_empty() || stand == Stand::Sending {
        EventFacts::DispatchMoved {
            customer,
            channel,
            dispatch,
            stand,
        }
    } else {
        EventFacts::DispatchMovedFor {
            customer,
            channel,
            dispatch,
            stand,
            reason,
        }
    }
}

fn customer(reader: &Reader<'_>, id: CustomerId) -> Result<String> {
    let (number, name) = reader.customer_name(id)?;
    Ok(if name.is_empty() { number } else { name })
}

fn file(reader: &Reader<'_>, id: AttachmentId) -> Result<Option<(String, Attachment)>> {
    let Some(file) = reader.attachment(id)? else {
        return Ok(None);
    };
    Ok(Some((reader.document_number(file.document)?, file)))
}

fn noted(reader: &Reader<'_>, id: StatusId) -> Result<Option<EventFacts>> {
    let Some(status) = reader.status(id)? else {
        return Ok(None);
    };
    let Some(state) = reader.handover(status.handover)? else {
        return Ok(None);
    };
    Ok(Some(EventFacts::StatusNoted {
        item: reader.item_label(state.handover.item)?.0,
        agency: state.handover.agency,
        date: status.on.to_string(),
        text: status.status,
    }))
}
