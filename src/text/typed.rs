//! What a person types for an amount or a date. Where it could mean two things, it means none.

use chrono::{Datelike, Days, NaiveDate};
use rust_decimal::Decimal;

use crate::domain::date::{self, Date};

use super::fold::fold;
use super::locale::Locale;

impl Locale {
    /// `18 200,50`, `18200.50`, `18.200,50`, `-5`, `1200,-`.
    pub fn parse_amount(&self, text: &str) -> Option<Decimal> {
        amount(text)
    }

    /// `2026-11-22`, `22.11.2026`, `22.11` and `22 nov` of this year, `today`, `+7` and `-30` from today.
    pub fn parse_date(&self, text: &str, today: Date) -> Option<Date> {
        let text = fold(text.trim()).replace('−', "-");
        let date = if let Some(days) = self.relative(&text) {
            shift(today, days)?
        } else {
            let parts: Vec<&str> = text
                .split(['.', '-', ' ', '/'])
                .filter(|part| !part.is_empty())
                .collect();
            match parts.as_slice() {
                [year, month, day] if year.len() == 4 => {
                    calendar(number(year)?, number(month)?, day)?
                }
                [day, month, year] => calendar(full_year(year)?, self.month_number(month)?, day)?,
                [day, month] => calendar(today.year(), self.month_number(month)?, day)?,
                _ => return None,
            }
        };
        date::is_plausible(date).then_some(date)
    }

    /// Days from today.
    fn relative(&self, text: &str) -> Option<i64> {
        let words = [
            ("format.yesterday", -1),
            ("format.today", 0),
            ("format.tomorrow", 1),
        ];
        // `i dag` may be typed as one word.
        let joined = |text: &str| text.replace(' ', "");
        if let Some((_, days)) = words
            .into_iter()
            .find(|(key, _)| joined(&fold(self.text(key))) == joined(text))
        {
            return Some(days);
        }
        let (sign, digits) = match (text.strip_prefix('+'), text.strip_prefix('-')) {
            (Some(digits), _) => (1, digits),
            (_, Some(digits)) => (-1, digits),
            _ => return None,
        };
        let digits = digits.trim_start();
        // The parser takes a sign of its own, which would make `--5` a day.
        let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
        if plain {
            digits.parse::<i64>().ok().map(|days| sign * days)
        } else {
            None
        }
    }

    /// A month by number, or by its name or the beginning of it.
    fn month_number(&self, text: &str) -> Option<u32> {
        if let Some(n) = number(text) {
            return Some(n);
        }
        let named = |short: &String| {
            let short = fold(short.trim_end_matches('.'));
            text.starts_with(&short) || (text.len() >= 3 && short.starts_with(text))
        };
        let at = self.marks().months.iter().position(named)?;
        u32::try_from(at + 1).ok()
    }
}

fn shift(today: Date, days: i64) -> Option<Date> {
    let by = Days::new(days.unsigned_abs());
    if days < 0 {
        today.checked_sub_days(by)
    } else {
        today.checked_add_days(by)
    }
}

fn calendar(year: i32, month: u32, day: &str) -> Option<Date> {
    NaiveDate::from_ymd_opt(year, month, number(day)?)
}

fn full_year(text: &str) -> Option<i32> {
    let year: i32 = number(text)?;
    match text.len() {
        4 => Some(year),
        2 => Some(2000 + year),
        _ => None,
    }
}

fn number<T: std::str::FromStr>(text: &str) -> Option<T> {
    let digits = text.len() <= 4 && text.bytes().all(|b| b.is_ascii_digit());
    if digits { text.parse().ok() } else { None }
}

/// An amount as typed in the Nordic countries or in English. A single point or comma before exactly three digits
/// may be either mark (`1.200`), so it is none: a payment must not shrink to a thousandth.
pub fn amount(text: &str) -> Option<Decimal> {
    let text = text.trim();
    // `1200,-` is how whole kroner are written on paper.
    let text = text
        .strip_suffix(",-")
        .or_else(|| text.strip_suffix(".-"))
        .unwrap_or(text);
    let (negative, body) = match text.strip_prefix(['-', '−', '–']) {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, fraction) = split(body.trim_start())?;
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let number = Decimal::from_str_exact(&format!("0{whole}.{fraction}0"))
        .ok()?
        .normalize();
    Some(if negative { -number } else { number })
}

/// Digits before and after the decimal mark.
fn split(body: &str) -> Option<(String, &str)> {
    let points: Vec<(usize, char)> = body
        .char_indices()
        .filter(|(_, c)| matches!(c, '.' | ','))
        .collect();
    let decimal = match points.as_slice() {
        [] => None,
        [(at, _)] => {
            let before = &body[..*at];
            let plain = before.bytes().all(|b| b.is_ascii_digit());
            let may_group = plain && (1..=3).contains(&before.len()) && !before.starts_with('0');
            if may_group && body.len() - at == 4 {
                return None;
            }
            Some(*at)
        }
        // Several of one kind group; of two kinds the last is the decimal mark and stands once.
        [first @ .., (at, last)] if first.iter().all(|(_, c)| c != last) => Some(*at),
        all if all.windows(2).all(|pair| pair[0].1 == pair[1].1) => None,
        _ => return None,
    };
    let (whole, fraction) = match decimal {
        Some(at) => (&body[..at], &body[at + 1..]),
        None => (body, ""),
    };
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    Some((ungrouped(whole)?, fraction).to_owned()).filter(|(_, fraction)| digits(fraction))
}

