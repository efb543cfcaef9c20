//! Readings by the amount: what of a customer's items it fits, alone or added up, and what of the whole ledger.

use compact_str::CompactString;

use super::{MOST_ENTRIES, closes};
use crate::domain::evidence::{Class, Evidence};
use crate::domain::id::CustomerId;
use crate::domain::money::Minor;
use crate::matching::fit::{self, How};
use crate::matching::index::At;
use crate::matching::judge::{Scene, Via};
use crate::matching::payer::Strength;
use crate::matching::subset::{Answer, Entry};
use crate::matching::{Explanation, MOST_SHOWN};

/// Equal items that are shown.
const MOST_EQUAL: usize = 3;

impl Scene<'_, '_> {
    /// What of a customer's items the amount fits.
    pub fn by_customer(&self, customer: CustomerId) -> Vec<Explanation> {
        let index = self.matcher.index();
        let receipt = self.receipt;
        let open: Vec<At> = index
            .of_customer(customer, receipt.currency)
            .filter(|at| self.candidate(*at).item != receipt.item)
            .collect();
        let (issued, later): (Vec<At>, Vec<At>) = open
            .into_iter()
            .partition(|at| self.candidate(*at).issued <= receipt.booked);
        let exact = |items: &[At]| -> Vec<At> {
            let fitting = items.iter().copied();
            fitting
                .filter(|at| index.free(*at) == receipt.left)
                .collect()
        };
        let mut singles = exact(&issued);
        if singles.is_empty() {
            singles = exact(&later);
        }
        let mut found = Vec::new();
        let unique = singles.len() == 1;
        let several: &[Evidence] = if unique { &[] } else { &[Evidence::SeveralFit] };
        for at in singles.iter().take(MOST_EQUAL) {
            found.extend(self.lay(&[*at], Via::Single { unique }, several));
        }
        if singles.is_empty() {
            found.extend(self.nearly_single(customer, &issued));
            found.extend(self.adding_up(&issued));
        }
        let is_sure = self.strength(customer) == Some(Strength::Strong);
        if found.is_empty() && is_sure {
            let evidence = self.customer_reference(customer).into_iter().collect();
            found.push(self.unsettled(Class::D, customer, evidence));
        }
        found
    }

    pub(super) fn customer_reference(&self, customer: CustomerId) -> Option<Evidence> {
        let named = self.clues.references.iter().find(|named| {
            named.document(self.matcher).is_none()
                && named
                    .items
                    .iter()
                    .all(|at| self.candidate(*at).customer == customer)
        })?;
        Some(Evidence::ReferenceOfCustomer {
            reference: named.reference.clone(),
        })
    }

    /// One item but for its charges, a discount or a rounding.
    pub(super) fn nearly_single(&self, customer: CustomerId, items: &[At]) -> Vec<Explanation> {
        let index = self.matcher.index();
        let receipt = self.receipt;
        let (limit, _) = self.matcher.may_round(customer, receipt.currency);
        let near: Vec<At> = items
            .iter()
            .copied()
            .filter(|at| {
                let (item, free) = (self.candidate(*at), index.free(*at));
                let off = free - receipt.left;
                let may = item
                    .discount
                    .is_some_and(|discount| off > Minor::ZERO && off <= discount.amount + limit)
                    || off.abs() <= limit
                    || (off < Minor::ZERO && index.charges(item.item).next().is_some());
                free > Minor::ZERO && may
            })
            .take(MOST_EQUAL + 1)
            .collect();
        let mut found: Vec<Explanation> = Vec::new();
        let mut fitting = 0;
        for at in &near {
            let fits = fit::fits(self.matcher, receipt, &[*at]);
            let read = fits.into_iter().find(|fit| {
                matches!(
                    fit.how,
                    How::Exact | How::Discounted | How::Rounded | How::Doubtful
                )
            });
            if let Some(fit) = read {
                fitting += 1;
                found.push(self.judge(fit, Via::Single { unique: true }, Vec::new()));
            }
        }
        if fitting > 1 {
            for explanation in &mut found {
                explanation.class = Class::D;
                explanation.evidence.push(Evidence::SeveralFit);
            }
        }
        found
    }

