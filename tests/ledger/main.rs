//! Properties of the ledger, on real files: whatever is asked of it in whatever order, it stays provable.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::float_arithmetic
)]

mod accounts;
mod bank;
mod books;
mod cases;
mod content;
mod credit;
mod doctor;
mod files;
#[path = "../support/hunt.rs"]
mod hunt;
mod learning;
mod letters;
mod money;
mod ops;
mod outbox;
mod outbox_left;
mod play;
mod properties;
mod records;
mod register;
mod resting;
mod settlements;
mod settling;
mod statements;
mod undoing;
mod unmatched;
