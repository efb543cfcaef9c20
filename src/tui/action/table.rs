//! The list itself.

mod credit;
mod entry;
mod mapping;
mod overlays;
mod posting;
mod register;
mod scopes;

use super::{Action, ActionId as Id, Scope, Scopes, ready};
use crate::tui::panes::bank::verbs;
use crate::tui::panes::reminders::ready as queue;

use entry::{at, change, show};
use scopes::{
    ANYWHERE, BANK, FILTERED, GOING, LISTS, MAPPING, MOVING, OPENING, PANES, PARTS, QUEUE, QUEUED,
    SETTLING, SIDEWAYS, SORTED, TOLD, WITH_ITEM,
};

/// Everything that a key can do, in the order in which the palette lists it.
pub static ACTIONS: &[Action] = &[
    // What the pane is for.
    at(1, show(Id::Open, "open", &["enter"], OPENING, ready::open)),
    at(
        1,
        change(Id::Accept, "accept", &["enter"], SETTLING, ready::accept),
    ),
    at(
        2,
        change(
            Id::AcceptCertain,
            "accept-certain",
            &["A"],
            SETTLING,
            ready::accept_certain,
        ),
    ),
    at(
        3,
        show(
            Id::ToggleItem,
            "toggle-item",
            &["space"],
            SETTLING,
            ready::parts,
        ),
    ),
    at(
        11,
        show(Id::EditPart, "edit-part", &["e"], SETTLING, ready::parts),
    ),
    at(13, show(Id::Fill, "fill", &["="], SETTLING, ready::parts)),
    at(
        6,
        change(
            Id::Unapplied,
            "leave-unapplied",
            &["o"],
            SETTLING,
            ready::unapplied,
        ),
    ),
    at(
        5,
        show(
            Id::FindCustomer,
            "find-customer",
            &["i"],
            SETTLING,
            ready::waiting,
        ),
    ),
    at(
        9,
        change(Id::SetAside, "set-aside", &["x"], SETTLING, ready::waiting),
    ),
    at(
        15,
        show(
            Id::Why,
            "why",
            &["y"],
            SETTLING.and(BANK).and(QUEUE),
            ready::why,
        ),
    ),
    at(
        12,
        show(
            Id::NextProposal,
            "next-proposal",
            &["a"],
            SETTLING,
            ready::proposals,
        ),
    ),
    at(
        4,
        change(
            Id::WriteOff,
            "write-off",
            &["w"],
            SETTLING,
            ready::write_off,
        ),
    ),
    at(
        7,
        change(
            Id::GiveBack,
            "give-back",
            &["r"],
            SETTLING,
            ready::give_back,
        ),
    ),
    at(
        6,
        change(
            Id::Transfer,
            "transfer",
            &["t"],
            SETTLING,
            ready::identified,
        ),
    ),
    at(
        8,
        change(
            Id::NotReceivable,
            "not-receivable",
            &["N"],
            SETTLING,
            ready::waiting,
        ),
    ),
    at(
        14,
        show(
            Id::MarkReceipt,
            "mark-receipt",
            &["+"],
            SETTLING,
            ready::payment,
        ),
    ),
    at(
        10,
        show(Id::NextList, "next-list", &["v"], SETTLING, ready::always),
    ),
    at(
        19,
        show(
            Id::NextUndecided,
            "next-undecided",
            &["n"],
            SETTLING,
            ready::rows,
        ),
    ),
    show(
        Id::PreviousUndecided,
        "previous-undecided",
        &["p"],
        SETTLING,
        ready::rows,
    ),
    at(
        1,
        change(Id::PayOut, "pay-out", &["enter"], BANK, verbs::can_pay_out),
    ),
    at(
        1,
        change(
            Id::ConfirmKnown,
            "confirm-known",
            &["="],
            BANK,
            verbs::can_confirm,
        ),
    ),
    at(
        2,
        change(Id::TakeIn, "take-in", &["t"], BANK, verbs::can_take_in),
    ),
    at(
        3,
        change(Id::PutAway, "put-away", &["x"], BANK, verbs::can_put_away),
    ),
    at(
        9,
        show(Id::ShowDone, "show-done", &["a"], BANK, ready::always),
    ),
    at(
        10,
        show(Id::Statements, "statements", &["b"], BANK, ready::always),
    ),
    at(
        3,
        show(
            Id::AsOf,
            "as-of",
            &["d"],
            Scopes::of(&[Scope::Aging, Scope::Items]),
            ready::always,
        ),
    ),
    at(
        4,
        show(
            Id::AgeBy,
            "age-by",
            &["b"],
            Scopes::of(&[Scope::Aging]),
            ready::always,
        ),
    ),
    at(
        2,
        change(
            Id::Dispute,
            "dispute",
            &["D"],
            WITH_ITEM.and(QUEUED),
            ready::one_item,
        ),
    ),
    at(
        3,
        change(
            Id::Promise,
            "promise",
            &["p"],
            WITH_ITEM.and(QUEUED),
            ready::items,
        ),
    ),
    // The queue of reminders.
    at(
        1,
        change(Id::RecordSent, "record-sent", &["s"], QUEUE, queue::letters),
    ),
    at(
        3,
        show(Id::MarkStage, "mark-stage", &["a"], QUEUED, queue::rows),
    ),
    at(
        4,
        change(Id::PauseUntil, "pause", &["z"], QUEUE, queue::someone),
    ),
    at(
        5,
        change(Id::MakePlan, "plan", &["P"], QUEUE, queue::some_invoices),
    ),
    at(6, change(Id::Waive, "waive", &["w"], QUEUE, queue::charged)),
    at(6, show(Id::NoFee, "no-fee", &["F"], QUEUED, queue::fee)),
    at(
        1,
        change(Id::EndPause, "end-pause", &["e"], QUEUED, queue::paused),
    ),
    at(
        1,
        change(Id::TakeBack, "take-back", &["t"], QUEUED, queue::crossed),
    ),
    at(
        7,
        change(Id::Extend, "extend", &["x"], QUEUE, queue::invoice),
    ),
    at(
        8,
        change(
            Id::HandOver,
            "hand-over",
            &["H"],
            QUEUE,
            queue::some_invoices,
        ),
    ),
    at(
        9,
        change(Id::SkipOnce, "skip", &["n"], QUEUED, queue::letters),
    ),
    at(10, change(Id::LogCall, "call", &["C"], QUEUE, queue::row)),
    at(
        11,
        change(Id::Bankrupt, "bankrupt", &["K"], QUEUE, queue::row),
    ),
    at(12, show(Id::DryRun, "dry-run", &["d"], QUEUED, queue::run)),
    at(18, show(Id::Order, "order", &["o"], QUEUED, ready::rows)),
    posting::PREVIEW,
    posting::READ_LETTER,
    posting::OUTBOX,
    posting::SHOW_COPY,
    posting::SEND_QUEUED,
    posting::PRINT_QUEUED,
    posting::RETRY,
    posting::RETRY_ALL,
    posting::ARRIVED,
    posting::CALL_OFF,
    posting::CAME_BACK,
    posting::REDIRECT,
    posting::STATEMENT,
    posting::LETTERS,
    posting::STATEMENT_KIND,
    posting::STATEMENT_DAYS,
    posting::SAVE_STATEMENT,
    posting::SEND_STATEMENT,
    // Credit.
    credit::ASSESS,
    credit::ASSESS_STRANGER,
    credit::CREDIT_HOLD,
    credit::PUT_ON_RECORD,
    credit::RECORD_ANSWER,
    credit::PASS_OVER,
    credit::OTHER_AMOUNT,
    credit::PREPAY_NOTE,
    credit::OPEN_LISTED,
    credit::ACCEPT_LISTED,
    credit::DECLINE_LISTED,
    credit::REPORTS,
    // The register.
    register::EDIT,
    register::VERIFY,
    register::NEW,
    register::NOTE,
    register::MERGE,
    register::REST,
    register::ERASE,
    // The columns of a table.
    mapping::MAP_COLUMNS,
    mapping::NAME_COLUMN,
    mapping::LEAVE_OUT,
    mapping::SAVE_MAPPING,
    mapping::TABLE_KIND,
    mapping::SEPARATOR,
    mapping::HEAD_LINE,
    mapping::HEAD_LINE_BACK,
    mapping::DECIMAL_MARK,
    mapping::DATE_ORDER,
    mapping::ROW_CURRENCY,
    mapping::FORGET_MAPPING,
    // Lists.
    at(
        17,
        show(Id::Filter, "filter", &["/", "f"], FILTERED, ready::always),
    ),
    show(
        Id::ClearFilter,
        "clear-filter",
        &["backspace"],
        FILTERED,
        ready::filtered,
    ),
    at(18, show(Id::Sort, "sort", &["s"], SORTED, ready::rows)),
    show(
        Id::ReverseSort,
        "reverse-sort",
        &["S"],
        FILTERED,
        ready::rows,
    ),
    at(
        19,
        show(Id::Mark, "mark", &["space"], LISTS.and(BANK), ready::rows),
    ),
    show(Id::Copy, "copy", &["c"], PANES, ready::copy),
    // Everywhere.
    show(Id::Trouble, "trouble", &["!"], TOLD, ready::trouble),
    at(
        20,
        change(Id::Import, "import", &["I"], PANES, ready::always),
    ),
    at(21, change(Id::Undo, "undo", &["u"], PANES, ready::always)),
    change(Id::Redo, "redo", &["ctrl-r"], PANES, ready::always),
    at(23, show(Id::Log, "log", &["L"], PANES, ready::always)),
    show(
        Id::KeptMappings,
        "kept-mappings",
        &["M"],
        PANES,
        ready::always,
    ),
    at(
        22,
        show(
            Id::Palette,
            "palette",
            &["?", ":", "ctrl-p"],
            PANES.and(MAPPING),
            ready::always,
        ),
    ),
    show(Id::Today, "today", &["1"], GOING, ready::always),
    show(Id::Customers, "customers", &["2"], GOING, ready::always),
    show(Id::Aging, "aging", &["3"], GOING, ready::always),
    show(Id::Reminders, "reminders", &["4"], GOING, ready::always),
    show(Id::Matching, "matching", &["5"], GOING, ready::always),
    show(Id::BankLines, "bank-lines", &["B"], GOING, ready::always),
    at(
        30,
        show(Id::NextPart, "next-part", &["tab"], PARTS, ready::always),
    ),
    show(
        Id::PreviousPart,
        "previous-part",
        &["back-tab"],
        PARTS,
        ready::always,
    ),
    at(
        31,
        show(Id::Back, "back", &["esc"], ANYWHERE, ready::always),
    ),
    show(
        Id::Up,
        "up",
        &["up", "k"],
        MOVING.and(Scopes::of(&[Scope::Form])),
        ready::always,
    ),
    show(
        Id::Down,
        "down",
        &["down", "j"],
        MOVING.and(Scopes::of(&[Scope::Form])),
        ready::always,
    ),
    show(Id::Left, "left", &["left", "h"], SIDEWAYS, ready::always),
    show(Id::Right, "right", &["right", "l"], SIDEWAYS, ready::always),
    show(Id::PageUp, "page-up", &["page-up"], MOVING, ready::always),
    show(
        Id::PageDown,
        "page-down",
        &["page-down"],
        MOVING,
        ready::always,
    ),
    show(Id::First, "first", &["g", "home"], MOVING, ready::always),
    show(Id::Last, "last", &["G", "end"], MOVING, ready::always),
    show(Id::Mouse, "mouse", &["m"], PANES, ready::always),
    show(Id::Redraw, "redraw", &["ctrl-l"], ANYWHERE, ready::always),
    show(Id::Suspend, "suspend", &["ctrl-z"], ANYWHERE, ready::always),
    at(
        24,
        show(
            Id::Quit,
            "quit",
            &["q", "ctrl-c"],
            PANES.and(Scopes::of(&[Scope::Menu])),
            ready::always,
        ),
    ),
    // Overlays.
    overlays::CHOOSE,
    overlays::YES,
    overlays::ALL,
    overlays::NO,
    overlays::COMPLETE,
    overlays::UNDO_ENTRY,
    overlays::UNDO_RUN,
    overlays::CLOSE,
    overlays::IMPORT_REST,
];

#[cfg(test)]
mod tests;
