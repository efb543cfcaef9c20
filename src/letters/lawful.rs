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

    /// Places that stand twice, or not at all where they are needed.
    pub fn misplaced(&self, needed: &[Place], origin: &str) -> Vec<LetterFault> {
        let all = [Place::LETTER, &[Place::Entries]].concat();
        let faults = all.into_iter().filter_map(|place| {
            let (origin, name) = (origin.to_owned(), place.name().to_owned());
            match self.places().filter(|found| *found == place).count() {
                0 if needed.contains(&place) => Some(LetterFault::PlaceMissing {
                    origin,
                    place: name,
                }),
                0 | 1 => None,
                _ => Some(LetterFault::PlaceTwice {
                    origin,
                    place: name,
                }),
            }
        });
        faults.collect()
    }
}

/// What a letter leaves out that its law asks for. Its tables are there already.
pub(super) fn left_out(
    draft: &Draft,
    said: &Said,
    content: &LetterContent,
    required: &Required,
    origin: &str,
) -> Vec<LetterFault> {
    let fact = |is_there: bool, field| {
        (!is_there).then(|| LetterFault::LawNeedsFact {
            customer: clean(&content.recipient.number),
            field,
            law: required.law.clone(),
        })
    };
    let sentence = |wanted, sentence: &str, name: &str| {
        (!draft.says(sentence)).then(|| LetterFault::LawNeeds {
            origin: origin.to_owned(),
            content: wanted,
            law: required.law.clone(),
            write: format!("{{{{ {name} }}}}"),
        })
    };
    let fault = |wanted| match wanted {
        Content::Creditor => fact(!clean(&content.company.name).is_empty(), "company"),
        // The places of figures are demanded of every letter, the payment box with its day among them.
        Content::Claim | Content::Parts | Content::Interest | Content::Total => None,
        Content::Deadline => fact(content.deadline.is_some(), "deadline"),
        Content::Objection => sentence(wanted, &said.objection, "objection"),
        Content::Collection => sentence(wanted, &said.collection, "collection"),
        // How to object says how we are reached, too: twice would be once too often.
        Content::Contact if draft.says(&said.objection) => None,
        Content::Contact => sentence(wanted, &said.contact, "contact"),
    };
    required.contents.iter().filter_map(fault).collect()
}
