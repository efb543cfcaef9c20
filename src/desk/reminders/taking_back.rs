//! What taking a letter back takes: what came back is called off first, then go the entries that sent it another way,
//! the last first, and its own at the end. What the customer may have is not taken back.

use crate::domain::command::{Command, Outcome};
use crate::domain::id::{DispatchId, EntryId};
use crate::domain::outbox::Stand;
use crate::store::query::DispatchRow;

/// In this order.
pub(super) struct TakingBack {
    pub returned: Vec<DispatchId>,
    pub entries: Vec<EntryId>,
}

/// A dispatch by which the customer may have the letter, or get it, and where it stood when it went.
pub(super) type MayHaveArrived = (DispatchId, Stand);

impl TakingBack {
    /// Of all dispatches of a letter, in order, and the entry that recorded it.
    pub fn of(dispatches: &[DispatchRow], own: EntryId) -> Result<Self, MayHaveArrived> {
        let standing = || dispatches.iter().filter(|row| !row.voided);
        let mut arrived = standing()
            .rev()
            .filter_map(|row| Some((row.id, row.may_have_arrived()?)));
        if let Some(found) = arrived.next() {
            return Err(found);
        }
        let returned = standing().filter(|row| row.stand == Stand::Returned);
        let others = standing().rev().map(|row| row.entry);
        Ok(Self {
            returned: returned.map(|row| row.id).collect(),
            entries: others.filter(|entry| *entry != own).chain([own]).collect(),
        })
    }

    /// What it takes that nothing goes out once more of a letter that may have arrived: what waits is called off, and
    /// the try that nobody knows about is in doubt again, for a person to say what became of it. None: nobody doubts.
    pub fn back_to_doubt(dispatches: &[DispatchRow], why: &str) -> Option<Vec<Command>> {
        let mut standing = dispatches.iter().filter(|row| !row.voided);
        let doubted = standing.rfind(|row| row.stand.falls_back(row.left))?;
        let waits = dispatches.iter().filter(|row| {
            let waits = matches!(row.stand, Stand::Queued | Stand::Failed);
            waits && !row.voided && row.id != doubted.id
        });
        let told = |row: &DispatchRow, outcome| Command::Dispatch {
            dispatch: row.id,
            outcome,
        };
        let why = || why.to_owned();
        let called_off = waits.map(|row| told(row, Outcome::CallOff { reason: why() }));
        let doubt = told(doubted, Outcome::Doubt { why: why() });
        Some(called_off.chain([doubt]).collect())
    }

    pub fn calls_off(&self, why: &str) -> Vec<Command> {
        let call_off = |dispatch: &DispatchId| Command::Dispatch {
            dispatch: *dispatch,
            outcome: Outcome::CallOff {
                reason: why.to_owned(),
            },
        };
        self.returned.iter().map(call_off).collect()
    }
}
