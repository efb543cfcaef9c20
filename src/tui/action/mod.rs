//! The action table: one list of everything that a key can do. It feeds the keymap and its check, the footer, the
//! palette (which is the help), `reskontra keys` and the terminal tests, which press keys by action id. Titles and
//! help stand in the locale under `action.<name>`.

mod ready;
mod settling;
mod table;

use super::model::{Model, Pane};
use crate::text::Locale;
pub use table::ACTIONS;

/// Where the keys go: the focused part of a pane, or the overlay on top.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Scope {
    Today,
    Customers,
    Card,
    Aging,
    Items,
    Reminders,
    Overdue,
    Document,
    Matching,
    Explain,
    Bank,
    Palette,
    Confirm,
    Form,
    Log,
    Chooser,
    Filter,
    Story,
    Picker,
    Mapping,
    Kept,
    Menu,
    Kinds,
    Page,
    Outbox,
    Letters,
    Answer,
    Report,
}

impl Scope {
    pub const ALL: [Self; 28] = [
        Self::Today,
        Self::Customers,
        Self::Card,
        Self::Aging,
        Self::Items,
        Self::Reminders,
        Self::Overdue,
        Self::Document,
        Self::Matching,
        Self::Explain,
        Self::Bank,
        Self::Palette,
        Self::Confirm,
        Self::Form,
        Self::Log,
        Self::Chooser,
        Self::Filter,
        Self::Story,
        Self::Picker,
        Self::Mapping,
        Self::Kept,
        Self::Menu,
        Self::Kinds,
        Self::Page,
        Self::Outbox,
        Self::Letters,
        Self::Answer,
        Self::Report,
    ];

    /// Its name in the locale, under `tui.scope.`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Today => "today",
            Self::Customers => "customers",
            Self::Card => "card",
            Self::Aging => "aging",
            Self::Items => "items",
            Self::Reminders => "reminders",
            Self::Overdue => "overdue",
            Self::Document => "document",
            Self::Matching => "matching",
            Self::Explain => "explain",
            Self::Bank => "bank",
            Self::Palette => "palette",
            Self::Confirm => "confirm",
            Self::Form => "form",
            Self::Log => "log",
            Self::Chooser => "chooser",
            Self::Filter => "filter",
            Self::Story => "story",
            Self::Picker => "picker",
            Self::Mapping => "mapping",
            Self::Kept => "kept",
            Self::Menu => "menu",
            Self::Kinds => "kinds",
            Self::Page => "page",
            Self::Outbox => "outbox",
            Self::Letters => "letters",
            Self::Answer => "answer",
            Self::Report => "report",
        }
    }

    /// Whether a field has the keys: then a key that types a character types it.
    pub fn types(self) -> bool {
        matches!(
            self,
            Self::Palette | Self::Form | Self::Chooser | Self::Filter | Self::Picker
        )
    }
}

/// A set of scopes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Scopes(u64);

impl Scopes {
    pub const fn of(scopes: &[Scope]) -> Self {
        let mut bits = 0;
        let mut i = 0;
        while i < scopes.len() {
            bits |= 1 << scopes[i] as u32;
            i += 1;
        }
        Self(bits)
    }

    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub fn holds(self, scope: Scope) -> bool {
        self.0 & (1 << scope as u32) != 0
    }

    /// A scope that both hold.
    pub fn shared(self, other: Self) -> Option<Scope> {
        Scope::ALL
            .into_iter()
            .find(|scope| self.holds(*scope) && other.holds(*scope))
    }
}

/// Whether an action changes the ledger.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Changes {
    No,
    /// It does, and it can be undone.
    Reversible,
    /// It does, for good.
    Final,
}

/// What a key can do. One per verb.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ActionId {
    Today,
    Customers,
    Aging,
    Reminders,
    Matching,
    BankLines,
    Open,
    Accept,
    AcceptCertain,
    ToggleItem,
    EditPart,
    Fill,
    Unapplied,
    FindCustomer,
    SetAside,
    Why,
    NextProposal,
    WriteOff,
    GiveBack,
    Transfer,
    NotReceivable,
    MarkReceipt,
    NextList,
    NextUndecided,
    PreviousUndecided,
    PayOut,
    TakeIn,
    ConfirmKnown,
    PutAway,
    ShowDone,
    Statements,
    Filter,
    ClearFilter,
    Sort,
    ReverseSort,
    Mark,
    AsOf,
    AgeBy,
    Dispute,
    Promise,
    Import,
    Undo,
    Redo,
    Log,
    Palette,
    NextPart,
    PreviousPart,
    Back,
    Up,
    Down,
    Left,
    Right,
    PageUp,
    PageDown,
    First,
    Last,
    Copy,
    Trouble,
    Mouse,
    Redraw,
    Suspend,
    Quit,
    Choose,
    Yes,
    All,
    No,
    Complete,
    UndoEntry,
    UndoRun,
    Close,
    ImportRest,
    MapColumns,
    NameColumn,
    LeaveOut,
    SaveMapping,
    TableKind,
    Separator,
    HeadLine,
    HeadLineBack,
    DecimalMark,
    DateOrder,
    RowCurrency,
    KeptMappings,
    ForgetMapping,
    RecordSent,
    MarkStage,
    Order,
    DryRun,
    PauseUntil,
    Extend,
    MakePlan,
    Waive,
    NoFee,
    HandOver,
    SkipOnce,
    LogCall,
    Bankrupt,
    EndPause,
    TakeBack,
    Preview,
    ReadLetter,
    Outbox,
    SendQueued,
    PrintQueued,
    RetryAll,
    ShowCopy,
    Retry,
    Arrived,
    CallOff,
    CameBack,
    Redirect,
    Letters,
    Statement,
    StatementKind,
    SaveStatement,
    StatementDays,
    SendStatement,
    Assess,
    AssessStranger,
    CreditHold,
    PutOnRecord,
    Reports,
    RecordAnswer,
    PassOver,
    OtherAmount,
    PrepayNote,
    OpenListed,
    AcceptListed,
    DeclineListed,
    NewCustomer,
    EditCustomer,
    VerifySection,
    NoteCustomer,
    MergeCustomer,
    RestCustomer,
    EraseCustomer,
}

