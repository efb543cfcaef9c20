//! Customers: the list, the card of one with its tabs, a document of his.

mod card;
pub mod credit;
pub mod credit_verbs;
mod deciding;
mod list;
mod notes;
pub mod profile;
pub mod rows;
mod tab;
pub mod timeline;
pub mod verbs;
pub mod view;

use crate::desk::PageOf;
use crate::domain::content::Purpose;
use crate::domain::id::CustomerId;
use crate::domain::outbox::Posted;
use crate::reports::card::{Card, CustomerLine, ItemLine};
use crate::reports::register::Profile;
use crate::reports::statement::StatementQuery;
use crate::reports::timeline::{Happening, TimelineKey, TimelineLine};
use crate::tui::action::ActionId;
use crate::tui::drill::{Drill, Level};
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use crate::tui::msg::{Request, Target};
use crate::tui::overlays::Layer;
use crate::tui::overlays::letters;
use crate::tui::overlays::page::{self, Statement};
use crate::tui::overlays::story::{Story, Tone};
use crate::tui::panes::{Cursor, drill_cursor};
use crate::tui::table::Table;
use crate::tui::update::act;
use rows::Listed;
pub use tab::Tab;
use timeline::Timeline;

#[derive(Clone, Default, Debug)]
pub struct State {
    pub table: Table<Listed>,
    pub drill: Drill,
    pub card: Option<Box<Card>>,
    pub profile: Option<Box<Profile>>,
    pub tab: Tab,
    timeline: Timeline,
    /// The cursor of each tab but that of the items, which the drill has.
    cursors: [usize; Tab::ALL.len()],
    /// Whose card was asked for last.
    wanted: Option<CustomerId>,
    /// A customer to put the cursor on as soon as the list has him.
    seeking: Option<Sought>,
}

/// Who is looked for in the list.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Sought {
    Id(CustomerId),
    /// Of a customer who is being entered.
    Number(String),
}

impl State {
    /// Puts the cursor on the customer of a number when the list comes next.
    pub fn seek(&mut self, number: String) {
        self.seeking = Some(Sought::Number(number));
    }

    /// Nobody is to be looked for any more.
    pub fn seek_no_more(&mut self) {
        self.seeking = None;
    }

    /// The cursor of the tab that is read.
    pub fn cursor_of_tab(&self) -> usize {
        match self.tab {
            Tab::Items => self.drill.item,
            tab => self.cursors[tab as usize],
        }
    }

    fn select(&mut self, sought: &Sought) -> bool {
        let id = match sought {
            Sought::Id(id) => Some(*id),
            Sought::Number(number) => {
                let mut rows = self.table.rows().iter();
                let row = rows.find(|row| row.line.number == *number);
                row.map(|row| row.line.id)
            }
        };
        let Some(id) = id else {
            return false;
        };
        // A filter that hides him gives way, then the rest that keeps him out of sight.
        self.table.select(id)
            || ["", "is:inactive"].into_iter().any(|filter| {
                self.table.narrow(filter);
                self.table.select(id)
            })
    }
}

/// The card's items, where they are read: what is open, then what was settled.
pub fn items(model: &Model) -> Vec<&ItemLine> {
    if model.customers.tab != Tab::Items {
        return Vec::new();
    }
    model
        .customers
        .card
        .iter()
        .flat_map(|card| card.open.iter().chain(&card.settled))
        .collect()
}

pub fn take(model: &mut Model, lines: Vec<CustomerLine>) -> Vec<Effect> {
    let currency = model.book.ledger.currency;
    let state = &mut model.customers;
    state.table.set(
        lines
            .into_iter()
            .map(|line| Listed { line, currency })
            .collect(),
    );
    if let Some(sought) = state.seeking.take() {
        state.select(&sought);
    }
    moved(model)
}

pub fn take_card(model: &mut Model, card: Box<Card>) {
    let state = &mut model.customers;
    if state.wanted == Some(card.id) {
        let items = card.open.len() + card.settled.len();
        state.drill.item = state.drill.item.min(items.saturating_sub(1));
        state.card = Some(card);
    }
}

