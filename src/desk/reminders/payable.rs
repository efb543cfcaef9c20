//! Letters that could not say how to pay: known from the company's accounts, before one is written.

use std::collections::HashMap;

use crate::domain::arrears::Arrears;
use crate::domain::content::Company;
use crate::domain::money::Currency;
use crate::domain::reminding::Why;
use crate::letters::{LetterFault, payable};

/// The company's accounts, asked once for each currency and country of a payer.
pub(super) struct Payable {
    company: Company,
    known: HashMap<(Currency, String), Option<Why>>,
}

impl Payable {
    pub fn to(company: Company) -> Self {
        let known = HashMap::new();
        Self { company, known }
    }

    /// Why not, if no account takes the currency, or none that the customer's bank reaches.
    pub fn why_not(&mut self, arrears: &Arrears) -> Option<Why> {
        let (currency, country) = (arrears.currency, &arrears.country);
        let company = &self.company;
        let asked = || match payable(company, currency, &arrears.number, country) {
            Err(LetterFault::NoAccount { .. }) => Some(Why::NoAccount { currency }),
            Err(LetterFault::NoIban {
                account, country, ..
            }) => Some(Why::NoIban { account, country }),
            _ => None,
        };
        let known = self.known.entry((currency, country.clone()));
        known.or_insert_with(asked).clone()
    }
}
