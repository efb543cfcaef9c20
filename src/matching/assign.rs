//! Assignment over all receipts, class by class: no weak claim takes an item from a better one, and equal claims on
//! more than there is all go to a person. The order in which the claims come says nothing.

use std::collections::HashMap;

use compact_str::CompactString;

use super::index::Index;
use super::matcher::Matcher;
use super::{Explained, Explanation};
use crate::domain::candidate::Waiting;
use crate::domain::date::Date;
use crate::domain::difference::DifferenceKind;
use crate::domain::evidence::{Class, Evidence};
use crate::domain::id::{CustomerId, IdMap, ItemId};
use crate::domain::money::{Currency, Minor};

/// What the best explanation of a receipt claims: small, so that those of a whole year may be held together.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Claim {
    pub receipt: ItemId,
    pub booked: Date,
    pub class: Class,
    /// The amount is what is open.
    exact: bool,
    /// Its money was set aside: it is a rival, and never posts.
    aside: bool,
    parts: Vec<(ItemId, Minor)>,
    /// Few have any of it.
    more: Option<Box<More>>,
}

/// What a claim may have besides.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
struct More {
    /// Credits that are used and rests that are closed with it.
    beside: Vec<(ItemId, Minor)>,
    /// What else bears the references that it names: once it is certain it may be given that as well.
    alike: Vec<ItemId>,
    /// It is certain once these are somebody else's.
    unless: Vec<ItemId>,
    rounding: Option<(CustomerId, Currency, Minor)>,
}

impl Explained {
    /// What is claimed by the best explanation, if it is likely at all.
    pub fn claim(&self, matcher: &Matcher<'_>, receipt: &Waiting) -> Option<Claim> {
        let best = self.explanations.first()?;
        if best.class == Class::D || best.parts.is_empty() {
            return None;
        }
        let rests = best.rests.iter().map(|rest| (rest.item, rest.amount));
        let rounded: Minor = best
            .rests
            .iter()
            .filter(|rest| rest.kind == DifferenceKind::Rounding)
            .map(|rest| rest.amount)
            .sum();
        let beside: Vec<(ItemId, Minor)> = rests
            .chain(best.credits.iter().copied())
            .filter(|(item, _)| *item != receipt.item)
            .collect();
        let alike = if beside.is_empty() {
            alike(matcher.index(), best)
        } else {
            Vec::new()
        };
        let more = More {
            beside,
            alike,
            unless: best.unless.clone(),
            rounding: (!rounded.is_zero()).then_some((best.customer, receipt.currency, rounded)),
        };
        Some(Claim {
            receipt: receipt.item,
            booked: receipt.booked,
            class: self.wants.unwrap_or(best.class),
            aside: receipt.set_aside.is_some(),
            exact: best.evidence.iter().any(|piece| {
                matches!(
                    piece,
                    Evidence::AmountFits { .. } | Evidence::WithCharges { .. }
                )
            }),
            parts: best.parts.clone(),
            more: (more != More::default()).then(|| Box::new(more)),
        })
    }
}

impl Claim {
    fn beside(&self) -> &[(ItemId, Minor)] {
        self.more.as_ref().map_or(&[], |more| &more.beside)
    }

    fn alike(&self) -> &[ItemId] {
        self.more.as_ref().map_or(&[], |more| &more.alike)
    }

    fn unless(&self) -> &[ItemId] {
        self.more.as_ref().map_or(&[], |more| &more.unless)
    }

    fn rounding(&self) -> Option<(CustomerId, Currency, Minor)> {
        self.more.as_ref()?.rounding
    }

    fn highest(&self, class: Class) -> Class {
        if self.aside {
            class.max(Class::C)
        } else {
            class
        }
    }

    /// What it may be given: what it chose, and if it is certain what bears the same references.
    fn among(&self, class: Class) -> impl Iterator<Item = ItemId> + '_ {
        let alike = if class == Class::A { self.alike() } else { &[] };
        let chosen = self.parts.iter().map(|(item, _)| *item);
        chosen.chain(alike.iter().copied())
    }

    /// Certain, or certain once others are.
    pub fn may_be_certain(&self) -> bool {
        self.class == Class::A || !self.unless().is_empty()
    }
}

/// What is free and bears a reference that an explanation names, and is no part of it.
fn alike(index: &Index<'_>, explanation: &Explanation) -> Vec<ItemId> {
    let references = explanation.evidence.iter().filter_map(reference);
    let bearing = references.flat_map(|reference| index.by_reference(reference));
    let mut items: Vec<ItemId> = Vec::new();
    for at in bearing.filter(|at| index.free(*at) > Minor::ZERO) {
        let item = index.get(at).item;
        let is_part = explanation.parts.iter().any(|(part, _)| *part == item);
        if !is_part && !items.contains(&item) {
            items.push(item);
        }
    }
    items
}

