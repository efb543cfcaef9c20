//! One pass over a source as decoded text, in pieces: checked against what the first pass saw.

use std::io::Read;

use encoding_rs::{CoderResult, Decoder, Encoding};
use sha2::{Digest, Sha256};

use super::source::{CHUNK, LineEnd, Progress, read};
use crate::domain::intake::{Fault, Problem};

/// Text in the pieces in which it was read, from its beginning to its end. Its memory does not grow.
pub struct Decoded {
    input: Box<dyn Read>,
    decoder: Decoder,
    line_end: LineEnd,
    /// Bytes as they came, and how far they are decoded.
    raw: Vec<u8>,
    raw_at: usize,
    raw_ended: bool,
    /// Text not yet handed out starts at `at`.
    text: String,
    at: usize,
    ended: bool,
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

impl Decoded {
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
            text: String::with_capacity(room),
            at: 0,
            ended: false,
            proof: expected.map(|(bytes, hash)| Proof {
                bytes,
                hash,
                hasher: Sha256::new(),
            }),
            bytes: 0,
            progress,
        }
    }

    pub fn line_end(&self) -> LineEnd {
        self.line_end
    }

    /// The text at hand that is not yet taken; empty only at the end. A lone CR that ends lines is an LF.
    pub fn rest(&mut self) -> Result<&str, Fault> {
        while self.at >= self.text.len() && !self.ended {
            self.decode()?;
        }
        Ok(self.at_hand())
    }

    /// What `rest` gave last and is not yet taken.
    pub fn at_hand(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Takes so many bytes of `rest`.
    pub fn take(&mut self, bytes: usize) {
        self.at += bytes;
    }

    fn decode(&mut self) -> Result<(), Fault> {
        if self.raw_at == self.raw.len() && !self.raw_ended {
            self.fetch()?;
        }
        self.text.clear();
        self.at = 0;
        let (result, taken, _) =
            self.decoder
                .decode_to_string(&self.raw[self.raw_at..], &mut self.text, self.raw_ended);
        self.raw_at += taken;
        self.ended = self.raw_ended && result == CoderResult::InputEmpty;
        if self.line_end == LineEnd::Cr {
            self.text = self.text.replace('\r', "\n");
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
