//! The register under the keys: a profile, what happened with a customer, a form, who may be the same; and what the
//! keys ask of the desk.

use reskontra::domain::assessment::{Assessment, Because, Reason};
use reskontra::domain::command::Command;
use reskontra::domain::credit::{CreditFacts, Verdict};
use reskontra::domain::customer::{CustomerFacts, CustomerKind};
use reskontra::domain::document::DocumentKind;
use reskontra::domain::field::{Change, Field, Section};
use reskontra::domain::id::{CustomerId, DocumentId, EntryId, ItemId, LetterId, RecordId};
use reskontra::domain::letter::LetterKind;
use reskontra::domain::money::{Minor, Money};
use reskontra::domain::record::{Record, RecordFacts, RecordState};
use reskontra::domain::refusal::{Likely, Refusal, RegisterRefusal};
use reskontra::domain::upkeep::{Alike, DataFault, Duplicate, FieldName, TermsDoubt};
use reskontra::reports::credit::{DuplicateLine, Named};
use reskontra::reports::record::RecordLine;
use reskontra::reports::register::{Form, NextAction, Profile};
use reskontra::reports::timeline::{Happening, TimelineKey, TimelineLine};
use reskontra::tui::model::Notice;
use reskontra::tui::msg::{Reply, Request};

use crate::ledger::{DEBTORS, NOK, card, customer, customers, day, index, today};
use crate::picture::picture;
use crate::screen::{Screen, asked, key, press, presses, type_in};

fn named(at: usize) -> Named {
    Named {
        id: customer(at),
        number: DEBTORS[at].0.into(),
        name: DEBTORS[at].1.into(),
    }
}

fn kroner(whole: i64) -> Money {
    Money::new(Minor(whole * 100), NOK)
}

fn record(id: i64, of: CustomerId, on: &str, facts: RecordFacts, note: &str) -> RecordState {
    let record = Record {
        id: RecordId(id),
        customer: of,
        on: day(on),
        until: None,
        facts,
        note: note.into(),
    };
    RecordState {
        record,
        ended: None,
        voided: false,
    }
}

/// A number whose check digit is wrong, terms over the policy, sections of every age, a remark.
pub fn profile(id: CustomerId) -> Profile {
    let at = index(id);
    let mut facts: CustomerFacts = card(id).facts;
    facts.text.org_no = Some("987654321".into());
    facts.text.street = Some("Storgata 1".into());
    facts.country = "NO".into();
    facts.tags = ["building site", "vip"].map(str::to_owned).into();
    let within = Because::WithinLimit {
        after: kroner(69_700),
        most: kroner(85_000),
    };
    let verified = |section| match section {
        Section::Identity => Some("2026-11-11"),
        Section::Address => Some("2025-09-14"),
        Section::Contact => Some("2023-02-01"),
        Section::Terms => Some("2026-11-23"),
        _ => None,
    };
    let remark = record(
        4,
        id,
        "2026-10-02",
        RecordFacts::Remark,
        "rings on Fridays only",
    );
    Profile {
        customer: named(at),
        facts,
        version: 3,
        parent: None,
        entered: day("2023-02-01"),
        sections: Section::ALL
            .map(|section| (section, verified(section).map(day)))
            .to_vec(),
        faults: vec![
            DataFault::WrongCheckDigit {
                field_label: FieldName(Field::OrgNo),
                value: "987654321".into(),
            },
            DataFault::Required {
                field_label: FieldName(Field::Postcode),
            },
            DataFault::Stale {
                section: Section::Contact,
                on: day("2023-02-01"),
            },
        ],
        doubts: vec![TermsDoubt::NotWholeWeeks { days: 30, step: 7 }],
        records: vec![RecordLine {
            customer_number: DEBTORS[at].0.into(),
            customer_name: DEBTORS[at].1.into(),
            state: remark,
            counts: true,
        }],
        credit: CreditFacts::new(CustomerKind::Business),
        answer: Assessment {
            verdict: Verdict::Approve,
            prepay_percent: None,
            reasons: vec![Reason {
                says: Verdict::Approve,
                percent: None,
                lifted: false,
                because: within,
            }],
            amount: kroner(0),
            exposure: kroner(69_700),
            exposure_after: kroner(69_700),
            limit: Some(kroner(85_000)),
            usable: Some(kroner(15_300)),
            policy: "no-1".into(),
        },
        next: Some(NextAction::Collect {
            overdue: kroner(27_200),
            days: 42,
        }),
        proposals: Vec::new(),
        merged: Vec::new(),
    }
}

