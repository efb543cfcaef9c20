//! Waiting for another program that writes to the same ledger.

pub use crate::store::Holder;

use super::Desk;
use crate::text::width::{clean, truncate};

/// Cells that are shown of how a program was called.
const SHOWN: usize = 60;

impl Desk {
    /// Has `heard` called again and again while a change waits for another program to be done with the ledger: with
    /// that program, or with nothing where the system does not tell. When it answers false, the change is given up
    /// and nothing is changed.
    pub fn while_waiting(
        &mut self,
        mut heard: impl FnMut(Option<&Holder>) -> bool + Send + 'static,
    ) {
        self.store.while_waiting(Box::new(move |holder| {
            let shown = holder.map(|holder| Holder {
                command: truncate(&clean(&holder.command), SHOWN).into_owned(),
                ..*holder
            });
            heard(shown.as_ref())
        }));
    }
}
