//! A mapping that a hand has changed, up to the first line of `%`, and a table that it may be for.
#![no_main]

use libfuzzer_sys::fuzz_target;
use reskontra::formats::mapping::Mapping;
use reskontra_fuzz::{ENGLISH, answer};

fuzz_target!(|text: &str| {
    let (mapping, table) = text.split_once("\n%\n").unwrap_or((text, "a;b;c\n1;2;3\n"));
    if let Ok(mapping) = toml::from_str::<Mapping>(mapping) {
        assert_eq!(mapping.fingerprint().len(), 16);
        // What is kept is written again.
        let written = toml::to_string(&mapping).unwrap();
        assert_eq!(toml::from_str::<Mapping>(&written).unwrap(), mapping);
        answer::answer(table.as_bytes(), &[], &[mapping], &ENGLISH);
    }
});
