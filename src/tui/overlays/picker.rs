//! Finding a customer: fuzzy by name, by number or organisation number; or by an open item of his, of which the
//! number, the reference or the amount is known.

use ratatui::layout::Rect;
use tui_input::Input;

use super::{Layer, finder, register};
use crate::domain::id::CustomerId;
use crate::domain::upkeep::Alike;
use crate::reports::credit::{DuplicateLine, Named};
use crate::reports::settling::FoundItem;
use crate::text::Locale;
use crate::text::nearest::nearest_names;
use crate::tui::action::ActionId;
use crate::tui::effect::Effect;
use crate::tui::model::{ListId, Model};
use crate::tui::msg::Request;
use crate::tui::panes::matching::draft::Payer;
use crate::tui::panes::matching::{self, money};
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::columns::{Want, places};
use crate::tui::widgets::list::{ListAt, list};

/// Letters and digits from which on open items are searched for what is typed.
const ENOUGH: usize = 3;

/// Digits from which on an organisation number is recognised by a part of it.
const ORG_NO: usize = 4;

/// Customers who are like what is typed: nobody goes through more.
const MOST: usize = 200;

/// What the customer is for.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub enum Wanted {
    /// The money is his, or some of it.
    #[default]
    Payer,
    /// Money goes over to him.
    Transfer,
    /// He and this customer are one.
    Same(CustomerId),
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Match {
    /// By an item that was found.
    Item(usize),
    /// By a line of the list of customers.
    Customer(u32),
    /// By what he shares with the customer that he may be one with.
    Alike(usize),
}

#[derive(Clone, Default, Debug)]
pub struct Picker {
    pub input: Input,
    wanted: Wanted,
    matches: Vec<Match>,
    pub cursor: usize,
    /// What was searched for, and the items that it found.
    found: (String, Vec<FoundItem>),
    /// Who may be the same customer, and what they share.
    alike: Vec<(Named, Vec<Alike>)>,
}

pub fn open(model: &mut Model, wanted: Wanted) -> Vec<Effect> {
    let mut picker = Picker {
        wanted,
        ..Picker::default()
    };
    picker.narrow(model);
    model.layers.push(Layer::Picker(picker));
    let mut effects = Vec::new();
    if !model.customers.table.loaded {
        effects.push(Effect::Ask(Request::Customers));
    }
    if matches!(wanted, Wanted::Same(_)) {
        effects.push(Effect::Ask(Request::Duplicates));
    }
    effects
}

impl Picker {
    pub fn count(&self) -> usize {
        self.matches.len()
    }

    /// The text was changed: items are searched for it too.
    pub fn search(&mut self, model: &Model) -> Vec<Effect> {
        self.narrow(model);
        let text = self.input.value().trim();
        if matches!(self.wanted, Wanted::Same(_)) {
            return Vec::new();
        }
        if text.chars().filter(|c| c.is_alphanumeric()).count() < ENOUGH {
            return Vec::new();
        }
        vec![Effect::Ask(Request::FindItems(text.to_owned()))]
    }

    pub fn take(&mut self, model: &Model, text: String, found: Vec<FoundItem>) {
        // What the keys are on stays under them.
        let selected = self.matches.get(self.cursor).copied();
        let moved = self.cursor > 0;
        self.found = (text, found);
        self.narrow(model);
        let at = self
            .matches
            .iter()
            .position(|found| Some(*found) == selected);
        self.cursor = at.filter(|_| moved).unwrap_or(0);
    }

    /// Who may be the same customer: those are proposed first.
    pub fn take_alike(&mut self, model: &Model, lines: Vec<DuplicateLine>) {
        let Wanted::Same(customer) = self.wanted else {
            return;
        };
        let other = |line: DuplicateLine| match customer {
            id if line.one.id == id => Some((line.other, line.pair.why)),
            id if line.other.id == id => Some((line.one, line.pair.why)),
            _ => None,
        };
        self.alike = lines.into_iter().filter_map(other).collect();
        self.narrow(model);
    }

