//! Sends what is queued for e-mail: each is recorded as under way before it is handed over, and what became of it after.
//! Written and handed over outside the write lock.

use std::time::SystemTime;

use anyhow::Context;

use super::house::Paper;
use super::{PaperFault, Unwritten};
use crate::desk::job::Watch;
use crate::desk::{Desk, Failure};
use crate::domain::command::{Command, Outcome};
use crate::domain::id::DispatchId;
use crate::domain::outbox::{Channel, Posted, Stand};
use crate::domain::sheet::Sheet;
use crate::letters::delivery::{Delivery, Whom};
use crate::letters::email::{Correspondent, Draft, Email, Enclosure, FileKind, message_id};
use crate::letters::{html, text};
use crate::reports::post::{Hindrance, OutboxTally, SendSummary};
use crate::store::query::DispatchRow;

/// Faults of the server, not of an address, one after the other, after which it is not asked any more.
const ENOUGH: u32 = 5;

impl Desk {
    /// Sends what waits for e-mail, the oldest first, until all is sent or the watch is cancelled: then the one under
    /// way is ended first. `tell` is what is kept of what could not be written, `interrupted` of what an earlier
    /// process left behind.
    pub fn send_outbox(
        &mut self,
        watch: &Watch,
        interrupted: &str,
        tell: &dyn Fn(&Unwritten) -> String,
    ) -> Result<SendSummary, Failure> {
        let mut summary = SendSummary::default();
        let turn = self.begin_sending(interrupted)?;
        let Some((turn, left)) = turn else {
            return self.ended(summary, Some(Hindrance::Elsewhere));
        };
        summary.in_doubt += u64::try_from(left.len()).unwrap_or(u64::MAX);
        let mut waiting = Vec::new();
        for id in self.store.read().standing(Stand::Queued)? {
            let row = self.store.read().dispatch(id)?;
            waiting.extend(row.filter(|row| row.channel == Channel::Email));
        }
        if waiting.is_empty() {
            return self.ended(summary, None);
        }
        let Ok(mut carrier) = self.carrier() else {
            return self.ended(summary, Some(Hindrance::NoWay));
        };
        let paper = Paper::read(&self.config);
        let total = u64::try_from(waiting.len()).unwrap_or(u64::MAX);
        let mut faults = 0;
        let mut hindrance = None;
        for (row, done) in waiting.iter().zip(0_u64..) {
            watch.set("sending", done, total);
            if watch.is_cancelled() {
                hindrance = Some(Hindrance::Cancelled);
                break;
            }
            let (sheet, email) = match self.message(row, paper.as_ref())? {
                Ok(written) => written,
                Err(fault) => {
                    summary.failed += 1;
                    let why = tell(&fault);
                    self.move_on(row.id, Outcome::Failed { why })?;
                    continue;
                }
            };
            let sheet = (row.what != Posted::Statement).then(|| Box::new(sheet));
            // Somebody may have called it off meanwhile.
            if self.move_on(row.id, Outcome::Sending(sheet)).is_err() {
                continue;
            }
            let delivery = carrier.carry(&email);
            faults = if is_servers(&delivery) { faults + 1 } else { 0 };
            self.move_on(row.id, outcome(&delivery, &mut summary))?;
            if faults >= ENOUGH {
                hindrance = Some(Hindrance::Server);
                break;
            }
        }
        carrier.close();
        drop(turn);
        self.ended(summary, hindrance)
    }

    fn ended(
        &self,
        mut summary: SendSummary,
        hindrance: Option<Hindrance>,
    ) -> Result<SendSummary, Failure> {
        let OutboxTally { queued, .. } = super::tally(&self.store.read())?;
        summary.queued = queued;
        summary.hindrance = hindrance;
        Ok(summary)
    }

    fn move_on(&mut self, dispatch: DispatchId, outcome: Outcome) -> Result<(), Failure> {
        self.act(Command::Dispatch { dispatch, outcome }).map(drop)
    }

    fn message(
        &self,
        row: &DispatchRow,
        paper: Result<&Paper, &Unwritten>,
    ) -> Result<Result<(Sheet, Email), Unwritten>, Failure> {
        let paper = match paper {
            Ok(paper) => paper,
            Err(fault) => return Ok(Err(fault.clone())),
        };
        let page = self.letter_page(super::PageOf::Dispatch(row.id))?;
        let sheet = match page.sheet {
            Ok(sheet) => *sheet,
            Err(fault) => return Ok(Err(fault)),
        };
        let first = self.store.read().entry(crate::domain::id::EntryId(1))?;
        let ledger = first.context("a ledger has a first entry")?.stamp.at;
        Ok(self
            .email(row, &sheet, paper, &ledger)
            .map(|email| (sheet, email)))
    }

    fn email(
        &self,
        row: &DispatchRow,
        sheet: &Sheet,
        paper: &Paper,
        ledger: &str,
    ) -> Result<Email, Unwritten> {
        let sender = self.mail_sender().map_err(|_| PaperFault::NoSender)?;
        let domain = sender.from.address.rsplit('@').next().unwrap_or_default();
        let ledger = format!("{}\n{ledger}", self.ledger.company);
        let id = message_id(&ledger, row.id.0, domain);
        let (plain, rich) = (text::render(sheet, text::EMAIL), html::render(sheet));
        let draft = Draft {
            from: sender.from.clone(),
            reply_to: sender.reply_to.clone(),
            to: Correspondent {
                name: row.name.clone(),
                address: row.to.clone(),
            },
            subject: &sheet.subject,
            language: &sheet.language,
            date: SystemTime::now(),
            id: &id,
            text: &plain,
            html: &rich,
            files: vec![Enclosure {
                name: sheet.subject.clone(),
                kind: FileKind::Pdf,
                bytes: paper.pdf(sheet, self.today())?,
            }],
        };
        Ok(Email::write(&draft)?)
    }
}

/// Whether other messages would meet the same.
fn is_servers(delivery: &Delivery) -> bool {
    match delivery {
        Delivery::NotReached { .. } => true,
        Delivery::Refused { whom, .. } => *whom != Whom::Recipient,
        Delivery::Sent { .. } | Delivery::InDoubt { .. } => false,
    }
}

fn outcome(delivery: &Delivery, summary: &mut SendSummary) -> Outcome {
    match delivery {
        Delivery::Sent { answer } => {
            summary.sent += 1;
            Outcome::Sent {
                answer: answer.clone(),
            }
        }
        Delivery::Refused { answer: why, .. } | Delivery::NotReached { cause: why } => {
            summary.failed += 1;
            Outcome::Failed { why: why.clone() }
        }
        Delivery::InDoubt { cause } => {
            summary.in_doubt += 1;
            Outcome::Doubt { why: cause.clone() }
        }
    }
}
