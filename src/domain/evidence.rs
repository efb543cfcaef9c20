//! Why a receipt is taken to pay an item: pieces of evidence for and against, and the classes they add up to.

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use super::date::Date;
use super::money::{Currency, Minor};
use super::reference::Schemes;

/// How sure a proposal is. Classes, not points: weak facts never add up to a strong one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Class {
    /// Certain: posted by itself.
    A,
    /// Strong: one key.
    B,
    /// Likely: one key, pre-filled.
    C,
    /// Possible: a list without a default.
    D,
}

impl Class {
    pub fn letter(self) -> char {
        match self {
            Self::A => 'A',
            Self::B => 'B',
            Self::C => 'C',
            Self::D => 'D',
        }
    }

    /// Whether one key accepts it as it stands.
    pub fn has_default(self) -> bool {
        self != Self::D
    }

    /// Its letter as text.
    pub fn name(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
            Self::D => "D",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::A, Self::B, Self::C, Self::D]
            .into_iter()
            .find(|class| text == class.letter().to_string())
    }
}

/// One fact for or against an explanation. Its sentence stands in the locale under `evidence.<key>`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "key", rename_all = "kebab-case")]
pub enum Evidence {
    /// R1: a structured reference with a right check digit is this item's.
    Reference {
        reference: CompactString,
        invoice: CompactString,
        schemes: Schemes,
    },
    /// R1 from the free text: a whole reference with a right check digit.
    ReferenceInText {
        reference: CompactString,
        invoice: CompactString,
    },
    /// R1: the reference of a letter; it claims these items together.
    ReferenceOfLetter {
        reference: CompactString,
    },
    /// R2: the reference's item is closed already.
    ReferenceOfClosed {
        reference: CompactString,
        invoice: CompactString,
    },
    /// R2: the same amount by the same reference closed it so many days ago: paid twice.
    PaidTwice {
        invoice: CompactString,
        days: u32,
    },
    /// R3: it looks like a reference, but its check digit is wrong.
    CheckDigitWrong {
        reference: CompactString,
    },
    /// R3: the reference is nobody's.
    ReferenceUnknown {
        reference: CompactString,
    },
    /// R3: a reference without its leading zeros, or with another lost or wrong digit, would be this invoice's.
    ReferenceNearly {
        reference: CompactString,
        invoice: CompactString,
    },
    /// R4: the reference is on several documents: it names the customer alone.
    ReferenceOfCustomer {
        reference: CompactString,
    },
    /// T1: whole invoice numbers stand in the text, or the bank file names them as what is paid.
    NumberInText {
        invoices: Vec<CompactString>,
    },
    /// T2: digits of an invoice number stand in the text, and could be something else.
    DigitsInText {
        digits: CompactString,
        invoice: CompactString,
    },
    /// T3: a range of invoice numbers stands in the text.
    RangeInText {
        first: CompactString,
        last: CompactString,
    },
    /// The text names an invoice of another customer, or one that is paid.
    NumberOfOther {
        invoice: CompactString,
        customer: CompactString,
    },
    NumberOfClosed {
        invoice: CompactString,
    },
    /// P1: the payer's account is this customer's, as the register says.
    PayerAccount,
    /// P1: it was this customer's every time so far.
    PayerAccountTrusted {
        times: u32,
    },
    /// P2: it was this customer's, not often enough yet.
    PayerAccountTrial {
        times: u32,
    },
    /// P2: the payer's name was this customer's every time so far.
    PayerNameTrusted {
        times: u32,
    },
    /// P3: the payer's account pays for several customers.
    PayerAccountShared {
        count: u32,
    },
    /// O1: the customer's number or organisation number stands in the text, or the bank gives it. Here it is the
    /// customer's number, whichever it was.
    CustomerInText {
        number: CompactString,
    },
    /// U1: a rule of the user's own says so.
    Rule {
        name: CompactString,
    },
    /// A1: the amount is exactly what is open.
    AmountFits {
        amount: Minor,
        currency: Currency,
    },
    /// A1: and no other open item of the whole ledger has this amount.
    AmountUnique,
    /// Less than what is open.
    AmountShort {
        left: Minor,
        currency: Currency,
    },
    /// More than what is open.
    AmountOver {
        over: Minor,
        currency: Currency,
    },
    /// A2: all that the customer has open.
    WholeBalance {
        count: u32,
    },
    /// A2: all that is overdue.
    AllOverdue {
        count: u32,
    },
    /// A2: what a letter claimed.
    LetterTotal {
        sent: Date,
    },
    /// A3: with the fees and interest claimed for it.
    WithCharges {
        charges: Minor,
        currency: Currency,
    },
    /// A3: less the cash discount, in time with so many days of grace.
    WithDiscount {
        discount: Minor,
        currency: Currency,
        until: Date,
    },
    /// The discount was taken so many days too late.
    DiscountLate {
        discount: Minor,
        currency: Currency,
        days: u32,
    },
    /// A3: but for a difference that is rounded away.
    WithRounding {
        difference: Minor,
        currency: Currency,
    },
    /// The customer's roundings of this year have come to their limit.
    RoundingUsedUp {
        limit: Minor,
        currency: Currency,
    },
    /// A3: less a bank's charge of a usual size.
    WithBankCharge {
        charge: Minor,
        currency: Currency,
    },
    /// A payment service paid so much less than the invoices it names: its commission.
    WithCommission {
        commission: Minor,
        currency: Currency,
    },
    /// The payer sent another currency: exactly what is open.
    InstructedFits {
        amount: Minor,
        currency: Currency,
    },
    /// S1: these are the only ones of so many open items that add up.
    OnlySubset {
        of: u32,
    },
    /// The oldest of so many open items, in order.
    OldestFirst {
        of: u32,
    },
    /// Credits of the customer are counted in.
    CreditsUsed {
        numbers: Vec<CompactString>,
    },
    /// Several sets of open items add up.
    SeveralFit,
    /// So many sets could be made that one of them fits by chance.
    FitsByChance,
    /// N1: the payer's name is like the customer's, and like nobody else's.
    NameLike {
        percent: u8,
    },
    /// The payer's name is another one.
    NameDiffers {
        percent: u8,
    },
    /// The payer states an amount for each item, and they are paid so.
    SharesStated,
    /// The payer states other amounts for what he names.
    SharesDiffer,
    /// The text names this invoice too, and it is left out.
    TextNamesMore {
        invoice: CompactString,
    },
    /// Guard: another open item of the customer is exactly this amount.
    OtherItemFits {
        invoice: CompactString,
    },
    /// Another customer's invoice has this amount too, and something speaks for it.
    OtherCustomerFits {
        invoice: CompactString,
        customer: CompactString,
    },
    /// X1: the payer's account is another customer's.
    PayerAccountOfOther {
        customer: CompactString,
    },
    /// X1: the payer's name is another customer's.
    PayerNameOfOther {
        customer: CompactString,
    },
    /// X1: the reference says one customer, the text another.
    TextOfOther {
        customer: CompactString,
    },
    /// X1: a rule of the user's own says another customer.
    RuleOfOther {
        name: CompactString,
        customer: CompactString,
    },
    /// X1: a rule of the user's own says that it is no receivable.
    RuleNotReceivable {
        name: CompactString,
        account: CompactString,
    },
    /// The payer is a payment service, a factoring company or a bank: it pays for many.
    PaysForMany {
        name: CompactString,
    },
    /// D1: dated before the invoice.
    BeforeInvoice {
        invoice: CompactString,
    },
    /// D1: disputed.
    Disputed {
        invoice: CompactString,
    },
    /// D1: an agency collects it.
    AtAgency {
        invoice: CompactString,
    },
    /// D1: a payment plan is running.
    OnPlan {
        invoice: CompactString,
    },
    /// Other receipts want the same item, together more than is open.
    Contested {
        invoice: CompactString,
    },
    /// Another receipt pays the item exactly and takes it.
    TakenByExact {
        invoice: CompactString,
    },
    /// A person took an automatic match of this receipt back.
    TakenBack,
    OtherCurrency {
        invoice: CompactString,
    },
    /// The same evidence was taken back not long ago.
    PatternDemoted {
        pattern: CompactString,
        undone: u32,
    },
    /// A person decided.
    ByHand,
}

