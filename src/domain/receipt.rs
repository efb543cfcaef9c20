//! Receipts: money that came in. A receipt is a credit item, of the reserved customer until it is identified.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::date::Date;
use super::deposit::Level;
use super::id::{FileId, ItemId, OtherId};
use super::money::{Currency, Minor};

/// What the bank says of the payer, and what the payer says: kept apart from the books.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ReceiptText {
    pub payer_name: Option<String>,
    pub payer_account: Option<String>,
    /// Free text that came with the money.
    pub message: Option<String>,
    /// The record as the file gave it: every dispute is settled by showing it.
    pub raw: Option<String>,
    #[serde(default)]
    pub details: Details,
}

/// What the payer says that the money is for: an invoice, a credit note or a reference, and the share for it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Remittance {
    pub number: String,
    /// Signed: a credit note that was set off is negative. None if the file does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Decimal>,
}

/// What the payer sent, where it is not what came in.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Instructed {
    pub amount: Decimal,
    pub currency: Currency,
}

/// What a bank file says of a payment beyond its main facts.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(default)]
pub struct Details {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub remittance: Vec<Remittance>,
    /// The payer's own identity of the payment; a return names it again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_to_end: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instructed: Option<Instructed>,
    /// The payer's organisation or personal number, as the bank has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payer_org_no: Option<String>,
    /// So many payments in one sum, whose details are not in this file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub batch_of: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valued: Option<Date>,
    /// The account's balance behind the line, where its file proves that it holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub balance: Option<Decimal>,
    /// Why the bank gave a payment back, as its code says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Details {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Money received, as taken in from a file or entered by hand.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Receipt {
    pub item: ItemId,
    pub file: Option<FileId>,
    /// Line of the file on which it starts; 0 when entered by hand.
    pub line: u64,
    pub booked: Date,
    /// The later of the booking date and the first open date.
    pub posted: Date,
    /// Magnitude.
    pub amount: Minor,
    pub currency: Currency,
    /// The number that the file's maker gave it.
    pub payment_id: Option<String>,
    /// The bank's archive reference.
    pub bank_ref: Option<String>,
    pub reference: Option<String>,
    /// The company's account that it came to.
    pub own_account: Option<String>,
    /// Ties the rows that are one line on the bank statement.
    pub batch: Option<String>,
    /// The bank's kind of transaction, as its format codes it.
    pub form: Option<String>,
    /// Equal for rows that may be the same payment.
    pub fingerprint: i64,
    #[serde(skip)]
    pub text: ReceiptText,
}

/// Why a line of a bank file is no payment.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OtherKind {
    /// The bank took an earlier payment back.
    Reversal,
    /// A payment that the payer's bank sent back, a direct debit above all.
    Return,
    /// The payer set a credit note off against all that he paid that day.
    Deduction,
    /// The payer set a credit note off within one payment: the payment is what was left.
    CreditNote,
    /// The bank kept a charge back from a payment.
    BankCharge,
    /// Money of the company's own that came back: a reversed or returned payment to someone else.
    OwnReturn,
    /// An entry whose details say the opposite.
    Contradiction,
    /// Money that left the account.
    Debit,
}

impl OtherKind {
    pub fn name(self) -> &'static str {
        match self {
            Self::Reversal => "reversal",
            Self::Return => "return",
            Self::Deduction => "deduction",
            Self::CreditNote => "credit_note",
            Self::BankCharge => "bank_charge",
            Self::OwnReturn => "own_return",
            Self::Contradiction => "contradiction",
            Self::Debit => "debit",
        }
    }

    pub const ALL: [Self; 8] = [
        Self::Reversal,
        Self::Return,
        Self::Deduction,
        Self::CreditNote,
        Self::BankCharge,
        Self::OwnReturn,
        Self::Contradiction,
        Self::Debit,
    ];

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == text)
    }
}

/// A line of a bank file that is no payment and waits for someone to look at it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct OtherLine {
    pub id: OtherId,
    pub file: Option<FileId>,
    pub line: u64,
    pub kind: OtherKind,
    pub booked: Date,
    /// Magnitude.
    pub amount: Minor,
    pub currency: Currency,
    pub bank_ref: Option<String>,
    pub reference: Option<String>,
    pub own_account: Option<String>,
    /// Ties it to the rows that are one line on the bank statement with it.
    pub batch: Option<String>,
    /// The payment that it is a part of: what it was reduced by.
    pub of_payment: Option<ItemId>,
    /// Equal for rows that may be the same line.
    pub fingerprint: i64,
    #[serde(skip)]
    pub text: ReceiptText,
}

/// A file that was taken in.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SourceFile {
    pub id: FileId,
    /// Name without its folder.
    pub name: String,
    /// Short name of the format.
    pub format: String,
    pub level: Level,
    /// SHA-256 of its bytes, in hex.
    pub sha256: String,
    pub bytes: u64,
    /// The sender's own identity of the transmission, where the format has one.
    pub transmission: Option<String>,
}
