//! The words of one language, as its `words.toml` has them.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use super::fault::LetterFault;
use super::language::Language;
use crate::domain::content::{EntryKind, NextStep};
use crate::domain::letter::{ChargeKind, LetterKind};
use crate::text::sentence::fill;

/// A group of words, each with a name: all must be there and nothing else.
macro_rules! group {
    ($name:ident { $($word:ident),* $(,)? }) => {
        #[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
        #[serde(rename_all = "kebab-case", deny_unknown_fields)]
        pub(super) struct $name { $(pub $word: String,)* }
    };
}

group!(Claim { one, many, none });
group!(Facts {
    date,
    customer,
    letter,
    deadline,
    phone,
    email,
    web,
    as_of,
    period,
    page,
});
group!(Columns {
    number,
    date,
    due,
    invoiced,
    paid,
    held,
    rest,
    what,
    about,
    amount,
    from,
    to,
    days,
    principal,
    rate,
    interest,
    text,
    balance,
    open,
    disputed,
});
group!(Lines {
    credit_note,
    unapplied,
    charges,
    interest,
    rules,
    held,
    principal,
    earlier,
    added,
    sum,
    settled,
    total,
    credit,
    opening,
    closing,
    overdue,
    disputed,
    at_agency,
});
group!(Charges {
    fee,
    interest,
    compensation,
    reminder_fee,
    notice_fee,
    demand_fee,
    with_rule,
});
group!(Entries {
    invoice,
    credit_note,
    payment,
    transfer,
    refund,
    adjustment,
    write_off,
    at_agency,
    at_agency_case,
});
group!(Payment {
    amount,
    payee,
    account,
    iban,
    bankgiro,
    plusgiro,
    bic,
    reference,
    kid,
    ocr,
    viite,
    fik,
    message,
    deadline,
});
// What a letter is called: as a title, with its article within a sentence, and in words put together.
group!(Named { title, one, noun });
group!(Citation {
    one,
    many,
    article,
    and
});
group!(Collection {
    reminder,
    notice,
    demand,
    hand_over,
    hand_over_named,
});
group!(Sentences { objection, contact });

/// How figures are written, and the small words between them.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct Form {
    pub date: String,
    /// In tables, where room is short; `{mon}` is a month's first three letters.
    pub table_date: String,
    /// Twelve, where dates name the month; else none.
    pub months: Vec<String>,
    pub group: String,
    pub decimal: String,
    pub minus: String,
    pub percent: String,
    pub or: String,
    pub by: String,
    pub by_none: String,
    pub phone: String,
    pub email: String,
    pub address: String,
}

/// All words of a language.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct Words {
    pub form: Form,
    /// How money is written, by currency; the others under `other`.
    pub money: BTreeMap<String, String>,
    pub claim: Claim,
    pub facts: Facts,
    /// What a number in the register of companies is called, by country.
    pub organisation: BTreeMap<String, String>,
    pub columns: Columns,
    pub lines: Lines,
    pub charges: Charges,
    pub entries: Entries,
    pub payment: Payment,
    pub collection: Collection,
    pub sentences: Sentences,
    /// What the last word before collection and the demand after it are called, by the country whose law they are
    /// under; the others under `other`.
    pub notice: BTreeMap<String, Named>,
    pub demand: BTreeMap<String, Named>,
    /// What collection is called, by law.
    pub collecting: BTreeMap<String, String>,
    /// How paragraphs are cited, and what the laws of each country are called.
    pub citation: Citation,
    pub laws: BTreeMap<String, BTreeMap<String, String>>,
    /// Forms for one person and for several.
    pub you: BTreeMap<String, [String; 2]>,
}

