//! What stands beside open items: letters that moved them, charges, pauses, plans, agencies, payments of a part, calls.

use std::collections::{HashMap, HashSet};

use rusqlite::Row;

use super::Accounts;
use crate::domain::arrears::{Arrears, Claimed, Taken};
use crate::domain::date::Date;
use crate::domain::document::ItemClass;
use crate::domain::handover::Handover;
use crate::domain::id::{CustomerId, DocumentId, ItemId, LetterId, PauseId};
use crate::domain::letter::{ChargeKind, Step};
use crate::domain::money::Minor;
use crate::domain::outbox::Channel;
use crate::domain::pause::{Pause, PauseKind, PauseOn};
use crate::domain::plan::Plan;
use crate::domain::posting::PostingKind;
use crate::store::query::Reader;
use crate::store::query::letter::{charge_kind, letter_kind};
use crate::store::rows::{day, maybe_day};
use crate::store::{Result, damaged};

/// All of it, by the item or the customer that it is about.
#[derive(Default)]
pub(super) struct Beside {
    taken: HashMap<ItemId, Vec<Taken>>,
    /// Letters with a fee, by the document of which they moved an item.
    with_fee: HashMap<DocumentId, Vec<(ItemId, Taken)>>,
    claimed: HashMap<ItemId, Vec<Claimed>>,
    /// Of a charge's own item: what it is for, and whose lateness it answers.
    charges: HashMap<ItemId, (ChargeKind, ItemId)>,
    pauses: HashMap<PauseOn, Vec<Pause>>,
    plans: HashMap<ItemId, Vec<(Plan, Minor)>>,
    agencies: HashMap<ItemId, Handover>,
    changes: HashMap<ItemId, Vec<(Date, Minor)>>,
    calls: HashMap<CustomerId, Date>,
    stopped: HashMap<CustomerId, Vec<Channel>>,
}

/// The accounts of all, or of one customer: a condition, and what it is bound to.
struct Whose {
    all: bool,
    bound: i64,
}

impl Whose {
    /// A condition on a column that names customers.
    fn owns(&self, column: &str) -> String {
        if self.all {
            format!("{column} > ?1")
        } else {
            format!("{column} = ?1")
        }
    }
}

impl Beside {
    pub(super) fn read(reader: &Reader<'_>, asked: Accounts) -> Result<Self> {
        let whose = Whose {
            all: asked.customer.is_none(),
            bound: asked.customer.map_or(0, |customer| customer.0),
        };
        let mut beside = Self::default();
        beside.charges(reader, &whose)?;
        beside.letters(reader, &whose)?;
        beside.pauses(reader, &whose)?;
        beside.payments(reader, &whose)?;
        beside.calls(reader, &whose)?;
        for stop in reader.stops_that_hold(whose.bound, whose.all)? {
            let stopped = beside.stopped.entry(stop.customer).or_default();
            stopped.push(stop.channel);
        }
        for (state, paid) in reader.plans()? {
            let plan = state.plan;
            if whose.all || plan.customer.0 == whose.bound {
                for (item, _) in &plan.items {
                    let plans = beside.plans.entry(*item).or_default();
                    plans.push((plan.clone(), paid));
                }
            }
        }
        for state in reader.handovers()? {
            let handover = state.handover;
            beside.agencies.insert(handover.item, handover);
        }
        Ok(beside)
    }

