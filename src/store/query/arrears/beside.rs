//! What stands beside open items: letters that moved them, charges, pauses, plans, agencies, payments of a part, calls.

use std::collections::{HashMap, HashSet};

use rusqlite::Row;

use super::{Accounts, OpenAccounts};
use crate::domain::arrears::{Arrears, Claimed, Netted, Taken};
use crate::domain::date::Date;
use crate::domain::departure::Unsent;
use crate::domain::document::ItemClass;
use crate::domain::handover::Handover;
use crate::domain::id::{CustomerId, DocumentId, ItemId, LetterId, PauseId};
use crate::domain::letter::{ChargeKind, Step};
use crate::domain::money::{Currency, Minor};
use crate::domain::outbox::Channel;
use crate::domain::pause::{Pause, PauseKind, PauseOn};
use crate::domain::plan::Plan;
use crate::domain::posting::PostingKind;
use crate::store::query::letter::{charge_kind, letter_kind};
use crate::store::query::{Reader, listed};
use crate::store::rows::{currency, day, maybe_day};
use crate::store::{Result, damaged};

/// All of it, by the item, document or customer that it is about.
#[derive(Default)]
pub(super) struct Beside {
    items: HashMap<ItemId, OfItem>,
    /// Letters with a fee, by the document of which they moved an item.
    with_fee: HashMap<DocumentId, Vec<(ItemId, Taken)>>,
    /// Charges of items that are settled, by their document.
    claimed_of: HashMap<DocumentId, Vec<(ItemId, Claimed)>>,
    /// What pauses all of a customer's.
    pauses: HashMap<CustomerId, Vec<Pause>>,
    calls: HashMap<CustomerId, Date>,
    netted: HashMap<(CustomerId, Currency), Vec<Netted>>,
    stopped: HashMap<CustomerId, Vec<Channel>>,
    /// Letters that have not left the house.
    unsent: HashMap<LetterId, Unsent>,
    /// Who owns what is a customer's, where that is another.
    owners: HashMap<CustomerId, CustomerId>,
}

/// What stands beside one item: see `Overdue`.
#[derive(Default)]
struct OfItem {
    taken: Vec<Taken>,
    claimed: Vec<Claimed>,
    charge: Option<(ChargeKind, ItemId)>,
    unsent: Option<Unsent>,
    pauses: Vec<Pause>,
    plans: Vec<(Plan, Minor)>,
    agency: Option<Handover>,
    changes: Vec<(Date, Minor)>,
    credited: Vec<(Date, Minor)>,
}

impl Reader<'_> {
    /// Letters that claim a fee: of a customer's, or of all.
    fn letters_with_a_fee(&self, asked: Accounts) -> Result<HashSet<LetterId>> {
        let sql = match asked.customer {
            None => {
                "SELECT c.letter FROM charge c WHERE c.kind = 'fee' AND c.letter IS NOT NULL AND c.letter > ?1"
            }
            Some(_) => {
                "SELECT c.letter FROM letter l JOIN charge c ON c.letter = l.id
                WHERE l.customer IN (SELECT f.id FROM customer f WHERE f.id = ?1 OR f.merged_into = ?1)
                    AND c.kind = 'fee'"
            }
        };
        let mut statement = self.connection.prepare_cached(sql)?;
        let fees = statement.query_map([asked.bound()], |row| row.get(0).map(LetterId))?;
        Ok(fees.collect::<rusqlite::Result<_>>()?)
    }
}

