//! A command of the user's, run by the shell: bytes in, bytes out, within a time. What it prints is bounded; when its
//! time is up, it and all that it started are ended.

use std::io::{Read, Write};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use super::delivery::told;

/// Bytes that are kept of what it prints.
const MOST: u64 = 64 * 1024;
/// How long its last words are waited for once it has ended: something that it left running may hold the pipe.
const LAST_WORDS: Duration = Duration::from_millis(500);

/// A command that came to its end.
#[derive(Debug)]
pub(super) struct Ran {
    pub status: ExitStatus,
    pub output: Vec<u8>,
    /// The first line of what it complained of.
    pub complaint: String,
    /// Whether it was handed all that it was to read.
    pub took_all: bool,
}

/// Why a command did not come to its end.
#[derive(Debug)]
pub(super) enum NotRun {
    NotStarted(std::io::Error),
    TimedOut,
}

/// Runs `command` with `input` to read.
pub(super) fn run(command: &str, input: &[u8], within: Duration) -> Result<Ran, NotRun> {
    let until = Instant::now() + within;
    let mut child = Command::new("/bin/sh")
        .args(["-c", command])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        // A group of its own: it can be ended with all that it started, and a Ctrl-C here is not one there.
        .process_group(0)
        .spawn()
        .map_err(NotRun::NotStarted)?;
    let output = child.stdout.take().map(reader);
    let complaint = child.stderr.take().map(reader);
    let taken = child.stdin.take().map(|pipe| writer(pipe, input.to_vec()));
    let Some(status) = ended(&mut child, until).map_err(NotRun::NotStarted)? else {
        end(&mut child);
        return Err(NotRun::TimedOut);
    };
    let complaint = String::from_utf8_lossy(&heard(complaint)).into_owned();
    Ok(Ran {
        status,
        output: heard(output),
        complaint: told(complaint.lines().next().unwrap_or_default()),
        took_all: taken.is_some_and(|taken| taken.recv_timeout(LAST_WORDS) == Ok(true)),
    })
}

fn reader(pipe: impl Read + Send + 'static) -> Receiver<Vec<u8>> {
    let (tell, told) = channel();
    thread::spawn(move || {
        let mut kept = Vec::new();
        let mut pipe = pipe;
        let read = pipe.by_ref().take(MOST).read_to_end(&mut kept);
        let _ = tell.send(kept);
        // The rest is read away: a full pipe would keep the command from its end.
        if read.is_ok() {
            let _ = std::io::copy(&mut pipe, &mut std::io::sink());
        }
    });
    told
}

fn writer(mut pipe: impl Write + Send + 'static, input: Vec<u8>) -> Receiver<bool> {
    let (tell, told) = channel();
    thread::spawn(move || {
        let written = pipe.write_all(&input).and_then(|()| pipe.flush());
        drop(pipe);
        let _ = tell.send(written.is_ok());
    });
    told
}

fn heard(reader: Option<Receiver<Vec<u8>>>) -> Vec<u8> {
    reader
        .and_then(|reader| reader.recv_timeout(LAST_WORDS).ok())
        .unwrap_or_default()
}

/// Its status, unless its time was up first.
fn ended(child: &mut Child, until: Instant) -> std::io::Result<Option<ExitStatus>> {
    let mut pause = Duration::from_millis(1);
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Ok(None);
        }
        thread::sleep(pause.min(left));
        pause = (pause * 2).min(Duration::from_millis(50));
    }
}

fn end(child: &mut Child) {
    use rustix::process::{Pid, Signal, kill_process_group};
    let group = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
    if let Some(group) = group {
        let _ = kill_process_group(group, Signal::KILL);
    }
    let _ = child.kill();
    let _ = child.wait();
}
