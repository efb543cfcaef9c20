//! Zip archives: banks send several statements in one. Each file in it is a source that is read in its place;
//! nothing is unpacked to disk, no name in it is ever used as a path, and no size that it states is believed.

use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use zip::result::ZipError;
use zip::{CompressionMethod, ZipArchive};

use super::clean::{clean, excerpt};
use super::sniff::is_archive;
use super::source::{LARGEST_FILE, Part, Progress, Seekable, Source, unreadable};
use crate::domain::intake::{Fault, Problem};

/// Entries that an archive may have.
const MOST_ENTRIES: usize = 1_000;

/// How many times larger than in the archive a file may be, once it is larger than `ROOM`: bank files shrink to a
/// tenth or a twentieth, a bomb to a thousandth.
const MOST_SWELLING: u64 = 200;
const ROOM: u64 = 64 << 20;

/// The end record of an archive with its largest comment (PKWARE APPNOTE §4.3.16).
const END_RECORD: usize = 22;
const LONGEST_COMMENT: usize = 65_535;

/// Looks through a file: one source, or one for each file in a zip archive, in the order of their names. The count
/// is that of the file that is being looked through.
pub fn open(path: &Path, progress: &Progress) -> Result<Vec<Source>, Fault> {
    let file = Source::open_watched(path, progress)?;
    if !is_archive(file.head()) {
        return Ok(vec![file]);
    }
    let mut reader = file.held().open()?;
    count_entries(&mut reader)?;
    let mut archive = ZipArchive::new(reader).map_err(|error| broken(&error))?;
    let Some(wanted) = wanted(&mut archive)? else {
        return Ok(vec![file]);
    };
    if wanted.is_empty() {
        return Err(bad("there is no file in it"));
    }
    let mut sources = Vec::new();
    let mut left = LARGEST_FILE;
    for (name, index) in wanted {
        let source = look_through(&mut archive, index, name, &file, left, progress)?;
        left = left.saturating_sub(source.bytes());
        sources.push(source);
    }
    Ok(sources)
}

fn bad(cause: impl Into<String>) -> Fault {
    Fault::file(Problem::BadArchive {
        cause: cause.into(),
    })
}

fn broken(error: &ZipError) -> Fault {
    bad(excerpt(&error.to_string()))
}

/// Refuses an archive of too many entries before any list of them is made.
fn count_entries(archive: &mut Box<dyn Seekable>) -> Result<(), Fault> {
    let size = archive.seek(SeekFrom::End(0)).map_err(unreadable)?;
    let tail = size.min((END_RECORD + LONGEST_COMMENT) as u64);
    archive
        .seek(SeekFrom::Start(size - tail))
        .map_err(unreadable)?;
    let mut bytes = Vec::new();
    archive
        .take(tail)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    archive.rewind().map_err(unreadable)?;
    let most = bytes
        .windows(END_RECORD)
        .filter(|record| record.starts_with(b"PK\x05\x06"))
        .map(|record| usize::from(u16::from_le_bytes([record[10], record[11]])))
        .max();
    match most {
        None => Err(bad("its end is missing: it was cut off")),
        Some(most) if most > MOST_ENTRIES => {
            Err(bad(format!("it has more than {MOST_ENTRIES} files")))
        }
        Some(_) => Ok(()),
    }
}

/// The files to read by name, in the order of the names; none if the archive is a spreadsheet or the like.
fn wanted(
    archive: &mut ZipArchive<Box<dyn Seekable>>,
) -> Result<Option<Vec<(String, usize)>>, Fault> {
    let mut wanted = Vec::new();
    for index in 0..archive.len().min(MOST_ENTRIES) {
        let entry = archive
            .by_index_data(index)
            .map_err(|error| broken(&error))?;
        let name = String::from_utf8_lossy(entry.name_raw()).into_owned();
        let name = clean(&entry.name().map_or(name, std::borrow::Cow::into_owned)).into_owned();
        if name.starts_with("xl/") || ["[Content_Types].xml", "mimetype"].contains(&name.as_str()) {
            return Ok(None);
        }
        let is_apple = name.starts_with("__MACOSX/") || name.ends_with(".DS_Store");
        if entry.is_file() && !is_apple {
            wanted.push((name, index));
        }
    }
    wanted.sort();
    Ok(Some(wanted))
}

