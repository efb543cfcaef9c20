//! What is put on record, what ends it, and what follows from a bureau's notice.

use super::*;
use crate::domain::command::Edit;
use crate::domain::credit::Verdict;
use crate::domain::field::{Field, Section};
use crate::domain::record::{HoldLevel, NewRecord, NoticeKind, RecordFacts, SecurityKind};
use crate::rules::policy::PolicyText;

const TODAY: &str = "2026-11-22";

fn new(facts: RecordFacts, on: &str, until: Option<&str>, note: &str) -> Command {
    Command::Record(Box::new(NewRecord {
        customer: CUSTOMER,
        on: day(on),
        until: until.map(day),
        facts,
        note: note.to_owned(),
    }))
}

fn check(class: Option<&str>) -> RecordFacts {
    RecordFacts::Check {
        class: class.map(str::to_owned),
        advised: None,
        sha256: None,
    }
}

fn order(number: &str, amount: i64, prepaid: i64) -> RecordFacts {
    RecordFacts::Order {
        number: number.to_owned(),
        amount: Minor(amount),
        prepaid: Minor(prepaid),
    }
}

fn hold(level: HoldLevel, rule: Option<&str>) -> RecordFacts {
    RecordFacts::Hold {
        level,
        rule: rule.map(str::to_owned),
    }
}

fn over(amount: Option<i64>) -> RecordFacts {
    RecordFacts::Override {
        over: Verdict::Hold,
        amount: amount.map(Minor),
    }
}

fn security(amount: i64) -> RecordFacts {
    RecordFacts::Security {
        security: SecurityKind::Guarantee,
        amount: Minor(amount),
    }
}

fn class_of(book: &Book) -> Option<String> {
    book.customers[&CUSTOMER]
        .facts()
        .unwrap()
        .risk_class
        .clone()
}

/// Facts, their day, their end, the note, and what is said against it.
type Case<'c> = (
    RecordFacts,
    &'c str,
    Option<&'c str>,
    &'c str,
    Option<&'c str>,
);

/// Each kind has its rule: what it needs, and what is refused with what sentence.
#[test]
fn each_kind_of_record_has_its_rule() {
    let application = |asked, granted: Option<i64>| RecordFacts::Application {
        asked: Minor(asked),
        granted: granted.map(Minor),
    };
    let ends = "It would end on 1 Nov 2026 and begins on 22 Nov 2026.";
    let positive = "The amount must be above zero.";
    let reason = "This needs a reason.";
    let cases: Vec<Case<'_>> = vec![
        (check(Some("A")), TODAY, None, "UC", None),
        (check(None), TODAY, Some("2026-11-01"), "", Some(ends)),
        (
            check(None),
            "2026-11-23",
            None,
            "",
            Some("23 Nov 2026 is still to come: today is 22 Nov 2026."),
        ),
        // A guarantee may be given for a time to come.
        (security(1), "2026-12-01", Some("2027-12-01"), "", None),
        (security(0), TODAY, None, "", Some(positive)),
        (security(-5), TODAY, None, "", Some(positive)),
        (order("7", 100, 100), TODAY, None, "", None),
        (
            order("8", 100, 101),
            TODAY,
            None,
            "",
            Some("More is prepaid than the order is worth."),
        ),
        (order("9", 100, -1), TODAY, None, "", Some(positive)),
        (
            order(" ", 100, 0),
            TODAY,
            None,
            "",
            Some("An order needs its number: its invoice is known by it."),
        ),
        (hold(HoldLevel::Stop, None), TODAY, None, " ", Some(reason)),
        (hold(HoldLevel::Stop, Some("late")), TODAY, None, "", None),
        (application(100, None), TODAY, None, "", None),
        (application(100, Some(0)), TODAY, None, "", Some(reason)),
        (application(0, None), TODAY, None, "", Some(positive)),
        (over(None), TODAY, Some("2026-12-22"), "", Some(reason)),
        (over(None), TODAY, Some("2027-02-20"), "CEO", None),
        (
            over(Some(0)),
            TODAY,
            Some("2026-12-22"),
            "CEO",
            Some(positive),
        ),
        (
            over(None),
            TODAY,
            Some("2027-02-21"),
            "CEO",
            Some(
                "An override lasts 90 days at most, here until 20 Feb 2027: 21 Feb 2027 is later.",
            ),
        ),
        (
            over(None),
            TODAY,
            None,
            "CEO",
            Some(
                "A record of this kind (override) needs a last day: give it with --until, or --next for a review.",
            ),
        ),
        (RecordFacts::Review, TODAY, Some("2027-02-22"), "", None),
        (
            RecordFacts::Review,
            TODAY,
            Some(TODAY),
            "",
            Some("It would end on 22 Nov 2026 and begins on 22 Nov 2026."),
        ),
        (RecordFacts::Remark, TODAY, None, "", Some(reason)),
        (
            RecordFacts::Verified {
                section: Section::Terms,
            },
            TODAY,
            None,
            "",
            None,
        ),
    ];
    for (facts, on, until, note, refused) in cases {
        let (mut book, rulebook) = (book(), rulebook());
        let told = act(
            &mut book,
            &rulebook,
            TODAY,
            &new(facts.clone(), on, until, note),
        );
        assert_eq!(
            told.err().as_deref(),
            refused,
            "{facts:?} {on} {until:?} {note:?}"
        );
        assert_eq!(book.records.len(), usize::from(refused.is_none()));
    }
}

