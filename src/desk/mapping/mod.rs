//! What a person says of a table that nobody knows: looked at, tried on the whole file, kept beside the settings.
//! Kept once for each head, so that next month's file is read by itself.

mod trial;

use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::domain::intake::Fault;
use crate::domain::money::Currency;
pub use crate::formats::cells::values::{DateOrder, Mark};
pub use crate::formats::mapping::{Assigned, Kind, Mapping};
pub use crate::formats::outline::{Column, HeadAt, Outline, Told};
use crate::formats::{self, Source};
pub use trial::{Trial, TrialRow};

use super::{Desk, Failure};

/// The largest file of a mapping, in bytes, and how many are looked at.
const LARGEST: u64 = 256 << 10;
const MOST: usize = 1_000;

/// What a person says of a table.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Wish {
    pub kind: Kind,
    /// A column by its name or its number from 1, and the field that it holds.
    pub columns: Vec<(String, String)>,
    pub separator: Option<char>,
    pub head: HeadAt,
    pub decimal: Option<Mark>,
    pub dates: Option<DateOrder>,
    pub currency: Option<Currency>,
}

/// Why a wish makes no mapping.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(tag = "key", rename_all = "kebab-case")]
pub enum MappingFault {
    UnknownColumn {
        column: String,
        columns: String,
    },
    UnknownField {
        field: String,
        fields: String,
    },
    ColumnTwice {
        column: String,
    },
    FieldTwice {
        field: String,
    },
    FieldMissing {
        field: String,
    },
    /// The table is another one already, by what it is known as.
    UnknownFingerprint {
        fingerprint: String,
    },
}

/// A mapping that is kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Kept {
    pub fingerprint: String,
    /// None when its file cannot be read as a mapping.
    pub mapping: Option<Mapping>,
}

impl Desk {
    /// What a table looks like, and what its columns are taken for.
    pub fn describe_table(&self, path: &Path, told: Told) -> Result<Outline, Failure> {
        let source = Source::open(path).map_err(|fault| unreadable(path, fault))?;
        let mappings = sound(&self.config.mappings);
        formats::outline::outline(&source, told, &mappings)
            .map_err(|problem| unreadable(path, Fault::file(problem)))
    }

    /// The mapping that a wish makes of a table.
    pub fn make_mapping(
        &self,
        path: &Path,
        wish: &Wish,
    ) -> Result<Result<Mapping, MappingFault>, Failure> {
        let told = Told {
            separator: wish.separator,
            head: wish.head,
            kind: None,
        };
        let outline = self.describe_table(path, told)?;
        Ok(make(&outline, wish))
    }

    /// Keeps a mapping; one for the same head is replaced. Where it is kept.
    pub fn save_mapping(&self, mapping: &Mapping) -> Result<PathBuf, Failure> {
        let folder = &self.config.mappings;
        let text = toml::to_string(mapping).map_err(anyhow::Error::from)?;
        fs::create_dir_all(folder)?;
        let fingerprint = mapping.fingerprint();
        let path = folder.join(format!("{fingerprint}.toml"));
        let beside = folder.join(format!(".{fingerprint}.{}", std::process::id()));
        let written = fs::File::create(&beside)
            .and_then(|mut file| {
                file.write_all(text.as_bytes())?;
                file.sync_all()
            })
            .and_then(|()| fs::rename(&beside, &path));
        if let Err(cause) = written {
            // Nothing half written stays; if even that fails, the cause is the same.
            let _ = fs::remove_file(&beside);
            return Err(cause.into());
        }
        Ok(path)
    }

    /// All mappings that are kept, also those that cannot be read.
    pub fn mappings(&self) -> Vec<Kept> {
        all(&self.config.mappings)
    }

    /// Forgets a mapping; whether there was one.
    pub fn forget_mapping(&self, fingerprint: &str) -> Result<bool, Failure> {
        // Nothing but a fingerprint may become a path.
        if fingerprint.is_empty() || !fingerprint.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Ok(false);
        }
        let path = self.config.mappings.join(format!("{fingerprint}.toml"));
        match fs::remove_file(path) {
            Ok(()) => Ok(true),
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(cause) => Err(cause.into()),
        }
    }
}

