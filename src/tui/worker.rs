//! The job thread: it owns the desk and answers what it is asked. Changes come before looks, and a look that a later
//! one of its kind makes needless is left out.

mod credit;

use std::collections::VecDeque;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender};
use std::thread::{self, JoinHandle};

use crate::desk::job::Watch;
use crate::desk::{Back, Desk, Did, Failure, Tell};
use crate::domain::command::Command;
use crate::domain::date::Date;
use crate::domain::event::EventFacts;
use crate::domain::intake::Problem;
use crate::domain::outbox::Channel;
use crate::reports::log::LogLine;
use crate::reports::reminding::Reminded;
use crate::text::Locale;

use super::msg::{Credit, Done, FolderEntry, Msg, Reply, Request, Target, Undoable};
use super::panes::customers::timeline;

/// Open invoices that the start page lists.
pub(super) const OLDEST: usize = 40;
/// Entries of the log that are fetched at a time.
const LOG: usize = 200;
/// Receipts of a run that are listed as posted: the newest.
const POSTED: usize = 500;
/// Open items that a search for a customer finds.
const FOUND: usize = 50;

/// A request, and the watch by which it can be followed and stopped.
pub(super) struct Asked {
    pub(super) request: Request,
    pub(super) watch: Watch,
}

pub(super) fn spawn(
    desk: Desk,
    locale: Locale,
    asked: Receiver<Asked>,
    tell: Sender<Msg>,
) -> io::Result<JoinHandle<()>> {
    let today = desk.frame().today;
    let job = Job {
        desk,
        locale,
        today,
        tell,
    };
    thread::Builder::new()
        .name("job".to_owned())
        .spawn(move || job.run(&asked))
}

struct Job {
    desk: Desk,
    locale: Locale,
    /// The day that the face was last told.
    today: Date,
    tell: Sender<Msg>,
}

impl Job {
    fn run(mut self, asked: &Receiver<Asked>) {
        let mut waiting: VecDeque<Asked> = VecDeque::new();
        loop {
            if waiting.is_empty() {
                let Ok(next) = asked.recv() else { return };
                waiting.push_back(next);
            }
            while let Ok(next) = asked.try_recv() {
                waiting.retain(|earlier| !earlier.request.is_superseded_by(&next.request));
                waiting.push_back(next);
            }
            let change = waiting
                .iter()
                .position(|asked| asked.request.goes_first())
                .unwrap_or(0);
            let Some(next) = waiting.remove(change) else {
                continue;
            };
            for reply in self.answer(next) {
                if self.tell.send(Msg::Reply(Box::new(reply))).is_err() {
                    return;
                }
            }
        }
    }

    fn answer(&mut self, asked: Asked) -> Vec<Reply> {
        let Asked { request, watch } = asked;
        let waited = self.heed_waits(&request, &watch);
        let is_long = request.is_long();
        let kept = match &request {
            Request::Act { done, .. } | Request::ActAll { done, .. }
                if !done.receipts.is_empty() =>
            {
                Some(Reply::Kept(done.receipts.clone()))
            }
            _ => None,
        };
        let checks = request == Request::Check;
        let answer = self.try_answer(request, &watch);
        let long = (is_long || waited.load(Ordering::Relaxed)).then_some(Reply::Ended);
        let (before, reply) = match answer {
            Ok(reply) => (long, reply),
            // Asked for every second: whoever works will hear of it, and no one else needs to.
            Err(_) if checks => (None, Reply::Nothing),
            Err(failure) => (long.or(kept), self.failed(failure)),
        };
        before.into_iter().chain([reply]).collect()
    }

    /// Lets the face know when a change waits for another program, and lets it stop the wait.
    fn heed_waits(&mut self, request: &Request, watch: &Watch) -> Arc<AtomicBool> {
        let waited = Arc::new(AtomicBool::new(false));
        if request.changes() {
            let (waited, watch, tell) = (Arc::clone(&waited), watch.clone(), self.tell.clone());
            self.desk.while_waiting(move |holder| {
                let process = holder.map_or(0, |holder| u64::from(holder.process));
                watch.set("waiting", process, 0);
                if !waited.swap(true, Ordering::Relaxed) {
                    let _ = tell.send(Msg::Waiting);
                }
                !watch.is_cancelled()
            });
        }
        waited
    }

    /// One sentence for what failed.
    fn in_words(&self, failure: Failure) -> String {
        match self.failed(failure) {
            Reply::Refused(refusal) => self.locale.tell("refusal", &refusal),
            Reply::Broken { says, .. } => says,
            _ => String::new(),
        }
    }

