//! Reports: values computed from facts, which both faces render. No terminal, no SQL, no wall clock.

pub mod aging;
pub mod bank;
pub mod card;
pub mod case;
pub mod credit;
pub mod import;
pub mod learned;
pub mod log;
pub mod overdue;
pub mod overlays;
pub mod overview;
pub mod post;
pub mod record;
pub mod register;
pub mod reminding;
pub mod settling;
pub mod setup;
pub mod statement;
pub mod timeline;
