//! What is in the outbox, and what a person names of it.

use crate::desk::{Desk, Failure};
use crate::domain::id::{DispatchId, LetterId};
use crate::domain::outbox::Stand;
use crate::domain::refusal::Refusal;
use crate::store::query::DispatchRow;

/// What a label names.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Chosen {
    Letter(LetterId),
    Dispatch(DispatchId),
}

impl Desk {
    /// What stands at one of these, the oldest first; everything, if none is named.
    pub fn outbox(&self, stands: &[Stand]) -> Result<Vec<DispatchRow>, Failure> {
        let reader = self.store.read();
        Ok(reader.outbox(stands, DispatchId(0), usize::MAX)?)
    }

    /// `L12` is a letter, by its last dispatch; `12` and `D12` are a dispatch.
    pub fn find_dispatch(&self, label: &str) -> Result<DispatchRow, Failure> {
        let reader = self.store.read();
        let found = match chosen(label) {
            Some(Chosen::Letter(letter)) => reader.dispatches_of(letter)?.pop(),
            Some(Chosen::Dispatch(dispatch)) => reader.dispatch(dispatch)?,
            None => None,
        };
        found.ok_or_else(|| unknown(label))
    }

    /// `L12`, or the number alone.
    pub fn find_letter(&self, label: &str) -> Result<LetterId, Failure> {
        match chosen(label) {
            Some(Chosen::Letter(letter)) => Ok(letter),
            Some(Chosen::Dispatch(DispatchId(number))) if !label.trim().starts_with(['D', 'd']) => {
                Ok(LetterId(number))
            }
            _ => Err(unknown(label)),
        }
    }
}

/// What was written, if it can be a letter or a dispatch.
fn chosen(label: &str) -> Option<Chosen> {
    let label = label.trim();
    let number = |digits: &str| digits.parse().ok().filter(|number: &i64| *number > 0);
    if let Some(digits) = label.strip_prefix(['L', 'l']) {
        return number(digits).map(|id| Chosen::Letter(LetterId(id)));
    }
    let digits = label.strip_prefix(['D', 'd']).unwrap_or(label);
    number(digits).map(|id| Chosen::Dispatch(DispatchId(id)))
}

pub(super) fn unknown(label: &str) -> Failure {
    let text = label.trim().to_owned();
    Refusal::UnknownLetter { text }.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_names_a_letter_or_a_dispatch_or_nothing() {
        assert_eq!(chosen(" l12 "), Some(Chosen::Letter(LetterId(12))));
        assert_eq!(chosen("D7"), Some(Chosen::Dispatch(DispatchId(7))));
        assert_eq!(chosen("7"), Some(Chosen::Dispatch(DispatchId(7))));
        for nothing in ["", "L", "Lx", "-1", "L-1", "0", "L99999999999999999999"] {
            assert_eq!(chosen(nothing), None, "{nothing}");
        }
    }
}
