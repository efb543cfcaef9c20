//! A few fields to fill in: a date, an amount, a reason. `Enter` goes on to the next field and, from the last, sends;
//! what is wrong is said beside its field.

use ratatui::layout::Rect;
use tui_input::Input;

use super::credit::Asks as CreditAsks;
use super::posting::Asks;
use super::register;
use super::{Layer, frame};
use crate::domain::difference::DifferenceKind;
use crate::domain::id::{DocumentId, ItemId, OtherId};
use crate::domain::money::{Currency, Minor};
use crate::domain::refusal::Refusal;
use crate::text::Locale;
use crate::tui::action::ActionId;
use crate::tui::effect::Effect;
use crate::tui::input::{self, Key};
use crate::tui::model::Model;
use crate::tui::overlays::story::wrap;
use crate::tui::panes::matching::closing;
use crate::tui::panes::reminders::asking::Asked;
use crate::tui::widgets::canvas::{Canvas, cells};
use crate::tui::widgets::field::field;

/// What the fields are for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Purpose {
    AsOf,
    /// How much of an item a receipt settles.
    Part {
        at: usize,
        open: Minor,
        currency: Currency,
        /// The receipt's currency, where it is another: then it is asked what of the receipt pays the item.
        paid_in: Option<Currency>,
    },
    SetAside {
        receipts: Vec<ItemId>,
    },
    /// The ledger account of money that is no receivable.
    NotReceivable {
        receipts: Vec<ItemId>,
    },
    /// Why a rest is closed without money.
    WriteOff {
        asked: closing::Asked,
        kind: DifferenceKind,
    },
    /// Why money goes back.
    Refund {
        credits: Vec<ItemId>,
    },
    /// Lines of a bank file that need no work.
    PutAway {
        lines: Vec<OtherId>,
    },
    /// What money went back from.
    PayOut {
        line: OtherId,
        left: Minor,
        currency: Currency,
    },
    Dispute {
        document: DocumentId,
        number: String,
        /// What is open of it: less than that is a part.
        open: Minor,
        currency: Currency,
    },
    CloseDispute {
        document: DocumentId,
        number: String,
    },
    Promise {
        document: DocumentId,
        number: String,
        currency: Currency,
    },
    /// What the queue of reminders asks for.
    Reminding(Box<Asked>),
    /// What is said of what leaves the house.
    Posting(Box<Asks>),
    /// What is asked about credit, and put on record of it.
    Credit(Box<CreditAsks>),
    /// A bank account of the company's own.
    OwnAccount,
    /// What is written into the register.
    Register(Box<register::Asks>),
    NewLedger,
}

impl Purpose {
    /// Whether the desk may say no, and the form waits for its answer.
    pub fn waits(&self) -> bool {
        match self {
            Self::PayOut { .. } => true,
            Self::Reminding(asked) => asked.waits(),
            Self::Register(asks) => asks.waits(),
            _ => false,
        }
    }

    /// The field that the desk has something against, where that is known.
    pub fn blamed(&self, refusal: &Refusal) -> Option<usize> {
        match self {
            Self::Register(asks) => asks.blamed(refusal),
            Self::Promise { .. } => Some(0),
            Self::Dispute { .. } => Some(1),
            Self::Reminding(asked) => match asked.as_ref() {
                Asked::Promise { .. } | Asked::Pause { .. } | Asked::Waive { .. } => Some(0),
                _ => None,
            },
            _ => None,
        }
    }
}

#[derive(Clone, Debug)]
pub struct Field {
    pub label: String,
    pub input: Input,
    /// Its text was there beforehand and is untouched: the first character typed takes its place.
    pub fresh: bool,
    /// How to write it.
    pub hint: String,
    pub fault: Option<String>,
}

impl Field {
    /// What stands below it, in lines of so many columns: what is wrong with it, else how to write it, where that is
    /// to be said.
    fn below(&self, room: usize, hinted: bool) -> Vec<String> {
        let hint = Some(&self.hint).filter(|hint| hinted && !hint.is_empty());
        let says = self.fault.as_ref().or(hint);
        says.map_or_else(Vec::new, |says| wrap(says, room))
    }
}

#[derive(Clone, Debug)]
pub struct Form {
    pub title: String,
    pub note: String,
    pub fields: Vec<Field>,
    pub at: usize,
    pub purpose: Purpose,
}

impl Form {
    /// A form whose fields stand in the locale as `tui.form.<name>` and `tui.form.<name>-hint`.
    pub fn new(
        locale: &Locale,
        title: String,
        purpose: Purpose,
        fields: &[(&str, String)],
    ) -> Self {
        let field = |(name, value): &(&str, String)| Field {
            label: locale.text(&format!("tui.form.{name}")).to_owned(),
            input: Input::new(value.clone()),
            fresh: !value.is_empty(),
            hint: locale.text(&format!("tui.form.{name}-hint")).to_owned(),
            fault: None,
        };
        Self {
            title,
            note: String::new(),
            fields: fields.iter().map(field).collect(),
            at: 0,
            purpose,
        }
    }

