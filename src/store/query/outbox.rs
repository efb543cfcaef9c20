//! The outbox: what waits, what became of what left, which ways to a customer are stopped.

use rusqlite::{OptionalExtension, Row};

use super::Reader;
use crate::domain::customer::PartyText;
use crate::domain::date::Date;
use crate::domain::id::{CustomerId, DispatchId, DocumentId, EntryId, LetterId};
use crate::domain::letter::LetterKind;
use crate::domain::money::{Currency, Minor};
use crate::domain::outbox::{Channel, ChannelStop, Posted, Stand};
use crate::domain::sheet::Sheet;
use crate::store::dispatched::{
    channel, last_left, maybe_stand, posted, sister_arrived, stand, stops,
};
use crate::store::rows::{currency, day, maybe_day};
use crate::store::{Result, damaged};

/// Something in the outbox.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DispatchRow {
    pub id: DispatchId,
    /// The entry that queued it.
    pub entry: EntryId,
    pub what: Posted,
    pub customer: CustomerId,
    pub number: String,
    pub name: String,
    pub channel: Channel,
    /// Where to: of what is queued the address that the customer has now, empty if that is none; else where it was
    /// handed to. Lines of an envelope are apart by line breaks.
    pub to: String,
    /// Of a letter.
    pub kind: Option<LetterKind>,
    pub amount: Option<(Minor, Currency)>,
    /// What was taken back with its letter is called off.
    pub stand: Stand,
    pub voided: bool,
    /// The last stand that told of its leaving, whatever was said of it since.
    pub left: Option<Stand>,
    /// The customer may have the letter by another dispatch.
    pub sister_arrived: bool,
    pub queued: Date,
    /// The last move: its day, the journal's time of it, and what was said of it.
    pub moved: Option<(Date, String)>,
    /// What the channel answered, or why.
    pub note: String,
    /// How often it was handed to its channel.
    pub attempts: u32,
}

/// How many dispatches stand where someone, or something, has to see to them.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct OutboxCounts {
    pub queued: u64,
    pub sending: u64,
    pub failed: u64,
    pub in_doubt: u64,
    pub returned: u64,
}

/// A letter to a customer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SentLetter {
    pub letter: LetterId,
    pub entry: EntryId,
    pub stage: String,
    pub kind: LetterKind,
    pub sent: Date,
    pub deadline: Option<Date>,
    pub total: Minor,
    pub currency: Currency,
    pub voided: bool,
}

impl DispatchRow {
    /// `Stand::may_have_arrived`.
    pub fn may_have_arrived(&self) -> Option<Stand> {
        self.stand.may_have_arrived(self.left)
    }
}

