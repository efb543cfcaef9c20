//! One transaction of an entry, as its elements come.

use std::borrow::Cow;

use rust_decimal::Decimal;

use super::name::{Amount, Leaf, Name, Sign};
use super::remittance::RemittanceInformation;
use crate::domain::intake::Fault;
use crate::domain::money::Currency;
use crate::domain::receipt::Instructed;
use crate::formats::clean::trimmed;

/// Charges of one transaction that are kept.
const MOST_CHARGES: usize = 100;

/// `TxDtls`: what the bank says of one payment.
#[derive(Clone, Default, Debug)]
pub struct Detail {
    pub line: u64,
    pub raw: String,
    pub bank_ref: Option<String>,
    pub end_to_end: Option<String>,
    pub sign: Option<Sign>,
    pub amounts: Amounts,
    pub charges: Charges,
    pub form: Form,
    pub debtor: Party,
    pub creditor: Party,
    pub remittance: RemittanceInformation,
    pub additional: Option<String>,
    /// It has `RtrInf`, and the code in it.
    pub is_return: bool,
    pub reason: Option<String>,
}

impl Detail {
    /// An element in it that can come many times begins.
    pub fn open(&mut self, path: &[Name]) {
        use Name::{Chrgs, Rcrd, RmtInf, RtrInf};
        match path {
            [RmtInf, rest @ ..] => self.remittance.open(rest),
            [Chrgs] | [Chrgs, Rcrd] => self.charges.open(),
            [RtrInf] => self.is_return = true,
            _ => {}
        }
    }

    pub fn take(&mut self, path: &[Name], leaf: &Leaf) -> Result<(), Fault> {
        use Name::{
            AcctSvcrRef, AddtlTxInf, Amt, AmtDtls, BkTxCd, Cd, CdtDbtInd, Chrgs, EndToEndId, Prtry,
            Refs, RltdPties, RmtInf, Rsn, RtrInf,
        };
        match path {
            [Refs, AcctSvcrRef] => self.bank_ref = leaf.string(),
            [Refs, EndToEndId] => self.end_to_end = identity(leaf),
            [Amt] => self.amounts.own = Some(leaf.amount()?),
            [CdtDbtInd] => self.sign = Some(leaf.sign()?),
            [AmtDtls, rest @ ..] => self.amounts.take(rest, leaf)?,
            [Chrgs, rest @ ..] => self.charges.take(rest, leaf)?,
            [BkTxCd, rest @ ..] => self.form.take(rest, leaf),
            [RltdPties, rest @ ..] => self.party(rest, leaf),
            [RmtInf, rest @ ..] => self.remittance.take(rest, leaf)?,
            [RtrInf, Rsn, Cd | Prtry] => self.reason = leaf.string(),
            [AddtlTxInf] => self.additional = leaf.string(),
            _ => {}
        }
        Ok(())
    }

    /// Both shapes: the name lay in the party itself before version .07 of the statements, in `Pty` or `Agt` since.
    fn party(&mut self, path: &[Name], leaf: &Leaf) {
        use Name::{
            Agt, Cdtr, CdtrAcct, Dbtr, DbtrAcct, FinInstnId, Iban, Id, Nm, OrgId, Othr, Pty,
            UltmtCdtr, UltmtDbtr,
        };
        match path {
            [who, Nm] | [who, Pty, Nm] | [who, Agt, FinInstnId, Nm] => match who {
                Dbtr => self.debtor.name = leaf.string(),
                UltmtDbtr => self.debtor.ultimate = leaf.string(),
                Cdtr => self.creditor.name = leaf.string(),
                UltmtCdtr => self.creditor.ultimate = leaf.string(),
                _ => {}
            },
            [who @ (Dbtr | Cdtr), Id, OrgId, Othr, Id]
            | [who @ (Dbtr | Cdtr), Pty, Id, OrgId, Othr, Id] => {
                let party = match who {
                    Dbtr => &mut self.debtor,
                    _ => &mut self.creditor,
                };
                // A second one is a number at the bank or the like.
                if party.org_no.is_none() {
                    party.org_no = leaf.string();
                }
            }
            [DbtrAcct, Id, Iban] | [DbtrAcct, Id, Othr, Id] => {
                self.debtor.account = leaf.account();
            }
            [CdtrAcct, Id, Iban] | [CdtrAcct, Id, Othr, Id] => {
                self.creditor.account = leaf.account();
            }
            _ => {}
        }
    }

