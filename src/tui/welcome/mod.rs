//! The screen where there is no ledger yet: make one, open one, or look around in the demo.

mod view;

use std::sync::mpsc::channel;

use super::action::{ActionId, Scope};
use super::effect::Effect;
use super::input::{self, Key, Mouse};
use super::keymap::Keymap;
use super::model::{ListId, Seen};
use super::msg::{Msg, Request};
use super::overlays::chooser::{Choice, Chooser};
use super::overlays::form::{Form, Purpose};
use super::terminal::Screen;
use super::theme::Theme;
use super::update::submit::new_ledger;
use super::{session, watch, worker};
use crate::desk::Welcome;
use crate::desk::config::ThemeName;
use crate::text::Locale;

pub use view::paint;

/// What can be chosen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Offer {
    New,
    Open,
    Demo,
    Leave,
}

pub const OFFERS: [Offer; 4] = [Offer::New, Offer::Open, Offer::Demo, Offer::Leave];

/// What is over the menu.
#[derive(Clone, Debug)]
pub enum Over {
    Form(Form),
    Chooser(Chooser),
}

#[derive(Clone, Debug)]
pub struct Start {
    pub locale: Locale,
    pub theme: Theme,
    pub keymap: Keymap,
    pub cursor: usize,
    pub over: Option<Over>,
    pub seen: Seen,
}

/// Asks what to do where there is no ledger; none if the user leaves.
pub fn welcome(locale: &Locale) -> anyhow::Result<Option<Welcome>> {
    let mut start = Start::new(locale.clone(), session::theme(ThemeName::Default))?;
    let (tell, told) = channel();
    watch::listen(tell)?;
    let mut screen = Screen::enter(locale, true)?;
    watch::listen_to_keys()?;
    loop {
        let mut seen = Seen::default();
        screen.draw(|frame| {
            let cursor;
            (seen, cursor) = paint(frame.buffer_mut(), &start);
            if let Some(cursor) = cursor {
                frame.set_cursor_position(cursor);
            }
        })?;
        start.seen = seen;
        let Ok(msg) = told.recv() else {
            return Ok(None);
        };
        if let Msg::Stop(signal) = msg {
            return Err(super::Stopped(signal).into());
        }
        for effect in start.update(msg) {
            match effect {
                Effect::Leave(welcome) => return Ok(Some(expanded(welcome))),
                Effect::Quit => return Ok(None),
                Effect::Redraw => screen.retake()?,
                Effect::Suspend => screen.suspend()?,
                Effect::Ask(Request::Folder(path)) => {
                    if let Some(Over::Chooser(chooser)) = &mut start.over {
                        chooser.take(&path, worker::folder(&path));
                    }
                }
                _ => {}
            }
        }
    }
}

fn expanded(welcome: Welcome) -> Welcome {
    match welcome {
        Welcome::Open(path) => Welcome::Open(worker::expand(&path)),
        other => other,
    }
}

impl Start {
    pub fn new(locale: Locale, theme: Theme) -> anyhow::Result<Self> {
        let keymap = Keymap::new(&std::collections::BTreeMap::new())
            .map_err(|_| anyhow::anyhow!("the built-in keys conflict"))?;
        Ok(Self {
            locale,
            theme,
            keymap,
            cursor: 0,
            over: None,
            seen: Seen::default(),
        })
    }

    pub fn scope(&self) -> Scope {
        match self.over {
            None => Scope::Menu,
            Some(Over::Form(_)) => Scope::Form,
            Some(Over::Chooser(_)) => Scope::Chooser,
        }
    }

    pub fn update(&mut self, msg: Msg) -> Vec<Effect> {
        match msg {
            Msg::Key(key) => self.press(key),
            Msg::Paste(text) => {
                match &mut self.over {
                    Some(Over::Form(form)) => form.paste(&text),
                    Some(Over::Chooser(chooser)) => {
                        input::paste(&mut chooser.input, &text);
                        return chooser.narrow();
                    }
                    None => {}
                }
                Vec::new()
            }
            Msg::Mouse(Mouse::Click { x, y }) => self.click(x, y),
            Msg::Continued => vec![Effect::Redraw],
            Msg::Stop(_) => vec![Effect::Quit],
            _ => Vec::new(),
        }
    }

