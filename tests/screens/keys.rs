//! What the keys ask of the desk, and where they lead.

use reskontra::desk::config::ThemeName;
use reskontra::domain::command::{Command, Part, Settlement, Target as PartTarget};
use reskontra::domain::evidence::{Class, Evidence};
use reskontra::domain::id::{CustomerId, DocumentId, EntryId, ItemId};
use reskontra::domain::money::Minor;
use reskontra::domain::refusal::Refusal;
use reskontra::tui::action::{ACTIONS, Changes, Scope};
use reskontra::tui::input::{Key, Mouse};
use reskontra::tui::model::Pane;
use reskontra::tui::msg::{Msg, Reply, Request, Undoable};

use crate::ledger::{NOK, book, customers, day, first_look, log};
use crate::picture::picture;
use crate::receipts::receipts;
use crate::screen::{Screen, asked, key, press, presses, type_in};

#[test]
fn accepting_a_proposal_asks_for_exactly_it() {
    let mut screen = Screen::new(ThemeName::Mono, 80, 24);
    presses(&mut screen, &["matching", "down", "accept"]);
    let command = asked(&mut screen);
    let part = |item: i64, amount: i64| {
        Part::new(
            PartTarget::Item(ItemId(item)),
            Some(Minor(amount).decimal(NOK)),
        )
    };
    let Command::Settle(settlement) = command else {
        panic!("{command:?}")
    };
    let Settlement {
        receipt,
        parts,
        class,
        evidence,
        ..
    } = *settlement;
    assert_eq!(receipt, ItemId(902));
    assert_eq!(parts, [part(10231, 9_000_00), part(10240, 5_250_00)]);
    assert_eq!(class, Some(Class::B));
    assert_eq!(evidence.len(), 2);
}

#[test]
fn a_split_by_hand_takes_at_most_six_keys() {
    let mut screen = Screen::new(ThemeName::Mono, 80, 24);
    presses(&mut screen, &["matching", "down"]);
    // Off with the second, on with the third, accept: the first stays.
    let keys = [
        "next-part",
        "down",
        "toggle-item",
        "down",
        "toggle-item",
        "accept",
    ];
    presses(&mut screen, &keys);
    let Command::Settle(settlement) = asked(&mut screen) else {
        panic!("something else was asked for")
    };
    let Settlement {
        parts,
        class,
        evidence,
        ..
    } = *settlement;
    let amounts: Vec<String> = parts
        .iter()
        .map(|part| part.amount.unwrap().to_string())
        .collect();
    assert_eq!(amounts, ["9000.00", "5250.00"]);
    assert_eq!(parts[1].target, PartTarget::Item(ItemId(10266)));
    assert_eq!((class, evidence), (None, vec![Evidence::ByHand]));
}

#[test]
fn more_than_came_in_is_not_sent() {
    let mut screen = Screen::new(ThemeName::Mono, 80, 24);
    presses(&mut screen, &["matching", "down", "edit-part"]);
    key(&mut screen, "ctrl-u");
    type_in(&mut screen, "9001");
    press(&mut screen, "choose");
    assert!(picture(&screen.draw()).contains("From nothing to 9\u{a0}000,00."));
    press(&mut screen, "back");
    // The second item has 18 200 open: more than the receipt has left, and the difference says so.
    presses(&mut screen, &["down", "edit-part"]);
    key(&mut screen, "ctrl-u");
    type_in(&mut screen, "6000");
    presses(&mut screen, &["choose", "accept"]);
    assert!(screen.asked.is_empty());
    assert!(picture(&screen.draw()).contains("More is chosen than came in."));
}

