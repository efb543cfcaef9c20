//! Letters in the real desk: read before they go, sent, printed, and kept from going twice.

use std::fs;

use crate::home::Home;

/// A ledger with one customer who is late and has an e-mail address, and settings whose e-mail goes into a folder.
fn late_customer() -> Home {
    let home = Home::bare();
    home.write(
        "settings.toml",
        "[company]\naddress = [\"Kaia 1\", \"5003 Bergen\"]\nemail = \"faktura@fjordtre.example\"\n\n\
         [mail]\ndrafts = \"out\"\n",
    );
    fs::create_dir(home.file("out")).unwrap();
    home.company();
    home.takes(&[
        (
            "customers.csv",
            "customer_no,name,kind,country,language,email,street,postcode,city,channel\n\
             1042,Nordlys Bygg AS,business,NO,nb,post@nordlys.example,Storgata 1,0155,Oslo,email\n",
        ),
        (
            "invoices.csv",
            "invoice_no,customer_no,issue_date,due_date,amount\n10231,1042,2026-10-23,2026-11-06,9000.00\n",
        ),
    ]);
    home
}

#[test]
fn a_letter_is_read_before_it_goes_and_leaves_as_it_was_read() {
    let home = late_customer();
    let mut desk = home.desk(80, 24);
    desk.press("reminders");
    desk.shows("1 letter due");
    desk.press("down");
    desk.press("preview");
    desk.shows("by e-mail to post@nordlys.example");
    desk.shows("Fjordtre AS");
    desk.press("last");
    desk.shows("8601 11 17947");
    desk.press("back");
    desk.no_longer_shows("by e-mail to");
    let mails = || {
        let files = fs::read_dir(home.file("out")).unwrap().flatten();
        files.map(|entry| entry.path()).collect::<Vec<_>>()
    };
    assert_eq!(mails().len(), 0, "a preview sends nothing");

    desk.press("record-sent");
    desk.shows("Send: 1 letter");
    desk.shows("What goes by e-mail leaves at once.");
    desk.press("yes");
    desk.shows("1 sent");
    let mails = mails();
    assert_eq!(mails.len(), 1, "{mails:?}");
    let mail = fs::read_to_string(&mails[0]).unwrap();
    assert!(mail.contains("post@nordlys.example"), "{mail}");
    assert!(mail.contains("application/pdf"), "{mail}");

    // It has left: that is said before anything is asked.
    desk.press("undo");
    desk.shows("▲ ");
    desk.no_longer_shows("[ Cancel ]");
    desk.press("outbox");
    desk.shows("✓ sent");
    desk.press("show-copy");
    desk.shows("The copy that is kept.");
    desk.press("back");
    desk.no_longer_shows("The copy that");
    desk.press("back");
    desk.no_longer_shows("Outbox");

    // The customer's card leads to the same letter, and to what he owes.
    desk.press("customers");
    desk.shows("Nordlys Bygg AS");
    desk.press("letters");
    desk.shows("L1");
    desk.shows("e-mail ✓ sent");
    desk.press("back");
    desk.no_longer_shows("Letters to");
    desk.press("statement");
    desk.shows("Open items · Nordlys Bygg AS");
    desk.shows("Storgata 1");
    desk.press("save-statement");
    desk.shows("Write the statement");
    desk.press("choose");
    desk.shows("statement written to");
    let written = fs::read(home.file("statement-1042.pdf")).unwrap();
    assert!(written.starts_with(b"%PDF"));
    desk.press("back");
    desk.no_longer_shows("Open items");
    desk.press("quit");
    assert!(desk.ends().success());
}
