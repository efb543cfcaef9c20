//! Where in the settings file something stands, for what is wrong with it.

use toml::de::{DeTable, DeValue};

use super::line_at;

/// The settings file's name and text.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub path: &'a str,
    pub text: &'a str,
}

impl Place<'_> {
    pub fn path(&self) -> String {
        self.path.to_owned()
    }

    /// The line of a table's key; of the table, if it does not have it; else the first.
    pub fn line(&self, table: &str, key: &str) -> u64 {
        self.find(table, |table| {
            let key = table.keys().find(|found| found.get_ref().as_ref() == key)?;
            Some(key.span().start)
        })
    }

    /// The line on which an element of a table's list starts.
    pub fn line_in(&self, table: &str, list: &str, at: usize) -> u64 {
        self.find(table, |table| match table.get(list)?.get_ref() {
            DeValue::Array(list) => Some(list.get(at)?.span().start),
            _ => None,
        })
    }

    fn find(&self, name: &str, within: impl Fn(&DeTable) -> Option<usize>) -> u64 {
        let parsed = DeTable::parse(self.text).ok();
        let at = parsed.and_then(|all| {
            let value = all.get_ref().get(name)?;
            let inner = match value.get_ref() {
                DeValue::Table(table) => within(table),
                _ => None,
            };
            Some(inner.unwrap_or(value.span().start))
        });
        line_at(self.text, at.unwrap_or_default())
    }
}
