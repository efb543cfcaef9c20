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

/// Writes a file that is not there yet: whole or not at all. Its folder is made if it is missing.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), PostFault> {
    if let Some(folder) = path.parent().filter(|it| !it.as_os_str().is_empty()) {
        make_folder(folder)?;
    }
    whole_file::put(path, bytes).map_err(|cause| {
        let path = path.display().to_string();
        let cause = text::cause(&cause);
        OwnFault::Unwritable { path, cause }.into()
    })
}

/// The name, without its ending, of files that are not there yet: what lies in a folder may be another ledger's letter of
/// the same number, or this one as it left before.
pub(super) fn free_name(folder: &Path, name: &str, endings: &[&str]) -> String {
    let is_free = |name: &String| {
        let mut paths = endings.iter().map(|it| folder.join(format!("{name}.{it}")));
        paths.all(|path| path.symlink_metadata().is_err())
    };
    let mut names = (2..=u32::MAX).map(|n| format!("{name}-{n}"));
    let first = Some(name.to_owned()).filter(is_free);
    first.or_else(|| names.find(is_free)).unwrap_or_default()
}

/// Makes a folder that letters are written to.
pub(super) fn make_folder(path: &Path) -> Result<(), PostFault> {
    fs::create_dir_all(path).map_err(|cause| {
        let path = path.display().to_string();
        let cause = text::cause(&cause);
        OwnFault::Unwritable { path, cause }.into()
    })
}
