//! What decisions teach of payers and of evidence, and how it is taken back, blocked and forgotten.

use std::fmt::Write;

use proptest::prelude::*;
use reskontra::desk::Failure;
use reskontra::domain::command::{Command, Part, Settlement, Target};
use reskontra::domain::evidence::{Class, Evidence};
use reskontra::domain::id::{DocumentId, EntryId, ItemId};
use reskontra::domain::intake::PaymentRow;
use reskontra::domain::link::{Link, LinkKind, LinkState, Record};
use reskontra::domain::money::Currency;
use reskontra::domain::receipt::Details;
use reskontra::domain::refusal::Refusal;
use reskontra::reports::learned::LinkLine;
use rust_decimal::Decimal;

use super::play::{NewInvoice, Op, Play};

/// Name and account of a payer.
type Payer = (&'static str, &'static str);

const NORDLYS: Payer = ("Nordlys Bygg AS", "8601 11 17947");
const OTHER: Payer = ("Vik Regnskap", "1503.20.12345");

fn number(play: &Play, sql: &str) -> i64 {
    let connection = rusqlite::Connection::open(play.path()).unwrap();
    connection.query_row(sql, [], |row| row.get(0)).unwrap()
}

/// A new invoice of 100 and a receipt of as much from the payer, not settled yet.
fn paid(play: &mut Play, customer: u8, payer: Payer) -> Settlement {
    play.step(&Op::Invoices(vec![NewInvoice {
        customer,
        day: 10,
        amounts: vec![100],
        credit: None,
        euro: false,
        open: None,
    }]));
    let document = DocumentId(number(play, "SELECT max(id) FROM document"));
    let payment = PaymentRow {
        payment_id: None,
        booked: "2026-03-01".parse().unwrap(),
        amount: Decimal::from(100),
        currency: Currency::NOK,
        reference: None,
        message: None,
        payer_name: Some(payer.0.to_owned()),
        payer_account: Some(payer.1.to_owned()),
        bank_ref: None,
        own_account: None,
        batch: None,
        form: None,
        balance: None,
        details: Details::default(),
        raw: None,
    };
    let payment = Box::new(payment);
    let customer = None;
    play.desk
        .act(Command::EnterReceipt { payment, customer })
        .unwrap();
    let receipt = ItemId(number(play, "SELECT max(item) FROM receipt"));
    Settlement::by_hand(receipt, vec![Part::new(Target::Document(document), None)])
}

fn settle(play: &mut Play, settlement: Settlement) -> EntryId {
    let did = play.desk.act(Command::Settle(Box::new(settlement)));
    did.unwrap().entry
}

fn pays(play: &mut Play, customer: u8, payer: Payer) -> EntryId {
    let settlement = paid(play, customer, payer);
    settle(play, settlement)
}

/// What the list shows: kind, customer, state, right, undone.
fn shown(play: &Play) -> Vec<(LinkKind, String, LinkState, u32, u32)> {
    let row = |line: LinkLine| {
        let Record { right, undone, .. } = line.record;
        (line.kind, line.customer_number, line.state, right, undone)
    };
    let mut rows: Vec<_> = play.desk.learned().unwrap().into_iter().map(row).collect();
    rows.sort();
    rows
}

fn both(
    customer: &str,
    state: LinkState,
    right: u32,
    undone: u32,
) -> Vec<(LinkKind, String, LinkState, u32, u32)> {
    [LinkKind::Account, LinkKind::Name]
        .map(|kind| (kind, customer.to_owned(), state, right, undone))
        .to_vec()
}

/// What matching would be told of a payer.
fn told(play: &mut Play, payer: Payer) -> Vec<Link> {
    let receipt = paid(play, 3, payer).receipt;
    let store = play.store();
    let reader = store.read();
    let waiting = reader.receipt(receipt).unwrap().unwrap();
    let payers = reskontra::matching::mentioned(std::slice::from_ref(&waiting)).payers;
    reader.links_of(&payers).unwrap()
}

fn sound(play: &Play) {
    assert_eq!(play.store().verify(|_| {}).unwrap(), []);
}

/// One of each table of what was learned.
pub fn teach(play: &mut Play) {
    let settlement = paid(play, 0, NORDLYS);
    settle(
        play,
        Settlement {
            class: Some(Class::B),
            evidence: vec![Evidence::AmountUnique, Evidence::PayerAccount],
            ..settlement
        },
    );
    let commands = [
        Command::BlockLink {
            kind: LinkKind::Name,
            key: "nordlys bygg as".to_owned(),
            blocked: true,
        },
        Command::SwitchRule {
            name: "rent".to_owned(),
            digest: Some("abc".to_owned()),
        },
    ];
    play.desk.act_all(&commands).unwrap();
}

