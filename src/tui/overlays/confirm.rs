//! The question before something that reaches far: what, how much, what happens, whether it can be undone. Cancel has
//! the focus, and the key that opened it does not confirm.

use std::path::PathBuf;

use ratatui::layout::Rect;

use super::{Layer, frame};
use crate::desk::ImportOptions;
use crate::domain::command::{Command, Reminder};
use crate::domain::id::{EntryId, ItemId};
use crate::text::width::width;
use crate::tui::action::ActionId;
use crate::tui::effect::Effect;
use crate::tui::input::Key;
use crate::tui::model::Model;
use crate::tui::msg::{Done, Request};
use crate::tui::panes::matching::verbs;
use crate::tui::panes::reminders::asking::{self, Asked};
use crate::tui::widgets::canvas::{Canvas, cells};

/// What is done on a yes.
#[derive(Clone, PartialEq, Debug)]
pub enum Deed {
    /// Take back an entry; or, with `all`, the run that it belongs to.
    Undo {
        entry: EntryId,
        run: EntryId,
    },
    UndoRun {
        run: EntryId,
    },
    /// Post all that is certain; with `all`, or if nothing is, all that is strong.
    AcceptAll {
        certain: Certain,
        strong: Vec<(ItemId, Command)>,
    },
    /// What was rehearsed, and the sentence that tells it.
    Act {
        command: Box<Command>,
        says: String,
    },
    /// Several commands as one run, and the sentence that tells them.
    ActAll {
        commands: Vec<Command>,
        says: String,
    },
    /// Record letters as sent.
    Remind {
        reminders: Vec<Reminder>,
        reason: Option<String>,
    },
    /// Record those that nothing stands against; with `all`, ask why all of them go out.
    RemindPartly {
        free: Vec<Reminder>,
        all: Box<Asked>,
    },
    /// Send what waits for e-mail.
    SendOutbox,
    /// Take a file in that was asked about.
    Import {
        path: PathBuf,
        options: ImportOptions,
    },
    /// The same, after its account was added to the company's own.
    AddAccount {
        account: String,
        path: PathBuf,
        options: ImportOptions,
    },
    /// Read tables with that head as if nobody had said how.
    Forget {
        fingerprint: String,
    },
    /// Leave although work is under way.
    Quit,
}

/// Which certain receipts are posted.
#[derive(Clone, PartialEq, Debug)]
pub enum Certain {
    None,
    /// All there are, as the desk finds them then.
    All,
    /// Those that a filter lets through.
    Shown(Vec<(ItemId, Command)>),
}

#[derive(Clone, Debug)]
pub struct Confirm {
    pub title: String,
    pub lines: Vec<String>,
    pub yes: String,
    /// A wider yes, if there is one.
    pub all: Option<String>,
    pub deed: Deed,
    /// The button with the focus: 0 is Cancel.
    pub at: usize,
    /// The key that opened it.
    pub opener: Option<Key>,
}

impl Confirm {
    fn buttons(&self) -> usize {
        2 + usize::from(self.all.is_some())
    }

