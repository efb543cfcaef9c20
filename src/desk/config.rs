//! The user's settings. `config.example.toml` shows them all with the values that hold without a file.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::reports::aging::{AgeBy, Edges};

/// The shipped example, equal to the defaults.
pub const EXAMPLE: &str = include_str!("../../config.example.toml");

/// Which colours the desk uses.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ThemeName {
    #[default]
    Default,
    HighContrast,
    Mono,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct AgingConfig {
    edges: Vec<u16>,
    by: AgeByName,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum AgeByName {
    #[default]
    Due,
    Issue,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct BackupConfig {
    /// Made on the first start of a day.
    pub daily: bool,
    /// How many are kept.
    pub keep: usize,
    /// Where; empty is beside the ledger.
    pub folder: PathBuf,
}

/// All settings.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Config {
    /// The ledger to open; empty is the platform's data folder.
    pub ledger: PathBuf,
    pub locale: String,
    pub theme: ThemeName,
    pub mouse: bool,
    /// The name that the journal keeps; empty is the login name.
    pub actor: String,
    pub aging: AgingConfig,
    pub backup: BackupConfig,
    /// Keys by action.
    pub keys: BTreeMap<String, Vec<String>>,
    /// Where mappings of tables are kept: beside the settings file, whatever it says.
    #[serde(skip)]
    pub mappings: PathBuf,
}

impl Default for AgingConfig {
    fn default() -> Self {
        Self {
            edges: Edges::default().days().to_vec(),
            by: AgeByName::Due,
        }
    }
}

impl Default for BackupConfig {
    fn default() -> Self {
        Self {
            daily: true,
            keep: 14,
            folder: PathBuf::new(),
        }
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            ledger: PathBuf::new(),
            locale: "en".to_owned(),
            theme: ThemeName::Default,
            mouse: true,
            actor: String::new(),
            aging: AgingConfig::default(),
            backup: BackupConfig::default(),
            keys: BTreeMap::new(),
            mappings: PathBuf::new(),
        }
    }
}

/// A settings file that cannot be used.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(tag = "key", rename_all = "kebab-case")]
pub enum ConfigFault {
    Unreadable {
        path: String,
        cause: String,
    },
    Malformed {
        path: String,
        line: u64,
        cause: String,
    },
    Edges {
        path: String,
    },
    UnknownLocale {
        path: String,
        locale: String,
    },
}

impl Config {
    /// The settings of a file; those of the defaults if it is not there and nobody asked for it by name.
    pub fn load(path: &Path, asked_for: bool) -> Result<Self, ConfigFault> {
        let shown = || path.display().to_string();
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound && !asked_for => {
                return Ok(Self::default());
            }
            Err(cause) => {
                return Err(ConfigFault::Unreadable {
                    path: shown(),
                    cause: cause.to_string(),
                });
            }
        };
        Self::parse(&text, &shown())
    }

    pub fn parse(text: &str, path: &str) -> Result<Self, ConfigFault> {
        let config: Self = toml::from_str(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            let line = text.get(..at).unwrap_or(text).lines().count().max(1);
            let line =
                line + usize::from(text.get(..at).is_some_and(|before| before.ends_with('\n')));
            ConfigFault::Malformed {
                path: path.to_owned(),
                line: u64::try_from(line).unwrap_or(u64::MAX),
                cause: error.message().to_owned(),
            }
        })?;
        if Edges::new(config.aging.edges.clone()).is_none() {
            return Err(ConfigFault::Edges {
                path: path.to_owned(),
            });
        }
        if crate::text::Locale::load(&config.locale).is_none() {
            return Err(ConfigFault::UnknownLocale {
                path: path.to_owned(),
                locale: config.locale,
            });
        }
        Ok(config)
    }

    pub fn edges(&self) -> Edges {
        Edges::new(self.aging.edges.clone()).unwrap_or_default()
    }

    pub fn age_by(&self) -> AgeBy {
        match self.aging.by {
            AgeByName::Due => AgeBy::Due,
            AgeByName::Issue => AgeBy::Issue,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_is_complete_and_equals_the_defaults() {
        assert_eq!(Config::parse(EXAMPLE, "example"), Ok(Config::default()));
        // Every key of the defaults stands in the example, uncommented.
        let shown: toml::Table = EXAMPLE.parse().unwrap();
        let all = toml::Table::try_from(Config::default()).unwrap();
        for (key, value) in all {
            let shown = shown
                .get(&key)
                .unwrap_or_else(|| panic!("{key} is not in the example"));
            if let (toml::Value::Table(all), toml::Value::Table(shown)) = (value, shown) {
                for key in all.keys() {
                    assert!(shown.contains_key(key), "{key} is not in the example");
                }
            }
        }
    }

    #[test]
    fn a_fault_names_the_line() {
        let fault = Config::parse("locale = \"en\"\n\ntheme = \"pink\"\n", "x").unwrap_err();
        assert!(
            matches!(fault, ConfigFault::Malformed { line: 3, .. }),
            "{fault:?}"
        );
        let fault = Config::parse("mouse = true\nmose = true\n", "x").unwrap_err();
        assert!(
            matches!(fault, ConfigFault::Malformed { line: 2, .. }),
            "{fault:?}"
        );
        let fault = Config::parse("[aging]\nedges = [60, 30]\n", "x").unwrap_err();
        assert!(matches!(fault, ConfigFault::Edges { .. }));
        let fault = Config::parse("locale = \"xx\"\n", "x").unwrap_err();
        assert!(matches!(fault, ConfigFault::UnknownLocale { .. }));
    }
}
