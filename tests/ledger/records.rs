//! What is on record of customers: at random, and what a sale on credit is decided by.

use std::collections::BTreeMap;

use proptest::prelude::*;
use reskontra::domain::command::Command;
use reskontra::domain::credit::{CreditFacts, PaysLate, Reached, Verdict};
use reskontra::domain::date::Date;
use reskontra::domain::field::Section;
use reskontra::domain::id::{CustomerId, RecordId};
use reskontra::domain::money::{Currency, Minor};
use reskontra::domain::record::{HoldLevel, NewRecord, NoticeKind, RecordFacts, SecurityKind};

use super::ops::Op;
use super::play::{Play, today};

/// What may be put on record, or end.
#[derive(Clone, Debug)]
pub enum OnRecord {
    Put {
        customer: u8,
        kind: u8,
        what: u8,
        days: u8,
        until: Option<u8>,
    },
    End(u8, u8),
    /// A bureau's file: customer, what happened, the day and the class.
    Bureau(Vec<(u8, u8, u8, u8)>),
    /// An invoice that names an order.
    Invoice(u8, u8),
}

pub fn on_record() -> impl Strategy<Value = Op> {
    let any = any::<u8>;
    prop_oneof![
        8 => (any(), any(), any(), 0_u8..120, prop::option::of(0_u8..60)).prop_map(
            |(customer, kind, what, days, until)| OnRecord::Put { customer, kind, what, days, until }
        ),
        3 => (any(), any()).prop_map(|(record, days)| OnRecord::End(record, days)),
        2 => prop::collection::vec((any(), any(), 0_u8..60, any()), 1..4).prop_map(OnRecord::Bureau),
        2 => (any(), any()).prop_map(|(customer, order)| OnRecord::Invoice(customer, order)),
    ]
    .prop_map(Op::OnRecord)
}

fn ago(days: u8) -> Date {
    today() - chrono::Duration::days(i64::from(days))
}

impl Play {
    pub fn on_record(&mut self, op: &OnRecord) -> Option<Command> {
        match op {
            OnRecord::Put {
                customer,
                kind,
                what,
                days,
                until,
            } => {
                let on = ago(*days);
                let until = until.map(|days| on + chrono::Duration::days(i64::from(days)));
                Some(Command::Record(Box::new(NewRecord {
                    customer: Self::customer(*customer),
                    on,
                    until,
                    facts: facts(*kind, *what),
                    note: if what % 5 == 0 {
                        String::new()
                    } else {
                        format!("merknad {what}")
                    },
                })))
            }
            OnRecord::End(n, days) => Some(Command::EndRecord {
                record: RecordId(self.pick("SELECT id FROM credit_record ORDER BY id", *n)?),
                on: (days % 2 == 0).then(|| ago(days % 30)),
                reason: "avsluttet".to_owned(),
            }),
            OnRecord::Bureau(rows) => {
                let events = ["konkurs", "betalingsanmerkning", "ny rating", "nytt styre"];
                let mut csv = "customer_no;hendelse;dato;ny rating\n".to_owned();
                for (customer, event, days, class) in rows {
                    use std::fmt::Write;
                    writeln!(
                        csv,
                        "{};{};{};{}",
                        customer % super::play::CUSTOMERS,
                        events[usize::from(event % 4)],
                        ago(*days),
                        CLASSES[usize::from(class % 3)]
                    )
                    .unwrap();
                }
                self.take_text(csv);
                None
            }
            OnRecord::Invoice(customer, order) => {
                let number = self.next_number();
                self.take_text(format!(
                    "invoice_no,customer_no,issue_date,due_date,amount,currency,order_ref\n\
                     S{number},{},{},{},100.00,NOK,PO{}\n",
                    customer % super::play::CUSTOMERS,
                    ago(3),
                    today(),
                    order % 3
                ));
                None
            }
        }
    }
}

const CLASSES: [&str; 3] = ["AA", "B", "C"];

