//! The real binary in a pseudo-terminal: keys in, a screen out.

#![allow(dead_code, reason = "each test binary uses a part of this")]

use std::io::{Read, Write};
use std::num::NonZero;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use reskontra::tui::Keymap;
use reskontra::tui::action::ACTIONS;

/// How long anything may take before a test gives up: a machine under load is slow, not wrong.
const PATIENCE: Duration = Duration::from_secs(40);

/// A program in a terminal of its own.
pub struct Terminal {
    master: Option<Box<dyn MasterPty + Send>>,
    keyboard: Option<Box<dyn Write + Send>>,
    child: Box<dyn Child + Send + Sync>,
    seen: Arc<Mutex<Seen>>,
    reader: Option<JoinHandle<()>>,
    /// Nobody reads any more: the terminal is about to go.
    gone: Arc<AtomicBool>,
    keymap: Keymap,
}

struct Seen {
    parser: vt100::Parser,
    raw: Vec<u8>,
}

/// The binary under test.
pub fn binary() -> &'static str {
    env!("CARGO_BIN_EXE_reskontra")
}

/// A command in an environment of its own, whose files are all in `home`.
pub fn command(program: &str, home: &Path) -> CommandBuilder {
    let mut command = CommandBuilder::new(program);
    command.env_clear();
    for name in ["PATH", "LD_LIBRARY_PATH"] {
        if let Some(value) = std::env::var_os(name) {
            command.env(name, value);
        }
    }
    command.env("TERM", "xterm-256color");
    command.env("PS1", "$ ");
    command.env("RESKONTRA_TODAY", "2026-11-23");
    for name in ["HOME", "TMPDIR", "XDG_DATA_HOME", "XDG_CONFIG_HOME"] {
        command.env(name, home);
    }
    command.cwd(home);
    command
}

impl Terminal {
    pub fn start(command: CommandBuilder, columns: u16, rows: u16) -> Self {
        let pair = native_pty_system()
            .openpty(PtySize {
                rows,
                cols: columns,
                pixel_width: 0,
                pixel_height: 0,
            })
            .expect("a pseudo-terminal");
        let child = pair
            .slave
            .spawn_command(command)
            .expect("the program starts");
        // The program alone holds the slave: when it ends, reading ends.
        drop(pair.slave);
        let mut output = pair.master.try_clone_reader().expect("a reader");
        let keyboard = pair.master.take_writer().expect("a writer");
        let seen = Arc::new(Mutex::new(Seen {
            parser: vt100::Parser::new(some(rows), some(columns), 0),
            raw: Vec::new(),
        }));
        let screen = Arc::clone(&seen);
        let gone = Arc::new(AtomicBool::new(false));
        let leaving = Arc::clone(&gone);
        let reader = thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count @ 1..) = output.read(&mut bytes) {
                if leaving.load(Ordering::SeqCst) {
                    return;
                }
                let mut seen = screen.lock().unwrap();
                seen.parser.process(&bytes[..count]);
                seen.raw.extend_from_slice(&bytes[..count]);
            }
        });
        Self {
            master: Some(pair.master),
            keyboard: Some(keyboard),
            child,
            seen,
            reader: Some(reader),
            gone,
            keymap: Keymap::new(&std::collections::BTreeMap::new()).expect("the built-in keys"),
        }
    }

    pub fn text(&self) -> String {
        self.seen.lock().unwrap().parser.screen().contents()
    }

    /// Everything that was written to the terminal.
    pub fn raw(&self) -> Vec<u8> {
        self.seen.lock().unwrap().raw.clone()
    }

    pub fn look<T>(&self, at: impl FnOnce(&vt100::Screen) -> T) -> T {
        at(self.seen.lock().unwrap().parser.screen())
    }

    /// Waits until the screen satisfies a question.
    pub fn until(&self, what: &str, is: impl Fn(&str) -> bool) {
        let begun = Instant::now();
        while !is(&self.text()) {
            assert!(
                begun.elapsed() < PATIENCE,
                "waited in vain for {what}; the screen is\n{}",
                self.text()
            );
            thread::sleep(Duration::from_millis(10));
        }
    }

    pub fn shows(&self, text: &str) {
        self.until(text, |screen| screen.contains(text));
    }

    pub fn no_longer_shows(&self, text: &str) {
        self.until(&format!("{text} to go"), |screen| !screen.contains(text));
    }

    /// Types bytes as they are.
    pub fn types(&mut self, text: &str) {
        let keyboard = self.keyboard.as_mut().expect("a keyboard");
        keyboard
            .write_all(text.as_bytes())
            .expect("the program reads");
        keyboard.flush().expect("the program reads");
    }

    /// Presses the first key of an action, by its id.
    pub fn press(&mut self, action: &str) {
        let action = ACTIONS
            .iter()
            .find(|known| known.name == action)
            .unwrap_or_else(|| panic!("no action {action}"));
        let key = self.keymap.keys(action.id)[0].to_string();
        self.types(&bytes(&key));
    }

    pub fn process(&self) -> i32 {
        i32::try_from(self.child.process_id().expect("a process")).unwrap()
    }

    /// Waits for the program's end.
    pub fn ends(&mut self) -> ExitStatus {
        let begun = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("a status") {
                return status;
            }
            assert!(
                begun.elapsed() < PATIENCE,
                "it does not end; the screen is\n{}",
                self.text()
            );
            thread::sleep(Duration::from_millis(10));
        }
    }

    pub fn resize(&self, columns: u16, rows: u16) {
        self.seen
            .lock()
            .unwrap()
            .parser
            .screen_mut()
            .set_size(some(rows), some(columns));
        let size = PtySize {
            rows,
            cols: columns,
            pixel_width: 0,
            pixel_height: 0,
        };
        self.master
            .as_ref()
            .expect("a terminal")
            .resize(size)
            .expect("another size");
    }

    /// The terminal goes away under the program. Whoever reads from it holds it open, so a last drawing is asked
    /// for to wake the reader up.
    pub fn hang_up(&mut self) {
        self.gone.store(true, Ordering::SeqCst);
        self.press("redraw");
        if let Some(reader) = self.reader.take() {
            reader.join().expect("the reader ends");
        }
        self.keyboard = None;
        self.master = None;
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

fn some(size: u16) -> NonZero<u16> {
    NonZero::new(size).expect("a terminal has a size")
}

/// What a terminal sends for a key.
fn bytes(key: &str) -> String {
    let named = match key {
        "enter" => "\r",
        "esc" => "\u{1b}",
        "tab" => "\t",
        "back-tab" => "\u{1b}[Z",
        "space" => " ",
        "backspace" => "\u{7f}",
        "up" => "\u{1b}[A",
        "down" => "\u{1b}[B",
        "right" => "\u{1b}[C",
        "left" => "\u{1b}[D",
        "page-up" => "\u{1b}[5~",
        "page-down" => "\u{1b}[6~",
        _ => match key.strip_prefix("ctrl-") {
            Some(letter) => return char::from(letter.as_bytes()[0] & 0x1f).to_string(),
            None => return key.to_owned(),
        },
    };
    named.to_owned()
}
