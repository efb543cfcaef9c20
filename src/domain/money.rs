//! Currencies and amounts. Balances are whole minor units (øre, cent); `Decimal` is used where a file, a rate
//! or a person gives a number, and never a float.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};

use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

/// The largest amount that one line may hold, in minor units: sums of nine million of them still fit.
const LARGEST: i64 = 1_000_000_000_000;

/// An ISO 4217 currency, known by its three-letter code.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub struct Currency([u8; 3]);

impl Currency {
    pub const NOK: Self = Self(*b"NOK");
    pub const SEK: Self = Self(*b"SEK");
    pub const DKK: Self = Self(*b"DKK");
    pub const EUR: Self = Self(*b"EUR");

    /// Withdrawn since 1999 (ISO 4217, list three): the euro's predecessors, which old bank files are in.
    const WITHDRAWN: [&str; 19] = [
        "ATS", "BEF", "CYP", "DEM", "EEK", "ESP", "FIM", "FRF", "GRD", "HRK", "IEP", "ITL", "LTL",
        "LUF", "LVL", "MTL", "NLG", "PTE", "SKK",
    ];

    /// The currency of a code; lower case and blanks around it are forgiven, a code outside ISO 4217 is not.
    pub fn parse(code: &str) -> Option<Self> {
        // Nearly every row is in one of these, and the list behind them is long.
        let nordic = [Self::NOK, Self::SEK, Self::DKK, Self::EUR];
        if let Some(common) = nordic.into_iter().find(|known| known.0 == *code.as_bytes()) {
            return Some(common);
        }
        let code = code.trim().to_ascii_uppercase();
        let bytes = <[u8; 3]>::try_from(code.as_bytes()).ok()?;
        let exponent =
            iso_currency::Currency::from_code(&code).and_then(iso_currency::Currency::exponent);
        (exponent.is_some() || Self::WITHDRAWN.contains(&code.as_str())).then_some(Self(bytes))
    }

    pub fn code(&self) -> &str {
        // Only ASCII letters of the ISO list get in.
        std::str::from_utf8(&self.0).unwrap_or("???")
    }

    /// Decimals of the minor unit: 2 for NOK, 0 for JPY and ISK.
    pub fn decimals(self) -> u32 {
        match &self.0 {
            b"NOK" | b"SEK" | b"DKK" | b"EUR" => 2,
            _ => iso_currency::Currency::from_code(self.code())
                .and_then(iso_currency::Currency::exponent)
                .map_or(2, u32::from),
        }
    }
}

impl TryFrom<String> for Currency {
    type Error = String;
    fn try_from(code: String) -> Result<Self, String> {
        Self::parse(&code).ok_or(code)
    }
}

impl Serialize for Currency {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// A count of a currency's minor units. The currency stands beside it, on the item or the column.
#[derive(
    Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Minor(pub i64);

/// Why a number is no amount of a currency.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NotAnAmount {
    /// More decimals than the currency has, and not zeros.
    TooFine,
    /// Beyond what one line may hold.
    TooLarge,
}

impl Minor {
    pub const ZERO: Self = Self(0);

    /// Exact: surplus decimals must be zeros.
    pub fn exactly(amount: Decimal, currency: Currency) -> Result<Self, NotAnAmount> {
        let scale = Decimal::from(10_i64.pow(currency.decimals()));
        let minor = amount.checked_mul(scale).ok_or(NotAnAmount::TooLarge)?;
        if !minor.fract().is_zero() {
            return Err(NotAnAmount::TooFine);
        }
        match minor.to_i64() {
            Some(n) if n.abs() <= LARGEST => Ok(Self(n)),
            _ => Err(NotAnAmount::TooLarge),
        }
    }

