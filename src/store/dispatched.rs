//! What is to leave the house, read for a decision: dispatches beside those of the same letter, stopped channels, files
//! of documents, reports of agencies.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, Row};

use super::load::Loader;
use super::rows::day;
use super::{Result, damaged};
use crate::domain::attachment::{Attachment, AttachmentState, Contents, Purpose};
use crate::domain::command::{Command, Outcome};
use crate::domain::event::Deed;
use crate::domain::handover::{AgencyStatus, AgencyStatusState};
use crate::domain::id::{
    AttachmentId, CustomerId, DispatchId, DocumentId, HandoverId, LetterId, StatusId,
};
use crate::domain::outbox::{Channel, ChannelStop, Dispatch, DispatchState, Posted, Stand};
use crate::domain::record::Record;

impl Loader<'_> {
    /// What is needed to decide on a command of this kind.
    pub(super) fn sent_out(&mut self, command: &Command) -> Result<()> {
        match command {
            Command::Dispatch { dispatch, outcome } => {
                self.dispatch(*dispatch)?;
                let state = self.book.dispatches.get(dispatch);
                match (outcome, state.map(|state| state.dispatch.what)) {
                    (Outcome::Sending { .. }, Some(Posted::Letter(letter))) => {
                        self.letter_to_leave(letter)
                    }
                    _ => Ok(()),
                }
            }
            Command::Redirect { dispatch, .. } => self.dispatch(*dispatch),
            Command::StopChannel { customer, .. }
            | Command::FreeChannel { customer, .. }
            | Command::QueueStatement { customer, .. } => self.stops(*customer),
            Command::Attach(file) => {
                self.document(file.document)?;
                self.attachments_of(file.document)
            }
            Command::Detach { attachment } => self.attachment(*attachment),
            Command::NoteStatus { handover, .. } => self.handover(*handover),
            Command::Record(new) => self.records_of(new.customer),
            Command::EndRecord { record, .. } => self.record_among_others(*record),
            command => self.registered(command),
        }
    }

    /// What is needed to carry out, or to take back, a deed of this kind.
    pub(super) fn sent_out_by(&mut self, deed: &Deed) -> Result<()> {
        match deed {
            Deed::Dispatched { dispatch, .. } => {
                self.stops(dispatch.customer)?;
                self.dispatch(dispatch.id)
            }
            Deed::DispatchMoved(moved) => self.dispatch(moved.dispatch),
            Deed::DispatchVoided { dispatch } | Deed::DispatchRestored { dispatch } => {
                self.dispatch(*dispatch)
            }
            Deed::ChannelStopped(stop) | Deed::ChannelFreed(stop) => self.stops(stop.customer),
            Deed::Attached(Attachment { id, .. })
            | Deed::Detached { attachment: id }
            | Deed::Reattached { attachment: id } => self.attachment(*id),
            Deed::StatusNoted(status) => self.handover(status.handover),
            Deed::StatusVoided { status } | Deed::StatusRestored { status } => self.status(*status),
            Deed::Recorded(Record { id: record, .. })
            | Deed::RecordVoided { record }
            | Deed::RecordRestored { record }
            | Deed::RecordEnded { record, .. }
            | Deed::RecordResumed { record, .. } => self.record_among_others(*record),
            deed => self.registered_by(deed),
        }
    }

    /// A dispatch with its letter and all others of that, and what is stopped for its customer.
    pub(super) fn dispatch(&mut self, id: DispatchId) -> Result<()> {
        let Some(state) = self.bare_dispatch(id)? else {
            return Ok(());
        };
        let customer = state.dispatch.customer;
        self.stops(customer)?;
        let owner = self.book.owner(customer);
        if owner != customer {
            self.stops(owner)?;
        }
        if let Posted::Letter(letter) = state.dispatch.what {
            self.letter(letter)?;
            self.dispatches_of(letter)?;
        }
        Ok(())
    }

    /// All dispatches of a letter.
    pub(super) fn dispatches_of(&mut self, letter: LetterId) -> Result<()> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT id FROM dispatch WHERE letter = ?1")?;
        let ids = statement.query_map([letter.0], |row| row.get(0).map(DispatchId))?;
        for id in ids {
            self.bare_dispatch(id?)?;
        }
        Ok(())
    }

    fn bare_dispatch(&mut self, id: DispatchId) -> Result<Option<DispatchState>> {
        let state = dispatch(self.connection, id)?;
        if let Some(state) = &state {
            self.book.dispatches.insert(id, state.clone());
        }
        Ok(state)
    }

    /// A customer with the ways to him that were stopped.
    pub(super) fn stops(&mut self, customer: CustomerId) -> Result<()> {
        self.customer(customer)?;
        for stop in stops(self.connection, customer)? {
            self.book.stops.insert((customer, stop.channel), stop);
        }
        Ok(())
    }

    pub(super) fn attachments_of(&mut self, document: DocumentId) -> Result<()> {
        for state in attachments(self.connection, "a.document = ?1", document.0)? {
            self.book.attachments.insert(state.attachment.id, state);
        }
        Ok(())
    }

    pub(super) fn attachment(&mut self, id: AttachmentId) -> Result<()> {
        for state in attachments(self.connection, "a.id = ?1", id.0)? {
            self.book.attachments.insert(id, state);
        }
        Ok(())
    }

    pub(super) fn statuses_of(&mut self, handover: HandoverId) -> Result<()> {
        for state in statuses(self.connection, "s.handover = ?1", handover.0)? {
            self.book.statuses.insert(state.status.id, state);
        }
        Ok(())
    }

    /// A report with its hand-over.
    pub(super) fn status(&mut self, id: StatusId) -> Result<()> {
        for state in statuses(self.connection, "s.id = ?1", id.0)? {
            self.handover(state.status.handover)?;
            self.book.statuses.insert(id, state);
        }
        Ok(())
    }
}