    /// Who it could be: whose number it is, whose item, whose name is like it, whose organisation number it is part of.
    pub fn narrow(&mut self, model: &Model) {
        let text = self.input.value().trim();
        let table = &model.customers.table;
        let lines = || (0_u32..).zip(table.rows());
        let own = lines().find(|(_, row)| row.line.number == text);
        let own = own.map(|(index, _)| index);
        let (searched, items) = &self.found;
        let items = if searched == text { items.len() } else { 0 };
        let others = nearest_names(text, table.customers(), MOST);
        let others = others.into_iter().filter(|index| Some(*index) != own);
        let himself = |index: &u32| match self.wanted {
            Wanted::Same(id) => {
                let row = table.rows().get(*index as usize);
                row.is_some_and(|row| row.line.id == id)
            }
            Wanted::Payer | Wanted::Transfer => false,
        };
        let alike = if text.is_empty() { self.alike.len() } else { 0 };
        let is_told = |index: &u32| {
            let row = table.rows().get(*index as usize);
            let id = row.map(|row| row.line.id);
            self.alike[..alike]
                .iter()
                .any(|(named, _)| Some(named.id) == id)
        };
        let others: Vec<u32> = others
            .filter(|index| !himself(index) && !is_told(index))
            .collect();
        let own = own.filter(|index| !himself(index));
        self.matches = (0..alike).map(Match::Alike).collect();
        self.matches.extend(own.map(Match::Customer));
        self.matches.extend((0..items).map(Match::Item));
        self.matches.extend(others.into_iter().map(Match::Customer));
        let digits = digits(text);
        let is_number = text.chars().all(|c| !c.is_alphabetic()) && digits.len() >= ORG_NO;
        for (index, row) in lines().filter(|_| is_number) {
            let org_no = row.line.org_no.as_deref().map(self::digits);
            let is_his = org_no.is_some_and(|org_no| org_no.contains(&digits));
            if is_his && !self.matches.contains(&Match::Customer(index)) {
                self.matches.push(Match::Customer(index));
            }
        }
        self.cursor = 0;
    }

    /// The customer under the cursor, and the number of the item that he was found by.
    fn selected(&self, model: &Model) -> Option<(Payer, Option<String>)> {
        match *self.matches.get(self.cursor)? {
            Match::Item(at) => {
                let item = self.found.1.get(at)?;
                let payer = Payer {
                    id: item.customer,
                    number: item.customer_number.clone(),
                    name: item.customer_name.clone(),
                };
                Some((payer, Some(item.number.clone())))
            }
            Match::Alike(at) => {
                let (named, _) = self.alike.get(at)?;
                let payer = Payer {
                    id: named.id,
                    number: named.number.clone(),
                    name: named.name.clone(),
                };
                Some((payer, None))
            }
            Match::Customer(at) => {
                let line = &model.customers.table.rows().get(at as usize)?.line;
                let payer = Payer {
                    id: line.id,
                    number: line.number.clone(),
                    name: line.name.clone(),
                };
                Some((payer, None))
            }
        }
    }

    pub fn draw(&self, canvas: &mut Canvas, area: Rect, model: &Model) {
        let key = match self.wanted {
            Wanted::Payer => "tui.picker.title",
            Wanted::Transfer => "tui.picker.transfer",
            Wanted::Same(_) => "tui.picker.same",
        };
        let title = canvas.locale.text(key).to_owned();
        let most = (76, 18);
        let Some(rows) = finder(canvas, area, most, &title, &self.input) else {
            return;
        };
        let at = ListAt {
            list: ListId::Picker,
            area: rows,
            len: self.matches.len(),
            cursor: self.cursor,
            focused: true,
        };
        list(canvas, at, |canvas, index, place| {
            if let Some(found) = self.matches.get(index) {
                self.row(canvas, place, model, *found);
            }
        });
        if self.matches.is_empty() && rows.height > 0 {
            let key = if model.customers.table.loaded {
                "tui.picker.nothing"
            } else {
                "tui.loading"
            };
            let says = canvas.locale.text(key).to_owned();
            canvas.put(rows.x + 1, rows.y, rows.width, &says, canvas.theme.quiet);
        }
    }

