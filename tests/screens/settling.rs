//! Matching by keys alone: what is asked of the desk, and how many keys it takes.

use reskontra::desk::config::ThemeName;
use reskontra::domain::command::{Command, Over, Part, Rest, Settlement, Target};
use reskontra::domain::difference::DifferenceKind;
use reskontra::domain::evidence::{Class, Evidence};
use reskontra::domain::id::ItemId;
use reskontra::domain::money::{Currency, Minor};
use reskontra::reports::settling::{Explained, ProposedRest};
use reskontra::tui::input::Key;
use reskontra::tui::msg::{Msg, Reply, Request};

use crate::ledger::NOK;
use crate::picture::picture;
use crate::receipts::{proposal, receipt, receipts};
use crate::screen::{Screen, asked, key, press, presses, type_in};

pub fn screen() -> Screen {
    Screen::new(ThemeName::Mono, 140, 40)
}

/// Presses keys by name and counts them.
pub fn pressed(screen: &mut Screen, keys: &[&str]) -> usize {
    for name in keys {
        key(screen, name);
    }
    keys.len()
}

pub fn settlement(command: Command) -> Settlement {
    match command {
        Command::Settle(settlement) => *settlement,
        other => panic!("{other:?}"),
    }
}

/// What was asked for last: one command, or several as one run.
pub fn all_asked(screen: &mut Screen) -> Vec<Command> {
    match screen.asked.pop() {
        Some(Request::Act { command, .. }) => vec![*command],
        Some(Request::ActAll { commands, .. }) => commands,
        other => panic!("{other:?}"),
    }
}

pub fn part(item: i64, amount: i64) -> Part {
    let amount = Minor(amount).decimal(NOK);
    Part::new(Target::Item(ItemId(item)), Some(amount))
}

pub fn one(item: i64, amount: i64, class: Class, at: usize, parts: &[(&str, i64)]) -> Explained {
    let settled: i64 = parts.iter().map(|(_, amount)| amount).sum();
    Explained {
        receipt: receipt(item, "2026-11-20", amount, Some("X"), None),
        proposals: vec![proposal(
            class,
            at,
            parts,
            (amount - settled).max(0),
            vec![Evidence::PayerAccount],
        )],
        known: Vec::new(),
    }
}

fn nobodys(item: i64, amount: i64) -> Explained {
    Explained {
        receipt: receipt(item, "2026-11-20", amount, Some("X"), None),
        proposals: Vec::new(),
        known: Vec::new(),
    }
}

/// A screen of matching with these receipts.
pub fn with(receipts: Vec<Explained>) -> Screen {
    let mut screen = screen();
    press(&mut screen, "matching");
    screen.reply(Reply::Receipts(receipts));
    screen
}

/// A file of a hundred: most certain, some strong, some likely.
pub fn hundred() -> Vec<Explained> {
    (0..100_i64)
        .map(|at| {
            let class = match at {
                0..70 => Class::A,
                70..90 => Class::B,
                _ => Class::C,
            };
            one(1000 + at, 3_300_00, class, 3, &[("10251", 3_300_00)])
        })
        .collect()
}

#[test]
fn a_hundred_receipts_take_little_more_than_a_key_each() {
    let mut screen = with(hundred());
    let mut keys = pressed(&mut screen, &["A", "a"]);
    let strong = all_asked(&mut screen);
    assert_eq!(strong.len(), 20);
    assert_eq!(screen.asked.pop(), Some(Request::MatchAuto));
    // The desk has posted them; what is left is likely, and each is one key.
    screen.reply(Reply::Receipts(hundred().split_off(90)));
    screen.model.work = None;
    for _ in 0..10 {
        keys += pressed(&mut screen, &["enter"]);
    }
    let settled = screen
        .asked
        .iter()
        .filter(|request| matches!(request, Request::Act { .. }));
    assert_eq!(settled.count(), 10);
    assert!(keys * 10 <= 100 * 12, "{keys} keys");

    // Looked at one by one, it is a key each too.
    let mut screen = with(hundred());
    let mut keys = 0;
    while screen.asked.len() < 100 {
        keys += pressed(&mut screen, &["enter"]);
    }
    assert!(keys <= 120, "{keys} keys");
}

