//! One entry of a statement, as its elements come, and what its details make of it.

use rust_decimal::Decimal;

use super::detail::{Amounts, Charges, Detail, Form};
use super::name::{Amount, Leaf, Name, Sign};
use crate::domain::date::Date;
use crate::domain::intake::Fault;

/// How much of the file's own text is kept with a row, in characters.
pub const LONGEST_RAW: usize = 4_000;

/// `Ntry`: one line of the account.
#[derive(Clone, Default, Debug)]
pub struct Entry {
    pub line: u64,
    /// As it stands in the file, and more of it than a row keeps.
    pub raw: String,
    pub reference: Option<String>,
    pub bank_ref: Option<String>,
    pub amount: Option<Amount>,
    /// The currency as written, where it is none that is known.
    pub currency: String,
    pub sign: Option<Sign>,
    pub is_reversal: bool,
    pub status: Option<String>,
    pub booked: Option<Date>,
    pub valued: Option<Date>,
    pub form: Form,
    pub amounts: Amounts,
    pub charges: Charges,
    /// What the batches in it announce.
    pub batch_count: Option<u64>,
    pub batch_sum: Option<Decimal>,
    pub additional: Option<String>,
    pub totals: Totals,
}

impl Entry {
    pub fn open(&mut self, path: &[Name]) {
        if let [Name::Chrgs] | [Name::Chrgs, Name::Rcrd] = path {
            self.charges.open();
        }
    }

    pub fn take(&mut self, path: &[Name], leaf: &Leaf) -> Result<(), Fault> {
        use Name::{
            AcctSvcrRef, AddtlNtryInf, Amt, AmtDtls, BkTxCd, BookgDt, Btch, Cd, CdtDbtInd, Chrgs,
            Dt, DtTm, NbOfTxs, NtryDtls, NtryRef, Prtry, RvslInd, Sts, TtlAmt, ValDt,
        };
        match path {
            [NtryRef] => self.reference = leaf.string(),
            [AcctSvcrRef] => self.bank_ref = leaf.string(),
            [Amt] => {
                self.amount = Some(leaf.amount()?);
                leaf.currency.text().clone_into(&mut self.currency);
            }
            [CdtDbtInd] => self.sign = Some(leaf.sign()?),
            [RvslInd] => self.is_reversal = leaf.is_true(),
            // Text in versions before .07, a code since; files lie about their version.
            [Sts] | [Sts, Cd | Prtry] => self.status = leaf.string(),
            [BookgDt, Dt | DtTm] => self.booked = Some(leaf.date()?),
            [ValDt, Dt | DtTm] => self.valued = Some(leaf.date()?),
            [BkTxCd, rest @ ..] => self.form.take(rest, leaf),
            [AmtDtls, rest @ ..] => self.amounts.take(rest, leaf)?,
            [Chrgs, rest @ ..] => self.charges.take(rest, leaf)?,
            [NtryDtls, Btch, NbOfTxs] => {
                let count = leaf.number().unwrap_or(0);
                self.batch_count = Some(self.batch_count.unwrap_or(0).saturating_add(count));
            }
            [NtryDtls, Btch, TtlAmt] => {
                let sum = self.batch_sum.unwrap_or_default();
                self.batch_sum = Some(sum.saturating_add(leaf.amount()?.value));
            }
            [AddtlNtryInf] => self.additional = leaf.string(),
            _ => {}
        }
        Ok(())
    }

    /// Booked, or silent about it: older files know nothing else.
    pub fn is_booked(&self) -> bool {
        let is_book = |status: &String| status.eq_ignore_ascii_case("BOOK");
        self.status.as_ref().is_none_or(is_book)
    }

    /// What its details make of it, all of which must have been counted.
    pub fn verdict(&self) -> Verdict {
        let totals = &self.totals;
        let amount = self.amount.map_or(Decimal::ZERO, |amount| amount.value);
        // What a reversal's details bear is often the sign of what is reversed.
        let is_turned = self.is_reversal && totals.alike == 0;
        if totals.opposite > 0 && !is_turned {
            return Verdict::Contradicted;
        }
        match totals.count {
            0 => Verdict::Bare,
            1 if totals.firm == 0 => Verdict::Single,
            1 if [totals.sum, totals.net].contains(&amount) => Verdict::Single,
            // The bank's charges can stand at the entry.
            1 if self.is_explained_by_charges() => Verdict::Single,
            many if many > 1 && totals.with_amount == 0 => Verdict::Together,
            many if totals.with_amount < many => Verdict::Differing,
            _ if totals.sum == amount => Verdict::Each { net: false },
            _ if totals.net == amount && !totals.is_eaten_up => Verdict::Each { net: true },
            _ => Verdict::Differing,
        }
    }

    fn is_explained_by_charges(&self) -> bool {
        self.amount.is_some_and(|amount| {
            amount.currency.is_some_and(|currency| {
                let charges = self.charges.sum(currency);
                !charges.is_zero() && self.totals.sum.saturating_sub(charges) == amount.value
            })
        })
    }
}

/// How the details of an entry relate to it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// It has none.
    Bare,
    /// It has one, of which it is the amount.
    Single,
    /// Each has its amount, and they make the entry: as they stand, or less their charges.
    Each { net: bool },
    /// Several without amounts: the references of one payment.
    Together,
    /// Their amounts do not make the entry.
    Differing,
    /// They bear the opposite sign.
    Contradicted,
}

/// What the details of an entry make together.
#[derive(Clone, Default, Debug)]
pub struct Totals {
    pub count: u64,
    pub with_amount: u64,
    /// How many have an amount of the bank's own.
    firm: u64,
    pub sum: Decimal,
    /// The sum less their charges.
    net: Decimal,
    /// Charges left nothing of one of them.
    is_eaten_up: bool,
    /// With the entry's sign, and with the other.
    alike: u64,
    opposite: u64,
    pub returned: u64,
}

impl Totals {
    pub fn add(&mut self, detail: &Detail, entry: Option<Amount>, sign: Option<Sign>) {
        let currency = entry.and_then(|amount| amount.currency);
        self.count += 1;
        self.returned += u64::from(detail.is_return);
        let amount = detail.amounts.booked(currency);
        if let Some(amount) = amount {
            let charges = currency.map_or(Decimal::ZERO, |currency| detail.charges.sum(currency));
            self.with_amount += 1;
            self.sum = self.sum.saturating_add(amount.abs());
            let net = amount.abs().saturating_sub(charges);
            self.net = self.net.saturating_add(net);
            self.is_eaten_up |= net <= Decimal::ZERO;
        }
        self.firm += u64::from(detail.amounts.firm(currency).is_some());
        let is_negative = amount.is_some_and(|amount| amount < Decimal::ZERO);
        match detail.sign {
            Some(own) if (Some(own) == sign) == is_negative => self.opposite += 1,
            None if is_negative => self.opposite += 1,
            Some(_) => self.alike += 1,
            None => {}
        }
    }
}
