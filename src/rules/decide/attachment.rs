//! Files kept with a document, and what agencies report of an item.

use sha2::{Digest, Sha256};

use crate::domain::attachment::{Attachment, FILE_LIMIT};
use crate::domain::book::Book;
use crate::domain::command::NewFile;
use crate::domain::date::Date;
use crate::domain::event::Deed;
use crate::domain::handover::AgencyStatus;
use crate::domain::id::{AttachmentId, HandoverId};
use crate::domain::refusal::{CollectingRefusal, Refusal};

use super::{Declined, Draft, Subject, plausible};

/// Characters that the name of a file may have.
const NAME_LIMIT: usize = 255;
/// What a file is whose kind nobody has told, or has told unreadably.
const ANY_MEDIA: &str = "application/octet-stream";

pub(super) fn attach(draft: &mut Draft, file: &NewFile) -> Result<(), Declined> {
    let state = super::held::state(&draft.book, file.document)?;
    let invoice = state.document.number.clone();
    if state.voided {
        return Err(Refusal::UnknownInvoice { invoice }.into());
    }
    let (text, bytes) = (file_name(&file.name), &file.contents.0);
    if bytes.is_empty() {
        return Err(Refusal::FileEmpty { text }.into());
    }
    if bytes.len() > FILE_LIMIT {
        let limit = u64::try_from(FILE_LIMIT >> 20).unwrap_or(u64::MAX);
        return Err(Refusal::FileTooLarge { text, limit }.into());
    }
    let sha256 = format!("{:x}", Sha256::digest(bytes));
    let mut files = draft.book.attachments.values();
    if files.any(|state| {
        let known = &state.attachment;
        known.document == file.document && known.sha256 == sha256 && !state.detached
    }) {
        return Err(Refusal::FileKnown { invoice, text }.into());
    }
    Ok(draft.done(Deed::Attached(Attachment {
        id: draft.book.next.attachment,
        document: file.document,
        purpose: file.purpose,
        media: media_type(&file.media),
        size: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
        sha256,
        name: text,
        contents: file.contents.clone(),
    }))?)
}

/// A name without a folder, and without what a terminal would obey.
fn file_name(text: &str) -> String {
    let name = text.rsplit(['/', '\\']).next().unwrap_or_default();
    let name = name.chars().filter(|c| !c.is_control()).take(NAME_LIMIT);
    let name: String = name.collect();
    match name.trim() {
        "" | "." | ".." => "file".to_owned(),
        name => name.to_owned(),
    }
}

/// `type/subtype` (RFC 6838 §4.2), or that of any file.
fn media_type(text: &str) -> String {
    let is_name = |part: &str| {
        (1..=127).contains(&part.len())
            && part
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&b))
    };
    let text = text.trim().to_ascii_lowercase();
    match text.split_once('/') {
        Some((kind, subtype)) if is_name(kind) && is_name(subtype) => text,
        _ => ANY_MEDIA.to_owned(),
    }
}

pub(super) fn detach(draft: &mut Draft, attachment: AttachmentId) -> Result<(), Declined> {
    let state = draft.book.attachments.get(&attachment);
    if state.is_none_or(|state| state.detached) {
        return Err(Refusal::UnknownAttachment { attachment }.into());
    }
    Ok(draft.done(Deed::Detached { attachment })?)
}

/// How far an agency has come, as it reports.
pub(super) fn note_status(
    draft: &mut Draft,
    today: Date,
    handover: HandoverId,
    (status, on): (&str, Date),
    note: &str,
) -> Result<(), Declined> {
    let state = draft.book.handovers.get(&handover);
    if state.is_none_or(|state| state.voided) {
        return Err(CollectingRefusal::UnknownHandover { handover }.into());
    }
    let status = status.trim();
    if status.is_empty() {
        return Err(CollectingRefusal::StatusMissing.into());
    }
    if plausible(on)? > today {
        return Err(Refusal::DateInFuture { date: on, today }.into());
    }
    Ok(draft.done(Deed::StatusNoted(AgencyStatus {
        id: draft.book.next.status,
        handover,
        status: status.to_owned(),
        on,
        note: note.trim().to_owned(),
    }))?)
}

/// The deed that takes one of these back.
pub(super) fn invert(book: &Book, deed: &Deed) -> Result<Deed, Declined> {
    let in_the_way = |subject| Declined::InTheWay(vec![subject]);
    Ok(match deed {
        Deed::Attached(Attachment { id, .. }) | Deed::Reattached { attachment: id } => {
            if book.attachment(*id)?.detached {
                return Err(in_the_way(Subject::Attachment(*id)));
            }
            Deed::Detached { attachment: *id }
        }
        Deed::Detached { attachment } => {
            if !book.attachment(*attachment)?.detached {
                return Err(in_the_way(Subject::Attachment(*attachment)));
            }
            Deed::Reattached {
                attachment: *attachment,
            }
        }
        Deed::StatusNoted(AgencyStatus { id, .. }) | Deed::StatusRestored { status: id } => {
            if book.status(*id)?.voided {
                return Err(in_the_way(Subject::Status(*id)));
            }
            Deed::StatusVoided { status: *id }
        }
        Deed::StatusVoided { status } => {
            let state = book.status(*status)?;
            let handover = state.status.handover;
            if !state.voided {
                return Err(in_the_way(Subject::Status(*status)));
            }
            if book.handover(handover)?.voided {
                return Err(in_the_way(Subject::Handover(handover)));
            }
            Deed::StatusRestored { status: *status }
        }
        deed => return super::register::invert(book, deed),
    })
}
