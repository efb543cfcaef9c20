//! Charges given up: by hand, by what the queue proposes, and a new fee before its letter goes out.

use reskontra::desk::config::ThemeName;
use reskontra::domain::command::Command;
use reskontra::domain::id::{DocumentId, ItemId};
use reskontra::domain::letter::ChargeKind;
use reskontra::domain::money::Minor;
use reskontra::domain::reminding::{Waits, WaitsFor};
use reskontra::reports::reminding::Queue;
use reskontra::text::Locale;
use reskontra::tui::action::Scope;
use reskontra::tui::msg::{Reply, Request};

use crate::ledger::{charged, day};
use crate::queue::{queue, whose};
use crate::reminding::{at, go_to, open_at, shown};
use crate::screen::{Screen, asked, press, presses, type_in};

#[test]
fn which_charges_are_waived_is_said_in_a_word() {
    let mut screen = at("Nordlys");
    // Nothing was claimed yet: there is nothing to give up but what the letter would add.
    press(&mut screen, "waive");
    let text = shown(&mut screen);
    assert!(text.contains("F leaves the new fee out."), "{text}");
    screen.reply(Reply::Card(Box::new(charged())));
    press(&mut screen, "waive");
    assert!(shown(&mut screen).contains("L4-F: 38,00"));
    type_in(&mut screen, "fee, late");
    press(&mut screen, "choose");
    type_in(&mut screen, "a good customer");
    press(&mut screen, "choose");
    assert_eq!(
        asked(&mut screen),
        Command::Waive {
            document: DocumentId(10231),
            kinds: vec![ChargeKind::Fee, ChargeKind::Interest],
            reason: "a good customer".into(),
        }
    );
    press(&mut screen, "waive");
    type_in(&mut screen, "tax");
    presses(&mut screen, &["choose", "choose"]);
    assert!(shown(&mut screen).contains("Fee, interest, compensation or all."));
}

#[test]
fn what_crossed_a_payment_is_taken_back() {
    let mut screen = at("sent 18 Nov");
    press(&mut screen, "take-back");
    assert!(shown(&mut screen).contains("38,00"));
    press(&mut screen, "yes");
    let Command::TakeBackCharges { charges, reason } = asked(&mut screen) else {
        panic!("something else was asked for")
    };
    assert_eq!(charges, [(ItemId(503), Minor(38_00))]);
    assert!(reason.contains("17 Nov 2026"), "{reason}");
}

