//! All that is known of what an agency is to collect: the claims, how they came about, what was said and done, and what
//! is missing. Amounts are written with their currency's decimals.

use serde::Serialize;

use crate::domain::date::Date;
use crate::domain::money::Currency;
use crate::domain::outbox::Stand;

/// The case as it is handed over.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize)]
pub struct CasePack {
    pub written: Option<Date>,
    pub agencies: Vec<String>,
    /// The agency's numbers; none if it has given none yet.
    pub cases: Vec<String>,
    pub creditor: Party,
    pub debtor: Party,
    pub claims: Vec<ClaimRow>,
    pub letters: Vec<LetterRow>,
    pub interest: Vec<InterestRow>,
    pub payments: Vec<PaymentRow>,
    pub disputes: Vec<PauseRow>,
    pub promises: Vec<PauseRow>,
    pub extensions: Vec<PauseRow>,
    /// Other reasons to wait, a bankruptcy among them.
    pub pauses: Vec<PauseRow>,
    pub plans: Vec<PlanRow>,
    pub calls: Vec<CallRow>,
    /// What was known of the debtor's credit, the oldest first.
    pub checks: Vec<CheckRow>,
    pub statuses: Vec<StatusRow>,
    pub files: Vec<FileRow>,
    pub missing: Vec<Lacking>,
}

#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize)]
pub struct Party {
    pub number: Option<String>,
    pub name: String,
    pub kind: Option<&'static str>,
    pub org_no: Option<String>,
    pub country: String,
    pub language: Option<String>,
    /// Lines, without the name.
    pub address: Vec<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    /// Where the creditor is to be paid.
    pub accounts: Vec<String>,
}

/// An item that the agency has.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ClaimRow {
    pub invoice: String,
    /// `invoice`, or which charge it is: `fee`, `interest`, `compensation`.
    pub kind: &'static str,
    /// Of a charge: the invoice whose lateness it answers.
    pub about: Option<String>,
    pub issued: Date,
    pub delivered: Option<Date>,
    pub due: Date,
    pub currency: Currency,
    pub original: String,
    pub settled: String,
    pub open: String,
    pub disputed: String,
    pub reference: Option<String>,
    pub order_ref: Option<String>,
    pub contract_ref: Option<String>,
    pub agency: String,
    pub case: Option<String>,
    pub handed_over: Date,
    pub reason: String,
    /// The last day before it is barred, and the rule.
    pub barred_after: Option<Date>,
    pub limitation_rule: Option<String>,
    /// Told by the system used before: its last letter.
    pub last_stage_before: Option<String>,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct LetterRow {
    pub letter: i64,
    pub kind: &'static str,
    pub stage: String,
    pub sent: Date,
    pub deadline: Option<Date>,
    pub currency: Currency,
    pub total: String,
    /// The last way that it took, where to, and where it stands there.
    pub channel: Option<&'static str>,
    pub to: Option<String>,
    pub stand: Option<&'static str>,
    pub invoices: Vec<String>,
    pub file: Option<String>,
}

/// A stretch of days at one rate: a line of the interest account.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct InterestRow {
    pub invoice: String,
    pub letter: i64,
    pub from: Date,
    pub to: Date,
    pub days: u32,
    pub currency: Currency,
    pub principal: String,
    /// Percent for a year.
    pub rate: String,
    pub amount: String,
    pub rule: String,
}

/// What lowered a claim; one that was taken back raises it, with a minus.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct PaymentRow {
    pub invoice: String,
    pub date: Date,
    /// `payment`, `credit-note`, `adjustment`, `write-off`.
    pub kind: &'static str,
    pub currency: Currency,
    pub amount: String,
    /// The receipt or credit note.
    pub by: Option<String>,
}

/// A payment that came to the company although an agency has the item.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct DirectPayment {
    pub agency: String,
    pub case: Option<String>,
    pub customer_no: String,
    pub name: String,
    pub open: String,
    /// The day on which it was taken in here.
    pub recorded: Option<Date>,
    #[serde(flatten)]
    pub payment: PaymentRow,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct PauseRow {
    /// None: of the customer as a whole.
    pub invoice: Option<String>,
    pub kind: &'static str,
    pub from: Date,
    pub until: Option<Date>,
    pub closed: Option<Date>,
    pub amount: Option<String>,
    pub reason: Option<String>,
    pub outcome: Option<String>,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct PlanRow {
    pub plan: i64,
    pub from: Date,
    pub closed: Option<Date>,
    pub currency: Currency,
    pub invoices: Vec<String>,
    /// Day and amount.
    pub instalments: Vec<(Date, String)>,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct CallRow {
    pub on: Date,
    pub note: String,
}

/// A credit check.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct CheckRow {
    pub on: Date,
    pub until: Option<Date>,
    /// Who says so.
    pub source: String,
    pub class: Option<String>,
    pub advised_limit: Option<String>,
    pub currency: Currency,
    /// Of the report's file.
    pub sha256: Option<String>,
}

/// What the agency itself has reported.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct StatusRow {
    pub invoice: String,
    pub on: Date,
    pub status: String,
    pub note: String,
}

/// A file of the pack.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct FileRow {
    /// Within the pack.
    pub path: String,
    /// `invoice-copy`, `delivery-approval`, `other` or `letter`.
    pub what: &'static str,
    pub invoice: Option<String>,
    pub letter: Option<i64>,
    /// As it was called when it was attached.
    pub name: Option<String>,
}

/// What an agency would want and does not get. The sentence stands in the locale under `lacking.<key>`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(tag = "key", rename_all = "kebab-case")]
pub enum Lacking {
    CaseNumber,
    OrgNo,
    Address,
    Email,
    Phone,
    InvoiceCopy {
        invoice: String,
    },
    DeliveryApproval {
        invoice: String,
    },
    DeliveryDate {
        invoice: String,
    },
    Order {
        invoice: String,
    },
    /// A file that was kept with it and was erased since.
    FileBytes {
        invoice: String,
        name: String,
    },
    /// No letter about it was sent from here.
    Letters {
        invoice: String,
    },
    LetterBefore {
        invoice: String,
    },
    LetterCopy {
        letter: i64,
        sent: Date,
    },
    /// Nobody knows that it arrived.
    LetterUnsent {
        letter: i64,
        sent: Date,
        stand: Stand,
    },
    LetterUnprintable {
        letter: i64,
    },
    Limitation {
        invoice: String,
    },
    /// None was made, or none is on record.
    CreditChecks,
}

/// What a file of an agency's reports did, or would do.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct StatusIntake {
    pub path: String,
    /// Reports taken in, one for each item of the case, and those that were here already.
    pub new: u64,
    pub known: u64,
    pub faults: Vec<crate::domain::intake::Fault>,
}
