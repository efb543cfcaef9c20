//! A synthetic receivables book: customers, the invoices sent to them and the payments that came in,
//! with the right answers. The same size and seed give the same bytes on every machine.
//!
//! The book covers the 730 days that end on [`AS_OF`]; amounts are whole øre. Of the invoices about
//! 70% are paid exactly, 10% in part, 5% with the number in the free text only, 5% several at once,
//! 3% with too much, 2% under a wrong KID, and the rest not at all. 8% of the payments come from an
//! account that is not the customer's, 30% spell the name in capitals, and a quarter of the
//! customers are billed the same amount every time.

#![allow(dead_code, reason = "each test binary uses a part of this")]
#![allow(
    clippy::expect_used,
    clippy::float_arithmetic,
    clippy::unwrap_used,
    reason = "the data is made up here, and draws random numbers"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use chrono::{Days, NaiveDate};

/// The last day of the book, and the day all its answers are for.
pub const AS_OF: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();

/// The seed that the hashes in [`SHA256`] belong to.
pub const SEED: u64 = 20_261_122;

/// The names of the ageing buckets, in the order of [`Expected::buckets`].
pub const BUCKETS: [&str; 5] = ["not_due", "d1_30", "d31_60", "d61_90", "d90p"];

const DAYS: u32 = 730;

#[rustfmt::skip]
const FIRST: [&str; 40] = [
    "Nordlys", "Fjord", "Bjørk", "Solvang", "Havn", "Tind", "Elv", "Granli", "Furu", "Breidablikk",
    "Øst", "Vest", "Sør", "Nord", "Midt", "Berg", "Dal", "Lie", "Haug", "Strand", "Ås", "Nes", "Vik",
    "Sund", "Foss", "Myr", "Eng", "Lund", "Moen", "Rud", "Stein", "Skog", "Hav", "Brekke", "Sæter",
    "Ødegård", "Kvam", "Hol", "Voll", "Løken",
];
#[rustfmt::skip]
const SECOND: [&str; 40] = [
    "Bygg", "Rør", "Elektro", "Maler", "Transport", "Regnskap", "Frisør", "Bakeri", "Kafé",
    "Verksted", "Maskin", "Data", "Design", "Trykk", "Hage", "Renhold", "Eiendom", "Tak", "Mur",
    "Snekkeri", "Tannlege", "Fysio", "Optikk", "Blomster", "Sport", "Foto", "Musikk", "Media",
    "Fisk", "Gård", "Skogdrift", "Anlegg", "Varme", "Vent", "Glass", "Stål", "Plast", "Tekstil",
    "Møbel", "Interiør",
];
#[rustfmt::skip]
const FORMS: [&str; 12] = [
    "AS", "AS", "AS", "AS", "AS", "ANS", "DA", "ENK", "SA", "& Sønn AS", "& Co AS", "Norge AS",
];
const CITIES: [(&str, &str); 12] = [
    ("0150", "Oslo"),
    ("5003", "Bergen"),
    ("7010", "Trondheim"),
    ("4006", "Stavanger"),
    ("9008", "Tromsø"),
    ("3015", "Drammen"),
    ("1606", "Fredrikstad"),
    ("4612", "Kristiansand"),
    ("6002", "Ålesund"),
    ("8006", "Bodø"),
    ("2815", "Gjøvik"),
    ("3715", "Skien"),
];

const ACCOUNT_WEIGHTS: &[u32] = &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2];
const ORG_WEIGHTS: &[u32] = &[3, 2, 7, 6, 5, 4, 3, 2];
const OWN_ACCOUNT: &str = "15060000006";

/// How big a book is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// 1 000 customers, 10 000 invoices.
    S,
    /// 10 000 customers, 100 000 invoices.
    M,
    /// 100 000 customers, 1 000 000 invoices.
    L,
}

impl Size {
    /// The size as one letter.
    pub fn name(self) -> &'static str {
        match self {
            Size::S => "S",
            Size::M => "M",
            Size::L => "L",
        }
    }

    fn customers(self) -> u32 {
        match self {
            Size::S => 1_000,
            Size::M => 10_000,
            Size::L => 100_000,
        }
    }

    fn invoices(self) -> u32 {
        self.customers() * 10
    }
}

/// Someone who is billed.
#[derive(Clone, Debug)]
pub struct Customer {
    pub number: String,
    pub name: String,
    pub org_no: String,
    pub email: String,
    pub account: String,
    pub terms_days: u32,
    pub postcode: &'static str,
    pub city: &'static str,
}

/// A bill, with its amount in øre.
#[derive(Clone, Debug)]
pub struct Invoice {
    pub number: String,
    /// Index into [`Book::customers`].
    pub customer: usize,
    pub kid: String,
    pub issue: NaiveDate,
    pub due: NaiveDate,
    pub amount: i64,
}

/// What kind of payment one is, and so how hard it is to match.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    /// The full amount under the right KID.
    Exact,
    /// Less than the amount, or the rest of it, under the right KID.
    Partial,
    /// The full amount, the number in the free text.
    Text,
    /// Two to five invoices of one customer, without a KID.
    Combined,
    /// Too much under the right KID.
    Over,
    /// The full amount under a wrong KID.
    Wrong,
}

