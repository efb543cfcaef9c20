//! An archive, and the files in it.
#![no_main]

use std::fs;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use reskontra::formats::clean::clean;
use reskontra::formats::{open, sniff};
use reskontra_fuzz::{ENGLISH, answer};
use tempfile::TempDir;

static FOLDER: LazyLock<TempDir> = LazyLock::new(|| tempfile::tempdir().unwrap());

fuzz_target!(|bytes: &[u8]| {
    let path = FOLDER.path().join("statements");
    fs::write(&path, bytes).unwrap();
    match open(&path, &Default::default()) {
        Ok(sources) => {
            for source in &sources {
                let name = source.name().unwrap_or_default();
                assert_eq!(clean(name), name);
                if let Ok(format) = sniff(source) {
                    answer::read_as(source, format, &[], &ENGLISH);
                }
            }
        }
        Err(fault) => answer::is_told(&ENGLISH, &fault),
    }
    assert_eq!(fs::read_dir(FOLDER.path()).unwrap().count(), 1, "unpacked");
});
