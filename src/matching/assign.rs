//! Assignment over all receipts, class by class: no weak claim takes an item from a better one, and equal claims on
//! more than there is all go to a person. The order in which the claims come says nothing.

use std::collections::{BTreeMap, HashMap};

use super::matcher::Matcher;
use super::{Explained, Explanation};
use crate::domain::candidate::Waiting;
use crate::domain::date::Date;
use crate::domain::difference::DifferenceKind;
use crate::domain::evidence::{Class, Evidence};
use crate::domain::id::{CustomerId, ItemId};
use crate::domain::money::{Currency, Minor};

/// What the best explanation of a receipt claims: small, so that those of a whole year may be held together.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Claim {
    pub receipt: ItemId,
    pub booked: Date,
    pub class: Class,
    /// The amount is what is open.
    pub exact: bool,
    pub parts: Vec<(ItemId, Minor)>,
    /// Credits that are used and rests that are closed with it.
    pub beside: Vec<(ItemId, Minor)>,
    /// References that it names: it may be given other items that bear them.
    pub references: Vec<String>,
    /// It is certain once these are somebody else's.
    pub unless: Vec<ItemId>,
    pub rounding: Option<(CustomerId, Currency, Minor)>,
    /// Its money was set aside: it is a rival, and never posts.
    pub aside: bool,
}

impl Explained {
    /// What is claimed by the best explanation, if it is likely at all.
    pub fn claim(&self, receipt: &Waiting) -> Option<Claim> {
        let best = self.explanations.first()?;
        if best.class == Class::D || best.parts.is_empty() {
            return None;
        }
        let of_receipt = |item: ItemId| item == receipt.item;
        let rests = best.rests.iter().map(|rest| (rest.item, rest.amount));
        let rounded: Minor = best
            .rests
            .iter()
            .filter(|rest| rest.kind == DifferenceKind::Rounding)
            .map(|rest| rest.amount)
            .sum();
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
            beside: rests
                .chain(best.credits.iter().copied())
                .filter(|(item, _)| !of_receipt(*item))
                .collect(),
            references: best
                .evidence
                .iter()
                .filter_map(reference)
                .cloned()
                .collect(),
            unless: best.unless.clone(),
            rounding: (!rounded.is_zero()).then_some((best.customer, receipt.currency, rounded)),
        })
    }
}

impl Claim {
    fn highest(&self, class: Class) -> Class {
        if self.aside {
            class.max(Class::C)
        } else {
            class
        }
    }

    /// Certain, or certain once others are.
    pub fn may_be_certain(&self) -> bool {
        self.class == Class::A || !self.unless.is_empty()
    }
}

