//! Finished files get their names here, in single steps: whoever is interrupted leaves the old file or the new one.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The file of the same folder whose name has this at its end.
pub fn beside(path: &Path, suffix: impl AsRef<OsStr>) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(suffix);
    path.with_file_name(name)
}

/// The folder that a file is in, as a path that can be opened.
pub fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Gives a finished file its name, never over another file.
pub fn name(part: &Path, goal: &Path) -> io::Result<()> {
    keep_as(part, goal)?;
    fs::remove_file(part)?;
    sync_folder(goal);
    Ok(())
}

/// Gives a finished file its name, in place of the one that bears it now.
pub fn replace(part: &Path, goal: &Path) -> io::Result<()> {
    fs::rename(part, goal)?;
    sync_folder(goal);
    Ok(())
}

/// A second name for a file. Where the file system knows no links, a copy.
pub fn keep_as(path: &Path, other: &Path) -> io::Result<()> {
    match fs::hard_link(path, other) {
        Ok(()) => Ok(()),
        Err(cause)
            if matches!(
                cause.kind(),
                io::ErrorKind::AlreadyExists | io::ErrorKind::NotFound
            ) =>
        {
            Err(cause)
        }
        Err(_) => {
            let mut from = fs::File::open(path)?;
            let mut to = fs::OpenOptions::new()
                .write(true)
                .create_new(true)
                .open(other)?;
            to.set_permissions(from.metadata()?.permissions())?;
            io::copy(&mut from, &mut to)?;
            to.sync_all()
        }
    }
}

/// Names are only safe once their folder is on the disk. Not every file system lets one be synced: there the names
/// go with its next write.
pub fn sync_folder(path: &Path) {
    if let Ok(folder) = fs::File::open(folder(path)) {
        let _ = folder.sync_all();
    }
}
