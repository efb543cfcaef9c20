//! What reaches the model, and what it asks of the desk.

use std::path::PathBuf;

use rust_decimal::Decimal;

use super::input::{Key, Mouse};
use crate::desk::credit::Whose;
use crate::desk::job::Progress;
use crate::desk::mapping::{Kept, Mapping, Outline, Told, Trial};
use crate::desk::{Did, Frame, ImportOptions, LetterPage, PageOf, Previewed, RulesFault};
use crate::domain::assessment::Assessment;
use crate::domain::bank_line::BankLine;
use crate::domain::command::{Command, Edit, NewCustomer, Reminder, Values};
use crate::domain::date::Date;
use crate::domain::field::Section;
use crate::domain::id::{CustomerId, DocumentId, EntryId, ItemId, LetterId, OtherId};
use crate::domain::money::Minor;
use crate::domain::outbox::Channel;
use crate::domain::record::NewRecord;
use crate::domain::refusal::Refusal;
use crate::domain::sheet::Sheet;
use crate::domain::warning::ShorterTerms;
use crate::reports::aging::{AgingQuery, AgingReport};
use crate::reports::bank::StatementLine;
use crate::reports::card::{Card, CustomerLine, DocumentView, ItemLine};
use crate::reports::credit::DuplicateLine;
use crate::reports::credit::{Assessed, CreditLook};
use crate::reports::import::ImportReport;
use crate::reports::log::LogLine;
use crate::reports::overview::{FirstLook, Overview};
use crate::reports::post::{LetterSent, OutboxLine, SendSummary};
use crate::reports::register::{Form, Profile};
use crate::reports::reminding::{Queue, Reminded};
use crate::reports::settling::{Explained, FoundItem, MatchCount, MoneyLine, Posted};
use crate::reports::setup::Setup;
use crate::reports::statement::StatementQuery;
use crate::reports::timeline::{TimelineKey, TimelineLine};
use crate::tui::overlays::listing::{Listing, Told as Listed};

/// Everything that can happen to the face.
#[derive(Clone, Debug)]
pub enum Msg {
    Key(Key),
    Paste(String),
    Mouse(Mouse),
    Resize(u16, u16),
    Reply(Box<Reply>),
    /// A change waits for another program that writes to the ledger.
    Waiting,
    /// How far long work has come.
    Progress(Progress),
    /// The screen was someone else's for a while: draw all of it.
    Continued,
    /// A second has passed: has someone else written?
    Second,
    /// A signal asks the desk to close.
    Stop(i32),
}

/// A document or a receipt.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Target {
    Document(DocumentId),
    Receipt(ItemId),
}

/// A receipt or a credit note, as a list has it or as the user named it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Credit {
    Known(ItemId),
    Named(String),
}

