//! Rests that are closed without money, or by a credit: discounts, roundings, charges of banks and services.

use super::{Fit, How, Laying};
use crate::domain::date::{self, Date};
use crate::domain::difference::DifferenceKind;
use crate::domain::evidence::Evidence;
use crate::domain::money::Minor;
use crate::matching::RestOf;
use crate::matching::index::At;

impl Laying<'_, '_> {
    /// Discounts of the items that are wholly open, each with the days by which it is late.
    pub(super) fn discounts(&self) -> Vec<(At, Minor, Date, u32)> {
        let grace = i64::from(self.matcher.settings().discount_grace);
        let mut found = Vec::new();
        for at in &self.debits {
            let item = self.item(*at);
            let Some(discount) = item.discount else {
                continue;
            };
            if self.free(*at) != item.amount
                || discount.amount <= Minor::ZERO
                || discount.amount >= item.amount
            {
                continue;
            }
            let past = date::days_past(discount.until, self.receipt.booked);
            let late = if past > grace {
                u32::try_from(past).unwrap_or(u32::MAX)
            } else {
                0
            };
            found.push((*at, discount.amount, discount.until, late));
        }
        found
    }

    /// Each item less what is closed of it without money.
    pub(super) fn less(&self, rests: &[RestOf]) -> Vec<(At, Minor)> {
        let closed = |at: At| -> Minor {
            let id = self.item(at).item;
            rests
                .iter()
                .filter(|rest| rest.item == id)
                .map(|rest| rest.amount)
                .sum()
        };
        self.debits
            .iter()
            .map(|at| (*at, self.free(*at) - closed(*at)))
            .filter(|(_, amount)| *amount > Minor::ZERO)
            .collect()
    }

    pub(super) fn discount_fit(&self, taken: &[(At, Minor, Date, u32)], how: How) -> Fit {
        let rests: Vec<RestOf> = taken
            .iter()
            .map(|(at, amount, _, _)| RestOf {
                item: self.item(*at).item,
                amount: *amount,
                kind: DifferenceKind::Discount,
            })
            .collect();
        let currency = self.receipt.currency;
        let evidence = taken
            .iter()
            .map(|(_, discount, until, days)| {
                let (discount, until, days) = (*discount, *until, *days);
                if days == 0 {
                    Evidence::WithDiscount {
                        discount,
                        currency,
                        until,
                    }
                } else {
                    Evidence::DiscountLate {
                        discount,
                        currency,
                        days,
                    }
                }
            })
            .collect();
        Fit {
            rests: rests.clone(),
            ..self.fit(self.less(&rests), how, evidence)
        }
    }

    pub(super) fn discounted(&self) -> Option<Fit> {
        let mut taken = self.discounts();
        taken.retain(|(_, _, _, late)| *late == 0);
        let sum: Minor = taken.iter().map(|(_, amount, _, _)| *amount).sum();
        if taken.is_empty() {
            return None;
        }
        if sum == self.short() {
            return Some(self.discount_fit(&taken, How::Discounted));
        }
        self.discount_nearly(taken, sum)
    }

    /// Too late: it may be allowed, or the rest claimed.
    pub(super) fn discount_late(&self) -> Option<Fit> {
        let taken = self.discounts();
        let sum: Minor = taken.iter().map(|(_, amount, _, _)| *amount).sum();
        if taken.iter().all(|(_, _, _, late)| *late == 0) {
            return None;
        }
        if sum == self.short() {
            return Some(Fit {
                doubt: true,
                ..self.discount_fit(&taken, How::Doubtful)
            });
        }
        self.discount_nearly(taken, sum)
    }

    /// Together with a rounding, either way, it is for a person.
    fn discount_nearly(&self, mut taken: Vec<(At, Minor, Date, u32)>, sum: Minor) -> Option<Fit> {
        let rest = self.short() - sum;
        if rest.abs() > self.may_round().0 || self.short() <= Minor::ZERO {
            return None;
        }
        if rest <= Minor::ZERO {
            let (_, discount, _, _) = taken.last_mut()?;
            *discount += rest;
            if *discount <= Minor::ZERO {
                return None;
            }
            return Some(Fit {
                doubt: true,
                ..self.discount_fit(&taken, How::Doubtful)
            });
        }
        let mut fit = self.discount_fit(&taken, How::Doubtful);
        let (last, amount) = fit.parts.last_mut()?;
        if *amount <= rest {
            return None;
        }
        *amount -= rest;
        let item = self.item(*last).item;
        fit.rests.push(RestOf {
            item,
            amount: rest,
            kind: DifferenceKind::Rounding,
        });
        fit.unapplied = Minor::ZERO;
        fit.evidence.push(Evidence::WithRounding {
            difference: rest,
            currency: self.receipt.currency,
        });
        fit.doubt = true;
        Some(fit)
    }

