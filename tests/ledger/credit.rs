//! What the desk answers of credit and of the register: one customer and all of them, those that are one among them.

use reskontra::desk::credit::Whose;
use reskontra::domain::command::{Command, Edit};
use reskontra::domain::credit::Verdict;
use reskontra::domain::field::{Field, Section};
use reskontra::domain::id::CustomerId;
use reskontra::domain::money::Minor;
use reskontra::domain::record::{HoldLevel, NewRecord, RecordFacts, RecordKind};
use reskontra::domain::upkeep::DataFault;
use reskontra::reports::register::NextAction;
use reskontra::reports::timeline::{Happening, TimelineLine};

use super::play::{Play, today};

fn edit(play: &mut Play, customer: CustomerId, field: Field, value: &str) {
    let set = vec![(field, Some(value.to_owned()))];
    let edit = Edit::new(customer, set, "ringte");
    play.desk
        .act(Command::EditCustomer(Box::new(edit)))
        .unwrap();
}

fn put(play: &mut Play, customer: CustomerId, facts: RecordFacts, days: i64) {
    let new = NewRecord {
        customer,
        on: today() - chrono::Duration::days(days),
        until: None,
        facts,
        note: "sett på".to_owned(),
    };
    play.desk.act(Command::Record(Box::new(new))).unwrap();
}

fn stop() -> RecordFacts {
    RecordFacts::Hold {
        level: HoldLevel::Stop,
        rule: None,
    }
}

fn merge(play: &mut Play, customer: CustomerId, into: CustomerId) {
    let reason = "samme".to_owned();
    let merge = Command::Merge {
        customer,
        into,
        reason,
    };
    play.desk.act(merge).unwrap();
}

const INVOICES: &str = "invoice_no,customer_no,issue_date,due_date,amount,currency\n\
    A1,0,2026-06-01,2026-06-15,40000.00,NOK\n\
    A2,0,2026-11-10,2026-11-24,1500.00,NOK\n\
    B1,1,2026-11-10,2026-11-24,300.00,NOK\n";

fn book() -> Play {
    let mut play = Play::new();
    play.take_text(INVOICES);
    play
}

/// What was answered is on record with the sale and its rules, also that no check was needed.
#[test]
fn what_is_answered_to_a_sale_is_on_record() {
    let mut play = book();
    let (late, small) = (Play::customer(0), Play::customer(1));
    let sale = Minor(100_000);
    let answer = play
        .desk
        .assess(Whose::Customer(late), sale)
        .unwrap()
        .answer;
    assert_eq!(answer.verdict, Verdict::Hold, "{:?}", answer.reasons);
    let answer = play.desk.assess(Whose::Customer(small), sale).unwrap();
    assert_eq!(answer.customer.unwrap().number, "1");
    assert_eq!(answer.answer.verdict, Verdict::Approve);
    play.desk.record_assessment(small, &answer.answer).unwrap();
    let records = play.desk.records(small).unwrap();
    let RecordFacts::Assessment { amount, rules, .. } = &records[0].state.record.facts else {
        panic!("{records:?}");
    };
    assert_eq!((*amount, rules), (sale, &answer.answer.rules()));
}

/// A hold, an order and a check of one who is merged are those of the one who owns all, and are released as his.
#[test]
fn what_is_on_record_of_one_who_is_merged_is_the_owners() {
    let mut play = book();
    let (one, owner) = (Play::customer(1), Play::customer(2));
    put(&mut play, one, stop(), 3);
    merge(&mut play, one, owner);
    for customer in [one, owner] {
        let facts = play.desk.credit_facts(customer).unwrap();
        assert_eq!(facts.hold.unwrap().level, HoldLevel::Stop);
        assert_eq!(play.desk.records(customer).unwrap().len(), 1);
    }
    let all = play.desk.all_credit_facts().unwrap();
    assert!(all.iter().all(|row| row.customer != one));
    assert!(
        all.iter()
            .any(|row| row.customer == owner && row.facts.hold.is_some())
    );
    assert_eq!(play.desk.holds(None).unwrap()[0].customer_number, "2");
    let lines = play.desk.customers().unwrap();
    let line = lines.iter().find(|line| line.id == owner).unwrap();
    assert_eq!(line.hold, Some(HoldLevel::Stop));
    let releases = play.desk.releases(owner, "betalt").unwrap();
    play.desk.act_all(&releases).unwrap();
    assert_eq!(play.desk.holds(None).unwrap(), []);
    let his = play
        .desk
        .records_of_kind(RecordKind::Hold, Some(owner))
        .unwrap();
    assert_eq!(his, []);
}

