//! One dispatch after the other: written, said to be on its way, handed over, and what became of it recorded.

use crate::desk::{Desk, Failure, Watch};
use crate::domain::command::{Command, Outcome};
use crate::domain::outbox::{Channel, Stand};
use crate::domain::refusal::Refusal;
use crate::domain::sheet::Sheet;
use crate::letters::address;
use crate::letters::delivery::Delivery;
use crate::store::query::DispatchRow;
use crate::text::Locale;

use super::content::Facts;
use super::fault::{OwnFault, PostFault};
use super::house::Stationery;
use super::keep::{MOST_FAILURES, Recorded, in_a_row, outcome};
use super::writer::Writer;
use super::{PostReport, Tried};

/// A dispatch with what is in it.
pub(super) struct Written<'a> {
    pub row: &'a DispatchRow,
    /// None of a statement.
    pub facts: Option<Facts>,
    pub sheet: Sheet,
    /// The ledger has no copy that reads like it.
    pub is_new: bool,
}

impl Written<'_> {
    /// Said before it is handed over: where it goes, and what the ledger keeps of it.
    pub fn leaves(&self) -> Outcome {
        Outcome::Sending {
            to: self.row.to.clone(),
            sheet: self.is_new.then(|| Box::new(self.sheet.clone())),
        }
    }
}

/// A way on which letters leave, one by one.
pub(super) trait Way {
    type Packed;

    /// Makes sure that something can leave by it, before a letter is said to be on its way. What stands against it
    /// concerns no letter: all stay queued.
    fn open(&mut self, _locale: &Locale) -> Result<(), PostFault> {
        Ok(())
    }

    /// Makes all that leaves, so that nothing can go wrong once it is said to be on its way.
    fn pack(
        &mut self,
        desk: &Desk,
        writer: &mut Writer<'_>,
        written: &Written<'_>,
    ) -> Result<Self::Packed, PostFault>;

    fn deliver(&mut self, packed: Self::Packed) -> Delivery;
}

impl Desk {
    /// Hands these over, in order. The turn to send is held by whoever calls this.
    pub(super) fn hand_over<W: Way>(
        &mut self,
        locale: &Locale,
        rows: &[DispatchRow],
        way: &mut W,
        watch: &Watch,
        report: &mut PostReport,
    ) -> Result<(), PostFailure> {
        let stationery = Stationery::read(&self.config)?;
        let mut writer = Writer::new(&stationery)?;
        let mut failures = 0;
        for (row, done) in rows.iter().zip(0..) {
            watch.set("sending", done, rows.len() as u64);
            if watch.is_cancelled() {
                report.cancelled = true;
                break;
            }
            let packed = match self.written(&writer, row)? {
                Ok(written) => way
                    .pack(self, &mut writer, &written)
                    .map(|packed| (written.leaves(), packed)),
                Err(fault) => Err(fault),
            };
            let (leaves, packed) = match packed {
                Ok(packed) => packed,
                Err(fault) => {
                    self.fail(row, fault.tell(locale), report)?;
                    continue;
                }
            };
            if let Err(fault) = way.open(locale) {
                report.no_way = Some(fault.tell(locale));
                break;
            }
            match self.record(row.id, leaves)? {
                Recorded::Done => {}
                Recorded::OutOfDate(why) => {
                    report.stays(row, &why, locale);
                    continue;
                }
                Recorded::Elsewhere => continue,
            }
            let delivery = way.deliver(packed);
            let outcome = outcome(&delivery, locale);
            self.record(row.id, outcome.clone())?;
            let tried = tried(row, outcome);
            if delivery.is_bad_address() {
                self.stop_channel(row, &tried.note)?;
            }
            failures = in_a_row(failures, &delivery);
            let why = tried.note.clone();
            report.tried.push(tried);
            if failures >= MOST_FAILURES {
                report.stopped = Some(why);
                break;
            }
        }
        watch.set("sending", rows.len() as u64, rows.len() as u64);
        Ok(())
    }

