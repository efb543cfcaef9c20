//! Who pays for many: payment services, factoring companies, banks and agencies. Their account and their name say
//! nothing of whose the money is.

use crate::domain::fold::fold;

/// Whole words, folded, that name one.
const NAMES: &[&str] = &[
    "adyen",
    "aktiv kapital",
    "alektum",
    "arvato",
    "axactor",
    "bambora",
    "checkout com",
    "clearhaus",
    "collector",
    "collectia",
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
    "paynova",
    "paypal",
    "payex",
    "perx",
    "qliro",
    "ropo",
    "sergel",
    "stripe",
    "sumup",
    "svea",
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

/// Whether a payer of this name pays for many.
pub(super) fn pays_for_many(name: &str) -> bool {
    let folded = fold(name);
    let words: Vec<&str> = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    NAMES.iter().any(|service| {
        let count = service.split(' ').count();
        words
            .windows(count)
            .any(|window| window.iter().copied().eq(service.split(' ')))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words_name_a_service() {
        for name in [
            "Vipps MobilePay AS",
            "STRIPE PAYMENTS EUROPE LTD",
            "Nordea Finance Norge",
            "SVEA BANK AB",
        ] {
            assert!(pays_for_many(name), "{name}");
        }
        for name in [
            "Netsys AS",
            "Striper & Co",
            "Nordea Bygg AS",
            "",
            "Sveas Blomster",
        ] {
            assert!(!pays_for_many(name), "{name}");
        }
    }
}
