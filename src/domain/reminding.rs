//! What comes of judging an account: letters that are due, what waits and why, what comes next.

use serde::{Deserialize, Serialize};

use super::command::Command;
use super::date::Date;
use super::departure::Unsent;
use super::id::{CustomerId, ItemId, LetterId};
use super::letter::{ChargeKind, LetterKind, Span, Step};
use super::money::{Currency, Minor, Money};
use super::outbox::{Channel, Stand};
use super::pause::PauseKind;

/// All that is to be done for one account on a day, and all that waits.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Judged {
    /// At most one, unless the policy wants a letter for each invoice.
    pub letters: Vec<DueLetter>,
    /// Call him first.
    pub call: Option<CallTask>,
    /// Items that go to an agency now.
    pub handover: Vec<HandoverTask>,
    pub waits: Vec<Waits>,
    /// Charges that the policy proposes for waiving: their principal is settled.
    pub waive: Vec<LeftCharge>,
    /// The next step of each item that has one.
    pub next: Vec<Coming>,
}

/// A charge and what is left of it: a magnitude.
pub type LeftCharge = (ItemId, ChargeKind, Minor);

/// A letter that is due.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DueLetter {
    pub stage: String,
    pub kind: LetterKind,
    pub tone: String,
    pub sent: Date,
    pub deadline: Option<Date>,
    pub channel: String,
    pub reference: Option<String>,
    /// Principal, the earliest due first; then charges claimed before that are still open; then credits.
    pub lines: Vec<DueLine>,
    pub charges: Vec<DueCharge>,
    /// All that it claims: lines and charges.
    pub total: Minor,
    /// Why now, and what the law says to each part of it.
    pub why: Vec<Why>,
    /// The stage after this one and the first day for it.
    pub next: Option<(String, Date)>,
}

/// A line of a letter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DueLine {
    pub item: ItemId,
    pub number: String,
    pub due: Date,
    /// As invoiced; what the letter asks of it: less payments and what is disputed or promised. Negative for credits.
    pub opened: Minor,
    pub amount: Minor,
    pub charge: Option<ChargeKind>,
    pub step: Option<Step>,
}

/// A charge that the letter adds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DueCharge {
    pub about: ItemId,
    pub kind: ChargeKind,
    pub amount: Minor,
    pub rule: String,
    pub spans: Vec<Span>,
}

impl DueLetter {
    /// What it adds of a kind.
    pub fn adds(&self, kind: ChargeKind) -> Minor {
        let of_kind = self.charges.iter().filter(|charge| charge.kind == kind);
        of_kind.map(|charge| charge.amount).sum()
    }

    /// Why it could not leave as things are, if it could not.
    pub fn stays(&self) -> Option<&Why> {
        self.why.iter().find(|why| why.keeps_it_here())
    }

    /// Notes that it was tried and cannot be written.
    pub fn mark_unwritable(&mut self, text: &str) {
        if self.stays().is_none() {
            let text = text.to_owned();
            self.why.push(Why::Unwritable { text });
        }
    }

    /// Why its new fee was left out, if it was.
    pub fn fee_left_out(&self) -> Option<&str> {
        self.why.iter().find_map(|why| match why {
            Why::FeeLeftOut { reason } => Some(reason.as_str()),
            _ => None,
        })
    }

    /// Leaves its new fee out, and says why; a letter without one stays as it is.
    pub fn leave_fee_out(&mut self, reason: &str) {
        let fee = self.adds(ChargeKind::Fee);
        if fee.is_zero() {
            return;
        }
        self.charges.retain(|charge| charge.kind != ChargeKind::Fee);
        self.total -= fee;
        let is_fee =
            |why: &Why| matches!(why, Why::Charged { kind, .. } if *kind == ChargeKind::Fee);
        self.why.retain(|why| !is_fee(why));
        self.why.push(Why::FeeLeftOut {
            reason: reason.to_owned(),
        });
    }
}

