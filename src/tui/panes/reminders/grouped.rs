//! The queue as a list with heads: groups that fold, one cursor through heads and rows, marks of rows and of groups.

use std::collections::HashSet;

use crate::text::alphabet::Alphabet;
use crate::tui::table::{Row, Table};

use super::group::Group;
use super::rows::{Column, Line, RowId, Sums};

/// A line of the list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum At {
    Head(Group),
    /// A line of the table.
    Row(u32),
}

/// What a line is the same by after a reload.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
enum Key {
    Head(Group),
    Row(RowId),
}

/// A group as it is shown.
#[derive(Clone, Default, Debug)]
pub struct Shown {
    /// Its rows: lines of the table, in order.
    rows: Vec<u32>,
    pub amounts: Sums,
}

impl Shown {
    pub fn count(&self) -> usize {
        self.rows.len()
    }
}

#[derive(Clone, Debug)]
pub struct Grouped {
    table: Table<Line>,
    /// By `Group::place`.
    groups: Vec<Shown>,
    folded: HashSet<Group>,
    lines: Vec<At>,
    pub cursor: usize,
}

impl Default for Grouped {
    fn default() -> Self {
        Self::new(Alphabet::default())
    }
}

impl Grouped {
    pub fn new(alphabet: Alphabet) -> Self {
        Self {
            table: Table::new(alphabet),
            groups: vec![Shown::default(); Group::ALL.len()],
            folded: Group::ALL
                .into_iter()
                .filter(|group| !group.is_due())
                .collect(),
            lines: Vec::new(),
            cursor: 0,
        }
    }

    /// Takes new rows. The cursor stays on its row or, if that is gone, goes to the next one that is still there.
    pub fn set(&mut self, rows: Vec<Line>) {
        let first = !self.table.loaded;
        let below = self.keys_from_cursor();
        self.table.set(rows);
        self.regroup(&below);
        if first {
            // The first row, not the head above it: there is what to read.
            self.cursor = usize::from(matches!(self.lines.get(1), Some(At::Row(_))));
        }
    }

    /// The cursor's line and those after it, then those before it, the nearest first.
    fn keys_from_cursor(&self) -> Vec<Key> {
        let after = self.cursor..self.lines.len();
        let before = (0..self.cursor.min(self.lines.len())).rev();
        after.chain(before).filter_map(|at| self.key(at)).collect()
    }

    fn key(&self, at: usize) -> Option<Key> {
        match self.lines.get(at)? {
            At::Head(group) => Some(Key::Head(*group)),
            At::Row(line) => Some(Key::Row(self.table.row(*line as usize)?.id())),
        }
    }

    /// Lays the lines out anew and puts the cursor on the first of the keys that is there.
    fn regroup(&mut self, keys: &[Key]) {
        for shown in &mut self.groups {
            *shown = Shown::default();
        }
        for (line, row) in (0_u32..).zip(self.table.shown()) {
            if let Some(shown) = self.groups.get_mut(row.group.place()) {
                shown.rows.push(line);
                shown.amounts.add(row.whose.currency, row.amount());
            }
        }
        self.lines.clear();
        for group in Group::ALL {
            let Some(shown) = self.groups.get(group.place()) else {
                continue;
            };
            if shown.rows.is_empty() {
                continue;
            }
            self.lines.push(At::Head(group));
            if !self.folded.contains(&group) {
                self.lines
                    .extend(shown.rows.iter().map(|line| At::Row(*line)));
            }
        }
        let here: std::collections::HashMap<Key, usize> = (0..self.lines.len())
            .filter_map(|at| Some((self.key(at)?, at)))
            .collect();
        let found = keys.iter().find_map(|key| here.get(key));
        self.cursor = found.copied().unwrap_or(0);
    }

    pub fn len(&self) -> usize {
        self.lines.len()
    }

    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    pub fn loaded(&self) -> bool {
        self.table.loaded
    }

    pub fn table(&self) -> &Table<Line> {
        &self.table
    }

