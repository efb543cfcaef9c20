//! A statement as it is read: a page that has announced itself, and the statement that its lines add up to.

use rust_decimal::Decimal;

use super::value::Balance;
use crate::domain::date::Date;
use crate::domain::intake::{Fault, Placed, Problem, Row, StatementRow};
use crate::domain::money::Currency;

/// What a page says before its opening balance.
#[derive(Clone, Default, Debug)]
pub struct Page {
    pub line: u64,
    pub accounts: Vec<String>,
    /// `:28C:` as written.
    pub number: Option<String>,
    /// Where the format has no balances (reports within the day), the floor limit names the currency.
    pub currency: Option<Currency>,
}

/// How far a statement has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stage {
    /// Its lines are coming.
    Open,
    /// `:62M:`: the next page goes on with it.
    Paused,
    /// `:62F:`.
    Closed,
}

/// A statement: one page, or several that are chained.
#[derive(Debug)]
pub struct Statement {
    pub page: Page,
    pub currency: Currency,
    pub stage: Stage,
    opening: Option<Balance>,
    closing: Option<Balance>,
    closing_line: u64,
    /// What the lines change; none when that cannot be said.
    change: Option<Decimal>,
    days: Option<(Date, Date)>,
}

impl Statement {
    /// `opening` is missing in reports within the day.
    pub fn new(page: Page, currency: Currency, opening: Option<Balance>) -> Self {
        Self {
            page,
            currency,
            stage: Stage::Open,
            opening,
            closing: None,
            closing_line: 0,
            change: Some(Decimal::ZERO),
            days: None,
        }
    }

    /// Whether a page of these accounts and this intermediate balance goes on with it.
    pub fn goes_on(&self, page: Option<&Page>, opening: &Balance) -> bool {
        let same = |page: &Page| page.accounts.is_empty() || page.accounts == self.page.accounts;
        self.stage == Stage::Paused
            && page.is_none_or(same)
            && self.closing.as_ref().is_some_and(|closing| {
                (closing.amount, closing.currency) == (opening.amount, opening.currency)
            })
    }

    /// Counts a line: signed as it changes the balance.
    pub fn add(&mut self, signed: Decimal, booked: Date) {
        self.change = self.change.and_then(|change| change.checked_add(signed));
        let (first, last) = self.days.unwrap_or((booked, booked));
        self.days = Some((first.min(booked), last.max(booked)));
    }

    pub fn close(&mut self, closing: Balance, line: u64, stage: Stage) {
        self.closing = Some(closing);
        self.closing_line = line;
        self.stage = stage;
    }

    /// That it does not add up. Only told: published and masked files often do not.
    pub fn difference(&self) -> Option<Fault> {
        let (opening, closing) = (self.opening.as_ref()?, self.closing.as_ref()?);
        let found = opening.amount.checked_add(self.change?)?;
        if closing.amount == found && closing.currency == opening.currency {
            return None;
        }
        let name = self.page.number.as_ref().or(self.page.accounts.first());
        let problem = Problem::BalancesDiffer {
            statement: name.cloned().unwrap_or_default(),
            stated: format!("{} {}", closing.amount, closing.currency),
            found: format!("{found} {}", opening.currency),
        };
        Some(Fault::at(self.closing_line, problem))
    }

    pub fn row(self) -> Placed {
        let opened = self.opening.as_ref().map(|balance| balance.date);
        let closed = self.closing.as_ref().map(|balance| balance.date);
        let (first, last) = self.days.unzip();
        Placed {
            line: self.page.line,
            row: Row::Statement(StatementRow {
                accounts: self.page.accounts,
                currency: Some(self.currency),
                sequence: self.page.number.as_deref().and_then(sequence),
                number: self.page.number,
                // The opening balance bears the day before, or the first.
                from: first.or(opened).or(closed),
                until: last.max(closed).or(opened),
                opening: self.opening.map(|balance| balance.amount),
                closing: self.closing.map(|balance| balance.amount),
            }),
        }
    }
}

/// The number of the statement, where it counts: `5` or `5/1`; zero says that the bank does not number them.
fn sequence(number: &str) -> Option<u64> {
    let (number, page) = number.split_once('/').unwrap_or((number, "1"));
    let count = |digits: &str| {
        let is_number = digits.bytes().all(|b| b.is_ascii_digit());
        is_number.then(|| digits.parse::<u64>().ok()).flatten()
    };
    count(number).filter(|n| *n > 0 && count(page) == Some(1))
}
