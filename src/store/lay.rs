//! What lies over items and customers to its rows: pauses, plans, hand-overs, calls.

use rusqlite::params;

use super::{Result, Tx};
use crate::domain::date;
use crate::domain::event::Deed;
use crate::domain::handover::Handover;
use crate::domain::pause::Pause;
use crate::domain::plan::Plan;

impl Tx<'_> {
    /// Writes a deed of this kind; false says that it is of another.
    pub(super) fn lay_over(&mut self, deed: &Deed) -> Result<bool> {
        let (entry, event) = self.state.here();
        match deed {
            Deed::Paused(pause) => self.insert_pause(pause)?,
            Deed::PauseVoided { pause } => {
                self.flag("UPDATE pause SET voided = 1 WHERE id = ?1", pause.0)?;
            }
            Deed::PauseRestored { pause } => {
                self.flag("UPDATE pause SET voided = 0 WHERE id = ?1", pause.0)?;
            }
            Deed::PauseClosed { pause, on, .. } => {
                self.tx
                    .prepare_cached(
                        "UPDATE pause SET closed = ?2, closed_entry = ?3, closed_event = ?4 WHERE id = ?1",
                    )?
                    .execute([pause.0, date::to_int(*on), entry.0, event])?;
            }
            Deed::PauseReopened { pause, .. } => self.flag(
                "UPDATE pause SET closed = NULL, closed_entry = NULL, closed_event = NULL WHERE id = ?1",
                pause.0,
            )?,
            Deed::PlanMade(plan) => self.insert_plan(plan)?,
            Deed::PlanVoided { plan } => {
                self.flag("UPDATE plan SET voided = 1 WHERE id = ?1", plan.0)?;
            }
            Deed::PlanRestored { plan } => {
                self.flag("UPDATE plan SET voided = 0 WHERE id = ?1", plan.0)?;
            }
            Deed::PlanEnded { plan, on, .. } => {
                self.tx
                    .prepare_cached("UPDATE plan SET closed = ?2, closed_entry = ?3 WHERE id = ?1")?
                    .execute([plan.0, date::to_int(*on), entry.0])?;
            }
            Deed::PlanResumed { plan, .. } => self.flag(
                "UPDATE plan SET closed = NULL, closed_entry = NULL WHERE id = ?1",
                plan.0,
            )?,
            Deed::HandedOver(handover) => self.insert_handover(handover)?,
            Deed::HandoverVoided { handover } => {
                self.flag("UPDATE handover SET voided = 1 WHERE id = ?1", handover.0)?;
            }
            Deed::HandoverRestored { handover } => {
                self.flag("UPDATE handover SET voided = 0 WHERE id = ?1", handover.0)?;
            }
            Deed::CaseNumbered { handover, to, .. } => {
                self.tx
                    .prepare_cached(
                        "UPDATE handover SET case_number = ?2, case_entry = ?3 WHERE id = ?1",
                    )?
                    .execute(params![handover.0, to, entry.0])?;
            }
            Deed::TakenOver { handover, on, .. } => {
                self.tx
                    .prepare_cached(
                        "UPDATE handover SET closed = ?2, closed_entry = ?3 WHERE id = ?1",
                    )?
                    .execute([handover.0, date::to_int(*on), entry.0])?;
            }
            Deed::HandedBack { handover, .. } => self.flag(
                "UPDATE handover SET closed = NULL, closed_entry = NULL WHERE id = ?1",
                handover.0,
            )?,
            Deed::Called(call) => {
                self.tx
                    .prepare_cached(
                        "INSERT INTO call (id, entry, event, customer, made) VALUES (?1, ?2, ?3, ?4, ?5)",
                    )?
                    .execute([
                        call.id.0,
                        entry.0,
                        event,
                        call.customer.0,
                        date::to_int(call.on),
                    ])?;
            }
            Deed::CallVoided { call } => {
                self.flag("UPDATE call SET voided = 1 WHERE id = ?1", call.0)?;
            }
            Deed::CallRestored { call } => {
                self.flag("UPDATE call SET voided = 0 WHERE id = ?1", call.0)?;
            }
            deed => return self.put_on_record(deed),
        }
        Ok(true)
    }

    fn insert_pause(&self, pause: &Pause) -> Result<()> {
        let (entry, event) = self.state.here();
        self.tx
            .prepare_cached(
                "INSERT INTO pause (id, entry, event, item, customer, kind, amount_minor, starts, until, owner)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            )?
            .execute(params![
                pause.id.0,
                entry.0,
                event,
                pause.on.item().map(|item| item.0),
                pause.on.customer().map(|customer| customer.0),
                pause.kind.name(),
                pause.amount.0,
                date::to_int(pause.from),
                pause.until.map(date::to_int),
                pause.owner,
            ])?;
        Ok(())
    }

    fn insert_plan(&self, plan: &Plan) -> Result<()> {
        let (entry, event) = self.state.here();
        self.tx
            .prepare_cached(
                "INSERT INTO plan (id, entry, event, customer, currency, starts, grace_days, interest)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?
            .execute(params![
                plan.id.0,
                entry.0,
                event,
                plan.customer.0,
                plan.currency.code(),
                date::to_int(plan.from),
                plan.grace_days,
                plan.interest,
            ])?;
        let mut covers = self.tx.prepare_cached(
            "INSERT INTO plan_item (plan, item, amount_minor) VALUES (?1, ?2, ?3)",
        )?;
        for (item, amount) in &plan.items {
            covers.execute([plan.id.0, item.0, amount.0])?;
        }
        if let Some(fee) = &plan.fee {
            self.tx
                .prepare_cached(
                    "INSERT INTO charge (item, about, plan, kind, rule) VALUES (?1, ?2, ?3, ?4, ?5)",
                )?
                .execute(params![
                    fee.item.0,
                    fee.about.0,
                    plan.id.0,
                    fee.kind.name(),
                    fee.rule,
                ])?;
        }
        let mut pays = self.tx.prepare_cached(
            "INSERT INTO plan_instalment (plan, number, due, amount_minor) VALUES (?1, ?2, ?3, ?4)",
        )?;
        for (number, instalment) in (1..).zip(&plan.instalments) {
            pays.execute([
                plan.id.0,
                number,
                date::to_int(instalment.due),
                instalment.amount.0,
            ])?;
        }
        Ok(())
    }

    fn insert_handover(&self, handover: &Handover) -> Result<()> {
        let (entry, event) = self.state.here();
        self.tx
            .prepare_cached(
                "INSERT INTO handover (id, entry, event, item, agency, case_number, starts)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![
                handover.id.0,
                entry.0,
                event,
                handover.item.0,
                handover.agency,
                handover.case_number,
                date::to_int(handover.from),
            ])?;
        Ok(())
    }
}
