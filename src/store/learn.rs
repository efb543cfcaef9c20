//! What decisions teach: counted while they are written, and put into the tables once, before the change is
//! committed, however many they are.

use std::collections::{BTreeMap, HashMap, btree_map, hash_map};

use rusqlite::{OptionalExtension, Row, params};

use super::{Result, Tx, entry_id};
use crate::domain::book::Book;
use crate::domain::event::{Decision, Deed};
use crate::domain::evidence::pattern;
use crate::domain::id::{CustomerId, EntryId};
use crate::domain::link::{Learned, Lesson, LinkKind, Record};

/// Rows as they are by now, where they differ from their tables or may come to. None: there is no such row.
#[derive(Default)]
pub(super) struct Lessons {
    /// Of each account or name, customer by customer.
    links: HashMap<(LinkKind, String), Vec<OfCustomer>>,
    patterns: BTreeMap<String, Record>,
}

/// What one customer's row is by now.
type OfCustomer = (CustomerId, Option<Lesson>);

const LESSONS_OF_KEY: &str = "SELECT customer, right, undone, streak, origin, last FROM link
    WHERE kind = ?1 AND key = ?2";

pub(super) fn lesson(row: &Row<'_>, at: usize) -> rusqlite::Result<Lesson> {
    Ok(Lesson {
        customer: CustomerId(row.get(at)?),
        record: record(row, at + 1)?,
        origin: entry_id(row, at + 4)?,
        last: entry_id(row, at + 5)?,
    })
}

pub(super) fn record(row: &Row<'_>, at: usize) -> rusqlite::Result<Record> {
    Ok(Record {
        right: row.get(at)?,
        undone: row.get(at + 1)?,
        streak: row.get(at + 2)?,
    })
}

