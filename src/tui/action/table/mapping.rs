//! The table's entries about the columns of a table that is read in.

use super::entry::{at, change, show};
use super::scopes::MAPPING;
use crate::tui::action::{Action, ActionId as Id, Scope, Scopes, ready};

pub(super) const MAP_COLUMNS: Action = at(
    3,
    show(
        Id::MapColumns,
        "map-columns",
        &["m", "ctrl-t"],
        Scopes::of(&[Scope::Chooser, Scope::Story]),
        ready::table,
    ),
);
pub(super) const NAME_COLUMN: Action = at(
    1,
    show(
        Id::NameColumn,
        "name-column",
        &["enter"],
        MAPPING,
        ready::always,
    ),
);
pub(super) const LEAVE_OUT: Action = at(
    3,
    show(
        Id::LeaveOut,
        "leave-out",
        &["space", "delete"],
        MAPPING,
        ready::held,
    ),
);
pub(super) const SAVE_MAPPING: Action = at(
    2,
    change(
        Id::SaveMapping,
        "save-mapping",
        &["s"],
        MAPPING,
        ready::mapped,
    ),
);
pub(super) const TABLE_KIND: Action =
    show(Id::TableKind, "table-kind", &["t"], MAPPING, ready::always);
pub(super) const SEPARATOR: Action =
    show(Id::Separator, "separator", &["p"], MAPPING, ready::always);
pub(super) const HEAD_LINE: Action =
    show(Id::HeadLine, "head-line", &["h"], MAPPING, ready::always);
pub(super) const HEAD_LINE_BACK: Action = show(
    Id::HeadLineBack,
    "head-line-back",
    &["H"],
    MAPPING,
    ready::always,
);
pub(super) const DECIMAL_MARK: Action = show(
    Id::DecimalMark,
    "decimal-mark",
    &["d"],
    MAPPING,
    ready::always,
);
pub(super) const DATE_ORDER: Action =
    show(Id::DateOrder, "date-order", &["o"], MAPPING, ready::always);
pub(super) const ROW_CURRENCY: Action = show(
    Id::RowCurrency,
    "row-currency",
    &["c"],
    MAPPING,
    ready::always,
);
pub(super) const FORGET_MAPPING: Action = at(
    1,
    show(
        Id::ForgetMapping,
        "forget-mapping",
        &["delete", "x"],
        Scopes::of(&[Scope::Kept]),
        ready::kept,
    ),
);