    /// What may be rounded away of these items: never more than a tenth of what is wanted.
    pub(super) fn may_round(&self) -> (Minor, Option<Minor>) {
        let customer = self.debits.first().map(|at| self.item(*at).customer);
        customer.map_or((Minor::ZERO, None), |customer| {
            let (limit, of_year) = self.matcher.may_round(customer, self.receipt.currency);
            let tenth = Minor(self.wanted().0 / 10).max(Minor::ZERO);
            (limit.min(tenth), of_year)
        })
    }

    pub(super) fn rounded(&self) -> Option<Fit> {
        let short = self.short();
        let (limit, _) = self.may_round();
        if short.is_zero() || short.abs() > limit || self.debits.is_empty() {
            return None;
        }
        let evidence = vec![Evidence::WithRounding {
            difference: short.abs(),
            currency: self.receipt.currency,
        }];
        if short < Minor::ZERO {
            let over = RestOf {
                item: self.receipt.item,
                amount: short.abs(),
                kind: DifferenceKind::Rounding,
            };
            return Some(Fit {
                rests: vec![over],
                unapplied: Minor::ZERO,
                ..self.fit(self.whole(&self.debits), How::Rounded, evidence)
            });
        }
        let last = *self.debits.last()?;
        let rests = vec![RestOf {
            item: self.item(last).item,
            amount: short,
            kind: DifferenceKind::Rounding,
        }];
        (self.free(last) > short).then(|| Fit {
            rests: rests.clone(),
            ..self.fit(self.less(&rests), How::Rounded, evidence)
        })
    }

    /// The payer sent what is open, and a bank on the way kept some of it.
    pub(super) fn bank_charge(&self) -> Option<Fit> {
        let charge = self.short();
        let currency = self.receipt.currency;
        let limit = *self.matcher.settings().bank_charge.get(&currency)?;
        let sent = self.receipt.text.details.instructed.as_ref()?;
        let sent_all = sent.currency == currency && sent.amount == self.wanted().decimal(currency);
        if charge <= Minor::ZERO || charge > limit || !sent_all {
            return None;
        }
        let evidence = vec![
            Evidence::InstructedFits {
                amount: self.wanted(),
                currency,
            },
            Evidence::WithBankCharge { charge, currency },
        ];
        self.closing(charge, DifferenceKind::BankCharge, evidence)
    }

    /// A payment service pays the gross amount less its commission.
    pub(super) fn commission(&self) -> Option<Fit> {
        let commission = self.short();
        let currency = self.receipt.currency;
        let name = self.receipt.text.payer_name.as_deref()?;
        let at_most = Minor(self.wanted().0 / 10);
        if commission <= Minor::ZERO
            || commission > at_most
            || self.matcher.pays_for_many(name).is_none()
        {
            return None;
        }
        let evidence = vec![Evidence::WithCommission {
            commission,
            currency,
        }];
        self.closing(commission, DifferenceKind::Commission, evidence)
    }

    /// All items, the shortage closed on them from the last one on.
    pub(super) fn closing(
        &self,
        short: Minor,
        kind: DifferenceKind,
        evidence: Vec<Evidence>,
    ) -> Option<Fit> {
        let mut left = short;
        let mut rests = Vec::new();
        for at in self.debits.iter().rev() {
            let amount = left.min(self.free(*at));
            if amount > Minor::ZERO {
                rests.push(RestOf {
                    item: self.item(*at).item,
                    amount,
                    kind,
                });
                left -= amount;
            }
        }
        left.is_zero().then(|| Fit {
            doubt: true,
            rests: rests.clone(),
            ..self.fit(self.less(&rests), How::Doubtful, evidence)
        })
    }

    /// One credit of the customer, not chosen, is what is missing: netted without telling.
    pub(super) fn credited(&self) -> Option<Fit> {
        let short = self.short();
        let customer = self.item(*self.debits.first()?).customer;
        if short <= Minor::ZERO || !self.credits.is_empty() {
            return None;
        }
        let index = self.matcher.index();
        let credit = index
            .of_customer(customer, self.receipt.currency)
            .find(|at| {
                index.free(*at) == Minor(-short.0) && self.item(*at).item != self.receipt.item
            })?;
        let evidence = vec![Evidence::CreditsUsed {
            numbers: vec![self.item(credit).number.clone()],
        }];
        Some(Fit {
            credits: vec![(credit, short)],
            unapplied: Minor::ZERO,
            doubt: true,
            ..self.fit(self.whole(&self.debits), How::Credited, evidence)
        })
    }
}