    /// Makes one of several: what they share stays, what the payers say is gathered.
    pub fn merge(&mut self, other: &Self) {
        keep_shared(&mut self.end_to_end, other.end_to_end.as_ref());
        keep_shared(&mut self.reason, other.reason.as_ref());
        keep_shared(&mut self.additional, other.additional.as_ref());
        for (own, other) in [
            (&mut self.debtor, &other.debtor),
            (&mut self.creditor, &other.creditor),
        ] {
            keep_shared(&mut own.name, other.name.as_ref());
            keep_shared(&mut own.ultimate, other.ultimate.as_ref());
            keep_shared(&mut own.account, other.account.as_ref());
            keep_shared(&mut own.org_no, other.org_no.as_ref());
        }
        if self.form.code() != other.form.code() {
            self.form = Form::default();
        }
        self.bank_ref = None;
        self.is_return |= other.is_return;
        self.remittance.add(&other.remittance);
    }

    /// What it takes in memory, about.
    pub fn size(&self) -> usize {
        size_of::<Self>() + self.raw.len() + self.remittance.size()
    }
}

fn keep_shared(own: &mut Option<String>, other: Option<&String>) {
    if own.as_ref() != other {
        *own = None;
    }
}

/// An identity that the payer gave, where he gave one.
fn identity(leaf: &Leaf) -> Option<String> {
    const NONE: [&str; 3] = ["NOTPROVIDED", "NOT PROVIDED", "NONREF"];
    trimmed(leaf.text)
        .filter(|text| !NONE.iter().any(|none| text.eq_ignore_ascii_case(none)))
        .map(Cow::into_owned)
}

/// Who paid, or who was paid.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Party {
    pub name: Option<String>,
    /// In whose name.
    pub ultimate: Option<String>,
    pub account: Option<String>,
    /// The number of the organisation, as the bank has it.
    pub org_no: Option<String>,
}

impl Party {
    pub fn take_name(&mut self) -> Option<String> {
        self.name.take().or(self.ultimate.take())
    }
}

/// The amounts that files give to an entry or a transaction. Older versions have no `own` one for a transaction.
#[derive(Clone, Default, Debug)]
pub struct Amounts {
    pub own: Option<Amount>,
    pub transaction: Option<Amount>,
    pub instructed: Option<Amount>,
    pub countervalue: Option<Amount>,
}

impl Amounts {
    pub fn take(&mut self, path: &[Name], leaf: &Leaf) -> Result<(), Fault> {
        use Name::{Amt, CntrValAmt, InstdAmt, TxAmt};
        match path {
            [InstdAmt, Amt] => self.instructed = Some(leaf.amount()?),
            [TxAmt, Amt] => self.transaction = Some(leaf.amount()?),
            [CntrValAmt, Amt] => self.countervalue = Some(leaf.amount()?),
            _ => {}
        }
        Ok(())
    }

    /// The amount that is booked of it, in the entry's currency: the bank's word first, the payer's last.
    pub fn booked(&self, currency: Option<Currency>) -> Option<Decimal> {
        self.firm(currency)
            .or_else(|| pick([self.countervalue, self.instructed], currency))
    }

    /// The same, if the bank itself says that it moved so much.
    pub fn firm(&self, currency: Option<Currency>) -> Option<Decimal> {
        pick([self.own, self.transaction], currency)
    }

    /// What the payer sent, where that is not what was booked.
    pub fn sent(&self, booked: Decimal, currency: Currency) -> Option<Instructed> {
        [
            self.instructed,
            self.transaction,
            self.countervalue,
            self.own,
        ]
        .into_iter()
        .flatten()
        .filter_map(|amount| {
            Some(Instructed {
                amount: amount.value.abs(),
                currency: amount.currency?,
            })
        })
        .find(|sent| !sent.amount.is_zero() && (sent.amount, sent.currency) != (booked, currency))
    }