fn facts(kind: u8, what: u8) -> RecordFacts {
    let amount = Minor(i64::from(what) * 100);
    match kind % 10 {
        0 => RecordFacts::Check {
            class: what
                .is_multiple_of(2)
                .then(|| CLASSES[usize::from(what % 3)].to_owned()),
            advised: what.is_multiple_of(3).then_some(amount),
            sha256: None,
        },
        1 => RecordFacts::Security {
            security: SecurityKind::ALL[usize::from(what % 4)],
            amount,
        },
        2 | 3 => RecordFacts::Order {
            number: format!("PO{}", what % 3),
            amount,
            prepaid: Minor(i64::from(what) * 10),
        },
        4 => RecordFacts::Application {
            asked: amount,
            granted: what.is_multiple_of(2).then_some(amount),
        },
        5 | 6 => RecordFacts::Hold {
            level: HoldLevel::ALL[usize::from(what % 3)],
            rule: what.is_multiple_of(2).then(|| format!("rule-{}", what % 4)),
        },
        7 => RecordFacts::Override {
            over: Verdict::ALL[usize::from(what % 4)],
            amount: what.is_multiple_of(2).then_some(amount),
        },
        8 => RecordFacts::Review,
        _ => RecordFacts::Verified {
            section: Section::ALL[usize::from(what % 7)],
            class: None,
        },
    }
}

fn put(play: &mut Play, customer: CustomerId, on: &str, until: Option<&str>, facts: RecordFacts) {
    let new = NewRecord {
        customer,
        on: on.parse().unwrap(),
        until: until.map(|day| day.parse().unwrap()),
        facts,
        note: "because".to_owned(),
    };
    play.desk.act(Command::Record(Box::new(new))).unwrap();
}

fn taken(play: &mut Play, csv: &str) {
    let report = play.take_text(csv);
    assert_eq!(report.faults, []);
}

const ONE: CustomerId = CustomerId(2);

/// Advice rows 3 and 11: what a verdict needs is known of one customer as of all at once.
#[test]
fn what_a_sale_is_decided_by_is_gathered_from_the_whole_ledger() {
    let mut play = Play::new();
    // Customer 1 (the second): one invoice paid ten days late, a year and a half ago one paid on the day; one overdue,
    // one to come, one abroad without a rate.
    taken(
        &mut play,
        "invoice_no,customer_no,issue_date,due_date,amount,currency,kid\n\
         A,1,2026-05-01,2026-05-15,1000.00,NOK,\n\
         B,1,2025-03-01,2025-03-15,3000.00,NOK,\n\
         C,1,2026-10-01,2026-10-23,500.00,NOK,\n\
         D,1,2026-11-10,2026-12-10,700.00,NOK,\n\
         E,1,2026-11-10,2026-12-10,90.00,EUR,\n\
         F,2,2026-11-10,2026-12-10,2000.00,NOK,\n",
    );
    for (day, amount, invoice) in [("2026-05-25", 1000, "A"), ("2025-03-15", 3000, "B")] {
        taken(
            &mut play,
            &format!(
                "payment_id,booking_date,amount,currency,text\n{invoice},{day},{amount}.00,NOK,x\n"
            ),
        );
        let settlement = play
            .desk
            .find_settlement(&format!("{invoice}={invoice}"))
            .unwrap();
        play.desk
            .act(Command::Settle(Box::new(settlement)))
            .unwrap();
    }
    let order = |number: &str, amount, prepaid| RecordFacts::Order {
        number: number.to_owned(),
        amount: Minor(amount),
        prepaid: Minor(prepaid),
    };
    put(
        &mut play,
        ONE,
        "2026-11-20",
        None,
        order("7", 40_000, 10_000),
    );
    let security = |amount| RecordFacts::Security {
        security: SecurityKind::Insurance,
        amount: Minor(amount),
    };
    put(
        &mut play,
        ONE,
        "2026-01-01",
        Some("2026-11-22"),
        security(20_000),
    );
    put(
        &mut play,
        ONE,
        "2026-01-01",
        Some("2026-11-21"),
        security(99_900),
    );
    put(&mut play, ONE, "2026-12-01", None, security(77_700));
    let check = |class: &str| RecordFacts::Check {
        class: Some(class.to_owned()),
        advised: Some(Minor(100_000)),
        sha256: None,
    };
    put(&mut play, ONE, "2026-02-01", Some("2026-08-01"), check("B"));
    put(&mut play, ONE, "2025-02-01", None, check("AA"));
    for (level, rule) in [
        (HoldLevel::Warn, None),
        (HoldLevel::Prepay, Some("late".to_owned())),
    ] {
        put(
            &mut play,
            ONE,
            "2026-11-21",
            None,
            RecordFacts::Hold { level, rule },
        );
    }
    let over = RecordFacts::Override {
        over: Verdict::Prepay,
        amount: None,
    };
    put(&mut play, ONE, "2026-11-22", Some("2026-12-01"), over);
    let facts = play.desk.credit_facts(ONE).unwrap();
    let expected = CreditFacts {
        open: Minor(120_000),
        overdue: Minor(50_000),
        overdue_days: 30,
        on_order: Minor(30_000),
        secured: Minor(20_000),
        reached: Reached::Nothing,
        since: Some("2025-03-01".parse().unwrap()),
        invoices: 5,
        pays: PaysLate {
            now: Some(10),
            before: Some(0),
        },
        receivables: Minor(320_000),
        without_rate: BTreeMap::from([(Currency::EUR, Minor(9_000))]),
        risk_class: Some("B".to_owned()),
        ..facts.clone()
    };
    assert_eq!(facts, expected);
    assert_eq!(facts.exposure(), Minor(130_000));
    let last = facts.check.clone().unwrap();
    assert_eq!(
        (last.class.as_deref(), last.advised),
        (Some("B"), Some(Minor(100_000)))
    );
    assert_eq!(facts.hold.as_ref().unwrap().level, HoldLevel::Prepay);
    assert_eq!(facts.passed.as_ref().unwrap().over, Verdict::Prepay);
    assert!(!facts.bankrupt && facts.defaulted.is_none() && facts.disputes == 0);
    // All at once say the same, and leave out those of whom nothing is to be said.
    let all = play.desk.all_credit_facts().unwrap();
    let numbers: Vec<&str> = all.iter().map(|row| row.number.as_str()).collect();
    assert_eq!(numbers, ["1", "2"]);
    assert_eq!(all[0].facts, facts);
    assert_eq!(all[1].facts, play.desk.credit_facts(CustomerId(3)).unwrap());
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 200, ..crate::hunt::trying(24) })]

    /// One customer alone and all at once: the two ways of asking give one answer, whatever has happened.
    #[test]
    fn one_alone_is_as_all_at_once(ops in prop::collection::vec(super::ops::op(), 1..30)) {
        let mut play = Play::new();
        for op in &ops {
            play.step(op);
        }
        for row in play.desk.all_credit_facts().unwrap() {
            let alone = play.desk.credit_facts(row.customer).unwrap();
            prop_assert_eq!(alone, row.facts);
        }
    }
}