#[test]
fn a_payer_is_seen_and_after_three_times_trusted() {
    let mut play = Play::new();
    for (times, state) in [
        (1, LinkState::Trial),
        (2, LinkState::Trial),
        (3, LinkState::Trusted),
    ] {
        pays(&mut play, 2, NORDLYS);
        assert_eq!(shown(&play), both("2", state, times, 0));
    }
    let links = told(&mut play, ("NORDLYS  bygg as", "86011117947"));
    let states: Vec<_> = links.iter().map(|link| (link.kind, link.state)).collect();
    assert_eq!(
        states,
        [
            (LinkKind::Account, LinkState::Trusted),
            (LinkKind::Name, LinkState::Trusted)
        ]
    );
    assert_eq!(told(&mut play, OTHER), []);
    sound(&play);
}

#[test]
fn one_who_pays_for_two_customers_is_shared_until_the_second_is_undone() {
    let mut play = Play::new();
    for _ in 0..4 {
        pays(&mut play, 1, NORDLYS);
    }
    let second = pays(&mut play, 2, NORDLYS);
    let all: Vec<_> = shown(&play).into_iter().map(|row| row.2).collect();
    assert_eq!(all, [LinkState::Shared; 4]);
    assert_eq!(told(&mut play, NORDLYS).len(), 4);
    play.desk.undo(second).unwrap();
    let told = told(&mut play, NORDLYS);
    assert!(
        told.iter()
            .all(|link| link.state == LinkState::Trusted && link.record.right == 4)
    );
    assert_eq!(told.len(), 2);
    // The slip still shows.
    assert!(shown(&play).contains(&(LinkKind::Name, "2".to_owned(), LinkState::Trial, 0, 1)));
    sound(&play);
}

#[test]
fn an_undo_takes_back_and_is_counted_and_a_redo_starts_anew() {
    let mut play = Play::new();
    pays(&mut play, 2, NORDLYS);
    pays(&mut play, 2, NORDLYS);
    let third = pays(&mut play, 2, NORDLYS);
    let undo = play.desk.undo(third).unwrap().entry;
    assert_eq!(shown(&play), both("2", LinkState::Trial, 2, 1));
    play.desk.undo(undo).unwrap();
    assert_eq!(shown(&play), both("2", LinkState::Trial, 3, 1));
    pays(&mut play, 2, NORDLYS);
    pays(&mut play, 2, NORDLYS);
    assert_eq!(shown(&play), both("2", LinkState::Trusted, 5, 1));
    sound(&play);
}

#[test]
fn an_account_in_another_customers_data_is_shared_from_the_start() {
    let mut play = Play::new();
    for _ in 0..3 {
        pays(&mut play, 0, ("Eieren", "60120000001"));
    }
    let states: Vec<_> = shown(&play).into_iter().map(|row| (row.0, row.2)).collect();
    assert_eq!(
        states,
        [
            (LinkKind::Account, LinkState::Shared),
            (LinkKind::Name, LinkState::Trusted)
        ]
    );
}

#[test]
fn a_receipt_teaches_once_and_only_what_may_be_learned_from_it() {
    let mut play = Play::new();
    let mut settlement = paid(&mut play, 2, NORDLYS);
    let receipt = settlement.receipt;
    settlement.parts[0].amount = Some(Decimal::from(60));
    settle(&mut play, settlement.clone());
    settlement.parts[0].amount = Some(Decimal::from(40));
    settle(&mut play, settlement);
    assert_eq!(
        shown(&play),
        both("2", LinkState::Trial, 1, 0),
        "{receipt:?}"
    );
    let batch = Settlement {
        teaches: false,
        ..paid(&mut play, 1, OTHER)
    };
    settle(&mut play, batch);
    // Nobody is named by an account that the bank does not know.
    pays(&mut play, 1, ("123", "00000000000"));
    assert_eq!(shown(&play), both("2", LinkState::Trial, 1, 0));
}

