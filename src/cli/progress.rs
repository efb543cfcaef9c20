//! A progress bar on stderr, while it is a terminal; Ctrl-C stops long work, and nothing of it is kept.

use std::io::IsTerminal;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use signal_hook::SigId;

use crate::desk::Watch;
use crate::text::Locale;

/// Does long work under a watch that the user can see and stop.
pub(super) fn watched<T>(locale: &Locale, work: impl FnOnce(&Watch) -> T) -> T {
    let watched = Watched::begin(locale);
    work(&watched.watch)
}

/// Long work that the user sees and can stop, until this is dropped.
pub(super) struct Watched {
    pub watch: Watch,
    done: Arc<AtomicBool>,
    signal: Option<SigId>,
    painter: Option<JoinHandle<()>>,
}

impl Watched {
    pub fn begin(locale: &Locale) -> Self {
        let watch = Watch::new();
        let done = Arc::new(AtomicBool::new(false));
        let interrupted = Arc::new(AtomicBool::new(false));
        // Should the handler not take, Ctrl-C ends the process: the transaction is then as if it had not begun.
        let signal =
            signal_hook::flag::register(signal_hook::consts::SIGINT, Arc::clone(&interrupted)).ok();
        let painter = {
            let (watch, done, locale) = (watch.clone(), Arc::clone(&done), locale.clone());
            thread::spawn(move || paint(&watch, &done, &interrupted, &locale))
        };
        Self {
            watch,
            done,
            signal,
            painter: Some(painter),
        }
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        self.done.store(true, Ordering::Relaxed);
        if let Some(painter) = self.painter.take() {
            painter.thread().unpark();
            let _ = painter.join();
        }
        if let Some(signal) = self.signal {
            signal_hook::low_level::unregister(signal);
        }
    }
}

fn paint(watch: &Watch, done: &AtomicBool, interrupted: &AtomicBool, locale: &Locale) {
    let bar = std::io::stderr().is_terminal().then(|| {
        let style = ProgressStyle::with_template("{msg} [{bar:30}] {percent}%");
        ProgressBar::new(0).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
    });
    while !done.load(Ordering::Relaxed) {
        thread::park_timeout(Duration::from_millis(100));
        if interrupted.load(Ordering::Relaxed) {
            watch.cancel();
        }
        if let Some(bar) = &bar {
            let progress = watch.progress();
            bar.set_message(locale.text(&format!("job.{}", progress.what)).to_owned());
            bar.set_length(progress.total);
            bar.set_position(progress.done);
        }
    }
    if let Some(bar) = bar {
        bar.finish_and_clear();
    }
}
