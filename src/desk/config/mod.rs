//! The user's settings. `config.example.toml` shows them all with the values that hold without a file.

mod company;
mod mail;
mod matching;
mod place;
mod rules;
mod written;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::domain::rule::{Rule, WrittenRule};
use crate::matching::Settings;
use crate::reports::aging::{AgeBy, Edges};

pub use company::{CompanyConfig, LettersConfig};
pub use mail::{MailConfig, MailLogin, MailServer, MailWay};
pub use matching::MatchingConfig;
use place::Place;
use written::Elsewhere;
pub(super) use written::Written;

/// The shipped example, equal to the defaults.
pub const EXAMPLE: &str = include_str!("../../../config.example.toml");

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
    /// The tag of a language; empty is that of the environment.
    pub locale: String,
    pub theme: ThemeName,
    pub mouse: bool,
    /// The name that the journal keeps; empty is the login name.
    pub actor: String,
    pub aging: AgingConfig,
    pub backup: BackupConfig,
    pub matching: MatchingConfig,
    pub company: CompanyConfig,
    pub mail: MailConfig,
    pub letters: LettersConfig,
    #[serde(rename = "rule", skip_serializing_if = "Vec::is_empty")]
    written_rules: Vec<WrittenRule>,
    /// The user's rules for matching, each of which can be used.
    #[serde(skip)]
    pub rules: Vec<Rule>,
    /// What the company's policy of reminders changes; read with its lines once the country is known.
    #[serde(skip_serializing)]
    reminders: Elsewhere,
    /// The same of its policy of credit.
    #[serde(skip_serializing)]
    credit: Elsewhere,
    /// Rows of the law that the shipped statutes do not have yet.
    #[serde(skip_serializing)]
    statutes: Elsewhere,
    /// The file that says something of either.
    #[serde(skip)]
    written: Option<Written>,
    /// Keys by action.
    pub keys: BTreeMap<String, Vec<String>>,
    /// Where mappings of tables are kept: beside the settings file, whatever it says.
    #[serde(skip)]
    pub mappings: PathBuf,
    /// The settings file, there or not; empty if the platform has no place for one.
    #[serde(skip)]
    pub file: PathBuf,
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
            locale: String::new(),
            theme: ThemeName::Default,
            mouse: true,
            actor: String::new(),
            aging: AgingConfig::default(),
            backup: BackupConfig::default(),
            matching: MatchingConfig::default(),
            company: CompanyConfig::default(),
            mail: MailConfig::default(),
            letters: LettersConfig::default(),
            written_rules: Vec::new(),
            rules: Vec::new(),
            reminders: Elsewhere::default(),
            credit: Elsewhere::default(),
            statutes: Elsewhere::default(),
            written: None,
            keys: BTreeMap::new(),
            mappings: PathBuf::new(),
            file: PathBuf::new(),
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
    RulesTooMany {
        path: String,
        limit: usize,
    },
    RuleTwice {
        path: String,
        line: u64,
        rule: String,
    },
    RuleNameMissing {
        path: String,
        line: u64,
    },
    RuleTextTooLong {
        path: String,
        line: u64,
        rule: String,
    },
    RuleLooksForNothing {
        path: String,
        line: u64,
        rule: String,
    },
    RuleNotAnAccount {
        path: String,
        line: u64,
        rule: String,
    },
    RuleSaysNotOne {
        path: String,
        line: u64,
        rule: String,
    },
    RuleNotARange {
        path: String,
        line: u64,
        rule: String,
    },
    RuleNoSuchGroup {
        path: String,
        line: u64,
        rule: String,
        group: String,
    },
    RulePatternTooLarge {
        path: String,
        line: u64,
        rule: String,
    },
    RuleNotAPattern {
        path: String,
        line: u64,
        rule: String,
        cause: String,
    },
    SecretInFile {
        path: String,
        line: u64,
        name: String,
    },
    NotAnAddress {
        path: String,
        line: u64,
        name: String,
    },
    CompanyTooLong {
        path: String,
        line: u64,
        name: String,
        lines: usize,
        letters: usize,
    },
    CompanyAccount {
        path: String,
        line: u64,
        account: String,
    },
    MailWays {
        path: String,
        line: u64,
    },
    MailNotEncrypted {
        path: String,
        line: u64,
        host: String,
    },
    MailSecrets {
        path: String,
        line: u64,
    },
    MailLogin {
        path: String,
        line: u64,
    },
    MailTimeout {
        path: String,
        line: u64,
        most: u64,
    },
}

