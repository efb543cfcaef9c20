//! A letter that asks for money, from its facts and its template to the sheet.

use super::address;
use super::draft::{Draft, Piece, Place, clean};
use super::fault::LetterFault;
use super::language::Language;
use super::lawful::left_out;
use super::payment::{self, Asked};
use super::tables;
use super::template::Templates;
use super::variables::{self, Said};
use super::words::Words;
use crate::domain::content::{Company, LetterContent, Recipient};
use crate::domain::document::ItemClass;
use crate::domain::money::{Minor, Money};
use crate::domain::org_no;
use crate::domain::required::Required;
use crate::domain::sheet::{Block, Labelled, Sender, Sheet};

/// Lines that one letter or statement may have.
pub(super) const MOST_LINES: usize = 5_000;

/// Invoices that are named to the bank where there is no reference.
const NAMED: usize = 3;

/// The letter as it reads. Refused is what has no way to pay, does not add up, or does not say what the law wants.
pub fn compose(
    content: &LetterContent,
    required: &Required,
    templates: &Templates,
) -> Result<Sheet, LetterFault> {
    sound(content)?;
    let language = Language::of(&content.recipient);
    let words = Words::of(language)?;
    let said = Said::of(words, content);
    let template = templates.letter(language, &content.stage, content.kind);
    let values = variables::of_letter(words, content, &said);
    let draft = template.fill(&values, Place::LETTER)?;
    let faults = lacking(&draft, words, &said, content, required, &template.origin);
    if let Some(fault) = faults.into_iter().next() {
        return Err(fault);
    }
    let payment = payment::lines(
        words,
        &Asked {
            company: &content.company,
            currency: content.currency,
            total: content.total,
            reference: content.reference.as_deref(),
            message: message(words, content),
            deadline: content.deadline,
            customer: &content.recipient.number,
            country: &content.recipient.country,
        },
    )?;
    let mut facts = vec![
        fact(&words.facts.date, words.date(content.sent)),
        fact(&words.facts.customer, clean(&content.recipient.number)),
    ];
    if let Some(id) = content.id {
        facts.push(fact(&words.facts.letter, format!("L{}", id.0)));
    }
    if let Some(deadline) = content.deadline {
        facts.push(fact(&words.facts.deadline, words.date(deadline)));
    }
    let blocks = |place| match place {
        Place::Payment => vec![Block::Payment(payment.clone())],
        place => tables::blocks(place, words, content),
    };
    Ok(Sheet {
        facts,
        recipient: address::lines(&content.recipient, &content.company.country)?,
        ..sheet(language, words, &content.company, draft, blocks)
    })
}

/// What is wrong with a letter's template, as this letter shows it.
pub(super) fn faults(
    content: &LetterContent,
    required: &Required,
    templates: &Templates,
) -> Vec<LetterFault> {
    let language = Language::of(&content.recipient);
    let words = match Words::of(language) {
        Ok(words) => words,
        Err(fault) => return vec![fault],
    };
    let said = Said::of(words, content);
    let template = templates.letter(language, &content.stage, content.kind);
    let values = variables::of_letter(words, content, &said);
    let (draft, mut faults) = template.tried(&values, Place::LETTER);
    if let Some(draft) = draft {
        let origin = &template.origin;
        faults.extend(lacking(&draft, words, &said, content, required, origin));
    }
    faults
}

/// Figures that stand nowhere or twice, and what the law wants said and is not.
fn lacking(
    draft: &Draft,
    words: &Words,
    said: &Said,
    content: &LetterContent,
    required: &Required,
    origin: &str,
) -> Vec<LetterFault> {
    let shown = |place: &Place| match place {
        Place::Payment => true,
        place => !tables::blocks(*place, words, content).is_empty(),
    };
    let needed: Vec<Place> = Place::LETTER.iter().copied().filter(shown).collect();
    let mut faults = draft.misplaced(&needed, origin);
    faults.extend(left_out(draft, said, content, required, origin));
    faults
}

