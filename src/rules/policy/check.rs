//! A policy held against the law of a day: milder is fine, harsher is named with its key, its line and the paragraph.
//!
//! Judged is what the policy can lead to: a fee that the days of the letters before it put off long enough is not early.

use chrono::Days;
use rust_decimal::Decimal;

use super::draft::{Draft, PLAN_FEE};
use super::fault::{Place, fault};
use super::{FeeAsked, Policy, PolicyFault, Stage, StageDoes};
use crate::domain::customer::CustomerKind;
use crate::domain::date::Date;
use crate::domain::letter::LetterKind;
use crate::domain::money::{Minor, Money};
use crate::rules::law::{Cited, FeeRule, Law, LetterRule};
use crate::rules::reminder::notice_asked;

/// Something harsher than the law.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Harsher {
    pub fault: PolicyFault,
    /// It stands in the shipped policy, not in the company's own.
    pub shipped: bool,
}

/// A letter that the company sends itself, with what the law says of it.
struct Judged<'a> {
    stage: &'a Stage,
    kind: LetterKind,
    rule: LetterRule,
    /// The first day after the effective due date on which the policy can send it.
    earliest: u32,
    /// Days from the letter before to this one, at least.
    gap: u32,
    /// Days to pay.
    deadline: u32,
}

impl Judged<'_> {
    fn fee(&self) -> Option<&FeeRule> {
        let asks = self.stage.fee != FeeAsked::No;
        self.rule.fee.as_ref().filter(|_| asks)
    }
}

struct Check<'a> {
    draft: &'a Draft,
    law: &'a Law,
    debtor: CustomerKind,
    on: Date,
    /// A due date on whose claim letters are sent on the day.
    due: Date,
    found: Vec<Harsher>,
}

/// All that is harsher in a policy than the law of a day. What the law has no figure for is not judged here: the desk
/// does not claim it.
pub(super) fn check(
    draft: &Draft,
    law: &Law,
    debtor: CustomerKind,
    on: Date,
) -> Result<Vec<Harsher>, PolicyFault> {
    let policy = draft.policy()?;
    let due = on.checked_sub_days(Days::new(60)).unwrap_or(on);
    let mut check = Check {
        draft,
        law,
        debtor,
        on,
        due,
        found: Vec::new(),
    };
    check.rate(&policy);
    check.hand_over(&policy);
    check.plan(&policy);
    let letters = check.letters(&policy);
    for (at, letter) in letters.iter().enumerate() {
        check.letter(letter);
        check.fee(letter, &letters[..at]);
    }
    Ok(check.found)
}

