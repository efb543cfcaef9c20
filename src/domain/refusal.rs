//! Every "no" as a key with its facts. The sentence stands in the locale file under `refusal.<key>`, with the
//! facts' names in braces; the key is the variant's name in kebab case.

use serde::Serialize;

use super::date::Date;
use super::departure::OutOfDate;
use super::field::{Field, Wrong};
use super::id::{
    AttachmentId, DispatchId, EntryId, HandoverId, ItemId, LetterId, OtherId, PauseId, PlanId,
    ProposalId, RecordId, RefundId,
};
use super::link::LinkKind;
use super::money::Money;
use super::outbox::{Channel, Stand};
use super::record::{HoldLevel, RecordKind};
use super::reminding::Breach;
use super::user::Role;

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
    // What pauses reminders.
    /// More is promised than is not disputed.
    MoreThanUndisputed {
        invoice: String,
        asked: Money,
        open: Money,
    },
    IsDisputed {
        invoice: String,
        reason: String,
    },
    UnknownPause {
        pause: PauseId,
    },
    PauseOver {
        pause: PauseId,
    },
    /// Nothing rests on it that could be ended.
    NotPaused {
        what: String,
    },
    IsBankrupt {
        customer: String,
    },
    NothingToSkip {
        customer: String,
    },
    // More time: fit to be read to the customer.
    NoExtensions,
    ExtensionNotLater {
        invoice: String,
        due: Date,
    },
    ExtensionTooLong {
        days: u16,
        last: Date,
    },
    /// The last day that could be given is past.
    ExtensionTooLate {
        days: u16,
        last: Date,
    },
    ExtensionUsedUp {
        invoice: String,
        times: u16,
    },
    ExtensionPartFirst {
        percent: u16,
        missing: Money,
    },
    // Payment plans.
    UnknownPlan {
        plan: String,
    },
    /// No plan of his runs.
    NotOnPlan {
        customer: String,
    },
    PlanOver {
        plan: PlanId,
    },
    OnPlan {
        invoice: String,
        plan: PlanId,
    },
    PlanCurrencies {
        invoice: String,
        currency: String,
        other: String,
    },
    PlanInstalments {
        limit: u16,
    },
    PlanMonthsBetween {
        limit: u16,
    },
    PlanTooSmall {
        count: u16,
        amount: Money,
    },
    PlanDownTooLarge {
        asked: Money,
        open: Money,
    },
    PlanTooManyInstalments {
        asked: u16,
        limit: u16,
    },
    PlanTooLong {
        last: Date,
        limit: u16,
        latest: Date,
    },
    PlanFirstTooSmall {
        first: Money,
        percent: u16,
        least: Money,
    },
    // Agencies.
    AgencyMissing,
    CaseMissing,
    AlreadyHandedOver {
        invoice: String,
        agency: String,
    },
    NotHandedOver {
        invoice: String,
    },
    /// It is not overdue: nobody collects it.
    HandOverNotDue {
        invoice: String,
        due: Date,
    },
    /// The law wants a notice first.
    HandOverWithoutNotice {
        invoice: String,
        law: String,
    },
    /// The notice's deadline runs, or what was paid on its last day is on its way.
    HandOverInDeadline {
        invoice: String,
        deadline: Date,
        last: Date,
        law: String,
    },
    /// The policy sends another letter before.
    HandOverOutOfTurn {
        invoice: String,
        stage: String,
    },
    /// Its last letter has not left the house, or came back.
    HandOverLetterNotLeft {
        invoice: String,
        letter: LetterId,
        stand: Stand,
        since: Date,
    },
    /// The policy waits longer.
    HandOverTooSoon {
        invoice: String,
        from: Date,
    },
    UnknownHandover {
        handover: HandoverId,
    },
    StatusMissing,
    StatementEndsEarly {
        from: Date,
        as_of: Date,
    },
    /// Neither a customer of whom an agency has something nor a number of one of its cases.
    UnknownCase {
        case: String,
    },
    /// A customer and another one's case, or the cases of several agencies, bear it.
    AmbiguousCase {
        case: String,
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
    // What is on record of a customer.
    UnknownRecord {
        record: RecordId,
    },
    /// What is put on record has happened.
    RecordAhead {
        date: Date,
        today: Date,
    },
    /// It was ended, or is over by itself.
    RecordOver {
        record: RecordId,
    },
    /// It needs a last day, or the day of the next one.
    EndMissing {
        record_kind: RecordKind,
    },
    EndsBeforeItBegins {
        from: Date,
        date: Date,
    },
    OverrideTooLong {
        date: Date,
        last: Date,
        limit: u64,
    },
    /// The very same hold stands.
    AlreadyHeld {
        customer: String,
        level: HoldLevel,
        since: Date,
    },
    NotHeld {
        customer: String,
    },
    OrderKnown {
        order: RecordId,
        number: String,
    },
    OrderWithoutNumber,
    UnknownOrder {
        number: String,
    },
    PrepaidBeyondOrder,
    /// A class, an order's number, a rule.
    NameTooLong {
        text: String,
        limit: u64,
    },
    UnknownSection {
        text: String,
        allowed: String,
    },
    // The register.
    /// A field cannot have that value.
    WrongValue {
        register_field: Field,
        value: String,
        why: Wrong,
    },
    /// Its check digit is wrong, and would be right like this.
    WrongCheckDigit {
        register_field: Field,
        value: String,
        number: String,
    },
    UnknownField {
        text: String,
    },
    FieldTwice {
        register_field: Field,
    },
    /// `FIELD=VALUE` is what a field is set by.
    NotAValue {
        text: String,
    },
    CustomerNumberTaken {
        customer: String,
    },
    CustomerNumberWrong {
        value: String,
    },
    /// Someone else edited the customer since he was shown.
    EditedMeanwhile {
        customer: String,
        by: String,
        at: String,
        register_fields: Vec<Field>,
    },
    ParentOfItself {
        customer: String,
    },
    MergedIntoItself {
        customer: String,
    },
    AlreadyMerged {
        customer: String,
        into: String,
    },
    /// Others are merged into him: they would be two steps away from who owns all.
    HasMerged {
        customer: String,
        other: String,
    },
    NotMerged {
        customer: String,
    },
    /// Another kind or country has other fees, rates and deadlines.
    MergeOtherLaw {
        customer: String,
        other: String,
        register_field: Field,
    },
    /// Running plans of the one who owns all cover what was the other's.
    MergeBuiltOn {
        customer: String,
        into: String,
    },
    /// Work on both of them stands: whose it is cannot be told.
    JointWork {
        customer: String,
        into: String,
        entry: EntryId,
    },
    // Users.
    /// The ledger has users, and this is none of them.
    NotAUser {
        actor: String,
    },
    NotAllowed {
        actor: String,
        role: Role,
        needed: Role,
    },
    FirstUserNoLead {
        text: String,
    },
    /// Someone must be left who can change the users.
    LastLead {
        text: String,
    },
    UserUnknown {
        text: String,
    },
    UserNameMissing,
    // A second person.
    UnknownProposal {
        proposal: ProposalId,
    },
    ProposalDecided {
        proposal: ProposalId,
    },
    OwnProposal {
        proposal: ProposalId,
        by: String,
    },
    ProposalOutdated {
        proposal: ProposalId,
        register_fields: Vec<Field>,
    },
    ProposalErased {
        proposal: ProposalId,
    },
    SecondPersonNeeded {
        customer: String,
        register_field: Field,
    },
    // Erasure.
    /// Something is open: he is needed.
    StillOpen {
        customer: String,
        item: String,
    },
    /// The books need him, and all else is gone.
    NothingToErase {
        customer: String,
        until: Date,
    },
    /// All is gone already.
    ErasedAlready {
        customer: String,
    },
    /// What an undo would bring back is of one who was erased since.
    ErasedSince {
        entry: EntryId,
        customer: String,
        erasure: EntryId,
    },
    /// The last that this user did cannot be undone, and what he did before it is not meant.
    ErasureIsLast {
        entry: EntryId,
    },
    /// What two decided is not undone by the one who asked for it.
    OwnProposalUndone {
        proposal: ProposalId,
        by: String,
    },
    CustomerErased {
        customer: String,
    },
}

impl Refusal {
    /// Whether a person may go on all the same, with a reason.
    pub fn gives_way(&self) -> bool {
        matches!(
            self,
            Self::PlanTooManyInstalments { .. }
                | Self::PlanTooLong { .. }
                | Self::PlanFirstTooSmall { .. }
                | Self::BankDataStale { .. }
                | Self::MoneyUnmatched { .. }
                | Self::HandOverWithoutNotice { .. }
                | Self::HandOverInDeadline { .. }
                | Self::HandOverOutOfTurn { .. }
                | Self::HandOverTooSoon { .. }
                | Self::HandOverLetterNotLeft { .. }
        )
    }
}
