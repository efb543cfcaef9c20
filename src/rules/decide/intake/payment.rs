//! Lines of a bank file: payments, and what is none. Equal lines are counted, never merged.

use rust_decimal::Decimal;
use sha2::{Digest, Sha256};

use super::{Taking, implausible, minor};
use crate::domain::account::same_account;
use crate::domain::date::{self, Date};
use crate::domain::id::{FileId, ItemId};
use crate::domain::intake::{OtherRow, PaymentRow, Place, Problem, StatementRow};
use crate::domain::money::Minor;
use crate::domain::receipt::{Details, OtherKind, OtherLine, Receipt, ReceiptText};
use crate::domain::reference;
use crate::domain::statement::Statement;

/// What the ledger knows of a line.
enum Identity {
    New,
    Known,
    /// An equal line, and nothing that says whether it is the same; the receipt of that line.
    Doubtful(ItemId),
}

impl Taking<'_> {
    pub(super) fn payment(&mut self, line: u64, row: &PaymentRow) {
        self.seen.last_payment = None;
        self.seen.rows += 1;
        let amount = match magnitude(row) {
            Ok(amount) => amount,
            Err(problem) => return self.reject(line, vec![problem]),
        };
        let print = fingerprint(None, row);
        let mut twin = None;
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
        } else {
            match self.identity(None, print, row) {
                Identity::Known => return self.intake.known += 1,
                Identity::Doubtful(of) => twin = Some(of),
                Identity::New => {}
            }
        }
        let posted = self.book.posting_date(row.booked);
        let (item, file) = (self.next.item, self.file);
        let receipt = receipt_of(row, item, amount, posted, file, line, print);
        self.next.item = receipt.item.next();
        self.seen.last_payment = Some(receipt.item);
        if let Some(twin) = twin {
            self.intake.maybe_known += 1;
            self.intake.doubtful.push((receipt.item, twin));
        } else {
            self.sum(row.currency, amount);
            self.intake.new += 1;
        }
        self.receipts.push(receipt);
    }

    pub(super) fn other(&mut self, line: u64, row: &OtherRow) {
        let payment = &row.payment;
        self.seen.rows += 1;
        let amount = match magnitude(payment) {
            Ok(amount) => amount,
            Err(problem) => return self.reject(line, vec![problem]),
        };
        let print = fingerprint(Some(row.kind), payment);
        match self.identity(Some(row.kind), print, payment) {
            Identity::New => {}
            // A part of a payment is new when the payment is.
            _ if row.of_payment && self.seen.last_payment.is_some() => {}
            Identity::Known | Identity::Doubtful(_) => return self.intake.known += 1,
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
            reference: payment
                .reference
                .as_deref()
                .map(reference::normalise)
                .filter(|text| !text.is_empty()),
            own_account: payment.own_account.clone(),
            batch: payment.batch.clone(),
            of_payment: self.seen.last_payment.filter(|_| row.of_payment),
            fingerprint: print,
            text: text_of(payment),
        });
    }

    /// A line that the bank tells apart from all others, or one of the very same file, is known as often as the
    /// ledger holds it. Of other equal lines only those are that stand where two files overlap, or that have the
    /// same balance behind them.
    fn identity(&mut self, kind: Option<OtherKind>, print: i64, row: &PaymentRow) -> Identity {
        let stored = self.known.fingerprints.get(&print);
        let stored = stored.map_or(&[][..], Vec::as_slice);
        let certain = is_told_apart(row) || self.known.same_file;
        let overlap = &self.seen.overlaps[usize::from(kind.is_some())];
        let by_balance = |place: &Place| match (place.balance, row.balance) {
            (Some(stored), Some(now)) => Some(stored == now),
            _ => None,
        };
        let is_there = overlap.known.contains(&self.seen.rows)
            || stored.iter().any(|place| by_balance(place) == Some(true));
        if !certain && is_there {
            return Identity::Known;
        }
        let could_be = |place: &&Place| {
            certain
                || (by_balance(place) != Some(false)
                    && place.file.is_none_or(|file| !overlap.files.contains(&file)))
        };
        let on_account = |place: &&Place| match (&place.own_account, &row.own_account) {
            (Some(stored), Some(now)) => same_account(stored, now),
            _ => true,
        };
        let mut places = stored.iter().filter(could_be).filter(on_account);
        let count = self.seen.fingerprints.entry(print).or_default();
        *count += 1;
        match places.nth(*count - 1) {
            None => Identity::New,
            Some(_) if certain => Identity::Known,
            Some(place) => match (place.item, kind) {
                (Some(item), _) => Identity::Doubtful(item),
                // Money out is looked at and put away; what may concern a customer is shown once too often rather
                // than lost.
                (None, Some(OtherKind::Debit)) => Identity::Known,
                (None, _) => Identity::New,
            },
        }
    }

    /// A statement is taken in once, from whichever file.
    pub(super) fn statement(&mut self, row: &StatementRow) {
        let Some(currency) = row.currency else {
            return;
        };
        let balance =
            |amount: Option<Decimal>| amount.and_then(|a| Minor::exactly(a, currency).ok());
        let statement = Statement {
            id: self.next.statement,
            file: self.file,
            account: row.accounts.first().cloned(),
            currency,
            number: row.number.clone(),
            sequence: row.sequence,
            from: row.from.filter(|day| date::is_plausible(*day)),
            until: row.until.filter(|day| date::is_plausible(*day)),
            opening: balance(row.opening),
            closing: balance(row.closing),
        };
        let mut known = self.known.statements.iter().chain(&self.statements);
        if !known.any(|known| known.is_same(&statement)) {
            self.next.statement = statement.id.next();
            self.statements.push(statement);
        }
    }
}

/// Whether the bank tells the line apart from any equal one by a reference of its own.
pub fn is_told_apart(payment: &PaymentRow) -> bool {
    payment.bank_ref.is_some()
}

/// Equal for rows that may be the same payment: whatever a bank repeats when it sends one again. What depends on
/// the rest of its file, the account and the balance, is compared apart.
pub fn fingerprint(kind: Option<OtherKind>, payment: &PaymentRow) -> i64 {
    let mut hash = Sha256::new();
    hash.update(kind.map_or("", OtherKind::name));
    let fields = [
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
    fingerprint: i64,
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
        fingerprint,
        text: text_of(payment),
    }
}

fn text_of(payment: &PaymentRow) -> ReceiptText {
    ReceiptText {
        payer_name: payment.payer_name.clone(),
        payer_account: payment.payer_account.clone(),
        message: payment.message.clone(),
        raw: payment.raw.clone(),
        details: Details {
            balance: payment.balance,
            ..payment.details.clone()
        },
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
