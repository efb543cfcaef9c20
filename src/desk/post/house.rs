//! What letters are set with: the fonts, logo and templates that the settings name, read once for a run.

use std::path::Path;

use crate::desk::config::Config;
use crate::letters::Templates;
use crate::letters::pdf::{House, MOST_LOGO_BYTES, Press};

use super::fault::PostFault;
use super::{file, templates};

/// Bytes of a font; the largest of Latin, Greek and Cyrillic letters have two million.
const MOST_FONT_BYTES: u64 = 32 << 20;

/// Fonts, logo and templates in memory.
pub(in crate::desk) struct Stationery {
    regular: Option<Vec<u8>>,
    bold: Option<Vec<u8>>,
    logo: Option<Vec<u8>>,
    pub templates: Templates,
}

impl Stationery {
    pub fn read(config: &Config) -> Result<Self, PostFault> {
        let company = &config.company;
        let logo = u64::try_from(MOST_LOGO_BYTES).unwrap_or(u64::MAX);
        Ok(Self {
            regular: named(&company.font, MOST_FONT_BYTES)?,
            bold: named(&company.font_bold, MOST_FONT_BYTES)?,
            logo: named(&company.logo, logo)?,
            templates: templates::read(&config.letters.templates)?,
        })
    }

    /// A press with these; the built-in typeface where the settings name none. A font alone is used for its bold cut
    /// too.
    pub fn press(&self) -> Result<Press<'_>, PostFault> {
        let built_in = House::default();
        let regular = self.regular.as_deref();
        Ok(Press::new(&House {
            regular: regular.unwrap_or(built_in.regular),
            bold: self.bold.as_deref().or(regular).unwrap_or(built_in.bold),
            logo: self.logo.as_deref(),
        })?)
    }
}

fn named(path: &Path, limit: u64) -> Result<Option<Vec<u8>>, PostFault> {
    if path.as_os_str().is_empty() {
        return Ok(None);
    }
    file::read(path, limit).map(Some)
}
