//! An e-mail: its headers, a text and an HTML body, files. The same draft makes the same bytes.
//!
//! What comes from data cannot break out of its place: names and subjects are cleaned and encoded (RFC 2047),
//! addresses are addresses or refused, file names are safe ones, and no text can contain the marks between parts.

use std::time::SystemTime;

use lettre::Address;
use lettre::message::header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Body, Mailbox, Message, MultiPart, SinglePart};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::file_name::file_name;
use crate::text::width::clean;

/// Bytes of a message as it is sent; more is turned away by most mail servers.
pub const MOST_BYTES: usize = 25_000_000;
/// Files of one message.
const MOST_FILES: usize = 100;
/// Nobody, ever (RFC 2606): the place of an address that is not known.
const NOBODY: &str = "nobody@nowhere.invalid";
/// Letters of a name or a subject.
const MOST_LETTERS: usize = 250;

/// A person or company with an address.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Correspondent {
    /// Empty: the address alone.
    pub name: String,
    pub address: String,
}

/// A file that goes along.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Enclosure {
    /// What it is called, without its ending; made safe here.
    pub name: String,
    pub kind: FileKind,
    pub bytes: Vec<u8>,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum FileKind {
    Pdf,
    Xml,
    Csv,
}

/// All that a message is made of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Draft<'a> {
    pub from: Correspondent,
    pub reply_to: Option<Correspondent>,
    pub to: Correspondent,
    pub subject: &'a str,
    /// The tag of its language.
    pub language: &'a str,
    pub date: SystemTime,
    /// `left@right`, without angle brackets; the same each time that a dispatch is tried.
    pub id: &'a str,
    pub text: &'a str,
    pub html: &'a str,
    pub files: Vec<Enclosure>,
}

/// A message ready to go: ASCII, every line ended by CR LF.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Email {
    id: String,
    from: Address,
    to: Address,
    bytes: Vec<u8>,
}

/// Why a message cannot be made.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(tag = "key", rename_all = "kebab-case")]
pub enum EmailFault {
    NotAnAddress { address: String },
    NotAnId { id: String },
    TooManyFiles { limit: usize },
    TooLarge { bytes: usize, limit: usize },
}

impl Email {
    /// The message that a draft describes.
    pub fn write(draft: &Draft) -> Result<Self, EmailFault> {
        if draft.files.len() > MOST_FILES {
            return Err(EmailFault::TooManyFiles { limit: MOST_FILES });
        }
        let bare = draft.files.iter().map(|file| file.bytes.len());
        within(draft.text.len() + draft.html.len() + bare.sum::<usize>())?;
        if !is_id(draft.id) {
            return Err(EmailFault::NotAnId {
                id: cleaned(draft.id),
            });
        }
        let (from, to) = (mailbox(&draft.from)?, mailbox(&draft.to)?);
        let ends = (from.email.clone(), to.email.clone());
        let mut message = Message::builder()
            .from(from)
            .to(to)
            .subject(cleaned(draft.subject))
            .date(draft.date)
            .message_id(Some(format!("<{}>", draft.id)))
            // RFC 3834: no person wrote it just now, so no holiday greeting is sent back; Exchange knows the second.
            .raw_header(raw("Auto-Submitted", "auto-generated"))
            .raw_header(raw("X-Auto-Response-Suppress", "OOF, AutoReply"));
        if let Some(reply_to) = &draft.reply_to {
            message = message.reply_to(mailbox(reply_to)?);
        }
        if is_language(draft.language) {
            message = message.raw_header(raw("Content-Language", draft.language));
        }
        // A sender and a recipient are there: nothing else is asked for.
        let Ok(message) = message.multipart(parts(draft)) else {
            return Err(EmailFault::NotAnAddress {
                address: cleaned(&draft.to.address),
            });
        };
        let bytes = message.formatted();
        within(bytes.len())?;
        Ok(Self {
            id: draft.id.to_owned(),
            from: ends.0,
            to: ends.1,
            bytes,
        })
    }

    /// The message for a person to look through and send: whom it is from and for may be left open.
    pub fn draft(mut draft: Draft) -> Result<Self, EmailFault> {
        let mut open = Vec::new();
        for (header, who) in [("From", &mut draft.from), ("To", &mut draft.to)] {
            if address(&who.address).is_none() {
                NOBODY.clone_into(&mut who.address);
                open.push(header);
            }
        }
        let mut email = Self::write(&draft)?;
        for header in open {
            email.leave_out(header);
        }
        // Outlook and others open it ready to be sent.
        email.bytes.splice(0..0, *b"X-Unsent: 1\r\n");
        within(email.bytes.len())?;
        Ok(email)
    }

    /// Takes a header out, with the lines that it goes on over.
    fn leave_out(&mut self, header: &str) {
        let mut kept = Vec::with_capacity(self.bytes.len());
        let (mut in_head, mut is_left_out) = (true, false);
        let start = format!("{header}: ");
        for line in self.bytes.split_inclusive(|byte| *byte == b'\n') {
            in_head &= line != b"\r\n";
            if in_head && !line.starts_with(b" ") {
                is_left_out = line.starts_with(start.as_bytes());
            }
            if !(in_head && is_left_out) {
                kept.extend_from_slice(line);
            }
        }
        self.bytes = kept;
    }

