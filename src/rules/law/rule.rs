//! What the statutes can speak of: each rule has a dotted key, as the files write it, and a unit.

use serde::Serialize;

use super::letter::RULED;
use crate::domain::letter::LetterKind;

/// What a rule's values are.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// Percent per year, or percentage points of it.
    Percent,
    /// A fraction of the collection rate.
    Share,
    /// An amount in the law's currency.
    Amount,
    Days,
    BankingDays,
    Months,
    Years,
    /// How many times.
    Count,
    /// Yes or no.
    Flag,
    /// How compensation and costs meet.
    Offset,
    /// What a period runs from.
    Start,
    /// What a letter must say.
    Contents,
}

/// An enum whose variants each have a key and a unit, in the order of the list.
macro_rules! keyed {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $key:literal, $unit:ident;)* }) => {
        $(#[$about])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
        pub enum $name { $($(#[$doc])* $variant,)* }

        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            pub fn key(self) -> &'static str {
                match self { $(Self::$variant => $key,)* }
            }

            pub fn unit(self) -> Unit {
                match self { $(Self::$variant => Unit::$unit,)* }
            }

            fn parse(key: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|known| known.key() == key)
            }
        }
    };
}

keyed! {
    /// Rules that are not of one kind of letter.
    Topic {
        /// The whole rate of late interest, where the state sets it as one figure.
        Interest = "interest", Percent;
        /// The central bank's rate that late interest is built on.
        ReferenceRate = "reference-rate", Percent;
        /// What is added to the reference rate; by the day on which the claim fell due.
        InterestMargin = "interest-margin", Percent;
        /// May an agreed rate be above the statutory one.
        AgreedInterest = "agreed-interest", Flag;
        /// Days from the invoice to late interest where no term was agreed.
        InterestWithoutTerm = "interest-without-term", Days;
        /// Days of the year that interest is divided by: 365, or 360 with months of thirty days.
        DayCount = "day-count", Days;
        /// Does a due date that is no banking day move to the next one.
        DueMoves = "due-moves", Flag;
        /// How long a letter is on its way.
        DeliveryDays = "delivery-days", BankingDays;
        /// Norway's inkassosats, of which fees are shares.
        CollectionRate = "collection-rate", Amount;
        /// Fees that are shares are rounded to a multiple of this.
        FeeRounding = "fee-rounding", Amount;
        /// Fees for reminders and notices together, for one claim.
        FeesTogether = "fees-together", Count;
        /// A further fee needs a missed deadline of so many days.
        FeeDeadline = "fee-deadline", Days;
        /// Payments on their way at the deadline are in time.
        FeeGrace = "fee-grace", Days;
        /// After so long without a letter with a fee, fees start again.
        FeeReset = "fee-reset", Months;
        /// All costs of one claim together.
        CostsCap = "costs-cap", Amount;
        /// For a plan of instalments in writing.
        PlanFee = "plan-fee", Amount;
        /// What an agency may charge; never the creditor.
        AgencyFee = "agency-fee", Amount;
        /// The flat compensation for late payment.
        Compensation = "compensation", Amount;
        CompensationOffset = "compensation-offset", Offset;
        /// May costs be added to a claim that is disputed.
        DisputedCosts = "disputed-costs", Flag;
        LimitationYears = "limitation.years", Years;
        LimitationStart = "limitation.runs-from", Start;
        LimitationReminder = "limitation.reminder", Flag;
        LimitationPartPayment = "limitation.part-payment", Flag;
        LimitationAcknowledgement = "limitation.acknowledgement", Flag;
        LimitationLegal = "limitation.legal", Flag;
        /// Does a last day that is no weekday move to the next one.
        LimitationEndMoves = "limitation.end-moves", Flag;
        /// After a judgment.
        LimitationJudgment = "limitation.judgment-years", Years;
        /// After a written acknowledgement of the debt and its amount.
        LimitationWritten = "limitation.acknowledged-years", Years;
        /// A Finnish bill of protest may follow the first reminder after so long.
        TrattaWait = "tratta.wait", Days;
        TrattaDeadline = "tratta.deadline", Days;
        /// Credit days where nothing was agreed.
        PaymentTerm = "payment-term.default", Days;
        /// Credit days that need an express agreement when exceeded.
        PaymentTermMost = "payment-term.most", Days;
        /// How long vouchers and books are kept, counted from the end of their year.
        RetentionYears = "retention.years", Years;
    }
}

