//! Who may do what, and what users there may be.

use std::collections::BTreeMap;

use super::super::{Declined, allows, decide};
use crate::domain::book::Book;
use crate::domain::command::Command;
use crate::domain::date::Date;
use crate::domain::refusal::{Refusal, RegisterRefusal};
use crate::domain::user::Role;
use crate::rules::Rulebook;

fn users(list: &[(&str, Role)]) -> BTreeMap<String, Role> {
    let owned = list.iter().map(|(name, role)| ((*name).to_owned(), *role));
    owned.collect()
}

#[test]
fn a_ledger_without_users_lets_everyone_do_everything_and_one_with_users_goes_by_roles() {
    let listed = users(&[
        ("kari", Role::Lead),
        ("per", Role::Clerk),
        ("liv", Role::View),
    ]);
    for (actor, needed, is_allowed) in [
        ("kari", Role::Lead, true),
        ("kari", Role::Clerk, true),
        ("per", Role::Clerk, true),
        ("per", Role::Lead, false),
        ("liv", Role::Clerk, false),
        ("liv", Role::View, true),
        ("eva", Role::View, false),
        ("Kari", Role::Lead, false),
    ] {
        assert_eq!(
            allows(&listed, actor, needed).is_ok(),
            is_allowed,
            "{actor} {needed:?}"
        );
        assert_eq!(allows(&BTreeMap::new(), actor, needed), Ok(()));
    }
}

#[test]
fn a_lead_is_always_left_who_can_change_the_users() {
    let set = |list: &[(&str, Role)], name: &str, role: Option<Role>| {
        let book = Book {
            users: users(list),
            ..Book::default()
        };
        let command = Command::SetUser {
            name: name.to_owned(),
            role,
        };
        match decide(&book, &Rulebook::default(), Date::default(), &command) {
            Ok(_) => None,
            Err(Declined::Refused(refusal)) => Some(refusal),
            Err(other) => panic!("{other:?}"),
        }
    };
    let text = || "kari".to_owned();
    let two = [("kari", Role::Lead), ("per", Role::Clerk)];
    let leads = [("kari", Role::Lead), ("per", Role::Lead)];
    for (list, name, role, refusal) in [
        (&[][..], "kari", Some(Role::Lead), None),
        (
            &[],
            "kari",
            Some(Role::Clerk),
            Some(Refusal::Register(RegisterRefusal::FirstUserNoLead {
                text: text(),
            })),
        ),
        (
            &[],
            "kari",
            None,
            Some(Refusal::Register(RegisterRefusal::UserUnknown {
                text: text(),
            })),
        ),
        (
            &two,
            "kari",
            Some(Role::Clerk),
            Some(Refusal::Register(RegisterRefusal::LastLead {
                text: text(),
            })),
        ),
        (
            &two,
            "kari",
            None,
            Some(Refusal::Register(RegisterRefusal::LastLead {
                text: text(),
            })),
        ),
        (&two, "per", Some(Role::Lead), None),
        (&two, "per", None, None),
        (&leads, "kari", None, None),
        (&two[..1], "kari", None, None),
        (
            &two,
            "kari",
            Some(Role::Lead),
            Some(Refusal::NothingChanged),
        ),
        (
            &two,
            " ",
            Some(Role::Lead),
            Some(Refusal::Register(RegisterRefusal::UserNameMissing)),
        ),
    ] {
        assert_eq!(set(list, name, role), refusal, "{list:?} {name} {role:?}");
    }
}