    /// What the payer sent, if it is in that currency.
    fn gross(&self, currency: Currency) -> Option<Decimal> {
        pick([self.instructed, self.transaction], Some(currency)).map(|amount| amount.abs())
    }
}

fn pick(amounts: [Option<Amount>; 2], currency: Option<Currency>) -> Option<Decimal> {
    let fits = |amount: &Amount| {
        let is_same = match (amount.currency, currency) {
            (Some(a), Some(b)) => a == b,
            _ => true,
        };
        is_same && !amount.value.is_zero()
    };
    amounts
        .into_iter()
        .flatten()
        .find(fits)
        .map(|amount| amount.value)
}

/// What the bank took for its service, in both shapes: one by one before version .03, in records since.
#[derive(Clone, Default, Debug)]
pub struct Charges(Vec<Charge>);

#[derive(Clone, Default, Debug)]
struct Charge {
    amount: Option<Amount>,
    sign: Option<Sign>,
    is_included: Option<bool>,
    /// The debtor bears it: it did not come out of the money.
    is_debtors: bool,
}

impl Charges {
    pub fn open(&mut self) {
        if self.0.len() < MOST_CHARGES {
            self.0.push(Charge::default());
        }
    }

    pub fn take(&mut self, path: &[Name], leaf: &Leaf) -> Result<(), Fault> {
        use Name::{Amt, Br, CdtDbtInd, ChrgInclInd, Rcrd};
        let Some(charge) = self.0.last_mut() else {
            return Ok(());
        };
        match path {
            [Amt] | [Rcrd, Amt] => charge.amount = Some(leaf.amount()?),
            [CdtDbtInd] | [Rcrd, CdtDbtInd] => charge.sign = Some(leaf.sign()?),
            [ChrgInclInd] | [Rcrd, ChrgInclInd] => charge.is_included = Some(leaf.is_true()),
            [Br] | [Rcrd, Br] => charge.is_debtors = leaf.text.trim() == "DEBT",
            _ => {}
        }
        Ok(())
    }

    /// The charges that the bank kept from a payment of which `booked` came in: none if all came in that was sent.
    pub fn kept(&self, booked: Decimal, currency: Currency, amounts: &Amounts) -> Vec<Decimal> {
        if amounts.gross(currency).is_some_and(|gross| gross <= booked) {
            return Vec::new();
        }
        self.debits(currency).collect()
    }

    /// Their sum.
    pub fn sum(&self, currency: Currency) -> Decimal {
        self.debits(currency)
            .fold(Decimal::ZERO, Decimal::saturating_add)
    }

    fn debits(&self, currency: Currency) -> impl Iterator<Item = Decimal> {
        let is_kept = |charge: &&Charge| {
            charge.sign != Some(Sign::Credit)
                && charge.is_included != Some(false)
                && !charge.is_debtors
        };
        self.0
            .iter()
            .filter(is_kept)
            .filter_map(|charge| charge.amount)
            .filter(move |amount| amount.currency.is_none_or(|own| own == currency))
            .map(|amount| amount.value.abs())
            .filter(|value| !value.is_zero())
    }
}

/// `BkTxCd`: the bank's kind of transaction.
#[derive(Clone, Default, Debug)]
pub struct Form {
    domain: [Option<String>; 3],
    proprietary: Option<String>,
}

impl Form {
    pub fn take(&mut self, path: &[Name], leaf: &Leaf) {
        use Name::{Cd, Domn, Fmly, Prtry, SubFmlyCd};
        match path {
            [Domn, Cd] => self.domain[0] = leaf.string(),
            [Domn, Fmly, Cd] => self.domain[1] = leaf.string(),
            [Domn, Fmly, SubFmlyCd] => self.domain[2] = leaf.string(),
            [Prtry, Cd] => self.proprietary = leaf.string(),
            _ => {}
        }
    }

    /// `PMNT/RCDT/VCOM`, or the bank's own code.
    pub fn code(&self) -> Option<String> {
        let domain: Vec<&str> = self.domain.iter().flatten().map(String::as_str).collect();
        if domain.is_empty() {
            self.proprietary.clone()
        } else {
            Some(domain.join("/"))
        }
    }
}
