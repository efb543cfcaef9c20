//! Letters on their way out: written from the ledger's facts, handed to their channel outside the write lock, and what
//! came of it recorded. Before something is handed over the ledger says so, and after it what became of it: a process
//! that ends in between leaves a dispatch in doubt, never one that goes out twice in silence.

mod attach;
mod content;
mod each;
mod fault;
mod file;
mod files;
mod house;
mod keep;
mod list;
mod mail;
mod paper;
mod send;
mod show;
mod templates;
mod writer;

use crate::domain::id::{CustomerId, DispatchId, LetterId};
use crate::domain::outbox::{Channel, Posted, Stand};
use crate::reports::post::Waiting;
use crate::store::query::DispatchRow;

pub(super) use fault::OwnFault;
pub use fault::PostFault;
pub use file::write as write_file;
pub(super) use house::Stationery;
pub use paper::is_for;
pub use show::{Form, Preview, Shown, Writable};
pub use templates::TemplateFile;

/// What became of the outbox's work.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct PostReport {
    /// What was tried, in order.
    pub tried: Vec<Tried>,
    /// Letters that must not leave any more as they were written: they stay, each with the sentence why.
    pub out_of_date: Vec<Tried>,
    /// What an interrupted process left behind: in doubt now.
    pub interrupted: Vec<DispatchId>,
    /// Why it stopped before the end.
    pub stopped: Option<String>,
    /// Why nothing could be tried: what waits, waits on.
    pub no_way: Option<String>,
    /// Another process sends just now.
    pub busy: bool,
    pub cancelled: bool,
    /// What stays queued of what was asked for, and is not out of date.
    pub left: usize,
    /// All that is queued after it, by way.
    pub waiting: Waiting,
}

/// A dispatch that was tried.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tried {
    pub dispatch: DispatchId,
    pub letter: Option<LetterId>,
    pub customer: CustomerId,
    pub number: String,
    pub name: String,
    pub channel: Channel,
    pub to: String,
    /// Sent, failed or in doubt.
    pub stand: Stand,
    /// What the channel answered, or why.
    pub note: String,
}

impl Tried {
    fn of(row: &DispatchRow, stand: Stand, note: String) -> Self {
        Self {
            dispatch: row.id,
            letter: letter_of(row),
            customer: row.customer,
            number: row.number.clone(),
            name: row.name.clone(),
            channel: row.channel,
            to: row.to.clone(),
            stand,
            note,
        }
    }
}

impl PostReport {
    pub fn count(&self, stand: Stand) -> usize {
        self.tried.iter().filter(|it| it.stand == stand).count()
    }

    /// Whether everything that was asked for left the house.
    pub fn is_clean(&self) -> bool {
        self.left == 0
            && self.out_of_date.is_empty()
            && !self.busy
            && self.interrupted.is_empty()
            && self.count(Stand::Sent) == self.tried.len()
    }
}

fn letter_of(row: &DispatchRow) -> Option<LetterId> {
    match row.what {
        Posted::Letter(letter) => Some(letter),
        Posted::Statement => None,
    }
}

/// What a dispatch is called on files and lists: `L12` of a letter, `S7` of a statement.
fn label(row: &DispatchRow) -> String {
    match letter_of(row) {
        Some(letter) => format!("L{}", letter.0),
        None => format!("S{}", row.id.0),
    }
}
