//! What lies over items and customers without moving a balance: pauses, plans, hand-overs, calls.

use super::{Book, Missing, PauseState};
use crate::domain::call::CallState;
use crate::domain::event::Deed;
use crate::domain::handover::HandoverState;
use crate::domain::id::{CallId, CustomerId, HandoverId, ItemId, PauseId, PlanId};
use crate::domain::money::Minor;
use crate::domain::pause::PauseOn;
use crate::domain::plan::PlanState;

impl Book {
    pub fn plan(&self, id: PlanId) -> Result<&PlanState, Missing> {
        let missing = || Missing(format!("plan {}", id.0));
        self.plans.get(&id).ok_or_else(missing)
    }

    pub fn handover(&self, id: HandoverId) -> Result<&HandoverState, Missing> {
        let missing = || Missing(format!("hand-over {}", id.0));
        self.handovers.get(&id).ok_or_else(missing)
    }

    /// The plan that covers an item and was not ended.
    pub fn plan_of(&self, item: ItemId) -> Option<&PlanState> {
        let covers = |state: &&PlanState| state.runs() && state.plan.covers(item);
        self.plans.values().find(covers)
    }

    /// The hand-over of an item that was not taken over again.
    pub fn handover_of(&self, item: ItemId) -> Option<&HandoverState> {
        let of = |state: &&HandoverState| state.runs() && state.handover.item == item;
        self.handovers.values().find(of)
    }

    /// The pauses of a customer as a whole, in order, those that were taken back aside.
    pub fn pauses_of_customer(&self, customer: CustomerId) -> Vec<&PauseState> {
        let his = |on| matches!(on, PauseOn::Customer(of) if self.owner(of) == customer);
        self.pauses_where(|state| his(state.pause.on) && !state.voided)
    }

    /// Pauses in order.
    pub fn pauses_where(&self, wanted: impl Fn(&PauseState) -> bool) -> Vec<&PauseState> {
        let mut pauses: Vec<&PauseState> =
            self.pauses.values().filter(|state| wanted(state)).collect();
        pauses.sort_by_key(|state| state.pause.id);
        pauses
    }

    /// How much of a plan's items is paid since it was made: magnitude.
    pub fn paid_of(&self, state: &PlanState) -> Result<Minor, Missing> {
        let mut paid = Minor::ZERO;
        for (item, amount) in &state.plan.items {
            paid += (*amount - self.item(*item)?.open).max(Minor::ZERO);
        }
        Ok(paid)
    }

    pub(super) fn lay_over(&mut self, deed: &Deed) -> Result<(), Missing> {
        match deed {
            Deed::Paused(pause) => {
                self.next.pause = pause.id.next();
                let state = PauseState {
                    pause: pause.clone(),
                    voided: false,
                };
                self.pauses.insert(pause.id, state);
            }
            Deed::PauseVoided { pause } => self.pause_mut(*pause)?.voided = true,
            Deed::PauseRestored { pause } => self.pause_mut(*pause)?.voided = false,
            Deed::PauseClosed { pause, on, outcome } => {
                let state = &mut self.pause_mut(*pause)?.pause;
                state.closed = Some(*on);
                // One that was erased is none, as the tables have it.
                state.outcome = Some(outcome.clone()).filter(|outcome| !outcome.is_empty());
            }
            Deed::PauseReopened { pause, .. } => {
                let state = &mut self.pause_mut(*pause)?.pause;
                state.closed = None;
                state.outcome = None;
            }
            Deed::PlanMade(plan) => {
                self.next.plan = plan.id.next();
                let state = PlanState {
                    plan: plan.clone(),
                    closed: None,
                    voided: false,
                };
                self.plans.insert(plan.id, state);
            }
            Deed::PlanVoided { plan } => self.plan_mut(*plan)?.voided = true,
            Deed::PlanRestored { plan } => self.plan_mut(*plan)?.voided = false,
            Deed::PlanEnded { plan, on, .. } => self.plan_mut(*plan)?.closed = Some(*on),
            Deed::PlanResumed { plan, .. } => self.plan_mut(*plan)?.closed = None,
            Deed::HandedOver(handover) => {
                self.next.handover = handover.id.next();
                let state = HandoverState {
                    handover: handover.clone(),
                    closed: None,
                    voided: false,
                };
                self.handovers.insert(handover.id, state);
            }
            Deed::HandoverVoided { handover } => self.handover_mut(*handover)?.voided = true,
            Deed::HandoverRestored { handover } => self.handover_mut(*handover)?.voided = false,
            Deed::CaseNumbered { handover, to, .. } => {
                self.handover_mut(*handover)?
                    .handover
                    .case_number
                    .clone_from(to);
            }
            Deed::TakenOver { handover, on, .. } => {
                self.handover_mut(*handover)?.closed = Some(*on);
            }
            Deed::HandedBack { handover, .. } => self.handover_mut(*handover)?.closed = None,
            Deed::Called(call) => {
                self.next.call = call.id.next();
                let state = CallState {
                    call: call.clone(),
                    voided: false,
                };
                self.calls.insert(call.id, state);
            }
            Deed::CallVoided { call } => self.call_mut(*call)?.voided = true,
            Deed::CallRestored { call } => self.call_mut(*call)?.voided = false,
            Deed::Recorded(_)
            | Deed::RecordVoided { .. }
            | Deed::RecordRestored { .. }
            | Deed::RecordEnded { .. }
            | Deed::RecordResumed { .. } => self.put_on_record(deed)?,
            deed => self.dispatch(deed)?,
        }
        Ok(())
    }

    fn pause_mut(&mut self, id: PauseId) -> Result<&mut PauseState, Missing> {
        let missing = || Missing(format!("pause {}", id.0));
        self.pauses.get_mut(&id).ok_or_else(missing)
    }

    fn plan_mut(&mut self, id: PlanId) -> Result<&mut PlanState, Missing> {
        let missing = || Missing(format!("plan {}", id.0));
        self.plans.get_mut(&id).ok_or_else(missing)
    }

    fn handover_mut(&mut self, id: HandoverId) -> Result<&mut HandoverState, Missing> {
        let missing = || Missing(format!("hand-over {}", id.0));
        self.handovers.get_mut(&id).ok_or_else(missing)
    }

    fn call_mut(&mut self, id: CallId) -> Result<&mut CallState, Missing> {
        let missing = || Missing(format!("call {}", id.0));
        self.calls.get_mut(&id).ok_or_else(missing)
    }
}