    fn failed(&self, failure: Failure) -> Reply {
        let broken = |says: String, story: Vec<String>| Reply::Broken { says, story };
        match failure {
            Failure::Refused(refusal) => Reply::Refused(refusal),
            Failure::Rules(fault) => broken(self.locale.tell(fault.table(), &*fault), Vec::new()),
            Failure::Ledger(trouble) => broken(self.locale.tell("ledger", &trouble), Vec::new()),
            Failure::File { path, fault } => {
                broken(self.locale.tell("problem", &fault.problem), vec![path])
            }
            Failure::Post(fault) => broken(fault.tell(&self.locale), Vec::new()),
            Failure::Broken(error) => broken(
                error.to_string(),
                error.chain().map(ToString::to_string).collect(),
            ),
        }
    }

    fn try_answer(&mut self, request: Request, watch: &Watch) -> Result<Reply, Failure> {
        let desk = &mut self.desk;
        Ok(match request {
            Request::Overview => {
                let first = desk.first_look(OLDEST)?;
                Reply::Overview(desk.overview()?, first)
            }
            Request::Customers => Reply::Customers(desk.customers()?),
            Request::Card(customer) => Reply::Card(Box::new(desk.card(customer)?)),
            Request::Aging(query) => Reply::Aging(desk.aging(&query)?),
            Request::Items { customer, as_of } => {
                let lines = desk.items(customer, as_of)?;
                Reply::Items {
                    customer,
                    as_of,
                    lines,
                }
            }
            Request::Document(target) => {
                let view = match target {
                    Target::Document(document) => desk.document(document),
                    Target::Receipt(item) => desk.receipt(item),
                };
                Reply::Document(target, Box::new(view?))
            }
            Request::Queue(on) => match desk.queue(on) {
                Err(Failure::Rules(fault)) => Reply::RulesAtFault(fault),
                queue => Reply::Queue(Box::new(queue?)),
            },
            Request::Receipts => Reply::Receipts(desk.receipts()?),
            Request::Posted { run } => {
                let (posted, count) = desk.posted(run, POSTED)?;
                Reply::Posted { posted, count }
            }
            Request::Money => Reply::Money(desk.money()?),
            Request::FindItems(text) => {
                let amount = self.locale.parse_amount(&text);
                Reply::FoundItems {
                    found: desk.find_items(&text, amount, FOUND)?,
                    text,
                }
            }
            Request::Bank { all } => Reply::Bank {
                all,
                lines: desk.bank_lines(all)?,
                statements: desk.statements()?,
            },
            Request::DryRun { reminders, reason } => {
                let reason = reason.as_deref();
                let (sound, unwritten) = desk.writable(&self.locale, reminders, reason)?;
                let mut would = desk.rehearse_reminders(&sound, reason)?;
                would.unwritten = unwritten;
                Reply::WouldRemind(would)
            }
            Request::Rehearse(command) => Reply::Rehearsed {
                did: desk.rehearse(*command.clone())?,
                command,
            },
            Request::PayOut {
                line,
                credit,
                amount,
            } => {
                let credit = match credit {
                    Credit::Known(credit) => credit,
                    Credit::Named(label) => desk.find_credit(&label)?,
                };
                let command = Command::PayOut {
                    line,
                    credit,
                    amount,
                    on: None,
                };
                Reply::Rehearsed {
                    command: Box::new(command.clone()),
                    did: desk.rehearse(command)?,
                }
            }
            Request::Log { before } => Reply::Log {
                before,
                lines: desk.log(before, LOG)?,
            },
            Request::Undoable => {
                let undoable = self.undoable()?;
                // What stands in the way is said before anything is asked.
                if let Some(undoable) = &undoable {
                    self.desk.rehearse_back(Back::Run(undoable.line.run))?;
                }
                Reply::Undoable(undoable)
            }
            Request::Folder(path) => Reply::Folder {
                entries: folder(&path),
                path,
            },
            Request::Check => self.check()?,
            Request::Outline { round, path, told } => {
                let seen = self.desk.describe_table(&expand(&path), told);
                let seen = seen.map(Box::new).map_err(|failure| match failure {
                    Failure::File { fault, .. } if fault.problem == Problem::UnknownFormat => {
                        self.locale.text("tui.map.no-table").to_owned()
                    }
                    other => self.in_words(other),
                });
                Reply::Outlined { round, seen }
            }
            Request::Trial { .. } if watch.is_cancelled() => Reply::Nothing,
            Request::Trial {
                round,
                path,
                mapping,
            } => {
                let trial = self.desk.try_mapping(&expand(&path), &mapping, watch);
                let trial = trial
                    .map(Box::new)
                    .map_err(|failure| self.in_words(failure));
                Reply::Tried { round, trial }
            }
            Request::Mappings => Reply::Mappings(desk.mappings()),
            other => self.register(other, watch)?,
        })
    }