/// A customer to call.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CallTask {
    pub items: Vec<ItemId>,
    pub amount: Minor,
    /// When the oldest of them fell due.
    pub due: Date,
    /// The first day on which it was late.
    pub since: Date,
}

/// An item to hand over.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HandoverTask {
    pub item: ItemId,
    pub number: String,
    pub due: Date,
    pub amount: Minor,
    /// What was claimed for its lateness and is open: it goes along.
    pub charges: Vec<ClaimedBefore>,
    pub agency: Option<String>,
    pub why: Vec<Why>,
}

impl HandoverTask {
    /// All that goes: the item and its charges.
    pub fn total(&self) -> Minor {
        self.amount + self.charges.iter().map(|charge| charge.amount).sum()
    }
}

/// A charge of an earlier letter that is open.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClaimedBefore {
    pub item: ItemId,
    pub number: String,
    pub kind: ChargeKind,
    pub amount: Minor,
}

/// A part of an item that gets no letter for now.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Waits {
    pub item: ItemId,
    pub number: String,
    pub due: Date,
    pub amount: Minor,
    pub why: WaitsFor,
    pub until: Option<Date>,
}

/// Why something waits. Its sentence stands in the locale under `waits.<key>`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(tag = "key", rename_all = "kebab-case")]
pub enum WaitsFor {
    Paused {
        kind: PauseKind,
        /// What was said when it was paused.
        reason: String,
    },
    /// The next instalment of its plan.
    Plan { date: Date, amount: Money },
    Agency {
        agency: String,
        case_number: Option<String>,
        from: Date,
    },
    /// Its last letter lies in the outbox.
    LetterQueued { letter: LetterId, since: Date },
    /// Its last letter did not leave.
    LetterFailed { letter: LetterId, since: Date },
    /// Nobody knows whether its last letter left.
    LetterInDoubt { letter: LetterId, since: Date },
    /// Its last letter came back.
    LetterReturned { letter: LetterId, since: Date },
    /// Its last letter is not to leave.
    LetterCalledOff { letter: LetterId, since: Date },
    /// The bank fetches the money; nothing came back.
    DirectDebit,
    /// What the customer has to his good covers it, or all but less than the policy asks for.
    BelowMinimum { net: Money, minimum: Money },
    /// Charges alone are not asked for yet.
    ChargesAlone { minimum: Money },
    /// Charges alone go with the next letter that is more than a friendly one.
    ChargesCarried,
    /// Charges alone are not asked for by policy: they are proposed for waiving.
    ChargesToWaive,
    /// The claim is barred since the day after.
    Barred { date: Date, rule: String },
    /// An agency takes no part of a claim: it waits for the rest, which is disputed.
    PartDisputed,
    /// All stages of the policy have been taken.
    NoStageLeft,
    /// The policy sends him no letters.
    NoLetters,
    /// No way to reach him that the policy allows.
    NoChannel,
    /// The law has no figure for what the stage claims: the row that is missing.
    LawMissing {
        rule: String,
        country: String,
        on: Date,
    },
}

impl WaitsFor {
    /// What waits for a letter that has not left.
    pub fn letter(unsent: Unsent) -> Self {
        let Unsent {
            letter,
            stand,
            since,
        } = unsent;
        match stand {
            Stand::Queued | Stand::Sending | Stand::Sent => Self::LetterQueued { letter, since },
            Stand::Failed => Self::LetterFailed { letter, since },
            Stand::InDoubt => Self::LetterInDoubt { letter, since },
            Stand::Returned => Self::LetterReturned { letter, since },
            Stand::CalledOff => Self::LetterCalledOff { letter, since },
        }
    }
}

/// What comes next for an item.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Coming {
    pub item: ItemId,
    pub number: String,
    pub stage: String,
    pub date: Date,
    pub amount: Minor,
}