fn reference(piece: &Evidence) -> Option<&CompactString> {
    match piece {
        Evidence::Reference { reference, .. } | Evidence::ReferenceInText { reference, .. } => {
            Some(reference)
        }
        _ => None,
    }
}

/// What becomes of a claim.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Verdict {
    Stands {
        class: Class,
        /// What it is given, where that is not what it chose.
        instead: Option<Vec<(ItemId, Minor)>>,
    },
    Contested {
        invoice: CompactString,
    },
    /// Another takes the item: by an exact amount, or by a better class.
    Taken {
        invoice: CompactString,
    },
    /// The customer's roundings would pass the limit of a year.
    RoundingUsedUp {
        limit: Minor,
        currency: Currency,
    },
}

/// What becomes of the claims of all receipts.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Verdicts {
    of: IdMap<ItemId, Verdict>,
    /// What claims that stand have of each item.
    taken: IdMap<ItemId, Minor>,
    /// What equal claims fight for, besides.
    fought: IdMap<ItemId, Minor>,
    rounded: HashMap<(CustomerId, Currency), Minor>,
}

impl Verdicts {
    pub fn of(&self, receipt: ItemId) -> Option<&Verdict> {
        self.of.get(&receipt)
    }

    pub fn decides(&self, receipt: ItemId) -> bool {
        self.of.contains_key(&receipt)
    }

    /// Whether its claim stands, and it posts.
    pub fn stands(&self, receipt: ItemId) -> bool {
        matches!(
            self.of.get(&receipt),
            Some(Verdict::Stands { class, .. }) if *class < Class::C
        )
    }

    /// Whether it keeps what it claims, be it set aside.
    pub fn keeps(&self, receipt: ItemId) -> bool {
        matches!(self.of.get(&receipt), Some(Verdict::Stands { .. }))
    }

    /// What claims that stand have of each item.
    pub fn taken(&self) -> impl Iterator<Item = (ItemId, Minor)> + '_ {
        self.taken.iter().map(|(item, amount)| (*item, *amount))
    }

    /// What equal claims fight for: no weaker claim's either.
    pub fn fought(&self) -> impl Iterator<Item = (ItemId, Minor)> + '_ {
        self.fought.iter().map(|(item, amount)| (*item, *amount))
    }

    /// What was rounded away for each customer by claims that stand.
    pub fn rounded(&self) -> impl Iterator<Item = ((CustomerId, Currency), Minor)> + '_ {
        self.rounded.iter().map(|(whose, amount)| (*whose, *amount))
    }

    /// Puts the verdict into what explains a receipt.
    pub fn apply(&self, explained: &mut Explained) {
        if let Some(best) = explained.explanations.first_mut() {
            self.apply_to_best(explained.receipt, best);
        }
    }

    /// The same of what explains it best.
    pub fn apply_to_best(&self, receipt: ItemId, best: &mut Explanation) {
        let Some(verdict) = self.of.get(&receipt) else {
            return;
        };
        let piece = match verdict {
            Verdict::Stands { class, instead } => {
                if *class < best.class {
                    best.evidence
                        .retain(|piece| !matches!(piece, Evidence::OtherItemFits { .. }));
                }
                best.unless.clear();
                best.class = *class;
                if let Some(parts) = instead {
                    best.parts.clone_from(parts);
                }
                return;
            }
            Verdict::Contested { invoice } => Evidence::Contested {
                invoice: invoice.clone(),
            },
            Verdict::Taken { invoice } => Evidence::TakenByExact {
                invoice: invoice.clone(),
            },
            Verdict::RoundingUsedUp { limit, currency } => {
                let (limit, currency) = (*limit, *currency);
                Evidence::RoundingUsedUp { limit, currency }
            }
        };
        lower(best, piece);
    }
}

fn lower(best: &mut Explanation, piece: Evidence) {
    best.class = best.class.max(Class::C);
    best.teaches = false;
    best.evidence.push(piece);
}

/// Weighs all claims against each other: the certain ones first, then the strong, then the likely.
pub fn assign(matcher: &Matcher<'_>, mut claims: Vec<Claim>) -> Verdicts {
    claims.sort_by_key(|claim| (claim.booked, claim.receipt));
    let mut assignment = Assignment {
        matcher,
        verdicts: Verdicts::default(),
    };
    assignment.certain(&mut claims);
    for class in [Class::B, Class::C] {
        assignment.pass(class, claims.iter().filter(|claim| claim.class == class));
    }
    assignment.verdicts
}

