//! What lies over items and customers, in the words of the log: pauses, plans, hand-overs, calls.

use crate::domain::event::{Deed, EventFacts};
use crate::domain::id::{CallId, CustomerId, HandoverId, ItemId, PauseId, PlanId};
use crate::domain::money::Money;
use crate::domain::pause::{Pause, PauseKind, PauseOn};
use crate::domain::plan::Plan;
use crate::store::Result;
use crate::store::query::Reader;

/// None is of another kind.
pub(super) fn of_deed(reader: &Reader<'_>, deed: &Deed) -> Result<Option<EventFacts>> {
    Ok(Some(match deed {
        Deed::Paused(pause) => of_pause(reader, pause)?,
        Deed::PauseVoided { pause } => EventFacts::PauseVoided {
            item: paused(reader, *pause)?,
        },
        Deed::PauseRestored { pause } => EventFacts::PauseRestored {
            item: paused(reader, *pause)?,
        },
        Deed::PauseClosed { pause, outcome, .. } => {
            let (item, outcome) = (paused(reader, *pause)?, outcome.clone());
            let kind = reader.paused(*pause)?.map(|(_, kind)| kind);
            if kind == Some(PauseKind::Dispute) {
                EventFacts::DisputeClosed { item, outcome }
            } else {
                EventFacts::PauseClosed { item, outcome }
            }
        }
        Deed::PauseReopened { pause, .. } => EventFacts::PauseReopened {
            item: paused(reader, *pause)?,
        },
        Deed::PlanMade(plan) => of_plan(reader, plan)?,
        Deed::PlanVoided { plan } => EventFacts::PlanDropped {
            customer: of_whom(reader, *plan)?,
            plan: *plan,
        },
        Deed::PlanRestored { plan } => match reader.plan(*plan)? {
            Some(state) => of_plan(reader, &state.plan)?,
            None => return Ok(None),
        },
        Deed::PlanEnded { plan, reason, .. } => EventFacts::PlanEnded {
            customer: of_whom(reader, *plan)?,
            plan: *plan,
            reason: reason.clone(),
        },
        Deed::PlanResumed { plan, .. } => EventFacts::PlanResumed {
            customer: of_whom(reader, *plan)?,
            plan: *plan,
        },
        Deed::Called(call) => EventFacts::Called {
            customer: customer(reader, call.customer)?,
            note: call.note.clone(),
        },
        Deed::CallVoided { call } => EventFacts::CallVoided {
            customer: called(reader, *call)?,
        },
        Deed::CallRestored { call } => match reader.call(*call)? {
            Some(state) => EventFacts::Called {
                customer: customer(reader, state.call.customer)?,
                note: state.call.note,
            },
            None => return Ok(None),
        },
        Deed::Recorded(_)
        | Deed::RecordVoided { .. }
        | Deed::RecordRestored { .. }
        | Deed::RecordEnded { .. }
        | Deed::RecordResumed { .. } => return super::tell_record::of_deed(reader, deed),
        deed => return of_handover(reader, deed),
    }))
}

fn of_pause(reader: &Reader<'_>, pause: &Pause) -> Result<EventFacts> {
    let reason = pause.reason.clone().unwrap_or_default();
    let until = pause.until.map(|day| day.to_string());
    let on = match pause.on {
        PauseOn::Item(on) => on,
        PauseOn::Customer(id) => {
            let customer = customer(reader, id)?;
            return Ok(match (pause.kind, until) {
                (PauseKind::Bankruptcy, Some(until)) => EventFacts::BankruptClaimBy {
                    customer,
                    until,
                    reason,
                },
                (PauseKind::Bankruptcy, None) => EventFacts::Bankrupt { customer, reason },
                (_, until) => EventFacts::CustomerRested {
                    customer,
                    until: until.unwrap_or_default(),
                    reason,
                },
            });
        }
    };
    let (item, currency) = reader.item_label(on)?;
    let amount = Money::new(pause.amount, currency);
    let until = until.unwrap_or_default();
    Ok(match pause.kind {
        PauseKind::Dispute => EventFacts::Disputed {
            item,
            amount,
            reason,
        },
        PauseKind::Promise => EventFacts::Promised {
            item,
            amount,
            until,
        },
        PauseKind::Extension => EventFacts::Extended {
            item,
            amount,
            until,
        },
        PauseKind::Skip => EventFacts::Skipped {
            item,
            until,
            reason,
        },
        PauseKind::Pause | PauseKind::Bankruptcy => EventFacts::Rested {
            item,
            until,
            reason,
        },
    })
}

