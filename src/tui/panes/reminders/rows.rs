//! The rows of the queue: how they are named, filtered, ordered and added up.

use crate::domain::date::{self, Date};
use crate::domain::id::{CustomerId, ItemId};
use crate::domain::letter::ChargeKind;
use crate::domain::money::{Currency, Minor};
use crate::domain::pause::PauseKind;
use crate::domain::reminding::{
    CallTask, ClaimedBefore, Coming, Crossed, DueLetter, HandoverTask, LeftCharge, Waits, WaitsFor,
};
use crate::reports::reminding::{Queue, Whose};
use crate::text::alphabet::Alphabet;
use crate::text::filter::Labels;
use crate::text::filter::fold;
use crate::tui::table::{Rank, Row, Words};

use super::group::Group;

/// What a row asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Task {
    Letter {
        letter: DueLetter,
        /// Receipts not matched yet that may be his.
        unmatched: u32,
    },
    Call(CallTask),
    /// All that one account hands over.
    HandOver(Vec<HandoverTask>),
    TakeBack(Crossed),
    /// Charges left over that the policy proposes for waiving, of one account.
    Waive(Vec<ClaimedBefore>),
    Waits(Waits),
    Coming(Coming),
}

/// A row of the queue.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    pub group: Group,
    pub whose: Whose,
    pub task: Task,
    /// Days past due of the oldest item; none where that says nothing.
    pub days: Option<i64>,
    /// Its place in the queue as it came.
    place: i64,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Column {
    /// As the queue has it: the largest first, what comes by its date.
    Given,
    Amount,
    Days,
    Name,
}

/// Why an item is paused, as the head of the group counts it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Reason {
    Promised,
    Disputed,
    Plan,
    Until(Option<Date>),
    Agency,
    Bankrupt,
    Other,
}

impl Reason {
    pub fn of(waits: &Waits) -> Self {
        match &waits.why {
            WaitsFor::Paused { kind, .. } => match kind {
                PauseKind::Promise => Self::Promised,
                PauseKind::Dispute => Self::Disputed,
                PauseKind::Bankruptcy => Self::Bankrupt,
                PauseKind::Extension | PauseKind::Pause | PauseKind::Skip => {
                    Self::Until(waits.until)
                }
            },
            WaitsFor::Plan { .. } => Self::Plan,
            WaitsFor::Agency { .. } => Self::Agency,
            _ => Self::Other,
        }
    }
}

/// What a row is the same by after a reload. In another group it is another row: what was just dealt with is gone.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct RowId {
    pub group: Group,
    pub customer: CustomerId,
    pub currency: Currency,
    /// The item, or the letter, that tells rows of one account apart.
    pub about: i64,
}

/// What is known of many rows together.
#[derive(Clone, Default, Debug)]
pub struct Sum {
    /// Letters that are due, and their sums.
    pub letters: usize,
    pub amounts: Sums,
    /// Other tasks: calls, hand-overs, what is taken back.
    pub others: usize,
}

/// Amounts by currency.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Sums(pub Vec<(Currency, Minor)>);

impl Sums {
    pub fn add(&mut self, currency: Currency, amount: Minor) {
        match self.0.iter_mut().find(|sum| sum.0 == currency) {
            Some((_, sum)) => *sum += amount,
            None => self.0.push((currency, amount)),
        }
    }

    pub fn told(&self, locale: &crate::text::Locale) -> String {
        let amounts: Vec<String> = self
            .0
            .iter()
            .map(|(currency, sum)| locale.money(*sum, *currency))
            .collect();
        amounts.join(" · ")
    }
}

