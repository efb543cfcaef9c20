//! Keeping the ledger safe: backups, bringing one back, and the proof that all is well.

use std::path::{Path, PathBuf};

use crate::domain::user::Role;
use crate::rules::decide::allows;
use crate::store::{self, Finding};

use super::clock::Clock;
use super::job::Watch;
use super::{Desk, Failure};

impl Desk {
    /// Copies the ledger to `to`, or to a new file in the backup folder. Returns where it went.
    pub fn backup(&self, to: Option<&Path>) -> Result<PathBuf, Failure> {
        let to = self.backup_goal(to)?;
        self.store.backup(&to)?;
        Ok(to)
    }

    /// Where a backup would go: a file that is there is never overwritten.
    pub fn backup_goal(&self, to: Option<&Path>) -> Result<PathBuf, Failure> {
        let to = to.map_or_else(
            || {
                let name = self.store.backup_name(&self.clock.file_stamp());
                self.backup_folder().join(name)
            },
            Path::to_owned,
        );
        if to.exists() {
            let path = to.display().to_string();
            return Err(store::Trouble::Exists { path }.into());
        }
        Ok(to)
    }

    /// The first start of a day makes a backup and drops the oldest beyond those that are kept.
    pub fn backup_of_the_day(&self) -> Result<Option<PathBuf>, Failure> {
        let settings = &self.config.backup;
        if !settings.daily || self.demo.is_some() || self.store.access() == store::Access::ReadOnly
        {
            return Ok(None);
        }
        let folder = self.backup_folder();
        let kept = self.store.backups(&folder);
        let day = self.clock.file_stamp()[..8].to_owned();
        let is_of_today = |path: &PathBuf| {
            path.file_name()
                .is_some_and(|name| name.to_string_lossy().contains(&format!("-{day}-")))
        };
        if kept.iter().any(is_of_today) {
            return Ok(None);
        }
        let made = self.backup(None)?;
        for old in self
            .store
            .backups(&folder)
            .into_iter()
            .skip(settings.keep.max(1))
        {
            std::fs::remove_file(old)?;
        }
        Ok(Some(made))
    }

    fn backup_folder(&self) -> PathBuf {
        if self.config.backup.folder.as_os_str().is_empty() {
            self.store.path().with_file_name("backups")
        } else {
            self.config.backup.folder.clone()
        }
    }

    /// Proves every table against the journal, and the journal against itself.
    pub fn doctor(&self, watch: &Watch) -> Result<Vec<Finding>, Failure> {
        let total = self.store.read().last_entry()?.0.unsigned_abs();
        Ok(self
            .store
            .verify(|done| watch.set("proving", done, total))?)
    }
}

/// Whether `restore` would take this file for a ledger.
pub fn can_restore(backup: &Path) -> Result<(), Failure> {
    store::can_restore(backup)?;
    Ok(())
}

/// Whether someone may bring a backup back: those who work with the ledger that stands there decide, for the backup may
/// not know them. One that cannot be read has nobody to ask.
pub fn may_restore(ledger: &Path, actor: &str) -> Result<(), Failure> {
    if !ledger.exists() {
        return Ok(());
    }
    let Ok(standing) = store::Store::open(ledger, store::Access::ReadOnly) else {
        return Ok(());
    };
    match standing.read().users() {
        Ok(users) => Ok(allows(&users, actor, Role::Lead)?),
        Err(_) => Ok(()),
    }
}

/// Brings a backup back as the ledger; what stands there is moved aside, and where to is returned.
pub fn restore(backup: &Path, ledger: &Path, clock: Clock) -> Result<Option<PathBuf>, Failure> {
    let mut name = ledger.file_name().unwrap_or_default().to_owned();
    name.push(format!(".before-restore-{}", clock.file_stamp()));
    let mut aside = ledger.with_file_name(&name);
    // Two in one second: what was moved aside first stays.
    for more in 2.. {
        if !aside.exists() {
            break;
        }
        let mut name = name.clone();
        name.push(format!("-{more}"));
        aside = ledger.with_file_name(name);
    }
    Ok(store::restore(backup, ledger, &aside)?)
}