/// The card follows the cursor where there is room for it, and where it is being read.
pub fn moved(model: &mut Model) -> Vec<Effect> {
    let wide = model.is_wide();
    let state = &mut model.customers;
    let Some(id) = state.table.selected().map(|row| row.line.id) else {
        state.card = None;
        state.wanted = None;
        return Vec::new();
    };
    let is_there = state.wanted == Some(id) && state.card.is_some();
    if is_there {
        return read_on(state, id);
    }
    if !wide && state.drill.level == Level::List {
        return Vec::new();
    }
    if state.wanted != Some(id) {
        state.wanted = Some(id);
        state.drill.renew();
        state.cursors = Default::default();
        state.timeline = Timeline::default();
        (state.card, state.profile) = (None, None);
    }
    let mut effects = vec![
        Effect::Ask(Request::Card(id)),
        Effect::Ask(Request::Profile(id)),
    ];
    effects.extend(read_on(state, id));
    effects
}

/// The timeline is read where somebody looks at it, and no further.
fn read_on(state: &mut State, id: CustomerId) -> Vec<Effect> {
    let cursor = state.cursor_of_tab();
    if state.tab != Tab::Timeline {
        return Vec::new();
    }
    state.timeline.read_on(id, cursor).into_iter().collect()
}

pub fn take_profile(model: &mut Model, profile: Box<Profile>) {
    let currency = model.book.ledger.currency;
    let state = &mut model.customers;
    if state.wanted == Some(profile.customer.id) {
        // Asked for by a key that leads to what is worst.
        if state.profile.is_none() {
            state.cursors[Tab::Profile as usize] = profile::worst(&profile, currency);
        }
        state.profile = Some(profile);
        keep_cursors(model);
    }
}

pub fn take_timeline(
    model: &mut Model,
    customer: CustomerId,
    before: Option<TimelineKey>,
    lines: Vec<TimelineLine>,
) {
    if model.customers.wanted == Some(customer) {
        model.customers.timeline.take(before, lines);
        keep_cursors(model);
    }
}

/// Lists that became shorter keep their cursors inside.
fn keep_cursors(model: &mut Model) {
    for tab in Tab::ALL {
        let last = rows_of(model, tab).saturating_sub(1);
        let cursor = &mut model.customers.cursors[tab as usize];
        *cursor = (*cursor).min(last);
    }
}

/// How many rows a tab has.
fn rows_of(model: &Model, tab: Tab) -> usize {
    let state = &model.customers;
    let currency = model.book.ledger.currency;
    match (tab, state.profile.as_deref()) {
        (Tab::Items, _) => items(model).len(),
        (Tab::Timeline, _) => state.timeline.lines.len(),
        (Tab::Profile, Some(profile)) => profile::lines(profile, currency).len(),
        (Tab::Credit, Some(profile)) => credit::count(model, profile),
        (Tab::Notes, Some(profile)) => notes::count(profile),
        (_, None) => 0,
    }
}

/// The list of the card that has the keys.
pub fn cursor(model: &mut Model) -> Cursor<'_> {
    let tab = model.customers.tab;
    let len = rows_of(model, tab);
    let state = &mut model.customers;
    match tab {
        Tab::Items => drill_cursor(tab.list(), &mut state.drill, len),
        tab => Cursor {
            list: tab.list(),
            at: &mut state.cursors[tab as usize],
            len,
        },
    }
}

/// The card, at a tab.
pub fn show_tab(model: &mut Model, tab: Tab) -> Vec<Effect> {
    model.customers.tab = tab;
    model.customers.drill.level = Level::Detail;
    moved(model)
}

/// Whether the keys are on the card.
pub fn on_card(model: &Model) -> bool {
    let is_here = model.pane == crate::tui::model::Pane::Customers;
    is_here && model.customers.drill.level == Level::Detail
}

