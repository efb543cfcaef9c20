//! Slips of the hand in a reference: a digit wrong, lost or too many, two changed over, zeros in front lost.

/// Zeros that banks and forms drop in front, at the most.
const MOST_ZEROS: usize = 6;

/// Calls for each reference from which a slip makes this one, the lost zeros first: some hundreds at most, a few of
/// them twice.
pub(super) fn each_right(written: &str, mut call: impl FnMut(&str)) {
    if !(4..=25).contains(&written.len()) || !written.bytes().all(|b| b.is_ascii_digit()) {
        return;
    }
    let mut call = |right: &str| {
        if right != written {
            call(right);
        }
    };
    let mut right = written.to_owned();
    for _ in 0..MOST_ZEROS {
        right.insert(0, '0');
        call(&right);
    }
    call(written.trim_start_matches('0'));
    for at in 0..written.len() {
        let (before, rest) = written.split_at(at);
        let (own, after) = rest.split_at(1);
        let mut say = |parts: [&str; 3]| {
            right.clear();
            right.extend(parts);
            call(&right);
        };
        for digit in DIGITS {
            // Wrong, and lost.
            say([before, digit, after]);
            say([before, digit, rest]);
        }
        // Too many.
        say([before, "", after]);
        // Changed over.
        if let Some((next, after)) = after.split_at_checked(1) {
            right.clear();
            right.extend([before, next, own, after]);
            call(&right);
        }
    }
    for digit in DIGITS {
        right.clear();
        right.extend([written, digit]);
        call(&right);
    }
}

const DIGITS: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

#[cfg(test)]
mod tests {
    use super::*;

    fn rights(written: &str) -> Vec<String> {
        let mut found = Vec::new();
        each_right(written, |right| found.push(right.to_owned()));
        found
    }

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
