//! Files kept with documents.

use std::path::Path;

use crate::desk::{Desk, Failure};
use crate::domain::attachment::{Attachment, Contents, FILE_LIMIT, Purpose};
use crate::domain::command::NewFile;
use crate::domain::id::DocumentId;

use super::fault::PostFault;
use super::file;

impl Desk {
    /// The files kept with a document.
    pub fn files_of(&self, document: DocumentId) -> Result<Vec<Attachment>, Failure> {
        Ok(self.store.read().attachments_of(document)?)
    }

    /// A file of the disk, read to be kept with a document.
    pub fn new_file(
        &self,
        document: DocumentId,
        purpose: Purpose,
        path: &Path,
        media: &str,
    ) -> Result<NewFile, PostFault> {
        let limit = u64::try_from(FILE_LIMIT).unwrap_or(u64::MAX);
        let bytes = file::read(path, limit)?;
        let name = path.file_name().unwrap_or_default();
        Ok(NewFile {
            document,
            purpose,
            name: name.to_string_lossy().into_owned(),
            media: media.to_owned(),
            contents: Contents(bytes.into()),
        })
    }
}
