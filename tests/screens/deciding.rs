//! What the pane of matching says before and after a decision, and that it decides only what is in sight.

use reskontra::desk::config::ThemeName;
use reskontra::domain::difference::DifferenceKind;
use reskontra::domain::evidence::{Class, Evidence};
use reskontra::domain::id::{EntryId, ItemId};
use reskontra::domain::money::{Currency, Minor};
use reskontra::reports::settling::{MatchCount, ProposedRest};
use reskontra::tui::msg::{Done, Reply, Request};

use crate::ledger::{NOK, book};
use crate::picture::picture;
use crate::receipts::{money, proposal, receipts};
use crate::screen::{Screen, key, press, presses, type_in};
use crate::settling::{all_asked, hundred, one, pressed, screen, settlement, with};

fn shown(screen: &mut Screen) -> String {
    picture(&screen.draw()).replace('\u{a0}', " ")
}

fn narrow(screen: &mut Screen, filter: &str) {
    press(screen, "filter");
    type_in(screen, filter);
    press(screen, "choose");
}

/// The notice of what was done last, answered as the desk answers.
fn notice(screen: &mut Screen) -> String {
    let Some(Request::Act { done, .. } | Request::ActAll { done, .. }) = screen.asked.pop() else {
        panic!("nothing was asked for")
    };
    done.says.replace('\u{a0}', " ")
}

#[test]
fn what_a_filter_hides_is_not_accepted() {
    let mut all = hundred();
    for (at, name) in [(0, "ANNA"), (1, "ANNA"), (70, "ANNA")] {
        all[at].receipt.text.payer_name = Some(name.into());
    }
    let mut screen = with(all.clone());
    narrow(&mut screen, "anna");
    press(&mut screen, "accept-certain");
    let text = shown(&mut screen);
    assert!(text.contains("2 certain, 6 600,00 NOK"), "{text}");
    assert!(text.contains("Only what the filter shows: anna"), "{text}");
    key(&mut screen, "y");
    assert_eq!(all_asked(&mut screen).len(), 2);
    assert!(screen.asked.is_empty());
    // The strong one too: all three as one run, so that they are taken back as one.
    let mut screen = with(all.clone());
    narrow(&mut screen, "anna");
    pressed(&mut screen, &["A", "a"]);
    assert_eq!(all_asked(&mut screen).len(), 3);
    assert!(screen.asked.is_empty());
    // Where nothing certain or strong is in sight, there is nothing to ask about.
    let mut screen = with(all);
    narrow(&mut screen, "nobody at all");
    press(&mut screen, "accept-certain");
    assert!(screen.model.layers.is_empty() && screen.asked.is_empty());
}

#[test]
fn marking_receipts_of_different_customers_warns() {
    let of_vik = one(901, 2_000_00, Class::C, 3, &[("10251", 2_000_00)]);
    let of_solvang = one(902, 2_980_00, Class::C, 6, &[("10244", 2_980_00)]);
    let mut screen = with(vec![of_vik.clone(), of_solvang]);
    presses(&mut screen, &["first", "mark-receipt"]);
    assert!(screen.model.notice.is_none());
    press(&mut screen, "mark-receipt");
    let warns = "Different customers: Vik Regnskap DA, Kari Solvang";
    assert_eq!(shown(&mut screen).matches("Different customers").count(), 2);
    // The warning stays in sight after the notice is gone.
    presses(&mut screen, &["next-part", "down"]);
    let text = shown(&mut screen);
    assert!(
        screen.model.notice.is_none() && text.contains(warns),
        "{text}"
    );
    // Of one customer, there is nothing to warn of.
    let mut other = of_vik.clone();
    other.receipt.item = ItemId(903);
    let mut screen = with(vec![of_vik, other]);
    presses(&mut screen, &["first", "mark-receipt", "mark-receipt"]);
    assert!(!shown(&mut screen).contains("Different customers"));
}

#[test]
fn undo_takes_back_all_that_the_notice_told() {
    let mut screen = screen();
    presses(&mut screen, &["matching", "undo"]);
    // The desk of these screens has a run of two as the last that was done.
    let text = shown(&mut screen);
    assert!(text.contains("2 entries done together"), "{text}");
    press(&mut screen, "yes");
    assert!(matches!(screen.asked.pop(), Some(Request::UndoRun(_))));
}

