//! Every "no" as a key with its facts. The sentence stands in the locale file under `refusal.<key>`, with the
//! facts' names in braces; the key is the variant's name in kebab case.

mod collecting;
mod register;

use serde::Serialize;

use crate::domain::date::Date;
use crate::domain::departure::OutOfDate;
use crate::domain::id::{AttachmentId, DispatchId, EntryId, ItemId, LetterId, OtherId, RefundId};
use crate::domain::link::LinkKind;
use crate::domain::money::Money;
use crate::domain::outbox::{Channel, Stand};
use crate::domain::reminding::Breach;

pub use collecting::CollectingRefusal;
pub use register::{Likely, RegisterRefusal};

/// Why something was not done. An answer, not an error: nothing was changed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(tag = "key", rename_all = "kebab-case")]
pub enum Refusal {
    // What a person asked for names something that is not there, or not in that state.
    UnknownCustomer {
        customer: String,
    },
    UnknownInvoice {
        invoice: String,
    },
    UnknownReceipt {
        receipt: String,
    },
    AmbiguousReceipt {
        receipt: String,
    },
    UnknownEntry {
        entry: EntryId,
    },
    NotAPart {
        text: String,
    },
    AlreadyIdentified {
        receipt: ItemId,
        customer: String,
    },
    NotIdentified {
        receipt: ItemId,
    },
    NothingLeft {
        receipt: ItemId,
    },
    NotSetAside {
        receipt: ItemId,
    },
    AlreadySetAside {
        receipt: ItemId,
    },
    InvoiceSettled {
        invoice: String,
    },
    NotADebit {
        invoice: String,
    },
    OtherCurrency {
        invoice: String,
        currency: String,
        receipt: String,
    },
    /// `@PAID` where both are in the same currency.
    SameCurrency {
        invoice: String,
        currency: String,
    },
    OtherCustomer {
        invoice: String,
        customer: String,
    },
    MoreThanOpen {
        invoice: String,
        asked: Money,
        open: Money,
    },
    MoreThanReceived {
        asked: Money,
        left: Money,
    },
    AmountNotPositive,
    AmountTooFine {
        amount: String,
        currency: String,
    },
    AmountTooLarge {
        amount: String,
    },
    NoDayFits {
        invoice: String,
    },
    DuplicatePart {
        invoice: String,
    },
    NoParts,
    NotDisputed {
        invoice: String,
    },
    AlreadyDisputed {
        invoice: String,
    },
    DateInPast {
        date: Date,
        today: Date,
    },
    DateInFuture {
        date: Date,
        today: Date,
    },
    DateImplausible {
        date: Date,
    },
    ReasonMissing,
    /// A note, a remark, a reason: how it begins, and how long one may be.
    TextTooLong {
        text: String,
        limit: u64,
    },
    LockBackwards {
        date: Date,
        locked: Date,
    },
    LockInFuture {
        date: Date,
        today: Date,
    },
    Locked {
        date: Date,
        locked: Date,
    },
    // Lines of a bank file.
    UnknownLine {
        line: String,
    },
    /// Nothing of it is left to work on.
    LineDone {
        line: OtherId,
    },
    LineNotDismissed {
        line: OtherId,
    },
    /// It counts nothing while another receipt is counted in its place.
    IsCovered {
        receipt: ItemId,
        by: ItemId,
    },
    NotCovered {
        receipt: ItemId,
    },
    AlreadyConfirmed {
        receipt: ItemId,
    },
    NotACredit {
        item: String,
    },
    MoreThanLeft {
        item: String,
        asked: Money,
        left: Money,
    },
    UnknownAccount {
        account: String,
    },
    /// A Bankgiro or Plusgiro number whose check digit is wrong.
    WrongGiro {
        account: String,
    },
    NothingChanged,
    // What was learned, and the user's rules.
    UnknownLink {
        kind: LinkKind,
        text: String,
    },
    UnknownRule {
        name: String,
    },
    /// Its test found receipts that were settled otherwise.
    RuleWrong {
        name: String,
        count: u64,
        receipt: String,
    },
    // What is closed without money, and what is to go back.
    /// A rest of that kind is none of an invoice, or none of a credit.
    DifferenceUnfit {
        item: String,
        difference: String,
    },
    /// More than the settings round away on one payment.
    RoundingTooLarge {
        item: String,
        asked: Money,
        limit: Money,
    },
    /// The roundings of a customer would come to more than the settings allow in a year; with this one.
    RoundingUsedUp {
        customer: String,
        rounded: Money,
        limit: Money,
    },
    /// Nothing explains it well enough to be accepted unseen.
    NothingProposed {
        receipt: ItemId,
    },
    /// A credit that was to be used finds nothing to pay.
    CreditUnused {
        credit: String,
        left: Money,
    },
    /// That much of it is to be given back.
    IsToGoBack {
        credit: String,
        amount: Money,
        refund: RefundId,
    },
    /// Money in one currency did not come out of money in another.
    LineInOtherCurrency {
        item: String,
        currency: String,
        line: String,
    },
    UnknownRefund {
        refund: String,
    },
    RefundDone {
        refund: RefundId,
    },
    NoRefundFits {
        line: OtherId,
    },
    // The law.
    /// A row of the statutes that this needs is missing.
    LawMissing {
        country: String,
        /// The rule's dotted key.
        rule: String,
        on: Date,
    },
    /// A letter that the statutes forbid.
    Unlawful {
        what: Breach,
        /// The paragraph, as people cite it.
        rule: String,
    },
    /// Rules of credit, by their keys.
    AmountsMissing {
        currency: String,
        keys: String,
    },
    // Letters.
    /// No letter is due to him now.
    NothingDue {
        customer: String,
    },
    /// Another stage is due than the one that was asked for.
    StageDiffers {
        customer: String,
        expected: String,
        due: String,
    },
    /// The letter claims another sum than the one that was shown.
    TotalDiffers {
        customer: String,
        expected: Money,
        due: Money,
    },
    /// An item takes a step once.
    StepTaken {
        invoice: String,
        stage: String,
        letter: LetterId,
        sent: Date,
    },
    /// No charge of those kinds is open.
    NothingToWaive {
        invoice: String,
    },
    NotACharge {
        item: String,
    },
    // The outbox.
    UnknownDispatch {
        dispatch: DispatchId,
    },
    /// From where it stands it cannot come to that.
    DispatchStands {
        dispatch: DispatchId,
        stand: Stand,
        asked: Stand,
    },
    /// It must not leave as it was written.
    LetterOutOfDate {
        letter: LetterId,
        why: OutOfDate,
    },
    /// Its letter was taken back.
    DispatchVoided {
        dispatch: DispatchId,
    },
    /// The same letter is on its way by another one.
    DispatchedAnew {
        dispatch: DispatchId,
        other: DispatchId,
        stand: Stand,
    },
    /// Only a letter goes by another channel.
    UnknownLetter {
        text: String,
    },
    NotALetter {
        dispatch: DispatchId,
    },
    /// What left the house, or may have, cannot be called back.
    LetterLeft {
        dispatch: DispatchId,
        stand: Stand,
    },
    /// Only what came back is written anew.
    LetterNotReturned {
        letter: LetterId,
        stand: Stand,
    },
    /// What the outbox saw has happened.
    DispatchHappened {
        dispatch: DispatchId,
        stand: Stand,
    },
    /// In whole MiB.
    SheetTooLarge {
        limit: u64,
    },
    UnknownChannel {
        channel: String,
    },
    /// He has no address there.
    NoAddress {
        customer: String,
        channel: Channel,
    },
    ChannelStopped {
        customer: String,
        channel: Channel,
    },
    ChannelNotStopped {
        customer: String,
        channel: Channel,
    },
    // Files of documents.
    UnknownAttachment {
        attachment: AttachmentId,
    },
    FileEmpty {
        text: String,
    },
    /// In whole MiB.
    FileTooLarge {
        text: String,
        limit: u64,
    },
    /// The document has it already.
    FileKnown {
        invoice: String,
        text: String,
    },
    // What keeps a run of letters back, unless someone says why it should not.
    /// The bank data may lack payments that are there by now.
    BankDataStale {
        last: Date,
        days: u32,
        limit: u32,
    },
    /// Receipts that nobody has matched may be his.
    MoneyUnmatched {
        customer: String,
        count: u32,
    },
    /// A letter is recorded on the day on which it goes out.
    SentTodayOnly {
        date: Date,
        today: Date,
    },
    // Undo.
    NothingToUndo,
    NothingToRedo,
    AlreadyUndone {
        entry: EntryId,
        by: EntryId,
    },
    NotUndoable {
        entry: EntryId,
    },
    StandsInTheWay {
        entry: EntryId,
        later: EntryId,
    },
    NotUnique {
        what: String,
    },
    ChangedMeanwhile,
    /// Of what pauses, of plans and of agencies.
    #[serde(untagged)]
    Collecting(CollectingRefusal),
    /// Of the register, of what is on record there and of who works with it.
    #[serde(untagged)]
    Register(RegisterRefusal),
}

impl Refusal {
    /// Whether a person may go on all the same, with a reason.
    pub fn gives_way(&self) -> bool {
        match self {
            Self::BankDataStale { .. } | Self::MoneyUnmatched { .. } => true,
            Self::Collecting(refusal) => refusal.gives_way(),
            Self::Register(refusal) => refusal.gives_way(),
            _ => false,
        }
    }
}

impl From<RegisterRefusal> for Refusal {
    fn from(refusal: RegisterRefusal) -> Self {
        Self::Register(refusal)
    }
}

impl From<CollectingRefusal> for Refusal {
    fn from(refusal: CollectingRefusal) -> Self {
        Self::Collecting(refusal)
    }
}
