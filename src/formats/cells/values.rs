//! Amounts, ratios and dates as people and their spreadsheets write them. What can be read in two ways is refused.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::domain::date::Date;
use crate::domain::money::Currency;

/// The mark before the decimals.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mark {
    Point,
    Comma,
}

/// In which order day, month and year stand in a date of three numbers.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum DateOrder {
    #[serde(rename = "dmy")]
    DayFirst,
    #[serde(rename = "mdy")]
    MonthFirst,
    #[serde(rename = "ymd")]
    YearFirst,
}

/// Why a text is no amount.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NotRead {
    /// It is no number.
    NoNumber,
    /// `1.234` may be one thousand or one and a bit.
    Ambiguous,
    /// It names a currency that is not the row's.
    OtherCurrency,
}

/// An amount of a currency: point or comma, thousands set apart, a sign on either side, the currency named or not.
/// `mark` is the decimal mark, where it is known: it settles what one value alone leaves open.
pub fn amount(text: &str, currency: Currency, mark: Option<Mark>) -> Result<Decimal, NotRead> {
    if let Some(plain) = plain(text.as_bytes()) {
        return Ok(plain);
    }
    let (text, negative) = bare(text, currency)?;
    // "100,-" and "100:-" are whole kroner, and prove that the point is no decimal mark.
    let whole = [",-", ":-", ".-", ",–", ":–"]
        .iter()
        .find_map(|end| text.strip_suffix(end));
    let number = match whole {
        Some(whole) => number(&format!("{whole},00"), Alone::IsDecimal)?,
        None => number(
            text,
            match mark {
                Some(mark) => Alone::Decimal(mark),
                None if currency.decimals() == 3 => Alone::IsDecimal,
                None => Alone::Doubtful,
            },
        )?,
    };
    Ok(if negative { -number } else { number })
}

/// A rate or a percentage: one mark is always the decimal mark.
pub fn ratio(text: &str) -> Option<Decimal> {
    let text = text.strip_suffix('%').unwrap_or(text).trim_end();
    plain(text.as_bytes()).or_else(|| number(text, Alone::IsDecimal).ok())
}

/// The common form, `-1234.50`, without the search for marks and signs. Three decimals are left to the search.
fn plain(text: &[u8]) -> Option<Decimal> {
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, text),
    };
    let (mut value, mut scale, mut any) = (0_i64, None, false);
    if digits.len() > 18 {
        return None;
    }
    for b in digits {
        match (b, &mut scale) {
            (b'0'..=b'9', scale) => {
                value = value * 10 + i64::from(b - b'0');
                any = true;
                if let Some(scale) = scale {
                    *scale += 1;
                }
            }
            (b'.' | b',', None) if any => scale = Some(0),
            _ => return None,
        }
    }
    let scale = scale.unwrap_or(0);
    (any && scale != 3).then(|| Decimal::new(if negative { -value } else { value }, scale))
}

/// The number without its sign and its currency.
fn bare(text: &str, currency: Currency) -> Result<(&str, bool), NotRead> {
    let mut text = text.trim();
    let mut signs = 0;
    let mut negative = false;
    if let Some(inner) = text
        .strip_prefix('(')
        .and_then(|text| text.strip_suffix(')'))
    {
        (text, negative, signs) = (inner.trim(), true, 1);
    }
    let mut named = 0;
    loop {
        let before = text;
        if let Some(rest) = text.strip_prefix(['-', '−', '+']) {
            negative |= !text.starts_with('+');
            signs += 1;
            text = rest.trim_start();
        }
        let whole_kroner = |text: &str| text.ends_with([',', ':', '.']);
        if let Some(rest) = text
            .strip_suffix(['-', '−'])
            .filter(|rest| !whole_kroner(rest))
        {
            negative = true;
            signs += 1;
            text = rest.trim_end();
        }
        let front = text.len() - text.trim_start_matches(is_sign_of_money).len();
        let back = text
            .trim_end_matches('.')
            .trim_end_matches(is_sign_of_money)
            .len();
        let name = if front > 0 {
            Some((&text[..front], &text[front..]))
        } else if text[back..].contains(is_sign_of_money) {
            Some((&text[back..], &text[..back]))
        } else {
            None
        };
        if let Some((name, rest)) = name {
            if !names(name.trim_end_matches('.'), currency)? {
                return Err(NotRead::OtherCurrency);
            }
            named += 1;
            // "kr. 100" leaves the point of the abbreviation.
            let rest = if front > 0 {
                rest.strip_prefix('.').unwrap_or(rest)
            } else {
                rest
            };
            text = rest.trim();
        }
        if text == before {
            break;
        }
    }
    if signs > 1 || named > 1 {
        Err(NotRead::NoNumber)
    } else {
        Ok((text, negative))
    }
}