impl Class {
    /// The class as it is spelt in the files.
    pub fn name(self) -> &'static str {
        match self {
            Class::Exact => "exact",
            Class::Partial => "partial",
            Class::Text => "text",
            Class::Combined => "combined",
            Class::Over => "over",
            Class::Wrong => "wrong",
        }
    }
}

/// What a payment pays: an index into [`Book::invoices`], or `None` for an excess, and the øre.
pub type Parts = Vec<(Option<usize>, i64)>;

/// Money that came in, with its amount in øre.
#[derive(Clone, Debug)]
pub struct Payment {
    /// 1, 2, 3, … in booking order.
    pub id: usize,
    pub date: NaiveDate,
    pub amount: i64,
    /// Empty when the payer gave none.
    pub kid: String,
    pub text: String,
    pub class: Class,
    /// Index into [`Book::customers`].
    pub customer: usize,
    pub account: String,
    pub name: String,
    pub bank_ref: String,
    /// What it truly pays; adds up to the amount.
    pub parts: Parts,
}

/// The right answers as of [`AS_OF`], in øre, when every payment goes to its true invoices.
#[derive(Clone, Debug, Default)]
pub struct Expected {
    pub open_total: i64,
    /// What is open by age, as named in [`BUCKETS`].
    pub buckets: [i64; 5],
    pub unapplied_excess: i64,
    pub open_items: usize,
    pub customers_with_open: usize,
    pub wholly_unpaid: usize,
    /// In the order in which the classes first turn up.
    pub payments_by_class: Vec<(Class, usize)>,
}

/// A whole book with its answers.
#[derive(Clone, Debug)]
pub struct Book {
    pub size: Size,
    pub seed: u64,
    pub customers: Vec<Customer>,
    pub invoices: Vec<Invoice>,
    /// In booking order.
    pub payments: Vec<Payment>,
    /// What is still open of each invoice, in øre.
    pub open: Vec<i64>,
    pub expected: Expected,
}

impl Book {
    /// Makes the book of this size and seed.
    pub fn build(size: Size, seed: u64) -> Book {
        let mut builder = Builder::new(size, seed);
        for i in 0..size.invoices() {
            builder.bill(i, size);
        }
        builder.combine_the_rest();
        let payments = builder.book_payments();
        let mut book = Book {
            size,
            seed,
            open: builder.invoices.iter().map(|i| i.amount).collect(),
            customers: builder.customers,
            invoices: builder.invoices,
            payments,
            expected: Expected::default(),
        };
        book.answer();
        book
    }

    /// The customer that an invoice was sent to.
    pub fn customer(&self, invoice: &Invoice) -> &Customer {
        &self.customers[invoice.customer]
    }

    /// Works out what is open and the totals of it.
    fn answer(&mut self) {
        let expected = &mut self.expected;
        for payment in &self.payments {
            let classes = &mut expected.payments_by_class;
            match classes.iter_mut().find(|(c, _)| *c == payment.class) {
                Some((_, count)) => *count += 1,
                None => classes.push((payment.class, 1)),
            }
            for &(invoice, amount) in &payment.parts {
                match invoice {
                    Some(i) => self.open[i] -= amount,
                    None => expected.unapplied_excess += amount,
                }
            }
        }
        let mut debtors = BTreeSet::new();
        for (invoice, &open) in self.invoices.iter().zip(&self.open) {
            assert!(open >= 0, "invoice {} is paid twice", invoice.number);
            if open > 0 {
                expected.open_total += open;
                expected.buckets[bucket(invoice)] += open;
                expected.open_items += 1;
                debtors.insert(invoice.customer);
            }
            expected.wholly_unpaid += usize::from(open == invoice.amount);
        }
        expected.customers_with_open = debtors.len();
    }

    fn open_invoices(&self) -> impl Iterator<Item = (&Invoice, i64)> {
        let all = self.invoices.iter().zip(self.open.iter().copied());
        all.filter(|&(_, open)| open > 0)
    }
}

/// The days an invoice is overdue, negative before it is due.
fn overdue(invoice: &Invoice) -> i64 {
    (AS_OF - invoice.due).num_days()
}

fn bucket(invoice: &Invoice) -> usize {
    match overdue(invoice) {
        ..=0 => 0,
        1..=30 => 1,
        31..=60 => 2,
        61..=90 => 3,
        _ => 4,
    }
}

// ---- Building. The order in which random numbers are drawn decides every byte of the book. ----

/// Invoices of one customer that are to be paid together.
struct Group {
    wanted: usize,
    invoices: Vec<usize>,
}

struct Builder {
    random: Random,
    customers: Vec<Customer>,
    /// The one amount a customer is always billed, if any, so that amounts alone are ambiguous.
    fixed: Vec<Option<i64>>,
    /// Each customer's latest invoice so far.
    latest: Vec<Option<usize>>,
    groups: BTreeMap<usize, Group>,
    invoices: Vec<Invoice>,
    payments: Vec<Payment>,
}

