//! Letters that could not say how to pay: known from the company's accounts, before one is written.

use crate::domain::arrears::Arrears;
use crate::domain::content::Company;
use crate::domain::reminding::Why;
use crate::letters::{LetterFault, payable};

/// Why not, if no account of the company's takes the currency, or none that the customer's bank reaches.
pub(super) fn unpayable(company: &Company, arrears: &Arrears) -> Option<Why> {
    let currency = arrears.currency;
    match payable(company, currency, &arrears.number, &arrears.country) {
        Err(LetterFault::NoAccount { .. }) => Some(Why::NoAccount { currency }),
        Err(LetterFault::NoIban {
            account, country, ..
        }) => Some(Why::NoIban { account, country }),
        _ => None,
    }
}
