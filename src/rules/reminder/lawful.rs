//! Any letter, whoever made it, held against the statutes.

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::compensation::{self, Claims};
use super::{deferral, fee, owed};
use crate::domain::arrears::{Arrears, Overdue};
use crate::domain::date::{self, Date};
use crate::domain::document::ItemClass;
use crate::domain::id::ItemId;
use crate::domain::letter::{ChargeKind, LetterKind, Span};
use crate::domain::money::{Currency, Minor};
use crate::domain::pause::PauseKind;
use crate::domain::refusal::Refusal;
use crate::domain::reminding::{Breach, DueCharge, DueLetter, NotCharged};
use crate::rules::law::{Law, LetterRule};

/// What of a letter the law forbids.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unlawful {
    pub what: Breach,
    /// The paragraph, as people cite it; of a missing row, its key.
    pub rule: String,
}

/// The letter's sender, day and claims, and the account that it is about.
struct Checked<'a> {
    arrears: &'a Arrears,
    items: HashMap<ItemId, &'a Overdue>,
    law: &'a Law,
    letter: &'a DueLetter,
}

/// Holds a letter against the law of its day. The first breach is named.
pub fn lawful(arrears: &Arrears, letter: &DueLetter, law: &Law) -> Result<(), Unlawful> {
    let held = Checked {
        arrears,
        items: arrears.items.iter().map(|item| (item.item, item)).collect(),
        law,
        letter,
    };
    for line in &letter.lines {
        let Some(step) = &line.step else { continue };
        let item = held.item(line.item)?;
        held.step(item, step.kind)?;
        held.undisputed(item, line.amount)?;
    }
    held.fees()?;
    held.compensations()?;
    held.interests()
}

impl From<Unlawful> for Refusal {
    fn from(unlawful: Unlawful) -> Self {
        Self::Unlawful {
            what: unlawful.what,
            rule: unlawful.rule,
        }
    }
}

fn breach(what: Breach, rule: &str) -> Unlawful {
    Unlawful {
        what,
        rule: rule.to_owned(),
    }
}

