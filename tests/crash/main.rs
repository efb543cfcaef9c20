//! A base that can be trusted: killed processes, full disks, four writers at once, damaged files and backups brought
//! back, with the real binary on real files.
//!
//! `RESKONTRA_TEST_SEED=<number>` repeats or changes the points at which processes are killed;
//! `RESKONTRA_TEST_SECONDS=60` has the four writers work for that long instead of fifteen seconds.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may stop where it fails"
)]

mod chance;
mod damaged;
mod full;
mod killed;
mod proof;
mod restored;
mod sending;
#[path = "../support/smtp/mod.rs"]
#[allow(dead_code, reason = "each test binary uses a part of this")]
mod smtp;
#[path = "../support/cli.rs"]
#[allow(dead_code, reason = "each test binary uses a part of this")]
mod support;
mod together;
