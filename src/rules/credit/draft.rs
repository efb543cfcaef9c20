//! The keys of a credit policy, each read as what it must be and laid over what was said before it.

use std::collections::BTreeMap;

use super::policy::{CreditPolicy, folded};
use crate::domain::credit::{Reached, Verdict};
use crate::domain::money::Minor;
use crate::domain::record::HoldLevel;
use crate::domain::warning::Sign;
use crate::rules::policy::PolicyFault;
use crate::rules::policy::fault::{Place, fault};
use crate::rules::policy::field::{Field, Section};
use crate::rules::policy::layers::Layered;

/// No period of a policy is longer.
const LONGEST_DAYS: u16 = 3_650;
const LONGEST_MONTHS: u16 = 120;
const VERDICTS: [&str; 3] = ["check", "prepay", "hold"];
const LEVELS: [&str; 4] = ["none", "warn", "prepay", "stop"];
const STAGES: [&str; 5] = ["none", "friendly", "reminder", "notice", "handed-over"];
/// What can need a second person.
pub const SECOND_PERSON: [&str; 3] = ["limit", "account", "hold"];

/// What the tables up to now say, and where keys that must fit each other were set.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub(super) struct Draft {
    pub policy: CreditPolicy,
    places: BTreeMap<&'static str, Place>,
}

/// Keys of which the first is never more than the second.
const PAIRS: [[&str; 2]; 2] = [
    ["no-check-below", "check-above"],
    ["overdue-warn-days", "block-overdue-days"],
];

impl Layered for Draft {
    fn lay(&mut self, section: &Section<'_>, apart: &[&str]) -> Result<(), PolicyFault> {
        for field in section.fields() {
            if !apart.contains(&field.key) {
                self.take(&field)?;
            }
        }
        Ok(())
    }
}

impl Draft {
    fn take(&mut self, field: &Field<'_>) -> Result<(), PolicyFault> {
        let policy = &mut self.policy;
        let days = || field.count(LONGEST_DAYS);
        let months = || field.count(LONGEST_MONTHS);
        let percent = || field.count(100);
        match field.key {
            "no-check-below" => field.amounts(&mut policy.no_check_below)?,
            "check-above" => field.amounts(&mut policy.check_above)?,
            "check-days" => policy.check_days = days()?,
            "check-public" => policy.check_public = field.flag()?,
            "new-days" => policy.new_days = days()?,
            "new-invoices" => policy.new_invoices = field.count(1_000)?,
            "new-limit" => field.amounts(&mut policy.new_limit)?,
            "default-limit" => field.amounts(&mut policy.default_limit)?,
            "limit-tolerance-percent" => policy.limit_tolerance_percent = percent()?,
            "over-limit" => policy.over_limit = verdict(field)?,
            "bad-classes" => policy.bad_classes = field.texts()?,
            "bad-class" => policy.bad_class = verdict(field)?,
            "prepay-percent" => policy.prepay_percent = at_least_one(field, percent()?)?,
            "prepay-above" => field.amounts(&mut policy.prepay_above)?,
            "prepay-share-percent" => policy.prepay_share_percent = percent()?,
            "prepay-share-from" => field.amounts(&mut policy.prepay_share_from)?,
            "prepay-share-receivables" => field.amounts(&mut policy.prepay_share_receivables)?,
            "overdue-least" => field.amounts(&mut policy.overdue_least)?,
            "overdue-warn-days" => policy.overdue_warn_days = days()?,
            "block-overdue-days" => policy.block_overdue_days = days()?,
            "block-overdue-amount" => field.amounts(&mut policy.block_overdue_amount)?,
            "overdue-means" => policy.overdue_means = verdict(field)?,
            "block-from-stage" => {
                policy.block_from_stage = field.choice(&STAGES, |word| {
                    let mut reached = Reached::ALL.into_iter();
                    let reached = reached.find(|reached| reached.name() == word);
                    match reached {
                        None if word == "none" => Some(None),
                        None | Some(Reached::Nothing) => None,
                        Some(_) => Some(reached),
                    }
                })?;
            }
            "broken-promises" => policy.broken_promises = field.count(1_000)?,
            "late-worse-by" => policy.late_worse_by = days()?,
            "notice" => self.take_notices(field)?,
            "default-days" => policy.default_days = days()?,
            "override-days" => policy.override_days = at_least_one(field, days()?)?,
            "review-months" => policy.review_months = months()?,
            "stale-months" => policy.stale_months = at_least_one(field, months()?)?,
            "max-terms-days" => policy.max_terms_days = days()?,
            "terms-step" => policy.terms_step = at_least_one(field, field.count(31)?)?,
            "max-discount-percent" => policy.max_discount_percent = percent()?,
            "shorten-above-days" => policy.shorten_above_days = days()?,
            "second-person" => policy.second_person = second_person(field)?,
            "security-warn-days" => policy.security_warn_days = days()?,
            "concentration-top" => {
                policy.concentration_top = at_least_one(field, field.count(1_000)?)?;
            }
            "concentration-percent" => policy.concentration_percent = percent()?,
            "warn-from" => policy.warn_from = percent()?,
            "weight" => self.take_weights(field)?,
            _ => return Err(field.unknown()),
        }
        let mut paired = PAIRS.into_iter().flatten();
        if let Some(key) = paired.find(|key| *key == field.key) {
            self.places.insert(key, field.place.clone());
        }
        Ok(())
    }