/// The last stand of a dispatch, by its alias, that told of its leaving, as `Stand::tells_of_leaving` has it.
pub(super) fn last_left(dispatch: &str) -> String {
    format!(
        "(SELECT lm.stand FROM dispatch_move lm WHERE lm.dispatch = {dispatch}.id
            AND lm.stand IN ('sent', 'in-doubt', 'returned') ORDER BY lm.number DESC LIMIT 1)"
    )
}

/// Whether another dispatch of the letter of `d` may have arrived, as `Stand::may_have_arrived` has it.
pub(super) fn sister_arrived() -> String {
    let left = last_left("o");
    format!(
        "EXISTS (SELECT 1 FROM dispatch o WHERE o.letter = d.letter AND o.id <> d.id
            AND o.voided = 0 AND (o.stand = 'sending' OR 'returned' <> {left}))"
    )
}

fn dispatch(connection: &Connection, id: DispatchId) -> Result<Option<DispatchState>> {
    let mut statement = connection.prepare_cached(
        &format!("SELECT d.customer, d.letter, d.channel, coalesce((SELECT s.body FROM dispatch_move m
                JOIN note s ON s.entry = m.entry AND s.event = m.event
                WHERE m.dispatch = d.id AND m.stand = 'sending' ORDER BY m.number DESC LIMIT 1), n.body),
            d.queued, d.stand, d.voided, {} FROM dispatch d
         LEFT JOIN note n ON n.entry = d.entry AND n.event = d.event WHERE d.id = ?1", last_left("d")),
    )?;
    let state = statement.query_row([id.0], |row| {
        Ok(DispatchState {
            dispatch: Dispatch {
                id,
                customer: CustomerId(row.get(0)?),
                what: posted(row, 1)?,
                channel: channel(row, 2)?,
                to: row.get::<_, Option<String>>(3)?.unwrap_or_default(),
            },
            on: day(row, 4)?,
            stand: stand(row, 5)?,
            left: maybe_stand(row, 7)?,
            voided: row.get(6)?,
        })
    });
    Ok(state.optional()?)
}

