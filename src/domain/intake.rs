//! Neutral rows: what any file says, before it is checked against the ledger. Readers make them, rules judge them.

use std::collections::{BTreeMap, HashMap};

use rust_decimal::Decimal;
use serde::Serialize;

use super::customer::CustomerKind;
use super::date::Date;
use super::document::DocumentKind;
use super::id::{CustomerId, DocumentId, FileId, ItemId};
use super::money::Currency;
use super::receipt::{Details, OtherKind};
use super::record::NoticeKind;
use super::statement::Statement;

/// A row of a customer list. `None` means that the file does not say, so an edit leaves the field alone.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct CustomerRow {
    pub number: String,
    pub name: String,
    pub kind: Option<CustomerKind>,
    pub org_no: Option<String>,
    pub country: Option<String>,
    pub language: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub account: Option<String>,
    pub terms_days: Option<u16>,
    /// In the company's currency.
    pub credit_limit: Option<Decimal>,
    pub risk_class: Option<String>,
    pub street: Option<String>,
    pub postcode: Option<String>,
    pub city: Option<String>,
    pub group: Option<String>,
    pub channel: Option<String>,
    pub agreed_fee_date: Option<Date>,
    /// Columns without a field, by header.
    pub notes: BTreeMap<String, String>,
}

/// A row of an invoice list: one instalment. Rows with one number are one document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct InvoiceRow {
    pub number: String,
    pub customer_number: String,
    pub kind: DocumentKind,
    pub issued: Date,
    pub due: Date,
    /// As the file writes it; a credit note's may bear either sign.
    pub amount: Decimal,
    pub currency: Currency,
    pub reference: Option<String>,
    pub delivery_date: Option<Date>,
    pub order_ref: Option<String>,
    pub contract_ref: Option<String>,
    /// The bank was to fetch the money.
    pub direct_debit: bool,
    pub credits_invoice: Option<String>,
    pub rate: Option<Decimal>,
    pub discount_percent: Option<Decimal>,
    pub discount_date: Option<Date>,
    pub open_amount: Option<Decimal>,
    pub last_stage: Option<String>,
    pub last_letter_date: Option<Date>,
    pub fees_charged: Option<Decimal>,
    pub interest_charged: Option<Decimal>,
    pub interest_until: Option<Date>,
    pub notes: BTreeMap<String, String>,
}

/// A line of a bank file: money that came in, or the like.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PaymentRow {
    pub payment_id: Option<String>,
    pub booked: Date,
    /// Above zero.
    pub amount: Decimal,
    pub currency: Currency,
    pub reference: Option<String>,
    pub message: Option<String>,
    pub payer_name: Option<String>,
    pub payer_account: Option<String>,
    pub bank_ref: Option<String>,
    pub own_account: Option<String>,
    pub batch: Option<String>,
    pub form: Option<String>,
    /// The account's balance behind the line, where the file proves that it holds: no other line has it.
    pub balance: Option<Decimal>,
    pub details: Details,
    pub raw: Option<String>,
}

/// A line that is no payment: its `payment.amount` is a magnitude all the same.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OtherRow {
    pub kind: OtherKind,
    pub payment: PaymentRow,
    /// It is a part of the payment that came just before it: a charge, or a credit note set off.
    pub of_payment: bool,
}

/// What a bank file says of one account: an account statement, or the part of a payment file that came to one
/// account. Comes after its lines.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct StatementRow {
    /// Every name that the file gives to the company's account; its lines bear the first.
    pub accounts: Vec<String>,
    pub currency: Option<Currency>,
    /// The sender's number of the statement, as written.
    pub number: Option<String>,
    /// The same as a number that goes up by one, where the format promises that.
    pub sequence: Option<u64>,
    pub from: Option<Date>,
    pub until: Option<Date>,
    /// Booked balances, signed; none in files without balances.
    pub opening: Option<Decimal>,
    pub closing: Option<Decimal>,
}

/// What a bureau's monitoring reports of one company or person.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NoticeRow {
    /// As the file writes it. One of the two is there.
    pub org_no: Option<String>,
    pub customer_number: Option<String>,
    pub on: Date,
    pub notice: NoticeKind,
    pub class: Option<String>,
    /// In the bureau's own words.
    pub text: String,
}

/// One row of a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Row {
    Customer(CustomerRow),
    Invoice(InvoiceRow),
    Payment(PaymentRow),
    Other(OtherRow),
    Statement(StatementRow),
    Notice(NoticeRow),
}

