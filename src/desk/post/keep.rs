//! Recording what becomes of dispatches.

use crate::desk::{Desk, Failure};
use crate::domain::command::{Command, Outcome};
use crate::domain::id::DispatchId;
use crate::domain::refusal::Refusal;
use crate::letters::delivery::{Delivery, Whom};
use crate::text::Locale;

/// Failures in a row that are not the recipient's, after which there is no use in going on.
pub(super) const MOST_FAILURES: u32 = 5;

/// Whether something was recorded.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Recorded {
    Done,
    /// It must not leave as it was written, and stays.
    OutOfDate(Refusal),
    /// Somebody else has seen to it meanwhile.
    Elsewhere,
}

impl Desk {
    /// Records what became of one.
    pub(super) fn record(
        &mut self,
        dispatch: DispatchId,
        outcome: Outcome,
    ) -> Result<Recorded, Failure> {
        match self.act(Command::Dispatch { dispatch, outcome }) {
            Ok(_) => Ok(Recorded::Done),
            Err(Failure::Refused(why @ Refusal::LetterOutOfDate { .. })) => {
                Ok(Recorded::OutOfDate(why))
            }
            Err(Failure::Refused(_)) => Ok(Recorded::Elsewhere),
            Err(failure) => Err(failure),
        }
    }

    /// The same for many, in one transaction if none of them is refused. What became of each, in order.
    pub(super) fn record_all(
        &mut self,
        outcomes: Vec<(DispatchId, Outcome)>,
    ) -> Result<Vec<Recorded>, Failure> {
        if outcomes.is_empty() {
            return Ok(Vec::new());
        }
        let command = |(dispatch, outcome): &(DispatchId, Outcome)| Command::Dispatch {
            dispatch: *dispatch,
            outcome: outcome.clone(),
        };
        let commands: Vec<Command> = outcomes.iter().map(command).collect();
        match self.act_all(&commands) {
            Ok(_) => Ok(vec![Recorded::Done; outcomes.len()]),
            Err(Failure::Refused(_)) => {
                let each = outcomes.into_iter();
                each.map(|(dispatch, outcome)| self.record(dispatch, outcome))
                    .collect()
            }
            Err(failure) => Err(failure),
        }
    }
}

/// What is recorded of a delivery.
pub(super) fn outcome(delivery: &Delivery, locale: &Locale) -> Outcome {
    let why = locale.tell("delivery", delivery);
    match delivery {
        Delivery::Sent { .. } => Outcome::Sent { answer: why },
        Delivery::Refused { .. } | Delivery::NotReached { .. } => Outcome::Failed { why },
        Delivery::InDoubt { .. } => Outcome::Doubt { why },
    }
}

/// How many failures in a row there are after this delivery.
pub(super) fn in_a_row(before: u32, delivery: &Delivery) -> u32 {
    match delivery {
        Delivery::Sent { .. } => 0,
        Delivery::Refused { whom, .. } => match whom {
            Whom::Recipient => 0,
            Whom::Server => before + 1,
            // Asking again with the same secret locks accounts.
            Whom::Login => MOST_FAILURES,
        },
        Delivery::NotReached { .. } | Delivery::InDoubt { .. } => before + 1,
    }
}