#[test]
fn only_one_hold_by_hand_and_one_by_each_rule_stands() {
    let (mut book, rulebook) = (book(), rulebook());
    let warn = new(hold(HoldLevel::Warn, None), TODAY, None, "late");
    act(&mut book, &rulebook, TODAY, &warn).unwrap();
    let told = act(&mut book, &rulebook, TODAY, &warn).unwrap_err();
    assert_eq!(
        told,
        "Customer 100 is on hold like that already (warning, since 22 Nov 2026)."
    );
    // Another level takes its place; a rule's hold stands beside it.
    let stop = new(hold(HoldLevel::Stop, None), TODAY, None, "later still");
    act(&mut book, &rulebook, TODAY, &stop).unwrap();
    let by_rule = new(hold(HoldLevel::Warn, Some("late")), TODAY, None, "");
    act(&mut book, &rulebook, TODAY, &by_rule).unwrap();
    let levels = |book: &Book| -> Vec<RecordFacts> {
        let standing = book.standing_records(CUSTOMER).into_iter();
        standing.map(|state| state.record.facts.clone()).collect()
    };
    let both = [
        hold(HoldLevel::Stop, None),
        hold(HoldLevel::Warn, Some("late")),
    ];
    assert_eq!(levels(&book), both);
    // What was over by itself stands in no one's way.
    let short = new(
        hold(HoldLevel::Warn, Some("x")),
        "2026-11-01",
        Some("2026-11-10"),
        "",
    );
    act(&mut book, &rulebook, TODAY, &short).unwrap();
    let again = new(hold(HoldLevel::Warn, Some("x")), TODAY, None, "");
    act(&mut book, &rulebook, TODAY, &again).unwrap();
}

