//! The payment box: one way to pay, as the payer's bank wants it.

use super::draft::clean;
use super::fault::LetterFault;
use super::words::Words;
use crate::domain::account::{
    Iban, bare, danish, is_bankgiro, is_norwegian, is_plusgiro, machine_form,
};
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
    /// The payer's country.
    pub country: &'a str,
}

/// The lines of the box: amount, account, reference, last day.
pub(super) fn lines(words: &Words, asked: &Asked<'_>) -> Result<Vec<Labelled>, LetterFault> {
    let pay_to = account(asked.company, asked.currency)?;
    let home = asked.company.country.trim().to_ascii_uppercase();
    let country = asked.country.trim();
    let is_abroad = !country.is_empty() && !country.eq_ignore_ascii_case(&home);
    let labels = &words.payment;
    let mut lines = vec![line(
        &labels.amount,
        words.money(asked.total, asked.currency),
    )];
    if is_abroad {
        lines.push(line(&labels.payee, clean(&asked.company.name)));
    }
    lines.push(account_line(words, pay_to, &home, is_abroad));
    let bic = pay_to
        .bic
        .as_deref()
        .map(clean)
        .filter(|bic| !bic.is_empty());
    if let Some(bic) = bic.filter(|_| is_abroad) {
        lines.push(line(&labels.bic, bic.to_ascii_uppercase()));
    }
    let reference = asked.reference.map(clean);
    match reference.filter(|reference| !reference.is_empty()) {
        Some(reference) => lines.push(reference_line(words, &reference, &home)),
        None if asked.message.is_empty() => {}
        None => lines.push(line(&labels.message, asked.message.clone())),
    }
    if let Some(deadline) = asked.deadline {
        lines.push(line(&labels.deadline, words.date(deadline)));
    }
    Ok(lines)
}

/// The first account for the currency, else the first for any.
fn account(company: &Company, currency: Currency) -> Result<&PayTo, LetterFault> {
    let mut accounts = company.accounts.iter();
    let own = accounts.find(|account| account.currency == Some(currency));
    let any = || {
        company
            .accounts
            .iter()
            .find(|account| account.currency.is_none())
    };
    let account = own
        .or_else(any)
        .filter(|account| !clean(&account.account).is_empty());
    account.ok_or_else(|| LetterFault::NoAccount {
        currency: currency.code().to_owned(),
    })
}

/// The account as its country writes it; for payers abroad as an IBAN, where the number says which.
fn account_line(words: &Words, pay_to: &PayTo, home: &str, is_abroad: bool) -> Labelled {
    let labels = &words.payment;
    let written = clean(&pay_to.account);
    if let Some(iban) = Iban::parse(&written).or_else(|| iban(home, &written).filter(|_| is_abroad))
    {
        return line(&labels.iban, iban.printed());
    }
    let digits = bare(&written);
    match home {
        "NO" if is_norwegian(&digits) => {
            let grouped = format!("{} {} {}", &digits[..4], &digits[4..6], &digits[6..]);
            line(&labels.account, grouped)
        }
        "SE" if is_parted(&written, 4) && is_bankgiro(&written) => line(&labels.bankgiro, written),
        "SE" if is_parted(&written, 1) && is_plusgiro(&written) => line(&labels.plusgiro, written),
        _ => line(&labels.account, written),
    }
}

/// Whether a dash stands so many digits before the end: `991-2346`, `4-2`.
fn is_parted(account: &str, behind: usize) -> bool {
    let end = account.rsplit_once('-').map(|(_, end)| end.len());
    end == Some(behind)
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

    fn shown(home: &str, account: &str, reference: &str, country: &str) -> Vec<(String, String)> {
        let mut company = samples::company(home);
        company.accounts = vec![PayTo {
            currency: None,
            account: account.into(),
            bic: Some("abcdno22".into()),
        }];
        let asked = Asked {
            company: &company,
            currency: Currency::EUR,
            total: Minor(100),
            reference: Some(reference),
            message: String::new(),
            deadline: None,
            country,
        };
        let lines = lines(Words::of(Language::En).unwrap(), &asked).unwrap();
        let lines = lines.into_iter().skip(1);
        lines.map(|line| (line.label, line.value)).collect()
    }

    fn said(lines: &[(&str, &str)]) -> Vec<(String, String)> {
        let owned = |(label, value): &(&str, &str)| ((*label).into(), (*value).into());
        lines.iter().map(owned).collect()
    }

    #[test]
    fn each_country_has_its_accounts_and_references() {
        assert_eq!(
            shown("NO", "86011117947", "1234566", "NO"),
            said(&[("Account", "8601 11 17947"), ("Reference (KID)", "1234566")])
        );
        assert_eq!(
            shown("SE", "991-2346", "1234574", "SE"),
            said(&[("Bankgiro", "991-2346"), ("Reference (OCR)", "1234574")])
        );
        assert_eq!(
            shown("FI", "FI2112345600000785", "1234561", "FI"),
            said(&[
                ("IBAN", "FI21 1234 5600 0007 85"),
                ("Reference", "12 34561")
            ])
        );
        assert_eq!(
            shown("FI", "FI2112345600000785", "RF341234561", "FI")[1].1,
            "RF34 1234 561"
        );
    }

    #[test]
    fn payers_abroad_get_iban_bic_and_the_payees_name() {
        let lines = shown("NO", "8601.11.17947", "1234566", "SE");
        assert_eq!(lines[0].0, "Payee");
        assert_eq!(lines[1], ("IBAN".into(), "NO93 8601 1117 947".into()));
        assert_eq!(lines[2], ("BIC".into(), "ABCDNO22".into()));
    }

    #[test]
    fn a_currency_without_an_account_is_refused() {
        let mut company = samples::company("NO");
        company
            .accounts
            .retain(|account| account.currency == Some(Currency::NOK));
        assert!(account(&company, Currency::NOK).is_ok());
        assert!(matches!(
            account(&company, Currency::EUR),
            Err(LetterFault::NoAccount { currency }) if currency == "EUR"
        ));
    }
}
