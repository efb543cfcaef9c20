//! A list of rows as a pane shows it: filtered, sorted, marked, with a selection that outlives a reload. Cost of a
//! redraw follows what is visible; only a new filter, order or content walks all rows.

use std::cmp::Reverse;
use std::collections::HashSet;
use std::hash::Hash;
use std::mem::take;

use rust_decimal::Decimal;

use crate::domain::money::Currency;
use crate::text::alphabet::Alphabet;
use crate::text::filter::{Filter, FilterFault, Haystack, Labels, State, Subject};
use crate::text::nearest::nearest_names;

/// More than this is like anything.
const MOST_NEAREST: usize = 50;

/// What a filter looks at of a row, folded once when the row comes.
#[derive(Clone, Debug)]
pub struct Words {
    /// Everything that the row shows besides.
    pub text: String,
    pub number: String,
    /// Name and number.
    pub customer: String,
    pub late: i64,
    pub amount: Decimal,
    pub open: Decimal,
    pub currency: Currency,
    pub labels: Labels,
}

impl Words {
    fn subject(&self) -> Subject<'_> {
        Subject {
            words: &[],
            number: "",
            customer: &self.customer,
            late: self.late,
            amount: self.amount,
            open: self.open,
            currency: self.currency.code(),
            states: self.labels.states,
            tags: &self.labels.tags,
            group: &self.labels.group,
        }
    }
}

/// What a row is ordered by in one column.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Rank {
    Number(i64),
    Text(String),
    /// A name, by its place in the alphabet.
    Key(Vec<u8>),
}

/// What a table needs of its rows.
pub trait Row {
    /// What a row is the same by after a reload.
    type Id: Copy + Eq + Hash;
    /// What the rows can be ordered by.
    type Column: Copy + PartialEq + 'static;
    /// The orders, as `sort` goes through them. The first is the one to start with.
    const COLUMNS: &'static [Self::Column];

    /// Whether a filter of words that nothing contains finds what is most like them. Not where a key acts on all that
    /// is shown.
    const NEAREST: bool = false;

    /// What is known of many rows together, so that no drawing has to walk them.
    type Sum: Default + Clone + std::fmt::Debug;

    fn id(&self) -> Self::Id;
    fn add_to(&self, sum: &mut Self::Sum);
    fn words(&self) -> Words;

    /// Whether it stays out of sight until a filter asks for what is inactive, or finds nothing else.
    fn rests(&self) -> bool {
        false
    }

    fn rank(&self, column: Self::Column, alphabet: Alphabet) -> Rank;
    /// Whether the largest comes first unless the user turns the order round.
    fn descends(column: Self::Column) -> bool;
}

/// Rows, what of them is shown, and where the cursor is.
#[derive(Clone, Debug)]
pub struct Table<R: Row> {
    rows: Vec<R>,
    /// What a filter looks at, in the order of the rows, but for the texts of its words: those are in the haystack.
    words: Vec<Words>,
    haystack: Haystack,
    /// Indices of all rows in order: a filter walks it and need not sort again.
    sorted: Vec<u32>,
    /// Indices of the rows shown, in order.
    shown: Vec<u32>,
    pub cursor: usize,
    column: usize,
    reversed: bool,
    filter: String,
    fault: Option<FilterFault>,
    /// Nothing has the words of the filter: what is shown is like them, the most like first.
    nearest: bool,
    /// How many rows pass and stay out of sight all the same.
    resting: usize,
    marked: HashSet<R::Id>,
    alphabet: Alphabet,
    sum_of_all: R::Sum,
    sum_of_shown: R::Sum,
    /// Whether rows have come at all.
    pub loaded: bool,
}

impl<R: Row> Default for Table<R> {
    fn default() -> Self {
        Self {
            rows: Vec::new(),
            words: Vec::new(),
            haystack: Haystack::default(),
            sorted: Vec::new(),
            shown: Vec::new(),
            cursor: 0,
            column: 0,
            reversed: false,
            filter: String::new(),
            fault: None,
            nearest: false,
            resting: 0,
            marked: HashSet::new(),
            alphabet: Alphabet::default(),
            sum_of_all: R::Sum::default(),
            sum_of_shown: R::Sum::default(),
            loaded: false,
        }
    }
}

