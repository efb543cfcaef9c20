//! What the law or the ledger forbids, asked for in the real pane: nothing is done, and the reason is on the screen,
//! with its paragraph where there is one.

use std::fs;
use std::thread;
use std::time::Duration;

use crate::home::Home;
use crate::pty::Terminal;

/// A Norwegian company's ledger with one consumer whose invoice fell due on 13 February 2026. His letters go by e-mail
/// into a folder.
fn book(reminders: &str) -> Home {
    let mut home = Home::bare();
    "2026-02-01".clone_into(&mut home.today);
    fs::create_dir(home.file("out")).unwrap();
    let mail = "[company]\nemail = \"post@firma.example\"\n\n[mail]\ndrafts = \"out\"\n";
    home.write("settings.toml", mail);
    home.company();
    home.takes(&[
        (
            "customers.csv",
            "customer_no,name,kind,email,street,postcode,city\n2,Beta Berg,consumer,b@example.com,Lia 3,2000,Lillestrøm\n",
        ),
        (
            "invoices.csv",
            "invoice_no,customer_no,issue_date,due_date,amount,currency\nB,2,2026-01-15,2026-02-13,10000.00,NOK\n",
        ),
    ]);
    home.write(
        "settings.toml",
        &format!("{mail}\n[reminders]\n{reminders}\n"),
    );
    home
}

/// Runs a command on a day.
fn run(home: &mut Home, day: &str, arguments: &str) -> String {
    day.clone_into(&mut home.today);
    home.run(&arguments.split(' ').collect::<Vec<_>>())
}

/// The three letters, each on a day on which it is due; the notice may be paid until the beginning of May.
fn all_letters(home: &mut Home) {
    for day in ["2026-03-02", "2026-03-23", "2026-04-20"] {
        run(home, day, "remind --send --override x");
    }
}

/// The pane of reminders on a day.
fn desk(home: &mut Home, day: &str) -> Terminal {
    day.clone_into(&mut home.today);
    let mut desk = home.desk(110, 36);
    desk.press("reminders");
    desk.shows("[4 Reminders]");
    desk
}

/// Goes down to the customer's row with these words in it; groups that are folded are opened on the way.
fn onto_the_row(desk: &mut Terminal, words: &str) {
    desk.until("a row or a group", |screen| {
        screen.contains("Beta Berg") || screen.contains('▸')
    });
    for _ in 0..8 {
        let text = desk.text();
        let here = text.lines().find(|line| line.starts_with('▌'));
        if here.is_some_and(|line| line.contains("Beta Berg") && line.contains(words)) {
            return;
        }
        let folded = here.is_some_and(|line| line.contains('▸'));
        desk.press(if folded { "open" } else { "down" });
        thread::sleep(Duration::from_millis(150));
    }
    panic!("no row of Beta Berg:\n{}", desk.text());
}

/// All that the screen says, with one blank between words.
fn says(desk: &Terminal, words: &str) {
    desk.until(words, |screen| {
        let line = screen.replace(['│', '\n'], " ");
        let line: Vec<&str> = line.split_whitespace().collect();
        line.join(" ").contains(words)
    });
}

/// Fills the form of a hand-over in; `in_spite` is why it is done in spite of what stands against it.
fn hand_over(desk: &mut Terminal, in_spite: &str) {
    desk.press("hand-over");
    desk.shows("Hand ");
    for field in ["Kreditor", "", "x", in_spite] {
        if !field.is_empty() {
            desk.types(field);
        }
        desk.press("choose");
        thread::sleep(Duration::from_millis(50));
    }
}

fn ends_unchanged(mut desk: Terminal, home: &mut Home, day: &str, before: &str) {
    while desk.text().contains('┌') {
        desk.press("back");
        thread::sleep(Duration::from_millis(150));
    }
    desk.press("quit");
    assert!(desk.ends().success());
    assert_eq!(run(home, day, "log --format json"), before);
}

#[test]
fn a_fee_above_the_law_closes_the_queue_and_the_paragraph_says_why() {
    let mut home = book("stage.reminder.fee = '38.01'");
    let day = "2026-03-02";
    let before = run(&mut home, day, "log --format json");
    let mut desk = desk(&mut home, day);
    says(&desk, "inkassoforskriften § 1-2");
    for action in ["record-sent", "hand-over", "dry-run"] {
        desk.press(action);
        desk.shows("▲ ");
        says(&desk, "inkassoforskriften § 1-2");
    }
    ends_unchanged(desk, &mut home, day, &before);
}

#[test]
fn a_letter_before_its_day_is_not_sent_and_the_day_is_named() {
    let mut home = book("");
    let day = "2026-02-14";
    let before = run(&mut home, day, "log --format json");
    let mut desk = desk(&mut home, day);
    onto_the_row(&mut desk, "reminder");
    desk.press("record-sent");
    says(&desk, "▲ No letter is due for this · friendly reminder");
    ends_unchanged(desk, &mut home, day, &before);
}

#[test]
fn a_disputed_claim_gets_no_letter_and_goes_to_no_agency() {
    let mut home = book("");
    let day = "2026-03-02";
    run(&mut home, day, "dispute B --reason scratched");
    let before = run(&mut home, day, "log --format json");
    let mut desk = desk(&mut home, day);
    onto_the_row(&mut desk, "");
    desk.press("record-sent");
    says(&desk, "▲ No letter is due for this · disputed: scratched");
    hand_over(&mut desk, "they asked for it");
    says(&desk, "▲ Invoice B is disputed");
    ends_unchanged(desk, &mut home, day, &before);
}

#[test]
fn a_claim_without_a_notice_goes_to_no_agency_by_paragraph() {
    let mut home = book("");
    let day = "2026-03-02";
    let before = run(&mut home, day, "log --format json");
    let mut desk = desk(&mut home, day);
    onto_the_row(&mut desk, "");
    hand_over(&mut desk, "");
    says(&desk, "has had no collection notice, and inkassoloven § 9");
    ends_unchanged(desk, &mut home, day, &before);
}

#[test]
fn a_claim_within_its_notices_deadline_goes_to_no_agency_by_paragraph() {
    let mut home = book("");
    all_letters(&mut home);
    let day = "2026-04-25";
    let before = run(&mut home, day, "log --format json");
    let mut desk = desk(&mut home, day);
    onto_the_row(&mut desk, "hand-over");
    desk.press("record-sent");
    says(&desk, "▲ No letter is due for this · ");
    hand_over(&mut desk, "");
    says(&desk, "(inkassoloven § 9)");
    ends_unchanged(desk, &mut home, day, &before);
}

#[test]
fn what_an_agency_has_gets_no_letter_from_here() {
    let mut home = book("");
    all_letters(&mut home);
    let day = "2026-05-20";
    run(&mut home, day, "handover B --agency Kreditor --reason x");
    let before = run(&mut home, day, "log --format json");
    let mut desk = desk(&mut home, day);
    onto_the_row(&mut desk, "");
    desk.press("record-sent");
    says(
        &desk,
        "▲ No letter is due for this · Kreditor collects it since",
    );
    ends_unchanged(desk, &mut home, day, &before);
}
