//! The table's entries about credit: may we sell, what is put on record, and the reports.

use super::entry::{at, change, show};
use super::scopes::{ANSWER, CREDIT_OF, CUSTOMER, GOING, PANES, REPORT};
use crate::tui::action::{Action, ActionId as Id, ready};
use crate::tui::overlays::{answer, listing::ready as listed};
use crate::tui::panes::customers::credit_verbs as verbs;

pub(super) const ASSESS: Action = at(
    4,
    show(Id::Assess, "assess", &["K"], CREDIT_OF, verbs::is_on_one),
);
pub(super) const ASSESS_STRANGER: Action = show(
    Id::AssessStranger,
    "assess-stranger",
    &["ctrl-k"],
    PANES,
    ready::always,
);
/// Also in the answer to a sale.
pub(super) const CREDIT_HOLD: Action = at(
    5,
    change(
        Id::CreditHold,
        "credit-hold",
        &["H"],
        CUSTOMER.and(ANSWER),
        answer::can_hold,
    ),
);
pub(super) const PUT_ON_RECORD: Action = at(
    5,
    change(
        Id::PutOnRecord,
        "put-on-record",
        &["R"],
        CUSTOMER,
        verbs::is_on_one,
    ),
);
pub(super) const REPORTS: Action = show(Id::Reports, "reports", &["6"], GOING, ready::always);
pub(super) const RECORD_ANSWER: Action = at(
    1,
    change(
        Id::RecordAnswer,
        "record-answer",
        &["r", "enter"],
        ANSWER,
        answer::is_known,
    ),
);
pub(super) const PASS_OVER: Action = at(
    2,
    change(Id::PassOver, "pass-over", &["o"], ANSWER, answer::can_pass),
);
pub(super) const PREPAY_NOTE: Action = at(
    3,
    change(
        Id::PrepayNote,
        "prepay-note",
        &["p"],
        ANSWER,
        answer::can_prepay,
    ),
);
pub(super) const OTHER_AMOUNT: Action = at(
    6,
    show(
        Id::OtherAmount,
        "other-amount",
        &["a"],
        ANSWER,
        ready::always,
    ),
);
pub(super) const OPEN_LISTED: Action = at(
    1,
    show(
        Id::OpenListed,
        "open-listed",
        &["enter"],
        REPORT,
        listed::opens,
    ),
);
pub(super) const ACCEPT_LISTED: Action = at(
    2,
    change(
        Id::AcceptListed,
        "accept-listed",
        &["a"],
        REPORT,
        listed::accepts,
    ),
);
pub(super) const DECLINE_LISTED: Action = at(
    3,
    show(
        Id::DeclineListed,
        "decline-listed",
        &["x"],
        REPORT,
        listed::declines,
    ),
);
