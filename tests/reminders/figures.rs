//! The figures of the statutes for 2021 to 2026, from their texts: banking days, rates, fees, compensation.

use chrono::{Datelike, NaiveDate, Weekday};
use reskontra::domain::letter::LetterKind;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Land {
    No,
    Se,
    Dk,
    Fi,
    Eu,
}

impl Land {
    pub const ALL: [Self; 5] = [Self::No, Self::Se, Self::Dk, Self::Fi, Self::Eu];

    pub fn code(self) -> &'static str {
        match self {
            Self::No => "NO",
            Self::Se => "SE",
            Self::Dk => "DK",
            Self::Fi => "FI",
            Self::Eu => "EU",
        }
    }

    pub fn currency(self) -> &'static str {
        match self {
            Self::No => "NOK",
            Self::Se => "SEK",
            Self::Dk => "DKK",
            Self::Fi | Self::Eu => "EUR",
        }
    }
}

/// Month and day of Easter Sunday, from the table of any calendar.
fn easter(year: i32) -> NaiveDate {
    let (month, day) = match year {
        2021 => (4, 4),
        2022 => (4, 17),
        2023 => (4, 9),
        2024 => (3, 31),
        2025 => (4, 20),
        2026 => (4, 5),
        2027 => (3, 28),
        _ => panic!("no Easter for {year}"),
    };
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

pub fn closed(land: Land, date: NaiveDate) -> bool {
    if matches!(date.weekday(), Weekday::Sat | Weekday::Sun) {
        return true;
    }
    let from_easter = (date - easter(date.year())).num_days();
    let (month, day) = (date.month(), date.day());
    let fixed: &[(u32, u32)] = match land {
        Land::No => &[(1, 1), (5, 1), (5, 17), (12, 25), (12, 26)],
        Land::Se => &[
            (1, 1),
            (1, 6),
            (5, 1),
            (6, 6),
            (12, 24),
            (12, 25),
            (12, 26),
            (12, 31),
        ],
        Land::Dk => &[(1, 1), (6, 5), (12, 24), (12, 25), (12, 26), (12, 31)],
        Land::Fi => &[
            (1, 1),
            (1, 6),
            (5, 1),
            (12, 6),
            (12, 24),
            (12, 25),
            (12, 26),
        ],
        Land::Eu => &[(1, 1), (5, 1), (12, 25), (12, 26)],
    };
    let moving: &[i64] = match land {
        Land::No => &[-3, -2, 1, 39, 50],
        Land::Se | Land::Fi => &[-2, 1, 39],
        Land::Dk => &[-3, -2, 1, 39, 40, 50],
        Land::Eu => &[-2, 1],
    };
    let prayer_day = land == Land::Dk && date.year() <= 2023 && from_easter == 26;
    let midsummer_eve = matches!(land, Land::Se | Land::Fi)
        && month == 6
        && (19..=25).contains(&day)
        && date.weekday() == Weekday::Fri;
    fixed.contains(&(month, day)) || moving.contains(&from_easter) || prayer_day || midsummer_eve
}

pub fn effective(land: Land, due: NaiveDate) -> NaiveDate {
    due.iter_days().find(|day| !closed(land, *day)).unwrap()
}

/// Percent a year in hundredths, for claims due since 2013.
pub fn rate(land: Land, business: bool, on: NaiveDate) -> i64 {
    let half = (on.year() - 2021) * 2 + i32::from(on.month() > 6);
    let half = usize::try_from(half).unwrap();
    let rates: [i64; 12] = match (land, business) {
        (Land::No, _) => [
            800, 800, 850, 925, 1075, 1175, 1250, 1250, 1250, 1225, 1200, 1225,
        ],
        (Land::Se, _) => [
            800, 800, 800, 850, 1050, 1150, 1200, 1200, 1100, 1000, 1000, 1000,
        ],
        (Land::Dk, _) => [
            805, 765, 755, 755, 990, 1125, 1175, 1150, 1075, 975, 975, 1000,
        ],
        (Land::Fi, false) => [
            700, 700, 700, 700, 950, 1100, 1150, 1150, 1050, 950, 950, 950,
        ],
        (Land::Fi, true) => [
            800, 800, 800, 800, 1050, 1200, 1250, 1250, 1150, 1050, 1050, 1050,
        ],
        (Land::Eu, _) => [
            800, 800, 800, 800, 1050, 1200, 1250, 1225, 1115, 1015, 1015, 1040,
        ],
    };
    rates[half]
}

/// The most a letter may ask as its fee, in øre or cent.
pub fn cap(land: Land, business: bool, kind: LetterKind, sent: NaiveDate, principal: i64) -> i64 {
    let from_2026 = sent.year() >= 2026;
    match (land, kind) {
        (Land::No, LetterKind::Reminder | LetterKind::Notice) => {
            [35_00, 38_00][usize::from(from_2026)]
        }
        (Land::No, LetterKind::Demand) => [105_00, 113_00][usize::from(from_2026)],
        (Land::Se, LetterKind::Reminder) => 60_00,
        (Land::Se, LetterKind::Notice) => 180_00,
        (Land::Dk, LetterKind::Reminder | LetterKind::Notice) => 100_00,
        (Land::Fi, LetterKind::Reminder | LetterKind::Notice | LetterKind::Demand) if !business => {
            5_00
        }
        (Land::Fi, LetterKind::Reminder | LetterKind::Notice) => 12_00,
        (Land::Fi, LetterKind::Demand) => match principal {
            0..=500_00 => 50_00,
            500_01..=2_500_00 => 70_00,
            2_500_01..=10_000_00 => 90_00,
            _ => 110_00,
        },
        _ => 0,
    }
}

/// The flat compensation between businesses by due date or by claim, the larger one: no reading allows more.
pub fn compensation(land: Land, due: NaiveDate, sent: NaiveDate) -> i64 {
    let norway = |on: NaiveDate| match (on.year(), on.month() > 6) {
        (2022, false) => 390_00,
        (2021 | 2022, true) => 400_00,
        (2023, false) => 410_00,
        (2023..=2025, true) | (2026, false) => 460_00,
        (2024 | 2025, false) => 470_00,
        (2026, true) => 430_00,
        _ => 0,
    };
    match land {
        Land::No => norway(due).max(norway(sent)),
        Land::Se => 450_00,
        Land::Dk => 310_00,
        Land::Fi | Land::Eu => 40_00,
    }
}
