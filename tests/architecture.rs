//! The house's rules, read from its source: who may know whom, and that all words come from the locale.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Each layer with what of the house it may know.
const MAY_KNOW: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("rules", &["domain"]),
    ("matching", &["domain"]),
    ("reports", &["domain"]),
    ("text", &["domain", "reports"]),
    ("formats", &["domain"]),
    ("letters", &["domain", "text"]),
    ("store", &["domain"]),
    (
        "desk",
        &[
            "domain", "rules", "matching", "reports", "text", "formats", "letters", "store",
        ],
    ),
    ("cli", &["domain", "reports", "text", "desk"]),
    ("tui", &["domain", "reports", "text", "desk"]),
];

/// Crates and modules of the standard library that a layer must not touch.
const MAY_NOT_TOUCH: &[(&str, &[&str])] = &[
    (
        "domain",
        &[
            "std::fs",
            "std::env",
            "std::time",
            "anyhow",
            "rusqlite",
            "ratatui",
            "crossterm",
            "Local::now",
            "Utc::now",
        ],
    ),
    (
        "rules",
        &[
            "std::fs",
            "std::env",
            "std::time",
            "anyhow",
            "rusqlite",
            "ratatui",
            "crossterm",
            "Local::now",
            "Utc::now",
        ],
    ),
    (
        "matching",
        &[
            "std::fs",
            "std::env",
            "std::time",
            "anyhow",
            "rusqlite",
            "ratatui",
            "crossterm",
            "Local::now",
            "Utc::now",
        ],
    ),
    (
        "reports",
        &[
            "std::fs",
            "std::env",
            "rusqlite",
            "ratatui",
            "crossterm",
            "Local::now",
            "Utc::now",
        ],
    ),
    (
        "text",
        &[
            "std::fs",
            "std::env",
            "rusqlite",
            "ratatui",
            "crossterm",
            "Local::now",
            "Utc::now",
        ],
    ),
    (
        "formats",
        &["rusqlite", "ratatui", "crossterm", "Local::now", "Utc::now"],
    ),
    (
        "letters",
        &["rusqlite", "ratatui", "crossterm", "Local::now", "Utc::now"],
    ),
    ("store", &["ratatui", "crossterm", "Local::now", "Utc::now"]),
    ("desk", &["rusqlite", "ratatui", "crossterm", "clap"]),
    ("cli", &["rusqlite", "ratatui"]),
    ("tui", &["rusqlite", "clap", "Local::now().date"]),
];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The file's code without comments and without what only its tests see.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let text = text.split("#[cfg(test)]").next().unwrap().to_owned();
    text.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

fn is_test(path: &Path) -> bool {
    path.file_stem()
        .is_some_and(|stem| stem == "tests" || stem == "testing" || stem == "complete")
}

fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

#[test]
fn every_layer_knows_only_those_below_it() {
    let layers: Vec<&str> = MAY_KNOW.iter().map(|(layer, _)| *layer).collect();
    let mut faults = Vec::new();
    for (layer, may_know) in MAY_KNOW {
        for path in sources(&src().join(layer)) {
            if is_test(&path) {
                continue;
            }
            let code = code(&path);
            for other in &layers {
                let knows = code.contains(&format!("crate::{other}::"))
                    || code.contains(&format!("crate::{other};"));
                if knows && other != layer && !may_know.contains(other) {
                    faults.push(format!("{} knows {other}", path.display()));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_core_is_pure_and_each_tool_has_one_home() {
    let mut faults = Vec::new();
    for (layer, forbidden) in MAY_NOT_TOUCH {
        for path in sources(&src().join(layer)) {
            if is_test(&path) {
                continue;
            }
            let code = code(&path);
            for word in *forbidden {
                if code.contains(word) {
                    faults.push(format!("{} touches {word}", path.display()));
                }
            }
        }
    }
    // One wall clock: the desk's.
    for path in sources(&src()) {
        let code = code(&path);
        let tells_time = code.contains("Local::now") || code.contains("Utc::now");
        if tells_time && !path.ends_with("desk/clock.rs") && !path.starts_with(src().join("tui")) {
            faults.push(format!("{} looks at the clock", path.display()));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_folder_of_the_source_is_a_layer_of_the_map() {
    let mut folders: Vec<String> = fs::read_dir(src())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
        .collect();
    folders.sort();
    let mut layers: Vec<&str> = MAY_KNOW.iter().map(|(layer, _)| *layer).collect();
    layers.sort_unstable();
    assert_eq!(folders, layers);
    let map = fs::read_to_string(src().join("lib.rs")).unwrap();
    for layer in layers {
        assert!(
            map.contains(&format!("[`{layer}`]")),
            "lib.rs does not speak of {layer}"
        );
    }
}

#[test]
fn no_amount_meets_a_float() {
    for path in sources(&src()) {
        // Where lengths on paper become what a PDF's writer takes.
        if path.ends_with("letters/pdf/points.rs") {
            continue;
        }
        let code = code(&path);
        for float in ["f32", "f64"] {
            let meets = code
                .split(|c: char| !c.is_alphanumeric() && c != '_')
                .any(|word| word == float);
            assert!(!meets, "{} uses {float}", path.display());
        }
    }
}

#[test]
fn files_can_be_read_in_one_sitting() {
    let long: BTreeMap<PathBuf, usize> = sources(&src())
        .into_iter()
        .map(|path| {
            let lines = fs::read_to_string(&path).unwrap().lines().count();
            (path, lines)
        })
        .filter(|(path, lines)| *lines > 700 && !is_test(path))
        .collect();
    assert!(long.is_empty(), "{long:?}");
}