/// A customer who paid twice: one key says that it is his, and it stays unapplied.
#[test]
fn a_double_payment_alone_is_left_unapplied_by_one_key() {
    let mut screen = Screen::new(ThemeName::Mono, 80, 24);
    press(&mut screen, "matching");
    let mut explained = receipts();
    explained[0].proposals[0].parts.clear();
    // Without the evidence of a double payment, Enter alone leaves nothing unapplied.
    screen.reply(Reply::Receipts(explained.clone()));
    press(&mut screen, "accept");
    assert!(screen.asked.is_empty());
    let text = picture(&screen.draw());
    assert!(
        text.contains("Nothing is chosen: Space takes an item, o leaves it unapplied"),
        "{text}"
    );
    explained[0].proposals[0].evidence = vec![Evidence::ReferenceOfClosed {
        reference: "102197".into(),
        invoice: "10219".into(),
    }];
    presses(&mut screen, &["today", "matching"]);
    screen.model.matching.draft = None;
    screen.reply(Reply::Receipts(explained));
    let text = picture(&screen.draw());
    assert!(text.contains("stays unapplied"), "{text}");
    press(&mut screen, "accept");
    let Command::Settle(settlement) = asked(&mut screen) else {
        panic!("something else was asked for")
    };
    assert_eq!(settlement.receipt, ItemId(901));
    assert_eq!(settlement.customer, Some(CustomerId(3)));
    assert!(settlement.parts.is_empty());
}

#[test]
fn a_possible_explanation_has_no_default() {
    let mut screen = Screen::new(ThemeName::Mono, 80, 24);
    presses(&mut screen, &["matching", "down", "down", "down", "accept"]);
    assert!(screen.asked.is_empty());
    assert!(picture(&screen.draw()).contains("Nothing is chosen:"));
}

#[test]
fn the_customer_that_is_found_gets_the_money() {
    let mut screen = Screen::new(ThemeName::Mono, 80, 24);
    presses(&mut screen, &["matching", "last", "find-customer"]);
    type_in(&mut screen, "vik");
    presses(&mut screen, &["choose", "leave-unapplied"]);
    let Command::Identify {
        receipt, customer, ..
    } = asked(&mut screen)
    else {
        panic!("something else was asked for")
    };
    assert_eq!((receipt, customer), (ItemId(906), CustomerId(4)));
}

#[test]
fn the_key_that_asked_does_not_confirm_and_cancel_has_the_focus() {
    let mut screen = Screen::new(ThemeName::Mono, 80, 24);
    press(&mut screen, "matching");
    for keys in [&["A", "A", "enter"][..], &["A", "n"], &["A", "esc"]] {
        for key in keys {
            screen.send(Msg::Key(Key::parse(key).unwrap()));
        }
        assert!(
            screen.asked.is_empty() && screen.model.layers.is_empty(),
            "{keys:?}"
        );
    }
    for keys in [&["A", "y"][..], &["A", "tab", "enter"]] {
        for key in keys {
            screen.send(Msg::Key(Key::parse(key).unwrap()));
        }
        assert_eq!(screen.asked.pop(), Some(Request::MatchAuto), "{keys:?}");
        screen.model.work = None;
    }
}

#[test]
fn the_key_that_opened_a_question_never_answers_it() {
    let own = [
        ("accept-certain".to_owned(), vec!["y".to_owned()]),
        ("why".to_owned(), vec!["A".to_owned()]),
    ];
    let mut screen = Screen::new(ThemeName::Mono, 80, 24);
    screen.model.keymap = reskontra::tui::Keymap::new(&own.into_iter().collect()).unwrap();
    press(&mut screen, "matching");
    for _ in 0..3 {
        screen.send(Msg::Key(Key::parse("y").unwrap()));
    }
    assert!(screen.asked.is_empty() && screen.model.layers.len() == 1);
}

#[test]
fn back_goes_step_by_step_and_never_leaves() {
    let mut screen = Screen::new(ThemeName::Mono, 80, 24);
    presses(&mut screen, &["aging", "filter"]);
    type_in(&mut screen, "late:>0");
    presses(&mut screen, &["choose", "open", "open"]);
    let mut scopes = vec![screen.model.scope()];
    for _ in 0..5 {
        press(&mut screen, "back");
        scopes.push(screen.model.scope());
    }
    assert_eq!(scopes[..3], [Scope::Document, Scope::Items, Scope::Aging]);
    assert_eq!(scopes[3..], [Scope::Aging; 3]);
    assert_eq!(screen.model.aging.table.filter(), "");
}