/// One reason of a queue row, in order. Its sentence stands in the locale under `why.<key>`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(tag = "key", rename_all = "kebab-case")]
pub enum Why {
    /// The item fell due; its effective day is another where that is no banking day.
    FellDue {
        number: String,
        due: Date,
        effective: Date,
    },
    /// The letter before this one.
    LastLetter {
        number: String,
        stage: String,
        sent: Date,
        deadline: Option<Date>,
    },
    /// So many days after it or after the due date the policy sends this stage.
    DaysReached {
        days: u32,
        stage: String,
        on: Date,
    },
    /// A new customer is reminded earlier.
    NewCustomer {
        days: u32,
    },
    PromiseBroken {
        number: String,
        date: Date,
    },
    PlanBroken {
        date: Date,
        amount: Money,
    },
    /// Part of it is not asked for here.
    PartHeld {
        number: String,
        amount: Money,
    },
    /// No interest for the days of a dispute, those included.
    InterestRests {
        number: String,
        amount: Money,
        from: Date,
        to: Date,
    },
    /// A charge and the paragraph that allows it.
    Charged {
        kind: ChargeKind,
        amount: Money,
        rule: String,
    },
    /// A charge that the policy wants is left out, and the paragraph that forbids it; empty where the policy itself
    /// does.
    NotCharged {
        kind: ChargeKind,
        rule: String,
        because: NotCharged,
    },
    /// A person left the fee out of this letter.
    FeeLeftOut {
        reason: String,
    },
    /// An item takes a step of its own in a letter that is led by another one.
    OwnStage {
        number: String,
        stage: String,
    },
    /// What comes next for that item.
    OwnNext {
        number: String,
        stage: String,
        date: Date,
    },
    /// The least days that the law gives; the rule is empty where the policy gives more.
    Deadline {
        date: Date,
        days: u32,
        rule: String,
    },
    Credits {
        amount: Money,
    },
    /// A channel that would have come first is stopped: his address there is bad.
    ChannelStopped {
        stopped: Channel,
        channel: Channel,
    },
    /// Nobody has said where to: it does not leave before somebody does.
    NoAddress {
        channel: Channel,
    },
    /// The company names no account that takes the currency.
    NoAccount {
        currency: Currency,
    },
    /// The customer's bank is abroad, and the company's account has no IBAN.
    NoIban {
        account: String,
        country: String,
    },
    /// It was tried: its template is at fault, or it has a sign that the typeface lacks.
    Unwritable {
        text: String,
    },
    /// Another system had come this far when it moved in.
    MovedIn {
        number: String,
        stage: String,
    },
}

impl Why {
    /// Whether the letter stays here for it, once it is sent.
    pub fn keeps_it_here(&self) -> bool {
        matches!(
            self,
            Self::NoAddress { .. }
                | Self::NoAccount { .. }
                | Self::NoIban { .. }
                | Self::Unwritable { .. }
        )
    }
}

/// Why a charge is left out.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "cause", rename_all = "kebab-case")]
pub enum NotCharged {
    NotAgreed,
    TooEarly {
        from: Date,
    },
    TooSoonAfterLast {
        from: Date,
    },
    UsedUp {
        most: u32,
    },
    NoMissedDeadline,
    /// What another system charged before is not known.
    FeesUnknown,
    /// The invoice reached the debtor too short before it fell due.
    ShortTerm {
        days: u32,
    },
    Disputed,
    /// Compensation claimed is as much or more.
    InCompensation,
    OtherCurrency,
    ConsumersPayNone,
    BelowMinimum,
    RateMissing {
        on: Date,
    },
    LettersAreFree,
}

/// What of a letter the law forbids. Its words stand in the locale under `breach.<name>`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Breach {
    NotOverdue,
    TooEarly,
    NotByCreditor,
    DeadlineTooShort,
    Disputed,
    /// More than is open, or of an item that is not on the account.
    NotOwed,
    NoFee,
    FeeTooHigh,
    FeeTooEarly,
    FeeTooSoon,
    FeeTooOften,
    FeeNotAgreed,
    /// Before the deadline of the letter before has passed.
    FeeBeforeDeadline,
    FeeTwice,
    FeeWithoutStep,
    FeeBesideCompensation,
    NoCompensation,
    CompensationTooHigh,
    OtherCurrency,
    InterestTooLong,
    InterestTooHigh,
    LawMissing,
}

