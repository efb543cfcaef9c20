//! The judgement of reminders, pure: of one account on a day, which letter is due, what it may claim, what waits and
//! why, and what comes next. Everything follows from the state; nothing here remembers that it was asked before.

mod alone;
mod barred;
mod call;
mod channel;
mod claims;
mod compensation;
mod compose;
mod credits;
mod crossed;
mod deferral;
mod departed;
mod early;
mod fee;
mod held;
mod interest;
mod lawful;
mod note;
mod out_of_date;
mod owed;
mod place;
mod plan_fee;
mod step;

use chrono::Days;

use super::law::{self, Law};
use super::policy::Policy;
use crate::domain::arrears::{Arrears, Overdue};
use crate::domain::date::Date;
use crate::domain::document::ItemClass;
use crate::domain::money::{Minor, Money};
use crate::domain::reminding::{Judged, Waits, WaitsFor};

pub use self::barred::barred_after;
pub use self::crossed::{ChargeFacts, CrossedFacts, crossed};
pub use self::early::may_hand_over;
pub(in crate::rules) use self::early::notice_asked;
pub use self::lawful::{Unlawful, lawful};
pub use self::note::interest_note;
pub use self::out_of_date::out_of_date;
pub(in crate::rules) use self::plan_fee::plan_fee;

use self::step::{Act, Stepping};

/// An account with what it is held against.
#[derive(Clone, Copy)]
struct Case<'a> {
    arrears: &'a Arrears,
    policy: &'a Policy,
    law: &'a Law,
    today: Date,
}

/// Judges an account on a day. The same facts always give the same answer.
pub fn judge(arrears: &Arrears, policy: &Policy, law: &Law, today: Date) -> Judged {
    let case = Case {
        arrears,
        policy,
        law,
        today,
    };
    let mut judged = Judged::default();
    let mut steps: Vec<Stepping<'_>> = Vec::new();
    for item in case.principal() {
        match step::of(case, item, &mut judged.waits) {
            Act::Nothing => {}
            Act::Later(coming) => judged.next.push(coming),
            Act::HandOver(task) => judged.handover.push(*task),
            Act::Letter(stepping) => steps.push(*stepping),
        }
    }
    judged.call = call::task(case);
    let credits = compose::letters(case, steps, &mut judged);
    alone::letter(case, credits, &mut judged);
    if judged.letters.is_empty() {
        judged
            .letters
            .extend(interest_note(arrears, policy, law, today));
    }
    judged
}

impl<'a> Case<'a> {
    /// Open items that are no charges, those not due yet among them.
    fn principal(self) -> impl Iterator<Item = &'a Overdue> {
        let items = self.arrears.items.iter();
        items.filter(|item| item.class == ItemClass::Debit && item.open > Minor::ZERO)
    }

    /// Open charges.
    fn charges(self) -> impl Iterator<Item = &'a Overdue> {
        let items = self.arrears.items.iter();
        items.filter(|item| item.class == ItemClass::Charge && item.open > Minor::ZERO)
    }

    fn effective_due(self, item: &Overdue) -> Date {
        self.law.effective_due(item.due, self.arrears.kind).value
    }

    fn money(self, amount: Minor) -> Money {
        Money::new(amount, self.arrears.currency)
    }

    fn is_new(self) -> bool {
        self.policy.new_until > 0 && self.arrears.invoices <= self.policy.new_until
    }
}

fn waits(item: &Overdue, amount: Minor, why: WaitsFor, until: Option<Date>) -> Waits {
    Waits {
        item: item.item,
        number: item.number.clone(),
        due: item.due,
        amount,
        why,
        until,
    }
}

/// So many days later, within the calendar's end.
fn after(date: Date, days: impl Into<u64>) -> Date {
    date.checked_add_days(Days::new(days.into()))
        .unwrap_or(Date::MAX)
}

/// What a missing row stops.
fn missing(gap: law::Gap) -> WaitsFor {
    WaitsFor::LawMissing {
        rule: gap.rule,
        country: gap.country,
        on: gap.on,
    }
}
