//! Matching: receipts left, what explains the one under the cursor right, the running difference always in sight.
//! What posted by itself, what was set aside and what settles nothing yet are lists of the same pane.

pub mod closing;
pub mod draft;
mod items;
pub mod keys;
mod list;
pub mod money;
mod reasons;
pub mod rows;
pub mod section;
pub mod verbs;
pub mod view;
mod why;

use crate::domain::date::Date;
use crate::domain::id::{CustomerId, EntryId, ItemId};
use crate::reports::card::ItemLine;
use crate::reports::settling::{Explained, MoneyLine, Posted, ReceiptState};
use crate::text::alphabet::Alphabet;
use crate::tui::effect::Effect;
use crate::tui::model::{Model, Notice};
use crate::tui::msg::Request;
use crate::tui::table::Table;
use draft::{Draft, DraftPart, Payer};
use rows::Listed;
use section::Section;

#[derive(Clone, Default, Debug)]
pub struct State {
    pub section: Section,
    to_do: Table<Listed>,
    posted: Table<Listed>,
    aside: Table<Listed>,
    money: Table<Listed>,
    pub draft: Option<Draft>,
    /// Whether the keys are among the items rather than the receipts.
    pub on_parts: bool,
    pub item: usize,
    /// How many posted by themselves: the list has the newest.
    pub posted_count: usize,
    /// The last matching run of this desk.
    run: Option<EntryId>,
    /// Receipts that the desk is about to deal with: they have left the list, so that the next key means the next one.
    sent: Vec<ItemId>,
    /// Customers whose items were asked for.
    asked: Vec<CustomerId>,
    /// The item to go to once it is offered.
    sought: Option<String>,
}

impl State {
    pub fn new(alphabet: Alphabet) -> Self {
        Self {
            to_do: Table::new(alphabet),
            posted: Table::new(alphabet),
            aside: Table::new(alphabet),
            money: Table::new(alphabet),
            ..Self::default()
        }
    }

    /// The list on the screen.
    pub fn table(&self) -> &Table<Listed> {
        self.table_of(self.section)
    }

    pub fn table_of(&self, section: Section) -> &Table<Listed> {
        match section {
            Section::ToDo => &self.to_do,
            Section::Posted => &self.posted,
            Section::SetAside => &self.aside,
            Section::Money => &self.money,
        }
    }

    pub fn table_mut(&mut self) -> &mut Table<Listed> {
        match self.section {
            Section::ToDo => &mut self.to_do,
            Section::Posted => &mut self.posted,
            Section::SetAside => &mut self.aside,
            Section::Money => &mut self.money,
        }
    }

    pub fn selected(&self) -> Option<&Explained> {
        self.table().selected().map(|row| &row.explained)
    }

    /// What the lists are asked from. Money is explained once more for its list, and only while that is shown.
    pub fn looks(&self) -> Vec<Effect> {
        let mut looks = vec![Request::Receipts, Request::Posted { run: self.run }];
        if self.section == Section::Money {
            looks.push(Request::Money);
        }
        looks.into_iter().map(Effect::Ask).collect()
    }
}

pub fn parts(model: &Model) -> &[DraftPart] {
    let draft = model.matching.draft.as_ref();
    draft.map_or(&[], |draft| &draft.parts)
}

/// Whether the receipt under the cursor is set aside.
pub fn is_aside(model: &Model) -> bool {
    let explained = model.matching.selected();
    explained.is_some_and(|explained| explained.receipt.state == ReceiptState::SetAside)
}

pub fn take(model: &mut Model, receipts: Vec<Explained>) -> Vec<Effect> {
    let state = &mut model.matching;
    let (aside, to_do): (Vec<Listed>, Vec<Listed>) = receipts
        .into_iter()
        .filter(|explained| !state.sent.contains(&explained.receipt.item))
        .map(Listed::waits)
        .partition(|row| row.explained.receipt.state == ReceiptState::SetAside);
    state.to_do.set(to_do);
    state.aside.set(aside);
    renewed(model)
}

pub fn take_posted(model: &mut Model, posted: Vec<Posted>, count: usize) -> Vec<Effect> {
    model.matching.posted_count = count;
    let rows = posted.into_iter().map(Listed::posted).collect();
    model.matching.posted.set(rows);
    renewed(model)
}

pub fn take_money(model: &mut Model, lines: Vec<MoneyLine>) -> Vec<Effect> {
    let state = &mut model.matching;
    let rows = lines
        .into_iter()
        .filter(|line| !state.sent.contains(&line.receipt.item))
        .map(Listed::money)
        .collect();
    state.money.set(rows);
    renewed(model)
}