keyed! {
    /// What the statutes can say of one kind of letter.
    Aspect {
        /// May the creditor himself send it.
        CreditorMay = "creditor-may", Flag;
        /// Days from the effective due date to the first day on which it may be sent.
        Earliest = "earliest", Days;
        /// Least days to pay, from sending.
        Deadline = "deadline", Days;
        /// Least banking days to pay, from receipt.
        DeadlineBankingDays = "deadline-banking-days", BankingDays;
        Fee = "fee", Amount;
        /// The fee as a share of the collection rate; by the day on which the claim fell due.
        FeeShare = "fee-share", Share;
        /// The fee must have been agreed at the latest when the debt arose.
        FeeAgreed = "fee-agreed", Flag;
        /// Days from the effective due date to the first day on which it may bear a fee.
        FeeNotBefore = "fee-not-before", Days;
        /// Days since the letter before.
        FeeDaysBetween = "fee-days-between", Days;
        /// Fees for letters of this kind, for one claim.
        FeeMost = "fee-most", Count;
        /// Only after an earlier letter whose deadline was missed.
        FeeNeedsLetter = "fee-needs-letter", Flag;
        /// The invoice must have been received so long before it fell due.
        FeeInvoiceLead = "fee-invoice-lead", Days;
        /// What it must say.
        Contents = "contents", Contents;
    }
}

/// One rule of the statutes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Rule {
    General(Topic),
    Letter(LetterKind, Aspect),
}

impl Rule {
    /// How many there are: the bound of [`Rule::index`].
    pub(super) const COUNT: usize = Topic::ALL.len() + LetterKind::ALL.len() * Aspect::ALL.len();

    pub fn all() -> impl Iterator<Item = Self> {
        let letters = RULED.into_iter().flat_map(|kind| {
            Aspect::ALL
                .iter()
                .map(move |aspect| Self::Letter(kind, *aspect))
        });
        let general = Topic::ALL.iter().copied().map(Self::General);
        general.chain(letters)
    }

    /// The dotted key: "interest", "reminder.fee".
    pub fn key(self) -> String {
        match self {
            Self::General(topic) => topic.key().to_owned(),
            Self::Letter(kind, aspect) => format!("{}.{}", kind.name(), aspect.key()),
        }
    }

    pub fn parse(key: &str) -> Option<Self> {
        if let Some(topic) = Topic::parse(key) {
            return Some(Self::General(topic));
        }
        let (kind, aspect) = key.split_once('.')?;
        let kind = RULED.into_iter().find(|known| known.name() == kind)?;
        Some(Self::Letter(kind, Aspect::parse(aspect)?))
    }

    pub fn unit(self) -> Unit {
        match self {
            Self::General(topic) => topic.unit(),
            Self::Letter(_, aspect) => aspect.unit(),
        }
    }

    /// Its place in a list of all rules.
    pub(super) fn index(self) -> usize {
        match self {
            Self::General(topic) => topic as usize,
            Self::Letter(kind, aspect) => {
                Topic::ALL.len() + (kind as usize) * Aspect::ALL.len() + aspect as usize
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rule_has_a_key_of_its_own_and_a_place() {
        let rules: Vec<Rule> = Rule::all().collect();
        let mut places: Vec<usize> = rules.iter().map(|rule| rule.index()).collect();
        places.sort_unstable();
        places.dedup();
        assert_eq!(places.len(), rules.len());
        assert!(places.iter().all(|place| *place < Rule::COUNT));
        for rule in rules {
            assert_eq!(Rule::parse(&rule.key()), Some(rule), "{}", rule.key());
        }
        assert_eq!(Rule::parse("friendly.fee"), None);
        assert_eq!(Rule::parse("reminder"), None);
    }
}
