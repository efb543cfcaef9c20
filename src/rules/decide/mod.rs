//! One file for each family of commands: book and command in, events or a refusal out.

mod allocate;
mod attachment;
mod call;
mod cover;
mod departure;
mod difference;
mod erase;
mod extension;
mod grant;
mod guarded;
mod handover;
mod held;
mod intake;
mod learned;
mod letter;
mod line;
mod merge;
mod notice;
mod outbox;
mod part;
mod pause;
mod period;
mod permit;
mod plan;
mod proposal;
mod record;
mod refund;
mod register;
mod remind;
mod settle;
mod skip;
#[cfg(test)]
mod tests;
mod undo;
mod user;
mod waive;

use rust_decimal::Decimal;

use crate::domain::book::{Book, CustomerState, Missing};
use crate::domain::command::{Command, LONGEST_TEXT, Outcome, Settlement};
use crate::domain::customer::{CustomerFacts, CustomerKind};
use crate::domain::date::{self, Date};
use crate::domain::event::{Deed, Event};
use crate::domain::id::{
    AttachmentId, CallId, CustomerId, DispatchId, HandoverId, ItemId, LetterId, OtherId, PauseId,
    PlanId, ProposalId, RecordId, RefundId, StatusId,
};
use crate::domain::money::{Currency, Minor, NotAnAmount};
use crate::domain::outbox::Channel;
use crate::domain::posting::Posting;
use crate::domain::refusal::{CollectingRefusal, Refusal, RegisterRefusal};
use crate::rules::Rulebook;
use crate::rules::policy::{Policy, Whose};

pub use cover::{SameMoney, cover, day_totals, same_money, same_payments};
pub use departure::out_of_date_in;
pub use erase::kept_until;
pub use guarded::is_free_in_a_list;
pub use intake::{
    Intake, Overlap, Seen, fingerprint, is_told_apart, offset_credit, overlap, take_in,
};
pub use letter::send_due;
pub use notice::{Notice, heed};
pub use permit::{allows, permit, takes_another};
pub use plan::instalments;
pub use record::{Sold, orders_invoiced};
pub use undo::invert;

/// Why no events came of a command.
#[derive(Debug, PartialEq, Eq)]
pub enum Declined {
    Refused(Refusal),
    /// An undo that later work on these rows forbids; the journal knows which entry that is.
    InTheWay(Vec<Subject>),
    /// The slice was too narrow: a fault of the program or of the file, not of the user.
    Missing(Missing),
}

/// What a later entry may have touched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    Item(ItemId),
    Customer(CustomerId),
    Pause(PauseId),
    Plan(PlanId),
    Handover(HandoverId),
    Call(CallId),
    Receipt(ItemId),
    Line(OtherId),
    Refund(RefundId),
    Letter(LetterId),
    Dispatch(DispatchId),
    /// That it was queued at all.
    DispatchMade(DispatchId),
    /// Whether a way to a customer is stopped.
    Channel(CustomerId, Channel),
    Attachment(AttachmentId),
    Status(StatusId),
    Record(RecordId),
    /// A receipt that counts in place of another.
    Covering(ItemId),
    Lock,
    Accounts,
    Size,
    /// What was learned of a payer.
    Link,
    /// Whether a rule speaks.
    Rule,
    Proposal(ProposalId),
    User,
    /// Whom a customer is merged into.
    Merger(CustomerId),
}

