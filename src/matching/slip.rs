//! Slips of the hand in a reference: a digit wrong, lost or too many, two changed over, zeros in front lost.

/// Zeros that banks and forms drop in front, at the most.
const MOST_ZEROS: usize = 6;
/// Digits of the longest that is looked at.
const LONGEST: usize = 25;

/// Calls for each reference from which a slip makes this one, the lost zeros first: some hundreds at most, a few of
/// them twice.
pub(super) fn each_right(written: &str, mut call: impl FnMut(&str)) {
    if !(4..=LONGEST).contains(&written.len()) || !written.bytes().all(|b| b.is_ascii_digit()) {
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
    each_edit(written, call);
}

/// Calls for each text that a slip of this kind makes of one which means this reference: the same way back. More than
/// those, where zeros stand in front.
pub(super) fn each_wrong(right: &str, mut call: impl FnMut(&str)) {
    if right.len() > LONGEST + MOST_ZEROS || !right.bytes().all(|b| b.is_ascii_digit()) {
        return;
    }
    let mut wrong = right;
    while let Some(shorter) = wrong.strip_prefix('0') {
        wrong = shorter;
        call(wrong);
    }
    let mut wrong = right.to_owned();
    while wrong.len() < LONGEST {
        wrong.insert(0, '0');
        call(&wrong);
    }
    each_edit(right, call);
}

/// Calls for each text that is one edit away: a digit wrong, lost or too many, two changed over.
fn each_edit(written: &str, mut call: impl FnMut(&str)) {
    let mut right = String::with_capacity(written.len() + 1);
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
    fn from_a_reference_the_way_leads_back_to_all_that_mean_it() {
        for written in [
            "9000001",
            "0042",
            "0000",
            "10010",
            "0000000000000000000000012",
        ] {
            for right in rights(written) {
                let mut wrongs = Vec::new();
                each_wrong(&right, |wrong| wrongs.push(wrong.to_owned()));
                assert!(
                    wrongs.iter().any(|wrong| wrong == written),
                    "{right} of {written}"
                );
            }
        }
    }

    #[test]
    fn two_slips_and_words_are_not() {
        assert!(!rights("91000017").contains(&"90000016".to_owned()));
        assert!(rights("RF18539007547034").is_empty());
        assert!(rights("123").is_empty());
    }
}