/// The first pass over a file in the archive. `left` is what may still be unpacked in all.
fn look_through(
    archive: &mut ZipArchive<Box<dyn Seekable>>,
    index: usize,
    name: String,
    file: &Source,
    left: u64,
    progress: &Progress,
) -> Result<Source, Fault> {
    let shown = excerpt(&name);
    let data = archive
        .by_index_data(index)
        .map_err(|error| broken(&error))?;
    if data.encrypted() {
        return Err(bad(format!(
            "{shown} is locked with a password: unpack it first"
        )));
    }
    let method = data.compression();
    if ![CompressionMethod::Stored, CompressionMethod::Deflated].contains(&method) {
        return Err(bad(format!(
            "{shown} is packed with {method}, which is not known here"
        )));
    }
    let length = data.compressed_size().min(file.bytes());
    let mut entry = archive.by_index(index).map_err(|error| broken(&error))?;
    let part = Part {
        name,
        start: entry
            .data_start()
            .ok_or_else(|| bad(format!("{shown} is not in it")))?,
        length,
        is_deflated: method == CompressionMethod::Deflated,
    };
    let bomb = ROOM.max(length.saturating_mul(MOST_SWELLING));
    let limit = left.min(bomb);
    let source = Source::look_through(&mut entry, file.held().clone(), Some(part), progress, limit);
    let source = source.map_err(|fault| match fault.problem {
        Problem::Unreadable { cause } => bad(format!("{shown}: {}", excerpt(&cause))),
        Problem::FileTooLarge { .. } if limit == bomb => bad(format!(
            "{shown} unpacks to more than {MOST_SWELLING} times its size"
        )),
        _ => fault,
    })?;
    if is_archive(source.head()) {
        return Err(bad(format!(
            "{shown} is an archive itself: unpack it first"
        )));
    }
    Ok(source)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::{Cursor, Write};

    use encoding_rs::WINDOWS_1252;
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            let options = SimpleFileOptions::default();
            if name.ends_with('/') {
                writer.add_directory(*name, options).unwrap();
            } else {
                writer.start_file(*name, options).unwrap();
                writer.write_all(bytes).unwrap();
            }
        }
        writer.finish().unwrap().into_inner()
    }

    fn opened(bytes: &[u8]) -> Result<Vec<Source>, Fault> {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("statements");
        fs::write(&path, bytes).unwrap();
        let sources = open(&path, &Progress::default())?;
        // Read while the file is still there.
        for source in &sources {
            assert_eq!(text(source).unwrap().len() as u64, source.bytes());
        }
        Ok(sources)
    }

    fn text(source: &Source) -> Result<String, Fault> {
        let mut decoded = source.decoded(WINDOWS_1252)?;
        let mut text = String::new();
        loop {
            let rest = decoded.rest()?;
            let length = rest.len();
            if length == 0 {
                return Ok(text);
            }
            text.push_str(rest);
            decoded.take(length);
        }
    }

    fn cause(bytes: &[u8]) -> String {
        match opened(bytes).unwrap_err().problem {
            Problem::BadArchive { cause } => cause,
            problem => panic!("{problem:?}"),
        }
    }

    #[test]
    fn the_files_of_an_archive_come_in_the_order_of_their_names() {
        let bytes = zip(&[
            ("folder/", b""),
            ("folder/2.xml", b"<two/>"),
            ("../\u{1b}1.xml", b"<one/>"),
            ("__MACOSX/2.xml", b"x"),
            (".DS_Store", b"x"),
        ]);
        let sources = opened(&bytes).unwrap();
        let names: Vec<_> = sources
            .iter()
            .map(|source| source.name().unwrap())
            .collect();
        assert_eq!(names, ["../1.xml", "folder/2.xml"]);
        assert_eq!(sources[0].head(), b"<one/>");
        assert_eq!(opened(b"<plain/>").unwrap()[0].name(), None);
    }

    #[test]
    fn a_change_of_the_archive_between_two_passes_is_seen() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.zip");
        fs::write(&path, zip(&[("1.xml", b"<one/>")])).unwrap();
        let sources = open(&path, &Progress::default()).unwrap();
        assert_eq!(text(&sources[0]).unwrap(), "<one/>");
        fs::write(&path, zip(&[("1.xml", b"<two/>")])).unwrap();
        assert!(text(&sources[0]).is_err());
    }

    #[test]
    fn an_archive_that_cannot_be_trusted_is_refused_with_its_reason() {
        assert!(cause(&zip(&[("folder/", b"")])).contains("no file"));
        let whole = zip(&[("1.xml", b"<one>some text to be packed</one>")]);
        assert!(cause(&whole[..whole.len() - 30]).contains("cut off"));
        let nested = zip(&[("inner.zip", whole.as_slice())]);
        assert!(cause(&nested).contains("inner.zip is an archive itself"));

        let mut locked = whole.clone();
        for (record, flags) in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)] {
            let at = locked
                .windows(4)
                .position(|window| window == record)
                .unwrap();
            locked[at + flags] |= 1;
        }
        assert!(cause(&locked).contains("password"), "{}", cause(&locked));

        let mut damaged = whole.clone();
        damaged[40] ^= 0x55;
        assert!(
            cause(&damaged).starts_with("1.xml: "),
            "{}",
            cause(&damaged)
        );

        let many: Vec<_> = (0..1_001).map(|n| format!("{n}.xml")).collect();
        let many: Vec<_> = many
            .iter()
            .map(|name| (name.as_str(), b"".as_slice()))
            .collect();
        assert!(cause(&zip(&many)).contains("more than 1000 files"));
    }

    #[test]
    fn a_bomb_is_refused_before_it_is_unpacked() {
        let zeros = vec![b'0'; 65 << 20];
        let cause = cause(&zip(&[("bomb.xml", &zeros)]));
        assert!(cause.contains("more than 200 times"), "{cause}");
    }
}
