//! The queue: every account judged on a day, in the order in which a bookkeeper works.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap, HashSet};

use crate::desk::{Desk, Failure};
use crate::domain::arrears::{Arrears, Overdue};
use crate::domain::command::Reminder;
use crate::domain::date::{self, Date};
use crate::domain::document::ItemClass;
use crate::domain::id::{CustomerId, ItemId};
use crate::domain::letter::LetterKind;
use crate::domain::money::Minor;
use crate::domain::outbox::Stand;
use crate::domain::pause::PauseKind;
use crate::domain::reminding::{DueLetter, WaitsFor, Warning};
use crate::reports::reminding::{LetterLine, Queue, Whose};
use crate::rules::law::Law;
use crate::rules::policy::Policy;
use crate::rules::reminder::{barred_after, interest_note, judge};
use crate::store::Unmatched;
use crate::store::query::{Account, Accounts, Reader};

use super::ahead::{next_half_year, rate_runs_out};
use super::payable::Payable;

/// Days after the due date in which an invoice without a letter is new in the queue.
const NEWLY_DUE_DAYS: i64 = 7;
/// Interest notes are about what fell due in so many days: older interest was let go.
const NOTE_DAYS: u64 = 366;

/// What is asked of the queue.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Asked {
    pub on: Date,
    /// Only these; all, if none is named.
    pub customers: Vec<CustomerId>,
    /// Only letters of this stage, or of this kind of letter.
    pub stage: Option<String>,
    /// Interest notes instead of reminders.
    pub interest_notes: bool,
    /// Also what is barred, or follows a letter that came back: only for customers that are named, and with a reason.
    pub insisted: bool,
}

impl Asked {
    pub fn all(on: Date) -> Self {
        Self {
            on,
            customers: Vec::new(),
            stage: None,
            interest_notes: false,
            insisted: false,
        }
    }
}

impl Desk {
    /// What is to be done on a day, for all customers.
    pub fn queue(&self, on: Date) -> Result<Queue, Failure> {
        self.queue_of(&Asked::all(on))
    }

    pub fn queue_of(&self, asked: &Asked) -> Result<Queue, Failure> {
        self.rules_are_sound()?;
        let _moment = self.store.moment()?;
        let reader = self.store.read();
        let unmatched = self.unmatched(&reader)?;
        let last = reader.bank_data_until()?;
        let mut making = Making {
            desk: self,
            payable: Payable::to(self.company()),
            asked,
            unmatched: &unmatched,
            last_bank_day: last,
            next_half_year: next_half_year(asked.on),
            queue: Queue {
                on: asked.on,
                letters: Vec::new(),
                calls: Vec::new(),
                handovers: Vec::new(),
                waits: Vec::new(),
                next: Vec::new(),
                crossed: Vec::new(),
                waive: Vec::new(),
                warnings: self.bank_warning(last, asked.on).into_iter().collect(),
            },
            warned: HashSet::new(),
            barred: Vec::new(),
        };
        making.judge_all(&reader)?;
        let mut queue = making.done();
        queue.warnings.extend(not_left(&reader, &asked.customers)?);
        let his = |customer: CustomerId| {
            asked.customers.is_empty() || asked.customers.contains(&customer)
        };
        queue.crossed = self.crossed(&reader)?;
        queue.crossed.retain(|crossed| his(crossed.customer));
        Ok(queue)
    }

    /// The numbers of the invoices that charges are about, by the charge's item.
    pub fn invoices_of(&self, charges: &[ItemId]) -> Result<HashMap<ItemId, String>, Failure> {
        let reader = self.store.read();
        let mut about = HashMap::new();
        for charge in charges {
            if let Some(number) = reader.invoice_of_charge(*charge)? {
                about.insert(*charge, number);
            }
        }
        Ok(about)
    }

    /// The letters of a queue as they are asked for.
    pub fn reminders(&self, letters: &[LetterLine]) -> Vec<Reminder> {
        let reminders = letters.iter().map(|line| Reminder {
            customer: line.whose.customer,
            currency: line.whose.currency,
            stage: Some(line.letter.stage.clone()),
            items: named(&line.letter),
            channel: None,
            total: None,
            reason: None,
            without_fee: line.letter.fee_left_out().map(str::to_owned),
        });
        reminders.collect()
    }
}

/// The items that a letter is about: those that take a step; of an interest note all.
fn named(letter: &DueLetter) -> Vec<crate::domain::id::ItemId> {
    let is_note = letter.kind == LetterKind::InterestNote;
    let lines = letter.lines.iter();
    lines
        .filter(|line| is_note || line.step.is_some())
        .map(|line| line.item)
        .collect()
}