impl<'a> Checked<'a> {
    fn item(&self, item: ItemId) -> Result<&'a Overdue, Unlawful> {
        let found = self.items.get(&item).copied();
        found.ok_or_else(|| breach(Breach::NotOwed, ""))
    }

    fn rule(&self, item: &Overdue, kind: LetterKind) -> Result<LetterRule, Unlawful> {
        deferral::letter(self.law, self.arrears, item, kind, self.letter.sent)
            .map_err(|gap| breach(Breach::LawMissing, &gap.rule))
    }

    /// That a letter of this kind may go out about the item today, with this deadline.
    fn step(&self, item: &Overdue, kind: LetterKind) -> Result<(), Unlawful> {
        let sent = self.letter.sent;
        let due = self.law.effective_due(item.due, self.arrears.kind);
        if due.value >= sent {
            return Err(breach(Breach::NotOverdue, &due.source.law));
        }
        let rule = self.rule(item, kind)?;
        if !rule.creditor_may.value {
            return Err(breach(Breach::NotByCreditor, &rule.creditor_may.source.law));
        }
        if let Some(earliest) = rule.earliest.as_ref().filter(|day| day.value > sent) {
            return Err(breach(Breach::TooEarly, &earliest.source.law));
        }
        let first = self.law.first_deadline(&rule, sent);
        let given = self.letter.deadline;
        if first.is_some_and(|first| given.is_none_or(|given| given < first)) {
            let days = rule.deadline_days.as_ref();
            let days = days.or(rule.deadline_banking_days.as_ref());
            let law = days.map_or("", |days| days.source.law.as_str());
            return Err(breach(Breach::DeadlineTooShort, law));
        }
        Ok(())
    }

    /// That no more of the item is asked for than is open and not disputed.
    fn undisputed(&self, item: &Overdue, amount: Minor) -> Result<(), Unlawful> {
        if amount > item.open {
            return Err(breach(Breach::NotOwed, ""));
        }
        let running = item
            .pauses
            .iter()
            .filter(|pause| pause.kind == PauseKind::Dispute && pause.holds(self.letter.sent));
        let disputed: Minor = running.map(|pause| pause.amount).sum();
        if amount > (item.open - disputed).max(Minor::ZERO) {
            let costs = self.law.disputed_costs();
            return Err(breach(Breach::Disputed, &costs.source.law));
        }
        Ok(())
    }

    fn of_kind(&self, kind: ChargeKind) -> impl Iterator<Item = &'a DueCharge> {
        let charges = self.letter.charges.iter();
        charges.filter(move |charge| charge.kind == kind)
    }

    /// One fee at most, about an item that takes its step by this letter, and within all that the law sets.
    fn fees(&self) -> Result<(), Unlawful> {
        let mut fees = self.of_kind(ChargeKind::Fee);
        let Some(charge) = fees.next() else {
            return Ok(());
        };
        let item = self.item(charge.about)?;
        let kind = self.letter.kind;
        let rule = self.rule(item, kind)?;
        let cited = rule
            .fee
            .as_ref()
            .map_or("", |fee| fee.cap.source.law.as_str());
        if fees.next().is_some() {
            return Err(breach(Breach::FeeTwice, cited));
        }
        let steps = self
            .letter
            .lines
            .iter()
            .filter(|line| line.item == charge.about);
        let mut steps = steps.filter_map(|line| line.step.as_ref());
        if !steps.any(|step| step.kind == kind) || item.class != ItemClass::Debit {
            return Err(breach(Breach::FeeWithoutStep, cited));
        }
        let (arrears, law, sent) = (self.arrears, self.law, self.letter.sent);
        let (most, cited) = fee::most(arrears, item, law, &rule, kind, sent)
            .map_err(|forbidden| breach(of_fee(&forbidden.because), &forbidden.rule))?;
        let claims = self.claims_with(item, ChargeKind::Compensation);
        let offset = compensation::offset(arrears, item, law, sent);
        if charge.amount > most {
            return Err(breach(Breach::FeeTooHigh, &cited));
        }
        if charge.amount > compensation::room_for_fee(offset, most, claims) {
            return Err(breach(Breach::FeeBesideCompensation, &cited));
        }
        Ok(())
    }

    /// What was claimed for an item's invoice, with what this letter adds of a kind.
    fn claims_with(&self, item: &Overdue, kind: ChargeKind) -> Claims {
        let mut claims = compensation::claims(self.arrears, item.document);
        for charge in self.of_kind(kind) {
            if self
                .item(charge.about)
                .is_ok_and(|of| of.document == item.document)
            {
                match kind {
                    ChargeKind::Compensation => claims.compensation += charge.amount,
                    ChargeKind::Fee | ChargeKind::Interest => claims.fees += charge.amount,
                }
            }
        }
        claims
    }

    fn compensations(&self) -> Result<(), Unlawful> {
        let (arrears, law, sent) = (self.arrears, self.law, self.letter.sent);
        for charge in self.of_kind(ChargeKind::Compensation) {
            let item = self.item(charge.about)?;
            let entitled =
                compensation::entitled(arrears, item, law, sent).map_err(|forbidden| {
                    breach(of_compensation(&forbidden.because), &forbidden.rule)
                })?;
            let Some(entitled) = entitled else {
                return Err(breach(Breach::NoCompensation, ""));
            };
            let cited = &entitled.amount.source.law;
            // All of this letter's count together: once for an invoice.
            let now = self
                .claims_with(item, ChargeKind::Compensation)
                .compensation;
            let before = compensation::at_most(arrears, item.document, law, sent);
            if now > compensation::room(entitled.and, entitled.amount.value, before) {
                return Err(breach(Breach::CompensationTooHigh, cited));
            }
        }
        Ok(())
    }

    /// Each line of interest: for days that may bear it and were not claimed before, at no more than the rate.
    fn interests(&self) -> Result<(), Unlawful> {
        for charge in self.of_kind(ChargeKind::Interest) {
            let item = self.item(charge.about)?;
            let due = self.law.effective_due(item.due, self.arrears.kind);
            let first = owed::first_day(self.arrears, item, self.law);
            let claimed = item.interest_until().map(date::next);
            let mut from = claimed.map_or(first, |day| day.max(first));
            for span in &charge.spans {
                if span.from < from || span.to > self.letter.sent || span.to < span.from {
                    return Err(breach(Breach::InterestTooLong, &due.source.law));
                }
                self.span(item, span, due.value)?;
                from = date::next(span.to);
            }
            let sum: Minor = charge.spans.iter().map(|span| span.amount).sum();
            if charge.amount > sum {
                return Err(breach(Breach::InterestTooHigh, &charge.rule));
            }
        }
        Ok(())
    }

    fn span(&self, item: &Overdue, span: &Span, due: Date) -> Result<(), Unlawful> {
        let debtor = self.arrears.kind;
        let mut paragraph = span.rule.clone();
        if !self.law.agreed_interest_allowed(debtor).value {
            let mut day = span.from;
            while day <= span.to {
                let rate = self
                    .law
                    .rate(debtor, due, day)
                    .map_err(|gap| breach(Breach::LawMissing, &gap.rule))?;
                paragraph.clone_from(&rate.percent.source.law);
                if span.rate > rate.percent.value {
                    return Err(breach(Breach::InterestTooHigh, &paragraph));
                }
                if rate.until == Date::MAX {
                    break;
                }
                day = date::next(rate.until);
            }
        }
        let days = (span.to - span.from).num_days().saturating_add(1);
        let too_many = i64::from(span.days) > days;
        let most = amount(span, self.law.day_count(), self.arrears.currency);
        if too_many
            || span.principal > self.least_owed(item, span)
            || most.is_none_or(|most| span.amount > most)
        {
            return Err(breach(Breach::InterestTooHigh, &paragraph));
        }
        Ok(())
    }

    /// The least that bore interest on any day of a line: payments, credits and disputes count from their day on.
    fn least_owed(&self, item: &Overdue, span: &Span) -> Minor {
        let mut days = owed::changes(self.arrears, item);
        days.retain(|day| *day > span.from && *day <= span.to);
        days.push(span.from);
        let owed = days.into_iter();
        let owed = owed.map(|day| owed::on(self.arrears, item, day)).min();
        owed.unwrap_or(Minor::ZERO)
    }
}

