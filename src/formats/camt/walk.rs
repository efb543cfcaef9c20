//! The document element by element: hands out what is whole, and keeps nothing of what is passed over.

use std::mem;

use super::detail::Detail;
use super::entry::{Entry, LONGEST_RAW};
use super::name::{CurrencyCode, LONGEST_TEXT, Leaf, Name, local, path};
use super::statement::Statement;
use crate::domain::date::Date;
use crate::domain::intake::{Fault, Problem};
use crate::formats::clean::clean;
use crate::formats::source::Source;
use crate::formats::xml::{Kind, Xml};

/// The three messages, whatever stands around them.
const MESSAGES: [&[u8]; 3] = [
    b"BkToCstmrStmt",
    b"BkToCstmrDbtCdtNtfctn",
    b"BkToCstmrAcctRpt",
];

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
    /// Where it is, below the message.
    path: Vec<Name>,
    is_in_message: bool,
    /// How deep it is in an element that is passed over.
    passed_over: u64,
    /// The text of an element that has had no element in it so far.
    text: String,
    is_leaf: bool,
    currency: CurrencyCode,
    statement: Option<Statement>,
    entry: Option<Entry>,
    detail: Option<Detail>,
    /// The file's own words of the detail that is open.
    raw: String,
    /// Where words begin that are kept and not copied yet.
    run: Option<usize>,
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
            path: Vec::new(),
            is_in_message: false,
            passed_over: 0,
            text: String::new(),
            is_leaf: false,
            currency: CurrencyCode::default(),
            statement: None,
            entry: None,
            detail: None,
            raw: String::new(),
            run: None,
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
        loop {
            let kind = self.xml.advance().map_err(|fault| self.named(fault))?;
            let step = match kind {
                Kind::Start => {
                    self.begin()?;
                    self.keep();
                    None
                }
                Kind::Empty => {
                    self.begin()?;
                    self.keep();
                    self.end()?
                }
                Kind::End => {
                    self.keep();
                    self.end()?
                }
                Kind::Text | Kind::Verbatim | Kind::Reference => {
                    self.text(kind)?;
                    None
                }
                Kind::Aside | Kind::Edge => {
                    self.settle(self.xml.start());
                    None
                }
                Kind::Finish => Some(Step::End),
            };
            if let Some(step) = step {
                return Ok(step);
            }
        }
    }

    /// An element begins.
    fn begin(&mut self) -> Result<(), Fault> {
        let name = self.xml.name();
        if !self.is_in_message {
            self.is_in_message = MESSAGES.contains(&local(name));
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
        if name == Name::TxDtls {
            self.settle(self.xml.start());
        }
        self.path.push(name);
        self.text.clear();
        self.is_leaf = true;
        self.currency.set(self.xml.attribute("Ccy")?.as_deref());
        match (self.path.as_slice(), &mut self.entry, &mut self.detail) {
            (&[element @ (Name::Stmt | Name::Ntfctn | Name::Rpt)], ..) => {
                self.statement = Some(Statement::new(element, self.xml.line()));
            }
            ([_, Name::Ntry], ..) if self.statement.is_some() => {
                self.entries += 1;
                self.entry = Some(Entry {
                    line: self.xml.line(),
                    ..Entry::default()
                });
            }
            ([_, Name::Ntry, Name::NtryDtls, Name::TxDtls], Some(_), _) => {
                self.detail = Some(Detail {
                    line: self.xml.line(),
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
            [_, Name::Ntry] => {
                self.settle(self.xml.end());
                self.entry.take().map(|entry| Step::Entry(Box::new(entry)))
            }
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
        self.settle(self.xml.end());
        let mut detail = self.detail.take()?;
        let entry = self.entry.as_mut()?;
        entry.totals.add(&detail, entry.amount, entry.sign);
        append(&mut entry.raw, &self.raw);
        detail.raw = finished(&self.raw);
        self.raw.clear();
        Some(Step::Detail(Box::new(detail)))
    }

    fn read_leaf(&mut self) -> Result<(), Fault> {
        let leaf = Leaf {
            text: &self.text,
            currency: &self.currency,
            path: &self.path,
            xml: &self.xml,
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

    /// Text, if it is that of an element without elements; blanks between elements are nothing.
    fn text(&mut self, kind: Kind) -> Result<(), Fault> {
        let is_between = !self.is_leaf || self.text.is_empty();
        if kind == Kind::Text && is_between && self.xml.is_blank() {
            self.settle(self.xml.start());
            return Ok(());
        }
        let mut character = [0; 4];
        let text: &str = match kind {
            Kind::Reference => self.xml.resolved()?.encode_utf8(&mut character),
            _ => self.xml.content(),
        };
        if self.is_leaf {
            if self.text.len() + text.len() > LONGEST_TEXT {
                let problem = Problem::ValueTooLong {
                    field: path(&self.path),
                    limit: LONGEST_TEXT as u64,
                };
                return Err(Fault::at(self.xml.line(), problem));
            }
            self.text.push_str(text);
        }
        self.keep();
        Ok(())
    }

    /// Keeps the file's own words of the transaction, or of the entry around it: they are copied when they end or are
    /// about to go, not word by word.
    fn keep(&mut self) {
        if self.run.is_none() && self.entry.is_some() {
            self.run = Some(self.xml.start());
        }
    }

    /// Copies what is to be kept and comes before a place.
    fn settle(&mut self, end: usize) {
        let Some(start) = self.run.take() else { return };
        let words = self.xml.between(start, end);
        match (&self.detail, &mut self.entry) {
            (Some(_), _) => append(&mut self.raw, words),
            (None, Some(entry)) => append(&mut entry.raw, words),
            (None, None) => {}
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
    if part.len() <= room {
        raw.push_str(part);
    } else {
        raw.push_str(&part[..part.floor_char_boundary(room)]);
    }
}

/// What was kept, cleaned and cut.
pub fn finished(raw: &str) -> String {
    let cleaned = clean(raw);
    if cleaned.len() > LONGEST_RAW
        && let Some((end, _)) = cleaned.char_indices().nth(LONGEST_RAW)
    {
        return cleaned[..end].to_owned();
    }
    cleaned.into_owned()
}
