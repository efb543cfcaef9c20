//! Long work: how far it is, and whether it should stop. Shared between the worker and the face that watches.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};

/// What long work is doing, as a key of the locale under `job`.
const STEPS: [&str; 7] = [
    "waiting", "checking", "reading", "matching", "posting", "proving", "sending",
];

/// How far a piece of work is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Progress {
    pub what: &'static str,
    pub done: u64,
    /// 0 while it is not known.
    pub total: u64,
}

/// Progress and cancel of one piece of work.
#[derive(Clone, Default, Debug)]
pub struct Watch(Arc<Shared>);

#[derive(Default, Debug)]
struct Shared {
    cancelled: AtomicBool,
    what: AtomicUsize,
    done: AtomicU64,
    total: AtomicU64,
}

impl Watch {
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks the work to stop at the next safe point: nothing of it is kept.
    pub fn cancel(&self) {
        self.0.cancelled.store(true, Ordering::Relaxed);
    }

    pub fn is_cancelled(&self) -> bool {
        self.0.cancelled.load(Ordering::Relaxed)
    }

    pub fn progress(&self) -> Progress {
        Progress {
            what: STEPS
                .get(self.0.what.load(Ordering::Relaxed))
                .copied()
                .unwrap_or(STEPS[0]),
            done: self.0.done.load(Ordering::Relaxed),
            total: self.0.total.load(Ordering::Relaxed),
        }
    }

    pub fn set(&self, what: &'static str, done: u64, total: u64) {
        let step = STEPS
            .iter()
            .position(|step| *step == what)
            .unwrap_or_default();
        self.0.what.store(step, Ordering::Relaxed);
        self.0.done.store(done, Ordering::Relaxed);
        self.0.total.store(total, Ordering::Relaxed);
    }
}
