//! The outbox: letters and statements on their way out, what became of each, and addresses that are bad.

use crate::domain::book::{Book, Missing};
use crate::domain::command::Outcome;
use crate::domain::date::Date;
use crate::domain::event::Deed;
use crate::domain::id::{CustomerId, DispatchId};
use crate::domain::outbox::{
    Channel, ChannelStop, Dispatch, DispatchState, Move, Posted, SHEET_LIMIT, Stand,
};
use crate::domain::refusal::Refusal;
use crate::domain::sheet::Sheet;

use super::{Declined, Draft, Subject, customer as known_customer, reason};

/// Puts something into the outbox, addressed to where the customer is now.
pub(super) fn queue(
    draft: &mut Draft,
    today: Date,
    customer: CustomerId,
    (what, sheet): (Posted, Option<Box<Sheet>>),
    channel: Channel,
) -> Result<(), Declined> {
    let dispatch = Dispatch {
        id: draft.book.next.dispatch,
        customer,
        what,
        channel,
        to: address(&draft.book, customer, channel).unwrap_or_default(),
    };
    Ok(draft.done(Deed::Dispatched {
        dispatch,
        on: today,
        sheet,
    })?)
}

fn address(book: &Book, customer: CustomerId, channel: Channel) -> Option<String> {
    let facts = book.customers.get(&customer)?.facts()?;
    channel.address(&facts.text)
}

/// A way that a person names: it must lead somewhere.
pub(super) fn reaches(book: &Book, customer: CustomerId, channel: Channel) -> Result<(), Declined> {
    let number = || Ok::<_, Declined>(known_customer(book, customer)?.number.clone());
    if address(book, customer, channel).is_none() {
        return Err(Refusal::NoAddress {
            customer: number()?,
            channel,
        }
        .into());
    }
    if book.stop_of(customer, channel).is_some() {
        return Err(Refusal::ChannelStopped {
            customer: number()?,
            channel,
        }
        .into());
    }
    Ok(())
}

/// What was addressed outside the lock goes to where the customer is still.
fn still_there(book: &Book, dispatch: &Dispatch, to: &str) -> Result<(), Declined> {
    reaches(book, dispatch.customer, dispatch.channel)?;
    let now = address(book, dispatch.customer, dispatch.channel);
    if now.as_deref() != Some(to) {
        return Err(Refusal::ChangedMeanwhile.into());
    }
    Ok(())
}

pub(super) fn queue_statement(
    draft: &mut Draft,
    today: Date,
    customer: CustomerId,
    channel: Channel,
    sheet: &Sheet,
) -> Result<(), Declined> {
    known_customer(&draft.book, customer)?;
    reaches(&draft.book, customer, channel)?;
    fits(sheet)?;
    let sheet = Some(Box::new(sheet.clone()));
    queue(draft, today, customer, (Posted::Statement, sheet), channel)
}

fn fits(sheet: &Sheet) -> Result<(), Declined> {
    let written = serde_json::to_vec(sheet);
    if written.is_ok_and(|json| json.len() <= SHEET_LIMIT) {
        return Ok(());
    }
    let limit = u64::try_from(SHEET_LIMIT >> 20).unwrap_or(u64::MAX);
    Err(Refusal::SheetTooLarge { limit }.into())
}

