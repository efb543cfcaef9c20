//! Finnish account numbers before the IBAN: six digits, a dash and two to eight more; machines write fourteen digits
//! (Finance Finland, "IBAN and BIC in payments").

use super::bare;
use super::iban::Iban;

/// Digits of the machine form, which is what an IBAN contains.
const LENGTH: usize = 14;

/// The machine form of an account in either form, or of an IBAN: `123456-785` is `12345600000785`.
pub fn machine_form(text: &str) -> Option<String> {
    if let Some(iban) = Iban::parse(text) {
        return (iban.country() == "FI").then(|| iban.bban().to_owned());
    }
    let digits = bare(text);
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    // Savings and cooperative banks, 4 and 5, have their zeros behind the seventh digit, others behind the sixth.
    let before = if digits.starts_with(['4', '5']) { 7 } else { 6 };
    let (bank, account) = digits.split_at_checked(before)?;
    let is_whole = (8..=LENGTH).contains(&digits.len());
    let width = LENGTH - before;
    is_whole.then(|| format!("{bank}{account:0>width$}"))
}

/// The same, only for texts that part the two numbers: others may be of any country.
pub(super) fn from_parted(text: &str) -> Option<String> {
    let (bank, account) = text.trim().split_once('-')?;
    let is_number = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let fits = bank.len() == 6 && (2..=8).contains(&account.len());
    (fits && is_number(bank) && is_number(account))
        .then(|| machine_form(text))
        .flatten()
}

/// As people wrote it before the IBAN: `123456-785`.
pub fn written_form(text: &str) -> Option<String> {
    let machine = machine_form(text)?;
    let (bank, account) = machine.split_at_checked(6)?;
    let account = if bank.starts_with(['4', '5']) {
        let (first, rest) = account.split_at_checked(1)?;
        format!("{first}{:0>1}", rest.trim_start_matches('0'))
    } else {
        format!("{:0>2}", account.trim_start_matches('0'))
    };
    Some(format!("{bank}-{account}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn both_forms_and_the_iban_are_one() {
        for text in [
            "123456-785",
            "123456785",
            "12345600000785",
            "FI21 1234 5600 0007 85",
        ] {
            assert_eq!(
                machine_form(text).as_deref(),
                Some("12345600000785"),
                "{text}"
            );
            assert_eq!(written_form(text).as_deref(), Some("123456-785"), "{text}");
        }
        assert_eq!(
            Iban::of("FI", "12345600000785").unwrap().to_string(),
            "FI2112345600000785"
        );
        // A cooperative bank's.
        assert_eq!(
            machine_form("500015-281").as_deref(),
            Some("50001520000081")
        );
        assert_eq!(
            written_form("50001520000081").as_deref(),
            Some("500015-281")
        );
        for text in [
            "",
            "1234567",
            "123456789012345",
            "12345a-785",
            "NO9386011117947",
        ] {
            assert_eq!(machine_form(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn the_written_form_reads_back(text in "[1-9][0-9]{5}-[1-9][0-9]{1,7}") {
            let machine = machine_form(&text).unwrap();
            prop_assert_eq!(machine.len(), 14);
            prop_assert_eq!(written_form(&machine).and_then(|written| machine_form(&written)), Some(machine));
        }

        #[test]
        fn any_text_is_answered(text in "\\PC{0,30}|[0-9-]{0,16}") {
            let _ = (machine_form(&text), written_form(&text), from_parted(&text));
        }
    }
}