struct Assignment<'m, 'k> {
    matcher: &'m Matcher<'k>,
    verdicts: Verdicts,
}

impl Assignment<'_, '_> {
    /// Certain claims, and those that become so when what stood in their way is certainly somebody else's.
    fn certain(&mut self, claims: &mut Vec<Claim>) {
        let (mut certain, rest): (Vec<Claim>, Vec<Claim>) =
            claims.drain(..).partition(|claim| claim.class == Class::A);
        let (mut guarded, rest): (Vec<Claim>, Vec<Claim>) = rest
            .into_iter()
            .partition(|claim| !claim.unless().is_empty());
        claims.extend(rest);
        loop {
            self.pass(Class::A, &std::mem::take(&mut certain));
            let (free, still): (Vec<Claim>, Vec<Claim>) = guarded
                .into_iter()
                .partition(|claim| claim.unless().iter().all(|item| self.left(*item).is_zero()));
            guarded = still;
            certain = free
                .into_iter()
                .map(|claim| Claim {
                    class: Class::A,
                    ..claim
                })
                .collect();
            if certain.is_empty() {
                break;
            }
        }
        // What is not certain after all is weighed once more, with what the certain ones left.
        claims.sort_by_key(|claim| (claim.booked, claim.receipt));
    }

    /// What no claim that stands has of an item: magnitude.
    fn left(&self, item: ItemId) -> Minor {
        let index = self.matcher.index();
        let open = index
            .find(item)
            .map_or(Minor::ZERO, |at| index.free(at).abs());
        let taken = self.verdicts.taken.get(&item).copied();
        open - taken.unwrap_or(Minor::ZERO)
    }

    /// What of that nobody fights for.
    fn free(&self, item: ItemId) -> Minor {
        let fought = self.verdicts.fought.get(&item).copied();
        self.left(item) - fought.unwrap_or(Minor::ZERO)
    }

    fn invoice(&self, item: ItemId) -> CompactString {
        let index = self.matcher.index();
        index
            .find(item)
            .map_or_else(CompactString::default, |at| index.get(at).number.clone())
    }