    /// Gives an account what stands beside its items. Each account is asked for once.
    pub(super) fn join(&mut self, arrears: &mut Arrears) {
        for item in &mut arrears.items {
            let id = item.item;
            item.taken = self.taken.remove(&id).unwrap_or_default();
            let others = self.with_fee.get(&item.document).into_iter().flatten();
            let others = others.filter(|(of, _)| *of != id);
            item.beside = others.map(|(_, taken)| taken.clone()).collect();
            item.claimed = self.claimed.remove(&id).unwrap_or_default();
            item.pauses = self.pauses.remove(&PauseOn::Item(id)).unwrap_or_default();
            item.plans = self.plans.remove(&id).unwrap_or_default();
            item.agency = self.agencies.remove(&id);
            if let Some(changes) = self.changes.remove(&id) {
                item.changes = changes;
            }
            if item.class == ItemClass::Charge {
                item.charge = self.charges.get(&id).copied();
            }
        }
        // One customer may have an account in each of several currencies.
        let whole = PauseOn::Customer(arrears.customer);
        arrears.pauses = self.pauses.get(&whole).cloned().unwrap_or_default();
        arrears.last_call = self.calls.get(&arrears.customer).copied();
        let stopped = self.stopped.get(&arrears.customer);
        arrears.stopped = stopped.cloned().unwrap_or_default();
    }

    fn letters(&mut self, reader: &Reader<'_>, whose: &Whose) -> Result<()> {
        let mut statement = reader
            .connection
            .prepare_cached("SELECT DISTINCT c.letter FROM charge c WHERE c.kind = 'fee'")?;
        let fees = statement.query_map([], |row| row.get(0).map(LetterId))?;
        let fees: HashSet<LetterId> = fees.collect::<rusqlite::Result<_>>()?;
        let mut statement = reader.connection.prepare_cached(&format!(
            "SELECT s.item, s.letter, s.stage, s.kind, s.cycle, l.sent, l.deadline, i.document, i.open_minor > 0
             FROM letter l JOIN letter_item s ON s.letter = l.id JOIN item i ON i.id = s.item
             WHERE {} AND l.voided = 0 AND s.stage IS NOT NULL AND (i.open_minor > 0 OR EXISTS (
                SELECT 1 FROM item o WHERE o.document = i.document AND o.open_minor > 0)) ORDER BY l.sent, l.id",
            whose.owns("l.customer")
        ))?;
        let mut rows = statement.query([whose.bound])?;
        while let Some(row) = rows.next()? {
            let letter = LetterId(row.get(1)?);
            let taken = Taken {
                letter,
                step: Step {
                    stage: row.get(2)?,
                    kind: letter_kind(row, 3)?,
                    cycle: row.get(4)?,
                },
                sent: day(row, 5)?,
                deadline: maybe_day(row, 6)?,
                fee: fees.contains(&letter),
            };
            let (item, document) = (ItemId(row.get(0)?), row.get::<_, Option<i64>>(7)?);
            if let Some(document) = document.filter(|_| taken.fee) {
                let of = self.with_fee.entry(DocumentId(document)).or_default();
                of.push((item, taken.clone()));
            }
            if row.get(8)? {
                self.taken.entry(item).or_default().push(taken);
            }
        }
        Ok(())
    }

    fn charges(&mut self, reader: &Reader<'_>, whose: &Whose) -> Result<()> {
        let mut statement = reader.connection.prepare_cached(&format!(
            "SELECT c.about, c.item, c.kind, l.sent, i.opened_minor, i.open_minor, c.until
             FROM charge c JOIN letter l ON l.id = c.letter JOIN item i ON i.id = c.item
             WHERE {} AND l.voided = 0 AND i.voided = 0 ORDER BY l.sent, l.id, c.item",
            whose.owns("l.customer")
        ))?;
        let mut rows = statement.query([whose.bound])?;
        while let Some(row) = rows.next()? {
            let kind = charge_kind(row, 2)?;
            let (about, item) = (ItemId(row.get(0)?), ItemId(row.get(1)?));
            self.charges.insert(item, (kind, about));
            self.claimed.entry(about).or_default().push(Claimed {
                item,
                kind,
                on: day(row, 3)?,
                amount: Minor(row.get(4)?),
                open: Minor(row.get(5)?),
                until: maybe_day(row, 6)?,
            });
        }
        Ok(())
    }