    fn take_notices(&mut self, field: &Field<'_>) -> Result<(), PolicyFault> {
        let notice = &mut self.policy.notice;
        for field in field.section()?.fields() {
            let level = match field.key {
                "bad-class" => &mut notice.bad_class,
                "default" => &mut notice.default,
                "bankruptcy" => &mut notice.bankruptcy,
                "other" => &mut notice.other,
                _ => return Err(field.unknown()),
            };
            *level = field.choice(&LEVELS, |word| match word {
                "none" => Some(None),
                _ => HoldLevel::parse(word).map(Some),
            })?;
        }
        Ok(())
    }

    fn take_weights(&mut self, field: &Field<'_>) -> Result<(), PolicyFault> {
        for field in field.section()?.fields() {
            let sign = Sign::parse(field.key).ok_or_else(|| field.unknown())?;
            let weight = field.count(100)?;
            self.policy.weights.0.insert(sign, weight);
        }
        Ok(())
    }

    /// What is never checked is less than what must be; a warning comes before the stop. The key that was set later
    /// is named.
    pub fn fits(&self) -> Result<(), PolicyFault> {
        let policy = &self.policy;
        let above = |currency| policy.check_above.get(currency);
        let mut amounts = policy.no_check_below.iter();
        let checked = amounts
            .any(|(currency, below)| above(currency).is_some_and(|above: &Minor| below > above));
        let stops = policy.block_overdue_days > 0;
        let warned = stops && policy.overdue_warn_days > policy.block_overdue_days;
        for ([less, more], unfit) in PAIRS.into_iter().zip([checked, warned]) {
            let (Some(of_less), Some(of_more)) = (self.places.get(less), self.places.get(more))
            else {
                continue;
            };
            if unfit {
                let place = if of_more.layer > of_less.layer {
                    of_more
                } else {
                    of_less
                };
                let (less, more) = (less.to_owned(), more.to_owned());
                return Err(fault!(place, MoreThanAnother, less: less, more: more));
            }
        }
        Ok(())
    }

    /// The policy under a name.
    pub fn policy(&self, version: &dyn Fn(&CreditPolicy) -> String) -> CreditPolicy {
        let mut policy = self.policy.clone();
        policy.bad_classes = policy.bad_classes.iter().map(|bad| folded(bad)).collect();
        policy.version = version(&policy);
        policy
    }
}

fn at_least_one(field: &Field<'_>, count: u16) -> Result<u16, PolicyFault> {
    if count == 0 {
        return Err(fault!(field.place, NotPositive));
    }
    Ok(count)
}

fn verdict(field: &Field<'_>) -> Result<Verdict, PolicyFault> {
    field.choice(&VERDICTS, |word| {
        let known = VERDICTS.contains(&word);
        let mut all = Verdict::ALL.into_iter().filter(|_| known);
        all.find(|verdict| verdict.name() == word)
    })
}

fn second_person(field: &Field<'_>) -> Result<Vec<String>, PolicyFault> {
    let named = field.texts()?;
    let known = |name: &String| SECOND_PERSON.contains(&name.as_str());
    if !named.iter().all(known) {
        return Err(fault!(field.place, NotAChoice, choices: SECOND_PERSON.join(", ")));
    }
    Ok(named)
}
