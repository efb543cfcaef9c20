//! What the keys of the queue of reminders ask of the desk, and what the pane says.

use reskontra::desk::config::ThemeName;
use reskontra::domain::id::{CustomerId, ItemId};
use reskontra::domain::money::Minor;
use reskontra::tui::action::Scope;
use reskontra::tui::msg::{Reply, Request};

use crate::ledger::{book, customer};
use crate::picture::picture;
use crate::queue::{queue, reminded, warned};
use crate::screen::{Screen, key, press, presses, type_in};

pub fn shown(screen: &mut Screen) -> String {
    picture(&screen.draw())
}

/// The pane with the cursor on the first row that names a customer in a group: by moves that a user makes.
pub fn open_at(screen: &mut Screen, customer: &str) {
    press(screen, "reminders");
    go_to(screen, customer);
}

pub fn go_to(screen: &mut Screen, text: &str) {
    press(screen, "first");
    for _ in 0..40 {
        let under = shown(screen);
        let line = under
            .lines()
            .find(|line| line.starts_with('▌'))
            .unwrap_or_default();
        // What stands beside the list is not in it.
        let line = line.split('│').next().unwrap_or_default();
        if line.contains(text) {
            return;
        }
        press(screen, "down");
    }
    panic!("{text} is not in the list:\n{}", shown(screen));
}

pub fn at(customer: &str) -> Screen {
    let mut screen = Screen::new(ThemeName::Mono, 140, 40);
    open_at(&mut screen, customer);
    screen
}

#[test]
fn a_letter_is_recorded_as_sent_by_two_keys_and_exactly_as_it_was_shown() {
    let mut screen = at("Vik");
    press(&mut screen, "record-sent");
    let text = shown(&mut screen);
    assert!(text.contains("Send: 1 letter, 3\u{a0}300,00"), "{text}");
    assert!(text.contains("undo takes a letter back"), "{text}");
    // The key that opened the question does not answer it.
    press(&mut screen, "record-sent");
    assert_eq!(screen.model.scope(), Scope::Confirm);
    press(&mut screen, "yes");
    let Some(Request::Remind { reminders, reason }) = screen.asked.pop() else {
        panic!("nothing was asked for")
    };
    let [reminder] = reminders.as_slice() else {
        panic!("{reminders:?}")
    };
    assert_eq!(
        (
            reminder.customer,
            reminder.stage.as_deref(),
            reminder.total,
            reason
        ),
        (customer(3), Some("friendly"), Some(Minor(3_300_00)), None)
    );
    assert_eq!(reminder.items, [ItemId(10251)]);
    screen.reply(Reply::Reminded {
        reminded: reminded(),
        book: Box::new(book()),
    });
    // They are on their way already: what became of them follows.
    let text = shown(&mut screen);
    assert!(text.contains("sending · Esc stops"), "{text}");
    assert!(
        text.contains("▲ letter to Vik Regnskap DA recorded"),
        "{text}"
    );
}

#[test]
fn what_stands_against_a_letter_asks_for_a_reason_first() {
    let mut screen = at("Nordlys");
    press(&mut screen, "record-sent");
    let text = shown(&mut screen);
    assert!(text.contains("1 receipt not matched yet"), "{text}");
    press(&mut screen, "choose");
    assert!(shown(&mut screen).contains("This is needed."));
    type_in(&mut screen, "rang him");
    presses(&mut screen, &["choose", "yes"]);
    let Some(Request::Remind { reminders, reason }) = screen.asked.pop() else {
        panic!("nothing was asked for")
    };
    assert_eq!((reminders.len(), reason.as_deref()), (1, Some("rang him")));
    // Old bank data stands against every letter.
    let mut screen = at("Vik");
    screen.reply(warned());
    press(&mut screen, "record-sent");
    assert_eq!(screen.model.scope(), Scope::Form);
}

#[test]
fn a_stage_is_marked_by_one_key_and_sent_as_one_run() {
    let mut screen = at("friendly reminder (1)");
    presses(&mut screen, &["mark-stage"]);
    go_to(&mut screen, "Tind");
    press(&mut screen, "mark");
    let text = shown(&mut screen);
    assert!(text.contains("2 marked"), "{text}");
    presses(&mut screen, &["record-sent", "yes"]);
    let Some(Request::Remind { reminders, .. }) = screen.asked.pop() else {
        panic!("nothing was asked for")
    };
    let customers: Vec<CustomerId> = reminders.iter().map(|letter| letter.customer).collect();
    assert_eq!(customers, [customer(3), customer(2)]);
    press(&mut screen, "back");
    assert!(!shown(&mut screen).contains("2 marked"));
}

