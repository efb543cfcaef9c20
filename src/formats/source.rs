//! A file to be read: looked through once for its size, hash and encoding, then handed out as text any number
//! of times. Later passes prove that they saw the same bytes. A part of an archive is read in its place.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use flate2::read::DeflateDecoder;
use sha2::{Digest, Sha256};

use super::decoded::Decoded;
use super::text::Text;
use crate::domain::intake::{Fault, Problem};

/// The largest regular file.
pub const LARGEST_FILE: u64 = 4 << 30;

/// The largest input that cannot be read twice (a pipe), which is kept in memory.
pub const LARGEST_PIPE: u64 = 256 << 20;

/// How much of the beginning is kept for telling the format.
const HEAD: usize = 64 << 10;

/// How much is read at a time.
pub(super) const CHUNK: usize = 64 << 10;

/// Bytes read so far in the pass that is under way; a clone looks at the same count.
#[derive(Clone, Default, Debug)]
pub struct Progress(Arc<AtomicU64>);

impl Progress {
    pub fn bytes(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    pub(super) fn set(&self, bytes: u64) {
        self.0.store(bytes, Ordering::Relaxed);
    }
}

/// How a file separates its lines.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LineEnd {
    /// LF, alone or after CR.
    Lf,
    /// CR alone.
    Cr,
    /// The file has no line breaks at all.
    Never,
}

/// A file that was looked through and can be read again.
#[derive(Debug)]
pub struct Source {
    held: Held,
    part: Option<Part>,
    bytes: u64,
    hash: [u8; 32],
    is_utf8: bool,
    line_end: LineEnd,
    head: Vec<u8>,
    progress: Progress,
}

/// Where bytes lie that can be read again.
#[derive(Clone, Debug)]
pub(super) enum Held {
    File(PathBuf),
    Memory(Arc<[u8]>),
}

/// The part of an archive that is the source.
#[derive(Clone, Debug)]
pub(super) struct Part {
    /// As the archive gives it, cleaned: to be shown, never to be opened.
    pub name: String,
    /// First byte and length in the archive.
    pub start: u64,
    pub length: u64,
    pub is_deflated: bool,
}

/// Bytes in which one can go to and fro.
pub(super) trait Seekable: Read + Seek {}

impl<T: Read + Seek> Seekable for T {}

impl Held {
    pub(super) fn open(&self) -> Result<Box<dyn Seekable>, Fault> {
        match self {
            Self::File(path) => {
                // Opening a pipe put in the file's place would wait for ever.
                if !fs::metadata(path).map_err(unreadable)?.is_file() {
                    return Err(Fault::file(Problem::ChangedWhileRead));
                }
                Ok(Box::new(File::open(path).map_err(unreadable)?))
            }
            Self::Memory(bytes) => Ok(Box::new(io::Cursor::new(Arc::clone(bytes)))),
        }
    }
}

impl Source {
    /// Looks through a file. A regular file is read again later; anything else is kept in memory.
    pub fn open(path: &Path) -> Result<Self, Fault> {
        Self::open_watched(path, &Progress::default())
    }

    /// As `open`, with a count that another thread can look at from the first byte on.
    pub fn open_watched(path: &Path, progress: &Progress) -> Result<Self, Fault> {
        let mut file = File::open(path).map_err(unreadable)?;
        let about = file.metadata().map_err(unreadable)?;
        if !about.is_file() {
            return Self::from_reader(file, progress);
        }
        if about.len() > LARGEST_FILE {
            return Err(Fault::file(Problem::FileTooLarge {
                limit: LARGEST_FILE,
            }));
        }
        Self::look_through(
            &mut file,
            Held::File(path.to_owned()),
            None,
            progress,
            LARGEST_FILE,
        )
    }

    /// The first pass, over an input that can be opened again.
    pub(super) fn look_through(
        input: &mut dyn Read,
        held: Held,
        part: Option<Part>,
        progress: &Progress,
        limit: u64,
    ) -> Result<Self, Fault> {
        let mut scan = Scan::default();
        let mut chunk = vec![0; CHUNK];
        loop {
            let n = read(input, &mut chunk)?;
            if n == 0 {
                break;
            }
            scan.take(&chunk[..n]);
            progress.set(scan.bytes);
            if scan.bytes > limit {
                return Err(Fault::file(Problem::FileTooLarge { limit }));
            }
        }
        Ok(scan.done(held, part, progress))
    }

    /// Takes an input that can be read only once into memory.
    pub fn from_reader(input: impl Read, progress: &Progress) -> Result<Self, Fault> {
        let mut bytes = Vec::new();
        input
            .take(LARGEST_PIPE + 1)
            .read_to_end(&mut bytes)
            .map_err(unreadable)?;
        if bytes.len() as u64 > LARGEST_PIPE {
            return Err(Fault::file(Problem::FileTooLarge {
                limit: LARGEST_PIPE,
            }));
        }
        let mut scan = Scan::default();
        for chunk in bytes.chunks(CHUNK) {
            scan.take(chunk);
            progress.set(scan.bytes);
        }
        Ok(scan.done(Held::Memory(bytes.into()), None, progress))
    }

