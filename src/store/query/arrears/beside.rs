//! What stands beside open items: letters that moved them, charges, pauses, plans, agencies, payments of a part, calls.

use std::collections::{HashMap, HashSet};

use rusqlite::Row;

use super::Accounts;
use crate::domain::arrears::{Arrears, Claimed, Netted, Taken};
use crate::domain::date::Date;
use crate::domain::document::ItemClass;
use crate::domain::handover::Handover;
use crate::domain::id::{CustomerId, DocumentId, ItemId, LetterId, PauseId};
use crate::domain::letter::{ChargeKind, Step};
use crate::domain::money::{Currency, Minor};
use crate::domain::pause::{Pause, PauseKind, PauseOn};
use crate::domain::plan::Plan;
use crate::domain::posting::PostingKind;
use crate::store::query::Reader;
use crate::store::query::letter::{charge_kind, letter_kind};
use crate::store::rows::{currency, day, maybe_day};
use crate::store::{Result, damaged};

/// All of it, by the item or the customer that it is about.
#[derive(Default)]
pub(super) struct Beside {
    taken: HashMap<ItemId, Vec<Taken>>,
    /// Letters with a fee, by the document of which they moved an item.
    with_fee: HashMap<DocumentId, Vec<(ItemId, Taken)>>,
    claimed: HashMap<ItemId, Vec<Claimed>>,
    /// The same of items that are settled, by their document.
    claimed_of: HashMap<DocumentId, Vec<(ItemId, Claimed)>>,
    /// Of a charge's own item: what it is for, and whose lateness it answers.
    charges: HashMap<ItemId, (ChargeKind, ItemId)>,
    pauses: HashMap<PauseOn, Vec<Pause>>,
    plans: HashMap<ItemId, Vec<(Plan, Minor)>>,
    agencies: HashMap<ItemId, Handover>,
    changes: HashMap<ItemId, Vec<(Date, Minor)>>,
    credited: HashMap<ItemId, Vec<(Date, Minor)>>,
    calls: HashMap<CustomerId, Date>,
    netted: HashMap<(CustomerId, Currency), Vec<Netted>>,
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
        beside.netted(reader, &whose)?;
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
        let mut here: HashSet<ItemId> = HashSet::new();
        if !self.claimed_of.is_empty() {
            here.extend(arrears.items.iter().map(|item| item.item));
        }
        for item in &mut arrears.items {
            let id = item.item;
            let settled = self.claimed_of.get(&item.document).into_iter().flatten();
            let settled = settled.filter(|(of, _)| !here.contains(of));
            item.claimed_beside = settled.map(|(_, claimed)| claimed.clone()).collect();
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
                item.credited = self.credited.remove(&id).unwrap_or_default();
            }
            if item.class == ItemClass::Charge {
                item.charge = self.charges.get(&id).copied();
            }
        }
        // One customer may have an account in each of several currencies.
        let whole = PauseOn::Customer(arrears.customer);
        arrears.pauses = self.pauses.get(&whole).cloned().unwrap_or_default();
        arrears.last_call = self.calls.get(&arrears.customer).copied();
        let account = (arrears.customer, arrears.currency);
        arrears.netted = self.netted.remove(&account).unwrap_or_default();
    }

    fn letters(&mut self, reader: &Reader<'_>, whose: &Whose) -> Result<()> {
        let mut statement = reader.connection.prepare_cached(
            "SELECT DISTINCT c.letter FROM charge c WHERE c.kind = 'fee' AND c.letter IS NOT NULL",
        )?;
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
            "SELECT c.about, c.item, c.kind, i.issued, i.opened_minor, i.open_minor, c.until, a.open_minor = 0, a.document
             FROM charge c JOIN item i ON i.id = c.item JOIN item a ON a.id = c.about
             WHERE {} AND i.voided = 0 ORDER BY i.issued, c.item",
            whose.owns("i.customer")
        ))?;
        let mut rows = statement.query([whose.bound])?;
        while let Some(row) = rows.next()? {
            let kind = charge_kind(row, 2)?;
            let (about, item) = (ItemId(row.get(0)?), ItemId(row.get(1)?));
            self.charges.insert(item, (kind, about));
            let claimed = Claimed {
                item,
                kind,
                on: day(row, 3)?,
                amount: Minor(row.get(4)?),
                open: Minor(row.get(5)?),
                until: maybe_day(row, 6)?,
            };
            let document = row.get::<_, Option<i64>>(8)?.map(DocumentId);
            if let Some(document) = document.filter(|_| row.get(7) == Ok(true)) {
                let of = self.claimed_of.entry(document).or_default();
                of.push((about, claimed.clone()));
            }
            self.claimed.entry(about).or_default().push(claimed);
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
            "SELECT p.item, p.date, p.amount_minor, {CREDITED}
             FROM item i INDEXED BY item_open JOIN posting p ON p.item = i.id
             WHERE {} AND i.open_minor <> 0 AND i.class < 2 AND i.open_minor <> i.opened_minor AND {CHANGES}
             UNION ALL SELECT p.item, p.date, p.amount_minor, {CREDITED}
             FROM document d INDEXED BY document_direct_debit JOIN item i ON i.document = d.id
                JOIN posting p ON p.item = i.id
             WHERE {} AND d.direct_debit = 1 AND i.open_minor > 0 AND i.open_minor = i.opened_minor AND {CHANGES}",
            whose.owns("i.customer"),
            whose.owns("i.customer"),
            CHANGES = changes(),
        ))?;
        let mut rows = statement.query([whose.bound])?;
        while let Some(row) = rows.next()? {
            let (item, change) = (ItemId(row.get(0)?), (day(row, 1)?, Minor(row.get(2)?)));
            self.changes.entry(item).or_default().push(change);
            if row.get(3)? {
                self.credited.entry(item).or_default().push(change);
            }
        }
        for changes in self.changes.values_mut() {
            changes.sort_by_key(|(on, _)| *on);
        }
        Ok(())
    }

    /// Letters that took credits which are open still off what they ask for.
    fn netted(&mut self, reader: &Reader<'_>, whose: &Whose) -> Result<()> {
        let mut statement = reader.connection.prepare_cached(&format!(
            "SELECT l.customer, l.currency, s.letter, s.item, s.amount_minor
             FROM letter l JOIN letter_item s ON s.letter = l.id
             WHERE l.voided = 0 AND l.id IN (
                SELECT c.letter FROM item i INDEXED BY item_open JOIN letter_item c ON c.item = i.id
                WHERE {} AND i.open_minor <> 0 AND i.class >= 2 AND c.amount_minor < 0)
             ORDER BY l.sent, l.id, s.item",
            whose.owns("i.customer")
        ))?;
        let mut rows = statement.query([whose.bound])?;
        while let Some(row) = rows.next()? {
            let (letter, item) = (LetterId(row.get(2)?), ItemId(row.get(3)?));
            let account = (CustomerId(row.get(0)?), currency(row, 1)?);
            let netted = self.netted.entry(account).or_default();
            if netted.last().is_none_or(|last| last.letter != letter) {
                netted.push(Netted {
                    letter,
                    credits: Vec::new(),
                    items: Vec::new(),
                });
            }
            let amount = Minor(row.get(4)?);
            if let Some(last) = netted.last_mut() {
                if amount < Minor::ZERO {
                    last.credits.push((item, -amount));
                } else {
                    last.items.push(item);
                }
            }
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

/// Whether a credit note made a change.
pub(super) const CREDITED: &str =
    "EXISTS (SELECT 1 FROM item n WHERE n.id = p.counter_item AND n.class = 2)";

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
