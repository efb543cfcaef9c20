//! XML as a stream of bounded tokens. No document types, so no entities but the predefined and the characters by
//! number; nesting and the length of one tag or text are bounded, so memory does not grow with the file.

use std::borrow::Cow;
use std::cell::Cell;
use std::io::{self, BufReader, Read};
use std::str;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use quick_xml::events::attributes::Attributes;
use quick_xml::events::{BytesRef, Event};
use quick_xml::{Reader, escape};

use super::clean::excerpt;
use super::decoded::Decoded;
use super::source::{CHUNK, Source};
use crate::domain::intake::{Fault, Problem};

/// The longest tag, text or comment, in bytes.
const LONGEST_TOKEN: usize = 1 << 20;

/// How much of what was read is looked back at.
const WINDOW: usize = 16 << 10;

/// How deep elements may be nested.
pub const DEEPEST: u64 = 64;

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
    /// What was found so far is about to leave the window. Nothing of the document.
    Edge,
    /// The end of the document, all elements being closed.
    Finish,
}

/// The tokens of a document, from its beginning to its end.
pub struct Xml {
    reader: Reader<BufReader<Input>>,
    /// The document from some token on to the last that was found: the parser puts one behind the other.
    window: Vec<u8>,
    is_at_edge: bool,
    /// Where in the window the last token begins and what stands between its marks, how much of that being its name.
    start: usize,
    content: (usize, usize),
    name: usize,
    /// How many elements are open.
    depth: u64,
    /// The line at a place in the window: lines are counted when somebody asks for them.
    counted: Cell<(usize, u64)>,
}

impl Xml {
    pub fn open(source: &Source) -> Result<Self, Fault> {
        let input = Input {
            decoded: source.decoded(declared_encoding(source.head()))?,
            taken: 0,
            is_ended: false,
            fault: None,
        };
        Ok(Self {
            reader: Reader::from_reader(BufReader::with_capacity(CHUNK, input)),
            window: Vec::with_capacity(2 * WINDOW),
            is_at_edge: false,
            start: 0,
            content: (0, 0),
            name: 0,
            depth: 0,
            counted: Cell::new((0, 1)),
        })
    }

    /// Goes on to the next token and says what it is.
    pub fn advance(&mut self) -> Result<Kind, Fault> {
        self.start = self.window.len();
        self.content = (self.start, self.start);
        if self.start > WINDOW {
            self.is_at_edge = !self.is_at_edge;
            if self.is_at_edge {
                return Ok(Kind::Edge);
            }
            self.counted.set((0, self.line()));
            self.window.clear();
            self.start = 0;
        }
        self.reader.get_mut().get_mut().taken = 0;
        // What the token is, the name at its beginning, and how many bytes its marks are.
        let (kind, name, before, after) = match self.reader.read_event_into(&mut self.window) {
            Ok(Event::Start(tag)) => (Kind::Start, tag.name().as_ref().len(), 1, 1),
            Ok(Event::Empty(tag)) => (Kind::Empty, tag.name().as_ref().len(), 1, 2),
            Ok(Event::End(_)) => (Kind::End, 0, 2, 1),
            Ok(Event::Text(_)) => (Kind::Text, 0, 0, 0),
            Ok(Event::CData(_)) => (Kind::Verbatim, 0, "<![CDATA[".len(), "]]>".len()),
            Ok(Event::GeneralRef(_)) => (Kind::Reference, 0, 1, 1),
            Ok(Event::Comment(_) | Event::PI(_) | Event::Decl(_)) => (Kind::Aside, 0, 0, 0),
            Ok(Event::DocType(_)) => return Err(self.begun(Problem::DocumentType)),
            Ok(Event::Eof) if self.depth == 0 => (Kind::Finish, 0, 0, 0),
            Ok(Event::Eof) => return Err(self.begun(cut_off())),
            Err(error) => return Err(self.refused(&error.to_string())),
        };
        match kind {
            Kind::Start if self.depth >= DEEPEST => {
                return Err(self.begun(Problem::NestedTooDeep { limit: DEEPEST }));
            }
            Kind::Start | Kind::Empty if name == 0 => {
                return Err(self.refused("a tag without a name"));
            }
            Kind::Start => self.depth += 1,
            Kind::End => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        self.name = name;
        self.content = (self.start + before, self.window.len().saturating_sub(after));
        Ok(kind)
    }

    /// Where the token begins: a place that holds until the next `Kind::Edge`.
    pub fn start(&self) -> usize {
        self.start
    }

    /// Where the token ends: a place as `start` is one.
    pub fn end(&self) -> usize {
        self.window.len()
    }

    /// The document between two places, as it stands.
    pub fn between(&self, start: usize, end: usize) -> &str {
        let bytes = self.window.get(start..end).unwrap_or_default();
        str::from_utf8(bytes).unwrap_or_default()
    }

    /// What stands in the token, without its marks.
    pub fn content(&self) -> &str {
        self.between(self.content.0, self.content.1)
    }

    /// Whether nothing but blanks stands in the token.
    pub fn is_blank(&self) -> bool {
        let content = self.window.get(self.content.0..self.content.1);
        content.is_none_or(|content| content.trim_ascii_start().is_empty())
    }

    /// The name of an element that begins, as written: its bytes, which need not be proved to be text again.
    pub fn name(&self) -> &[u8] {
        let (start, _) = self.content;
        self.window
            .get(start..start + self.name)
            .unwrap_or_default()
    }

    /// The value of an attribute of an element that begins, as written.
    pub fn attribute(&self, name: &str) -> Result<Option<Cow<'_, str>>, Fault> {
        if self.content.0 + self.name == self.content.1 {
            return Ok(None);
        }
        for attribute in Attributes::new(self.content(), self.name) {
            let attribute = attribute.map_err(|error| self.broken(&error.to_string()))?;
            if attribute.key.as_ref() == name {
                return Ok(Some(attribute.value));
            }
        }
        Ok(None)
    }

