//! Chance that repeats: a seeded generator of whole numbers, and check digits for the numbers made of them.

/// The `splitmix64` generator: small, and the same on every machine.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = low.abs_diff(high) + 1;
        low.saturating_add_unsigned(self.next() % span)
    }

    /// A place in a list of that length; 0 for an empty one.
    pub fn place(&mut self, len: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(len.max(1)).unwrap_or(1)).unwrap_or(0)
    }
}

/// The check digit of Norwegian organisation and account numbers: weights 2 to 7 from the right. None where it
/// would be ten: such numbers are not given out.
pub fn mod11_digit(payload: &str) -> Option<char> {
    let weights = [2, 3, 4, 5, 6, 7].into_iter().cycle();
    let digits = payload.chars().rev().filter_map(|c| c.to_digit(10));
    let sum: u32 = digits
        .zip(weights)
        .map(|(digit, weight)| digit * weight)
        .sum();
    match 11 - sum % 11 {
        11 => Some('0'),
        digit => char::from_digit(digit, 10),
    }
}

/// A number that starts with the prefix, is `digits` long with its check digit, and has one.
pub fn checked_number(dice: &mut Dice, prefix: &str, digits: usize) -> String {
    loop {
        let mut number = prefix.to_owned();
        while number.len() + 1 < digits {
            number.push(
                char::from_digit(u32::try_from(dice.between(0, 9)).unwrap_or(0), 10).unwrap_or('0'),
            );
        }
        if let Some(check) = mod11_digit(&number) {
            number.push(check);
            return number;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        // The example of the standards for KID and the Brønnøysund register's own organisation number.
        assert_eq!(mod11_digit("12345678"), Some('5'));
        assert_eq!(mod11_digit("97476067"), Some('3'));
    }

    #[test]
    fn chance_repeats() {
        let rolled = |seed| {
            let mut dice = Dice::new(seed);
            (0..20).map(|_| dice.between(-3, 3)).collect::<Vec<_>>()
        };
        assert_eq!(rolled(1), rolled(1));
        assert_ne!(rolled(1), rolled(2));
        assert!(rolled(1).iter().all(|n| (-3..=3).contains(n)));
    }
}
