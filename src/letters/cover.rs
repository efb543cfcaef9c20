//! The words of an e-mail around a letter or statement that is attached to it.

use super::compose::sheet;
use super::draft::Place;
use super::fault::LetterFault;
use super::language::Language;
use super::template::Templates;
use super::variables;
use super::words::Words;
use crate::domain::content::{Company, LetterContent, Recipient, StatementContent};
use crate::domain::sheet::Sheet;

/// The words around a letter whose sheet is attached; `attached` is that sheet.
pub fn cover_letter(
    content: &LetterContent,
    attached: &Sheet,
    templates: &Templates,
) -> Result<Sheet, LetterFault> {
    let currency = content.currency.code();
    let reference = content.reference.as_deref();
    let about = (currency, reference, attached.subject.as_str());
    cover(&content.company, &content.recipient, about, templates)
}

/// The words around a statement whose sheet is attached.
pub fn cover_statement(
    content: &StatementContent,
    attached: &Sheet,
    templates: &Templates,
) -> Result<Sheet, LetterFault> {
    let currency = content.currency.code();
    let reference = content.reference.as_deref();
    let about = (currency, reference, attached.subject.as_str());
    cover(&content.company, &content.recipient, about, templates)
}

fn cover(
    company: &Company,
    recipient: &Recipient,
    (currency, reference, subject): (&str, Option<&str>, &str),
    templates: &Templates,
) -> Result<Sheet, LetterFault> {
    let language = Language::of(recipient);
    let words = Words::of(language)?;
    let mut values = variables::common(words, company, recipient, currency, reference);
    values.push(("subject", subject.into()));
    let draft = templates
        .other(language, "email")
        .fill(&values, Place::COVER)?;
    Ok(sheet(language, words, company, draft, |_| Vec::new()))
}
