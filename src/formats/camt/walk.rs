//! The document element by element: hands out what is whole, and keeps nothing of what is passed over.

use std::mem;

use quick_xml::events::BytesStart;

use super::detail::Detail;
use super::entry::{Entry, LONGEST_RAW};
use super::name::{LONGEST_TEXT, Leaf, Name, path};
use super::statement::Statement;
use crate::domain::date::Date;
use crate::domain::intake::{Fault, Problem};
use crate::formats::clean::clean;
use crate::formats::source::Source;
use crate::formats::xml::{Kind, Window, Xml};

/// The three messages, whatever stands around them.
const MESSAGES: [&str; 3] = ["BkToCstmrStmt", "BkToCstmrDbtCdtNtfctn", "BkToCstmrAcctRpt"];

/// What has become whole.
pub enum Step {
    /// A transaction of the entry that is still open.
    Detail(Box<Detail>),
    Entry(Box<Entry>),
    Statement(Box<Statement>),
    End,
}

/// One way through a document.
pub struct Walk {
    xml: Xml,
    window: Window,
    /// Where it is, below the message.
    path: Vec<Name>,
    is_in_message: bool,
    /// How deep it is in an element that is passed over.
    passed_over: u64,
    /// The text of an element that has had no element in it so far.
    text: String,
    is_leaf: bool,
    currency: String,
    statement: Option<Statement>,
    entry: Option<Entry>,
    detail: Option<Detail>,
    /// Entries begun so far.
    pub entries: u64,
    pub saw_message: bool,
    pub message_id: Option<String>,
    pub created: Option<Date>,
}

impl Walk {
    pub fn open(source: &Source) -> Result<Self, Fault> {
        Ok(Self {
            xml: Xml::open(source)?,
            window: Window::default(),
            path: Vec::new(),
            is_in_message: false,
            passed_over: 0,
            text: String::new(),
            is_leaf: false,
            currency: String::new(),
            statement: None,
            entry: None,
            detail: None,
            entries: 0,
            saw_message: false,
            message_id: None,
            created: None,
        })
    }

    /// The statement that is open.
    pub fn statement(&mut self) -> Option<&mut Statement> {
        self.statement.as_mut()
    }

    /// The entry that is open, as far as it has come.
    pub fn entry(&self) -> Option<&Entry> {
        self.entry.as_ref()
    }

    /// Goes on to what becomes whole next.
    pub fn step(&mut self) -> Result<Step, Fault> {
        let mut window = mem::take(&mut self.window);
        let step = loop {
            let token = match self.xml.next(&mut window) {
                Ok(token) => token,
                Err(fault) => return Err(self.named(fault)),
            };
            let content = window.content(&token);
            let step = match token.kind {
                Kind::Start => {
                    self.begin(content, token.name)?;
                    self.keep(["<", content, ">"]);
                    None
                }
                Kind::Empty => {
                    self.begin(content, token.name)?;
                    self.keep(["<", content, "/>"]);
                    self.end()?
                }
                Kind::End => {
                    self.keep(["</", content, ">"]);
                    self.end()?
                }
                Kind::Text => {
                    let is_between = !self.is_leaf || self.text.is_empty();
                    if !(is_between && content.trim_ascii().is_empty()) {
                        self.keep([content, "", ""]);
                        self.add_text(content)?;
                    }
                    None
                }
                Kind::Verbatim => {
                    self.keep(["<![CDATA[", content, "]]>"]);
                    self.add_text(content)?;
                    None
                }
                Kind::Reference => {
                    let c = self.xml.resolve(content)?;
                    self.keep(["&", content, ";"]);
                    self.add_text(c.encode_utf8(&mut [0; 4]))?;
                    None
                }
                Kind::Aside => None,
                Kind::Finish => Some(Step::End),
            };
            if let Some(step) = step {
                break step;
            }
        };
        self.window = window;
        Ok(step)
    }

