//! Files kept with documents, and what agencies report.

use rusqlite::OptionalExtension;

use super::Reader;
use crate::domain::attachment::Attachment;
use crate::domain::handover::AgencyStatus;
use crate::domain::id::{AttachmentId, DocumentId, EntryId, HandoverId, StatusId};
use crate::store::Result;
use crate::store::dispatched::{attachments, statuses};

impl Reader<'_> {
    /// The files that are kept with a document, in order, without their contents.
    pub fn attachments_of(&self, document: DocumentId) -> Result<Vec<Attachment>> {
        let kept = attachments(
            self.connection,
            "a.detached = 0 AND a.document = ?1",
            document.0,
        )?;
        Ok(kept.into_iter().map(|state| state.attachment).collect())
    }

    /// A file, whether it is kept still or not, without its contents.
    pub fn attachment(&self, id: AttachmentId) -> Result<Option<Attachment>> {
        let found = attachments(self.connection, "a.id = ?1", id.0)?;
        Ok(found.into_iter().next().map(|state| state.attachment))
    }

    /// What people call a document by; empty if it is not there.
    pub fn document_number(&self, document: DocumentId) -> Result<String> {
        let sql = "SELECT number FROM document WHERE id = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let number = statement.query_row([document.0], |row| row.get(0));
        Ok(number.optional()?.unwrap_or_default())
    }

    /// What is in a file; none if it was erased.
    pub fn attachment_bytes(&self, id: AttachmentId) -> Result<Option<Vec<u8>>> {
        let sql = "SELECT bytes FROM attachment_bytes WHERE attachment = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement.query_row([id.0], |row| row.get(0)).optional()?)
    }

    /// What the agency has reported of a hand-over, by day.
    pub fn statuses_of(&self, handover: HandoverId) -> Result<Vec<AgencyStatus>> {
        let wanted = "s.voided = 0 AND s.handover = ?1";
        let states = statuses(self.connection, wanted, handover.0)?;
        Ok(states.into_iter().map(|state| state.status).collect())
    }

    pub fn status(&self, id: StatusId) -> Result<Option<AgencyStatus>> {
        let found = statuses(self.connection, "s.id = ?1", id.0)?;
        Ok(found.into_iter().next().map(|state| state.status))
    }

    pub fn entry_of_attachment(&self, id: AttachmentId) -> Result<Option<EntryId>> {
        self.entry_where("SELECT entry FROM attachment WHERE id = ?1", id.0)
    }

    pub fn entry_of_status(&self, id: StatusId) -> Result<Option<EntryId>> {
        self.entry_where("SELECT entry FROM handover_status WHERE id = ?1", id.0)
    }
}
