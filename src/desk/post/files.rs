//! Into a folder: one PDF and one draft of an e-mail for each letter, for a person to see to.

use std::path::{Path, PathBuf};

use crate::desk::mail::MailSender;
use crate::desk::{Desk, Failure, Watch};
use crate::domain::id::LetterId;
use crate::domain::outbox::{Channel, Stand};
use crate::letters::delivery::Delivery;
use crate::letters::email::Correspondent;
use crate::letters::file_name::bare_name;
use crate::text::Locale;

use super::each::{Way, Written};
use super::fault::PostFault;
use super::writer::Writer;
use super::{PostReport, file, label};

/// A folder.
struct IntoFolder {
    folder: PathBuf,
    sender: MailSender,
}

/// Two files, `l12-1042.pdf` and `.eml`, of the letter and whose it is: where each goes, and what is in it.
type Files = [(PathBuf, Vec<u8>); 2];

impl Way for IntoFolder {
    type Packed = (Files, Locale);

    fn pack(
        &mut self,
        desk: &Desk,
        writer: &mut Writer<'_>,
        written: &Written<'_>,
    ) -> Result<Self::Packed, PostFault> {
        let recipient = written.facts.as_ref().map(|facts| &facts.content.recipient);
        let row = written.row;
        let of_row = (row.channel == Channel::Email).then(|| row.to.clone());
        let address = recipient.and_then(|it| it.email.clone()).or(of_row);
        let to = Correspondent {
            name: row.name.clone(),
            address: address.unwrap_or_default(),
        };
        let (email, pdf) = desk.email(writer, written, &self.sender, to, true)?;
        let name = bare_name(&format!("{} {}", label(row), row.number));
        let name = file::free_name(&self.folder, &name, &["pdf", "eml"]);
        let path = |ending| self.folder.join(format!("{name}.{ending}"));
        let files = [(path("pdf"), pdf), (path("eml"), email.bytes().to_vec())];
        Ok((files, Locale::english()))
    }

    fn deliver(&mut self, (files, locale): Self::Packed) -> Delivery {
        for (at, (path, bytes)) in files.iter().enumerate() {
            if let Err(fault) = file::write(path, bytes) {
                // What is half there would be taken for a letter that went.
                for (written, _) in &files[..at] {
                    let _ = std::fs::remove_file(written);
                }
                return Delivery::NotReached {
                    cause: fault.tell(&locale),
                };
            }
        }
        let [(pdf, _), _] = files;
        Delivery::Sent {
            answer: pdf.display().to_string(),
        }
    }
}

impl Desk {
    /// Writes what is queued to a folder, whatever its channel is, and records it as sent; of these letters alone, if
    /// any are named.
    pub fn send_to_folder(
        &mut self,
        locale: &Locale,
        letters: Option<&[LetterId]>,
        folder: &Path,
        watch: &Watch,
    ) -> Result<PostReport, Failure> {
        self.may_work()?;
        let rows = match letters {
            Some(letters) => self.queued_of(letters)?,
            None => self.outbox(&[Stand::Queued])?,
        };
        self.with_turn(locale, rows, |desk, rows, report| {
            file::make_folder(folder)?;
            // A draft without a sender is one to be filled in.
            let sender = desk.mail_sender().unwrap_or_else(|_| MailSender {
                from: Correspondent::default(),
                reply_to: None,
            });
            let folder = folder.to_owned();
            let mut way = IntoFolder { folder, sender };
            desk.hand_over(locale, rows, &mut way, watch, report)
        })
    }

    /// What is queued of letters.
    pub(super) fn queued_of(
        &self,
        letters: &[LetterId],
    ) -> Result<Vec<crate::store::query::DispatchRow>, Failure> {
        let reader = self.store.read();
        let mut rows = Vec::new();
        for letter in letters {
            let of_letter = reader.dispatches_of(*letter)?.into_iter();
            rows.extend(of_letter.filter(|row| row.stand == Stand::Queued));
        }
        Ok(rows)
    }
}
