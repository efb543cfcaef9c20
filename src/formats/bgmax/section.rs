//! A section: what came to one account on one day. Its opening record names the payee, its deposit record at the
//! end the account and the day, which every line in between needs.

use super::record::Record;
use crate::domain::date::Date;
use crate::domain::intake::{Fault, Placed, Problem, Row, StatementRow};
use crate::domain::money::Currency;

/// The facts that a section's lines share, and what its deposit record states of them.
pub struct Section {
    pub currency: Currency,
    pub paid: Date,
    /// Every name of the company's account, the bank account first.
    pub accounts: Vec<String>,
    /// The deposit's running number, without zeros in front.
    pub number: Option<String>,
    ore: u64,
    count: u64,
    deposit: Record,
}

impl Section {
    pub fn new(opening: &Record, deposit: Record) -> Result<Self, Fault> {
        let bankgiro = opening.text(3, 12).unwrap_or_default();
        if !bankgiro.bytes().all(|b| b.is_ascii_digit()) {
            return Err(opening.not_numeric("payee bankgiro", &bankgiro));
        }
        let opened = currency(opening, 23)?;
        let names = [
            deposit.account(3, 37),
            opening.account(3, 12),
            opening.account(13, 22),
        ];
        Ok(Self {
            currency: currency_or(opened, &deposit)?,
            paid: deposit.date("pay date", 38, 45)?,
            accounts: names.into_iter().flatten().collect(),
            number: deposit.account(46, 50),
            ore: deposit.number("deposit amount", 51, 68)?,
            count: deposit.number("number of payments", 72, 79)?,
            deposit,
        })
    }

    /// Whether a record is the deposit record that the section was made of.
    pub fn ends_with(&self, record: &Record) -> bool {
        self.deposit == *record
    }

    /// Holds the deposit record against what came before it: `ore` is net of deductions, `count` counts them too.
    pub fn prove(&self, count: u64, ore: i128) -> Result<(), Fault> {
        let number = self.number.as_deref().unwrap_or("0");
        if self.count != count {
            return Err(self.deposit.fault(Problem::CountDiffers {
                what: format!("payments in deposit {number}"),
                stated: self.count,
                found: count,
            }));
        }
        if i128::from(self.ore) != ore {
            return Err(self.deposit.fault(Problem::SumDiffers {
                what: format!("deposit {number}"),
                stated: super::kronor(i128::from(self.ore)).to_string(),
                found: super::kronor(ore).to_string(),
            }));
        }
        Ok(())
    }

    /// What the file says of the account, to follow its lines.
    pub fn statement(self) -> Placed {
        Placed {
            line: self.deposit.line,
            row: Row::Statement(StatementRow {
                accounts: self.accounts,
                currency: Some(self.currency),
                from: Some(self.paid),
                until: Some(self.paid),
                ..StatementRow::default()
            }),
        }
    }
}

/// The currency that a record names; none when it is blank.
fn currency(record: &Record, from: usize) -> Result<Option<Currency>, Fault> {
    let Some(code) = record.text(from, from + 2) else {
        return Ok(None);
    };
    // Bankgirot clears nothing else, and amounts are in hundredths.
    let known = Currency::parse(&code).filter(|c| [Currency::SEK, Currency::EUR].contains(c));
    let unknown = || {
        record.fault(Problem::UnknownValue {
            field: "currency".to_owned(),
            value: code,
            allowed: "SEK, EUR".to_owned(),
        })
    };
    known.map(Some).ok_or_else(unknown)
}

/// The deposit's currency, which must be that of the opening record if both name one.
fn currency_or(opened: Option<Currency>, deposit: &Record) -> Result<Currency, Fault> {
    match (opened, currency(deposit, 69)?) {
        (Some(opened), Some(deposited)) if opened != deposited => {
            let (found, expected) = (deposited.code().to_owned(), opened.code().to_owned());
            Err(deposit.fault(Problem::UnexpectedRecord { found, expected }))
        }
        (opened, deposited) => deposited.or(opened).ok_or_else(|| {
            let field = "currency".to_owned();
            deposit.fault(Problem::MissingValue { field })
        }),
    }
}
