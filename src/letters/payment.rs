//! The payment box: one way to pay, as the payer's bank wants it.

use super::draft::clean;
use super::fault::LetterFault;
use super::words::Words;
use crate::domain::account::{Giro, Iban, bare, danish, is_norwegian, machine_form};
use crate::domain::content::{Company, PayTo};
use crate::domain::date::Date;
use crate::domain::money::{Currency, Minor};
use crate::domain::reference::fik::Fik;
use crate::domain::reference::{Scheme, normalise, printed, schemes};
use crate::domain::sheet::Labelled;

/// What is asked for.
pub(super) struct Asked<'a> {
    pub company: &'a Company,
    pub currency: Currency,
    pub total: Minor,
    pub reference: Option<&'a str>,
    /// What the payer writes where there is no reference.
    pub message: String,
    pub deadline: Option<Date>,
    /// The payer's number and country.
    pub customer: &'a str,
    pub country: &'a str,
}

/// The lines of the box: amount, account, reference, last day. Refused where no account takes the currency, or none
/// that the payer's bank can reach.
pub(super) fn lines(words: &Words, asked: &Asked<'_>) -> Result<Vec<Labelled>, LetterFault> {
    let payer = Payer::of(asked);
    let (way, bic) = way(&payer, asked)?;
    let labels = &words.payment;
    let mut lines = vec![line(
        &labels.amount,
        words.money(asked.total, asked.currency),
    )];
    // Banks ask for the payee's name beside an IBAN and compare it (Regulation (EU) 2024/886, verification of payee).
    if payer.is_abroad || matches!(way, WayToPay::Iban(_)) {
        lines.push(line(&labels.payee, clean(&asked.company.name)));
    }
    lines.push(match way {
        WayToPay::Iban(iban) => line(&labels.iban, iban.printed()),
        WayToPay::Giro(Giro::Bankgiro(number)) => line(&labels.bankgiro, number),
        WayToPay::Giro(Giro::Plusgiro(number)) => line(&labels.plusgiro, number),
        WayToPay::National(number) => line(&labels.account, number),
    });
    if let Some(bic) = bic.filter(|_| payer.is_abroad) {
        lines.push(line(&labels.bic, bic));
    }
    let reference = asked.reference.map(clean);
    match reference.filter(|reference| !reference.is_empty()) {
        Some(reference) => lines.push(reference_line(words, &reference, &payer.home)),
        None if asked.message.is_empty() => {}
        None => lines.push(line(&labels.message, asked.message.clone())),
    }
    if let Some(deadline) = asked.deadline {
        lines.push(line(&labels.deadline, words.date(deadline)));
    }
    Ok(lines)
}

/// Whether a payer of a country can pay in a currency: else why not.
pub fn payable(
    company: &Company,
    currency: Currency,
    customer: &str,
    country: &str,
) -> Result<(), LetterFault> {
    let asked = Asked {
        company,
        currency,
        total: Minor::ZERO,
        reference: None,
        message: String::new(),
        deadline: None,
        customer,
        country,
    };
    way(&Payer::of(&asked), &asked).map(drop)
}

/// Where the payer's bank is, as far as one can tell, beside the company's.
struct Payer {
    home: String,
    country: String,
    is_abroad: bool,
}

impl Payer {
    fn of(asked: &Asked<'_>) -> Self {
        let code = |text: &str| text.trim().to_ascii_uppercase();
        let home = code(&asked.company.country);
        let country = Some(code(asked.country)).filter(|country| !country.is_empty());
        let country = country.unwrap_or_else(|| home.clone());
        Self {
            is_abroad: country != home,
            home,
            country,
        }
    }
}

/// An account as a bank takes it.
enum WayToPay {
    Iban(Iban),
    /// Paid from Swedish accounts alone.
    Giro(Giro),
    /// Paid from accounts of its country.
    National(String),
}

