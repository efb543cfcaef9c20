//! Fields of a message, cut from lines: `:61:` and what follows until the next tag. Wrappers of the network
//! (`{1:…}{2:…}{4:`) are seen through; what stands before the first tag is no part of any field.

use crate::domain::intake::{Fault, Problem};
use crate::formats::clean::clean;
use crate::formats::text::Text;

/// The longest field, in bytes: the longest that the standard knows has six lines of 65.
const LONGEST: usize = 20_000;

/// A field, or the end of a message.
#[derive(PartialEq, Eq, Debug)]
pub enum Part {
    Field(Field),
    /// `-` or `-}`.
    End,
}

/// One field with its lines, cleaned; the tag without colons.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Field {
    pub line: u64,
    pub tag: String,
    pub lines: Vec<String>,
}

impl Field {
    pub fn first(&self) -> &str {
        self.lines.first().map_or("", String::as_str)
    }

    /// As it stands in the file, safe to show.
    pub fn raw(&self) -> String {
        format!(":{}:{}", self.tag, self.lines.join("\n"))
    }
}

/// The parts of a file, in order.
pub struct Parts {
    text: Text,
    line: String,
    /// The field whose lines are still coming.
    begun: Option<Field>,
    /// What was found behind it on the way to its end.
    found: Option<Part>,
}

impl Parts {
    pub fn new(text: Text) -> Self {
        Self {
            text,
            line: String::new(),
            begun: None,
            found: None,
        }
    }

    /// The next part; none at the end of the file.
    pub fn next(&mut self) -> Result<Option<Part>, Fault> {
        if let Some(found) = self.found.take() {
            return Ok(Some(found));
        }
        loop {
            self.line.clear();
            if !self.text.line(&mut self.line)? {
                return Ok(self.begun.take().map(Part::Field));
            }
            let is_junk = |c: char| c.is_whitespace() || c.is_control();
            let text = self.line.trim_end_matches(is_junk);
            let text = text.trim_start_matches(char::is_control);
            if text == "-" || text.starts_with("-}") {
                return Ok(match self.begun.take() {
                    Some(field) => {
                        self.found = Some(Part::End);
                        Some(Part::Field(field))
                    }
                    None => Some(Part::End),
                });
            }
            let text = body(text);
            if let Some((tag, value)) = tagged(text) {
                if value.len() > LONGEST {
                    return Err(too_long(self.text.line_number(), tag));
                }
                let field = Field {
                    line: self.text.line_number(),
                    tag: tag.to_owned(),
                    lines: vec![clean(value).into_owned()],
                };
                if let Some(before) = self.begun.replace(field) {
                    return Ok(Some(Part::Field(before)));
                }
            } else if let Some(field) = &mut self.begun
                && !text.trim().is_empty()
            {
                let length: usize = field.lines.iter().map(|line| line.len() + 1).sum();
                if length + text.len() > LONGEST {
                    return Err(too_long(field.line, &field.tag));
                }
                field.lines.push(clean(text).into_owned());
            }
        }
    }
}

fn too_long(line: u64, tag: &str) -> Fault {
    let (field, limit) = (format!(":{tag}:"), LONGEST as u64);
    Fault::at(line, Problem::ValueTooLong { field, limit })
}

/// The text of a line within the wrappers; blocks 1 to 3 and 5 hold nothing of the account.
fn body(line: &str) -> &str {
    if !line.starts_with('{') {
        return line;
    }
    line.split_once("{4:").map_or("", |(_, body)| body)
}

/// The tag at the beginning of a line and what follows it.
fn tagged(line: &str) -> Option<(&str, &str)> {
    let (tag, value) = line.strip_prefix(':')?.split_once(':')?;
    let is_tag = match tag.as_bytes() {
        // Some banks put an account holder's details behind the line in a field of their own.
        b"NS" => true,
        [a, b] => a.is_ascii_digit() && b.is_ascii_digit(),
        [a, b, c] => a.is_ascii_digit() && b.is_ascii_digit() && c.is_ascii_alphanumeric(),
        _ => false,
    };
    is_tag.then_some((tag, value))
}