    /// The nearest amount, halves away from zero.
    pub fn rounded(amount: Decimal, currency: Currency) -> Option<Self> {
        let scale = Decimal::from(10_i64.pow(currency.decimals()));
        let minor = amount.checked_mul(scale)?;
        minor
            .round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero)
            .to_i64()
            .map(Self)
    }

    /// The share of this amount that `part` is of `whole`; halves away from zero, all of it for all.
    #[must_use]
    pub fn share(self, part: Self, whole: Self) -> Self {
        if part == whole || whole.is_zero() {
            return self;
        }
        let (amount, part, whole) = (
            Decimal::from(self.0),
            Decimal::from(part.0),
            Decimal::from(whole.0),
        );
        let share = amount.checked_mul(part).map(|product| product / whole);
        let rounded = share
            .map(|share| share.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero));
        rounded.and_then(|share| share.to_i64()).map_or(self, Self)
    }

    pub fn decimal(self, currency: Currency) -> Decimal {
        Decimal::new(self.0, currency.decimals())
    }

    #[must_use]
    pub fn abs(self) -> Self {
        Self(self.0.abs())
    }

    pub fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Plain form for files and JSON: `1234.50`, a point and the currency's decimals.
    pub fn plain(self, currency: Currency) -> String {
        self.decimal(currency).to_string()
    }
}

impl Add for Minor {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sub for Minor {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl Neg for Minor {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl AddAssign for Minor {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl SubAssign for Minor {
    fn sub_assign(&mut self, other: Self) {
        self.0 -= other.0;
    }
}

impl Sum for Minor {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::ZERO, Add::add)
    }
}

/// An amount with its currency, as faces show it and refusals name it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Money {
    pub amount: Minor,
    pub currency: Currency,
}

impl Money {
    pub fn new(amount: Minor, currency: Currency) -> Self {
        Self { amount, currency }
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.amount.plain(self.currency), self.currency)
    }
}

/// `{"money":"100.00","currency":"NOK"}`: a renderer knows it by its shape and writes it in the user's locale.
impl Serialize for Money {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut fields = serializer.serialize_struct("Money", 2)?;
        fields.serialize_field("money", &self.amount.plain(self.currency))?;
        fields.serialize_field("currency", self.currency.code())?;
        fields.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn dec(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn surplus_zeros_are_exact_and_anything_else_is_not() {
        assert_eq!(Minor::exactly(dec("8.850"), Currency::EUR), Ok(Minor(885)));
        assert_eq!(
            Minor::exactly(dec("3357153.560000"), Currency::SEK),
            Ok(Minor(335_715_356))
        );
        assert_eq!(
            Minor::exactly(dec("1.005"), Currency::NOK),
            Err(NotAnAmount::TooFine)
        );
        assert_eq!(
            Minor::exactly(dec("99999999999999"), Currency::NOK),
            Err(NotAnAmount::TooLarge)
        );
    }

    #[test]
    fn currencies_without_decimals_exist() {
        let jpy = Currency::parse("jpy").unwrap();
        assert_eq!(jpy.decimals(), 0);
        assert_eq!(Minor::exactly(dec("12"), jpy), Ok(Minor(12)));
        assert_eq!(Minor(12).plain(jpy), "12");
        assert_eq!(Currency::parse("XQZ"), None);
        assert_eq!(Currency::parse("DEM").map(Currency::decimals), Some(2));
        assert_eq!(Currency::parse("KRONER"), None);
    }

    #[test]
    fn halves_round_away_from_zero() {
        assert_eq!(Minor::rounded(dec("0.125"), Currency::NOK), Some(Minor(13)));
        assert_eq!(
            Minor::rounded(dec("-0.125"), Currency::NOK),
            Some(Minor(-13))
        );
    }

    proptest! {
        #[test]
        fn plain_form_reads_back(n in -LARGEST..LARGEST) {
            let text = Minor(n).plain(Currency::NOK);
            prop_assert_eq!(Minor::exactly(dec(&text), Currency::NOK), Ok(Minor(n)));
        }
    }
}
