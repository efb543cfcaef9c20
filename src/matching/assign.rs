//! Assignment over all receipts: certain claims on the same items are weighed against each other. A claim is small,
//! so that all of them fit where all the receipts would not.

use std::collections::HashMap;

use super::index::Index;
use super::{Explained, Matcher};
use crate::domain::candidate::{Candidate, Waiting};
use crate::domain::date::Date;
use crate::domain::evidence::{Class, Evidence};
use crate::domain::id::ItemId;
use crate::domain::money::Minor;

/// What a receipt claims for certain: all that weighing it against others takes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Claim {
    receipt: ItemId,
    booked: Date,
    /// It is exactly what is open.
    exact: bool,
    parts: Vec<(ItemId, Minor)>,
    /// Why it is not certain after all; boxed, for there may be a million claims and few are lost.
    lost: Option<Box<Evidence>>,
}

impl Explained {
    /// The claim of a receipt that is certain by itself.
    pub fn claim(&self, receipt: &Waiting) -> Option<Claim> {
        let best = self.explanations.first().filter(|_| self.is_certain())?;
        let fits = |piece: &Evidence| matches!(piece, Evidence::AmountFits { .. });
        Some(Claim {
            receipt: self.receipt,
            booked: receipt.booked,
            exact: best.evidence.iter().any(fits),
            parts: best.parts.clone(),
            lost: None,
        })
    }
}

/// What became of the claims that others contested.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Verdicts(HashMap<ItemId, Claim>);

impl Verdicts {
    /// Gives a receipt what it was assigned, or lowers it to what a person decides.
    pub fn apply(&self, explained: &mut Explained) {
        let (Some(claim), Some(best)) = (
            self.0.get(&explained.receipt),
            explained.explanations.first_mut(),
        ) else {
            return;
        };
        best.parts.clone_from(&claim.parts);
        if let Some(lost) = &claim.lost {
            best.class = Class::C;
            best.evidence.push(Evidence::clone(lost));
        }
    }
}

/// Lowers claims that cannot all be met and shares out those that can, in date order.
pub fn assign(matcher: &Matcher<'_>, mut claims: Vec<Claim>) -> Verdicts {
    let mut contested = vec![false; claims.len()];
    for (reference, rivals) in contests(&matcher.index, &claims) {
        let items: Vec<&Candidate> = matcher
            .index
            .by_reference(reference)
            .iter()
            .filter(|item| item.open > Minor::ZERO)
            .copied()
            .collect();
        settle(&mut claims, &rivals, &items);
        for at in rivals {
            contested[at] = true;
        }
    }
    let decided = claims.into_iter().zip(contested);
    Verdicts(
        decided
            .filter(|(_, contested)| *contested)
            .map(|(claim, _)| (claim.receipt, claim))
            .collect(),
    )
}

/// Claims on items of the same reference, where there is more than one. Nobody is given an item that bears another
/// reference than he named.
fn contests<'k>(index: &Index<'k>, claims: &[Claim]) -> Vec<(&'k str, Vec<usize>)> {
    let mut named: Vec<(&str, usize)> = Vec::with_capacity(claims.len());
    for (at, claim) in claims.iter().enumerate() {
        for (item, _) in &claim.parts {
            let reference = index.item(*item).and_then(|item| item.reference.as_deref());
            named.extend(reference.map(|reference| (reference, at)));
        }
    }
    named.sort_unstable();
    named.dedup();
    named
        .chunk_by(|one, next| one.0 == next.0)
        .filter(|rivals| rivals.len() > 1)
        .map(|rivals| (rivals[0].0, rivals.iter().map(|(_, at)| *at).collect()))
        .collect()
}

fn settle(claims: &mut [Claim], rivals: &[usize], items: &[&Candidate]) {
    let mut rivals: Vec<usize> = rivals
        .iter()
        .copied()
        .filter(|at| claims[*at].lost.is_none())
        .collect();
    rivals.sort_by_key(|at| (claims[*at].booked, claims[*at].receipt));
    if let Some(shares) = share_out(claims, &rivals, items) {
        for (at, share) in rivals.into_iter().zip(shares) {
            let parts = &mut claims[at].parts;
            parts.retain(|(item, _)| !is_among(items, *item));
            parts.extend(share);
        }
        return;
    }
    let mut exact = rivals.iter().copied().filter(|at| claims[*at].exact);
    let taker = match (exact.next(), exact.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    };
    for at in rivals {
        if taker == Some(at) {
            continue;
        }
        let invoice = items
            .first()
            .map_or(String::new(), |item| item.number.clone());
        let lost = if taker.is_some() {
            Evidence::TakenByExact { invoice }
        } else {
            Evidence::Contested { invoice }
        };
        claims[at].lost = Some(Box::new(lost));
    }
}

type Share = Vec<(ItemId, Minor)>;

/// What each claim takes of the items, if all of them can be met: what it chose as far as that is free, then the
/// earliest due. None if they want more than there is.
fn share_out(claims: &[Claim], rivals: &[usize], items: &[&Candidate]) -> Option<Vec<Share>> {
    let mut free: HashMap<ItemId, Minor> =
        items.iter().map(|item| (item.item, item.open)).collect();
    // What a claim chose is set aside for it before anybody falls back on what is left.
    let mut shares: Vec<Share> = Vec::new();
    let mut wanting: Vec<Minor> = Vec::new();
    for at in rivals {
        let mut share = Share::new();
        let mut wants = Minor::ZERO;
        let parts = claims[*at].parts.iter();
        for (item, amount) in parts.filter(|(item, _)| is_among(items, *item)) {
            let left = free.entry(*item).or_default();
            let take = (*amount).min(*left);
            *left -= take;
            wants += *amount - take;
            if take > Minor::ZERO {
                share.push((*item, take));
            }
        }
        shares.push(share);
        wanting.push(wants);
    }
    for (share, wants) in shares.iter_mut().zip(&mut wanting) {
        for item in items {
            let left = free.entry(item.item).or_default();
            let take = (*wants).min(*left);
            if take > Minor::ZERO {
                *left -= take;
                *wants -= take;
                match share.iter_mut().find(|(known, _)| *known == item.item) {
                    Some((_, amount)) => *amount += take,
                    None => share.push((item.item, take)),
                }
            }
        }
    }
    wanting
        .iter()
        .all(|wants| wants.is_zero())
        .then_some(shares)
}

fn is_among(items: &[&Candidate], id: ItemId) -> bool {
    items.iter().any(|item| item.item == id)
}
