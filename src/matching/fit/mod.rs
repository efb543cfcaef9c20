//! How an amount lies on chosen items: exactly, with charges, less a discount, or with a rest either way.

mod residual;

use super::RestOf;
use super::index::At;
use super::matcher::Matcher;
use crate::domain::candidate::{Candidate, Waiting};
use crate::domain::evidence::Evidence;
use crate::domain::money::Minor;

/// How the amount fits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum How {
    /// What is open, to the last øre; some instalments or the charges of the items among it.
    Exact,
    /// Less a cash discount in time.
    Discounted,
    Rounded,
    /// A credit of the customer makes up the rest.
    Credited,
    /// More, and other items of the customer make it up.
    WithOthers,
    /// A discount that is late, or beside a rounding; a bank's charge; a service's commission.
    Doubtful,
    Over,
    Short,
}

impl How {
    /// Nothing is left over or left open.
    pub fn closes(self) -> bool {
        matches!(self, Self::Exact | Self::Discounted)
    }
}

/// An amount laid on items.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Fit {
    pub parts: Vec<(At, Minor)>,
    /// Magnitudes.
    pub credits: Vec<(At, Minor)>,
    pub rests: Vec<RestOf>,
    pub unapplied: Minor,
    pub how: How,
    /// About the amount alone.
    pub evidence: Vec<Evidence>,
    /// Another reading of the same amount is as good: a person decides.
    pub doubt: bool,
}

/// The items that an amount is laid on, all of one currency: that of the receipt.
struct Laying<'m, 'k> {
    matcher: &'m Matcher<'k>,
    receipt: &'m Waiting,
    /// Principal first, the earliest due first.
    debits: Vec<At>,
    credits: Vec<At>,
    owed: Minor,
    /// Magnitude.
    credited: Minor,
}

/// What the amount may mean for these items, the likeliest first; never empty.
pub(super) fn fits(matcher: &Matcher<'_>, receipt: &Waiting, chosen: &[At]) -> Vec<Fit> {
    let index = matcher.index();
    let (mut debits, mut credits): (Vec<At>, Vec<At>) = chosen
        .iter()
        .copied()
        .filter(|at| !index.free(*at).is_zero())
        .partition(|at| index.free(*at) > Minor::ZERO);
    debits.sort_by_key(|at| index.order(*at));
    credits.sort_by_key(|at| index.order(*at));
    let sum = |items: &[At]| items.iter().map(|at| index.free(*at)).sum::<Minor>();
    let laying = Laying {
        matcher,
        receipt,
        owed: sum(&debits),
        credited: sum(&credits).abs(),
        debits,
        credits,
    };
    laying.fits()
}

impl Laying<'_, '_> {
    fn fits(&self) -> Vec<Fit> {
        if let Some(exact) = self
            .exact()
            .or_else(|| self.instalments())
            .or_else(|| self.with_charges())
        {
            return vec![exact];
        }
        let mut found: Vec<Fit> = self.discounted().into_iter().collect();
        // A discount taken late may be as small as a rounding, and is none.
        let late = self.discount_late();
        if late.is_none() {
            found.extend(self.rounded());
        }
        if found.is_empty() {
            found.extend(late);
            found.extend(self.bank_charge());
            found.extend(self.commission());
            found.extend(self.credited());
        }
        let rest = self.rest();
        // A rounding or discount in time is how a business reads it; of the others a person picks one.
        let is_read = found
            .iter()
            .any(|fit| matches!(fit.how, How::Rounded | How::Discounted));
        if !is_read {
            let doubt = rest.doubt || !found.is_empty();
            found.push(Fit { doubt, ..rest });
        }
        found.extend(self.with_others());
        found
    }

    fn item(&self, at: At) -> &Candidate {
        self.matcher.index().get(at)
    }

    fn free(&self, at: At) -> Minor {
        self.matcher.index().free(at)
    }

    /// What is wanted of the receipt.
    fn wanted(&self) -> Minor {
        self.owed - self.credited
    }

    fn whole(&self, debits: &[At]) -> Vec<(At, Minor)> {
        debits.iter().map(|at| (*at, self.free(*at))).collect()
    }

    fn used_credits(&self) -> Vec<(At, Minor)> {
        self.credits
            .iter()
            .map(|at| (*at, self.free(*at).abs()))
            .collect()
    }

    fn amount_fits(&self) -> Evidence {
        Evidence::AmountFits {
            amount: self.receipt.left,
            currency: self.receipt.currency,
        }
    }

    fn fit(&self, parts: Vec<(At, Minor)>, how: How, evidence: Vec<Evidence>) -> Fit {
        let credits = self.used_credits();
        let used: Minor = parts.iter().map(|(_, amount)| *amount).sum();
        let given: Minor = credits.iter().map(|(_, amount)| *amount).sum();
        Fit {
            parts,
            credits,
            rests: Vec::new(),
            unapplied: self.receipt.left + given - used,
            how,
            evidence,
            doubt: false,
        }
    }