    pub fn as_of(locale: &Locale, now: &str) -> Self {
        let title = locale.text("tui.form.as-of-title").to_owned();
        Self::new(locale, title, Purpose::AsOf, &[("date", now.to_owned())])
    }

    pub fn value(&self, at: usize) -> &str {
        self.fields
            .get(at)
            .map_or("", |field| field.input.value().trim())
    }

    /// All that is typed, field by field.
    pub fn typed(&self) -> Vec<String> {
        (0..self.fields.len())
            .map(|at| self.value(at).to_owned())
            .collect()
    }

    /// Says what is wrong with a field and goes there.
    pub fn blame(&mut self, at: usize, fault: String) {
        if let Some(field) = self.fields.get_mut(at) {
            field.fault = Some(fault);
            self.at = at;
        }
    }

    /// Edits the field that has the keys; false if the key means nothing there.
    pub fn edit(&mut self, key: Key) -> bool {
        let Some(field) = self.fields.get_mut(self.at) else {
            return false;
        };
        if field.fresh && key.types().is_some() {
            field.input.reset();
        }
        let edited = input::edit(&mut field.input, key);
        if edited {
            field.fresh = false;
            field.fault = None;
        }
        edited
    }

    pub fn paste(&mut self, text: &str) {
        if let Some(field) = self.fields.get_mut(self.at) {
            if std::mem::take(&mut field.fresh) {
                field.input.reset();
            }
            input::paste(&mut field.input, text);
            field.fault = None;
        }
    }

    /// Moves among the fields, round at the ends.
    pub fn go(&mut self, forward: bool) {
        let len = self.fields.len().max(1);
        self.at = (self.at + if forward { 1 } else { len - 1 }) % len;
    }

    pub fn draw(&self, canvas: &mut Canvas, area: Rect, focused: bool) {
        let wide = area.width.saturating_sub(4).min(72);
        let notes = if self.note.is_empty() {
            Vec::new()
        } else {
            wrap(&self.note, usize::from(wide.saturating_sub(4)))
        };
        let label = self.fields.iter().map(|field| cells(&field.label)).max();
        // Within the frame and its margins.
        let within = wide.saturating_sub(4);
        let label = label.unwrap_or(0).min(within / 3);
        let room = usize::from(within.saturating_sub(label + 2));
        let height = |below: &[Vec<String>]| -> usize {
            notes.len() + below.iter().map(|lines| lines.len() + 1).sum::<usize>()
        };
        let hints = |all: bool| -> Vec<Vec<String>> {
            let fields = self.fields.iter().enumerate();
            fields
                .map(|(at, field)| field.below(room, all || at == self.at))
                .collect()
        };
        // Where not all hints have room, that of the field with the keys has.
        let mut below = hints(true);
        if height(&below) + 2 > usize::from(area.height) {
            below = hints(false);
        }
        let rows = height(&below);
        let high = u16::try_from(rows).unwrap_or(u16::MAX).saturating_add(2);
        let inside = frame(canvas, area, wide, high, &self.title);
        let mut y = inside.y;
        for note in &notes {
            canvas.put(inside.x, y, inside.width, note, canvas.theme.quiet);
            y = y.saturating_add(1);
        }
        for (index, (one, below)) in self.fields.iter().zip(&below).enumerate() {
            if y >= inside.bottom() {
                break;
            }
            let here = focused && index == self.at;
            let style = if here {
                canvas.theme.focus
            } else {
                canvas.theme.text
            };
            canvas.put(inside.x, y, label, &one.label, style);
            let x = inside.x.saturating_add(label).saturating_add(2);
            let room = inside.right().saturating_sub(x);
            field(canvas, x, y, room, &one.input, here);
            if here && one.fresh {
                let width = cells(one.input.value()).min(room);
                let value = Rect {
                    x,
                    y,
                    width,
                    height: 1,
                };
                canvas.tint(value, canvas.theme.selected);
            }
            y = y.saturating_add(1);
            let style = match &one.fault {
                Some(_) => canvas.theme.bad,
                None => canvas.theme.quiet,
            };
            for (y, says) in (y..inside.bottom()).zip(below) {
                canvas.put(x, y, room, says, style);
            }
            y = y.saturating_add(u16::try_from(below.len()).unwrap_or(u16::MAX));
        }
    }
}

pub fn act(model: &mut Model, mut form: Form, id: ActionId) -> Vec<Effect> {
    match id {
        ActionId::Back => return Vec::new(),
        ActionId::NextPart | ActionId::Down => form.go(true),
        ActionId::PreviousPart | ActionId::Up => form.go(false),
        ActionId::Choose if form.at + 1 < form.fields.len() => form.go(true),
        ActionId::Choose => return super::super::update::submit::submit(model, form),
        _ => {}
    }
    model.layers.push(Layer::Form(form));
    Vec::new()
}
