//! The table's entries about what leaves the house: letters before they go, the outbox, copies, statements.

use super::entry::{at, change, show};
use super::scopes::{CUSTOMER, LETTERS_ROWS, OUTBOX_ROWS, PAGE, PANES, QUEUED};
use crate::tui::action::{Action, ActionId as Id, ready};
use crate::tui::overlays::outbox::ready as outbox;
use crate::tui::panes::reminders::preview;

pub(super) const PREVIEW: Action = at(
    2,
    show(Id::Preview, "preview", &["v"], QUEUED, preview::can),
);
pub(super) const READ_LETTER: Action =
    show(Id::ReadLetter, "read-letter", &["V"], QUEUED, preview::can);
pub(super) const OUTBOX: Action = show(Id::Outbox, "outbox", &["O"], PANES, ready::always);
pub(super) const SHOW_COPY: Action = at(
    1,
    show(
        Id::ShowCopy,
        "show-copy",
        &["enter"],
        OUTBOX_ROWS.and(LETTERS_ROWS),
        outbox::any,
    ),
);
pub(super) const SEND_QUEUED: Action = at(
    2,
    change(
        Id::SendQueued,
        "send-queued",
        &["s"],
        OUTBOX_ROWS,
        outbox::can_send,
    ),
);
pub(super) const RETRY: Action = at(
    3,
    change(Id::Retry, "retry", &["r"], OUTBOX_ROWS, outbox::can_retry),
);
pub(super) const PRINT_QUEUED: Action = at(
    2,
    change(
        Id::PrintQueued,
        "print-queued",
        &["p"],
        OUTBOX_ROWS,
        outbox::can_print,
    ),
);
pub(super) const RETRY_ALL: Action = at(
    8,
    change(
        Id::RetryAll,
        "retry-all",
        &["R"],
        OUTBOX_ROWS,
        outbox::can_retry_all,
    ),
);
pub(super) const STATEMENT_DAYS: Action = at(
    1,
    show(
        Id::StatementDays,
        "statement-days",
        &["d"],
        PAGE,
        ready::statement,
    ),
);
pub(super) const ARRIVED: Action = at(
    4,
    change(
        Id::Arrived,
        "arrived",
        &["a"],
        OUTBOX_ROWS,
        outbox::can_arrive,
    ),
);
pub(super) const CALL_OFF: Action = at(
    5,
    change(
        Id::CallOff,
        "call-off",
        &["x"],
        OUTBOX_ROWS,
        outbox::can_call_off,
    ),
);
pub(super) const CAME_BACK: Action = at(
    6,
    change(
        Id::CameBack,
        "came-back",
        &["b"],
        OUTBOX_ROWS,
        outbox::can_return,
    ),
);
pub(super) const REDIRECT: Action = at(
    7,
    change(
        Id::Redirect,
        "redirect",
        &["w"],
        OUTBOX_ROWS,
        outbox::can_redirect,
    ),
);
pub(super) const STATEMENT: Action = at(
    4,
    show(
        Id::Statement,
        "statement",
        &["A"],
        CUSTOMER,
        ready::customer,
    ),
);
pub(super) const LETTERS: Action = at(
    5,
    show(Id::Letters, "letters", &["v"], CUSTOMER, ready::customer),
);
pub(super) const STATEMENT_KIND: Action = at(
    1,
    show(
        Id::StatementKind,
        "statement-kind",
        &["a"],
        PAGE,
        ready::statement,
    ),
);
pub(super) const SAVE_STATEMENT: Action = at(
    2,
    show(
        Id::SaveStatement,
        "save-statement",
        &["w"],
        PAGE,
        ready::statement,
    ),
);
pub(super) const SEND_STATEMENT: Action = at(
    3,
    change(
        Id::SendStatement,
        "send-statement",
        &["s"],
        PAGE,
        ready::statement,
    ),
);