impl Beside {
    /// What stands beside these accounts.
    pub(super) fn read(
        reader: &Reader<'_>,
        asked: Accounts,
        accounts: &OpenAccounts,
    ) -> Result<Self> {
        let mut beside = Self {
            unsent: reader.unsent(asked.customer)?,
            owners: reader.owners()?,
            ..Self::default()
        };
        beside.charges(reader, asked)?;
        beside.letters(reader, asked)?;
        beside.pauses(reader, asked)?;
        beside.payments(reader, accounts)?;
        beside.calls(reader, asked)?;
        beside.netted(reader, asked)?;
        for stop in reader.stops_that_hold(asked.bound(), asked.customer.is_none())? {
            let stopped = beside.stopped.entry(stop.customer).or_default();
            stopped.push(stop.channel);
        }
        for (state, paid) in reader.plans()? {
            let plan = state.plan;
            if asked
                .customer
                .is_none_or(|customer| customer == beside.owner(plan.customer))
            {
                for (item, _) in &plan.items {
                    beside.of(*item).plans.push((plan.clone(), paid));
                }
            }
        }
        for state in reader.handovers()? {
            let item = beside.of(state.handover.item);
            item.agency = Some(state.handover);
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
            let settled = self.claimed_of.get(&item.document).into_iter().flatten();
            let settled = settled.filter(|(of, _)| !here.contains(of));
            item.claimed_beside = settled.map(|(_, claimed)| claimed.clone()).collect();
            if let Some(others) = self.with_fee.get(&item.document) {
                let others = others.iter().filter(|(of, _)| *of != item.item);
                item.beside = others.map(|(_, taken)| taken.clone()).collect();
            }
            let Some(of) = self.items.remove(&item.item) else {
                continue;
            };
            item.taken = of.taken;
            item.claimed = of.claimed;
            item.charge = of.charge.filter(|_| item.class == ItemClass::Charge);
            item.unsent = of.unsent;
            item.pauses = of.pauses;
            item.plans = of.plans;
            item.agency = of.agency;
            if !of.changes.is_empty() {
                item.changes = of.changes;
                item.credited = of.credited;
            }
        }
        // One customer may have an account in each of several currencies.
        let whole = self.pauses.get(&arrears.customer);
        arrears.pauses = whole.cloned().unwrap_or_default();
        arrears.last_call = self.calls.get(&arrears.customer).copied();
        let account = (arrears.customer, arrears.currency);
        arrears.netted = self.netted.remove(&account).unwrap_or_default();
        let stopped = self.stopped.get(&arrears.customer);
        arrears.stopped = stopped.cloned().unwrap_or_default();
    }

    fn owner(&self, customer: CustomerId) -> CustomerId {
        self.owners.get(&customer).copied().unwrap_or(customer)
    }

    fn of(&mut self, item: ItemId) -> &mut OfItem {
        self.items.entry(item).or_default()
    }