    /// The name that an archive gives to it, cleaned; none for a file of its own.
    pub fn name(&self) -> Option<&str> {
        self.part.as_ref().map(|part| part.name.as_str())
    }

    pub(super) fn held(&self) -> &Held {
        &self.held
    }

    /// Size in bytes.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// SHA-256 of all bytes, in hex.
    pub fn sha256(&self) -> String {
        use std::fmt::Write as _;
        self.hash
            .iter()
            .fold(String::with_capacity(64), |mut hex, byte| {
                let _ = write!(hex, "{byte:02x}");
                hex
            })
    }

    /// Whether all bytes are UTF-8.
    pub fn is_utf8(&self) -> bool {
        self.is_utf8
    }

    pub fn line_end(&self) -> LineEnd {
        self.line_end
    }

    /// The count of the pass that is under way, out of `bytes`.
    pub fn progress(&self) -> Progress {
        self.progress.clone()
    }

    /// The first bytes, as they stand in the file.
    pub fn head(&self) -> &[u8] {
        &self.head
    }

    /// Whether `head` is the whole file.
    pub fn head_is_all(&self) -> bool {
        self.head.len() as u64 == self.bytes
    }

    /// The first bytes as text, line ends as LF.
    pub fn head_text(&self, fallback: &'static Encoding) -> String {
        let encoding = self.encoding(fallback);
        let mut decoder = encoding.new_decoder_with_bom_removal();
        let room = decoder.max_utf8_buffer_length(self.head.len()).unwrap_or(0);
        let mut text = String::with_capacity(room);
        // A character that the head cuts in two is left out, unless nothing follows.
        let _ = decoder.decode_to_string(&self.head, &mut text, self.head_is_all());
        if text.contains('\r') {
            text.replace("\r\n", "\n").replace('\r', "\n")
        } else {
            text
        }
    }

    /// A fresh pass over the file as text. `fallback` is what the format is written in when it is not UTF-8.
    pub fn text(&self, fallback: &'static Encoding) -> Result<Text, Fault> {
        self.decoded(fallback).map(Text::new)
    }

    /// A fresh pass over the file as text in pieces, for formats that are not made of lines.
    pub fn decoded(&self, fallback: &'static Encoding) -> Result<Decoded, Fault> {
        self.progress.set(0);
        let input: Box<dyn Read> = match &self.part {
            None => self.held.open()?,
            Some(part) => {
                let mut archive = self.held.open()?;
                archive
                    .seek(SeekFrom::Start(part.start))
                    .map_err(unreadable)?;
                let packed = archive.take(part.length);
                if part.is_deflated {
                    Box::new(DeflateDecoder::new(packed))
                } else {
                    Box::new(packed)
                }
            }
        };
        let can_change = matches!(self.held, Held::File(_));
        Ok(Decoded::new(
            input,
            self.encoding(fallback),
            self.line_end,
            can_change.then_some((self.bytes, self.hash)),
            self.progress.clone(),
        ))
    }

    /// A byte order mark decides, then markup that begins in UTF-16, then whether all is UTF-8, then the format's
    /// custom.
    fn encoding(&self, fallback: &'static Encoding) -> &'static Encoding {
        match (Encoding::for_bom(&self.head), self.head.as_slice()) {
            (Some((encoding, _)), _) => encoding,
            (None, [b'<', 0, ..]) => UTF_16LE,
            (None, [0, b'<', ..]) => UTF_16BE,
            (None, _) if self.is_utf8 => UTF_8,
            (None, _) => fallback,
        }
    }
}

/// One read, tried again when a signal comes between.
pub(super) fn read(input: &mut dyn Read, into: &mut [u8]) -> Result<usize, Fault> {
    loop {
        match input.read(into) {
            Err(cause) if cause.kind() == io::ErrorKind::Interrupted => {}
            result => return result.map_err(unreadable),
        }
    }
}

#[expect(clippy::needless_pass_by_value, reason = "handed to map_err")]
pub(super) fn unreadable(cause: io::Error) -> Fault {
    Fault::file(Problem::Unreadable {
        cause: cause.to_string(),
    })
}

/// What the first pass learns.
struct Scan {
    hasher: Sha256,
    bytes: u64,
    head: Vec<u8>,
    utf8: Utf8,
    has_lf: bool,
    has_cr: bool,
}

impl Default for Scan {
    fn default() -> Self {
        Self {
            hasher: Sha256::new(),
            bytes: 0,
            head: Vec::new(),
            utf8: Utf8::default(),
            has_lf: false,
            has_cr: false,
        }
    }
}

impl Scan {
    fn take(&mut self, chunk: &[u8]) {
        self.hasher.update(chunk);
        self.bytes += chunk.len() as u64;
        let room = HEAD - self.head.len();
        self.head.extend_from_slice(&chunk[..chunk.len().min(room)]);
        self.utf8.take(chunk);
        self.has_lf = self.has_lf || chunk.contains(&b'\n');
        self.has_cr = self.has_cr || chunk.contains(&b'\r');
    }

