//! The command line as its users meet it: the real binary, real files, real ledgers.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may stop where it fails"
)]

mod agency;
mod as_one;
mod bad_input;
mod bank_lines;
mod by_two;
mod change;
mod contract;
mod credit;
mod departing;
mod entering;
mod forbidden;
mod giro;
mod granting;
mod handing_over;
mod hostile;
mod import;
mod language;
mod law;
mod learning;
mod leaving;
mod letters;
mod matching;
mod owing;
mod paying;
mod planning;
mod register;
mod reminding;
mod resting;
mod rows7;
mod rules;
mod safety;
mod sending;
#[path = "../support/smtp/mod.rs"]
#[allow(dead_code, reason = "each test binary uses a part of this")]
mod smtp;
mod statements;
#[path = "../support/cli.rs"]
mod support;
mod table;
mod telling;