/// The queue while it is made.
struct Making<'d> {
    desk: &'d Desk,
    payable: Payable,
    asked: &'d Asked,
    unmatched: &'d Unmatched,
    last_bank_day: Option<Date>,
    /// Its first day, where it is near.
    next_half_year: Option<Date>,
    queue: Queue,
    /// What was warned of: a customer has several accounts, an invoice several parts.
    warned: HashSet<Warning>,
    /// Claims that are barred soon or already.
    barred: Vec<Warning>,
}

impl Making<'_> {
    fn judge_all(&mut self, reader: &Reader<'_>) -> crate::store::Result<()> {
        let rulebook = &self.desk.rulebook;
        let on = self.asked.on;
        let accounts = |customer| Accounts {
            on,
            customer,
            settled_since: self
                .asked
                .interest_notes
                .then(|| on.checked_sub_days(chrono::Days::new(NOTE_DAYS)))
                .flatten(),
            new_until: rulebook.policies.new_until(),
        };
        let whose: Vec<Option<CustomerId>> = if self.asked.customers.is_empty() {
            vec![None]
        } else {
            let customers: BTreeSet<CustomerId> = self.asked.customers.iter().copied().collect();
            customers.into_iter().map(Some).collect()
        };
        let asked: Vec<Accounts> = whose.into_iter().map(accounts).collect();
        for asked in asked {
            reader.accounts(asked, |account| self.judge(account))?;
        }
        Ok(())
    }

    fn judge(&mut self, account: Account) {
        let desk = self.desk;
        let mut arrears = account.arrears;
        arrears.insisted = self.asked.insisted;
        arrears.unmatched = self.unmatched.get(&arrears.customer).copied().unwrap_or(0);
        let whose = Whose {
            customer: arrears.customer,
            number: arrears.number.clone(),
            name: account.name,
            currency: arrears.currency,
        };
        let law = desk.rulebook.law_for(&desk.ledger.country, &arrears);
        let policy = desk.rulebook.policy_for(&arrears);
        let ahead = self.next_half_year;
        let runs_out = ahead.and_then(|from| rate_runs_out(&arrears, policy, law, from));
        if let Some(warning) = runs_out {
            self.warn(warning);
        }
        if self.asked.interest_notes {
            let note = interest_note(&arrears, policy, law, self.asked.on);
            self.letters(&whose, &arrears, law, note.into_iter().collect());
            return;
        }
        let judged = judge(&arrears, policy, law, self.asked.on);
        self.letters(&whose, &arrears, law, judged.letters);
        self.limitation(&arrears, policy, law);
        self.claim_deadlines(&arrears);
        self.unanswered(&arrears);
        let queue = &mut self.queue;
        queue
            .calls
            .extend(judged.call.map(|call| (whose.clone(), call)));
        let tasks = judged.handover.into_iter();
        queue
            .handovers
            .extend(tasks.map(|task| (whose.clone(), task)));
        if !judged.waive.is_empty() {
            queue.waive.push((whose.clone(), judged.waive));
        }
        let waits = judged.waits.into_iter();
        queue
            .waits
            .extend(waits.map(|waits| (whose.clone(), waits)));
        let next = judged.next.into_iter();
        queue
            .next
            .extend(next.map(|coming| (whose.clone(), coming)));
    }

    fn letters(&mut self, whose: &Whose, arrears: &Arrears, law: &Law, letters: Vec<DueLetter>) {
        for letter in letters {
            if !self.is_asked(&letter) {
                continue;
            }
            let steps = letter.lines.iter().filter(|line| line.step.is_some());
            let stepping: HashSet<_> = steps.map(|line| line.item).collect();
            let moved = || {
                let items = arrears.items.iter();
                items.filter(|item| stepping.contains(&item.item))
            };
            let on = self.asked.on;
            let days = moved().map(|item| date::days_past(item.due, on)).max();
            let newly_due =
                !stepping.is_empty() && moved().all(|item| self.is_newly_due(item, arrears, law));
            if arrears.unmatched > 0 {
                let warning = Warning::Unmatched {
                    customer: whose.number.clone(),
                    count: arrears.unmatched,
                };
                self.warn(warning);
            }
            let mut letter = letter;
            letter.why.extend(self.payable.why_not(arrears));
            self.queue.letters.push(LetterLine {
                whose: whose.clone(),
                letter,
                days: days.unwrap_or(0),
                newly_due,
                unmatched: arrears.unmatched,
            });
        }
    }

    fn is_asked(&self, letter: &DueLetter) -> bool {
        self.asked.stage.as_ref().is_none_or(|stage| {
            letter.stage.eq_ignore_ascii_case(stage) || letter.kind.name() == stage
        })
    }

    /// Fell due since the last bank data or within the week, and nobody has reminded of it yet.
    fn is_newly_due(&self, item: &Overdue, arrears: &Arrears, law: &Law) -> bool {
        let effective = law.effective_due(item.due, arrears.kind).value;
        let moved_in = item.moved_in.as_ref();
        let reminded = !item.taken.is_empty()
            || moved_in
                .is_some_and(|told| told.last_stage.is_some() || told.last_letter_date.is_some());
        let lately = date::days_past(effective, self.asked.on) <= NEWLY_DUE_DAYS;
        let since_then = self.last_bank_day.is_some_and(|last| effective >= last);
        item.class == ItemClass::Debit && !reminded && (lately || since_then)
    }

    /// Warns of claims that are barred soon, or by now.
    fn limitation(&mut self, arrears: &Arrears, policy: &Policy, law: &Law) {
        let on = self.asked.on;
        let soon = on.checked_add_days(chrono::Days::new(policy.limitation_days.into()));
        let principal = |item: &&Overdue| item.class == ItemClass::Debit && item.due < on;
        let is_near = |item: &&Overdue| {
            !law.outlives(item.issued, item.due, soon.unwrap_or(Date::MAX).max(on))
        };
        for item in arrears.items.iter().filter(principal).filter(is_near) {
            let last = barred_after(item, arrears, law);
            // Without a row for it nothing is known; `rules rates` tells of such gaps.
            let Ok(last) = last else { continue };
            let (invoice, date) = (item.number.clone(), last.value);
            if date < on {
                self.barred.push(Warning::Barred { invoice, date });
            } else if soon.is_some_and(|soon| date <= soon) {
                self.barred.push(Warning::LimitationNear { invoice, date });
            }
        }
    }

    fn claim_deadlines(&mut self, arrears: &Arrears) {
        let on = self.asked.on;
        let bankrupt = arrears
            .pauses
            .iter()
            .filter(|pause| pause.kind == PauseKind::Bankruptcy && pause.holds(on));
        for date in bankrupt.filter_map(|pause| pause.until) {
            let customer = arrears.number.clone();
            self.warn(if date < on {
                Warning::ClaimDeadlineMissed { customer, date }
            } else {
                Warning::ClaimDeadline { customer, date }
            });
        }
    }

    /// A dispute rests its claim until it is closed: that nobody answers it must not go unseen.
    fn unanswered(&mut self, arrears: &Arrears) {
        let on = self.asked.on;
        let open = |item: &&Overdue| item.class == ItemClass::Debit && item.open > Minor::ZERO;
        for item in arrears.items.iter().filter(open) {
            let disputes = item.pauses.iter();
            let disputes =
                disputes.filter(|pause| pause.kind == PauseKind::Dispute && pause.holds(on));
            for date in disputes.filter_map(|pause| pause.until) {
                if date < on {
                    let invoice = item.number.clone();
                    self.warn(Warning::DisputeUnanswered { invoice, date });
                }
            }
        }
    }

    fn warn(&mut self, warning: Warning) {
        if self.warned.insert(warning.clone()) {
            self.queue.warnings.push(warning);
        }
    }

    fn done(self) -> Queue {
        let mut queue = self.queue;
        queue.letters.sort_by(|a, b| {
            let key = |line: &LetterLine| {
                let claims = Reverse((line.whose.currency, line.letter.total));
                (!line.newly_due, rank(line.letter.kind), claims)
            };
            let by_customer = || a.whose.number.cmp(&b.whose.number);
            key(a).cmp(&key(b)).then_with(by_customer)
        });
        queue.calls.sort_by_key(|(_, call)| Reverse(call.amount));
        queue.next.sort_by_key(|(_, coming)| coming.date);
        queue.warnings.extend(self.barred);
        let unreachable = |waits: &&(Whose, _)| {
            let (_, waits): &(Whose, crate::domain::reminding::Waits) = waits;
            waits.why == WaitsFor::NoChannel
        };
        let customers: HashSet<CustomerId> = queue
            .waits
            .iter()
            .filter(unreachable)
            .map(|(whose, _)| whose.customer)
            .collect();
        if !customers.is_empty() {
            let count = u32::try_from(customers.len()).unwrap_or(u32::MAX);
            queue.warnings.push(Warning::NoChannel { count });
        }
        queue
    }
}

/// Letters that lie in the outbox, by where they stand.
fn not_left(reader: &Reader<'_>, customers: &[CustomerId]) -> Result<Vec<Warning>, Failure> {
    let mut warnings = Vec::new();
    for (stand, count, since) in reader.letters_not_left(customers)? {
        warnings.extend(match stand {
            Stand::Queued | Stand::Sending => Some(Warning::LettersQueued { count, since }),
            Stand::Failed => Some(Warning::LettersFailed { count, since }),
            Stand::InDoubt => Some(Warning::LettersInDoubt { count, since }),
            Stand::Sent | Stand::Returned | Stand::CalledOff => None,
        });
    }
    Ok(warnings)
}

/// Letters in the order of the process; notes of interest come last.
fn rank(kind: LetterKind) -> u8 {
    match kind {
        LetterKind::Friendly => 0,
        LetterKind::Reminder => 1,
        LetterKind::Notice => 2,
        LetterKind::Demand => 3,
        LetterKind::InterestNote => 4,
    }
}
