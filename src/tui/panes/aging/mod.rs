//! Aging: customers by days past due as of any day, with totals and their proof; a customer's items; a document.

pub mod grid;
mod list;
pub mod rows;
mod totals;
pub mod view;

use crate::domain::date::Date;
use crate::domain::id::CustomerId;
use crate::domain::money::Currency;
use crate::reports::aging::{AgeBy, AgingQuery, AgingReport, CurrencyTotals, Edges};
use crate::reports::card::ItemLine;
use crate::tui::drill::{Drill, Level};
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use crate::tui::msg::Request;
use crate::tui::table::Table;
use rows::GridRow;

#[derive(Clone, Debug)]
pub struct State {
    pub query: AgingQuery,
    pub table: Table<GridRow>,
    /// Per currency, with what is needed to prove them.
    pub totals: Vec<CurrencyTotals>,
    /// How wide each column's widest figure is.
    pub widths: grid::Widths,
    pub drill: Drill,
    pub items: Vec<ItemLine>,
    /// Whose items were asked for, as of when.
    wanted: Option<(CustomerId, Date)>,
    /// The items on the screen are theirs.
    pub has_items: bool,
}

impl State {
    pub fn new(query: AgingQuery) -> Self {
        Self {
            query,
            table: Table::default(),
            totals: Vec::new(),
            widths: grid::Widths::default(),
            drill: Drill::default(),
            items: Vec::new(),
            wanted: None,
            has_items: false,
        }
    }

    /// The currency of the row under the cursor.
    pub fn currency(&self) -> Option<Currency> {
        self.table.selected().map(|row| row.row.currency)
    }
}

/// The items of the row under the cursor: its customer's, in its currency.
pub fn items(model: &Model) -> Vec<&ItemLine> {
    let currency = model.aging.currency();
    model
        .aging
        .items
        .iter()
        .filter(|item| Some(item.currency) == currency)
        .collect()
}

pub fn take(model: &mut Model, report: AgingReport) -> Vec<Effect> {
    // An answer to an older question comes too late.
    if report.query != model.aging.query {
        return Vec::new();
    }
    let state = &mut model.aging;
    state.widths = grid::Widths::of(&report, &model.locale);
    state.totals = report.totals;
    state
        .totals
        .sort_by_key(|totals| (totals.currency != report.company_currency, totals.currency));
    let edges = &report.query.edges;
    let rows = report.rows.into_iter().map(|row| GridRow {
        late: late(&row.sums.buckets, edges),
        row,
    });
    state.table.set(rows.collect());
    moved(model)
}

fn late(buckets: &[crate::domain::money::Minor], edges: &Edges) -> i64 {
    let oldest = buckets.iter().rposition(|sum| !sum.is_zero()).unwrap_or(0);
    match oldest {
        0 => 0,
        1 => 1,
        older => edges
            .days()
            .get(older - 2)
            .map_or(1, |edge| i64::from(*edge) + 1),
    }
}

pub fn take_items(model: &mut Model, customer: CustomerId, as_of: Date, lines: Vec<ItemLine>) {
    let state = &mut model.aging;
    if state.wanted == Some((customer, as_of)) {
        state.items = lines;
        state.has_items = true;
        let count = items(model).len();
        model.aging.drill.item = model.aging.drill.item.min(count.saturating_sub(1));
    }
}

/// The items follow the cursor where there is room for them, and where they are being read.
pub fn moved(model: &mut Model) -> Vec<Effect> {
    let beside = model.is_wide() || super::super::view::is_tall(model);
    let state = &mut model.aging;
    let Some(customer) = state.table.selected().map(|row| row.row.customer) else {
        state.items.clear();
        state.wanted = None;
        return Vec::new();
    };
    let wanted = (customer, state.query.as_of);
    let is_there = state.wanted == Some(wanted) && state.has_items;
    if is_there || (!beside && state.drill.level == Level::List) {
        return Vec::new();
    }
    if state.wanted != Some(wanted) {
        state.wanted = Some(wanted);
        state.has_items = false;
        state.items.clear();
        state.drill.renew();
    }
    vec![Effect::Ask(Request::Items {
        customer,
        as_of: wanted.1,
    })]
}

pub fn renewed(model: &mut Model) -> Vec<Effect> {
    let ask = |(customer, as_of)| Effect::Ask(Request::Items { customer, as_of });
    model.aging.wanted.map(ask).into_iter().collect()
}

/// Asks for the grid of another day.
pub fn as_of(model: &mut Model, date: Date) -> Vec<Effect> {
    model.aging.query.as_of = date;
    ask(model)
}

/// Counts age from the other date.
pub fn age_by(model: &mut Model) -> Vec<Effect> {
    let query = &mut model.aging.query;
    query.by = if query.by == AgeBy::Due {
        AgeBy::Issue
    } else {
        AgeBy::Due
    };
    ask(model)
}

fn ask(model: &mut Model) -> Vec<Effect> {
    std::iter::once(Effect::Ask(Request::Aging(model.aging.query.clone())))
        .chain(moved(model))
        .collect()
}