fn dispatch_sql(rest: &str) -> String {
    let (left, sister_arrived) = (last_left("d"), sister_arrived());
    format!("SELECT d.id, d.entry, d.letter, d.customer, c.number, coalesce(t.name, ''), d.channel,
    coalesce((SELECT sn.body FROM dispatch_move sm JOIN note sn ON sn.entry = sm.entry AND sn.event = sm.event
        WHERE sm.dispatch = d.id AND sm.stand = 'sending' ORDER BY sm.number DESC LIMIT 1), n.body, ''), l.kind, l.total_minor, l.currency, CASE d.voided WHEN 1 THEN 'called-off' ELSE d.stand END,
    d.queued, m.moved, stamp.at, coalesce(w.body, ''),
    (SELECT count(*) FROM dispatch_move s WHERE s.dispatch = d.id AND s.stand = 'sending'), d.voided,
    t.email, t.phone, t.street, t.postcode, t.city, {left}, {sister_arrived}
 FROM dispatch d JOIN customer c ON c.id = d.customer
 LEFT JOIN customer_text t ON t.customer = d.customer AND t.version = c.version
 LEFT JOIN note n ON n.entry = d.entry AND n.event = d.event
 LEFT JOIN letter l ON l.id = d.letter
 LEFT JOIN dispatch_move m ON m.dispatch = d.id
    AND m.number = (SELECT max(number) FROM dispatch_move x WHERE x.dispatch = d.id)
 LEFT JOIN journal j ON j.id = m.entry
 LEFT JOIN stamp ON stamp.entry = j.stamp
 LEFT JOIN note w ON w.entry = m.entry AND w.event = m.event {rest}")
}

impl Reader<'_> {
    /// What stands at one of these, the oldest first, at most so many after one; all stands, if none is named.
    pub fn outbox(
        &self,
        stands: &[Stand],
        after: DispatchId,
        limit: usize,
    ) -> Result<Vec<DispatchRow>> {
        let wanted = if stands.is_empty() {
            "1".to_owned()
        } else {
            let names: Vec<String> = stands.iter().map(|it| format!("'{}'", it.name())).collect();
            let off = stands.contains(&Stand::CalledOff);
            let (names, or_off) = (names.join(", "), if off { "OR d.voided = 1" } else { "" });
            format!("(d.stand IN ({names}) AND d.voided = 0 {or_off})")
        };
        let rest = format!("WHERE d.id > ?1 AND {wanted} ORDER BY d.id LIMIT ?2");
        let mut statement = self.connection.prepare_cached(&dispatch_sql(&rest))?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let rows = statement.query_map([after.0, limit], dispatch_row)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    pub fn dispatch(&self, id: DispatchId) -> Result<Option<DispatchRow>> {
        let mut statement = self
            .connection
            .prepare_cached(&dispatch_sql("WHERE d.id = ?1"))?;
        Ok(statement.query_row([id.0], dispatch_row).optional()?)
    }

    /// The dispatches of a letter, in order.
    pub fn dispatches_of(&self, letter: LetterId) -> Result<Vec<DispatchRow>> {
        let mut statement = self
            .connection
            .prepare_cached(&dispatch_sql("WHERE d.letter = ?1 ORDER BY d.id"))?;
        let rows = statement.query_map([letter.0], dispatch_row)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// What stands there, the oldest first. Voided ones stand nowhere.
    pub fn standing(&self, stand: Stand) -> Result<Vec<DispatchId>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT id FROM dispatch WHERE stand = ?1 AND voided = 0 ORDER BY id",
        )?;
        let ids = statement.query_map([stand.name()], |row| row.get(0).map(DispatchId))?;
        Ok(ids.collect::<rusqlite::Result<_>>()?)
    }

    /// What was handed to a channel without word yet. Whoever has the turn to send (`Store::sender`) and is not sending
    /// these knows that they were interrupted.
    pub fn sending(&self) -> Result<Vec<DispatchId>> {
        self.standing(Stand::Sending)
    }

    pub fn outbox_counts(&self) -> Result<OutboxCounts> {
        let mut statement = self.connection.prepare_cached(
            "SELECT stand, count(*) FROM dispatch
             WHERE stand IN ('queued', 'sending', 'failed', 'in-doubt', 'returned') AND voided = 0 GROUP BY stand",
        )?;
        let mut counts = OutboxCounts::default();
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let count = row.get::<_, i64>(1)?.unsigned_abs();
            match stand(row, 0)? {
                Stand::Queued => counts.queued = count,
                Stand::Sending => counts.sending = count,
                Stand::Failed => counts.failed = count,
                Stand::InDoubt => counts.in_doubt = count,
                Stand::Returned => counts.returned = count,
                Stand::Sent | Stand::CalledOff => {}
            }
        }
        Ok(counts)
    }

    /// What left the house by a dispatch, the last time that it was tried; a statement's from the beginning. None: not
    /// yet, or erased.
    pub fn sheet_of(&self, dispatch: DispatchId) -> Result<Option<Sheet>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT s.body FROM (
                SELECT entry, event FROM dispatch WHERE id = ?1
                UNION ALL SELECT entry, event FROM dispatch_move WHERE dispatch = ?1) e
             JOIN sheet s ON s.entry = e.entry AND s.event = e.event ORDER BY s.entry DESC LIMIT 1",
        )?;
        let body = statement.query_row([dispatch.0], |row| row.get::<_, String>(0));
        let body = body.optional()?;
        let read = |body: String| serde_json::from_str(&body).map_err(|e| damaged(e.to_string()));
        Ok(body.map(read).transpose()?)
    }

    /// The ways to a customer that are stopped for the address that he has now.
    pub fn channel_stops(&self, customer: CustomerId) -> Result<Vec<ChannelStop>> {
        self.stops_that_hold(customer.0, false)
    }

    /// The same of all customers.
    pub fn all_channel_stops(&self) -> Result<Vec<ChannelStop>> {
        self.stops_that_hold(CustomerId::UNIDENTIFIED.0, true)
    }

    /// The same of all customers above one.
    pub(super) fn stops_that_hold(&self, bound: i64, all: bool) -> Result<Vec<ChannelStop>> {
        let whose = if all { ">" } else { "=" };
        // As `ChannelStop::holds` has it.
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT s.customer, s.channel FROM channel_stop s JOIN customer c ON c.id = s.customer
             LEFT JOIN customer_text a ON a.customer = s.customer AND a.version = s.version
             LEFT JOIN customer_text b ON b.customer = s.customer AND b.version = c.version
             WHERE s.customer {whose} ?1 AND CASE s.channel WHEN 'email' THEN a.email IS b.email
                WHEN 'sms' THEN a.phone IS b.phone
                ELSE a.street IS b.street AND a.postcode IS b.postcode AND a.city IS b.city END
             ORDER BY s.customer, s.channel"
        ))?;
        let found = statement.query_map([bound], |row| {
            Ok((CustomerId(row.get(0)?), channel(row, 1)?))
        })?;
        let found: Vec<(CustomerId, Channel)> = found.collect::<rusqlite::Result<_>>()?;
        let mut stopped = Vec::new();
        for (customer, channel) in found {
            let of_customer = stops(self.connection, customer)?.into_iter();
            stopped.extend(of_customer.filter(|stop| stop.channel == channel));
        }
        Ok(stopped)
    }

    /// The letters to a customer, those taken back among them, the oldest first.
    pub fn letters_of_customer(&self, customer: CustomerId) -> Result<Vec<SentLetter>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT id, entry, stage, kind, sent, deadline, total_minor, currency, voided FROM letter
             WHERE customer IN (SELECT f.id FROM customer f WHERE f.id = ?1 OR f.merged_into = ?1) ORDER BY id",
        )?;
        let letters = statement.query_map([customer.0], |row| {
            Ok(SentLetter {
                letter: LetterId(row.get(0)?),
                entry: EntryId(row.get(1)?),
                stage: row.get(2)?,
                kind: super::letter::letter_kind(row, 3)?,
                sent: day(row, 4)?,
                deadline: maybe_day(row, 5)?,
                total: Minor(row.get(6)?),
                currency: currency(row, 7)?,
                voided: row.get(8)?,
            })
        })?;
        Ok(letters.collect::<rusqlite::Result<_>>()?)
    }

    /// The entry that queued a dispatch.
    pub fn entry_that_queued(&self, dispatch: DispatchId) -> Result<Option<EntryId>> {
        self.entry_where("SELECT entry FROM dispatch WHERE id = ?1", dispatch.0)
    }

    /// What no other dispatch of any ledger has: the hash of the entry that queued it, in hexadecimal.
    pub fn mark_of(&self, dispatch: DispatchId) -> Result<Option<String>> {
        let sql =
            "SELECT hex(j.hash) FROM dispatch d JOIN journal j ON j.id = d.entry WHERE d.id = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mark = statement.query_row([dispatch.0], |row| row.get(0));
        Ok(mark.optional()?)
    }

    /// The invoices that a letter asks for, in order.
    pub fn documents_of_letter(&self, letter: LetterId) -> Result<Vec<DocumentId>> {
        let sql = "SELECT DISTINCT i.document FROM letter_item l JOIN item i ON i.id = l.item
             WHERE l.letter = ?1 AND i.class = 0 AND i.document IS NOT NULL ORDER BY i.document";
        let mut statement = self.connection.prepare_cached(sql)?;
        let documents = statement.query_map([letter.0], |row| row.get(0).map(DocumentId))?;
        Ok(documents.collect::<rusqlite::Result<_>>()?)
    }

    /// The entry that stopped a way to a customer.
    pub fn entry_of_stop(&self, customer: CustomerId, channel: Channel) -> Result<Option<EntryId>> {
        let sql = "SELECT entry FROM channel_stop WHERE customer = ?1 AND channel = ?2";
        let mut statement = self.connection.prepare_cached(sql)?;
        let entry =
            statement.query_row((customer.0, channel.name()), |row| row.get(0).map(EntryId));
        Ok(entry.optional()?)
    }

    pub(super) fn entry_where(&self, sql: &str, id: i64) -> Result<Option<EntryId>> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let entry = statement.query_row([id], |row| row.get(0).map(EntryId));
        Ok(entry.optional()?)
    }
}