/// What became of a dispatch.
pub(super) fn tell(
    draft: &mut Draft,
    today: Date,
    id: DispatchId,
    outcome: &Outcome,
) -> Result<(), Declined> {
    let state = known(&draft.book, id)?.clone();
    let (asked, note) = match outcome {
        Outcome::Sending { to, .. } => (Stand::Sending, to.as_str()),
        Outcome::Sent { answer } => (Stand::Sent, answer.as_str()),
        Outcome::Failed { why } => (Stand::Failed, why.as_str()),
        Outcome::Doubt { why } => (Stand::InDoubt, why.as_str()),
        Outcome::Resend { reason } => (Stand::Queued, reason.as_str()),
        Outcome::Arrived { reason } => (Stand::Sent, reason.as_str()),
        Outcome::CallOff { reason } => (Stand::CalledOff, reason.as_str()),
        Outcome::Returned { reason } => (Stand::Returned, reason.as_str()),
    };
    // A person says whether it arrived only of what nobody else can tell.
    let answers = !matches!(outcome, Outcome::Arrived { .. }) || state.stand == Stand::InDoubt;
    let falls_back = matches!(outcome, Outcome::Doubt { .. }) && state.stand.falls_back(state.left);
    if !answers || !(falls_back || state.stand.may_become(asked)) {
        return Err(stands(&state, asked).into());
    }
    let note = match outcome {
        Outcome::CallOff { .. } | Outcome::Returned { .. } => reason(note)?,
        Outcome::Sending { to, .. } => to.clone(),
        Outcome::Resend { .. } if goes_again(&draft.book, &state) => reason(note)?,
        _ => note.trim().to_owned(),
    };
    if asked == Stand::Queued || falls_back {
        alone(&draft.book, &state)?;
    }
    let sheet = match outcome {
        Outcome::Sending { to, sheet } => {
            still_there(&draft.book, &state.dispatch, to)?;
            if sheet.is_none() && state.dispatch.what != Posted::Statement {
                return Err(Missing("the sheet of a letter".to_owned()).into());
            }
            sheet.as_deref().map(fits).transpose()?;
            sheet.clone()
        }
        _ => None,
    };
    let by_hand = matches!(
        outcome,
        Outcome::Resend { .. }
            | Outcome::Arrived { .. }
            | Outcome::CallOff { .. }
            | Outcome::Returned { .. }
    );
    draft.done(Deed::DispatchMoved(Move {
        dispatch: id,
        from: state.stand,
        to: asked,
        on: today,
        by_hand,
        note: note.clone(),
        sheet,
    }))?;
    if asked == Stand::Returned {
        stop_returned(draft, today, &state.dispatch, &note)?;
    }
    Ok(())
}

/// What came back came from a bad address, unless the customer has another one by now; whom he was merged into may have
/// the same. An envelope that is printed here goes to the same place as one that is printed elsewhere.
fn stop_returned(
    draft: &mut Draft,
    today: Date,
    dispatch: &Dispatch,
    why: &str,
) -> Result<(), Declined> {
    let channels: &[Channel] = match dispatch.channel {
        Channel::Post | Channel::Print => &[Channel::Post, Channel::Print],
        Channel::Email => &[Channel::Email],
        Channel::Sms => &[Channel::Sms],
    };
    let owner = draft.book.owner(dispatch.customer);
    let owner = (owner != dispatch.customer).then_some(owner);
    for customer in [Some(dispatch.customer), owner].into_iter().flatten() {
        let there = address(&draft.book, customer, dispatch.channel).unwrap_or_default();
        for channel in channels.iter().filter(|_| there == dispatch.to) {
            if draft.book.stop_of(customer, *channel).is_none() {
                push_stop(draft, today, customer, *channel, why)?;
            }
        }
    }
    Ok(())
}

/// Sends the same letter by another way, or to another address.
pub(super) fn redirect(
    draft: &mut Draft,
    today: Date,
    id: DispatchId,
    channel: Channel,
    why: &str,
) -> Result<(), Declined> {
    let state = known(&draft.book, id)?.clone();
    let Posted::Letter(letter) = state.dispatch.what else {
        return Err(Refusal::NotALetter { dispatch: id }.into());
    };
    let is_over = matches!(
        state.stand,
        Stand::Failed | Stand::Returned | Stand::CalledOff
    );
    if !is_over {
        return Err(stands(&state, Stand::Queued).into());
    }
    alone(&draft.book, &state)?;
    reaches(&draft.book, state.dispatch.customer, channel)?;
    if goes_again(&draft.book, &state) {
        reason(why)?;
    }
    // Nobody tries it again beside the new one.
    if state.stand == Stand::Failed {
        draft.done(Deed::DispatchMoved(Move {
            dispatch: id,
            from: Stand::Failed,
            to: Stand::CalledOff,
            on: today,
            by_hand: true,
            note: String::new(),
            sheet: None,
        }))?;
    }
    let what = (Posted::Letter(letter), None);
    queue(draft, today, state.dispatch.customer, what, channel)
}

