//! Slips of the hand in a reference: a digit wrong, lost or too many, two changed over, zeros in front lost.

/// Zeros that banks and forms drop in front, at the most.
const MOST_ZEROS: usize = 6;

/// References from which a slip makes this one, the lost zeros first. At most some hundreds.
pub(super) fn rights(written: &str) -> Vec<String> {
    let digits: Vec<char> = written.chars().collect();
    if !(4..=25).contains(&digits.len()) || !written.bytes().all(|b| b.is_ascii_digit()) {
        return Vec::new();
    }
    let mut found: Vec<String> = (1..=MOST_ZEROS)
        .map(|count| format!("{}{written}", "0".repeat(count)))
        .collect();
    let trimmed = written.trim_start_matches('0');
    if trimmed.len() < written.len() {
        found.push(trimmed.to_owned());
    }
    for at in 0..digits.len() {
        for digit in '0'..='9' {
            // Wrong.
            let mut one = digits.clone();
            one[at] = digit;
            found.push(one.iter().collect());
            // Lost.
            let mut one = digits.clone();
            one.insert(at, digit);
            found.push(one.iter().collect());
        }
        // Too many.
        let mut one = digits.clone();
        one.remove(at);
        found.push(one.iter().collect());
        // Changed over.
        if at + 1 < digits.len() {
            let mut one = digits.clone();
            one.swap(at, at + 1);
            found.push(one.iter().collect());
        }
    }
    found.extend(('0'..='9').map(|digit| format!("{written}{digit}")));
    found.retain(|right| right != written);
    let mut seen = std::collections::HashSet::new();
    found.retain(|right| seen.insert(right.clone()));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_single_slip_is_found() {
        // A digit lost at the end, one lost within, one too many in front, two changed over, one wrong.
        for written in ["9000001", "900016", "090000016", "90000061", "90000019"] {
            let right = if written == "900016" {
                "9000016"
            } else {
                "90000016"
            };
            assert!(rights(written).contains(&right.to_owned()), "{written}");
        }
        assert!(rights("16000").contains(&"000016000".to_owned()));
    }

    #[test]
    fn two_slips_and_words_are_not() {
        assert!(!rights("91000017").contains(&"90000016".to_owned()));
        assert!(rights("RF18539007547034").is_empty());
        assert!(rights("123").is_empty());
    }
}
