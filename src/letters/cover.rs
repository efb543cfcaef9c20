//! The words of an e-mail around a letter that is attached to it. They say what the letter asks for, by when and where
//! to, so that who opens no attachment knows it too.

use super::compose::sheet;
use super::draft::Place;
use super::fault::LetterFault;
use super::language::Language;
use super::template::Templates;
use super::variables::{self, Said, Values};
use super::words::Words;
use crate::domain::content::LetterContent;
use crate::domain::sheet::{Block, Sheet};

/// The words around a letter whose sheet is attached; `attached` is that sheet, and its payment box is theirs.
pub fn cover_letter(
    content: &LetterContent,
    attached: &Sheet,
    templates: &Templates,
) -> Result<Sheet, LetterFault> {
    let language = Language::of(&content.recipient);
    let words = Words::of(language)?;
    let values = values(words, content, attached);
    let template = templates.other(language, "email");
    let draft = template.fill(&values, Place::COVER)?;
    let payment = |place| match place {
        Place::Payment => {
            let blocks = attached.blocks.iter();
            let payment = blocks.filter(|block| matches!(block, Block::Payment(_)));
            payment.cloned().collect()
        }
        _ => Vec::new(),
    };
    Ok(sheet(language, words, &content.company, draft, payment))
}

/// What is wrong with the template of the words around a letter, as this letter shows it.
pub(super) fn faults(
    content: &LetterContent,
    attached: &Sheet,
    templates: &Templates,
) -> Vec<LetterFault> {
    let language = Language::of(&content.recipient);
    let words = match Words::of(language) {
        Ok(words) => words,
        Err(fault) => return vec![fault],
    };
    let template = templates.other(language, "email");
    let (draft, mut faults) = template.tried(&values(words, content, attached), Place::COVER);
    if let Some(draft) = draft {
        faults.extend(draft.misplaced(&[], &template.origin));
    }
    faults
}

fn values(words: &Words, content: &LetterContent, attached: &Sheet) -> Values {
    let mut values = variables::of_letter(words, content, &Said::of(words, content));
    values.push(("subject", attached.subject.as_str().into()));
    values
}
