//! What a letter says, as facts: its words are made from these and from nothing else. Amounts are in the letter's
//! currency; magnitudes unless said otherwise.

use super::customer::CustomerKind;
use super::date::Date;
use super::document::ItemClass;
use super::id::LetterId;
use super::letter::{ChargeKind, LetterKind, Span};
use super::money::{Currency, Minor};

/// The company as it signs and is paid: from the ledger and the settings.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Company {
    pub name: String,
    /// ISO 3166 code of two letters.
    pub country: String,
    pub org_no: Option<String>,
    /// Lines of its address, without the name.
    pub address: Vec<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub web: Option<String>,
    /// Where money is to be paid, by currency; the first of a currency is the one that letters name.
    pub accounts: Vec<PayTo>,
}

/// An account to pay to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PayTo {
    /// None: any.
    pub currency: Option<Currency>,
    /// As people write it: a domestic number or an IBAN.
    pub account: String,
    pub bic: Option<String>,
}

/// Whom a letter is for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Recipient {
    pub number: String,
    pub name: String,
    pub kind: CustomerKind,
    pub org_no: Option<String>,
    /// ISO 3166 code of two letters.
    pub country: String,
    /// As the register has it; the country's if it has none.
    pub language: Option<String>,
    pub street: Option<String>,
    pub postcode: Option<String>,
    pub city: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
}

/// What of a letter's words does not follow from the ledger.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Manner {
    pub company: Company,
    /// friendly, neutral or firm, as the policy says.
    pub tone: String,
    pub next: Option<NextStep>,
    /// The country whose law the letter is under.
    pub law: String,
}

/// A letter that asks for money.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LetterContent {
    /// None in a preview: it is given when the letter is recorded.
    pub id: Option<LetterId>,
    pub kind: LetterKind,
    pub stage: String,
    /// friendly, neutral or firm, as the policy says.
    pub tone: String,
    pub sent: Date,
    pub deadline: Option<Date>,
    pub currency: Currency,
    pub company: Company,
    pub recipient: Recipient,
    /// Principal, the earliest due first; then charges of earlier letters; then credits.
    pub lines: Vec<ContentLine>,
    /// What the letter adds.
    pub charges: Vec<ContentCharge>,
    /// All that it claims: the sum of its lines and charges.
    pub total: Minor,
    /// What the payer is to write.
    pub reference: Option<String>,
    /// What comes if nothing is paid: the next stage's kind, none for the hand-over to an agency.
    pub next: Option<NextStep>,
    /// The country whose law the letter is under.
    pub law: String,
}

/// The step after a letter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NextStep {
    Letter(LetterKind),
    /// The agency, where the policy names one.
    HandOver(Option<String>),
}

/// An item that the letter lists.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ContentLine {
    /// The document's number.
    pub number: String,
    pub class: ItemClass,
    /// What it was claimed for, if it is a charge of an earlier letter.
    pub charge: Option<EarlierCharge>,
    pub issued: Date,
    pub due: Date,
    /// As invoiced; what came in or was credited of it; what is not asked for here (disputed, promised, on a plan).
    pub invoiced: Minor,
    pub settled: Minor,
    pub held: Minor,
    /// What the letter asks of it: negative for credits.
    pub amount: Minor,
}

/// A charge that an earlier letter or a payment plan claimed, as it was claimed then.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EarlierCharge {
    pub kind: ChargeKind,
    /// The letter that claimed it; none of a plan's fee.
    pub letter: Option<LetterKind>,
    /// The invoice whose lateness it answers.
    pub about: String,
    /// The rule that allows it, as its country cites it.
    pub rule: String,
    /// How interest was counted; empty for other charges.
    pub spans: Vec<Span>,
}

/// A charge that the letter claims for the first time.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ContentCharge {
    pub kind: ChargeKind,
    /// The invoice whose lateness it answers.
    pub about: String,
    pub amount: Minor,
    /// The rule that allows it, as people cite it.
    pub rule: String,
    pub spans: Vec<Span>,
}

/// A statement of account.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StatementContent {
    pub company: Company,
    pub recipient: Recipient,
    pub currency: Currency,
    pub purpose: Purpose,
    /// The day that it is for, and the day it was written.
    pub as_of: Date,
    pub written: Date,
    /// The first day of an activity statement, and what was owed when it began: positive is owed to the company.
    pub from: Option<Date>,
    pub opening: Minor,
    pub entries: Vec<StatementEntry>,
    /// What is owed on the day: positive is owed to the company. The sum of the opening balance and the entries.
    pub closing: Minor,
    /// Of the closing balance: past due.
    pub overdue: Minor,
    /// Of the closing balance: what is not asked for here, for the customer disputes it; and what an agency collects,
    /// to whom it is paid.
    pub disputed: Minor,
    pub at_agency: Minor,
    pub reference: Option<String>,
}

impl StatementContent {
    /// What of the closing balance is to be paid to the company itself.
    pub fn asked(&self) -> Minor {
        let apart = self.disputed.0.saturating_add(self.at_agency.0);
        Minor(self.closing.0.saturating_sub(apart))
    }
}

/// What a statement is for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Purpose {
    /// What is open.
    Open,
    /// What happened, with the balance after each.
    Activity,
    /// What is open, to be confirmed to an auditor.
    Confirmation,
}

/// A line of a statement.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StatementEntry {
    pub date: Date,
    pub what: EntryKind,
    /// The document's number or the receipt's.
    pub number: String,
    pub due: Option<Date>,
    /// As invoiced or paid: a magnitude.
    pub original: Minor,
    /// Signed: positive is owed to the company. What is open of it, or what it moved.
    pub amount: Minor,
    pub disputed: Minor,
    /// The agency that collects it.
    pub agency: Option<AtAgency>,
}

/// Who collects an item in the company's stead.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AtAgency {
    pub name: String,
    /// The agency's number for the case; none until it is known.
    pub case_number: Option<String>,
}

/// What a statement's line is about.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum EntryKind {
    Invoice,
    CreditNote,
    Charge(ChargeKind),
    Payment,
    /// Money that went from one customer to another.
    Transfer,
    Refund,
    /// Closed without money and without loss: a rounding, a cash discount, a charge that was waived.
    Adjustment,
    WriteOff,
}

impl EntryKind {
    /// Its name in scripts and, under `entry.`, in the locale; a charge's is that of its kind.
    pub fn name(self) -> &'static str {
        match self {
            Self::Invoice => "invoice",
            Self::CreditNote => "credit-note",
            Self::Charge(kind) => kind.name(),
            Self::Payment => "payment",
            Self::Transfer => "transfer",
            Self::Refund => "refund",
            Self::Adjustment => "adjustment",
            Self::WriteOff => "write-off",
        }
    }
}

impl Purpose {
    /// Its name in scripts.
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Activity => "activity",
            Self::Confirmation => "confirmation",
        }
    }
}