    /// Looks at the register.
    fn register(&mut self, request: Request, watch: &Watch) -> Result<Reply, Failure> {
        let desk = &self.desk;
        Ok(match request {
            Request::Profile(customer) => Reply::Profile(Box::new(desk.profile(customer)?)),
            Request::Timeline { customer, before } => Reply::Timeline {
                customer,
                before,
                lines: desk.timeline(customer, before, timeline::PAGE)?,
            },
            Request::NextNumber => Reply::NextNumber(desk.next_customer_number()?),
            Request::BooksNeed(customer) => Reply::BooksNeed {
                customer,
                until: desk.books_need_until(customer)?,
            },
            Request::CustomerForm { customer, section } => Reply::CustomerForm {
                form: Box::new(desk.form(customer)?),
                section,
            },
            Request::Duplicates => Reply::Duplicates(desk.duplicates()?),
            change => self.change(change, watch)?,
        })
    }

    fn change(&mut self, request: Request, watch: &Watch) -> Result<Reply, Failure> {
        let desk = &mut self.desk;
        Ok(match request {
            Request::Act { command, done } => {
                let did = desk.act(*command)?;
                answered(desk, did, done)
            }
            Request::ActAll { commands, done } => {
                let did = desk.act_all(&commands)?;
                answered(desk, did, done)
            }
            Request::Remind { reminders, reason } => {
                let reason = reason.as_deref();
                let (reminders, out_of_date) = desk.renew(reminders, reason, &self.locale)?;
                let (sound, unwritten) = desk.writable(&self.locale, reminders, reason)?;
                let mut reminded = desk.remind(&sound, reason)?;
                reminded.unwritten = unwritten;
                reminded.out_of_date = out_of_date;
                after(desk, reminded)
            }
            Request::WriteAnew {
                letter,
                reason,
                in_spite,
            } => {
                let in_spite = in_spite.as_deref();
                let reminded = desk.write_anew(letter, &reason, in_spite, &self.locale)?;
                after(desk, reminded)
            }
            Request::NewCustomer { new, done } => {
                let command = desk.new_customer(*new)?;
                let acted = desk.act(command)?;
                answered(desk, acted, done)
            }
            Request::EditCustomer { edit, done } => {
                let command = desk.edit_customer(*edit)?;
                let did = desk.act(command)?;
                answered(desk, did, done)
            }
            Request::EndPlans {
                customer,
                reason,
                done,
            } => {
                let plans = desk.plans_of(customer)?.into_iter();
                let commands: Vec<Command> = plans
                    .map(|plan| Command::EndPlan {
                        plan,
                        reason: reason.clone(),
                    })
                    .collect();
                let acted = desk.act_all(&commands)?;
                answered(desk, acted, done)
            }
            Request::AddAccount(account) => {
                let command = desk.with_account(&account)?;
                let acted = desk.act(command)?;
                answered(desk, acted, Done::default())
            }
            Request::Undo(entry) => {
                let did = desk.undo(entry)?;
                Reply::Undid {
                    did,
                    book: Box::new(desk.frame()),
                }
            }
            Request::UndoRun(run) => {
                let did = desk.undo_run(run)?;
                Reply::Undid {
                    did,
                    book: Box::new(desk.frame()),
                }
            }
            Request::Redo => {
                let did = desk.redo()?;
                Reply::Redid {
                    did,
                    book: Box::new(desk.frame()),
                }
            }
            Request::Import { path, options } => {
                let report = desk.import(&[expand(&path)], options, watch)?;
                Reply::Imported {
                    report,
                    path,
                    options,
                    book: Box::new(desk.frame()),
                }
            }
            Request::ImportMapped {
                mapping,
                path,
                options,
            } => {
                desk.save_mapping(&mapping)?;
                let report = desk.import(&[expand(&path)], options, watch)?;
                Reply::Imported {
                    report,
                    path,
                    options,
                    book: Box::new(desk.frame()),
                }
            }
            Request::ForgetMapping(fingerprint) => {
                desk.forget_mapping(&fingerprint)?;
                Reply::Mappings(desk.mappings())
            }
            Request::MatchAuto => {
                let count = desk.match_certain(watch, Tell::Nothing)?;
                Reply::Matched {
                    count,
                    book: Box::new(desk.frame()),
                }
            }
            change => self.post(change, watch)?,
        })
    }