impl Builder {
    fn new(size: Size, seed: u64) -> Builder {
        let mut random = Random::new(seed);
        let count = 0..size.customers();
        let customers: Vec<_> = count.clone().map(|i| customer(i, &mut random)).collect();
        let fixed = count.map(|_| fixed_amount(&mut random)).collect();
        Builder {
            random,
            latest: vec![None; customers.len()],
            customers,
            fixed,
            groups: BTreeMap::new(),
            invoices: Vec::with_capacity(size.invoices() as usize),
            payments: Vec::with_capacity(size.invoices() as usize),
        }
    }

    /// Sends the next invoice and decides what becomes of it.
    fn bill(&mut self, i: u32, size: Size) {
        let customer = self.random.skewed(size.customers());
        let number = (1_000_001 + i).to_string();
        let first_day = AS_OF - Days::new(u64::from(DAYS) - 1);
        let issue = later(first_day, i * DAYS / size.invoices());
        let drawn = amount(&mut self.random);
        let index = self.invoices.len();
        let before = self.latest[customer].replace(index);
        self.invoices.push(Invoice {
            kid: with_luhn(&format!("{}{number}", self.customers[customer].number)),
            number,
            customer,
            issue,
            due: later(issue, self.customers[customer].terms_days),
            amount: self.fixed[customer].unwrap_or(drawn),
        });
        match self.groups.remove(&customer) {
            Some(group) => self.join(group, index),
            None => self.settle(index, before),
        }
    }

    /// Adds an invoice to its customer's group, and pays the group when it is full.
    fn join(&mut self, mut group: Group, index: usize) {
        group.invoices.push(index);
        if group.invoices.len() == group.wanted {
            self.pay_combined(&group.invoices);
        } else {
            self.groups.insert(self.invoices[index].customer, group);
        }
    }

    /// Draws what happens to an invoice that is not part of a group.
    fn settle(&mut self, index: usize, before: Option<usize>) {
        match self.random.float() {
            ..0.7262 => self.pay_exact(index),
            ..0.8299 => self.pay_partial(index),
            ..0.8818 => self.pay_by_text(index),
            ..0.9129 => self.pay_over(index),
            ..0.9336 => self.pay_wrong(index, before),
            ..0.9484 => {
                let group = Group {
                    wanted: 2 + self.random.below(4) as usize,
                    invoices: vec![index],
                };
                self.groups.insert(self.invoices[index].customer, group);
            }
            _ => {}
        }
    }

    fn pay_exact(&mut self, index: usize) {
        let date = self.pay_day(index);
        let kid = self.invoices[index].kid.clone();
        self.pay_kid(date, Class::Exact, kid, self.whole(index));
    }

    fn pay_partial(&mut self, index: usize) {
        let part = self.invoices[index].amount * i64::from(30 + self.random.below(51)) / 100;
        let rest = self.invoices[index].amount - part;
        let kid = self.invoices[index].kid.clone();
        let date = self.pay_day(index);
        let parts = vec![(Some(index), part)];
        let paid = self.pay_kid(date, Class::Partial, kid.clone(), parts);
        if paid && self.random.chance(0.5) {
            let date = later(date, 10 + self.random.below(31));
            self.pay_kid(date, Class::Partial, kid, vec![(Some(index), rest)]);
        }
    }

    fn pay_by_text(&mut self, index: usize) {
        let invoice = &self.invoices[index];
        let number = &invoice.number;
        let wording = self.random.below(8);
        let order = 4000 + self.random.below(6000);
        let text = match wording {
            0 => format!("Faktura {number}"),
            1 => format!("Fakt.nr. {number}"),
            2 => format!("faktura nr {number}, takk!"),
            3 => format!("inv {number}"),
            4 => number.clone(),
            5 => format!("KID {}", invoice.kid),
            6 => format!("Ordre {order} / faktura {number}"),
            _ => {
                let payer = &self.customers[invoice.customer].name;
                format!("Betaling fra {payer} for faktura {number}")
            }
        };
        let date = self.pay_day(index);
        self.pay_text(date, Class::Text, text, self.whole(index));
    }

    fn pay_over(&mut self, index: usize) {
        let amount = self.invoices[index].amount;
        let excess = match self.random.float() {
            ..0.5 => 10_000 - amount % 10_000,
            ..0.8 => 7_000,
            _ => amount,
        };
        let date = self.pay_day(index);
        let kid = self.invoices[index].kid.clone();
        let parts = vec![(Some(index), amount), (None, excess)];
        self.pay_kid(date, Class::Over, kid, parts);
    }

    fn pay_wrong(&mut self, index: usize, before: Option<usize>) {
        let draw = self.random.float();
        let invoice = &self.invoices[index];
        let earlier = before.map(|b| &self.invoices[b]);
        let earlier = earlier.filter(|e| e.amount != invoice.amount);
        let wrong = match (draw, earlier) {
            (..0.25, Some(earlier)) => earlier.kid.clone(),
            (..0.5, _) => swapped(&invoice.kid, 6 + self.random.below(7) as usize),
            _ => {
                let at = self.random.below(14) as usize;
                raised(&invoice.kid, at, 1 + self.random.below(9))
            }
        };
        let date = self.pay_day(index);
        self.pay_kid(date, Class::Wrong, wrong, self.whole(index));
    }

