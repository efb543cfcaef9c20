//! What a letter must say by law: a set of contents, and the paragraph that asks for them.

use serde::{Deserialize, Serialize};

/// Something that the law wants to read in a letter.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Content {
    /// Who claims.
    Creditor,
    /// What the claim is about.
    Claim,
    /// Principal, fees and interest apart.
    Parts,
    /// The rate of late interest, and from which day it is counted.
    Interest,
    Total,
    /// The last day to pay.
    Deadline,
    /// That, how and by when the debtor can object.
    Objection,
    /// That collection follows.
    Collection,
    /// Where the debtor can ask.
    Contact,
}

impl Content {
    pub const ALL: [Self; 9] = [
        Self::Creditor,
        Self::Claim,
        Self::Parts,
        Self::Interest,
        Self::Total,
        Self::Deadline,
        Self::Objection,
        Self::Collection,
        Self::Contact,
    ];

    /// Its name in the statutes' rows and in scripts.
    pub fn name(self) -> &'static str {
        match self {
            Self::Creditor => "creditor",
            Self::Claim => "claim",
            Self::Parts => "parts",
            Self::Interest => "interest",
            Self::Total => "total",
            Self::Deadline => "deadline",
            Self::Objection => "objection",
            Self::Collection => "collection",
            Self::Contact => "contact",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.name() == name)
    }
}

/// A set of contents.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, Debug)]
pub struct Contents(u16);

impl Contents {
    /// `creditor, claim, deadline`: none when a name is unknown or there is none.
    pub fn parse(text: &str) -> Option<Self> {
        text.split(',')
            .map(|name| Content::parse(name.trim()))
            .collect()
    }

    #[must_use]
    pub fn with(self, content: Content) -> Self {
        Self(self.0 | 1 << content as u16)
    }

    pub fn has(self, content: Content) -> bool {
        self.0 & 1 << content as u16 != 0
    }

    pub fn iter(self) -> impl Iterator<Item = Content> {
        let all = Content::ALL.into_iter();
        all.filter(move |content| self.has(*content))
    }

    /// As [`Contents::parse`] reads it.
    pub fn written(self) -> String {
        let names: Vec<&str> = self.iter().map(Content::name).collect();
        names.join(", ")
    }
}

impl FromIterator<Content> for Contents {
    fn from_iter<I: IntoIterator<Item = Content>>(contents: I) -> Self {
        contents.into_iter().fold(Self::default(), Self::with)
    }
}

/// What a letter must say, and the paragraph that asks for it. The default asks for nothing.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Required {
    pub contents: Contents,
    /// As people cite it: "inkassoloven § 9".
    pub law: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_reads_back_as_it_is_written() {
        let all: Contents = Content::ALL.into_iter().collect();
        assert_eq!(Contents::parse(&all.written()), Some(all));
        let some = Contents::parse("deadline,  creditor").unwrap();
        assert_eq!(some.written(), "creditor, deadline");
        assert!(some.has(Content::Deadline) && !some.has(Content::Claim));
        assert_eq!(Contents::parse("creditor, claims"), None);
        assert_eq!(Contents::parse(""), None);
    }
}
