//! The fee of a letter: whether the law allows one for an item on a day, and how much at most.

use super::place::{self, months_after};
use super::{Case, after, compensation};
use crate::domain::arrears::{Arrears, Overdue, Taken};
use crate::domain::date::Date;
use crate::domain::document::MovedIn;
use crate::domain::letter::{ChargeKind, LetterKind};
use crate::domain::money::Minor;
use crate::domain::pause::PauseKind;
use crate::domain::reminding::NotCharged;
use crate::rules::law::{FeeRule, Law, LetterRule};
use crate::rules::policy::FeeAsked;

/// A charge that must be left out, and the paragraph that forbids it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Forbidden {
    pub because: NotCharged,
    pub rule: String,
}

/// The most that a letter of a kind, sent on a day, may ask as its fee for an item, and the paragraph.
///
/// The offset against compensation is a matter of the whole letter, and not looked at here.
pub(super) fn most(
    arrears: &Arrears,
    item: &Overdue,
    law: &Law,
    rule: &LetterRule,
    kind: LetterKind,
    sent: Date,
) -> Result<(Minor, String), Forbidden> {
    let Some(fee) = &rule.fee else {
        return Err(free_of_charge(rule));
    };
    let cited = &fee.cap.source.law;
    let forbidden = |because, rule: &str| Forbidden {
        because,
        rule: rule.to_owned(),
    };
    if arrears.currency != law.currency() {
        return Err(forbidden(NotCharged::OtherCurrency, cited));
    }
    if let Some(rule) = disputed(item, law, sent) {
        return Err(Forbidden {
            because: NotCharged::Disputed,
            rule,
        });
    }
    if let Some(source) = &fee.needs_agreement {
        // Agreed at the latest when the debt arose: with the invoice.
        if arrears.agreed_fee.is_none_or(|agreed| agreed > item.issued) {
            return Err(forbidden(NotCharged::NotAgreed, &source.law));
        }
    }
    if let Some(day) = fee.not_before.as_ref().filter(|day| day.value > sent) {
        let from = day.value;
        return Err(forbidden(NotCharged::TooEarly { from }, &day.source.law));
    }
    let lead = fee.invoice_lead_days.as_ref();
    if let Some(days) = lead.filter(|days| after(item.issued, days.value) > item.due) {
        let because = NotCharged::ShortTerm { days: days.value };
        return Err(forbidden(because, &days.source.law));
    }
    if let Some((days, last)) = fee.days_between.as_ref().zip(last_letter(item)) {
        let from = after(last, days.value);
        if from > sent {
            return Err(forbidden(
                NotCharged::TooSoonAfterLast { from },
                &days.source.law,
            ));
        }
    }
    let before = Before::of(arrears, item, fee, kind, sent);
    if before.unknown {
        let law = fee.most_together.as_ref().or(fee.most.as_ref());
        let law = law.map_or(cited, |most| &most.source.law);
        return Err(forbidden(NotCharged::FeesUnknown, law));
    }
    let counts = [
        (&fee.most, before.of_kind),
        (&fee.most_together, before.together),
    ];
    for (most, count) in counts {
        if let Some(most) = most.as_ref().filter(|most| count >= most.value) {
            let because = NotCharged::UsedUp { most: most.value };
            return Err(forbidden(because, &most.source.law));
        }
    }
    if let Some(rule) = before.waits_for_deadline(arrears, item, fee, sent) {
        return Err(forbidden(NotCharged::NoMissedDeadline, rule));
    }
    match &fee.costs_cap {
        None => Ok((fee.cap.value, cited.clone())),
        Some(cap) => {
            let left = cap.value - compensation::claims(arrears, item.document).fees;
            if left <= Minor::ZERO {
                let because = NotCharged::UsedUp {
                    most: before.together,
                };
                return Err(forbidden(because, &cap.source.law));
            }
            Ok((fee.cap.value.min(left), cited.clone()))
        }
    }
}

fn free_of_charge(rule: &LetterRule) -> Forbidden {
    match &rule.fee_gap {
        Some(gap) => Forbidden {
            because: NotCharged::RateMissing { on: gap.on },
            rule: gap.rule.clone(),
        },
        None => Forbidden {
            because: NotCharged::LettersAreFree,
            rule: rule.creditor_may.source.law.clone(),
        },
    }
}

