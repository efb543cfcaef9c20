//! Readings of a receipt: every set of items that something points to, before any is decided on. Here by what the
//! receipt names.

mod sums;

use compact_str::CompactString;

use super::clue::Sureness;
use super::fit::{self, Fit, How};
use super::index::At;
use super::judge::{Scene, Via};
use super::{Explanation, MOST_SHOWN};
use crate::domain::candidate::Candidate;
use crate::domain::command::Over;
use crate::domain::date;
use crate::domain::evidence::{Class, Evidence};
use crate::domain::id::CustomerId;
use crate::domain::money::Minor;
use crate::domain::rule::RuleSays;

/// Days within which the same amount by the same reference again is taken for paid twice.
const TWICE_WITHIN: i64 = 60;

/// Entries that are looked through for what adds up.
const MOST_ENTRIES: usize = 400;

impl<'k> Scene<'_, 'k> {
    fn candidate(&self, at: At) -> &'k Candidate {
        self.matcher.index().get(at)
    }

    fn lay(&self, chosen: &[At], via: Via, found: &[Evidence]) -> Vec<Explanation> {
        fit::fits(self.matcher, self.receipt, chosen)
            .into_iter()
            .filter(|fit| !fit.parts.is_empty())
            .map(|fit| self.judge(fit, via, found.to_vec()))
            .collect()
    }

    /// What the references name.
    pub fn by_references(&self) -> Vec<Explanation> {
        let mut found = Vec::new();
        let mut union: Vec<At> = Vec::new();
        let mut alone: Vec<Vec<At>> = Vec::new();
        for named in &self.clues.references {
            if named.document(self.matcher).is_none() {
                continue;
            }
            let open = named.open(self.matcher);
            if open.is_empty() {
                found.extend(self.paid_again(&named.reference, &named.items));
                continue;
            }
            union.extend(
                open.iter()
                    .copied()
                    .filter(|at| !union.contains(at))
                    .collect::<Vec<_>>(),
            );
            alone.push(open);
        }
        let index = self.matcher.index();
        for (_, letter) in &self.clues.letters {
            let open: Vec<At> = letter
                .items
                .iter()
                .filter_map(|item| index.find(*item))
                .filter(|at| index.free(*at) > Minor::ZERO)
                .collect();
            union.extend(
                open.iter()
                    .copied()
                    .filter(|at| !union.contains(at))
                    .collect::<Vec<_>>(),
            );
            alone.push(open);
        }
        found.extend(self.named(&union));
        if alone.len() > 1 {
            for open in &alone {
                found.extend(self.named(open).into_iter().filter(closes));
            }
        }
        for (_, at) in &self.clues.nearly {
            found.extend(self.named(&[*at]));
        }
        found
    }

    /// Items that the receipt names: together, or each customer's and currency's for itself.
    fn named(&self, items: &[At]) -> Vec<Explanation> {
        let Some(first) = items.first().map(|at| self.candidate(*at)) else {
            return Vec::new();
        };
        let (mine, foreign): (Vec<At>, Vec<At>) = items
            .iter()
            .copied()
            .partition(|at| self.candidate(*at).currency == self.receipt.currency);
        if mine.is_empty() {
            return vec![self.in_other_currency(first.customer, &foreign)];
        }
        let mut customers: Vec<CustomerId> =
            mine.iter().map(|at| self.candidate(*at).customer).collect();
        customers.sort_unstable();
        customers.dedup();
        let mut found = self.lay(&mine, Via::Named, &[]);
        if customers.len() > 1 {
            for customer in customers {
                let his: Vec<At> = mine
                    .iter()
                    .copied()
                    .filter(|at| self.candidate(*at).customer == customer)
                    .collect();
                found.extend(self.lay(&his, Via::Named, &[]));
            }
        }
        found
    }

    /// Only a person settles across currencies.
    fn in_other_currency(&self, customer: CustomerId, items: &[At]) -> Explanation {
        let index = self.matcher.index();
        let mut evidence = Vec::new();
        let reference = self
            .clues
            .references
            .iter()
            .find(|named| named.items.iter().any(|at| items.contains(at)));
        if let Some(named) = reference {
            evidence.push(Evidence::ReferenceInText {
                reference: named.reference.clone(),
                invoice: items.first().map_or_else(CompactString::default, |at| {
                    self.candidate(*at).number.clone()
                }),
            });
        }
        if let Some(sent) = &self.receipt.text.details.instructed {
            let total: Minor = items.iter().map(|at| index.free(*at)).sum();
            let fits = items
                .iter()
                .all(|at| self.candidate(*at).currency == sent.currency)
                && total.decimal(sent.currency) == sent.amount;
            if fits {
                evidence.push(Evidence::InstructedFits {
                    amount: total,
                    currency: sent.currency,
                });
            }
        }
        for at in items {
            let invoice = self.candidate(*at).number.clone();
            evidence.push(Evidence::OtherCurrency { invoice });
        }
        self.unsettled(Class::D, customer, evidence)
    }

    /// A reference to what is settled: paid twice, most likely.
    fn paid_again(&self, reference: &str, items: &[At]) -> Option<Explanation> {
        let first = self.candidate(*items.first()?);
        let same = items.iter().map(|at| self.candidate(*at)).find(|item| {
            item.amount == self.receipt.left && item.currency == self.receipt.currency
        });
        let days = same
            .and_then(|item| item.settled)
            .map(|settled| date::days_past(settled, self.receipt.booked))
            .filter(|days| (0..=TWICE_WITHIN).contains(days));
        let mut evidence = vec![Evidence::ReferenceOfClosed {
            reference: reference.into(),
            invoice: first.number.clone(),
        }];
        if let Some(days) = days.and_then(|days| u32::try_from(days).ok()) {
            let invoice = first.number.clone();
            evidence.push(Evidence::PaidTwice { invoice, days });
        }
        let over = if same.is_some() {
            Over::Refund
        } else {
            Over::Unapplied
        };
        Some(Explanation {
            over,
            ..self.unsettled(Class::C, first.customer, evidence)
        })
    }

    /// What the text names, and the payer's own breakdown.
    pub fn by_numbers(&self) -> Vec<Explanation> {
        let index = self.matcher.index();
        let mut found: Vec<Explanation> = self.as_stated().into_iter().collect();
        let free =
            |at: &At| !index.free(*at).is_zero() && self.candidate(*at).item != self.receipt.item;
        let of = |least: Sureness| -> Vec<At> {
            let mut items: Vec<At> = Vec::new();
            for spoken in self
                .clues
                .spoken
                .iter()
                .filter(|spoken| spoken.sureness >= least)
            {
                items.extend(
                    spoken
                        .items
                        .iter()
                        .copied()
                        .filter(|at| free(at) && !items.contains(at))
                        .collect::<Vec<_>>(),
                );
            }
            items
        };
        let referenced: Vec<At> = self
            .clues
            .references
            .iter()
            .flat_map(|named| named.open(self.matcher))
            .collect();
        let whole = of(Sureness::Whole);
        let mut all = of(Sureness::Digits);
        let mut sets = vec![whole.clone()];
        if !referenced.is_empty() {
            let mut both = whole;
            both.extend(
                referenced
                    .into_iter()
                    .filter(|at| !both.contains(at))
                    .collect::<Vec<_>>(),
            );
            sets.push(both);
        }
        sets.extend(self.range_of_each(&all));
        if all.len() <= MOST_SHOWN {
            sets.extend(all.iter().map(|at| vec![*at]).collect::<Vec<_>>());
        }
        all.sort_unstable();
        sets.push(all);
        let mut seen: Vec<Vec<At>> = Vec::new();
        for mut set in sets {
            set.sort_unstable();
            if !set.is_empty() && !seen.contains(&set) {
                found.extend(self.named(&set));
                seen.push(set);
            }
        }
        found
    }

    /// All that a customer has open between the ends of a range, for each whose invoices stand at an end.
    fn range_of_each(&self, spoken: &[At]) -> Vec<Vec<At>> {
        if self.clues.range.is_none() {
            return Vec::new();
        }
        let mut customers: Vec<CustomerId> = spoken
            .iter()
            .map(|at| self.candidate(*at).customer)
            .collect();
        customers.sort_unstable();
        customers.dedup();
        customers
            .into_iter()
            .take(MOST_SHOWN)
            .map(|customer| {
                self.matcher
                    .index()
                    .of_customer(customer, self.receipt.currency)
                    .filter(|at| self.is_in_range(*at))
                    .take(MOST_ENTRIES)
                    .collect()
            })
            .collect()
    }

    /// The payer's own shares, where they are all known and add up.
    fn as_stated(&self) -> Option<Explanation> {
        let index = self.matcher.index();
        let mut parts = Vec::new();
        let mut credits = Vec::new();
        for spoken in self
            .clues
            .spoken
            .iter()
            .filter(|spoken| spoken.share.is_some())
        {
            let mut left = spoken.share?;
            let is_credit = left < Minor::ZERO;
            let mut items = spoken.items.clone();
            items.sort_by_key(|at| index.order(*at));
            for at in items {
                let free = index.free(at);
                if (free < Minor::ZERO) != is_credit
                    || self.candidate(at).currency != self.receipt.currency
                {
                    continue;
                }
                let take = left.abs().min(free.abs());
                if take > Minor::ZERO {
                    if is_credit {
                        credits.push((at, take));
                        left += take;
                    } else {
                        parts.push((at, take));
                        left -= take;
                    }
                }
            }
            if !left.is_zero() {
                return None;
            }
        }
        let paid: Minor = parts.iter().map(|(_, amount)| *amount).sum();
        let given: Minor = credits.iter().map(|(_, amount)| *amount).sum();
        if parts.is_empty() || paid - given != self.receipt.left {
            return None;
        }
        let wholly = parts.iter().all(|(at, amount)| *amount == index.free(*at));
        let currency = self.receipt.currency;
        let owed: Minor = parts.iter().map(|(at, _)| index.free(*at)).sum();
        let evidence = if wholly {
            Evidence::AmountFits {
                amount: self.receipt.left,
                currency,
            }
        } else {
            Evidence::AmountShort {
                left: owed - paid,
                currency,
            }
        };
        let fit = Fit {
            parts,
            credits,
            rests: Vec::new(),
            unapplied: Minor::ZERO,
            how: if wholly { How::Exact } else { How::Short },
            evidence: vec![evidence],
            doubt: false,
        };
        Some(self.judge(fit, Via::Named, Vec::new()))
    }

    /// What a rule of the user's says is no receivable.
    pub fn by_rules(&self) -> Vec<Explanation> {
        let no_receivable = |hit: &super::rule::Hit| match &hit.says {
            RuleSays::NotReceivable(account) => Some(((&hit.name).into(), account.clone())),
            RuleSays::Customer(_) | RuleSays::Invoice(_) => None,
        };
        self.clues
            .rules
            .iter()
            .filter_map(no_receivable)
            .map(|(name, account)| Explanation {
                account: Some(account),
                ..self.unsettled(
                    Class::B,
                    CustomerId::UNIDENTIFIED,
                    vec![Evidence::Rule { name }],
                )
            })
            .collect()
    }

    /// Customers that something points to, the most strongly first.
    pub fn customers(&self) -> Vec<CustomerId> {
        if self.receipt.customer != CustomerId::UNIDENTIFIED {
            return vec![self.receipt.customer];
        }
        let mut found: Vec<CustomerId> = Vec::new();
        for hit in &self.clues.rules {
            if let RuleSays::Customer(number) = &hit.says {
                found.extend(self.matcher.by_customer_number(number));
            }
        }
        for named in &self.clues.references {
            if named.document(self.matcher).is_none() {
                found.extend(
                    named
                        .items
                        .iter()
                        .map(|at| self.candidate(*at).customer)
                        .take(2),
                );
            }
        }
        found.extend(self.payer.leads.iter().map(|lead| lead.customer));
        // What is named may be wrong of the item and right of whose it is.
        let named = self.clues.references.iter().flat_map(|named| &named.items);
        let spoken = self.clues.spoken.iter().flat_map(|spoken| &spoken.items);
        let named = named.chain(spoken).map(|at| self.candidate(*at).customer);
        found.extend(named.take(MOST_SHOWN));
        let mut seen = Vec::new();
        found.retain(|customer| {
            let new = !seen.contains(customer);
            seen.push(*customer);
            new
        });
        found
    }
}

/// All of the money is used and nothing of the items is left.
pub(super) fn closes(explanation: &Explanation) -> bool {
    explanation.unapplied.is_zero()
        && !explanation.parts.is_empty()
        && !explanation
            .evidence
            .iter()
            .any(|piece| matches!(piece, Evidence::AmountShort { .. }))
}
