//! XML as a stream of bounded tokens. No document types, so no entities but the predefined and the characters by
//! number; nesting and the length of one tag or text are bounded, so memory does not grow with the file.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use quick_xml::errors::{Error, SyntaxError};
use quick_xml::events::Event;
use quick_xml::{Reader, escape};

use super::clean::excerpt;
use super::decoded::Decoded;
use super::source::Source;
use crate::domain::intake::{Fault, Problem};

/// The longest tag, text or comment, in bytes.
const LONGEST_EVENT: usize = 1 << 20;

/// How deep elements may be nested.
pub const DEEPEST: u64 = 64;

/// The part of the document that is looked at. It ends behind a `>` wherever the document goes on.
#[derive(Default)]
pub struct Window {
    text: String,
    /// What is done with, and where what can be parsed ends.
    at: usize,
    end: usize,
}

impl Window {
    /// What stands in a token.
    pub fn content(&self, token: &Token) -> &str {
        self.text.get(token.start..token.end).unwrap_or_default()
    }

    fn rest(&self) -> &str {
        self.text.get(self.at..self.end).unwrap_or_default()
    }

    /// A token of the rest, its content between two places of it.
    fn token(&self, kind: Kind, name: usize, start: usize, end: usize) -> Token {
        Token {
            kind,
            name,
            start: self.at + start,
            end: self.at + end.max(start),
        }
    }
}

/// What a token is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    Start,
    /// An element that is nothing but its tag.
    Empty,
    End,
    Text,
    /// Text as it stands, without references.
    Verbatim,
    Reference,
    /// A comment or a processing instruction.
    Aside,
    /// The end of the document, all elements being closed.
    Finish,
}

/// A piece of markup, or the text between two.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    pub kind: Kind,
    /// How much of the content is the name of the tag.
    pub name: usize,
    start: usize,
    end: usize,
}

/// The tokens of a document, from its beginning to its end.
pub struct Xml {
    decoded: Decoded,
    line: u64,
    is_ended: bool,
    /// The names of the elements that are open, one behind the other, and where each begins.
    names: String,
    open: Vec<usize>,
}

impl Xml {
    pub fn open(source: &Source) -> Result<Self, Fault> {
        Ok(Self {
            decoded: source.decoded(declared_encoding(source.head()))?,
            line: 1,
            is_ended: false,
            names: String::new(),
            open: Vec::new(),
        })
    }

    /// The line that is being read, from 1.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// The next token, whose content lies in `window`: always the same one.
    pub fn next(&mut self, window: &mut Window) -> Result<Token, Fault> {
        loop {
            let rest = window.rest();
            if rest.is_empty() {
                if self.fill(window)? {
                    continue;
                }
                if self.open.is_empty() {
                    return Ok(window.token(Kind::Finish, 0, 0, 0));
                }
                return Err(self.at(cut_off()));
            }
            let mut reader = Reader::from_str(rest);
            let config = reader.config_mut();
            // A reader sees one token: whether tags match is judged here.
            config.check_end_names = false;
            config.allow_unmatched_ends = true;
            let (kind, name, before, after) = match reader.read_event() {
                Ok(Event::Start(tag)) => (Kind::Start, tag.name().into_inner().len(), 1, 1),
                Ok(Event::Empty(tag)) => (Kind::Empty, tag.name().into_inner().len(), 1, 2),
                Ok(Event::End(tag)) => (Kind::End, tag.name().into_inner().len(), 2, 1),
                Ok(Event::Text(_)) => (Kind::Text, 0, 0, 0),
                Ok(Event::CData(_)) => (Kind::Verbatim, 0, "<![CDATA[".len(), "]]>".len()),
                Ok(Event::GeneralRef(_)) => (Kind::Reference, 0, 1, 1),
                Ok(Event::Comment(_) | Event::PI(_) | Event::Decl(_) | Event::Eof) => {
                    (Kind::Aside, 0, 0, 0)
                }
                Ok(Event::DocType(_)) => return Err(self.at(Problem::DocumentType)),
                // The parser finds these at the end of what it sees only.
                Err(Error::Syntax(syntax)) if syntax != SyntaxError::InvalidBangMarkup => {
                    if syntax == SyntaxError::UnclosedDoctype {
                        return Err(self.at(Problem::DocumentType));
                    }
                    if !self.fill(window)? {
                        return Err(self.at(cut_off()));
                    }
                    continue;
                }
                Err(error) => return Err(self.broken(&error.to_string())),
            };
            let length = usize::try_from(reader.buffer_position()).unwrap_or(rest.len());
            let length = length.clamp(1, rest.len());
            let passed = rest.as_bytes().get(..length).unwrap_or_default();
            let lines: u64 = passed.iter().map(|b| u64::from(*b == b'\n')).sum();
            let token = window.token(kind, name, before, length.saturating_sub(after));
            self.match_names(window, &token)?;
            self.line += lines;
            window.at += length;
            return Ok(token);
        }
    }