/// The mappings of a folder that can be used.
pub(super) fn sound(folder: &Path) -> Vec<Mapping> {
    let kept = all(folder).into_iter();
    kept.filter_map(|kept| kept.mapping).collect()
}

fn all(folder: &Path) -> Vec<Kept> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let mut paths: Vec<PathBuf> = paths
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "toml")
        })
        .take(MOST)
        .collect();
    paths.sort();
    let kept = |path: PathBuf| Kept {
        fingerprint: path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned(),
        mapping: load(&path),
    };
    paths.into_iter().map(kept).collect()
}

fn load(path: &Path) -> Option<Mapping> {
    if !fs::metadata(path).ok()?.is_file() {
        return None;
    }
    let mut text = String::new();
    let file = fs::File::open(path).ok()?;
    file.take(LARGEST).read_to_string(&mut text).ok()?;
    let mapping: Mapping = toml::from_str(&text).ok()?;
    mapping.is_sound().then_some(mapping)
}

fn unreadable(path: &Path, fault: Fault) -> Failure {
    Failure::File {
        path: path.display().to_string(),
        fault: Box::new(fault),
    }
}

fn make(outline: &Outline, wish: &Wish) -> Result<Mapping, MappingFault> {
    let fields = wish.kind.fields();
    let mut columns: Vec<Assigned> = Vec::new();
    for (column, field) in &wish.columns {
        let number = number_of(outline, column).ok_or_else(|| MappingFault::UnknownColumn {
            column: column.clone(),
            columns: listed(outline.columns.iter().map(|column| column.name.as_str())),
        })?;
        if !fields.iter().any(|(name, _)| name == field) {
            return Err(MappingFault::UnknownField {
                field: field.clone(),
                fields: listed(fields.iter().map(|(name, _)| name.as_str())),
            });
        }
        if columns.iter().any(|other| other.column == number) {
            let column = column.clone();
            return Err(MappingFault::ColumnTwice { column });
        }
        let may_repeat = wish.kind == Kind::Bank && field == "text";
        if !may_repeat && columns.iter().any(|other| other.field == *field) {
            let field = field.clone();
            return Err(MappingFault::FieldTwice { field });
        }
        columns.push(Assigned {
            column: number,
            field: field.clone(),
        });
    }
    assemble(outline, wish, columns)
}

/// The mapping of a table whose columns are known by their numbers, each field named once: `wish` says the rest.
pub fn assemble(
    outline: &Outline,
    wish: &Wish,
    mut columns: Vec<Assigned>,
) -> Result<Mapping, MappingFault> {
    let held: Vec<&str> = columns.iter().map(|one| one.field.as_str()).collect();
    if let Some(group) = wish.kind.lacks(&held).first() {
        let field = group.join(" / ");
        return Err(MappingFault::FieldMissing { field });
    }
    columns.sort_by_key(|assigned| assigned.column);
    Ok(Mapping {
        kind: wish.kind,
        separator: outline.separator,
        width: outline.columns.len(),
        head: outline.names.clone(),
        decimal: wish.decimal,
        dates: wish.dates,
        currency: wish.currency,
        columns,
    })
}

fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.collect::<Vec<_>>().join(", ")
}

/// A column's number by its name, however it is written, or by the number itself.
fn number_of(outline: &Outline, column: &str) -> Option<usize> {
    let normal = formats::cells::name::normal;
    let wanted = normal(column);
    let mut columns = outline.columns.iter();
    let exact = columns.position(|other| other.name == column.trim());
    let mut columns = outline.columns.iter();
    let named = exact.or_else(|| columns.position(|other| normal(&other.name) == wanted));
    let number = || {
        column
            .trim()
            .parse()
            .ok()
            .filter(|n| (1..=outline.columns.len()).contains(n))
    };
    named.map(|at| at + 1).or_else(number)
}