    /// What is in a dispatch.
    pub(super) fn written<'r>(
        &self,
        writer: &Writer<'_>,
        row: &'r DispatchRow,
    ) -> Result<Result<Written<'r>, PostFault>, Failure> {
        if let Some(fault) = self.no_way_to(row)? {
            return Ok(Err(fault.into()));
        }
        let Some(facts) = self.facts_of_dispatch(row.id)? else {
            return self.statement_written(row);
        };
        if row.channel == Channel::Post {
            let home = &facts.content.company.country;
            if let Err(fault) = address::postal(&facts.content.recipient, home) {
                return Ok(Err(fault.into()));
            }
        }
        Ok(writer.sheet(&facts).map(|sheet| Written {
            row,
            facts: Some(facts),
            sheet,
            is_new: true,
        }))
    }

    /// Why nothing reaches the customer by the way of a dispatch, as he is now.
    fn no_way_to(&self, row: &DispatchRow) -> Result<Option<OwnFault>, Failure> {
        let (customer, channel) = (row.number.clone(), row.channel.name());
        if row.to.trim().is_empty() {
            return Ok(Some(OwnFault::NoAddress { customer, channel }));
        }
        let stops = self.store.read().channel_stops(row.customer)?;
        let is_stopped = stops.iter().any(|stop| stop.channel == row.channel);
        Ok(is_stopped.then_some(OwnFault::ChannelStopped { customer, channel }))
    }

    /// A statement says what it said when it was queued, to where the customer is now.
    fn statement_written<'r>(
        &self,
        row: &'r DispatchRow,
    ) -> Result<Result<Written<'r>, PostFault>, Failure> {
        let reader = self.store.read();
        let (Some(sheet), Some(recipient)) =
            (reader.sheet_of(row.id)?, reader.recipient(row.customer)?)
        else {
            return Ok(Err(OwnFault::Erased.into()));
        };
        Ok(address::lines(&recipient, &self.company().country)
            .map_err(PostFault::from)
            .map(|lines| Written {
                row,
                facts: None,
                is_new: lines != sheet.recipient,
                sheet: Sheet {
                    recipient: lines,
                    ..sheet
                },
            }))
    }

    /// It surely does not leave.
    pub(super) fn fail(
        &mut self,
        row: &DispatchRow,
        why: String,
        report: &mut PostReport,
    ) -> Result<(), Failure> {
        let outcome = Outcome::Failed { why };
        if self.record(row.id, outcome.clone())? == Recorded::Done {
            report.tried.push(tried(row, outcome));
        }
        Ok(())
    }

    /// The address was refused for good: no letter takes it any more.
    fn stop_channel(&mut self, row: &DispatchRow, why: &str) -> Result<(), Failure> {
        let stop = Command::StopChannel {
            customer: row.customer,
            channel: row.channel,
            reason: why.to_owned(),
        };
        match self.act(stop) {
            Ok(_) | Err(Failure::Refused(_)) => Ok(()),
            Err(failure) => Err(failure),
        }
    }
}

pub(super) fn tried(row: &DispatchRow, outcome: Outcome) -> Tried {
    let (stand, note) = match outcome {
        Outcome::Sent { answer } => (Stand::Sent, answer),
        Outcome::Failed { why } => (Stand::Failed, why),
        Outcome::Doubt { why } => (Stand::InDoubt, why),
        _ => (row.stand, String::new()),
    };
    Tried::of(row, stand, note)
}

/// Why work on the outbox ended early: the ledger's trouble, or what no letter can be written with.
pub(super) enum PostFailure {
    Ledger(Failure),
    Letters(PostFault),
}

impl From<Failure> for PostFailure {
    fn from(failure: Failure) -> Self {
        Self::Ledger(failure)
    }
}

impl From<PostFault> for PostFailure {
    fn from(fault: PostFault) -> Self {
        Self::Letters(fault)
    }
}

impl PostReport {
    /// Notes a letter that must not leave as it was written.
    pub(super) fn stays(&mut self, row: &DispatchRow, why: &Refusal, locale: &Locale) {
        let why = locale.tell("refusal", why);
        self.out_of_date.push(Tried::of(row, row.stand, why));
    }

    /// Notes what no letter can be written with; the ledger's trouble goes on up.
    pub(super) fn heed(
        &mut self,
        done: Result<(), PostFailure>,
        locale: &Locale,
    ) -> Result<(), Failure> {
        match done {
            Ok(()) => Ok(()),
            Err(PostFailure::Ledger(failure)) => Err(failure),
            Err(PostFailure::Letters(fault)) => {
                self.no_way = Some(fault.tell(locale));
                Ok(())
            }
        }
    }
}
