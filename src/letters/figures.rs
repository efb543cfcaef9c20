//! Amounts, rates and dates as people write them in a letter's language. Their blanks do not break.

use chrono::Datelike;
use rust_decimal::Decimal;

use super::words::Words;
use crate::domain::date::Date;
use crate::domain::money::{Currency, Minor};

/// The blank inside a figure.
const NO_BREAK: &str = "\u{a0}";

impl Words {
    /// `1 234,50`: the currency stands elsewhere.
    pub fn amount(&self, amount: Minor, currency: Currency) -> String {
        self.number(amount.decimal(currency))
    }

    /// `kr 1 234,50`, `1 234,50 €`: by the currency, as the language writes it.
    pub fn money(&self, amount: Minor, currency: Currency) -> String {
        let pattern = self.money.get(currency.code());
        let pattern = pattern
            .or_else(|| self.money.get("other"))
            .map_or("{amount} {currency}", String::as_str);
        pattern
            .replace(' ', NO_BREAK)
            .replace("{currency}", currency.code())
            .replace("{amount}", &self.amount(amount, currency))
    }

    /// `12,25 %`.
    pub fn percent(&self, rate: Decimal) -> String {
        let figure = self.number(rate.normalize());
        let pattern = self.form.percent.replace(' ', NO_BREAK);
        pattern.replace("{figure}", &figure)
    }

    /// `22.11.2026`, `2026-11-22`, `22 November 2026`.
    pub fn date(&self, date: Date) -> String {
        self.dated(&self.form.date, date)
    }

    /// The same where room is short: `22 Nov 2026`.
    pub fn table_date(&self, date: Date) -> String {
        self.dated(&self.form.table_date, date)
    }

    fn dated(&self, pattern: &str, date: Date) -> String {
        let month = usize::try_from(date.month0()).unwrap_or_default();
        let month = self.form.months.get(month).map_or("", String::as_str);
        pattern
            .replace(' ', NO_BREAK)
            .replace("{dd}", &format!("{:02}", date.day()))
            .replace("{mm}", &format!("{:02}", date.month()))
            .replace("{d}", &date.day().to_string())
            .replace("{m}", &date.month().to_string())
            .replace("{year}", &date.year().to_string())
            .replace("{mon}", month.get(..3).unwrap_or(month))
            .replace("{month}", month)
    }

    fn number(&self, number: Decimal) -> String {
        let form = &self.form;
        let plain = number.abs().to_string();
        let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
        let group = form.group.replace(' ', NO_BREAK);
        let mut text = String::with_capacity(plain.len() + 8);
        if number.is_sign_negative() && !number.is_zero() {
            text.push_str(&form.minus);
        }
        for (at, digit) in whole.chars().enumerate() {
            if at > 0 && (whole.len() - at).is_multiple_of(3) {
                text.push_str(&group);
            }
            text.push(digit);
        }
        if !fraction.is_empty() {
            text.push_str(&form.decimal);
            text.push_str(fraction);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::super::language::Language;
    use super::*;

    #[test]
    fn each_language_writes_figures_its_own_way() {
        let date = Date::from_ymd_opt(2026, 2, 5).unwrap();
        for (language, currency, money, day, rate) in [
            (
                Language::Nb,
                Currency::NOK,
                "kr −1_234_567,50",
                "05.02.2026",
                "12,25_%",
            ),
            (
                Language::Nb,
                Currency::EUR,
                "−1_234_567,50_EUR",
                "05.02.2026",
                "12,25_%",
            ),
            (
                Language::Sv,
                Currency::SEK,
                "−1_234_567,50_kr",
                "2026-02-05",
                "12,25_%",
            ),
            (
                Language::Da,
                Currency::DKK,
                "−1.234.567,50_kr.",
                "05.02.2026",
                "12,25_%",
            ),
            (
                Language::Fi,
                Currency::EUR,
                "−1_234_567,50_€",
                "5.2.2026",
                "12,25_%",
            ),
            (
                Language::En,
                Currency::EUR,
                "EUR_−1,234,567.50",
                "5_February_2026",
                "12.25%",
            ),
        ] {
            let words = Words::of(language).unwrap();
            let plain = |text: &str| text.replace(['_', ' '], "\u{a0}");
            assert_eq!(words.money(Minor(-123_456_750), currency), plain(money));
            assert_eq!(words.date(date), plain(day));
            assert_eq!(words.percent(Decimal::new(12_250, 3)), plain(rate));
        }
    }

    #[test]
    fn currencies_without_decimals_have_none() {
        let words = Words::of(Language::En).unwrap();
        let yen = Currency::parse("JPY").unwrap();
        assert_eq!(words.money(Minor(1_234), yen), "JPY\u{a0}1,234");
        assert_eq!(words.amount(Minor(i64::MIN), yen).chars().next(), Some('−'));
    }
}
