//! What happened with a customer, the newest first.

use std::collections::HashMap;

use crate::desk::{Desk, Failure};
use crate::domain::customer::CustomerFacts;
use crate::domain::date::Date;
use crate::domain::id::{
    CallId, CustomerId, DispatchId, DocumentId, EntryId, HandoverId, ItemId, LetterId, PauseId,
    PlanId, RecordId,
};
use crate::domain::money::{Minor, Money};
use crate::domain::pause::PauseOn;
use crate::reports::timeline::{Happening, TimelineKey, TimelineLine};
use crate::store::Entry;
use crate::store::query::{Mark, Place, Reader, VersionRow};

impl Desk {
    /// What happened with a customer and those who are merged into him, the newest first: the lines before one, if it is
    /// given. A long history costs what is shown of it.
    pub fn timeline(
        &self,
        customer: CustomerId,
        before: Option<TimelineKey>,
        limit: usize,
    ) -> Result<Vec<TimelineLine>, Failure> {
        let _moment = self.store.moment()?;
        let reader = self.store.read();
        let customer = reader.owner_of(customer)?;
        let before = before.and_then(mark_of);
        let mut telling = Telling {
            desk: self,
            reader,
            entries: HashMap::new(),
            histories: HashMap::new(),
        };
        let mut lines = Vec::new();
        for mark in reader.marks(customer, before, limit)? {
            lines.extend(telling.line(mark)?);
        }
        Ok(lines)
    }
}

fn key_of(mark: Mark) -> TimelineKey {
    TimelineKey {
        day: mark.day,
        entry: mark.entry,
        place: mark.place as u8,
        id: mark.id,
        customer: mark.customer,
    }
}

fn mark_of(key: TimelineKey) -> Option<Mark> {
    let place = Place::ALL.get(usize::from(key.place))?;
    Some(Mark {
        day: key.day,
        entry: key.entry,
        place: *place,
        id: key.id,
        customer: key.customer,
    })
}

/// All versions of a customer, and how he went from one to the other.
type History = (Vec<CustomerFacts>, Vec<VersionRow>);

struct Telling<'d> {
    desk: &'d Desk,
    reader: Reader<'d>,
    entries: HashMap<EntryId, (Entry, bool)>,
    histories: HashMap<CustomerId, History>,
}

