//! One pass over a source as text, cut into lines of bounded length.

use super::LONGEST_LINE;
use super::decoded::Decoded;
use super::source::LineEnd;
use crate::domain::intake::{Fault, Problem};

/// Text that is read once, from its beginning to its end.
pub struct Text {
    decoded: Decoded,
    /// The number of the line that was handed out last.
    line: u64,
}

impl Text {
    pub(super) fn new(decoded: Decoded) -> Self {
        Self { decoded, line: 0 }
    }

    /// The number of the line that was handed out last, from 1.
    pub fn line_number(&self) -> u64 {
        self.line
    }

    pub fn line_end(&self) -> LineEnd {
        self.decoded.line_end()
    }

    /// Appends the next line without its end; false when there is none.
    pub fn line(&mut self, line: &mut String) -> Result<bool, Fault> {
        let start = line.len();
        let mut begun = false;
        loop {
            let rest = self.decoded.rest()?;
            if rest.is_empty() {
                break;
            }
            if !begun {
                begun = true;
                self.line += 1;
            }
            let end = rest.find('\n');
            line.push_str(&rest[..end.unwrap_or(rest.len())]);
            let taken = end.map_or(rest.len(), |end| end + 1);
            self.decoded.take(taken);
            if (line.len() - start) as u64 > LONGEST_LINE {
                return Err(Fault::at(
                    self.line,
                    Problem::LineTooLong {
                        limit: LONGEST_LINE,
                    },
                ));
            }
            if end.is_some() {
                break;
            }
        }
        if line.len() > start && line.ends_with('\r') {
            line.pop();
        }
        Ok(begun)
    }

    /// Appends the next `count` characters, for files without lines; false when there are none. Counts as a line.
    pub fn characters(&mut self, count: usize, into: &mut String) -> Result<bool, Fault> {
        let mut wanted = count;
        while wanted > 0 {
            let rest = self.decoded.rest()?;
            if rest.is_empty() {
                break;
            }
            let mut taken = 0;
            for c in rest.chars().take(wanted) {
                into.push(c);
                taken += c.len_utf8();
                wanted -= 1;
            }
            self.decoded.take(taken);
        }
        let some = wanted < count;
        self.line += u64::from(some);
        Ok(some)
    }
}
