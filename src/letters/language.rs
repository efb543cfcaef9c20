//! The languages that letters are written in, and which one a customer reads.

use crate::domain::content::Recipient;

/// A language of letters.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Language {
    Nb,
    Sv,
    Da,
    Fi,
    En,
}

impl Language {
    pub const ALL: [Self; 5] = [Self::Nb, Self::Sv, Self::Da, Self::Fi, Self::En];

    /// The tag, as templates' folders and sheets have it.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Nb => "nb",
            Self::Sv => "sv",
            Self::Da => "da",
            Self::Fi => "fi",
            Self::En => "en",
        }
    }

    /// The language of a tag of BCP 47, in any case: `nb-NO`, `no`, `nn`, `sv_FI`, `EN`.
    pub fn parse(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_']).next()?;
        match primary.to_ascii_lowercase().as_str() {
            "no" | "nb" | "nn" | "nob" | "nno" | "nor" => Some(Self::Nb),
            "sv" | "swe" => Some(Self::Sv),
            "da" | "dan" => Some(Self::Da),
            "fi" | "fin" => Some(Self::Fi),
            "en" | "eng" => Some(Self::En),
            _ => None,
        }
    }

    /// What people read in a country, by its ISO 3166 code of two letters.
    fn of_country(country: &str) -> Self {
        match country.trim().to_ascii_uppercase().as_str() {
            "NO" | "SJ" => Self::Nb,
            "SE" | "AX" => Self::Sv,
            "DK" | "FO" | "GL" => Self::Da,
            "FI" => Self::Fi,
            _ => Self::En,
        }
    }

    /// The language that the register has for a customer, else his country's, else English.
    pub fn of(recipient: &Recipient) -> Self {
        let own = recipient.language.as_deref().and_then(Self::parse);
        own.unwrap_or_else(|| Self::of_country(&recipient.country))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_in_any_case_and_with_any_region() {
        for (tag, language) in [
            ("nb-NO", Language::Nb),
            ("NO", Language::Nb),
            ("nn", Language::Nb),
            (" sv_FI ", Language::Sv),
            ("Da", Language::Da),
            ("fi", Language::Fi),
            ("en-GB", Language::En),
        ] {
            assert_eq!(Language::parse(tag), Some(language), "{tag}");
        }
        assert_eq!(Language::parse("de"), None);
        assert_eq!(Language::parse(""), None);
    }

    #[test]
    fn a_customer_reads_his_own_language_then_his_countrys_then_english() {
        let language = |language: Option<&str>, country: &str| {
            let mut recipient = crate::letters::samples::recipient();
            recipient.language = language.map(str::to_owned);
            recipient.country = country.to_owned();
            Language::of(&recipient)
        };
        assert_eq!(language(None, "FI"), Language::Fi);
        assert_eq!(language(Some("sv"), "FI"), Language::Sv);
        assert_eq!(language(Some("de"), "DK"), Language::Da);
        assert_eq!(language(None, "no"), Language::Nb);
        assert_eq!(language(None, "DE"), Language::En);
    }
}
