//! On paper and by telephone: one PDF for the printer, files for a print house, a list for an SMS gateway.

use std::path::{Path, PathBuf};

use crate::desk::{Desk, Failure, Watch, whole_file};
use crate::domain::command::Outcome;
use crate::domain::id::DispatchId;
use crate::domain::outbox::{Channel, Stand};
use crate::domain::sheet::{Block, Sheet};
use crate::letters::file_name::bare_name;
use crate::letters::pdf::{Batch, Press};
use crate::store::query::DispatchRow;
use crate::text::Locale;
use crate::text::table::csv_cell;

use super::each::{PostFailure, Written, tried};
use super::fault::{OwnFault, PostFault};
use super::house::Stationery;
use super::keep::Recorded;
use super::writer::Writer;
use super::{PostReport, file, label};

/// The list that a print house reads.
const LIST: &str = "letters.csv";
/// Letters that are recorded in one transaction.
const CHUNK: usize = 100;

impl Desk {
    /// Hands what is queued for a channel over to a person: for `print` one PDF of all that goes on paper, whether a
    /// print house was meant to print it or not; for `post` a folder of PDFs with a list, for `sms` a list. Once it is
    /// written the letters are recorded as sent. No file is written over.
    pub fn export_queued(
        &mut self,
        locale: &Locale,
        channel: Channel,
        out: &Path,
        watch: &Watch,
    ) -> Result<PostReport, Failure> {
        self.may_work()?;
        let mut rows = self.outbox(&[Stand::Queued])?;
        rows.retain(|row| is_for(channel, row.channel));
        let file = match channel {
            Channel::Post => out.join(LIST),
            _ => out.to_owned(),
        };
        if !rows.is_empty() {
            whole_file::is_free(&file)?;
        }
        self.with_turn(locale, rows, |desk, rows, report| {
            if rows.is_empty() {
                return Ok(());
            }
            let stationery = Stationery::read(&desk.config)?;
            let writer = Writer::new(&stationery)?;
            let mut press = stationery.press()?;
            let mut paper = match channel {
                Channel::Print | Channel::Email => {
                    Paper::Print(Box::new(press.batch().map_err(PostFault::from)?))
                }
                Channel::Post => {
                    file::make_folder(out)?;
                    Paper::Post(Box::new(press), out.to_owned(), List::new(&POST)?)
                }
                Channel::Sms => Paper::Sms(List::new(&SMS)?),
            };
            let added = desk.add_all(locale, rows, (&writer, &mut paper), watch, report)?;
            let outcome = if added.is_empty() {
                return Ok(());
            } else {
                match paper.finish(out, locale, desk.today()) {
                    Ok(answer) => Outcome::Sent { answer },
                    Err(fault) => Outcome::Failed {
                        why: fault.tell(locale),
                    },
                }
            };
            for chunk in added.chunks(CHUNK) {
                let all = chunk.iter().map(|row| (row.id, outcome.clone()));
                desk.record_all(all.collect())?;
                let all = chunk.iter().map(|row| tried(row, outcome.clone()));
                report.tried.extend(all);
            }
            Ok(())
        })
    }

    /// Adds each to the paper once it is said to be on its way; those that are in it.
    fn add_all<'r>(
        &mut self,
        locale: &Locale,
        rows: &'r [DispatchRow],
        (writer, paper): (&Writer<'_>, &mut Paper<'_, '_>),
        watch: &Watch,
        report: &mut PostReport,
    ) -> Result<Vec<&'r DispatchRow>, PostFailure> {
        let mut added = Vec::new();
        for (chunk, done) in rows.chunks(CHUNK).zip((0..).step_by(CHUNK)) {
            watch.set("writing", done, rows.len() as u64);
            if watch.is_cancelled() {
                report.cancelled = true;
                break;
            }
            let mut written = Vec::new();
            for row in chunk {
                match self.written(writer, row)? {
                    Ok(letter) => written.push((row, letter)),
                    Err(fault) => self.fail(row, fault.tell(locale), report)?,
                }
            }
            let sending: Vec<(DispatchId, Outcome)> = written
                .iter()
                .map(|(row, letter)| (row.id, letter.leaves()))
                .collect();
            let recorded = self.record_all(sending)?;
            for ((row, letter), recorded) in written.into_iter().zip(recorded) {
                match recorded {
                    Recorded::Done => {}
                    Recorded::OutOfDate(why) => {
                        report.stays(row, &why, locale);
                        continue;
                    }
                    Recorded::Elsewhere => continue,
                }
                match paper.add(&letter) {
                    Ok(()) => added.push(row),
                    Err(fault) => self.fail(row, fault.tell(locale), report)?,
                }
            }
        }
        Ok(added)
    }
}