pub(super) fn stop(
    draft: &mut Draft,
    today: Date,
    customer: CustomerId,
    channel: Channel,
    why: &str,
) -> Result<(), Declined> {
    known_customer(&draft.book, customer)?;
    let why = reason(why)?;
    if draft.book.stop_of(customer, channel).is_some() {
        return Err(Refusal::NothingChanged.into());
    }
    push_stop(draft, today, customer, channel, &why)
}

fn push_stop(
    draft: &mut Draft,
    today: Date,
    customer: CustomerId,
    channel: Channel,
    why: &str,
) -> Result<(), Declined> {
    let version = known_customer(&draft.book, customer)?.version;
    // One of an address that he had before holds no more.
    if let Some(before) = draft.book.stops.get(&(customer, channel)).cloned() {
        draft.done(Deed::ChannelFreed(before))?;
    }
    Ok(draft.done(Deed::ChannelStopped(ChannelStop {
        customer,
        channel,
        version,
        on: today,
        reason: why.to_owned(),
    }))?)
}

pub(super) fn free(
    draft: &mut Draft,
    customer: CustomerId,
    channel: Channel,
) -> Result<(), Declined> {
    let number = known_customer(&draft.book, customer)?.number.clone();
    let Some(stop) = draft.book.stop_of(customer, channel).cloned() else {
        return Err(Refusal::ChannelNotStopped {
            customer: number,
            channel,
        }
        .into());
    };
    Ok(draft.done(Deed::ChannelFreed(stop))?)
}

/// A dispatch that was not taken back with its letter.
fn known(book: &Book, id: DispatchId) -> Result<&DispatchState, Refusal> {
    let state = book.dispatches.get(&id);
    let state = state.ok_or(Refusal::UnknownDispatch { dispatch: id })?;
    if state.voided {
        return Err(Refusal::DispatchVoided { dispatch: id });
    }
    Ok(state)
}

fn stands(state: &DispatchState, asked: Stand) -> Refusal {
    Refusal::DispatchStands {
        dispatch: state.dispatch.id,
        stand: state.stand,
        asked,
    }
}

/// The same letter must not be on its way twice.
fn alone(book: &Book, state: &DispatchState) -> Result<(), Refusal> {
    beside(book, state).map_or(Ok(()), |other| {
        Err(Refusal::DispatchedAnew {
            dispatch: state.dispatch.id,
            other: other.dispatch.id,
            stand: other.stand,
        })
    })
}

/// Another dispatch of the same letter that is on its way, or may have arrived.
fn beside<'b>(book: &'b Book, state: &DispatchState) -> Option<&'b DispatchState> {
    let Posted::Letter(letter) = state.dispatch.what else {
        return None;
    };
    let others = book.dispatches_of(letter).into_iter();
    let mut others = others.filter(|other| other.dispatch.id != state.dispatch.id);
    others.find(|other| other.stand().is_live())
}

/// A letter can be taken back while none of its dispatches stands: its own went just before it.
pub(super) fn none_stands(
    book: &Book,
    letter: crate::domain::id::LetterId,
) -> Result<(), Declined> {
    for state in book.dispatches_of(letter).into_iter().rev() {
        if !state.voided {
            not_left(state)?;
            let made = Subject::DispatchMade(state.dispatch.id);
            return Err(Declined::InTheWay(vec![made]));
        }
    }
    Ok(())
}

