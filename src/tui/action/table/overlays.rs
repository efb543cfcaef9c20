//! The table's entries of dialogs, lists and forms that lie over a pane.

use super::entry::{at, change, show};
use super::scopes::FIELDS;
use crate::tui::action::{Action, ActionId as Id, Scope, Scopes, ready};

pub(super) const CHOOSE: Action = at(
    1,
    show(
        Id::Choose,
        "choose",
        &["enter"],
        FIELDS.and(Scopes::of(&[Scope::Confirm, Scope::Menu, Scope::Kinds])),
        ready::always,
    ),
);
pub(super) const YES: Action = at(
    2,
    show(
        Id::Yes,
        "yes",
        &["y"],
        Scopes::of(&[Scope::Confirm]),
        ready::always,
    ),
);
pub(super) const ALL: Action = at(
    3,
    show(
        Id::All,
        "all",
        &["a"],
        Scopes::of(&[Scope::Confirm]),
        ready::more,
    ),
);
pub(super) const NO: Action = at(
    4,
    show(
        Id::No,
        "no",
        &["n"],
        Scopes::of(&[Scope::Confirm]),
        ready::always,
    ),
);
pub(super) const COMPLETE: Action = at(
    2,
    show(
        Id::Complete,
        "complete",
        &["tab"],
        Scopes::of(&[Scope::Chooser]),
        ready::always,
    ),
);
pub(super) const UNDO_ENTRY: Action = at(
    1,
    change(
        Id::UndoEntry,
        "undo-entry",
        &["u", "enter"],
        Scopes::of(&[Scope::Log]),
        ready::entry,
    ),
);
pub(super) const UNDO_RUN: Action = at(
    2,
    change(
        Id::UndoRun,
        "undo-run",
        &["U"],
        Scopes::of(&[Scope::Log]),
        ready::entry,
    ),
);
pub(super) const CLOSE: Action = at(
    2,
    show(
        Id::Close,
        "close",
        &["enter"],
        Scopes::of(&[Scope::Story, Scope::Page]),
        ready::always,
    ),
);
pub(super) const IMPORT_REST: Action = at(
    1,
    change(
        Id::ImportRest,
        "import-rest",
        &["r"],
        Scopes::of(&[Scope::Story]),
        ready::rest,
    ),
);
