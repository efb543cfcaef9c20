//! By e-mail: the letter as a PDF in a message, with the invoices that are known.

use crate::desk::Desk;
use crate::desk::mail::{MailFault, MailSender};
use crate::domain::attachment::Purpose;
use crate::domain::id::LetterId;
use crate::letters::carrier::{Carrier, Closed};
use crate::letters::delivery::Delivery;
use crate::letters::email::{Correspondent, Email, Enclosure, FileKind, message_id};
use crate::store::query::DispatchRow;
use crate::text::Locale;

use super::each::{Way, Written};
use super::fault::{OwnFault, PostFault};
use super::letter_of;
use super::writer::{Envelope, Writer};

/// A way out for e-mail.
pub(super) struct ByMail {
    pub carrier: Carrier,
    pub sender: MailSender,
}

impl Way for ByMail {
    type Packed = Email;

    fn open(&mut self, locale: &Locale) -> Result<(), PostFault> {
        self.carrier.open().map_err(|closed| {
            PostFault::from(match closed {
                Closed::NoFolder { path } => MailFault::NoFolder { path },
                Closed::Server { server, tried } => MailFault::Closed {
                    server,
                    because: locale.tell("delivery", &tried),
                },
            })
        })
    }

    fn pack(
        &mut self,
        desk: &Desk,
        writer: &mut Writer<'_>,
        written: &Written<'_>,
    ) -> Result<Email, PostFault> {
        let row = written.row;
        let to = Correspondent {
            name: row.name.clone(),
            address: row.to.clone(),
        };
        desk.email(writer, written, &self.sender, to, false)
            .map(|(email, _)| email)
    }

    fn deliver(&mut self, email: Email) -> Delivery {
        self.carrier.carry(&email)
    }
}

impl Desk {
    /// A dispatch as an e-mail, and its PDF.
    pub(super) fn email(
        &self,
        writer: &mut Writer<'_>,
        written: &Written<'_>,
        sender: &MailSender,
        to: Correspondent,
        as_draft: bool,
    ) -> Result<(Email, Vec<u8>), PostFault> {
        let row = written.row;
        let day = written.facts.as_ref().map(|facts| facts.content.sent);
        let pdf = writer.pdf(&written.sheet, day.unwrap_or(row.queued))?;
        let id = self.message_id(row, sender)?;
        let files = letter_of(row).map(|letter| self.invoice_copies(letter));
        let envelope = Envelope {
            sender,
            to,
            id: &id,
            date: self.clock.now(),
            files: files.transpose()?.unwrap_or_default(),
        };
        let facts = written.facts.as_ref();
        let email = writer.email(facts, &written.sheet, pdf.clone(), envelope, as_draft)?;
        Ok((email, pdf))
    }

    /// The same each time that a dispatch is tried, and unlike that of any other.
    fn message_id(&self, row: &DispatchRow, sender: &MailSender) -> Result<String, PostFault> {
        let mark = self.store.read().mark_of(row.id).ok().flatten();
        let mark = mark.ok_or(OwnFault::Erased)?;
        let address = crate::letters::email::address(&sender.from.address);
        let domain = address.as_deref().and_then(|it| it.rsplit_once('@'));
        let domain = domain.map_or("localhost", |(_, domain)| domain);
        Ok(message_id(&mark, row.id.0, domain))
    }

    /// The invoices that a letter asks for, where their files are known and mail servers take them.
    pub(super) fn invoice_copies(&self, letter: LetterId) -> Result<Vec<Enclosure>, PostFault> {
        let reader = self.store.read();
        let read = || -> crate::store::Result<Vec<Enclosure>> {
            let mut files = Vec::new();
            for document in reader.documents_of_letter(letter)? {
                for file in reader.attachments_of(document)? {
                    let Some(kind) = kind(&file.media) else {
                        continue;
                    };
                    if file.purpose != Purpose::InvoiceCopy {
                        continue;
                    }
                    if let Some(bytes) = reader.attachment_bytes(file.id)? {
                        let name = file
                            .name
                            .rsplit_once('.')
                            .map_or(file.name.as_str(), |it| it.0);
                        files.push(Enclosure {
                            name: name.to_owned(),
                            kind,
                            bytes,
                        });
                    }
                }
            }
            Ok(files)
        };
        read().map_err(|_| OwnFault::Erased.into())
    }
}

fn kind(media: &str) -> Option<FileKind> {
    match media {
        "application/pdf" => Some(FileKind::Pdf),
        "application/xml" | "text/xml" => Some(FileKind::Xml),
        "text/csv" => Some(FileKind::Csv),
        _ => None,
    }
}
