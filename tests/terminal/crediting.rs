//! May we sell? Asked, held, passed over and taken back in the real desk.

use crate::home::Home;
use crate::pty::Terminal;

/// A ledger with a customer who pays in time, and the desk on it.
fn desk(home: &Home) -> Terminal {
    home.takes(&[
        (
            "customers.csv",
            "customer_no,name,kind,country,org_no\n1042,Nordlys Bygg AS,business,NO,923609016\n",
        ),
        (
            "invoices.csv",
            "invoice_no,customer_no,issue_date,due_date,amount\n10231,1042,2026-11-13,2026-12-07,9000.00\n",
        ),
    ]);
    home.run(&[
        "check", "add", "1042", "--source", "bureau", "--class", "AA", "--limit", "500000",
    ]);
    home.desk(100, 30)
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
    let home = Home::new();
    let mut desk = desk(&home);
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
    let home = Home::new();
    let mut desk = desk(&home);
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
