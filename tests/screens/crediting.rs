//! May we sell: the answer and what is done with it; the card's tab of credit; what Today counts and the lists behind
//! it; what is to be set up.

use reskontra::desk::config::ThemeName;
use reskontra::desk::credit::Whose;
use reskontra::domain::assessment::{Assessment, Because, Reason};
use reskontra::domain::command::Command;
use reskontra::domain::credit::{CreditFacts, LastCheck, StandingHold, Verdict};
use reskontra::domain::customer::CustomerKind;
use reskontra::domain::field::{Change, Field};
use reskontra::domain::id::{ProposalId, RecordId};
use reskontra::domain::money::{Minor, Money};
use reskontra::domain::record::{HoldLevel, NewRecord, Record, RecordFacts, RecordState};
use reskontra::domain::warning::{LateDelivery, ShorterTerms, Shows, Sign, Signal, Warning};
use reskontra::reports::credit::{
    Assessed, CreditLook, Looked, LookedAt, Named, WarningLine, Warnings,
};
use reskontra::reports::record::{OverrideLine, RecordLine};
use reskontra::reports::register::{Profile, ProposalLine};
use reskontra::reports::setup::{Need, Setup};
use reskontra::tui::action::Scope;
use reskontra::tui::msg::{Reply, Request};
use reskontra::tui::overlays::listing::{Listing, Told};

use crate::ledger::{DEBTORS, NOK, card, customer, day, today};
use crate::picture::picture;
use crate::screen::{Screen, key, press, presses, type_in};

/// The screen with plain blanks within its figures.
fn shown(screen: &mut Screen) -> String {
    plain(&picture(&screen.draw()))
}

fn plain(text: &str) -> String {
    text.replace(['\u{a0}', '\u{202f}'], " ")
}

fn named(at: usize) -> Named {
    Named {
        id: customer(at),
        number: DEBTORS[at].0.into(),
        name: DEBTORS[at].1.into(),
    }
}

fn money(whole: i64) -> Money {
    Money::new(Minor(whole * 100), NOK)
}

fn reason(says: Verdict, lifted: bool, because: Because) -> Reason {
    Reason {
        says,
        percent: None,
        lifted,
        because,
    }
}

/// Against the sale: a limit, a promise; and what speaks for it.
pub fn answer(amount: i64, verdict: Verdict) -> Assessment {
    Assessment {
        amount: money(amount),
        verdict,
        prepay_percent: (verdict == Verdict::Prepay).then_some(50),
        reasons: vec![
            reason(
                verdict,
                false,
                Because::OverLimit {
                    after: money(69_700 + amount),
                    most: money(85_000),
                },
            ),
            reason(
                Verdict::Check,
                true,
                Because::PromisesBroken { count: 2, most: 2 },
            ),
            reason(
                Verdict::Approve,
                false,
                Because::CheckedClass {
                    on: day("2026-03-02"),
                    class: "AA".into(),
                },
            ),
        ],
        exposure: money(69_700),
        exposure_after: money(69_700 + amount),
        limit: Some(money(85_000)),
        usable: Some(money(15_300)),
        policy: "no-1".into(),
    }
}

/// The answer to a question that was asked.
fn answered(screen: &mut Screen, verdict: Verdict) {
    let Some(Request::Assess { whose, amount }) = screen.asked.pop() else {
        panic!("it was not asked whether to sell")
    };
    let customer = matches!(whose, Whose::Customer(_)).then(|| named(1));
    screen.reply(Reply::Assessed {
        whose,
        seen: Box::new(Assessed {
            customer,
            answer: answer(amount.0 / 100, verdict),
        }),
    });
}

/// Asks whether to sell to Nordlys.
pub fn ask(screen: &mut Screen, amount: &str, verdict: Verdict) {
    presses(screen, &["customers", "down", "down", "assess"]);
    type_in(screen, amount);
    press(screen, "choose");
    answered(screen, verdict);
}