/// Whether what is queued for a way is handed over with what goes by `channel`.
pub fn is_for(channel: Channel, way: Channel) -> bool {
    way == channel || (channel == Channel::Print && way == Channel::Post)
}

/// What letters are put on.
enum Paper<'p, 'f> {
    Print(Box<Batch<'p, 'f>>),
    Post(Box<Press<'f>>, PathBuf, List),
    Sms(List),
}

const POST: [&str; 12] = [
    "file",
    "letter",
    "customer_no",
    "name",
    "street",
    "postcode",
    "city",
    "country",
    "currency",
    "total",
    "reference",
    "deadline",
];
const SMS: [&str; 5] = ["letter", "customer_no", "name", "phone", "text"];

impl Paper<'_, '_> {
    fn add(&mut self, written: &Written<'_>) -> Result<(), PostFault> {
        match self {
            Self::Print(batch) => {
                batch.add(&written.sheet)?;
                Ok(())
            }
            Self::Post(press, folder, list) => {
                let row = written.row;
                let name = bare_name(&format!("{} {}", label(row), row.number));
                let name = format!("{}.pdf", file::free_name(folder, &name, &["pdf"]));
                let facts = written.facts.as_ref().map(|facts| &facts.content);
                let day = facts.map_or(row.queued, |facts| facts.sent);
                file::write(&folder.join(&name), &press.letter(&written.sheet, day)?)?;
                let of =
                    |field: Option<&Option<String>>| field.cloned().flatten().unwrap_or_default();
                let to = facts.map(|facts| &facts.recipient);
                let money = facts.map(|facts| (facts.currency, facts.total));
                list.add(&[
                    name,
                    label(row),
                    row.number.clone(),
                    row.name.clone(),
                    of(to.map(|to| &to.street)),
                    of(to.map(|to| &to.postcode)),
                    of(to.map(|to| &to.city)),
                    to.map(|to| to.country.clone()).unwrap_or_default(),
                    money
                        .map(|(currency, _)| currency.code().to_owned())
                        .unwrap_or_default(),
                    money
                        .map(|(currency, total)| total.plain(currency))
                        .unwrap_or_default(),
                    facts
                        .and_then(|facts| facts.reference.clone())
                        .unwrap_or_default(),
                    facts
                        .and_then(|facts| facts.deadline)
                        .map(|day| day.to_string())
                        .unwrap_or_default(),
                ])
            }
            Self::Sms(list) => {
                let row = written.row;
                list.add(&[
                    label(row),
                    row.number.clone(),
                    row.name.clone(),
                    row.to.clone(),
                    message(&written.sheet),
                ])
            }
        }
    }

    /// Writes it; where it is.
    fn finish(
        self,
        out: &Path,
        locale: &Locale,
        today: crate::domain::date::Date,
    ) -> Result<String, PostFault> {
        let (path, bytes) = match self {
            Self::Print(batch) => {
                let title = locale.text("post.batch");
                (out.to_owned(), batch.finish(title, locale.tag(), today)?)
            }
            Self::Post(_, folder, list) => (folder.join(LIST), list.0),
            Self::Sms(list) => (out.to_owned(), list.0),
        };
        file::write(&path, &bytes)?;
        Ok(path.display().to_string())
    }
}

/// Rows of CSV.
struct List(Vec<u8>);

impl List {
    fn new(titles: &[&str]) -> Result<Self, PostFault> {
        let mut list = Self(Vec::new());
        list.add(
            &titles
                .iter()
                .map(|title| (*title).to_owned())
                .collect::<Vec<_>>(),
        )?;
        Ok(list)
    }

    fn add(&mut self, cells: &[String]) -> Result<(), PostFault> {
        let mut writer = csv::Writer::from_writer(&mut self.0);
        writer
            .write_record(cells.iter().map(|cell| csv_cell(cell).into_owned()))
            .map_err(|cause| OwnFault::Unwritable {
                path: "CSV".to_owned(),
                cause: cause.to_string(),
            })?;
        Ok(())
    }
}

/// A letter in a few words: who asks, what for, and how to pay.
fn message(sheet: &Sheet) -> String {
    let mut parts = vec![format!("{}: {}.", sheet.sender.name, sheet.subject)];
    let pairs = sheet.blocks.iter().filter_map(|block| match block {
        Block::Payment(pairs) => Some(pairs),
        _ => None,
    });
    for pair in pairs.flatten() {
        parts.push(format!("{}: {}.", pair.label, pair.value));
    }
    parts.join(" ")
}