/// A sheet of a draft, without recipient and facts.
pub(super) fn sheet(
    language: Language,
    words: &Words,
    company: &Company,
    draft: Draft,
    blocks: impl Fn(Place) -> Vec<Block>,
) -> Sheet {
    let pieces = draft.pieces.into_iter();
    let blocks = pieces.flat_map(|piece| match piece {
        Piece::Heading(heading) => vec![Block::Heading(heading)],
        Piece::Text(text) => vec![Block::Text(text)],
        Piece::Place(place) => blocks(place),
    });
    Sheet {
        language: language.tag().to_owned(),
        subject: draft.subject,
        sender: sender(words, company),
        recipient: Vec::new(),
        facts: Vec::new(),
        blocks: blocks.collect(),
        page: words.facts.page.clone(),
    }
}

fn sender(words: &Words, company: &Company) -> Sender {
    let labels = &words.facts;
    let organisation = words.organisation(&company.country);
    let number = company.org_no.as_deref();
    let number = number.map(|number| org_no::printed(&company.country, number));
    let facts = [
        (organisation, &number),
        (&labels.phone, &company.phone),
        (&labels.email, &company.email),
        (&labels.web, &company.web),
    ];
    let facts = facts.into_iter().filter_map(|(label, value)| {
        let value = value.as_deref().map(clean)?;
        (!value.is_empty()).then(|| fact(label, value))
    });
    let address = company.address.iter().map(|line| clean(line));
    Sender {
        name: clean(&company.name),
        address: address.filter(|line| !line.is_empty()).collect(),
        facts: facts.collect(),
    }
}

/// What the payer writes where there is no reference: the invoices if they are few, else who he is.
fn message(words: &Words, content: &LetterContent) -> String {
    let mut numbers: Vec<String> = Vec::new();
    for line in &content.lines {
        let number = clean(&line.number);
        if line.class == ItemClass::Debit && !numbers.contains(&number) {
            numbers.push(number);
        }
        if numbers.len() > NAMED {
            break;
        }
    }
    if (1..=NAMED).contains(&numbers.len()) {
        return format!("{} {}", words.columns.number, numbers.join(", "));
    }
    customer_number(words, &content.recipient)
}

/// Who the payer is, for his bank.
pub(super) fn customer_number(words: &Words, recipient: &Recipient) -> String {
    format!("{} {}", words.facts.customer, clean(&recipient.number))
}

/// Refuses facts that make no letter.
fn sound(content: &LetterContent) -> Result<(), LetterFault> {
    let customer = || clean(&content.recipient.number);
    let lines = content.lines.len() + content.charges.len();
    let before = content.lines.iter().filter_map(|line| line.charge.as_ref());
    let before = before.map(|charge| charge.spans.len());
    let spans = content.charges.iter().map(|charge| charge.spans.len());
    let spans = spans.chain(before);
    let lines = lines + spans.sum::<usize>();
    if lines > MOST_LINES {
        return Err(LetterFault::TooManyLines {
            customer: customer(),
            lines,
            limit: MOST_LINES,
        });
    }
    if clean(&content.company.name).is_empty() {
        return Err(LetterFault::FieldMissing {
            customer: customer(),
            field: "company",
        });
    }
    let parts = content.lines.iter().map(|line| line.amount);
    let parts = parts.chain(content.charges.iter().map(|charge| charge.amount));
    let spans = content.charges.iter().flat_map(|charge| &charge.spans);
    let spans = spans.map(|span| span.amount);
    let fits = adds_up(parts.clone()) == Some(content.total) && adds_up(spans).is_some();
    // The parts' sums are added up in any order when they are shown.
    let fits = fits && adds_up(parts.map(|part| Minor(part.0.saturating_abs()))).is_some();
    let total = Money::new(content.total, content.currency);
    if !fits {
        return Err(LetterFault::TotalDiffers {
            customer: customer(),
            total,
        });
    }
    if content.total <= Minor::ZERO {
        return Err(LetterFault::NothingToPay {
            customer: customer(),
            total,
        });
    }
    Ok(())
}

/// The sum, where it is an amount at all.
pub(super) fn adds_up(amounts: impl Iterator<Item = Minor>) -> Option<Minor> {
    let mut sum = 0_i64;
    for amount in amounts {
        sum = sum.checked_add(amount.0)?;
    }
    Some(Minor(sum))
}

pub(super) fn fact(label: &str, value: String) -> Labelled {
    Labelled {
        label: label.to_owned(),
        value,
    }
}