    fn pay_combined(&mut self, indexes: &[usize]) {
        let invoices: Vec<&Invoice> = indexes.iter().map(|&i| &self.invoices[i]).collect();
        let due = invoices
            .iter()
            .map(|i| i.due)
            .max()
            .expect("a group has invoices");
        let date = later(due, self.random.below(12));
        let numbers: Vec<&str> = invoices.iter().map(|i| i.number.as_str()).collect();
        let (last, others) = numbers.split_last().expect("a group has invoices");
        let text = match self.random.float() {
            ..0.60 => format!("Faktura {} og {last}", others.join(", ")),
            ..0.85 => format!("Faktura {} - {last}", numbers[0]),
            _ => "Samlebetaling".to_string(),
        };
        let parts = indexes.iter().flat_map(|&i| self.whole(i)).collect();
        self.pay_text(date, Class::Combined, text, parts);
    }

    /// Pays the groups that never filled up, oldest first.
    fn combine_the_rest(&mut self) {
        let mut rest: Vec<_> = std::mem::take(&mut self.groups).into_values().collect();
        rest.sort_by_key(|group| group.invoices[0]);
        for group in rest.iter().filter(|group| group.invoices.len() > 1) {
            self.pay_combined(&group.invoices);
        }
    }

    /// Draws the day an invoice is paid: 60% in time, most of the others up to two weeks late.
    fn pay_day(&mut self, index: usize) -> NaiveDate {
        let invoice = &self.invoices[index];
        let terms = self.customers[invoice.customer].terms_days;
        match self.random.float() {
            ..0.60 => later(invoice.issue, 3 + self.random.below(terms - 2)),
            ..0.92 => later(invoice.due, 1 + self.random.below(14)),
            _ => later(invoice.due, 15 + self.random.below(46)),
        }
    }

    fn pay_kid(&mut self, date: NaiveDate, class: Class, kid: String, parts: Parts) -> bool {
        self.pay(date, class, kid, String::new(), parts)
    }

    fn pay_text(&mut self, date: NaiveDate, class: Class, text: String, parts: Parts) -> bool {
        self.pay(date, class, String::new(), text, parts)
    }

    /// The parts of a payment that pays just this invoice.
    fn whole(&self, index: usize) -> Parts {
        vec![(Some(index), self.invoices[index].amount)]
    }

    /// Notes a payment and tells whether it exists: one after the last day of the book does not.
    fn pay(
        &mut self,
        date: NaiveDate,
        class: Class,
        kid: String,
        text: String,
        parts: Parts,
    ) -> bool {
        if date > AS_OF {
            return false;
        }
        let first = parts[0].0.expect("an excess never comes first");
        self.payments.push(Payment {
            id: 0,
            date,
            amount: parts.iter().map(|(_, amount)| amount).sum(),
            kid,
            text,
            class,
            customer: self.invoices[first].customer,
            account: String::new(),
            name: String::new(),
            bank_ref: String::new(),
            parts,
        });
        true
    }

    /// Puts the payments in booking order and fills in what the bank knows of the payers.
    fn book_payments(&mut self) -> Vec<Payment> {
        let mut payments = std::mem::take(&mut self.payments);
        payments.sort_by_key(|p| p.date);
        for (i, payment) in payments.iter_mut().enumerate() {
            let customer = &self.customers[payment.customer];
            payment.id = i + 1;
            payment.bank_ref = format!("B{}{:07}", compact(payment.date), payment.id);
            payment.name = if self.random.chance(0.3) {
                customer.name.to_uppercase()
            } else {
                customer.name.clone()
            };
            payment.account = if self.random.chance(0.08) {
                checked("6012", self.random.below(1_000_000), 6, ACCOUNT_WEIGHTS)
            } else {
                customer.account.clone()
            };
        }
        payments
    }
}

fn customer(i: u32, random: &mut Random) -> Customer {
    let name = format!(
        "{} {} {}",
        random.pick(&FIRST),
        random.pick(&SECOND),
        random.pick(&FORMS)
    );
    let &(postcode, city) = random.pick(&CITIES);
    let number = (100_000 + i).to_string();
    Customer {
        name,
        org_no: checked("9", i * 7 + random.below(7), 7, ORG_WEIGHTS),
        email: format!("post{number}@example.com"),
        account: checked(
            "1503",
            (i * 9 + random.below(9)) % 1_000_000,
            6,
            ACCOUNT_WEIGHTS,
        ),
        terms_days: if random.chance(0.4) { 30 } else { 14 },
        number,
        postcode,
        city,
    }
}

fn fixed_amount(random: &mut Random) -> Option<i64> {
    random
        .chance(0.25)
        .then(|| i64::from(99 + random.below(2400)) * 500)
}

fn amount(random: &mut Random) -> i64 {
    let (least, span) = match random.float() {
        ..0.25 => (15_000, 85_000),
        ..0.70 => (100_000, 900_000),
        ..0.95 => (1_000_000, 4_000_000),
        _ => (5_000_000, 20_000_000),
    };
    i64::from(least + random.below(span))
}

fn later(date: NaiveDate, days: u32) -> NaiveDate {
    date + Days::new(days.into())
}

/// Swaps the digits at `at` and after it, or raises the last one when they are the same.
fn swapped(kid: &str, at: usize) -> String {
    let mut digits: Vec<char> = kid.chars().collect();
    if digits[at] == digits[at + 1] {
        return raised(kid, kid.len() - 1, 1);
    }
    digits.swap(at, at + 1);
    digits.into_iter().collect()
}

