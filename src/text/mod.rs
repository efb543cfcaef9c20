//! Text for people: sentences and figures in the user's language, widths, plain tables and the filter language.
//!
//! Here is how something is written, not where: no terminal, and no files but the locales built into the binary.

pub mod alphabet;
mod cause;
pub mod figures;
pub mod filter;
pub mod locale;
pub mod nearest;
mod reminding;
pub mod sentence;
pub mod table;
mod told;
pub mod typed;
pub mod width;

pub use crate::domain::fold;
pub use cause::cause;
pub use locale::Locale;

#[cfg(test)]
mod complete;
