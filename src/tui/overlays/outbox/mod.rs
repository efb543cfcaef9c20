//! The outbox: what is to leave the house and what became of it; in doubt and failed first.

pub mod ready;
mod view;

use super::confirm::{Confirm, Deed};
use super::posting::{self, Asks};
use super::{Layer, page};
use crate::desk::PageOf;
use crate::domain::command::{Command, Outcome};
use crate::domain::outbox::{Channel, Posted, Stand};
use crate::reports::post::OutboxLine;
use crate::text::Locale;
use crate::tui::action::ActionId;
use crate::tui::effect::Effect;
use crate::tui::input::Key;
use crate::tui::model::Model;
use crate::tui::msg::{Done, Request};
use crate::tui::panes::reminders::rows::Sums;

#[derive(Clone, Default, Debug)]
pub struct Outbox {
    pub lines: Vec<OutboxLine>,
    pub cursor: usize,
    /// An answer is on its way.
    waiting: bool,
}

pub fn open(model: &mut Model) -> Vec<Effect> {
    model.layers.push(Layer::Outbox(Outbox {
        waiting: true,
        ..Outbox::default()
    }));
    vec![Effect::Ask(Request::Outbox)]
}

/// What is sent: a letter of a stage, or a statement.
fn what(locale: &Locale, line: &OutboxLine) -> String {
    match line.kind {
        Some(kind) => locale.text(&format!("letter.{}", kind.name())).to_owned(),
        None => locale.text("tui.outbox.statement").to_owned(),
    }
}

/// A dispatch by the name that the command line knows too: `L12 · Nordlys Bygg AS`, `D7 · statement · Nordlys Bygg AS`.
fn label(locale: &Locale, line: &OutboxLine) -> String {
    let title = page::letter_title(locale, line.what, &line.name);
    match line.what {
        Posted::Letter(_) => title,
        Posted::Statement => format!("D{} · {title}", line.id.0),
    }
}

/// A mark for those that wait for a person: not told by colour alone.
pub fn mark(stand: Stand) -> &'static str {
    match stand {
        Stand::InDoubt => "?",
        Stand::Failed | Stand::Returned => "×",
        Stand::Queued | Stand::Sending => "…",
        Stand::Sent => "✓",
        Stand::CalledOff => "-",
    }
}

impl Outbox {
    pub fn selected(&self) -> Option<&OutboxLine> {
        self.lines.get(self.cursor)
    }

    /// What waits for one of these ways.
    pub fn queued(&self, ways: &[Channel]) -> impl Iterator<Item = &OutboxLine> {
        let waits =
            |line: &&OutboxLine| line.stand == Stand::Queued && ways.contains(&line.channel);
        self.lines.iter().filter(waits)
    }

    /// The cursor stays on its dispatch.
    pub fn take(&mut self, lines: Vec<OutboxLine>) {
        let id = self.selected().map(|line| line.id);
        self.waiting = false;
        self.lines = lines;
        let at = self.lines.iter().position(|line| Some(line.id) == id);
        let last = self.lines.len().saturating_sub(1);
        self.cursor = at.unwrap_or_else(|| self.cursor.min(last));
    }
}

pub fn take(model: &mut Model, lines: &[OutboxLine]) {
    for layer in &mut model.layers {
        if let Layer::Outbox(outbox) = layer {
            outbox.take(lines.to_vec());
        }
    }
}