/// What the desk is asked for. The job thread answers, acts before looks.
#[derive(Clone, PartialEq, Debug)]
pub enum Request {
    Overview,
    Customers,
    Card(CustomerId),
    /// What the register and the credit policy know of a customer.
    Profile(CustomerId),
    /// What happened with him before that, newest first.
    Timeline {
        customer: CustomerId,
        before: Option<TimelineKey>,
    },
    /// The number that is free next.
    NextNumber,
    /// Until when the books need a customer.
    BooksNeed(CustomerId),
    /// What a form of a section starts from.
    CustomerForm {
        customer: CustomerId,
        section: Section,
    },
    /// Customers that may be one.
    Duplicates,
    NewCustomer {
        new: Box<NewCustomer>,
        done: Done,
    },
    EditCustomer {
        edit: Box<Edit>,
        done: Done,
    },
    Aging(AgingQuery),
    Items {
        customer: CustomerId,
        as_of: Date,
    },
    Document(Target),
    /// The reminders that are due on a day, what waits and what comes.
    Queue(Date),
    Receipts,
    /// What posted by itself last: of that run, or of the last one.
    Posted {
        run: Option<EntryId>,
    },
    /// Money that settles nothing yet.
    Money,
    /// Who has an open item of that amount, number or reference.
    FindItems(String),
    /// What bank files leave to a person, done lines too if `all`; and the statements.
    Bank {
        all: bool,
    },
    Log {
        before: Option<EntryId>,
    },
    /// What `undo` would take back.
    Undoable,
    Folder(PathBuf),
    /// Has someone else written, is it another day?
    Check,
    Act {
        command: Box<Command>,
        done: Done,
    },
    /// Several commands as one run.
    ActAll {
        commands: Vec<Command>,
        done: Done,
    },
    /// Letters recorded as sent, as one run; what is left out is told.
    Remind {
        reminders: Vec<Reminder>,
        /// Why, in spite of a block.
        reason: Option<String>,
    },
    /// A letter that came back is taken back, and what is due goes in its place.
    WriteAnew {
        letter: LetterId,
        reason: String,
        /// Why, where bank data is too old.
        in_spite: Option<String>,
    },
    /// What a run of letters would do; nothing is kept.
    DryRun {
        reminders: Vec<Reminder>,
        reason: Option<String>,
    },
    /// Ends all plans of a customer.
    EndPlans {
        customer: CustomerId,
        reason: String,
        done: Done,
    },
    /// What a command would do: asked about before it is done.
    Rehearse(Box<Command>),
    /// What it would do if money had gone back out of a credit: asked about before it is done.
    PayOut {
        line: OtherId,
        credit: Credit,
        amount: Option<Decimal>,
    },
    AddAccount(String),
    Undo(EntryId),
    UndoRun(EntryId),
    Redo,
    Import {
        path: PathBuf,
        options: ImportOptions,
    },
    MatchAuto,
    /// What a table looks like, and what its columns are taken for. Only the answer to the last round counts.
    Outline {
        round: u64,
        path: PathBuf,
        told: Told,
    },
    /// What a mapping makes of the whole file; nothing is kept.
    Trial {
        round: u64,
        path: PathBuf,
        mapping: Box<Mapping>,
    },
    /// Keeps a mapping and takes the file in.
    ImportMapped {
        mapping: Box<Mapping>,
        path: PathBuf,
        options: ImportOptions,
    },
    /// The mappings that are kept.
    Mappings,
    /// Forgets the mapping of that fingerprint.
    ForgetMapping(String),
    /// A letter as it would go; nothing is kept.
    Preview(Box<Reminder>),
    /// A letter or statement as it went, or reads now.
    LetterPage(PageOf),
    /// What is to leave the house and what became of it.
    Outbox,
    /// The letters to a customer.
    Letters(CustomerId),
    Statement(StatementQuery),
    /// Writes a statement to a file, whose ending says how.
    WriteStatement {
        query: StatementQuery,
        path: PathBuf,
    },
    /// Puts a statement into the outbox; by the customer's own way if none is named.
    QueueStatement {
        query: StatementQuery,
        channel: Option<Channel>,
        done: Done,
    },
    /// Sends what waits in the outbox.
    SendOutbox,
    /// Prints what waits for paper to a new file.
    PrintOutbox {
        path: PathBuf,
    },
    /// May this be sold on credit? A magnitude in the company's currency; zero asks how he stands.
    Assess {
        whose: Whose,
        amount: Minor,
    },
    /// What is to be seen to about credit.
    CreditLook,
    /// What is still to be set up.
    Setup,
    Report(Listing),
    RecordAnswer {
        customer: CustomerId,
        answer: Box<Assessment>,
        done: Done,
    },
    /// Something on record; with the print of a file, if one is named. A review without a day gets the policy's.
    Put {
        new: Box<NewRecord>,
        file: Option<PathBuf>,
        done: Done,
    },
    /// Ends all holds on a customer.
    Release {
        customer: CustomerId,
        reason: String,
        done: Done,
    },
    EditFields {
        customer: CustomerId,
        /// What was seen; none if that is not known.
        version: Option<usize>,
        set: Values,
        reason: String,
        done: Done,
    },
    /// Takes over the terms that early warning suggests.
    Shorten {
        customer: CustomerId,
        terms: ShorterTerms,
        reason: String,
        done: Done,
    },
    NotePolicySeen,
    PutSetupAway,
}

impl Request {
    /// Whether the ledger may be another one afterwards: such requests are carried out in order, none is left out.
    pub fn changes(&self) -> bool {
        matches!(
            self,
            Self::Act { .. }
                | Self::ActAll { .. }
                | Self::Remind { .. }
                | Self::WriteAnew { .. }
                | Self::NewCustomer { .. }
                | Self::EditCustomer { .. }
                | Self::EndPlans { .. }
                | Self::AddAccount(_)
                | Self::Undo(_)
                | Self::UndoRun(_)
                | Self::Redo
                | Self::Import { .. }
                | Self::ImportMapped { .. }
                | Self::ForgetMapping(_)
                | Self::MatchAuto
                | Self::WriteStatement { .. }
                | Self::QueueStatement { .. }
                | Self::SendOutbox
                | Self::PrintOutbox { .. }
                | Self::RecordAnswer { .. }
                | Self::Put { .. }
                | Self::Release { .. }
                | Self::EditFields { .. }
                | Self::Shorten { .. }
                | Self::NotePolicySeen
                | Self::PutSetupAway
        )
    }

    /// Whether it is done before the looks that wait. Sending takes long: what was asked for before it is answered
    /// first, so that the screen shows what was recorded.
    pub fn goes_first(&self) -> bool {
        self.changes() && *self != Self::SendOutbox
    }

    /// Whether a later look of the same kind makes this one needless.
    pub fn is_superseded_by(&self, later: &Self) -> bool {
        !self.changes() && std::mem::discriminant(self) == std::mem::discriminant(later)
    }

    /// Work that shows its progress and can be stopped.
    pub fn is_long(&self) -> bool {
        matches!(
            self,
            Self::Import { .. } | Self::ImportMapped { .. } | Self::MatchAuto
        ) || self.sends()
    }