    fn letters(&mut self, reader: &Reader<'_>, asked: Accounts) -> Result<()> {
        let fees = reader.letters_with_a_fee(asked)?;
        let mut statement = reader.connection.prepare_cached(&format!(
            "SELECT s.item, s.letter, s.stage, s.kind, s.cycle, coalesce({LEFT}, l.sent), l.deadline, i.document,
                i.open_minor > 0
             FROM letter l JOIN letter_item s ON s.letter = l.id JOIN item i ON i.id = s.item
             WHERE l.customer {} AND l.voided = 0 AND s.stage IS NOT NULL AND (i.open_minor > 0 OR EXISTS (
                SELECT 1 FROM item o WHERE o.document = i.document AND o.open_minor > 0)) ORDER BY l.sent, l.id",
            asked.whose_ever()
        ))?;
        let mut rows = statement.query([asked.bound()])?;
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
                unsent: self.unsent.get(&letter).copied(),
                fee: fees.contains(&letter),
            };
            let (item, document) = (ItemId(row.get(0)?), row.get::<_, Option<i64>>(7)?);
            if let Some(document) = document.filter(|_| taken.fee) {
                let of = self.with_fee.entry(DocumentId(document)).or_default();
                of.push((item, taken.clone()));
            }
            if row.get(8)? {
                self.of(item).taken.push(taken);
            }
        }
        Ok(())
    }

    fn charges(&mut self, reader: &Reader<'_>, asked: Accounts) -> Result<()> {
        let mut statement = reader.connection.prepare_cached(&format!(
            "SELECT c.about, c.item, c.kind, i.issued, i.opened_minor, i.open_minor, c.until, a.open_minor = 0, a.document,
                c.letter
             FROM charge c JOIN item i ON i.id = c.item JOIN item a ON a.id = c.about
             WHERE i.customer {} AND i.voided = 0 ORDER BY i.issued, c.item",
            asked.whose()
        ))?;
        let mut rows = statement.query([asked.bound()])?;
        while let Some(row) = rows.next()? {
            let kind = charge_kind(row, 2)?;
            let (about, item) = (ItemId(row.get(0)?), ItemId(row.get(1)?));
            let letter = row.get::<_, Option<i64>>(9)?.map(LetterId);
            let unsent = letter.and_then(|letter| self.unsent.get(&letter).copied());
            let of = self.of(item);
            (of.charge, of.unsent) = (Some((kind, about)), unsent);
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
            self.of(about).claimed.push(claimed);
        }
        Ok(())
    }

    /// All of them: an ended dispute tells for which days no interest ran, an ended rest which deadline was not missed.
    fn pauses(&mut self, reader: &Reader<'_>, asked: Accounts) -> Result<()> {
        let mut statement = reader.connection.prepare_cached(&format!(
            "SELECT p.id, p.item, p.customer, p.kind, p.amount_minor, p.starts, p.until, p.closed, p.owner, n.body
             FROM pause p LEFT JOIN item i ON i.id = p.item LEFT JOIN note n ON n.entry = p.entry AND n.event = p.event
             WHERE p.voided = 0 AND (p.item IS NULL OR i.open_minor > 0) AND coalesce(p.customer, i.customer) {}
             ORDER BY p.id",
            asked.whose_ever()
        ))?;
        let mut rows = statement.query([asked.bound()])?;
        while let Some(row) = rows.next()? {
            let pause = pause(row)?;
            match pause.on {
                PauseOn::Item(item) => self.of(item).pauses.push(pause),
                PauseOn::Customer(customer) => {
                    let customer = self.owner(customer);
                    self.pauses.entry(customer).or_default().push(pause);
                }
            }
        }
        Ok(())
    }

    /// Changes of what is open: of items that are paid in part, and of those that the bank was to fetch.
    fn payments(&mut self, reader: &Reader<'_>, accounts: &OpenAccounts) -> Result<()> {
        let items = accounts.values().flat_map(|open| &open.items);
        let changed = items.filter(|item| item.direct_debit || item.open != item.opened);
        let changed: Vec<ItemId> = changed.map(|item| item.item).collect();
        let mut statement = reader.connection.prepare_cached(&format!(
            "SELECT p.item, p.date, p.amount_minor, {CREDITED} FROM posting p
             WHERE p.item IN (SELECT value FROM json_each(?1)) AND {} ORDER BY p.item, p.date, p.id",
            changes(),
        ))?;
        let mut rows = statement.query([listed(&changed)?])?;
        while let Some(row) = rows.next()? {
            let item = self.of(ItemId(row.get(0)?));
            let change = (day(row, 1)?, Minor(row.get(2)?));
            item.changes.push(change);
            if row.get(3)? {
                item.credited.push(change);
            }
        }
        Ok(())
    }

    /// Letters that took credits which are open still off what they ask for.
    fn netted(&mut self, reader: &Reader<'_>, asked: Accounts) -> Result<()> {
        let mut statement = reader.connection.prepare_cached(&format!(
            "SELECT l.customer, l.currency, s.letter, s.item, s.amount_minor
             FROM letter l JOIN letter_item s ON s.letter = l.id
             WHERE l.voided = 0 AND l.id IN (
                SELECT c.letter FROM item i INDEXED BY item_open JOIN letter_item c ON c.item = i.id
                WHERE i.customer {} AND i.open_minor <> 0 AND i.class >= 2 AND c.amount_minor < 0)
             ORDER BY l.sent, l.id, s.item",
            asked.whose()
        ))?;
        let mut rows = statement.query([asked.bound()])?;
        while let Some(row) = rows.next()? {
            let (letter, item) = (LetterId(row.get(2)?), ItemId(row.get(3)?));
            let account = (self.owner(CustomerId(row.get(0)?)), currency(row, 1)?);
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

    fn calls(&mut self, reader: &Reader<'_>, asked: Accounts) -> Result<()> {
        let mut statement = reader.connection.prepare_cached(&format!(
            "SELECT c.customer, max(c.made) FROM call c WHERE c.voided = 0 AND c.customer {} GROUP BY c.customer",
            asked.whose_ever()
        ))?;
        let mut rows = statement.query([asked.bound()])?;
        while let Some(row) = rows.next()? {
            let customer = self.owner(CustomerId(row.get(0)?));
            let made = day(row, 1)?;
            let last = self.calls.entry(customer).or_insert(made);
            *last = made.max(*last);
        }
        Ok(())
    }
}

/// The day on which a letter was handed to the channel that took it.
pub(in crate::store::query) const LEFT: &str =
    "(SELECT max(m.moved) FROM dispatch d JOIN dispatch_move m ON m.dispatch = d.id
    WHERE d.letter = l.id AND d.voided = 0 AND d.stand = 'sent' AND m.stand = 'sending')";

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
