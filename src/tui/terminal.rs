//! The terminal, entered and left. However the program ends, the shell gets it back as it was: by the guard, by the
//! panic hook, and by the watch thread's signals.

use std::backtrace::Backtrace;
use std::fs::OpenOptions;
use std::io::{self, IsTerminal, Write, stdout};
use std::panic::{self, PanicHookInfo};
use std::path::PathBuf;
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, ThreadId};

use crossterm::clipboard::CopyToClipboard;
use crossterm::cursor::Show;
use crossterm::event::{
    DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture,
};
use crossterm::execute;
use crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
    disable_raw_mode, enable_raw_mode,
};
use ratatui::Frame;
use ratatui::backend::CrosstermBackend;
use ratatui::layout::{Position, Rect, Size};

use crate::text::Locale;

/// Whether the terminal is ours, so that whoever leaves it does so once.
static ENTERED: AtomicBool = AtomicBool::new(false);

/// The terminal while it is ours.
pub(super) struct Screen {
    terminal: ratatui::Terminal<CrosstermBackend<io::Stdout>>,
    mouse: bool,
}

impl Screen {
    /// Takes the terminal. Fails where there is none.
    pub(super) fn enter(locale: &Locale, mouse: bool) -> anyhow::Result<Self> {
        if !io::stdin().is_terminal() || !stdout().is_terminal() {
            anyhow::bail!("{}", locale.text("tui.no-terminal"));
        }
        hook(locale);
        let mut screen = Self {
            terminal: ratatui::Terminal::new(CrosstermBackend::new(stdout()))?,
            mouse,
        };
        screen.take()?;
        Ok(screen)
    }

    fn take(&mut self) -> io::Result<()> {
        ENTERED.store(true, Ordering::SeqCst);
        enable_raw_mode()?;
        execute!(stdout(), EnterAlternateScreen, EnableBracketedPaste)?;
        if self.mouse {
            execute!(stdout(), EnableMouseCapture)?;
        }
        // `clear` would ask the terminal where its cursor is, and the keyboard's thread would get the answer.
        let size = self.terminal.size()?;
        self.terminal.resize(Rect::from((Position::ORIGIN, size)))
    }

    /// Takes it again, after it was someone else's: the shell may have changed its modes meanwhile.
    pub(super) fn retake(&mut self) -> io::Result<()> {
        let _ = disable_raw_mode();
        self.take()
    }

    /// Gives it back, stops the program as the shell expects of `Ctrl-Z`, and takes it again afterwards.
    pub(super) fn suspend(&mut self) -> io::Result<()> {
        leave();
        // The whole group stops, as it would had the terminal sent the key itself.
        rustix::process::kill_current_process_group(rustix::process::Signal::TSTP)?;
        self.take()
    }

    pub(super) fn mouse(&mut self, on: bool) -> io::Result<()> {
        self.mouse = on;
        if on {
            execute!(stdout(), EnableMouseCapture)
        } else {
            execute!(stdout(), DisableMouseCapture)
        }
    }

    /// Puts text on the clipboard of whoever sits at the terminal, also over ssh.
    pub(super) fn copy(text: &str) -> io::Result<()> {
        execute!(stdout(), CopyToClipboard::to_clipboard_from(text))
    }

    pub(super) fn size(&self) -> io::Result<Size> {
        self.terminal.size()
    }

    /// Draws in one go, so that no half-drawn screen is ever seen.
    pub(super) fn draw(&mut self, paint: impl FnOnce(&mut Frame)) -> io::Result<()> {
        execute!(stdout(), BeginSynchronizedUpdate)?;
        let drawn = self.terminal.draw(paint).map(|_| ());
        execute!(stdout(), EndSynchronizedUpdate)?;
        drawn
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        leave();
    }
}

/// Gives the terminal back. What fails on the way is no reason not to try the rest.
pub(super) fn leave() {
    if ENTERED.swap(false, Ordering::SeqCst) {
        let mut out = stdout();
        let _ = execute!(out, EndSynchronizedUpdate);
        let _ = execute!(out, DisableMouseCapture, DisableBracketedPaste);
        let _ = execute!(out, LeaveAlternateScreen, Show);
        let _ = disable_raw_mode();
        let _ = out.flush();
    }
}

/// A panic gives the terminal back before it says anything, keeps its story in a file and names it. On another
/// thread than the one that draws, it ends the program: half a desk must not go on.
fn hook(locale: &Locale) {
    static ONCE: Once = Once::new();
    let (locale, drawing) = (locale.clone(), thread::current().id());
    ONCE.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !ENTERED.load(Ordering::SeqCst) {
                before(info);
                return;
            }
            leave();
            tell(&locale, info);
            end_unless(drawing);
        }));
    });
}

fn tell(locale: &Locale, info: &PanicHookInfo) {
    let cause = info.payload_as_str().unwrap_or_default();
    let place = info.location().map(ToString::to_string).unwrap_or_default();
    let story = format!("{cause}\n{place}\n{}\n", Backtrace::force_capture());
    let says = match keep(&story) {
        Ok(file) => locale.say(
            "tui.panic",
            &[("cause", cause), ("file", &file.display().to_string())],
        ),
        Err(_) => format!(
            "{}\n{story}",
            locale.say("tui.panic-unkept", &[("cause", cause)])
        ),
    };
    let _ = writeln!(io::stderr(), "{says}");
}

/// Writes the story into a new file that only the user can read.
fn keep(story: &str) -> io::Result<PathBuf> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let folder = std::env::temp_dir();
    let process = std::process::id();
    let mut last = io::Error::from(io::ErrorKind::AlreadyExists);
    for attempt in 0..100 {
        let path = folder.join(format!("reskontra-panic-{process}-{attempt}.log"));
        match options.open(&path) {
            Ok(mut file) => return file.write_all(story.as_bytes()).map(|()| path),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => last = error,
            Err(error) => return Err(error),
        }
    }
    Err(last)
}

fn end_unless(drawing: ThreadId) {
    if thread::current().id() != drawing {
        std::process::exit(101);
    }
}