#[test]
fn an_order_is_on_its_way_once_and_ends_with_its_invoice() {
    let (mut book, rulebook) = (book(), rulebook());
    act(
        &mut book,
        &rulebook,
        TODAY,
        &new(order(" PO-7 ", 100, 0), "2026-11-20", None, ""),
    )
    .unwrap();
    let twice = new(order("po-7", 100, 0), TODAY, None, "");
    let told = act(&mut book, &rulebook, TODAY, &twice).unwrap_err();
    assert_eq!(
        told,
        "Order PO-7 of this customer is on its way already: it is record 1."
    );
    let sold = |number: &str, order_ref: Option<&str>, issued| Sold {
        document: WHOLE,
        customer: CUSTOMER,
        number: number.to_owned(),
        order_ref: order_ref.map(str::to_owned),
        issued: day(issued),
    };
    let other = orders_invoiced(&book, &[sold("1001", Some("PO-8"), TODAY)]).unwrap();
    assert_eq!(other, []);
    // By its reference, and not before the order was there.
    let named = orders_invoiced(&book, &[sold("1001", Some("po-7"), "2026-11-01")]).unwrap();
    let ended = Deed::RecordEnded {
        record: RecordId(1),
        on: day("2026-11-20"),
        by: Some(WHOLE),
        reason: String::new(),
    };
    assert_eq!(named, [Event::Done(ended)]);
    let by_number = orders_invoiced(&book, &[sold("PO-7", None, TODAY)]).unwrap();
    assert_eq!(by_number.len(), 1);
    for event in &named {
        book.apply(event).unwrap();
    }
    // Then its number is free again, and the end cannot be taken back while another bears it.
    act(&mut book, &rulebook, TODAY, &twice).unwrap();
    let Event::Done(deed) = &named[0] else {
        panic!("{named:?}");
    };
    let back = invert(&book, crate::domain::id::EntryId(1), deed);
    assert_eq!(
        back,
        Err(Declined::InTheWay(vec![Subject::Record(RecordId(2))]))
    );
}

#[test]
fn a_check_gives_its_class_unless_a_newer_one_did() {
    let (mut book, rulebook) = (book(), rulebook());
    act(
        &mut book,
        &rulebook,
        TODAY,
        &new(check(Some(" AA ")), "2026-11-20", None, "UC"),
    )
    .unwrap();
    assert_eq!(class_of(&book).as_deref(), Some("AA"));
    act(
        &mut book,
        &rulebook,
        TODAY,
        &new(check(Some("C")), "2026-01-20", None, "old"),
    )
    .unwrap();
    assert_eq!(class_of(&book).as_deref(), Some("AA"));
    act(
        &mut book,
        &rulebook,
        TODAY,
        &new(check(None), TODAY, None, "no class"),
    )
    .unwrap();
    assert_eq!(class_of(&book).as_deref(), Some("AA"));
    // Equal classes make no version.
    let versions = book.customers[&CUSTOMER].versions.len();
    act(
        &mut book,
        &rulebook,
        TODAY,
        &new(check(Some("AA")), TODAY, None, ""),
    )
    .unwrap();
    assert_eq!(book.customers[&CUSTOMER].versions.len(), versions);
}

#[test]
fn an_end_has_a_reason_and_comes_once() {
    let (mut book, rulebook) = (book(), rulebook());
    act(
        &mut book,
        &rulebook,
        TODAY,
        &new(security(500), "2026-11-20", Some("2026-11-30"), ""),
    )
    .unwrap();
    let end = |record, on: Option<&str>, reason: &str| Command::EndRecord {
        record: RecordId(record),
        on: on.map(day),
        reason: reason.to_owned(),
    };
    for (command, refused) in [
        (end(1, None, ""), "This needs a reason."),
        (end(2, None, "x"), "There is no record 2."),
        (
            end(1, Some("2026-11-19"), "x"),
            "It would end on 19 Nov 2026 and begins on 20 Nov 2026.",
        ),
        (
            end(1, Some("2026-11-23"), "x"),
            "23 Nov 2026 is still to come: today is 22 Nov 2026.",
        ),
    ] {
        let told = act(&mut book, &rulebook, TODAY, &command).unwrap_err();
        assert_eq!(told, refused);
    }
    act(&mut book, &rulebook, TODAY, &end(1, None, "paid back")).unwrap();
    let state = &book.records[&RecordId(1)];
    assert!(state.counts(day("2026-11-21")) && !state.counts(day(TODAY)));
    let told = act(&mut book, &rulebook, TODAY, &end(1, None, "again")).unwrap_err();
    assert_eq!(told, "Record 1 does not count any more.");
}

