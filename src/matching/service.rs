//! Who pays for many: payment services, factoring companies, banks and agencies. Their account and their name say
//! nothing of whose the money is.

use crate::domain::fold::fold;

/// Whole words, folded, that name one; in order.
const NAMES: &[&str] = &[
    "adyen",
    "aktiv kapital",
    "alektum",
    "arvato",
    "axactor",
    "bambora",
    "checkout com",
    "clearhaus",
    "collectia",
    "collector bank",
    "dintero",
    "dnb finans",
    "elavon",
    "factoring",
    "fakturino",
    "gocardless",
    "handelsbanken finans",
    "inkasso",
    "intrum",
    "izettle",
    "kivra",
    "klarna",
    "kravia",
    "kredinor",
    "lindorff",
    "lowell",
    "mobilepay",
    "mollie",
    "nets",
    "nexi",
    "nordea finance",
    "nordea finans",
    "norion",
    "payex",
    "paynova",
    "paypal",
    "perx",
    "qliro",
    "ropo",
    "sergel",
    "stripe",
    "sumup",
    "svea bank",
    "svea ekonomi",
    "svea finans",
    "swedbank pay",
    "swish",
    "trustly",
    "valitor",
    "vipps",
    "visma finance",
    "walley",
    "worldline",
    "zettle",
];

/// The one who pays for many and has this name: told in our words, for what a payer is called may be a person's name.
pub(super) fn pays_for_many(name: &str) -> Option<&'static str> {
    let folded = fold(name);
    let words: Vec<&str> = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    words.iter().enumerate().find_map(|(at, word)| {
        let from = NAMES.partition_point(|name| first_word(name) < *word);
        let begins = NAMES[from..]
            .iter()
            .take_while(|name| first_word(name) == *word);
        let mut begins = begins.copied();
        begins.find(|name| {
            let mut rest = words[at..].iter();
            name.split(' ').all(|said| rest.next() == Some(&said))
        })
    })
}

fn first_word(name: &str) -> &str {
    name.split(' ').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_in_order() {
        assert!(NAMES.is_sorted_by_key(|name| first_word(name)));
    }

    #[test]
    fn whole_words_name_a_service() {
        for name in [
            "Vipps MobilePay AS",
            "STRIPE PAYMENTS EUROPE LTD",
            "Nordea Finance Norge",
            "SVEA BANK AB",
        ] {
            assert!(pays_for_many(name).is_some(), "{name}");
        }
        for name in [
            "Netsys AS",
            "Striper & Co",
            "Nordea Bygg AS",
            "",
            "Sveas Blomster",
            "Svea Andersson",
        ] {
            assert_eq!(pays_for_many(name), None, "{name}");
        }
    }
}
