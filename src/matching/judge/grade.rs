//! What the evidence says of a reading, and the class that it adds up to.

use super::Via;
use crate::domain::evidence::Class;
use crate::matching::fit::{Fit, How};
use crate::matching::index::At;
use crate::matching::payer::Strength;

/// What the evidence says of one reading, for its class.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact by itself, and any of them may hold beside any other"
)]
#[derive(Default)]
pub(super) struct Grounds {
    /// Each item bears a reference that was named, and each that was named is used.
    pub referenced: bool,
    /// No word says that a number of the text is a reference.
    pub bare: bool,
    /// And it is so short that it may be anything.
    pub short: bool,
    /// One reference, or one letter with its total.
    pub single: bool,
    /// Each item is named by reference or whole number.
    pub named: bool,
    /// Each is named somehow: digits, or a reference with a slip.
    pub hinted: bool,
    pub nearly: bool,
    /// A rule of the user's names them.
    pub ruled: bool,
    pub several_customers: bool,
    pub against: bool,
    /// The reference names something else.
    pub other_reference: bool,
    /// Another reading is as good.
    pub guarded: bool,
    pub other_customer: bool,
    /// The credits that are used are named too.
    pub credits_named: bool,
    /// All that stands in the way of certainty: other items of the amount.
    pub unless: Vec<At>,
}

/// The class of a reading.
pub(super) fn class(grounds: &Grounds, fit: &Fit, via: Via, strength: Option<Strength>) -> Class {
    let strong = strength == Some(Strength::Strong);
    let medium = strength >= Some(Strength::Medium);
    let closes = fit.how.closes() && !fit.doubt;
    let told = grounds.referenced
        || grounds.named
        || grounds.ruled
        || (grounds.hinted && fit.how == How::Exact);
    if grounds.against {
        return if told || medium { Class::C } else { Class::D };
    }
    if grounds.several_customers {
        return match (grounds.named && fit.how == How::Exact, grounds.named) {
            (true, _) => Class::B,
            (false, true) => Class::C,
            (false, false) => Class::D,
        };
    }
    let no_credits = fit.credits.is_empty();
    let trusted = !grounds.short && (!grounds.bare || fit.how == How::Exact);
    if grounds.referenced && trusted && !grounds.guarded && !fit.doubt && no_credits {
        let certain = match fit.how {
            How::Exact | How::Discounted | How::Rounded => true,
            How::Over | How::Short => grounds.single,
            How::Credited | How::WithOthers | How::Doubtful => false,
        };
        if certain {
            return Class::A;
        }
    }
    let exact = fit.how == How::Exact;
    let unchallenged = !grounds.guarded && !grounds.other_reference;
    if unchallenged && (closes || (fit.how == How::Rounded && strong && grounds.named)) {
        // A credit that nobody spoke of may be for another day, but for the whole balance.
        let by_name = (grounds.named || grounds.ruled)
            && (no_credits || grounds.credits_named || via == Via::Balance);
        let by_payer = strong
            && match via {
                Via::Single { unique } => unique || grounds.hinted,
                Via::Balance => true,
                Via::Named => grounds.hinted && exact,
                Via::Subset | Via::Loose | Via::Amount => false,
            };
        if by_name || by_payer {
            return Class::B;
        }
    }
    if told {
        return Class::C;
    }
    let likely = match via {
        Via::Single { unique } => {
            unique && strength.is_some_and(|strength| strength != Strength::Narrow)
        }
        Via::Balance | Via::Subset => medium,
        Via::Named | Via::Loose | Via::Amount => false,
    };
    if likely { Class::C } else { Class::D }
}