    /// Work whose parts stay done when it is stopped: each letter by itself.
    pub fn sends(&self) -> bool {
        matches!(self, Self::SendOutbox | Self::PrintOutbox { .. })
    }

    /// Whether a trial that is under way is of no use any more once this is asked.
    pub fn ends_trials(&self) -> bool {
        self.changes() || matches!(self, Self::Outline { .. } | Self::Trial { .. })
    }
}

/// What is told, and taken off the screen, once an act is done.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Done {
    /// The whole sentence but for the key that undoes it.
    pub says: String,
    /// The receipts that leave the list.
    pub receipts: Vec<ItemId>,
}

/// The last entry that can be undone, and how many entries its run holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Undoable {
    pub line: LogLine,
    pub run: usize,
}

/// A file or a folder in the chooser.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct FolderEntry {
    pub name: String,
    pub is_folder: bool,
}

/// The desk's answers.
#[derive(Clone, Debug)]
pub enum Reply {
    Overview(Overview, FirstLook),
    Customers(Vec<CustomerLine>),
    Card(Box<Card>),
    Profile(Box<Profile>),
    Timeline {
        customer: CustomerId,
        before: Option<TimelineKey>,
        lines: Vec<TimelineLine>,
    },
    NextNumber(String),
    BooksNeed {
        customer: CustomerId,
        until: Option<Date>,
    },
    CustomerForm {
        form: Box<Form>,
        section: Section,
    },
    Duplicates(Vec<DuplicateLine>),
    Aging(AgingReport),
    Items {
        customer: CustomerId,
        as_of: Date,
        lines: Vec<ItemLine>,
    },
    Document(Target, Box<DocumentView>),
    Queue(Box<Queue>),
    /// There is no queue: the settings' rules cannot be used.
    RulesAtFault(Box<RulesFault>),
    Reminded {
        reminded: Reminded,
        book: Box<Frame>,
    },
    /// What a run would have done.
    WouldRemind(Reminded),
    Receipts(Vec<Explained>),
    /// The newest of them, and how many there are.
    Posted {
        posted: Vec<Posted>,
        count: usize,
    },
    Money(Vec<MoneyLine>),
    FoundItems {
        text: String,
        found: Vec<FoundItem>,
    },
    Bank {
        all: bool,
        lines: Vec<BankLine>,
        statements: Vec<StatementLine>,
    },
    /// What a command would do; nothing was changed.
    Rehearsed {
        command: Box<Command>,
        did: Did,
    },
    Log {
        before: Option<EntryId>,
        lines: Vec<LogLine>,
    },
    Undoable(Option<Undoable>),
    Folder {
        path: PathBuf,
        entries: Vec<FolderEntry>,
    },
    /// Someone else wrote, or the day is another.
    Changed(Box<Frame>),
    Did {
        did: Did,
        done: Done,
        book: Box<Frame>,
    },
    Undid {
        did: Did,
        book: Box<Frame>,
    },
    Redid {
        did: Did,
        book: Box<Frame>,
    },
    Imported {
        report: ImportReport,
        path: PathBuf,
        options: ImportOptions,
        book: Box<Frame>,
    },
    Matched {
        count: MatchCount,
        book: Box<Frame>,
    },
    /// A table as it looks, or why it is none.
    Outlined {
        round: u64,
        seen: Result<Box<Outline>, String>,
    },
    Tried {
        round: u64,
        trial: Result<Box<Trial>, String>,
    },
    Mappings(Vec<Kept>),
    /// A letter as it would go, or why it cannot be shown.
    Previewed {
        reminder: Box<Reminder>,
        seen: Result<Box<Previewed>, String>,
    },
    LetterPage {
        of: PageOf,
        seen: Result<Box<LetterPage>, String>,
    },
    /// One page for each currency.
    Statement {
        query: StatementQuery,
        seen: Result<Vec<Sheet>, String>,
    },
    Outbox(Vec<OutboxLine>),
    Letters {
        customer: CustomerId,
        letters: Vec<LetterSent>,
    },
    Assessed {
        whose: Whose,
        seen: Box<Assessed>,
    },
    CreditLook(Box<CreditLook>),
    Setup(Setup),
    Report(Listing, Box<Listed>),
    /// A file was written.
    Written(String),
    SentOut {
        summary: SendSummary,
        /// The file that was printed to.
        file: Option<String>,
        book: Box<Frame>,
    },
    /// Receipts that were to be dealt with were not; why follows.
    Kept(Vec<ItemId>),
    /// Long work is over, whatever came of it.
    Ended,
    /// An answer, not a fault: nothing was changed.
    Refused(Refusal),
    /// Something broke; one sentence and the story behind it.
    Broken {
        says: String,
        story: Vec<String>,
    },
    /// A look failed and nothing comes of it; it was asked for in passing.
    Nothing,
}
