//! A figure with the paragraph behind it, and the lack of one.

use std::sync::Arc;

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use crate::domain::customer::CustomerKind;
use crate::domain::date::Date;
use crate::domain::refusal::Refusal;

/// How sure a row is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Confidence {
    /// Read in the law, at its authority, or outright at a firm that states it.
    Confirmed,
    /// One weaker source.
    Single,
    /// Reckoned from confirmed figures by the rule of the law.
    Derived,
    /// Known in the field, not seen in a source.
    Own,
    /// Sources contradict each other: the reading that is mildest for the debtor was taken.
    Uncertain,
}

impl Confidence {
    const ALL: [Self; 5] = [
        Self::Confirmed,
        Self::Single,
        Self::Derived,
        Self::Own,
        Self::Uncertain,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Single => "single",
            Self::Derived => "derived",
            Self::Own => "own",
            Self::Uncertain => "uncertain",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|confidence| confidence.name() == name)
    }
}

/// Where a figure comes from.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Source {
    /// The paragraph as people cite it: "inkassoforskriften § 1-2".
    pub law: String,
    /// The first day of the row.
    pub from: Date,
    pub confidence: Confidence,
    /// What the row was taken from: a regulation's number, an authority's page.
    pub read_in: String,
}

/// A value with the row that it stands on. The source is shared, so that judging many items copies no text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cited<T> {
    pub value: T,
    pub source: Arc<Source>,
}

impl<T> Cited<T> {
    /// Another value that follows from the same row.
    pub fn map<U>(self, follow: impl FnOnce(T) -> U) -> Cited<U> {
        Cited {
            value: follow(self.value),
            source: self.source,
        }
    }
}

impl<T: Serialize> Serialize for Cited<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Cited", 2)?;
        fields.serialize_field("value", &self.value)?;
        fields.serialize_field("source", &*self.source)?;
        fields.end()
    }
}

/// A row that is missing: what needs it cannot be judged, and nothing is guessed in its place.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Gap {
    /// The statutes' name: no, se, dk, fi or eu.
    pub country: String,
    /// The rule's dotted key: "reminder.fee".
    pub rule: String,
    /// For whom, where the rule differs by debtor.
    pub debtor: Option<CustomerKind>,
    pub on: Date,
}

impl From<Gap> for Refusal {
    fn from(gap: Gap) -> Self {
        Self::LawMissing {
            country: gap.country,
            rule: gap.rule,
            on: gap.on,
        }
    }
}
