//! Names of columns as they are compared: the header of a file against the names that are known.

/// A header as it is compared: letters and digits, without case and accents.
pub fn normal(header: &str) -> String {
    letters(header).collect()
}

/// Whether a name is the one whose normal form this is.
pub fn is_named(normal: &str, name: &str) -> bool {
    letters(name).eq(normal.chars())
}

fn letters(header: &str) -> impl Iterator<Item = char> {
    header.chars().flat_map(char::to_lowercase).flat_map(|c| {
        let (first, second) = match c {
            'å' | 'ä' | 'á' | 'à' => (Some('a'), None),
            'æ' => (Some('a'), Some('e')),
            'ø' | 'ö' | 'ó' => (Some('o'), None),
            'é' | 'è' => (Some('e'), None),
            'ü' => (Some('u'), None),
            // "Discount %" is not "discount".
            '%' => (Some('%'), None),
            // Accents written as characters of their own fall away here.
            c => (c.is_alphanumeric().then_some(c), None),
        };
        first.into_iter().chain(second)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_accents_and_punctuation_do_not_matter() {
        assert_eq!(normal(" FÖRFALLO-DATUM "), normal("Förfallodatum"));
        assert_eq!(normal("Fo\u{308}rfallodatum"), normal("Förfallodatum"));
        assert_eq!(normal("Erapaiva"), normal("Eräpäivä"));
        assert_eq!(normal("customer_no"), normal("Customer No."));
    }
}