#[test]
fn a_decision_answers_the_application_that_waits() {
    let (mut book, rulebook) = (book(), rulebook());
    let apply = |granted: Option<i64>, note: &str| {
        let facts = RecordFacts::Application {
            asked: Minor(1_000),
            granted: granted.map(Minor),
        };
        new(facts, TODAY, None, note)
    };
    act(&mut book, &rulebook, TODAY, &apply(None, "")).unwrap();
    act(&mut book, &rulebook, TODAY, &apply(Some(500), "half of it")).unwrap();
    let standing: Vec<i64> = book
        .standing_records(CUSTOMER)
        .iter()
        .map(|state| state.record.id.0)
        .collect();
    assert_eq!(standing, [2]);
}

fn notice(kind: NoticeKind, on: &str, class: Option<&str>) -> Notice {
    Notice {
        on: day(on),
        kind,
        class: class.map(str::to_owned),
        text: "as reported".to_owned(),
    }
}

fn heeded(book: &mut Book, rulebook: &Rulebook, notice: &Notice) -> bool {
    let events = heed(book, rulebook, day(TODAY), CUSTOMER, notice).unwrap();
    let is_new = events.is_some();
    for event in events.into_iter().flatten() {
        book.apply(&event).unwrap();
    }
    is_new
}

fn held(book: &Book) -> Vec<(HoldLevel, String)> {
    let standing = book.standing_records(CUSTOMER).into_iter();
    standing
        .filter_map(|state| match &state.record.facts {
            RecordFacts::Hold { level, rule } => Some((*level, rule.clone().unwrap_or_default())),
            _ => None,
        })
        .collect()
}

/// Advice row 2: a bad event of the bureau's monitoring sets a hold at once; the same event again does nothing.
#[test]
fn row_2_what_a_bureau_reports_has_its_consequences_at_once() {
    type Expected<'a> = (Vec<(HoldLevel, &'a str)>, bool, Option<&'a str>);
    let cases: Vec<(Option<&str>, Notice, Expected)> = vec![
        (
            None,
            notice(NoticeKind::Bankruptcy, TODAY, None),
            (vec![(HoldLevel::Stop, "bureau-bankruptcy")], true, None),
        ),
        (
            Some("A"),
            notice(NoticeKind::Default, TODAY, None),
            (
                vec![(HoldLevel::Prepay, "bureau-default")],
                false,
                Some("A"),
            ),
        ),
        (
            Some("A"),
            notice(NoticeKind::NewClass, TODAY, Some("C")),
            (vec![(HoldLevel::Prepay, "bureau-class")], false, Some("C")),
        ),
        // Good, known already or unheard of: a new class and nothing else.
        (
            Some("C"),
            notice(NoticeKind::NewClass, TODAY, Some("AA")),
            (vec![], false, Some("AA")),
        ),
        (
            Some("C"),
            notice(NoticeKind::NewClass, TODAY, Some("C")),
            (vec![], false, Some("C")),
        ),
        (
            Some("A"),
            notice(NoticeKind::NewClass, TODAY, Some("17")),
            (vec![], false, Some("17")),
        ),
        (
            Some("A"),
            notice(NoticeKind::Other, TODAY, None),
            (vec![], false, Some("A")),
        ),
    ];
    for (class, notice, (holds, bankrupt, class_now)) in cases {
        let (mut book, rulebook) = (book(), rulebook());
        if class.is_some() {
            act(
                &mut book,
                &rulebook,
                TODAY,
                &new(check(class), "2026-01-01", None, "UC"),
            )
            .unwrap();
        }
        assert!(heeded(&mut book, &rulebook, &notice), "{notice:?}");
        let holds: Vec<(HoldLevel, String)> = holds
            .into_iter()
            .map(|(level, rule)| (level, rule.to_owned()))
            .collect();
        assert_eq!(held(&book), holds, "{notice:?}");
        let paused = book.pauses.values().any(|state| {
            state.pause.kind == PauseKind::Bankruptcy
                && state.pause.on == PauseOn::Customer(CUSTOMER)
        });
        assert_eq!(paused, bankrupt, "{notice:?}");
        assert_eq!(class_of(&book).as_deref(), class_now, "{notice:?}");
        let records = book.records.len();
        assert!(!heeded(&mut book, &rulebook, &notice), "{notice:?}");
        assert_eq!(book.records.len(), records);
    }
}

