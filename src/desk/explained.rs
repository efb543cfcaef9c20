//! What explains all money that waits, found once for each state of the ledger: the lists, their counts and the
//! reminders all ask for it after every change.

use std::cell::RefCell;
use std::sync::Arc;

use crate::domain::candidate::Waiting;
use crate::domain::id::EntryId;
use crate::matching;
use crate::reports::settling::Explained;
use crate::store::query::Reader;

use super::Desk;
use super::settle::known;
use super::teller::Teller;

/// Receipts that are kept explained; of a longer list each question is answered anew.
const KEPT: usize = 20_000;

/// Money by whose it is. What is a customer's already wants nothing of what waits for one: each is explained among its
/// own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Of {
    /// Nobody's yet, what was set aside included: that is a rival all the same.
    Nobody,
    /// A customer's, and settles nothing yet.
    Customers,
}

type Found = Arc<Vec<Explained>>;

/// What was explained last, and the last entry of the ledger then. The settings hold as long as the desk does.
#[derive(Default)]
pub(super) struct Shelf(RefCell<[Option<(EntryId, Found)>; 2]>);

impl Desk {
    /// Money that waits with what explains it, in order of booking date. Within one moment of the ledger.
    pub(super) fn explained(&self, reader: &Reader<'_>, of: Of) -> crate::store::Result<Found> {
        let now = reader.last_entry()?;
        if let Some((at, found)) = &self.shelf.0.borrow()[of as usize]
            && *at == now
        {
            return Ok(Arc::clone(found));
        }
        let waiting = match of {
            Of::Nobody => reader.receipts(&reader.unidentified()?)?,
            Of::Customers => reader.unapplied()?,
        };
        let found = Arc::new(self.explain_all(reader, waiting)?);
        let kept = (found.len() <= KEPT).then(|| (now, Arc::clone(&found)));
        self.shelf.0.borrow_mut()[of as usize] = kept;
        Ok(found)
    }

    /// What explains these, all of them considered.
    pub(super) fn explain_all(
        &self,
        reader: &Reader<'_>,
        waiting: Vec<Waiting>,
    ) -> crate::store::Result<Vec<Explained>> {
        if waiting.is_empty() {
            return Ok(Vec::new());
        }
        let known = known(
            reader,
            &self.config.rules,
            &matching::mentioned(&waiting),
            None,
        )?;
        let found = matching::explain(&known, &self.config.matching(), &waiting);
        Teller::new(reader, &known).all(waiting, found)
    }
}
