//! The outbox and a customer's letters as lists.

use crate::desk::Desk;
use crate::desk::post::PostReport;
use crate::domain::id::{CustomerId, DispatchId};
use crate::domain::money::Money;
use crate::domain::outbox::Stand;
use crate::reports::post::{Hindrance, LetterSent, OutboxLine, OutboxTally, SendSummary};
use crate::store::query::{DispatchRow, Reader};

/// What stands where someone has to see to it, in the order in which it is looked at.
const OPEN: [Stand; 5] = [
    Stand::InDoubt,
    Stand::Failed,
    Stand::Returned,
    Stand::Sending,
    Stand::Queued,
];
/// Of what is done so many are listed, the newest; what is open is listed whole.
const MOST: usize = 500;

impl Desk {
    /// The outbox: in doubt and failed first, what was sent or called off last, the newest of that first.
    pub fn outbox_lines(&self) -> anyhow::Result<Vec<OutboxLine>> {
        let reader = self.store.read();
        let mut lines = Vec::new();
        for stand in OPEN {
            lines.extend(reader.outbox(&[stand], DispatchId(0), usize::MAX)?);
        }
        let done = [Stand::Sent, Stand::CalledOff];
        let sent = reader.standing(Stand::Sent)?;
        let before = sent.len().checked_sub(MOST).and_then(|at| sent.get(at));
        let after = DispatchId(before.map_or(0, |first| first.0 - 1));
        let mut done = reader.outbox(&done, after, MOST)?;
        done.reverse();
        lines.extend(done);
        Ok(lines.into_iter().map(line).collect())
    }

    /// What a run of the outbox came to, in figures.
    pub fn summary_of(&self, report: &PostReport) -> SendSummary {
        let of = |stand| u64::try_from(report.count(stand)).unwrap_or(u64::MAX);
        let interrupted = u64::try_from(report.interrupted.len()).unwrap_or(u64::MAX);
        let hindrance = if report.busy {
            Some(Hindrance::Elsewhere)
        } else if report.cancelled {
            Some(Hindrance::Cancelled)
        } else if let Some(why) = &report.no_way {
            Some(Hindrance::NoWay(why.clone()))
        } else {
            report.stopped.clone().map(Hindrance::Server)
        };
        let not_sent = report.tried.iter().filter(|it| it.stand != Stand::Sent);
        let not_sent = not_sent.map(|it| (it.name.clone(), it.note.clone()));
        SendSummary {
            sent: of(Stand::Sent),
            failed: of(Stand::Failed),
            in_doubt: of(Stand::InDoubt) + interrupted,
            out_of_date: u64::try_from(report.out_of_date.len()).unwrap_or(u64::MAX),
            waiting: report.waiting,
            hindrance,
            not_sent: not_sent.collect(),
        }
    }

    /// The letters to a customer, the newest first, those taken back among them.
    pub fn letters_to(&self, customer: CustomerId) -> anyhow::Result<Vec<LetterSent>> {
        let reader = self.store.read();
        let mut letters = Vec::new();
        for row in reader.letters_of_customer(customer)?.into_iter().rev() {
            let dispatches = reader.dispatches_of(row.letter)?;
            letters.push(LetterSent {
                letter: row.letter,
                stage: row.stage,
                kind: row.kind,
                sent: row.sent,
                deadline: row.deadline,
                total: Money::new(row.total, row.currency),
                voided: row.voided,
                dispatches: dispatches.into_iter().map(line).collect(),
            });
        }
        Ok(letters)
    }
}

/// How many dispatches wait for someone.
pub(in crate::desk) fn tally(reader: &Reader<'_>) -> crate::store::Result<OutboxTally> {
    let counts = reader.outbox_counts()?;
    Ok(OutboxTally {
        queued: counts.queued,
        failed: counts.failed,
        in_doubt: counts.in_doubt,
        returned: counts.returned,
    })
}

pub(super) fn line(row: DispatchRow) -> OutboxLine {
    OutboxLine {
        may_have_arrived: row.sister_arrived || row.may_have_arrived().is_some(),
        id: row.id,
        what: row.what,
        customer: row.customer,
        number: row.number,
        name: row.name,
        channel: row.channel,
        to: row.to,
        kind: row.kind,
        amount: row
            .amount
            .map(|(amount, currency)| Money::new(amount, currency)),
        stand: row.stand,
        queued: row.queued,
        moved: row.moved.map(|(day, _)| day),
        note: row.note,
        attempts: row.attempts,
    }
}
