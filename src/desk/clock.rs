//! What time it is. `--today` makes a day repeat: then the clock stands still at noon.

use std::time::SystemTime;

use chrono::{Local, SecondsFormat, Utc};

use crate::domain::date::Date;

/// The clock that a desk goes by.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Clock {
    fixed: Option<Date>,
}

impl Clock {
    pub fn real() -> Self {
        Self::default()
    }

    pub fn fixed(today: Date) -> Self {
        Self { fixed: Some(today) }
    }

    pub fn today(&self) -> Date {
        self.fixed.unwrap_or_else(|| Local::now().date_naive())
    }

    /// Now, as the journal keeps it: RFC 3339, UTC, to the second.
    pub fn stamp(&self) -> String {
        match self.fixed {
            Some(day) => format!("{day}T12:00:00Z"),
            None => Utc::now().to_rfc3339_opts(SecondsFormat::Secs, true),
        }
    }

    /// Now, as messages are dated.
    pub fn now(&self) -> SystemTime {
        let noon = self.fixed.and_then(|day| day.and_hms_opt(12, 0, 0));
        noon.map_or_else(SystemTime::now, |noon| noon.and_utc().into())
    }

    /// A time of the journal as the user's clock shows it: `2026-11-22 14:05`.
    pub fn local(&self, stamp: &str) -> String {
        let Ok(time) = chrono::DateTime::parse_from_rfc3339(stamp) else {
            return stamp.to_owned();
        };
        match self.fixed {
            Some(_) => time.format("%Y-%m-%d %H:%M").to_string(),
            None => time
                .with_timezone(&Local)
                .format("%Y-%m-%d %H:%M")
                .to_string(),
        }
    }

    /// The user's day of a time of the journal.
    pub fn day(&self, stamp: &str) -> Option<Date> {
        self.local(stamp).get(..10)?.parse().ok()
    }

    /// Day and time as a part of a file's name, so that names order as they were made.
    pub fn file_stamp(&self) -> String {
        match self.fixed {
            Some(day) => day.format("%Y%m%d-120000").to_string(),
            None => Local::now().format("%Y%m%d-%H%M%S").to_string(),
        }
    }
}
