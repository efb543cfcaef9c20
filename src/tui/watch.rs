//! Two threads that listen for the life of the program: one to the keyboard, one to signals, to a terminal that goes
//! away and to the clock's seconds. Both speak to whoever listened last: the welcome screen, then the desk.

use std::io::{self, Read};
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;
use std::process;
use std::sync::mpsc::Sender;
use std::sync::{Mutex, Once, PoisonError};
use std::thread;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM};

use super::input;
use super::msg::Msg;

static LISTENER: Mutex<Option<Sender<Msg>>> = Mutex::new(None);

/// How long the desk may take to close after it was told to: then the program ends all the same.
const GRACE: Duration = Duration::from_secs(5);

/// From now on, what happens is told to this listener. To be called before the terminal is taken: a signal in
/// between would leave it taken.
pub(super) fn listen(to: Sender<Msg>) -> io::Result<()> {
    static ONCE: Once = Once::new();
    *LISTENER.lock().unwrap_or_else(PoisonError::into_inner) = Some(to);
    let mut started = Ok(());
    ONCE.call_once(|| {
        let watching = Signals::new().map(|signals| move || watch(&signals));
        started = start("watch", watching);
    });
    started
}

/// From now on, keys are heard. To be called once the terminal is taken.
pub(super) fn listen_to_keys() -> io::Result<()> {
    static ONCE: Once = Once::new();
    let mut started = Ok(());
    ONCE.call_once(|| started = start("keys", Ok(keys)));
    started
}

fn start(name: &str, work: io::Result<impl FnOnce() + Send + 'static>) -> io::Result<()> {
    thread::Builder::new()
        .name(name.to_owned())
        .spawn(work?)
        .map(|_| ())
}

/// False when nobody listens any more.
fn tell(msg: Msg) -> bool {
    let listener = LISTENER.lock().unwrap_or_else(PoisonError::into_inner);
    listener.as_ref().is_some_and(|to| to.send(msg).is_ok())
}

fn keys() {
    loop {
        match crossterm::event::read() {
            Ok(event) => {
                if let Some(msg) = input::message(event) {
                    tell(msg);
                }
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => {
                tell(Msg::Stop(SIGHUP));
                return;
            }
        }
    }
}

/// A pipe per signal: a handler may do no more than write a byte.
struct Signals(Vec<(i32, UnixStream)>);

impl Signals {
    fn new() -> io::Result<Self> {
        let mut pipes = Vec::new();
        for signal in [SIGTERM, SIGINT, SIGHUP, SIGCONT] {
            let (read, write) = UnixStream::pair()?;
            read.set_nonblocking(true)?;
            write.set_nonblocking(true)?;
            signal_hook::low_level::pipe::register(signal, write)?;
            pipes.push((signal, read));
        }
        Ok(Self(pipes))
    }
}

fn watch(signals: &Signals) {
    let stdin = io::stdin();
    let second = Timespec {
        tv_sec: 1,
        tv_nsec: 0,
    };
    loop {
        // An empty event mask still reports a hang-up: under a shell that ignores the signal, that is the only sign
        // that the terminal is gone, and the keyboard's thread would spin from then on.
        let mut polled = vec![PollFd::new(&stdin, PollFlags::empty())];
        polled.extend(
            signals
                .0
                .iter()
                .map(|(_, pipe)| PollFd::from_borrowed_fd(pipe.as_fd(), PollFlags::IN)),
        );
        let woken = poll(&mut polled, Some(&second));
        let gone = polled[0]
            .revents()
            .intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL);
        drop(polled);
        if gone {
            stop(SIGHUP);
        }
        if woken == Ok(0) {
            tell(Msg::Second);
        }
        for (signal, pipe) in &signals.0 {
            let mut bytes = [0; 16];
            if (&*pipe).read(&mut bytes).is_ok_and(|count| count > 0) {
                if *signal == SIGCONT {
                    tell(Msg::Continued);
                } else {
                    stop(*signal);
                }
            }
        }
    }
}

/// Asks the desk to close; if it does not, ends the program with the status that the signal would have given it.
fn stop(signal: i32) {
    tell(Msg::Stop(signal));
    thread::sleep(GRACE);
    super::terminal::leave();
    process::exit(128 + signal);
}
