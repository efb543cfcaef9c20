//! A letter shown: as it was sent, or as it will be.

use crate::desk::mail::MailSender;
use crate::desk::{Desk, Failure};
use crate::domain::command::Reminder;
use crate::domain::content::LetterContent;
use crate::domain::id::LetterId;
use crate::domain::outbox::{Channel, Posted};
use crate::domain::sheet::Sheet;
use crate::letters::email::Correspondent;
use crate::letters::{html, text};
use crate::reports::reminding::{Queue, Whose};
use crate::store::query::DispatchRow;
use crate::text::Locale;

use super::content::Facts;
use super::each::Written;
use super::fault::PostFault;
use super::house::Stationery;
use super::list::unknown;
use super::writer::Writer;

/// In which form a letter is wanted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    /// So many columns wide.
    Text(usize),
    Html,
    Pdf,
    Eml,
}

/// A letter as it reads.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Shown {
    pub sheet: Sheet,
    /// It is the copy of what left the house.
    pub is_copy: bool,
    /// Its last dispatch; none of a preview.
    pub dispatch: Option<DispatchRow>,
}

/// A letter that is due, by its place among those that were asked for, or why it cannot be written.
pub type Preview = (usize, Result<Sheet, PostFault>);

/// Letters that can be written; of the others, whose they are and the sentence.
pub type Writable = (Vec<Reminder>, Vec<(Whose, String)>);

impl Desk {
    /// A letter as it was sent the last time, or as it would be now.
    pub fn letter_sheet(&self, letter: LetterId) -> Result<Result<Shown, PostFault>, Failure> {
        let Some(row) = self.store.read().dispatches_of(letter)?.pop() else {
            return Err(unknown(&format!("L{}", letter.0)));
        };
        if let Some(sheet) = self.store.read().sheet_of(row.id)? {
            return Ok(Ok(Shown {
                sheet,
                is_copy: true,
                dispatch: Some(row),
            }));
        }
        let Some(facts) = self.facts_of_dispatch(row.id)? else {
            return Err(unknown(&format!("L{}", letter.0)));
        };
        Ok(self.sheet_of_facts(&facts).map(|sheet| Shown {
            sheet,
            is_copy: false,
            dispatch: Some(row),
        }))
    }

    /// The sheet, tried as a PDF too, so that a sign that the typeface lacks is told before it goes.
    pub(in crate::desk) fn sheet_of_facts(&self, facts: &Facts) -> Result<Sheet, PostFault> {
        let stationery = Stationery::read(&self.config)?;
        let mut writer = Writer::new(&stationery)?;
        let sheet = writer.sheet(facts)?;
        writer.lays_out(&sheet)?;
        Ok(sheet)
    }

    /// A letter in a form, as bytes.
    pub fn in_form(
        &self,
        shown: &Shown,
        form: Form,
    ) -> Result<Result<Vec<u8>, PostFault>, Failure> {
        let sheet = &shown.sheet;
        Ok(match form {
            Form::Text(columns) => Ok(text::render(sheet, columns).into_bytes()),
            Form::Html => Ok(html::render(sheet).into_bytes()),
            Form::Pdf => self.pdf(shown),
            Form::Eml => {
                let letter = shown.dispatch.as_ref().and_then(super::letter_of);
                let facts = letter
                    .map(|letter| self.facts_of_letter(letter))
                    .transpose()?;
                self.eml(shown, facts.flatten())
            }
        })
    }

    fn pdf(&self, shown: &Shown) -> Result<Vec<u8>, PostFault> {
        let stationery = Stationery::read(&self.config)?;
        let day = shown
            .dispatch
            .as_ref()
            .map_or(self.today(), |row| row.queued);
        Writer::new(&stationery)?.pdf(&shown.sheet, day)
    }