/// The letter of a column, or a statement where it has none.
pub(super) fn posted(row: &Row<'_>, at: usize) -> rusqlite::Result<Posted> {
    let letter: Option<i64> = row.get(at)?;
    Ok(letter.map_or(Posted::Statement, |id| Posted::Letter(LetterId(id))))
}

pub(super) fn channel(row: &Row<'_>, at: usize) -> rusqlite::Result<Channel> {
    let name = row.get_ref(at)?.as_str()?;
    Channel::parse(name).ok_or_else(|| damaged(format!("no such channel: {name}")))
}

pub(super) fn stand(row: &Row<'_>, at: usize) -> rusqlite::Result<Stand> {
    let name = row.get_ref(at)?.as_str()?;
    Stand::parse(name).ok_or_else(|| damaged(format!("no such stand: {name}")))
}

pub(super) fn maybe_stand(row: &Row<'_>, at: usize) -> rusqlite::Result<Option<Stand>> {
    let is_none = row.get_ref(at)? == ValueRef::Null;
    (!is_none).then(|| stand(row, at)).transpose()
}

/// What was stopped for a customer, whether his address is another one by now or not.
pub(super) fn stops(connection: &Connection, customer: CustomerId) -> Result<Vec<ChannelStop>> {
    let mut statement = connection.prepare_cached(
        "SELECT s.channel, s.version, s.since, n.body FROM channel_stop s
         LEFT JOIN note n ON n.entry = s.entry AND n.event = s.event WHERE s.customer = ?1 ORDER BY s.channel",
    )?;
    let stops = statement.query_map([customer.0], |row| {
        Ok(ChannelStop {
            customer,
            channel: channel(row, 0)?,
            version: usize::try_from(row.get::<_, i64>(1)?).unwrap_or_default(),
            on: day(row, 2)?,
            reason: row.get::<_, Option<String>>(3)?.unwrap_or_default(),
        })
    })?;
    Ok(stops.collect::<rusqlite::Result<_>>()?)
}

/// The files that are asked for, in order, without their contents.
pub(super) fn attachments(
    connection: &Connection,
    wanted: &str,
    of: i64,
) -> Result<Vec<AttachmentState>> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT a.id, a.document, a.purpose, a.media, a.size, a.sha256, n.body, a.detached FROM attachment a
         LEFT JOIN note n ON n.entry = a.entry AND n.event = a.event WHERE {wanted} ORDER BY a.id"
    ))?;
    let states = statement.query_map([of], |row| {
        let purpose = row.get_ref(2)?.as_str()?;
        let attachment = Attachment {
            id: AttachmentId(row.get(0)?),
            document: DocumentId(row.get(1)?),
            purpose: Purpose::parse(purpose)
                .ok_or_else(|| damaged(format!("no such purpose: {purpose}")))?,
            media: row.get(3)?,
            size: row.get::<_, i64>(4)?.unsigned_abs(),
            sha256: row.get(5)?,
            name: row.get::<_, Option<String>>(6)?.unwrap_or_default(),
            contents: Contents::default(),
        };
        Ok(AttachmentState {
            attachment,
            detached: row.get(7)?,
        })
    })?;
    Ok(states.collect::<rusqlite::Result<_>>()?)
}

/// The reports that are asked for, in the order of their days.
pub(super) fn statuses(
    connection: &Connection,
    wanted: &str,
    of: i64,
) -> Result<Vec<AgencyStatusState>> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT s.id, s.handover, s.status, s.noted, n.body, s.voided FROM handover_status s
         LEFT JOIN note n ON n.entry = s.entry AND n.event = s.event WHERE {wanted} ORDER BY s.noted, s.id"
    ))?;
    let states = statement.query_map([of], |row| {
        let status = AgencyStatus {
            id: StatusId(row.get(0)?),
            handover: HandoverId(row.get(1)?),
            status: row.get(2)?,
            on: day(row, 3)?,
            note: row.get::<_, Option<String>>(4)?.unwrap_or_default(),
        };
        Ok(AgencyStatusState {
            status,
            voided: row.get(5)?,
        })
    })?;
    Ok(states.collect::<rusqlite::Result<_>>()?)
}