/// The rows of a queue.
pub fn rows(queue: Queue) -> Vec<Line> {
    let on = queue.on;
    let mut lines: Vec<Line> = Vec::new();
    let mut add = |group: Group, whose: Whose, task: Task, days: Option<i64>| {
        let place = i64::try_from(lines.len()).unwrap_or(i64::MAX);
        lines.push(Line {
            group,
            whose,
            task,
            days,
            place,
        });
    };
    for line in queue.letters {
        let group = if line.newly_due {
            Group::NewlyDue
        } else {
            Group::of(line.letter.kind)
        };
        let task = Task::Letter {
            letter: line.letter,
            unmatched: line.unmatched,
        };
        add(group, line.whose, task, Some(line.days));
    }
    for (whose, call) in queue.calls {
        let days = date::days_past(call.due, on);
        add(Group::Call, whose, Task::Call(call), Some(days));
    }
    let mut handed: Vec<(Whose, Vec<HandoverTask>)> = Vec::new();
    for (whose, task) in queue.handovers {
        match handed.last_mut() {
            Some((last, tasks)) if *last == whose => tasks.push(task),
            _ => handed.push((whose, vec![task])),
        }
    }
    for (whose, tasks) in handed {
        let days = tasks.iter().map(|task| date::days_past(task.due, on));
        let days = days.max();
        add(Group::HandOver, whose, Task::HandOver(tasks), days);
    }
    for crossed in queue.crossed {
        let whose = Whose {
            customer: crossed.customer,
            number: crossed.number.clone(),
            name: crossed.name.clone(),
            currency: crossed.currency,
        };
        add(Group::TakeBack, whose, Task::TakeBack(crossed), None);
    }
    let (proposed, mut waits): (Vec<_>, Vec<_>) = queue
        .waits
        .into_iter()
        .partition(|(_, waits)| waits.why == WaitsFor::ChargesToWaive);
    for (whose, charges) in queue.waive {
        let known = |item| {
            proposed
                .iter()
                .map(|row| &row.1)
                .find(|row| row.item == item)
        };
        let days = charges.iter().filter_map(|charge| known(charge.0));
        let days = days.map(|row| date::days_past(row.due, on)).max();
        let number = |item| known(item).map_or_else(String::new, |row| row.number.clone());
        let charges = charges
            .into_iter()
            .map(|(item, kind, amount): LeftCharge| ClaimedBefore {
                item,
                number: number(item),
                kind,
                amount,
            });
        add(Group::Waive, whose, Task::Waive(charges.collect()), days);
    }
    waits.sort_by_key(|(_, waits)| (Reason::of(waits), waits.until));
    for (whose, waits) in waits {
        let days = date::days_past(waits.due, on);
        let group = match waits.why {
            WaitsFor::LawMissing { .. } => Group::LawMissing,
            _ => Group::Paused,
        };
        add(group, whose, Task::Waits(waits), Some(days));
    }
    let mut next = queue.next;
    next.sort_by_key(|(_, coming)| coming.date);
    for (whose, coming) in next {
        add(Group::Coming, whose, Task::Coming(coming), None);
    }
    lines
}

impl Line {
    /// The invoices that it is about: what is owed, without charges and credits.
    pub fn items(&self) -> Vec<ItemId> {
        match &self.task {
            Task::Letter { letter, .. } => {
                let lines = letter.lines.iter();
                let owed = lines.filter(|line| line.charge.is_none() && line.amount > Minor::ZERO);
                let items: Vec<ItemId> = owed.map(|line| line.item).collect();
                // An interest note is about what was paid already.
                if items.is_empty() {
                    letter.charges.iter().map(|charge| charge.about).collect()
                } else {
                    items
                }
            }
            Task::Call(call) => call.items.clone(),
            Task::HandOver(tasks) => tasks.iter().map(|task| task.item).collect(),
            Task::TakeBack(crossed) => crossed.charges.iter().map(|charge| charge.0).collect(),
            Task::Waive(charges) => charges.iter().map(|charge| charge.item).collect(),
            Task::Waits(waits) => vec![waits.item],
            Task::Coming(coming) => vec![coming.item],
        }
    }

