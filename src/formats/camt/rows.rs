//! The rows that an entry becomes: payments, and the lines that are none.

use rust_decimal::Decimal;

use super::detail::{Amounts, Charges, Detail, Party};
use super::entry::{Entry, Verdict};
use super::name::{Name, Sign, path};
use super::statement::Statement;
use super::walk::finished;
use crate::domain::date::Date;
use crate::domain::intake::{Fault, OtherRow, PaymentRow, Placed, Problem, Row};
use crate::domain::money::Currency;
use crate::domain::receipt::{Details, OtherKind};

/// A booked entry, and what its details make of it.
pub struct Booking {
    entry: Entry,
    pub verdict: Verdict,
    pub sign: Sign,
    /// Magnitude.
    pub amount: Decimal,
    pub currency: Currency,
    pub booked: Date,
    own_account: Option<String>,
    form: Option<String>,
    notes: Vec<Fault>,
}

impl Booking {
    /// Proves what no line can do without: an amount, a currency, a sign and a day. `created` is the message's day.
    pub fn new(entry: Entry, statement: &Statement, created: Option<Date>) -> Result<Self, Fault> {
        let line = entry.line;
        let place = |name: Name| path(&[statement.element, Name::Ntry, name]);
        let missing = |name: Name| {
            let field = place(name);
            Fault::at(line, Problem::MissingValue { field })
        };
        let amount = entry.amount.ok_or_else(|| missing(Name::Amt))?;
        let unknown = || match entry.currency.as_str() {
            "" => {
                let field = format!("{}/@Ccy", place(Name::Amt));
                Problem::MissingValue { field }
            }
            value => Problem::UnknownCurrency {
                value: crate::formats::clean::excerpt(value),
            },
        };
        let of_account = || {
            let is_silent = entry.currency.is_empty();
            statement.currency().filter(|_| is_silent)
        };
        let currency = amount.currency.or_else(of_account);
        let currency = currency.ok_or_else(|| Fault::at(line, unknown()))?;
        let sign = entry.sign.ok_or_else(|| missing(Name::CdtDbtInd))?;
        let mut notes = Vec::new();
        if amount.value <= Decimal::ZERO {
            let problem = Problem::AmountNotPositive {
                field: place(Name::Amt),
                value: amount.value.to_string(),
            };
            if amount.value < Decimal::ZERO {
                return Err(Fault::at(line, problem));
            }
            notes.push(Fault::at(line, problem));
        }
        let booked = if let Some(booked) = entry.booked {
            booked
        } else {
            let others = [entry.valued, statement.created, statement.until, created];
            let taken = others.into_iter().flatten().next();
            let taken = taken.ok_or_else(|| missing(Name::BookgDt))?;
            let problem = Problem::DayClamped {
                field: place(Name::BookgDt),
                value: String::new(),
                taken: taken.to_string(),
            };
            notes.push(Fault::at(line, problem));
            taken
        };
        let verdict = entry.verdict();
        notes.extend(batch_note(&entry, verdict, amount.value, sign));
        Ok(Self {
            verdict,
            sign,
            amount: amount.value,
            currency,
            booked,
            own_account: statement.accounts().into_iter().next(),
            form: entry.form.code(),
            notes,
            entry,
        })
    }

    pub fn take_notes(&mut self) -> Vec<Fault> {
        std::mem::take(&mut self.notes)
    }

    /// Whether each detail is a row, and not the entry one row.
    pub fn is_by_detail(&self) -> bool {
        let is_plain_debit =
            self.sign == Sign::Debit && !self.entry.is_reversal && self.entry.totals.returned == 0;
        matches!(self.verdict, Verdict::Each { .. }) && !is_plain_debit
    }

    /// Why it is no payment; none if it is one.
    fn kind(&self, is_return: bool) -> Option<OtherKind> {
        match (self.verdict, self.sign) {
            (Verdict::Contradicted, _) => Some(OtherKind::Contradiction),
            (_, Sign::Debit) if self.entry.is_reversal => Some(OtherKind::Reversal),
            (_, Sign::Debit) if is_return => Some(OtherKind::Return),
            (_, Sign::Debit) => Some(OtherKind::Debit),
            (_, Sign::Credit) if self.entry.is_reversal || is_return => Some(OtherKind::OwnReturn),
            (_, Sign::Credit) => None,
        }
    }

