//! reskontra: a receivables desk in the terminal.
//!
//! The map of the house, from the ground up; each layer knows only those below it:
//!
//! * [`domain`]: nouns, commands, events and the book that they move; pure.
//! * [`rules`] and [`matching`]: judgement; facts in, verdict and reasons out; pure.
//! * [`text`], [`formats`], [`letters`], [`reports`]: widths, words and filters; files to rows; letters worded, laid
//!   out and carried; values that faces render.
//! * [`store`]: the ledger file; the only SQL.
//! * [`desk`]: the use cases; opens things, runs commands and jobs; the only wall clock.
//! * [`cli`] and [`tui`]: the two faces.

pub mod cli;
pub mod desk;
pub mod domain;
pub mod formats;
pub mod letters;
pub mod matching;
pub mod reports;
pub mod rules;
pub mod store;
pub mod text;
pub mod tui;