pub fn timeline(id: CustomerId, before: Option<TimelineKey>) -> Vec<TimelineLine> {
    if before.is_some() {
        return Vec::new();
    }
    let held = RecordFacts::Verified {
        section: Section::Address,
        class: None,
    };
    let told = [
        (
            "2026-11-19",
            "kari",
            Happening::Edit {
                command: "edit-customer".into(),
                reason: Some("she rang".into()),
                changes: vec![Change {
                    field: Field::Phone,
                    old: Some("77 00 10 42".into()),
                    new: Some("99 88 77 66".into()),
                }],
            },
        ),
        (
            "2026-11-12",
            "ola",
            Happening::Money {
                receipt: ItemId(900),
                label: "R12".into(),
                amount: kroner(14_250),
                unapplied: kroner(0),
            },
        ),
        (
            "2026-10-26",
            "kari",
            Happening::Letter {
                letter: LetterId(4),
                kind: LetterKind::Reminder,
                stage: "reminder".into(),
                total: kroner(9_038),
                channel: "email".into(),
            },
        ),
        (
            "2026-10-02",
            "kari",
            Happening::Record(record(5, id, "2026-10-02", held, "")),
        ),
        (
            "2026-09-28",
            "ola",
            Happening::Document {
                document: DocumentId(1),
                kind: DocumentKind::Invoice,
                number: "10231".into(),
                amount: kroner(18_200),
                open: kroner(9_000),
            },
        ),
    ];
    let lines = told.into_iter().zip(1_i64..);
    lines
        .map(|((date, actor, what), number)| TimelineLine {
            key: TimelineKey {
                day: day(date),
                entry: EntryId(100 - number),
                place: 0,
                id: number,
                customer: id,
            },
            date: day(date),
            at: format!("{date} 09:14"),
            actor: actor.into(),
            what,
            undone: false,
        })
        .collect()
}

/// What a form starts from.
pub fn form(id: CustomerId) -> Form {
    let profile = profile(id);
    let values = Field::ALL.iter();
    Form {
        customer: id,
        number: profile.customer.number.clone(),
        version: profile.version,
        values: values
            .map(|field| (*field, field.read(&profile.facts, NOK)))
            .collect(),
    }
}

pub fn duplicates() -> Vec<DuplicateLine> {
    vec![DuplicateLine {
        one: named(1),
        other: named(3),
        pair: Duplicate {
            one: customer(1),
            other: customer(3),
            why: vec![Alike::OrgNo, Alike::Account],
        },
    }]
}

/// A profile under the keys, at the section whose head says that.
fn at_section(screen: &mut Screen, head: &str) {
    presses(screen, &["customers", "edit-customer"]);
    press(screen, "first");
    for _ in 0..60 {
        let seen = picture(&screen.draw());
        let under = seen
            .lines()
            .find(|line| line.contains('▌') && line.contains(head));
        if under.is_some() {
            return;
        }
        press(screen, "down");
    }
    panic!("no section {head}");
}

/// What a frame says, or the whole screen if there is none: a sentence goes on in the next line of a frame.
fn sees(screen: &mut Screen, text: &str) {
    let seen = picture(&screen.draw());
    let inside = |line: &str| {
        let (_, rest) = line.split_once('│')?;
        let (framed, _) = rest.rsplit_once('│')?;
        Some(framed.trim().to_owned())
    };
    let framed: Vec<String> = seen.lines().filter_map(inside).collect();
    let told = seen.contains(text) || framed.join(" ").contains(text);
    assert!(told, "no {text} in\n{seen}");
}

#[test]
fn tab_goes_through_the_tabs_and_escape_back_to_the_list() {
    let mut screen = Screen::new(reskontra::desk::config::ThemeName::Mono, 80, 24);
    presses(&mut screen, &["customers", "open"]);
    for tab in ["[Timeline]", "[Profile]", "[Credit]", "[Notes]", "[Items]"] {
        press(&mut screen, "next-part");
        sees(&mut screen, tab);
    }
    press(&mut screen, "previous-part");
    sees(&mut screen, "[Notes]");
    press(&mut screen, "back");
    sees(&mut screen, "[2 Customers]");
    assert_eq!(screen.model.scope().name(), "customers");
}

