//! Who works with the ledger.

use super::{Declined, Draft};
use crate::domain::event::Deed;
use crate::domain::refusal::{Refusal, RegisterRefusal};
use crate::domain::shape::is_unclean;
use crate::domain::user::Role;

/// Letters of a user's name, which is that of a login.
const MOST_OF_NAME: usize = 100;

pub(super) fn set(draft: &mut Draft, name: &str, role: Option<Role>) -> Result<(), Declined> {
    let users = &draft.book.users;
    let name = name.trim();
    if name.is_empty() || name.chars().count() > MOST_OF_NAME || name.contains(is_unclean) {
        return Err(RegisterRefusal::UserNameMissing.into());
    }
    let text = name.to_owned();
    let from = users.get(name).copied();
    if from == role {
        return Err(match role {
            Some(_) => Refusal::NothingChanged,
            None => RegisterRefusal::UserUnknown { text }.into(),
        }
        .into());
    }
    if users.is_empty() && role != Some(Role::Lead) {
        return Err(RegisterRefusal::FirstUserNoLead { text }.into());
    }
    // The last user may go, for then everyone may do everything again.
    let others = || users.iter().filter(|(user, _)| user.as_str() != name);
    let leads_left = others().any(|(_, role)| *role == Role::Lead);
    if from == Some(Role::Lead) && !leads_left && (role.is_some() || others().next().is_some()) {
        return Err(RegisterRefusal::LastLead { text }.into());
    }
    draft.done(Deed::UserSet {
        name: text,
        from,
        to: role,
    })?;
    Ok(())
}