impl<R: Row> Table<R> {
    /// A table of a country's names.
    pub fn new(alphabet: Alphabet) -> Self {
        Self {
            alphabet,
            ..Self::default()
        }
    }

    /// Takes new rows; the selection stays on its row, or where it was if that is gone.
    pub fn set(&mut self, rows: Vec<R>) {
        let selected = self.selected().map(Row::id);
        self.haystack.clear();
        self.words.clear();
        for row in &rows {
            let mut words = row.words();
            let (text, number) = (take(&mut words.text), take(&mut words.number));
            self.haystack.push(&[&words.customer, &number, &text]);
            self.words.push(words);
        }
        self.rows = rows;
        self.loaded = true;
        if !self.marked.is_empty() {
            let here: HashSet<_> = self.rows.iter().map(Row::id).collect();
            self.marked.retain(|id| here.contains(id));
        }
        self.arrange(selected);
    }

    /// Takes one row out: what was just dealt with.
    pub fn remove(&mut self, id: R::Id) {
        if let Some(at) = self.rows.iter().position(|row| row.id() == id) {
            let selected = self
                .selected()
                .map(Row::id)
                .filter(|selected| *selected != id);
            self.rows.remove(at);
            self.words.remove(at);
            self.haystack.remove(at);
            self.arrange(selected);
        }
    }

    /// Puts the rows in order.
    fn arrange(&mut self, selected: Option<R::Id>) {
        self.sum_of_all = sum(self.rows.iter());
        let count = u32::try_from(self.rows.len()).unwrap_or(u32::MAX);
        self.sorted.clear();
        self.sorted.extend(0..count);
        if let Some((column, descends)) = self.order() {
            let (rows, alphabet) = (&self.rows, self.alphabet);
            // Stable both ways: rows that are equal stay in the order in which they came.
            if descends {
                self.sorted
                    .sort_by_cached_key(|i| Reverse(rows[*i as usize].rank(column, alphabet)));
            } else {
                self.sorted
                    .sort_by_cached_key(|i| rows[*i as usize].rank(column, alphabet));
            }
        }
        self.sift(selected);
    }

    /// Shows what the filter lets through.
    fn sift(&mut self, selected: Option<R::Id>) {
        self.shown.clear();
        self.nearest = false;
        self.resting = 0;
        match Filter::parse(&self.filter) {
            Ok(filter) if !filter.is_empty() => {
                let words = &self.words;
                let subject = |row: usize| words[row].subject();
                let passes = filter.sift(&mut self.haystack, subject, words.len());
                self.shown
                    .extend(self.sorted.iter().filter(|i| passes[**i as usize]));
                if !filter.asks_for(State::Inactive) {
                    self.lay_aside();
                }
                if R::NEAREST
                    && self.shown.is_empty()
                    && let Some(sought) = filter.plain_words()
                {
                    self.shown = nearest_names(&sought, self.customers(), MOST_NEAREST);
                    self.nearest = !self.shown.is_empty();
                }
            }
            _ => {
                self.shown.extend_from_slice(&self.sorted);
                self.lay_aside();
            }
        }
        self.sum_of_shown = if self.is_narrowed() || self.resting > 0 {
            sum(self.shown())
        } else {
            self.sum_of_all.clone()
        };
        if let Some(id) = selected
            && let Some(at) = self
                .shown
                .iter()
                .position(|i| self.rows[*i as usize].id() == id)
        {
            self.cursor = at;
        }
        self.cursor = self.cursor.min(self.shown.len().saturating_sub(1));
    }

    /// Takes the rows that rest out of what is shown, unless nothing else would be left: who looks for one of them by
    /// name finds him.
    fn lay_aside(&mut self) {
        let rows = &self.rows;
        let rests = |i: &u32| rows[*i as usize].rests();
        let resting = self.shown.iter().filter(|i| rests(i)).count();
        self.resting = if resting == self.shown.len() {
            0
        } else {
            resting
        };
        if self.resting > 0 {
            self.shown.retain(|i| !rests(i));
        }
    }

    /// How many rows would be shown but for their rest.
    pub fn resting(&self) -> usize {
        self.resting
    }

    pub fn len(&self) -> usize {
        self.shown.len()
    }

