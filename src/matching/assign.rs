//! Assignment over all receipts: certain claims on the same items are weighed against each other.

use std::collections::HashMap;

use super::Explained;
use super::index::Index;
use crate::domain::candidate::Waiting;
use crate::domain::evidence::{Class, Evidence};
use crate::domain::id::{DocumentId, ItemId};
use crate::domain::money::Minor;

/// Lowers claims that cannot all be met and shares out those that can, in date order.
pub(super) fn assign(index: &Index<'_>, receipts: &[Waiting], explained: &mut [Explained]) {
    for claims in contests(index, explained) {
        settle(index, receipts, explained, &claims);
    }
}

/// Certain receipts that claim items of the same document, where more than one does.
fn contests(index: &Index<'_>, explained: &[Explained]) -> Vec<Vec<usize>> {
    let mut by_document: HashMap<DocumentId, Vec<usize>> = HashMap::new();
    for (at, receipt) in explained.iter().enumerate() {
        let Some(best) = receipt
            .explanations
            .first()
            .filter(|best| best.class == Class::A)
        else {
            continue;
        };
        let mut documents: Vec<DocumentId> = best
            .parts
            .iter()
            .filter_map(|(item, _)| index.item(*item))
            .map(|item| item.document)
            .collect();
        documents.sort_unstable();
        documents.dedup();
        for document in documents {
            by_document.entry(document).or_default().push(at);
        }
    }
    let mut contests: Vec<(DocumentId, Vec<usize>)> = by_document
        .into_iter()
        .filter(|(_, claims)| claims.len() > 1)
        .collect();
    contests.sort_unstable_by_key(|(document, _)| *document);
    contests.into_iter().map(|(_, claims)| claims).collect()
}

fn settle(index: &Index<'_>, receipts: &[Waiting], explained: &mut [Explained], claims: &[usize]) {
    let mut claims: Vec<usize> = claims
        .iter()
        .copied()
        .filter(|at| is_certain(&explained[*at]))
        .collect();
    claims.sort_by_key(|at| (receipts[*at].booked, receipts[*at].item));
    let mut wanted: HashMap<ItemId, Minor> = HashMap::new();
    let mut together = Minor::ZERO;
    let mut open = Minor::ZERO;
    for at in &claims {
        for (item, amount) in &explained[*at].explanations[0].parts {
            if wanted.insert(*item, *amount).is_none() {
                open += index.item(*item).map_or(Minor::ZERO, |item| item.open);
            }
            together += *amount;
        }
    }
    if together <= open {
        share_out(index, receipts, explained, &claims);
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
        let best = &mut explained[at].explanations[0];
        let invoice = best
            .parts
            .first()
            .and_then(|(item, _)| index.item(*item))
            .map(|item| item.number.clone());
        let invoice = invoice.unwrap_or_default();
        best.class = Class::C;
        best.evidence.push(if taken {
            Evidence::TakenByExact { invoice }
        } else {
            Evidence::Contested { invoice }
        });
    }
}

/// Claims that fit together: each takes what the earlier ones leave of the items that it named.
fn share_out(
    index: &Index<'_>,
    receipts: &[Waiting],
    explained: &mut [Explained],
    claims: &[usize],
) {
    let mut taken: HashMap<ItemId, Minor> = HashMap::new();
    let mut items: Vec<ItemId> = Vec::new();
    for at in claims {
        for (item, _) in &explained[*at].explanations[0].parts {
            if !items.contains(item) {
                items.push(*item);
            }
        }
    }
    items.sort_by_key(|id| index.item(*id).map(|item| (item.due, item.item)));
    for at in claims {
        let best = &mut explained[*at].explanations[0];
        let mut left: Minor = best.parts.iter().map(|(_, amount)| *amount).sum();
        best.parts.clear();
        for item in &items {
            let open = index.item(*item).map_or(Minor::ZERO, |item| item.open);
            let free = open - taken.get(item).copied().unwrap_or_default();
            let take = left.min(free);
            if take > Minor::ZERO {
                best.parts.push((*item, take));
                *taken.entry(*item).or_default() += take;
                left -= take;
            }
        }
        let used: Minor = best.parts.iter().map(|(_, amount)| *amount).sum();
        best.unapplied = receipts[*at].left - used;
    }
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
