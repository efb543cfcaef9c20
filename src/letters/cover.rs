//! The words of an e-mail around a letter that is attached to it.

use super::compose::sheet;
use super::draft::Place;
use super::fault::LetterFault;
use super::language::Language;
use super::template::Templates;
use super::variables;
use super::words::Words;
use crate::domain::content::LetterContent;
use crate::domain::sheet::Sheet;

/// The words around a letter whose sheet is attached; `attached` is that sheet.
pub fn cover_letter(
    content: &LetterContent,
    attached: &Sheet,
    templates: &Templates,
) -> Result<Sheet, LetterFault> {
    let (company, recipient) = (&content.company, &content.recipient);
    let language = Language::of(recipient);
    let words = Words::of(language)?;
    let currency = content.currency.code();
    let reference = content.reference.as_deref();
    let mut values = variables::common(words, company, recipient, currency, reference);
    values.push(("subject", attached.subject.as_str().into()));
    let draft = templates
        .other(language, "email")
        .fill(&values, Place::COVER)?;
    Ok(sheet(language, words, company, draft, |_| Vec::new()))
}
