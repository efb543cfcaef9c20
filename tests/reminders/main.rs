//! Reminders as their reader meets them: an account walked day by day from invoice to hand-over, held against the
//! statutes by a checker that knows nothing of the desk's own tables.

// Amounts are written as kroner_øre.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::inconsistent_digit_grouping
)]

mod checker;
mod claim;
mod countries;
mod crossed;
mod departure;
mod figures;
#[path = "../support/hunt.rs"]
mod hunt;
mod lawful;
mod pains;
mod pauses;
mod post;
mod properties;
mod rows;
mod seeds;
mod stages;
mod world;