impl Evidence {
    /// Code of the matching field's usual table.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Reference { .. }
            | Self::ReferenceInText { .. }
            | Self::ReferenceOfLetter { .. } => "R1",
            Self::ReferenceOfClosed { .. } | Self::PaidTwice { .. } => "R2",
            Self::CheckDigitWrong { .. }
            | Self::ReferenceUnknown { .. }
            | Self::ReferenceNearly { .. } => "R3",
            Self::ReferenceOfCustomer { .. } => "R4",
            Self::NumberInText { .. } | Self::SharesStated => "T1",
            Self::DigitsInText { .. } => "T2",
            Self::RangeInText { .. } => "T3",
            Self::PayerAccount | Self::PayerAccountTrusted { .. } => "P1",
            Self::PayerAccountTrial { .. } | Self::PayerNameTrusted { .. } => "P2",
            Self::PayerAccountShared { .. } | Self::PaysForMany { .. } => "P3",
            Self::CustomerInText { .. } => "O1",
            Self::Rule { .. } => "U1",
            Self::AmountFits { .. }
            | Self::AmountUnique
            | Self::AmountShort { .. }
            | Self::AmountOver { .. } => "A1",
            Self::WholeBalance { .. } | Self::AllOverdue { .. } | Self::LetterTotal { .. } => "A2",
            Self::WithCharges { .. }
            | Self::WithDiscount { .. }
            | Self::DiscountLate { .. }
            | Self::WithRounding { .. }
            | Self::RoundingUsedUp { .. }
            | Self::WithBankCharge { .. }
            | Self::WithCommission { .. }
            | Self::InstructedFits { .. } => "A3",
            Self::OnlySubset { .. }
            | Self::OldestFirst { .. }
            | Self::CreditsUsed { .. }
            | Self::SeveralFit
            | Self::FitsByChance => "S1",
            Self::NameLike { .. } | Self::NameDiffers { .. } => "N1",
            Self::OtherItemFits { .. }
            | Self::OtherCustomerFits { .. }
            | Self::TextNamesMore { .. }
            | Self::SharesDiffer => "G1",
            Self::Contested { .. }
            | Self::TakenByExact { .. }
            | Self::TakenBack
            | Self::PatternDemoted { .. } => "G2",
            Self::PayerAccountOfOther { .. }
            | Self::PayerNameOfOther { .. }
            | Self::TextOfOther { .. }
            | Self::RuleOfOther { .. }
            | Self::RuleNotReceivable { .. }
            | Self::NumberOfOther { .. } => "X1",
            Self::BeforeInvoice { .. }
            | Self::Disputed { .. }
            | Self::AtAgency { .. }
            | Self::OnPlan { .. }
            | Self::NumberOfClosed { .. }
            | Self::OtherCurrency { .. } => "D1",
            Self::ByHand => "H",
        }
    }

    /// Whether it speaks for the explanation it stands beside.
    pub fn speaks_for(&self) -> bool {
        matches!(
            self,
            Self::Reference { .. }
                | Self::ReferenceInText { .. }
                | Self::ReferenceOfLetter { .. }
                | Self::ReferenceOfCustomer { .. }
                | Self::ReferenceNearly { .. }
                | Self::NumberInText { .. }
                | Self::SharesStated
                | Self::DigitsInText { .. }
                | Self::RangeInText { .. }
                | Self::PayerAccount
                | Self::PayerAccountTrusted { .. }
                | Self::PayerAccountTrial { .. }
                | Self::PayerNameTrusted { .. }
                | Self::CustomerInText { .. }
                | Self::Rule { .. }
                | Self::AmountFits { .. }
                | Self::AmountUnique
                | Self::WholeBalance { .. }
                | Self::AllOverdue { .. }
                | Self::LetterTotal { .. }
                | Self::WithCharges { .. }
                | Self::WithDiscount { .. }
                | Self::WithRounding { .. }
                | Self::WithBankCharge { .. }
                | Self::WithCommission { .. }
                | Self::InstructedFits { .. }
                | Self::OnlySubset { .. }
                | Self::OldestFirst { .. }
                | Self::CreditsUsed { .. }
                | Self::NameLike { .. }
                | Self::ByHand
        )
    }
}

/// The codes that speak for an explanation, each once, in order: what its record of right and undone is kept by.
pub fn pattern(evidence: &[Evidence]) -> String {
    let for_it = evidence.iter().filter(|piece| piece.speaks_for());
    let mut codes: Vec<&str> = for_it.map(Evidence::code).collect();
    codes.sort_unstable();
    codes.dedup();
    codes.join("+")
}