#[test]
fn strong_ones_are_asked_about_with_count_and_sum_and_posted_as_one_run() {
    let mut screen = with(hundred());
    press(&mut screen, "accept-certain");
    let text = picture(&screen.draw()).replace('\u{a0}', " ");
    assert!(text.contains("70 certain, 231 000,00 NOK"), "{text}");
    assert!(text.contains("20 strong, 66 000,00 NOK"), "{text}");
    key(&mut screen, "y");
    assert_eq!(screen.asked, [Request::MatchAuto]);
    // Without certain ones, the plain yes is for the strong.
    let mut screen = with(hundred().split_off(70));
    pressed(&mut screen, &["A", "y"]);
    assert_eq!(all_asked(&mut screen).len(), 20);
    assert!(screen.asked.is_empty());
    assert_eq!(screen.model.matching.table().len(), 10);
}

#[test]
fn a_split_over_three_invoices_takes_at_most_six_keys() {
    // It is known whose it is, and nothing is chosen.
    let mut screen = with(vec![one(901, 69_700_00, Class::D, 1, &[])]);
    let keys = pressed(
        &mut screen,
        &["space", "down", "space", "down", "space", "enter"],
    );
    let settlement = settlement(asked(&mut screen));
    let parts = [
        part(10231, 9_000_00),
        part(10240, 18_200_00),
        part(10266, 42_500_00),
    ];
    assert_eq!(settlement.parts, parts);
    assert_eq!((settlement.class, settlement.customer), (None, None));
    assert!(keys <= 6);
}

#[test]
fn a_rounding_is_written_off_in_at_most_four_keys() {
    // Short: the invoice keeps forty øre.
    let mut screen = with(vec![one(
        901,
        3_299_60,
        Class::C,
        3,
        &[("10251", 3_299_60)],
    )]);
    let keys = pressed(&mut screen, &["w", "enter", "enter"]);
    let short = settlement(asked(&mut screen));
    assert_eq!(short.parts, [part(10251, 3_299_60)]);
    let rest = |item: i64, amount: i64, kind| Rest {
        item: ItemId(item),
        amount: Some(Minor(amount).decimal(NOK)),
        kind,
        reason: String::new(),
    };
    assert_eq!(short.rests, [rest(10251, 40, DifferenceKind::Rounding)]);
    assert!(keys <= 4);
    // Over: the receipt keeps it.
    let mut screen = with(vec![one(
        901,
        3_300_40,
        Class::C,
        3,
        &[("10251", 3_300_00)],
    )]);
    pressed(&mut screen, &["w", "enter"]);
    let text = picture(&screen.draw()).replace('\u{a0}', " ");
    assert!(text.contains("left of the receipt 0,00 NOK"), "{text}");
    assert!(
        text.contains("3 300,40 − 3 300,00 − 0,40 rounding"),
        "{text}"
    );
    press(&mut screen, "accept");
    let over = settlement(asked(&mut screen));
    assert_eq!(over.rests, [rest(901, 40, DifferenceKind::Rounding)]);
    assert_eq!(over.parts, [part(10251, 3_300_00)]);
}

#[test]
fn the_kind_of_a_rest_is_what_the_evidence_and_the_size_say() {
    let discount = Evidence::DiscountLate {
        discount: Minor(66_00),
        currency: NOK,
        days: 1,
    };
    let mut late = one(901, 3_234_00, Class::C, 3, &[("10251", 3_234_00)]);
    late.proposals[0].evidence.push(discount);
    let charge = one(902, 3_250_00, Class::C, 3, &[("10251", 3_250_00)]);
    for (explained, kind) in [
        (late, DifferenceKind::Discount),
        (charge, DifferenceKind::BankCharge),
    ] {
        let mut screen = with(vec![explained]);
        pressed(&mut screen, &["w", "enter", "enter"]);
        assert_eq!(settlement(asked(&mut screen)).rests[0].kind, kind);
    }
    // A loss is not taken without a reason.
    let mut screen = with(vec![one(
        901,
        1_300_00,
        Class::C,
        3,
        &[("10251", 1_300_00)],
    )]);
    pressed(&mut screen, &["w", "enter", "enter"]);
    assert!(picture(&screen.draw()).contains("This is needed."));
    type_in(&mut screen, "bankrupt");
    pressed(&mut screen, &["enter", "enter"]);
    let rests = settlement(asked(&mut screen)).rests;
    assert_eq!(rests[0].kind, DifferenceKind::Loss);
    assert_eq!(rests[0].reason, "bankrupt");
}

