//! References as they are printed for people.

use super::{Scheme, normalise};

/// A reference in the groups in which its scheme is printed: a viite in fives from the right, ISO 11649 in fours from
/// the left. Others are printed whole, as their zeros and lengths matter to machines.
pub fn printed(reference: &str, scheme: Scheme) -> String {
    let characters: Vec<char> = normalise(reference).chars().collect();
    let groups = match scheme {
        Scheme::Viite => {
            let (first, rest) = characters.split_at(characters.len() % 5);
            grouped([first].into_iter().chain(rest.chunks(5)))
        }
        Scheme::Rf => grouped(characters.chunks(4)),
        Scheme::Mod10 | Scheme::Mod11 => return characters.into_iter().collect(),
    };
    groups.join(" ")
}

fn grouped<'a>(groups: impl Iterator<Item = &'a [char]>) -> Vec<String> {
    let groups = groups.filter(|group| !group.is_empty());
    groups.map(|group| group.iter().collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn each_scheme_has_its_groups() {
        assert_eq!(printed("1234561", Scheme::Viite), "12 34561");
        assert_eq!(printed("1234567890", Scheme::Viite), "12345 67890");
        assert_eq!(printed("123", Scheme::Viite), "123");
        assert_eq!(printed("RF341234561", Scheme::Rf), "RF34 1234 561");
        assert_eq!(
            printed("rf18 539007547034", Scheme::Rf),
            "RF18 5390 0754 7034"
        );
        assert_eq!(printed("00 20260014-", Scheme::Mod11), "0020260014-");
    }

    proptest! {
        #[test]
        fn printing_changes_blanks_only(text in "\\PC{0,30}") {
            for scheme in [Scheme::Viite, Scheme::Rf, Scheme::Mod10] {
                prop_assert_eq!(normalise(&printed(&text, scheme)), normalise(&text));
            }
        }
    }
}