#[test]
fn a_pattern_is_right_until_it_is_undone() {
    let mut play = Play::new();
    let by_evidence = |settlement: Settlement| Settlement {
        class: Some(Class::B),
        evidence: vec![
            Evidence::PayerAccount,
            Evidence::AmountUnique,
            Evidence::SeveralFit,
        ],
        ..settlement
    };
    let mut last = EntryId(0);
    for _ in 0..3 {
        let settlement = by_evidence(paid(&mut play, 2, NORDLYS));
        last = settle(&mut play, settlement);
    }
    pays(&mut play, 2, NORDLYS);
    play.desk.undo(last).unwrap();
    let patterns = play.desk.patterns().unwrap();
    let [only] = patterns.as_slice() else {
        panic!("{patterns:?}");
    };
    assert_eq!(only.pattern, "A1+P1");
    let record = Record {
        right: 2,
        undone: 1,
        streak: 0,
    };
    assert_eq!(only.record, record);
    assert_eq!(play.store().read().patterns().unwrap()["A1+P1"], record);
    sound(&play);
}

#[test]
fn money_that_was_never_the_customers_teaches_of_him_no_more() {
    let mut play = Play::new();
    let moved = |play: &mut Play, receipt, n| {
        let (customer, on) = (Play::customer(n), None);
        let command = Command::Transfer {
            receipt,
            customer,
            on,
        };
        play.desk.act(command).unwrap().entry
    };
    let of_names = |play: &Play| -> Vec<_> {
        let rows = shown(play).into_iter();
        rows.filter(|row| row.0 == LinkKind::Name)
            .map(|row| (row.1, row.3, row.4))
            .collect()
    };
    let settlement = paid(&mut play, 1, NORDLYS);
    let receipt = settlement.receipt;
    let (customer, on) = (Play::customer(0), None);
    let identify = Command::Identify {
        receipt,
        customer,
        on,
    };
    play.desk.act(identify).unwrap();
    assert_eq!(of_names(&play), [("0".to_owned(), 1, 0)]);
    let wrong = moved(&mut play, receipt, 1);
    assert_eq!(
        of_names(&play),
        [("0".to_owned(), 0, 1), ("1".to_owned(), 1, 0)]
    );
    play.desk.undo(wrong).unwrap();
    assert_eq!(
        of_names(&play),
        [("0".to_owned(), 1, 1), ("1".to_owned(), 0, 1)]
    );
    play.desk.redo().unwrap();
    // What he paid of his own with it was his: only the rest goes on, and both are remembered.
    settle(
        &mut play,
        Settlement {
            parts: vec![Part {
                amount: Some(Decimal::from(40)),
                ..settlement.parts[0]
            }],
            ..settlement
        },
    );
    let before = of_names(&play);
    moved(&mut play, receipt, 2);
    let after = of_names(&play);
    assert!(after.starts_with(&before), "{before:?} {after:?}");
    assert_eq!(after.last(), Some(&("2".to_owned(), 1, 0)));
    sound(&play);
}

#[test]
fn a_payer_is_blocked_and_used_again() {
    let mut play = Play::new();
    pays(&mut play, 2, NORDLYS);
    let block = |blocked| Command::BlockLink {
        kind: LinkKind::Account,
        key: "86011117947".to_owned(),
        blocked,
    };
    let state = |play: &Play| shown(play)[0].2;
    let blocked = play.desk.act(block(true)).unwrap().entry;
    assert_eq!(state(&play), LinkState::Blocked);
    assert_eq!(told(&mut play, NORDLYS)[0].state, LinkState::Blocked);
    let again = play.desk.act(block(true));
    assert!(matches!(
        again,
        Err(Failure::Refused(Refusal::NothingChanged))
    ));
    play.desk.undo(blocked).unwrap();
    assert_eq!(state(&play), LinkState::Trial);
    play.desk.redo().unwrap();
    assert_eq!(state(&play), LinkState::Blocked);
    let unblocked = play.desk.act(block(false)).unwrap().entry;
    let first = play.desk.undo(blocked);
    assert!(
        matches!(
            first,
            Err(Failure::Refused(
                Refusal::AlreadyUndone { .. } | Refusal::StandsInTheWay { .. }
            ))
        ),
        "{first:?}"
    );
    play.desk.undo(unblocked).unwrap();
    assert_eq!(state(&play), LinkState::Blocked);
    sound(&play);
}

