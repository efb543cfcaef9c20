//! What is due again after something was taken back.

use crate::desk::{Desk, Did, Failure};
use crate::domain::id::CustomerId;
use crate::reports::reminding::LetterLine;

use super::queue::Asked;

impl Desk {
    /// The letters that are due today to those whom a run touched.
    pub fn due_after(&self, did: &Did) -> Result<Vec<LetterLine>, Failure> {
        let touched = self.store.read().touched_by(did.run)?;
        let customers: Vec<CustomerId> = touched.into_iter().collect();
        if customers.is_empty() {
            return Ok(Vec::new());
        }
        let asked = Asked {
            customers,
            ..Asked::all(self.today())
        };
        Ok(self.queue_of(&asked)?.letters)
    }
}
