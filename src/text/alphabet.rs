//! The order of names: the Nordic letters stand at the end of the alphabet, and in an order of their own in each
//! country. A list that files Åsgard under A is a list in which nobody finds him.

use std::sync::OnceLock;

use icu_collator::options::{CollatorOptions, Strength};
use icu_collator::{CollatorBorrowed, CollatorPreferences};

/// How a country orders its letters.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub enum Alphabet {
    /// Æ Ø Å.
    #[default]
    Norwegian,
    /// The same, and capitals first.
    Danish,
    /// Å Ä Ö.
    Swedish,
    /// The same, and W is no V.
    Finnish,
    /// Everywhere else: letters with signs stand with those without.
    Common,
}

impl Alphabet {
    pub fn of_country(country: &str) -> Self {
        match country.to_ascii_lowercase().as_str() {
            "no" | "sj" => Self::Norwegian,
            "dk" | "fo" | "gl" => Self::Danish,
            "se" => Self::Swedish,
            "fi" | "ax" => Self::Finnish,
            _ => Self::Common,
        }
    }

    /// What a name is compared by.
    pub fn rank(self, name: &str) -> Vec<u8> {
        let mut rank = Vec::with_capacity(name.len() * 2);
        match self.collator() {
            Some(collator) => {
                let Ok(()) = collator.write_sort_key_to(name, &mut rank);
            }
            None => rank.extend_from_slice(name.to_lowercase().as_bytes()),
        }
        rank
    }

    /// The language whose rules it follows.
    fn language(self) -> &'static str {
        match self {
            Self::Norwegian => "nb",
            Self::Danish => "da",
            Self::Swedish => "sv",
            Self::Finnish => "fi",
            Self::Common => "und",
        }
    }

    fn collator(self) -> Option<&'static CollatorBorrowed<'static>> {
        type Kept = OnceLock<Option<CollatorBorrowed<'static>>>;
        static KEPT: [Kept; 5] = [const { OnceLock::new() }; 5];
        let make = || {
            let locale: icu_locale_core::Locale = self.language().parse().ok()?;
            let mut options = CollatorOptions::default();
            options.strength = Some(Strength::Tertiary);
            CollatorBorrowed::try_new(CollatorPreferences::from(locale), options).ok()
        };
        KEPT[self as usize].get_or_init(make).as_ref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(country: &str) -> Vec<&'static str> {
        let mut names = vec![
            "Öberg",
            "Ås",
            "Zeta",
            "Äng",
            "abba",
            "Ébène",
            "Ødegård",
            "Ærø",
            "Aagaard",
            "Widén",
            "Viken",
        ];
        let alphabet = Alphabet::of_country(country);
        names.sort_by_cached_key(|name| alphabet.rank(name));
        names
    }

    #[test]
    fn each_country_has_its_order() {
        let last = |country, count: usize| {
            let names = sorted(country);
            names[names.len() - count..].to_vec()
        };
        assert_eq!(
            last("no", 7),
            ["Zeta", "Äng", "Ærø", "Öberg", "Ødegård", "Aagaard", "Ås"]
        );
        assert_eq!(last("DK", 2), ["Aagaard", "Ås"]);
        assert_eq!(
            last("SE", 6),
            ["Zeta", "Ås", "Äng", "Ærø", "Öberg", "Ødegård"]
        );
        assert_eq!(last("fi", 2), ["Öberg", "Ødegård"]);
        assert_eq!(last("gb", 3), ["Viken", "Widén", "Zeta"]);
        assert_eq!(sorted("gb")[0], "Aagaard");
    }

    #[test]
    fn every_alphabet_is_there() {
        for country in ["no", "dk", "se", "fi", "gb"] {
            assert!(
                Alphabet::of_country(country).collator().is_some(),
                "{country}"
            );
        }
    }
}
