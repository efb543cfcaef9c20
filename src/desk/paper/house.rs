//! What letters are made with: templates, typeface and logo, read from the files that the settings name.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use super::{PaperFault, Unwritten};
use crate::desk::config::Config;
use crate::domain::date::Date;
use crate::domain::sheet::Sheet;
use crate::letters::pdf::{House, Press};
use crate::letters::{Source, Templates};

/// Bytes of a font or a logo: those that are in use have a tenth of it.
const MOST_BYTES: u64 = 32 << 20;
/// Bytes of a template that are read: more is refused when it is used.
const MOST_TEMPLATE: u64 = 1 << 20;
/// Templates of a folder.
const MOST_FILES: usize = 1_000;

/// The files, read.
pub(in crate::desk) struct Paper {
    pub templates: Templates,
    regular: Option<Vec<u8>>,
    bold: Option<Vec<u8>>,
    logo: Option<Vec<u8>>,
}

impl Paper {
    pub fn read(config: &Config) -> Result<Self, Unwritten> {
        let company = &config.company;
        Ok(Self {
            templates: templates(&config.letters.templates)?,
            regular: bytes(&company.font)?,
            bold: bytes(&company.font_bold)?,
            logo: bytes(&company.logo)?,
        })
    }

    fn house(&self) -> House<'_> {
        let own = House::default();
        House {
            regular: self.regular.as_deref().unwrap_or(own.regular),
            bold: self.bold.as_deref().unwrap_or(own.bold),
            logo: self.logo.as_deref(),
        }
    }

    /// The sheet as a PDF.
    pub fn pdf(&self, sheet: &Sheet, written: Date) -> Result<Vec<u8>, Unwritten> {
        Ok(Press::new(&self.house())?.letter(sheet, written)?)
    }
}

fn unreadable(path: &Path, cause: &io::Error) -> PaperFault {
    PaperFault::Unreadable {
        path: path.display().to_string(),
        cause: cause.to_string(),
    }
}

/// None where no file is named.
fn bytes(path: &Path) -> Result<Option<Vec<u8>>, PaperFault> {
    if path.as_os_str().is_empty() {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(MOST_BYTES).read_to_end(&mut bytes));
    read.map_err(|cause| unreadable(path, &cause))?;
    Ok(Some(bytes))
}

/// The templates of a folder, each under `language/name.txt`.
fn templates(folder: &Path) -> Result<Templates, PaperFault> {
    if folder.as_os_str().is_empty() {
        return Ok(Templates::shipped());
    }
    let mut own = BTreeMap::new();
    for language in listed(folder)? {
        if !language.is_dir() {
            continue;
        }
        for file in listed(&language)? {
            if file.extension().is_none_or(|ending| ending != "txt") || own.len() >= MOST_FILES {
                continue;
            }
            let mut text = String::new();
            let read = File::open(&file);
            let read = read.and_then(|file| file.take(MOST_TEMPLATE).read_to_string(&mut text));
            read.map_err(|cause| unreadable(&file, &cause))?;
            let name = |path: &Path| path.file_name().unwrap_or_default().display().to_string();
            let path = format!("{}/{}", name(&language), name(&file));
            let origin = file.display().to_string();
            own.insert(path, Source { origin, text });
        }
    }
    Ok(Templates::with(own))
}

fn listed(folder: &Path) -> Result<Vec<std::path::PathBuf>, PaperFault> {
    let listing = fs::read_dir(folder).map_err(|cause| unreadable(folder, &cause))?;
    Ok(listing.flatten().map(|entry| entry.path()).collect())
}
