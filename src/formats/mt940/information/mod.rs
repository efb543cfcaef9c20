//! Information to the account's owner, `:86:`: who paid and why, in one of the four ways in which banks write it.

mod slashes;
mod subfields;
#[cfg(test)]
mod tests;
mod words;

use crate::domain::reference::{self, Scheme};

/// What `:86:` says of a line.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Information {
    pub name: Option<String>,
    pub account: Option<String>,
    pub message: Option<String>,
    pub end_to_end: Option<String>,
    /// A creditor reference that is named as one. Free text is left to matching.
    pub reference: Option<String>,
}

/// Characters of a full line: a text that goes on behind it was cut there, not parted.
const FULL_LINE: usize = 65;

impl Information {
    pub fn read(lines: &[String]) -> Self {
        // Inside a sub-field nothing stands where a line was cut (German banking industry, MT940 for customers).
        let joined = lines.concat();
        let mut found = if let Some(fields) = subfields::split(&joined) {
            subfields::read(&fields)
        } else {
            let text = join(lines.iter().map(String::as_str), FULL_LINE);
            slashes::read(&text)
                .or_else(|| words::read(&text))
                .unwrap_or_else(|| Self {
                    message: said(&text),
                    ..Self::default()
                })
        };
        if found.reference.is_none() {
            found.reference = found.message.as_deref().and_then(creditor_reference);
        }
        found
    }
}

/// Pieces of a text: those that are full go on in the next, the others are parted by a blank.
fn join<'a>(pieces: impl Iterator<Item = &'a str>, full: usize) -> String {
    let mut text = String::new();
    let mut goes_on = true;
    for piece in pieces {
        if !goes_on && !text.ends_with(' ') && !piece.starts_with(' ') {
            text.push(' ');
        }
        text.push_str(piece);
        goes_on = piece.chars().count() >= full;
    }
    text
}

/// A value with single blanks; none when it is empty or says that there is none.
fn said(value: &str) -> Option<String> {
    let words: Vec<&str> = value.split_whitespace().collect();
    let value = words.join(" ");
    let is_none = matches!(value.as_str(), "" | "NOTPROVIDED" | "NONREF" | "-");
    (!is_none).then_some(value)
}

/// The text, if it is an ISO 11649 reference and nothing else.
fn creditor_reference(text: &str) -> Option<String> {
    let is_one = reference::schemes(text).contains(&Scheme::Rf);
    is_one.then(|| reference::normalise(text))
}
