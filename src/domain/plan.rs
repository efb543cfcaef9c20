//! Payment plans: what is owed, paid by agreed instalments. Reminders rest while it is kept.

use serde::{Deserialize, Serialize};

use super::date::Date;
use super::id::{CustomerId, ItemId, PlanId};
use super::letter::Charge;
use super::money::{Currency, Minor};

/// One instalment.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Instalment {
    pub due: Date,
    pub amount: Minor,
}

/// A plan as it was agreed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Plan {
    pub id: PlanId,
    pub customer: CustomerId,
    pub currency: Currency,
    pub from: Date,
    /// The items that it covers, with what was open of each.
    pub items: Vec<(ItemId, Minor)>,
    /// In order of date; they add up to the items.
    pub instalments: Vec<Instalment>,
    /// Days after an instalment's date before it counts as missed.
    pub grace_days: u16,
    /// Whether late interest goes on meanwhile.
    pub interest: bool,
    /// What drawing it up costs the customer: a charge of its own, covered by the plan like the others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fee: Option<Charge>,
    #[serde(skip)]
    pub reason: String,
}

/// A plan as it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PlanState {
    pub plan: Plan,
    /// The first day on which it no longer holds, because someone ended it.
    pub closed: Option<Date>,
    pub voided: bool,
}

impl PlanState {
    /// Whether reminders rest on it for as long as it is kept.
    pub fn runs(&self) -> bool {
        self.closed.is_none() && !self.voided
    }
}

/// Whether a plan is kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kept {
    /// So far; the next instalment, if there is one.
    SoFar(Option<Instalment>),
    /// Not paid when it should have been.
    Broken(Instalment),
    Paid,
}

impl Plan {
    pub fn covers(&self, item: ItemId) -> bool {
        self.items.iter().any(|(covered, _)| *covered == item)
    }

    pub fn total(&self) -> Minor {
        self.items.iter().map(|(_, amount)| *amount).sum()
    }

    /// Whether it is kept on a day, when so much of its items is paid: magnitude.
    pub fn kept(&self, paid: Minor, on: Date) -> Kept {
        if paid >= self.total() {
            return Kept::Paid;
        }
        let mut asked = Minor::ZERO;
        for instalment in &self.instalments {
            asked += instalment.amount;
            if paid >= asked {
                continue;
            }
            let late = instalment.due + chrono::Days::new(u64::from(self.grace_days));
            return if late < on {
                Kept::Broken(*instalment)
            } else {
                Kept::SoFar(Some(*instalment))
            };
        }
        Kept::SoFar(None)
    }
}
