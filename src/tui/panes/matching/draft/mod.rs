//! What receipts are about to settle: an explanation as proposed, or as a person changed it. How it is asked of the
//! desk is in `asking`.

mod asking;
mod change;

use std::iter;

use crate::domain::command::Over;
use crate::domain::date::Date;
use crate::domain::difference::DifferenceKind;
use crate::domain::document::ItemClass;
use crate::domain::evidence::{Class, Evidence};
use crate::domain::id::{CustomerId, ItemId};
use crate::domain::money::{Currency, Minor};
use crate::reports::card::ItemLine;
use crate::reports::settling::{Explained, Proposal, ProposedPart};

pub use change::RestAt;

/// Whose items are settled.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Payer {
    pub id: CustomerId,
    pub number: String,
    pub name: String,
}

/// A receipt that pays.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Source {
    pub item: ItemId,
    pub booked: Date,
    /// What it has to give.
    pub left: Minor,
    /// Whose it is, if that is known.
    pub customer: Option<CustomerId>,
}

/// A rest that is closed without money.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Closing {
    pub amount: Minor,
    pub kind: DifferenceKind,
    pub reason: String,
}

/// An open item, and how much of it is settled, or used if it is a credit: nothing means that it is not chosen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DraftPart {
    pub item: ItemId,
    pub number: String,
    pub customer: CustomerId,
    pub class: ItemClass,
    pub due: Date,
    pub currency: Currency,
    /// Magnitudes in the item's currency.
    pub open: Minor,
    pub amount: Minor,
    /// What of the receipt pays it: the amount, unless the receipt is in another currency.
    pub paid: Minor,
    pub rest: Option<Closing>,
    /// Some of it is disputed.
    pub disputed: bool,
}

impl DraftPart {
    pub fn is_credit(&self) -> bool {
        !self.class.is_debit()
    }

    pub fn is_chosen(&self) -> bool {
        !self.amount.is_zero()
    }

    /// What stays open of it.
    pub fn stays(&self) -> Minor {
        let closed = self.rest.as_ref().map_or(Minor::ZERO, |rest| rest.amount);
        self.open - self.amount - closed
    }
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Draft {
    /// The receipts that pay together, the oldest first: one, unless several are marked.
    pub receipts: Vec<Source>,
    pub currency: Currency,
    /// The customers whose items are offered. The first is taken to be the payer.
    pub payers: Vec<Payer>,
    /// Which explanation it began as.
    pub proposal: Option<usize>,
    pub parts: Vec<DraftPart>,
    /// What of the money itself is closed.
    pub rest: Option<Closing>,
    /// The explanation settles nothing: it says whose the money is, or that it is no receivable.
    settles_nothing: bool,
    pub over: Over,
    /// A person changed it: then it is a decision by hand.
    pub edited: bool,
}

impl Draft {
    /// An explanation as it was proposed; nothing chosen if there is none.
    pub fn of(explained: &Explained, proposal: usize) -> Self {
        let receipt = &explained.receipt;
        let chosen = explained.proposals.get(proposal);
        let mut draft = Self {
            receipts: vec![source(explained)],
            currency: receipt.currency,
            payers: chosen
                .map(payers)
                .or_else(|| Some(vec![holder(explained)?]))
                .unwrap_or_default(),
            proposal: chosen.map(|_| proposal),
            parts: chosen
                .map(|chosen| parts(chosen, receipt.currency))
                .unwrap_or_default(),
            rest: None,
            settles_nothing: chosen.is_some_and(settles_nothing),
            over: chosen.map_or(Over::Unapplied, |chosen| chosen.over),
            edited: false,
        };
        if let Some(chosen) = chosen.filter(|chosen| chosen.class != Class::D) {
            draft.close_rests(chosen);
        }
        draft
    }

