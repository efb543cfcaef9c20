//! May we sell? Asked, held, passed over and taken back in the real desk.

use std::fs;
use std::path::Path;

use crate::pty::{Terminal, binary, command};

/// A ledger with a customer who pays in time.
fn a_customer(home: &Path) {
    let file = |name: &str, text: &str| fs::write(home.join(name), text).unwrap();
    file(
        "customers.csv",
        "customer_no,name,kind,country,org_no\n1042,Nordlys Bygg AS,business,NO,923609016\n",
    );
    file(
        "invoices.csv",
        "invoice_no,customer_no,issue_date,due_date,amount,currency\n\
         10231,1042,2026-11-13,2026-12-07,9000.00,NOK\n",
    );
    let run = |arguments: &[&str]| {
        let output = std::process::Command::new(binary())
            .args(arguments)
            .args(["--ledger", "l.reskontra"])
            .env("RESKONTRA_TODAY", "2026-11-23")
            .env("HOME", home)
            .env("XDG_CONFIG_HOME", home)
            .current_dir(home)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{arguments:?}: {said}");
    };
    run(&[
        "init",
        "--company",
        "Fjordtre AS",
        "--country",
        "no",
        "--currency",
        "NOK",
    ]);
    run(&["import", "customers.csv", "invoices.csv"]);
    run(&[
        "check", "add", "1042", "--source", "bureau", "--class", "AA", "--limit", "500000",
    ]);
}

fn ask(desk: &mut Terminal, amount: &str) {
    desk.press("assess");
    desk.shows("May we sell to Nordlys Bygg AS?");
    desk.types(amount);
    desk.press("choose");
    desk.shows("May we sell? Nordlys Bygg AS");
}

#[test]
fn a_sale_is_held_passed_over_approved_and_taken_back() {
    let home = tempfile::tempdir().unwrap();
    a_customer(home.path());
    let mut command = command(binary(), home.path());
    command.args(["--ledger", "l.reskontra"]);
    let mut desk = Terminal::start(command, 100, 30);
    desk.shows("[1 Today]");
    desk.shows("missing");
    desk.press("customers");
    desk.shows("Nordlys Bygg AS");
    ask(&mut desk, "20000");
    desk.shows("✓ APPROVE");
    desk.shows("Credit checked on");

    desk.press("credit-hold");
    desk.shows("Hold sales to Nordlys");
    desk.types("two returned shipments");
    desk.press("choose");
    desk.press("choose");
    desk.shows("✗ HOLD");
    desk.shows("two returned shipments");
    desk.shows("What would change the answer");

    desk.press("pass-over");
    desk.shows("Sell to Nordlys Bygg AS all the same");
    desk.types("goods are made to order");
    desk.press("choose");
    desk.press("choose");
    desk.press("choose");
    desk.shows("✓ APPROVE");
    desk.shows("(passed over)");
    desk.press("record-answer");
    desk.no_longer_shows("May we sell?");
    desk.shows("answer on Nordlys Bygg AS recorded");

    // The answer, then the override are taken back: the hold stands again.
    for _ in 0..2 {
        desk.press("undo");
        desk.shows("[ Cancel ]");
        desk.press("yes");
        desk.shows("undone:");
        desk.no_longer_shows("[ Cancel ]");
    }
    ask(&mut desk, "20000");
    desk.shows("✗ HOLD");
    desk.press("back");
    desk.no_longer_shows("May we sell?");
    desk.press("undo");
    desk.shows("[ Cancel ]");
    desk.press("yes");
    desk.shows("undone:");
    ask(&mut desk, "20000");
    desk.shows("✓ APPROVE");
    desk.press("back");
    desk.no_longer_shows("May we sell?");
    desk.press("quit");
    assert!(desk.ends().success());
}

#[test]
fn who_is_not_in_the_register_is_answered_too_and_nothing_is_written_of_him() {
    let home = tempfile::tempdir().unwrap();
    a_customer(home.path());
    let mut command = command(binary(), home.path());
    command.args(["--ledger", "l.reskontra"]);
    let mut desk = Terminal::start(command, 100, 30);
    desk.shows("[1 Today]");
    desk.press("assess-stranger");
    desk.shows("not in the register");
    desk.types("900000");
    for _ in 0..4 {
        desk.press("choose");
    }
    desk.shows("May we sell? someone who is not in the register");
    desk.shows("▲ PREPAYMENT");
    desk.press("record-answer");
    desk.shows("enter the customer first");
    desk.press("back");
    desk.no_longer_shows("May we sell?");
    desk.press("quit");
    assert!(desk.ends().success());
}
