//! What became of a message that was handed to a channel. The line between *surely not delivered* and *nobody knows*
//! is what keeps a letter from going out twice in silence: when unsure, it is in doubt.

use serde::Serialize;

use crate::text::width::clean;

/// Letters of an answer that are kept.
const MOST: usize = 300;

/// What became of a message.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(tag = "key", rename_all = "kebab-case")]
pub enum Delivery {
    /// The other side has taken it over.
    Sent { answer: String },
    /// The other side said no: surely not delivered. If not permanent, a later try may succeed.
    Refused {
        answer: String,
        permanent: bool,
        whom: Whom,
    },
    /// It never got that far: surely not delivered.
    NotReached { cause: String },
    /// It was handed over, or may have been, and no word came back.
    InDoubt { cause: String },
}

/// What a refusal is about.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Whom {
    /// The address: other messages may well go through.
    Recipient,
    /// The server or its rules.
    Server,
    /// The user's name or secret.
    Login,
}

impl Delivery {
    /// Whether the message surely did not leave.
    pub fn surely_not(&self) -> bool {
        matches!(self, Self::Refused { .. } | Self::NotReached { .. })
    }

    /// Whether the address itself was refused for good: its channel should stop.
    pub fn is_bad_address(&self) -> bool {
        matches!(
            self,
            Self::Refused {
                permanent: true,
                whom: Whom::Recipient,
                ..
            }
        )
    }
}

/// What the other side said, fit to be shown and kept: one line, bounded.
pub(super) fn told(text: &str) -> String {
    // Cleaning is linear; what is cut away needs none.
    let start: String = text.chars().take(4 * MOST).collect();
    clean(&start).trim().chars().take(MOST).collect()
}
