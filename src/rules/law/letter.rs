//! Letters to a debtor: who may send which, when, with what deadline and for what fee.

use std::sync::Arc;

use chrono::Days;
use rust_decimal::{Decimal, RoundingStrategy};

use super::Law;
use super::cited::{Cited, Gap, Source};
use super::lookup::cite;
use super::row::Value;
use super::rule::{Aspect, Rule, Topic};
use crate::domain::customer::CustomerKind;
use crate::domain::date::Date;
use crate::domain::letter::LetterKind;
use crate::domain::money::{Minor, Money};
use crate::domain::required::Required;

/// The kinds of which the statutes speak; of the others they say nothing: those are free at any time.
pub(super) const RULED: [LetterKind; 3] =
    [LetterKind::Reminder, LetterKind::Notice, LetterKind::Demand];

/// What the law says of one letter about one claim.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LetterRule {
    /// May the creditor himself send it. The source's law is empty where the statutes are silent, which forbids nothing.
    pub creditor_may: Cited<bool>,
    /// The first day on which it may be sent, with or without a fee.
    pub earliest: Option<Cited<Date>>,
    /// Least days to pay, from sending.
    pub deadline_days: Option<Cited<u32>>,
    /// Least banking days to pay, from receipt.
    pub deadline_banking_days: Option<Cited<u32>>,
    /// Banking days that the letter is on its way.
    pub delivery_banking_days: Option<Cited<u32>>,
    /// None when it may bear no fee.
    pub fee: Option<FeeRule>,
    /// Why the fee is not known, when a row is missing: the letter may go out without one.
    pub fee_gap: Option<Gap>,
}

/// What a letter may cost and under which conditions.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FeeRule {
    /// The most, in minor units of the law's currency.
    pub cap: Cited<Minor>,
    /// It must have been agreed at the latest when the debt arose.
    pub needs_agreement: Option<Arc<Source>>,
    /// The first day on which such a letter may bear a fee.
    pub not_before: Option<Cited<Date>>,
    /// Least days since the letter before.
    pub days_between: Option<Cited<u32>>,
    /// Fees for letters of this kind for one claim, within a cycle.
    pub most: Option<Cited<u32>>,
    /// Fees for reminders and notices together for one claim, within a cycle.
    pub most_together: Option<Cited<u32>>,
    /// A further fee only after a letter with a fee and a deadline of at least so many days, which was missed.
    pub missed_deadline_days: Option<Cited<u32>>,
    /// Even the first fee for this kind needs such an earlier letter.
    pub needs_letter: Option<Arc<Source>>,
    /// A payment ordered by the deadline is in time: so many days until it has shown.
    pub grace_days: Option<Cited<u32>>,
    /// Fees start again when the last letter with one is so many months back.
    pub reset_months: Option<Cited<u32>>,
    /// The invoice must have reached the debtor so many days before it fell due.
    pub invoice_lead_days: Option<Cited<u32>>,
    /// All costs of the claim together, in minor units of the law's currency.
    pub costs_cap: Option<Cited<Minor>>,
}

/// The facts of a letter that its rules are asked with.
#[derive(Clone, Copy)]
struct Asked {
    kind: LetterKind,
    debtor: CustomerKind,
    due: Date,
    effective_due: Date,
    sent: Date,
    principal: Minor,
}

impl Asked {
    fn rule(&self, aspect: Aspect) -> Rule {
        Rule::Letter(self.kind, aspect)
    }
}

impl Law {
    /// What holds for a letter sent on a day about a claim that fell due on another. Brackets go by the principal;
    /// without one, or with one in another currency, the lowest holds.
    pub fn letter(
        &self,
        kind: LetterKind,
        debtor: CustomerKind,
        due: Date,
        sent: Date,
        principal: Option<Money>,
    ) -> Result<LetterRule, Gap> {
        if !RULED.contains(&kind) {
            return Ok(LetterRule {
                creditor_may: self.unsaid(true),
                earliest: None,
                deadline_days: None,
                deadline_banking_days: None,
                delivery_banking_days: None,
                fee: None,
                fee_gap: None,
            });
        }
        let ours = principal.filter(|money| money.currency == self.currency);
        let asked = Asked {
            kind,
            debtor,
            due,
            effective_due: self.effective_due(due, debtor).value,
            sent,
            principal: ours.map_or(Minor::ZERO, |money| money.amount.max(Minor::ZERO)),
        };
        let creditor_may = self
            .row(asked.rule(Aspect::CreditorMay), debtor, sent, Minor::ZERO)?
            .map_or_else(
                || self.unsaid(true),
                |row| cite(row, row.value == Value::Flag(true)),
            );
        // Who may not send it can ask no fee for it.
        let fee = creditor_may.value.then(|| self.fee(&asked));
        let (fee, fee_gap) = match fee.transpose() {
            Ok(fee) => (fee.flatten(), None),
            Err(gap) => (None, Some(gap)),
        };
        Ok(LetterRule {
            creditor_may,
            earliest: self.days_after_due(&asked, Aspect::Earliest)?,
            deadline_days: self.count(asked.rule(Aspect::Deadline), debtor, sent)?,
            deadline_banking_days: self.count(
                asked.rule(Aspect::DeadlineBankingDays),
                debtor,
                sent,
            )?,
            delivery_banking_days: self.count(Rule::General(Topic::DeliveryDays), debtor, sent)?,
            fee,
            fee_gap,
        })
    }