#[test]
fn a_section_is_edited_where_the_cursor_is_and_wrong_input_stays() {
    let mut screen = Screen::new(reskontra::desk::config::ThemeName::Mono, 80, 24);
    at_section(&mut screen, "Identity");
    press(&mut screen, "edit-customer");
    sees(&mut screen, "Organisation number");
    presses(&mut screen, &["down", "down"]);
    key(&mut screen, "ctrl-u");
    type_in(&mut screen, "987654320");
    presses(&mut screen, &["choose", "choose", "choose"]);
    let Some(Request::EditCustomer { edit, done }) = screen.asked.pop() else {
        panic!("nothing was asked for");
    };
    assert_eq!(edit.set, [(Field::OrgNo, Some("987654320".to_owned()))]);
    assert_eq!(edit.version, Some(3));
    assert!(
        done.says.contains("organisation number changed"),
        "{}",
        done.says
    );
    let refusal = Refusal::Register(RegisterRefusal::WrongCheckDigit {
        register_field: Field::OrgNo,
        value: "987654320".into(),
        number: "987654325".into(),
    });
    screen.reply(Reply::Refused(refusal));
    sees(&mut screen, "987654320");
    sees(&mut screen, "987654325 would be right");
    // The keys are on the field that is wrong.
    type_in(&mut screen, "x");
    sees(&mut screen, "987654320x");
}

#[test]
fn what_another_person_changed_stands_beside_what_was_typed() {
    let mut screen = Screen::new(reskontra::desk::config::ThemeName::Mono, 100, 40);
    at_section(&mut screen, "Contact");
    press(&mut screen, "edit-customer");
    press(&mut screen, "down");
    key(&mut screen, "ctrl-u");
    type_in(&mut screen, "11223344");
    for _ in 0..5 {
        press(&mut screen, "choose");
    }
    assert!(matches!(
        screen.asked.pop(),
        Some(Request::EditCustomer { .. })
    ));
    screen.reply(Reply::Refused(Refusal::Register(
        RegisterRefusal::EditedMeanwhile {
            customer: "1042".into(),
            by: "ola".into(),
            at: "2026-11-23 09:14".into(),
            register_fields: vec![Field::Email, Field::Phone],
        },
    )));
    let id = customers()[0].id;
    let mut now = form(id);
    now.version = 4;
    for (field, value) in &mut now.values {
        match field {
            Field::Email => *value = Some("new@nordlys.example".into()),
            Field::Phone => *value = Some("99887766".into()),
            _ => {}
        }
    }
    screen.reply(Reply::CustomerForm {
        form: Box::new(now),
        section: Section::Contact,
    });
    sees(&mut screen, "ola edited this customer");
    // His address, which was not touched here; the number that was typed here, with his beside it.
    sees(&mut screen, "new@nordlys.example");
    sees(&mut screen, "11223344");
    sees(&mut screen, "to 99887766: saving puts yours in its place");
    for _ in 0..6 {
        press(&mut screen, "choose");
    }
    let Some(Request::EditCustomer { edit, .. }) = screen.asked.pop() else {
        panic!("nothing was asked for");
    };
    assert_eq!(edit.version, Some(4));
    assert_eq!(edit.set, [(Field::Phone, Some("11223344".to_owned()))]);
}

#[test]
fn a_section_is_confirmed_with_one_key() {
    let mut screen = Screen::new(reskontra::desk::config::ThemeName::Mono, 80, 24);
    at_section(&mut screen, "Address");
    press(&mut screen, "verify-section");
    let Command::Record(new) = asked(&mut screen) else {
        panic!("no record");
    };
    assert_eq!(new.on, today());
    let section = Section::Address;
    assert_eq!(
        new.facts,
        RecordFacts::Verified {
            section,
            class: None
        }
    );
}

#[test]
fn who_may_be_the_same_is_proposed_first_with_the_reason() {
    let mut screen = Screen::new(reskontra::desk::config::ThemeName::Mono, 80, 24);
    presses(&mut screen, &["customers", "filter"]);
    type_in(&mut screen, DEBTORS[1].0);
    presses(&mut screen, &["choose", "merge-customer"]);
    sees(&mut screen, "same organisation number, account");
    press(&mut screen, "choose");
    press(&mut screen, "choose");
    let Command::Merge {
        customer: one,
        into,
        reason,
    } = asked(&mut screen)
    else {
        panic!("no merge");
    };
    assert_eq!((one, into), (customer(1), customer(3)));
    assert_eq!(reason, "same organisation number, account");
}