    /// Whom it is from and for, as the envelope says.
    pub(super) fn ends(&self) -> (&Address, &Address) {
        (&self.from, &self.to)
    }

    /// Its Message-ID, without angle brackets.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The message, as a `.eml` file holds it.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

impl FileKind {
    fn ending(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Xml => "xml",
            Self::Csv => "csv",
        }
    }

    fn media_type(self) -> ContentType {
        let name = match self {
            Self::Pdf => "application/pdf",
            Self::Xml => "application/xml",
            Self::Csv => "text/csv",
        };
        ContentType::parse(name).unwrap_or(ContentType::TEXT_PLAIN)
    }
}

/// The id of a dispatch's message: the same each time that it is tried, and unlike any of another ledger.
/// `ledger` is what only this ledger has, `domain` that of the sender's address.
pub fn message_id(ledger: &str, dispatch: i64, domain: &str) -> String {
    let hash = Sha256::digest(format!("{ledger}\n{dispatch}"));
    format!("{dispatch}.{}@{domain}", hex(&hash[..12]))
}

/// An address as mail servers take it: the part before the @ as it is, a domain with letters of its own as ASCII
/// (RFC 5891). None if it is no address, or one that only few servers can carry (RFC 6531).
pub fn address(text: &str) -> Option<String> {
    let (local, domain) = text.trim().rsplit_once('@')?;
    let is_atom = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+/=?^_`{|}~.-".contains(c);
    if !local.chars().all(is_atom) || domain.len() > 255 {
        return None;
    }
    let domain = idna::domain_to_ascii(domain).ok()?;
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
    if !domain.chars().all(is_name) {
        return None;
    }
    Address::new(local, &domain).ok()?;
    Some(format!("{local}@{domain}"))
}

fn mailbox(who: &Correspondent) -> Result<Mailbox, EmailFault> {
    let email = address(&who.address).and_then(|address| address.parse().ok());
    let email = email.ok_or_else(|| EmailFault::NotAnAddress {
        address: cleaned(&who.address),
    })?;
    let name = Some(cleaned(&who.name)).filter(|name| !name.is_empty());
    Ok(Mailbox::new(name, email))
}

fn parts(draft: &Draft) -> MultiPart {
    let mark = mark(draft);
    let bodies = MultiPart::alternative()
        .boundary(format!("=_bodies_{mark}"))
        .singlepart(SinglePart::plain(draft.text.to_owned()))
        .singlepart(SinglePart::html(draft.html.to_owned()));
    let mut all = MultiPart::mixed()
        .boundary(format!("=_parts_{mark}"))
        .multipart(bodies);
    for file in &draft.files {
        let name = file_name(&file.name, file.kind.ending());
        all =
            all.singlepart(Attachment::new(name).body(base64(&file.bytes), file.kind.media_type()));
    }
    all
}

/// A file as base64, whatever is in it: a line end changed on the way would be another file.
fn base64(bytes: &[u8]) -> Body {
    let encoding = ContentTransferEncoding::Base64;
    Body::new_with_encoding(bytes.to_vec(), encoding).unwrap_or_else(Body::new)
}

/// What tells this message's parts apart: made of all that is in it, so that nothing in it can name it.
fn mark(draft: &Draft) -> String {
    let mut hash = Sha256::new();
    let files = draft.files.iter().map(|file| file.bytes.as_slice());
    let whole = [draft.id, draft.text, draft.html].map(str::as_bytes);
    for part in whole.into_iter().chain(files) {
        hash.update(part.len().to_be_bytes());
        hash.update(part);
    }
    hex(&hash.finalize()[..12])
}

fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits
        .filter_map(|digit| char::from_digit(digit.into(), 16))
        .collect()
}

fn raw(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

/// One line of a header: no control characters, bounded.
fn cleaned(text: &str) -> String {
    let start: String = text.chars().take(MOST_LETTERS).collect();
    clean(&start).trim().to_owned()
}

/// Whether it is the inside of a Message-ID (RFC 5322, without the forms that nobody uses).
fn is_id(id: &str) -> bool {
    let part = |text: &str| {
        let is_atom = |c: char| c.is_ascii_alphanumeric() || "-_.+".contains(c);
        !text.is_empty() && text.chars().all(is_atom)
    };
    id.len() <= 200
        && id
            .split_once('@')
            .is_some_and(|(left, right)| part(left) && part(right))
}

fn is_language(tag: &str) -> bool {
    (2..=35).contains(&tag.len()) && tag.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}

fn within(bytes: usize) -> Result<(), EmailFault> {
    if bytes > MOST_BYTES {
        return Err(EmailFault::TooLarge {
            bytes,
            limit: MOST_BYTES,
        });
    }
    Ok(())
}
