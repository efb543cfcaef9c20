//! `init` without arguments, at a terminal: a newcomer is asked, corrected, shown the ready policy and asked once more.

use std::process::Command;

use crate::pty::{Terminal, binary, command};

#[test]
fn a_newcomer_is_asked_and_nothing_is_made_before_the_last_yes() {
    let home = tempfile::tempdir().unwrap();
    let ledger = home.path().join("new.reskontra");
    let ask = || {
        let mut asked = command(binary(), home.path());
        asked.args(["--ledger", ledger.to_str().unwrap(), "init"]);
        Terminal::start(asked, 100, 30)
    };
    let mut asked = ask();
    asked.shows("Company, as it stands on the invoices:");
    asked.types("\r");
    asked.shows("The name goes on every letter");
    asked.types("Fjordtre AS\r");
    asked.shows("Country:");
    asked.types("Norge\r");
    asked.shows("“Norge” is no country");
    asked.types("no\r");
    asked.shows("[NOK]:");
    asked.types("\r");
    asked.shows("Organisation number");
    asked.types("923609017\r");
    asked.shows("“923609017” cannot be right");
    asked.types("923 609 016\r");
    asked.shows("Bank account");
    asked.types("86011117940\r");
    asked.shows("“86011117940” cannot be right");
    asked.types("8601.11.17947\r");
    asked.shows("Another account");
    asked.types("\r");
    asked.shows("How large is the company?");
    asked.types("2\r");
    // The policy of that country and size has its reasons, and is only an offer.
    asked.shows("with this policy?");
    assert!(!ledger.exists());
    asked.types("\r");
    asked.shows("Nothing was made.");
    assert!(asked.ends().success());
    assert!(!ledger.exists());
}

#[test]
fn after_the_last_yes_the_ledger_is_there_and_the_next_step_is_told() {
    let home = tempfile::tempdir().unwrap();
    let ledger = home.path().join("new.reskontra");
    let mut asked = command(binary(), home.path());
    asked.args(["--ledger", ledger.to_str().unwrap(), "init"]);
    let mut asked = Terminal::start(asked, 100, 30);
    for (question, answer) in [
        ("Company", "Nord AB\r"),
        ("Country", "se\r"),
        ("[SEK]", "\r"),
        ("Organisation number", "\r"),
        ("Bank account", "\r"),
        ("How large", "large\r"),
        ("with this policy?", "yes\r"),
    ] {
        asked.shows(question);
        asked.types(answer);
    }
    asked.shows("reskontra rules print --why");
    assert!(asked.ends().success());
    let size = Command::new(binary())
        .args(["--ledger", ledger.to_str().unwrap(), "rules", "size"])
        .env("HOME", home.path())
        .env("LC_ALL", "C")
        .output()
        .unwrap();
    assert_eq!(
        String::from_utf8_lossy(&size.stdout),
        "The company counts as large.\n"
    );
}
