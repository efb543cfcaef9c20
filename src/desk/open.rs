//! Finding, making and opening a ledger.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::domain::command::Command;
use crate::domain::date::Date;
use crate::domain::id::EntryId;
use crate::domain::ledger::{CompanySize, LedgerFacts};
use crate::domain::money::Currency;
use crate::store::{Access, Store, Trouble};

use super::clock::Clock;
use super::config::{Config, ConfigFault};
use super::{Desk, Face, Failure};

/// What a user without a ledger wants.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Welcome {
    New {
        company: String,
        country: String,
        currency: String,
        org_no: Option<String>,
        account: Option<String>,
        size: CompanySize,
    },
    Open(PathBuf),
    Demo,
}

/// What the faces were told on the command line or by the environment.
#[derive(Clone, Debug, Default)]
pub struct Options {
    pub ledger: Option<PathBuf>,
    pub config: Option<PathBuf>,
    pub today: Option<Date>,
    pub read_only: bool,
}

impl Options {
    /// The settings, from the file that was named, else from the platform's own.
    pub fn settings(&self) -> Result<Config, ConfigFault> {
        let mut config = match self.named_settings() {
            Some(path) => Config::load(&path, true),
            None => default_config()
                .map_or_else(|| Ok(Config::default()), |path| Config::load(&path, false)),
        }?;
        if let Some(path) = self.settings_path() {
            config.mappings = path.with_file_name("mappings");
            config.file = path;
        }
        Ok(config)
    }

    /// Where the settings are read from, if anywhere.
    pub fn settings_path(&self) -> Option<PathBuf> {
        self.named_settings().or_else(default_config)
    }

    fn named_settings(&self) -> Option<PathBuf> {
        let named = std::env::var_os("RESKONTRA_CONFIG")
            .filter(|path| !path.is_empty())
            .map(PathBuf::from);
        self.config.clone().or(named)
    }

    /// The ledger that is meant: by name, by the environment, by the settings, else the platform's own.
    pub fn ledger_path(&self, config: &Config) -> PathBuf {
        let named = self
            .ledger
            .clone()
            .or_else(|| std::env::var_os("RESKONTRA_LEDGER").map(PathBuf::from));
        named
            .filter(|path| !path.as_os_str().is_empty())
            .unwrap_or_else(|| {
                if config.ledger.as_os_str().is_empty() {
                    default_ledger()
                } else {
                    config.ledger.clone()
                }
            })
    }

    pub fn clock(&self) -> Clock {
        self.today.map_or_else(Clock::real, Clock::fixed)
    }
}

fn folders() -> Option<directories::ProjectDirs> {
    directories::ProjectDirs::from("", "", "reskontra")
}

/// Where settings are looked for when nothing names a file.
pub fn default_config() -> Option<PathBuf> {
    folders().map(|folders| folders.config_dir().join("config.toml"))
}

/// The ledger that is opened when nothing names one.
pub fn default_ledger() -> PathBuf {
    let folder = folders().map(|folders| folders.data_dir().to_owned());
    folder
        .unwrap_or_else(|| PathBuf::from("."))
        .join("ledger.reskontra")
}

impl Desk {
    /// Opens the ledger that the options mean.
    pub fn open(options: &Options, config: Config, face: Face) -> Result<Self, Failure> {
        let path = options.ledger_path(&config);
        let access = if options.read_only {
            Access::ReadOnly
        } else {
            Access::ReadWrite
        };
        let store = Store::open(&path, access)?;
        Self::with_store(store, config, options.clock(), face)
    }

    /// Whether nothing stands yet where a ledger would be made.
    pub fn can_create(path: &Path) -> Result<(), Failure> {
        if path.exists() {
            let path = path.display().to_string();
            return Err(Trouble::Exists { path }.into());
        }
        Ok(())
    }

    /// Makes a ledger at `path`. Refuses to touch a file that is there.
    pub fn create(
        path: &Path,
        facts: LedgerFacts,
        config: Config,
        clock: Clock,
        face: Face,
    ) -> Result<Self, Failure> {
        let opened = facts.clone();
        let rules = super::rulebook::open(&config, &facts, clock.today());
        let store = Store::create(path, |store| {
            let mut desk = Self {
                store,
                actor: config.actor_name(),
                config: config.clone(),
                rulebook: Arc::clone(&rules.rulebook),
                rules_fault: rules.fault.clone(),
                clock,
                face,
                ledger: facts,
                opened_after: EntryId(0),
                demo: None,
                shelf: super::explained::Shelf::default(),
            };
            desk.act(Command::OpenLedger(opened)).map(drop)
        })?;
        Self::with_store(store, config, clock, face)
    }

    pub(super) fn with_store(
        store: Store,
        config: Config,
        clock: Clock,
        face: Face,
    ) -> Result<Self, Failure> {
        let Some((ledger, _)) = store.read().ledger()? else {
            return Err(Trouble::NotALedger {
                path: store.path().display().to_string(),
            }
            .into());
        };
        let opened_after = store.read().last_entry()?;
        let rules = super::rulebook::open(&config, &ledger, clock.today());
        Ok(Self {
            store,
            actor: config.actor_name(),
            config,
            rulebook: rules.rulebook,
            rules_fault: rules.fault,
            clock,
            face,
            ledger,
            opened_after,
            demo: None,
            shelf: super::explained::Shelf::default(),
        })
    }

    pub(super) fn set_demo(&mut self, bank_file: PathBuf) {
        self.demo = Some(bank_file);
    }
}

/// The currency that a company of a country most likely keeps its books in.
pub fn usual_currency(country: &str) -> Currency {
    match country.to_ascii_uppercase().as_str() {
        "SE" => Currency::SEK,
        "DK" => Currency::DKK,
        "NO" => Currency::NOK,
        _ => Currency::EUR,
    }
}
