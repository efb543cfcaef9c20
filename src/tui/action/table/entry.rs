//! How an entry of the table is written down.

use crate::tui::action::{Action, ActionId as Id, Changes, Scopes, Why};

type Ready = fn(&crate::tui::model::Model) -> Result<(), Why>;

pub(super) const fn show(
    id: Id,
    name: &'static str,
    keys: &'static [&'static str],
    scopes: Scopes,
    ready: Ready,
) -> Action {
    Action {
        id,
        name,
        keys,
        scopes,
        order: None,
        changes: Changes::No,
        ready,
    }
}

pub(super) const fn change(
    id: Id,
    name: &'static str,
    keys: &'static [&'static str],
    scopes: Scopes,
    ready: Ready,
) -> Action {
    Action {
        changes: Changes::Reversible,
        ..show(id, name, keys, scopes, ready)
    }
}

pub(super) const fn at(order: u8, action: Action) -> Action {
    Action {
        order: Some(order),
        ..action
    }
}
