//! Tables of the settings that are read as they were written, so that what is wrong with them has its line.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::de::{Deserialize, Deserializer, IgnoredAny};

/// The settings file's name and text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Written(Arc<(String, String)>);

impl Written {
    pub fn new(path: &str, text: &str) -> Self {
        Self(Arc::new((path.to_owned(), text.to_owned())))
    }

    pub fn path(&self) -> &str {
        &self.0.0
    }

    pub fn text(&self) -> &str {
        &self.0.1
    }
}

/// A table that is read elsewhere: here only whether it says anything.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub(super) struct Elsewhere(bool);

impl Elsewhere {
    pub fn says(self) -> bool {
        self.0
    }
}

impl<'de> Deserialize<'de> for Elsewhere {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let table = BTreeMap::<String, IgnoredAny>::deserialize(deserializer)?;
        Ok(Self(!table.is_empty()))
    }
}
