//! Values that prove themselves: numbers with check digits, addresses with a form. One list for the form, the command
//! line, imports and the queue of poor data: what the form refuses, the others name.

use super::{Field, Wrong, WrongValue};
use crate::domain::customer::CustomerFacts;
use crate::domain::money::Currency;

/// The fields that can be told wrong from themselves.
const PROVEN: [Field; 5] = [
    Field::OrgNo,
    Field::Postcode,
    Field::Email,
    Field::Phone,
    Field::Account,
];

impl CustomerFacts {
    /// The values that a form would not take, in the order of the form. Of contacts, only their own form sees to it.
    pub fn wrong_values(&self) -> Vec<WrongValue> {
        let text = &self.text;
        let value = |field: &Field| match field {
            Field::OrgNo => text.org_no.as_deref(),
            Field::Postcode => text.postcode.as_deref(),
            Field::Email => text.email.as_deref(),
            Field::Phone => text.phone.as_deref(),
            Field::Account => text.account.as_deref(),
            _ => None,
        };
        // What is right goes by the country alone; none of these is an amount.
        let mut tried = Self::new(self.kind, &self.country, "");
        let wrong = |field: &Field| {
            let written = field.write(&mut tried, value(field), Currency::NOK);
            written.err()
        };
        PROVEN.iter().filter_map(wrong).collect()
    }
}

impl WrongValue {
    /// Whether it has the form and a slip in it, rather than being something else.
    pub fn is_slip(&self) -> bool {
        matches!(self.why, Wrong::CheckDigit | Wrong::Iban)
    }
}