#[test]
fn the_selection_outlives_a_reload_and_the_filter_a_change_of_pane() {
    let mut screen = Screen::new(ThemeName::Mono, 80, 24);
    presses(&mut screen, &["customers", "filter"]);
    type_in(&mut screen, "AS");
    presses(&mut screen, &["choose", "last"]);
    let before = screen
        .model
        .customers
        .table
        .selected()
        .unwrap()
        .line
        .number
        .clone();
    screen.reply(Reply::Changed(Box::new(book())));
    presses(&mut screen, &["aging", "customers"]);
    assert_eq!(
        screen.model.customers.table.selected().unwrap().line.number,
        before
    );
    assert_eq!(screen.model.customers.table.filter(), "AS");
}

#[test]
fn digits_type_inside_a_field_and_change_panes_outside() {
    let mut screen = Screen::new(ThemeName::Mono, 80, 24);
    presses(&mut screen, &["customers", "filter"]);
    type_in(&mut screen, "3");
    assert_eq!(
        (screen.model.pane, screen.model.customers.table.filter()),
        (Pane::Customers, "3")
    );
    press(&mut screen, "choose");
    type_in(&mut screen, "3");
    assert_eq!(screen.model.pane, Pane::Aging);
}

#[test]
fn a_ledger_open_for_reading_changes_nothing_and_says_why() {
    let mut read_only = book();
    read_only.read_only = true;
    for action in ACTIONS
        .iter()
        .filter(|action| action.changes != Changes::No)
    {
        for pane in ["today", "customers", "aging", "reminders", "matching"] {
            let mut screen = Screen::of(read_only.clone(), first_look(), ThemeName::Mono, 80, 24);
            press(&mut screen, pane);
            if action.scopes.holds(screen.model.scope()) {
                press(&mut screen, action.name);
                assert!(screen.asked.is_empty(), "{}", action.name);
                assert!(
                    picture(&screen.draw()).contains("open for reading only"),
                    "{}",
                    action.name
                );
            }
        }
    }
}

#[test]
fn escape_stops_work_under_way() {
    let mut screen = Screen::new(ThemeName::Mono, 80, 24);
    screen.send(Msg::Key(Key::parse("I").unwrap()));
    type_in(&mut screen, "giro-2026-11-22.txt");
    press(&mut screen, "choose");
    assert!(screen.model.work.is_some());
    let effects =
        reskontra::tui::update::update(&mut screen.model, Msg::Key(Key::parse("esc").unwrap()));
    assert_eq!(effects, [reskontra::tui::effect::Effect::Cancel]);
    // Leaving in the middle is asked about first.
    press(&mut screen, "quit");
    assert_eq!(screen.model.scope(), Scope::Confirm);
}

#[test]
fn a_click_chooses_a_tab_and_a_row() {
    let mut screen = Screen::new(ThemeName::Mono, 140, 40);
    let (tab, _) = *screen
        .model
        .seen
        .tabs
        .iter()
        .find(|(_, pane)| *pane == Pane::Customers)
        .unwrap();
    screen.send(Msg::Mouse(Mouse::Click {
        x: tab.x + 1,
        y: tab.y,
    }));
    assert_eq!(screen.model.pane, Pane::Customers);
    let rows = screen.model.seen.lists[0].area;
    let click = Mouse::Click {
        x: rows.x + 5,
        y: rows.y + 2,
    };
    screen.send(Msg::Mouse(click));
    assert_eq!(screen.model.customers.table.cursor, 2);
    assert_eq!(screen.model.scope(), Scope::Customers);
    screen.send(Msg::Mouse(click));
    assert_eq!(screen.model.scope(), Scope::Card);
}

