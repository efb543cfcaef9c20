//! The hash of a file: it proves later which file was meant.

use std::fmt::Write;
use std::fs::File;
use std::io;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::Failure;
use crate::text::width::clean;

/// The SHA-256 of a file in hex. It is read as it comes, whatever its size.
pub fn fingerprint(path: &Path) -> Result<String, Failure> {
    let mut hasher = Sha256::new();
    let read = File::open(path).and_then(|mut file| io::copy(&mut file, &mut hasher));
    read.map_err(|cause| {
        let path = clean(&path.display().to_string()).into_owned();
        Failure::Broken(anyhow::Error::from(cause).context(path))
    })?;
    let digest = hasher.finalize();
    Ok(hex(&digest))
}

/// Bytes in hex.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
