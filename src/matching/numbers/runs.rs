//! First reading of a text: what is put aside, and the written numbers that are left, each with what stands before
//! it.

use super::atoms::Atoms;
use super::words::{self, Meaning};
use super::{Aside, Found, amounts, dates, registered};

/// Atoms of one written number; longer chains are keys of machines.
const LONGEST: usize = 12;

/// What stands between a number and the one before.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Link {
    /// Other words, or nothing before.
    None,
    Space,
    /// A comma, or "og".
    And,
    /// `/`, `+` or `&`: a short number behind it may go on from the one before.
    Mark,
    /// A dash, or "til".
    Through,
}

/// A number as written in one: `10231`, `F-1001`, `2024/118`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Run {
    /// Atoms, from and up to.
    pub start: usize,
    pub end: usize,
    pub link: Link,
    /// A word for invoice stands before it, or before its list.
    pub near: bool,
    /// Where the short word begins that is glued to it: `INV-10231`.
    pub glued_word: Option<usize>,
}

/// Where the reading stands.
struct Reader<'a, 't> {
    atoms: &'a Atoms<'t>,
    found: &'a mut Found,
    runs: Vec<Run>,
    at: usize,
    near: bool,
    link: Link,
    /// What the next number is, as a word just said.
    topic: Option<Aside>,
    /// A word that says nothing of numbers was the last one.
    after_plain: bool,
    glued_word: Option<usize>,
}

/// The runs of a text; what is no invoice's number goes to what is put aside.
pub(super) fn runs(atoms: &Atoms<'_>, found: &mut Found) -> Vec<Run> {
    let mut reader = Reader {
        atoms,
        found,
        runs: Vec::new(),
        at: 0,
        near: false,
        link: Link::None,
        topic: None,
        after_plain: false,
        glued_word: None,
    };
    while reader.at < atoms.len() && reader.runs.len() < super::MOST {
        reader.step();
    }
    reader.runs
}

impl Reader<'_, '_> {
    fn step(&mut self) {
        let at = self.at;
        if let Some(topic) = self.topic
            && let Some(end) = registered::named(self.atoms, at, topic)
        {
            self.put_aside(end, topic);
            self.topic = None;
            return;
        }
        if let Some((end, aside)) = registered::at(self.atoms, at, self.is_named(at)) {
            return self.put_aside(end, aside);
        }
        if let Some(end) = dates::at(self.atoms, at) {
            return self.put_aside(end, Aside::Date);
        }
        if let Some(end) = amounts::at(self.atoms, at) {
            return self.put_aside(end, Aside::Amount);
        }
        if self.atoms.is_space(at) {
            self.glued_word = None;
            self.at += 1;
        } else if let Some(mark) = self.atoms.mark(at) {
            self.mark(mark);
        } else if self.atoms.is_word(at) {
            self.word();
        } else {
            self.run();
        }
    }

    /// Whether the word for invoice speaks of the number here: in a list, but not behind a number and a blank alone.
    fn is_named(&self, at: usize) -> bool {
        let last = self.runs.last();
        let follows = last.is_some_and(|last| self.atoms.past_space(last.end) == at);
        self.near && !(follows && self.link == Link::None)
    }

    /// Dates and amounts may stand between the numbers of a list.
    fn put_aside(&mut self, end: usize, aside: Aside) {
        self.found
            .put_aside(self.atoms.written(self.at, end), aside);
        // A register's number by its form alone may be a reference all the same.
        let by_form = self.topic.is_none()
            && self.atoms.number(self.at).is_some()
            && matches!(aside, Aside::Account | Aside::OrganisationNumber);
        if !(by_form && end == self.at + 1) && self.found.1.len() < super::MOST {
            self.found.1.push(self.atoms.bytes(self.at, end));
        }
        self.near &= matches!(aside, Aside::Date | Aside::Amount);
        self.at = end;
        self.link = Link::None;
        self.after_plain = false;
        self.glued_word = None;
    }

    fn mark(&mut self, mark: char) {
        match mark {
            ',' | ';' | '|' => self.link = Link::And,
            '+' | '&' | '/' => self.link = Link::Mark,
            '-' | '–' | '—' | '−' => self.link = Link::Through,
            '#' => self.near = self.topic.is_none() || self.near,
            _ => {}
        }
        if mark != '-' {
            self.glued_word = None;
        }
        if mark != '.' {
            self.after_plain = false;
        }
        self.at += 1;
    }