#[test]
fn the_notice_tells_what_was_settled_and_how_the_rest_was_closed() {
    let mut over = one(901, 1_000_00, Class::A, 3, &[("10251", 400_00)]);
    let mut screen = with(vec![over.clone()]);
    press(&mut screen, "accept");
    let says = notice(&mut screen);
    assert!(says.starts_with("400,00 → 10251"), "{says}");
    assert!(says.ends_with("600,00 unapplied"), "{says}");
    over.receipt.amount = Minor(3_299_60);
    over.receipt.left = Minor(3_299_60);
    over.proposals = vec![proposal(
        Class::B,
        3,
        &[("10251", 3_299_60)],
        0,
        vec![Evidence::PayerAccount],
    )];
    over.proposals[0].rests.push(ProposedRest {
        item: ItemId(10251),
        number: "10251".into(),
        amount: Minor(40),
        kind: DifferenceKind::Rounding,
    });
    let mut screen = with(vec![over]);
    press(&mut screen, "accept");
    let says = notice(&mut screen);
    assert!(says.contains("0,40 rounding"), "{says}");
    // A credit note that is used is told of too.
    let owes = one(904, 38_000_00, Class::C, 0, &[("10102", 38_000_00)]);
    let mut screen = with(vec![owes]);
    presses(
        &mut screen,
        &["next-part", "down", "down", "toggle-item", "accept"],
    );
    let says = notice(&mut screen);
    assert!(says.starts_with("38 410,00 → 10102"), "{says}");
    assert!(says.contains("credit 10110 used, 410,00"), "{says}");
}

#[test]
fn the_key_that_undoes_is_told_however_long_the_notice_is() {
    let mut screen = Screen::new(ThemeName::Mono, 80, 24);
    press(&mut screen, "matching");
    let done = Done {
        says: "10219, ".repeat(40),
        receipts: Vec::new(),
    };
    let did = reskontra::desk::Did {
        entry: EntryId(7),
        run: EntryId(7),
        command: "settle",
        events: Vec::new(),
    };
    screen.reply(Reply::Did {
        did,
        done,
        book: Box::new(book()),
    });
    assert!(shown(&mut screen).contains("u undoes"));
    // Where nothing was posted, nothing is to be undone.
    screen.reply(Reply::Matched {
        count: MatchCount::default(),
        book: Box::new(book()),
    });
    assert!(!shown(&mut screen).contains("u undoes"));
}

#[test]
fn the_way_to_all_keys_stands_at_the_end_of_every_pane() {
    for width in [80, 140] {
        for pane in ["today", "customers", "aging", "reminders", "matching"] {
            let mut screen = Screen::new(ThemeName::Mono, width, 24);
            press(&mut screen, pane);
            let text = shown(&mut screen);
            let keys = text.split("\n---").next().unwrap().lines().last().unwrap();
            assert!(keys.ends_with("? keys"), "{width} {pane}: {keys}");
        }
        // What is decided on comes before filter and order.
        let mut screen = Screen::new(ThemeName::Mono, width, 24);
        presses(&mut screen, &["matching", "last"]);
        assert!(shown(&mut screen).contains("N no receivable"), "{width}");
        presses(&mut screen, &["first"]);
        assert!(shown(&mut screen).contains("o unapplied"), "{width}");
        presses(&mut screen, &["next-list", "next-list", "next-list"]);
        assert!(shown(&mut screen).contains("r give back"), "{width}");
    }
}

#[test]
fn why_a_key_is_off_is_told_whole_in_a_narrow_window() {
    let mut screen = Screen::new(ThemeName::Mono, 80, 24);
    presses(&mut screen, &["matching", "palette"]);
    type_in(&mut screen, "another customer");
    let text = shown(&mut screen);
    let why = text.replace(['│', '\n'], " ");
    let why: Vec<&str> = why.split_whitespace().collect();
    assert!(
        why.join(" ")
            .contains("It is nobody's yet: i says whose it is."),
        "{text}"
    );
}

#[test]
fn empty_lists_are_passed_over_and_no_money_is_counted_twice() {
    let mut screen = screen();
    press(&mut screen, "matching");
    screen.reply(Reply::Posted {
        posted: Vec::new(),
        count: 0,
    });
    let told = |screen: &mut Screen| shown(screen).lines().nth(2).unwrap().to_owned();
    press(&mut screen, "next-list");
    let text = told(&mut screen);
    assert!(
        text.contains("[1 set aside]") || text.contains("[1 aside]"),
        "{text}"
    );
    assert!(text.contains("2 not applied"), "{text}");
    press(&mut screen, "next-list");
    let text = told(&mut screen);
    assert!(text.contains("[2 not applied, 8 in all]"), "{text}");
    press(&mut screen, "next-list");
    assert!(told(&mut screen).contains("[5 to do]"));
}

