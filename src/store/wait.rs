//! Waiting for the write lock while another program has it: whoever waits hears of it and may give up.

use std::thread;
use std::time::{Duration, Instant};

use rusqlite::{Transaction, TransactionBehavior};

use super::{Holder, Result, Store, Trouble, holder};

/// How long anyone waits for other writers: longer than the longest import, so that none makes another fail.
const PATIENCE: Duration = Duration::from_mins(10);
/// A wait as short as this is nobody's business.
const QUIET: Duration = Duration::from_millis(700);
/// Between two tries at first; who has waited longer tries more often, so that nobody waits for ever.
const PAUSE: Duration = Duration::from_millis(24);
/// Between two times that the waiting is told of.
const TOLD: Duration = Duration::from_millis(200);

/// Hears of a wait, and who is waited for if that is known; false gives up.
pub type OnWait = Box<dyn FnMut(Option<&Holder>) -> bool + Send>;

impl Store {
    /// Has `heard` called again and again while a change waits for another writer.
    pub fn while_waiting(&mut self, heard: OnWait) {
        self.on_wait = Some(heard);
    }

    /// Takes the write lock, when it is this one's turn.
    pub(super) fn take_turn(&mut self) -> Result<Transaction<'_>> {
        let begun = Instant::now();
        let mut told = Duration::ZERO;
        self.connection.busy_timeout(Duration::ZERO)?;
        let taken = loop {
            let fault = match Transaction::new_unchecked(
                &self.connection,
                TransactionBehavior::Immediate,
            ) {
                Ok(taken) => break Ok(taken),
                Err(error) => error.into(),
            };
            let waited = begun.elapsed();
            if !matches!(fault, super::Fault::Trouble(Trouble::Busy)) {
                break Err(fault);
            }
            if waited > PATIENCE {
                break Err(given_up(holder::of(&self.path)));
            }
            if waited >= QUIET.max(told + TOLD) {
                told = waited;
                let goes_on = self
                    .on_wait
                    .as_mut()
                    .is_none_or(|heard| heard(holder::of(&self.path).as_ref()));
                if !goes_on {
                    break Err(Trouble::WaitStopped.into());
                }
            }
            thread::sleep(pause(waited));
        };
        self.connection.busy_timeout(super::open::BRIEFLY)?;
        taken
    }
}

fn given_up(holder: Option<Holder>) -> super::Fault {
    match holder {
        Some(holder) => Trouble::HeldBy {
            process: holder.process,
        }
        .into(),
        None => Trouble::Busy.into(),
    }
}

/// Half as long after each second of waiting, down to a millisecond.
fn pause(waited: Duration) -> Duration {
    let halved = u32::try_from(waited.as_secs().min(5)).unwrap_or(5);
    (PAUSE / 2_u32.pow(halved)).max(Duration::from_millis(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_waited_longer_tries_more_often() {
        let at = |seconds| pause(Duration::from_secs(seconds));
        assert_eq!(at(0), Duration::from_millis(24));
        assert!(at(0) > at(1) && at(1) > at(3));
        assert_eq!(
            (at(5), at(599)),
            (Duration::from_millis(1), Duration::from_millis(1))
        );
    }
}
