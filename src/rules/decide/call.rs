//! Calls to customers: logged, never decided on.

use crate::domain::book::{Book, Missing};
use crate::domain::call::Call;
use crate::domain::date::Date;
use crate::domain::event::Deed;
use crate::domain::id::{CallId, CustomerId};

use super::{Declined, Draft, Subject, reason};

pub(super) fn log(
    draft: &mut Draft,
    today: Date,
    customer: CustomerId,
    note: &str,
) -> Result<(), Declined> {
    super::customer(&draft.book, customer)?;
    let call = Call {
        id: draft.book.next.call,
        customer,
        on: today,
        note: reason(note)?,
    };
    Ok(draft.done(Deed::Called(call))?)
}

/// The deed that takes a call out of the log.
pub(super) fn take_back(book: &Book, call: CallId) -> Result<Deed, Declined> {
    let missing = || Missing(format!("call {}", call.0));
    if book.calls.get(&call).ok_or_else(missing)?.voided {
        return Err(Declined::InTheWay(vec![Subject::Call(call)]));
    }
    Ok(Deed::CallVoided { call })
}
