//! The company as its letters name it, as far as the ledger does not know, and the templates of its own.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::ConfigFault;
use super::mail::checked_address;
use super::place::Place;
use crate::domain::account::{Giro, Iban, bare, kept, same_account};
use crate::domain::content::{Company, PayTo};
use crate::domain::ledger::LedgerFacts;
use crate::domain::money::Currency;
use crate::text::width::clean;

/// Lines of the company's address that a letter has room for.
const MOST_LINES: usize = 6;
/// Letters of one line.
const MOST_LETTERS: usize = 100;

/// What the ledger does not know of the company.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct CompanyConfig {
    address: Vec<String>,
    email: String,
    phone: String,
    web: String,
    accounts: Vec<AccountConfig>,
    /// A picture for the head of letters; empty is none.
    pub logo: PathBuf,
    /// The fonts of letters; empty are the built-in ones.
    pub font: PathBuf,
    pub font_bold: PathBuf,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct AccountConfig {
    account: String,
    #[serde(default)]
    currency: Option<Currency>,
    #[serde(default)]
    bic: Option<String>,
}

/// Letters in words of the company's own.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct LettersConfig {
    /// The folder of its templates; empty is none.
    pub templates: PathBuf,
}

impl CompanyConfig {
    /// Where a made-up company of the demo is reached.
    pub fn made_up(address: &[&str], email: &str) -> Self {
        Self {
            address: address.iter().map(|line| (*line).to_owned()).collect(),
            email: email.to_owned(),
            ..Self::default()
        }
    }

    pub(super) fn check(&self, place: Place) -> Result<(), ConfigFault> {
        let too_long = |text: &String| text.chars().count() > MOST_LETTERS;
        let long = self.address.len() > MOST_LINES || self.address.iter().any(too_long);
        for (name, is_long) in [
            ("address", long),
            ("phone", too_long(&self.phone)),
            ("web", too_long(&self.web)),
        ] {
            if is_long {
                return Err(ConfigFault::CompanyTooLong {
                    path: place.path(),
                    line: place.line("company", name),
                    name: format!("company.{name}"),
                    lines: MOST_LINES,
                    letters: MOST_LETTERS,
                });
            }
        }
        checked_address(&self.email, place, "company", "email")?;
        for (at, account) in self.accounts.iter().enumerate() {
            if !account.is_one() {
                return Err(ConfigFault::CompanyAccount {
                    path: place.path(),
                    line: place.line_in("company", "accounts", at),
                    account: account.number(),
                });
            }
        }
        Ok(())
    }

    /// Files are named from where the settings file is.
    pub(super) fn set_folder(&mut self, folder: &Path) {
        for path in [&mut self.logo, &mut self.font, &mut self.font_bold] {
            within(path, folder);
        }
    }

    /// The company: the ledger's facts with these. An account that the settings name too is told as they tell it,
    /// and theirs come first.
    pub fn of(&self, ledger: &LedgerFacts) -> Company {
        let named = self.accounts.iter().map(|account| PayTo {
            currency: account.currency,
            account: account.number(),
            bic: account.bic.as_deref().map(bare),
        });
        let mut accounts: Vec<PayTo> = named.collect();
        let others = ledger.accounts.iter().filter(|number| {
            let is_it = |account: &AccountConfig| same_account(&account.number(), number);
            !self.accounts.iter().any(is_it)
        });
        accounts.extend(others.map(|number| PayTo {
            currency: None,
            account: number.clone(),
            bic: None,
        }));
        let lines = self.address.iter().map(|line| shown(line));
        Company {
            name: ledger.company.clone(),
            country: ledger.country.clone(),
            org_no: ledger.org_no.clone(),
            address: lines.filter(|line| !line.is_empty()).collect(),
            email: said(&self.email),
            phone: said(&self.phone),
            web: said(&self.web),
            accounts,
        }
    }
}

impl AccountConfig {
    /// As it was written, but a giro as it is printed.
    fn number(&self) -> String {
        let giro = Giro::named(&self.account);
        giro.map_or_else(|| shown(&self.account), |giro| giro.printed().to_owned())
    }