#[test]
fn what_is_forgotten_is_gone_and_comes_back_before_what_was_learned_since() {
    let mut play = Play::new();
    let first = pays(&mut play, 2, NORDLYS);
    pays(&mut play, 1, NORDLYS);
    let forget = || Command::ForgetLink {
        kind: LinkKind::Name,
        key: "nordlys bygg as".to_owned(),
    };
    let of_names = |play: &Play| -> Vec<_> {
        let rows = shown(play).into_iter();
        rows.filter(|row| row.0 == LinkKind::Name)
            .map(|row| (row.1, row.3, row.4))
            .collect()
    };
    let forgotten = play.desk.act(forget()).unwrap().entry;
    assert_eq!(of_names(&play), []);
    let again = play.desk.act(forget());
    assert!(matches!(
        again,
        Err(Failure::Refused(Refusal::UnknownLink { .. }))
    ));
    // There is nothing left to take back.
    play.desk.undo(first).unwrap();
    assert_eq!(of_names(&play), []);
    pays(&mut play, 2, NORDLYS);
    assert_eq!(of_names(&play), [("2".to_owned(), 1, 0)]);
    let remembered = play.desk.undo(forgotten).unwrap().entry;
    assert_eq!(
        of_names(&play),
        [("1".to_owned(), 1, 0), ("2".to_owned(), 2, 0)]
    );
    play.desk.undo(remembered).unwrap();
    assert_eq!(of_names(&play), []);
    sound(&play);
}

#[test]
fn the_journal_names_no_payer_and_the_log_does() {
    let mut play = Play::new();
    teach(&mut play);
    play.desk
        .act(Command::ForgetLink {
            kind: LinkKind::Account,
            key: "86011117947".to_owned(),
        })
        .unwrap();
    let named = "SELECT count(*) FROM journal WHERE lower(events) LIKE '%nordlys%' OR events LIKE '%86011117947%'";
    assert_eq!(number(&play, named), 0);
    let log = format!("{:?}", play.desk.log(None, 3).unwrap());
    assert!(
        log.contains("nordlys bygg as") && log.contains("86011117947"),
        "{log}"
    );
    sound(&play);
}

#[test]
fn what_is_only_rehearsed_teaches_nothing() {
    let mut play = Play::new();
    let settlement = paid(&mut play, 2, NORDLYS);
    let command = Command::Settle(Box::new(settlement));
    play.desk.rehearse(command.clone()).unwrap();
    assert_eq!(shown(&play), []);
    // A command behind it in the same run that is refused takes the lesson with it.
    assert!(play.desk.act_all(&[command.clone(), command]).is_err());
    assert_eq!(shown(&play), []);
}

/// The tables of what was learned, row by row.
fn tables(play: &Play) -> String {
    let connection = rusqlite::Connection::open(play.path()).unwrap();
    let mut text = String::new();
    for table in ["link", "link_block", "pattern"] {
        let mut statement = connection
            .prepare(&format!("SELECT * FROM {table}"))
            .unwrap();
        let width = statement.column_count();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            for column in 0..width {
                write!(text, "{:?};", row.get_ref(column).unwrap()).unwrap();
            }
            text.push('\n');
        }
    }
    text
}

proptest! {
    #![proptest_config(crate::hunt::trying(12))]

    /// However the same decisions are gathered into transactions, they teach the same; and so does a replay.
    #[test]
    fn lessons_do_not_depend_on_transactions(
        decisions in prop::collection::vec((0_u8..3, any::<bool>(), any::<bool>(), any::<bool>()), 1..8),
        splits in prop::collection::vec(1_usize..4, 8),
        undone in prop::collection::vec(any::<bool>(), 8),
    ) {
        let learn = |one_by_one: bool| {
            let mut play = Play::new();
            let mut commands = Vec::new();
            for (customer, other, proposed, forgets) in &decisions {
                let payer = if *other { OTHER } else { NORDLYS };
                let settlement = paid(&mut play, *customer, payer);
                let class = proposed.then_some(Class::C);
                let evidence = vec![Evidence::AmountUnique];
                commands.push(Command::Settle(Box::new(Settlement { class, evidence, ..settlement })));
                if *forgets {
                    let key = LinkKind::Name.key(payer.0).unwrap();
                    commands.push(Command::ForgetLink { kind: LinkKind::Name, key });
                }
            }
            let since = play.last_entry().0;
            let mut rest = commands.as_slice();
            let mut splits = splits.iter().cycle();
            while !rest.is_empty() {
                let count = if one_by_one { 1 } else { *splits.next().unwrap() };
                let (now, later) = rest.split_at(count.min(rest.len()));
                play.desk.act_all(now).unwrap();
                rest = later;
            }
            for (entry, undo) in (since + 1..=play.last_entry().0).zip(&undone) {
                if *undo {
                    play.desk.undo(EntryId(entry)).unwrap();
                }
            }
            play
        };
        let (one, several) = (learn(true), learn(false));
        prop_assert_eq!(tables(&one), tables(&several));
        prop_assert_eq!(several.store().verify(|_| {}).unwrap(), []);
    }
}
