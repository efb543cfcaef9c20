//! Assignment over all receipts: certain claims on the same items are weighed against each other.

use std::collections::HashMap;

use super::index::Index;
use super::{Explained, Explanation};
use crate::domain::candidate::{Candidate, Waiting};
use crate::domain::evidence::{Class, Evidence};
use crate::domain::id::ItemId;
use crate::domain::money::Minor;

/// Lowers claims that cannot all be met and shares out those that can, in date order.
pub(super) fn assign(index: &Index<'_>, receipts: &[Waiting], explained: &mut [Explained]) {
    for (reference, claims) in contests(index, explained) {
        let items: Vec<&Candidate> = index
            .by_reference(&reference)
            .iter()
            .filter(|item| item.open > Minor::ZERO)
            .copied()
            .collect();
        settle(receipts, explained, &claims, &items);
    }
}

/// Certain receipts that claim items of the same reference, where more than one does. Nobody is given an item
/// that bears another reference than he named.
fn contests(index: &Index<'_>, explained: &[Explained]) -> Vec<(String, Vec<usize>)> {
    let mut by_reference: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, receipt) in explained
        .iter()
        .enumerate()
        .filter(|(_, receipt)| is_certain(receipt))
    {
        let items = receipt.explanations[0].parts.iter();
        let mut references: Vec<String> = items
            .filter_map(|(item, _)| index.item(*item)?.reference.clone())
            .collect();
        references.sort_unstable();
        references.dedup();
        for reference in references {
            by_reference.entry(reference).or_default().push(at);
        }
    }
    let mut contests: Vec<(String, Vec<usize>)> = by_reference
        .into_iter()
        .filter(|(_, claims)| claims.len() > 1)
        .collect();
    contests.sort_unstable();
    contests
}

fn settle(
    receipts: &[Waiting],
    explained: &mut [Explained],
    claims: &[usize],
    items: &[&Candidate],
) {
    let mut claims: Vec<usize> = claims
        .iter()
        .copied()
        .filter(|at| is_certain(&explained[*at]))
        .collect();
    claims.sort_by_key(|at| (receipts[*at].booked, receipts[*at].item));
    if let Some(shares) = share_out(explained, &claims, items) {
        for (at, share) in claims.into_iter().zip(shares) {
            let best = &mut explained[at].explanations[0];
            best.parts.retain(|(item, _)| !is_among(items, *item));
            best.parts.extend(share);
        }
        return;
    }
    let exact: Vec<usize> = claims
        .iter()
        .copied()
        .filter(|at| is_exact(&explained[*at]))
        .collect();
    for at in claims {
        let taken = exact.len() == 1;
        if taken && exact[0] == at {
            continue;
        }
        let invoice = items
            .first()
            .map_or(String::new(), |item| item.number.clone());
        let best = &mut explained[at].explanations[0];
        best.class = Class::C;
        best.evidence.push(if taken {
            Evidence::TakenByExact { invoice }
        } else {
            Evidence::Contested { invoice }
        });
    }
}

type Share = Vec<(ItemId, Minor)>;

/// What each claim takes of the items, if all of them can be met: what it chose as far as that is free, then the
/// earliest due. None if they want more than there is.
fn share_out(
    explained: &[Explained],
    claims: &[usize],
    items: &[&Candidate],
) -> Option<Vec<Share>> {
    let mut free: HashMap<ItemId, Minor> =
        items.iter().map(|item| (item.item, item.open)).collect();
    // What a claim chose is set aside for it before anybody falls back on what is left.
    let mut shares: Vec<Share> = Vec::new();
    let mut wanting: Vec<Minor> = Vec::new();
    for at in claims {
        let mut share = Share::new();
        let mut wants = Minor::ZERO;
        for (item, amount) in chosen(&explained[*at].explanations[0], items) {
            let left = free.entry(item).or_default();
            let take = amount.min(*left);
            *left -= take;
            wants += amount - take;
            if take > Minor::ZERO {
                share.push((item, take));
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

fn chosen(best: &Explanation, items: &[&Candidate]) -> Vec<(ItemId, Minor)> {
    let parts = best.parts.iter();
    parts
        .filter(|(item, _)| is_among(items, *item))
        .copied()
        .collect()
}

fn is_among(items: &[&Candidate], id: ItemId) -> bool {
    items.iter().any(|item| item.item == id)
}

fn is_certain(explained: &Explained) -> bool {
    explained
        .explanations
        .first()
        .is_some_and(|best| best.class == Class::A)
}

fn is_exact(explained: &Explained) -> bool {
    let best = explained.explanations.first();
    best.is_some_and(|best| {
        best.evidence
            .iter()
            .any(|piece| matches!(piece, Evidence::AmountFits { .. }))
    })
}