#[test]
fn a_receipt_is_split_over_two_customers_on_one_screen() {
    let mut screen = with(vec![nobodys(901, 6_280_00)]);
    press(&mut screen, "find-customer");
    type_in(&mut screen, "solvang");
    presses(&mut screen, &["choose", "toggle-item", "find-customer"]);
    type_in(&mut screen, "vik");
    press(&mut screen, "choose");
    let text = picture(&screen.draw()).replace('\u{a0}', " ");
    assert!(text.contains("[×] 10244 2 980,00"), "{text}");
    assert!(
        text.contains("Kari Solvang") && text.contains("Vik Regnskap DA"),
        "{text}"
    );
    assert!(text.contains("left of the receipt 3 300,00 NOK"), "{text}");
    presses(&mut screen, &["toggle-item", "accept"]);
    let both = settlement(asked(&mut screen));
    assert_eq!(both.parts, [part(10244, 2_980_00), part(10251, 3_300_00)]);
    assert_eq!(both.customer, None);
}

#[test]
fn what_is_split_over_customers_leaves_nothing_over() {
    let mut screen = with(vec![nobodys(901, 7_000_00)]);
    press(&mut screen, "find-customer");
    type_in(&mut screen, "solvang");
    presses(&mut screen, &["choose", "toggle-item", "find-customer"]);
    type_in(&mut screen, "vik");
    presses(&mut screen, &["choose", "toggle-item", "accept"]);
    assert!(screen.asked.is_empty());
    let text = picture(&screen.draw());
    assert!(text.contains("nothing may be left over"), "{text}");
    // Its rest can be closed.
    pressed(&mut screen, &["w", "enter"]);
    type_in(&mut screen, "agreed");
    pressed(&mut screen, &["enter", "enter"]);
    assert_eq!(settlement(asked(&mut screen)).rests[0].item, ItemId(901));
}

#[test]
fn another_customer_takes_the_place_of_a_wrong_proposal() {
    let mut screen = with(vec![one(
        901,
        3_300_00,
        Class::C,
        3,
        &[("10251", 3_300_00)],
    )]);
    press(&mut screen, "find-customer");
    type_in(&mut screen, "solvang");
    presses(&mut screen, &["choose", "toggle-item", "accept"]);
    let parts = settlement(asked(&mut screen)).parts;
    assert_eq!(parts, [part(10244, 2_980_00)]);
}

#[test]
fn a_customer_is_found_by_the_amount_and_the_number_of_an_open_item() {
    for (typed, item) in [("3 300", 10251), ("10244", 10244)] {
        let mut screen = with(vec![nobodys(901, 1_000_00)]);
        press(&mut screen, "find-customer");
        type_in(&mut screen, typed);
        // The cursor is on the item that was found.
        presses(&mut screen, &["choose", "toggle-item", "accept"]);
        let parts = settlement(asked(&mut screen)).parts;
        assert_eq!(parts, [part(item, 1_000_00)], "{typed}");
    }
    // And by the organisation number.
    let mut screen = with(vec![nobodys(901, 1_000_00)]);
    press(&mut screen, "find-customer");
    type_in(&mut screen, "987654");
    let text = picture(&screen.draw());
    assert!(text.contains("Nordlys Bygg AS"), "{text}");
}

#[test]
fn a_credit_note_is_counted_in_and_the_invoice_takes_what_it_sets_free() {
    // 38 000 came for 38 410, and there is a credit note of 410.
    let mut screen = with(vec![one(
        904,
        38_000_00,
        Class::C,
        0,
        &[("10102", 38_000_00)],
    )]);
    presses(&mut screen, &["next-part", "down", "down", "toggle-item"]);
    let text = picture(&screen.draw()).replace('\u{a0}', " ");
    assert!(text.contains("38 000,00 + 410,00 − 38 410,00"), "{text}");
    press(&mut screen, "accept");
    let settlement = settlement(asked(&mut screen));
    assert_eq!(settlement.parts, [part(10102, 38_410_00)]);
    assert_eq!(settlement.credits, [part(10110, 410_00)]);
}

#[test]
fn an_item_in_another_currency_says_what_of_the_receipt_pays_it() {
    let mut screen = with(vec![one(904, 10_500_00, Class::D, 0, &[])]);
    presses(&mut screen, &["next-part", "last", "toggle-item", "choose"]);
    key(&mut screen, "ctrl-u");
    type_in(&mut screen, "10 440,00");
    presses(&mut screen, &["choose", "accept"]);
    let parts = settlement(asked(&mut screen)).parts;
    let [part] = parts.as_slice() else {
        panic!("{parts:?}")
    };
    assert_eq!(part.target, Target::Item(ItemId(10301)));
    assert_eq!(part.amount, Some(Minor(900_00).decimal(Currency::EUR)));
    assert_eq!(part.paid, Some(Minor(10_440_00).decimal(NOK)));
}

