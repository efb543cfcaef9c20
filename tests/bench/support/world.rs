//! The books that the benchmarks work on: the synthetic book as files, and ledgers at each stage of the work.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::cost::Job;
use crate::book::{Book, SEED, Size};

/// The last day of the book.
pub const TODAY: &str = "2026-11-22";

/// Days in the past, one near and one far.
pub const PAST: [&str; 2] = ["2026-08-15", "2025-09-30"];

pub struct World {
    dir: TempDir,
    size: Size,
}

impl World {
    pub fn new(size: Size) -> Self {
        let world = Self {
            dir: TempDir::new().expect("a folder"),
            size,
        };
        let book = Book::build(size, SEED);
        book.write_csv(world.dir.path()).expect("the book's files");
        book.write_camt(&world.path("camt054.xml"), "08")
            .expect("the bank's file");
        let empty = world.path("empty");
        Job::desk(
            &empty,
            &[
                "init",
                "--company",
                "Bok AS",
                "--country",
                "no",
                "--currency",
                "NOK",
            ],
        )
        .run();
        world
    }

    pub fn name(&self) -> &'static str {
        self.size.name()
    }

    pub fn size(&self) -> Size {
        self.size
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// A file of the book, as an argument.
    pub fn file(&self, name: &str) -> String {
        self.path(name).display().to_string()
    }

    /// A ledger of the customers and invoices alone, of the payments too, or with these matched.
    pub fn ledger(&self, stage: Stage) -> PathBuf {
        let path = self.path(stage.name());
        if path.exists() {
            return path;
        }
        match stage {
            Stage::Invoiced => {
                fs::copy(self.path("empty"), &path).expect("a copy");
                let [customers, invoices] =
                    ["customers.csv", "invoices.csv"].map(|name| self.file(name));
                Job::desk(&path, &["import", &customers, &invoices]).run();
            }
            Stage::Paid => {
                fs::copy(self.ledger(Stage::Invoiced), &path).expect("a copy");
                Job::desk(&path, &["import", &self.file("payments.csv")]).run();
            }
            Stage::Matched => {
                fs::copy(self.ledger(Stage::Paid), &path).expect("a copy");
                Job::desk(&path, &["match", "--auto"]).run();
            }
        }
        path
    }

    /// A fresh copy of a file, to be worked on.
    pub fn copy_of(&self, original: &Path) -> PathBuf {
        let copy = self.path("copy");
        for kept in ["copy", "copy-wal", "copy-shm"] {
            let _ = fs::remove_file(self.path(kept));
        }
        fs::copy(original, &copy).expect("a copy");
        copy
    }

    /// As many rounds as one can wait for.
    pub fn rounds(&self) -> usize {
        if self.size == Size::L { 3 } else { 7 }
    }
}

#[derive(Clone, Copy)]
pub enum Stage {
    Invoiced,
    Paid,
    Matched,
}

impl Stage {
    fn name(self) -> &'static str {
        match self {
            Self::Invoiced => "invoiced",
            Self::Paid => "paid",
            Self::Matched => "matched",
        }
    }
}
