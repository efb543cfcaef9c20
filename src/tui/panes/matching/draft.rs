//! What a receipt is about to settle: an explanation as proposed, or as a person changed it.

use crate::domain::command::{Command, Part, Settlement, Target};
use crate::domain::date::Date;
use crate::domain::evidence::{Class, Evidence};
use crate::domain::id::{CustomerId, ItemId};
use crate::domain::money::{Currency, Minor};
use crate::reports::card::ItemLine;
use crate::reports::settling::{Explained, Proposal};

/// Whose money it is taken to be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Payer {
    pub id: CustomerId,
    pub number: String,
    pub name: String,
}

/// An open item, and how much of it the receipt would settle: nothing means that it is not chosen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DraftPart {
    pub item: ItemId,
    pub number: String,
    pub due: Date,
    pub open: Minor,
    pub amount: Minor,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Draft {
    pub receipt: ItemId,
    pub currency: Currency,
    /// What the receipt has to give.
    pub left: Minor,
    pub payer: Option<Payer>,
    /// Which explanation it began as.
    pub proposal: Option<usize>,
    pub parts: Vec<DraftPart>,
    /// The explanation is that the customer has paid twice: one key says whose it is, and it stays unapplied.
    paid_twice: bool,
    /// A person changed it: then it is a decision by hand.
    pub edited: bool,
}

impl Draft {
    /// An explanation as it was proposed; nothing chosen if there is none.
    pub fn of(explained: &Explained, proposal: usize) -> Self {
        let chosen = explained.proposals.get(proposal);
        Self {
            receipt: explained.receipt.item,
            currency: explained.receipt.currency,
            left: explained.receipt.left,
            payer: chosen.map(payer).or_else(|| {
                let (id, number, name) = explained.receipt.customer.clone()?;
                Some(Payer { id, number, name })
            }),
            proposal: chosen.map(|_| proposal),
            parts: chosen.map(parts).unwrap_or_default(),
            paid_twice: chosen.is_some_and(paid_twice),
            edited: false,
        }
    }

    /// The same receipt for another customer, with nothing chosen yet.
    pub fn give_to(&mut self, payer: Payer) {
        self.payer = Some(payer);
        self.proposal = None;
        self.parts.clear();
        self.edited = true;
    }

    /// Adds the customer's other open items, to choose from.
    pub fn offer(&mut self, lines: &[ItemLine]) {
        for line in lines.iter().filter(|line| {
            line.class.is_debit() && line.open > Minor::ZERO && line.currency == self.currency
        }) {
            match self.parts.iter_mut().find(|part| part.item == line.id) {
                Some(part) => part.open = line.open,
                None => self.parts.push(DraftPart {
                    item: line.id,
                    number: line.number.clone(),
                    due: line.due,
                    open: line.open,
                    amount: Minor::ZERO,
                }),
            }
        }
    }

    /// What would settle nothing yet; below zero if more is chosen than came in.
    pub fn difference(&self) -> Minor {
        self.left - self.parts.iter().map(|part| part.amount).sum()
    }

    pub fn chosen(&self) -> impl Iterator<Item = &DraftPart> {
        self.parts.iter().filter(|part| !part.amount.is_zero())
    }

    /// Whether the explanation, as proposed, is that the customer has paid what was paid already.
    pub fn is_all_unapplied(&self) -> bool {
        !self.edited && self.paid_twice
    }

    /// Whether two drafts settle the same, whatever else they offer.
    pub fn says_the_same_as(&self, other: &Self) -> bool {
        self.payer == other.payer && self.left == other.left && self.chosen().eq(other.chosen())
    }

    /// Takes an item out, or in with as much as fits; false if nothing is left for it.
    pub fn toggle(&mut self, at: usize) -> bool {
        let left = self.difference();
        let Some(part) = self.parts.get_mut(at) else {
            return false;
        };
        let amount = if part.amount.is_zero() {
            part.open.min(left.max(Minor::ZERO))
        } else {
            Minor::ZERO
        };
        let changed = amount != part.amount;
        part.amount = amount;
        self.edited |= changed;
        changed
    }

    /// Gives an item as much as fits of what is left.
    pub fn fill(&mut self, at: usize) -> bool {
        let left = self.difference();
        let Some(part) = self.parts.get_mut(at) else {
            return false;
        };
        let amount = part.open.min((part.amount + left).max(Minor::ZERO));
        let changed = amount != part.amount;
        part.amount = amount;
        self.edited |= changed;
        changed
    }

    pub fn set(&mut self, at: usize, amount: Minor) {
        if let Some(part) = self.parts.get_mut(at) {
            part.amount = amount;
            self.edited = true;
        }
    }

    /// What is asked of the desk when it is accepted.
    pub fn command(&self, explained: &Explained) -> Command {
        let part = |part: &DraftPart| {
            Part::new(
                Target::Item(part.item),
                Some(part.amount.decimal(self.currency)),
            )
        };
        let (class, evidence): (Option<Class>, Vec<Evidence>) =
            match self.proposal.and_then(|at| explained.proposals.get(at)) {
                Some(proposal) if !self.edited => (Some(proposal.class), proposal.evidence.clone()),
                _ => (None, vec![Evidence::ByHand]),
            };
        Command::Settle(Box::new(Settlement {
            class,
            evidence,
            ..Settlement::by_hand(self.receipt, self.chosen().map(part).collect())
        }))
    }
}

fn payer(proposal: &Proposal) -> Payer {
    Payer {
        id: proposal.customer,
        number: proposal.customer_number.clone(),
        name: proposal.customer_name.clone(),
    }
}

/// Money that settles nothing, for a reference whose document is closed.
fn paid_twice(proposal: &Proposal) -> bool {
    let closed = |piece: &Evidence| matches!(piece, Evidence::ReferenceOfClosed { .. });
    proposal.parts.is_empty() && proposal.evidence.iter().any(closed)
}

/// A possible explanation has no default: its parts are offered and not chosen.
fn parts(proposal: &Proposal) -> Vec<DraftPart> {
    let part = |part: &crate::reports::settling::ProposedPart| DraftPart {
        item: part.item,
        number: part.number.clone(),
        due: part.due,
        open: part.open,
        amount: if proposal.class == Class::D {
            Minor::ZERO
        } else {
            part.amount
        },
    };
    proposal.parts.iter().map(part).collect()
}
