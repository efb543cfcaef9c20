//! Whether a letter says what the law wants said, and shows each of its figures once.

use super::draft::{Draft, Piece, Place, clean};
use super::fault::LetterFault;
use super::variables::Said;
use crate::domain::content::LetterContent;
use crate::domain::required::{Content, Required};

impl Draft {
    pub fn places(&self) -> impl Iterator<Item = Place> {
        let pieces = self.pieces.iter();
        pieces.filter_map(|piece| match piece {
            Piece::Place(place) => Some(*place),
            Piece::Heading(_) | Piece::Text(_) => None,
        })
    }

    fn says(&self, sentence: &str) -> bool {
        !sentence.is_empty()
            && self.pieces.iter().any(|piece| match piece {
                Piece::Text(text) | Piece::Heading(text) => text.contains(sentence),
                Piece::Place(_) => false,
            })
    }

    /// Refuses a place that stands twice, or not at all where it is needed.
    pub fn has_once(&self, needed: &[Place], origin: &str) -> Result<(), LetterFault> {
        for place in [Place::LETTER, Place::STATEMENT].concat() {
            let origin = || origin.to_owned();
            let name = || place.name().to_owned();
            match self.places().filter(|found| *found == place).count() {
                0 if needed.contains(&place) => {
                    return Err(LetterFault::PlaceMissing {
                        origin: origin(),
                        place: name(),
                    });
                }
                0 | 1 => {}
                _ => {
                    return Err(LetterFault::PlaceTwice {
                        origin: origin(),
                        place: name(),
                    });
                }
            }
        }
        Ok(())
    }
}

/// Refuses a letter that leaves out what its law asks for. Its tables are there already.
pub(super) fn lawful(
    draft: &Draft,
    said: &Said,
    content: &LetterContent,
    required: &Required,
    origin: &str,
) -> Result<(), LetterFault> {
    let fact = |is_there: bool, field| {
        let missing = || LetterFault::LawNeedsFact {
            customer: clean(&content.recipient.number),
            field,
            law: required.law.clone(),
        };
        if is_there { Ok(()) } else { Err(missing()) }
    };
    let sentence = |wanted, sentence: &str, name: &str| {
        let missing = || LetterFault::LawNeeds {
            origin: origin.to_owned(),
            content: wanted,
            law: required.law.clone(),
            write: format!("{{{{ {name} }}}}"),
        };
        if draft.says(sentence) {
            Ok(())
        } else {
            Err(missing())
        }
    };
    for wanted in required.contents.iter() {
        match wanted {
            Content::Creditor => fact(!clean(&content.company.name).is_empty(), "company")?,
            // The places of figures are demanded of every letter, the payment box with its day among them.
            Content::Claim | Content::Parts | Content::Interest | Content::Total => {}
            Content::Deadline => fact(content.deadline.is_some(), "deadline")?,
            Content::Objection => sentence(wanted, &said.objection, "objection")?,
            Content::Collection => sentence(wanted, &said.collection, "collection")?,
            Content::Contact => sentence(wanted, &said.contact, "contact")?,
        }
    }
    Ok(())
}