    /// Several receipts that pay together: what the best explanations name is chosen, as far as the money goes.
    pub fn of_all(marked: &[&Explained]) -> Option<Self> {
        let mut marked = marked.to_vec();
        marked.sort_by_key(|explained| (explained.receipt.booked, explained.receipt.item));
        let first = marked
            .iter()
            .find(|explained| holder(explained).is_some() || !explained.proposals.is_empty())
            .or(marked.first())?;
        let mut draft = Self::of(first, 0);
        if marked.len() == 1 {
            return Some(draft);
        }
        draft.receipts = marked.iter().map(|explained| source(explained)).collect();
        draft.proposal = None;
        draft.settles_nothing = false;
        draft.over = Over::Unapplied;
        draft.edited = true;
        let whose = draft.payers.first().map(|payer| payer.id);
        for best in marked.iter().filter_map(|other| other.proposals.first()) {
            let new: Vec<DraftPart> = parts(best, draft.currency)
                .into_iter()
                .filter(|part| Some(part.customer) == whose && !part.is_credit())
                .filter(|part| draft.parts.iter().all(|known| known.item != part.item))
                .collect();
            draft.parts.extend(new);
        }
        for part in &mut draft.parts {
            part.amount = Minor::ZERO;
            part.paid = Minor::ZERO;
            part.rest = None;
        }
        for at in 0..draft.parts.len() {
            // Where nothing is left, it stays unchosen.
            let _ = draft.fill(at);
        }
        Some(draft)
    }

    /// The receipt, or the oldest of several.
    pub fn receipt(&self) -> Option<ItemId> {
        self.receipts.first().map(|source| source.item)
    }

    pub fn is_of(&self, receipts: &[ItemId]) -> bool {
        self.receipts.len() == receipts.len()
            && self
                .receipts
                .iter()
                .all(|source| receipts.contains(&source.item))
    }

    /// What the receipts have to give.
    pub fn left(&self) -> Minor {
        self.receipts.iter().map(|source| source.left).sum()
    }

    pub fn payer(&self) -> Option<&Payer> {
        self.payers.first()
    }

    /// The explanation that it is, or was before a person changed it.
    pub fn drafted<'a>(&self, explained: &'a Explained) -> Option<&'a Proposal> {
        explained.proposals.get(self.proposal?)
    }

    /// Whether it is known already whose the money is: then it is applied, not settled.
    pub fn is_identified(&self) -> bool {
        self.receipts.iter().any(|source| source.customer.is_some())
    }

    /// What would settle nothing yet; below zero if more is chosen than there is.
    pub fn difference(&self) -> Minor {
        let parts = self.parts.iter().map(|part| {
            if part.is_credit() {
                part.amount
            } else {
                Minor::ZERO - part.paid
            }
        });
        let closed = self.rest.as_ref().map_or(Minor::ZERO, |rest| rest.amount);
        self.left() + parts.sum::<Minor>() - closed
    }

    /// Items that are settled, and credits that are used.
    pub fn chosen(&self) -> impl Iterator<Item = &DraftPart> {
        self.parts.iter().filter(|part| part.is_chosen())
    }

    /// Items that are settled.
    pub fn settled(&self) -> impl Iterator<Item = &DraftPart> {
        self.chosen().filter(|part| !part.is_credit())
    }

    /// Whether items of several customers are settled.
    pub fn is_split(&self) -> bool {
        let mut customers = self.settled().map(|part| part.customer);
        let first = customers.next();
        customers.any(|customer| Some(customer) != first)
    }

    /// Whether the explanation, as proposed, settles nothing and can be accepted: paid twice, or no receivable.
    pub fn is_nothing_to_settle(&self) -> bool {
        !self.edited && self.settles_nothing
    }

    /// Whether two drafts settle the same, whatever else they offer.
    pub fn says_the_same_as(&self, other: &Self) -> bool {
        self.payer() == other.payer()
            && self.receipts == other.receipts
            && self.chosen().map(settles).eq(other.chosen().map(settles))
    }

    /// The same money for another customer, with nothing chosen yet.
    pub fn give_to(&mut self, payer: Payer) {
        self.payers = vec![payer];
        self.proposal = None;
        self.parts.clear();
        self.rest = None;
        self.edited = true;
    }

    /// Another customer's items are offered beside those chosen so far.
    pub fn share_with(&mut self, payer: Payer) {
        let chosen: Vec<CustomerId> = self.chosen().map(|part| part.customer).collect();
        let stays = |id: CustomerId| chosen.contains(&id) || id == payer.id;
        self.parts.retain(|part| stays(part.customer));
        self.payers
            .retain(|known| stays(known.id) && known.id != payer.id);
        self.payers.push(payer);
        self.edited = true;
    }

    /// Adds a customer's other open items to choose from, each customer's together.
    pub fn offer(&mut self, customer: CustomerId, lines: &[ItemLine]) {
        // Money that is identified is applied to debts; credits are counted in when a receipt is settled.
        let (currency, counts_in) = (self.currency, !self.is_identified());
        let receipts = &self.receipts;
        let fits = |line: &&ItemLine| {
            let pays = receipts.iter().any(|source| source.item == line.id);
            let credit = line.currency == currency && counts_in;
            !pays && !line.open.is_zero() && (line.class.is_debit() || credit)
        };
        let mut new: Vec<DraftPart> = Vec::new();
        for line in lines.iter().filter(fits) {
            match self.parts.iter_mut().find(|part| part.item == line.id) {
                Some(part) => {
                    part.open = line.open.abs();
                    part.currency = line.currency;
                    part.disputed = !line.disputed.is_zero();
                }
                None => new.push(DraftPart {
                    item: line.id,
                    number: line.number.clone(),
                    customer,
                    class: line.class,
                    due: line.due,
                    currency: line.currency,
                    open: line.open.abs(),
                    amount: Minor::ZERO,
                    paid: Minor::ZERO,
                    rest: None,
                    disputed: !line.disputed.is_zero(),
                }),
            }
        }
        // What the receipt pays directly first, then what lessens it, then what is in another currency.
        new.sort_by_key(|part| (part.currency != currency, part.is_credit()));
        self.parts.extend(new);
        let payers = &self.payers;
        self.parts
            .sort_by_key(|part| payers.iter().position(|payer| payer.id == part.customer));
    }

    fn close_rests(&mut self, proposal: &Proposal) {
        for rest in &proposal.rests {
            let closing = Some(Closing {
                amount: rest.amount,
                kind: rest.kind,
                reason: String::new(),
            });
            match self.parts.iter_mut().find(|part| part.item == rest.item) {
                Some(part) => part.rest = closing,
                None => self.rest = closing,
            }
        }
    }
}

