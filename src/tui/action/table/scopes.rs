//! Where the actions of the table work.

use crate::tui::action::{Scope, Scopes};

pub(super) const LISTS: Scopes = Scopes::of(&[Scope::Customers, Scope::Aging, Scope::Reminders]);
/// The queue of reminders: its list, and the items of a row.
pub(super) const QUEUE: Scopes = Scopes::of(&[Scope::Reminders, Scope::Overdue]);
pub(super) const QUEUED: Scopes = Scopes::of(&[Scope::Reminders]);
pub(super) const GRIDS: Scopes = Scopes::of(&[Scope::Customers, Scope::Aging]);
pub(super) const MAPPING: Scopes = Scopes::of(&[Scope::Mapping]);
pub(super) const BANK: Scopes = Scopes::of(&[Scope::Bank]);
/// In the queue another key sorts: there `s` is for sending.
pub(super) const SORTED: Scopes = GRIDS.and(SETTLING).and(BANK);
pub(super) const FILTERED: Scopes = LISTS.and(SETTLING).and(BANK);
pub(super) const ITEMS: Scopes = Scopes::of(&[Scope::Card, Scope::Items, Scope::Overdue]);
pub(super) const SETTLING: Scopes = Scopes::of(&[Scope::Matching, Scope::Explain]);
pub(super) const OPENING: Scopes = LISTS.and(ITEMS).and(Scopes::of(&[Scope::Today]));
pub(super) const PANES: Scopes = OPENING
    .and(SETTLING)
    .and(BANK)
    .and(Scopes::of(&[Scope::Document]));
pub(super) const FIELDS: Scopes = Scopes::of(&[
    Scope::Palette,
    Scope::Form,
    Scope::Chooser,
    Scope::Filter,
    Scope::Picker,
]);
pub(super) const OVERLAYS: Scopes = FIELDS.and(Scopes::of(&[
    Scope::Confirm,
    Scope::Log,
    Scope::Story,
    Scope::Menu,
    Scope::Mapping,
    Scope::Kept,
    Scope::Kinds,
    Scope::Page,
    Scope::Outbox,
    Scope::Letters,
    Scope::Answer,
    Scope::Report,
]));
pub(super) const MOVING: Scopes = PANES.and(Scopes::of(&[
    Scope::Palette,
    Scope::Chooser,
    Scope::Picker,
    Scope::Log,
    Scope::Story,
    Scope::Menu,
    Scope::Mapping,
    Scope::Kept,
    Scope::Kinds,
    Scope::Page,
    Scope::Outbox,
    Scope::Letters,
    Scope::Answer,
    Scope::Report,
]));
/// A customer: in the list, or his card.
pub(super) const CUSTOMER: Scopes = Scopes::of(&[Scope::Customers, Scope::Card]);
/// Where a customer stands under the keys, of whom it can be asked whether to sell.
pub(super) const CREDIT_OF: Scopes =
    CUSTOMER.and(Scopes::of(&[Scope::Today, Scope::Aging, Scope::Items]));
pub(super) const ANSWER: Scopes = Scopes::of(&[Scope::Answer]);
pub(super) const REPORT: Scopes = Scopes::of(&[Scope::Report]);
pub(super) const PAGE: Scopes = Scopes::of(&[Scope::Page]);
pub(super) const OUTBOX_ROWS: Scopes = Scopes::of(&[Scope::Outbox]);
pub(super) const LETTERS_ROWS: Scopes = Scopes::of(&[Scope::Letters]);
/// Where something can be refused in the line at the bottom, and no field has the keys.
pub(super) const TOLD: Scopes = PANES.and(Scopes::of(&[
    Scope::Log,
    Scope::Page,
    Scope::Outbox,
    Scope::Letters,
    Scope::Answer,
    Scope::Report,
]));
/// From a report one goes on to the pane that it speaks of.
pub(super) const GOING: Scopes = PANES.and(Scopes::of(&[Scope::Story]));
pub(super) const ANYWHERE: Scopes = PANES.and(OVERLAYS);
pub(super) const SIDEWAYS: Scopes = PANES.and(Scopes::of(&[Scope::Confirm]));
pub(super) const PARTS: Scopes = SIDEWAYS.and(Scopes::of(&[Scope::Form]));
pub(super) const WITH_ITEM: Scopes = ITEMS.and(Scopes::of(&[Scope::Document]));