/// What may have arrived is not taken back; what came back is, once it was called off.
fn not_left(state: &DispatchState) -> Result<(), Refusal> {
    let back = (state.stand == Stand::Returned).then_some(Stand::Returned);
    match state.may_have_arrived().or(back) {
        Some(stand) => Err(Refusal::LetterLeft {
            dispatch: state.dispatch.id,
            stand,
        }),
        None => Ok(()),
    }
}

/// Whether the customer may have it already, by this way or another: then nothing goes out twice in silence. What failed
/// was asked for with a reason before.
fn goes_again(book: &Book, state: &DispatchState) -> bool {
    let may_have_arrived = |it: &DispatchState| !it.voided && it.may_have_arrived().is_some();
    let by_another_way = || match state.dispatch.what {
        Posted::Letter(letter) => book.dispatches_of(letter).into_iter().any(may_have_arrived),
        Posted::Statement => false,
    };
    state.stand != Stand::Failed && (may_have_arrived(state) || by_another_way())
}

/// The deed that takes one of these back.
pub(super) fn invert(book: &Book, deed: &Deed) -> Result<Deed, Declined> {
    let in_the_way = |subject| Declined::InTheWay(vec![subject]);
    Ok(match deed {
        Deed::Dispatched {
            dispatch: Dispatch { id, .. },
            ..
        }
        | Deed::DispatchRestored { dispatch: id } => {
            let state = book.dispatched(*id)?;
            if state.voided {
                return Err(in_the_way(Subject::Dispatch(*id)));
            }
            not_left(state)?;
            Deed::DispatchVoided { dispatch: *id }
        }
        Deed::DispatchVoided { dispatch } => {
            let state = book.dispatched(*dispatch)?;
            if !state.voided {
                return Err(in_the_way(Subject::Dispatch(*dispatch)));
            }
            if let Posted::Letter(letter) = state.dispatch.what
                && book.letter(letter)?.voided
            {
                return Err(in_the_way(Subject::Letter(letter)));
            }
            goes_alone(book, state, state.stand)?;
            Deed::DispatchRestored {
                dispatch: *dispatch,
            }
        }
        Deed::DispatchMoved(moved) => {
            let state = book.dispatched(moved.dispatch)?;
            if !moved.by_hand {
                return Err(Refusal::DispatchHappened {
                    dispatch: moved.dispatch,
                    stand: moved.to,
                }
                .into());
            }
            if state.stand != moved.to || book.moved_on.contains(&moved.dispatch) {
                return Err(in_the_way(Subject::Dispatch(moved.dispatch)));
            }
            if !state.voided {
                goes_alone(book, state, moved.from)?;
            }
            Deed::DispatchMoved(Move {
                from: moved.to,
                to: moved.from,
                ..moved.clone()
            })
        }
        Deed::ChannelStopped(stop) => {
            let key = (stop.customer, stop.channel);
            let now = book.stops.get(&key);
            if now.is_none_or(|now| (now.version, now.on) != (stop.version, stop.on)) {
                return Err(in_the_way(Subject::Channel(stop.customer, stop.channel)));
            }
            Deed::ChannelFreed(stop.clone())
        }
        Deed::ChannelFreed(stop) => {
            if book.stops.contains_key(&(stop.customer, stop.channel)) {
                return Err(in_the_way(Subject::Channel(stop.customer, stop.channel)));
            }
            Deed::ChannelStopped(stop.clone())
        }
        deed => return super::attachment::invert(book, deed),
    })
}

fn goes_alone(book: &Book, state: &DispatchState, stand: Stand) -> Result<(), Declined> {
    match beside(book, state).filter(|_| stand.is_live()) {
        Some(other) => Err(Declined::InTheWay(vec![Subject::Dispatch(
            other.dispatch.id,
        )])),
        None => Ok(()),
    }
}