    /// The character that a reference stands for: one by its number, or of those that need no declaration (XML 1.0
    /// §4.6).
    pub fn resolved(&self) -> Result<char, Fault> {
        let reference = self.content();
        let by_number = BytesRef::new(reference).resolve_char_ref().ok().flatten();
        by_number
            .or_else(|| escape::resolve_xml_entity(reference)?.chars().next())
            .ok_or_else(|| self.broken(&format!("unknown entity &{reference};")))
    }

    /// The line on which the token ends, from 1.
    pub fn line(&self) -> u64 {
        self.line_at(self.window.len())
    }

    fn line_at(&self, place: usize) -> u64 {
        let (counted, line) = self.counted.get();
        let passed = self.window.get(counted..place).unwrap_or_default();
        // What is counted in bytes is counted many at a time.
        let breaks = passed.chunks(255).map(|part| {
            let count: u8 = part.iter().map(|byte| u8::from(*byte == b'\n')).sum();
            u64::from(count)
        });
        let line = line + breaks.sum::<u64>();
        self.counted.set((place, line));
        line
    }

    /// Why the parser found no token, of which the beginning may be in the window.
    fn refused(&mut self, cause: &str) -> Fault {
        let input = self.reader.get_mut().get_mut();
        let (fault, is_cut_off) = (input.fault.take(), input.is_ended);
        let problem = match (self.window.get(self.start..), fault) {
            (_, Some(fault)) if !is_too_long(&fault) => return fault,
            (Some([b'<', b'!', b'D' | b'd', ..]), _) => Problem::DocumentType,
            (_, Some(fault)) => fault.problem,
            _ if is_cut_off => cut_off(),
            _ => Problem::NotWellFormed {
                cause: excerpt(cause),
            },
        };
        self.begun(problem)
    }

    /// A problem of the token that was begun.
    fn begun(&self, problem: Problem) -> Fault {
        Fault::at(self.line_at(self.start), problem)
    }

    fn broken(&self, cause: &str) -> Fault {
        let cause = excerpt(cause);
        Fault::at(self.line(), Problem::NotWellFormed { cause })
    }
}

fn is_too_long(fault: &Fault) -> bool {
    matches!(fault.problem, Problem::LineTooLong { .. })
}

fn cut_off() -> Problem {
    Problem::EndMissing {
        what: "end of the document".to_owned(),
    }
}