/// Adds `by` to the digit at `at`, from 9 on to 0.
fn raised(kid: &str, at: usize, by: u32) -> String {
    let digit = (u32::from(kid.as_bytes()[at] - b'0') + by) % 10;
    format!("{}{digit}{}", &kid[..at], &kid[at + 1..])
}

fn digits(number: &str) -> impl DoubleEndedIterator<Item = u32> + ExactSizeIterator {
    number.bytes().map(|byte| u32::from(byte - b'0'))
}

/// Adds the mod10 check digit.
fn with_luhn(number: &str) -> String {
    let weighted = digits(number)
        .rev()
        .enumerate()
        .map(|(i, digit)| match (i % 2, digit) {
            (0, 5..) => 2 * digit - 9,
            (0, _) => 2 * digit,
            _ => digit,
        });
    let check = (10 - weighted.sum::<u32>() % 10) % 10;
    format!("{number}{check}")
}

/// The mod11 check digit, which a number may not have.
fn mod11(number: &str, weights: &[u32]) -> Option<u32> {
    let sum: u32 = digits(number)
        .zip(weights)
        .map(|(digit, weight)| digit * weight)
        .sum();
    match 11 - sum % 11 {
        11 => Some(0),
        10 => None,
        check => Some(check),
    }
}

/// `prefix` and the first number at or after `n` that has a mod11 check digit, with that digit.
fn checked(prefix: &str, n: u32, width: usize, weights: &[u32]) -> String {
    let with_check = |n: u32| {
        let number = format!("{prefix}{n:0width$}");
        mod11(&number, weights).map(|check| format!("{number}{check}"))
    };
    (n..)
        .find_map(with_check)
        .expect("ten of eleven numbers have a check digit")
}

// ---- Random numbers. ----

const STATE: usize = 624;

/// The Mersenne Twister MT19937: written out here so that the numbers can never change.
struct Random {
    state: [u32; STATE],
    next: usize,
}

impl Random {
    /// Seeds with the 32-bit words of `seed`, lowest first, in the reference `init_by_array` way.
    #[allow(
        clippy::cast_possible_truncation,
        reason = "the words and their places are 32 bits"
    )]
    fn new(seed: u64) -> Random {
        let words = [seed as u32, (seed >> 32) as u32];
        let key = if words[1] == 0 {
            &words[..1]
        } else {
            &words[..]
        };
        let mut state = [19_650_218; STATE];
        for i in 1..STATE {
            state[i] = mixed(&state, i, 1_812_433_253).wrapping_add(i as u32);
        }
        let mut at = 1;
        for j in (0..key.len()).cycle().take(STATE) {
            state[at] = (state[at] ^ mixed(&state, at, 1_664_525))
                .wrapping_add(key[j])
                .wrapping_add(j as u32);
            at = following(&mut state, at);
        }
        for _ in 1..STATE {
            state[at] = (state[at] ^ mixed(&state, at, 1_566_083_941)).wrapping_sub(at as u32);
            at = following(&mut state, at);
        }
        state[0] = 0x8000_0000;
        Random { state, next: STATE }
    }

    fn word(&mut self) -> u32 {
        if self.next == STATE {
            self.twist();
        }
        let mut word = self.state[self.next];
        self.next += 1;
        word ^= word >> 11;
        word ^= (word << 7) & 0x9d2c_5680;
        word ^= (word << 15) & 0xefc6_0000;
        word ^ (word >> 18)
    }

    fn twist(&mut self) {
        for i in 0..STATE {
            let high = self.state[i] & 0x8000_0000;
            let low = self.state[(i + 1) % STATE] & 0x7fff_ffff;
            let odd = if low & 1 == 1 { 0x9908_b0df } else { 0 };
            self.state[i] = self.state[(i + 397) % STATE] ^ ((high | low) >> 1) ^ odd;
        }
        self.next = 0;
    }

    /// A number from 0 up to 1, of 53 random bits.
    fn float(&mut self) -> f64 {
        let high = f64::from(self.word() >> 5);
        let low = f64::from(self.word() >> 6);
        (high * 67_108_864.0 + low) / 9_007_199_254_740_992.0
    }

    fn chance(&mut self, share: f64) -> bool {
        self.float() < share
    }

    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it is within 0..n"
    )]
    fn below(&mut self, n: u32) -> u32 {
        (self.float() * f64::from(n)) as u32
    }

    /// Like `below`, but low numbers are likelier: the first 1% of them come up 10% of the time.
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it is within 0..n"
    )]
    fn skewed(&mut self, n: u32) -> usize {
        let draw = self.float();
        (f64::from(n) * (draw * draw)) as usize
    }

    #[allow(clippy::cast_possible_truncation, reason = "the lists are short")]
    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len() as u32) as usize]
    }
}

/// The word before `i`, multiplied through: one step of the seeding.
fn mixed(state: &[u32; STATE], i: usize, factor: u32) -> u32 {
    let before = state[i - 1];
    (before ^ (before >> 30)).wrapping_mul(factor)
}

/// The place to seed after `at`: the last word moves to the front before the next round.
fn following(state: &mut [u32; STATE], at: usize) -> usize {
    if at + 1 < STATE {
        return at + 1;
    }
    state[0] = state[STATE - 1];
    1
}

