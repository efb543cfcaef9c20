//! The nouns of a receivables ledger, what may be asked for (commands) and what can have happened (events).
//!
//! Pure: no files, clock, environment, SQL or terminal. A function here gives the same answer for the same
//! arguments, today's date among them.

pub mod account;
pub mod arrears;
pub mod assessment;
pub mod attachment;
pub mod bank_line;
mod before;
pub mod book;
pub mod call;
pub mod candidate;
pub mod command;
pub mod content;
pub mod credit;
pub mod customer;
pub mod date;
pub mod departure;
pub mod deposit;
pub mod difference;
pub mod document;
pub mod erasure;
pub mod event;
pub mod evidence;
pub mod field;
pub mod fold;
pub mod handover;
pub mod id;
pub mod intake;
pub mod ledger;
pub mod letter;
pub mod link;
pub mod money;
pub mod org_no;
pub mod outbox;
pub mod pause;
pub mod plan;
pub mod posting;
pub mod proposal;
pub mod receipt;
pub mod record;
pub mod reference;
pub mod refund;
pub mod refusal;
pub mod reminding;
pub mod required;
pub mod rule;
pub mod shape;
pub mod sheet;
pub mod state;
pub mod statement;
pub mod terms;
pub mod told;
pub mod upkeep;
pub mod user;
pub mod warning;