    fn press(&mut self, key: Key) -> Vec<Effect> {
        let id = self.keymap.act(self.scope(), key);
        match id {
            Some(ActionId::Redraw) => return vec![Effect::Redraw],
            Some(ActionId::Suspend) => return vec![Effect::Suspend],
            _ => {}
        }
        match self.over.take() {
            None => self.menu(id),
            Some(Over::Form(form)) => self.form(form, id, key),
            Some(Over::Chooser(chooser)) => self.chooser(chooser, id, key),
        }
    }

    fn menu(&mut self, id: Option<ActionId>) -> Vec<Effect> {
        match id {
            Some(ActionId::Up | ActionId::PageUp) => self.cursor = self.cursor.saturating_sub(1),
            Some(ActionId::Down | ActionId::PageDown) => {
                self.cursor = (self.cursor + 1).min(OFFERS.len() - 1);
            }
            Some(ActionId::First) => self.cursor = 0,
            Some(ActionId::Last) => self.cursor = OFFERS.len() - 1,
            Some(ActionId::Quit) => return vec![Effect::Quit],
            Some(ActionId::Choose) => return self.choose(),
            _ => {}
        }
        Vec::new()
    }

    fn choose(&mut self) -> Vec<Effect> {
        match OFFERS.get(self.cursor) {
            Some(Offer::New) => {
                let title = self.locale.text("tui.welcome.new-title").to_owned();
                let fields = [
                    ("company", String::new()),
                    ("country", "no".to_owned()),
                    ("currency", "NOK".to_owned()),
                    ("org-no", String::new()),
                    ("account", String::new()),
                    ("size", self.locale.text("tui.form.size-small").to_owned()),
                ];
                self.over = Some(Over::Form(Form::new(
                    &self.locale,
                    title,
                    Purpose::NewLedger,
                    &fields,
                )));
                Vec::new()
            }
            Some(Offer::Open) => {
                let mut chooser = Chooser::new(Choice::OpenLedger, String::new());
                let effects = chooser.narrow();
                self.over = Some(Over::Chooser(chooser));
                effects
            }
            Some(Offer::Demo) => vec![Effect::Leave(Welcome::Demo)],
            Some(Offer::Leave) | None => vec![Effect::Quit],
        }
    }

    fn form(&mut self, mut form: Form, id: Option<ActionId>, key: Key) -> Vec<Effect> {
        match id {
            Some(ActionId::Back) => return Vec::new(),
            Some(ActionId::Choose) if form.at + 1 == form.fields.len() => {
                match new_ledger(&self.locale, &form) {
                    Ok(welcome) => return vec![Effect::Leave(welcome)],
                    Err((at, fault)) => form.blame(at, fault),
                }
            }
            Some(ActionId::Choose | ActionId::NextPart | ActionId::Down) => form.go(true),
            Some(ActionId::PreviousPart | ActionId::Up) => form.go(false),
            _ => {
                form.edit(key);
            }
        }
        self.over = Some(Over::Form(form));
        Vec::new()
    }

    fn chooser(&mut self, mut chooser: Chooser, id: Option<ActionId>, key: Key) -> Vec<Effect> {
        let last = chooser.matches.len().saturating_sub(1);
        let mut effects = Vec::new();
        match id {
            Some(ActionId::Back) => return Vec::new(),
            Some(ActionId::Up) => chooser.cursor = chooser.cursor.saturating_sub(1),
            Some(ActionId::Down) => chooser.cursor = (chooser.cursor + 1).min(last),
            Some(ActionId::First) => chooser.cursor = 0,
            Some(ActionId::Last) => chooser.cursor = last,
            Some(id) => {
                let (path, more) = chooser.press(id);
                if let Some(path) = path {
                    return vec![Effect::Leave(Welcome::Open(path))];
                }
                effects = more;
            }
            None => {
                if input::edit(&mut chooser.input, key) {
                    effects = chooser.narrow();
                }
            }
        }
        self.over = Some(Over::Chooser(chooser));
        effects
    }

    fn click(&mut self, x: u16, y: u16) -> Vec<Effect> {
        let at = ratatui::layout::Position { x, y };
        let hit = self
            .seen
            .list(ListId::Menu)
            .filter(|seen| self.over.is_none() && seen.area.contains(at));
        let Some(row) = hit.map(|seen| seen.top + usize::from(y - seen.area.y)) else {
            return Vec::new();
        };
        if row >= OFFERS.len() {
            return Vec::new();
        }
        if self.cursor == row {
            return self.choose();
        }
        self.cursor = row;
        Vec::new()
    }
}
