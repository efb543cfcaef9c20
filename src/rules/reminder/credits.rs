//! Credits that a letter takes off what it asks for: each once. What an earlier letter took off other items, and still
//! asks the rest of, is no longer there for a letter about these.

use std::collections::{HashMap, HashSet};

use super::Case;
use crate::domain::arrears::{Credit, Netted, Overdue};
use crate::domain::id::ItemId;
use crate::domain::money::Minor;
use crate::domain::pause::PauseKind;
use crate::domain::reminding::DueLine;

/// An account's credits, and what its letters of today have used of them.
pub(super) struct Credits<'a> {
    case: Case<'a>,
    left: Vec<(&'a Credit, Minor)>,
    /// What letters of today ask for: of these no earlier letter does any more.
    told: HashSet<ItemId>,
}

impl<'a> Credits<'a> {
    pub fn of(case: Case<'a>) -> Self {
        let credits = case.arrears.credits.iter();
        Self {
            case,
            left: credits.map(|credit| (credit, credit.left)).collect(),
            told: HashSet::new(),
        }
    }

    /// How much of them a letter about these items could use.
    pub fn free_for(&self, items: &[ItemId]) -> Minor {
        let mut bound = self.bound(items);
        let left = self.left.iter();
        left.map(|(credit, left)| *left - bound.remove(&credit.item).unwrap_or_default().min(*left))
            .sum()
    }

    /// Takes them off a letter's lines, as lines of their own; how much of them is used.
    pub fn take_off(&mut self, lines: &mut Vec<DueLine>) -> Minor {
        let items: Vec<ItemId> = lines.iter().map(|line| line.item).collect();
        let bound = self.bound(&items);
        let gross: Minor = lines.iter().map(|line| line.amount).sum();
        let mut used = Minor::ZERO;
        for (credit, left) in &mut self.left {
            let bound = bound.get(&credit.item).copied().unwrap_or_default();
            let amount = (*left - bound).min(gross - used);
            if amount <= Minor::ZERO {
                continue;
            }
            *left -= amount;
            used += amount;
            lines.push(DueLine {
                item: credit.item,
                number: credit.number.clone(),
                due: credit.on,
                opened: -credit.left,
                amount: -amount,
                charge: None,
                step: None,
            });
        }
        self.told.extend(items);
        used
    }

    /// How much of each credit earlier letters took off other items than these.
    fn bound(&self, items: &[ItemId]) -> HashMap<ItemId, Minor> {
        let mut bound: HashMap<ItemId, Minor> = HashMap::new();
        for netted in &self.case.arrears.netted {
            let (mut here, mut elsewhere) = (Minor::ZERO, Minor::ZERO);
            for item in &netted.items {
                let Some(item) = self.item(*item) else {
                    continue;
                };
                let asked = asked(self.case, item);
                let moved_on = items.contains(&item.item) || self.told.contains(&item.item);
                if moved_on || !self.runs(netted, item) {
                    here += asked;
                } else {
                    elsewhere += asked;
                }
            }
            for (credit, amount) in &netted.credits {
                let own = here.min(*amount);
                here -= own;
                let other = elsewhere.min(*amount - own);
                elsewhere -= other;
                *bound.entry(*credit).or_default() += other;
            }
        }
        bound
    }

    fn item(&self, item: ItemId) -> Option<&'a Overdue> {
        let mut items = self.case.arrears.items.iter();
        items.find(|known| known.item == item)
    }

    /// Whether a letter is the last word about an item; of a charge, about the item whose lateness it answers as long as
    /// that is open.
    fn runs(&self, netted: &Netted, item: &Overdue) -> bool {
        let about = item.charge.and_then(|(_, about)| self.item(about));
        let about = about.filter(|about| about.open > Minor::ZERO);
        let moved = about.unwrap_or(item).taken.last();
        let mut letters = self.case.arrears.netted.iter().rev();
        // A charge goes along with letters that move others.
        let listed = letters.find(|letter| letter.items.contains(&item.item));
        let last = moved.map(|taken| taken.letter);
        last.max(listed.map(|letter| letter.letter)) == Some(netted.letter)
    }
}

/// What a letter that went out asks of an item today: not what is disputed since, with an agency or on a plan.
fn asked(case: Case<'_>, item: &Overdue) -> Minor {
    if item.agency.is_some() || !item.plans.is_empty() {
        return Minor::ZERO;
    }
    let holding = item.pauses.iter().filter(|pause| {
        let kind = pause.kind == PauseKind::Dispute;
        kind && pause.holds(case.today)
    });
    let disputed: Minor = holding.map(|pause| pause.amount).sum();
    (item.open - disputed).max(Minor::ZERO)
}