/// Why an action does nothing now: a key of the locale under `tui.why.`.
pub type Why = &'static str;

/// An entry of the table.
#[derive(Clone, Copy, Debug)]
pub struct Action {
    pub id: ActionId,
    /// Its id in configurations, tests and documents.
    pub name: &'static str,
    /// The keys it has unless a configuration gives it others.
    pub keys: &'static [&'static str],
    pub scopes: Scopes,
    /// Its place in the footer, the smallest first; none keeps it out.
    pub order: Option<u8>,
    pub changes: Changes,
    ready: fn(&Model) -> Result<(), Why>,
}

impl Action {
    /// Whether it does something now, or why not.
    pub fn ready(&self, model: &Model) -> Result<(), Why> {
        if self.changes != Changes::No {
            if model.book.read_only {
                return Err("read-only");
            }
            if model.work.is_some() {
                return Err("busy");
            }
        }
        (self.ready)(model)
    }

    pub fn title<'a>(&self, locale: &'a Locale) -> &'a str {
        lookup(locale, self.name, "title")
    }

    /// Its place in the footer now: what a list is for comes first there.
    pub fn order_now(&self, model: &Model) -> Option<u8> {
        match self.id {
            ActionId::Undo if super::panes::matching::money::posted(model).is_some() => Some(1),
            ActionId::Undo if model.pane == Pane::Matching => Some(16),
            ActionId::Outbox if model.pane == Pane::Reminders => Some(1),
            _ => self.order,
        }
    }

    /// What it would do to what the keys are on: a switch is named by where it leads.
    pub fn title_now<'a>(&self, model: &'a Model) -> &'a str {
        let part = match self.id {
            ActionId::SetAside if super::panes::matching::is_aside(model) => "again",
            ActionId::GiveBack if super::panes::matching::money::refund(model).is_some() => "again",
            ActionId::Undo if super::panes::matching::money::posted(model).is_some() => "this",
            ActionId::PutAway if super::panes::bank::verbs::is_put_away(model) => "again",
            ActionId::ShowDone if model.bank.all => "again",
            ActionId::NameColumn if super::overlays::is_on_last_line(model) => "last",
            ActionId::Dispute if super::panes::is_disputed(model) => "close",
            ActionId::RestCustomer if super::panes::customers::verbs::rests(model) => "again",
            ActionId::Open if super::panes::on_group(model) => "fold",
            ActionId::NoFee if super::panes::reminders::ready::fee_is_left_out(model) => "again",
            ActionId::Preview if super::panes::reminders::preview::is_beside(model) => "again",
            ActionId::RecordSent if model.book.no_mail.is_none() => "send",
            ActionId::Retry if super::overlays::outbox::ready::is_again(model) => "again",
            ActionId::Retry if super::overlays::outbox::ready::is_back(model) => "anew",
            ActionId::EndPause if super::panes::reminders::ready::is_back(model) => "anew",
            ActionId::TakeBack if super::panes::reminders::ready::waives(model) => "waive",
            ActionId::DeclineListed if super::overlays::listing::ready::is_setup(model) => "away",
            ActionId::CreditHold if super::panes::customers::credit_verbs::releases(model) => {
                "again"
            }
            // Many keys work where receipts are settled: their names are short there.
            ActionId::AcceptCertain
            | ActionId::Unapplied
            | ActionId::FindCustomer
            | ActionId::SetAside
            | ActionId::NextList
            | ActionId::NotReceivable
            | ActionId::Transfer
            | ActionId::WriteOff => "short",
            _ => "title",
        };
        lookup(&model.locale, self.name, part)
    }

    pub fn help<'a>(&self, locale: &'a Locale) -> &'a str {
        lookup(locale, self.name, "help")
    }
}

fn lookup<'a>(locale: &'a Locale, name: &str, part: &str) -> &'a str {
    locale.text(&format!("action.{name}.{part}"))
}

/// The sentence that says why, with the keys it speaks of.
pub fn says_why(model: &Model, why: Why) -> String {
    let label = |id| model.keymap.label(id, model.scope(), &model.locale);
    if why == "no-letter"
        && let Some(because) = super::panes::reminders::why_no_letter(model)
    {
        let says = model.locale.text("tui.why.no-letter");
        return format!("{} · {because}", says.trim_end_matches('.'));
    }
    let facts = [
        ("open", label(ActionId::Open)),
        ("take", label(ActionId::ToggleItem)),
        ("leave", label(ActionId::Unapplied)),
        ("list", label(ActionId::NextList)),
        ("find", label(ActionId::FindCustomer)),
        ("transfer", label(ActionId::Transfer)),
        ("undo", label(ActionId::Undo)),
        ("send", label(ActionId::SendQueued)),
        ("print", label(ActionId::PrintQueued)),
        ("no_fee", label(ActionId::NoFee)),
    ];
    let facts = facts.each_ref().map(|(name, key)| (*name, key.as_str()));
    model.locale.say(&format!("tui.why.{why}"), &facts)
}

impl ActionId {
    /// Its entry of the table.
    pub fn action(self) -> &'static Action {
        // The table's test proves that every id stands in it once.
        ACTIONS
            .iter()
            .find(|action| action.id == self)
            .unwrap_or(&ACTIONS[0])
    }
}
