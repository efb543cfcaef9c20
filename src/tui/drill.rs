//! How deep a pane is: its list, the detail of a row, a document of the detail. `Enter` goes a level down, `Esc` up.

use super::action::Scope;
use super::msg::Target;
use crate::reports::card::DocumentView;

#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Level {
    #[default]
    List,
    Detail,
    Document,
}

/// Where the keys are in a pane of three levels.
#[derive(Clone, Default, Debug)]
pub struct Drill {
    pub level: Level,
    /// The cursor among the detail's items.
    pub item: usize,
    /// What is to be shown on the third level, and what is there of it.
    pub target: Option<Target>,
    pub document: Option<Box<DocumentView>>,
    /// The cursor in its history.
    pub line: usize,
}

impl Drill {
    pub fn scope(&self, list: Scope, detail: Scope) -> Scope {
        match self.level {
            Level::List => list,
            Level::Detail => detail,
            Level::Document => Scope::Document,
        }
    }

    /// Opens a document on the third level.
    pub fn open(&mut self, target: Target) {
        self.level = Level::Document;
        self.line = 0;
        if self.target != Some(target) {
            self.target = Some(target);
            self.document = None;
        }
    }

    /// A level up; false on the first.
    pub fn up(&mut self) -> bool {
        let was = self.level;
        self.level = match was {
            Level::Document => Level::Detail,
            Level::Detail | Level::List => Level::List,
        };
        was != Level::List
    }

    /// Another row's detail: its items are read from the start.
    pub fn renew(&mut self) {
        self.item = 0;
        self.target = None;
        self.document = None;
    }
}