fn of_plan(reader: &Reader<'_>, plan: &Plan) -> Result<EventFacts> {
    let last = plan.instalments.last();
    Ok(EventFacts::PlanMade {
        customer: customer(reader, plan.customer)?,
        plan: plan.id,
        amount: Money::new(plan.total(), plan.currency),
        count: u64::try_from(plan.instalments.len()).unwrap_or(u64::MAX),
        last: last.map_or(String::new(), |last| last.due.to_string()),
    })
}

fn of_handover(reader: &Reader<'_>, deed: &Deed) -> Result<Option<EventFacts>> {
    let told = |id: HandoverId| -> Result<(String, String, Option<String>)> {
        let Some(state) = reader.handover(id)? else {
            return Ok(Default::default());
        };
        let handover = state.handover;
        let item = label(reader, handover.item)?;
        Ok((item, handover.agency, handover.case_number))
    };
    let given = |(item, agency, case): (String, String, Option<String>)| match case {
        Some(case) => EventFacts::HandedOverAs { item, agency, case },
        None => EventFacts::HandedOver { item, agency },
    };
    Ok(Some(match deed {
        Deed::HandedOver(handover) => given((
            label(reader, handover.item)?,
            handover.agency.clone(),
            handover.case_number.clone(),
        )),
        Deed::HandoverRestored { handover } => given(told(*handover)?),
        Deed::HandoverVoided { handover } => {
            let (item, agency, _) = told(*handover)?;
            EventFacts::NotHandedOver { item, agency }
        }
        Deed::CaseNumbered { handover, to, .. } => {
            let (item, _, _) = told(*handover)?;
            match to.clone() {
                Some(case) => EventFacts::CaseNumbered { item, case },
                None => EventFacts::CaseUnnumbered { item },
            }
        }
        Deed::TakenOver {
            handover, reason, ..
        } => {
            let (item, agency, _) = told(*handover)?;
            let reason = reason.clone();
            EventFacts::TakenOver {
                item,
                agency,
                reason,
            }
        }
        Deed::HandedBack { handover, .. } => {
            let (item, agency, _) = told(*handover)?;
            EventFacts::HandedBack { item, agency }
        }
        _ => return Ok(None),
    }))
}

/// What a pause is on: a document's number, or a customer's name.
fn paused(reader: &Reader<'_>, pause: PauseId) -> Result<String> {
    match reader.paused(pause)? {
        Some((PauseOn::Item(item), _)) => label(reader, item),
        Some((PauseOn::Customer(id), _)) => customer(reader, id),
        None => Ok(String::new()),
    }
}

fn label(reader: &Reader<'_>, item: ItemId) -> Result<String> {
    Ok(reader.item_label(item)?.0)
}

pub(super) fn customer(reader: &Reader<'_>, id: CustomerId) -> Result<String> {
    let (number, name) = reader.customer_name(id)?;
    Ok(if name.is_empty() { number } else { name })
}

fn of_whom(reader: &Reader<'_>, plan: PlanId) -> Result<String> {
    let state = reader.plan(plan)?;
    state.map_or(Ok(String::new()), |state| {
        customer(reader, state.plan.customer)
    })
}

fn called(reader: &Reader<'_>, call: CallId) -> Result<String> {
    let state = reader.call(call)?;
    state.map_or(Ok(String::new()), |state| {
        customer(reader, state.call.customer)
    })
}
