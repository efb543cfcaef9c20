//! The order of names: the Nordic letters stand at the end of the alphabet, and in an order of their own in each
//! country. A list that files Åsgard under A is a list in which nobody finds him.

use crate::text::filter::fold;

/// How a country orders its letters.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub enum Alphabet {
    /// Æ Ø Å: Norway and Denmark.
    #[default]
    Danish,
    /// Å Ä Ö: Sweden and Finland.
    Swedish,
}

impl Alphabet {
    pub fn of_country(country: &str) -> Self {
        if ["se", "fi", "ax"].contains(&country.to_ascii_lowercase().as_str()) {
            Self::Swedish
        } else {
            Self::Danish
        }
    }

    /// What a name is compared by. `~` comes after every letter.
    pub fn rank(self, name: &str) -> String {
        let mut rank = String::with_capacity(name.len() + 4);
        for c in name.chars().flat_map(char::to_lowercase) {
            let place = match (self, c) {
                (Self::Danish, 'æ' | 'ä') | (Self::Swedish, 'å') => "~1",
                (Self::Danish, 'ø' | 'ö') | (Self::Swedish, 'ä' | 'æ') => "~2",
                (Self::Danish, 'å') | (Self::Swedish, 'ö' | 'ø') => "~3",
                _ => {
                    if c.is_ascii() {
                        rank.push(c);
                    } else {
                        rank.push_str(&fold(c.encode_utf8(&mut [0; 4])));
                    }
                    continue;
                }
            };
            rank.push_str(place);
        }
        rank
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(alphabet: Alphabet) -> Vec<&'static str> {
        let mut names = vec![
            "Öberg",
            "Ås",
            "Zeta",
            "Äng",
            "abba",
            "Ébène",
            "Ødegård",
            "Ærø",
        ];
        names.sort_by_cached_key(|name| alphabet.rank(name));
        names
    }

    #[test]
    fn each_country_has_its_order() {
        assert_eq!(
            sorted(Alphabet::of_country("no")),
            [
                "abba",
                "Ébène",
                "Zeta",
                "Äng",
                "Ærø",
                "Öberg",
                "Ødegård",
                "Ås"
            ]
        );
        assert_eq!(
            sorted(Alphabet::of_country("SE")),
            [
                "abba",
                "Ébène",
                "Zeta",
                "Ås",
                "Äng",
                "Ærø",
                "Öberg",
                "Ødegård"
            ]
        );
    }
}
