//! Letters by e-mail, sent to a real mail server in a process of its own, which also refuses, hangs, drops and babbles.
//!
//! What is held throughout: a message that was said to be sent is kept by the server once; one that surely was not is
//! not kept; and only where nobody can know is a message in doubt.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may stop where it fails"
)]

mod breaks;
mod command;
mod message;
mod refusals;
mod secure;
mod sending;
#[path = "../support/smtp/mod.rs"]
#[allow(dead_code, reason = "each test binary uses a part of this")]
mod smtp;
