//! What the pane of reminders says of its rows: parts that are not due, stages of their own, days late; where the letters
//! go on after an undo; and what stands there when the rules are at fault.

use reskontra::desk::config::ThemeName;
use reskontra::desk::{Did, RulesFault};
use reskontra::domain::event::EventFacts;
use reskontra::domain::id::{EntryId, ItemId};
use reskontra::domain::money::{Minor, Money};
use reskontra::domain::reminding::{Waits, WaitsFor, Why};
use reskontra::rules::policy::PolicyFault;
use reskontra::text::Locale;
use reskontra::tui::msg::Reply;

use crate::ledger::{NOK, book, day};
use crate::queue::{queue, whose};
use crate::reminding::{at, go_to, open_at, shown};
use crate::screen::{Screen, press};

fn money(amount: i64) -> Money {
    Money::new(Minor(amount), NOK)
}

/// The words of the screen, however they are wrapped: those of the list, then those beside it.
fn words(screen: &mut Screen) -> String {
    let text = shown(screen);
    let lines = || text.lines().take_while(|line| *line != "---");
    let left = lines().map(|line| line.split('│').next().unwrap_or_default());
    let right = lines().filter_map(|line| Some(line.split_once('│')?.1));
    let words = left.chain(right).flat_map(str::split_whitespace);
    words.collect::<Vec<_>>().join(" ")
}

/// The line under the cursor, without what stands beside the list.
fn under_cursor(screen: &mut Screen) -> String {
    let text = shown(screen);
    let line = text.lines().find(|line| line.starts_with('▌'));
    let line = line.unwrap_or_default().split('│').next();
    line.unwrap_or_default().replace('\u{a0}', " ")
}