fn dispatch_row(row: &Row<'_>) -> rusqlite::Result<DispatchRow> {
    let what = posted(row, 2)?;
    let (mut kind, mut amount) = (None, None);
    if what != Posted::Statement {
        kind = Some(super::letter::letter_kind(row, 8)?);
        amount = Some((Minor(row.get(9)?), currency(row, 10)?));
    }
    let (channel, stand) = (channel(row, 6)?, stand(row, 11)?);
    let name: String = row.get(5)?;
    let to = if stand == Stand::Queued {
        let text = PartyText {
            name: name.clone(),
            email: row.get(18)?,
            phone: row.get(19)?,
            street: row.get(20)?,
            postcode: row.get(21)?,
            city: row.get(22)?,
            ..PartyText::default()
        };
        channel.address(&text).unwrap_or_default()
    } else {
        row.get(7)?
    };
    // What is said of one that is being sent is where to.
    let note = if stand == Stand::Sending {
        String::new()
    } else {
        row.get(15)?
    };
    let (moved, at) = (maybe_day(row, 13)?, row.get::<_, Option<String>>(14)?);
    Ok(DispatchRow {
        id: DispatchId(row.get(0)?),
        entry: EntryId(row.get(1)?),
        what,
        customer: CustomerId(row.get(3)?),
        number: row.get(4)?,
        name,
        channel,
        to,
        kind,
        amount,
        stand,
        queued: day(row, 12)?,
        // An entry that is just being written has no time yet.
        moved: moved.map(|day| (day, at.unwrap_or_default())),
        note,
        attempts: row.get(16)?,
        voided: row.get(17)?,
        left: maybe_stand(row, 23)?,
        sister_arrived: row.get(24)?,
    })
}