    fn done(self, held: Held, part: Option<Part>, progress: &Progress) -> Source {
        Source {
            held,
            part,
            bytes: self.bytes,
            hash: self.hasher.finalize().into(),
            is_utf8: self.utf8.is_whole(),
            line_end: match (self.has_lf, self.has_cr) {
                (true, _) => LineEnd::Lf,
                (false, true) => LineEnd::Cr,
                (false, false) => LineEnd::Never,
            },
            head: self.head,
            progress: progress.clone(),
        }
    }
}

/// Whether a stream of chunks is UTF-8, a character being allowed to lie across two of them.
#[derive(Default)]
struct Utf8 {
    broken: bool,
    /// The begun character at the end of the last chunk: three bytes at the most.
    begun: Vec<u8>,
}

impl Utf8 {
    fn take(&mut self, mut chunk: &[u8]) {
        while !self.broken && !self.begun.is_empty() && !chunk.is_empty() {
            self.begun.push(chunk[0]);
            chunk = &chunk[1..];
            match std::str::from_utf8(&self.begun) {
                Ok(_) => self.begun.clear(),
                Err(error) => self.broken = error.error_len().is_some(),
            }
        }
        if self.broken {
            return;
        }
        if let Err(error) = std::str::from_utf8(chunk) {
            match error.error_len() {
                Some(_) => self.broken = true,
                None => self.begun.extend_from_slice(&chunk[error.valid_up_to()..]),
            }
        }
    }

    fn is_whole(&self) -> bool {
        !self.broken && self.begun.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::WINDOWS_1252;
    use proptest::prelude::*;

    fn held(bytes: &[u8]) -> Source {
        Source::from_reader(bytes, &Progress::default()).unwrap()
    }

    fn all(source: &Source) -> Result<String, Fault> {
        let mut text = source.text(WINDOWS_1252)?;
        let (mut line, mut all) = (String::new(), String::new());
        while text.line(&mut line)? {
            all += &line;
            all.push('\n');
            line.clear();
        }
        Ok(all)
    }

    #[test]
    fn the_hash_and_the_size_are_the_files() {
        let source = held(b"abc");
        assert_eq!(
            source.sha256(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        assert_eq!((source.bytes(), source.head()), (3, b"abc".as_slice()));
    }

    #[test]
    fn the_mark_decides_then_utf8_then_the_formats_custom() {
        assert_eq!(all(&held("Bjørk\r\nÅs".as_bytes())).unwrap(), "Bjørk\nÅs\n");
        assert_eq!(
            all(&held("\u{feff}Bjørk\r\n".as_bytes())).unwrap(),
            "Bjørk\n"
        );
        assert_eq!(all(&held(b"Bj\xf8rk \x80\rs")).unwrap(), "Bjørk €\ns\n");
        let utf16: Vec<u8> = "\u{feff}Bjørk\n"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(all(&held(&utf16)).unwrap(), "Bjørk\n");
    }

    #[test]
    fn a_file_can_be_read_again_and_a_change_is_seen() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.csv");
        let text = "Kundenr;Navn\n".repeat(20_000);
        fs::write(&path, &text).unwrap();
        let source = Source::open(&path).unwrap();
        assert_eq!(all(&source).unwrap(), text);
        assert_eq!(all(&source).unwrap(), text);
        assert_eq!(source.progress().bytes(), source.bytes());

        let changed = Err(Fault::file(Problem::ChangedWhileRead));
        fs::write(&path, text.replacen('K', "k", 1)).unwrap();
        assert_eq!(all(&source), changed);
        fs::write(&path, format!("{text}more")).unwrap();
        assert_eq!(all(&source), changed);
        fs::write(&path, &text[1..]).unwrap();
        assert_eq!(all(&source), changed);
    }

    #[test]
    fn what_is_no_file_is_said() {
        let dir = tempfile::tempdir().unwrap();
        for path in [dir.path().join("none"), dir.path().to_owned()] {
            let fault = Source::open(&path).unwrap_err();
            assert!(
                matches!(fault.problem, Problem::Unreadable { .. }),
                "{fault:?}"
            );
        }
    }

    proptest! {
        #[test]
        fn utf8_is_told_alike_in_chunks_and_whole(
            bytes in prop_oneof![any::<Vec<u8>>(), "\\PC{0,40}".prop_map(String::into_bytes)],
            size in 1_usize..5,
        ) {
            let mut utf8 = Utf8::default();
            bytes.chunks(size).for_each(|chunk| utf8.take(chunk));
            prop_assert_eq!(utf8.is_whole(), std::str::from_utf8(&bytes).is_ok());
        }
    }
}
