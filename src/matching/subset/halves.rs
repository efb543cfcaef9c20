//! Any few of at most forty amounts, by halves: the sums of each half, sorted, then met from both ends.
//!
//! Forty choose up to eight is a hundred million; half of them has 263 950 sums, whatever the amounts.

/// Items in one solution.
pub(super) const ITEMS: usize = 8;
/// Credits among them.
pub(super) const CREDITS: usize = 2;

/// The sum of some of a half.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Sum {
    total: i128,
    count: u8,
    credits: u8,
    /// A bit for each amount taken.
    taken: u64,
}

impl Sum {
    const NOTHING: Self = Self {
        total: 0,
        count: 0,
        credits: 0,
        taken: 0,
    };

    /// The two together, if they are few enough.
    fn and(self, other: Self) -> Option<Self> {
        let sum = Self {
            total: self.total + other.total,
            count: self.count + other.count,
            credits: self.credits + other.credits,
            taken: self.taken | other.taken,
        };
        (usize::from(sum.count) <= ITEMS && usize::from(sum.credits) <= CREDITS).then_some(sum)
    }
}

/// Positions of what adds up to the target: no solution, the only one, or two of more.
pub(super) fn two_solutions(amounts: &[i64], target: i64) -> Vec<Vec<usize>> {
    let target = i128::from(target);
    let singles: Vec<Sum> = amounts
        .iter()
        .enumerate()
        .map(|(at, amount)| Sum {
            total: i128::from(*amount),
            count: 1,
            credits: u8::from(*amount < 0),
            taken: 1 << at,
        })
        .collect();
    // No sum above this comes down to the target again.
    let mut credits: Vec<i128> = amounts
        .iter()
        .filter(|amount| **amount < 0)
        .map(|a| i128::from(*a))
        .collect();
    credits.sort_unstable();
    let highest = target - credits.iter().take(CREDITS).sum::<i128>();
    let (left, right) = singles.split_at(singles.len() / 2);
    let found = meet(&sums(left, highest), &sums(right, highest), target);
    let positions = |sum: Sum| {
        (0..amounts.len())
            .filter(|at| sum.taken >> at & 1 == 1)
            .collect()
    };
    found.into_iter().map(positions).collect()
}

/// All sums of a half, ascending. Of equal ones that are alike in what they may be joined with, two are as good as
/// all.
fn sums(half: &[Sum], highest: i128) -> Vec<Sum> {
    let mut sums = vec![Sum::NOTHING];
    for single in half {
        // In the order of the sums that they were made of, so that merging keeps all in order.
        let with_it = sums.iter().filter_map(|sum| sum.and(*single));
        let mut with_it = with_it.filter(|sum| sum.total <= highest).peekable();
        let mut merged: Vec<Sum> = Vec::with_capacity(2 * sums.len());
        for sum in &sums {
            while let Some(lower) = with_it.next_if(|other| other < sum) {
                push(&mut merged, lower);
            }
            push(&mut merged, *sum);
        }
        with_it.for_each(|sum| push(&mut merged, sum));
        sums = merged;
    }
    sums
}

/// Adds a sum behind those that are no greater, unless there are two like it.
fn push(sums: &mut Vec<Sum>, sum: Sum) {
    let key = |sum: &Sum| (sum.total, sum.count, sum.credits);
    let alike = sums
        .iter()
        .rev()
        .take(2)
        .filter(|last| key(last) == key(&sum))
        .count();
    if alike < 2 {
        sums.push(sum);
    }
}

/// Two sums, one of each half, that make the target; stops at two such pairs.
fn meet(left: &[Sum], right: &[Sum], target: i128) -> Vec<Sum> {
    let mut found = Vec::new();
    let mut behind = right.len();
    for low in left {
        let wanted = target - low.total;
        while behind > 0 && right[behind - 1].total > wanted {
            behind -= 1;
        }
        let equal = right[..behind]
            .iter()
            .rev()
            .take_while(|high| high.total == wanted);
        for sum in equal
            .filter_map(|high| low.and(*high))
            .filter(|sum| sum.count > 0)
        {
            found.push(sum);
            if found.len() == 2 {
                return found;
            }
        }
    }
    found
}
