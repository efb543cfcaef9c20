//! What lies over items and customers, read: pauses, plans, hand-overs, calls, and the slices that need them.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension};

use super::letter::MOST_INVOICES;
use super::load::Loader;
use super::query::{Accounts, Reader};
use super::rows::{currency, day, maybe_day};
use super::{Result, damaged};
use crate::domain::book::PauseState;
use crate::domain::call::{Call, CallState};
use crate::domain::command::{Command, Resting};
use crate::domain::date::Date;
use crate::domain::event::Deed;
use crate::domain::handover::{Handover, HandoverState};
use crate::domain::id::{CallId, CustomerId, DocumentId, HandoverId, ItemId, PauseId, PlanId};
use crate::domain::letter::{Charge, ChargeKind};
use crate::domain::money::{Currency, Minor};
use crate::domain::pause::{Pause, PauseKind, PauseOn};
use crate::domain::plan::{Instalment, Plan, PlanState};

impl Loader<'_> {
    /// What is needed to decide on a command that moves no balance.
    pub fn lain_over(&mut self, command: &Command) -> Result<()> {
        match command {
            Command::Pause { of, .. } => match of {
                Resting::Document(document) => self.document(*document),
                Resting::Customer(customer) => self.overlays_of_customer(*customer),
            },
            Command::Bankrupt { customer, .. } | Command::Call { customer, .. } => {
                self.overlays_of_customer(*customer)
            }
            Command::EndPause { pause, .. } => self.pause(*pause),
            Command::Extend { document, .. } => self.documents_with_charges(&[*document]),
            Command::Skip {
                customer, currency, ..
            } => self.arrears(*customer, *currency),
            Command::MakePlan(asked) => {
                self.overlays_of_customer(asked.customer)?;
                self.documents_with_charges(&asked.documents)
            }
            Command::EndPlan { plan, .. } => self.plan(*plan),
            Command::HandOver { documents, .. } => {
                self.documents_with_charges(documents)?;
                self.accounts_of(documents)?;
                self.items_of_plans()
            }
            Command::NumberCase { handover, .. } => self.handover(*handover),
            Command::TakeOver { documents, .. } => self.documents_with_charges(documents),
            command => self.sent_out(command),
        }
    }

    /// What is needed to carry out, or to take back, a deed that moves no balance.
    pub fn lain_over_by(&mut self, deed: &Deed) -> Result<()> {
        match deed {
            Deed::Paused(pause) => {
                match pause.on {
                    PauseOn::Item(item) => self.item(item)?,
                    PauseOn::Customer(customer) => self.customer(customer)?,
                }
                self.pause(pause.id)
            }
            Deed::PauseVoided { pause }
            | Deed::PauseRestored { pause }
            | Deed::PauseClosed { pause, .. }
            | Deed::PauseReopened { pause, .. } => self.pause(*pause),
            Deed::PlanMade(Plan { id: plan, .. })
            | Deed::PlanVoided { plan }
            | Deed::PlanRestored { plan }
            | Deed::PlanEnded { plan, .. }
            | Deed::PlanResumed { plan, .. } => {
                self.plan(*plan)?;
                self.items_of_plans()
            }
            Deed::HandedOver(Handover { id: handover, .. })
            | Deed::HandoverVoided { handover }
            | Deed::HandoverRestored { handover }
            | Deed::CaseNumbered { handover, .. }
            | Deed::TakenOver { handover, .. }
            | Deed::HandedBack { handover, .. } => self.handover(*handover),
            Deed::Called(Call { id: call, .. })
            | Deed::CallVoided { call }
            | Deed::CallRestored { call } => self.call(*call),
            deed => self.sent_out_by(deed),
        }
    }

    /// What lies over an item.
    pub fn overlays(&mut self, item: ItemId) -> Result<()> {
        for pause in pauses_of(self.connection, PauseOn::Item(item))? {
            self.book.pauses.insert(pause.pause.id, pause);
        }
        for handover in handovers(self.connection, "h.item = ?1", item.0)? {
            self.book.handovers.insert(handover.handover.id, handover);
        }
        for plan in ids(
            self.connection,
            "SELECT plan FROM plan_item WHERE item = ?1",
            item.0,
        )? {
            self.plan(PlanId(plan))?;
        }
        Ok(())
    }

    /// A customer with what lies over all that he owes.
    pub fn overlays_of_customer(&mut self, customer: CustomerId) -> Result<()> {
        self.customer(customer)?;
        for member in Reader::new(self.connection).family(customer)? {
            self.customer(member)?;
            for pause in pauses_of(self.connection, PauseOn::Customer(member))? {
                self.book.pauses.insert(pause.pause.id, pause);
            }
            for plan in ids(
                self.connection,
                "SELECT id FROM plan WHERE customer = ?1",
                member.0,
            )? {
                self.plan(PlanId(plan))?;
            }
        }
        Ok(())
    }

    /// Documents with what was claimed for the lateness of their items, and with what lies over their customers.
    fn documents_with_charges(&mut self, documents: &[DocumentId]) -> Result<()> {
        for id in documents {
            self.document(*id)?;
            let Some(state) = self.book.documents.get(id) else {
                continue;
            };
            let customer = self.book.owner(state.document.customer);
            self.overlays_of_customer(customer)?;
        }
        self.charges()
    }

    /// A customer's open debits in a currency with their documents and the letters that moved them.
    fn arrears(&mut self, customer: CustomerId, currency: Currency) -> Result<()> {
        self.overlays_of_customer(customer)?;
        let mut statement = self.connection.prepare_cached(
            "SELECT DISTINCT document FROM item
             WHERE customer = ?1 AND currency = ?2 AND class < 2 AND open_minor <> 0",
        )?;
        let documents = statement.query_map((customer.0, currency.code()), |row| row.get(0))?;
        let documents: Vec<i64> = documents.collect::<rusqlite::Result<_>>()?;
        for document in documents.into_iter().map(DocumentId) {
            self.document(document)?;
            self.letters_of_document(document)?;
        }
        self.items_of_plans()
    }

    /// The accounts of those who owe documents, to be judged.
    fn accounts_of(&mut self, documents: &[DocumentId]) -> Result<()> {
        let owing = documents
            .iter()
            .filter_map(|id| self.book.documents.get(id));
        let owing: BTreeSet<CustomerId> = owing
            .map(|state| self.book.owner(state.document.customer))
            .collect();
        owing
            .into_iter()
            .try_for_each(|customer| self.accounts_of_customer(customer))
    }

    /// A customer's accounts, one in each currency in which something is open.
    pub(super) fn accounts_of_customer(&mut self, customer: CustomerId) -> Result<()> {
        let asked = Accounts {
            // All pauses: which of them hold is judged on the day.
            on: Date::default(),
            customer: Some(customer),
            settled_since: None,
            new_until: MOST_INVOICES,
        };
        let accounts = &mut self.book.accounts;
        Reader::new(self.connection).accounts(asked, |account| accounts.push(account.arrears))
    }

    /// A pause with what it is on.
    pub fn pause(&mut self, id: PauseId) -> Result<()> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT item, customer FROM pause WHERE id = ?1")?;
        let on = statement
            .query_row([id.0], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        match on {
            Some((Some(item), _)) => self.item(ItemId(item)),
            Some((None, Some(customer))) => self.overlays_of_customer(CustomerId(customer)),
            _ => Ok(()),
        }
    }

    /// A plan; its items stay where they are.
    pub fn plan(&mut self, id: PlanId) -> Result<()> {
        if self.asked.insert((5, id.0))
            && let Some(state) = plan(self.connection, id)?
        {
            self.book.plans.insert(id, state);
        }
        Ok(())
    }

    /// The items of the plans at hand.
    fn items_of_plans(&mut self) -> Result<()> {
        let plans = self.book.plans.values();
        let items = plans.flat_map(|state| state.plan.items.iter().map(|(item, _)| *item));
        let items: Vec<ItemId> = items.collect();
        items.into_iter().try_for_each(|item| self.item(item))
    }

    /// A hand-over with its item, and so with all others of that.
    pub fn handover(&mut self, id: HandoverId) -> Result<()> {
        let items = ids(
            self.connection,
            "SELECT item FROM handover WHERE id = ?1",
            id.0,
        )?;
        self.statuses_of(id)?;
        items
            .into_iter()
            .try_for_each(|item| self.item(ItemId(item)))
    }

    pub fn call(&mut self, id: CallId) -> Result<()> {
        let mut statement = self.connection.prepare_cached(
            "SELECT c.customer, c.made, c.voided, n.body FROM call c
             LEFT JOIN note n ON n.entry = c.entry AND n.event = c.event WHERE c.id = ?1",
        )?;
        let state = statement.query_row([id.0], |row| {
            let call = Call {
                id,
                customer: CustomerId(row.get(0)?),
                on: day(row, 1)?,
                note: row.get::<_, Option<String>>(3)?.unwrap_or_default(),
            };
            Ok(CallState {
                call,
                voided: row.get(2)?,
            })
        });
        if let Some(state) = state.optional()? {
            let customer = state.call.customer;
            self.book.calls.insert(id, state);
            self.customer(customer)?;
        }
        Ok(())
    }
}