/// The lists that are asked for at every sale walk indexes and no history.
#[test]
fn what_stands_is_found_by_its_index() {
    let mut play = Play::new();
    put(
        &mut play,
        ONE,
        "2026-11-22",
        None,
        RecordFacts::Hold {
            level: HoldLevel::Stop,
            rule: None,
        },
    );
    let connection = rusqlite::Connection::open(play.path()).unwrap();
    let walks = |sql: &str| -> String {
        let mut statement = connection
            .prepare(&format!("EXPLAIN QUERY PLAN {sql}"))
            .unwrap();
        let rows = statement
            .query_map([], |row| row.get::<_, String>(3))
            .unwrap();
        rows.map(Result::unwrap).collect::<Vec<_>>().join("\n")
    };
    for (sql, index) in [
        (
            "SELECT id FROM credit_record r WHERE r.kind = 'hold' AND r.ended IS NULL AND r.voided = 0",
            "credit_record_standing",
        ),
        (
            "SELECT id FROM credit_record r WHERE r.customer = 1 AND r.voided = 0",
            "credit_record_customer",
        ),
        (
            "SELECT DISTINCT customer FROM credit_record WHERE kind = 'order' AND ended IS NULL AND voided = 0",
            "credit_record_",
        ),
    ] {
        let steps = walks(sql);
        assert!(
            steps.contains(index) && !steps.contains("SCAN r\n"),
            "{steps}"
        );
    }
}

/// A record never changes: whoever tries is refused by the file itself, and what another program made of it is found.
#[test]
fn a_record_that_was_tampered_with_is_found() {
    let mut play = Play::new();
    put(
        &mut play,
        ONE,
        "2026-11-22",
        None,
        RecordFacts::Notice {
            notice: NoticeKind::Default,
            class: None,
        },
    );
    let connection = rusqlite::Connection::open(play.path()).unwrap();
    assert!(
        connection
            .execute("UPDATE credit_record SET facts = '{}'", [])
            .is_err()
    );
    assert!(connection.execute("DELETE FROM credit_record", []).is_err());
    assert_eq!(play.store().verify(|_| {}).unwrap(), []);
    connection
        .execute("UPDATE credit_record SET voided = 1", [])
        .unwrap();
    let findings = play.store().verify(|_| {}).unwrap();
    assert!(
        format!("{findings:?}").contains("credit_record"),
        "{findings:?}"
    );
}