/// What a person has begun stays; what was only proposed is proposed anew, and stays if it is the same.
fn renewed(model: &mut Model) -> Vec<Effect> {
    let proposed = proposed(model);
    let state = &mut model.matching;
    let stays = state
        .draft
        .as_ref()
        .zip(proposed)
        .is_some_and(|(draft, proposed)| {
            draft.receipts == proposed.receipts
                && (draft.edited || draft.says_the_same_as(&proposed))
        });
    if !stays {
        state.draft = None;
    }
    state.asked.clear();
    moved(model)
}

/// The desk is asked to deal with receipts: they leave, and the next one is under the cursor.
pub fn sent(model: &mut Model, receipts: &[ItemId]) -> Vec<Effect> {
    let state = &mut model.matching;
    for receipt in receipts {
        for table in [&mut state.to_do, &mut state.aside, &mut state.money] {
            table.remove(*receipt);
        }
    }
    state.sent.extend_from_slice(receipts);
    state.on_parts = false;
    moved(model)
}

/// The receipts are dealt with.
pub fn done(model: &mut Model, receipts: &[ItemId]) {
    model.matching.sent.retain(|sent| !receipts.contains(sent));
}

/// The desk said no: the receipts are still there.
pub fn kept(model: &mut Model, receipts: &[ItemId]) -> Vec<Effect> {
    done(model, receipts);
    model.matching.looks()
}

/// Matching has run.
pub fn matched(model: &mut Model, run: Option<EntryId>) {
    model.matching.run = run.or(model.matching.run);
}

/// The receipts that pay together: those marked, else the one under the cursor.
pub fn paying(model: &Model) -> Vec<&Explained> {
    let table = model.matching.table();
    let mut marked: Vec<&Explained> = table.marked().map(|row| &row.explained).collect();
    if marked.is_empty() {
        marked.extend(model.matching.selected());
    }
    marked
}

fn proposed(model: &Model) -> Option<Draft> {
    Draft::of_all(&paying(model))
}

/// The draft follows the cursor, or the marks.
pub fn moved(model: &mut Model) -> Vec<Effect> {
    let receipts: Vec<ItemId> = paying(model).iter().map(|row| row.receipt.item).collect();
    let same = model
        .matching
        .draft
        .as_ref()
        .is_some_and(|draft| draft.is_of(&receipts));
    if !same {
        let draft = proposed(model);
        let state = &mut model.matching;
        state.on_parts &= draft.as_ref().is_some_and(|draft| !draft.parts.is_empty());
        state.draft = draft;
        state.item = 0;
        state.asked.clear();
        state.sought = None;
    }
    let mut effects = name_payers(model);
    effects.extend(ask(model));
    effects
}

/// A proposal names the first of its customers; the others are looked up in the list of customers.
pub fn name_payers(model: &mut Model) -> Vec<Effect> {
    let payers = model
        .matching
        .draft
        .iter_mut()
        .flat_map(|draft| &mut draft.payers);
    let nameless: Vec<&mut Payer> = payers.filter(|payer| payer.number.is_empty()).collect();
    if nameless.is_empty() {
        return Vec::new();
    }
    let customers = &model.customers.table;
    if !customers.loaded {
        return vec![Effect::Ask(Request::Customers)];
    }
    for payer in nameless {
        if let Some(row) = customers.rows().iter().find(|row| row.line.id == payer.id) {
            payer.number.clone_from(&row.line.number);
            payer.name.clone_from(&row.line.name);
        }
    }
    Vec::new()
}

/// Asks for the open items of the draft's customers, one after the other: a later look takes an earlier one's place.
fn ask(model: &mut Model) -> Vec<Effect> {
    let as_of = model.book.today;
    let state = &mut model.matching;
    if state.section == Section::Posted {
        return Vec::new();
    }
    let payers = state.draft.iter().flat_map(|draft| &draft.payers);
    let next = payers
        .map(|payer| payer.id)
        .find(|id| !state.asked.contains(id));
    state.asked.extend(next);
    let items = next.map(|customer| Effect::Ask(Request::Items { customer, as_of }));
    items.into_iter().collect()
}

pub fn take_items(
    model: &mut Model,
    customer: CustomerId,
    as_of: Date,
    lines: &[ItemLine],
) -> Vec<Effect> {
    let today = model.book.today;
    let state = &mut model.matching;
    let Some(draft) = &mut state.draft else {
        return Vec::new();
    };
    if as_of != today || draft.payers.iter().all(|payer| payer.id != customer) {
        return Vec::new();
    }
    draft.offer(customer, lines);
    let sought = state.sought.as_ref();
    let found = draft
        .parts
        .iter()
        .position(|part| part.customer == customer && sought == Some(&part.number));
    if let Some(at) = found {
        state.item = at;
        state.sought = None;
    }
    state.item = state.item.min(draft.parts.len().saturating_sub(1));
    ask(model)
}