    /// The rows of the `number`th detail of several.
    pub fn of_detail(&self, mut detail: Detail, number: u64) -> Vec<Placed> {
        let currency = self.currency;
        let gross = detail.amounts.booked(Some(currency)).unwrap_or_default();
        let amount = match self.verdict {
            Verdict::Each { net: true } => gross.abs() - detail.charges.sum(currency),
            _ => gross.abs(),
        };
        let of_entry = || {
            let reference = self.entry.bank_ref.as_ref()?;
            Some(format!("{reference}/{number}"))
        };
        let bank_ref = detail.bank_ref.take().or_else(of_entry);
        let amounts = std::mem::take(&mut detail.amounts);
        let charges = std::mem::take(&mut detail.charges);
        let line = detail.line;
        let kind = self.kind(detail.is_return);
        let mut payment = self.payment(Some(detail), amount, kind);
        payment.bank_ref = bank_ref;
        payment.details.instructed = amounts.sent(amount, currency);
        rows(
            line,
            kind,
            payment,
            &charges.kept(amount, currency, &amounts),
        )
    }

    /// The rows of the entry as one. `detail` is the only one it has, or what several have in common.
    pub fn of_entry(&self, detail: Option<Detail>) -> Vec<Placed> {
        if self.amount.is_zero() {
            return Vec::new();
        }
        let (entry, currency) = (&self.entry, self.currency);
        let is_whole = self.verdict == Verdict::Single;
        let nothing = (Amounts::default(), Charges::default());
        let (amounts, charges) = match &detail {
            Some(detail) if is_whole => (detail.amounts.clone(), detail.charges.clone()),
            _ => nothing,
        };
        let line = detail.as_ref().filter(|_| is_whole);
        let line = line.map_or(entry.line, |detail| detail.line);
        let kind = self.kind(detail.as_ref().is_some_and(|detail| detail.is_return));
        let bank_ref = detail.as_ref().and_then(|detail| detail.bank_ref.clone());
        let mut payment = self.payment(detail, self.amount, kind);
        payment.bank_ref = bank_ref
            .filter(|_| is_whole)
            .or_else(|| entry.bank_ref.clone());
        if !is_whole {
            payment.raw = Some(finished(&entry.raw));
        }
        payment.details.instructed = amounts
            .sent(self.amount, currency)
            .or_else(|| entry.amounts.sent(self.amount, currency));
        if self.verdict == Verdict::Bare {
            payment.details.batch_of = entry.batch_count.filter(|count| *count > 1);
        }
        let mut kept = charges.kept(self.amount, currency, &amounts);
        if kept.is_empty() {
            // What the payer sent may stand at the detail, and the charges at the entry.
            let known = if amounts.instructed.is_some() || amounts.transaction.is_some() {
                &amounts
            } else {
                &entry.amounts
            };
            kept = entry.charges.kept(self.amount, currency, known);
        }
        rows(line, kind, payment, &kept)
    }

    /// What entry and detail say of it, without what hangs on whether it is one of several.
    fn payment(
        &self,
        detail: Option<Detail>,
        amount: Decimal,
        kind: Option<OtherKind>,
    ) -> PaymentRow {
        let entry = &self.entry;
        let mut detail = detail.unwrap_or_default();
        let is_hint = matches!(self.verdict, Verdict::Differing | Verdict::Contradicted);
        let remittance = if is_hint {
            detail.remittance.hints(self.currency)
        } else {
            detail.remittance.list(self.currency)
        };
        let reference = detail.remittance.only_reference().map(str::to_owned);
        let mut party = counterpart(&mut detail, kind);
        let raw = match detail.raw.as_str() {
            "" => finished(&entry.raw),
            _ => std::mem::take(&mut detail.raw),
        };
        detail.remittance.add_text(detail.additional.as_deref());
        let message = Some(detail.remittance.text).filter(|text| !text.is_empty());
        PaymentRow {
            payment_id: None,
            booked: self.booked,
            amount,
            currency: self.currency,
            reference: reference.filter(|_| !is_hint),
            message: message.or_else(|| entry.additional.clone()),
            payer_name: party.take_name(),
            payer_account: party.account,
            bank_ref: None,
            own_account: self.own_account.clone(),
            batch: entry.bank_ref.clone().or_else(|| entry.reference.clone()),
            form: detail.form.code().or_else(|| self.form.clone()),
            balance: None,
            details: Details {
                payer_org_no: party.org_no,
                remittance,
                end_to_end: detail.end_to_end,
                instructed: None,
                batch_of: None,
                valued: entry.valued.filter(|valued| *valued != self.booked),
                reason: detail.reason,
                ..Details::default()
            },
            raw: Some(raw),
        }
    }
}

