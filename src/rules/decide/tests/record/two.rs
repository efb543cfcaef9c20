//! Where two decide: who may, and what an edit confirms.

use super::*;
use crate::domain::command::Edit;
use crate::domain::field::Field;
use crate::rules::policy::PolicyText;

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
            RecordFacts::Verified { section, .. } => Some(section),
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