impl Words {
    /// The words of a language.
    pub fn of(language: Language) -> Result<&'static Self, LetterFault> {
        static WORDS: [OnceLock<Result<Words, String>>; 5] = [const { OnceLock::new() }; 5];
        let read = || toml::from_str(text(language)).map_err(|error| error.to_string());
        let words = WORDS[language as usize].get_or_init(read);
        words.as_ref().map_err(|cause| LetterFault::NoWords {
            language: language.tag().to_owned(),
            cause: cause.clone(),
        })
    }

    /// What a charge is called: a fee by the letter that claims it, where it is known, under its law.
    pub fn charge(&self, charge: ChargeKind, letter: Option<LetterKind>, law: &str) -> String {
        let words = &self.charges;
        let fee_of = |pattern, named: Option<&Named>| {
            fill(pattern, &[("letter", named.map_or("", |it| &it.noun))])
        };
        match (charge, letter) {
            (ChargeKind::Interest, _) => words.interest.clone(),
            (ChargeKind::Compensation, _) => words.compensation.clone(),
            (ChargeKind::Fee, Some(LetterKind::Reminder)) => words.reminder_fee.clone(),
            (ChargeKind::Fee, Some(LetterKind::Notice)) => {
                fee_of(&words.notice_fee, by_law(&self.notice, law))
            }
            (ChargeKind::Fee, Some(LetterKind::Demand)) => {
                fee_of(&words.demand_fee, by_law(&self.demand, law))
            }
            (ChargeKind::Fee, _) => words.fee.clone(),
        }
    }

    /// What a letter is called by its law; none of those that the law gives no name.
    pub fn named(&self, kind: LetterKind, law: &str) -> Option<&Named> {
        match kind {
            LetterKind::Notice => by_law(&self.notice, law),
            LetterKind::Demand => by_law(&self.demand, law),
            LetterKind::Friendly | LetterKind::Reminder | LetterKind::InterestNote => None,
        }
    }

    /// What a line of a statement is called.
    pub fn entry(&self, entry: EntryKind) -> String {
        let words = &self.entries;
        match entry {
            EntryKind::Charge(kind) => return self.charge(kind, None, ""),
            EntryKind::Invoice => &words.invoice,
            EntryKind::CreditNote => &words.credit_note,
            EntryKind::Payment => &words.payment,
            EntryKind::Transfer => &words.transfer,
            EntryKind::Refund => &words.refund,
            EntryKind::Adjustment => &words.adjustment,
            EntryKind::WriteOff => &words.write_off,
        }
        .clone()
    }

    /// What a register's number is called in a country.
    pub fn organisation(&self, country: &str) -> &str {
        let country = country.to_ascii_uppercase();
        let words = self.organisation.get(&country);
        words
            .or_else(|| self.organisation.get("other"))
            .map_or("", String::as_str)
    }

    /// The forms for one person or for several.
    pub fn you(&self, several: bool) -> BTreeMap<&str, &str> {
        let forms = self.you.iter();
        forms
            .map(|(name, forms)| (name.as_str(), forms[usize::from(several)].as_str()))
            .collect()
    }

    /// What comes if nothing is paid. A friendly letter threatens nothing; the last word before others collect, and
    /// the demand after it, name collection whatever the policy's next step is called.
    pub fn collection(
        &self,
        kind: LetterKind,
        next: Option<&NextStep>,
        law: &str,
        facts: &[(&str, &str)],
    ) -> String {
        let words = &self.collection;
        let one = |kind| self.named(kind, law).map_or("", |named| named.one.as_str());
        let collecting = by_law(&self.collecting, law).map_or("", String::as_str);
        let named = [
            ("notice", one(LetterKind::Notice)),
            ("demand", one(LetterKind::Demand)),
            ("collecting", collecting),
        ];
        let facts = &[facts, &named].concat();
        let sentence = match (kind, next) {
            (LetterKind::Friendly | LetterKind::InterestNote, _) => return String::new(),
            (_, Some(NextStep::HandOver(Some(agency)))) if !agency.trim().is_empty() => {
                let agency = [("agency", agency.as_str())];
                return fill(
                    &words.hand_over_named,
                    &[facts.as_slice(), &agency].concat(),
                );
            }
            (LetterKind::Notice | LetterKind::Demand, _) | (_, Some(NextStep::HandOver(_))) => {
                &words.hand_over
            }
            (_, Some(NextStep::Letter(LetterKind::Notice))) => &words.notice,
            (_, Some(NextStep::Letter(LetterKind::Demand))) => &words.demand,
            (_, Some(NextStep::Letter(_))) => &words.reminder,
            (_, None) => return String::new(),
        };
        fill(sentence, facts)
    }
}