/// Goes to the next explanation of the receipt.
pub fn next_proposal(model: &mut Model) -> Vec<Effect> {
    let state = &mut model.matching;
    let Some(explained) = state.selected() else {
        return Vec::new();
    };
    let at = state
        .draft
        .as_ref()
        .and_then(|draft| draft.proposal)
        .map_or(0, |at| at + 1);
    let draft = Draft::of(explained, at % explained.proposals.len().max(1));
    state.draft = Some(draft);
    state.item = 0;
    state.asked.clear();
    moved(model)
}

/// Another customer than was proposed. Where a person has begun to choose, or money is left, his items come beside
/// what is chosen; else the money is his.
pub fn give_to(model: &mut Model, payer: Payer, sought: Option<String>) -> Vec<Effect> {
    let state = &mut model.matching;
    if let Some(draft) = &mut state.draft {
        let left = !draft.difference().is_zero();
        let customer = payer.id;
        if draft.chosen().next().is_some() && (draft.edited || left) && !draft.is_identified() {
            draft.share_with(payer);
        } else {
            draft.give_to(payer);
        }
        state.asked.retain(|asked| *asked != customer);
        let first = draft
            .parts
            .iter()
            .position(|part| part.customer == customer);
        state.item = first.unwrap_or(draft.parts.len());
    }
    state.on_parts = true;
    state.sought = sought;
    ask(model)
}

/// Marks the receipt under the cursor, or takes its mark away: what is marked pays together.
pub fn mark(model: &mut Model) -> Vec<Effect> {
    let currency = model.matching.selected().map(|row| row.receipt.currency);
    let holder = |row: &Explained| row.receipt.customer.as_ref().map(|(id, _, _)| *id);
    let here = model.matching.selected().and_then(holder);
    let other = |row: &Explained| Some(row.receipt.currency) != currency || holder(row) != here;
    let table = model.matching.table();
    if table.marked().any(|row| other(&row.explained)) {
        let says = model.locale.text("tui.matching.not-together").to_owned();
        model.notice = Some(Notice::Refused(says));
        return Vec::new();
    }
    model.matching.table_mut().mark();
    let effects = moved(model);
    if let Some(names) = several_owners(model) {
        let says = of_several(model, &names);
        model.notice = Some(Notice::Refused(says));
    }
    effects
}

/// Customers that the best explanations of the receipts that pay together name, if they are several.
fn several_owners(model: &Model) -> Option<String> {
    let mut owners: Vec<(CustomerId, &str)> = Vec::new();
    for best in paying(model)
        .iter()
        .filter_map(|row| row.proposals.first())
        .filter(|best| best.account.is_none())
    {
        if owners.iter().all(|(known, _)| *known != best.customer) {
            owners.push((best.customer, &best.customer_name));
        }
    }
    let names: Vec<&str> = owners.iter().map(|(_, name)| *name).collect();
    (names.len() > 1).then(|| names.join(", "))
}

/// A warning: whose the money of several customers would be.
fn of_several(model: &Model, names: &str) -> String {
    let payer = model.matching.draft.as_ref().and_then(Draft::payer);
    let payer = payer.map_or("", |payer| payer.name.as_str());
    let facts = [("names", names), ("customer", payer)];
    model.locale.say("tui.matching.of-several", &facts)
}

/// Goes on to the next list that holds anything.
pub fn next_section(model: &mut Model) -> Vec<Effect> {
    let mut next = model.matching.section.next();
    while next != Section::ToDo && !list::is_told(model, next) {
        next = next.next();
    }
    show(model, next)
}

/// Shows a list.
pub fn show(model: &mut Model, section: Section) -> Vec<Effect> {
    let state = &mut model.matching;
    if state.section != section {
        state.section = section;
        state.on_parts = false;
        state.draft = None;
    }
    let money = (section == Section::Money).then_some(Effect::Ask(Request::Money));
    money.into_iter().chain(moved(model)).collect()
}

/// Goes to the next receipt that a person has to decide on, or to the one before, round at the ends.
pub fn undecided(model: &mut Model, forward: bool) -> Vec<Effect> {
    let state = &mut model.matching;
    let table = state.table_mut();
    let len = table.len();
    let is_undecided = |at: &usize| {
        let row = table.row(*at);
        row.is_some_and(|row| row.class() != Some(crate::domain::evidence::Class::A))
    };
    let steps = (1..=len).map(|step| {
        let step = if forward { step } else { len - step };
        (table.cursor + step) % len
    });
    let found = steps.into_iter().find(is_undecided);
    if let Some(at) = found {
        table.cursor = at;
    }
    moved(model)
}
