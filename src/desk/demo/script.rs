//! What was invoiced over two years, and what became of each invoice: the story that the payments then tell.

use chrono::Datelike;
use rust_decimal::Decimal;

use super::days::{banking_before, banking_until, shift};
use super::dice::Dice;
use super::names::{Party, Temper};
use crate::domain::date::{self, Date};
use crate::domain::money::Currency;
use crate::domain::reference;

/// Invoices in the book.
pub const INVOICES: usize = 600;

const SPAN: i64 = 730;

/// Invoices with two instalments, by place: an old one, and two whose second instalment is not due yet.
const IN_TWO: [usize; 3] = [210, 548, 562];

/// How many items stay open in each bucket: not due, 1–30, 31–60, 61–90, 91+.
const OPEN: [usize; 5] = [27, 24, 12, 8, 10];

/// What became of an instalment. Amounts are in minor units.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fate {
    Open,
    Paid(Date),
    /// So much on one day and the rest on another.
    PaidInTwo {
        first: i64,
        on: Date,
        then: Date,
    },
    /// So much was paid, the rest is open.
    PaidInPart {
        part: i64,
        on: Date,
    },
    PaidTooMuch {
        extra: i64,
        on: Date,
    },
    /// Paid without a KID: a person says what the receipt of that day settles.
    PaidWithoutKid(Date),
    /// Credited in full.
    Credited,
}

/// An instalment of an invoice: the whole of it for most.
#[derive(Clone, Debug)]
pub struct Bill {
    pub customer: usize,
    pub number: String,
    pub kid: String,
    /// 0 for an invoice that is due at once.
    pub instalment: u8,
    pub issued: Date,
    pub due: Date,
    pub minor: i64,
    pub currency: Currency,
    pub rate: Option<Decimal>,
    /// Taken off by a credit note that names the invoice.
    pub credited: i64,
    pub fate: Fate,
    /// Has a part in the story already.
    pub cast: bool,
}

impl Bill {
    /// What is left to pay after credit notes.
    pub fn to_pay(&self) -> i64 {
        self.minor - self.credited
    }

    /// What of it is open when the story ends.
    pub fn open(&self) -> i64 {
        match self.fate {
            Fate::Open => self.to_pay(),
            Fate::PaidInPart { part, .. } => self.to_pay() - part,
            _ => 0,
        }
    }

    pub fn decimal(minor: i64) -> Decimal {
        Decimal::new(minor, 2)
    }
}

/// The days that matter to the story.
#[derive(Clone, Copy)]
pub struct Stage {
    pub today: Date,
    /// The two settlement days of the bank file that waits.
    pub file: [Date; 2],
    /// The last day of which payments are taken in already.
    pub until: Date,
}

impl Stage {
    pub fn new(today: Date) -> Self {
        let last = banking_before(today);
        let first = banking_before(last);
        Self {
            today,
            file: [first, last],
            until: banking_before(first),
        }
    }

    pub fn past(&self, bill: &Bill) -> i64 {
        date::days_past(bill.due, self.today)
    }

    pub fn bucket(&self, bill: &Bill) -> usize {
        match self.past(bill) {
            i64::MIN..=0 => 0,
            1..=30 => 1,
            31..=60 => 2,
            61..=90 => 3,
            _ => 4,
        }
    }
}

/// All instalments in order of invoice number, each with its fate.
pub fn bills(parties: &[Party], stage: &Stage, dice: &mut Dice) -> Vec<Bill> {
    let urn: Vec<usize> = parties
        .iter()
        .enumerate()
        .flat_map(|(at, party)| std::iter::repeat_n(at, party.weight))
        .collect();
    let mut bills: Vec<Bill> = Vec::with_capacity(INVOICES + IN_TWO.len());
    for place in 0..INVOICES {
        // Every tenth goes around, so that each customer has an invoice; the others by weight.
        let customer = if place % 10 == 3 {
            place / 10 % parties.len()
        } else {
            urn[dice.place(urn.len())]
        };
        let customer = if IN_TWO.contains(&place) { 1 } else { customer };
        let party = &parties[customer];
        let issued = banking_until(shift(stage.today, elapsed(place) - SPAN));
        let minor = amount(party, dice, |minor| {
            bills
                .iter()
                .any(|bill| bill.customer == customer && bill.minor == minor)
        });
        let bill = |instalment: u8, minor, due| {
            let number = (10_001 + place).to_string();
            let payload = format!("{}{number}{instalment}", party.row.number);
            Bill {
                customer,
                kid: payload
                    .chars()
                    .chain(reference::mod10_digit(&payload))
                    .collect(),
                number,
                instalment,
                issued,
                due,
                minor,
                currency: party.currency,
                rate: (party.currency != Currency::NOK).then(|| rate(issued)),
                credited: 0,
                fate: Fate::Open,
                cast: false,
            }
        };
        let terms = i64::from(party.row.terms_days.unwrap_or(30));
        if IN_TWO.contains(&place) {
            // Shares differ, so that an amount names one of them.
            let first = minor * 3 / 5;
            bills.push(bill(1, first, shift(issued, terms)));
            bills.push(bill(2, minor - first, shift(issued, terms + 60)));
        } else {
            bills.push(bill(0, minor, shift(issued, terms)));
        }
    }
    decide(&mut bills, parties, stage, dice);
    bills
}