impl Check<'_> {
    fn letters<'p>(&self, policy: &'p Policy) -> Vec<Judged<'p>> {
        let mut letters: Vec<Judged<'p>> = Vec::new();
        for stage in policy.stages.iter().filter(|stage| !stage.by_agency) {
            let StageDoes::Letter(kind) = stage.does else {
                continue;
            };
            let asked = self.law.letter(kind, self.debtor, self.due, self.on, None);
            let Ok(rule) = asked else { continue };
            let sooner = stage.after_due_new.unwrap_or(stage.after_due);
            let mut earliest = u32::from(stage.after_due.min(sooner)).max(1);
            let mut gap = 0;
            if let Some(before) = letters.last() {
                let wait = match before.deadline {
                    0 => 0,
                    days => days + u32::from(policy.grace_days) + 1,
                };
                gap = u32::from(stage.after_previous).max(wait).max(1);
                earliest = earliest.max(before.earliest + gap);
            }
            let least = rule.deadline_days.as_ref().map_or(0, |days| days.value);
            letters.push(Judged {
                stage,
                kind,
                earliest,
                gap,
                deadline: u32::from(stage.deadline_days.unwrap_or(0)).max(least),
                rule,
            });
        }
        letters
    }

    fn letter(&mut self, letter: &Judged<'_>) {
        let Judged { stage, rule, .. } = letter;
        let on = self.on;
        if !rule.creditor_may.value {
            let place = self.place(stage, &["does", "by-agency"]);
            let law = rule.creditor_may.source.law.clone();
            self.add(
                &place,
                fault!(place, NotTheCreditors, stage: stage.name.clone(), law: law, on: on),
            );
            return;
        }
        if let Some(least) = self.after_due(rule.earliest.as_ref()) {
            let days = letter.earliest;
            if days < least.value {
                let place = self.place(stage, &["after-due", "after-due-new"]);
                let (least, law) = (least.value, least.source.law.clone());
                self.add(
                    &place,
                    fault!(place, LetterTooEarly, days: days, least: least, law: law, on: on),
                );
            }
        }
        if let (Some(days), Some(least)) = (stage.deadline_days, &rule.deadline_days) {
            let days = u32::from(days);
            if days < least.value {
                let place = self.place(stage, &["deadline-days"]);
                let (least, law) = (least.value, least.source.law.clone());
                self.add(
                    &place,
                    fault!(place, DeadlineTooShort, days: days, least: least, law: law, on: on),
                );
            }
        }
        if stage.compensation && self.debtor == CustomerKind::Consumer {
            let place = self.place(stage, &["compensation"]);
            // Whom it is for stands where its amount does.
            let rule = self
                .law
                .compensation(CustomerKind::Business, self.due, on)
                .ok()
                .flatten();
            let law = rule.map_or(String::new(), |rule| rule.amount.source.law.clone());
            self.add(
                &place,
                fault!(place, CompensationOfConsumers, law: law, on: on),
            );
        }
    }

    fn fee(&mut self, letter: &Judged<'_>, before: &[Judged<'_>]) {
        let stage = letter.stage;
        if stage.fee == FeeAsked::No || !letter.rule.creditor_may.value {
            return;
        }
        let place = self.place(stage, &["fee"]);
        if letter.kind == LetterKind::Friendly {
            self.add(&place, fault!(place, FeeOnFriendly));
            return;
        }
        let Some(fee) = letter.fee() else {
            // As much as the law allows is nothing then; and what it does not tell yet is not claimed.
            if letter.rule.fee_gap.is_none() && matches!(stage.fee, FeeAsked::Amount(_)) {
                self.add(&place, fault!(place, FeeNotAllowed));
            }
            return;
        };
        self.amount(stage, fee, &place);
        self.time(letter, fee, before);
        self.count(letter, fee, before);
    }

    fn amount(&mut self, stage: &Stage, fee: &FeeRule, place: &Place) {
        let FeeAsked::Amount(asked) = stage.fee else {
            return;
        };
        self.above(asked, &fee.cap, place);
    }

    fn above(&mut self, asked: Decimal, cap: &Cited<Minor>, place: &Place) {
        let currency = self.law.currency();
        let asked = Minor::rounded(asked, currency).unwrap_or(Minor(i64::MAX));
        if asked > cap.value {
            let (asked, most) = (Money::new(asked, currency), Money::new(cap.value, currency));
            let (law, on) = (cap.source.law.clone(), self.on);
            self.add(
                place,
                fault!(place, FeeTooHigh, asked: asked, most: most, law: law, on: on),
            );
        }
    }

    /// Not before its day, and not too soon after the letter before it.
    fn time(&mut self, letter: &Judged<'_>, fee: &FeeRule, before: &[Judged<'_>]) {
        let on = self.on;
        let place = self.place(
            letter.stage,
            &["after-due", "after-due-new", "after-previous", "fee"],
        );
        if let Some(least) = self.after_due(fee.not_before.as_ref()) {
            let days = letter.earliest;
            if days < least.value {
                let (least, law) = (least.value, least.source.law.clone());
                self.add(
                    &place,
                    fault!(place, FeeTooEarly, days: days, least: least, law: law, on: on),
                );
            }
        }
        // A friendly word is none of the letters that the law counts.
        let follows = before
            .last()
            .is_some_and(|before| before.kind != LetterKind::Friendly);
        if let Some(least) = fee.days_between.as_ref().filter(|_| follows) {
            let days = letter.gap;
            if days < least.value {
                let place = self.place(letter.stage, &["after-previous", "after-due", "fee"]);
                let (least, law) = (least.value, least.source.law.clone());
                self.add(
                    &place,
                    fault!(place, FeesTooClose, days: days, least: least, law: law, on: on),
                );
            }
        }
    }

    /// Not more often than allowed, and a further one only after a deadline that could be missed.
    fn count(&mut self, letter: &Judged<'_>, fee: &FeeRule, before: &[Judged<'_>]) {
        let on = self.on;
        let place = self.place(letter.stage, &["fee", "does"]);
        let paid = || before.iter().filter(|before| before.fee().is_some());
        let counted = |fits: &dyn Fn(LetterKind) -> bool| {
            let count = paid().filter(|before| fits(before.kind)).count();
            u32::try_from(count).unwrap_or(u32::MAX).saturating_add(1)
        };
        let of_kind = (counted(&|kind| kind == letter.kind), &fee.most);
        let together = (
            counted(&|kind| kind != LetterKind::Demand),
            &fee.most_together,
        );
        for (count, most) in [of_kind, together] {
            let Some(most) = most.as_ref().filter(|most| count > most.value) else {
                continue;
            };
            // The key to change is the company's own, if one of them is.
            let others = paid().map(|before| self.place(before.stage, &["fee", "does"]));
            let place = others.fold(place.clone(), |kept, other| {
                if other.layer > kept.layer {
                    other
                } else {
                    kept
                }
            });
            let (most, law) = (most.value, most.source.law.clone());
            self.add(
                &place,
                fault!(place, FeesTooMany, count: count, most: most, law: law, on: on),
            );
            break;
        }
        match (
            paid().next_back(),
            &fee.missed_deadline_days,
            &fee.needs_letter,
        ) {
            (Some(earlier), Some(wanted), _) if earlier.deadline < wanted.value => {
                let stage = earlier.stage.name.clone();
                let place = self.place(earlier.stage, &["deadline-days"]);
                let (days, least, law) =
                    (earlier.deadline, wanted.value, wanted.source.law.clone());
                self.add(
                    &place,
                    fault!(place, FeeWithoutDeadline, stage: stage, days: days, least: least, law: law, on: on),
                );
            }
            (None, _, Some(source)) => {
                let law = source.law.clone();
                self.add(&place, fault!(place, FeeWithoutLetter, law: law, on: on));
            }
            _ => {}
        }
    }

    /// Nobody collects before a notice whose deadline ran out, where the law asks for one.
    fn hand_over(&mut self, policy: &Policy) {
        let mut stages = policy.stages.iter();
        let Some(stage) = stages.find(|stage| stage.does == StageDoes::HandOver) else {
            return;
        };
        let notice = StageDoes::Letter(LetterKind::Notice);
        if policy.stages.iter().any(|stage| stage.does == notice) {
            return;
        }
        let rule = self
            .law
            .letter(LetterKind::Notice, self.debtor, self.due, self.on, None);
        let asked = rule
            .ok()
            .and_then(|rule| notice_asked(rule, &policy.stages));
        let Some((_, law)) = asked else {
            return;
        };
        let order = self.draft.place_of("stages");
        let (stage, on) = (stage.name.clone(), self.on);
        self.add(
            &order,
            fault!(order, HandOverWithoutNotice, stage: stage, law: law, on: on),
        );
    }

    /// A plan costs no more than the law gives for it, which is nothing in most countries.
    fn plan(&mut self, policy: &Policy) {
        let FeeAsked::Amount(asked) = policy.plan.fee else {
            return;
        };
        let place = self.draft.place_of(PLAN_FEE);
        let Some(most) = self.law.plan_fee(self.on) else {
            self.add(&place, fault!(place, FeeNotAllowed));
            return;
        };
        self.above(asked, &most, &place);
    }

    /// An agreed rate of consumers is never above the law's.
    fn rate(&mut self, policy: &Policy) {
        let Some(rate) = policy.agreed_rate else {
            return;
        };
        if self.law.agreed_interest_allowed(self.debtor).value {
            return;
        }
        let Ok(most) = self.law.interest(self.debtor, self.due, self.on) else {
            return;
        };
        if rate > most.value {
            let place = self.draft.place_of("agreed-rate");
            let (most, law, on) = (most.value, most.source.law.clone(), self.on);
            self.add(
                &place,
                fault!(place, RateTooHigh, rate: rate, most: most, law: law, on: on),
            );
        }
    }

    /// A day as days after the effective due date.
    fn after_due(&self, day: Option<&Cited<Date>>) -> Option<Cited<u32>> {
        let effective = self.law.effective_due(self.due, self.debtor).value;
        day.map(|day| {
            day.clone()
                .map(|day| u32::try_from((day - effective).num_days()).unwrap_or(0))
        })
    }

    fn place(&self, stage: &Stage, keys: &[&str]) -> Place {
        self.draft.place(&stage.name, keys)
    }

    fn add(&mut self, place: &Place, fault: PolicyFault) {
        self.found.push(Harsher {
            fault,
            shipped: place.layer == 0,
        });
    }
}