    /// The e-mail that the letter is, or would be, in.
    fn eml(&self, shown: &Shown, facts: Option<Facts>) -> Result<Vec<u8>, PostFault> {
        let stationery = Stationery::read(&self.config)?;
        let mut writer = Writer::new(&stationery)?;
        let sender = self.mail_sender().unwrap_or_else(|_| MailSender {
            from: Correspondent::default(),
            reply_to: None,
        });
        let Some(row) = &shown.dispatch else {
            return Err(super::fault::OwnFault::Erased.into());
        };
        let known = facts
            .as_ref()
            .and_then(|facts| facts.content.recipient.email.clone());
        let by_email = row.channel == Channel::Email && !row.to.is_empty();
        let email = by_email.then(|| row.to.clone()).or(known);
        let to = Correspondent {
            name: row.name.clone(),
            address: email.unwrap_or_default(),
        };
        let written = Written {
            row,
            facts: facts.filter(|_| row.what != Posted::Statement),
            sheet: shown.sheet.clone(),
            is_new: false,
        };
        let (email, _) = self.email(&mut writer, &written, &sender, to, true)?;
        Ok(email.bytes().to_vec())
    }

    /// Letters as they would go out now, none of them recorded; each with its reason if it cannot be written. What is
    /// not due any more, or is kept back, is left out: recording it says why.
    pub fn previews(
        &mut self,
        reminders: &[Reminder],
        reason: Option<&str>,
    ) -> Result<Vec<Preview>, Failure> {
        let drafted = self.drafted(reminders, reason)?;
        let stationery = Stationery::read(&self.config);
        let writer = stationery.as_ref().map_err(Clone::clone);
        let mut writer = match writer.and_then(Writer::new) {
            Ok(writer) => writer,
            Err(fault) => {
                let all = drafted.into_iter().map(|(at, _)| (at, Err(fault.clone())));
                return Ok(all.collect());
            }
        };
        drafted
            .into_iter()
            .map(|(at, content)| Ok((at, self.preview(&mut writer, content)?)))
            .collect()
    }

    fn preview(
        &self,
        writer: &mut Writer<'_>,
        mut content: LetterContent,
    ) -> Result<Result<Sheet, PostFault>, Failure> {
        // Its number is given when it is recorded.
        content.id = None;
        let facts = self.facts(content)?;
        let sheet = writer.sheet(&facts);
        Ok(sheet.and_then(|sheet| {
            writer.lays_out(&sheet)?;
            Ok(sheet)
        }))
    }

    /// Marks the letters of a queue of today that cannot be written: each is tried.
    pub fn mark_unwritable(&mut self, queue: &mut Queue, locale: &Locale) -> Result<(), Failure> {
        let reminders = self.reminders(&queue.letters);
        // A trial is no letter: what keeps one back is told when it is to be recorded.
        let why = locale.text("cli.letter.preview");
        for (at, sheet) in self.previews(&reminders, Some(why))? {
            if let (Err(fault), Some(line)) = (sheet, queue.letters.get_mut(at)) {
                line.letter.mark_unwritable(&fault.tell(locale));
            }
        }
        Ok(())
    }

    /// Those of the letters that can be written; of the others, whose they are and the sentence.
    pub fn writable(
        &mut self,
        locale: &Locale,
        reminders: Vec<Reminder>,
        reason: Option<&str>,
    ) -> Result<Writable, Failure> {
        let mut faults = std::collections::HashMap::new();
        for (at, sheet) in self.previews(&reminders, reason)? {
            if let Err(fault) = sheet {
                faults.insert(at, fault.tell(locale));
            }
        }
        let (mut sound, mut unwritable) = (Vec::new(), Vec::new());
        for (at, reminder) in reminders.into_iter().enumerate() {
            let Some(why) = faults.remove(&at) else {
                sound.push(reminder);
                continue;
            };
            let (number, name) = self.store.read().customer_name(reminder.customer)?;
            let whose = Whose {
                customer: reminder.customer,
                number,
                name,
                currency: reminder.currency,
            };
            unwritable.push((whose, why));
        }
        Ok((sound, unwritable))
    }
}
