//! The folder of a case: made beside its place under another name, and given its own when it is whole.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde_json::Value;

use crate::desk::Failure;
use crate::desk::whole_file::{cannot_make, exists};
use crate::reports::case::{CasePack, Lacking};
use crate::store::place;
use crate::text::table::csv_cell;

const CLAIMS: &[&str] = &[
    "invoice",
    "kind",
    "about",
    "issued",
    "delivered",
    "due",
    "currency",
    "original",
    "settled",
    "open",
    "disputed",
    "reference",
    "order_ref",
    "contract_ref",
    "agency",
    "case",
    "handed_over",
    "reason",
    "barred_after",
    "limitation_rule",
    "last_stage_before",
];
const LETTERS: &[&str] = &[
    "letter", "kind", "stage", "sent", "deadline", "currency", "total", "channel", "to", "stand",
    "invoices", "file",
];
const INTEREST: &[&str] = &[
    "invoice",
    "letter",
    "from",
    "to",
    "days",
    "currency",
    "principal",
    "rate",
    "amount",
    "rule",
];
const CHECKS: &[&str] = &[
    "on",
    "until",
    "source",
    "class",
    "advised_limit",
    "currency",
    "sha256",
];
const PAYMENTS: &[&str] = &["invoice", "date", "kind", "currency", "amount", "by"];

/// A folder that is being filled.
pub(super) struct Folder(PathBuf);

/// Fills a folder that is not there yet: all of it, or it is not there.
pub(super) fn into_folder(
    goal: &Path,
    fill: impl FnOnce(&Folder) -> Result<(), Failure>,
) -> Result<(), Failure> {
    if goal.symlink_metadata().is_ok() {
        return Err(exists(goal).into());
    }
    let part = place::beside(goal, format!(".{}.part", std::process::id()));
    let make = || {
        let mut builder = DirBuilder::new();
        // It tells what someone owes.
        #[cfg(unix)]
        {
            use std::os::unix::fs::DirBuilderExt;
            builder.mode(0o700);
        }
        builder.create(&part)
    };
    make().map_err(|cause| cannot_make(goal, &cause))?;
    let filled = fill(&Folder(part.clone())).and_then(|()| {
        place::sync_folder(&part.join("case.json"));
        fs::rename(&part, goal).map_err(|cause| cannot_make(goal, &cause).into())
    });
    if filled.is_err() {
        let _ = fs::remove_dir_all(&part);
    }
    place::sync_folder(goal);
    filled
}

impl Folder {
    /// A file by its path within the folder.
    pub fn file(&self, path: &str, bytes: &[u8]) -> Result<(), Failure> {
        let path = self.0.join(path);
        self.write(&path, bytes)
            .map_err(|cause| cannot_make(&path, &cause).into())
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        fs::create_dir_all(path.parent().unwrap_or(&self.0))?;
        let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
        file.write_all(bytes)?;
        file.sync_all()
    }

    /// The case itself, its lists, and what is missing in words.
    pub fn lists(&self, pack: &CasePack, tell: &dyn Fn(&Lacking) -> String) -> Result<(), Failure> {
        let says: Vec<String> = pack.missing.iter().map(tell).collect();
        let mut json = serde_json::to_value(pack).map_err(anyhow::Error::from)?;
        if let Some(missing) = json.get_mut("missing").and_then(Value::as_array_mut) {
            for (lacking, says) in missing.iter_mut().zip(&says) {
                lacking["says"] = Value::String(says.clone());
            }
        }
        let mut written = serde_json::to_vec_pretty(&json).map_err(anyhow::Error::from)?;
        written.push(b'\n');
        self.file("case.json", &written)?;
        self.file("claims.csv", &table(CLAIMS, &pack.claims)?)?;
        self.file("letters.csv", &table(LETTERS, &pack.letters)?)?;
        self.file("interest.csv", &table(INTEREST, &pack.interest)?)?;
        self.file("payments.csv", &table(PAYMENTS, &pack.payments)?)?;
        self.file("credit-checks.csv", &table(CHECKS, &pack.checks)?)?;
        let mut words = says.join("\n");
        words.push('\n');
        self.file("missing.txt", words.as_bytes())
    }
}

/// Rows as CSV, their fields by name; what a spreadsheet would take for a formula is quoted.
fn table(columns: &[&str], rows: &[impl Serialize]) -> Result<Vec<u8>, Failure> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let write = |writer: &mut csv::Writer<Vec<u8>>, cells: Vec<String>| {
        let cells = cells.iter().map(|cell| csv_cell(cell).into_owned());
        writer.write_record(cells).map_err(anyhow::Error::from)
    };
    let head = columns.iter().map(|column| (*column).to_owned());
    write(&mut writer, head.collect())?;
    for row in rows {
        let row = serde_json::to_value(row).map_err(anyhow::Error::from)?;
        let cells = columns.iter().map(|column| cell(row.get(*column)));
        write(&mut writer, cells.collect())?;
    }
    let bytes = writer.into_inner();
    Ok(bytes.map_err(|error| anyhow::Error::msg(error.to_string()))?)
}

fn cell(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(parts)) => {
            let parts: Vec<String> = parts.iter().map(|part| cell(Some(part))).collect();
            parts.join(" ")
        }
        Some(other) => other.to_string(),
    }
}