/// The next tab, or the one before.
pub fn turn(model: &mut Model, forward: bool) -> Vec<Effect> {
    let next = model.customers.tab.next(forward);
    show_tab(model, next)
}

/// The line of the timeline under the cursor.
fn line_of_timeline(model: &Model) -> Option<&TimelineLine> {
    let state = &model.customers;
    let reads = state.drill.level == Level::Detail && state.tab == Tab::Timeline;
    let lines = &state.timeline.lines;
    lines.get(state.cursor_of_tab()).filter(|_| reads)
}

/// Whether there is more to read of what is under the cursor.
pub fn opens(model: &Model) -> bool {
    line_of_timeline(model).is_some() || verbs::section(model).is_some()
}

/// Opens what happened: a document, money, a letter as it went; else all that is known of it. A section of the profile
/// opens to be edited.
pub fn open_line(model: &mut Model) -> Vec<Effect> {
    if verbs::section(model).is_some() {
        return act(model, ActionId::EditCustomer, None);
    }
    let Some(line) = line_of_timeline(model).cloned() else {
        return Vec::new();
    };
    let target = match &line.what {
        Happening::Document { document, .. } => Target::Document(*document),
        Happening::Money { receipt, .. } => Target::Receipt(*receipt),
        Happening::Letter { letter, .. } => {
            let name = under_keys(model).map_or_else(String::new, |(.., name)| name.to_owned());
            let title = page::letter_title(&model.locale, Posted::Letter(*letter), &name);
            return page::open_sent(model, PageOf::Letter(*letter), title);
        }
        _ => {
            let currency = model.book.ledger.currency;
            let (title, lines) = timeline::story(&model.locale, currency, &line);
            let mut story = Story::new(title);
            for line in lines {
                story.line(Tone::Text, line);
            }
            model.layers.push(Layer::Story(story));
            return Vec::new();
        }
    };
    model.customers.drill.open(target);
    vec![Effect::Ask(Request::Document(target))]
}

pub fn renewed(model: &mut Model) -> Vec<Effect> {
    let state = &mut model.customers;
    let Some(id) = state.wanted else {
        return Vec::new();
    };
    let mut effects = vec![
        Effect::Ask(Request::Card(id)),
        Effect::Ask(Request::Profile(id)),
    ];
    if state.tab == Tab::Timeline {
        effects.push(state.timeline.renew(id));
    } else {
        state.timeline = Timeline::default();
    }
    effects
}

/// The customer under the keys: id, number and name.
pub fn under_keys(model: &Model) -> Option<(CustomerId, &str, &str)> {
    let line = &model.customers.table.selected()?.line;
    Some((line.id, &line.number, &line.name))
}

/// Opens his statement of account.
pub fn statement(model: &mut Model) -> Vec<Effect> {
    let Some((customer, number, name)) = under_keys(model) else {
        return Vec::new();
    };
    let query = StatementQuery {
        customer,
        purpose: Purpose::Open,
        as_of: model.book.today,
        from: None,
        currency: None,
    };
    let statement = Statement {
        query,
        number: number.to_owned(),
        name: name.to_owned(),
    };
    page::open_statement(model, statement)
}

/// Opens the list of the letters that he got.
pub fn letters(model: &mut Model) -> Vec<Effect> {
    match under_keys(model).map(|(id, _, name)| (id, name.to_owned())) {
        Some((customer, name)) => letters::open(model, customer, name),
        None => Vec::new(),
    }
}

/// Opens a customer's card, from another pane.
pub fn show(model: &mut Model, customer: CustomerId) -> Vec<Effect> {
    let state = &mut model.customers;
    state.drill = Drill {
        level: Level::Detail,
        ..Drill::default()
    };
    state.wanted = None;
    let sought = Sought::Id(customer);
    if state.table.loaded && state.select(&sought) {
        return moved(model);
    }
    state.seeking = Some(sought);
    Vec::new()
}
