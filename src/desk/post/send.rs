//! The run over what is queued for e-mail, and the turn that every run takes.

use crate::desk::{Desk, Failure, Watch};
use crate::domain::id::LetterId;
use crate::domain::outbox::{Channel, Stand};
use crate::reports::post::Waiting;
use crate::store::query::DispatchRow;
use crate::text::Locale;

use super::PostReport;
use super::each::PostFailure;
use super::fault::PostFault;
use super::mail::ByMail;

impl Desk {
    /// Sends what is queued for e-mail, in order; of these letters alone, if any are named. Blocks for as long as mail
    /// servers take; a cancelled watch stops it between two letters.
    pub fn send_queued(
        &mut self,
        locale: &Locale,
        letters: Option<&[LetterId]>,
        watch: &Watch,
    ) -> Result<PostReport, Failure> {
        self.may_work()?;
        let mut rows = match letters {
            Some(letters) => self.queued_of(letters)?,
            None => self.outbox(&[Stand::Queued])?,
        };
        rows.retain(|row| row.channel == Channel::Email);
        self.with_turn(locale, rows, |desk, rows, report| {
            if rows.is_empty() {
                return Ok(());
            }
            // The secret is fetched here, outside the lock: that may take a command a while.
            let mut way = ByMail {
                carrier: desk.carrier().map_err(PostFault::from)?,
                sender: desk.mail_sender().map_err(PostFault::from)?,
            };
            let done = desk.hand_over(locale, rows, &mut way, watch, report);
            way.carrier.close();
            done
        })
    }

    /// Takes the turn to send, sees to what was interrupted, works on what is queued still, and tells what is left.
    pub(super) fn with_turn(
        &mut self,
        locale: &Locale,
        rows: Vec<DispatchRow>,
        work: impl FnOnce(&mut Self, &[DispatchRow], &mut PostReport) -> Result<(), PostFailure>,
    ) -> Result<PostReport, Failure> {
        let mut report = PostReport::default();
        let Some((_turn, interrupted)) = self.begin_sending(locale.text("post.interrupted"))?
        else {
            report.busy = true;
            report.left = rows.len();
            report.waiting = self.waiting()?;
            return Ok(report);
        };
        report.interrupted = interrupted;
        // Whoever had the turn before may have sent some of them.
        let queued = self.still_queued(rows)?;
        let done = work(self, &queued, &mut report);
        report.heed(done, locale)?;
        let left = self.still_queued(queued)?.len();
        report.left = left.saturating_sub(report.out_of_date.len());
        report.waiting = self.waiting()?;
        Ok(report)
    }

    fn still_queued(&self, rows: Vec<DispatchRow>) -> Result<Vec<DispatchRow>, Failure> {
        let reader = self.store.read();
        let mut queued = Vec::with_capacity(rows.len());
        for row in rows {
            queued.extend(
                reader
                    .dispatch(row.id)?
                    .filter(|row| row.stand == Stand::Queued),
            );
        }
        Ok(queued)
    }

    /// How much waits by each way, of all that is queued.
    pub fn waiting(&self) -> Result<Waiting, Failure> {
        let mut waiting = Waiting::default();
        for row in self.outbox(&[Stand::Queued])? {
            waiting.add(row.channel);
        }
        Ok(waiting)
    }
}
