//! By which way a letter goes: the customer's own where the stage allows it, else the first that reaches him.

use super::Case;
use crate::rules::policy::Stage;

/// Always within reach: someone prints it and sees to the rest.
const PRINT: &str = "print";

pub(super) fn of(case: Case<'_>, stage: &Stage) -> Option<String> {
    let own = case.arrears.channel.as_deref();
    if stage.channels.is_empty() {
        return Some(own.unwrap_or(PRINT).to_owned());
    }
    let reaches = |channel: &str| match channel {
        "email" => case.arrears.has_email,
        "post" => case.arrears.has_address,
        PRINT => true,
        // Whether it reaches him only he has told.
        other => own == Some(other),
    };
    let allowed = |channel: &&str| stage.channels.iter().any(|known| known == channel);
    let preferred = own.filter(allowed).filter(|channel| reaches(channel));
    let mut channels = stage.channels.iter().map(String::as_str);
    preferred
        .or_else(|| channels.find(|channel| reaches(channel)))
        .map(str::to_owned)
}