#[test]
fn several_receipts_settle_one_invoice_as_one_run_the_oldest_first() {
    let mut late = one(902, 2_000_00, Class::C, 3, &[("10251", 2_000_00)]);
    let early = one(901, 1_299_60, Class::C, 3, &[("10251", 1_299_60)]);
    late.receipt.booked = crate::ledger::day("2026-11-21");
    let mut screen = with(vec![late, early]);
    presses(&mut screen, &["first", "mark-receipt", "mark-receipt"]);
    let text = picture(&screen.draw()).replace('\u{a0}', " ");
    assert!(text.contains("2 receipts · 3 299,60 NOK"), "{text}");
    pressed(&mut screen, &["w", "enter", "enter"]);
    let both: Vec<Settlement> = all_asked(&mut screen).into_iter().map(settlement).collect();
    assert_eq!(both[0].receipt, ItemId(901));
    assert_eq!(both[0].parts, [part(10251, 1_299_60)]);
    assert!(both[0].rests.is_empty());
    assert_eq!(both[1].receipt, ItemId(902));
    assert_eq!(both[1].parts, [part(10251, 2_000_00)]);
    assert_eq!(both[1].rests[0].amount, Some(Minor(40).decimal(NOK)));
    assert!(screen.model.matching.table().is_empty());
}

#[test]
fn many_receipts_settle_many_invoices() {
    let mut screen = with(vec![
        one(901, 10_000_00, Class::D, 1, &[]),
        one(902, 17_200_00, Class::D, 1, &[]),
    ]);
    presses(&mut screen, &["first", "mark-receipt", "mark-receipt"]);
    pressed(&mut screen, &["space", "down", "space", "enter"]);
    let both: Vec<Settlement> = all_asked(&mut screen).into_iter().map(settlement).collect();
    assert_eq!(
        both[0].parts,
        [part(10231, 9_000_00), part(10240, 1_000_00)]
    );
    assert_eq!(both[1].parts, [part(10240, 17_200_00)]);
}

#[test]
fn receipts_in_two_currencies_do_not_pay_together() {
    let mut euro = nobodys(902, 100_00);
    euro.receipt.currency = Currency::EUR;
    let mut screen = with(vec![nobodys(901, 100_00), euro]);
    presses(&mut screen, &["mark-receipt", "mark-receipt"]);
    assert!(picture(&screen.draw()).contains("Only receipts in one currency"));
    assert_eq!(screen.model.matching.table().marked().count(), 1);
}

#[test]
fn a_proposal_is_asked_for_with_its_rests_and_credits() {
    let mut explained = one(901, 3_299_60, Class::B, 3, &[("10251", 3_299_60)]);
    explained.proposals[0].rests.push(ProposedRest {
        item: ItemId(10251),
        number: "10251".into(),
        amount: Minor(40),
        kind: DifferenceKind::Rounding,
    });
    let command = explained.proposals[0].command(ItemId(901), NOK);
    let mut screen = with(vec![explained]);
    let text = picture(&screen.draw());
    assert!(text.contains("0,40 rounding"), "{text}");
    press(&mut screen, "accept");
    assert_eq!(asked(&mut screen), command);
}

#[test]
fn money_that_is_no_receivable_goes_to_an_account() {
    let to = |account: &str| Command::WriteOff {
        target: Target::Item(ItemId(901)),
        amount: None,
        kind: DifferenceKind::NotReceivable,
        reason: account.into(),
        on: None,
    };
    let mut screen = with(vec![nobodys(901, 12_34)]);
    press(&mut screen, "not-receivable");
    type_in(&mut screen, "8050");
    press(&mut screen, "choose");
    assert_eq!(asked(&mut screen), to("8050"));
    assert!(screen.model.matching.table().is_empty());
    // A rule that says so is accepted by one key.
    let mut ruled = one(901, 12_34, Class::B, 3, &[]);
    ruled.proposals[0].account = Some("8051".into());
    let mut screen = with(vec![ruled]);
    let text = picture(&screen.draw());
    assert!(text.contains("is no receivable: account 8051"), "{text}");
    press(&mut screen, "accept");
    assert_eq!(asked(&mut screen), to("8051"));
}