    /// Several items that add up.
    pub(super) fn adding_up(&self, items: &[At]) -> Vec<Explanation> {
        let index = self.matcher.index();
        if items.len() > MOST_ENTRIES {
            return Vec::new();
        }
        let entries: Vec<Entry> = items
            .iter()
            .map(|at| {
                let item = self.candidate(*at);
                Entry {
                    amount: index.free(*at).0,
                    due: item.due,
                    overdue: item.due < self.receipt.booked,
                    letter: index
                        .letter_of(item.item)
                        .and_then(|letter| u64::try_from(letter.letter.0).ok()),
                }
            })
            .collect();
        let of = u32::try_from(entries.len()).unwrap_or(u32::MAX);
        let count = |chosen: &[usize]| u32::try_from(chosen.len()).unwrap_or(u32::MAX);
        let (solutions, mut via, mut evidence) =
            match self.matcher.adds_up(entries.clone(), self.receipt.left) {
                Answer::Whole(chosen) => {
                    let evidence = Evidence::WholeBalance {
                        count: count(&chosen),
                    };
                    (vec![chosen], Via::Balance, vec![evidence])
                }
                Answer::Overdue(chosen) => {
                    let evidence = Evidence::AllOverdue {
                        count: count(&chosen),
                    };
                    (vec![chosen], Via::Balance, vec![evidence])
                }
                Answer::Letter(chosen) => {
                    let first = chosen.first().and_then(|at| items.get(*at));
                    let letter = first.and_then(|at| index.letter_of(self.candidate(*at).item));
                    let sent = letter.map(|letter| Evidence::LetterTotal { sent: letter.sent });
                    (vec![chosen], Via::Balance, sent.into_iter().collect())
                }
                Answer::Prefix(chosen) => (
                    vec![chosen],
                    Via::Subset,
                    vec![Evidence::OldestFirst { of }],
                ),
                Answer::Subset {
                    chosen,
                    by_chance: false,
                } => (vec![chosen], Via::Subset, vec![Evidence::OnlySubset { of }]),
                Answer::Subset {
                    chosen,
                    by_chance: true,
                } => {
                    let evidence = vec![Evidence::OnlySubset { of }, Evidence::FitsByChance];
                    (vec![chosen], Via::Loose, evidence)
                }
                Answer::Several(solutions) => (solutions, Via::Loose, vec![Evidence::SeveralFit]),
                Answer::None | Answer::TooMany => return Vec::new(),
            };
        // An equal item left out might as well be meant.
        let is_equal = |solution: &Vec<usize>| {
            let left_out = (0..entries.len()).filter(|at| !solution.contains(at));
            let mut left_out = left_out.map(|at| entries[at].amount);
            left_out.any(|amount| solution.iter().any(|at| entries[*at].amount == amount))
        };
        if via == Via::Balance && solutions.iter().any(is_equal) {
            via = Via::Subset;
            evidence.push(Evidence::SeveralFit);
        }
        let mut found = Vec::new();
        for solution in solutions {
            let chosen: Vec<At> = solution
                .iter()
                .filter_map(|at| items.get(*at))
                .copied()
                .collect();
            let numbers: Vec<CompactString> = chosen
                .iter()
                .filter(|at| index.free(**at) < Minor::ZERO)
                .map(|at| self.candidate(*at).number.clone())
                .collect();
            let mut told = std::mem::take(&mut evidence);
            evidence.clone_from(&told);
            if !numbers.is_empty() {
                told.push(Evidence::CreditsUsed { numbers });
            }
            found.extend(self.lay(&chosen, via, &told).into_iter().filter(closes));
        }
        found
    }

    /// The amount alone, over the whole ledger.
    pub fn by_amount(&self) -> Vec<Explanation> {
        let index = self.matcher.index();
        let receipt = self.receipt;
        let fitting: Vec<At> = index
            .by_amount(receipt.currency, receipt.left)
            .filter(|at| self.candidate(*at).issued <= receipt.booked)
            .take(MOST_ENTRIES)
            .collect();
        let unique: &[Evidence] = if fitting.len() == 1 {
            &[Evidence::AmountUnique]
        } else {
            &[]
        };
        let mut found: Vec<(u8, Explanation)> = fitting
            .iter()
            .take(MOST_ENTRIES / 10)
            .flat_map(|at| {
                let customer = self.candidate(*at).customer;
                let differs = self
                    .payer
                    .name_differs(self.matcher, receipt, customer)
                    .unwrap_or(100);
                self.lay(&[*at], Via::Amount, unique)
                    .into_iter()
                    .map(move |explanation| (differs, explanation))
            })
            .collect();
        // Whose name is the most like the payer's; else the earliest due.
        found.sort_by_key(|(percent, _)| u8::MAX - percent);
        found.truncate(MOST_SHOWN);
        found
            .into_iter()
            .map(|(_, explanation)| explanation)
            .collect()
    }
}
