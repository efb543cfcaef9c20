//! What is still to be set up. Two things only the user knows: that he looked at the policy, and that he wants to see
//! no more of the list. They are kept beside the settings, for each ledger, and mean nothing to its figures.

use std::fs;
use std::path::PathBuf;

use sha2::{Digest, Sha256};

use crate::reports::setup::{Need, Setup};

use super::fingerprint::hex;
use super::{Desk, Failure};

/// What is kept, as a word on a line of its own.
const LOOKED: &str = "policy";
const AWAY: &str = "away";

impl Desk {
    /// What is missing. A made-up ledger lacks nothing.
    pub fn setup(&self) -> Result<Setup, Failure> {
        let settings = &self.config.file;
        let is_kept = !settings.as_os_str().is_empty();
        let mut setup = Setup {
            missing: Vec::new(),
            put_away: self.is_noted(AWAY),
            settings: is_kept.then(|| settings.display().to_string()),
        };
        if self.demo.is_some() {
            return Ok(setup);
        }
        let reader = self.store.read();
        let company = self.company();
        for need in Need::ALL {
            let is_there = match need {
                Need::Customers => reader.count_customers()? > 0,
                Need::Invoices => reader.has_documents()?,
                Need::Address => !company.address.is_empty(),
                Need::Email => company.email.is_some(),
                Need::Mail => self.has_mail(),
                Need::Account => !self.ledger.accounts.is_empty(),
                Need::BankFile => reader.bank_data()?.0.is_some(),
                // Who wrote rules of his own has looked at them.
                Need::Policy => self.config.written().is_some() || self.is_noted(LOOKED),
            };
            if !is_there {
                setup.missing.push(need);
            }
        }
        Ok(setup)
    }

    /// Notes that the policy was looked at.
    pub fn note_policy_seen(&self) -> Result<(), Failure> {
        self.note(LOOKED)
    }

    /// Notes that the list of what is missing is to be shown no more.
    pub fn put_setup_away(&self) -> Result<(), Failure> {
        self.note(AWAY)
    }

    fn notes(&self) -> Option<PathBuf> {
        let settings = &self.config.file;
        if settings.as_os_str().is_empty() {
            return None;
        }
        let path = self.store.path();
        let whole = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let digest = Sha256::digest(whole.as_os_str().as_encoded_bytes());
        let name = hex(&digest[..8]);
        Some(settings.with_file_name("setup").join(name))
    }

    fn is_noted(&self, word: &str) -> bool {
        let text = self.notes().and_then(|path| fs::read_to_string(path).ok());
        text.is_some_and(|text| text.lines().any(|line| line == word))
    }

    fn note(&self, word: &str) -> Result<(), Failure> {
        let Some(path) = self.notes().filter(|_| !self.is_noted(word)) else {
            return Ok(());
        };
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let text = fs::read_to_string(&path).unwrap_or_default();
        super::whole_file::write(&path, format!("{text}{word}\n").as_bytes())?;
        Ok(())
    }
}
