//! Whether a letter left the house: one that did not carries no next step, and one that is out of date stays.

use serde::Serialize;

use super::date::Date;
use super::id::LetterId;
use super::money::Money;
use super::outbox::Stand;

/// A letter that was recorded and has not left the house, or came back.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Unsent {
    pub letter: LetterId,
    /// Never `Sent`.
    pub stand: Stand,
    /// The day since when it stands there.
    pub since: Date,
}

/// Where a letter stands that has several dispatches, each with its day: the one that is on its way or arrived tells;
/// else one that came back, for then the letter did leave once; else the last. None: it left, or nothing was to send it.
pub fn unsent(letter: LetterId, dispatches: &[(Stand, Date)]) -> Option<Unsent> {
    let find = |is: &dyn Fn(Stand) -> bool| dispatches.iter().rfind(|(stand, _)| is(*stand));
    let (stand, since) = find(&Stand::is_live)
        .or_else(|| find(&|stand| stand == Stand::Returned))
        .or_else(|| dispatches.last())?;
    (*stand != Stand::Sent).then_some(Unsent {
        letter,
        stand: *stand,
        since: *since,
    })
}

/// Why a letter must not leave any more as it was written. Its sentence stands in the locale under
/// `out-of-date.<cause>`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(tag = "cause", rename_all = "kebab-case")]
pub enum OutOfDate {
    /// The customer is one with another by now, whose number this is: he gets the letter, with all that he owes.
    Merged { customer: String },
    /// Less is open than the letter asks for: it was paid, credited or given up.
    Settled { number: String },
    /// What it asks for is disputed, promised, paused, on a plan, at the bank or with an agency by now.
    Rests { number: String },
    /// A credit that it took off is used up elsewhere.
    CreditUsed { number: String },
    /// The customer has money or credits here that it does not take off.
    MoneyHere { amount: Money },
    /// Fewer days would be left to pay than the law gives, or were from the beginning than the policy gives where the law
    /// says nothing: then the rule is empty.
    DeadlineTooShort {
        deadline: Date,
        first: Date,
        rule: String,
    },
    /// The law wants a deadline, and it has none.
    NoDeadline { rule: String },
    /// Its date is too long ago for a letter that leaves today.
    TooOld { date: Date },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dispatch_that_is_on_its_way_tells_else_the_one_that_came_back() {
        use Stand::{CalledOff, Failed, InDoubt, Queued, Returned, Sending, Sent};
        let day = Date::from_ymd_opt(2026, 11, 22).unwrap();
        for (stands, expected) in [
            (&[][..], None),
            (&[Sent], None),
            (&[Queued], Some(Queued)),
            (&[Sending], Some(Sending)),
            (&[InDoubt], Some(InDoubt)),
            (&[Failed], Some(Failed)),
            (&[CalledOff], Some(CalledOff)),
            (&[Returned], Some(Returned)),
            (&[CalledOff, Sent], None),
            (&[Sent, CalledOff], None),
            (&[Returned, Queued], Some(Queued)),
            (&[Returned, Sent], None),
            (&[Returned, CalledOff], Some(Returned)),
            (&[CalledOff, Failed], Some(Failed)),
        ] {
            let dispatches: Vec<(Stand, Date)> = stands.iter().map(|it| (*it, day)).collect();
            let found = unsent(LetterId(1), &dispatches).map(|it| it.stand);
            assert_eq!(found, expected, "{stands:?}");
        }
    }
}
