//! Letters and statements as they read: what will go, what went, and the lists of both. What is shown here is the sheet
//! that is sent; nothing is worded a second time.

mod copies;
mod outbox;
mod preview;
mod statement;

use super::post::PostFault;
use crate::domain::outbox::Channel;
use crate::domain::sheet::Sheet;

pub use copies::PageOf;
pub(super) use outbox::tally;

/// A letter as it would go.
#[derive(Clone, PartialEq, Debug)]
pub struct Previewed {
    /// The sheet, or why there is none.
    pub sheet: Result<Box<Sheet>, PostFault>,
    pub channel: Channel,
    /// Where to; empty if nobody has said.
    pub to: String,
}

/// A letter or statement with what became of it.
#[derive(Clone, PartialEq, Debug)]
pub struct LetterPage {
    pub sheet: Result<Box<Sheet>, PostFault>,
    /// The copy of what left the house; else how it reads now.
    pub is_copy: bool,
    /// Its way, if it has one.
    pub line: Option<crate::reports::post::OutboxLine>,
}