/// What holds for a law, else for the others.
fn by_law<'a, T>(words: &'a BTreeMap<String, T>, law: &str) -> Option<&'a T> {
    let own = words.get(law.trim().to_ascii_lowercase().as_str());
    own.or_else(|| words.get("other"))
}

fn text(language: Language) -> &'static str {
    match language {
        Language::Nb => include_str!("../../assets/letters/nb/words.toml"),
        Language::Sv => include_str!("../../assets/letters/sv/words.toml"),
        Language::Da => include_str!("../../assets/letters/da/words.toml"),
        Language::Fi => include_str!("../../assets/letters/fi/words.toml"),
        Language::En => include_str!("../../assets/letters/en/words.toml"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::sentence::blanks;

    /// Every word by its dotted key.
    fn leaves(value: &toml::Value, key: &str, found: &mut BTreeMap<String, String>) {
        match value {
            toml::Value::Table(table) => {
                for (name, value) in table {
                    leaves(value, &format!("{key}.{name}"), found);
                }
            }
            toml::Value::String(text) => {
                found.insert(key.to_owned(), text.clone());
            }
            _ => {}
        }
    }

    #[test]
    fn every_language_has_every_word_and_fills_the_same_blanks() {
        let english: toml::Value = toml::from_str(text(Language::En)).unwrap();
        let mut expected = BTreeMap::new();
        leaves(&english, "", &mut expected);
        for language in Language::ALL {
            // What it lacks or has too much is named by the reader.
            Words::of(language).unwrap();
            let mut found = BTreeMap::new();
            leaves(&toml::from_str(text(language)).unwrap(), "", &mut found);
            for (key, word) in &found {
                assert!(!word.is_empty(), "{language:?}{key} says nothing");
                let own = [
                    ".form.date",
                    ".form.table-date",
                    ".money.",
                    ".sentences.",
                    ".collection.",
                    ".charges.notice-fee",
                    ".charges.demand-fee",
                ];
                if own.iter().any(|own| key.starts_with(own)) {
                    continue;
                }
                let filled = |word: &str| {
                    let mut blanks: Vec<String> =
                        blanks(word).into_iter().map(Into::into).collect();
                    blanks.sort();
                    blanks
                };
                let said = expected.get(key).map(|word| filled(word));
                assert_eq!(said, Some(filled(word)), "{language:?}{key}");
            }
        }
    }

    #[test]
    fn each_sentence_of_the_law_names_its_day_and_a_way_to_object() {
        for language in Language::ALL {
            let words = Words::of(language).unwrap();
            let objection = blanks(&words.sentences.objection);
            assert!(objection.contains(&"by") && objection.contains(&"ways"));
            assert!(blanks(&words.sentences.contact).contains(&"ways"));
            let collection = &words.collection;
            assert!(blanks(&collection.hand_over).contains(&"by"));
            assert!(blanks(&collection.hand_over_named).contains(&"agency"));
            assert!(blanks(&words.form.by).contains(&"deadline"));
            for sentence in [&collection.hand_over, &words.sentences.objection] {
                for blank in blanks(sentence) {
                    let known = ["by", "ways", "collecting"].contains(&blank)
                        || words.you.contains_key(blank);
                    assert!(known, "{language:?}: {blank}");
                }
            }
        }
    }
}