pub fn record(id: i64, at: usize, facts: RecordFacts, note: &str) -> RecordLine {
    RecordLine {
        customer_number: DEBTORS[at].0.into(),
        customer_name: DEBTORS[at].1.into(),
        state: RecordState {
            record: Record {
                id: RecordId(id),
                customer: customer(at),
                on: day("2026-11-02"),
                until: Some(day("2026-12-31")),
                facts,
                note: note.into(),
            },
            ended: None,
            voided: false,
        },
        counts: true,
    }
}

fn held(at: usize, level: HoldLevel) -> RecordLine {
    record(
        7,
        at,
        RecordFacts::Hold { level, rule: None },
        "two returned shipments",
    )
}

/// Nordlys, of whom much is on record.
pub fn profile() -> Profile {
    let mut facts = CreditFacts::new(CustomerKind::Business);
    facts.risk_class = Some("B".into());
    facts.limit = Some(Minor(85_000_00));
    facts.open = Minor(69_700_00);
    facts.overdue = Minor(27_200_00);
    facts.overdue_days = 42;
    facts.on_order = Minor(12_000_00);
    facts.secured = Minor(20_000_00);
    facts.check = Some(LastCheck {
        on: day("2025-03-02"),
        class: Some("B".into()),
        advised: Some(Minor(60_000_00)),
        until: Some(day("2026-03-02")),
    });
    facts.pays.now = Some(17);
    facts.pays.before = Some(4);
    facts.hold = Some(StandingHold {
        level: HoldLevel::Prepay,
        since: day("2026-11-02"),
        until: None,
        rule: None,
        reason: "two returned shipments".into(),
    });
    let security = RecordFacts::Security {
        security: reskontra::domain::record::SecurityKind::Guarantee,
        amount: Minor(20_000_00),
    };
    Profile {
        customer: named(1),
        facts: card(customer(1)).facts,
        version: 3,
        parent: None,
        entered: day("2023-02-01"),
        sections: Vec::new(),
        faults: Vec::new(),
        doubts: Vec::new(),
        records: vec![
            held(1, HoldLevel::Prepay),
            record(6, 1, security, "Nordea"),
            record(5, 1, RecordFacts::Remark, "rings on Fridays only"),
        ],
        credit: facts,
        answer: answer(0, Verdict::Hold),
        next: None,
        proposals: Vec::new(),
        merged: Vec::new(),
    }
}

fn looked(of: &[(usize, i64)], on: Option<&str>) -> Looked {
    Looked {
        customers: of
            .iter()
            .map(|(at, amount)| LookedAt {
                customer: named(*at),
                amount: Minor(amount * 100),
                on: on.map(day),
            })
            .collect(),
        sum: Minor(of.iter().map(|(_, amount)| amount * 100).sum()),
    }
}

pub fn look() -> CreditLook {
    CreditLook {
        over_limit: looked(&[(4, 26_000), (1, 4_700)], None),
        checks_too_old: looked(&[(4, 126_000)], Some("2024-05-06")),
        proposals: looked(&[(1, 69_700)], None),
        stale: looked(&[(5, 88_750)], Some("2023-01-31")),
        ..CreditLook::default()
    }
}

pub fn warnings() -> Warnings {
    let signal = |sign, points, shows| Signal {
        sign,
        points,
        weight: 10,
        shows,
    };
    Warnings {
        lines: vec![WarningLine {
            customer: named(1),
            warning: Warning {
                score: 64,
                signals: vec![
                    signal(Sign::DaysLate, 80, Shows::DaysLate { now: 17 }),
                    signal(
                        Sign::LaterThanBefore,
                        60,
                        Shows::LaterThanBefore { now: 17, before: 4 },
                    ),
                ],
            },
            shorter: Some(ShorterTerms {
                from: 14,
                to: Some(7),
                late: 17,
                most: 14,
            }),
            deliveries: vec![LateDelivery {
                number: "10266".into(),
                issued: day("2026-11-23"),
                amount: Minor(42_500_00),
                days: 42,
            }],
        }],
        largest: 10,
        share: 81,
        much: 60,
    }
}