    /// Whether it can be an account: enough figures, an IBAN with its check digits, a BIC of eight or eleven.
    fn is_one(&self) -> bool {
        let Ok(number) = kept("", &self.account) else {
            return false;
        };
        let number = bare(&number);
        let starts_like_iban = number.chars().take(2).all(|c| c.is_ascii_alphabetic());
        let is_number = (4..=34).contains(&number.len())
            && self.account.chars().count() <= MOST_LETTERS
            && (!starts_like_iban || Iban::parse(&number).is_some());
        let is_bic = |bic: &String| matches!(bare(bic).len(), 8 | 11);
        is_number && self.bic.as_ref().is_none_or(is_bic)
    }
}

impl LettersConfig {
    pub(super) fn set_folder(&mut self, folder: &Path) {
        within(&mut self.templates, folder);
    }
}

/// A path from a folder on, unless it says nothing or where it is by itself.
pub(super) fn within(path: &mut PathBuf, folder: &Path) {
    if !path.as_os_str().is_empty() && path.is_relative() {
        *path = folder.join(&*path);
    }
}

fn shown(text: &str) -> String {
    clean(text).trim().to_owned()
}

fn said(text: &str) -> Option<String> {
    Some(shown(text)).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::config::Config;
    use crate::domain::ledger::CompanySize;

    fn ledger() -> LedgerFacts {
        LedgerFacts {
            company: "Nordlys AS".to_owned(),
            country: "NO".to_owned(),
            currency: Currency::NOK,
            org_no: Some("999888777".to_owned()),
            accounts: vec!["8601 11 17947".to_owned(), "1503.00.12345".to_owned()],
            size: CompanySize::Small,
        }
    }

    #[test]
    fn the_company_is_the_ledgers_with_what_the_settings_add() {
        let text = r#"
[company]
address = ["Storgata 1", " ", "0155 OSLO"]
email = "post@nordlys.no"
logo = "logo.png"

[[company.accounts]]
account = "NO93 8601 1117 947"
currency = "EUR"
bic = "dnbanokk"
"#;
        let config = Config::parse(text, "x").unwrap();
        let company = config.company.of(&ledger());
        assert_eq!(company.name, "Nordlys AS");
        assert_eq!(company.address, ["Storgata 1", "0155 OSLO"]);
        assert_eq!(company.email.as_deref(), Some("post@nordlys.no"));
        assert_eq!((company.phone, company.web), (None, None));
        let accounts: Vec<_> = company
            .accounts
            .iter()
            .map(|to| (to.account.as_str(), to.currency, to.bic.as_deref()))
            .collect();
        let eur = Currency::parse("EUR");
        assert_eq!(
            accounts,
            [
                ("NO93 8601 1117 947", eur, Some("DNBANOKK")),
                ("1503.00.12345", None, None)
            ]
        );
        let without = Config::default().company.of(&ledger());
        assert_eq!(without.accounts.len(), 2);
        assert!(without.address.is_empty());
    }

    #[test]
    fn files_are_named_from_the_settings_on() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        let text = "[company]\nlogo = \"logo.png\"\n[letters]\ntemplates = \"/own\"\n";
        std::fs::write(&path, text).unwrap();
        let config = Config::load(&path, true).unwrap();
        assert_eq!(config.company.logo, folder.path().join("logo.png"));
        assert_eq!(config.letters.templates, Path::new("/own"));
        assert_eq!(config.company.font, Path::new(""));
    }

    #[test]
    fn what_no_letter_can_say_of_the_company_is_refused_with_its_line() {
        for text in [
            "[company]\n\n[[company.accounts]]\naccount = \"NO92 8601 1117 947\"\n",
            "[company]\n\n[[company.accounts]]\naccount = \"...\"\n",
            "[company]\n\n[[company.accounts]]\naccount = \"8601 11 17947\"\nbic = \"DNB\"\n",
        ] {
            let fault = Config::parse(text, "x").unwrap_err();
            assert!(
                matches!(fault, ConfigFault::CompanyAccount { line: 3, .. }),
                "{fault:?}"
            );
        }
        let text = format!("[company]\nemail = \"\"\nphone = \"{}\"\n", "1".repeat(101));
        let fault = Config::parse(&text, "x").unwrap_err();
        assert!(
            matches!(fault, ConfigFault::CompanyTooLong { line: 3, .. }),
            "{fault:?}"
        );
        let fault = Config::parse("[company]\nemail = \"post\"\n", "x").unwrap_err();
        assert!(
            matches!(fault, ConfigFault::NotAnAddress { line: 2, .. }),
            "{fault:?}"
        );
    }
}
