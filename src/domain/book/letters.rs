//! Letters that went out, and the charges that they claim.

use super::{Book, Missing};
use crate::domain::id::{ItemId, LetterId};
use crate::domain::letter::{Charge, Letter, LetterState};
use crate::domain::plan::PlanState;

impl Book {
    pub fn letter(&self, id: LetterId) -> Result<&LetterState, Missing> {
        self.letters
            .get(&id)
            .ok_or_else(|| Missing(format!("letter {}", id.0)))
    }

    pub(super) fn letter_mut(&mut self, id: LetterId) -> Result<&mut LetterState, Missing> {
        self.letters
            .get_mut(&id)
            .ok_or_else(|| Missing(format!("letter {}", id.0)))
    }

    pub(super) fn send(&mut self, letter: &Letter) {
        self.next.letter = letter.id.next();
        self.letters.insert(
            letter.id,
            LetterState {
                letter: letter.clone(),
                voided: false,
            },
        );
    }

    /// The letters at hand that stand, the oldest first.
    pub fn standing_letters(&self) -> Vec<&Letter> {
        let standing = self.letters.values().filter(|state| !state.voided);
        let mut letters: Vec<&Letter> = standing.map(|state| &state.letter).collect();
        letters.sort_unstable_by_key(|letter| letter.id);
        letters
    }

    /// The charges of the letters and plans at hand that stand: those claimed for one of these items, or being one of
    /// them.
    pub fn charges_of(&self, items: &[ItemId]) -> Vec<&Charge> {
        let charges = self
            .standing_letters()
            .into_iter()
            .flat_map(|letter| &letter.charges);
        let plans = self.plans.values().filter(|state| !state.voided);
        let mut plans: Vec<&PlanState> = plans.collect();
        plans.sort_unstable_by_key(|state| state.plan.id);
        let fees = plans
            .into_iter()
            .filter_map(|state| state.plan.fee.as_ref());
        charges
            .chain(fees)
            .filter(|charge| items.contains(&charge.about) || items.contains(&charge.item))
            .collect()
    }
}