/// Days from the first day to the invoice at that place: the company grows, so the later ones come closer together.
fn elapsed(place: usize) -> i64 {
    // Of the share u of invoices is written in the share t of the time where u = (t + t²) / 2.
    let u =
        i64::try_from(place).unwrap_or(0) * 1_000_000 / (i64::try_from(INVOICES).unwrap_or(1) - 1);
    let root = (1_000_000 * 1_000_000 + 8 * u * 1_000_000).isqrt();
    SPAN * ((root - 1_000_000) / 2) / 1_000_000
}

/// An amount with a quarter of tax on whole kroner, none for a customer abroad; small ones are more common.
fn amount(party: &Party, dice: &mut Dice, is_used: impl Fn(i64) -> bool) -> i64 {
    let (low, high) = party.net;
    let mut net = low + (high - low) * dice.between(0, 999) * dice.between(0, 999) / 1_000_000;
    loop {
        let minor = net
            * if party.currency == Currency::NOK {
                125
            } else {
                100
            };
        if !is_used(minor) {
            return minor;
        }
        net += 1;
    }
}

/// Kroner for a euro: made up, drifting with the months.
fn rate(date: Date) -> Decimal {
    let months = i64::from(date.year()) * 12 + i64::from(date.month0());
    Decimal::new(
        114_000 + (months * 739) % 4_100 + i64::from(date.day()) * 7,
        4,
    )
}

/// Leaves so many open in each bucket, those of slow payers first, and has the others paid in time or late.
fn decide(bills: &mut [Bill], parties: &[Party], stage: &Stage, dice: &mut Dice) {
    for (bucket, open) in OPEN.into_iter().enumerate() {
        let mut places: Vec<(i64, usize)> = Vec::new();
        for (place, bill) in bills.iter().enumerate() {
            if stage.bucket(bill) == bucket {
                places.push((
                    reluctance(bill, parties[bill.customer].temper, stage, dice),
                    place,
                ));
            }
        }
        places.sort_unstable();
        for (_, place) in places.into_iter().skip(open) {
            let bill = &mut bills[place];
            let on = payday(bill, parties[bill.customer].temper, stage, dice);
            // What was written after the last payments came in is open whatever the plan.
            if on > bill.issued {
                bill.fate = Fate::Paid(on);
            }
        }
    }
}

/// Order in which bills stay open: the smallest first.
fn reluctance(bill: &Bill, temper: Temper, stage: &Stage, dice: &mut Dice) -> i64 {
    let noise = dice.between(0, 30);
    let rank = match temper {
        Temper::Bad => 0,
        Temper::Slow => 15,
        Temper::Usual => 35,
        Temper::Prompt => 50,
    };
    match stage.bucket(bill) {
        // Few pay before it is due: second instalments and what was written last are open.
        0 if bill.instalment == 2 => 0,
        0 => date::days_past(bill.issued, stage.today),
        1 => rank + noise,
        2 | 3 => rank * 3 + noise,
        // The very old were settled long ago, one way or the other.
        _ => rank * 20 + noise + stage.past(bill),
    }
}

/// A banking day after the issue date on which this customer paid.
fn payday(bill: &Bill, temper: Temper, stage: &Stage, dice: &mut Dice) -> Date {
    let late = match temper {
        Temper::Prompt => dice.between(-5, 1),
        Temper::Usual => dice.between(-1, 6),
        Temper::Slow => dice.between(5, 22),
        Temper::Bad => dice.between(14, 40),
    };
    let meant = shift(bill.due, late);
    let latest = shift(stage.until, -dice.between(0, 5));
    let day = banking_until(meant.min(latest));
    if day > bill.issued {
        day
    } else {
        banking_until(stage.until)
    }
}
