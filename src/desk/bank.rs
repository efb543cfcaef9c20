//! What the bank's files leave to a person, the statements and what is missing between them, and the company's own
//! accounts.

use crate::domain::account::{Giro, same_account};
use crate::domain::bank_line::BankLine;
use crate::domain::command::Command;
use crate::domain::id::{ItemId, OtherId};
use crate::domain::refusal::Refusal;
use crate::domain::statement::Statement;
use crate::reports::bank::StatementLine;

use super::{Desk, Failure};

impl Desk {
    /// Lines of bank files that wait for a person; with those that are done, if `all`.
    pub fn bank_lines(&self, all: bool) -> Result<Vec<BankLine>, Failure> {
        Ok(self.store.read().bank_lines(all)?)
    }

    /// The statements that were taken in, by account and in time, each with the one before it if lines are missing
    /// in between.
    pub fn statements(&self) -> Result<Vec<StatementLine>, Failure> {
        let mut before: Option<Statement> = None;
        let mut lines = Vec::new();
        for (statement, file) in self.store.read().statements()? {
            let gap_after = before
                .as_ref()
                .filter(|before| {
                    (&before.account, before.currency) == (&statement.account, statement.currency)
                        && before.is_gap_before(&statement)
                })
                .map(Statement::label);
            if statement.has_balances() {
                before = Some(statement.clone());
            }
            lines.push(StatementLine {
                statement,
                file,
                gap_after,
            });
        }
        Ok(lines)
    }

    /// A line by its number: `L3`, or `3`.
    pub fn find_line(&self, label: &str) -> Result<OtherId, Failure> {
        let label = label.trim();
        let number = label.strip_prefix(['L', 'l']).unwrap_or(label);
        if let Ok(id) = number.parse().map(OtherId)
            && self.store.read().has_line(id)?
        {
            return Ok(id);
        }
        Err(Refusal::UnknownLine {
            line: label.to_owned(),
        }
        .into())
    }

    /// Money that can go back: a receipt, or a credit note by its number.
    pub fn find_credit(&self, label: &str) -> Result<ItemId, Failure> {
        match self.find_receipt(label) {
            Err(Failure::Refused(Refusal::UnknownReceipt { receipt })) => {
                let found = self.store.read().open_credit_note(label.trim())?;
                found.ok_or_else(|| Refusal::UnknownReceipt { receipt }.into())
            }
            found => found,
        }
    }

    /// Asks for an account among the company's own.
    pub fn with_account(&self, account: &str) -> Result<Command, Failure> {
        let mut accounts = self.own_accounts()?;
        let number = Giro::parse(account);
        let number = number.as_ref().map_or(account, Giro::printed);
        if !accounts.iter().any(|known| same_account(known, number)) {
            accounts.push(account.trim().to_owned());
        }
        Ok(Command::NameAccounts { accounts })
    }

    /// Asks for an account to be none of the company's own: its files are strange from then on.
    pub fn without_account(&self, account: &str) -> Result<Command, Failure> {
        let mut accounts = self.own_accounts()?;
        let before = accounts.len();
        let number = Giro::parse(account);
        let number = number.as_ref().map_or(account, Giro::printed);
        accounts.retain(|known| !same_account(known, number));
        if accounts.len() == before {
            return Err(Refusal::UnknownAccount {
                account: account.trim().to_owned(),
            }
            .into());
        }
        Ok(Command::NameAccounts { accounts })
    }

    /// The company's own accounts, as the ledger holds them now.
    pub fn own_accounts(&self) -> Result<Vec<String>, Failure> {
        let facts = self.store.read().ledger()?;
        Ok(facts.map(|(facts, _)| facts.accounts).unwrap_or_default())
    }
}