    /// All of them: an ended dispute tells for which days no interest ran, an ended rest which deadline was not missed.
    fn pauses(&mut self, reader: &Reader<'_>, whose: &Whose) -> Result<()> {
        let mut statement = reader.connection.prepare_cached(&format!(
            "SELECT p.id, p.item, p.customer, p.kind, p.amount_minor, p.starts, p.until, p.closed, p.owner, n.body
             FROM pause p LEFT JOIN item i ON i.id = p.item LEFT JOIN note n ON n.entry = p.entry AND n.event = p.event
             WHERE p.voided = 0 AND (p.item IS NULL OR i.open_minor > 0) AND {} ORDER BY p.id",
            whose.owns("coalesce(p.customer, i.customer)")
        ))?;
        let mut rows = statement.query([whose.bound])?;
        while let Some(row) = rows.next()? {
            let pause = pause(row)?;
            self.pauses.entry(pause.on).or_default().push(pause);
        }
        Ok(())
    }

    /// Changes of what is open: of items that are paid in part, and of those that the bank was to fetch.
    fn payments(&mut self, reader: &Reader<'_>, whose: &Whose) -> Result<()> {
        let mut statement = reader.connection.prepare_cached(&format!(
            "SELECT p.item, p.date, p.amount_minor
             FROM item i INDEXED BY item_open JOIN posting p ON p.item = i.id
             WHERE {} AND i.open_minor <> 0 AND i.class < 2 AND i.open_minor <> i.opened_minor AND {CHANGES}
             UNION ALL SELECT p.item, p.date, p.amount_minor
             FROM document d INDEXED BY document_direct_debit JOIN item i ON i.document = d.id
                JOIN posting p ON p.item = i.id
             WHERE {} AND d.direct_debit = 1 AND i.open_minor > 0 AND i.open_minor = i.opened_minor AND {CHANGES}",
            whose.owns("i.customer"),
            whose.owns("i.customer"),
            CHANGES = changes(),
        ))?;
        let mut rows = statement.query([whose.bound])?;
        while let Some(row) = rows.next()? {
            let changes = self.changes.entry(ItemId(row.get(0)?)).or_default();
            changes.push((day(row, 1)?, Minor(row.get(2)?)));
        }
        for changes in self.changes.values_mut() {
            changes.sort_by_key(|(on, _)| *on);
        }
        Ok(())
    }

    fn calls(&mut self, reader: &Reader<'_>, whose: &Whose) -> Result<()> {
        let mut statement = reader.connection.prepare_cached(&format!(
            "SELECT c.customer, max(c.made) FROM call c WHERE c.voided = 0 AND {} GROUP BY c.customer",
            whose.owns("c.customer")
        ))?;
        let mut rows = statement.query([whose.bound])?;
        while let Some(row) = rows.next()? {
            self.calls.insert(CustomerId(row.get(0)?), day(row, 1)?);
        }
        Ok(())
    }
}

/// Postings that change a balance after it was opened.
pub(super) fn changes() -> String {
    let [opened, voided, exchange] = [
        PostingKind::Opened,
        PostingKind::Voided,
        PostingKind::Exchange,
    ]
    .map(PostingKind::code);
    format!("p.kind <> {opened} AND p.kind <> {voided} AND p.kind <> {exchange}")
}

fn pause(row: &Row<'_>) -> rusqlite::Result<Pause> {
    let kind = row.get_ref(3)?.as_str()?;
    Ok(Pause {
        id: PauseId(row.get(0)?),
        on: match row.get::<_, Option<i64>>(1)? {
            Some(item) => PauseOn::Item(ItemId(item)),
            None => PauseOn::Customer(CustomerId(row.get(2)?)),
        },
        kind: PauseKind::parse(kind).ok_or_else(|| damaged(format!("no such pause: {kind}")))?,
        amount: Minor(row.get(4)?),
        from: day(row, 5)?,
        until: maybe_day(row, 6)?,
        closed: maybe_day(row, 7)?,
        owner: row.get(8)?,
        reason: row.get(9)?,
        outcome: None,
    })
}
