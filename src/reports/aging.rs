//! The aging grid: customers by buckets of days past due, as of any date, with its proof against the ledger.

use crate::domain::date::{self, Date};
use crate::domain::id::CustomerId;
use crate::domain::money::{Currency, Minor};

/// Which date of an item its age counts from.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub enum AgeBy {
    #[default]
    Due,
    Issue,
}

/// The last day past due of each bucket but the last: 30, 60, 90 make `1-30, 31-60, 61-90, 91+`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Edges(Vec<u16>);

impl Edges {
    /// Ascending days, each above zero and under 10 000; none if they are not, or if there are more than eight.
    pub fn new(days: Vec<u16>) -> Option<Self> {
        let ascending = days.windows(2).all(|pair| pair[0] < pair[1]);
        (ascending && (1..=8).contains(&days.len()) && days[0] > 0 && days[days.len() - 1] < 10_000)
            .then_some(Self(days))
    }

    pub fn days(&self) -> &[u16] {
        &self.0
    }

    /// Buckets, the one that is not due among them.
    pub fn buckets(&self) -> usize {
        self.0.len() + 2
    }

    /// The bucket of an item that fell due on `due`: 0 is not due, every day falls in exactly one.
    pub fn bucket(&self, due: Date, as_of: Date) -> usize {
        let past = date::days_past(due, as_of);
        if past <= 0 {
            return 0;
        }
        1 + self
            .0
            .iter()
            .take_while(|edge| past > i64::from(**edge))
            .count()
    }

    /// `1-30`, …, `91+` for the buckets past due. The first bucket's name is the locale's.
    pub fn spans(&self) -> Vec<String> {
        let mut from = 1;
        let mut spans = Vec::new();
        for edge in &self.0 {
            spans.push(if from == *edge {
                format!("{from}")
            } else {
                format!("{from}-{edge}")
            });
            from = edge.saturating_add(1);
        }
        spans.push(format!("{from}+"));
        spans
    }
}

impl Default for Edges {
    fn default() -> Self {
        Self(vec![30, 60, 90])
    }
}

/// What a grid is asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AgingQuery {
    pub as_of: Date,
    pub by: AgeBy,
    pub edges: Edges,
    pub customer: Option<CustomerId>,
}

/// Sums of one customer in one currency, or of all of them. Debits are positive, credits and unapplied negative.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sums {
    /// Debit items without their disputed parts.
    pub buckets: Vec<Minor>,
    pub disputed: Minor,
    pub credits: Minor,
    pub unapplied: Minor,
}

impl Sums {
    pub fn new(buckets: usize) -> Self {
        Self {
            buckets: vec![Minor::ZERO; buckets],
            disputed: Minor::ZERO,
            credits: Minor::ZERO,
            unapplied: Minor::ZERO,
        }
    }

    pub fn total(&self) -> Minor {
        self.buckets.iter().copied().sum::<Minor>() + self.disputed + self.credits + self.unapplied
    }

    /// What is past due and not disputed.
    pub fn overdue(&self) -> Minor {
        self.buckets.iter().skip(1).copied().sum()
    }

    pub fn is_empty(&self) -> bool {
        self.buckets.iter().all(|bucket| bucket.is_zero())
            && self.disputed.is_zero()
            && self.credits.is_zero()
            && self.unapplied.is_zero()
    }

    pub fn add(&mut self, other: &Self) {
        for (mine, theirs) in self.buckets.iter_mut().zip(&other.buckets) {
            *mine += *theirs;
        }
        self.disputed += other.disputed;
        self.credits += other.credits;
        self.unapplied += other.unapplied;
    }
}

/// One customer in one currency.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AgingRow {
    pub customer: CustomerId,
    pub number: String,
    pub name: String,
    pub currency: Currency,
    pub sums: Sums,
}

/// Totals of one currency and their proof: customers' totals + unidentified − ledger balance.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CurrencyTotals {
    pub currency: Currency,
    pub sums: Sums,
    /// Receipts that are nobody's yet: zero or negative.
    pub unidentified: Minor,
    /// Sum of all postings of the currency up to the date, counted apart from the grid.
    pub ledger: Minor,
}

impl CurrencyTotals {
    pub fn difference(&self) -> Minor {
        self.sums.total() + self.unidentified - self.ledger
    }
}

/// The grid. Rows in order of customer number, then currency; a row that is all zero is left out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AgingReport {
    pub query: AgingQuery,
    pub company_currency: Currency,
    pub rows: Vec<AgingRow>,
    pub totals: Vec<CurrencyTotals>,
}

impl AgingReport {
    /// Whether every currency's proof comes to zero.
    pub fn is_proven(&self) -> bool {
        self.totals
            .iter()
            .all(|totals| totals.difference().is_zero())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn boundary_days_fall_in_exactly_one_bucket() {
        let edges = Edges::default();
        let as_of = day("2026-11-22");
        for (due, bucket) in [
            ("2199-12-31", 0),
            ("2026-11-23", 0),
            ("2026-11-22", 0),
            ("2026-11-21", 1),
            ("2026-10-23", 1),
            ("2026-10-22", 2),
            ("2026-09-23", 2),
            ("2026-09-22", 3),
            ("2026-08-24", 3),
            ("2026-08-23", 4),
            ("1900-01-01", 4),
        ] {
            assert_eq!(edges.bucket(day(due), as_of), bucket, "{due}");
        }
    }

    #[test]
    fn spans_follow_the_edges() {
        assert_eq!(Edges::default().spans(), ["1-30", "31-60", "61-90", "91+"]);
        assert_eq!(Edges::new(vec![7]).unwrap().spans(), ["1-7", "8+"]);
        assert_eq!(Edges::new(vec![1, 2]).unwrap().spans(), ["1", "2", "3+"]);
        for bad in [
            vec![],
            vec![0, 30],
            vec![30, 30],
            vec![60, 30],
            (1..=9).collect(),
        ] {
            assert_eq!(Edges::new(bad), None);
        }
    }

    proptest! {
        #[test]
        fn every_day_has_one_bucket(past in -100_000_i64..100_000) {
            let as_of = day("2026-11-22");
            let due = as_of - chrono::Duration::days(past);
            let bucket = Edges::default().bucket(due, as_of);
            let expected = match past { i64::MIN..=0 => 0, 1..=30 => 1, 31..=60 => 2, 61..=90 => 3, _ => 4 };
            prop_assert_eq!(bucket, expected);
        }
    }
}