    /// Takes more of the document into the window; false when there is none.
    fn fill(&mut self, window: &mut Window) -> Result<bool, Fault> {
        if self.is_ended {
            return Ok(false);
        }
        window.text.drain(..window.at);
        window.end -= window.at;
        window.at = 0;
        loop {
            if window.text.len() > LONGEST_EVENT {
                let limit = LONGEST_EVENT as u64;
                return Err(self.at(Problem::LineTooLong { limit }));
            }
            let more = self.decoded.rest()?;
            let (length, last) = (more.len(), more.rfind('>'));
            let before = window.text.len();
            window.text.push_str(more);
            self.decoded.take(length);
            self.is_ended = length == 0;
            if self.is_ended {
                let grows = window.end < window.text.len();
                window.end = window.text.len();
                return Ok(grows);
            }
            if let Some(last) = last {
                window.end = before + last + 1;
                return Ok(true);
            }
        }
    }

    fn match_names(&mut self, window: &Window, token: &Token) -> Result<(), Fault> {
        let name = window.content(token).get(..token.name).unwrap_or_default();
        match token.kind {
            Kind::Start => {
                if self.open.len() as u64 >= DEEPEST {
                    return Err(self.at(Problem::NestedTooDeep { limit: DEEPEST }));
                }
                self.open.push(self.names.len());
                self.names.push_str(name);
            }
            Kind::End => {
                let start = self.open.pop();
                let open = start.and_then(|start| self.names.get(start..));
                if open != Some(name) {
                    let open = open.map_or("nothing", |open| open).to_owned();
                    return Err(self.broken(&format!("</{name}> where {open} is to be closed")));
                }
                self.names.truncate(start.unwrap_or(0));
            }
            _ => {}
        }
        Ok(())
    }

    /// The character that a reference stands for.
    pub fn resolve(&self, reference: &str) -> Result<char, Fault> {
        let by_number = reference.strip_prefix('#').and_then(|number| {
            let code = match number.strip_prefix('x') {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?)
        });
        by_number
            .or_else(|| escape::resolve_xml_entity(reference)?.chars().next())
            .ok_or_else(|| self.broken(&format!("unknown entity &{reference};")))
    }

    fn at(&self, problem: Problem) -> Fault {
        Fault::at(self.line, problem)
    }

    fn broken(&self, cause: &str) -> Fault {
        self.at(Problem::NotWellFormed {
            cause: excerpt(cause),
        })
    }
}

fn cut_off() -> Problem {
    Problem::EndMissing {
        what: "end of the document".to_owned(),
    }
}

/// What the declaration says where the bytes do not say better: files that promise UTF-8 and are not are most
/// often Windows text.
fn declared_encoding(head: &[u8]) -> &'static Encoding {
    let end = head.iter().position(|b| *b == b'>').unwrap_or(head.len());
    let declaration = String::from_utf8_lossy(&head[..end]);
    let label = declaration.split_once("encoding").and_then(|(_, rest)| {
        let rest = rest.trim_start().strip_prefix('=')?.trim_start();
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        rest[1..].split(quote).next()
    });
    label
        .and_then(|label| Encoding::for_label_no_replacement(label.as_bytes()))
        .filter(|encoding| ![UTF_8, UTF_16LE, UTF_16BE].contains(encoding))
        .unwrap_or(WINDOWS_1252)
}
