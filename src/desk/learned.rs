//! What matching has learned: whose a payer's account or name is, and how often a pattern of evidence was right.

use std::cmp::Reverse;

use crate::domain::id::EntryId;
use crate::domain::link::{LinkKind, LinkState, Record};
use crate::reports::learned::{LinkLine, PatternLine};

use super::Desk;

impl Desk {
    /// What was learned of payers, and what is blocked: the last used first.
    pub fn learned(&self) -> anyhow::Result<Vec<LinkLine>> {
        let _moment = self.store.moment()?;
        let reader = self.store.read();
        let time = |entry: EntryId| -> anyhow::Result<String> {
            let at = reader.time_of(entry)?.unwrap_or_default();
            Ok(self.clock.local(&at))
        };
        let mut lines: Vec<(EntryId, LinkLine)> = Vec::new();
        for kind in [LinkKind::Account, LinkKind::Name] {
            for (key, learned) in reader.learned(kind)? {
                for lesson in &learned.lessons {
                    let (customer_number, customer_name) = reader.customer_name(lesson.customer)?;
                    let line = LinkLine {
                        kind,
                        key: key.clone(),
                        customer_number,
                        customer_name,
                        state: learned.state(lesson),
                        record: lesson.record,
                        since: time(lesson.origin)?,
                        last: time(lesson.last)?,
                    };
                    lines.push((lesson.last, line));
                }
                if let (true, Some(entry)) = (learned.lessons.is_empty(), learned.blocked) {
                    let line = LinkLine {
                        kind,
                        key,
                        customer_number: String::new(),
                        customer_name: String::new(),
                        state: LinkState::Blocked,
                        record: Record::default(),
                        since: time(entry)?,
                        last: time(entry)?,
                    };
                    lines.push((entry, line));
                }
            }
        }
        lines.sort_by_key(|(last, _)| Reverse(*last));
        Ok(lines.into_iter().map(|(_, line)| line).collect())
    }

    /// Patterns of evidence with their records: the most used first.
    pub fn patterns(&self) -> anyhow::Result<Vec<PatternLine>> {
        let patterns = self.store.read().patterns()?;
        let mut lines: Vec<PatternLine> = patterns
            .into_iter()
            .map(|(pattern, record)| PatternLine { pattern, record })
            .collect();
        lines.sort_by(|a, b| {
            let used = |line: &PatternLine| Reverse(line.record.right.max(line.record.undone));
            (used(a), &a.pattern).cmp(&(used(b), &b.pattern))
        });
        Ok(lines)
    }
}