/// The document as the parser takes it, but for a token that does not end: that would fill the memory.
struct Input {
    decoded: Decoded,
    /// How much of it is of the token that is being read.
    taken: usize,
    is_ended: bool,
    /// Why no more is handed out.
    fault: Option<Fault>,
}

impl Input {
    fn rest(&mut self) -> Result<&str, Fault> {
        if self.taken > LONGEST_TOKEN {
            let limit = LONGEST_TOKEN as u64;
            return Err(Fault::file(Problem::LineTooLong { limit }));
        }
        self.decoded.rest()
    }
}

impl Read for Input {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let rest = match self.rest() {
            Ok(rest) => rest,
            Err(fault) => {
                self.fault = Some(fault);
                return Err(io::ErrorKind::Other.into());
            }
        };
        let (part, _) = rest.split_at(rest.floor_char_boundary(into.len()));
        let length = part.as_bytes().read(into)?;
        self.is_ended = length == 0;
        self.taken += length;
        self.decoded.take(length);
        Ok(length)
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

#[cfg(test)]
mod tests {
    use super::super::source::Progress;
    use super::*;

    /// The tokens of a text, each with the line on which it ends, and why there are no more.
    fn tokens(text: &str) -> (Vec<(Kind, String, u64)>, Option<Fault>) {
        let source = Source::from_reader(text.as_bytes(), &Progress::default()).unwrap();
        let (mut xml, mut tokens) = (Xml::open(&source).unwrap(), Vec::new());
        loop {
            match xml.advance() {
                Ok(Kind::Finish) => return (tokens, None),
                Ok(Kind::Edge) => {}
                Ok(kind) => {
                    let words = xml.between(xml.start(), xml.end()).to_owned();
                    tokens.push((kind, words, xml.line()));
                }
                Err(fault) => return (tokens, Some(fault)),
            }
        }
    }

    #[test]
    fn nothing_is_lost_and_lines_are_counted_however_long_the_document_is() {
        let parts = [
            "<a b='>'\n>",
            "å",
            "&amp;",
            "\n",
            "<!--\n-->",
            "<![CDATA[\n<]]>",
            "<c />",
            "</a >",
        ];
        let text = format!("<r>{}</r>", parts.concat().repeat(20_000));
        let (found, fault) = tokens(&text);
        assert_eq!(fault, None);
        let words: String = found.iter().map(|(_, words, _)| words.as_str()).collect();
        assert!(words == text);
        assert!(
            found
                .iter()
                .skip(1)
                .zip(parts.iter().cycle())
                .take(160_000)
                .all(|((_, words, _), part)| words == part)
        );
        assert_eq!(found.last().map(|(_, _, line)| *line), Some(1 + 4 * 20_000));
    }

    #[test]
    fn what_is_wrong_is_told_with_the_line_on_which_it_begins() {
        let after = "<r>\n".to_owned() + &"<a>x</a>\n".repeat(5_000);
        for wrong in ["<>", "< a>", "</b>", "</>", "<!x>", "&a<a/>"] {
            let fault = tokens(&format!("{after}{wrong}\n</r>")).1.unwrap();
            assert!(
                matches!(fault.problem, Problem::NotWellFormed { .. }),
                "{wrong} {fault:?}"
            );
            assert_eq!(fault.line, Some(5_002), "{wrong}");
        }
        for cut in [
            "<",
            "<a",
            "<a b='",
            "</r",
            "<!--",
            "<![CDATA[",
            "<?x",
            "&am",
            "x",
            "",
        ] {
            let fault = tokens(&format!("{after}{cut}")).1.unwrap();
            assert!(
                matches!(fault.problem, Problem::EndMissing { .. }),
                "{cut} {fault:?}"
            );
            assert_eq!(fault.line, Some(5_002), "{cut}");
        }
        // What it declares is not waited for.
        for declared in [
            "a>",
            "a [<!ENTITY b 'c'>]>",
            "",
            "[".repeat(3 << 20).as_str(),
        ] {
            let fault = tokens(&format!("\n<!DOCTYPE {declared}")).1.unwrap();
            assert_eq!(fault, Fault::at(2, Problem::DocumentType));
        }
    }
}
