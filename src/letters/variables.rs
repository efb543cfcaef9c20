//! What templates can fill in: one list of names, and their values for a letter or a statement. What each one says
//! stands in the locale under `letter-variable.<name>`.

use std::collections::BTreeSet;

use minijinja::Value;

use super::draft::clean;
use super::words::Words;
use crate::domain::content::{
    Company, LetterContent, NextStep, Purpose, Recipient, StatementContent,
};
use crate::domain::customer::CustomerKind;
use crate::domain::document::ItemClass;
use crate::domain::letter::ChargeKind;
use crate::domain::money::Minor;
use crate::text::sentence::fill;

/// What a variable holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shape {
    /// Text, also amounts and dates as they are written; empty where there is none.
    Text,
    /// Yes or no, for `if`.
    Flag,
    /// A whole number.
    Number,
    /// Words by name: `{{ you.du }}`.
    Forms,
}

/// A name that templates know.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Variable {
    pub name: &'static str,
    pub shape: Shape,
}

const fn of(name: &'static str, shape: Shape) -> Variable {
    Variable { name, shape }
}

/// In every template.
pub const COMMON: &[Variable] = &[
    of("company", Shape::Text),
    of("customer", Shape::Text),
    of("customer_number", Shape::Text),
    of("consumer", Shape::Flag),
    of("public", Shape::Flag),
    of("you", Shape::Forms),
    of("contact", Shape::Text),
    of("phone", Shape::Text),
    of("email", Shape::Text),
    of("web", Shape::Text),
    of("currency", Shape::Text),
    of("reference", Shape::Text),
];

/// In letters that ask for money.
pub const LETTER: &[Variable] = &[
    of("kind", Shape::Text),
    of("title", Shape::Text),
    of("named", Shape::Text),
    of("stage", Shape::Text),
    of("tone", Shape::Text),
    of("letter", Shape::Text),
    of("sent", Shape::Text),
    of("deadline", Shape::Text),
    of("by", Shape::Text),
    of("total", Shape::Text),
    of("claim", Shape::Text),
    of("count", Shape::Number),
    of("several", Shape::Flag),
    of("number", Shape::Text),
    of("due", Shape::Text),
    of("charged", Shape::Flag),
    of("interest", Shape::Flag),
    of("credits", Shape::Flag),
    of("held", Shape::Flag),
    of("part_paid", Shape::Flag),
    of("next", Shape::Text),
    of("agency", Shape::Text),
    of("collection", Shape::Text),
    of("objection", Shape::Text),
    of("law", Shape::Text),
];

/// In statements of account and balance confirmations.
pub const STATEMENT: &[Variable] = &[
    of("as_of", Shape::Text),
    of("written", Shape::Text),
    of("from", Shape::Text),
    of("opening", Shape::Text),
    of("closing", Shape::Text),
    of("overdue", Shape::Text),
    of("balance", Shape::Text),
    of("reply", Shape::Text),
];

/// In the words of an e-mail around a letter, beside all that the letter itself can fill in.
pub const EMAIL: &[Variable] = &[of("subject", Shape::Text)];