/// How much of which item, and how its rest is closed.
fn settles(part: &DraftPart) -> (ItemId, Minor, Option<&Closing>) {
    (part.item, part.amount, part.rest.as_ref())
}

fn source(explained: &Explained) -> Source {
    let receipt = &explained.receipt;
    Source {
        item: receipt.item,
        booked: receipt.booked,
        left: receipt.left,
        customer: receipt.customer.as_ref().map(|(id, _, _)| *id),
    }
}

/// Whose the receipt is already.
fn holder(explained: &Explained) -> Option<Payer> {
    let (id, number, name) = explained.receipt.customer.clone()?;
    Some(Payer { id, number, name })
}

/// The customers of a proposal's parts. The names of all but the first are looked up where they are shown.
fn payers(proposal: &Proposal) -> Vec<Payer> {
    if proposal.account.is_some() {
        return Vec::new();
    }
    let first = Payer {
        id: proposal.customer,
        number: proposal.customer_number.clone(),
        name: proposal.customer_name.clone(),
    };
    let mut payers = vec![first];
    for part in proposal.parts.iter().chain(&proposal.credits) {
        if payers.iter().all(|payer| payer.id != part.customer) {
            payers.push(Payer {
                id: part.customer,
                number: String::new(),
                name: String::new(),
            });
        }
    }
    payers
}

/// Money that settles nothing, for a reference whose document is closed; or that is no receivable.
fn settles_nothing(proposal: &Proposal) -> bool {
    let closed = |piece: &Evidence| {
        matches!(
            piece,
            Evidence::ReferenceOfClosed { .. } | Evidence::PaidTwice { .. }
        )
    };
    proposal.account.is_some()
        || (proposal.parts.is_empty()
            && (proposal.over == Over::Refund || proposal.evidence.iter().any(closed)))
}

/// A possible explanation has no default: its parts are offered and not chosen.
fn parts(proposal: &Proposal, currency: Currency) -> Vec<DraftPart> {
    let chosen = proposal.class != Class::D;
    let part = |part: &ProposedPart| {
        let amount = if chosen { part.amount } else { Minor::ZERO };
        DraftPart {
            item: part.item,
            number: part.number.clone(),
            customer: part.customer,
            class: part.class,
            due: part.due,
            currency,
            open: part.open,
            amount,
            paid: amount,
            rest: None,
            disputed: false,
        }
    };
    iter::chain(&proposal.parts, &proposal.credits)
        .map(part)
        .collect()
}
