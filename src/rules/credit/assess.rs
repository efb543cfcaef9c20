//! May we sell on credit? Every rule of the policy speaks, for or against; the worst answer counts, and an override
//! passes over what it reaches. The same facts, policy and day give the same answer.

use super::limit::{Limit, good_check, limit};
use super::policy::{Amounts, CreditPolicy, class};
use crate::domain::assessment::{Assessment, Because, Reason};
use crate::domain::credit::{CreditFacts, LastCheck, StandingOverride, Verdict};
use crate::domain::customer::CustomerKind;
use crate::domain::date::Date;
use crate::domain::money::{Currency, Minor, Money};
use crate::domain::record::HoldLevel;

/// Judges a sale of an amount (a magnitude in the company's currency; zero asks how he stands) on a day.
pub fn assess(
    facts: &CreditFacts,
    policy: &CreditPolicy,
    currency: Currency,
    amount: Minor,
    today: Date,
) -> Assessment {
    let amount = amount.max(Minor::ZERO);
    let limit = limit(facts, policy, currency, today).map(Limit::amount);
    let mut sale = Sale {
        facts,
        policy,
        currency,
        amount,
        today,
        at_risk: at_risk(facts, amount),
        reasons: Vec::new(),
    };
    sale.standing();
    sale.paying();
    sale.size();
    sale.within(limit);
    sale.check(limit);
    sale.told();
    sale.passed();
    let Sale { mut reasons, .. } = sale;
    let counts = |reason: &&Reason| !reason.lifted;
    let says = reasons.iter().filter(counts).map(|reason| reason.says);
    let verdict = says.max().unwrap_or(Verdict::Approve);
    let percents = reasons.iter().filter(counts);
    let percent = percents.filter_map(|reason| reason.percent).max();
    // Stable: among equals the rules keep their order.
    reasons.sort_by_key(|reason| (reason.lifted, std::cmp::Reverse(reason.says)));
    let money = |amount| Money::new(amount, currency);
    let standing = at_risk_raw(facts, Minor::ZERO);
    Assessment {
        amount: money(amount),
        verdict,
        prepay_percent: percent.filter(|_| verdict == Verdict::Prepay),
        reasons,
        exposure: money(at_risk(facts, Minor::ZERO)),
        exposure_after: money(at_risk(facts, amount)),
        limit: limit.map(money),
        usable: limit.map(|limit| money(Minor(limit.0.saturating_sub(standing)).max(Minor::ZERO))),
        policy: policy.version.clone(),
    }
}

/// Owed, on order and asked for now, less what is secured; never below zero.
fn at_risk(facts: &CreditFacts, amount: Minor) -> Minor {
    Minor(at_risk_raw(facts, amount)).max(Minor::ZERO)
}

/// The same, below zero where securities cover more.
fn at_risk_raw(facts: &CreditFacts, amount: Minor) -> i64 {
    let (open, on_order) = (facts.open.0, facts.on_order.0);
    let claims = open.saturating_add(on_order).saturating_add(amount.0);
    claims.saturating_sub(facts.secured.0)
}

/// What the rules look at, and what they said.
struct Sale<'a> {
    facts: &'a CreditFacts,
    policy: &'a CreditPolicy,
    currency: Currency,
    amount: Minor,
    today: Date,
    /// With the sale.
    at_risk: Minor,
    reasons: Vec<Reason>,
}

