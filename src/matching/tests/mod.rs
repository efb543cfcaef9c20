//! Small books, made by hand: what a user would notice of each rule.

mod certain;
mod contradictions;
mod failures;
mod likely;
mod plain;
mod properties;
mod residuals;

use std::collections::HashMap;

use super::*;
use crate::domain::candidate::{Candidate, Hold, Known, Party, Waiting};
use crate::domain::date::Date;
use crate::domain::document::ItemClass;
use crate::domain::id::DocumentId;
use crate::domain::money::Currency;
use crate::domain::receipt::ReceiptText;
use crate::domain::reference::mod10_digit;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn kid(n: i64) -> String {
    let payload = format!("90{n:06}");
    format!("{payload}{}", mod10_digit(&payload).unwrap())
}

fn item(n: i64, customer: i64, open: i64) -> Candidate {
    Candidate {
        item: ItemId(n),
        document: Some(DocumentId(n)),
        number: (10_000 + n).to_string().into(),
        customer: CustomerId(customer),
        currency: Currency::NOK,
        class: ItemClass::Debit,
        issued: day("2026-09-01"),
        due: day("2026-09-15"),
        open: Minor(open),
        reference: Some(kid(n).into()),
        amount: Minor(open),
        hold: None,
        discount: None,
        about: None,
        settled: None,
    }
}

fn receipt(n: i64, amount: i64, reference: Option<String>, message: Option<&str>) -> Waiting {
    Waiting {
        item: ItemId(9000 + n),
        booked: day("2026-09-20"),
        amount: Minor(amount),
        left: Minor(amount),
        currency: Currency::NOK,
        customer: CustomerId::UNIDENTIFIED,
        payment_id: None,
        bank_ref: None,
        reference,
        text: ReceiptText {
            message: message.map(str::to_owned),
            ..ReceiptText::default()
        },
        set_aside: None,
        taken_back: false,
    }
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "reads better where it is called"
)]
fn explain_all(receipts: Vec<Waiting>, items: Vec<Candidate>) -> Vec<Explained> {
    let known = Known {
        items,
        ..Known::default()
    };
    explain(&known, &Settings::default(), &receipts)
}

fn class(explained: &Explained) -> Option<Class> {
    explained.explanations.first().map(|best| best.class)
}

fn named(n: i64, amount: i64, message: &str) -> Waiting {
    receipt(n, amount, None, Some(message))
}

/// Customer 1 is Nordbygg with account 15032012345, customer 2 Solvang with 60120000001.
fn known(items: Vec<Candidate>) -> Known {
    let party = |number: &str, name: &str, account: &str, org_no: &str| Party {
        number: number.to_owned(),
        name: name.to_owned(),
        org_no: Some(org_no.to_owned()),
        account: Some(account.to_owned()),
        group: None,
    };
    Known {
        items,
        parties: HashMap::from([
            (
                CustomerId(1),
                party(
                    "4001",
                    "Nordbygg Entreprenør AS",
                    "15032012345",
                    "923609016",
                ),
            ),
            (
                CustomerId(2),
                party("4002", "Solvang Blomster AS", "60120000001", "974760673"),
            ),
            (
                CustomerId(3),
                party("4003", "Fjord Regnskap DA", "86011117947", "971277882"),
            ),
        ]),
        ..Known::default()
    }
}

fn from(mut receipt: Waiting, account: &str, name: &str) -> Waiting {
    receipt.text.payer_account = (!account.is_empty()).then(|| account.to_owned());
    receipt.text.payer_name = (!name.is_empty()).then(|| name.to_owned());
    receipt
}

/// Paid from Nordbygg's own account.
fn by_nordbygg(receipt: Waiting) -> Waiting {
    from(receipt, "15032012345", "NORDBYGG ENTREPRENØR AS")
}

fn one(known: &Known, receipt: Waiting) -> Explained {
    explain(known, &Settings::default(), &[receipt]).remove(0)
}

fn parts(explained: &Explained) -> Vec<(i64, i64)> {
    let best = explained.explanations.first();
    let mut parts: Vec<(i64, i64)> = best
        .into_iter()
        .flat_map(|best| &best.parts)
        .map(|(item, amount)| (item.0, amount.0))
        .collect();
    parts.sort_unstable();
    parts
}

/// Whether the best explanation has evidence of a code.
fn has(explained: &Explained, code: &str) -> bool {
    let best = explained.explanations.first();
    best.is_some_and(|best| best.evidence.iter().any(|piece| piece.code() == code))
}

fn best(explained: &Explained) -> &Explanation {
    &explained.explanations[0]
}
