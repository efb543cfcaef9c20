//! One unpaid invoice of 10 000.00 in each country, looked at every day until it is handed over. It fell due on Sunday
//! 25 December 2022; the 26th was a holiday; the year and every rate of interest changed on 1 January. The expected
//! figures were worked out by hand from the statutes.

use reskontra::domain::customer::CustomerKind;
use reskontra::domain::letter::{ChargeKind, LetterKind};
use reskontra::domain::money::{Currency, Minor};
use reskontra::domain::reminding::{DueLetter, NotCharged, Why};
use reskontra::rules::policy::Policy;

use crate::world::{World, day, law, policy};

/// A letter as the table tells it.
struct Expected {
    sent: &'static str,
    kind: LetterKind,
    fee: i64,
    fee_rule: &'static str,
    /// From, to, percent, amount.
    interest: &'static [(&'static str, &'static str, &'static str, i64)],
    interest_rule: &'static str,
    compensation: i64,
    compensation_rule: &'static str,
    deadline: Option<&'static str>,
    /// What earlier letters claimed and this one claims again.
    again: i64,
}

const FREE: Expected = Expected {
    sent: "2023-01-01",
    kind: LetterKind::Friendly,
    fee: 0,
    fee_rule: "",
    interest: &[],
    interest_rule: "",
    compensation: 0,
    compensation_rule: "",
    deadline: None,
    again: 0,
};

fn rule(letter: &DueLetter, kind: ChargeKind) -> String {
    let mut charges = letter.charges.iter().filter(|charge| charge.kind == kind);
    charges
        .next()
        .map_or(String::new(), |charge| charge.rule.clone())
}

fn walk(country: &str, kind: CustomerKind, policy: &Policy, letters: &[Expected], hand_over: &str) {
    let law = law(country);
    let mut world = World::new(kind, law.currency());
    world.arrears.agreed_fee = Some(day("2022-01-01"));
    world.invoice(day("2022-11-25"), day("2022-12-25"), 1_000_000);
    let handed = world.walk(policy, law, day("2022-11-25"), day("2023-12-31"));
    assert_eq!(handed, Some(day(hand_over)), "{country} {kind:?}");
    assert_eq!(world.letters.len(), letters.len(), "{country} {kind:?}");
    for (letter, expected) in world.letters.iter().zip(letters) {
        let which = format!("{country} {kind:?} {}", expected.sent);
        assert_eq!(letter.sent, day(expected.sent), "{which}");
        assert_eq!(letter.kind, expected.kind, "{which}");
        assert_eq!(
            letter.adds(ChargeKind::Fee),
            Minor(expected.fee),
            "{which}: {:#?}",
            letter.why
        );
        assert_eq!(rule(letter, ChargeKind::Fee), expected.fee_rule, "{which}");
        let spans: Vec<_> = letter
            .charges
            .iter()
            .flat_map(|charge| &charge.spans)
            .map(|span| {
                (
                    span.from,
                    span.to,
                    span.rate.normalize().to_string(),
                    span.amount.0,
                )
            })
            .collect();
        let interest: Vec<_> = expected
            .interest
            .iter()
            .map(|(from, to, rate, amount)| (day(from), day(to), (*rate).to_owned(), *amount))
            .collect();
        assert_eq!(spans, interest, "{which}");
        assert_eq!(
            rule(letter, ChargeKind::Interest),
            expected.interest_rule,
            "{which}"
        );
        assert_eq!(
            letter.adds(ChargeKind::Compensation),
            Minor(expected.compensation),
            "{which}"
        );
        assert_eq!(
            rule(letter, ChargeKind::Compensation),
            expected.compensation_rule,
            "{which}"
        );
        assert_eq!(letter.deadline, expected.deadline.map(day), "{which}");
        let interest: i64 = expected.interest.iter().map(|line| line.3).sum();
        let total = 1_000_000 + expected.again + expected.fee + interest + expected.compensation;
        assert_eq!(letter.total, Minor(total), "{which}");
    }
}

fn compensating() -> Policy {
    let mut policy = policy();
    policy.stages[1].compensation = true;
    policy
}

/// In Finland a fee needs fourteen days since the letter before, a free one included.
fn finnish(mut policy: Policy) -> Policy {
    policy.stages[1].after_previous = 14;
    policy
}

/// In Denmark ten days since the letter before.
fn danish(mut policy: Policy) -> Policy {
    policy.stages[1].after_previous = 10;
    policy
}