/// The fee that a policy asks for, in minor units of the law's currency, at most what the law allows.
pub(super) fn asked(case: Case<'_>, fee: FeeAsked, most: Minor) -> Minor {
    match fee {
        FeeAsked::No => Minor::ZERO,
        FeeAsked::Most => most,
        FeeAsked::Amount(amount) => {
            let amount = Minor::rounded(amount, case.law.currency());
            amount
                .unwrap_or(Minor::ZERO)
                .clamp(Minor::ZERO, most.max(Minor::ZERO))
        }
    }
}

/// The paragraph that forbids costs of a claim that is disputed, if a part of it is.
pub(super) fn disputed(item: &Overdue, law: &Law, on: Date) -> Option<String> {
    let mut pauses = item.pauses.iter();
    let disputed = pauses.any(|pause| pause.kind == PauseKind::Dispute && pause.holds(on));
    if !disputed {
        return None;
    }
    let costs = law.disputed_costs();
    (!costs.value).then(|| costs.source.law.clone())
}

/// What was claimed of a kind for an item up to now.
pub(super) fn claimed(item: &Overdue, kind: ChargeKind) -> Minor {
    let claims = item.claimed.iter().filter(|claim| claim.kind == kind);
    claims.map(|claim| claim.amount).sum()
}

/// Fees that another system charged.
pub(super) fn moved_in_fees(item: &Overdue) -> Minor {
    let told = item.moved_in.as_ref();
    let fees = told.and_then(|told| told.fees_charged);
    fees.unwrap_or(Minor::ZERO).max(Minor::ZERO)
}

/// When the last letter about an item, or with a fee about another instalment, went out, here or elsewhere.
fn last_letter(item: &Overdue) -> Option<Date> {
    let letters = item.taken.iter().chain(&item.beside);
    let here = letters.map(|taken| taken.sent).max();
    let told = item.moved_in.as_ref();
    here.max(told.and_then(|told| told.last_letter_date))
}

/// The letters with a fee that count against a further one.
struct Before<'a> {
    of_kind: u32,
    together: u32,
    letters: Vec<&'a Taken>,
    /// One of them was another system's, of whose deadline nothing is known.
    elsewhere: bool,
    /// Another system sent letters that bear fees, and did not tell which it charged: it may be all that there are.
    unknown: bool,
}

impl<'a> Before<'a> {
    /// From the last one back, as far as no gap lets fees start again.
    fn of(
        arrears: &Arrears,
        item: &'a Overdue,
        fee: &FeeRule,
        kind: LetterKind,
        sent: Date,
    ) -> Self {
        let mut before = Self {
            of_kind: 0,
            together: 0,
            letters: Vec::new(),
            elsewhere: false,
            unknown: false,
        };
        let mut reached = sent;
        let starts_again = |then: Date, reached: Date| {
            let months = fee.reset_months.as_ref();
            months.is_some_and(|months| months_after(then, months.value) < reached)
        };
        for taken in with_fee(item) {
            if starts_again(taken.sent, reached) {
                return before;
            }
            reached = taken.sent;
            before.letters.push(taken);
            before.of_kind += u32::from(taken.step.kind == kind);
            before.together += u32::from(taken.step.kind != LetterKind::Demand);
        }
        let of_document = arrears.items.iter();
        let of_document = of_document.filter(|other| other.document == item.document);
        let told = of_document.filter_map(|other| other.moved_in.as_ref());
        let told = told.filter(|told| {
            let then = told.last_letter_date;
            !then.is_some_and(|then| starts_again(then, reached))
        });
        let told: Vec<&MovedIn> = told.collect();
        before.unknown = told.iter().any(|told| tells_no_fees(told));
        // Each instalment may tell of the same fees: the most that one of them tells.
        let most = told
            .into_iter()
            .max_by_key(|told| told.fees_charged)
            .filter(|told| told.fees_charged > Some(Minor::ZERO));
        if let Some(told) = most {
            let fees = told.fees_charged.unwrap_or(Minor::ZERO);
            let count = letters_of(fees, fee.cap.value);
            before.together += count;
            // What the other system's letters were, their last one's name tells, or nothing does.
            let stage = told.last_stage.as_deref();
            let known = stage.and_then(place::kind_elsewhere);
            let same = known.map_or(kind != LetterKind::Demand, |known| known == kind);
            before.of_kind += if same { count } else { 0 };
            before.elsewhere = true;
        }
        before
    }