/// An edit confirms its section, and its undo takes both back.
#[test]
fn a_profile_tells_what_was_confirmed_and_what_is_to_be_done() {
    let mut play = book();
    let (late, other) = (Play::customer(0), Play::customer(3));
    let confirmed = |play: &Play| -> Vec<Section> {
        let sections = play.desk.profile(late).unwrap().sections.into_iter();
        sections
            .filter_map(|(section, on)| on.map(|_| section))
            .collect()
    };
    assert_eq!(confirmed(&play), []);
    edit(&mut play, late, Field::City, "Bergen");
    assert_eq!(confirmed(&play), [Section::Address]);
    play.desk.undo(play.last_entry()).unwrap();
    assert_eq!(confirmed(&play), []);
    merge(&mut play, other, late);
    let profile = play.desk.profile(other).unwrap();
    assert_eq!(
        (profile.customer.id, profile.merged[0].number.as_str()),
        (late, "3")
    );
    let overdue = profile.credit.overdue;
    assert!(
        matches!(profile.next, Some(NextAction::Collect { overdue: asked, .. }) if asked.amount == overdue),
        "{:?}",
        profile.next
    );
}

/// Who cannot be reached comes before who lacks a detail; mended, he leaves the queue.
#[test]
fn the_queue_of_poor_data_has_the_worst_first() {
    let mut play = book();
    play.take_text("customer_no,name,kind\n90,Ukjent,consumer\n");
    let faulty = play.desk.faulty().unwrap();
    assert_eq!(faulty[0].customer.number, "90");
    assert_eq!(faulty[0].faults[0], DataFault::Unreachable);
    let unreached = faulty[0].customer.id;
    let line = |play: &Play| {
        let lines = play.desk.customers().unwrap();
        lines
            .into_iter()
            .find(|line| line.id == unreached)
            .unwrap()
            .faulty
    };
    assert!(line(&play));
    for (field, value) in [
        (Field::Street, "Gata 1"),
        (Field::Postcode, "0150"),
        (Field::City, "Oslo"),
        (Field::AgreedFeeDate, "2026-01-01"),
    ] {
        edit(&mut play, unreached, field, value);
    }
    let left = play.desk.profile(unreached).unwrap().faults;
    assert_eq!(left, []);
    assert!(!line(&play));
}

fn keys(lines: &[TimelineLine]) -> Vec<reskontra::reports::timeline::TimelineKey> {
    lines.iter().map(|line| line.key).collect()
}

/// Read page by page the timeline is the one that is read at once: nothing twice, nothing left out.
#[test]
fn a_timeline_is_read_page_by_page_the_newest_first() {
    let mut play = book();
    let (late, other) = (Play::customer(0), Play::customer(1));
    edit(&mut play, late, Field::Phone, "22334455");
    edit(&mut play, other, Field::Phone, "22334456");
    put(&mut play, late, stop(), 1);
    let call = Command::Call {
        customer: late,
        note: "lovet".to_owned(),
    };
    play.desk.act(call).unwrap();
    let undone = play.last_entry();
    play.desk.undo(undone).unwrap();
    merge(&mut play, other, late);
    let all = play.desk.timeline(late, None, 100).unwrap();
    let mut sorted = keys(&all);
    sorted.sort_unstable_by(|a, b| b.cmp(a));
    sorted.dedup();
    assert_eq!(keys(&all), sorted);
    // What was read in today happened when it was issued, paid or sent.
    for line in &all {
        if !matches!(line.what, Happening::Edit { .. }) {
            assert_eq!(line.key.day, line.date, "{line:?}");
        }
    }
    let documents = all
        .iter()
        .filter(|line| matches!(line.what, Happening::Document { .. }));
    assert_eq!(
        documents.count(),
        3,
        "his own and those of who is merged into him"
    );
    let edits = all.iter().filter(|line| {
        matches!(&line.what, Happening::Edit { changes, .. }
            if changes.iter().any(|change| change.field == Field::Phone))
    });
    assert_eq!(edits.count(), 2);
    assert!(
        !all.iter()
            .any(|line| matches!(line.what, Happening::Call { .. }))
    );
    for size in 1..5 {
        let (mut paged, mut before) = (Vec::new(), None);
        loop {
            let page = play.desk.timeline(late, before, size).unwrap();
            let Some(last) = page.last() else { break };
            before = Some(last.key);
            paged.extend(page);
        }
        assert_eq!(paged, all, "pages of {size}");
    }
}

/// What is to be seen to comes with its customers and what is at risk.
#[test]
fn the_look_at_credit_names_who_is_over_his_limit_or_delivered_to_in_spite_of_a_hold() {
    let mut play = book();
    let late = Play::customer(0);
    edit(&mut play, late, Field::CreditLimit, "10000");
    put(&mut play, late, stop(), 30);
    let look = play.desk.credit_look().unwrap();
    let over = &look.over_limit.customers;
    assert_eq!(over.len(), 1);
    assert_eq!(
        (over[0].customer.id, look.over_limit.sum),
        (late, over[0].amount)
    );
    assert!(over[0].amount > Minor::ZERO);
    // Of his two invoices one was issued while sales were stopped.
    assert_eq!(look.held_but_delivered.sum, Minor(150_000));
    let warnings = play.desk.early_warnings().unwrap();
    assert_eq!(warnings.lines[0].customer.id, late);
    let deliveries = play.desk.late_deliveries().unwrap();
    assert_eq!(deliveries[0].deliveries[0].number, "A2");
    let duplicates = play.desk.duplicates().unwrap();
    assert_eq!(duplicates, []);
    let audit = play.desk.audit().unwrap();
    assert!(
        audit.iter().any(|line| line.customer.id == late),
        "{audit:?}"
    );
}