    pub fn line(&self, at: usize) -> Option<At> {
        self.lines.get(at).copied()
    }

    pub fn row(&self, line: u32) -> Option<&Line> {
        self.table.row(line as usize)
    }

    /// The row under the cursor.
    pub fn selected(&self) -> Option<&Line> {
        match self.line(self.cursor)? {
            At::Row(line) => self.row(line),
            At::Head(_) => None,
        }
    }

    /// The group that the cursor is in.
    pub fn group(&self) -> Option<Group> {
        match self.line(self.cursor)? {
            At::Head(group) => Some(group),
            At::Row(line) => Some(self.row(line)?.group),
        }
    }

    /// Whether the cursor is on the head of a group.
    pub fn on_head(&self) -> Option<Group> {
        match self.line(self.cursor)? {
            At::Head(group) => Some(group),
            At::Row(_) => None,
        }
    }

    pub fn shown(&self, group: Group) -> Option<&Shown> {
        self.groups.get(group.place())
    }

    /// The rows of a group that the filter lets through.
    pub fn rows_of(&self, group: Group) -> impl Iterator<Item = &Line> {
        let lines = self.groups.get(group.place()).into_iter();
        lines
            .flat_map(|shown| &shown.rows)
            .filter_map(|line| self.row(*line))
    }

    pub fn is_folded(&self, group: Group) -> bool {
        self.folded.contains(&group)
    }

    /// Folds the group under the cursor, or opens it again; the cursor goes to its head.
    pub fn fold(&mut self) {
        let Some(group) = self.group() else { return };
        if !self.folded.remove(&group) {
            self.folded.insert(group);
        }
        self.regroup(&[Key::Head(group)]);
    }

    /// Puts the cursor on a row, and opens its group if it is folded; not on one that the filter keeps back.
    pub fn go_to(&mut self, id: RowId) {
        if self.table.shown().any(|row| row.id() == id) {
            self.folded.remove(&id.group);
            self.regroup(&[Key::Row(id)]);
        }
    }

    pub fn filter(&self) -> &str {
        self.table.filter()
    }

    pub fn narrow(&mut self, filter: &str) {
        let keys = self.keys_from_cursor();
        self.table.narrow(filter);
        self.regroup(&keys);
        // What was looked for, not the head above it.
        if let (Some(At::Head(_)), Some(At::Row(_))) =
            (self.line(self.cursor), self.line(self.cursor + 1))
        {
            self.cursor += 1;
        }
    }

    pub fn sort_next(&mut self) {
        let group = self.group();
        self.table.sort_next();
        self.regroup(&group.map(Key::Head).into_iter().collect::<Vec<_>>());
    }

    pub fn sort_reverse(&mut self) {
        let group = self.group();
        self.table.sort_reverse();
        self.regroup(&group.map(Key::Head).into_iter().collect::<Vec<_>>());
    }

    pub fn order(&self) -> Option<(Column, bool)> {
        self.table.order()
    }

    /// Marks the row under the cursor, or takes its mark away, and goes on to the next; on a head, the whole group.
    pub fn mark(&mut self) {
        if self.on_head().is_some() {
            self.mark_group();
            return;
        }
        if let Some(id) = self.selected().map(Row::id) {
            self.table.toggle(id);
            self.cursor = (self.cursor + 1).min(self.lines.len().saturating_sub(1));
        }
    }

    /// Marks all rows of the cursor's group or, if all are marked, takes their marks away.
    pub fn mark_group(&mut self) {
        let Some(group) = self.group() else { return };
        let ids: Vec<RowId> = self.rows_of(group).map(Row::id).collect();
        let all = self.rows_of(group).all(|row| self.table.is_marked(row));
        self.table.mark_these(&ids, !all);
    }

    pub fn is_marked(&self, row: &Line) -> bool {
        self.table.is_marked(row)
    }

    pub fn marked(&self) -> impl Iterator<Item = &Line> {
        self.table.marked()
    }

    pub fn unmark(&mut self) -> bool {
        self.table.unmark()
    }
}
