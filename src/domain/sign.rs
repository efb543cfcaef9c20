//! The signs by which two customers may be one: numbers, addresses and a name, each in the one form in which it is
//! compared. The ledger keeps a digest of them, so that who shares one is found at once: another form is another schema.

use super::account;
use super::customer::CustomerFacts;
use super::fold::fold;
use super::name;
use super::org_no;
use super::upkeep::Alike;

/// Digits of a telephone number that are compared: the ones behind the country's.
const PHONE_DIGITS: usize = 8;

/// What is compared of a customer.
pub fn signs(facts: &CustomerFacts) -> Vec<(Alike, String)> {
    let text = &facts.text;
    let number = text.org_no.as_ref();
    let number = number.and_then(|number| org_no::canonical(&facts.country, number));
    let account = text.account.as_deref().map(account::bare);
    let email = text.email.as_ref();
    let email = email.map(|email| email.trim().to_lowercase());
    let phone = text.phone.as_deref().map(last_digits);
    let address = match (&text.street, &text.postcode) {
        (Some(street), Some(postcode)) => {
            let line = fold(&format!("{street} {postcode}"));
            Some(line.chars().filter(|c| c.is_alphanumeric()).collect())
        }
        _ => None,
    };
    let found = [
        (Alike::OrgNo, number),
        (Alike::Account, account),
        (Alike::Name, Some(name::key(&text.name))),
        (Alike::Email, email),
        (Alike::Phone, phone),
        (Alike::Address, address),
    ];
    let found = found
        .into_iter()
        .filter_map(|(what, value): (Alike, Option<String>)| Some((what, value?)));
    found.filter(|(_, value)| !value.is_empty()).collect()
}

/// The end of a number: `+47 22 33 44 55` and `22334455` are one. Shorter ones are no sign.
fn last_digits(phone: &str) -> String {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    let from = digits.len().checked_sub(PHONE_DIGITS);
    from.map_or_else(String::new, |from| digits[from..].to_owned())
}