// ---- Files. ----

impl Book {
    /// Writes the book and its answers to `dir` as comma separated files and `expected.json`.
    pub fn write_csv(&self, dir: &Path) -> io::Result<()> {
        fs::create_dir_all(dir)?;
        write_file(&dir.join("customers.csv"), |out| self.customers_csv(out))?;
        write_file(&dir.join("invoices.csv"), |out| self.invoices_csv(out))?;
        write_file(&dir.join("payments.csv"), |out| self.payments_csv(out))?;
        write_file(&dir.join("truth.csv"), |out| self.truth_csv(out))?;
        write_file(&dir.join("aging.csv"), |out| self.aging_csv(out))?;
        write_file(&dir.join("open_items.csv"), |out| self.open_items_csv(out))?;
        write_file(&dir.join("expected.json"), |out| self.expected_json(out))
    }

    /// Writes the payments as a camt.054.001 message of `version` 02 or 08.
    pub fn write_camt(&self, path: &Path, version: &str) -> io::Result<()> {
        let camt = Camt {
            new: version == "08",
        };
        write_file(path, |out| camt.message(out, version, &self.payments))
    }

    fn customers_csv(&self, out: &mut impl Write) -> io::Result<()> {
        writeln!(
            out,
            "customer_no,name,org_no,email,account,terms_days,postcode,city"
        )?;
        for c in &self.customers {
            write!(
                out,
                "{},{},{},{},",
                c.number,
                Quoted(&c.name),
                c.org_no,
                c.email
            )?;
            writeln!(
                out,
                "{},{},{},{}",
                c.account, c.terms_days, c.postcode, c.city
            )?;
        }
        Ok(())
    }

    fn invoices_csv(&self, out: &mut impl Write) -> io::Result<()> {
        writeln!(
            out,
            "invoice_no,customer_no,kid,issue_date,due_date,amount,currency"
        )?;
        for i in &self.invoices {
            write!(out, "{},{},{},", i.number, self.customer(i).number, i.kid)?;
            writeln!(out, "{},{},{},NOK", i.issue, i.due, Nok(i.amount))?;
        }
        Ok(())
    }

    fn payments_csv(&self, out: &mut impl Write) -> io::Result<()> {
        write!(out, "payment_id,booking_date,amount,currency,kid,")?;
        writeln!(out, "text,debtor_name,debtor_account,bank_ref")?;
        for p in &self.payments {
            write!(out, "{},{},{},NOK,{},", p.id, p.date, Nok(p.amount), p.kid)?;
            writeln!(
                out,
                "{},{},{},{}",
                Quoted(&p.text),
                Quoted(&p.name),
                p.account,
                p.bank_ref
            )?;
        }
        Ok(())
    }

    fn truth_csv(&self, out: &mut impl Write) -> io::Result<()> {
        writeln!(out, "payment_id,invoice_no,amount,class")?;
        for p in &self.payments {
            for &(invoice, amount) in &p.parts {
                let number = invoice.map_or("", |i| &self.invoices[i].number);
                writeln!(out, "{},{number},{},{}", p.id, Nok(amount), p.class.name())?;
            }
        }
        Ok(())
    }

    fn aging_csv(&self, out: &mut impl Write) -> io::Result<()> {
        let mut grid: BTreeMap<usize, [i64; 5]> = BTreeMap::new();
        for (invoice, open) in self.open_invoices() {
            grid.entry(invoice.customer).or_default()[bucket(invoice)] += open;
        }
        writeln!(out, "customer_no,{},total", BUCKETS.join(","))?;
        for (customer, buckets) in grid {
            write!(out, "{}", self.customers[customer].number)?;
            for amount in buckets {
                write!(out, ",{}", Nok(amount))?;
            }
            writeln!(out, ",{}", Nok(buckets.iter().sum()))?;
        }
        Ok(())
    }

    fn open_items_csv(&self, out: &mut impl Write) -> io::Result<()> {
        writeln!(out, "invoice_no,customer_no,due_date,days_overdue,open")?;
        for (invoice, open) in self.open_invoices() {
            let customer = &self.customer(invoice).number;
            let days = overdue(invoice).max(0);
            writeln!(
                out,
                "{},{customer},{},{days},{}",
                invoice.number,
                invoice.due,
                Nok(open)
            )?;
        }
        Ok(())
    }

    fn expected_json(&self, out: &mut impl Write) -> io::Result<()> {
        let e = &self.expected;
        let class = |(class, count): &(Class, usize)| format!("  \"{}\": {count}", class.name());
        let classes: Vec<String> = e.payments_by_class.iter().map(class).collect();
        let bucket = |(name, amount): (&str, i64)| format!("  \"{name}\": \"{}\"", Nok(amount));
        let buckets: Vec<String> = BUCKETS.into_iter().zip(e.buckets).map(bucket).collect();
        writeln!(
            out,
            "{{\n \"size\": \"{}\",\n \"seed\": {},",
            self.size.name(),
            self.seed
        )?;
        writeln!(
            out,
            " \"as_of\": \"{AS_OF}\",\n \"customers\": {},",
            self.customers.len()
        )?;
        writeln!(out, " \"invoices\": {},", self.invoices.len())?;
        writeln!(out, " \"payments\": {},", self.payments.len())?;
        writeln!(
            out,
            " \"payments_by_class\": {{\n{}\n }},",
            classes.join(",\n")
        )?;
        writeln!(out, " \"open_items\": {},", e.open_items)?;
        writeln!(out, " \"customers_with_open\": {},", e.customers_with_open)?;
        writeln!(out, " \"wholly_unpaid\": {},", e.wholly_unpaid)?;
        writeln!(out, " \"buckets\": {{\n{}\n }},", buckets.join(",\n"))?;
        writeln!(out, " \"open_total\": \"{}\",", Nok(e.open_total))?;
        write!(
            out,
            " \"unapplied_excess\": \"{}\"\n}}",
            Nok(e.unapplied_excess)
        )
    }
}