fn proposals() -> Vec<ProposalLine> {
    vec![ProposalLine {
        hold: None,
        asks: None,
        proposal: ProposalId(3),
        customer: customer(1),
        customer_no: "1042".into(),
        name: "Nordlys Bygg AS".into(),
        by: "kari".into(),
        at: "2026-11-20 14:02".into(),
        reason: "they grow".into(),
        changes: vec![Change {
            field: Field::CreditLimit,
            old: Some("85000".into()),
            new: Some("150000".into()),
        }],
    }]
}

fn overrides() -> Vec<OverrideLine> {
    let facts = RecordFacts::Override {
        over: Verdict::Hold,
        amount: None,
    };
    let mut over = record(9, 0, facts.clone(), "a last time");
    over.counts = false;
    vec![
        OverrideLine {
            line: record(8, 1, facts, "made to order"),
            invoices: 0,
            sold: Minor::ZERO,
            open: Minor::ZERO,
            overdue_since: None,
        },
        OverrideLine {
            line: over,
            invoices: 2,
            sold: Minor(61_000_00),
            open: Minor(38_410_00),
            overdue_since: Some(day("2026-08-10")),
        },
    ]
}

/// What the desk says for a list.
pub fn told(of: Listing) -> Told {
    match of {
        Listing::Holds => Told::Holds(vec![held(1, HoldLevel::Stop)]),
        Listing::Warnings => Told::Warnings(warnings()),
        Listing::Deliveries | Listing::Shorter => Told::Lines(warnings().lines),
        Listing::Audit => Told::Audit(Vec::new()),
        Listing::Faulty => Told::Faulty(Vec::new()),
        Listing::Overrides => Told::Overrides(overrides()),
        Listing::Proposals => Told::Proposals(proposals()),
        Listing::Setup => Told::Setup(new_ledger()),
        _ => Told::Look(Box::new(look())),
    }
}

/// A ledger with customers and nothing else.
fn new_ledger() -> Setup {
    Setup {
        missing: Need::ALL[1..].to_vec(),
        put_away: false,
        settings: Some("config.toml".into()),
    }
}

/// A ledger without anybody.
pub fn empty() -> Reply {
    Reply::Setup(Setup {
        missing: Need::ALL.to_vec(),
        ..new_ledger()
    })
}

/// Opens a report by its place in the list of them.
pub fn report(screen: &mut Screen, of: Listing) {
    press(screen, "reports");
    let at = Listing::REPORTS.iter().position(|it| *it == of).unwrap();
    for _ in 0..at {
        press(screen, "down");
    }
    press(screen, "choose");
}

pub fn credit_tab(screen: &mut Screen) {
    presses(screen, &["customers", "down", "down", "open"]);
    screen.reply(Reply::Profile(Box::new(profile())));
    presses(screen, &["next-part", "next-part", "next-part"]);
}

#[test]
fn the_answer_says_the_verdict_first_then_why_then_what_would_change_it() {
    let mut screen = Screen::new(ThemeName::Mono, 100, 30);
    ask(&mut screen, "20000", Verdict::Hold);
    let text = shown(&mut screen);
    let place = |what: &str| {
        text.find(what)
            .unwrap_or_else(|| panic!("no {what}:\n{text}"))
    };
    let verdict = place("✗ HOLD");
    let why = place("the limit is 85 000,00 NOK");
    let lifted = place("(passed over)");
    let risk = place("limit 85 000,00 NOK, 15 300,00 NOK of it left");
    let change = place("→ A smaller sale");
    assert!(
        verdict < why && why < lifted && lifted < risk && risk < change,
        "{text}"
    );
}

