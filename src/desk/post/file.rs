//! Files of the user's, read within bounds and written whole or not at all.

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use super::fault::{OwnFault, PostFault};
use crate::desk::whole_file;
use crate::text;

/// Reads a file of at most so many bytes.
pub(super) fn read(path: &Path, limit: u64) -> Result<Vec<u8>, PostFault> {
    let shown = || path.display().to_string();
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(limit + 1).read_to_end(&mut bytes))
        .map_err(|cause| OwnFault::Unreadable {
            path: shown(),
            cause: text::cause(&cause),
        })?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > limit {
        return Err(OwnFault::TooLarge {
            path: shown(),
            limit: limit >> 20,
        }
        .into());
    }
    Ok(bytes)
}

/// Writes a file beside its place and puts it there: whole or not at all. Its folder is made if it is missing.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), PostFault> {
    if let Some(folder) = path.parent().filter(|it| !it.as_os_str().is_empty()) {
        make_folder(folder)?;
    }
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let part = path.with_file_name(name);
    let written = whole_file::write(&part, bytes).and_then(|()| fs::rename(&part, path));
    if written.is_err() {
        let _ = fs::remove_file(&part);
    }
    written.map_err(|cause| {
        let path = path.display().to_string();
        let cause = text::cause(&cause);
        OwnFault::Unwritable { path, cause }.into()
    })
}

/// Makes a folder that letters are written to.
pub(super) fn make_folder(path: &Path) -> Result<(), PostFault> {
    fs::create_dir_all(path).map_err(|cause| {
        let path = path.display().to_string();
        let cause = text::cause(&cause);
        OwnFault::Unwritable { path, cause }.into()
    })
}