#[test]
fn norway_consumer() {
    let fee_rule = "inkassoforskriften § 1-2";
    let interest_rule = "forsinkelsesrenteloven § 3";
    let letters = [
        FREE,
        Expected {
            sent: "2023-01-10",
            kind: LetterKind::Reminder,
            fee: 35_00,
            fee_rule,
            interest: &[
                ("2022-12-28", "2022-12-31", "9.25", 10_14),
                ("2023-01-01", "2023-01-10", "10.75", 29_45),
            ],
            interest_rule,
            deadline: Some("2023-01-24"),
            ..FREE
        },
        Expected {
            sent: "2023-01-28",
            kind: LetterKind::Notice,
            fee: 35_00,
            fee_rule,
            interest: &[("2023-01-11", "2023-01-28", "10.75", 53_01)],
            interest_rule,
            deadline: Some("2023-02-13"),
            again: 35_00 + 39_59,
            ..FREE
        },
    ];
    walk(
        "NO",
        CustomerKind::Consumer,
        &policy(),
        &letters,
        "2023-02-17",
    );
}

#[test]
fn norway_business_whose_compensation_covers_the_fees() {
    let interest_rule = "forsinkelsesrenteloven § 3";
    let letters = [
        FREE,
        Expected {
            sent: "2023-01-10",
            kind: LetterKind::Reminder,
            interest: &[
                ("2022-12-28", "2022-12-31", "9.25", 10_14),
                ("2023-01-01", "2023-01-10", "10.75", 29_45),
            ],
            interest_rule,
            // 400 by the due date, 410 by the claim: the smaller one.
            compensation: 400_00,
            compensation_rule: "forsinkelsesrenteloven § 3 a",
            deadline: Some("2023-01-24"),
            ..FREE
        },
        Expected {
            sent: "2023-01-28",
            kind: LetterKind::Notice,
            interest: &[("2023-01-11", "2023-01-28", "10.75", 53_01)],
            interest_rule,
            deadline: Some("2023-02-13"),
            again: 400_00 + 39_59,
            ..FREE
        },
    ];
    walk(
        "NO",
        CustomerKind::Business,
        &compensating(),
        &letters,
        "2023-02-17",
    );
}

#[test]
fn sweden_consumer_with_agreed_fee() {
    let fee_rule = "lag 1981:739 § 4";
    let interest_rule = "räntelagen §§ 6, 9";
    let letters = [
        FREE,
        Expected {
            sent: "2023-01-10",
            kind: LetterKind::Reminder,
            fee: 60_00,
            fee_rule,
            interest: &[
                ("2022-12-28", "2022-12-31", "8.5", 932),
                ("2023-01-01", "2023-01-10", "10.5", 28_77),
            ],
            interest_rule,
            deadline: Some("2023-01-24"),
            ..FREE
        },
        Expected {
            sent: "2023-01-28",
            kind: LetterKind::Notice,
            fee: 180_00,
            fee_rule,
            interest: &[("2023-01-11", "2023-01-28", "10.5", 51_78)],
            interest_rule,
            deadline: Some("2023-02-13"),
            again: 60_00 + 38_09,
            ..FREE
        },
    ];
    walk(
        "SE",
        CustomerKind::Consumer,
        &policy(),
        &letters,
        "2023-02-17",
    );
}

#[test]
fn sweden_business_whose_compensation_includes_the_fees() {
    let interest_rule = "räntelagen §§ 6, 9";
    let letters = [
        FREE,
        Expected {
            sent: "2023-01-10",
            kind: LetterKind::Reminder,
            interest: &[
                ("2022-12-28", "2022-12-31", "8.5", 932),
                ("2023-01-01", "2023-01-10", "10.5", 28_77),
            ],
            interest_rule,
            compensation: 450_00,
            compensation_rule: "lag 1981:739 § 4 a",
            deadline: Some("2023-01-24"),
            ..FREE
        },
        Expected {
            sent: "2023-01-28",
            kind: LetterKind::Notice,
            interest: &[("2023-01-11", "2023-01-28", "10.5", 51_78)],
            interest_rule,
            deadline: Some("2023-02-13"),
            again: 450_00 + 38_09,
            ..FREE
        },
    ];
    walk(
        "SE",
        CustomerKind::Business,
        &compensating(),
        &letters,
        "2023-02-17",
    );
}

#[test]
fn denmark_consumer_and_business_whose_compensation_comes_on_top() {
    let fee_rule = "renteloven § 9 b";
    let interest_rule = "renteloven § 5";
    for (kind, compensation, compensation_rule) in [
        (CustomerKind::Consumer, 0, ""),
        (CustomerKind::Business, 310_00, "renteloven § 9 a (3)"),
    ] {
        let letters = [
            FREE,
            Expected {
                sent: "2023-01-11",
                kind: LetterKind::Reminder,
                fee: 100_00,
                fee_rule,
                interest: &[
                    ("2022-12-28", "2022-12-31", "7.55", 8_27),
                    ("2023-01-01", "2023-01-11", "9.9", 29_84),
                ],
                interest_rule,
                compensation,
                compensation_rule,
                deadline: Some("2023-01-25"),
                ..FREE
            },
            Expected {
                sent: "2023-01-29",
                kind: LetterKind::Notice,
                fee: 100_00,
                fee_rule,
                interest: &[("2023-01-12", "2023-01-29", "9.9", 48_82)],
                interest_rule,
                deadline: Some("2023-02-13"),
                again: 100_00 + 38_11 + compensation,
                ..FREE
            },
        ];
        walk("DK", kind, &danish(compensating()), &letters, "2023-02-17");
    }
}