    fn row(&self, canvas: &mut Canvas, place: Rect, model: &Model, found: Match) {
        let locale = canvas.locale;
        if let Match::Alike(at) = found {
            self.alike_row(canvas, place, at);
            return;
        }
        let (customer, called, item, amount) = match found {
            Match::Item(at) => {
                let Some(item) = self.found.1.get(at) else {
                    return;
                };
                let amount = locale.amount(item.open, item.currency);
                (
                    &item.customer_number,
                    &item.customer_name,
                    item.number.as_str(),
                    amount,
                )
            }
            Match::Customer(at) => {
                let Some(row) = model.customers.table.rows().get(at as usize) else {
                    return;
                };
                let amount = locale.amount_or_dot(row.line.open, row.currency);
                (&row.line.number, &row.line.name, "", amount)
            }
            Match::Alike(_) => return,
        };
        let wants = [
            Want::Exactly(10),
            Want::Rest(8),
            Want::Exactly(12),
            Want::Exactly(14),
        ];
        let laid = places(place.x, place.width, &wants);
        let [number, name, document, open] = laid.as_slice() else {
            return;
        };
        let (text, quiet, strong) = (canvas.theme.text, canvas.theme.quiet, canvas.theme.strong);
        canvas.put(number.x, place.y, number.width, customer, quiet);
        canvas.put(name.x, place.y, name.width, called, text);
        canvas.put(document.x, place.y, document.width, item, strong);
        canvas.put_right(open.x, place.y, open.width, &amount, text);
    }
}

impl Picker {
    /// Who may be the same, and what they share.
    fn alike_row(&self, canvas: &mut Canvas, place: Rect, at: usize) {
        let Some((named, why)) = self.alike.get(at) else {
            return;
        };
        let wants = [Want::Exactly(10), Want::Rest(8), Want::Exactly(38)];
        if let [number, name, shared] = places(place.x, place.width, &wants).as_slice() {
            let (y, theme) = (place.y, canvas.theme);
            let says = shared_says(canvas.locale, why);
            canvas.put(number.x, y, number.width, &named.number, theme.quiet);
            canvas.put(name.x, y, name.width, &named.name, theme.text);
            canvas.put(shared.x, y, shared.width, &says, theme.strong);
        }
    }

    /// Asks why the two are one, with what they share as the answer.
    fn merge(&self, model: &mut Model, customer: CustomerId, other: Payer) {
        let shared = self.alike.iter().find(|(named, _)| named.id == other.id);
        let why = shared.map(|(_, why)| shared_says(&model.locale, why));
        let Some((_, number, name)) = crate::tui::panes::customers::under_keys(model) else {
            return;
        };
        let named = Named {
            id: customer,
            number: number.to_owned(),
            name: name.to_owned(),
        };
        let into = Named {
            id: other.id,
            number: other.number,
            name: other.name,
        };
        register::open_merge(model, named, into, &why.unwrap_or_default());
    }
}

/// `same organisation number, account`.
fn shared_says(locale: &Locale, why: &[Alike]) -> String {
    let words: Vec<&str> = why
        .iter()
        .map(|alike| locale.text(&format!("alike.{}", alike.name())))
        .collect();
    locale.say("tui.picker.shared", &[("what", &words.join(", "))])
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

pub fn act(model: &mut Model, picker: Picker, id: ActionId) -> Vec<Effect> {
    match id {
        ActionId::Back => Vec::new(),
        ActionId::Choose if !picker.matches.is_empty() => {
            let Some((payer, sought)) = picker.selected(model) else {
                return Vec::new();
            };
            match picker.wanted {
                Wanted::Payer => matching::give_to(model, payer, sought),
                Wanted::Transfer => money::transfer(model, &payer),
                Wanted::Same(customer) => {
                    picker.merge(model, customer, payer);
                    Vec::new()
                }
            }
        }
        _ => {
            model.layers.push(Layer::Picker(picker));
            Vec::new()
        }
    }
}
