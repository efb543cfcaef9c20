//! What the targets share. Each begins from the real sample files:
//!
//! ```sh
//! cargo install cargo-fuzz --locked
//! cargo +nightly fuzz run --fuzz-dir tests/fuzz -s none whatever tests/fuzz/corpus/whatever tests/samples/*
//! ```
//!
//! `-s none`: there is no unsafe code for a sanitizer to watch, and without one the targets run far more often.

use std::sync::LazyLock;

use reskontra::formats::Format;
use reskontra::text::locale::Locale;

#[path = "../../support/answer.rs"]
pub mod answer;

pub static ENGLISH: LazyLock<Locale> = LazyLock::new(Locale::english);

/// Forces bytes on the readers of some formats, as far as they are answered.
pub fn read_as(bytes: &[u8], formats: &[Format]) {
    let Ok(source) = reskontra::formats::Source::from_reader(bytes, &Default::default()) else {
        return;
    };
    for format in formats {
        answer::read_as(&source, *format, &[], &ENGLISH);
    }
    assert!(ENGLISH.missing().is_empty());
}