#[test]
fn what_is_left_over_is_given_back_by_one_key() {
    let mut screen = with(vec![one(
        901,
        4_000_00,
        Class::C,
        3,
        &[("10251", 3_300_00)],
    )]);
    press(&mut screen, "give-back");
    let over = settlement(asked(&mut screen));
    assert_eq!(
        (over.over, over.parts),
        (Over::Refund, vec![part(10251, 3_300_00)])
    );
    // Where nothing is left over, there is nothing to give back.
    let mut screen = with(vec![one(
        901,
        3_300_00,
        Class::C,
        3,
        &[("10251", 3_300_00)],
    )]);
    press(&mut screen, "give-back");
    assert!(screen.asked.is_empty());
    assert!(picture(&screen.draw()).contains("Nothing is left over to give back."));
}

#[test]
fn leaving_the_rest_unapplied_settles_what_was_chosen() {
    let mut screen = with(vec![nobodys(901, 4_000_00)]);
    press(&mut screen, "find-customer");
    type_in(&mut screen, "vik");
    presses(&mut screen, &["choose", "toggle-item", "leave-unapplied"]);
    let left = settlement(asked(&mut screen));
    assert_eq!(
        (left.over, left.parts),
        (Over::Unapplied, vec![part(10251, 3_300_00)])
    );
}

#[test]
fn the_next_undecided_is_the_next_that_is_not_certain() {
    let mut screen = screen();
    press(&mut screen, "matching");
    let mut seen = Vec::new();
    for _ in 0..5 {
        press(&mut screen, "next-undecided");
        seen.push(screen.model.matching.selected().unwrap().receipt.item.0);
    }
    assert_eq!(seen, [902, 903, 904, 906, 902]);
    press(&mut screen, "previous-undecided");
    assert_eq!(
        screen.model.matching.selected().unwrap().receipt.item.0,
        906
    );
}

#[test]
fn set_aside_receipts_are_taken_up_and_settled_from_their_list() {
    let mut screen = screen();
    presses(
        &mut screen,
        &["matching", "next-list", "next-list", "set-aside"],
    );
    assert_eq!(
        asked(&mut screen),
        Command::TakeUp {
            receipt: ItemId(905)
        }
    );
    press(&mut screen, "find-customer");
    type_in(&mut screen, "vik");
    presses(&mut screen, &["choose", "toggle-item", "accept"]);
    assert_eq!(settlement(asked(&mut screen)).receipt, ItemId(905));
}

#[test]
fn why_tells_of_every_explanation_and_how_often_it_was_right() {
    let mut screen = screen();
    presses(&mut screen, &["matching", "down", "why"]);
    let text = picture(&screen.draw());
    for says in [
        "paid from this customer's account (P1)",
        "name is another: 61 % like (N1)",
        "pattern P1: 212 right, 0 undone",
        "NY091330000902",
    ] {
        assert!(text.contains(says), "{says}: {text}");
    }
}

#[test]
fn a_refused_run_brings_all_its_receipts_back() {
    let mut screen = with(hundred().split_off(70));
    pressed(&mut screen, &["A", "y"]);
    let Some(Request::ActAll { done, .. }) = screen.asked.pop() else {
        panic!("something else was asked for")
    };
    screen.reply(Reply::Kept(done.receipts));
    screen.reply(Reply::Receipts(hundred().split_off(70)));
    assert_eq!(screen.model.matching.table().len(), 30);
    screen.send(Msg::Key(Key::parse("esc").unwrap()));
    assert_eq!(receipts().len(), 6);
}

/// The desk names the first customer of a proposal only.
#[test]
fn a_proposal_over_two_customers_names_both() {
    let mut both = one(901, 6_280_00, Class::B, 3, &[("10251", 3_300_00)]);
    let other = proposal(Class::B, 6, &[("10244", 2_980_00)], 0, Vec::new());
    both.proposals[0].parts.extend(other.parts);
    let command = both.proposals[0].command(ItemId(901), NOK);
    let mut screen = with(vec![both]);
    let text = picture(&screen.draw()).replace('\u{a0}', " ");
    assert!(text.contains("Vik Regnskap DA · 1060 and 1 more"), "{text}");
    let row = text
        .lines()
        .find(|line| line.contains("[×] 10244"))
        .unwrap();
    assert!(row.contains("Kari Solvang"), "{text}");
    assert!(text.contains("left of the receipt 0,00 NOK"), "{text}");
    press(&mut screen, "accept");
    assert_eq!(asked(&mut screen), command);
}