fn write_file(
    path: &Path,
    body: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>,
) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 16, File::create(path)?);
    body(&mut out)?;
    out.flush()
}

/// Writes a camt.054.001 message: one batch a day for the KID payments, an entry for each other one.
struct Camt {
    /// Version 08 and not 02: a few elements are wrapped and each transaction has its own amount.
    new: bool,
}

impl Camt {
    fn message(&self, out: &mut impl Write, version: &str, payments: &[Payment]) -> io::Result<()> {
        write!(
            out,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.054.001.{version}\">\n \
             <BkToCstmrDbtCdtNtfctn><GrpHdr><MsgId>SYNTHETIC</MsgId>\
             <CreDtTm>{AS_OF}T06:00:00</CreDtTm></GrpHdr>"
        )?;
        for day in payments.chunk_by(|a, b| a.date == b.date) {
            self.notification(out, day)?;
        }
        out.write_all(b"\n </BkToCstmrDbtCdtNtfctn>\n</Document>\n")
    }

    fn notification(&self, out: &mut impl Write, day: &[Payment]) -> io::Result<()> {
        let date = day[0].date;
        write!(
            out,
            "\n  <Ntfctn><Id>N{}</Id><CreDtTm>{date}T06:00:00</CreDtTm>\
             <Acct><Id><Othr><Id>{OWN_ACCOUNT}</Id><SchmeNm><Cd>BBAN</Cd></SchmeNm></Othr></Id>\
             <Ccy>NOK</Ccy></Acct>",
            compact(date)
        )?;
        let (batch, single): (Vec<_>, Vec<_>) = day.iter().partition(|p| !p.kid.is_empty());
        if !batch.is_empty() {
            self.entry(out, &batch, &format!("K{}", compact(date)), "VCOM")?;
        }
        for payment in single {
            self.entry(out, &[payment], &payment.bank_ref, "DMCT")?;
        }
        out.write_all(b"</Ntfctn>")
    }

    fn entry(
        &self,
        out: &mut impl Write,
        payments: &[&Payment],
        reference: &str,
        family: &str,
    ) -> io::Result<()> {
        let date = payments[0].date;
        let amount = Nok(payments.iter().map(|p| p.amount).sum());
        let status = if self.new { "<Cd>BOOK</Cd>" } else { "BOOK" };
        write!(
            out,
            "\n   <Ntry><NtryRef>{reference}</NtryRef><Amt Ccy=\"NOK\">{amount}</Amt>\
             <CdtDbtInd>CRDT</CdtDbtInd><Sts>{status}</Sts><BookgDt><Dt>{date}</Dt></BookgDt>\
             <ValDt><Dt>{date}</Dt></ValDt><AcctSvcrRef>{reference}</AcctSvcrRef>\
             <BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>{family}</SubFmlyCd></Fmly>\
             </Domn></BkTxCd><NtryDtls><Btch><NbOfTxs>{}</NbOfTxs>\
             <TtlAmt Ccy=\"NOK\">{amount}</TtlAmt></Btch>",
            payments.len()
        )?;
        for payment in payments {
            self.transaction(out, payment)?;
        }
        out.write_all(b"</NtryDtls></Ntry>")
    }

    fn transaction(&self, out: &mut impl Write, payment: &Payment) -> io::Result<()> {
        let amount = Nok(payment.amount);
        let name = escaped(&payment.name);
        write!(
            out,
            "\n      <TxDtls><Refs><AcctSvcrRef>{}</AcctSvcrRef>\
             <EndToEndId>NOTPROVIDED</EndToEndId></Refs>",
            payment.bank_ref
        )?;
        if self.new {
            write!(
                out,
                "<Amt Ccy=\"NOK\">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd>"
            )?;
        }
        let (open, close) = if self.new {
            ("<Pty>", "</Pty>")
        } else {
            ("", "")
        };
        write!(
            out,
            "<AmtDtls><TxAmt><Amt Ccy=\"NOK\">{amount}</Amt></TxAmt></AmtDtls>\
             <RltdPties><Dbtr>{open}<Nm>{name}</Nm><PstlAdr><Ctry>NO</Ctry></PstlAdr>{close}</Dbtr>\
             <DbtrAcct><Id><Othr><Id>{}</Id><SchmeNm><Cd>BBAN</Cd></SchmeNm></Othr></Id></DbtrAcct>\
             </RltdPties><RmtInf>",
            payment.account
        )?;
        if payment.kid.is_empty() {
            write!(out, "<Ustrd>{}</Ustrd>", escaped(&payment.text))?;
        } else {
            write!(
                out,
                "<Strd><CdtrRefInf><Tp><CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry></Tp>\
                 <Ref>{}</Ref></CdtrRefInf></Strd>",
                payment.kid
            )?;
        }
        out.write_all(b"</RmtInf></TxDtls>")
    }
}

