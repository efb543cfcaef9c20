//! Amounts, numbers and dates as the user's language writes them.

use chrono::Datelike;
use rust_decimal::Decimal;

use crate::domain::date::Date;
use crate::domain::money::{Currency, Minor};
use crate::domain::terms::Terms;

use super::locale::Locale;

impl Locale {
    /// `18 200,00`: the currency stands beside it, or on the column.
    pub fn amount(&self, amount: Minor, currency: Currency) -> String {
        self.decimal(amount.decimal(currency))
    }

    /// As `amount`; a dot for nothing, so that the eye finds what is there.
    pub fn amount_or_dot(&self, amount: Minor, currency: Currency) -> String {
        if amount.is_zero() {
            self.marks().empty.clone()
        } else {
            self.amount(amount, currency)
        }
    }

    /// `18 200,00 NOK`.
    pub fn money(&self, amount: Minor, currency: Currency) -> String {
        let amount = self.amount(amount, currency);
        self.say(
            "format.money",
            &[("amount", &amount), ("currency", currency.code())],
        )
    }

    /// A count: `95 000`.
    pub fn whole(&self, n: u64) -> String {
        self.decimal(Decimal::from(n))
    }

    /// A number with the decimals that it has.
    pub fn decimal(&self, number: Decimal) -> String {
        let marks = self.marks();
        let plain = number.abs().to_string();
        let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
        let mut text = String::with_capacity(plain.len() + 8);
        if number.is_sign_negative() && !number.is_zero() {
            text.push_str(&marks.minus);
        }
        for (i, digit) in whole.chars().enumerate() {
            if i > 0 && (whole.len() - i).is_multiple_of(3) {
                text.push_str(&marks.group);
            }
            text.push(digit);
        }
        if !fraction.is_empty() {
            text.push_str(&marks.decimal);
            text.push_str(fraction);
        }
        text
    }

    /// A figure that is per cent already: `12,25 %`.
    pub fn percent(&self, figure: Decimal) -> String {
        self.say(
            "format.percent",
            &[("figure", &self.decimal(figure.normalize()))],
        )
    }

    /// What share of the whole a part is, to the whole per cent: `74 %`. Nothing is no share of nothing.
    pub fn share(&self, part: Minor, whole: Minor) -> String {
        let hundredfold = Decimal::from(part.0) * Decimal::ONE_HUNDRED;
        let share = hundredfold
            .checked_div(Decimal::from(whole.0))
            .unwrap_or_default();
        self.percent(
            share.round_dp_with_strategy(0, rust_decimal::RoundingStrategy::MidpointAwayFromZero),
        )
    }

    /// Terms of payment in words.
    pub fn terms(&self, terms: Terms) -> String {
        let days = terms.days.to_string();
        let count = terms.instalments.to_string();
        let facts = [("days", days.as_str()), ("count", count.as_str())];
        let key = match (terms.end_of_month, terms.instalments) {
            (false, 1) => "terms.net",
            (true, 1) => "terms.end-of-month",
            (false, _) => "terms.instalments",
            (true, _) => "terms.instalments-end-of-month",
        };
        let said = self.say(key, &facts);
        let Some(discount) = terms.discount else {
            return said;
        };
        let percent = self.decimal(discount.percent);
        let facts = [
            ("terms", said.as_str()),
            ("percent", percent.as_str()),
            ("days", &discount.days.to_string()),
        ];
        self.say("terms.discount", &facts)
    }

    /// `42 d`.
    pub fn days(&self, days: i64) -> String {
        self.say(
            "format.days",
            &[("count", &self.decimal(Decimal::from(days)))],
        )
    }

    /// `22 Nov 2026`.
    pub fn date(&self, date: Date) -> String {
        self.dated("format.date", date)
    }

    /// `22 Nov`: where the year is plain.
    pub fn short_date(&self, date: Date) -> String {
        self.dated("format.short-date", date)
    }

    /// `Mon 12 Oct`, with the year when it is not this one: the weekday matters where money falls due.
    pub fn due_date(&self, date: Date, today: Date) -> String {
        let same_year = date.year() == today.year();
        self.dated(
            if same_year {
                "format.weekday-date"
            } else {
                "format.long-date"
            },
            date,
        )
    }