fn is_sign_of_money(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '€' | '$' | '£')
}

/// Whether a word beside an amount is the currency's; an error when it is none at all.
fn names(word: &str, currency: Currency) -> Result<bool, NotRead> {
    let code = currency.code();
    Ok(match word {
        "€" => code == "EUR",
        "$" => code == "USD",
        "£" => code == "GBP",
        word if word.eq_ignore_ascii_case("kr") => matches!(code, "NOK" | "SEK" | "DKK" | "ISK"),
        word => Currency::parse(word).ok_or(NotRead::NoNumber)? == currency,
    })
}

/// The decimal mark that an amount proves by itself: none for `1.234`, whose mark may set thousands apart.
pub fn proven_mark(text: &str) -> Option<Mark> {
    let text = text.trim_matches(|c: char| !c.is_ascii_digit());
    let last = text.rfind(['.', ','])?;
    // What is no number proves nothing.
    number(text, Alone::IsDecimal).ok()?;
    let (used, other) = if text[last..].starts_with('.') {
        (Mark::Point, Mark::Comma)
    } else {
        (Mark::Comma, Mark::Point)
    };
    let (whole, decimals) = (&text[..last], &text[last + 1..]);
    if whole.contains(&text[last..=last]) {
        Some(other)
    } else if whole.contains(['.', ',']) || !is_doubtful(whole, decimals) {
        Some(used)
    } else {
        None
    }
}

/// The currency that an amount names beside its digits.
pub fn named_currency(text: &str) -> Option<Currency> {
    if text.contains('€') {
        return Some(Currency::EUR);
    }
    text.split(|c: char| !c.is_alphabetic())
        .find(|word| word.len() == 3)
        .and_then(Currency::parse)
}

/// Whether one mark before `decimals` may as well set thousands apart.
fn is_doubtful(whole: &str, decimals: &str) -> bool {
    decimals.len() == 3
        && (1..=3).contains(&whole.len())
        && !whole.starts_with('0')
        && is_digits(whole)
        && is_digits(decimals)
}

/// What a single mark before three digits is.
#[derive(Clone, Copy)]
enum Alone {
    Doubtful,
    IsDecimal,
    Decimal(Mark),
}