fn ids(connection: &Connection, sql: &str, of: i64) -> Result<Vec<i64>> {
    let mut statement = connection.prepare_cached(sql)?;
    let ids = statement.query_map([of], |row| row.get(0))?;
    Ok(ids.collect::<rusqlite::Result<_>>()?)
}

/// The pauses of an item, or those of a customer as a whole, in order, those that were taken back among them.
pub(super) fn pauses_of(connection: &Connection, on: PauseOn) -> Result<Vec<PauseState>> {
    const PAUSE: &str =
        "SELECT p.id, p.kind, p.amount_minor, p.starts, p.until, p.closed, p.voided, n.body, c.body, p.owner
         FROM pause p LEFT JOIN note n ON n.entry = p.entry AND n.event = p.event
         LEFT JOIN note c ON c.entry = p.closed_entry AND c.event = p.closed_event";
    let (sql, id) = match on {
        PauseOn::Item(item) => (format!("{PAUSE} WHERE p.item = ?1 ORDER BY p.id"), item.0),
        PauseOn::Customer(customer) => (
            format!("{PAUSE} WHERE p.customer = ?1 ORDER BY p.id"),
            customer.0,
        ),
    };
    let mut statement = connection.prepare_cached(&sql)?;
    let pauses = statement.query_map([id], |row| {
        let kind = row.get_ref(1)?.as_str()?;
        let pause = Pause {
            id: PauseId(row.get(0)?),
            on,
            kind: PauseKind::parse(kind)
                .ok_or_else(|| damaged(format!("no such pause: {kind}")))?,
            amount: Minor(row.get(2)?),
            from: day(row, 3)?,
            until: maybe_day(row, 4)?,
            closed: maybe_day(row, 5)?,
            reason: row.get(7)?,
            outcome: row
                .get::<_, Option<String>>(8)?
                .filter(|outcome| !outcome.is_empty()),
            owner: row.get(9)?,
        };
        Ok(PauseState {
            pause,
            voided: row.get(6)?,
        })
    })?;
    Ok(pauses.collect::<rusqlite::Result<_>>()?)
}