/// A row and the line on which it starts, counted from 1.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Placed {
    pub line: u64,
    pub row: Row,
}

/// What the ledger already holds of the rows that are judged. Looked up, not computed.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Known {
    /// By customer number.
    pub customers: HashMap<String, CustomerId>,
    /// By kind and number.
    pub documents: HashMap<(DocumentKind, String), DocumentId>,
    /// Fingerprints of receipts, by payment id.
    pub payment_ids: HashMap<String, i64>,
    /// The very same file was taken in before.
    pub same_file: bool,
    /// Where the receipts and other lines of a fingerprint stand.
    pub fingerprints: HashMap<i64, Vec<Place>>,
    /// Statements of the accounts, as far as they may be the same.
    pub statements: Vec<Statement>,
}

/// Where a line of a bank file stands that was taken in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Place {
    /// None for a line that is no payment.
    pub item: Option<ItemId>,
    pub file: Option<FileId>,
    /// Its place among the ledger's payments, or among the lines that are none: in one file, the file's order.
    pub order: i64,
    pub own_account: Option<String>,
    /// The balance behind it, where its file proved that it holds.
    pub balance: Option<Decimal>,
}

/// Why a file or a row of it is not taken in. The sentence stands in the locale file under `problem.<key>`; the
/// key is the variant's name in kebab case, and `{field}` names the column or field as the file knows it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(tag = "key", rename_all = "kebab-case")]
pub enum Problem {
    // The file as a whole.
    /// Could not be opened or read; the cause in the operating system's words.
    Unreadable {
        cause: String,
    },
    Empty,
    UnknownFormat,
    /// Known by its looks, read by a later version: named so that nobody thinks it was taken in.
    LaterFormat {
        format: String,
    },
    /// A web page, most likely an error page saved in place of a file.
    WebPage,
    DirectDebitMandates,
    DirectDebitClaims,
    /// A Nets file of a service that is neither payments nor direct debit.
    OtherService {
        service: String,
    },
    LineTooLong {
        limit: u64,
    },
    FileTooLarge {
        limit: u64,
    },
    ChangedWhileRead,
    // A table's head.
    MissingColumn {
        column: String,
    },
    TooManyColumns {
        limit: u64,
    },
    TwoColumnsForField {
        field: String,
        first: String,
        second: String,
    },
    // A row.
    MissingValue {
        field: String,
    },
    /// `field` is the first column that the row does not reach.
    TooFewValues {
        expected: u64,
        found: u64,
        field: String,
    },
    TooManyValues {
        expected: u64,
        found: u64,
    },
    QuoteNotClosed {
        field: String,
    },
    TextBehindQuote {
        field: String,
    },
    NotADate {
        field: String,
        value: String,
    },
    NotAnAmount {
        field: String,
        value: String,
    },
    /// `1.234` may be a thousand or one and a bit.
    AmbiguousAmount {
        field: String,
        value: String,
    },
    /// The amount itself names a currency, and the row another.
    AmountInOtherCurrency {
        field: String,
        value: String,
        currency: String,
    },
    NotANumber {
        field: String,
        value: String,
    },
    /// `1,23E+10`: a spreadsheet rounded a long number.
    SpreadsheetNumber {
        field: String,
        value: String,
    },
    UnknownCurrency {
        value: String,
    },
    UnknownValue {
        field: String,
        value: String,
        allowed: String,
    },
    AmountNotPositive {
        field: String,
        value: String,
    },
    /// Its check digit is wrong; it is taken in as it stands.
    WrongCheckDigit {
        field: String,
        value: String,
    },
    /// The same, where one number would be right.
    OtherCheckDigit {
        field: String,
        value: String,
        number: String,
    },
    /// No such value can be right; it is taken in as it stands.
    NotOfForm {
        field: String,
        value: String,
    },
    ValueTooLong {
        field: String,
        limit: u64,
    },
    // Records of a fixed layout.
    RecordTooShort {
        expected: u64,
        found: u64,
    },
    UnexpectedRecord {
        found: String,
        expected: String,
    },
    RecordNotNumeric {
        field: String,
        value: String,
    },
    CountDiffers {
        what: String,
        stated: u64,
        found: u64,
    },
    SumDiffers {
        what: String,
        stated: String,
        found: String,
    },
    EndMissing {
        what: String,
    },
    /// A transaction of which a record is missing.
    TransactionIncomplete {
        number: String,
        record: String,
    },
    // Against the ledger.
    /// No agency's case bears this number.
    UnknownCase {
        case: String,
    },
    /// Cases of more than one agency do.
    CaseOfSeveral {
        case: String,
    },
    /// The invoice is not in the case.
    NotInCase {
        case: String,
        invoice: String,
    },
    /// An agency tells of a day that is still to come.
    StatusAhead {
        date: Date,
        today: Date,
    },
    TooManyRows {
        limit: u64,
    },
    UnknownCustomer {
        number: String,
    },
    TwiceInFile {
        number: String,
    },
    OtherFacts {
        number: String,
        field: String,
    },
    /// A payment id that the ledger holds with other facts.
    OtherPayment {
        number: String,
    },
    /// He is one with another, who has the facts of both.
    MergedCustomer {
        number: String,
        into: String,
    },
    /// What was known of him is gone for good.
    ErasedCustomer {
        number: String,
    },
    InstalmentsDiffer {
        number: String,
        field: String,
    },
    AmountTooFine {
        field: String,
        value: String,
        currency: String,
    },
    AmountTooLarge {
        field: String,
        value: String,
    },
    DateImplausible {
        field: String,
        value: String,
    },
    /// Another row of the invoice is faulty: without it the invoice would be too small.
    OtherRowFaulty {
        number: String,
    },
    OpenMoreThanAmount {
        open: String,
        amount: String,
    },
    /// Charged elsewhere, and less than nothing.
    BelowZero {
        field: String,
        value: String,
    },
    /// A letter of another system about an invoice that was not there yet.
    LetterBeforeIssue {
        date: Date,
        issued: Date,
    },
    /// A letter of another system that is not sent yet.
    LetterAhead {
        date: Date,
        today: Date,
    },
    /// Interest that was claimed for days to come.
    InterestAhead {
        date: Date,
        today: Date,
    },
    /// Interest was claimed elsewhere, and no day tells up to when.
    InterestWithoutDay,
    // A bureau's reports.
    /// No customer has that number of the register.
    UnknownOrgNo {
        number: String,
    },
    /// A report of a day that is still to come.
    NoticeAhead {
        date: Date,
        today: Date,
    },
    // XML and archives.
    /// The parser's own words.
    NotWellFormed {
        cause: String,
    },
    /// A document type declaration, which could make a small file huge or name other files.
    DocumentType,
    NestedTooDeep {
        limit: u64,
    },
    /// The right kind of document, and nothing of what it should hold.
    NothingInside {
        element: String,
    },
    BadArchive {
        cause: String,
    },
    // What is asked about before a file is taken in.
    /// The file says itself that it is a test.
    TestFile,
    /// The file is of an account that is none of the company's.
    ForeignAccount {
        account: String,
        ours: String,
    },
    /// A table of which no column is known: it has to be mapped.
    UnknownTable {
        columns: String,
    },
    // Notes: nothing is refused for them.
    /// Opening balance and lines do not make the closing balance.
    BalancesDiffer {
        statement: String,
        stated: String,
        found: String,
    },
    /// The running balance does not follow from the line before: lines are missing or doubled.
    BalanceBroken {
        stated: String,
        found: String,
    },
    /// Between two statements of the account some are missing.
    StatementsMissing {
        account: String,
        before: String,
        after: String,
    },
    /// A batch announces other figures than its details have.
    BatchDiffers {
        stated: String,
        found: String,
    },
    /// Lines that are announced and not booked yet.
    NotBooked {
        count: u64,
    },
    /// A day that no calendar has, and the one that was taken for it.
    DayClamped {
        field: String,
        value: String,
        taken: String,
    },
    /// A line that belongs to no statement and was left out.
    OutsideStatement {
        value: String,
    },
    /// A reference that the file calls right, and whose check digit is wrong.
    CheckDigitWrong {
        value: String,
    },
    /// Characters that were damaged before the file came here.
    DamagedText {
        value: String,
    },
    /// A file of this transmission was taken in before, with other contents.
    TransmissionRepeated {
        transmission: String,
        file: String,
    },
}

/// A problem and the line on which it stands; none when it is the whole file's.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Fault {
    pub line: Option<u64>,
    #[serde(flatten)]
    pub problem: Problem,
    /// The invoice that the row belongs to, if it says so: its other rows are not sound without it.
    #[serde(skip)]
    pub invoice: Option<String>,
}

impl Fault {
    pub fn file(problem: Problem) -> Self {
        Self {
            line: None,
            problem,
            invoice: None,
        }
    }

    pub fn at(line: u64, problem: Problem) -> Self {
        Self {
            line: Some(line),
            problem,
            invoice: None,
        }
    }
}