/// Digits with marks.
fn number(text: &str, alone: Alone) -> Result<Decimal, NotRead> {
    let last = text.rfind(['.', ',']);
    let (whole, decimals, groups_by) = match last {
        None => (text, "", None),
        Some(at) => {
            let mark = &text[at..=at];
            let other = if mark == "." { "," } else { "." };
            let (whole, decimals) = (&text[..at], &text[at + 1..]);
            if whole.contains(mark) {
                // The same mark twice sets thousands apart, and nothing else may.
                if whole.contains(other) {
                    return Err(NotRead::NoNumber);
                }
                (text, "", Some(mark))
            } else if whole.contains(other) {
                (whole, decimals, Some(other))
            } else {
                let is_decimal = match alone {
                    Alone::Decimal(Mark::Point) => mark == ".",
                    Alone::Decimal(Mark::Comma) => mark == ",",
                    Alone::Doubtful if is_doubtful(whole, decimals) => {
                        return Err(NotRead::Ambiguous);
                    }
                    Alone::IsDecimal | Alone::Doubtful => true,
                };
                if is_decimal || !is_doubtful(whole, decimals) {
                    (whole, decimals, None)
                } else {
                    (text, "", Some(mark))
                }
            }
        }
    };
    let mut digits = grouped(whole, groups_by).ok_or(NotRead::NoNumber)?;
    if !is_digits(decimals) || digits.is_empty() && decimals.is_empty() {
        return Err(NotRead::NoNumber);
    }
    digits.push_str(decimals);
    if digits.len() > 28 {
        return Err(NotRead::NoNumber);
    }
    let value: i128 = digits.parse().map_err(|_| NotRead::NoNumber)?;
    let scale = u32::try_from(decimals.len()).map_err(|_| NotRead::NoNumber)?;
    Decimal::try_from_i128_with_scale(value, scale).map_err(|_| NotRead::NoNumber)
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

/// The digits of a whole number, whose thousands may be set apart by one kind of mark.
fn grouped(whole: &str, mark: Option<&str>) -> Option<String> {
    let is_blank = |c: char| c == ' ' || matches!(c, '\u{a0}' | '\u{202f}' | '\u{2009}');
    let split: Vec<&str> = match mark {
        Some(mark) => whole.split(mark).collect(),
        None if whole.contains(is_blank) => whole.split(is_blank).collect(),
        None => whole.split(['\'', '’']).collect(),
    };
    let fits = |(i, group): (usize, &&str)| {
        is_digits(group) && (group.len() == 3 || i == 0 && (1..3).contains(&group.len()))
    };
    let single = split.len() == 1 && is_digits(whole);
    (single || split.iter().enumerate().all(fits)).then(|| split.concat())
}

/// A day: `2026-11-22`, `22.11.2026`, `22/11/2026`, `22-11-2026`, `20261122`, and with a time behind it. A known
/// order lets the month stand first, and years have two digits where the order's custom gives them: `22.11.26`,
/// `11/22/26`, and any mark after a year that stands first.
pub fn date(text: &str, order: Option<DateOrder>) -> Option<Date> {
    let text = match text.find(['T', ' ']) {
        Some(at) if text[at..].contains(':') => &text[..at],
        _ => text,
    };
    let day = |year: &[u8], month: &[u8], day: &[u8]| {
        let century = if year.len() == 2 { 2000 } else { 0 };
        let year = century + i32::try_from(digits(year)?).ok()?;
        Date::from_ymd_opt(year, digits(month)?, digits(day)?)
    };
    let bytes = text.as_bytes();
    if bytes.len() == 8 && is_digits(text) {
        return day(&bytes[..4], &bytes[4..6], &bytes[6..]);
    }
    let (mark, [a, b, c]) = parts(bytes)?;
    let short = |part: &[u8]| (1..=2).contains(&part.len());
    let month_first = order == Some(DateOrder::MonthFirst);
    match (a.len(), c.len()) {
        _ if !short(b) => None,
        (4, _) if short(c) => day(a, b, c),
        (_, 4) if short(a) && month_first => day(c, a, b),
        (_, 4) if short(a) => day(c, b, a),
        (2, 2) => match (order?, mark) {
            (DateOrder::DayFirst, b'.') => day(c, b, a),
            (DateOrder::MonthFirst, b'/') => day(c, a, b),
            (DateOrder::YearFirst, _) => day(a, b, c),
            _ => None,
        },
        _ => None,
    }
}

/// The order that a date proves by a number that is no month.
pub fn proven_order(text: &str) -> Option<DateOrder> {
    let text = text.split([' ', 'T']).next().unwrap_or(text);
    let (_, [a, b, c]) = parts(text.as_bytes())?;
    if a.len() > 2 || c.len() != 4 {
        return None;
    }
    match (digits(a)?, digits(b)?) {
        (13.., ..=12) => Some(DateOrder::DayFirst),
        (..=12, 13..) => Some(DateOrder::MonthFirst),
        _ => None,
    }
}

/// Three numbers and the one mark between them.
fn parts(bytes: &[u8]) -> Option<(u8, [&[u8]; 3])> {
    let mark = *bytes.iter().find(|b| matches!(b, b'.' | b'/' | b'-'))?;
    let mut parts = bytes.split(|b| *b == mark);
    let found = [parts.next()?, parts.next()?, parts.next()?];
    (parts.next().is_none() && found.iter().all(|part| part.len() <= 4)).then_some((mark, found))
}

fn digits(text: &[u8]) -> Option<u32> {
    text.iter().try_fold(0, |n, b| {
        b.is_ascii_digit().then(|| n * 10 + u32::from(b - b'0'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::date::to_int;
    use proptest::prelude::*;

    fn nok(text: &str) -> Result<String, NotRead> {
        amount(text, Currency::NOK, None).map(|n| n.to_string())
    }

    #[test]
    fn amounts_as_people_write_them() {
        for (text, number) in [
            ("1234.50", "1234.50"),
            ("1234,5", "1234.5"),
            ("-12", "-12"),
            ("1 234,56", "1234.56"),
            ("1\u{a0}234\u{202f}567,89", "1234567.89"),
            ("1.234,56", "1234.56"),
            ("1,234.56", "1234.56"),
            ("1.234.567", "1234567"),
            ("1'234.50", "1234.50"),
            ("123,45-", "-123.45"),
            ("\u{2212}123,45", "-123.45"),
            ("(1 000,00)", "-1000.00"),
            ("-144,75 kr", "-144.75"),
            ("kr. 2 500,00", "2500.00"),
            ("2 500,00 kr.", "2500.00"),
            ("NOK 10", "10"),
            ("10nok", "10"),
            ("100,-", "100.00"),
            ("1.500:-", "1500.00"),
            ("kr 100,-", "100.00"),
            ("12345.678", "12345.678"),
            ("0,125", "0.125"),
            ("1 234,567", "1234.567"),
            (",50", "0.50"),
            ("8.8500", "8.8500"),
            (
                "1234567890123456789012345,67",
                "1234567890123456789012345.67",
            ),
        ] {
            assert_eq!(nok(text).as_deref(), Ok(number), "{text}");
        }
    }

    #[test]
    fn what_has_two_readings_or_none_is_refused() {
        for text in ["1.234", "12,345", "-999,999", "1.234 kr"] {
            assert_eq!(nok(text), Err(NotRead::Ambiguous), "{text}");
        }
        for text in [
            "",
            "-",
            "kr",
            ".",
            ",",
            "1,2,3",
            "1.23.456",
            "12 34",
            "1 2",
            "--5",
            "-5-",
            "1e5",
            "abc",
            "1,23E+10",
            "12.34.56,7,8",
            "5 kr kr",
            "1.000,000.00",
            "٣",
            "1  234",
            "99999999999999999999999999999",
        ] {
            assert_eq!(nok(text), Err(NotRead::NoNumber), "{text}");
        }
        for text in ["10 EUR", "€10", "$5"] {
            assert_eq!(nok(text), Err(NotRead::OtherCurrency), "{text}");
        }
        let dinar = Currency::parse("KWD").unwrap();
        assert_eq!(amount("12.345", dinar, None), Ok(Decimal::new(12_345, 3)));
    }

    #[test]
    fn a_known_mark_settles_what_one_value_leaves_open() {
        for (text, mark) in [
            ("42.199,55", Some(Mark::Comma)),
            ("1.234.567", Some(Mark::Comma)),
            ("-12,5", Some(Mark::Comma)),
            ("1,234.00 kr.", Some(Mark::Point)),
            ("kr. 0.125", Some(Mark::Point)),
            ("1 234,567", Some(Mark::Comma)),
            ("1.234", None),
            ("12,345-", None),
            ("100,-", None),
            ("5000", None),
            ("12..34", None),
            ("1,2,3", None),
        ] {
            assert_eq!(proven_mark(text), mark, "{text}");
        }
        let read = |text, mark| amount(text, Currency::NOK, Some(mark)).map(|n| n.to_string());
        assert_eq!(read("1.234", Mark::Comma).as_deref(), Ok("1234"));
        assert_eq!(read("1.234", Mark::Point).as_deref(), Ok("1.234"));
        assert_eq!(read("-1,234", Mark::Point).as_deref(), Ok("-1234"));
        assert_eq!(read("1,2,3", Mark::Point), Err(NotRead::NoNumber));
    }

    #[test]
    fn a_known_order_turns_the_month_to_the_front_and_shortens_years() {
        for (text, order, day) in [
            ("02/01/2026", DateOrder::MonthFirst, 20_260_201),
            ("02/01/2026", DateOrder::DayFirst, 20_260_102),
            ("22.11.26", DateOrder::DayFirst, 20_261_122),
            ("11/22/26", DateOrder::MonthFirst, 20_261_122),
            ("26-11-22", DateOrder::YearFirst, 20_261_122),
            ("2026/11/22", DateOrder::DayFirst, 20_261_122),
        ] {
            assert_eq!(date(text, Some(order)).map(to_int), Some(day), "{text}");
        }
        assert_eq!(date("26-11-22", Some(DateOrder::DayFirst)), None);
        assert_eq!(proven_order("13/12/2026"), Some(DateOrder::DayFirst));
        assert_eq!(
            proven_order("12/13/2026 10:00"),
            Some(DateOrder::MonthFirst)
        );
        assert_eq!(proven_order("12/12/2026"), None);
        assert_eq!(proven_order("2026/12/13"), None);
    }

    #[test]
    fn ratios_have_one_mark() {
        assert_eq!(ratio("11.345"), Some(Decimal::new(11_345, 3)));
        assert_eq!(ratio("2,5 %"), Some(Decimal::new(25, 1)));
        assert_eq!(ratio("x"), None);
    }

    #[test]
    fn days_as_people_write_them() {
        for text in [
            "2026-02-01",
            "01.02.2026",
            "1.2.2026",
            "01/02/2026",
            "01-02-2026",
            "20260201",
            "2026/02/01",
            "2026-02-01 00:00:00",
            "2026-02-01T12:30:00",
            "01.02.2026 09:15",
        ] {
            assert_eq!(date(text, None).map(to_int), Some(20_260_201), "{text}");
        }
        for text in [
            "",
            "01.02.26",
            "2026-02-30",
            "13/14/2026",
            "2026-2",
            "1.2.3.2026",
            "+1.02.2026",
            "02012026x",
            "Reservert",
        ] {
            assert_eq!(date(text, None), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_amount_is_read_in_every_dress(minor in -99_999_999_999_i64..99_999_999_999) {
            let exact = Decimal::new(minor, 2);
            let text = exact.to_string();
            prop_assert_eq!(amount(&text, Currency::NOK, None), Ok(exact));
            prop_assert_eq!(amount(&text.replace('.', ","), Currency::NOK, None), Ok(exact));
            let (whole, cents) = text.trim_start_matches('-').split_once('.').unwrap();
            let groups: Vec<&str> = whole.as_bytes().rchunks(3).rev().map(|g| std::str::from_utf8(g).unwrap()).collect();
            let sign = if minor < 0 { "-" } else { "" };
            for (thousands, mark) in [(" ", ","), (".", ","), (",", "."), ("\u{a0}", "."), ("'", ".")] {
                let dressed = format!("{sign}{}{mark}{cents} kr", groups.join(thousands));
                prop_assert_eq!(amount(&dressed, Currency::NOK, None), Ok(exact), "{}", dressed);
            }
        }

        #[test]
        fn any_text_is_answered(text in "\\PC{0,30}") {
            let _ = (amount(&text, Currency::NOK, None), ratio(&text), date(&text, None), proven_mark(&text), proven_order(&text));
        }

        #[test]
        fn any_marks_are_answered(text in "[-+0-9.,:()kr −'\u{a0}€%]{0,14}") {
            let _ = (amount(&text, Currency::NOK, None), ratio(&text), date(&text, None), proven_mark(&text), proven_order(&text));
        }
    }
}
