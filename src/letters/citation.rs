//! Paragraphs as a letter's language cites them: "inkassoforskriften § 1-2", "12 § räntelagen (633/1982)". The statutes
//! name a law in its own language, with its sections after it; what each language calls the law and where it puts the
//! sections is among its words.

use super::draft::clean;
use super::words::Words;
use crate::text::sentence::fill;

/// What stands between a law's name and its sections, and whether they are several, or articles.
const MARKS: [(&str, Form); 3] = [
    (" §§ ", Form::Many),
    (" § ", Form::One),
    (" art. ", Form::Article),
];

#[derive(Clone, Copy)]
enum Form {
    One,
    Many,
    Article,
}

/// A rule of a country's law, fit to stand within a sentence. What has no sections is told as it is.
pub(super) fn cited(words: &Words, law: &str, rule: &str) -> String {
    let rule = clean(rule);
    let names = words.laws.get(law.trim().to_ascii_lowercase().as_str());
    let called = |name: &str| {
        let known = names.and_then(|names| names.get(name));
        known.map_or_else(|| name.to_owned(), String::clone)
    };
    let parts = MARKS.iter().find_map(|(mark, form)| {
        let (name, sections) = rule.split_once(mark)?;
        Some((name.trim(), sections.trim(), form))
    });
    let Some((name, sections, form)) = parts else {
        return called(&rule);
    };
    let forms = &words.citation;
    let pattern = match form {
        Form::One => &forms.one,
        Form::Many => &forms.many,
        Form::Article => &forms.article,
    };
    let facts = [("name", called(name)), ("numbers", listed(words, sections))];
    let facts = facts
        .each_ref()
        .map(|(blank, text)| (*blank, text.as_str()));
    fill(pattern, &facts)
}

/// `4, 4 a` as a sentence has it, no section torn from its letter.
fn listed(words: &Words, sections: &str) -> String {
    let sections = sections.replace(' ', "\u{a0}");
    let parts: Vec<&str> = sections.split(",\u{a0}").collect();
    match parts.split_last() {
        Some((last, before)) if !before.is_empty() => {
            format!("{} {} {last}", before.join(", "), words.citation.and)
        }
        _ => sections,
    }
}

#[cfg(test)]
mod tests {
    use super::super::language::Language;
    use super::*;

    fn said(language: Language, law: &str, rule: &str) -> String {
        cited(Words::of(language).unwrap(), law, rule).replace('\u{a0}', " ")
    }

    #[test]
    fn each_language_cites_as_its_lawyers_do() {
        let (nb, sv, da, fi, en) = (
            Language::Nb,
            Language::Sv,
            Language::Da,
            Language::Fi,
            Language::En,
        );
        for (language, law, rule, expected) in [
            (
                nb,
                "no",
                "forsinkelsesrenteloven §§ 3, 4",
                "forsinkelsesrenteloven §§ 3 og 4",
            ),
            (
                nb,
                "no",
                "inkassoforskriften § 1-2",
                "inkassoforskriften § 1-2",
            ),
            (sv, "se", "räntelagen §§ 6, 9", "6 och 9 §§ räntelagen"),
            (
                sv,
                "se",
                "lag 1981:739 § 4 a",
                "4 a § lagen (1981:739) om ersättning för inkassokostnader",
            ),
            (sv, "fi", "korkolaki § 12", "12 § räntelagen (633/1982)"),
            (fi, "fi", "korkolaki § 12", "korkolain 12 §"),
            (
                fi,
                "fi",
                "laki saatavien perinnästä § 10",
                "saatavien perinnästä annetun lain (513/1999) 10 §",
            ),
            (da, "dk", "renteloven § 9 b", "renteloven § 9 b"),
            (
                en,
                "no",
                "forsinkelsesrenteloven § 3",
                "the Norwegian Late Payment Interest Act (forsinkelsesrenteloven), section 3",
            ),
            (
                en,
                "dk",
                "renteloven § 5",
                "the Danish Interest Act (renteloven), section 5",
            ),
            (
                en,
                "eu",
                "Directive 2011/7/EU art. 6",
                "Directive 2011/7/EU, article 6",
            ),
        ] {
            assert_eq!(said(language, law, rule), expected);
        }
    }

    #[test]
    fn a_rule_of_the_users_own_is_told_as_he_wrote_it() {
        assert_eq!(
            said(Language::Nb, "no", "avtalen punkt 4"),
            "avtalen punkt 4"
        );
        assert_eq!(said(Language::Sv, "se", ""), "");
        assert_eq!(
            said(Language::Sv, "se", "avtalslagen § 36"),
            "36 § avtalslagen"
        );
    }
}