/// What a line of interest comes to.
fn amount(span: &Span, day_count: u32, currency: Currency) -> Option<Minor> {
    let year = Decimal::from(100_u64 * u64::from(day_count.max(1)));
    let product = span.principal.decimal(currency).checked_mul(span.rate)?;
    let product = product.checked_mul(Decimal::from(span.days))?;
    Minor::rounded(product.checked_div(year)?, currency)
}

fn of_fee(because: &NotCharged) -> Breach {
    match because {
        NotCharged::NotAgreed => Breach::FeeNotAgreed,
        NotCharged::TooEarly { .. } | NotCharged::ShortTerm { .. } => Breach::FeeTooEarly,
        NotCharged::TooSoonAfterLast { .. } => Breach::FeeTooSoon,
        NotCharged::UsedUp { .. } | NotCharged::FeesUnknown => Breach::FeeTooOften,
        NotCharged::NoMissedDeadline => Breach::FeeBeforeDeadline,
        NotCharged::Disputed => Breach::Disputed,
        NotCharged::InCompensation => Breach::FeeBesideCompensation,
        NotCharged::RateMissing { .. } => Breach::LawMissing,
        NotCharged::OtherCurrency => Breach::OtherCurrency,
        NotCharged::LettersAreFree | NotCharged::ConsumersPayNone | NotCharged::BelowMinimum => {
            Breach::NoFee
        }
    }
}

fn of_compensation(because: &NotCharged) -> Breach {
    match because {
        NotCharged::Disputed => Breach::Disputed,
        NotCharged::OtherCurrency => Breach::OtherCurrency,
        NotCharged::RateMissing { .. } => Breach::LawMissing,
        _ => Breach::NoCompensation,
    }
}