/// Which kinds a word names in a language.
fn kinds(tag: &str, word: &str) -> Vec<ChargeKind> {
    let mut screen = Screen::speaking(Locale::load(tag).unwrap());
    open_at(&mut screen, "Nordlys");
    screen.reply(Reply::Card(Box::new(charged())));
    press(&mut screen, "waive");
    type_in(&mut screen, word);
    press(&mut screen, "choose");
    type_in(&mut screen, "x");
    press(&mut screen, "choose");
    match asked(&mut screen) {
        Command::Waive { kinds, .. } => kinds,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_charge_is_found_by_any_part_of_its_name() {
    use ChargeKind::{Compensation, Fee, Interest};
    let spoken = [
        (
            "en",
            [("fe", Fee), ("interest", Interest), ("comp", Compensation)],
        ),
        (
            "nb",
            [
                ("gebyr", Fee),
                ("rente", Interest),
                ("kompensasjon", Compensation),
            ],
        ),
        (
            "sv",
            [
                ("avgift", Fee),
                ("ränta", Interest),
                ("ersättning", Compensation),
            ],
        ),
    ];
    for (tag, words) in spoken {
        for (word, kind) in words {
            assert_eq!(kinds(tag, word), [kind], "{word}");
        }
    }
    assert_eq!(kinds("nb", "rente, gebyr"), [Interest, Fee]);
    assert_eq!(kinds("sv", "alla"), ChargeKind::ALL);
}

/// Charges left over of two customers, one of them with a part that crossed a payment; the policy waives them.
pub fn left_over() -> Queue {
    let mut queue = queue();
    let rows = [
        (3, 503, "L4-F", ChargeKind::Fee, 38_00),
        (3, 504, "L4-I", ChargeKind::Interest, 12_50),
        (5, 505, "L5-F", ChargeKind::Fee, 38_00),
    ];
    for (at, item, number, kind, amount) in rows {
        let (item, amount) = (ItemId(item), Minor(amount));
        queue.waits.push((
            whose(at),
            Waits {
                item,
                number: number.into(),
                due: day("2026-11-13"),
                amount,
                why: WaitsFor::ChargesToWaive,
                until: None,
            },
        ));
        match queue
            .waive
            .iter_mut()
            .find(|(known, _)| *known == whose(at))
        {
            Some((_, charges)) => charges.push((item, kind, amount)),
            None => queue.waive.push((whose(at), vec![(item, kind, amount)])),
        }
    }
    queue
}

fn proposed(customer: &str) -> Screen {
    let mut screen = at("Vik");
    screen.reply(Reply::Queue(Box::new(left_over())));
    go_to(&mut screen, customer);
    screen
}

#[test]
fn a_proposal_to_waive_is_one_row_and_one_key() {
    let mut screen = proposed("to waive (2)");
    // It is to be done: nothing of it is folded away among what waits.
    let text = shown(&mut screen);
    assert!(text.contains("paused (6)"), "{text}");
    assert!(text.contains("88,50"), "{text}");
    press(&mut screen, "down");
    let text = shown(&mut screen);
    for part in ["50,50", "10\u{a0}d", "late interest", "t waive"] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    press(&mut screen, "take-back");
    let text = shown(&mut screen);
    assert!(text.contains("Waive what is left over"), "{text}");
    assert!(text.contains("50,50\u{a0}NOK, L4-F, L4-I"), "{text}");
    press(&mut screen, "yes");
    let Some(Request::Act { command, done }) = screen.asked.pop() else {
        panic!("nothing was asked for")
    };
    let Command::TakeBackCharges { charges, reason } = *command else {
        panic!("{command:?}")
    };
    let both = [(ItemId(503), Minor(38_00)), (ItemId(504), Minor(12_50))];
    assert_eq!(charges, both);
    assert_eq!(reason, "charges alone are waived by policy");
    assert_eq!(
        done.says,
        "charges of Vik Regnskap DA waived: 50,50\u{a0}NOK"
    );
}

#[test]
fn all_proposals_of_the_group_are_taken_as_one_run() {
    let mut screen = proposed("to waive (2)");
    presses(&mut screen, &["take-back", "yes"]);
    let Some(Request::ActAll { commands, done }) = screen.asked.pop() else {
        panic!("nothing was asked for")
    };
    assert_eq!(commands.len(), 2);
    assert_eq!(done.says, "charges of 2 customers waived: 88,50\u{a0}NOK");
}

#[test]
fn what_crossed_a_payment_is_not_waived_as_well() {
    // Vik's fee crossed a payment: that takes it back, and waiving is for the rest.
    let mut screen = proposed("to waive (2)");
    press(&mut screen, "mark-stage");
    go_to(&mut screen, "sent 18 Nov");
    presses(&mut screen, &["mark", "take-back", "yes"]);
    let Some(Request::ActAll { commands, .. }) = screen.asked.pop() else {
        panic!("nothing was asked for")
    };
    let charges = commands.iter().flat_map(|command| match command {
        Command::TakeBackCharges { charges, .. } => charges.clone(),
        other => panic!("{other:?}"),
    });
    let mut charges: Vec<_> = charges.collect();
    charges.sort_unstable();
    let each_once = [
        (ItemId(503), Minor(38_00)),
        (ItemId(504), Minor(12_50)),
        (ItemId(505), Minor(38_00)),
    ];
    assert_eq!(charges, each_once);
}

#[test]
fn a_new_fee_is_left_out_before_the_letter_goes() {
    let mut screen = at("Nordlys");
    press(&mut screen, "no-fee");
    let text = shown(&mut screen);
    assert!(text.contains("Nordlys Bygg AS: 38,00\u{a0}NOK"), "{text}");
    press(&mut screen, "choose");
    assert!(shown(&mut screen).contains("This is needed."));
    type_in(&mut screen, "our own slip");
    press(&mut screen, "choose");
    let text = shown(&mut screen);
    for part in [
        "9\u{a0}126,86",
        "The fee is left out: our own slip.",
        "goes out without its fee",
        "no fee",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    assert!(!text.contains("inkassoforskriften § 1-2"), "{text}");
    // What is sent is what was shown.
    press(&mut screen, "record-sent");
    type_in(&mut screen, "rang him");
    presses(&mut screen, &["choose", "yes"]);
    let Some(Request::Remind { reminders, reason }) = screen.asked.pop() else {
        panic!("nothing was asked for")
    };
    assert_eq!(reason.as_deref(), Some("rang him"));
    assert_eq!(reminders[0].without_fee.as_deref(), Some("our own slip"));
    assert_eq!(reminders[0].total, Some(Minor(9_126_86)));
}

#[test]
fn a_fee_left_out_is_put_back_by_the_same_key() {
    let mut screen = at("Nordlys");
    press(&mut screen, "no-fee");
    type_in(&mut screen, "x");
    presses(&mut screen, &["choose", "no-fee"]);
    let text = shown(&mut screen);
    assert!(text.contains("bears its fee again"), "{text}");
    assert!(text.contains("9\u{a0}164,86"), "{text}");
    // Where there is no new fee the key says so, and asks nothing.
    go_to(&mut screen, "Vik");
    press(&mut screen, "no-fee");
    assert_eq!(screen.model.scope(), Scope::Reminders);
    assert!(shown(&mut screen).contains("No letter with a new fee is due here."));
}

#[test]
fn a_fee_left_out_is_forgotten_with_its_letter() {
    let mut screen = Screen::new(ThemeName::Mono, 140, 40);
    open_at(&mut screen, "Nordlys");
    press(&mut screen, "no-fee");
    type_in(&mut screen, "x");
    press(&mut screen, "choose");
    let mut sent = queue();
    sent.letters.retain(|line| line.whose != whose(1));
    screen.reply(Reply::Queue(Box::new(sent)));
    screen.reply(Reply::Queue(Box::new(queue())));
    let text = shown(&mut screen);
    assert!(text.contains("9\u{a0}164,86"), "{text}");
}