    fn pass<'c>(&mut self, class: Class, claims: impl IntoIterator<Item = &'c Claim>) {
        let claims: Vec<&Claim> = claims
            .into_iter()
            .filter(|claim| self.may_round(claim))
            .collect();
        for group in groups(&claims, class).chunk_by(|one, next| one.0 == next.0) {
            let group: Vec<&Claim> = group.iter().map(|(_, at)| claims[*at]).collect();
            self.settle(class, &group);
        }
    }

    /// Counts the rounding of a claim, unless it would pass the limit of the year.
    fn may_round(&mut self, claim: &Claim) -> bool {
        let Some((customer, currency, amount)) = claim.rounding() else {
            return true;
        };
        let settings = self.matcher.settings();
        let Some(limit) = settings.rounding_of_year.get(&currency).copied() else {
            return true;
        };
        let whose = (customer, currency);
        let rounded = self.verdicts.rounded.entry(whose).or_default();
        if self.matcher.rounded(whose) + *rounded + amount > limit {
            let verdict = Verdict::RoundingUsedUp { limit, currency };
            self.verdicts.of.insert(claim.receipt, verdict);
            return false;
        }
        *rounded += amount;
        true
    }

    /// A claim that does not stand rounds nothing.
    fn round_back(&mut self, claim: &Claim) {
        if let Some((customer, currency, amount)) = claim.rounding()
            && let Some(rounded) = self.verdicts.rounded.get_mut(&(customer, currency))
        {
            *rounded -= amount;
        }
    }

    fn settle(&mut self, class: Class, group: &[&Claim]) {
        if let Some(shares) = self.share_out(class, group) {
            for (claim, share) in group.iter().zip(shares) {
                self.take(share.iter().chain(claim.beside()).copied());
                let stands = Verdict::Stands {
                    class: claim.highest(class),
                    instead: (share != claim.parts).then_some(share),
                };
                self.verdicts.of.insert(claim.receipt, stands);
            }
            return;
        }
        let exact: Vec<&Claim> = group.iter().copied().filter(|claim| claim.exact).collect();
        let winner = match exact.as_slice() {
            [only] if self.is_free(only) => Some(only.receipt),
            _ => None,
        };
        for claim in group {
            let scarce = claim
                .parts
                .iter()
                .find(|(item, amount)| self.free(*item) < *amount);
            let item = scarce.or(claim.parts.first()).map(|(item, _)| *item);
            let invoice = item.map_or_else(CompactString::default, |item| self.invoice(item));
            let verdict = if winner == Some(claim.receipt) {
                self.take(claim.parts.iter().chain(claim.beside()).copied());
                Verdict::Stands {
                    class: claim.highest(class),
                    instead: None,
                }
            } else if winner.is_some() || scarce.is_some() && group.len() == 1 {
                Verdict::Taken { invoice }
            } else {
                Verdict::Contested { invoice }
            };
            self.verdicts.of.insert(claim.receipt, verdict);
        }
        for claim in group {
            if winner != Some(claim.receipt) {
                self.round_back(claim);
            }
        }
        if winner.is_none() && group.len() > 1 {
            for (item, amount) in group.iter().flat_map(|claim| &claim.parts) {
                let amount = (*amount).min(self.free(*item));
                *self.verdicts.fought.entry(*item).or_default() += amount;
            }
        }
    }

    fn is_free(&self, claim: &Claim) -> bool {
        let mut wanted = claim.parts.iter().chain(claim.beside());
        wanted.all(|(item, amount)| *amount <= self.free(*item))
    }

    fn take(&mut self, amounts: impl Iterator<Item = (ItemId, Minor)>) {
        for (item, amount) in amounts {
            let amount = amount.min(self.free(item));
            *self.verdicts.taken.entry(item).or_default() += amount;
        }
    }

    /// What each claim takes, if all of them can be met: what it chose as far as that is free, then the earliest due
    /// of what it may be given. None if they want more than there is.
    fn share_out(&self, class: Class, group: &[&Claim]) -> Option<Vec<Vec<(ItemId, Minor)>>> {
        // Nearly always one receipt wants one item, and it is there.
        if let [claim] = group
            && let [(item, amount)] = claim.parts.as_slice()
            && claim.beside().is_empty()
            && (Minor(1)..=self.free(*item)).contains(amount)
        {
            return Some(vec![claim.parts.clone()]);
        }
        let items = group.iter().flat_map(|claim| claim.among(class));
        let mut free: HashMap<ItemId, Minor> = items.map(|item| (item, self.free(item))).collect();
        for (item, amount) in group.iter().flat_map(|claim| claim.beside()) {
            let left = free.entry(*item).or_insert_with(|| self.free(*item));
            if *left < *amount {
                return None;
            }
            *left -= *amount;
        }
        // What a claim chose is set aside for it before anybody falls back on what is left.
        let mut shares: Vec<Vec<(ItemId, Minor)>> = Vec::new();
        let mut wanting: Vec<Minor> = Vec::new();
        for claim in group {
            let mut wants = Minor::ZERO;
            let mut share = Vec::new();
            for (item, amount) in &claim.parts {
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
        for ((share, wants), claim) in shares.iter_mut().zip(&mut wanting).zip(group) {
            for item in self.by_due(claim.among(class)) {
                let left = free.entry(item).or_default();
                let take = (*wants).min(*left);
                if take > Minor::ZERO {
                    *left -= take;
                    *wants -= take;
                    match share.iter_mut().find(|(known, _)| *known == item) {
                        Some((_, amount)) => *amount += take,
                        None => share.push((item, take)),
                    }
                }
            }
        }
        wanting
            .iter()
            .all(|wants| wants.is_zero())
            .then_some(shares)
    }

    fn by_due(&self, items: impl Iterator<Item = ItemId>) -> Vec<ItemId> {
        let index = self.matcher.index();
        let mut places: Vec<_> = items.filter_map(|item| index.find(item)).collect();
        places.sort_by_key(|at| index.order(*at));
        places.into_iter().map(|at| index.get(at).item).collect()
    }
}

/// The places of claims, those together that want some of the same items, directly or by others between them; in the
/// claims' order. Each with the first of its own.
fn groups(claims: &[&Claim], class: Class) -> Vec<(usize, usize)> {
    let mut root: Vec<usize> = (0..claims.len()).collect();
    let mut wanted: IdMap<ItemId, usize> = IdMap::default();
    wanted.reserve(claims.len());
    for (at, claim) in claims.iter().enumerate() {
        let beside = claim.beside().iter().map(|(item, _)| *item);
        for item in claim.among(class).chain(beside) {
            let other = *wanted.entry(item).or_insert(at);
            let (one, other) = (find(&mut root, at), find(&mut root, other));
            root[one.max(other)] = one.min(other);
        }
    }
    let mut groups: Vec<(usize, usize)> = (0..claims.len())
        .map(|at| (find(&mut root, at), at))
        .collect();
    groups.sort_unstable();
    groups
}

fn find(root: &mut [usize], at: usize) -> usize {
    let mut first = at;
    while root[first] != first {
        root[first] = root[root[first]];
        first = root[first];
    }
    first
}
