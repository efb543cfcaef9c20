//! The money that came in before today, and what a person said of the part of it that had no KID.

use super::days::{banking_until, shift};
use super::names::Party;
use super::roles::Roles;
use super::script::{Bill, Fate, Stage};
use super::{ByHand, Whose};
use crate::domain::date::Date;
use crate::domain::intake::PaymentRow;
use crate::domain::money::Currency;
use crate::domain::receipt::Details;

/// The company's accounts: for kroner, and for euro.
pub struct Accounts {
    pub nok: String,
    pub eur: String,
}

/// Payments in order of date, and what was decided by hand about some of them.
pub fn payments(
    bills: &[Bill],
    roles: &Roles,
    parties: &[Party],
    stage: &Stage,
    accounts: &Accounts,
) -> (Vec<PaymentRow>, Vec<ByHand>) {
    let teller = Teller { parties, accounts };
    let mut taken: Vec<(PaymentRow, Option<Whose>)> = Vec::new();
    for (at, bill) in bills.iter().enumerate() {
        let together = roles.together.iter().any(|(a, b)| *a == at || *b == at);
        let mut with_kid =
            |on: Date, minor: i64| taken.push((teller.by_kid(bill, on, minor), None));
        match bill.fate {
            Fate::Open | Fate::Credited => {}
            Fate::Paid(on) => with_kid(on, bill.to_pay()),
            Fate::PaidInTwo { first, on, then } => {
                with_kid(on, first);
                with_kid(then, bill.to_pay() - first);
            }
            Fate::PaidInPart { part, on } => with_kid(on, part),
            Fate::PaidTooMuch { extra, on } => with_kid(on, bill.to_pay() + extra),
            Fate::PaidWithoutKid(_) if together => {}
            Fate::PaidWithoutKid(on) => taken.push(teller.by_hand(&[bill], on)),
        }
    }
    for (a, b) in &roles.together {
        if let Fate::PaidWithoutKid(on) = bills[*a].fate {
            taken.push(teller.by_hand(&[&bills[*a], &bills[*b]], on));
        }
    }
    // Paid ahead: whose it is was said, and that it settles nothing yet.
    let ahead = teller.without_kid(
        1,
        banking_until(shift(stage.until, -18)),
        1_500_000,
        "forskudd innredning",
    );
    taken.push((ahead, Some(Whose::Customer(parties[1].row.number.clone()))));
    for stray in &roles.strays {
        let message = Some(stray.message.clone()).filter(|message| !message.is_empty());
        let mut row = teller.row(stray.on, stray.minor, Currency::NOK, "21");
        (row.payer_name, row.payer_account, row.message) =
            (stray.payer.clone(), stray.account.clone(), message);
        taken.push((row, None));
    }
    numbered(taken)
}

/// Gives each payment the bank's archive reference in order of date.
fn numbered(mut taken: Vec<(PaymentRow, Option<Whose>)>) -> (Vec<PaymentRow>, Vec<ByHand>) {
    taken.sort_by_key(|(row, _)| row.booked);
    let (mut rows, mut by_hand) = (Vec::with_capacity(taken.len()), Vec::new());
    for ((mut row, whose), number) in taken.into_iter().zip(410_200_117_u64..) {
        let bank_ref = number.to_string();
        row.bank_ref = Some(bank_ref.clone());
        by_hand.extend(whose.map(|whose| ByHand { bank_ref, whose }));
        rows.push(row);
    }
    (rows, by_hand)
}

struct Teller<'a> {
    parties: &'a [Party],
    accounts: &'a Accounts,
}

impl Teller<'_> {
    fn row(&self, on: Date, minor: i64, currency: Currency, form: &str) -> PaymentRow {
        let own = if currency == Currency::NOK {
            &self.accounts.nok
        } else {
            &self.accounts.eur
        };
        PaymentRow {
            payment_id: None,
            booked: on,
            amount: Bill::decimal(minor),
            currency,
            reference: None,
            message: None,
            payer_name: None,
            payer_account: None,
            bank_ref: None,
            own_account: Some(own.clone()),
            batch: None,
            form: Some(form.to_owned()),
            balance: None,
            details: Details::default(),
            raw: None,
        }
    }

    fn by_kid(&self, bill: &Bill, on: Date, minor: i64) -> PaymentRow {
        let party = &self.parties[bill.customer];
        let mut row = self.row(on, minor, bill.currency, "10");
        row.reference = Some(bill.kid.clone());
        row.payer_name = Some(party.row.name.clone());
        row.payer_account = Some(party.account.clone());
        row
    }

    fn without_kid(&self, customer: usize, on: Date, minor: i64, message: &str) -> PaymentRow {
        let party = &self.parties[customer];
        let mut row = self.row(on, minor, Currency::NOK, "21");
        row.payer_name = Some(party.row.name.to_uppercase());
        row.payer_account = Some(party.account.clone());
        row.message = Some(message.to_owned());
        row
    }

    /// One receipt for these bills of one customer, as a person split it.
    fn by_hand(&self, bills: &[&Bill], on: Date) -> (PaymentRow, Option<Whose>) {
        let customer = bills.first().map_or(0, |bill| bill.customer);
        let minor = bills.iter().map(|bill| bill.to_pay()).sum();
        let parts = bills
            .iter()
            .map(|bill| (bill.number.clone(), Bill::decimal(bill.to_pay())))
            .collect();
        (
            self.without_kid(customer, on, minor, "levert i henhold til avtale"),
            Some(Whose::Invoices(parts)),
        )
    }
}