impl Sale<'_> {
    fn money(&self, amount: Minor) -> Money {
        Money::new(amount, self.currency)
    }

    fn of(&self, amounts: &Amounts) -> Option<Minor> {
        amounts.get(&self.currency).copied()
    }

    fn say(&mut self, says: Verdict, because: Because) {
        let percent = u8::try_from(self.policy.prepay_percent.clamp(1, 100)).unwrap_or(100);
        self.ask(says, percent, because);
    }

    /// Says so; an advance is of so many percent.
    fn ask(&mut self, says: Verdict, percent: u8, because: Because) {
        self.reasons.push(Reason {
            says,
            percent: (says == Verdict::Prepay).then_some(percent),
            lifted: false,
            because,
        });
    }

    /// Bankruptcy, that he was put away, holds and what the bureau reported.
    fn standing(&mut self) {
        if self.facts.bankrupt {
            self.say(Verdict::Hold, Because::Bankrupt);
        }
        if self.facts.inactive {
            self.say(Verdict::Hold, Because::Inactive);
        }
        if let Some(hold) = &self.facts.hold
            && hold.until.is_none_or(|until| self.today <= until)
        {
            let (level, since) = (hold.level, hold.since);
            let (hold_rule, reason) = (hold.rule.clone(), hold.reason.clone());
            let because = match hold.until {
                None => Because::Held {
                    level,
                    since,
                    hold_rule,
                    reason,
                },
                Some(until) => Because::HeldUntil {
                    level,
                    since,
                    until,
                    hold_rule,
                    reason,
                },
            };
            self.ask(meant(Some(level)), 100, because);
        }
        if let Some(on) = self.facts.defaulted {
            let age = (self.today - on).num_days();
            if age <= i64::from(self.policy.default_days) {
                let says = meant(self.policy.notice.default);
                self.ask(says, 100, Because::Defaulted { on });
            }
        }
    }

    /// How he pays us.
    fn paying(&mut self) {
        let (facts, policy) = (self.facts, self.policy);
        self.overdue();
        if let Some(from) = policy.block_from_stage
            && facts.reached >= from
        {
            let reached = facts.reached;
            self.ask(
                policy.overdue_means,
                100,
                Because::ReminderReached { reached },
            );
        }
        let most = policy.broken_promises;
        let count = facts.promises.broken;
        if most > 0 && count >= u32::from(most) {
            self.say(Verdict::Prepay, Because::PromisesBroken { count, most });
        }
        if let (Some(now), Some(before)) = (facts.pays.now, facts.pays.before) {
            let worse = now.saturating_sub(before.max(0));
            let by = i64::from(policy.late_worse_by);
            if by > 0 && worse > by {
                // A check since then has looked at it.
                let says = if good_check(facts, policy, self.today).is_some() {
                    Verdict::Approve
                } else {
                    Verdict::Check
                };
                self.say(says, Because::PaysLater { now, before });
            }
        }
    }

    fn overdue(&mut self) {
        let (facts, policy) = (self.facts, self.policy);
        let least = self.of(&policy.overdue_least).unwrap_or(Minor::ZERO);
        if facts.overdue <= Minor::ZERO || facts.overdue < least {
            return;
        }
        let (overdue, days) = (self.money(facts.overdue), facts.overdue_days);
        let most = policy.block_overdue_days;
        let warned = days > i64::from(policy.overdue_warn_days);
        let long = most > 0 && days > i64::from(most);
        if long {
            let because = Because::OverdueLong {
                overdue,
                days,
                most,
            };
            self.ask(policy.overdue_means, 100, because);
        }
        let much = self.of(&policy.block_overdue_amount);
        if let Some(most) = much.filter(|most| warned && facts.overdue > *most) {
            let most = self.money(most);
            let because = Because::OverdueMuch {
                overdue,
                days,
                most,
            };
            self.ask(policy.overdue_means, 100, because);
        } else if warned && !long {
            self.say(Verdict::Approve, Because::OverdueSome { overdue, days });
        }
    }

    /// How large the sale is, and for whom.
    fn size(&mut self) {
        let (facts, policy) = (self.facts, self.policy);
        if let Some(class) = class(facts).filter(|class| policy.is_bad(class)) {
            let class = class.trim().to_owned();
            self.say(policy.bad_class, Because::BadClass { class });
        }
        if self.is_public() {
            return;
        }
        let after = self.money(self.at_risk);
        let above = self.of(&policy.prepay_above);
        if let Some(most) = above.filter(|most| self.at_risk > *most) {
            let most = self.money(most);
            self.say(Verdict::Prepay, Because::LargeAmount { after, most });
        }
        let from = self.of(&policy.prepay_share_from);
        let most = policy.prepay_share_percent;
        let share = percent(
            self.at_risk,
            Minor(facts.receivables.0.saturating_add(self.amount.0)),
        );
        // The first sales of a young ledger are each most of it: that is no concentration.
        let least = self.of(&policy.prepay_share_receivables);
        let counts = from.is_some_and(|from| self.at_risk >= from)
            && least.is_none_or(|least| facts.receivables >= least);
        if counts && most > 0 && share > u32::from(most) {
            self.say(Verdict::Prepay, Because::LargeShare { after, share, most });
        }
    }

    fn within(&mut self, limit: Option<Minor>) {
        let after = self.money(self.at_risk);
        let Some(limit) = limit else {
            // A stranger's limit is the policy's for new ones; nothing at risk needs none.
            if self.at_risk > Minor::ZERO {
                self.say(Verdict::Check, Because::NoLimit);
            }
            return;
        };
        let most = self.money(limit);
        let tolerance = self.policy.limit_tolerance_percent;
        let with_tolerance = i128::from(limit.0) * i128::from(100 + u32::from(tolerance)) / 100;
        if self.at_risk <= limit {
            self.say(Verdict::Approve, Because::WithinLimit { after, most });
        } else if i128::from(self.at_risk.0) <= with_tolerance {
            let because = Because::WithinTolerance {
                after,
                most,
                percent: tolerance,
            };
            self.say(Verdict::Approve, because);
        } else {
            // As much in advance as brings the rest within the limit.
            let beyond = Minor(self.at_risk.0.saturating_sub(limit.0));
            let share = percent_up(beyond, self.amount);
            self.ask(
                self.policy.over_limit,
                share,
                Because::OverLimit { after, most },
            );
        }
    }

    /// Whether a bureau is asked: by the amount, by how long he has been a customer, by the last check.
    fn check(&mut self, limit: Option<Minor>) {
        let (facts, policy) = (self.facts, self.policy);
        if self.is_public() {
            self.say(Verdict::Approve, Because::PublicBody);
            return;
        }
        let above = self.of(&policy.check_above);
        let is_much = above.is_some_and(|above| self.at_risk > above);
        if let Some(check) = good_check(facts, policy, self.today) {
            self.checked(check, limit);
            return;
        }
        if let Some(below) = self.of(&policy.no_check_below)
            && self.amount <= below
            && !is_much
        {
            let because = Because::LowAmount {
                amount: self.money(self.amount),
                below: self.money(below),
            };
            self.say(Verdict::Approve, because);
            return;
        }
        let after = self.money(self.at_risk);
        match (above.filter(|_| is_much), &facts.check) {
            (Some(above), Some(check)) => {
                let (on, most) = (check.on, self.money(above));
                self.say(Verdict::Check, Because::CheckOld { on, after, most });
            }
            (Some(above), None) => {
                let most = self.money(above);
                self.say(Verdict::Check, Because::NoCheck { after, most });
            }
            (None, _) if self.is_new() => self.stranger(after),
            (None, _) => {
                if let Some(above) = above {
                    let (count, most) = (facts.invoices, self.money(above));
                    self.say(Verdict::Approve, Because::OwnHistory { count, most });
                }
            }
        }
    }

    fn checked(&mut self, check: &LastCheck, limit: Option<Minor>) {
        let on = check.on;
        let because = match &check.class {
            Some(class) => Because::CheckedClass {
                on,
                class: class.trim().to_owned(),
            },
            None => Because::Checked { on },
        };
        self.say(Verdict::Approve, because);
        // A limit that is his own may be more than the bureau would give; otherwise the limit is the advice.
        if let Some(advised) = check.advised
            && limit.is_some_and(|limit| limit > advised)
            && self.at_risk > advised
        {
            let (after, advised) = (self.money(self.at_risk), self.money(advised));
            self.say(Verdict::Check, Because::OverAdvised { after, advised });
        }
    }

    /// A new customer gets a little without a check.
    fn stranger(&mut self, after: Money) {
        let Some(most) = self.of(&self.policy.new_limit) else {
            return;
        };
        let within = self.at_risk <= most;
        let most = self.money(most);
        if within {
            self.say(Verdict::Approve, Because::NewWithin { after, most });
        } else {
            self.say(Verdict::Check, Because::NewUnchecked { after, most });
        }
    }

    /// What is no reason and should be known.
    fn told(&mut self) {
        let facts = self.facts;
        if facts.disputes > 0 {
            let count = facts.disputes;
            self.say(Verdict::Approve, Because::Disputed { count });
        }
        if !facts.without_rate.is_empty() {
            let amounts = facts.without_rate.iter();
            let amounts = amounts.map(|(currency, amount)| Money::new(*amount, *currency));
            let amounts = amounts.collect();
            self.say(Verdict::Approve, Because::WithoutRate { amounts });
        }
    }

    /// An override lifts what it reaches; nothing lifts a bankruptcy, and who was put away is taken up first.
    fn passed(&mut self) {
        let passed = self.facts.passed.as_ref();
        let Some(passed) = passed.filter(|passed| self.today <= passed.until) else {
            return;
        };
        let against = |reason: &Reason| reason.says > Verdict::Approve;
        let Some(worst) = self.reasons.iter().map(|reason| reason.says).max() else {
            return;
        };
        if !self.reasons.iter().any(against) {
            return;
        }
        let StandingOverride {
            until,
            amount,
            over,
            reason,
        } = passed.clone();
        if let Some(most) = amount.filter(|most| self.amount > *most) {
            let most = self.money(most);
            self.say(Verdict::Approve, Because::OverrideSmaller { until, most });
            return;
        }
        if worst > over {
            self.say(Verdict::Approve, Because::OverrideWeaker { until, over });
        }
        let mut lifts = false;
        for reason in &mut self.reasons {
            let stays = matches!(reason.because, Because::Bankrupt | Because::Inactive);
            if against(reason) && reason.says <= over && !stays {
                reason.lifted = true;
                lifts = true;
            }
        }
        if lifts {
            self.say(Verdict::Approve, Because::Overridden { until, reason });
        }
    }

    fn is_public(&self) -> bool {
        self.facts.kind == CustomerKind::Public && !self.policy.check_public
    }

    /// Neither long nor often enough a customer to go by own experience.
    fn is_new(&self) -> bool {
        let policy = self.policy;
        let Some(since) = self.facts.since else {
            return true;
        };
        let days = (self.today - since).num_days();
        days < i64::from(policy.new_days) || self.facts.invoices < u32::from(policy.new_invoices)
    }
}

/// What a hold of a level answers.
fn meant(level: Option<HoldLevel>) -> Verdict {
    match level {
        None | Some(HoldLevel::Warn) => Verdict::Approve,
        Some(HoldLevel::Prepay) => Verdict::Prepay,
        Some(HoldLevel::Stop) => Verdict::Hold,
    }
}

/// Whole percent of a whole, rounded down; none of nothing.
pub(super) fn percent(part: Minor, whole: Minor) -> u32 {
    if whole <= Minor::ZERO {
        return 0;
    }
    let percent = i128::from(part.0.max(0)) * 100 / i128::from(whole.0);
    u32::try_from(percent).unwrap_or(u32::MAX)
}

/// Whole percent of a whole, rounded up, 1 to 100: all of nothing.
fn percent_up(part: Minor, whole: Minor) -> u8 {
    if whole <= Minor::ZERO {
        return 100;
    }
    let whole = i128::from(whole.0);
    let percent = (i128::from(part.0.max(0)) * 100 + whole - 1) / whole;
    u8::try_from(percent.clamp(1, 100)).unwrap_or(100)
}
