//! One pass over a source as text: decoded, cut into lines of bounded length, checked against the first pass.

use std::io::Read;

use encoding_rs::{CoderResult, Decoder, Encoding};
use sha2::{Digest, Sha256};

use super::LONGEST_LINE;
use super::source::{CHUNK, LineEnd, Progress, read};
use crate::domain::intake::{Fault, Problem};

/// Text that is read once, from its beginning to its end.
pub struct Text {
    input: Box<dyn Read>,
    decoder: Decoder,
    line_end: LineEnd,
    /// Bytes as they came, and how far they are decoded.
    raw: Vec<u8>,
    raw_at: usize,
    raw_ended: bool,
    /// Text not yet handed out starts at `at`.
    decoded: String,
    at: usize,
    ended: bool,
    /// The number of the line that was handed out last.
    line: u64,
    proof: Option<Proof>,
    bytes: u64,
    progress: Progress,
}

/// What the first pass saw, and what this one has seen so far.
struct Proof {
    bytes: u64,
    hash: [u8; 32],
    hasher: Sha256,
}

impl Text {
    pub(super) fn new(
        input: Box<dyn Read>,
        encoding: &'static Encoding,
        line_end: LineEnd,
        expected: Option<(u64, [u8; 32])>,
        progress: Progress,
    ) -> Self {
        let decoder = encoding.new_decoder_with_bom_removal();
        let room = decoder.max_utf8_buffer_length(CHUNK).unwrap_or(4 * CHUNK);
        Self {
            input,
            decoder,
            line_end,
            raw: Vec::with_capacity(CHUNK),
            raw_at: 0,
            raw_ended: false,
            decoded: String::with_capacity(room),
            at: 0,
            ended: false,
            line: 0,
            proof: expected.map(|(bytes, hash)| Proof {
                bytes,
                hash,
                hasher: Sha256::new(),
            }),
            bytes: 0,
            progress,
        }
    }

    /// The number of the line that was handed out last, from 1.
    pub fn line_number(&self) -> u64 {
        self.line
    }

    pub fn line_end(&self) -> LineEnd {
        self.line_end
    }

    /// Appends the next line without its end; false when there is none.
    pub fn line(&mut self, line: &mut String) -> Result<bool, Fault> {
        let start = line.len();
        let mut begun = false;
        loop {
            let rest = self.rest()?;
            if rest.is_empty() {
                break;
            }
            if !begun {
                begun = true;
                self.line += 1;
            }
            let rest = &self.decoded[self.at..];
            let end = rest.find('\n');
            line.push_str(&rest[..end.unwrap_or(rest.len())]);
            self.at += end.map_or(rest.len(), |end| end + 1);
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
            let rest = self.rest()?;
            if rest.is_empty() {
                break;
            }
            let mut taken = 0;
            for c in rest.chars().take(wanted) {
                into.push(c);
                taken += c.len_utf8();
                wanted -= 1;
            }
            self.at += taken;
        }
        let some = wanted < count;
        self.line += u64::from(some);
        Ok(some)
    }

    /// The decoded text that is not yet handed out; empty only at the end.
    fn rest(&mut self) -> Result<&str, Fault> {
        while self.at == self.decoded.len() && !self.ended {
            self.decode()?;
        }
        Ok(&self.decoded[self.at..])
    }

    fn decode(&mut self) -> Result<(), Fault> {
        if self.raw_at == self.raw.len() && !self.raw_ended {
            self.fetch()?;
        }
        self.decoded.clear();
        self.at = 0;
        let (result, taken, _) = self.decoder.decode_to_string(
            &self.raw[self.raw_at..],
            &mut self.decoded,
            self.raw_ended,
        );
        self.raw_at += taken;
        self.ended = self.raw_ended && result == CoderResult::InputEmpty;
        if self.line_end == LineEnd::Cr {
            self.decoded = self.decoded.replace('\r', "\n");
        }
        Ok(())
    }

    fn fetch(&mut self) -> Result<(), Fault> {
        self.raw.resize(CHUNK, 0);
        let n = read(&mut self.input, &mut self.raw)?;
        self.raw.truncate(n);
        self.raw_at = 0;
        self.raw_ended = n == 0;
        self.bytes += n as u64;
        self.progress.set(self.bytes);
        if let Some(proof) = &mut self.proof {
            proof.hasher.update(&self.raw);
            let same = if self.raw_ended {
                let hash: [u8; 32] = proof.hasher.finalize_reset().into();
                self.bytes == proof.bytes && hash == proof.hash
            } else {
                self.bytes <= proof.bytes
            };
            if !same {
                return Err(Fault::file(Problem::ChangedWhileRead));
            }
        }
        Ok(())
    }
}