/// The digits of a whole number whose groups, if it has any, are of three and parted by one kind of mark.
fn ungrouped(text: &str) -> Option<String> {
    let is_mark = |c: char| c.is_whitespace() || matches!(c, '.' | ',' | '\'' | '’');
    let marks: Vec<char> = text.chars().filter(|c| is_mark(*c)).collect();
    let kind = |c: &char| if c.is_whitespace() { ' ' } else { *c };
    let one_kind = marks
        .windows(2)
        .all(|pair| kind(&pair[0]) == kind(&pair[1]));
    let groups: Vec<&str> = text.split(is_mark).collect();
    let threes = groups.iter().skip(1).all(|group| group.len() == 3);
    let led = marks.is_empty() || (1..=3).contains(&groups[0].len());
    let joined = groups.concat();
    (one_kind && threes && led && joined.bytes().all(|b| b.is_ascii_digit())).then_some(joined)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::money::{Currency, Minor};
    use proptest::prelude::*;

    #[test]
    fn amounts_in_every_usual_form() {
        for (text, plain) in [
            ("18200", "18200"),
            ("18 200,50", "18200.50"),
            ("18\u{a0}200,5", "18200.5"),
            ("18\u{202f}200.50", "18200.50"),
            ("18.200,50", "18200.50"),
            ("18,200.50", "18200.50"),
            ("1.234.567", "1234567"),
            ("1'234'567,00", "1234567"),
            ("-5", "-5"),
            ("−1 000,00", "-1000"),
            ("+ 7", "7"),
            ("1200,-", "1200"),
            ("1 000.000", "1000"),
            (",50", "0.5"),
            ("5,", "5"),
            ("0,125", "0.125"),
            ("1234,567", "1234.567"),
        ] {
            assert_eq!(amount(text), Some(plain.parse().unwrap()), "{text}");
        }
    }

    #[test]
    fn what_is_no_amount_or_two_is_none() {
        let long = "9".repeat(40);
        for text in [
            "",
            "-",
            ",",
            "1.200",
            "12,000",
            "1.23,50",
            "1,2.3,4",
            "12 34",
            "1 2000",
            "abc",
            "1e5",
            "5 NOK",
            "--5",
            " 0x10",
            "1..2",
            "1.234 567",
            long.as_str(),
        ] {
            assert_eq!(amount(text), None, "{text}");
        }
    }

    #[test]
    fn dates_in_every_usual_form() {
        let locale = Locale::english();
        let today: Date = "2026-11-23".parse().unwrap();
        for (text, date) in [
            ("2026-11-22", "2026-11-22"),
            ("22.11.2026", "2026-11-22"),
            ("22.11.26", "2026-11-22"),
            ("22.11", "2026-11-22"),
            ("1.2.", "2026-02-01"),
            ("22 nov", "2026-11-22"),
            ("22. November 2025", "2025-11-22"),
            ("5 may", "2026-05-05"),
            ("today", "2026-11-23"),
            (" Yesterday ", "2026-11-22"),
            ("+7", "2026-11-30"),
            ("-30", "2026-10-24"),
            ("−1", "2026-11-22"),
            ("+0", "2026-11-23"),
        ] {
            assert_eq!(
                locale.parse_date(text, today),
                Some(date.parse().unwrap()),
                "{text}"
            );
        }
        for text in [
            "",
            "22",
            "31.11",
            "29.2",
            "2026-13-01",
            "22 xyz",
            "--5",
            "+",
            "+99999999999",
            "1.1.1",
            "22.11.202",
            "0.0",
        ] {
            assert_eq!(locale.parse_date(text, today), None, "{text}");
        }
    }

    #[test]
    fn dates_as_norwegians_type_them() {
        let locale = Locale::load("nb").unwrap();
        let today: Date = "2026-11-23".parse().unwrap();
        for (text, date) in [
            ("2026-11-22", "2026-11-22"),
            ("22.11.2026", "2026-11-22"),
            ("22.11.", "2026-11-22"),
            ("22. nov. 2026", "2026-11-22"),
            ("1. mars", "2026-03-01"),
            ("1. mar", "2026-03-01"),
            ("17. mai", "2026-05-17"),
            ("3 juni", "2026-06-03"),
            ("3 jun", "2026-06-03"),
            ("3. JULI 25", "2025-07-03"),
            ("24 desember", "2026-12-24"),
            ("i dag", "2026-11-23"),
            ("Idag", "2026-11-23"),
            ("i går", "2026-11-22"),
            ("i morgen", "2026-11-24"),
        ] {
            let read = locale.parse_date(text, today);
            assert_eq!(read, Some(date.parse().unwrap()), "{text}");
        }
        for text in ["1. ma", "1. ju", "22 xyz", "29.2."] {
            assert_eq!(locale.parse_date(text, today), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(n in any::<i32>(), days in 700_000_i32..800_000) {
            for tag in Locale::tags() {
                let locale = Locale::load(tag).unwrap();
                let amount = Minor(n.into());
                let written = locale.amount(amount, Currency::NOK);
                prop_assert_eq!(locale.parse_amount(&written), Some(amount.decimal(Currency::NOK)));
                prop_assert_eq!(locale.parse_amount(&amount.plain(Currency::NOK)), Some(amount.decimal(Currency::NOK)));
                let date = NaiveDate::from_num_days_from_ce_opt(days).unwrap();
                let plausible = date::is_plausible(date).then_some(date);
                prop_assert_eq!(locale.parse_date(&locale.date(date), date), plausible);
                prop_assert_eq!(locale.parse_date(&locale.short_date(date), date), plausible);
            }
        }

        #[test]
        fn anything_typed_is_answered(text in "\\PC{0,20}", figures in "[-+0-9., ]{0,12}") {
            let locale = Locale::english();
            let today = "2026-11-23".parse().unwrap();
            for text in [text, figures] {
                let _ = (locale.parse_amount(&text), locale.parse_date(&text, today));
            }
        }
    }
}