fn reference(piece: &Evidence) -> Option<&String> {
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
        parts: Vec<(ItemId, Minor)>,
    },
    Contested {
        invoice: String,
    },
    /// Another takes the item: by an exact amount, or by a better class.
    Taken {
        invoice: String,
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
    of: HashMap<ItemId, Verdict>,
    /// What claims that stand have of each item.
    taken: BTreeMap<ItemId, Minor>,
    /// What equal claims fight for, besides.
    fought: BTreeMap<ItemId, Minor>,
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
        let (Some(verdict), Some(best)) = (
            self.of.get(&explained.receipt),
            explained.explanations.first_mut(),
        ) else {
            return;
        };
        let piece = match verdict {
            Verdict::Stands { class, parts } => {
                if *class < best.class {
                    best.evidence
                        .retain(|piece| !matches!(piece, Evidence::OtherItemFits { .. }));
                }
                best.unless.clear();
                best.class = *class;
                best.parts.clone_from(parts);
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

/// A claim and what it may be given.
type Wanting<'c> = (&'c Claim, &'c [ItemId]);

struct Assignment<'m, 'k> {
    matcher: &'m Matcher<'k>,
    verdicts: Verdicts,
}

impl Assignment<'_, '_> {
    /// Certain claims, and those that become so when what stood in their way is certainly somebody else's.
    fn certain(&mut self, claims: &mut Vec<Claim>) {
        let (mut certain, rest): (Vec<Claim>, Vec<Claim>) =
            claims.drain(..).partition(|claim| claim.class == Class::A);
        let (mut guarded, rest): (Vec<Claim>, Vec<Claim>) =
            rest.into_iter().partition(|claim| !claim.unless.is_empty());
        claims.extend(rest);
        loop {
            self.pass(Class::A, &std::mem::take(&mut certain));
            let (free, still): (Vec<Claim>, Vec<Claim>) = guarded
                .into_iter()
                .partition(|claim| claim.unless.iter().all(|item| self.left(*item).is_zero()));
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

    fn invoice(&self, item: ItemId) -> String {
        let index = self.matcher.index();
        index
            .find(item)
            .map_or(String::new(), |at| index.get(at).number.clone())
    }

    fn pass<'c>(&mut self, class: Class, claims: impl IntoIterator<Item = &'c Claim>) {
        let claims: Vec<&Claim> = claims
            .into_iter()
            .filter(|claim| self.may_round(claim))
            .collect();
        let among: Vec<Vec<ItemId>> = claims
            .iter()
            .map(|claim| self.among(claim, class))
            .collect();
        for group in groups(&claims, &among) {
            let group: Vec<Wanting<'_>> = group
                .into_iter()
                .map(|at| (claims[at], among[at].as_slice()))
                .collect();
            self.settle(class, &group);
        }
    }

    /// What it may be given: what it chose, and if it is certain what bears the same references.
    fn among(&self, claim: &Claim, class: Class) -> Vec<ItemId> {
        let mut items: Vec<ItemId> = claim.parts.iter().map(|(item, _)| *item).collect();
        if class == Class::A && claim.beside.is_empty() {
            let index = self.matcher.index();
            for reference in &claim.references {
                for at in index.by_reference(reference) {
                    let item = index.get(at).item;
                    if index.free(at) > Minor::ZERO && !items.contains(&item) {
                        items.push(item);
                    }
                }
            }
        }
        items
    }

    /// Counts the rounding of a claim, unless it would pass the limit of the year.
    fn may_round(&mut self, claim: &Claim) -> bool {
        let Some((customer, currency, amount)) = claim.rounding else {
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
        if let Some((customer, currency, amount)) = claim.rounding
            && let Some(rounded) = self.verdicts.rounded.get_mut(&(customer, currency))
        {
            *rounded -= amount;
        }
    }

    fn settle(&mut self, class: Class, group: &[Wanting<'_>]) {
        if let Some(shares) = self.share_out(group) {
            for ((claim, _), share) in group.iter().zip(shares) {
                self.take(share.iter().chain(&claim.beside).copied());
                let stands = Verdict::Stands {
                    class: claim.highest(class),
                    parts: share,
                };
                self.verdicts.of.insert(claim.receipt, stands);
            }
            return;
        }
        let exact: Vec<&Claim> = group
            .iter()
            .map(|(claim, _)| *claim)
            .filter(|claim| claim.exact)
            .collect();
        let winner = match exact.as_slice() {
            [only] if self.is_free(only) => Some(only.receipt),
            _ => None,
        };
        for (claim, _) in group {
            let scarce = claim
                .parts
                .iter()
                .find(|(item, amount)| self.free(*item) < *amount);
            let item = scarce.or(claim.parts.first()).map(|(item, _)| *item);
            let invoice = item.map_or(String::new(), |item| self.invoice(item));
            let verdict = if winner == Some(claim.receipt) {
                self.take(claim.parts.iter().chain(&claim.beside).copied());
                Verdict::Stands {
                    class: claim.highest(class),
                    parts: claim.parts.clone(),
                }
            } else if winner.is_some() || scarce.is_some() && group.len() == 1 {
                Verdict::Taken { invoice }
            } else {
                Verdict::Contested { invoice }
            };
            self.verdicts.of.insert(claim.receipt, verdict);
        }
        for (claim, _) in group {
            if winner != Some(claim.receipt) {
                self.round_back(claim);
            }
        }
        if winner.is_none() && group.len() > 1 {
            for (item, amount) in group.iter().flat_map(|(claim, _)| &claim.parts) {
                let amount = (*amount).min(self.free(*item));
                *self.verdicts.fought.entry(*item).or_default() += amount;
            }
        }
    }

    fn is_free(&self, claim: &Claim) -> bool {
        let mut wanted = claim.parts.iter().chain(&claim.beside);
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
    fn share_out(&self, group: &[Wanting<'_>]) -> Option<Vec<Vec<(ItemId, Minor)>>> {
        // Nearly always one receipt wants one item, and it is there.
        if let [(claim, _)] = group
            && let [(item, amount)] = claim.parts.as_slice()
            && claim.beside.is_empty()
            && (Minor(1)..=self.free(*item)).contains(amount)
        {
            return Some(vec![claim.parts.clone()]);
        }
        let items = group.iter().flat_map(|(_, among)| among.iter().copied());
        let mut free: HashMap<ItemId, Minor> = items.map(|item| (item, self.free(item))).collect();
        for (item, amount) in group.iter().flat_map(|(claim, _)| &claim.beside) {
            let left = free.entry(*item).or_insert_with(|| self.free(*item));
            if *left < *amount {
                return None;
            }
            *left -= *amount;
        }
        // What a claim chose is set aside for it before anybody falls back on what is left.
        let mut shares: Vec<Vec<(ItemId, Minor)>> = Vec::new();
        let mut wanting: Vec<Minor> = Vec::new();
        for (claim, _) in group {
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
        for ((share, wants), (_, among)) in shares.iter_mut().zip(&mut wanting).zip(group) {
            for item in self.by_due(among) {
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

    fn by_due(&self, items: &[ItemId]) -> Vec<ItemId> {
        let index = self.matcher.index();
        let mut places: Vec<_> = items.iter().filter_map(|item| index.find(*item)).collect();
        places.sort_by_key(|at| index.order(*at));
        places.into_iter().map(|at| index.get(at).item).collect()
    }
}

/// Claims that want some of the same items, directly or by others between them; in the claims' order.
fn groups(claims: &[&Claim], among: &[Vec<ItemId>]) -> Vec<Vec<usize>> {
    let mut root: Vec<usize> = (0..claims.len()).collect();
    let mut wanted: HashMap<ItemId, usize> = HashMap::new();
    for (at, claim) in claims.iter().enumerate() {
        let beside = claim.beside.iter().map(|(item, _)| item);
        for item in among[at].iter().chain(beside) {
            let other = *wanted.entry(*item).or_insert(at);
            let (one, other) = (find(&mut root, at), find(&mut root, other));
            root[one.max(other)] = one.min(other);
        }
    }
    let mut by_root: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for at in 0..claims.len() {
        let first = find(&mut root, at);
        by_root.entry(first).or_default().push(at);
    }
    by_root.into_values().collect()
}

fn find(root: &mut [usize], at: usize) -> usize {
    let mut first = at;
    while root[first] != first {
        root[first] = root[root[first]];
        first = root[first];
    }
    first
}