    /// `Mon 23 Nov 2026`.
    pub fn long_date(&self, date: Date) -> String {
        self.dated("format.long-date", date)
    }

    /// `Nov 2026`.
    pub fn month(&self, date: Date) -> String {
        self.dated("format.month", date)
    }

    fn dated(&self, pattern: &str, date: Date) -> String {
        let at = |words: &[String], i: u32| words.get(i as usize).cloned().unwrap_or_default();
        let facts = [
            ("day", date.day().to_string()),
            ("dd", format!("{:02}", date.day())),
            ("mm", format!("{:02}", date.month())),
            ("month", at(&self.marks().months, date.month0())),
            ("year", date.year().to_string()),
            (
                "weekday",
                at(
                    &self.marks().weekdays,
                    date.weekday().num_days_from_monday(),
                ),
            ),
        ];
        self.say(
            pattern,
            &facts
                .each_ref()
                .map(|(name, value)| (*name, value.as_str())),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn amounts_are_grouped_and_signed() {
        let locale = Locale::english();
        for (minor, text) in [
            (0, "0,00"),
            (5, "0,05"),
            (-5, "−0,05"),
            (99_999, "999,99"),
            (1_820_000, "18\u{a0}200,00"),
            (-12_345_678_901, "−123\u{a0}456\u{a0}789,01"),
        ] {
            assert_eq!(locale.amount(Minor(minor), Currency::NOK), text);
        }
        assert_eq!(
            locale.amount(Minor(1200), Currency::parse("JPY").unwrap()),
            "1\u{a0}200"
        );
        assert_eq!(locale.amount_or_dot(Minor::ZERO, Currency::NOK), "·");
        assert_eq!(locale.amount_or_dot(Minor(-1), Currency::NOK), "−0,01");
        assert_eq!(locale.money(Minor(100), Currency::SEK), "1,00\u{a0}SEK");
    }

    #[test]
    fn numbers_have_the_same_marks() {
        let locale = Locale::english();
        assert_eq!(locale.whole(95_000), "95\u{a0}000");
        assert_eq!(locale.whole(7), "7");
        assert_eq!(locale.percent("12.250".parse().unwrap()), "12,25\u{a0}%");
        assert_eq!(locale.share(Minor(2), Minor(3)), "67\u{a0}%");
        assert_eq!(locale.share(Minor(2), Minor(0)), "0\u{a0}%");
        assert_eq!(locale.share(Minor(i64::MAX), Minor(i64::MAX)), "100\u{a0}%");
        assert_eq!(locale.days(-3), "−3\u{a0}d");
    }

    #[test]
    fn dates_are_as_short_as_they_can_be() {
        let locale = Locale::english();
        let (date, today) = (day("2026-10-12"), day("2026-11-23"));
        assert_eq!(locale.date(date), "12 Oct 2026");
        assert_eq!(locale.short_date(day("2026-11-02")), "2 Nov");
        assert_eq!(locale.due_date(date, today), "Mon 12 Oct");
        assert_eq!(locale.due_date(day("2025-10-12"), today), "Sun 12 Oct 2025");
        assert_eq!(locale.long_date(today), "Mon 23 Nov 2026");
        assert_eq!(locale.month(today), "Nov 2026");
    }

    #[test]
    fn dates_and_amounts_are_as_norwegians_write_them() {
        let locale = Locale::load("nb").unwrap();
        let (date, today) = (day("2026-02-09"), day("2026-11-23"));
        assert_eq!(locale.date(date), "09.02.2026");
        assert_eq!(locale.short_date(date), "09.02.");
        assert_eq!(locale.due_date(date, today), "man 09.02.");
        assert_eq!(locale.due_date(day("2025-10-12"), today), "søn 12.10.2025");
        assert_eq!(locale.month(today), "nov. 2026");
        let amount = locale.money(Minor(123_450), Currency::NOK);
        assert_eq!(amount, "1\u{a0}234,50\u{a0}NOK");
    }

    #[test]
    fn every_language_has_its_months_and_weekdays() {
        for tag in Locale::tags() {
            let locale = Locale::load(tag).unwrap();
            assert_eq!(
                (locale.marks().months.len(), locale.marks().weekdays.len()),
                (12, 7),
                "{tag}"
            );
        }
    }
}