#[test]
fn who_is_inactive_with_nothing_open_is_out_of_sight_until_asked_for() {
    let mut screen = Screen::new(reskontra::desk::config::ThemeName::Mono, 80, 24);
    press(&mut screen, "customers");
    let mut lines = customers();
    let gone = lines[0].name.clone();
    lines[0].inactive = true;
    lines[0].open = Minor::ZERO;
    lines[0].overdue = Minor::ZERO;
    let (stays, still_owes) = (lines[1].name.clone(), lines[1].number.clone());
    lines[1].inactive = true;
    screen.reply(Reply::Customers(lines));
    sees(&mut screen, &stays);
    sees(&mut screen, "1 inactive hidden");
    assert!(
        !picture(&screen.draw()).contains(&gone),
        "{gone} is in sight"
    );
    press(&mut screen, "filter");
    type_in(&mut screen, "is:inactive");
    press(&mut screen, "choose");
    sees(&mut screen, &gone[..12]);
    sees(&mut screen, &still_owes);
    // By his name he is found all the same: nobody enters him a second time.
    press(&mut screen, "clear-filter");
    press(&mut screen, "filter");
    type_in(&mut screen, &gone[..6]);
    press(&mut screen, "choose");
    sees(&mut screen, &gone[..12]);
}

#[test]
fn a_new_customer_gets_the_number_that_is_free_next() {
    let mut screen = Screen::new(reskontra::desk::config::ThemeName::Mono, 80, 24);
    presses(&mut screen, &["customers", "new-customer"]);
    assert_eq!(screen.asked.pop(), Some(Request::NextNumber));
    screen.reply(Reply::NextNumber("1100".into()));
    sees(&mut screen, "1100");
    type_in(&mut screen, "Nytt Bygg AS");
    for _ in 0..11 {
        press(&mut screen, "choose");
    }
    let Some(Request::NewCustomer { new, .. }) = screen.asked.pop() else {
        panic!("nothing was asked for");
    };
    assert_eq!(new.number.as_deref(), Some("1100"));
    let set = [
        (Field::Name, Some("Nytt Bygg AS".to_owned())),
        (Field::Country, Some("NO".to_owned())),
    ];
    assert_eq!(new.set, set);
    let number = "1100".to_owned();
    screen.reply(Reply::Refused(Refusal::Register(
        RegisterRefusal::CustomerNumberTaken { customer: number },
    )));
    sees(&mut screen, "Nytt Bygg AS");
    assert!(!matches!(screen.model.notice, Some(Notice::Refused(_))));
}

/// A new customer who may be there already is asked about once: the same saved again is entered, a change asks anew.
#[test]
fn who_may_be_there_already_is_asked_about_once() {
    let mut screen = Screen::new(reskontra::desk::config::ThemeName::Mono, 80, 24);
    presses(&mut screen, &["customers", "new-customer"]);
    screen.reply(Reply::NextNumber("1100".into()));
    type_in(&mut screen, "Nordlys Bygg A/S");
    for _ in 0..11 {
        press(&mut screen, "choose");
    }
    let is_another = |screen: &mut Screen| match screen.asked.pop() {
        Some(Request::NewCustomer { new, .. }) => new.is_another,
        other => panic!("{other:?}"),
    };
    let refused = || {
        let likely = Likely {
            number: "1042".into(),
            name: "Nordlys Bygg AS".into(),
            alike: vec![Alike::Name],
        };
        Reply::Refused(Refusal::Register(RegisterRefusal::MayBeKnown {
            likely: vec![likely],
        }))
    };
    assert!(!is_another(&mut screen));
    screen.reply(refused());
    sees(&mut screen, "1042 Nordlys Bygg AS (same name)");
    sees(&mut screen, "Enter once more");
    type_in(&mut screen, "5");
    press(&mut screen, "choose");
    assert!(!is_another(&mut screen));
    screen.reply(refused());
    press(&mut screen, "choose");
    assert!(is_another(&mut screen));
}

/// At every size from 80 columns on the list says how old doubtful data are, and the card beside it has the amounts.
#[test]
fn the_age_of_data_stands_in_the_list_at_both_widths() {
    for (width, height) in [(80, 24), (140, 40)] {
        let mut screen = Screen::new(reskontra::desk::config::ThemeName::Mono, width, height);
        press(&mut screen, "customers");
        sees(&mut screen, "14 mo");
    }
    let mut wide = Screen::new(reskontra::desk::config::ThemeName::Mono, 140, 40);
    press(&mut wide, "customers");
    sees(&mut wide, "Amount      Open State");
}