#[test]
fn what_is_done_with_the_answer_is_asked_of_the_desk() {
    let mut screen = Screen::new(ThemeName::Mono, 100, 30);
    ask(&mut screen, "20000", Verdict::Hold);
    press(&mut screen, "pass-over");
    type_in(&mut screen, "made to order");
    presses(&mut screen, &["choose", "choose"]);
    type_in(&mut screen, "25000");
    press(&mut screen, "choose");
    let Some(Request::Put { new, .. }) = screen.asked.pop() else {
        panic!("no override was asked for")
    };
    let wanted = NewRecord {
        customer: customer(1),
        on: today(),
        until: Some(day("2026-12-07")),
        facts: RecordFacts::Override {
            over: Verdict::Hold,
            amount: Some(Minor(25_000_00)),
        },
        note: "made to order".into(),
    };
    assert_eq!(*new, wanted);
    press(&mut screen, "prepay-note");
    press(&mut screen, "choose");
    let Some(Request::Put { new, .. }) = screen.asked.pop() else {
        panic!("no note was asked for")
    };
    assert_eq!(new.facts, RecordFacts::Remark);
    let note = plain(&new.note);
    assert!(note.contains("20 000,00 NOK before delivery"), "{note}");
    press(&mut screen, "record-answer");
    assert!(matches!(
        screen.asked.pop(),
        Some(Request::RecordAnswer { .. })
    ));
    assert_eq!(screen.model.scope(), Scope::Customers);
}

#[test]
fn a_share_in_advance_is_rounded_for_the_seller() {
    let mut screen = Screen::new(ThemeName::Mono, 100, 30);
    presses(&mut screen, &["customers", "down", "down", "assess"]);
    type_in(&mut screen, "333,33");
    press(&mut screen, "choose");
    let Some(Request::Assess { whose, amount }) = screen.asked.pop() else {
        panic!("it was not asked whether to sell")
    };
    assert_eq!(amount, Minor(333_33));
    let mut answer = answer(0, Verdict::Prepay);
    answer.amount = Money::new(amount, NOK);
    let customer = Some(named(1));
    screen.reply(Reply::Assessed {
        whose,
        seen: Box::new(Assessed { customer, answer }),
    });
    assert!(shown(&mut screen).contains("▲ PREPAYMENT: 50 % before delivery"));
    press(&mut screen, "prepay-note");
    assert!(shown(&mut screen).contains("166,67 NOK before delivery"));
}

#[test]
fn nothing_is_recorded_of_who_is_not_in_the_register() {
    let mut screen = Screen::new(ThemeName::Mono, 100, 30);
    press(&mut screen, "assess-stranger");
    type_in(&mut screen, "5000");
    press(&mut screen, "choose");
    key(&mut screen, "ctrl-u");
    type_in(&mut screen, "con");
    press(&mut screen, "choose");
    type_in(&mut screen, "C");
    presses(&mut screen, &["choose", "choose"]);
    let Some(Request::Assess { whose, .. }) = screen.asked.last() else {
        panic!("it was not asked whether to sell")
    };
    let wanted = Whose::New {
        kind: CustomerKind::Consumer,
        class: Some("C".into()),
        group: None,
    };
    assert_eq!(*whose, wanted);
    answered(&mut screen, Verdict::Check);
    let before = screen.asked.len();
    presses(&mut screen, &["record-answer", "pass-over", "prepay-note"]);
    assert_eq!(screen.asked.len(), before);
    assert!(shown(&mut screen).contains("enter the customer first"));
}

#[test]
fn today_counts_credit_by_the_money_at_risk_and_each_line_opens_its_customers() {
    let mut screen = Screen::new(ThemeName::Mono, 100, 36);
    screen.reply(Reply::CreditLook(Box::new(look())));
    let text = shown(&mut screen);
    let place = |what: &str| {
        text.find(what)
            .unwrap_or_else(|| panic!("no {what}:\n{text}"))
    };
    let order = [
        "Credit checks too old",
        "Customer data long unconfirmed",
        "Changes that wait",
        "Over their limit",
    ];
    let places = order.map(place);
    assert!(places.is_sorted(), "{text}");
    assert!(
        !text.contains("Securities"),
        "what is none is not counted: {text}"
    );
    press(&mut screen, "last");
    press(&mut screen, "open");
    let text = shown(&mut screen);
    assert!(text.contains("1073 Ødegård & Sønn ANS"), "{text}");
    assert!(text.contains("26 000,00"), "{text}");
    press(&mut screen, "open-listed");
    let there = screen.model.customers.table.selected();
    assert_eq!(there.map(|row| row.line.id), Some(customer(4)));
    assert_eq!(screen.model.scope(), Scope::Card);
}