    /// An element begins.
    fn begin(&mut self, tag: &str, name_length: usize) -> Result<(), Fault> {
        let name = tag.get(..name_length).unwrap_or_default();
        let name = name.split_once(':').map_or(name, |(_, local)| local);
        if !self.is_in_message {
            self.is_in_message = MESSAGES.contains(&name);
            self.saw_message |= self.is_in_message;
            return Ok(());
        }
        let known = match self.passed_over {
            0 => Name::parse(name),
            _ => None,
        };
        let Some(name) = known else {
            self.passed_over += 1;
            self.is_leaf = false;
            return Ok(());
        };
        self.path.push(name);
        self.text.clear();
        self.is_leaf = true;
        self.currency.clear();
        if tag.len() > name_length {
            self.read_currency(&BytesStart::from_content(tag, name_length))?;
        }
        let line = self.xml.line();
        match (self.path.as_slice(), &mut self.entry, &mut self.detail) {
            (&[element @ (Name::Stmt | Name::Ntfctn | Name::Rpt)], ..) => {
                self.statement = Some(Statement::new(element, line));
            }
            ([_, Name::Ntry], ..) if self.statement.is_some() => {
                self.entries += 1;
                self.entry = Some(Entry {
                    line,
                    ..Entry::default()
                });
            }
            ([_, Name::Ntry, Name::NtryDtls, Name::TxDtls], Some(_), _) => {
                self.detail = Some(Detail {
                    line,
                    raw: String::with_capacity(1 << 10),
                    ..Detail::default()
                });
            }
            ([_, _, _, _, rest @ ..], _, Some(detail)) => detail.open(rest),
            ([_, _, rest @ ..], Some(entry), _) => entry.open(rest),
            ([_, rest @ ..], ..) => {
                if let Some(statement) = &mut self.statement {
                    statement.open(rest);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn read_currency(&mut self, tag: &BytesStart) -> Result<(), Fault> {
        for attribute in tag.attributes().with_checks(false) {
            let attribute = attribute.map_err(|error| {
                let cause = error.to_string();
                Fault::at(self.xml.line(), Problem::NotWellFormed { cause })
            })?;
            if attribute.key.into_inner() == "Ccy" {
                self.currency.push_str(attribute.value.trim());
            }
        }
        Ok(())
    }

    /// An element ends.
    fn end(&mut self) -> Result<Option<Step>, Fault> {
        if !self.is_in_message {
            return Ok(None);
        }
        if self.passed_over > 0 {
            self.passed_over -= 1;
            return Ok(None);
        }
        if mem::take(&mut self.is_leaf) {
            self.read_leaf()?;
        }
        let step = match self.path.as_slice() {
            [_, Name::Ntry, Name::NtryDtls, Name::TxDtls] => self.end_detail(),
            [_, Name::Ntry] => self.entry.take().map(|mut entry| {
                entry.raw = finished(entry.raw);
                Step::Entry(Box::new(entry))
            }),
            [_] => self
                .statement
                .take()
                .map(|statement| Step::Statement(Box::new(statement))),
            _ => None,
        };
        if self.path.pop().is_none() {
            self.is_in_message = false;
        }
        Ok(step)
    }

    fn end_detail(&mut self) -> Option<Step> {
        let mut detail = self.detail.take()?;
        let entry = self.entry.as_mut()?;
        entry.totals.add(&detail, entry.amount, entry.sign);
        append(&mut entry.raw, &detail.raw);
        detail.raw = finished(detail.raw);
        Some(Step::Detail(Box::new(detail)))
    }

    fn read_leaf(&mut self) -> Result<(), Fault> {
        let leaf = Leaf {
            text: &self.text,
            currency: &self.currency,
            path: &self.path,
            line: self.xml.line(),
        };
        match (self.path.as_slice(), &mut self.entry, &mut self.detail) {
            ([Name::GrpHdr, Name::MsgId], ..) => self.message_id = leaf.string(),
            ([Name::GrpHdr, Name::CreDtTm], ..) => self.created = leaf.day(),
            ([_, _, _, _, rest @ ..], _, Some(detail)) => detail.take(rest, &leaf)?,
            ([_, _, rest @ ..], Some(entry), _) => entry.take(rest, &leaf)?,
            ([_, rest @ ..], ..) => {
                if let Some(statement) = &mut self.statement {
                    statement.take(rest, &leaf)?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn add_text(&mut self, text: &str) -> Result<(), Fault> {
        if !self.is_leaf {
            return Ok(());
        }
        if self.text.len() + text.len() > LONGEST_TEXT {
            let problem = Problem::ValueTooLong {
                field: path(&self.path),
                limit: LONGEST_TEXT as u64,
            };
            return Err(Fault::at(self.xml.line(), problem));
        }
        self.text.push_str(text);
        Ok(())
    }

    /// Keeps the file's own words of the transaction, or of the entry around it.
    fn keep(&mut self, parts: [&str; 3]) {
        let raw = match (&mut self.detail, &mut self.entry) {
            (Some(detail), _) => &mut detail.raw,
            (None, Some(entry)) => &mut entry.raw,
            (None, None) => return,
        };
        for part in parts {
            append(raw, part);
        }
    }

    /// A text without end is named by its place.
    fn named(&self, fault: Fault) -> Fault {
        match fault.problem {
            Problem::LineTooLong { limit } => Fault {
                problem: Problem::ValueTooLong {
                    field: path(&self.path),
                    limit,
                },
                ..fault
            },
            _ => fault,
        }
    }
}

/// Appends as much as may be needed for `LONGEST_RAW` characters.
fn append(raw: &mut String, part: &str) {
    let room = (4 * LONGEST_RAW).saturating_sub(raw.len());
    raw.push_str(&part[..part.floor_char_boundary(room)]);
}

/// Cleaned and cut.
fn finished(raw: String) -> String {
    let mut raw = match clean(&raw) {
        std::borrow::Cow::Owned(cleaned) => cleaned,
        std::borrow::Cow::Borrowed(_) => raw,
    };
    if raw.len() > LONGEST_RAW
        && let Some((end, _)) = raw.char_indices().nth(LONGEST_RAW)
    {
        raw.truncate(end);
    }
    raw.shrink_to_fit();
    raw
}