/// What to mind before a run. Its sentence stands in the locale under `warning.<key>`.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
#[serde(tag = "key", rename_all = "kebab-case")]
pub enum Warning {
    /// The last bank file is older than the policy allows. A block.
    StaleBankData {
        last: Date,
        days: u32,
        limit: u32,
    },
    /// No bank file was ever taken in. A warning only.
    NoBankData,
    /// Receipts nobody has matched may be this customer's. A block for him.
    Unmatched {
        customer: String,
        count: u32,
    },
    /// The claim is barred soon.
    LimitationNear {
        invoice: String,
        date: Date,
    },
    /// The claim is barred.
    Barred {
        invoice: String,
        date: Date,
    },
    /// A bankruptcy's last day to claim.
    ClaimDeadline {
        customer: String,
        date: Date,
    },
    /// That day is past.
    ClaimDeadlineMissed {
        customer: String,
        date: Date,
    },
    /// The day on which a dispute was to be answered is past.
    DisputeUnanswered {
        invoice: String,
        date: Date,
    },
    NoChannel {
        count: u32,
    },
    /// Letters wait in the outbox, the oldest since then.
    LettersQueued {
        count: u32,
        since: Date,
    },
    /// Letters did not leave.
    LettersFailed {
        count: u32,
        since: Date,
    },
    /// Of letters nobody knows whether they left.
    LettersInDoubt {
        count: u32,
        since: Date,
    },
    /// The half-year ends and the rate of late interest of the next one is not known.
    RateRunsOut {
        rule: String,
        country: String,
        from: Date,
    },
}

impl Warning {
    /// Whether a run stops here unless someone says why it should not.
    pub fn blocks(&self) -> bool {
        matches!(self, Self::StaleBankData { .. } | Self::Unmatched { .. })
    }
}

/// A charge that a payment on its way, or a credit note of an earlier day, made wrong.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Crossed {
    pub customer: CustomerId,
    pub number: String,
    pub name: String,
    pub currency: Currency,
    pub letter: LetterId,
    pub sent: Date,
    /// The receipt or credit note and the day on which it was paid or credited.
    pub receipt: ItemId,
    pub paid: Date,
    /// Credit notes alone settled it.
    pub credited: bool,
    /// What to take back: the charge's item and so much of it.
    pub charges: Vec<(ItemId, ChargeKind, Minor)>,
}

impl Crossed {
    /// How much of a charge it takes back.
    fn takes_of(&self, charge: ItemId) -> Minor {
        let of = self.charges.iter().filter(|(item, ..)| *item == charge);
        of.map(|(_, _, amount)| *amount).sum()
    }

    /// What takes it back.
    pub fn take_back(&self, reason: &str) -> Command {
        let charges = self.charges.iter();
        Command::TakeBackCharges {
            charges: charges
                .map(|(charge, _, amount)| (*charge, *amount))
                .collect(),
            reason: reason.to_owned(),
        }
    }
}

/// What waives charges that their policy proposes for it, but for what is taken back beside it: that has a command of
/// its own. None if nothing is left.
pub fn waive_left(
    charges: impl IntoIterator<Item = (ItemId, Minor)>,
    beside: &[&Crossed],
    reason: &str,
) -> Option<Command> {
    let left = charges.into_iter().map(|(charge, left)| {
        let taken: Minor = beside.iter().map(|crossed| crossed.takes_of(charge)).sum();
        (charge, left - taken)
    });
    let charges: Vec<(ItemId, Minor)> = left.filter(|(_, left)| *left > Minor::ZERO).collect();
    (!charges.is_empty()).then(|| Command::TakeBackCharges {
        charges,
        reason: reason.to_owned(),
    })
}
