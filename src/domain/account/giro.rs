//! Swedish giro numbers, which live beside bank accounts: Bankgiro and Plusgiro. A number of seven or eight digits can be
//! either; where its dash stands, or a word before it, says which.

use super::{bare, is_bankgiro, is_plusgiro, printed_bankgiro, printed_plusgiro};

/// A giro number as it is printed: `5050-1055`, `902003-3`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Giro {
    Bankgiro(String),
    Plusgiro(String),
}

/// A text that names a giro and has no number of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct WrongGiro;

impl Giro {
    /// Reads `5050-1055`, `bg:50501055`, `pg 90 20 03-3`, `Bankgiro 5050-1055`. Digits alone are a Bankgiro number if
    /// they can be one, which companies have far more often, else a Plusgiro number.
    pub fn parse(text: &str) -> Option<Self> {
        match prefixed(text) {
            Some((kind, number)) => kind(number),
            None => match text.trim().rsplit_once('-').map(|(_, end)| end.len()) {
                Some(4) => bankgiro(text),
                Some(1) => plusgiro(text),
                Some(_) => None,
                None => bankgiro(text).or_else(|| plusgiro(text)),
            },
        }
    }

    /// Reads only what names its giro: `bg:50501055`.
    pub fn named(text: &str) -> Option<Self> {
        prefixed(text).and_then(|(kind, number)| kind(number))
    }

    /// As it is printed, without saying which giro it is of.
    pub fn printed(&self) -> &str {
        match self {
            Self::Bankgiro(number) | Self::Plusgiro(number) => number,
        }
    }
}

/// An account as the ledger keeps it: letters and digits alone ([`bare`]), but a Swedish giro number with its dash, which
/// says whether it is Bankgiro or Plusgiro.
pub fn kept(country: &str, text: &str) -> Result<String, WrongGiro> {
    let is_named = prefixed(text).is_some();
    if !is_named && !country.trim().eq_ignore_ascii_case("SE") {
        return Ok(bare(text));
    }
    match Giro::parse(text) {
        Some(giro) => Ok(giro.printed().to_owned()),
        None if is_named => Err(WrongGiro),
        None => Ok(bare(text)),
    }
}

type Kind = fn(&str) -> Option<Giro>;

fn bankgiro(text: &str) -> Option<Giro> {
    let printed = printed_bankgiro(text).filter(|_| is_bankgiro(text));
    printed.map(Giro::Bankgiro)
}

fn plusgiro(text: &str) -> Option<Giro> {
    let printed = printed_plusgiro(text).filter(|_| is_plusgiro(text));
    printed.map(Giro::Plusgiro)
}

/// The giro that a text names first, and its number.
fn prefixed(text: &str) -> Option<(Kind, &str)> {
    let text = text.trim();
    let words: [(&str, Kind); 4] = [
        ("bankgiro", bankgiro),
        ("plusgiro", plusgiro),
        ("bg", bankgiro),
        ("pg", plusgiro),
    ];
    words.into_iter().find_map(|(word, kind)| {
        let (start, rest) = text.split_at_checked(word.len())?;
        let starts = start.eq_ignore_ascii_case(word);
        // Bulgaria's IBANs begin with BG too, and go on with digits and letters.
        let rest = rest.strip_prefix([':', '.', ' '])?;
        let is_number = |c: char| c.is_ascii_digit() || matches!(c, '-' | ' ');
        (starts && rest.chars().all(is_number)).then_some((kind, rest))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bankgiro(number: &str) -> Giro {
        Giro::Bankgiro(number.to_owned())
    }

    fn plusgiro(number: &str) -> Giro {
        Giro::Plusgiro(number.to_owned())
    }

    #[test]
    fn the_dash_or_the_word_says_which_giro_it_is() {
        for text in [
            "5050-1055",
            " 5050-1055 ",
            "bg:5050-1055",
            "BG 50501055",
            "Bankgiro: 5050-1055",
            "50501055",
        ] {
            assert_eq!(Giro::parse(text), Some(bankgiro("5050-1055")), "{text}");
        }
        for text in ["902003-3", "90 20 03-3", "pg:9020033", "PlusGiro 902003-3"] {
            assert_eq!(Giro::parse(text), Some(plusgiro("902003-3")), "{text}");
        }
        assert_eq!(Giro::parse("4-2"), Some(plusgiro("4-2")));
        for text in [
            "5050-1056",
            "bg:4-2",
            "902003-4",
            "50-501055",
            "",
            "bg:",
            "SE4550000000058398257466",
            "BG80 BNBG 9661 1020 3456 78",
        ] {
            assert_eq!(Giro::parse(text), None, "{text}");
        }
    }

    #[test]
    fn the_ledger_keeps_the_dash_of_a_giro_and_of_nothing_else() {
        assert_eq!(kept("SE", "50501055").as_deref(), Ok("5050-1055"));
        assert_eq!(
            kept("se", "5000-58398257466").as_deref(),
            Ok("500058398257466")
        );
        assert_eq!(kept("NO", "8601.11.17947").as_deref(), Ok("86011117947"));
        assert_eq!(kept("NO", "bg:5050-1055").as_deref(), Ok("5050-1055"));
        assert_eq!(kept("FI", "123456-785").as_deref(), Ok("123456785"));
        let bulgarian = "BG80 BNBG 9661 1020 3456 78";
        assert_eq!(
            kept("SE", bulgarian).as_deref(),
            Ok("BG80BNBG96611020345678")
        );
        assert_eq!(kept("SE", "pg:5050-1056"), Err(WrongGiro));
    }

    #[test]
    fn any_text_is_answered() {
        for text in ["b", "bå", "bg", "pgå1", "ß-1", "\u{1f600}-1055"] {
            assert_eq!(Giro::parse(text), None, "{text}");
        }
    }
}
