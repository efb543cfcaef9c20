//! Lines of a bank file: payments, and what is none. Equal lines are counted, never merged.

use sha2::{Digest, Sha256};

use super::{Taking, implausible, minor};
use crate::domain::date::{self, Date};
use crate::domain::id::{FileId, ItemId};
use crate::domain::intake::{OtherRow, PaymentRow, Problem};
use crate::domain::money::Minor;
use crate::domain::receipt::{OtherKind, OtherLine, Receipt, ReceiptText};
use crate::domain::reference;

impl Taking<'_> {
    pub(super) fn payment(&mut self, line: u64, row: &PaymentRow) {
        let amount = match magnitude(row) {
            Ok(amount) => amount,
            Err(problem) => return self.reject(line, vec![problem]),
        };
        let print = fingerprint(None, row);
        if let Some(id) = &row.payment_id {
            if !self.seen.is_first(id) {
                return self.reject(line, vec![Problem::TwiceInFile { number: id.clone() }]);
            }
            match self.known.payment_ids.get(id) {
                Some(stored) if *stored == print => return self.intake.known += 1,
                Some(_) => {
                    let problem = Problem::OtherPayment { number: id.clone() };
                    return self.reject(line, vec![problem]);
                }
                None => {}
            }
        } else if self.is_known(print) {
            // Only the bank's own reference, or the very same file, says for sure that it is the same money.
            if row.bank_ref.is_some() || self.known.same_file {
                self.intake.known += 1;
            } else {
                self.intake.maybe_known += 1;
            }
            return;
        }
        let posted = self.book.posting_date(row.booked);
        let receipt = receipt_of(row, self.next.item, amount, posted, self.file, line);
        self.next.item = receipt.item.next();
        self.sum(row.currency, amount);
        self.intake.new += 1;
        self.receipts.push(receipt);
    }

    pub(super) fn other(&mut self, line: u64, row: &OtherRow) {
        let payment = &row.payment;
        let amount = match magnitude(payment) {
            Ok(amount) => amount,
            Err(problem) => return self.reject(line, vec![problem]),
        };
        let print = fingerprint(Some(row.kind), payment);
        if self.is_known(print) {
            return self.intake.known += 1;
        }
        let id = self.next.other;
        self.next.other = id.next();
        self.others.push(OtherLine {
            id,
            file: self.file,
            line,
            kind: row.kind,
            booked: payment.booked,
            amount,
            currency: payment.currency,
            bank_ref: payment.bank_ref.clone(),
            reference: payment.reference.clone(),
            own_account: payment.own_account.clone(),
            fingerprint: print,
            text: text_of(payment),
        });
    }

    /// Whether the ledger held as many such rows before this file as the file has had so far.
    fn is_known(&mut self, print: i64) -> bool {
        let count = self.seen.fingerprints.entry(print).or_default();
        *count += 1;
        self.known
            .fingerprints
            .get(&print)
            .is_some_and(|stored| *count <= *stored)
    }
}

/// Equal for rows that may be the same payment: whatever a bank repeats when it sends one again.
pub fn fingerprint(kind: Option<OtherKind>, payment: &PaymentRow) -> i64 {
    let mut hash = Sha256::new();
    hash.update(kind.map_or("", OtherKind::name));
    let fields = [
        payment.own_account.as_deref(),
        payment.payer_account.as_deref(),
        payment.reference.as_deref(),
        payment.message.as_deref(),
        payment.bank_ref.as_deref(),
        payment.payment_id.as_deref(),
    ];
    hash.update(payment.booked.to_string());
    hash.update(payment.currency.code());
    hash.update(payment.amount.normalize().to_string());
    for field in fields {
        hash.update([0]);
        hash.update(field.unwrap_or_default());
    }
    let digest = hash.finalize();
    digest[..8]
        .iter()
        .fold(0, |n: i64, byte| n << 8 | i64::from(*byte))
}

/// A receipt as it is taken in.
pub(in crate::rules::decide) fn receipt_of(
    payment: &PaymentRow,
    item: ItemId,
    amount: Minor,
    posted: Date,
    file: Option<FileId>,
    line: u64,
) -> Receipt {
    Receipt {
        item,
        file,
        line,
        booked: payment.booked,
        posted,
        amount,
        currency: payment.currency,
        payment_id: payment.payment_id.clone(),
        bank_ref: payment.bank_ref.clone(),
        reference: payment
            .reference
            .as_deref()
            .map(reference::normalise)
            .filter(|text| !text.is_empty()),
        own_account: payment.own_account.clone(),
        batch: payment.batch.clone(),
        form: payment.form.clone(),
        fingerprint: fingerprint(None, payment),
        text: text_of(payment),
    }
}

fn text_of(payment: &PaymentRow) -> ReceiptText {
    ReceiptText {
        payer_name: payment.payer_name.clone(),
        payer_account: payment.payer_account.clone(),
        message: payment.message.clone(),
        raw: payment.raw.clone(),
        details: payment.details.clone(),
    }
}

fn magnitude(row: &PaymentRow) -> Result<Minor, Problem> {
    if !date::is_plausible(row.booked) {
        return Err(implausible("booking_date", row.booked));
    }
    let amount = minor("amount", row.amount, row.currency)?;
    if amount > Minor::ZERO {
        Ok(amount)
    } else {
        Err(Problem::AmountNotPositive {
            field: "amount".to_owned(),
            value: row.amount.to_string(),
        })
    }
}
