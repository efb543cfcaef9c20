//! By which way a letter goes: the customer's own where the stage allows it, else the first that reaches him. Ways
//! that are stopped, for his address there is bad, are passed over.

use super::Case;
use crate::domain::outbox::Channel;
use crate::domain::reminding::Why;
use crate::rules::policy::Stage;

/// The way, and which ones it was taken in place of.
pub(super) fn of(case: Case<'_>, stage: &Stage) -> Option<(String, Vec<Why>)> {
    let own = case.arrears.channel.as_deref().and_then(Channel::parse);
    let reaches = |channel: &Channel| match channel {
        Channel::Email => case.arrears.has_email,
        Channel::Post | Channel::Print => case.arrears.has_address,
        // Whether it reaches him only he has told.
        Channel::Sms => own == Some(Channel::Sms),
    };
    let named = stage.channels.iter();
    let named: Vec<Channel> = named.filter_map(|name| Channel::parse(name)).collect();
    let is_allowed = |way: &Channel| named.is_empty() || named.contains(way);
    let ways = own
        .filter(is_allowed)
        .into_iter()
        .chain(named.iter().copied());
    // The last resort: it is printed, and waits for an address.
    let print = Some(Channel::Print).filter(is_allowed);
    let ways: Vec<Channel> = ways.filter(reaches).chain(print).collect();
    let is_stopped = |way: &Channel| case.arrears.stopped.contains(way);
    let at = ways.iter().position(|way| !is_stopped(way))?;
    let (passed, rest) = ways.split_at(at);
    let channel = *rest.first()?;
    // His own way stands among the stage's too.
    let first =
        |(at, way): &(usize, &Channel)| passed.iter().position(|other| other == *way) == Some(*at);
    let stopped = passed.iter().enumerate().filter(first);
    let stopped = stopped.map(|(_, stopped)| Why::ChannelStopped {
        stopped: *stopped,
        channel,
    });
    let lost = channel == Channel::Print && !case.arrears.has_address;
    let lost = lost.then_some(Why::NoAddress { channel });
    Some((channel.name().to_owned(), stopped.chain(lost).collect()))
}