    fn word(&mut self) {
        let at = self.at;
        let meaning = words::at(self.atoms, at);
        if self.atoms.written(at, at + 5).eq_ignore_ascii_case("t.o.m") {
            self.link = Link::Through;
            self.at += 5;
            return;
        }
        if meaning == Meaning::Plain && self.begins_run() {
            return self.run();
        }
        let before = self.after_plain;
        self.at += 1;
        self.after_plain = false;
        self.glued_word = None;
        let is_short = self.atoms.written(at, at + 1).len() <= 4;
        match meaning {
            Meaning::Invoice => {
                self.near = true;
                self.topic = None;
                self.glued_word = Some(at).filter(|_| is_short);
                self.link = Link::None;
            }
            Meaning::Filler => {
                let is_glued = self.atoms.number(at + 1).is_some();
                let stands = self.topic.is_none() && (is_glued || !before);
                self.near |= stands;
                self.after_plain = before;
                self.link = Link::None;
            }
            Meaning::And => self.link = Link::And,
            Meaning::Through => self.link = Link::Through,
            Meaning::Topic(aside) => {
                self.topic = Some(aside);
                self.near = false;
                self.link = Link::None;
            }
            Meaning::Currency | Meaning::Date | Meaning::Month | Meaning::Week => {
                self.link = Link::None;
                self.topic = None;
            }
            Meaning::Reference | Meaning::Plain => {
                self.near = false;
                self.link = Link::None;
                self.topic = None;
                self.after_plain = true;
            }
        }
    }

    /// Whether a word is the beginning of a number: `F-1001`.
    fn begins_run(&self) -> bool {
        let end = self.run_end(self.at, LONGEST);
        (self.at..end).any(|at| self.atoms.number(at).is_some())
    }

    /// The end of what is written in one, in so many atoms at the most.
    fn run_end(&self, start: usize, most: usize) -> usize {
        let atoms = self.atoms;
        let mut end = start;
        let mut has_digits = false;
        // A word that means something else ends a number: `10231og10232`.
        let goes_on = |at: usize, has_digits: bool| {
            let is_word = atoms.is_word(at);
            (is_word && (!has_digits || words::at(atoms, at) == Meaning::Plain))
                || atoms.number(at).is_some()
        };
        while end - start < most {
            if goes_on(end, has_digits) {
                has_digits |= atoms.number(end).is_some();
                end += 1;
            } else if end > start
                && matches!(atoms.mark(end), Some('-' | '/' | '_'))
                && goes_on(end + 1, has_digits)
            {
                end += 1;
            } else {
                break;
            }
        }
        end
    }

    fn run(&mut self) {
        let start = self.at;
        let end = self.run_end(start, LONGEST);
        if end - start >= LONGEST {
            // The key of some machine: nothing in it is a number of ours.
            self.at = self.run_end(start, usize::MAX);
            self.link = Link::None;
            self.near = false;
            return;
        }
        let link = match (self.link, self.runs.last()) {
            (Link::None, Some(last)) if self.atoms.past_space(last.end) == start => Link::Space,
            (link, Some(_)) => link,
            (_, None) => Link::None,
        };
        let near = self.near && self.goes_with_list(start, end);
        self.runs.push(Run {
            start,
            end,
            link,
            near,
            glued_word: self.glued_word,
        });
        self.at = end;
        self.link = Link::None;
        self.topic = None;
        self.after_plain = false;
        self.glued_word = None;
        self.near = near;
    }

    /// The word before a list counts for all of it, but not for the "2" of "faktura 10231, 2 stk".
    fn goes_with_list(&self, start: usize, end: usize) -> bool {
        let Some(last) = self
            .runs
            .last()
            .filter(|last| last.near && self.link != Link::None)
        else {
            return true;
        };
        let length = |start, end| self.atoms.written(start, end).len();
        let short = matches!(self.link, Link::Mark | Link::Through);
        short || length(last.start, last.end).abs_diff(length(start, end)) <= 1
    }
}
