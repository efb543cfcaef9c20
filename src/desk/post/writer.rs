//! Facts to sheet, sheet to bytes: PDF and e-mail.

use std::time::SystemTime;

use crate::desk::mail::MailSender;
use crate::domain::date::Date;
use crate::domain::sheet::Sheet;
use crate::letters::email::{Correspondent, Draft, Email, Enclosure, FileKind};
use crate::letters::pdf::Press;
use crate::letters::{Templates, compose, cover_letter, html, text};

use super::content::Facts;
use super::fault::PostFault;
use super::house::Stationery;

/// Columns of the text that goes with an e-mail (RFC 3676 §4.2).
pub(super) const COLUMNS: usize = 72;

/// Writes letter after letter.
pub(in crate::desk) struct Writer<'h> {
    pub press: Press<'h>,
    templates: &'h Templates,
}

/// What goes into an e-mail besides its sheet.
pub(super) struct Envelope<'a> {
    pub sender: &'a MailSender,
    pub to: Correspondent,
    pub id: &'a str,
    pub date: SystemTime,
    pub files: Vec<Enclosure>,
}

impl<'h> Writer<'h> {
    pub fn new(stationery: &'h Stationery) -> Result<Self, PostFault> {
        Ok(Self {
            press: stationery.press()?,
            templates: &stationery.templates,
        })
    }

    pub fn sheet(&self, facts: &Facts) -> Result<Sheet, PostFault> {
        let required = facts.required.as_ref();
        let required = required.map_err(|gap| PostFault::Law(gap.clone().into()))?;
        Ok(compose(&facts.content, required, self.templates)?)
    }

    /// Whether the sheet can be laid out at all, without making a file of it.
    pub fn lays_out(&mut self, sheet: &Sheet) -> Result<(), PostFault> {
        self.press.batch()?.add(sheet)?;
        Ok(())
    }

    pub fn pdf(&mut self, sheet: &Sheet, written: Date) -> Result<Vec<u8>, PostFault> {
        Ok(self.press.letter(sheet, written)?)
    }

    /// The letter as a PDF in an e-mail. A statement has no facts here: it stands in the e-mail itself too.
    pub fn email(
        &self,
        facts: Option<&Facts>,
        sheet: &Sheet,
        pdf: Vec<u8>,
        envelope: Envelope<'_>,
        as_draft: bool,
    ) -> Result<Email, PostFault> {
        let cover = facts.map(|facts| cover_letter(&facts.content, sheet, self.templates));
        let cover = cover.transpose()?;
        let said = cover.as_ref().unwrap_or(sheet);
        let (text, html) = (text::render(said, COLUMNS), html::render(said));
        let mut files = vec![Enclosure {
            name: sheet.subject.clone(),
            kind: FileKind::Pdf,
            bytes: pdf,
        }];
        files.extend(envelope.files);
        let draft = Draft {
            from: envelope.sender.from.clone(),
            reply_to: envelope.sender.reply_to.clone(),
            to: envelope.to,
            subject: &said.subject,
            language: &sheet.language,
            date: envelope.date,
            id: envelope.id,
            text: &text,
            html: &html,
            files,
        };
        Ok(if as_draft {
            Email::draft(draft)?
        } else {
            Email::write(&draft)?
        })
    }
}
