//! Every reader against what became of real files on the way: whatever comes, it is answered.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop where it fails"
)]

#[path = "support/answer.rs"]
mod answer;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use reskontra::formats::Format;
use reskontra::text::locale::Locale;

/// Lists have no sample files: they are made here, with all that a list may have.
const LISTS: [&str; 3] = [
    "customer_no,name,org_no,country,email,account,terms_days,credit_limit,Note\n\
     100,Alpha AS,999888777,NO,a@b.no,12345678903,14,\"10,000.00\",\"said \"\"hi\"\"\"\n\
     200,Ångström Öl,,SE,,,,,\n",
    "Fakturanr;Kundenr;Fakturadato;Forfallsdato;Beløp;Restbeløp;Valuta;KID\r\n\
     1001;100;01.10.2026;15.10.2026;1 000,00;400,00;NOK;0000018\r\n\
     1002;100;02.10.2026;16.10.2026;-500,00;;NOK;\r\n",
    "payment_id,booking_date,amount,currency,kid,text,debtor_name,debtor_account\n\
     p1,2026-11-20,1000.00,NOK,0000018,\"invoice\n1001\",Alpha,12345678903\n\
     p2,2026-11-20,12.50,NOK,,,,\n",
];

/// A Finnish file of reference payments: header, payment, sum.
fn finnish() -> Vec<u8> {
    let header = format!("{:<90}", "02605171200410000000000");
    let payment = format!(
        "{:<90}",
        "3000000000000026051726051712345678901234560000000000000001232MEIKALAINEN 1000000100000"
    );
    let sum = format!("{:<90}", "90000010000000010000000000000000000");
    [header, payment, sum].join("\r\n").into_bytes()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found.sort();
    found
}

static SAMPLES: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples");
    let mut samples: Vec<Vec<u8>> = files(&folder)
        .into_iter()
        .map(|path| fs::read(path).unwrap())
        .collect();
    samples.extend(LISTS.map(|list| list.as_bytes().to_vec()));
    samples.push(finnish());
    samples
});

/// Pieces that have broken readers before.
const PIECES: &[&[u8]] = &[
    b"\0",
    b"\x1b[31m",
    b"\x9b2J",
    b"\xff\xfe",
    b"\xc3",
    b"\r",
    b"\n\n\n",
    b"\t",
    b"\"",
    b";;;;;;;;",
    b"<![CDATA[",
    b"]]>",
    b"&#x1b;",
    b"&x;",
    b"<!--",
    b"</",
    b"-0",
    b"=cmd()",
    b"99999999999999999999999999999999999999",
    b"1E+99",
    b"0000000000000000000",
    b"9999-99-99",
    b"-}",
    b":61:",
    b":86:",
    "\u{202e}".as_bytes(),
    "\u{2028}".as_bytes(),
    "\u{feff}".as_bytes(),
    "−".as_bytes(),
];

/// One thing that may become of a file.
#[derive(Clone, Debug)]
enum Change {
    Flip(Index, u8),
    Insert(Index, usize),
    Remove(Index, u8),
    Cut(Index),
    Behead(Index),
    Digit(Index, u8),
    Doubled(Index),
    Dropped(Index),
    Swapped(Index, Index),
    /// Its first part, and the rest of another file.
    Crossed(Index, Index, Index),
    Utf16,
}

fn change() -> impl Strategy<Value = Change> {
    let at = any::<Index>;
    prop_oneof![
        3 => (at(), any::<u8>()).prop_map(|(at, byte)| Change::Flip(at, byte)),
        4 => (at(), 0..PIECES.len()).prop_map(|(at, piece)| Change::Insert(at, piece)),
        2 => (at(), any::<u8>()).prop_map(|(at, count)| Change::Remove(at, count)),
        1 => at().prop_map(Change::Cut),
        1 => at().prop_map(Change::Behead),
        6 => (at(), b'0'..=b'9').prop_map(|(at, digit)| Change::Digit(at, digit)),
        2 => at().prop_map(Change::Doubled),
        2 => at().prop_map(Change::Dropped),
        2 => (at(), at()).prop_map(|(a, b)| Change::Swapped(a, b)),
        1 => (at(), at(), at()).prop_map(|(at, other, from)| Change::Crossed(at, other, from)),
        1 => Just(Change::Utf16),
    ]
}