#[test]
fn what_spoke_for_the_amount_is_not_told_of_another_choice() {
    let mut found = one(901, 3_300_00, Class::C, 3, &[("10251", 3_300_00)]);
    found.proposals[0].evidence.push(Evidence::AmountFits {
        amount: Minor(3_300_00),
        currency: NOK,
    });
    let mut screen = with(vec![found]);
    assert!(shown(&mut screen).contains("is exactly what is open"));
    presses(&mut screen, &["edit-part"]);
    key(&mut screen, "ctrl-u");
    type_in(&mut screen, "1000");
    press(&mut screen, "choose");
    let text = shown(&mut screen);
    assert!(!text.contains("is exactly what is open"), "{text}");
    // Whose account it is speaks all the same.
    assert!(text.contains("account"), "{text}");
}

#[test]
fn a_part_of_an_item_is_asked_for_with_what_fits() {
    let mut screen = with(vec![one(901, 10_000_00, Class::D, 1, &[])]);
    presses(&mut screen, &["next-part", "down", "edit-part"]);
    let text = shown(&mut screen);
    assert!(text.contains("10 000,00"), "{text}");
    press(&mut screen, "choose");
    press(&mut screen, "accept");
    let parts = settlement(all_asked(&mut screen).remove(0)).parts;
    assert_eq!(parts, [crate::settling::part(10240, 10_000_00)]);
}

#[test]
fn the_items_stand_still_when_one_is_ticked() {
    let mut screen = with(vec![one(901, 69_700_00, Class::D, 1, &[])]);
    let column = |screen: &mut Screen| {
        let text = shown(screen);
        let row = text.lines().find(|line| line.contains("10266")).unwrap();
        let dates = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
        let at = dates.iter().filter_map(|day| row.rfind(day)).max().unwrap();
        row[..at].chars().count()
    };
    let before = column(&mut screen);
    presses(
        &mut screen,
        &["next-part", "toggle-item", "down", "toggle-item"],
    );
    presses(&mut screen, &["down", "toggle-item"]);
    assert_eq!(column(&mut screen), before);
}

#[test]
fn the_kind_of_a_rest_goes_by_the_users_limits_and_by_the_explanation_shown() {
    let short = one(901, 3_250_00, Class::C, 3, &[("10251", 3_250_00)]);
    let kind = |screen: &mut Screen| {
        pressed(screen, &["w", "enter", "enter"]);
        settlement(all_asked(screen).remove(0)).rests[0].kind
    };
    // As it comes, fifty crowns short are a bank's charge; here the user allows so much as a rounding.
    assert_eq!(
        kind(&mut with(vec![short.clone()])),
        DifferenceKind::BankCharge
    );
    let mut screen = with(vec![short.clone()]);
    screen
        .model
        .limits
        .rounding
        .insert(Currency::NOK, Minor(60_00));
    assert_eq!(kind(&mut screen), DifferenceKind::Rounding);
    // What another explanation says of the same difference says nothing here.
    let mut two = short;
    let mut rival = two.proposals[0].clone();
    rival.evidence.push(Evidence::WithCommission {
        commission: Minor(50_00),
        currency: NOK,
    });
    two.proposals.push(rival);
    assert_eq!(kind(&mut with(vec![two])), DifferenceKind::BankCharge);
}

#[test]
fn money_with_a_guess_shows_how_sure_that_is_whoever_has_it() {
    let mut lines = money();
    let guess = receipts()[2].proposals[0].clone();
    let at = lines
        .iter()
        .position(|line| line.receipt.item == ItemId(911));
    lines[at.unwrap()].guesses.push(guess);
    let mut screen = screen();
    presses(
        &mut screen,
        &["matching", "next-list", "next-list", "next-list"],
    );
    screen.reply(Reply::Money(lines));
    let text = shown(&mut screen);
    let row = text.lines().find(|line| line.contains("12 Oct  ")).unwrap();
    assert!(row.contains("C  12 Oct"), "{row}");
}
