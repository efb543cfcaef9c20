//! What a template makes before the figures are put in: a subject, paragraphs, headings and the places of tables.
//!
//! The places and headings are marked in the template's own text before anything is filled in, so that a customer
//! whose name is `[payment]` moves nothing.

use std::borrow::Cow;

use super::fault::LetterFault;
use crate::text::width;

/// Marks around a place's name, before a heading and at the end of lines of tags only. Values are cleaned of them.
const PLACE: char = '\u{e000}';
const HEADING: char = '\u{e001}';
const TAGS: char = '\u{e002}';

/// Where figures stand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Place {
    Items,
    Charges,
    Interest,
    Total,
    Payment,
    Entries,
}

impl Place {
    pub const LETTER: &'static [Self] = &[
        Self::Items,
        Self::Charges,
        Self::Interest,
        Self::Total,
        Self::Payment,
    ];
    pub const STATEMENT: &'static [Self] = &[Self::Entries, Self::Payment];
    pub const COVER: &'static [Self] = &[Self::Payment];

    pub fn name(self) -> &'static str {
        match self {
            Self::Items => "items",
            Self::Charges => "charges",
            Self::Interest => "interest",
            Self::Total => "total",
            Self::Payment => "payment",
            Self::Entries => "entries",
        }
    }
}

/// A part of a draft, in order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Piece {
    Heading(String),
    Text(String),
    Place(Place),
}

/// What a template makes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Draft {
    pub subject: String,
    pub pieces: Vec<Piece>,
}

/// A value as it may be filled in: one line, without what steers a terminal or marks a place.
pub(super) fn clean(text: &str) -> String {
    let text: Cow<'_, str> = width::clean(text);
    text.chars()
        .filter(|c| !matches!(*c, PLACE | HEADING | TAGS))
        .collect::<String>()
        .trim()
        .to_owned()
}

/// The template with its structure marked, line by line; columns stay where they are. `places` are those that it may
/// hold; each other is a fault.
pub(super) fn marked(source: &str, origin: &str, places: &[Place]) -> (String, Vec<LetterFault>) {
    let mut faults = Vec::new();
    let mut marked = String::with_capacity(source.len() + 64);
    for (at, line) in source.lines().enumerate() {
        let line: String = line
            .chars()
            .filter(|c| !matches!(*c, PLACE | HEADING | TAGS))
            .collect();
        let trimmed = line.trim();
        if let Some(name) = bracketed(trimmed) {
            if !places.iter().any(|place| place.name() == name) {
                let names: Vec<&str> = places.iter().map(|place| place.name()).collect();
                faults.push(LetterFault::UnknownPlace {
                    origin: origin.to_owned(),
                    line: at + 1,
                    place: name.to_owned(),
                    places: names.join(", "),
                });
            }
            marked.extend([PLACE]);
            marked.push_str(name);
            marked.extend([PLACE]);
        } else if let Some(heading) = trimmed.strip_prefix("# ") {
            marked.extend([HEADING, ' ']);
            marked.push_str(heading);
        } else {
            marked.push_str(&line);
            if is_tags(trimmed) {
                marked.push(TAGS);
            }
        }
        marked.push('\n');
    }
    (marked, faults)
}

/// The name in a line of a name in brackets alone.
fn bracketed(line: &str) -> Option<&str> {
    let name = line.strip_prefix('[')?.strip_suffix(']')?;
    let is_name = !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
    is_name.then_some(name)
}

fn is_tags(line: &str) -> bool {
    (line.starts_with("{%") && line.ends_with("%}"))
        || (line.starts_with("{#") && line.ends_with("#}"))
}

/// The parts of what a marked template gave.
pub(super) fn parsed(filled: &str, origin: &str, places: &[Place]) -> Result<Draft, LetterFault> {
    let mut subject = None;
    let mut pieces = Vec::new();
    let mut paragraph = String::new();
    for line in filled.lines() {
        let is_tagged = line.contains(TAGS);
        let line = line.replace(TAGS, "");
        let line = line.trim();
        // A line of tags alone is no line of the letter: it ends no paragraph.
        if is_tagged && line.is_empty() {
            continue;
        }
        if subject.is_none() {
            if !line.is_empty() {
                let given = line.strip_prefix("subject:").map(one_line);
                let given = given.filter(|subject| !subject.is_empty());
                subject = Some(given.ok_or_else(|| no_subject(origin))?);
            }
            continue;
        }
        let place = line.strip_prefix(PLACE);
        let place = place.map(|name| name.trim_end_matches(PLACE));
        let place = place.and_then(|name| places.iter().find(|place| place.name() == name));
        if let Some(place) = place {
            close(&mut paragraph, &mut pieces);
            pieces.push(Piece::Place(*place));
        } else if let Some(heading) = line.strip_prefix(HEADING) {
            close(&mut paragraph, &mut pieces);
            pieces.push(Piece::Heading(one_line(heading)));
        } else if line.is_empty() {
            close(&mut paragraph, &mut pieces);
        } else {
            let (line, end) = match line.strip_suffix('\\') {
                Some(line) => (line.trim_end(), '\n'),
                None => (line, ' '),
            };
            paragraph.push_str(line);
            paragraph.push(end);
        }
    }
    close(&mut paragraph, &mut pieces);
    Ok(Draft {
        subject: subject.ok_or_else(|| no_subject(origin))?,
        pieces,
    })
}

fn close(paragraph: &mut String, pieces: &mut Vec<Piece>) {
    let lines: Vec<String> = paragraph.lines().map(one_line).collect();
    let text = lines.join("\n").trim().to_owned();
    if !text.is_empty() {
        pieces.push(Piece::Text(text));
    }
    paragraph.clear();
}

/// Without blanks around it and with one between words; blanks that do not break stay.
fn one_line(text: &str) -> String {
    let words: Vec<&str> = text
        .split([' ', '\t'])
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ").replace([PLACE, HEADING], "")
}

fn no_subject(origin: &str) -> LetterFault {
    LetterFault::NoSubject {
        origin: origin.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(template: &str) -> Result<Draft, LetterFault> {
        let (marked, faults) = marked(template, "x.txt", Place::LETTER);
        if let Some(fault) = faults.into_iter().next() {
            return Err(fault);
        }
        parsed(&marked, "x.txt", Place::LETTER)
    }

    #[test]
    fn lines_of_a_paragraph_are_joined_and_a_stroke_breaks_them() {
        let draft = draft(
            "\nsubject:  Hello  there\n\nOne\n  two.\n\n# A heading\n[items]\nKind regards\\\nNordlys\n",
        );
        let expected = Draft {
            subject: "Hello there".into(),
            pieces: vec![
                Piece::Text("One two.".into()),
                Piece::Heading("A heading".into()),
                Piece::Place(Place::Items),
                Piece::Text("Kind regards\nNordlys".into()),
            ],
        };
        assert_eq!(draft, Ok(expected));
    }

    #[test]
    fn a_place_that_no_letter_has_is_refused_with_its_line() {
        assert!(matches!(
            draft("subject: x\n\n[itmes]\n"),
            Err(LetterFault::UnknownPlace { line: 3, place, .. }) if place == "itmes"
        ));
        assert!(draft("subject: x\n\nTick: [ ]\n[   ]\n").is_ok());
    }

    #[test]
    fn a_letter_begins_with_its_subject() {
        assert!(matches!(
            draft("Hello\n"),
            Err(LetterFault::NoSubject { .. })
        ));
        assert!(matches!(
            draft("subject: \n"),
            Err(LetterFault::NoSubject { .. })
        ));
        assert!(matches!(draft(""), Err(LetterFault::NoSubject { .. })));
    }
}