/// Øre, shown as kroner with two decimals.
struct Nok(i64);

impl fmt::Display for Nok {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}.{:02}", self.0 / 100, self.0 % 100)
    }
}

/// A text field of a comma separated file, in quotes where it needs them.
struct Quoted<'a>(&'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        if self.0.contains([',', '"', '\r', '\n']) {
            write!(f, "\"{}\"", self.0.replace('"', "\"\""))
        } else {
            f.write_str(self.0)
        }
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// The date without its dashes.
fn compact(date: NaiveDate) -> String {
    date.to_string().replace('-', "")
}

/// The SHA-256 of every file of every size with the seed [`SEED`]: size, file, hash.
/// The camt messages are here as `camt054-02.xml` and `camt054-08.xml`, by version.
#[rustfmt::skip]
pub const SHA256: &[(&str, &str, &str)] = &[
    ("S", "customers.csv", "d60ecf72a496e1ca03dfc913cf1b7e8d3086d3c0bfd0752c14cb6eae9d3476be"),
    ("S", "invoices.csv", "4588582d0d56d35d236dc8b11fa08a321b33c54a349fd0478d3e6658ce2eac02"),
    ("S", "payments.csv", "f57787047b773253986830308347b53c891be0cf7c36e6a65cd144ab1731ddcc"),
    ("S", "truth.csv", "f56d44d1608ab4d6bd1cce3105be333be31b6936daf5f46e46aed212b3ba5ba1"),
    ("S", "aging.csv", "35d970305c2c57f4f08e847b9f3ed348601aa7c71c472f4922394e188539bd6b"),
    ("S", "open_items.csv", "5c0676d97a33c78743f36eaf997bf8bf94b016118f83c7d68a5c873486a43ba3"),
    ("S", "expected.json", "8890b6c758eb478e4b772d040bdeaabf532f2657de4c399ec21bbd1fc1d2cec8"),
    ("S", "camt054-02.xml", "9ec8980d15402a703977f07016be079369bb2f67b16ccdc159b2147c64ec7ec1"),
    ("S", "camt054-08.xml", "b3d949db3e3e0057dca949ed72f40325d7c818733b9b929f25c0d1ad1a03e6f8"),
    ("M", "customers.csv", "46003eb2cb37a0d09137ade1ba2b1a5495c06c84db9e0bbed713c0d0e40441f0"),
    ("M", "invoices.csv", "3c0f8fcaba3f1dfd590ee5ac82d5095ab10f66ff93809949ff98243ded072e56"),
    ("M", "payments.csv", "cedb0b66a8b999cab4495b8228ef116867e5398377b6cade25e9ca315b5eeb28"),
    ("M", "truth.csv", "9959e2271b148883bea7694dccb6ed75942d0041dd0b39ad1752ef59ec7c7950"),
    ("M", "aging.csv", "56e60ecb3406268148cab54c57bfa262ff26396c8559363d9719e6cb2bc2fa8e"),
    ("M", "open_items.csv", "2c7040d23592d3a349844f6f8222acf5a851e970ee86ec507eaaf18921ed3ae1"),
    ("M", "expected.json", "eff0f49cc9d24625da7716301e98b794fd400b8ba379178bb7239876052c6383"),
    ("M", "camt054-02.xml", "9b59b3507dc821085c93e272d39d3b117a99b322903ea7de4f83f16222374225"),
    ("M", "camt054-08.xml", "0955054e5bd59d027137ba05ea91d53efa2563f5c1990bf8e785b2b3d3ab0853"),
    ("L", "customers.csv", "e2890d5789d004ec25826359e06dfdd6e5f9225a9074c8cc2d63c726a485c153"),
    ("L", "invoices.csv", "45caeabb338cb29aed881d424a21a687bc9b99e6e05059e330851dcd8e8faac6"),
    ("L", "payments.csv", "13d7407f0a18e5e324abd5f4226e557028dec21d2856e921d21ce4501990d680"),
    ("L", "truth.csv", "5ff652e7af03c0cfea25e4fb46691fe71daf2567fdb18d9f4ec0b025042f7ad2"),
    ("L", "aging.csv", "a3c142b1e0c374a91bfaf95cfbc528c2d4a3f71fe196a423941c345cf3f8683b"),
    ("L", "open_items.csv", "b296f45ad12bc635da55788b03f68c97d08ac41fad4dfa31bfa3db9ba79245f6"),
    ("L", "expected.json", "7e7a0247b199f5dd7b9c3f9ae3b0129493c098554951100d93048504559cceb0"),
    ("L", "camt054-02.xml", "87d753f6cbd29cf65d3b1706c25faebade24fb584942adb70afb3b2c94df6af1"),
    ("L", "camt054-08.xml", "2746edc1619bc49124e88a3db4dad6eaada9438a622f8f9a57fc408a49008694"),
];
