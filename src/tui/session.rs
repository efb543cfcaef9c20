//! The loop: messages in, effects out, and a drawing after each event, at most every ten milliseconds. An idle desk
//! waits and costs nothing.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use super::effect::Effect;
use super::keymap::Keymap;
use super::model::{Model, Seen, Settings};
use super::msg::{Msg, Request};
use super::terminal::Screen;
use super::theme::Theme;
use super::update::update;
use super::worker::{self, Asked};
use super::{view, watch};
use crate::desk::Desk;
use crate::desk::config::ThemeName;
use crate::desk::job::Watch;
use crate::text::Locale;

/// The least time between two drawings, on average: the answer to a key may follow the key's own drawing at once.
const FRAME: Duration = Duration::from_millis(10);
/// How often the progress of long work is looked at.
const PROGRESS: Duration = Duration::from_millis(100);

/// A signal closed the desk, which left everything in order. The program's status should be 128 and the signal.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("stopped by signal {0}")]
pub struct Stopped(pub i32);

/// Runs the desk in the terminal until the user leaves it.
pub fn run(desk: Desk, locale: Locale) -> anyhow::Result<()> {
    let config = desk.config();
    let keymap = Keymap::new(&config.keys).map_err(|faults| {
        let told: Vec<String> = faults
            .iter()
            .map(|fault| locale.tell("key-fault", fault))
            .collect();
        anyhow::anyhow!(told.join("\n"))
    })?;
    let settings = Settings {
        theme: theme(config.theme),
        keymap,
        aging: desk.aging_query(),
        limits: config.matching(),
        mouse: config.mouse,
    };
    let first = desk.first_look(worker::OLDEST)?;
    let book = desk.frame();
    let (tell, told) = channel();
    watch::listen(tell.clone())?;
    let mut screen = Screen::enter(&locale, settings.mouse)?;
    let mut model = Model::new(book, first, settings, locale, screen.size()?);
    // The first screen is there before anything is computed.
    paint(&mut screen, &mut model)?;
    watch::listen_to_keys()?;
    let (ask, asked) = channel();
    let job = worker::spawn(desk, model.locale.clone(), asked, tell)?;
    let mut session = Session {
        screen,
        model,
        ask,
        watch: Watch::new(),
        trial: Watch::new(),
        stopped_by: None,
    };
    let ended = session.live(&told);
    let Session {
        screen,
        ask,
        watch,
        trial,
        stopped_by,
        ..
    } = session;
    // The desk closes its ledger before the terminal is given back, so that nothing is under way when the shell is.
    watch.cancel();
    trial.cancel();
    drop(ask);
    let joined = job.join();
    drop(screen);
    joined.map_err(|_| anyhow::anyhow!("the job thread ended by a panic"))?;
    match stopped_by {
        Some(signal) => Err(Stopped(signal).into()),
        None => ended,
    }
}

/// The theme that the user chose; attributes alone where `NO_COLOR` asks for that.
pub(super) fn theme(chosen: ThemeName) -> Theme {
    // With NO_COLOR set, crossterm sends empty colour sequences that wipe the attributes too: so it must not know.
    crossterm::style::force_color_output(true);
    let no_colour = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    Theme::of(if no_colour { ThemeName::Mono } else { chosen })
}

struct Session {
    screen: Screen,
    model: Model,
    ask: Sender<Asked>,
    /// Follows the change under way.
    watch: Watch,
    /// Follows the trial of a mapping.
    trial: Watch,
    stopped_by: Option<i32>,
}

impl Session {
    fn live(&mut self, told: &Receiver<Msg>) -> anyhow::Result<()> {
        // The last drawing and the one before it.
        let mut drawn = [Instant::now(); 2];
        let opening = self.model.open();
        if self.perform(opening)? {
            return Ok(());
        }
        loop {
            let Some(msg) = self.next(told) else {
                return Ok(());
            };
            let mut dirty = shows(&msg);
            if self.take(msg)? {
                return Ok(());
            }
            // What comes within a frame is drawn together.
            while let Some(rest) = (2 * FRAME).checked_sub(drawn[1].elapsed()) {
                match told.recv_timeout(rest) {
                    Ok(msg) => {
                        dirty |= shows(&msg);
                        if self.take(msg)? {
                            return Ok(());
                        }
                    }
                    Err(RecvTimeoutError::Timeout) => break,
                    Err(RecvTimeoutError::Disconnected) => return Ok(()),
                }
            }
            while let Ok(msg) = told.try_recv() {
                dirty |= shows(&msg);
                if self.take(msg)? {
                    return Ok(());
                }
            }
            if dirty {
                paint(&mut self.screen, &mut self.model)?;
                drawn = [Instant::now(), drawn[0]];
            }
        }
    }

    /// Waits for a message; while long work is under way, no longer than its progress should stand still.
    fn next(&self, told: &Receiver<Msg>) -> Option<Msg> {
        if self.model.work.is_none() {
            return told.recv().ok();
        }
        match told.recv_timeout(PROGRESS) {
            Ok(msg) => Some(msg),
            Err(RecvTimeoutError::Timeout) => Some(Msg::Progress(self.watch.progress())),
            Err(RecvTimeoutError::Disconnected) => None,
        }
    }

    /// True when it is time to leave.
    fn take(&mut self, msg: Msg) -> anyhow::Result<bool> {
        if let Msg::Stop(signal) = msg {
            self.stopped_by = Some(signal);
        }
        let effects = update(&mut self.model, msg);
        self.perform(effects)
    }

    fn perform(&mut self, effects: Vec<Effect>) -> anyhow::Result<bool> {
        for effect in effects {
            match effect {
                Effect::Ask(request) => {
                    let watch = Watch::new();
                    if request.ends_trials() {
                        self.trial.cancel();
                    }
                    if matches!(request, Request::Trial { .. }) {
                        self.trial = watch.clone();
                    }
                    if request.changes() {
                        self.watch = watch.clone();
                    }
                    self.ask.send(Asked { request, watch })?;
                }
                Effect::Cancel => self.watch.cancel(),
                Effect::Redraw => {
                    panic_if_asked();
                    self.screen.retake()?;
                }
                Effect::Suspend => self.screen.suspend()?,
                Effect::Mouse(on) => self.screen.mouse(on)?,
                Effect::Copy(text) => Screen::copy(&text)?,
                Effect::Quit => return Ok(true),
                Effect::Leave(_) => {}
            }
        }
        Ok(false)
    }
}

/// Whether the screen may look different after a message.
fn shows(msg: &Msg) -> bool {
    !matches!(msg, Msg::Second)
        && !matches!(msg, Msg::Reply(reply) if matches!(**reply, super::msg::Reply::Nothing))
}

fn paint(screen: &mut Screen, model: &mut Model) -> anyhow::Result<()> {
    let mut seen = Seen::default();
    screen.draw(|frame| seen = view::draw(frame, model))?;
    model.seen = seen;
    Ok(())
}

/// For the test that a panic leaves a sane terminal: only in a debug build, and only where it is asked for by name.
#[cfg(debug_assertions)]
fn panic_if_asked() {
    let asked = std::env::var_os("RESKONTRA_TEST_PANIC").is_some_and(|value| value == "1");
    assert!(!asked, "asked to panic by RESKONTRA_TEST_PANIC");
}

#[cfg(not(debug_assertions))]
fn panic_if_asked() {}
