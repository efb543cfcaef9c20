//! Files for people and other programs: whole or not there at all, and never over another file.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::Path;

use crate::store::{Trouble, place};

use super::Failure;

/// Writes a file that is not there yet.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    is_free(path)?;
    put(path, bytes).map_err(|cause| {
        if cause.kind() == std::io::ErrorKind::AlreadyExists {
            exists(path).into()
        } else {
            cannot_make(path, &cause).into()
        }
    })
}

/// The same for a folder that is there; what is in the way is the error.
pub(super) fn put(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let part = place::beside(path, format!(".{}.part", std::process::id()));
    let written = write(&part, bytes).and_then(|()| place::name(&part, path));
    if written.is_err() {
        let _ = fs::remove_file(&part);
    }
    written
}

/// Whether a file can be made there: nothing has the name, and its folder, if it is there, is one.
pub(super) fn is_free(path: &Path) -> Result<(), Failure> {
    if path.symlink_metadata().is_ok() {
        return Err(exists(path).into());
    }
    Ok(())
}

/// Writes a file that only its owner reads, down to the disk.
pub(super) fn write(part: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    // It tells what someone owes.
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let mut file = options.open(part)?;
    file.write_all(bytes)?;
    file.sync_all()
}

pub(super) fn exists(path: &Path) -> Trouble {
    Trouble::Exists {
        path: path.display().to_string(),
    }
}

pub(super) fn cannot_make(path: &Path, cause: &std::io::Error) -> Trouble {
    Trouble::CannotMake {
        path: path.display().to_string(),
        cause: crate::text::cause(cause),
    }
}