/// The first account for the currency that the payer can pay to, else the first such for any, with its BIC.
fn way(payer: &Payer, asked: &Asked<'_>) -> Result<(WayToPay, Option<String>), LetterFault> {
    let accounts = &asked.company.accounts;
    let own = accounts.iter();
    let own = own.filter(|account| account.currency == Some(asked.currency));
    let any = accounts.iter().filter(|account| account.currency.is_none());
    let mut unreachable = None;
    for pay_to in own.chain(any) {
        if clean(&pay_to.account).is_empty() {
            continue;
        }
        if let Some(way) = written(payer, asked.currency, pay_to) {
            let bic = pay_to.bic.as_deref().map(clean);
            let bic = bic.map(|bic| bic.to_ascii_uppercase());
            return Ok((way, bic.filter(|bic| !bic.is_empty())));
        }
        unreachable.get_or_insert(pay_to);
    }
    Err(match unreachable {
        Some(pay_to) => LetterFault::NoIban {
            customer: clean(asked.customer),
            country: clean(&payer.country),
            account: clean(&pay_to.account),
            currency: asked.currency.code().to_owned(),
        },
        None => LetterFault::NoAccount {
            currency: asked.currency.code().to_owned(),
        },
    })
}

/// The account as the payer's country writes it: abroad as an IBAN, where the number says which. None where it cannot
/// be paid to from there.
fn written(payer: &Payer, currency: Currency, pay_to: &PayTo) -> Option<WayToPay> {
    let account = clean(&pay_to.account);
    if let Some(iban) = Iban::parse(&account) {
        return Some(WayToPay::Iban(iban));
    }
    let is_swedish = payer.home == "SE" || currency == Currency::SEK;
    let giro = Giro::named(&account).or_else(|| Giro::parse(&account).filter(|_| is_swedish));
    if let Some(giro) = giro {
        return (payer.country == "SE").then_some(WayToPay::Giro(giro));
    }
    if payer.is_abroad {
        return iban(&payer.home, &account).map(WayToPay::Iban);
    }
    let digits = bare(&account);
    Some(WayToPay::National(match payer.home.as_str() {
        "NO" if is_norwegian(&digits) => {
            format!("{} {} {}", &digits[..4], &digits[4..6], &digits[6..])
        }
        _ => account,
    }))
}

fn iban(home: &str, account: &str) -> Option<Iban> {
    let basic = match home {
        "NO" => Some(bare(account)).filter(|digits| is_norwegian(digits)),
        "DK" => danish(account),
        "FI" => machine_form(account),
        _ => None,
    };
    Iban::of(home, &basic?)
}

/// The reference in its groups, called as payers of its country know it.
fn reference_line(words: &Words, reference: &str, home: &str) -> Labelled {
    let labels = &words.payment;
    let known = schemes(reference);
    let has = |scheme| known.contains(&scheme);
    if has(Scheme::Rf) {
        return line(&labels.reference, printed(reference, Scheme::Rf));
    }
    match home {
        "NO" if has(Scheme::Mod10) || has(Scheme::Mod11) => line(&labels.kid, normalise(reference)),
        "SE" if has(Scheme::Mod10) => line(&labels.ocr, normalise(reference)),
        "FI" if has(Scheme::Viite) => line(&labels.viite, printed(reference, Scheme::Viite)),
        "DK" if has(Scheme::Mod10) || Fik::parse(reference).is_ok() => {
            line(&labels.fik, reference.to_owned())
        }
        _ => line(&labels.reference, reference.to_owned()),
    }
}

fn line(label: &str, value: String) -> Labelled {
    Labelled {
        label: label.to_owned(),
        value,
    }
}

#[cfg(test)]
mod tests {
    use super::super::language::Language;
    use super::super::samples;
    use super::*;