#[test]
fn a_part_that_is_not_asked_for_is_told_with_what_was_invoiced() {
    let mut screen = at("Vik");
    let mut held = queue();
    let letter = &mut held.letters[1].letter;
    letter.lines[0].opened = Minor(12_000_00);
    letter.why.push(Why::PartHeld {
        number: "10251".into(),
        amount: money(8_700_00),
    });
    screen.reply(Reply::Queue(Box::new(held)));
    let text = words(&mut screen);
    for part in [
        "10251, due Fri 6 Nov, 12 000,00 3 300,00 invoiced",
        "8 700,00 NOK of invoice 10251 is disputed, promised or paused, and not asked for.",
        "Total 3 300,00 NOK",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
}

#[test]
fn an_item_with_a_stage_of_its_own_says_which_and_what_comes_next_for_it() {
    let mut screen = at("Vik");
    let mut own = queue();
    let letter = &mut own.letters[1].letter;
    letter.why.push(Why::OwnStage {
        number: "10251".into(),
        stage: "reminder".into(),
    });
    letter.why.push(Why::OwnNext {
        number: "10251".into(),
        stage: "notice".into(),
        date: day("2026-12-11"),
    });
    screen.reply(Reply::Queue(Box::new(own)));
    let text = words(&mut screen);
    for part in [
        "Invoice 10251 itself takes the step “reminder” with this letter.",
        "Next for invoice 10251: “collection notice”, 11 Dec 2026.",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
}

#[test]
fn days_late_are_the_same_in_the_queue_and_in_its_items() {
    for (customer, days) in [("Nordlys", "42 d"), ("Tind", "35 d")] {
        let mut screen = Screen::new(ThemeName::Mono, 80, 24);
        open_at(&mut screen, customer);
        assert!(
            under_cursor(&mut screen).contains(days),
            "{}",
            shown(&mut screen)
        );
        press(&mut screen, "open");
        // The list made way for the items.
        assert!(
            under_cursor(&mut screen).contains(days),
            "{}",
            shown(&mut screen)
        );
    }
    // What is not late says no days.
    let mut screen = at("coming");
    press(&mut screen, "open");
    press(&mut screen, "down");
    assert!(
        !under_cursor(&mut screen).contains(" d "),
        "{}",
        shown(&mut screen)
    );
}

/// The desk's answer to an undo.
fn undid(facts: EventFacts) -> Reply {
    Reply::Undid {
        did: Did {
            entry: EntryId(12),
            run: EntryId(12),
            command: "undo",
            events: vec![facts],
        },
        book: Box::new(book()),
    }
}

pub fn letter_voided(customer: &str) -> Reply {
    undid(EventFacts::LetterVoided {
        letter: "9".into(),
        customer: customer.into(),
    })
}

/// The queue after Vik's letter was sent.
pub fn without_vik() -> Reply {
    let mut sent = queue();
    sent.letters.retain(|line| line.whose != whose(3));
    Reply::Queue(Box::new(sent))
}

#[test]
fn an_undo_goes_to_the_letter_that_is_due_again_and_says_so() {
    for (width, height) in [(80, 24), (140, 40)] {
        let mut screen = Screen::new(ThemeName::Mono, width, height);
        open_at(&mut screen, "Tind");
        screen.reply(without_vik());
        // The desk shows the queue with the letter in it again.
        screen.reply(letter_voided("Vik Regnskap DA"));
        assert!(under_cursor(&mut screen).contains("Vik Regnskap DA"));
        let text = shown(&mut screen);
        assert!(
            text.contains("undone: Vik Regnskap DA is due again (friendly reminder)"),
            "{text}"
        );
    }
}

#[test]
fn an_undo_that_brings_several_back_goes_to_the_first_and_counts_the_others() {
    let mut screen = at("Vik");
    let mut sent = queue();
    sent.letters.clear();
    screen.reply(Reply::Queue(Box::new(sent)));
    screen.reply(letter_voided("Aas Maskin AS"));
    let text = shown(&mut screen);
    assert!(
        text.contains("is due again (friendly reminder), and 3 more"),
        "{text}"
    );
    assert!(
        text.contains("letter 9 to Aas Maskin AS taken back"),
        "{text}"
    );
    let first = queue().letters[0].whose.name.clone();
    assert!(under_cursor(&mut screen).contains(&first), "{text}");
}

#[test]
fn an_undo_of_an_ended_rest_opens_what_waits() {
    let mut screen = at("Vik");
    let mut ended = queue();
    ended.waits.remove(0);
    screen.reply(Reply::Queue(Box::new(ended)));
    screen.reply(undid(EventFacts::PauseReopened {
        item: "10102".into(),
    }));
    assert!(
        under_cursor(&mut screen).contains("disputed to 1 Dec"),
        "{}",
        shown(&mut screen)
    );
    assert!(shown(&mut screen).contains("waits again (disputed to 1 Dec"));
}

#[test]
fn an_undo_that_changes_nothing_here_leaves_the_cursor_alone() {
    let mut screen = at("Tind");
    screen.reply(letter_voided("Somebody"));
    assert!(under_cursor(&mut screen).contains("Tind"));
    assert!(shown(&mut screen).contains("undone: letter 9 to Somebody taken back"));
}

pub fn too_high() -> Reply {
    let fault = PolicyFault::FeeTooHigh {
        origin: "/home/kari/.config/reskontra/config.toml".into(),
        line: 17,
        name: "reminders.stage.reminder.fee".into(),
        asked: money(99_00),
        most: money(38_00),
        law: "inkassoforskriften § 1-2".into(),
        on: day("2026-11-23"),
    };
    Reply::RulesAtFault(Box::new(RulesFault::Policy(fault)))
}

#[test]
fn a_policy_harsher_than_the_law_is_a_state_of_the_pane() {
    for tag in Locale::tags() {
        let mut screen = Screen::speaking(Locale::load(tag).unwrap());
        press(&mut screen, "reminders");
        screen.reply(too_high());
        // It stays there, whatever key is pressed.
        press(&mut screen, "down");
        insta::assert_snapshot!(
            format!("reminders_rules_at_fault_80x24_{tag}"),
            shown(&mut screen)
        );
    }
    let mut screen = at("Vik");
    screen.reply(too_high());
    assert!(shown(&mut screen).contains("cannot be used"));
    // Once they can be used again the queue is there again.
    screen.reply(Reply::Queue(Box::new(queue())));
    go_to(&mut screen, "Vik");
    assert!(!shown(&mut screen).contains("cannot be used"));
}

/// A queue with a letter that cannot be judged.
pub fn law_missing() -> Reply {
    let mut missing = queue();
    missing.letters.clear();
    let why = WaitsFor::LawMissing {
        rule: "interest".into(),
        country: "no".into(),
        on: day("2027-01-01"),
    };
    let waits = Waits {
        item: ItemId(10251),
        number: "10251".into(),
        due: day("2026-11-17"),
        amount: Minor(3_300_00),
        why,
        until: None,
    };
    missing.waits.push((whose(3), waits));
    Reply::Queue(Box::new(missing))
}

#[test]
fn what_the_law_has_no_figure_for_is_to_be_done_and_says_how() {
    for (width, height) in [(80, 24), (140, 40)] {
        let mut screen = Screen::new(ThemeName::Mono, width, height);
        press(&mut screen, "reminders");
        screen.reply(law_missing());
        let text = words(&mut screen);
        let says = "1 row waits: the law has no interest for no on Fri 1 Jan 2027.";
        assert!(text.contains(says), "{text}");
        go_to(&mut screen, "the law's figure is missing");
        let text = words(&mut screen);
        for part in [
            "missing in the law (1)",
            "the statutes have no interest for no on 1 Jan 2027",
            "[[statutes.no.interest]] with from, value and source",
        ] {
            assert!(text.contains(part), "{part}\n{text}");
        }
    }
}
