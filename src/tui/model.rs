//! What the face knows: plain data. `update` changes it, drawing reads it, nothing here asks the desk or the terminal.

use ratatui::layout::{Rect, Size};

use super::action::Scope;
use super::effect::Effect;
use super::keymap::Keymap;
use super::msg::Request;
use super::overlays::Layer;
use super::overlays::story::{Story, Tone};
use super::panes::{aging, bank, customers, matching, reminders, today};
use super::table::Table;
use super::theme::Theme;
use crate::desk::job::Progress;
use crate::desk::{Frame, MatchSettings};
use crate::domain::date::Date;
use crate::reports::aging::AgingQuery;
use crate::reports::overview::{FirstLook, Overview};
use crate::text::Locale;
use crate::text::alphabet::Alphabet;

/// The panes, under fixed digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Pane {
    Today,
    Customers,
    Aging,
    Reminders,
    Matching,
    /// Opened from another pane; it has no digit.
    Bank,
}

impl Pane {
    /// Those with a digit.
    pub const ALL: [Self; 5] = [
        Self::Today,
        Self::Customers,
        Self::Aging,
        Self::Reminders,
        Self::Matching,
    ];

    /// Its name in the locale, under `tui.pane.`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Today => "today",
            Self::Customers => "customers",
            Self::Aging => "aging",
            Self::Reminders => "reminders",
            Self::Matching => "matching",
            Self::Bank => "bank",
        }
    }

    fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// The lists that can be scrolled, each by its own name so that its place on the screen is remembered.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ListId {
    Today,
    Oldest,
    Customers,
    Card,
    Timeline,
    Profile,
    Credit,
    Notes,
    Aging,
    Items,
    Reminders,
    Overdue,
    History,
    Matching,
    Explain,
    Bank,
    Palette,
    Picker,
    Log,
    Files,
    Story,
    Menu,
    Columns,
    Kept,
    Kinds,
    Page,
    Outbox,
    Letters,
    Answer,
    Report,
    Choices,
}

/// Where a list was drawn: rows `top..top + page` of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SeenList {
    pub list: ListId,
    pub area: Rect,
    pub top: usize,
    pub page: usize,
}

/// What the last drawing put where, for paging and for the mouse.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Seen {
    pub lists: Vec<SeenList>,
    pub tabs: Vec<(Rect, Pane)>,
}

impl Seen {
    pub fn list(&self, list: ListId) -> Option<&SeenList> {
        self.lists.iter().find(|seen| seen.list == list)
    }
}

/// Long work under way, or a change that waits for another program.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Work {
    /// None until it has said something.
    pub progress: Option<Progress>,
    /// The user asked it to stop.
    pub stopping: bool,
    /// Letters leave one by one: those that left stay sent when it is stopped.
    pub sends: bool,
}

impl Work {
    pub const BEGUN: Self = Self {
        progress: None,
        stopping: false,
        sends: false,
    };
}

/// The one line at the bottom.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Notice {
    Done(String),
    /// It was done, and one key takes it back.
    Posted(String),
    /// The desk said no.
    Refused(String),
    /// Something broke; the story can be read.
    Broken(String),
}

/// What the user set.
#[derive(Clone, Debug)]
pub struct Settings {
    pub theme: Theme,
    pub keymap: Keymap,
    pub aging: AgingQuery,
    /// What matching goes by: how large a difference is usual.
    pub limits: MatchSettings,
    pub mouse: bool,
}

#[derive(Clone, Debug)]
pub struct Model {
    pub locale: Locale,
    pub theme: Theme,
    pub keymap: Keymap,
    pub book: Frame,
    /// How large a difference is usual.
    pub limits: MatchSettings,
    pub size: Size,
    pub pane: Pane,
    pub first: FirstLook,
    pub overview: Option<Overview>,
    pub today: today::State,
    pub customers: customers::State,
    pub aging: aging::State,
    pub reminders: reminders::State,
    pub matching: matching::State,
    pub bank: bank::State,
    /// Overlays, the top one last.
    pub layers: Vec<Layer>,
    pub work: Option<Work>,
    pub notice: Option<Notice>,
    /// The form that was sent last, until the desk has answered: what was typed is not lost if it says no.
    pub asked: Option<crate::tui::overlays::form::Form>,
    /// The whole story of what broke last.
    pub trouble: Option<Story>,
    pub mouse: bool,
    pub seen: Seen,
    /// The row that was clicked last: a second click opens it.
    pub clicked: Option<(ListId, usize)>,
    /// Where the last imported file came from.
    pub folder: Option<String>,
    /// Panes whose figures are older than the ledger.
    stale: u8,
    /// The same of what Today says of credit and of the set-up.
    credit_stale: bool,
    /// The number of the last question of which only the last answer counts.
    round: u64,
}

