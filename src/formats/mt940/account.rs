//! The names of the company's account in `:25:`.

use crate::domain::money::Currency;
use crate::formats::clean::trimmed;

/// The account's own number first, then the field as written, where they differ: banks put their own code in front
/// (`BIC/`, `bank code/`) and the currency behind.
pub fn names(lines: &[String]) -> Vec<String> {
    let written = lines.iter().map(|line| line.trim()).collect::<String>();
    let Some(written) = trimmed(&written) else {
        return Vec::new();
    };
    let number = number(&written).to_owned();
    let written = written.into_owned();
    if number.is_empty() || number == written {
        vec![written]
    } else {
        vec![number, written]
    }
}

fn number(written: &str) -> &str {
    let (before, behind) = written.split_once('/').unwrap_or(("", written));
    let (before, behind) = (before.trim(), behind.trim());
    let number = if Currency::parse(behind).is_some() && !before.is_empty() {
        before
    } else {
        behind
    };
    let Some(at) = number.len().checked_sub(3) else {
        return number;
    };
    match number.split_at_checked(at) {
        Some((account, code))
            if Currency::parse(code).is_some()
                && account.trim_end().ends_with(|c: char| c.is_ascii_digit()) =>
        {
            account.trim_end()
        }
        _ => number,
    }
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn what_banks_put_around_the_number_is_taken_off() {
        for (written, number) in [
            ("BPHKPLPK/320000546101", "320000546101"),
            ("50880050/0194787400888", "0194787400888"),
            ("NO9386011117947", "NO9386011117947"),
            ("NO9386011117947NOK", "NO9386011117947"),
            ("DNBANOKK/86011117947 NOK", "86011117947"),
            ("86011117947/NOK", "86011117947"),
            ("12345EUR", "12345"),
            ("NOK", "NOK"),
        ] {
            let found = names(&[written.to_owned()]);
            assert_eq!(found[0], number);
            assert_eq!(found.last().unwrap(), written);
        }
        let lines = ["DABADKKK/DK5000400".to_owned(), "440116243".to_owned()];
        assert_eq!(names(&lines)[0], "DK5000400440116243");
        assert_eq!(names(&[" ".to_owned()]), [] as [&str; 0]);
    }
}
