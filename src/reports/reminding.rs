//! The queue of reminders on a day, for all customers.

use crate::domain::arrears::{Claimed, Taken};
use crate::domain::date::Date;
use crate::domain::departure::OutOfDate;
use crate::domain::document::ItemClass;
use crate::domain::id::{CustomerId, EntryId, ItemId, LetterId, PauseId, PlanId};
use crate::domain::letter::LetterKind;
use crate::domain::money::{Currency, Minor};
use crate::domain::refusal::Refusal;
use crate::domain::reminding::{
    CallTask, Coming, Crossed, DueLetter, HandoverTask, LeftCharge, Waits, Warning,
};

/// Whose account a line is about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Whose {
    pub customer: CustomerId,
    pub number: String,
    pub name: String,
    pub currency: Currency,
}

/// The queue.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Queue {
    pub on: Date,
    /// What is newly past due first, then by stage, the largest first.
    pub letters: Vec<LetterLine>,
    pub calls: Vec<(Whose, CallTask)>,
    pub handovers: Vec<(Whose, HandoverTask)>,
    pub waits: Vec<(Whose, Waits)>,
    pub next: Vec<(Whose, Coming)>,
    /// Charges that a payment on its way made wrong.
    pub crossed: Vec<Crossed>,
    /// Charges whose principal is settled, where the policy waives them: each charge and what is left of it.
    pub waive: Vec<(Whose, Vec<LeftCharge>)>,
    pub warnings: Vec<Warning>,
}

/// A letter that is due.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LetterLine {
    pub whose: Whose,
    pub letter: DueLetter,
    /// Days past due of the oldest item that takes a step.
    pub days: i64,
    /// All that takes a step fell due since the last review of the queue: the first group.
    pub newly_due: bool,
    /// Receipts not matched yet that may be his: a block for him.
    pub unmatched: u32,
}

/// What is open on a customer's card and in a dialog: his overlays, which can be ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Overlay {
    Pause(PauseId),
    Plan(PlanId),
    Handover(ItemId),
}

/// What `rules explain` says of one invoice's item.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Explained {
    pub whose: Whose,
    pub item: ItemId,
    pub number: String,
    pub class: ItemClass,
    pub due: Date,
    pub effective_due: Date,
    /// The rule that moves a due date that is no banking day.
    pub due_rule: String,
    pub open: Minor,
    /// Letters that moved it a stage, the oldest first.
    pub taken: Vec<Taken>,
    /// What was claimed for its lateness up to now.
    pub claimed: Vec<Claimed>,
    /// The last day before the claim is barred, and the rule.
    pub barred_after: Option<(Date, String)>,
    /// The letter that is due today and tells of it.
    pub letter: Option<DueLetter>,
    /// It goes to an agency today.
    pub handover: Option<HandoverTask>,
    pub waits: Vec<Waits>,
    pub next: Vec<Coming>,
}

/// What a run of letters did, or would do.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Reminded {
    /// The run that ties its entries; none if nothing went out, or on a dry run.
    pub run: Option<EntryId>,
    pub sent: Vec<SentLine>,
    /// Letters that were due and did not go out, and why not.
    pub left_out: Vec<(Whose, Refusal)>,
    /// Letters that cannot be written, which were not recorded, and the sentence why.
    pub unwritten: Vec<(Whose, String)>,
    /// Earlier letters that never left and were out of date.
    pub out_of_date: Vec<OutOfDateLetter>,
}

/// A letter that never left and must not leave any more as it was written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OutOfDateLetter {
    pub letter: LetterId,
    pub customer: CustomerId,
    /// The customer's.
    pub number: String,
    pub why: OutOfDate,
    /// What stands in the way of taking it back; none: it was taken back, and what is due is decided anew.
    pub stands: Option<Refusal>,
    /// It may have arrived by an earlier try, and is in doubt again instead of going once more.
    pub in_doubt: bool,
}

impl OutOfDateLetter {
    /// Why it does not leave, as an answer to whoever would send it.
    pub fn refusal(&self) -> Refusal {
        Refusal::LetterOutOfDate {
            letter: self.letter,
            why: self.why.clone(),
        }
    }
}

/// A letter that was recorded as sent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SentLine {
    /// Its entry in the journal; of a dry run's no entry is kept.
    pub entry: EntryId,
    pub letter: LetterId,
    pub whose: Whose,
    pub stage: String,
    pub kind: LetterKind,
    pub channel: String,
    pub deadline: Option<Date>,
    pub total: Minor,
}

/// Letters of a stage in a currency: how many, and what they claim.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StageTotal {
    pub stage: String,
    pub kind: LetterKind,
    pub currency: Currency,
    pub letters: usize,
    pub total: Minor,
}

impl Reminded {
    /// What went out, by stage and currency, the first stage first.
    pub fn totals(&self) -> Vec<StageTotal> {
        let mut totals: Vec<StageTotal> = Vec::new();
        for line in &self.sent {
            let currency = line.whose.currency;
            let same = |total: &&mut StageTotal| {
                total.stage == line.stage && total.kind == line.kind && total.currency == currency
            };
            match totals.iter_mut().find(same) {
                Some(total) => {
                    total.letters += 1;
                    total.total += line.total;
                }
                None => totals.push(StageTotal {
                    stage: line.stage.clone(),
                    kind: line.kind,
                    currency,
                    letters: 1,
                    total: line.total,
                }),
            }
        }
        totals.sort_by(|a, b| (a.kind, &a.stage, a.currency).cmp(&(b.kind, &b.stage, b.currency)));
        totals
    }
}