    /// The first day that a letter sent on a day may set as its deadline, where the law wants one.
    pub fn first_deadline(&self, rule: &LetterRule, sent: Date) -> Option<Date> {
        let days = rule.deadline_days.as_ref();
        let from_sending = days.map(|days| after(sent, days.value));
        let banking = rule.deadline_banking_days.as_ref();
        let from_receipt = banking.map(|days| {
            let delivery = rule.delivery_banking_days.as_ref();
            let delivery = delivery.map_or(0, |delivery| delivery.value);
            let received = self.calendar.banking_days_after(sent, delivery);
            self.calendar.banking_days_after(received, days.value)
        });
        from_sending.max(from_receipt)
    }

    /// What a letter of a kind must say when it is sent on a day; nothing where the law is silent.
    pub fn required(
        &self,
        kind: LetterKind,
        debtor: CustomerKind,
        sent: Date,
    ) -> Result<Required, Gap> {
        if kind == LetterKind::Friendly {
            return Ok(Required::default());
        }
        let rule = Rule::Letter(kind, Aspect::Contents);
        Ok(match self.row(rule, debtor, sent, Minor::ZERO)? {
            Some(row) => match row.value {
                Value::Contents(contents) => Required {
                    contents,
                    law: row.source.law.clone(),
                },
                _ => Required::default(),
            },
            None => Required::default(),
        })
    }

    fn fee(&self, asked: &Asked) -> Result<Option<FeeRule>, Gap> {
        let Some(cap) = self.fee_cap(asked)? else {
            return Ok(None);
        };
        let of_letter = |aspect| self.count(asked.rule(aspect), asked.debtor, asked.sent);
        let general = |topic| self.count(Rule::General(topic), asked.debtor, asked.sent);
        let yes = |aspect| self.yes(asked.rule(aspect), asked.debtor, asked.sent);
        // What reminders and notices have together does not bind demands.
        let together = match asked.kind {
            LetterKind::Demand => None,
            _ => general(Topic::FeesTogether)?,
        };
        Ok(Some(FeeRule {
            cap,
            needs_agreement: yes(Aspect::FeeAgreed)?,
            not_before: self.days_after_due(asked, Aspect::FeeNotBefore)?,
            days_between: of_letter(Aspect::FeeDaysBetween)?,
            most: of_letter(Aspect::FeeMost)?,
            most_together: together,
            missed_deadline_days: general(Topic::FeeDeadline)?,
            needs_letter: yes(Aspect::FeeNeedsLetter)?,
            grace_days: general(Topic::FeeGrace)?,
            reset_months: general(Topic::FeeReset)?,
            invoice_lead_days: of_letter(Aspect::FeeInvoiceLead)?,
            costs_cap: self.amount(
                Rule::General(Topic::CostsCap),
                asked.debtor,
                asked.sent,
                asked.principal,
            )?,
        }))
    }

    /// The fee as an amount, or as a share of the collection rate on the day of sending (inkassoforskriften § 1-2).
    fn fee_cap(&self, asked: &Asked) -> Result<Option<Cited<Minor>>, Gap> {
        let fixed = asked.rule(Aspect::Fee);
        let fixed = self.amount(fixed, asked.debtor, asked.sent, asked.principal)?;
        if fixed.is_some() {
            return Ok(fixed.filter(|fee| fee.value > Minor::ZERO));
        }
        let share = self.share(asked.rule(Aspect::FeeShare), asked.debtor, asked.due)?;
        let Some(share) = share else { return Ok(None) };
        let rate = Rule::General(Topic::CollectionRate);
        let whole = self
            .amount(rate, asked.debtor, asked.sent, Minor::ZERO)?
            .ok_or_else(|| self.gap(rate, asked.debtor, asked.sent))?;
        let rounding = Rule::General(Topic::FeeRounding);
        let step = self.amount(rounding, asked.debtor, asked.sent, Minor::ZERO)?;
        let step = step.map(|step| step.value);
        let value = part(share.value, whole.value, step)
            .ok_or_else(|| self.gap(rate, asked.debtor, asked.sent))?;
        Ok(Some(whole.map(|_| value)))
    }

    fn days_after_due(&self, asked: &Asked, aspect: Aspect) -> Result<Option<Cited<Date>>, Gap> {
        let days = self.count(asked.rule(aspect), asked.debtor, asked.sent)?;
        Ok(days.map(|days| days.map(|days| after(asked.effective_due, days))))
    }
}

fn after(date: Date, days: u32) -> Date {
    date.checked_add_days(Days::new(u64::from(days)))
        .unwrap_or(Date::MAX)
}

/// A share of an amount, to the nearest multiple of a step with halves up; without a step, minor units rounded down.
fn part(share: Decimal, whole: Minor, step: Option<Minor>) -> Option<Minor> {
    use rust_decimal::prelude::ToPrimitive;
    let exact = share.checked_mul(Decimal::from(whole.0))?;
    let minor = match step.filter(|step| *step > Minor::ZERO) {
        None => exact.floor(),
        Some(step) => {
            let step = Decimal::from(step.0);
            let steps = exact.checked_div(step)?;
            steps
                .round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero)
                .checked_mul(step)?
        }
    };
    minor.to_i64().map(Minor)
}