    /// What leaves the house: looks at it, and what changes it.
    fn post(&mut self, request: Request, watch: &Watch) -> Result<Reply, Failure> {
        let desk = &mut self.desk;
        Ok(match request {
            Request::Outbox => Reply::Outbox(desk.outbox_lines()?),
            Request::Letters(customer) => Reply::Letters {
                customer,
                letters: desk.letters_to(customer)?,
            },
            Request::Preview(reminder) => {
                let seen = desk.preview_letter(&reminder);
                let seen = seen.map(Box::new).map_err(|it| self.in_words(it));
                Reply::Previewed { reminder, seen }
            }
            Request::LetterPage(of) => {
                let seen = desk.letter_page(of);
                let seen = seen.map(Box::new).map_err(|it| self.in_words(it));
                Reply::LetterPage { of, seen }
            }
            Request::Statement(query) => Reply::Statement {
                query,
                seen: desk
                    .statement_pages(&query)
                    .map_err(|failure| self.in_words(failure)),
            },
            Request::WriteStatement { query, path } => {
                let path = expand(&path);
                desk.write_statement(&query, &path)?;
                Reply::Written(path.display().to_string())
            }
            Request::QueueStatement {
                query,
                channel,
                done,
            } => {
                let commands = desk.queue_statement(&query, channel)?;
                let acted = desk.act_all(&commands)?;
                answered(desk, acted, done)
            }
            Request::SendOutbox => {
                let report = desk.send_queued(&self.locale, None, watch)?;
                Reply::SentOut {
                    summary: desk.summary_of(&report),
                    file: None,
                    book: Box::new(desk.frame()),
                }
            }
            Request::PrintOutbox { path } => {
                let path = expand(&path);
                let report = desk.export_queued(&self.locale, Channel::Print, &path, watch)?;
                Reply::SentOut {
                    summary: desk.summary_of(&report),
                    file: Some(path.display().to_string()),
                    book: Box::new(desk.frame()),
                }
            }
            of_credit => credit::answer(desk, of_credit)?,
        })
    }

    /// What undo would take back, and how much its run holds.
    fn undoable(&self) -> anyhow::Result<Option<Undoable>> {
        let Some(line) = self.desk.last_undoable()? else {
            return Ok(None);
        };
        let (mut run, mut before) = (0, None);
        loop {
            let page = self.desk.log(before, LOG)?;
            let stands = |entry: &&LogLine| entry.run == line.run && entry.undone_by.is_none();
            run += page.iter().filter(stands).count();
            before = page.last().map(|entry| entry.id);
            // A run is called after its first entry: there is none of it before that.
            if before.is_none_or(|oldest| oldest <= line.run) {
                return Ok(Some(Undoable { line, run }));
            }
        }
    }

    /// Whether someone else wrote, or the day is another than the face knows.
    fn check(&mut self) -> anyhow::Result<Reply> {
        let wrote = self.desk.foreign_write()?;
        let book = self.desk.frame();
        if !wrote && book.today == self.today {
            return Ok(Reply::Nothing);
        }
        self.today = book.today;
        Ok(Reply::Changed(Box::new(book)))
    }
}

/// What a folder holds, folders first. One that cannot be read holds nothing.
pub(super) fn folder(path: &Path) -> Vec<FolderEntry> {
    let path = if path.as_os_str().is_empty() {
        PathBuf::from(".")
    } else {
        expand(path)
    };
    let Ok(listing) = std::fs::read_dir(path) else {
        return Vec::new();
    };
    let mut entries: Vec<FolderEntry> = listing
        .flatten()
        .filter_map(|entry| {
            let is_folder = entry.path().is_dir();
            Some(FolderEntry {
                name: entry.file_name().into_string().ok()?,
                is_folder,
            })
        })
        .collect();
    entries.sort_by(|a, b| (!a.is_folder, &a.name).cmp(&(!b.is_folder, &b.name)));
    entries
}

/// `~/` is the home folder, as everywhere.
pub(super) fn expand(path: &Path) -> PathBuf {
    match (path.strip_prefix("~"), std::env::home_dir()) {
        (Ok(rest), Some(home)) => home.join(rest),
        _ => path.to_owned(),
    }
}

/// What a run of letters did.
fn after(desk: &Desk, reminded: Reminded) -> Reply {
    Reply::Reminded {
        reminded,
        book: Box::new(desk.frame()),
    }
}

/// What an act did, for its line and the header.
fn answered(desk: &Desk, did: Did, mut done: Done) -> Reply {
    // What waits for a second person was not done yet: the desk's own words say that.
    if did.events.iter().any(EventFacts::waits) {
        done.says.clear();
    }
    Reply::Did {
        did,
        done,
        book: Box::new(desk.frame()),
    }
}
