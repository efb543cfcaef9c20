//! README says what is so.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::process::Command;

fn readme() -> String {
    fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap()
}

fn reskontra(arguments: &[&str]) -> String {
    let empty = tempfile::NamedTempFile::new().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_reskontra"))
        .args(arguments)
        .env("RESKONTRA_CONFIG", empty.path())
        .output()
        .unwrap();
    assert!(output.status.success(), "{arguments:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn there_are_exactly_two_set_up_commands() {
    let text = readme();
    let commands: Vec<&str> = text
        .lines()
        .filter(|line| line.starts_with("cargo run") || line.starts_with("cargo test"))
        .collect();
    assert_eq!(commands, ["cargo run --release -- demo", "cargo test"]);
}

#[test]
fn its_table_of_keys_is_the_desks() {
    let keys: serde_json::Value =
        serde_json::from_str(&reskontra(&["keys", "--format", "json"])).unwrap();
    let keys = keys["keys"].as_array().unwrap();
    assert!(keys.len() > 40);
    let text = readme();
    for key in keys {
        let field = |name: &str| key[name].as_str().unwrap().replace('|', "\\|");
        let row = format!(
            "| {} | `{}` | {} |",
            field("keys"),
            field("action"),
            field("help")
        );
        assert!(text.contains(&row), "README's table of keys lacks: {row}");
    }
    let section = text.split("## Keys").nth(1).unwrap();
    let section = section.split("## ").next().unwrap();
    let rows = section.lines().filter(|line| line.contains(" | `")).count();
    assert_eq!(
        rows,
        keys.len(),
        "README's table of keys has rows that the desk does not know"
    );
}

#[test]
fn it_names_every_command() {
    let help = reskontra(&["--help"]);
    let text = readme();
    let commands = help
        .split("Commands:")
        .nth(1)
        .unwrap()
        .split("Options:")
        .next()
        .unwrap();
    let names = commands
        .lines()
        .filter_map(|line| line.strip_prefix("  "))
        .filter(|line| !line.starts_with(' '));
    let mut count = 0;
    for name in names
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
    {
        assert!(
            text.contains(&format!("`{name}")),
            "README does not name {name}"
        );
        count += 1;
    }
    assert!(count > 20, "{count}");
}
