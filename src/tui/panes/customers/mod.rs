//! Customers: the list, the card of one with his open items and history, a document of his.

mod card;
pub mod credit;
pub mod credit_verbs;
mod list;
pub mod rows;
pub mod view;

use crate::domain::content::Purpose;
use crate::domain::id::CustomerId;
use crate::reports::card::{Card, CustomerLine, ItemLine};
use crate::reports::register::Profile;
use crate::reports::statement::StatementQuery;
use crate::tui::drill::{Drill, Level};
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use crate::tui::msg::Request;
use crate::tui::overlays::letters;
use crate::tui::overlays::page::{self, Statement};
use crate::tui::table::Table;
use rows::Listed;

#[derive(Clone, Default, Debug)]
pub struct State {
    pub table: Table<Listed>,
    pub drill: Drill,
    pub card: Option<Box<Card>>,
    pub profile: Option<Box<Profile>>,
    /// Whose card was asked for last.
    wanted: Option<CustomerId>,
    /// A customer to put the cursor on as soon as the list is there.
    seeking: Option<CustomerId>,
}

/// The card's items: what is open, then what was settled.
pub fn items(model: &Model) -> Vec<&ItemLine> {
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
    if let Some(sought) = state.seeking.take()
        && !state.table.select(sought)
    {
        state.table.narrow("");
        state.table.select(sought);
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
    if is_there || (!wide && state.drill.level == Level::List) {
        return Vec::new();
    }
    if state.wanted != Some(id) {
        state.wanted = Some(id);
        state.drill.renew();
        state.card = None;
    }
    vec![Effect::Ask(Request::Card(id))]
}

pub fn renewed(model: &mut Model) -> Vec<Effect> {
    model
        .customers
        .wanted
        .map(|id| Effect::Ask(Request::Card(id)))
        .into_iter()
        .collect()
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
    if state.table.loaded
        && (state.table.select(customer) || {
            state.table.narrow("");
            state.table.select(customer)
        })
    {
        return moved(model);
    }
    state.seeking = Some(customer);
    Vec::new()
}