    /// The paragraph that wants a letter's deadline to be missed first, as long as none was.
    fn waits_for_deadline<'r>(
        &self,
        arrears: &Arrears,
        item: &Overdue,
        fee: &'r FeeRule,
        sent: Date,
    ) -> Option<&'r str> {
        let days = fee.missed_deadline_days.as_ref();
        let needed = days.map_or(0, |days| u64::from(days.value));
        let grace = fee.grace_days.as_ref().map_or(0, |days| days.value);
        let missed = |taken: &Taken| {
            // Of a letter that the debtor never got he missed no deadline.
            let deadline = taken.deadline.filter(|_| taken.unsent.is_none());
            deadline.is_some_and(|deadline| {
                let over = after(deadline, grace);
                deadline >= after(taken.sent, needed)
                    && over < sent
                    && !rested(arrears, item, deadline, over)
            })
        };
        let further = days.filter(|_| !self.letters.is_empty() || self.elsewhere);
        if let Some(days) = further {
            // Whose fee a letter about several was, it does not tell: each deadline must have been missed, and that of
            // another system's letter was not told.
            let mut letters = self.letters.iter();
            let all_missed = !self.elsewhere && letters.all(|taken| missed(taken));
            if !all_missed {
                return Some(days.source.law.as_str());
            }
            // A demand also follows a letter of its own item: that of another instalment is none.
        }
        let source = fee.needs_letter.as_ref()?;
        let letters = item.taken.iter().rev();
        let earlier = letters
            .filter(|taken| matches!(taken.step.kind, LetterKind::Reminder | LetterKind::Notice))
            .map(missed)
            .next();
        (earlier != Some(true)).then_some(source.law.as_str())
    }
}

/// Letters with a fee about an item or another instalment of its document, the last one first: fees count for a claim
/// (inkassoforskriften § 1-3, renteloven § 9 b), and the invoice is one.
fn with_fee(item: &Overdue) -> Vec<&Taken> {
    let mut letters: Vec<&Taken> = item.taken.iter().chain(&item.beside).collect();
    letters.retain(|taken| taken.fee);
    // A letter that moved two instalments to stages of two kinds counts as both: which of them it cost is not told.
    letters.sort_by_key(|taken| (taken.sent, taken.letter, taken.step.kind));
    letters.dedup_by_key(|taken| (taken.letter, taken.step.kind));
    letters.reverse();
    letters
}

/// Whether another system had sent a letter that may bear a fee, and it is not told what it charged.
fn tells_no_fees(told: &MovedIn) -> bool {
    let kind = told.last_stage.as_deref().map(place::kind_elsewhere);
    let reminded = told.last_stage.is_some() || told.last_letter_date.is_some();
    reminded && told.fees_charged.is_none() && kind != Some(Some(LetterKind::Friendly))
}

/// The most that another system may have charged in fees for an item and did not tell: those of all letters that the law
/// lets bear one, of one where it counts none.
pub(super) fn untold(arrears: &Arrears, item: &Overdue, law: &Law, on: Date) -> Minor {
    let told = item.moved_in.as_ref().filter(|told| tells_no_fees(told));
    let Some(told) = told else {
        return Minor::ZERO;
    };
    let sent = told.last_letter_date.unwrap_or(on);
    let kind = LetterKind::Reminder;
    let rule = law.letter(kind, arrears.kind, item.due, sent, None);
    let fee = rule.ok().and_then(|rule| rule.fee);
    fee.map_or(Minor::ZERO, |fee| {
        let most = fee.most_together.as_ref().or(fee.most.as_ref());
        let count = most.map_or(1, |most| most.value.max(1));
        Minor(fee.cap.value.0.saturating_mul(i64::from(count)))
    })
}

/// Whether a claim rested on a deadline's last days: what ran out while it was disputed, or while the creditor himself
/// waited, was not missed (inkassoloven § 17; inkassoforskriften § 1-3).
fn rested(arrears: &Arrears, item: &Overdue, deadline: Date, over: Date) -> bool {
    let mut pauses = item.pauses.iter().chain(&arrears.pauses);
    pauses.any(|pause| {
        let by_promise = matches!(pause.kind, PauseKind::Promise | PauseKind::Skip);
        let mut days = deadline.iter_days().take_while(|day| *day <= over);
        !by_promise && days.any(|day| pause.holds(day))
    })
}

/// How many letters at least brought so much in fees.
fn letters_of(fees: Minor, cap: Minor) -> u32 {
    let (fees, cap) = (fees.0.max(1), cap.0.max(1));
    u32::try_from((fees - 1) / cap + 1).unwrap_or(u32::MAX)
}