impl Config {
    /// The name that the journal keeps: as it is set, else what the environment says the login is. It is believed, not
    /// proven: whoever may write the file could write any name into it.
    pub fn actor_name(&self) -> String {
        let login = || {
            std::env::var("USER")
                .or_else(|_| std::env::var("USERNAME"))
                .unwrap_or_default()
        };
        let name = if self.actor.trim().is_empty() {
            login()
        } else {
            self.actor.clone()
        };
        let name = crate::text::width::clean(name.trim()).into_owned();
        if name.is_empty() {
            "?".to_owned()
        } else {
            name
        }
    }

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
                    cause: crate::text::cause(&cause),
                });
            }
        };
        let mut config = Self::parse(&text, &shown())?;
        if let Some(folder) = path.parent() {
            config.company.set_folder(folder);
            config.mail.set_folder(folder);
            config.letters.set_folder(folder);
        }
        Ok(config)
    }

    pub fn parse(text: &str, path: &str) -> Result<Self, ConfigFault> {
        let mut config: Self =
            toml::from_str(text).map_err(|error| malformed(&error, text, path))?;
        if Edges::new(config.aging.edges.clone()).is_none() {
            return Err(ConfigFault::Edges {
                path: path.to_owned(),
            });
        }
        let speaks = |tag: &str| tag.is_empty() || crate::text::Locale::load(tag).is_some();
        if !speaks(&config.locale) {
            return Err(ConfigFault::UnknownLocale {
                path: path.to_owned(),
                locale: config.locale,
            });
        }
        let place = Place { path, text };
        config.company.check(place)?;
        config.mail.check(place)?;
        config.rules = rules::read(std::mem::take(&mut config.written_rules), text, path)?;
        let speaks = config.reminders.says() || config.credit.says() || config.statutes.says();
        config.written = speaks.then(|| Written::new(path, text));
        Ok(config)
    }

    /// The text that changes the policy of reminders or adds to the law, if it does.
    pub(super) fn written(&self) -> Option<&Written> {
        self.written.as_ref()
    }

    /// What matching goes by.
    pub fn matching(&self) -> Settings {
        self.matching.settings()
    }

    /// What tells all that matching goes by besides the ledger, this program's version included, from any other. A
    /// digest: rules may name persons.
    pub(super) fn matched_by(&self) -> serde_json::Result<String> {
        let version = env!("CARGO_PKG_VERSION");
        let written = serde_json::to_vec(&(version, &self.matching, &self.rules))?;
        Ok(format!("{:x}", Sha256::digest(written)))
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

/// A file that does not read as settings; a secret in it is told as that, so that it is taken out.
fn malformed(error: &toml::de::Error, text: &str, path: &str) -> ConfigFault {
    let span = error.span().unwrap_or_default();
    let (path, line) = (path.to_owned(), line_at(text, span.start));
    match text.get(span) {
        Some(name) if mail::is_secret(name) => ConfigFault::SecretInFile {
            path,
            line,
            name: name.to_owned(),
        },
        _ => ConfigFault::Malformed {
            path,
            line,
            cause: error.message().to_owned(),
        },
    }
}

/// The line that a place of a text is on.
fn line_at(text: &str, at: usize) -> u64 {
    let before = text.get(..at).unwrap_or(text);
    let ends = before.bytes().filter(|byte| *byte == b'\n').count();
    u64::try_from(ends).map_or(u64::MAX, |ends| ends + 1)
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
        assert!(Config::parse("locale = \"no\"\n", "x").is_ok());
        assert!(Config::parse("locale = \"\"\n", "x").is_ok());
    }

    const RULE: &str = r#"
[[rule]]
name = "rent"
pattern = 'husleie (?<no>[0-9]+)'
least = "100.50"
most = 9000
invoice = "$no"

[[rule]]
name = "interest"
account = "8601 11 17947"
not-receivable = "8050 interest"
"#;

    #[test]
    fn rules_read_as_they_are_written() {
        let rules = Config::parse(RULE, "x").unwrap().rules;
        let says: Vec<&str> = rules.iter().map(|rule| rule.says.text()).collect();
        assert_eq!(says, ["$no", "8050 interest"]);
        assert_eq!(rules[0].least, Some("100.50".parse().unwrap()));
        assert_eq!(rules[1].account.as_deref(), Some("86011117947"));
    }

    #[test]
    fn a_rule_that_cannot_be_used_is_named_with_its_line() {
        let edited = |from: &str, to: &str| {
            assert!(RULE.contains(from), "{from}");
            Config::parse(&RULE.replace(from, to), "x").unwrap_err()
        };
        let fault = edited("(?<no>[0-9]+)", "(");
        assert!(
            matches!(&fault, ConfigFault::RuleNotAPattern { line: 2, rule, .. } if rule == "rent"),
            "{fault:?}"
        );
        let fault = edited("not-receivable = \"8050 interest\"", "");
        assert!(
            matches!(&fault, ConfigFault::RuleSaysNotOne { line: 9, rule, .. } if rule == "interest"),
            "{fault:?}"
        );
        let fault = edited("\"interest\"", "\"rent\"");
        assert!(
            matches!(fault, ConfigFault::RuleTwice { line: 9, .. }),
            "{fault:?}"
        );
        let fault = edited("account", "acount");
        assert!(
            matches!(fault, ConfigFault::Malformed { line: 11, .. }),
            "{fault:?}"
        );
        // A fraction of TOML is a float: amounts are written in quotes.
        let fault = edited("\"100.50\"", "100.50");
        assert!(
            matches!(fault, ConfigFault::Malformed { line: 5, .. }),
            "{fault:?}"
        );
        let fault = edited("\"100.50\"", "\"100,50\"");
        assert!(
            matches!(fault, ConfigFault::Malformed { line: 5, .. }),
            "{fault:?}"
        );
        let many = "[[rule]]\nname = \"r\"\naccount = \"1\"\ncustomer = \"1\"\n".repeat(201);
        let fault = Config::parse(&many, "x").unwrap_err();
        assert!(
            matches!(fault, ConfigFault::RulesTooMany { .. }),
            "{fault:?}"
        );
    }

    #[test]
    fn limits_of_matching_are_the_files_and_else_the_defaults() {
        use crate::domain::money::{Currency, Minor};
        let text = "[matching]\npost-strong = true\n[matching.rounding]\nNOK = \"0\"\nISK = 1\n";
        let settings = Config::parse(text, "x").unwrap().matching();
        assert!(settings.post_strong);
        assert_eq!(settings.discount_grace, 3);
        let rounding = |currency| settings.rounding.get(&currency).copied();
        assert_eq!(rounding(Currency::NOK), Some(Minor::ZERO));
        assert_eq!(rounding(Currency::SEK), Some(Minor(100)));
        assert_eq!(rounding(Currency::parse("ISK").unwrap()), Some(Minor(1)));
        for faulty in [
            "NOK = \"0.001\"",
            "NOK = \"-1\"",
            "NOK = 0.5",
            "NOKK = \"1\"",
            "NOK = \"99999999999999\"",
        ] {
            let fault = Config::parse(&format!("[matching.rounding]\n{faulty}\n"), "x");
            assert!(
                matches!(fault, Err(ConfigFault::Malformed { .. })),
                "{faulty}: {fault:?}"
            );
        }
    }
}
