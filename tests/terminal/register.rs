//! The register in the real desk: a customer is entered, corrected and taken back, and two people who edit him at the
//! same time lose nothing.

use crate::home::Home;
use crate::pty::Terminal;

/// A new ledger, and settings for two people who work with it.
fn ledger() -> Home {
    let home = Home::new();
    for name in ["kari", "ola"] {
        home.write(&format!("{name}.toml"), &format!("actor = \"{name}\"\n"));
    }
    home
}

/// The desk of one of them.
fn desk(home: &mut Home, who: &str) -> Terminal {
    home.settings = format!("{who}.toml");
    home.desk(120, 40)
}

fn presses(desk: &mut Terminal, name: &str, times: usize) {
    for _ in 0..times {
        desk.press(name);
    }
}

/// What stands in the field under the keys gives way.
fn retypes(desk: &mut Terminal, text: &str) {
    desk.types("\u{15}");
    desk.types(text);
}

/// Enters a customer of whom only name and number of the register are known.
fn enters(desk: &mut Terminal, name: &str, org_no: &str) {
    desk.press("customers");
    desk.shows("[2 Customers]");
    desk.press("new-customer");
    desk.shows("New customer");
    desk.types(name);
    presses(desk, "choose", 2);
    desk.types(org_no);
    presses(desk, "choose", 9);
}

#[test]
fn a_customer_is_entered_corrected_and_taken_back() {
    let mut home = ledger();
    let mut kari = desk(&mut home, "kari");
    enters(&mut kari, "Fjell Maskin AS", "987654321");
    // Nothing that was typed is gone, and what would be right stands below the field.
    kari.shows("987654325");
    kari.shows("Fjell Maskin AS");
    retypes(&mut kari, "987654325");
    presses(&mut kari, "choose", 9);
    kari.shows("Fjell Maskin AS entered");
    kari.no_longer_shows("New customer");

    kari.press("edit-customer");
    kari.shows("[Profile]");
    kari.press("first");
    kari.press("edit-customer");
    kari.shows("Fjell Maskin AS: identity");
    presses(&mut kari, "down", 2);
    retypes(&mut kari, "974760674");
    presses(&mut kari, "choose", 3);
    kari.shows("974760673");
    retypes(&mut kari, "974760673");
    presses(&mut kari, "choose", 3);
    kari.shows("organisation number changed");
    kari.no_longer_shows("Fjell Maskin AS: identity");
    kari.shows("974760673");

    kari.press("undo");
    kari.shows("customer edited");
    kari.press("yes");
    kari.shows("undone:");
    kari.shows("987654325");

    // What happened stands on the timeline, the newest first.
    presses(&mut kari, "previous-part", 1);
    kari.shows("[Timeline]");
    kari.shows("new customer");
    kari.press("quit");
    assert!(kari.ends().success());
}

#[test]
fn two_people_who_edit_one_customer_lose_nothing() {
    let mut home = ledger();
    let mut kari = desk(&mut home, "kari");
    enters(&mut kari, "Fjell Maskin AS", "987654325");
    kari.shows("Fjell Maskin AS entered");
    // No letter can reach him: the profile opens there.
    kari.press("edit-customer");
    kari.shows("No letter can reach him");
    kari.press("edit-customer");
    kari.shows("Fjell Maskin AS: contact");
    kari.types("post@fjell.example");

    let mut ola = desk(&mut home, "ola");
    ola.press("customers");
    ola.shows("Fjell Maskin AS");
    ola.press("edit-customer");
    ola.shows("No letter can reach him");
    ola.press("edit-customer");
    ola.shows("Fjell Maskin AS: contact");
    ola.press("down");
    ola.types("22334455");
    presses(&mut ola, "choose", 5);
    ola.shows("phone number changed");

    presses(&mut kari, "choose", 6);
    kari.shows("ola edited this customer");
    kari.shows("22334455");
    kari.shows("post@fjell.example");
    kari.press("choose");
    kari.shows("e-mail address changed");
    ola.shows("post@fjell.example");
    ola.shows("22334455");
    for desk in [&mut kari, &mut ola] {
        desk.press("quit");
        assert!(desk.ends().success());
    }
}