/// The requirement is a frame on the machine of the user; what a test can hold is that the work is small: far below
/// a second even here, in a debug build.
#[test]
fn a_filter_key_on_sixty_thousand_rows_walks_them_once() {
    let mut screen = Screen::new(ThemeName::Mono, 80, 24);
    press(&mut screen, "customers");
    let one = customers().remove(1);
    let many = (0..60_000_i64).map(|id| {
        let mut line = one.clone();
        line.id = CustomerId(id + 1);
        line.number = id.to_string();
        line
    });
    screen.reply(Reply::Customers(many.collect()));
    press(&mut screen, "filter");
    let begun = std::time::Instant::now();
    type_in(&mut screen, "59999");
    let took = begun.elapsed();
    assert_eq!(screen.model.customers.table.len(), 1);
    assert!(took.as_secs() < 2, "{took:?}");
}

/// Keys that come faster than the desk answers mean one receipt each.
#[test]
fn enter_twice_settles_two_receipts_and_a_no_brings_one_back() {
    let mut screen = Screen::new(ThemeName::Mono, 80, 24);
    presses(&mut screen, &["matching", "accept", "accept"]);
    let receipts: Vec<ItemId> = screen
        .asked
        .iter()
        .map(|request| match request {
            Request::Act { done, .. } => done.receipts[0],
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(receipts, [ItemId(901), ItemId(902)]);
    let waiting = |screen: &Screen| screen.model.matching.table().len();
    assert_eq!(waiting(&screen), 3);
    // A list that was made before the desk came to them does not bring them back.
    screen.reply(Reply::Receipts(crate::receipts::receipts()));
    assert_eq!(waiting(&screen), 3);
    screen.reply(Reply::Kept(vec![ItemId(902)]));
    screen.reply(Reply::Refused(Refusal::ChangedMeanwhile));
    assert_eq!(waiting(&screen), 4);
    assert!(picture(&screen.draw()).contains("Someone else changed this meanwhile"));
}

#[test]
fn undo_names_what_it_takes_back_and_asks_first() {
    for (run, named, request) in [
        (2, "2 entries done together", Request::UndoRun(EntryId(5))),
        (1, "Entry 6: receipt matched", Request::Undo(EntryId(6))),
    ] {
        let mut screen = Screen::new(ThemeName::Mono, 80, 24);
        let line = log().remove(0);
        screen.reply(Reply::Undoable(Some(Undoable { line, run })));
        let text = picture(&screen.draw());
        assert!(text.contains(named), "{text}");
        assert!(screen.asked.is_empty());
        key(&mut screen, "y");
        assert_eq!(screen.asked.pop(), Some(request));
    }
}

#[test]
fn any_entry_can_be_undone_from_the_log() {
    let mut screen = Screen::new(ThemeName::Mono, 80, 24);
    presses(&mut screen, &["log", "down", "down", "undo-entry", "yes"]);
    assert_eq!(screen.asked.pop(), Some(Request::Undo(EntryId(4))));
    // The next one was undone before: the log says so, and nothing is asked for.
    presses(&mut screen, &["down", "undo-entry"]);
    assert!(screen.asked.is_empty());
    assert!(picture(&screen.draw()).contains("It is undone already."));
    presses(&mut screen, &["first", "undo-run", "yes"]);
    assert_eq!(screen.asked.pop(), Some(Request::UndoRun(EntryId(5))));
}

#[test]
fn a_dispute_and_a_promise_are_asked_for_as_they_were_filled_in() {
    let mut screen = Screen::new(ThemeName::Mono, 80, 24);
    presses(&mut screen, &["aging", "down", "down", "open", "dispute"]);
    type_in(&mut screen, "not ordered");
    press(&mut screen, "choose");
    // What is typed takes the place of what stood there.
    type_in(&mut screen, "500,50");
    press(&mut screen, "choose");
    type_in(&mut screen, "1.12.2026");
    presses(&mut screen, &["choose", "choose"]);
    assert_eq!(
        asked(&mut screen),
        Command::Dispute {
            document: DocumentId(10231),
            amount: Some(Minor(500_50).decimal(NOK)),
            reason: "not ordered".into(),
            until: Some(day("2026-12-01")),
            owner: None,
        }
    );
    press(&mut screen, "promise");
    type_in(&mut screen, "yesterdayish");
    presses(&mut screen, &["choose", "choose"]);
    assert!(screen.asked.is_empty());
    assert!(picture(&screen.draw()).contains("That is no date."));
    key(&mut screen, "ctrl-u");
    type_in(&mut screen, "+7");
    presses(&mut screen, &["choose", "choose"]);
    let Command::Promise { document, date, .. } = asked(&mut screen) else {
        panic!("something else was asked for")
    };
    assert_eq!((document, date), (DocumentId(10231), day("2026-11-30")));
}

#[test]
fn the_rows_without_faults_can_be_taken_in_alone() {
    let mut screen = Screen::new(ThemeName::Mono, 80, 24);
    screen.reply(crate::scenes::imported(3));
    press(&mut screen, "import-rest");
    let Some(Request::Import { path, options }) = screen.asked.pop() else {
        panic!("nothing was asked for")
    };
    assert!(options.keep_going && path.ends_with("giro-2026-11-22.txt"));
    assert!(screen.model.work.is_some());
    screen.reply(Reply::Ended);
    assert!(screen.model.work.is_none());
}

#[test]
fn another_day_moves_a_grid_that_was_for_today() {
    let mut screen = Screen::new(ThemeName::Mono, 80, 24);
    press(&mut screen, "aging");
    let mut tomorrow = book();
    tomorrow.today = day("2026-11-24");
    screen.reply(Reply::Changed(Box::new(tomorrow)));
    assert_eq!(screen.model.aging.query.as_of, day("2026-11-24"));
    assert!(picture(&screen.draw()).contains("as of 24 Nov 2026"));
}

#[test]
fn the_footer_names_a_switch_by_where_it_leads_and_a_part_by_its_amount() {
    let mut screen = Screen::new(ThemeName::Mono, 140, 40);
    crate::reminding::open_at(&mut screen, "paused");
    press(&mut screen, "open");
    crate::reminding::go_to(&mut screen, "disputed to");
    let text = picture(&screen.draw());
    assert!(text.contains("D close dispute"), "{text}");
    presses(&mut screen, &["customers", "down", "open", "dispute"]);
    type_in(&mut screen, "half came");
    press(&mut screen, "choose");
    type_in(&mut screen, "200");
    presses(&mut screen, &["choose", "choose", "choose"]);
    let Some(Request::Act { done, .. }) = screen.asked.pop() else {
        panic!("nothing was asked for")
    };
    assert!(done.says.starts_with("200,00 of "), "{}", done.says);
}

#[test]
fn an_empty_grid_says_what_to_do_and_a_long_fault_is_read_whole() {
    let mut screen = Screen::new(ThemeName::Mono, 60, 16);
    presses(&mut screen, &["aging", "filter"]);
    type_in(&mut screen, "zzz");
    press(&mut screen, "choose");
    let text = picture(&screen.draw());
    assert!(text.contains("Backspace clears it."), "{text}");
    let mut screen = Screen::new(ThemeName::Mono, 60, 16);
    let long = "one two three four five six seven eight nine ten eleven twelve";
    let story = vec![long.to_owned(); 20];
    let says = "no".to_owned();
    screen.reply(Reply::Broken { says, story });
    presses(&mut screen, &["trouble"]);
    assert!(picture(&screen.draw()).contains("  eleven twelve"));
    press(&mut screen, "last");
    let text = picture(&screen.draw());
    assert!(
        text.contains("eleven twelve") && !text.contains('↓'),
        "{text}"
    );
    press(&mut screen, "up");
    assert!(picture(&screen.draw()).contains('↓'));
}

#[test]
fn the_company_gives_way_before_the_day() {
    let mut narrow = book();
    narrow.is_demo = true;
    let mut screen = Screen::of(narrow, first_look(), ThemeName::Mono, 60, 16);
    let text = picture(&screen.draw());
    assert!(text.contains("as of 23 Nov 2026"), "{text}");
}
