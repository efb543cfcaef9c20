//! The running balance as proof: each line's follows from the one before it in time, or a line is missing or there
//! twice. Files run either way; balances may stand on some lines only.

use rust_decimal::Decimal;

use super::line::Entry;
use crate::domain::date::Date;
use crate::domain::intake::{Fault, Problem, StatementRow};
use crate::domain::money::Currency;

/// Accounts that one file is followed for.
const MOST_ACCOUNTS: usize = 100;

/// The lines of a file, by account and currency.
#[derive(Default)]
pub struct Chain {
    accounts: Vec<Account>,
    /// A line could not be read: nothing is proven across it.
    torn: bool,
    too_many: bool,
}

/// The lines of one account.
struct Account {
    name: Option<String>,
    currency: Currency,
    from: Date,
    until: Date,
    before: Date,
    rises: u64,
    falls: u64,
    last_line: u64,
    oldest_first: Walk,
    newest_first: Walk,
}

/// What balances make of the lines, taken in one order.
#[derive(Default)]
struct Walk {
    /// Of the amounts before the first balance.
    begun: Decimal,
    /// The balance that must come next (newest first) or that stands now (oldest first).
    at: Option<Decimal>,
    /// The balance at the other end of the first line.
    start: Option<Decimal>,
    breaks: u64,
    first_break: Option<(u64, Decimal, Decimal)>,
}

impl Chain {
    pub fn add(&mut self, line: u64, entry: &Entry) {
        self.torn |= entry.unread_balance.is_some();
        let (name, payment) = (entry.account.as_ref(), &entry.payment);
        let known = self
            .accounts
            .iter()
            .position(|a| a.name.as_ref() == name && a.currency == payment.currency);
        let at = match known {
            Some(at) => at,
            None if self.accounts.len() == MOST_ACCOUNTS => {
                self.too_many = true;
                return;
            }
            None => {
                self.accounts.push(Account {
                    name: name.cloned(),
                    currency: payment.currency,
                    from: payment.booked,
                    until: payment.booked,
                    before: payment.booked,
                    rises: 0,
                    falls: 0,
                    last_line: line,
                    oldest_first: Walk::default(),
                    newest_first: Walk::default(),
                });
                self.accounts.len() - 1
            }
        };
        if let Some(account) = self.accounts.get_mut(at) {
            account.add(line, entry);
        }
    }

    /// A line is missing from the chain: it could not be read.
    pub fn tear(&mut self) {
        self.torn = true;
    }

    /// Whether every balance follows from the one before, on all accounts.
    pub fn holds(&self) -> bool {
        !self.torn && !self.too_many && self.accounts.iter().all(|a| a.walk().breaks == 0)
    }

    /// Where a balance does not follow, once for each account.
    pub fn breaks(&self) -> Vec<Fault> {
        let found = self
            .accounts
            .iter()
            .filter(|_| !self.torn)
            .filter_map(|account| {
                let (line, stated, found) = account.walk().first_break?;
                let (stated, found) = (stated.to_string(), found.to_string());
                Some(Fault::at(line, Problem::BalanceBroken { stated, found }))
            });
        found.collect()
    }

    /// What the file says of each account, with its last line. `only` names the account of lines that name none.
    pub fn statements(&self, only: Option<&String>) -> Vec<(u64, StatementRow)> {
        let holds = self.holds();
        let statement = |account: &Account| {
            let (opening, closing) = account.ends().filter(|_| holds).unzip();
            let row = StatementRow {
                accounts: account
                    .name
                    .as_ref()
                    .or(only)
                    .cloned()
                    .into_iter()
                    .collect(),
                currency: Some(account.currency),
                number: None,
                sequence: None,
                from: Some(account.from),
                until: Some(account.until),
                opening,
                closing,
            };
            (account.last_line, row)
        };
        self.accounts.iter().map(statement).collect()
    }
}

impl Account {
    fn add(&mut self, line: u64, entry: &Entry) {
        let day = entry.payment.booked;
        self.from = self.from.min(day);
        self.until = self.until.max(day);
        self.rises += u64::from(day > self.before);
        self.falls += u64::from(day < self.before);
        self.before = day;
        self.last_line = line;
        let fee = entry.fee.unwrap_or_default();
        // A sum beyond all numbers proves nothing, and breaks the chain at the next balance.
        let moved = entry.signed.checked_sub(fee).unwrap_or_default();
        self.oldest_first.forward(line, moved, entry.balance);
        self.newest_first.backward(line, moved, entry.balance);
    }

    fn is_oldest_first(&self) -> bool {
        match (self.rises, self.falls) {
            (1.., 0) => true,
            (0, 1..) => false,
            // The days do not tell: the balances do.
            _ => self.oldest_first.breaks <= self.newest_first.breaks,
        }
    }

    fn walk(&self) -> &Walk {
        if self.is_oldest_first() {
            &self.oldest_first
        } else {
            &self.newest_first
        }
    }

    /// The balances before the first and behind the last line.
    fn ends(&self) -> Option<(Decimal, Decimal)> {
        let walk = self.walk();
        let (start, end) = (walk.start?, walk.at?);
        Some(if self.is_oldest_first() {
            (start, end)
        } else {
            (end, start)
        })
    }
}

impl Walk {
    /// The next line in order of time.
    fn forward(&mut self, line: u64, amount: Decimal, balance: Option<Decimal>) {
        if let Some(at) = self.at {
            self.at = self.sum(line, at, amount);
            self.check(line, balance);
            return;
        }
        self.begun = self.sum(line, self.begun, amount).unwrap_or_default();
        if let Some(balance) = balance {
            self.start = self.sum(line, balance, -self.begun);
            self.at = Some(balance);
        }
    }

    /// The next line against the order of time: its balance is the one before the line that was looked at last.
    fn backward(&mut self, line: u64, amount: Decimal, balance: Option<Decimal>) {
        if self.at.is_some() {
            self.check(line, balance);
        } else if let Some(balance) = balance {
            self.start = self.sum(line, balance, self.begun);
            self.at = Some(balance);
        } else {
            self.begun = self.sum(line, self.begun, amount).unwrap_or_default();
        }
        if let Some(at) = self.at {
            self.at = self.sum(line, at, -amount);
        }
    }

    fn check(&mut self, line: u64, stated: Option<Decimal>) {
        let Some(stated) = stated else { return };
        if let Some(found) = self.at.filter(|found| *found != stated) {
            self.breaks += 1;
            self.first_break.get_or_insert((line, stated, found));
        }
        self.at = Some(stated);
    }

    /// A sum that is too large for any amount breaks the chain.
    fn sum(&mut self, line: u64, a: Decimal, b: Decimal) -> Option<Decimal> {
        let sum = a.checked_add(b);
        if sum.is_none() {
            self.breaks += 1;
            self.first_break.get_or_insert((line, a, b));
        }
        sum
    }
}