/// The other side of it: who was paid by what left the account, else who paid.
fn counterpart(detail: &mut Detail, kind: Option<OtherKind>) -> Party {
    let debtor = std::mem::take(&mut detail.debtor);
    let creditor = std::mem::take(&mut detail.creditor);
    let is_our_payment = matches!(kind, Some(OtherKind::Debit | OtherKind::OwnReturn));
    if is_our_payment && creditor != Party::default() {
        creditor
    } else {
        debtor
    }
}

/// The line itself, and behind a payment the parts that it is less by.
fn rows(
    line: u64,
    kind: Option<OtherKind>,
    payment: PaymentRow,
    charges: &[Decimal],
) -> Vec<Placed> {
    let part = |kind: OtherKind, amount: Decimal, reference: Option<String>| Placed {
        line,
        row: Row::Other(OtherRow {
            kind,
            payment: PaymentRow {
                amount,
                reference,
                message: None,
                balance: None,
                details: Details::default(),
                raw: None,
                ..payment.clone()
            },
            of_payment: true,
        }),
    };
    let Some(kind) = kind else {
        let credited = payment.details.remittance.iter().filter_map(|remitted| {
            let amount = remitted.amount.filter(|amount| *amount < Decimal::ZERO)?;
            let number = Some(remitted.number.clone());
            Some(part(OtherKind::CreditNote, amount.abs(), number))
        });
        let kept = charges
            .iter()
            .map(|amount| part(OtherKind::BankCharge, *amount, None));
        let parts: Vec<Placed> = credited.chain(kept).collect();
        let row = Row::Payment(payment);
        return std::iter::once(Placed { line, row }).chain(parts).collect();
    };
    let row = Row::Other(OtherRow {
        kind,
        payment,
        of_payment: false,
    });
    vec![Placed { line, row }]
}

/// Where details or a batch say other than the entry.
fn batch_note(entry: &Entry, verdict: Verdict, amount: Decimal, sign: Sign) -> Option<Fault> {
    let totals = &entry.totals;
    let (stated, found) = match verdict {
        Verdict::Bare => return None,
        Verdict::Contradicted => {
            let opposite = match sign {
                Sign::Credit => Sign::Debit,
                Sign::Debit => Sign::Credit,
            };
            let sum = match totals.with_amount {
                0 => opposite.code().to_owned(),
                _ => format!("{} {}", opposite.code(), totals.sum),
            };
            (format!("{} {amount}", sign.code()), sum)
        }
        Verdict::Differing => (amount.to_string(), totals.sum.to_string()),
        Verdict::Single | Verdict::Each { .. } | Verdict::Together => {
            let sum = match totals.with_amount {
                0 => amount,
                _ => totals.sum,
            };
            let count_differs = entry.batch_count.is_some_and(|count| count != totals.count);
            let sum_differs = entry.batch_sum.is_some_and(|stated| stated != sum);
            if !count_differs && !sum_differs {
                return None;
            }
            let stated_count = entry.batch_count.unwrap_or(totals.count);
            let stated_sum = entry.batch_sum.unwrap_or(sum);
            (
                format!("{stated_count} × = {stated_sum}"),
                format!("{} × = {sum}", totals.count),
            )
        }
    };
    Some(Fault::at(
        entry.line,
        Problem::BatchDiffers { stated, found },
    ))
}
