//! One statement, report or notification: whose account it is, and whether its balances follow from its entries.

use rust_decimal::Decimal;

use super::name::{Amount, Leaf, Name, Sign};
use crate::domain::date::Date;
use crate::domain::intake::{Fault, Problem, StatementRow};
use crate::domain::money::Currency;

/// Balances that are kept: files have a handful.
const MOST_BALANCES: usize = 100;

/// `Stmt`, `Rpt` or `Ntfctn`.
pub struct Statement {
    /// Which of the three it is.
    pub element: Name,
    pub line: u64,
    number: Option<String>,
    electronic: Option<u64>,
    legal: Option<u64>,
    pub created: Option<Date>,
    from: Option<Date>,
    pub until: Option<Date>,
    iban: Option<String>,
    other_account: Option<String>,
    currency: Option<Currency>,
    balances: Vec<Balance>,
    booked: Booked,
}

/// `Bal`.
#[derive(Default)]
struct Balance {
    kind: String,
    amount: Option<Amount>,
    sign: Option<Sign>,
}

/// What its booked entries make.
#[derive(Default)]
struct Booked {
    currency: Option<Currency>,
    /// Entries in several currencies have no sum.
    is_mixed: bool,
    sum: Decimal,
    first: Option<Date>,
    last: Option<Date>,
}

impl Statement {
    pub fn new(element: Name, line: u64) -> Self {
        Self {
            element,
            line,
            number: None,
            electronic: None,
            legal: None,
            created: None,
            from: None,
            until: None,
            iban: None,
            other_account: None,
            currency: None,
            balances: Vec::new(),
            booked: Booked::default(),
        }
    }

    pub fn open(&mut self, path: &[Name]) {
        if matches!(path, [Name::Bal]) && self.balances.len() < MOST_BALANCES {
            self.balances.push(Balance::default());
        }
    }

    pub fn take(&mut self, path: &[Name], leaf: &Leaf) -> Result<(), Fault> {
        use Name::{
            Acct, Amt, Bal, Ccy, Cd, CdOrPrtry, CdtDbtInd, CreDtTm, ElctrncSeqNb, FrDtTm, FrToDt,
            Iban, Id, LglSeqNb, Othr, Prtry, ToDtTm, Tp,
        };
        match path {
            [Id] => self.number = leaf.string(),
            [ElctrncSeqNb] => self.electronic = leaf.number(),
            [LglSeqNb] => self.legal = leaf.number(),
            [CreDtTm] => self.created = leaf.day(),
            [FrToDt, FrDtTm] => self.from = leaf.day(),
            [FrToDt, ToDtTm] => self.until = leaf.day(),
            [Acct, Id, Iban] => self.iban = leaf.account(),
            [Acct, Id, Othr, Id] => self.other_account = leaf.account(),
            [Acct, Ccy] => self.currency = Currency::parse(leaf.text),
            [Bal, rest @ ..] => {
                let Some(balance) = self.balances.last_mut() else {
                    return Ok(());
                };
                match rest {
                    [Tp, CdOrPrtry, Cd | Prtry] => leaf.text.trim().clone_into(&mut balance.kind),
                    [Amt] => balance.amount = balance_amount(leaf)?,
                    [CdtDbtInd] => balance.sign = leaf.sign().ok(),
                    _ => {}
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// The names of the account: that of the lines comes first.
    pub fn accounts(&self) -> Vec<String> {
        let names = [&self.iban, &self.other_account];
        names.into_iter().flatten().cloned().collect()
    }

    /// The account's currency, if it names one.
    pub fn currency(&self) -> Option<Currency> {
        self.currency
    }

    /// Counts a booked entry.
    pub fn add(&mut self, signed: Decimal, currency: Currency, day: Date) {
        let booked = &mut self.booked;
        booked.is_mixed |= *booked.currency.get_or_insert(currency) != currency;
        booked.sum = booked.sum.saturating_add(signed);
        booked.first = Some(booked.first.map_or(day, |first| first.min(day)));
        booked.last = Some(booked.last.map_or(day, |last| last.max(day)));
    }

    pub fn row(&self) -> StatementRow {
        let of_balance = |kind: &str| {
            let balance = self.balances.iter().find(|balance| balance.kind == kind);
            balance?.amount?.currency
        };
        let currency = self
            .currency
            .or(self.booked.currency)
            .or_else(|| of_balance("OPBD"))
            .or_else(|| of_balance("PRCD"))
            .or_else(|| of_balance("CLBD"));
        StatementRow {
            accounts: self.accounts(),
            currency,
            number: self.number.clone(),
            sequence: self.electronic.or(self.legal),
            from: self.from.or(self.booked.first),
            until: self.until.or(self.booked.last),
            opening: self
                .balance("OPBD", currency)
                .or_else(|| self.balance("PRCD", currency)),
            closing: self.balance("CLBD", currency),
        }
    }

    fn balance(&self, kind: &str, currency: Option<Currency>) -> Option<Decimal> {
        let currency = currency?;
        let signed = |balance: &Balance| {
            let amount = balance.amount?;
            let is_ours = amount.currency.is_none_or(|own| own == currency);
            // Banks write sums of binary fractions there; a balance is compared and never posted.
            let value = amount.value.round_dp(currency.decimals());
            is_ours.then(|| balance.sign.unwrap_or(Sign::Credit).of(value))
        };
        let mut of_kind = self.balances.iter().filter(|balance| balance.kind == kind);
        of_kind.find_map(signed)
    }

    /// What does not add up.
    pub fn check(&self, row: &StatementRow) -> Option<Fault> {
        let (opening, closing) = (row.opening?, row.closing?);
        let is_comparable = !self.booked.is_mixed
            && (self.booked.currency.is_none() || self.booked.currency == row.currency);
        let found = opening.saturating_add(self.booked.sum);
        let decimals = row.currency?.decimals() as usize;
        (is_comparable && found != closing).then(|| {
            let statement = row.number.clone().or_else(|| row.accounts.first().cloned());
            Fault::at(
                self.line,
                Problem::BalancesDiffer {
                    statement: statement.unwrap_or_default(),
                    stated: format!("{closing:.decimals$}"),
                    found: format!("{found:.decimals$}"),
                },
            )
        })
    }
}

/// A balance that has more digits than a decimal holds is left out: nothing hangs on it.
fn balance_amount(leaf: &Leaf) -> Result<Option<Amount>, Fault> {
    match leaf.amount() {
        Ok(amount) => Ok(Some(amount)),
        Err(fault) if matches!(fault.problem, Problem::AmountTooLarge { .. }) => Ok(None),
        Err(fault) => Err(fault),
    }
}
