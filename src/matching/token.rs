//! References in free text: whole tokens only.

use crate::domain::reference;

/// Shorter tokens are years, counts and house numbers far more often than references.
const SHORTEST: usize = 6;

/// Tokens of a text that have the form of a reference and a right check digit, each once, in order.
pub(super) fn references(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    // A final `-` is part of a KID with remainder 1; between letters or digits it only parts them.
    for token in text.split(|c: char| !c.is_alphanumeric() && c != '-') {
        let bare = token.trim_matches('-');
        for candidate in [bare.to_owned(), format!("{bare}-")] {
            let candidate = reference::normalise(&candidate);
            let stands = candidate == reference::normalise(bare) || token.ends_with('-');
            if stands
                && has_form(&candidate)
                && reference::is_valid(&candidate)
                && !found.contains(&candidate)
            {
                found.push(candidate);
            }
        }
    }
    found
}

fn has_form(token: &str) -> bool {
    let digits = token.chars().filter(char::is_ascii_digit).count();
    (SHORTEST..=reference::LONGEST).contains(&token.len())
        && (token.starts_with("RF") || digits == token.trim_end_matches('-').len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_tokens_with_a_right_check_digit_are_found() {
        assert_eq!(references("KID 12345678 2"), [] as [&str; 0]);
        assert_eq!(references("KID:123456782, takk"), ["123456782"]);
        assert_eq!(references("betaling 1000005- for mai"), ["1000005-"]);
        assert_eq!(references("RF18539007547034"), ["RF18539007547034"]);
        assert_eq!(references("a123456782b 1123456782"), [] as [&str; 0]);
        assert_eq!(references("2026 1814"), [] as [&str; 0]);
    }
}
