//! What was found of each receipt and by what, as it is kept: whole numbers one after the other. What does not read is
//! as if nothing had been kept.

use crate::domain::id::{CustomerId, ItemId};
use crate::matching::{Explained, Key, Named, Trace};
use crate::store::Unmatched;

/// What explanations go by that no receipt and no customer has for itself.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub(super) struct Times {
    /// The last posting.
    pub posting: i64,
    /// The year of the last receipt: roundings are counted by it.
    pub year: i64,
    /// Patterns of evidence that were taken back not long ago.
    pub demoted: Vec<String>,
}

impl Times {
    /// Whether what was found then may hold now.
    pub fn hold(&self, now: &Self) -> bool {
        self.year == now.year && self.demoted == now.demoted
    }
}

/// What was found of a receipt.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Found {
    pub receipt: ItemId,
    /// Whose it may be.
    pub whose: Option<CustomerId>,
    /// All whose items or data were looked at.
    pub customers: Vec<CustomerId>,
    /// All that was looked up.
    pub keys: Vec<Key>,
    /// What came of the search for the payer's name, if there was one.
    pub named: Option<Named>,
    /// Whether it was looked for what a slip of the hand would mean.
    pub slipped: bool,
}

impl Found {
    pub fn new(receipt: ItemId, (explained, trace): (Explained, Trace)) -> Self {
        Self {
            receipt,
            whose: explained.explanations.first().map(|best| best.customer),
            customers: trace.customers,
            keys: trace.keys,
            named: trace.named,
            slipped: !trace.slips.is_empty(),
        }
    }
}

#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub(super) struct Trail {
    pub times: Times,
    /// In order of their numbers.
    pub receipts: Vec<Found>,
}

impl Trail {
    pub fn counts(&self) -> Unmatched {
        let mut counts = Unmatched::new();
        for whose in self.receipts.iter().filter_map(|found| found.whose) {
            *counts.entry(whose).or_default() += 1;
        }
        counts
    }

    pub fn written(&self) -> Vec<u8> {
        let mut bytes = Written(Vec::new());
        bytes.number(self.times.posting);
        bytes.number(self.times.year);
        bytes.count(self.times.demoted.len());
        for codes in &self.times.demoted {
            bytes.count(codes.len());
            bytes.0.extend_from_slice(codes.as_bytes());
        }
        bytes.count(self.receipts.len());
        let mut last = 0;
        for found in &self.receipts {
            bytes.number(found.receipt.0 - last);
            last = found.receipt.0;
            bytes.number(found.whose.map_or(NOBODY, |whose| whose.0));
            bytes.number(i64::from(found.slipped));
            match found.named {
                None => bytes.number(NOT_ASKED),
                Some(None) => bytes.number(NOBODY),
                Some(Some((customer, percent))) => {
                    bytes.number(customer.0);
                    bytes.number(i64::from(percent));
                }
            }
            bytes.count(found.customers.len());
            for customer in &found.customers {
                bytes.number(customer.0);
            }
            bytes.count(found.keys.len());
            for key in &found.keys {
                bytes.0.extend_from_slice(&key.to_le_bytes());
            }
        }
        bytes.0
    }

    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut bytes = Read(bytes);
        let mut times = Times {
            posting: bytes.number()?,
            year: bytes.number()?,
            demoted: Vec::new(),
        };
        for _ in 0..bytes.count()? {
            let length = bytes.count()?;
            times
                .demoted
                .push(String::from_utf8(bytes.take(length)?.to_vec()).ok()?);
        }
        let count = bytes.count()?;
        let mut receipts = Vec::with_capacity(count);
        let mut last = 0_i64;
        for _ in 0..count {
            last = last.checked_add(bytes.number()?)?;
            let whose = bytes.number()?;
            let slipped = bytes.number()? != 0;
            let named = match bytes.number()? {
                NOT_ASKED => None,
                NOBODY => Some(None),
                id => Some(Some((CustomerId(id), u8::try_from(bytes.number()?).ok()?))),
            };
            let customers = (0..bytes.count()?).map(|_| bytes.number().map(CustomerId));
            let customers = customers.collect::<Option<Vec<CustomerId>>>()?;
            let keys = bytes.count()?;
            let keys = bytes.take(keys.checked_mul(size_of::<Key>())?)?;
            let keys = keys.chunks_exact(size_of::<Key>()).map(key);
            receipts.push(Found {
                receipt: ItemId(last),
                whose: (whose != NOBODY).then_some(CustomerId(whose)),
                customers,
                keys: keys.collect::<Option<Vec<Key>>>()?,
                named,
                slipped,
            });
        }
        bytes.0.is_empty().then_some(Self { times, receipts })
    }
}

/// No customer's number.
const NOBODY: i64 = -1;
const NOT_ASKED: i64 = -2;

fn key(bytes: &[u8]) -> Option<Key> {
    Some(Key::from_le_bytes(bytes.try_into().ok()?))
}

/// Numbers take as many bytes as they need, seven bits in each; small ones of either sign take one (LEB128, zigzag).
struct Written(Vec<u8>);

impl Written {
    fn number(&mut self, number: i64) {
        let mut left = ((number << 1) ^ (number >> 63)).cast_unsigned();
        while left > 0x7f {
            self.0.push((left & 0x7f | 0x80).to_le_bytes()[0]);
            left >>= 7;
        }
        self.0.push(left.to_le_bytes()[0]);
    }

    fn count(&mut self, count: usize) {
        self.number(i64::try_from(count).unwrap_or(i64::MAX));
    }
}

struct Read<'b>(&'b [u8]);

impl<'b> Read<'b> {
    fn number(&mut self) -> Option<i64> {
        let mut number = 0_u64;
        for shift in (0..u64::BITS).step_by(7) {
            let (byte, rest) = self.0.split_first()?;
            self.0 = rest;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some((number >> 1).cast_signed() ^ -(number & 1).cast_signed());
            }
        }
        None
    }

    /// Of things that each take a byte at least.
    fn count(&mut self) -> Option<usize> {
        let count = usize::try_from(self.number()?).ok()?;
        (count <= self.0.len()).then_some(count)
    }

    fn take(&mut self, length: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trail() -> Trail {
        let found = |receipt, whose, named, slipped| Found {
            receipt: ItemId(receipt),
            whose,
            customers: vec![CustomerId(3), CustomerId(i64::MAX)],
            keys: vec![0, 7, Key::MAX],
            named,
            slipped,
        };
        Trail {
            times: Times {
                posting: 1_000_000,
                year: 2026,
                demoted: vec!["A1+N1".to_owned(), String::new()],
            },
            receipts: vec![
                found(4, None, None, false),
                found(90, Some(CustomerId(0)), Some(None), true),
                found(
                    i64::MAX,
                    Some(CustomerId(64)),
                    Some(Some((CustomerId(1), 97))),
                    false,
                ),
            ],
        }
    }

    #[test]
    fn what_is_written_is_read() {
        assert_eq!(Trail::read(&trail().written()), Some(trail()));
        assert_eq!(
            Trail::read(&Trail::default().written()),
            Some(Trail::default())
        );
    }

    #[test]
    fn what_was_cut_or_spoilt_does_not_read_or_is_something_else() {
        let written = trail().written();
        for length in 0..written.len() {
            assert_eq!(Trail::read(&written[..length]), None, "{length}");
        }
        for at in 0..written.len() {
            let mut spoilt = written.clone();
            spoilt[at] ^= 0xff;
            assert_ne!(Trail::read(&spoilt), Some(trail()), "{at}");
        }
    }
}
