//! Saying what the columns of a table hold: each column with a few of its values and the field that it is taken for,
//! and below them the file's first rows as they will be read.

pub mod fields;
mod preview;
mod settings;
mod view;

use std::path::PathBuf;

use super::{Layer, palette};
use crate::desk::ImportOptions;
use crate::desk::mapping::{
    Assigned, DateOrder, Kind, Mapping, Mark, Outline, Told, Trial, Wish, assemble,
};
use crate::domain::money::Currency;
use crate::text::Locale;
use crate::tui::action::{ActionId, Why};
use crate::tui::effect::Effect;
use crate::tui::input::Key;
use crate::tui::model::{Model, Notice};
use crate::tui::msg::Request;

pub use settings::kind_name;

/// One table and what has been said of it so far.
#[derive(Clone, Debug)]
pub struct Mapper {
    path: PathBuf,
    options: ImportOptions,
    told: Told,
    decimal: Option<Mark>,
    dates: Option<DateOrder>,
    /// Of rows that name none; else the company's.
    currency: Option<Currency>,
    /// None until the file has been looked at, or when nothing is parted as was said.
    table: Option<Outline>,
    /// What each column holds, by the field's own name.
    held: Vec<Option<String>>,
    /// A column; behind the last, the line that takes the file in.
    pub cursor: usize,
    /// The last question's number: answers to earlier ones come too late.
    round: u64,
    /// An answer is on its way.
    waiting: bool,
    found: Found,
}

/// What the whole file is, read so.
#[derive(Clone, Default, Debug)]
enum Found {
    #[default]
    Nothing,
    /// It is no table when it is parted so; why, in words.
    NoTable(String),
    /// Fields that no column holds yet; of each group one suffices.
    Lacks(Vec<Vec<String>>),
    Read(Trial),
}

/// Opens it on a file.
pub fn open(model: &mut Model, path: PathBuf, options: ImportOptions) -> Vec<Effect> {
    let mut mapper = Mapper {
        path,
        options,
        told: Told::default(),
        decimal: None,
        dates: None,
        currency: None,
        table: None,
        held: Vec::new(),
        cursor: 0,
        round: 0,
        waiting: false,
        found: Found::Nothing,
    };
    let effects = mapper.look(model);
    model.layers.push(Layer::Mapper(Box::new(mapper)));
    effects
}

/// What a field is called, by its own name.
pub fn field_title<'a>(locale: &'a Locale, field: &str) -> &'a str {
    locale.text(&format!("tui.field.{}", field.replace(['_', ' '], "-")))
}

impl Mapper {
    fn kind(&self) -> Kind {
        let table = self.table.as_ref();
        let known = self.told.kind.or(table.and_then(|table| table.kind));
        known.unwrap_or(Kind::Bank)
    }

    /// Rows that the cursor walks: the columns and the line below them.
    pub fn rows(&self) -> usize {
        self.held.len() + 1
    }

    pub fn is_on_last(&self) -> bool {
        self.cursor >= self.held.len()
    }

    /// Whether the column under the cursor holds a field.
    pub fn holds(&self) -> bool {
        self.held.get(self.cursor).is_some_and(Option::is_some)
    }

    /// Whether the file can be taken in so, or why not.
    pub fn can_take_in(&self) -> Result<(), Why> {
        match &self.found {
            Found::Lacks(_) => Err("columns-lack"),
            _ if self.waiting => Err("still-reading"),
            Found::Read(trial) if trial.is_usable() => Ok(()),
            _ => Err("not-readable-so"),
        }
    }

    /// Looks at the table's beginning anew: it is parted otherwise, or another list.
    fn look(&mut self, model: &mut Model) -> Vec<Effect> {
        self.round = model.next_round();
        self.waiting = true;
        vec![Effect::Ask(Request::Outline {
            round: self.round,
            path: self.path.clone(),
            told: self.told,
        })]
    }

    /// Reads the whole file so, if enough is said.
    fn attempt(&mut self, model: &mut Model) -> Vec<Effect> {
        // Whatever is under way is about something else now.
        self.round = model.next_round();
        self.waiting = false;
        if self.table.is_none() {
            return Vec::new();
        }
        let held: Vec<&str> = self.held.iter().flatten().map(String::as_str).collect();
        let lacks = self.kind().lacks(&held);
        if !lacks.is_empty() {
            self.found = Found::Lacks(lacks);
            return Vec::new();
        }
        let Some(mapping) = self.mapping() else {
            return Vec::new();
        };
        // What was read before stays on the screen until this is.
        if !matches!(self.found, Found::Read(_)) {
            self.found = Found::Nothing;
        }
        self.waiting = true;
        vec![Effect::Ask(Request::Trial {
            round: self.round,
            path: self.path.clone(),
            mapping: Box::new(mapping),
        })]
    }

    fn mapping(&self) -> Option<Mapping> {
        let wish = Wish {
            kind: self.kind(),
            columns: Vec::new(),
            separator: self.told.separator,
            head: self.told.head,
            decimal: self.decimal,
            dates: self.dates,
            currency: self.currency,
        };
        let held = (1..).zip(&self.held);
        let assigned = held.filter_map(|(column, field)| {
            let field = field.clone()?;
            Some(Assigned { column, field })
        });
        assemble(self.table.as_ref()?, &wish, assigned.collect()).ok()
    }