impl Telling<'_> {
    fn line(&mut self, mark: Mark) -> Result<Option<TimelineLine>, Failure> {
        let Some((entry, undone)) = self.entry(mark.entry)? else {
            return Ok(None);
        };
        let Some((date, what)) = self.what(mark, &entry)? else {
            return Ok(None);
        };
        let at = self.desk.clock.local(&entry.stamp.at);
        let written = self.desk.clock.day(&entry.stamp.at);
        Ok(Some(TimelineLine {
            key: key_of(mark),
            date: date.or(written).unwrap_or_else(|| self.desk.today()),
            at,
            actor: entry.stamp.actor,
            what,
            undone,
        }))
    }

    fn entry(&mut self, id: EntryId) -> Result<Option<(Entry, bool)>, Failure> {
        if !self.entries.contains_key(&id)
            && let Some(entry) = self.reader.entry(id)?
        {
            let undone = self.reader.undone_by(id)?.is_some();
            self.entries.insert(id, (entry, undone));
        }
        Ok(self.entries.get(&id).cloned())
    }

    /// The day that it is of, where it has one of its own, and what it is.
    fn what(
        &mut self,
        mark: Mark,
        entry: &Entry,
    ) -> Result<Option<(Option<Date>, Happening)>, Failure> {
        let reader = self.reader;
        let id = mark.id;
        Ok(match mark.place {
            Place::Version => self.edit(mark, entry)?.map(|edit| (None, edit)),
            Place::Invoice | Place::Charge | Place::CreditNote => self.document(DocumentId(id))?,
            Place::Receipt => reader.item(ItemId(id))?.map(|item| {
                let money = |amount: Minor| Money::new(amount.abs(), item.currency);
                let happening = Happening::Money {
                    receipt: item.id,
                    amount: money(item.amount),
                    unapplied: money(item.open),
                    label: item.number,
                };
                (Some(item.issued), happening)
            }),
            Place::Record => reader
                .record(RecordId(id))?
                .map(|state| (Some(state.record.on), Happening::Record(state))),
            Place::Plan => reader.plan(PlanId(id))?.map(|state| {
                let happening = Happening::Plan {
                    plan: state.plan.id,
                    total: Money::new(state.plan.total(), state.plan.currency),
                    closed: state.closed,
                };
                (Some(state.plan.from), happening)
            }),
            Place::Pause | Place::Rest => self.pause(PauseId(id))?,
            Place::Call => reader.call(CallId(id))?.map(|state| {
                let happening = Happening::Call {
                    call: state.call.id,
                    note: state.call.note,
                };
                (Some(state.call.on), happening)
            }),
            Place::Handover => match reader.handover(HandoverId(id))? {
                Some(handover) => {
                    let (number, _) = reader.item_label(handover.handover.item)?;
                    let from = handover.handover.from;
                    Some((Some(from), Happening::Handover { handover, number }))
                }
                None => None,
            },
            Place::Letter => reader.recorded_letter(LetterId(id))?.map(|(_, state)| {
                let letter = state.letter;
                let happening = Happening::Letter {
                    letter: letter.id,
                    kind: letter.kind,
                    stage: letter.stage,
                    total: Money::new(letter.total, letter.currency),
                    channel: letter.channel,
                };
                (Some(letter.sent), happening)
            }),
            Place::Statement => reader.dispatch(DispatchId(id))?.map(|row| {
                let happening = Happening::Statement {
                    dispatch: row.id,
                    channel: row.channel,
                    stand: row.stand,
                };
                (Some(row.queued), happening)
            }),
        })
    }

    fn document(&self, id: DocumentId) -> Result<Option<(Option<Date>, Happening)>, Failure> {
        let Some((document, _)) = self.reader.document(id)? else {
            return Ok(None);
        };
        let items = self.reader.items_of_document(id)?;
        let sum = |of: fn(&crate::store::query::ItemRow) -> Minor| {
            let sum: Minor = items.iter().map(of).sum();
            Money::new(sum.abs(), document.currency)
        };
        let happening = Happening::Document {
            document: id,
            kind: document.kind,
            amount: sum(|item| item.amount),
            open: sum(|item| item.open),
            number: document.number,
        };
        Ok(Some((Some(document.issued), happening)))
    }

    fn pause(&self, id: PauseId) -> Result<Option<(Option<Date>, Happening)>, Failure> {
        let Some(pause) = self.reader.pause(id)? else {
            return Ok(None);
        };
        let number = match pause.on {
            PauseOn::Item(item) => Some(self.reader.item_label(item)?.0),
            PauseOn::Customer(_) => None,
        };
        Ok(Some((Some(pause.from), Happening::Pause { pause, number })))
    }

    /// What an entry changed of a customer's facts.
    fn edit(&mut self, mark: Mark, entry: &Entry) -> Result<Option<Happening>, Failure> {
        if !self.histories.contains_key(&mark.customer) {
            let versions = self.reader.versions(mark.customer)?;
            let steps = self.reader.versions_over_time(mark.customer)?;
            self.histories.insert(mark.customer, (versions, steps));
        }
        let Some((versions, steps)) = self.histories.get(&mark.customer) else {
            return Ok(None);
        };
        let Some(step) = steps.iter().find(|step| step.entry == mark.entry) else {
            return Ok(None);
        };
        Ok(Some(Happening::Edit {
            command: entry.stamp.command.clone(),
            reason: entry.stamp.reason.clone(),
            changes: self.desk.changes(&self.reader, versions, step)?,
        }))
    }
}