impl From<Refusal> for Declined {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<RegisterRefusal> for Declined {
    fn from(refusal: RegisterRefusal) -> Self {
        Self::Refused(refusal.into())
    }
}

impl From<CollectingRefusal> for Declined {
    fn from(refusal: CollectingRefusal) -> Self {
        Self::Refused(refusal.into())
    }
}

impl From<Missing> for Declined {
    fn from(missing: Missing) -> Self {
        Self::Missing(missing)
    }
}

/// What comes of a command. Undo and the rows of files have ways of their own: `invert` and `take_in`.
pub fn decide(
    book: &Book,
    rulebook: &Rulebook,
    today: Date,
    command: &Command,
) -> Result<Vec<Event>, Declined> {
    if let Some(text) = command.too_long() {
        return Err(Refusal::TextTooLong {
            text: text.trim().chars().take(20).collect(),
            limit: LONGEST_TEXT as u64,
        }
        .into());
    }
    let mut draft = Draft::of(book.clone());
    decide_on(&mut draft, rulebook, today, command)?;
    Ok(draft.events)
}

/// What came of a command, carried out on the book already.
pub struct CarriedOut {
    pub events: Vec<Event>,
    /// What the events made, in order.
    pub postings: Vec<Posting>,
}

/// The same for one of many settlements, of these items alone: what comes of it is carried out on the book at once. What
/// is declined leaves the book as it was.
pub fn carry_out(
    book: &mut Book,
    items: &[ItemId],
    today: Date,
    settlement: Settlement,
) -> Result<CarriedOut, Declined> {
    let before = book.before(items);
    let mut draft = Draft::of(std::mem::take(book));
    let decided = draft
        .not_before(settlement.on)
        .map_err(Declined::from)
        .and_then(|()| settle::settle(&mut draft, today, settlement));
    *book = draft.book;
    match decided {
        Ok(()) => Ok(CarriedOut {
            events: draft.events,
            postings: draft.postings,
        }),
        Err(declined) => {
            book.put_back(before);
            Err(declined)
        }
    }
}

fn decide_on(
    draft: &mut Draft,
    rulebook: &Rulebook,
    today: Date,
    command: &Command,
) -> Result<(), Declined> {
    match command {
        Command::OpenLedger(facts) => draft.push(Event::Done(Deed::LedgerOpened(facts.clone())))?,
        Command::EnterReceipt { payment, customer } => {
            settle::enter(draft, today, payment, *customer)?;
        }
        Command::Identify {
            receipt,
            customer,
            on,
        } => {
            draft.not_before(*on)?;
            settle::identify(draft, *receipt, *customer)?;
        }
        Command::Settle(settlement) => {
            draft.not_before(settlement.on)?;
            settle::settle(draft, today, settlement.as_ref().clone())?;
        }
        Command::Apply { credit, parts, on } => {
            draft.not_before(*on)?;
            settle::apply(draft, *credit, parts)?;
        }
        Command::WriteOff {
            target,
            amount,
            kind,
            reason,
            on,
        } => {
            draft.not_before(*on)?;
            let why = (*kind, reason.as_str());
            difference::write_off(draft, today, *target, *amount, why)?;
        }
        Command::Transfer {
            receipt,
            customer,
            on,
        } => {
            draft.not_before(*on)?;
            settle::transfer(draft, *receipt, *customer)?;
        }
        Command::Refund {
            credit,
            amount,
            reason,
        } => refund::plan(draft, today, *credit, *amount, reason)?,
        Command::DropRefund { refund } => refund::drop_refund(draft, *refund)?,
        Command::BlockLink { kind, key, blocked } => {
            learned::block(draft, *kind, key, *blocked)?;
        }
        Command::ForgetLink { kind, key } => learned::forget(draft, *kind, key)?,
        Command::SwitchRule { name, digest } => {
            learned::switch(draft, name, digest.as_deref())?;
        }
        Command::SetAside { receipt, reason } => settle::set_aside(draft, *receipt, reason)?,
        Command::TakeUp { receipt } => settle::take_up(draft, *receipt)?,
        Command::Dispute {
            document,
            amount,
            reason,
            until,
            owner,
        } => {
            pause::dispute(
                draft,
                today,
                *document,
                *amount,
                reason,
                *until,
                owner.as_deref(),
            )?;
        }
        Command::CloseDispute { document, outcome } => {
            pause::close(draft, today, *document, outcome)?;
        }
        Command::Promise {
            document,
            date,
            amount,
        } => {
            pause::promise(draft, today, *document, *date, *amount)?;
        }
        Command::Remind(_) | Command::Waive { .. } | Command::TakeBackCharges { .. } => {
            claim(draft, rulebook, today, command)?;
        }
        Command::Lock { until } => period::lock(draft, today, *until)?,
        Command::TakeIn { receipt } => line::take_in(draft, *receipt)?,
        Command::ConfirmCover { receipt } => line::confirm(draft, *receipt)?,
        Command::PayOut {
            line,
            credit,
            amount,
            on,
        } => {
            draft.not_before(*on)?;
            line::pay_out(draft, *line, *credit, *amount)?;
        }
        Command::Dismiss { line, reason } => line::dismiss(draft, *line, reason)?,
        Command::Reconsider { line } => line::reconsider(draft, *line)?,
        Command::NameAccounts { accounts } => line::name_accounts(draft, accounts)?,
        Command::SetSize { size } => line::set_size(draft, *size)?,
        command => lay_over(draft, rulebook, today, command)?,
    }
    Ok(())
}

/// What comes of a command that moves no balance: pauses, plans, hand-overs, calls.
fn lay_over(
    draft: &mut Draft,
    rulebook: &Rulebook,
    today: Date,
    command: &Command,
) -> Result<(), Declined> {
    match command {
        Command::Pause { of, until, reason } => pause::rest(draft, today, *of, *until, reason),
        Command::Bankrupt {
            customer,
            claim_by,
            reason,
        } => pause::bankrupt(draft, today, *customer, *claim_by, reason),
        Command::EndPause { pause, outcome } => pause::end(draft, today, *pause, outcome),
        Command::Extend { document, until } => {
            extension::extend(draft, rulebook, today, *document, *until)
        }
        Command::Skip {
            customer,
            currency,
            reason,
        } => skip::skip(draft, rulebook, today, (*customer, *currency), reason),
        Command::MakePlan(asked) => plan::make(draft, rulebook, today, asked),
        Command::EndPlan { plan, reason } => plan::end(draft, today, *plan, reason),
        Command::HandOver {
            documents,
            agency,
            case_number,
            reason,
            in_spite,
        } => {
            let to = (agency.as_str(), case_number.as_deref());
            let why = (reason.as_str(), in_spite.as_deref());
            handover::hand_over(draft, rulebook, today, documents, to, why)
        }
        Command::NumberCase {
            handover,
            case_number,
        } => handover::number(draft, *handover, case_number),
        Command::TakeOver { documents, reason } => {
            handover::take_over(draft, today, documents, reason)
        }
        Command::Call { customer, note } => call::log(draft, today, *customer, note),
        Command::Erase { customer, reason } => {
            erase::erase(draft, rulebook, today, *customer, reason)
        }
        command => send_out(draft, rulebook, today, command),
    }
}

/// What comes of a command on the register and on who works with it.
fn enrol(
    draft: &mut Draft,
    rulebook: &Rulebook,
    today: Date,
    command: &Command,
) -> Result<(), Declined> {
    match command {
        Command::NewCustomer(new) => register::new(draft, rulebook, today, new),
        Command::EditCustomer(edit) => register::edit(draft, rulebook, today, edit),
        Command::Merge {
            customer,
            into,
            reason,
        } => merge::merge(draft, rulebook, *customer, *into, reason),
        Command::Part { customer, reason } => merge::part(draft, *customer, reason),
        Command::Judge {
            proposal, accept, ..
        } => proposal::judge(draft, today, *proposal, *accept),
        Command::SetUser { name, role } => user::set(draft, name, *role),
        other => Err(Missing(format!("a way to {}", other.name())).into()),
    }
}

/// What comes of a command on what leaves the house, and on what is kept beside the books.
fn send_out(
    draft: &mut Draft,
    rulebook: &Rulebook,
    today: Date,
    command: &Command,
) -> Result<(), Declined> {
    match command {
        Command::Dispatch { dispatch, outcome } => {
            if matches!(outcome, Outcome::Sending { .. }) {
                departure::may_leave(&draft.book, rulebook, today, *dispatch)?;
            }
            outbox::tell(draft, today, *dispatch, outcome)
        }
        Command::Redirect {
            dispatch,
            channel,
            reason,
        } => outbox::redirect(draft, today, *dispatch, *channel, reason),
        Command::StopChannel {
            customer,
            channel,
            reason,
        } => outbox::stop(draft, today, *customer, *channel, reason),
        Command::FreeChannel { customer, channel } => outbox::free(draft, *customer, *channel),
        Command::QueueStatement {
            customer,
            channel,
            sheet,
        } => outbox::queue_statement(draft, today, *customer, *channel, sheet),
        Command::Attach(file) => attachment::attach(draft, file),
        Command::Detach { attachment } => attachment::detach(draft, *attachment),
        Command::NoteStatus {
            handover,
            status,
            on,
            note,
        } => attachment::note_status(draft, today, *handover, (status, *on), note),
        Command::Record(new) => record::record(draft, rulebook, today, new),
        Command::EndRecord { record, on, reason } => {
            record::end(draft, rulebook, today, *record, *on, reason)
        }
        command => enrol(draft, rulebook, today, command),
    }
}

/// Letters and the charges that they claim.
fn claim(
    draft: &mut Draft,
    rulebook: &Rulebook,
    today: Date,
    command: &Command,
) -> Result<(), Declined> {
    match command {
        Command::Remind(reminder) => remind::remind(draft, rulebook, today, reminder),
        Command::Waive {
            document,
            kinds,
            reason,
        } => waive::waive(draft, today, *document, kinds, reason),
        Command::TakeBackCharges { charges, reason } => {
            waive::take_back(draft, today, charges, reason)
        }
        _ => Ok(()),
    }
}

/// The book as it becomes while a command is decided, so that each step sees the one before.
struct Draft {
    book: Book,
    /// The earliest posting day that the user wants.
    on: Option<Date>,
    events: Vec<Event>,
    /// What the events made, in order.
    postings: Vec<Posting>,
}

impl Draft {
    fn of(book: Book) -> Self {
        Self {
            book,
            on: None,
            events: Vec::new(),
            postings: Vec::new(),
        }
    }