impl Tx<'_> {
    /// Counts a decision, or that it was taken back. The book is as it stands after the deed.
    pub(super) fn learn(&mut self, book: &Book, deed: &Deed) -> Result<()> {
        let (decision, right) = match deed {
            Deed::Decided(decision) => (decision, true),
            Deed::DecisionWithdrawn(decision) => (decision, false),
            _ => return Ok(()),
        };
        self.learn_pattern(decision, right)?;
        if !decision.teaches {
            return Ok(());
        }
        let customer = book.item(decision.receipt)?.keyed;
        let Some(receipt) = book.receipts.get(&decision.receipt) else {
            return Ok(());
        };
        if customer == CustomerId::UNIDENTIFIED {
            return Ok(());
        }
        let payer = [
            (LinkKind::Account, &receipt.payer_account),
            (LinkKind::Name, &receipt.payer_name),
        ];
        for (kind, text) in payer {
            if let Some(key) = text.as_deref().and_then(|text| kind.key(text)) {
                self.learn_link(kind, key, customer, right)?;
            }
        }
        Ok(())
    }

    /// A person's own choice has no pattern that could be right or wrong.
    fn learn_pattern(&mut self, decision: &Decision, right: bool) -> Result<()> {
        let codes = pattern(&decision.evidence);
        if decision.class.is_none() || codes.is_empty() {
            return Ok(());
        }
        let record = match self.state.lessons.patterns.entry(codes) {
            btree_map::Entry::Occupied(known) => known.into_mut(),
            btree_map::Entry::Vacant(new) => {
                let sql = "SELECT right, undone, streak FROM pattern WHERE codes = ?1";
                let mut statement = self.tx.prepare_cached(sql)?;
                let found = statement.query_row([new.key()], |row| record(row, 0));
                let found = found.optional()?.unwrap_or_default();
                new.insert(found)
            }
        };
        count(record, right);
        Ok(())
    }

    fn learn_link(
        &mut self,
        kind: LinkKind,
        key: String,
        customer: CustomerId,
        right: bool,
    ) -> Result<()> {
        let entry = self.state.here().0;
        let row = self.lesson_mut(kind, key, customer)?;
        match row {
            Some(lesson) => {
                count(&mut lesson.record, right);
                if right {
                    lesson.last = entry;
                }
            }
            None if right => {
                let mut record = Record::default();
                record.confirm();
                *row = Some(Lesson {
                    customer,
                    record,
                    origin: entry,
                    last: entry,
                });
            }
            // It was forgotten since: there is nothing to take back.
            None => {}
        }
        Ok(())
    }

    fn lesson_mut(
        &mut self,
        kind: LinkKind,
        key: String,
        customer: CustomerId,
    ) -> Result<&mut Option<Lesson>> {
        let lessons = match self.state.lessons.links.entry((kind, key)) {
            hash_map::Entry::Occupied(known) => known.into_mut(),
            hash_map::Entry::Vacant(new) => {
                let mut statement = self.tx.prepare_cached(LESSONS_OF_KEY)?;
                let key = new.key().1.as_str();
                let found = statement.query_map([kind.name(), key], |row| lesson(row, 0))?;
                let found = found.map(|found| found.map(|lesson| (lesson.customer, Some(lesson))));
                let found = found.collect::<rusqlite::Result<_>>()?;
                new.insert(found)
            }
        };
        let known = lessons.iter().position(|(known, _)| *known == customer);
        let at = known.unwrap_or_else(|| {
            lessons.push((customer, None));
            lessons.len() - 1
        });
        Ok(&mut lessons[at].1)
    }

    /// What was learned of a payer's account or name, by this change too.
    pub(super) fn learned(&self, kind: LinkKind, key: &str) -> Result<Learned> {
        let mut lessons: BTreeMap<CustomerId, Lesson> = BTreeMap::new();
        let mut statement = self.tx.prepare_cached(LESSONS_OF_KEY)?;
        for found in statement.query_map([kind.name(), key], |row| lesson(row, 0))? {
            let found = found?;
            lessons.insert(found.customer, found);
        }
        let new = self.state.lessons.links.get(&(kind, key.to_owned()));
        for (customer, lesson) in new.into_iter().flatten() {
            match lesson {
                Some(lesson) => lessons.insert(*customer, *lesson),
                None => lessons.remove(customer),
            };
        }
        let sql = "SELECT entry FROM link_block WHERE kind = ?1 AND key = ?2";
        let mut statement = self.tx.prepare_cached(sql)?;
        let blocked = statement.query_row([kind.name(), key], |row| entry_id(row, 0));
        Ok(Learned {
            lessons: lessons.into_values().collect(),
            blocked: blocked.optional()?,
            registered: Vec::new(),
        })
    }

    /// Carries out what a person says of a link or of a rule.
    pub(super) fn write_lesson(&mut self, deed: &Deed) -> Result<()> {
        let entry = self.state.here().0;
        match deed {
            Deed::LinkBlocked { kind, key } => {
                self.tx
                    .prepare_cached(
                        "INSERT INTO link_block (kind, key, entry) VALUES (?1, ?2, ?3)",
                    )?
                    .execute(params![kind.name(), key, entry.0])?;
            }
            Deed::LinkUnblocked { kind, key } => {
                self.tx
                    .prepare_cached("DELETE FROM link_block WHERE kind = ?1 AND key = ?2")?
                    .execute([kind.name(), key])?;
            }
            Deed::LinkForgotten { kind, key, .. } => {
                self.settle_lessons()?;
                self.tx
                    .prepare_cached("DELETE FROM link WHERE kind = ?1 AND key = ?2")?
                    .execute([kind.name(), key])?;
            }
            Deed::LinkRemembered { kind, key, lessons } => {
                for old in lessons {
                    let row = self.lesson_mut(*kind, key.clone(), old.customer)?;
                    *row = Some(row.map_or(*old, |newer| Lesson {
                        record: old.record.then(newer.record),
                        last: newer.last.max(old.last),
                        ..*old
                    }));
                }
            }
            Deed::RuleSwitched { name, to, .. } => self.write_switch(name, to.as_deref())?,
            _ => {}
        }
        Ok(())
    }

    /// Lets a rule speak as it was tested, or silences it.
    fn write_switch(&self, name: &str, digest: Option<&str>) -> Result<()> {
        match digest {
            Some(digest) => self
                .tx
                .prepare_cached(
                    "INSERT INTO rule_switch (name, digest) VALUES (?1, ?2)
                     ON CONFLICT (name) DO UPDATE SET digest = excluded.digest",
                )?
                .execute([name, digest])?,
            None => self
                .tx
                .prepare_cached("DELETE FROM rule_switch WHERE name = ?1")?
                .execute([name])?,
        };
        Ok(())
    }

    /// Puts what was learned into its tables.
    pub(super) fn settle_lessons(&mut self) -> Result<()> {
        let Lessons { links, patterns } = std::mem::take(&mut self.state.lessons);
        let mut insert = self.tx.prepare_cached(
            "INSERT INTO link (kind, key, customer, right, undone, streak, origin, last)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
             ON CONFLICT (kind, key, customer) DO UPDATE SET right = excluded.right, undone = excluded.undone,
                streak = excluded.streak, origin = excluded.origin, last = excluded.last",
        )?;
        let mut links: Vec<_> = links.into_iter().collect();
        // In the table's order.
        links.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        for ((kind, key), lessons) in links {
            for (customer, lesson) in lessons {
                let Some(lesson) = lesson else { continue };
                let Record {
                    right,
                    undone,
                    streak,
                } = lesson.record;
                let (EntryId(origin), EntryId(last)) = (lesson.origin, lesson.last);
                insert.execute(params![
                    kind.name(),
                    key,
                    customer.0,
                    right,
                    undone,
                    streak,
                    origin,
                    last
                ])?;
            }
        }
        let mut insert = self.tx.prepare_cached(
            "INSERT INTO pattern (codes, right, undone, streak) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (codes) DO UPDATE SET right = excluded.right, undone = excluded.undone,
                streak = excluded.streak",
        )?;
        for (codes, record) in patterns {
            insert.execute(params![codes, record.right, record.undone, record.streak])?;
        }
        Ok(())
    }
}

fn count(record: &mut Record, right: bool) {
    if right {
        record.confirm();
    } else {
        record.take_back();
    }
}