#[test]
fn shorter_terms_are_taken_over_with_one_key() {
    let mut screen = Screen::new(ThemeName::Mono, 100, 30);
    report(&mut screen, Listing::Shorter);
    assert!(shown(&mut screen).contains("Terms from 14 d to 7 d"));
    press(&mut screen, "accept-listed");
    let Some(Request::Shorten {
        customer: whose,
        terms,
        reason,
        ..
    }) = screen.asked.pop()
    else {
        panic!("no terms were asked for")
    };
    assert_eq!((whose, terms.to), (customer(1), Some(7)));
    assert!(plain(&reason).contains("17 d late"), "{reason}");
}

#[test]
fn a_change_that_waits_is_accepted_or_declined_with_a_reason() {
    let mut screen = Screen::new(ThemeName::Mono, 100, 30);
    report(&mut screen, Listing::Proposals);
    assert!(shown(&mut screen).contains("85000 → 150000"));
    presses(&mut screen, &["decline-listed", "choose"]);
    assert!(shown(&mut screen).contains("This is needed."));
    type_in(&mut screen, "no");
    press(&mut screen, "choose");
    let command = crate::screen::asked(&mut screen);
    let wanted = Command::Judge {
        proposal: ProposalId(3),
        accept: false,
        reason: "no".into(),
    };
    assert_eq!(command, wanted);
}

#[test]
fn a_new_ledger_shows_what_is_to_be_set_up_until_it_is_put_away() {
    let mut screen = Screen::new(ThemeName::Mono, 100, 30);
    screen.reply(empty());
    let text = shown(&mut screen);
    assert!(text.contains("Register: import customers.csv"), "{text}");
    assert!(!text.contains("receipts to match"), "{text}");
    press(&mut screen, "open");
    assert_eq!(screen.model.scope(), Scope::Chooser);
    press(&mut screen, "back");

    // With customers the day's work is there, and one line says what is missing.
    screen.reply(Reply::Setup(new_ledger()));
    assert!(shown(&mut screen).contains("set-up: 7 things missing"));
    assert!(shown(&mut screen).contains("receipts to match"));
    presses(&mut screen, &["first", "open"]);
    assert!(shown(&mut screen).contains("Policy: look at"));
    press(&mut screen, "decline-listed");
    assert_eq!(screen.asked.pop(), Some(Request::PutSetupAway));
    let away = Setup {
        put_away: true,
        ..new_ledger()
    };
    screen.reply(Reply::Setup(away));
    assert!(!shown(&mut screen).contains("set-up:"));
}

#[test]
fn a_hold_is_released_where_one_stands() {
    let mut screen = Screen::new(ThemeName::Mono, 140, 40);
    credit_tab(&mut screen);
    assert!(shown(&mut screen).contains("release hold"));
    press(&mut screen, "credit-hold");
    type_in(&mut screen, "they paid");
    press(&mut screen, "choose");
    let Some(Request::Release {
        customer: of,
        reason,
        ..
    }) = screen.asked.pop()
    else {
        panic!("no release was asked for")
    };
    assert_eq!((of, reason.as_str()), (customer(1), "they paid"));
}

#[test]
fn a_limit_says_which_version_was_seen() {
    let mut screen = Screen::new(ThemeName::Mono, 140, 40);
    credit_tab(&mut screen);
    presses(&mut screen, &["put-on-record", "choose"]);
    key(&mut screen, "ctrl-u");
    type_in(&mut screen, "90 000");
    press(&mut screen, "choose");
    type_in(&mut screen, "they grow");
    press(&mut screen, "choose");
    let Some(Request::EditFields { version, set, .. }) = screen.asked.pop() else {
        panic!("no limit was asked for")
    };
    assert_eq!(version, Some(3));
    assert_eq!(set, [(Field::CreditLimit, Some("90000.00".to_owned()))]);
}
