//! The desk in a pseudo-terminal of 120 × 40, with the time of everything that it writes.

use std::io::{Read, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

use super::world::TODAY;

const SIZE: (u16, u16) = (120, 40);
/// A screen that has not changed for so long is done.
const QUIET: Duration = Duration::from_millis(60);
const PATIENCE: Duration = Duration::from_mins(2);

pub struct Terminal {
    /// Held open: the desk ends when its terminal goes.
    _master: Box<dyn MasterPty + Send>,
    keyboard: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    chunks: Receiver<(Instant, Vec<u8>)>,
    parser: vt100::Parser,
    started: Instant,
}

impl Terminal {
    /// Starts a program, `args[0]`, on a ledger.
    pub fn start(args: &[&str], ledger: &Path) -> Self {
        let mut command = CommandBuilder::new(args[0]);
        command.args(&args[1..]);
        command.env("TERM", "xterm-256color");
        command.env("RESKONTRA_LEDGER", ledger);
        command.env("RESKONTRA_CONFIG", "");
        command.env("XDG_CONFIG_HOME", "/nowhere");
        command.env("RESKONTRA_TODAY", TODAY);
        let (cols, rows) = SIZE;
        let size = PtySize {
            rows,
            cols,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system()
            .openpty(size)
            .expect("a pseudo-terminal");
        let mut output = pair.master.try_clone_reader().expect("a reader");
        let keyboard = pair.master.take_writer().expect("a writer");
        let (tell, chunks) = channel();
        thread::spawn(move || {
            let mut bytes = vec![0; 64 * 1024];
            while let Ok(count @ 1..) = output.read(&mut bytes) {
                if tell
                    .send((Instant::now(), bytes[..count].to_vec()))
                    .is_err()
                {
                    return;
                }
            }
        });
        let started = Instant::now();
        let child = pair.slave.spawn_command(command).expect("the desk starts");
        let (rows, cols) = (
            rows.try_into().expect("rows"),
            cols.try_into().expect("columns"),
        );
        Self {
            _master: pair.master,
            keyboard,
            child,
            chunks,
            parser: vt100::Parser::new(rows, cols, 0),
            started,
        }
    }

    /// From the start until the screen shows a text.
    pub fn until(&mut self, text: &str) -> Duration {
        loop {
            let (at, bytes) = self.chunks.recv_timeout(PATIENCE).unwrap_or_else(|_| {
                panic!(
                    "waited in vain for {text}:\n{}",
                    self.parser.screen().contents()
                )
            });
            self.parser.process(&bytes);
            if self.parser.screen().contents().contains(text) {
                return at - self.started;
            }
        }
    }

    /// Waits until nothing changes any more, however long the desk still computes before its next change.
    pub fn settle(&mut self, quiet: Duration) {
        while let Ok((_, bytes)) = self.chunks.recv_timeout(quiet) {
            self.parser.process(&bytes);
        }
    }

    /// From a key to the last change of the screen that it brings about.
    pub fn press(&mut self, key: &str) -> Duration {
        let pressed = Instant::now();
        self.keyboard
            .write_all(key.as_bytes())
            .expect("the desk reads");
        self.keyboard.flush().expect("the desk reads");
        let mut last = pressed;
        while let Ok((at, bytes)) = self.chunks.recv_timeout(QUIET) {
            self.parser.process(&bytes);
            last = at;
        }
        last - pressed
    }

    /// The most memory the desk has held so far, in KiB.
    pub fn peak(&self) -> u64 {
        let process = self.child.process_id().expect("a process");
        let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kib = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok());
        kib.unwrap_or_default()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.keyboard.write_all(b"q");
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(5) {
            if matches!(self.child.try_wait(), Ok(Some(_))) {
                return;
            }
            thread::sleep(Duration::from_millis(10));
        }
        let _ = self.child.kill();
    }
}
