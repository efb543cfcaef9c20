//! What letters are written on: the templates of the settings, their fonts and logo.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use crate::letters::pdf::{House, Press};
use crate::letters::{Source, Templates};
use crate::store::Trouble;

use super::{Desk, Failure};

/// Bytes that a font or a logo may have.
const MOST_BYTES: u64 = 32 << 20;
/// Bytes of a template that are read: more than any may have.
const MOST_TEXT: u64 = 1 << 20;

/// Fonts and logo of the settings, read.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Stationery {
    regular: Option<Vec<u8>>,
    bold: Option<Vec<u8>>,
    logo: Option<Vec<u8>>,
}

impl Stationery {
    /// A press with these; the built-in typeface where the settings name none.
    pub fn press(&self) -> Result<Press<'_>, Failure> {
        let built_in = House::default();
        let house = House {
            regular: self.regular.as_deref().unwrap_or(built_in.regular),
            bold: self.bold.as_deref().unwrap_or(built_in.bold),
            logo: self.logo.as_deref(),
        };
        Ok(Press::new(&house)?)
    }
}

impl Desk {
    /// The fonts and the logo that the settings name.
    pub fn stationery(&self) -> Result<Stationery, Failure> {
        let company = &self.config.company;
        let named = |path: &Path| match path.as_os_str().is_empty() {
            true => Ok(None),
            false => read(path, MOST_BYTES).map(Some),
        };
        Ok(Stationery {
            regular: named(&company.font)?,
            bold: named(&company.font_bold)?,
            logo: named(&company.logo)?,
        })
    }

    /// The shipped templates with those of the settings' folder before them.
    pub fn templates(&self) -> Result<Templates, Failure> {
        let folder = &self.config.letters.templates;
        if folder.as_os_str().is_empty() {
            return Ok(Templates::shipped());
        }
        let mut own = BTreeMap::new();
        for (path, _) in Templates::all_shipped() {
            let file = folder.join(&path);
            if !file.is_file() {
                continue;
            }
            let origin = file.display().to_string();
            let text = String::from_utf8(read(&file, MOST_TEXT)?)
                .map_err(|_| Failure::from(unreadable(&file, "it is not UTF-8")))?;
            own.insert(path, Source { origin, text });
        }
        Ok(Templates::with(own))
    }
}

fn read(path: &Path, most: u64) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(most + 1).read_to_end(&mut bytes));
    match read {
        Ok(count) if count as u64 <= most => Ok(bytes),
        Ok(_) => Err(unreadable(path, &format!("it is larger than {most} bytes")).into()),
        Err(cause) => Err(unreadable(path, &cause.to_string()).into()),
    }
}

fn unreadable(path: &Path, cause: &str) -> Trouble {
    Trouble::CannotOpen {
        path: path.display().to_string(),
        cause: cause.to_owned(),
    }
}