    pub fn draw(&self, canvas: &mut Canvas, area: Rect) {
        let longest = self.lines.iter().map(|line| width(line)).max().unwrap_or(0);
        let cancel = canvas.locale.text("tui.confirm.cancel").to_owned();
        let mut buttons = vec![cancel, self.yes.clone()];
        buttons.extend(self.all.clone());
        let row: usize = buttons.iter().map(|button| width(button) + 7).sum();
        let wide = u16::try_from(longest.max(row).max(width(&self.title) + 4))
            .unwrap_or(u16::MAX)
            .saturating_add(4);
        let wide = wide.min(area.width.saturating_sub(2)).max(20);
        let room = wide.saturating_sub(4);
        let lines: Vec<String> = self
            .lines
            .iter()
            .flat_map(|line| wrap(line, usize::from(room)))
            .collect();
        let high = u16::try_from(lines.len())
            .unwrap_or(u16::MAX)
            .saturating_add(4);
        let inside = frame(canvas, area, wide, high, &self.title);
        let text = canvas.theme.text;
        for (y, line) in (inside.y..inside.bottom()).zip(&lines) {
            canvas.put(inside.x, y, inside.width, line, text);
        }
        let y = inside.bottom().saturating_sub(1);
        let keys = ["", "y", "a"];
        let mut x = inside.x;
        for (index, button) in buttons.iter().enumerate() {
            let key = keys.get(index).copied().unwrap_or_default();
            let label = if key.is_empty() {
                format!("[ {button} ]")
            } else {
                format!("[ {key} {button} ]")
            };
            let style = if index == self.at {
                canvas.theme.selected
            } else {
                canvas.theme.text
            };
            let room = inside.right().saturating_sub(x);
            canvas.put(x, y, room, &label, style);
            x = x.saturating_add(cells(&label)).saturating_add(1);
        }
    }
}

pub fn act(model: &mut Model, mut confirm: Confirm, id: ActionId, key: Option<Key>) -> Vec<Effect> {
    let buttons = confirm.buttons();
    let repeats = key.is_some() && key == confirm.opener;
    let pressed = match id {
        ActionId::Back | ActionId::No => return Vec::new(),
        ActionId::Choose => Some(confirm.at),
        ActionId::Yes if !repeats => Some(1),
        ActionId::All if confirm.all.is_some() && !repeats => Some(2),
        ActionId::NextPart | ActionId::Right => {
            confirm.at = (confirm.at + 1) % buttons;
            None
        }
        ActionId::PreviousPart | ActionId::Left => {
            confirm.at = (confirm.at + buttons - 1) % buttons;
            None
        }
        _ => None,
    };
    let Some(button) = pressed else {
        model.layers.push(Layer::Confirm(confirm));
        return Vec::new();
    };
    match (button, confirm.deed) {
        (1, Deed::Undo { entry, .. }) => vec![Effect::Ask(Request::Undo(entry))],
        (2, Deed::Undo { run, .. }) | (1, Deed::UndoRun { run }) => {
            vec![Effect::Ask(Request::UndoRun(run))]
        }
        (button, Deed::AcceptAll { certain, strong }) if button > 0 => {
            verbs::accept_these(model, certain, strong, button == 2)
        }
        (1, Deed::Act { command, says }) => {
            let done = Done {
                says,
                receipts: Vec::new(),
            };
            vec![Effect::Ask(Request::Act { command, done })]
        }
        (1, Deed::ActAll { commands, says }) => verbs::ask(commands, says, Vec::new()),
        (1, Deed::Remind { reminders, reason }) => {
            vec![Effect::Ask(Request::Remind { reminders, reason })]
        }
        (1, Deed::RemindPartly { free, .. }) => vec![Effect::Ask(Request::Remind {
            reminders: free,
            reason: None,
        })],
        (2, Deed::RemindPartly { all, .. }) => {
            asking::open(model, *all);
            Vec::new()
        }
        (1, Deed::Import { path, options }) => {
            vec![Effect::Ask(Request::Import { path, options })]
        }
        (
            1,
            Deed::AddAccount {
                account,
                path,
                options,
            },
        ) => vec![
            Effect::Ask(Request::AddAccount(account)),
            Effect::Ask(Request::Import { path, options }),
        ],
        (1, Deed::Forget { fingerprint }) => {
            vec![Effect::Ask(Request::ForgetMapping(fingerprint))]
        }
        (1, Deed::SendOutbox) => vec![Effect::Ask(Request::SendOutbox)],
        (1, Deed::Quit) => vec![Effect::Cancel, Effect::Quit],
        _ => Vec::new(),
    }
}

/// Breaks a sentence into lines of so many columns.
pub fn wrap(text: &str, room: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let Some(line) = lines.last_mut() else { break };
        if line.is_empty() {
            line.push_str(word);
        } else if width(line) + 1 + width(word) <= room {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}
