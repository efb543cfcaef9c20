//! The table's entries about the register: who is in it, and whether what stands there is right.

use super::entry::{at, change, show};
use super::scopes::CUSTOMER;
use crate::tui::action::{Action, ActionId as Id, Changes, ready};

pub(super) const EDIT: Action = at(
    2,
    change(
        Id::EditCustomer,
        "edit-customer",
        &["e"],
        CUSTOMER,
        ready::customer,
    ),
);
pub(super) const VERIFY: Action = at(
    3,
    change(
        Id::VerifySection,
        "verify-section",
        &["V"],
        CUSTOMER,
        ready::customer,
    ),
);
pub(super) const NEW: Action = at(
    6,
    change(
        Id::NewCustomer,
        "new-customer",
        &["n"],
        CUSTOMER,
        ready::always,
    ),
);
pub(super) const NOTE: Action = at(
    7,
    change(
        Id::NoteCustomer,
        "note-customer",
        &["N"],
        CUSTOMER,
        ready::customer,
    ),
);
pub(super) const MERGE: Action = at(
    8,
    change(
        Id::MergeCustomer,
        "merge-customer",
        &["J"],
        CUSTOMER,
        ready::customer,
    ),
);
pub(super) const REST: Action = at(
    9,
    change(
        Id::RestCustomer,
        "rest-customer",
        &["x"],
        CUSTOMER,
        ready::customer,
    ),
);
pub(super) const ERASE: Action = Action {
    changes: Changes::Final,
    ..show(
        Id::EraseCustomer,
        "erase-customer",
        &["E"],
        CUSTOMER,
        ready::customer,
    )
};