/// What the policy says of a notice happens, and nothing that it does not; a bankruptcy stops reminders in any case.
#[test]
fn the_policy_says_what_follows_from_a_notice() {
    let mut rulebook = rulebook();
    let settings = "[credit]\nbad-classes = [\"3\"]\n[credit.notice]\nbad-class = \"stop\"\ndefault = \"warn\"\n\
                    bankruptcy = \"none\"\nother = \"warn\"\n";
    let settings = PolicyText::new("settings", settings);
    rulebook.credit = CreditPolicies::load("NO", Some(&settings)).unwrap();
    let mut book = book();
    let mut heed = |kind, on, class| {
        heeded(&mut book, &rulebook, &notice(kind, on, class));
        held(&book)
    };
    let (warn, stop) = (HoldLevel::Warn, HoldLevel::Stop);
    let rules = |of: &[(HoldLevel, &str)]| -> Vec<(HoldLevel, String)> {
        let owned = of.iter().map(|(level, rule)| (*level, (*rule).to_owned()));
        owned.collect()
    };
    assert_eq!(heed(NoticeKind::Bankruptcy, TODAY, None), []);
    let default = (warn, "bureau-default");
    assert_eq!(heed(NoticeKind::Default, TODAY, None), rules(&[default]));
    let class = heed(NoticeKind::NewClass, "2026-11-01", Some("5"));
    assert_eq!(class, rules(&[default]));
    let class = heed(NoticeKind::NewClass, "2026-11-02", Some("3"));
    assert_eq!(class, rules(&[default, (stop, "bureau-class")]));
    // A second default does not repeat the hold that stands.
    assert_eq!(heed(NoticeKind::Default, "2026-11-21", None).len(), 2);
    assert_eq!(heed(NoticeKind::Other, "2026-11-21", None).len(), 3);
    let paused = book.pauses.values();
    assert_eq!(
        paused
            .filter(|state| state.pause.kind == PauseKind::Bankruptcy)
            .count(),
        1
    );
}

fn two_decide() -> Rulebook {
    let settings = PolicyText::new(
        "settings",
        "[credit]\nsecond-person = [\"hold\", \"limit\"]\n",
    );
    Rulebook {
        credit: CreditPolicies::load("NO", Some(&settings)).unwrap(),
        ..rulebook()
    }
}

fn waiting(book: &Book) -> Vec<ProposalId> {
    let waiting = book.proposals.values().filter(|state| state.waits());
    let mut waiting: Vec<ProposalId> = waiting.map(|state| state.proposal.id).collect();
    waiting.sort_unstable();
    waiting
}

fn judged(proposal: ProposalId, accept: bool) -> Command {
    Command::Judge {
        proposal,
        accept,
        reason: "sett på".to_owned(),
    }
}

/// Advice row 20: where the policy says so, one asks for a hold or its release and another decides.
#[test]
fn row_20_a_hold_is_set_and_released_by_two() {
    let (mut book, rulebook) = (book(), two_decide());
    book.register.by = "kari".to_owned();
    let asked = new(hold(HoldLevel::Stop, None), TODAY, None, "gammel gjeld");
    act(&mut book, &rulebook, TODAY, &asked).unwrap();
    assert_eq!(held(&book), []);
    let first = waiting(&book)[0];
    assert_eq!(book.proposals[&first].proposal.by, "kari");
    act(&mut book, &rulebook, TODAY, &judged(first, true)).unwrap();
    assert_eq!(held(&book), [(HoldLevel::Stop, String::new())]);
    let record = book.standing_records(CUSTOMER)[0].record.id;
    let release = Command::EndRecord {
        record,
        on: None,
        reason: "betalt".to_owned(),
    };
    act(&mut book, &rulebook, TODAY, &release).unwrap();
    assert_eq!(held(&book).len(), 1);
    let second = waiting(&book)[0];
    act(&mut book, &rulebook, TODAY, &judged(second, false)).unwrap();
    assert_eq!((held(&book).len(), waiting(&book).len()), (1, 0));
    act(&mut book, &rulebook, TODAY, &release).unwrap();
    let third = waiting(&book)[0];
    act(&mut book, &rulebook, TODAY, &judged(third, true)).unwrap();
    assert_eq!(held(&book), []);
    // What a rule holds, it has decided itself; what cannot be done is not asked of anyone.
    let by_rule = new(hold(HoldLevel::Warn, Some("r")), TODAY, None, "");
    act(&mut book, &rulebook, TODAY, &by_rule).unwrap();
    assert_eq!(held(&book).len(), 1);
    assert!(act(&mut book, &rulebook, TODAY, &asked_without_reason()).is_err());
    assert!(act(&mut book, &rulebook, TODAY, &release).is_err());
    assert_eq!(waiting(&book), []);
}