impl Change {
    fn of(&self, bytes: &mut Vec<u8>) {
        if bytes.is_empty() {
            return;
        }
        let lines = |bytes: &[u8]| -> Vec<Vec<u8>> {
            bytes
                .split_inclusive(|byte| *byte == b'\n')
                .map(<[u8]>::to_vec)
                .collect()
        };
        match self {
            Self::Flip(at, byte) => {
                let at = at.index(bytes.len());
                bytes[at] ^= byte;
            }
            Self::Insert(at, piece) => {
                let at = at.index(bytes.len());
                bytes.splice(at..at, PIECES[*piece].iter().copied());
            }
            Self::Remove(at, count) => {
                let at = at.index(bytes.len());
                let end = bytes.len().min(at + usize::from(*count));
                bytes.drain(at..end);
            }
            Self::Cut(at) => bytes.truncate(at.index(bytes.len())),
            Self::Behead(at) => drop(bytes.drain(..at.index(bytes.len()))),
            Self::Digit(at, digit) => {
                let digits: Vec<usize> = (0..bytes.len())
                    .filter(|at| bytes[*at].is_ascii_digit())
                    .collect();
                if !digits.is_empty() {
                    bytes[digits[at.index(digits.len())]] = *digit;
                }
            }
            Self::Doubled(at) => {
                let mut lines = lines(bytes);
                let line = lines[at.index(lines.len())].clone();
                lines.insert(at.index(lines.len()), line);
                *bytes = lines.concat();
            }
            Self::Dropped(at) => {
                let mut lines = lines(bytes);
                lines.remove(at.index(lines.len()));
                *bytes = lines.concat();
            }
            Self::Swapped(a, b) => {
                let mut lines = lines(bytes);
                let (a, b) = (a.index(lines.len()), b.index(lines.len()));
                lines.swap(a, b);
                *bytes = lines.concat();
            }
            Self::Crossed(at, other, from) => {
                bytes.truncate(at.index(bytes.len()));
                let other = &SAMPLES[other.index(SAMPLES.len())];
                bytes.extend_from_slice(&other[from.index(other.len())..]);
            }
            Self::Utf16 => {
                let text = String::from_utf8_lossy(bytes).into_owned();
                *bytes = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            }
        }
    }
}

/// The same cases every time.
fn runner(cases: u32) -> TestRunner {
    let config = Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    };
    TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
}

#[test]
fn every_sample_is_answered_as_every_format() {
    let locale = Locale::english();
    for bytes in SAMPLES.iter() {
        answer::answer(bytes, &Format::ALL, &[], &locale);
    }
    assert_eq!(locale.missing(), Vec::<&str>::new());
}

#[test]
fn whatever_becomes_of_a_sample_is_answered() {
    let locale = Locale::english();
    for sample in SAMPLES.iter() {
        let changes = prop::collection::vec(change(), 1..6);
        runner(15)
            .run(&(changes, any::<Index>()), |(changes, forced)| {
                let mut bytes = sample.clone();
                for change in &changes {
                    change.of(&mut bytes);
                }
                let forced = *forced.get(&Format::ALL);
                answer::answer(&bytes, &[forced], &[], &locale);
                Ok(())
            })
            .unwrap();
    }
}

#[test]
fn any_bytes_are_answered_as_every_format() {
    let locale = Locale::english();
    let bytes = prop::collection::vec(any::<u8>(), 0..400);
    let text = prop::collection::vec(0..PIECES.len(), 0..60).prop_map(|pieces| {
        pieces
            .into_iter()
            .flat_map(|piece| PIECES[piece])
            .copied()
            .collect()
    });
    runner(60)
        .run(&prop_oneof![bytes, text], |bytes: Vec<u8>| {
            answer::answer(&bytes, &Format::ALL, &[], &locale);
            Ok(())
        })
        .unwrap();
}
