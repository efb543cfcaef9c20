//! Letters and statements as they leave the house. What a letter says ([`crate::domain::content`]) and a template make
//! a sheet ([`crate::domain::sheet`]); a sheet becomes a PDF, text, HTML, an e-mail; an e-mail goes by SMTP.
//!
//! No database, no clock: what is needed is handed in.

pub mod address;
pub mod carrier;
mod check;
mod citation;
pub mod command;
mod compose;
mod cover;
pub mod delivery;
mod draft;
pub mod email;
mod fault;
mod figures;
pub mod file_name;
pub mod html;
mod language;
mod lawful;
mod payment;
pub mod pdf;
mod process;
pub mod samples;
pub mod secret;
pub mod smtp;
mod span;
mod statement;
mod tables;
mod template;
pub mod text;
pub mod variables;
mod words;

pub use self::check::check;
pub use self::compose::compose;
pub use self::cover::cover_letter;
pub use self::fault::LetterFault;
pub use self::language::Language;
pub use self::payment::payable;
pub use self::statement::statement;
pub use self::template::{Source, Templates};
