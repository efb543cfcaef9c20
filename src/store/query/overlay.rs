//! What lies over items and customers: pauses, plans, hand-overs, calls, and how promises were kept.

use std::collections::BTreeMap;

use rusqlite::OptionalExtension;

use super::Reader;
use crate::domain::call::CallState;
use crate::domain::date::{self, Date};
use crate::domain::handover::{Handover, HandoverState};
use crate::domain::id::{CallId, CustomerId, EntryId, HandoverId, ItemId, PauseId, PlanId};
use crate::domain::money::Minor;
use crate::domain::pause::{Pause, PauseKind, PauseOn, Promises};
use crate::domain::plan::PlanState;
use crate::store::load::Loader;
use crate::store::{Result, damaged, overlay};

impl Reader<'_> {
    /// The entry that last ended a pause, else the one that made it.
    pub fn entry_of_pause(&self, pause: PauseId) -> Result<Option<EntryId>> {
        self.entry_by(
            "SELECT coalesce(closed_entry, entry) FROM pause WHERE id = ?1",
            pause.0,
        )
    }

    /// The entry that last ended a plan, else the one that made it.
    pub fn entry_of_plan(&self, plan: PlanId) -> Result<Option<EntryId>> {
        self.entry_by(
            "SELECT coalesce(closed_entry, entry) FROM plan WHERE id = ?1",
            plan.0,
        )
    }

    /// The entry that last changed a hand-over.
    pub fn entry_of_handover(&self, handover: HandoverId) -> Result<Option<EntryId>> {
        self.entry_by(
            "SELECT coalesce(closed_entry, case_entry, entry) FROM handover WHERE id = ?1",
            handover.0,
        )
    }

    pub fn entry_of_call(&self, call: CallId) -> Result<Option<EntryId>> {
        self.entry_by("SELECT entry FROM call WHERE id = ?1", call.0)
    }

    fn entry_by(&self, sql: &str, id: i64) -> Result<Option<EntryId>> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let entry = statement.query_row([id], |row| row.get(0).map(EntryId));
        Ok(entry.optional()?)
    }

    /// What a pause is on, and of what kind it is.
    pub fn paused(&self, pause: PauseId) -> Result<Option<(PauseOn, PauseKind)>> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT item, customer, kind FROM pause WHERE id = ?1")?;
        let on = statement.query_row([pause.0], |row| {
            let on = match row.get::<_, Option<i64>>(0)? {
                Some(item) => PauseOn::Item(ItemId(item)),
                None => PauseOn::Customer(CustomerId(row.get(1)?)),
            };
            let kind = row.get_ref(2)?.as_str()?;
            let kind = PauseKind::parse(kind);
            Ok((on, kind.ok_or_else(|| damaged("no such pause".to_owned()))?))
        });
        Ok(on.optional()?)
    }

    /// A pause, if it was not taken back.
    pub fn pause(&self, id: PauseId) -> Result<Option<Pause>> {
        let Some((on, _)) = self.paused(id)? else {
            return Ok(None);
        };
        let pauses = overlay::pauses_of(self.connection, on)?.into_iter();
        let mut pauses = pauses.filter(|state| state.pause.id == id && !state.voided);
        Ok(pauses.next().map(|state| state.pause))
    }

    /// The pauses of a customer as a whole that were not taken back.
    pub fn pauses_of_customer(&self, customer: CustomerId) -> Result<Vec<Pause>> {
        let mut standing = Vec::new();
        for member in self.family(customer)? {
            let pauses = overlay::pauses_of(self.connection, PauseOn::Customer(member))?;
            let pauses = pauses.into_iter().filter(|state| !state.voided);
            standing.extend(pauses.map(|state| state.pause));
        }
        Ok(standing)
    }

    pub fn plan(&self, plan: PlanId) -> Result<Option<PlanState>> {
        overlay::plan(self.connection, plan)
    }

    /// Plans that nobody has ended, in order, each with how much of its items is paid since it was made: magnitude.
    /// Money of the customer that came in since and that nobody has applied counts, for he has paid it.
    pub fn plans(&self) -> Result<Vec<(PlanState, Minor)>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT p.id, (SELECT coalesce(sum(max(c.amount_minor - i.open_minor, 0)), 0) FROM plan_item c
                JOIN item i ON i.id = c.item WHERE c.plan = p.id)
                + (SELECT coalesce(-sum(i.open_minor), 0) FROM item i
                   WHERE i.customer = (SELECT coalesce(c.merged_into, c.id) FROM customer c WHERE c.id = p.customer)
                     AND i.currency = p.currency AND i.open_minor < 0 AND i.issued >= p.starts)
             FROM plan p WHERE p.closed IS NULL AND p.voided = 0 ORDER BY p.id",
        )?;
        let running =
            statement.query_map([], |row| Ok((PlanId(row.get(0)?), Minor(row.get(1)?))))?;
        let mut plans = Vec::new();
        for row in running {
            let (id, paid) = row?;
            plans.extend(self.plan(id)?.map(|state| (state, paid)));
        }
        Ok(plans)
    }

    /// Items that an agency has, in the order in which they went there.
    pub fn handovers(&self) -> Result<Vec<HandoverState>> {
        overlay::handovers(
            self.connection,
            "h.closed IS NULL AND h.voided = 0 AND h.id > ?1",
            0,
        )
    }

    /// The agency that has an item.
    pub fn agency_of(&self, item: ItemId) -> Result<Option<Handover>> {
        let running = self.handovers_of(item)?.into_iter();
        let mut running = running.filter(HandoverState::runs);
        Ok(running.next().map(|state| state.handover))
    }

    /// The hand-overs of an item that were not taken back.
    pub fn handovers_of(&self, item: ItemId) -> Result<Vec<HandoverState>> {
        overlay::handovers(self.connection, "h.voided = 0 AND h.item = ?1", item.0)
    }

    pub fn handover(&self, id: HandoverId) -> Result<Option<HandoverState>> {
        let found = overlay::handovers(self.connection, "h.id = ?1", id.0)?;
        Ok(found.into_iter().next())
    }

    pub fn call(&self, id: CallId) -> Result<Option<CallState>> {
        let mut loader = Loader::new(self.connection)?;
        loader.call(id)?;
        Ok(loader.book.calls.remove(&id))
    }

    /// How a customer kept what he promised. A promise is kept when so much was paid by its day since it was made, and
    /// broken when its day is past and that was not so; unapplied money of his counts. One for several instalments of an invoice is one.
    pub fn promises(&self, customer: CustomerId, today: Date) -> Result<Promises> {
        let mut kept = self.promises_kept(Some(customer), today)?;
        Ok(kept.remove(&customer).unwrap_or_default())
    }

    /// The same of one customer, or of all who promised.
    pub(super) fn promises_kept(
        &self,
        customer: Option<CustomerId>,
        today: Date,
    ) -> Result<BTreeMap<CustomerId, Promises>> {
        let (whose, bound) = super::credit::whose(customer);
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT min(paid >= amount_minor), max(over), customer FROM (
                SELECT i.customer, p.entry, p.amount_minor, p.closed IS NULL AND p.until < ?2 AS over,
                    (SELECT -coalesce(sum(s.amount_minor), 0) FROM posting s
                     WHERE s.item = p.item AND s.entry > p.entry AND s.date <= p.until)
                    + (SELECT coalesce(-sum(c.open_minor), 0) FROM item c
                       WHERE c.customer = i.customer AND c.currency = i.currency AND c.open_minor < 0
                         AND c.issued BETWEEN p.starts AND p.until) AS paid
                FROM item i JOIN pause p ON p.item = i.id
                WHERE i.customer {whose} AND p.kind = 'promise' AND p.voided = 0)
             GROUP BY customer, entry",
        ))?;
        let mut found: BTreeMap<CustomerId, Promises> = BTreeMap::new();
        let mut rows = statement.query([bound, date::to_int(today)])?;
        while let Some(row) = rows.next()? {
            let (kept, over): (bool, bool) = (row.get(0)?, row.get(1)?);
            let promises = found.entry(CustomerId(row.get(2)?)).or_default();
            if kept {
                promises.kept += 1;
            } else if over {
                promises.broken += 1;
            }
        }
        Ok(found)
    }
}