    fn exact(&self) -> Option<Fit> {
        (self.wanted() == self.receipt.left && !self.debits.is_empty()).then(|| {
            self.fit(
                self.whole(&self.debits),
                How::Exact,
                vec![self.amount_fits()],
            )
        })
    }

    /// The next instalments of a document, or a single later one that was paid out of turn.
    fn instalments(&self) -> Option<Fit> {
        let first = self.debits.first()?;
        let document = self.item(*first).document?;
        let one_document = self
            .debits
            .iter()
            .all(|at| self.item(*at).document == Some(document));
        if self.debits.len() < 2 || !one_document || !self.credits.is_empty() {
            return None;
        }
        let mut sum = Minor::ZERO;
        let count = self.debits.iter().position(|at| {
            sum += self.free(*at);
            sum == self.receipt.left
        });
        let parts = if let Some(last) = count {
            self.whole(&self.debits[..=last])
        } else {
            let mut fitting = self
                .debits
                .iter()
                .filter(|at| self.free(**at) == self.receipt.left);
            match (fitting.next(), fitting.next()) {
                (Some(only), None) => self.whole(&[*only]),
                _ => return None,
            }
        };
        Some(self.fit(parts, How::Exact, vec![self.amount_fits()]))
    }

    /// The items with the fees and interest claimed for them: all of these, or one.
    fn with_charges(&self) -> Option<Fit> {
        let extra = self.receipt.left - self.wanted();
        if extra <= Minor::ZERO || self.debits.is_empty() {
            return None;
        }
        let charges: Vec<At> = self
            .debits
            .iter()
            .flat_map(|at| self.matcher.index().charges(self.item(*at).item))
            .filter(|at| {
                !self.debits.contains(at) && self.item(*at).currency == self.receipt.currency
            })
            .collect();
        let total: Minor = charges.iter().map(|at| self.free(*at)).sum();
        let paid = if total == extra {
            charges
        } else {
            let mut single = charges.into_iter().filter(|at| self.free(*at) == extra);
            vec![single.next()?]
        };
        let mut parts = self.whole(&self.debits);
        parts.extend(self.whole(&paid));
        let evidence = vec![Evidence::WithCharges {
            charges: extra,
            currency: self.receipt.currency,
        }];
        Some(self.fit(parts, How::Exact, evidence))
    }

    fn short(&self) -> Minor {
        self.wanted() - self.receipt.left
    }

    /// More than is wanted, by exactly one other item of the customer.
    fn with_others(&self) -> Option<Fit> {
        let extra = self.receipt.left - self.wanted();
        if extra <= Minor::ZERO || !self.credits.is_empty() {
            return None;
        }
        let customer = self.item(*self.debits.first()?).customer;
        let other = self
            .matcher
            .index()
            .exactly(customer, self.receipt.currency, extra)
            .find(|at| !self.debits.contains(at) && self.item(*at).issued <= self.receipt.booked)?;
        let mut parts = self.whole(&self.debits);
        parts.push((other, extra));
        Some(self.fit(parts, How::WithOthers, vec![self.amount_fits()]))
    }

    /// As much as fits: principal before charges, the earliest due first; the credits chosen are used first.
    fn rest(&self) -> Fit {
        let mut from_credits = self.credited.min(self.owed);
        let credits: Vec<(At, Minor)> = self
            .credits
            .iter()
            .map(|at| {
                let used = from_credits.min(self.free(*at).abs());
                from_credits -= used;
                (*at, used)
            })
            .filter(|(_, used)| *used > Minor::ZERO)
            .collect();
        let given: Minor = credits.iter().map(|(_, used)| *used).sum();
        let mut money = self.receipt.left + given;
        let mut parts = Vec::new();
        for at in &self.debits {
            let take = money.min(self.free(*at));
            if take > Minor::ZERO {
                parts.push((*at, take));
                money -= take;
            }
        }
        let currency = self.receipt.currency;
        let used: Minor = parts.iter().map(|(_, amount)| *amount).sum();
        let (how, mut evidence) = if money > Minor::ZERO {
            (
                How::Over,
                vec![Evidence::AmountOver {
                    over: money,
                    currency,
                }],
            )
        } else {
            let left = self.owed - used;
            (How::Short, vec![Evidence::AmountShort { left, currency }])
        };
        let difference = self.short().abs();
        let mut doubt = false;
        if let (limit, Some(of_year)) = self.may_round()
            && difference > limit
            && self
                .matcher
                .settings()
                .rounding
                .get(&currency)
                .is_some_and(|most| difference <= *most)
        {
            evidence.push(Evidence::RoundingUsedUp {
                limit: of_year,
                currency,
            });
            doubt = true;
        }
        Fit {
            parts,
            credits,
            rests: Vec::new(),
            unapplied: money,
            how,
            evidence,
            doubt,
        }
    }
}
