//! The use cases: one file each. Opens what must be opened, asks the rules, has the store write; both faces ask
//! here and nowhere else. The only layer that knows what time it is.

mod act;
mod aging;
mod bank;
pub mod clock;
pub mod config;
pub mod credit;
pub mod demo;
mod demonstrate;
mod explained;
mod failure;
mod find;
mod fingerprint;
mod handing;
mod import;
mod in_the_way;
pub mod job;
pub mod keep;
mod law;
mod learned;
mod lists;
mod log;
pub mod mail;
pub mod mapping;
mod meant;
mod money;
pub mod open;
mod outbox;
mod overlays;
mod overview;
mod paper;
mod policy;
pub mod post;
mod posted;
mod refund;
mod register;
mod reminders;
mod rounding;
mod rulebook;
mod rules;
mod run;
mod settle;
mod setup;
mod statement;
mod survey;
mod tell;
mod tell_outbox;
mod tell_overlay;
mod tell_record;
mod tell_register;
mod teller;
mod undo;
mod unmatched;
mod wait;
mod whole_file;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use crate::domain::date::Date;
use crate::domain::event::EventFacts;
use crate::domain::id::EntryId;
use crate::domain::ledger::LedgerFacts;
use crate::rules::Rulebook;
use crate::store::{Access, Store};

pub use demonstrate::Demonstration;
pub use failure::Failure;
pub use find::parts_of;
pub use fingerprint::fingerprint;
pub use handing::StatusAsked;
pub use import::ImportOptions;
pub use job::Watch;
pub use law::Rates;
pub use open::{Options, Welcome, default_ledger};
pub use paper::{LetterPage, PageOf, Previewed};
pub use policy::{CreditPart, PolicyPart, ToldFee, ToldPolicy, ToldStage};
pub use reminders::Asked;
pub use rulebook::{FaultPlace, RulesFault};
pub use run::{Ear, Tell};
pub use undo::Back;
pub use wait::Holder;
pub use whole_file::write_whole;

/// How much of a plan falls on each day.
pub use crate::rules::decide::instalments;

/// What a policy is made of.
pub use crate::rules::credit::CreditPolicy;
pub use crate::rules::policy::{FeeAsked, Policy, StageDoes};

/// Rows of the law, and the lack of one.
pub use crate::rules::law::{Gap, LawLine, Regime, Unit};

/// Something in the outbox.
pub use crate::store::query::DispatchRow;

/// A sheet as lines of text, none wider than so many columns.
pub use crate::letters::text::render as page;

/// What the company decides about matching.
pub use crate::matching::Settings as MatchSettings;

use clock::Clock;
use config::Config;

/// Who asks: kept with every entry.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Face {
    Desk,
    CommandLine,
}

impl Face {
    fn name(self) -> &'static str {
        match self {
            Self::Desk => "desk",
            Self::CommandLine => "command line",
        }
    }
}

/// An open ledger with what is needed to work on it.
pub struct Desk {
    store: Store,
    config: Config,
    rulebook: Arc<Rulebook>,
    /// Why the settings' rules of reminders cannot be used.
    rules_fault: Option<RulesFault>,
    clock: Clock,
    face: Face,
    actor: String,
    ledger: LedgerFacts,
    /// The last entry before this desk was opened: `u` goes no further back.
    opened_after: EntryId,
    demo: Option<PathBuf>,
    shelf: explained::Shelf,
}

/// What was done.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Did {
    pub entry: EntryId,
    pub run: EntryId,
    pub command: &'static str,
    pub events: Vec<EventFacts>,
}

/// What every screen shows around its pane.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Frame {
    pub ledger: LedgerFacts,
    pub path: PathBuf,
    pub today: Date,
    pub locked: Option<Date>,
    pub read_only: bool,
    pub is_demo: bool,
    /// The demo's fresh bank file.
    pub bank_file: Option<PathBuf>,
    /// Why no e-mail can leave, as far as that is known without trying.
    pub no_mail: Option<mail::NoMail>,
}

impl Desk {
    pub fn frame(&self) -> Frame {
        Frame {
            ledger: self.ledger.clone(),
            path: self.store.path().to_owned(),
            today: self.today(),
            locked: self
                .store
                .read()
                .ledger()
                .ok()
                .flatten()
                .and_then(|(_, locked)| locked),
            read_only: self.store.access() == Access::ReadOnly,
            is_demo: self.demo.is_some(),
            bank_file: self.demo.clone(),
            no_mail: self.no_mail(),
        }
    }

    pub fn config(&self) -> &Config {
        &self.config
    }

    pub fn today(&self) -> Date {
        self.clock.today()
    }

    pub fn ledger(&self) -> &LedgerFacts {
        &self.ledger
    }

    /// Counts the steps of the database's machine from now on.
    pub fn count_steps(&mut self) -> anyhow::Result<Arc<AtomicU64>> {
        Ok(self.store.count_steps()?)
    }

    /// Whether someone else has written to the ledger since this was last asked.
    pub fn foreign_write(&mut self) -> anyhow::Result<bool> {
        let written = self.store.foreign_write()?;
        if written {
            self.heed_size()?;
        }
        Ok(written)
    }
}
