//! A folder with a ledger of its own, in which the real program is asked and the real desk is opened.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::pty::{Terminal, binary, command};

/// What the real program finds around it: the folder is its home and holds the ledger and the settings.
pub struct Home {
    folder: TempDir,
    /// What the desk takes for today.
    pub today: String,
    /// The settings that are used, by their file's name.
    pub settings: String,
}

impl Home {
    /// Nothing but empty settings.
    pub fn bare() -> Self {
        let home = Self {
            folder: tempfile::tempdir().unwrap(),
            today: "2026-11-23".to_owned(),
            settings: "settings.toml".to_owned(),
        };
        home.write("settings.toml", "");
        home
    }

    /// A Norwegian company's new ledger.
    pub fn new() -> Self {
        let home = Self::bare();
        home.company();
        home
    }

    /// Makes the ledger of a Norwegian company.
    pub fn company(&self) {
        let account = ["--account", "86011117947"];
        let company = ["--company", "Fjordtre AS", "--country", "no"];
        self.run(&[&["init"][..], &company, &account].concat());
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, text: &str) {
        fs::write(self.file(name), text).unwrap();
    }

    /// Takes files in: a name and what is in it.
    pub fn takes(&self, files: &[(&str, &str)]) {
        for (name, text) in files {
            self.write(name, text);
            self.run(&["import", name]);
        }
    }

    /// Runs a command that must succeed; what it answers.
    pub fn run(&self, arguments: &[&str]) -> String {
        let output = std::process::Command::new(binary())
            .args(arguments)
            .args(["--ledger", "l.reskontra", "--today", &self.today])
            .env("RESKONTRA_CONFIG", self.file(&self.settings))
            .env("HOME", self.path())
            .current_dir(self.path())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{arguments:?}: {said}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// The desk on that ledger, once it shows its first pane.
    pub fn desk(&self, columns: u16, rows: u16) -> Terminal {
        let mut command = command(binary(), self.path());
        command.args(["--ledger", "l.reskontra", "--today", &self.today]);
        command.env("RESKONTRA_CONFIG", self.file(&self.settings));
        let desk = Terminal::start(command, columns, rows);
        desk.shows("[1 Today]");
        desk
    }
}