#[test]
fn the_cursor_stays_on_its_row_or_goes_to_the_next_one() {
    let mut screen = at("Vik");
    let mut later = queue();
    later
        .letters
        .retain(|line| line.whose.customer != customer(3));
    screen.reply(Reply::Queue(Box::new(later)));
    let text = shown(&mut screen);
    let line = text.lines().find(|line| line.starts_with('▌')).unwrap();
    assert!(line.contains("reminder (1)"), "{text}");
    let mut screen = at("Tind");
    screen.reply(Reply::Queue(Box::new(queue())));
    let text = shown(&mut screen);
    let line = text.lines().find(|line| line.starts_with('▌')).unwrap();
    assert!(line.contains("Tind"), "{text}");
}

#[test]
fn groups_fold_and_say_what_is_in_them() {
    let mut screen = at("paused");
    let text = shown(&mut screen);
    for part in [
        "paused (6)",
        "1 promised",
        "1 disputed",
        "1 on a plan",
        "until 20 Dec",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    assert!(!text.contains("disputed to 1 Dec"), "{text}");
    press(&mut screen, "open");
    assert!(shown(&mut screen).contains("disputed to 1 Dec"));
    press(&mut screen, "open");
    assert!(!shown(&mut screen).contains("disputed to 1 Dec"));
}

#[test]
fn the_title_adds_up_letters_only() {
    let mut screen = at("Vik");
    let text = shown(&mut screen);
    assert!(text.contains("4 letters due · 19\u{a0}408,36"), "{text}");
    assert!(text.contains("3 more to do"), "{text}");
}

#[test]
fn letters_that_nothing_stands_against_go_without_the_others() {
    let mut screen = at("Vik");
    press(&mut screen, "mark");
    go_to(&mut screen, "Nordlys");
    presses(&mut screen, &["mark", "record-sent"]);
    let text = shown(&mut screen);
    assert!(text.contains("may pay these: Nordlys Bygg AS"), "{text}");
    press(&mut screen, "yes");
    let Some(Request::Remind { reminders, reason }) = screen.asked.pop() else {
        panic!("nothing was asked for")
    };
    assert_eq!((reminders.len(), reason), (1, None));
    assert_eq!(reminders[0].customer, customer(3));
}

#[test]
fn a_dry_run_asks_the_desk_and_shows_totals_and_what_is_left_out() {
    let mut screen = at("Vik");
    press(&mut screen, "dry-run");
    let Some(Request::DryRun { reminders, reason }) = screen.asked.pop() else {
        panic!("nothing was asked for")
    };
    assert_eq!((reminders.len(), reason), (4, None));
    screen.reply(Reply::WouldRemind(reminded()));
    let text = shown(&mut screen);
    for part in [
        "all letters that go out: 3 letters · 10\u{a0}243,50",
        "These wait: 1 letter · 9\u{a0}164,86",
        "1 letter blocked, for receipts not matched yet may pay them: Nordlys Bygg AS",
        "Nothing was changed.",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
}

#[test]
fn undo_asks_what_is_taken_back() {
    let mut screen = at("Vik");
    press(&mut screen, "undo");
    assert_eq!(screen.model.scope(), Scope::Confirm);
}

#[test]
fn a_key_that_does_nothing_here_says_why() {
    let mut screen = at("paused");
    press(&mut screen, "record-sent");
    assert!(shown(&mut screen).contains("No letter is due for this."));
    press(&mut screen, "extend");
    assert!(shown(&mut screen).contains("Put the cursor on a row."));
    go_to(&mut screen, "Vik");
    press(&mut screen, "end-pause");
    assert!(shown(&mut screen).contains("Nothing rests here."));
    press(&mut screen, "take-back");
    assert!(
        shown(&mut screen)
            .contains("No payment crossed a letter here, and nothing is left over to waive.")
    );
}

#[test]
fn a_letter_leads_to_its_items_and_on_to_the_document() {
    let mut screen = at("Nordlys");
    press(&mut screen, "open");
    assert_eq!(screen.model.scope(), Scope::Overdue);
    press(&mut screen, "open");
    assert_eq!(screen.model.scope(), Scope::Document);
    presses(&mut screen, &["back", "back"]);
    assert_eq!(screen.model.scope(), Scope::Reminders);
}

#[test]
fn the_queue_is_filtered_and_ordered_like_other_lists() {
    let mut screen = at("Vik");
    press(&mut screen, "filter");
    type_in(&mut screen, "tind");
    press(&mut screen, "choose");
    let text = shown(&mut screen);
    assert!(text.contains("collection notice (1)"), "{text}");
    assert!(!text.contains("Vik Regnskap"), "{text}");
    presses(&mut screen, &["clear-filter", "order"]);
    assert!(shown(&mut screen).contains("▼Amount"));
    key(&mut screen, "S");
    assert!(shown(&mut screen).contains("▲Amount"));
}