    /// Takes the columns of a table; what was said of the same ones stays said.
    fn take_table(&mut self, table: Outline) {
        let names = |table: &Outline| -> Vec<String> {
            let columns = table.columns.iter();
            columns.map(|column| column.name.clone()).collect()
        };
        let known = self.table.as_ref();
        let same = known.is_some_and(|known| {
            names(known) == names(&table)
                && known.kind.unwrap_or(Kind::Bank) == self.kind_of(&table)
        });
        let kind = self.kind_of(&table);
        if !same {
            self.cursor = 0;
            self.held = Vec::with_capacity(table.columns.len());
            for column in &table.columns {
                let taken = self.held.iter().flatten();
                let free = |field: &String| {
                    may_repeat(kind, field) || !taken.clone().any(|other| other == field)
                };
                let held = column.taken_for.clone().filter(free);
                self.held.push(held);
            }
        }
        self.table = Some(table);
        self.cursor = self.cursor.min(self.held.len());
    }

    fn kind_of(&self, table: &Outline) -> Kind {
        self.told.kind.or(table.kind).unwrap_or(Kind::Bank)
    }

    /// Says what a column holds. A field that stood elsewhere moves.
    fn give(&mut self, column: usize, field: Option<String>) {
        if let Some(field) = &field
            && !may_repeat(self.kind(), field)
        {
            for held in &mut self.held {
                if held.as_ref() == Some(field) {
                    *held = None;
                }
            }
        }
        if let Some(held) = self.held.get_mut(column) {
            *held = field;
        }
    }
}

/// A bank may give the text in several columns; everything else stands in one.
fn may_repeat(kind: Kind, field: &str) -> bool {
    kind == Kind::Bank && field == "text"
}

/// Changes the mapper below whatever lies over it.
fn with_mapper(
    model: &mut Model,
    change: impl FnOnce(&mut Mapper, &mut Model) -> Vec<Effect>,
) -> Vec<Effect> {
    let is_mapper = |layer: &Layer| matches!(layer, Layer::Mapper(_));
    let Some(at) = model.layers.iter().rposition(is_mapper) else {
        return Vec::new();
    };
    let Layer::Mapper(mut mapper) = model.layers.remove(at) else {
        return Vec::new();
    };
    let effects = change(&mut mapper, model);
    model.layers.insert(at, Layer::Mapper(mapper));
    effects
}

/// The table's beginning was looked at.
pub fn take_outline(model: &mut Model, round: u64, seen: Result<Outline, String>) -> Vec<Effect> {
    let mut given_up = None;
    let effects = with_mapper(model, |mapper, model| {
        if mapper.round != round {
            return Vec::new();
        }
        mapper.waiting = false;
        match seen {
            Ok(table) => {
                mapper.take_table(table);
                return mapper.attempt(model);
            }
            Err(says) if mapper.told == Told::default() => given_up = Some(says),
            Err(says) => {
                (mapper.table, mapper.held) = (None, Vec::new());
                mapper.cursor = 0;
                mapper.found = Found::NoTable(says);
            }
        }
        Vec::new()
    });
    // What is no table at all needs no screen for tables.
    if let Some(says) = given_up {
        close(model);
        model.notice = Some(Notice::Refused(says));
    }
    effects
}

/// The whole file was read so.
pub fn take_trial(model: &mut Model, round: u64, trial: Result<Trial, String>) -> Vec<Effect> {
    with_mapper(model, |mapper, _| {
        if mapper.round == round {
            mapper.waiting = false;
            mapper.found = match trial {
                Ok(trial) => Found::Read(trial),
                Err(says) => Found::NoTable(says),
            };
        }
        Vec::new()
    })
}

/// Takes it off the screen.
pub fn close(model: &mut Model) {
    let stays = |layer: &Layer| !matches!(layer, Layer::Mapper(_) | Layer::Fields(_));
    model.layers.retain(stays);
}

pub fn act(
    model: &mut Model,
    mut mapper: Box<Mapper>,
    id: ActionId,
    key: Option<Key>,
) -> Vec<Effect> {
    let mut effects = Vec::new();
    let mut over = None;
    match id {
        ActionId::Back => {
            let Some(work) = &mut model.work else {
                let says = model.locale.text("tui.map.left").to_owned();
                model.notice = Some(Notice::Refused(says));
                return effects;
            };
            work.stopping = true;
            effects.push(Effect::Cancel);
        }
        ActionId::NameColumn if mapper.is_on_last() => {
            model.layers.push(Layer::Mapper(mapper));
            return super::super::update::act(model, ActionId::SaveMapping, key);
        }
        ActionId::NameColumn => over = fields::Fields::of(&mapper, &model.locale),
        ActionId::LeaveOut => {
            mapper.give(mapper.cursor, None);
            effects = mapper.attempt(model);
        }
        ActionId::SaveMapping => effects.extend(mapper.mapping().map(|mapping| {
            Effect::Ask(Request::ImportMapped {
                mapping: Box::new(mapping),
                path: mapper.path.clone(),
                options: mapper.options,
            })
        })),
        ActionId::TableKind | ActionId::Separator | ActionId::HeadLine | ActionId::HeadLineBack => {
            mapper.turn(id);
            effects = mapper.look(model);
        }
        ActionId::DecimalMark | ActionId::DateOrder | ActionId::RowCurrency => {
            mapper.turn(id);
            effects = mapper.attempt(model);
        }
        _ => {}
    }
    model.layers.push(Layer::Mapper(mapper));
    model.layers.extend(over.map(Layer::Fields));
    if id == ActionId::Palette {
        palette::open(model);
    }
    effects
}