fn asked_without_reason() -> Command {
    new(hold(HoldLevel::Stop, None), TODAY, None, " ")
}

/// Who edits a section has looked at it, in the same entry; what waits is confirmed by who accepts it.
#[test]
fn an_edit_confirms_the_sections_that_it_changes() {
    let (mut book, rulebook) = (book(), two_decide());
    let confirmed = |book: &Book| -> Vec<Section> {
        let standing = book.standing_records(CUSTOMER).into_iter();
        let sections = standing.filter_map(|state| match state.record.facts {
            RecordFacts::Verified { section } => Some(section),
            _ => None,
        });
        sections.collect()
    };
    let set = |field: Field, value: &str| (field, Some(value.to_owned()));
    let edit = Edit::new(
        CUSTOMER,
        vec![
            set(Field::City, "Oslo"),
            set(Field::Postcode, "0150"),
            set(Field::Phone, "22334455"),
            set(Field::CreditLimit, "500"),
        ],
        "ringte",
    );
    act(
        &mut book,
        &rulebook,
        TODAY,
        &Command::EditCustomer(Box::new(edit)),
    )
    .unwrap();
    assert_eq!(confirmed(&book), [Section::Address, Section::Contact]);
    let asked = waiting(&book)[0];
    act(&mut book, &rulebook, TODAY, &judged(asked, true)).unwrap();
    assert_eq!(
        confirmed(&book),
        [Section::Address, Section::Contact, Section::Credit]
    );
    assert_eq!(
        book.customers[&CUSTOMER].facts().unwrap().credit_limit,
        Some(Minor(50_000))
    );
}

/// Advice row 20: holds, their release and overrides are a lead's; what a rule of the policy holds is not.
#[test]
fn row_20_a_hold_and_an_override_are_a_leads() {
    use crate::domain::user::Role;
    let users = [
        ("per".to_owned(), Role::Clerk),
        ("kari".to_owned(), Role::Lead),
    ]
    .into();
    let (mut book, rulebook) = (book(), rulebook());
    let may = |book: &Book, command: &Command, actor: &str| {
        let events = decide(book, &rulebook, day(TODAY), command).unwrap();
        permit(&users, actor, book, &events).is_ok()
    };
    let by_hand = new(hold(HoldLevel::Stop, None), TODAY, None, "gammel gjeld");
    let by_rule = new(hold(HoldLevel::Stop, Some("r")), TODAY, None, "");
    let passed = new(over(None), TODAY, Some("2026-12-01"), "CEO");
    for (command, clerk) in [(&by_hand, false), (&by_rule, true), (&passed, false)] {
        assert_eq!(may(&book, command, "per"), clerk, "{command:?}");
        assert!(may(&book, command, "kari"), "{command:?}");
    }
    act(&mut book, &rulebook, TODAY, &by_rule).unwrap();
    let release = Command::EndRecord {
        record: book.standing_records(CUSTOMER)[0].record.id,
        on: None,
        reason: "betalt".to_owned(),
    };
    assert!(!may(&book, &release, "per"));
    assert!(may(&book, &release, "kari"));
}