    fn boxed(home: &str, accounts: &[&str], country: &str) -> Result<Vec<Labelled>, LetterFault> {
        let mut company = samples::company(home);
        let account = |account: &&str| PayTo {
            currency: None,
            account: (*account).into(),
            bic: Some("abcdno22".into()),
        };
        company.accounts = accounts.iter().map(account).collect();
        let asked = Asked {
            company: &company,
            currency: Currency::EUR,
            total: Minor(100),
            reference: Some("1234561"),
            message: String::new(),
            deadline: None,
            customer: "1042",
            country,
        };
        lines(Words::of(Language::En).unwrap(), &asked)
    }

    fn shown(home: &str, account: &str, country: &str) -> Vec<(String, String)> {
        let lines = boxed(home, &[account], country).unwrap();
        let lines = lines.into_iter().skip(1);
        lines.map(|line| (line.label, line.value)).collect()
    }

    fn account(home: &str, account: &str) -> (String, String) {
        shown(home, account, home).remove(0)
    }

    fn said(label: &str, value: &str) -> (String, String) {
        (label.into(), value.into())
    }

    #[test]
    fn each_country_has_its_accounts() {
        assert_eq!(
            account("NO", "86011117947"),
            said("Account", "8601 11 17947")
        );
        assert_eq!(account("SE", "5050-1055"), said("Bankgiro", "5050-1055"));
        assert_eq!(account("SE", "bg:50501055"), said("Bankgiro", "5050-1055"));
        assert_eq!(account("SE", "50501055"), said("Bankgiro", "5050-1055"));
        assert_eq!(account("SE", "902003-3"), said("Plusgiro", "902003-3"));
        assert_eq!(account("SE", "pg:9020033"), said("Plusgiro", "902003-3"));
        let bank = said("Account", "5000 58398257466");
        assert_eq!(account("SE", "5000 58398257466"), bank);
        let danish = said("Account", "0040 0440116243");
        assert_eq!(account("DK", "0040 0440116243"), danish);
    }

    #[test]
    fn each_country_has_its_references() {
        let label = |home: &str, reference: &str| {
            let words = Words::of(Language::En).unwrap();
            let line = reference_line(words, reference, home);
            (line.label, line.value)
        };
        assert_eq!(label("NO", "1234566"), said("Reference (KID)", "1234566"));
        assert_eq!(label("SE", "1234574"), said("Reference (OCR)", "1234574"));
        assert_eq!(label("FI", "1234561"), said("Reference", "12 34561"));
        assert_eq!(label("FI", "RF341234561").1, "RF34 1234 561");
    }

    #[test]
    fn an_iban_stands_beside_the_name_of_who_is_paid() {
        let lines = shown("FI", "FI2112345600000785", "FI");
        assert_eq!(lines[0], said("Payee", "Koivupuu Oy"));
        assert_eq!(lines[1], said("IBAN", "FI21 1234 5600 0007 85"));
        assert!(lines.iter().all(|(label, _)| label != "BIC"));
    }

    #[test]
    fn payers_abroad_get_iban_bic_and_the_payees_name() {
        let lines = shown("NO", "8601.11.17947", "SE");
        assert_eq!(lines[0].0, "Payee");
        assert_eq!(lines[1], said("IBAN", "NO93 8601 1117 947"));
        assert_eq!(lines[2], said("BIC", "ABCDNO22"));
    }

    #[test]
    fn a_payer_abroad_is_given_the_account_that_he_can_pay_to_or_none() {
        let accounts = ["5050-1055", "SE4550000000058398257466"];
        let lines = boxed("SE", &accounts, "GB").unwrap();
        assert_eq!(lines[2].value, "SE45 5000 0000 0583 9825 7466");
        assert_eq!(boxed("SE", &accounts, "SE").unwrap()[1].label, "Bankgiro");
        assert!(matches!(
            boxed("SE", &accounts[..1], "GB"),
            Err(LetterFault::NoIban { customer, account, .. })
                if customer == "1042" && account == "5050-1055"
        ));
    }

    #[test]
    fn a_currency_without_an_account_is_refused() {
        assert!(matches!(
            boxed("NO", &[], "NO"),
            Err(LetterFault::NoAccount { currency }) if currency == "EUR"
        ));
    }
}