    pub fn is_empty(&self) -> bool {
        self.shown.is_empty()
    }

    /// Whether the filter hides rows.
    pub fn is_narrowed(&self) -> bool {
        self.shown.len() + self.resting != self.rows.len()
    }

    /// Whether the rows shown are only like what the filter asks for.
    pub fn is_nearest(&self) -> bool {
        self.nearest
    }

    pub fn sum_of_all(&self) -> &R::Sum {
        &self.sum_of_all
    }

    pub fn sum_of_shown(&self) -> &R::Sum {
        &self.sum_of_shown
    }

    /// All rows, hidden ones too.
    pub fn rows(&self) -> &[R] {
        &self.rows
    }

    /// Customers' names and numbers, folded, in the order of the rows.
    pub fn customers(&self) -> impl Iterator<Item = &str> {
        self.haystack.firsts()
    }

    /// The row on a line of what is shown.
    pub fn row(&self, line: usize) -> Option<&R> {
        self.rows.get(*self.shown.get(line)? as usize)
    }

    pub fn shown(&self) -> impl Iterator<Item = &R> {
        self.shown.iter().filter_map(|i| self.rows.get(*i as usize))
    }

    pub fn selected(&self) -> Option<&R> {
        self.row(self.cursor)
    }

    /// Puts the cursor on a row, if it is shown.
    pub fn select(&mut self, id: R::Id) -> bool {
        let at = self
            .shown
            .iter()
            .position(|i| self.rows[*i as usize].id() == id);
        if let Some(at) = at {
            self.cursor = at;
        }
        at.is_some()
    }

    pub fn filter(&self) -> &str {
        &self.filter
    }

    pub fn fault(&self) -> Option<&FilterFault> {
        self.fault.as_ref()
    }

    /// Narrows to what a filter lets through. While it cannot be read, all rows stay.
    pub fn narrow(&mut self, filter: &str) {
        let selected = self.selected().map(Row::id);
        filter.trim().clone_into(&mut self.filter);
        self.fault = Filter::parse(&self.filter).err();
        self.cursor = 0;
        self.sift(selected);
    }

    pub fn sort_next(&mut self) {
        self.column = (self.column + 1) % R::COLUMNS.len().max(1);
        self.reversed = false;
        self.cursor = 0;
        self.arrange(None);
    }

    pub fn sort_reverse(&mut self) {
        self.reversed = !self.reversed;
        self.cursor = 0;
        self.arrange(None);
    }

    /// The column that orders the rows, and whether the largest comes first.
    pub fn order(&self) -> Option<(R::Column, bool)> {
        let column = R::COLUMNS.get(self.column).copied()?;
        Some((column, R::descends(column) != self.reversed))
    }

    /// Marks the selected row, or takes its mark away, and goes on to the next.
    pub fn mark(&mut self) {
        if let Some(id) = self.selected().map(Row::id) {
            self.toggle(id);
            self.cursor = (self.cursor + 1).min(self.shown.len().saturating_sub(1));
        }
    }

    /// Marks a row, or takes its mark away.
    pub fn toggle(&mut self, id: R::Id) {
        if !self.marked.remove(&id) {
            self.marked.insert(id);
        }
    }

    /// Marks rows, or takes their marks away.
    pub fn mark_these(&mut self, ids: &[R::Id], on: bool) {
        for id in ids {
            if on {
                self.marked.insert(*id);
            } else {
                self.marked.remove(id);
            }
        }
    }

    pub fn is_marked(&self, row: &R) -> bool {
        self.marked.contains(&row.id())
    }

    pub fn marked(&self) -> impl Iterator<Item = &R> {
        // Where nothing is marked, nothing is to be walked through.
        let rows = if self.marked.is_empty() {
            &[]
        } else {
            self.rows.as_slice()
        };
        rows.iter().filter(|row| self.marked.contains(&row.id()))
    }

    /// Takes all marks away; false if there were none.
    pub fn unmark(&mut self) -> bool {
        let had = !self.marked.is_empty();
        self.marked.clear();
        had
    }
}

fn sum<'a, R: Row + 'a>(rows: impl Iterator<Item = &'a R>) -> R::Sum {
    rows.fold(R::Sum::default(), |mut sum, row| {
        row.add_to(&mut sum);
        sum
    })
}