/// The hand-overs that are asked for, in order.
pub(super) fn handovers(
    connection: &Connection,
    wanted: &str,
    of: i64,
) -> Result<Vec<HandoverState>> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT h.id, h.item, h.agency, h.case_number, h.starts, h.closed, h.voided, n.body FROM handover h
         LEFT JOIN note n ON n.entry = h.entry AND n.event = h.event WHERE {wanted} ORDER BY h.id"
    ))?;
    let handovers = statement.query_map([of], |row| {
        let handover = Handover {
            id: HandoverId(row.get(0)?),
            item: ItemId(row.get(1)?),
            agency: row.get(2)?,
            case_number: row.get(3)?,
            from: day(row, 4)?,
            reason: row.get::<_, Option<String>>(7)?.unwrap_or_default(),
        };
        Ok(HandoverState {
            handover,
            closed: maybe_day(row, 5)?,
            voided: row.get(6)?,
        })
    })?;
    Ok(handovers.collect::<rusqlite::Result<_>>()?)
}

/// A plan with its items, the earliest due first, and its instalments.
pub(super) fn plan(connection: &Connection, id: PlanId) -> Result<Option<PlanState>> {
    let mut statement = connection.prepare_cached(
        "SELECT p.customer, p.currency, p.starts, p.grace_days, p.interest, p.closed, p.voided, n.body FROM plan p
         LEFT JOIN note n ON n.entry = p.entry AND n.event = p.event WHERE p.id = ?1",
    )?;
    let state = statement.query_row([id.0], |row| {
        let plan = Plan {
            id,
            customer: CustomerId(row.get(0)?),
            currency: currency(row, 1)?,
            from: day(row, 2)?,
            items: Vec::new(),
            instalments: Vec::new(),
            grace_days: row.get(3)?,
            interest: row.get(4)?,
            fee: None,
            reason: row.get::<_, Option<String>>(7)?.unwrap_or_default(),
        };
        Ok(PlanState {
            plan,
            closed: maybe_day(row, 5)?,
            voided: row.get(6)?,
        })
    });
    let Some(mut state) = state.optional()? else {
        return Ok(None);
    };
    let mut statement = connection.prepare_cached(
        "SELECT c.item, c.amount_minor FROM plan_item c JOIN item i ON i.id = c.item
         WHERE c.plan = ?1 ORDER BY i.due, c.item",
    )?;
    let items = statement.query_map([id.0], |row| Ok((ItemId(row.get(0)?), Minor(row.get(1)?))))?;
    state.plan.items = items.collect::<rusqlite::Result<_>>()?;
    let mut statement = connection.prepare_cached(
        "SELECT due, amount_minor FROM plan_instalment WHERE plan = ?1 ORDER BY number",
    )?;
    let instalments = statement.query_map([id.0], |row| {
        Ok(Instalment {
            due: day(row, 0)?,
            amount: Minor(row.get(1)?),
        })
    })?;
    state.plan.instalments = instalments.collect::<rusqlite::Result<_>>()?;
    state.plan.fee = fee_of_plan(connection, id)?;
    Ok(Some(state))
}

fn fee_of_plan(connection: &Connection, plan: PlanId) -> Result<Option<Charge>> {
    let mut statement = connection.prepare_cached(
        "SELECT c.item, c.about, c.rule, i.opened_minor FROM charge c JOIN item i ON i.id = c.item WHERE c.plan = ?1",
    )?;
    let fee = statement.query_row([plan.0], |row| {
        Ok(Charge {
            item: ItemId(row.get(0)?),
            about: ItemId(row.get(1)?),
            kind: ChargeKind::Fee,
            amount: Minor(row.get(3)?),
            rule: row.get(2)?,
            spans: Vec::new(),
        })
    });
    Ok(fee.optional()?)
}