    fn not_before(&mut self, on: Option<Date>) -> Result<(), Refusal> {
        if let (Some(date), Some(locked)) = (on, self.book.locked)
            && date <= locked
        {
            return Err(Refusal::Locked { date, locked });
        }
        self.on = on.map(plausible).transpose()?;
        Ok(())
    }

    fn push(&mut self, event: Event) -> Result<(), Missing> {
        self.book.apply_into(&event, &mut self.postings)?;
        self.events.push(event);
        Ok(())
    }

    fn done(&mut self, deed: Deed) -> Result<(), Missing> {
        self.push(Event::Done(deed))
    }
}

/// What a person typed, in minor units: above zero and no finer than the currency.
fn typed(amount: Decimal, currency: Currency) -> Result<Minor, Refusal> {
    let shown = amount.to_string();
    match Minor::exactly(amount, currency) {
        Ok(minor) if minor > Minor::ZERO => Ok(minor),
        Ok(_) => Err(Refusal::AmountNotPositive),
        Err(NotAnAmount::TooFine) => Err(Refusal::AmountTooFine {
            amount: shown,
            currency: currency.code().to_owned(),
        }),
        Err(NotAnAmount::TooLarge) => Err(Refusal::AmountTooLarge { amount: shown }),
    }
}

fn plausible(date: Date) -> Result<Date, Refusal> {
    if date::is_plausible(date) {
        Ok(date)
    } else {
        Err(Refusal::DateImplausible { date })
    }
}

/// A reason as it is kept: it must say something.
fn reason(text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    if text.is_empty() {
        Err(Refusal::ReasonMissing)
    } else {
        Ok(text.to_owned())
    }
}

/// A customer who is there: none that was taken out again, and not the one who holds what is nobody's.
fn customer(book: &Book, id: CustomerId) -> Result<&CustomerState, Declined> {
    let missing = || Missing(format!("customer {}", id.0));
    let state = book.customers.get(&id).ok_or_else(missing)?;
    if state.voided || id == CustomerId::UNIDENTIFIED {
        return Err(Refusal::UnknownCustomer {
            customer: state.number.clone(),
        }
        .into());
    }
    Ok(state)
}

/// What is known of a customer, unless it was erased.
fn facts_of(book: &Book, id: CustomerId) -> Result<&CustomerFacts, Declined> {
    let state = customer(book, id)?;
    let facts = state.facts().filter(|facts| !facts.is_erased());
    facts.ok_or_else(|| {
        let customer = state.number.clone();
        RegisterRefusal::CustomerErased { customer }.into()
    })
}

/// The policy that holds for a customer.
fn policy<'r>(book: &Book, rulebook: &'r Rulebook, id: CustomerId) -> Result<&'r Policy, Declined> {
    let state = customer(book, id)?;
    let facts = state.facts();
    Ok(rulebook.policies.of(Whose {
        number: &state.number,
        kind: facts.map_or(CustomerKind::Consumer, |facts| facts.kind),
        group: facts.and_then(|facts| facts.group.as_deref()),
    }))
}