pub fn act(model: &mut Model, outbox: Outbox, id: ActionId, key: Option<Key>) -> Vec<Effect> {
    // Sending may be under way: it is stopped first.
    if id == ActionId::Back {
        if let Some(work) = &mut model.work {
            work.stopping = true;
            model.layers.push(Layer::Outbox(outbox));
            return vec![Effect::Cancel];
        }
        return Vec::new();
    }
    let chosen = outbox.selected().cloned();
    match id {
        ActionId::SendQueued => return ask_to_send(model, outbox, key),
        ActionId::RetryAll => return retry_all(model, outbox),
        ActionId::PrintQueued => {
            let count = outbox.queued(&PAPER).count();
            model.layers.push(Layer::Outbox(outbox));
            posting::open(model, Asks::Print(count));
            return Vec::new();
        }
        _ => model.layers.push(Layer::Outbox(outbox)),
    }
    let Some(line) = chosen else {
        return Vec::new();
    };
    let name = label(&model.locale, &line);
    let asks = match id {
        ActionId::ShowCopy => return page::open_sent(model, PageOf::Dispatch(line.id), name),
        ActionId::Retry if ready::goes_again(&line) => Asks::Resend(line.id, name),
        ActionId::Retry if let Some(letter) = ready::came_back(&line) => Asks::Renew(letter, name),
        ActionId::Retry => {
            let says = model.locale.say("tui.outbox.retried", &[("what", &name)]);
            let outcome = Outcome::Resend {
                reason: String::new(),
            };
            let command = Command::Dispatch {
                dispatch: line.id,
                outcome,
            };
            return vec![Effect::Ask(Request::Act {
                command: Box::new(command),
                done: Done {
                    says,
                    receipts: Vec::new(),
                },
            })];
        }
        ActionId::Arrived => Asks::Arrived(line.id, name),
        ActionId::CallOff => Asks::CallOff(line.id, name),
        ActionId::CameBack => Asks::Returned(line.id, name),
        ActionId::Redirect => Asks::Redirect(line.id, name, ready::goes_again(&line)),
        _ => return Vec::new(),
    };
    posting::open(model, asks);
    Vec::new()
}

/// The ways that end on paper here.
pub(super) const PAPER: [Channel; 2] = [Channel::Post, Channel::Print];

/// Asks before e-mail leaves: how many, what for, and that it cannot be taken back. Where none can leave, says why.
fn ask_to_send(model: &mut Model, outbox: Outbox, key: Option<Key>) -> Vec<Effect> {
    let locale = &model.locale;
    if let Some(why) = &model.book.no_mail {
        let says = locale.tell(why.table(), why);
        model.layers.push(Layer::Outbox(outbox));
        model.refuse(says, Vec::new());
        return Vec::new();
    }
    let (mut count, mut amounts) = (0_u64, Sums::default());
    for line in outbox.queued(&[Channel::Email]) {
        count += 1;
        if let Some(money) = line.amount {
            amounts.add(money.currency, money.amount);
        }
    }
    let count = locale.whole(count);
    let mut lines = Vec::new();
    if !amounts.0.is_empty() {
        let amounts = amounts.told(locale);
        lines.push(locale.say("tui.send-out.amounts", &[("amounts", &amounts)]));
    }
    lines.push(locale.text("tui.send-out.effect").to_owned());
    let on_paper = outbox.queued(&PAPER).count();
    if on_paper > 0 {
        let count = locale.whole(on_paper as u64);
        lines.push(locale.say("tui.send-out.paper-stays", &[("count", &count)]));
    }
    let confirm = Confirm {
        title: locale.say("tui.send-out.title", &[("count", &count)]),
        lines,
        yes: locale.text("tui.send-out.yes").to_owned(),
        all: None,
        deed: Deed::SendOutbox,
        at: 0,
        opener: key,
    };
    model.layers.push(Layer::Outbox(outbox));
    model.layers.push(Layer::Confirm(confirm));
    Vec::new()
}

/// Queues again all that failed.
fn retry_all(model: &mut Model, outbox: Outbox) -> Vec<Effect> {
    let failed = outbox
        .lines
        .iter()
        .filter(|line| line.stand == Stand::Failed);
    let commands: Vec<Command> = failed
        .map(|line| Command::Dispatch {
            dispatch: line.id,
            outcome: Outcome::Resend {
                reason: String::new(),
            },
        })
        .collect();
    let count = model.locale.whole(commands.len() as u64);
    let says = model
        .locale
        .say("tui.outbox.all-retried", &[("count", &count)]);
    model.layers.push(Layer::Outbox(outbox));
    let done = Done {
        says,
        receipts: Vec::new(),
    };
    vec![Effect::Ask(Request::ActAll { commands, done })]
}
