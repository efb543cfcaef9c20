//! Letters and statements as they leave the house. What a letter says ([`crate::domain::content`]) and a template make
//! a sheet ([`crate::domain::sheet`]); a sheet becomes a PDF, text, HTML, an e-mail; an e-mail goes by SMTP.
//!
//! No database, no clock: what is needed is handed in.

pub mod carrier;
pub mod command;
pub mod delivery;
pub mod email;
pub mod file_name;
mod process;
pub mod secret;
pub mod smtp;
pub mod pdf;
