//! Whether some choice of entries may fit an amount by mere chance.

use super::halves::{CREDITS, ITEMS};

/// Hits to be expected for an amount drawn blindly: above one in a hundred, a hit says little.
///
/// The choices are spread over as many sums as the smallest common step fits into what is owed: round amounts meet
/// often, odd ones hardly.
pub(super) fn is_likely(amounts: &[i64]) -> bool {
    let owed: u128 = amounts
        .iter()
        .filter(|amount| **amount > 0)
        .map(|amount| u128::from(amount.unsigned_abs()))
        .sum();
    let step = amounts.iter().fold(0, |step, amount| {
        greatest_common_divisor(step, amount.unsigned_abs())
    });
    let debits = amounts.iter().filter(|amount| **amount > 0).count();
    choices(debits, amounts.len() - debits).saturating_mul(100 * u128::from(step)) > owed
}

/// How many sets of entries the search looks among.
fn choices(debits: usize, credits: usize) -> u128 {
    let with_credits = |taken: usize| {
        let others = (0..=ITEMS - taken)
            .map(|size| combinations(debits, size))
            .fold(0, u128::saturating_add);
        combinations(credits, taken).saturating_mul(others)
    };
    // The empty one is none.
    (0..=CREDITS)
        .map(with_credits)
        .fold(0, u128::saturating_add)
        .saturating_sub(1)
}

fn combinations(of: usize, size: usize) -> u128 {
    if size > of {
        return 0;
    }
    (0..size).fold(1_u128, |ways, taken| {
        ways.saturating_mul((of - taken) as u128) / (taken as u128 + 1)
    })
}

fn greatest_common_divisor(a: u64, b: u64) -> u64 {
    if b == 0 {
        a
    } else {
        greatest_common_divisor(b, a % b)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_amounts_meet_by_chance_and_odd_ones_do_not() {
        assert!(is_likely(&[100_000, 200_000, 350_000]));
        assert!(!is_likely(&[123_457, 98_761, 45_619]));
        // The same odd amounts, but so many that some choice always fits.
        let many: Vec<i64> = (0..30).map(|n| 123_457 + n * 7_919).collect();
        assert!(is_likely(&many));
        assert!(!is_likely(&[i64::MAX, i64::MIN, i64::MAX - 1]));
    }

    #[test]
    fn the_choices_are_counted() {
        assert_eq!(choices(3, 0), 7);
        assert_eq!(choices(2, 3), 4 * (1 + 3 + 3) - 1);
        assert_eq!(choices(20, 0), 263_949);
        assert_eq!(choices(0, 0), 0);
    }
}