/// Names and values, in the order of the lists.
pub(super) type Values = Vec<(&'static str, Value)>;

/// The sentences that answer what laws ask for.
pub(super) struct Said {
    pub deadline: Option<String>,
    pub collection: String,
    pub objection: String,
    pub contact: String,
}

impl Said {
    pub fn of(words: &Words, content: &LetterContent) -> Self {
        let deadline = content.deadline.map(|day| words.date(day));
        let by = by(words, deadline.as_deref());
        let ways = ways(words, &content.company);
        let you = words.you(is_several(&content.recipient));
        let mut facts = vec![("by", by.as_str()), ("ways", ways.as_str())];
        facts.extend(you);
        Self {
            collection: words.collection(content.kind, content.next.as_ref(), &content.law, &facts),
            objection: fill(&words.sentences.objection, &facts),
            contact: fill(&words.sentences.contact, &facts),
            deadline,
        }
    }
}

pub(super) fn of_letter(words: &Words, content: &LetterContent, said: &Said) -> Values {
    let principal = content.lines.iter();
    let principal = principal.filter(|line| line.class == ItemClass::Debit);
    let numbers: BTreeSet<&str> = principal.clone().map(|line| line.number.as_str()).collect();
    let is_part_paid = principal.clone().any(|line| !line.settled.is_zero());
    let first = principal.min_by_key(|line| line.due);
    let number = first.map_or(String::new(), |line| clean(&line.number));
    let count = numbers.len().to_string();
    let claim = match numbers.len() {
        0 => &words.claim.none,
        1 => &words.claim.one,
        _ => &words.claim.many,
    };
    let claim = fill(claim, &[("number", &number), ("count", &count)]);
    let is_charged = |kind| content.charges.iter().any(|charge| charge.kind == kind);
    let (next, agency) = match &content.next {
        None => ("", ""),
        Some(NextStep::Letter(kind)) => (kind.name(), ""),
        Some(NextStep::HandOver(agency)) => ("hand-over", agency.as_deref().unwrap_or_default()),
    };
    let has_credits = content.lines.iter().any(|line| !line.class.is_debit());
    let has_held = content.lines.iter().any(|line| !line.held.is_zero());
    let named = words.named(content.kind, &content.law);
    let deadline = said.deadline.as_deref();
    let reference = content.reference.as_deref();
    let currency = content.currency.code();
    let mut values = common(
        words,
        &content.company,
        &content.recipient,
        currency,
        reference,
    );
    values.extend([
        ("kind", Value::from(content.kind.name())),
        (
            "title",
            named.map_or("", |named| named.title.as_str()).into(),
        ),
        ("named", named.map_or("", |named| named.one.as_str()).into()),
        ("stage", clean(&content.stage).into()),
        ("tone", clean(&content.tone).into()),
        (
            "letter",
            content
                .id
                .map_or(String::new(), |id| format!("L{}", id.0))
                .into(),
        ),
        ("sent", words.date(content.sent).into()),
        ("deadline", deadline.unwrap_or_default().into()),
        ("by", by(words, deadline).into()),
        ("total", words.money(content.total, content.currency).into()),
        ("claim", claim.into()),
        ("count", numbers.len().into()),
        ("several", (numbers.len() > 1).into()),
        ("number", number.into()),
        (
            "due",
            first
                .map_or(String::new(), |line| words.date(line.due))
                .into(),
        ),
        ("charged", (!content.charges.is_empty()).into()),
        ("interest", is_charged(ChargeKind::Interest).into()),
        ("credits", has_credits.into()),
        ("held", has_held.into()),
        ("part_paid", is_part_paid.into()),
        ("next", next.into()),
        ("agency", clean(agency).into()),
        ("collection", said.collection.as_str().into()),
        ("objection", said.objection.as_str().into()),
        ("law", clean(&content.law).to_ascii_lowercase().into()),
    ]);
    values
}

pub(super) fn of_statement(words: &Words, content: &StatementContent) -> Values {
    let money = |amount| words.money(amount, content.currency);
    let balance = match content.closing {
        closing if closing > Minor::ZERO => "owed",
        closing if closing < Minor::ZERO => "credit",
        _ => "none",
    };
    // The confirmation names the balance by its side, without a sign.
    let closing = match content.purpose {
        Purpose::Confirmation => Minor(content.closing.0.saturating_abs()),
        Purpose::Open | Purpose::Activity => content.closing,
    };
    let company = &content.company;
    let reference = content.reference.as_deref();
    let currency = content.currency.code();
    let mut values = common(words, company, &content.recipient, currency, reference);
    values.extend([
        ("as_of", Value::from(words.date(content.as_of))),
        ("written", words.date(content.written).into()),
        (
            "from",
            content
                .from
                .map_or(String::new(), |from| words.date(from))
                .into(),
        ),
        ("opening", money(content.opening).into()),
        ("closing", money(closing).into()),
        ("overdue", money(content.overdue).into()),
        ("balance", balance.into()),
        ("reply", reply(company).into()),
    ]);
    values
}

pub(super) fn common(
    words: &Words,
    company: &Company,
    recipient: &Recipient,
    currency: &str,
    reference: Option<&str>,
) -> Values {
    let you = words.you(is_several(recipient));
    let ways = ways(words, company);
    let mut facts = vec![("ways", ways.as_str())];
    facts.extend(you.iter().map(|(name, form)| (*name, *form)));
    let contact = fill(&words.sentences.contact, &facts);
    let maybe = |text: &Option<String>| Value::from(clean(text.as_deref().unwrap_or_default()));
    vec![
        ("company", clean(&company.name).into()),
        ("customer", clean(&recipient.name).into()),
        ("customer_number", clean(&recipient.number).into()),
        (
            "consumer",
            (recipient.kind == CustomerKind::Consumer).into(),
        ),
        ("public", (recipient.kind == CustomerKind::Public).into()),
        ("you", Value::from_pairs(you)),
        ("contact", contact.into()),
        ("phone", maybe(&company.phone)),
        ("email", maybe(&company.email)),
        ("web", maybe(&company.web)),
        ("currency", currency.into()),
        ("reference", clean(reference.unwrap_or_default()).into()),
    ]
}

/// Whether several people stand behind the name.
fn is_several(recipient: &Recipient) -> bool {
    recipient.kind != CustomerKind::Consumer
}

fn by(words: &Words, deadline: Option<&str>) -> String {
    match deadline {
        Some(deadline) => fill(&words.form.by, &[("deadline", deadline)]),
        None => words.form.by_none.clone(),
    }
}

/// How the company is reached: by telephone, by e-mail, else by its address.
fn ways(words: &Words, company: &Company) -> String {
    let given = |text: &Option<String>| text.as_deref().map(clean).filter(|text| !text.is_empty());
    let phone = given(&company.phone).map(|phone| {
        fill(
            &words.form.phone,
            &[("phone", &phone.replace(' ', "\u{a0}"))],
        )
    });
    let email = given(&company.email).map(|email| fill(&words.form.email, &[("email", &email)]));
    let ways: Vec<String> = phone.into_iter().chain(email).collect();
    if ways.is_empty() {
        words.form.address.clone()
    } else {
        ways.join(&format!(" {} ", words.form.or))
    }
}

/// Where an answer goes: by e-mail, else to the address.
fn reply(company: &Company) -> String {
    let email = company.email.as_deref().map(clean);
    email.filter(|email| !email.is_empty()).unwrap_or_else(|| {
        let lines = std::iter::once(&company.name).chain(&company.address);
        let lines: Vec<String> = lines.map(|line| clean(line)).collect();
        lines.join(", ")
    })
}

#[cfg(test)]
mod tests {
    use super::super::language::Language;
    use super::super::samples;
    use super::*;
    use crate::domain::letter::LetterKind;
    use crate::text::Locale;

    #[test]
    fn the_lists_name_exactly_what_is_filled_in() {
        let words = Words::of(Language::Nb).unwrap();
        let names = |values: Values| values.into_iter().map(|(name, _)| name).collect::<Vec<_>>();
        let listed = |own: &[Variable]| {
            let all = COMMON.iter().chain(own);
            all.map(|variable| variable.name).collect::<Vec<_>>()
        };
        let letter = samples::letter(Language::Nb, LetterKind::Notice, "no");
        let said = Said::of(words, &letter);
        assert_eq!(names(of_letter(words, &letter, &said)), listed(LETTER));
        let statement = samples::statement(Language::Nb, Purpose::Open);
        assert_eq!(names(of_statement(words, &statement)), listed(STATEMENT));
    }

    #[test]
    fn every_locale_says_what_each_name_is() {
        for tag in Locale::tags() {
            let locale = Locale::load(tag).unwrap();
            for variable in [COMMON, LETTER, STATEMENT, EMAIL].concat() {
                let key = format!("letter-variable.{}", variable.name);
                assert!(locale.has(&key), "{tag} {key}");
            }
        }
    }

    #[test]
    fn a_friendly_letter_has_nothing_to_threaten_with() {
        for language in Language::ALL {
            let words = Words::of(language).unwrap();
            let mut letter = samples::letter(language, LetterKind::Friendly, "no");
            letter.next = Some(NextStep::HandOver(Some("Inkasso AS".into())));
            assert_eq!(Said::of(words, &letter).collection, "");
        }
    }
}
