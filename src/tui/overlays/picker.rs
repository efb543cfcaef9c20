//! Finding a customer: fuzzy by name, by number or organisation number; or by an open item of his, of which the
//! number, the reference or the amount is known.

use ratatui::layout::Rect;
use tui_input::Input;

use super::{Layer, finder};
use crate::reports::settling::FoundItem;
use crate::text::fold::fold;
use crate::text::nearest::nearest;
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

/// What the customer is for.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub enum Wanted {
    /// The money is his, or some of it.
    #[default]
    Payer,
    /// Money goes over to him.
    Transfer,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Match {
    /// By an item that was found.
    Item(usize),
    /// By a line of the list of customers.
    Customer(u32),
}

#[derive(Clone, Default, Debug)]
pub struct Picker {
    pub input: Input,
    wanted: Wanted,
    matches: Vec<Match>,
    pub cursor: usize,
    /// What was searched for, and the items that it found.
    found: (String, Vec<FoundItem>),
}

pub fn open(model: &mut Model, wanted: Wanted) -> Vec<Effect> {
    let mut picker = Picker {
        wanted,
        ..Picker::default()
    };
    picker.narrow(model);
    model.layers.push(Layer::Picker(picker));
    if model.customers.table.loaded {
        Vec::new()
    } else {
        vec![Effect::Ask(Request::Customers)]
    }
}

impl Picker {
    pub fn count(&self) -> usize {
        self.matches.len()
    }

    /// The text was changed: items are searched for it too.
    pub fn search(&mut self, model: &Model) -> Vec<Effect> {
        self.narrow(model);
        let text = self.input.value().trim();
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

    /// Who it could be: whose number it is, whose item, whose name is like it, whose organisation number it is part of.
    pub fn narrow(&mut self, model: &Model) {
        let text = self.input.value().trim();
        let table = &model.customers.table;
        let lines = || (0_u32..).zip(table.rows());
        let own = lines().find(|(_, row)| row.line.number == text);
        let own = own.map(|(index, _)| index);
        let (searched, items) = &self.found;
        let items = if searched == text { items.len() } else { 0 };
        let others = nearest(&fold(text), table.customers());
        let others = others.into_iter().filter(|index| Some(*index) != own);
        self.matches = own.into_iter().map(Match::Customer).collect();
        self.matches.extend((0..items).map(Match::Item));
        self.matches.extend(others.map(Match::Customer));
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
            }
        }
        _ => {
            model.layers.push(Layer::Picker(picker));
            Vec::new()
        }
    }
}