#[test]
fn finland_consumer() {
    let fee_rule = "laki saatavien perinnästä § 10";
    let interest_rule = "korkolaki § 12";
    let letters = [
        FREE,
        Expected {
            sent: "2023-01-15",
            kind: LetterKind::Reminder,
            fee: 5_00,
            fee_rule,
            interest: &[
                ("2022-12-28", "2022-12-31", "7", 7_67),
                ("2023-01-01", "2023-01-15", "9.5", 39_04),
            ],
            interest_rule,
            deadline: Some("2023-01-30"),
            ..FREE
        },
        Expected {
            sent: "2023-02-03",
            kind: LetterKind::Notice,
            fee: 5_00,
            fee_rule,
            interest: &[("2023-01-16", "2023-02-03", "9.5", 49_45)],
            interest_rule,
            deadline: Some("2023-02-17"),
            again: 5_00 + 46_71,
            ..FREE
        },
    ];
    walk(
        "FI",
        CustomerKind::Consumer,
        &finnish(policy()),
        &letters,
        "2023-02-21",
    );
}

#[test]
fn finland_business_costs_only_above_forty_euros() {
    let interest_rule = "korkolaki § 12";
    let letters = [
        FREE,
        Expected {
            sent: "2023-01-15",
            kind: LetterKind::Reminder,
            interest: &[
                ("2022-12-28", "2022-12-31", "8", 8_77),
                ("2023-01-01", "2023-01-15", "10.5", 43_15),
            ],
            interest_rule,
            compensation: 40_00,
            compensation_rule: "laki saatavien perinnästä § 10",
            deadline: Some("2023-01-30"),
            ..FREE
        },
        Expected {
            sent: "2023-02-03",
            kind: LetterKind::Notice,
            interest: &[("2023-01-16", "2023-02-03", "10.5", 54_66)],
            interest_rule,
            deadline: Some("2023-02-17"),
            again: 40_00 + 51_92,
            ..FREE
        },
    ];
    walk(
        "FI",
        CustomerKind::Business,
        &finnish(compensating()),
        &letters,
        "2023-02-21",
    );
}

#[test]
fn elsewhere_business_by_the_directive() {
    let interest_rule = "Directive 2011/7/EU art. 2 (7)";
    let letters = [
        FREE,
        Expected {
            sent: "2023-01-10",
            kind: LetterKind::Reminder,
            interest: &[
                ("2022-12-28", "2022-12-31", "8", 8_77),
                ("2023-01-01", "2023-01-10", "10.5", 28_77),
            ],
            interest_rule,
            compensation: 40_00,
            compensation_rule: "Directive 2011/7/EU art. 6",
            deadline: Some("2023-01-24"),
            ..FREE
        },
        Expected {
            sent: "2023-01-28",
            kind: LetterKind::Notice,
            interest: &[("2023-01-11", "2023-01-28", "10.5", 51_78)],
            interest_rule,
            deadline: Some("2023-02-13"),
            again: 40_00 + 37_54,
            ..FREE
        },
    ];
    walk(
        "DE",
        CustomerKind::Business,
        &compensating(),
        &letters,
        "2023-02-17",
    );
}

#[test]
fn elsewhere_a_consumer_is_reminded_without_any_charge() {
    let mut policy = policy();
    policy.stages[1].interest = false;
    policy.stages[2].interest = false;
    let letter = |sent, kind, deadline| Expected {
        sent,
        kind,
        deadline,
        ..FREE
    };
    let letters = [
        FREE,
        letter("2023-01-10", LetterKind::Reminder, Some("2023-01-24")),
        letter("2023-01-28", LetterKind::Notice, Some("2023-02-13")),
    ];
    walk(
        "DE",
        CustomerKind::Consumer,
        &policy,
        &letters,
        "2023-02-17",
    );
}

#[test]
fn sweden_without_an_agreement_reminds_without_a_fee_and_says_why() {
    let law = law("SE");
    let mut world = World::new(CustomerKind::Consumer, Currency::SEK);
    world.arrears.agreed_fee = Some(day("2022-11-26"));
    world.invoice(day("2022-11-25"), day("2022-12-25"), 1_000_000);
    world.walk(&policy(), law, day("2022-12-25"), day("2023-01-10"));
    let reminder = &world.letters[1];
    assert_eq!(reminder.adds(ChargeKind::Fee), Minor::ZERO);
    assert!(reminder.why.contains(&Why::NotCharged {
        kind: ChargeKind::Fee,
        rule: "lag 1981:739 § 2".to_owned(),
        because: NotCharged::NotAgreed,
    }));
}