    /// Charges claimed before that its letter or its hand-over lists: the item, the kind, what is asked of it.
    pub fn claimed(&self) -> Vec<(ItemId, ChargeKind, Minor)> {
        match &self.task {
            Task::Letter { letter, .. } => {
                let lines = letter.lines.iter();
                lines
                    .filter_map(|line| Some((line.item, line.charge?, line.amount)))
                    .collect()
            }
            Task::HandOver(tasks) => {
                let charges = tasks.iter().flat_map(|task| &task.charges);
                charges
                    .map(|charge| (charge.item, charge.kind, charge.amount))
                    .collect()
            }
            Task::Waive(charges) => charges
                .iter()
                .map(|charge| (charge.item, charge.kind, charge.amount))
                .collect(),
            _ => Vec::new(),
        }
    }

    /// Numbers of the documents, as far as the row knows them.
    pub fn numbers(&self) -> Vec<&str> {
        match &self.task {
            Task::Letter { letter, .. } => letter
                .lines
                .iter()
                .map(|line| line.number.as_str())
                .collect(),
            Task::HandOver(tasks) => tasks.iter().map(|task| task.number.as_str()).collect(),
            Task::Waive(charges) => charges
                .iter()
                .map(|charge| charge.number.as_str())
                .collect(),
            Task::Waits(waits) => vec![&waits.number],
            Task::Coming(coming) => vec![&coming.number],
            Task::Call(_) | Task::TakeBack(_) => Vec::new(),
        }
    }

    pub fn amount(&self) -> Minor {
        match &self.task {
            Task::Letter { letter, .. } => letter.total,
            Task::Call(call) => call.amount,
            Task::HandOver(tasks) => tasks.iter().map(HandoverTask::total).sum(),
            Task::TakeBack(crossed) => crossed.charges.iter().map(|charge| charge.2).sum(),
            Task::Waive(charges) => charges.iter().map(|charge| charge.amount).sum(),
            Task::Waits(waits) => waits.amount,
            Task::Coming(coming) => coming.amount,
        }
    }

    /// Receipts not matched yet that may pay what its letter asks for.
    pub fn unmatched(&self) -> u32 {
        match &self.task {
            Task::Letter { unmatched, .. } => *unmatched,
            _ => 0,
        }
    }

    pub fn letter(&self) -> Option<&DueLetter> {
        match &self.task {
            Task::Letter { letter, .. } => Some(letter),
            _ => None,
        }
    }
}

impl Row for Line {
    type Sum = Sum;
    type Id = RowId;
    type Column = Column;
    const COLUMNS: &'static [Column] = &[Column::Given, Column::Amount, Column::Days, Column::Name];

    fn id(&self) -> RowId {
        let about = match &self.task {
            Task::TakeBack(crossed) => crossed.letter.0,
            Task::Call(_) | Task::HandOver(_) | Task::Waive(_) => 0,
            Task::Letter { .. } | Task::Waits(_) | Task::Coming(_) => {
                self.items().first().map_or(0, |item| item.0)
            }
        };
        RowId {
            group: self.group,
            customer: self.whose.customer,
            currency: self.whose.currency,
            about,
        }
    }

    fn add_to(&self, sum: &mut Sum) {
        if self.letter().is_some() {
            sum.letters += 1;
            sum.amounts.add(self.whose.currency, self.amount());
        } else if self.group.is_due() {
            sum.others += 1;
        }
    }

    fn words(&self) -> Words {
        let numbers: Vec<String> = self.numbers().into_iter().map(fold).collect();
        let amount = self.amount().decimal(self.whose.currency);
        Words {
            text: numbers.join("\n"),
            number: fold(&self.whose.number),
            customer: fold(&format!("{}\n{}", self.whose.name, self.whose.number)),
            late: self.days.unwrap_or_default(),
            amount,
            open: amount,
            currency: self.whose.currency,
            labels: Labels::default(),
        }
    }

    fn rank(&self, column: Column, alphabet: Alphabet) -> Rank {
        match column {
            Column::Given => Rank::Number(self.place),
            Column::Amount => Rank::Number(self.amount().0),
            Column::Days => Rank::Number(self.days.unwrap_or_default()),
            Column::Name => Rank::Key(alphabet.rank(&self.whose.name)),
        }
    }

    fn descends(column: Column) -> bool {
        matches!(column, Column::Amount | Column::Days)
    }
}