impl Model {
    pub fn new(
        book: Frame,
        first: FirstLook,
        settings: Settings,
        locale: Locale,
        size: Size,
    ) -> Self {
        let alphabet = Alphabet::of_country(&book.ledger.country);
        let mut model = Self {
            locale,
            theme: settings.theme,
            keymap: settings.keymap,
            book,
            limits: settings.limits,
            size,
            pane: Pane::Today,
            first,
            overview: None,
            today: today::State::default(),
            customers: customers::State::default(),
            aging: aging::State::new(settings.aging),
            reminders: reminders::State::default(),
            matching: matching::State::default(),
            bank: bank::State::default(),
            layers: Vec::new(),
            work: None,
            notice: None,
            mouse: settings.mouse,
            asked: None,
            trouble: None,
            seen: Seen::default(),
            clicked: None,
            folder: None,
            stale: u8::MAX,
            credit_stale: true,
            round: 0,
        };
        model.customers.table = Table::new(alphabet);
        model.aging.table = Table::new(alphabet);
        model.reminders.list = reminders::grouped::Grouped::new(alphabet);
        model.matching = matching::State::new(alphabet);
        model.bank.table = Table::new(alphabet);
        model
    }

    /// What to ask for when the desk opens.
    pub fn open(&mut self) -> Vec<Effect> {
        self.refresh()
    }

    /// Where the keys go.
    pub fn scope(&self) -> Scope {
        if let Some(layer) = self.layers.last() {
            return layer.scope();
        }
        match self.pane {
            Pane::Today => Scope::Today,
            Pane::Customers => self.customers.drill.scope(Scope::Customers, Scope::Card),
            Pane::Aging => self.aging.drill.scope(Scope::Aging, Scope::Items),
            Pane::Reminders => self.reminders.drill.scope(Scope::Reminders, Scope::Overdue),
            Pane::Matching if self.matching.on_parts => Scope::Explain,
            Pane::Matching => Scope::Matching,
            Pane::Bank => Scope::Bank,
        }
    }

    /// Says no in the line at the bottom; all of it, with what there is more to say, can be read through.
    pub fn refuse(&mut self, says: String, more: Vec<String>) {
        let mut story = Story::new(self.locale.text("tui.refused.title").to_owned());
        story.line(Tone::Bad, says.clone());
        for line in more {
            story.line(Tone::Text, line);
        }
        self.trouble = Some(story);
        self.notice = Some(Notice::Refused(says));
    }

    /// The number of a new question: the answers to those before it come too late.
    pub fn next_round(&mut self) -> u64 {
        self.round += 1;
        self.round
    }

    /// The day that the figures on the screen are for.
    pub fn as_of(&self) -> Date {
        if self.pane == Pane::Aging {
            self.aging.query.as_of
        } else {
            self.book.today
        }
    }

    /// The ledger changed: every figure is to be asked for again, those of the pane on the screen at once.
    pub fn outdate(&mut self) -> Vec<Effect> {
        self.stale = u8::MAX;
        self.credit_stale = true;
        self.refresh()
    }

    /// Asks for what the pane on the screen lacks.
    pub fn refresh(&mut self) -> Vec<Effect> {
        let mut effects = self.refresh_pane();
        if self.pane == Pane::Today && std::mem::take(&mut self.credit_stale) {
            let looks = [Request::CreditLook, Request::Setup];
            effects.extend(looks.map(Effect::Ask));
        }
        effects
    }

    fn refresh_pane(&mut self) -> Vec<Effect> {
        if self.stale & self.pane.bit() == 0 {
            return Vec::new();
        }
        self.stale &= !self.pane.bit();
        let look = match self.pane {
            Pane::Today => return vec![Effect::Ask(Request::Overview)],
            Pane::Customers => Request::Customers,
            Pane::Aging => Request::Aging(self.aging.query.clone()),
            Pane::Reminders => Request::Queue(self.book.today),
            Pane::Matching => {
                let looks = self.matching.looks();
                return looks.into_iter().chain(self.overview_if_stale()).collect();
            }
            Pane::Bank => Request::Bank { all: self.bank.all },
        };
        let overview = self.overview_if_stale();
        std::iter::once(Effect::Ask(look)).chain(overview).collect()
    }

    /// The header counts the receipts to match, whatever the pane.
    fn overview_if_stale(&mut self) -> Option<Effect> {
        let stale = self.stale & Pane::Today.bit() != 0;
        self.stale &= !Pane::Today.bit();
        stale.then_some(Effect::Ask(Request::Overview))
    }

    /// Whether two parts stand side by side.
    pub fn is_wide(&self) -> bool {
        self.size.width >= super::view::WIDE
    }
}
