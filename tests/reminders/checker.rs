//! The statutes once more, written straight from their texts with own code and own figures, for 2021 to 2026. It holds
//! letters against them and knows nothing of the desk's tables.

use std::collections::{HashMap, HashSet};

use chrono::{Days, Months, NaiveDate};
use reskontra::domain::arrears::Overdue;
use reskontra::domain::customer::CustomerKind;
use reskontra::domain::document::ItemClass;
use reskontra::domain::id::ItemId;
use reskontra::domain::letter::{ChargeKind, Letter, LetterKind};
use reskontra::domain::money::Minor;
use reskontra::domain::outbox::Stand;
use reskontra::domain::reminding::{DueCharge, DueLetter};

use crate::claim::{disputed, item_agreed, owed, payable_until, rested};
use crate::figures::{Land, cap, closed, compensation, effective, rate};
use crate::world::World;

/// A letter about one item, as the checker remembers it.
#[derive(Clone)]
struct Past {
    /// Its place among the world's letters; none of another system's.
    letter: Option<usize>,
    /// The day on which it left; of one that did not, the day that it bears.
    sent: NaiveDate,
    left: bool,
    deadline: Option<NaiveDate>,
    kind: LetterKind,
    fee: i64,
    cap: i64,
}

/// What was claimed for one item.
#[derive(Default)]
struct Book {
    letters: Vec<Past>,
    /// By the letter that claimed it.
    compensation: Vec<(usize, i64)>,
    interest_until: Vec<(usize, NaiveDate)>,
}

pub struct Checker {
    land: Land,
    business: bool,
    /// The account is in the currency of the law.
    own_currency: bool,
    books: std::collections::HashMap<ItemId, Book>,
    steps: HashMap<(ItemId, String, u16), usize>,
}

impl Checker {
    pub fn new(land: Land, kind: CustomerKind, own_currency: bool) -> Self {
        Self {
            land,
            business: kind != CustomerKind::Consumer,
            own_currency,
            books: std::collections::HashMap::new(),
            steps: HashMap::new(),
        }
    }

    /// A letter that another system had sent: of its deadline nothing is known.
    pub fn moved_in(&mut self, item: ItemId, sent: NaiveDate, fee: i64) {
        let letters = &mut self.books.entry(item).or_default().letters;
        letters.push(Past {
            letter: None,
            sent,
            left: true,
            deadline: None,
            kind: LetterKind::Reminder,
            fee,
            cap: fee,
        });
    }

    /// Where the letters are by now; those that were taken back never were.
    fn look_after(&mut self, world: &World) {
        let stands = |letter: &usize| !world.ways[*letter].voided;
        self.steps.retain(|_, letter| stands(letter));
        for book in self.books.values_mut() {
            book.compensation.retain(|(letter, _)| stands(letter));
            book.interest_until.retain(|(letter, _)| stands(letter));
            book.letters
                .retain(|past| past.letter.is_none_or(|letter| stands(&letter)));
            for past in &mut book.letters {
                let Some(letter) = past.letter else { continue };
                past.left = world.ways[letter].left();
                past.sent = if past.left {
                    world.ways[letter].since
                } else {
                    world.letters[letter].sent
                };
            }
        }
    }

    /// Nothing is built on a letter that did not leave. After one that came back a person may go on.
    fn follows_what_left(&self, item: ItemId, world: &World) {
        let Some(last) = self.books.get(&item).and_then(|book| book.letters.last()) else {
            return;
        };
        let came_back = last
            .letter
            .is_some_and(|letter| world.ways[letter].stand == Stand::Returned);
        assert!(
            last.left || (came_back && world.arrears.insisted),
            "a step after a letter that did not leave"
        );
    }

    /// Panics with the rule that a letter breaks; else remembers it.
    pub fn check(&mut self, letter: &DueLetter, world: &World) {
        self.look_after(world);
        let here = world.letters.len();
        let find = |item: ItemId| {
            world
                .arrears
                .items
                .iter()
                .find(|known| known.item == item)
                .unwrap()
        };
        let stepping: HashSet<ItemId> = letter
            .lines
            .iter()
            .filter(|line| line.step.is_some())
            .map(|line| line.item)
            .collect();
        let mut touched = HashSet::new();
        for line in letter.lines.iter().filter(|line| line.charge.is_some()) {
            let mut claimed = world.recorded.iter().zip(&world.ways);
            let claims = |of: &Letter| of.charges.iter().any(|charge| charge.item == line.item);
            let claimed = claimed.find(|(of, way)| !way.voided && claims(of));
            assert!(
                claimed.is_none_or(|(_, way)| way.left()),
                "a charge of a letter that did not leave"
            );
            assert_ne!(
                letter.kind,
                LetterKind::Friendly,
                "charges in a friendly letter"
            );
            let about = find(line.item).charge.unwrap().1;
            let open = find(about).open > Minor::ZERO;
            assert!(
                !open || stepping.contains(&about),
                "charges of what takes no step"
            );
        }
        for line in &letter.lines {
            let Some(step) = &line.step else { continue };
            let item = find(line.item);
            assert!(touched.insert(line.item), "an item twice in a letter");
            self.follows_what_left(line.item, world);
            let once = (line.item, step.stage.clone(), step.cycle);
            assert!(
                self.steps.insert(once, here).is_none(),
                "(item, stage, cycle) twice: {step:?}"
            );
            assert!(
                letter.sent > effective(self.land, item.due),
                "before it is overdue"
            );
            let untouched = item.changes.is_empty();
            assert!(
                !matches!(self.land, Land::No | Land::Dk)
                    || !untouched
                    || letter.sent <= effective(self.land, item.due) + Months::new(36),
                "a barred claim"
            );
            assert!(
                line.amount.0 <= item.open.0 - disputed(item, letter.sent),
                "asks for a disputed part"
            );
            let least = match (self.land, step.kind) {
                (Land::No, LetterKind::Notice | LetterKind::Demand) => 14,
                (Land::Se, LetterKind::Notice) => 8,
                (Land::Dk, LetterKind::Notice) => 10,
                _ => 0,
            };
            if least > 0 {
                let first = letter.sent + Days::new(least);
                assert!(
                    letter.deadline.is_some_and(|day| day >= first),
                    "deadline too short"
                );
            }
            if let Some(deadline) = letter.deadline {
                assert!(
                    !closed(self.land, deadline),
                    "deadline on a day without banking"
                );
            }
        }
        let fees = letter
            .charges
            .iter()
            .filter(|charge| charge.kind == ChargeKind::Fee);
        assert!(fees.count() <= 1, "two fees in a letter");
        for charge in &letter.charges {
            let item = find(charge.about);
            match charge.kind {
                ChargeKind::Fee => self.fee(letter, charge, item, world),
                ChargeKind::Interest => self.interest(letter, charge, item, world),
                ChargeKind::Compensation => self.compensation(letter, charge, item, here),
            }
        }
        for line in letter.lines.iter().filter(|line| line.step.is_some()) {
            let mut fees = letter
                .charges
                .iter()
                .filter(|charge| charge.kind == ChargeKind::Fee);
            let fee = fees
                .find(|charge| charge.about == line.item)
                .map_or(0, |charge| charge.amount.0);
            let kind = line.step.as_ref().unwrap().kind;
            let item = find(line.item);
            let cap = cap(self.land, self.business, kind, letter.sent, item.open.0);
            self.books.entry(line.item).or_default().letters.push(Past {
                letter: Some(here),
                sent: letter.sent,
                left: true,
                deadline: letter.deadline,
                kind,
                fee,
                cap: if fee > 0 { cap } else { 0 },
            });
        }
        for item in touched {
            self.offsets(item, find(item), letter.sent);
        }
    }

    /// The invoice is one claim, however many instalments it has.
    fn letters_with_a_fee(&self, item: &Overdue, world: &World) -> Vec<&Past> {
        let instalments = world.arrears.items.iter();
        let instalments = instalments.filter(|other| other.document == item.document);
        let mut paid: Vec<&Past> = instalments
            .filter_map(|other| self.books.get(&other.item))
            .flat_map(|book| &book.letters)
            .filter(|past| past.fee > 0)
            .collect();
        paid.sort_by_key(|past| past.sent);
        paid
    }

    fn fee(&mut self, letter: &DueLetter, charge: &DueCharge, item: &Overdue, world: &World) {
        let (land, sent) = (self.land, letter.sent);
        assert!(self.own_currency, "a fee in another currency");
        assert_eq!(item.class, ItemClass::Debit, "a fee on a charge");
        let step = letter.lines.iter().find(|line| line.item == charge.about);
        let step = step
            .and_then(|line| line.step.as_ref())
            .expect("a fee without a step");
        assert_eq!(step.kind, letter.kind, "the fee of another letter");
        let cap = cap(land, self.business, letter.kind, sent, item.open.0);
        assert!(
            charge.amount.0 <= cap,
            "fee {} above {cap}",
            charge.amount.0
        );
        assert_eq!(disputed(item, sent), 0, "costs on a disputed claim");
        told_fees(land, item, sent);
        self.books.entry(charge.about).or_default();
        let book = &self.books[&charge.about];
        let due = effective(land, payable_until(item));
        let paid = self.letters_with_a_fee(item, world);
        match land {
            Land::No => {
                assert!(
                    sent >= due + Days::new(14),
                    "inkassoforskriften § 1-2: fourteen days"
                );
                // From the last one back, without a gap of six months.
                let mut counted: Vec<&Past> = Vec::new();
                let mut next = sent;
                for past in paid.iter().rev() {
                    if past.sent + Months::new(6) < next {
                        break;
                    }
                    next = past.sent;
                    counted.push(past);
                }
                let of = |kind| counted.iter().filter(|past| past.kind == kind).count();
                let (reminders, notices) = (of(LetterKind::Reminder), of(LetterKind::Notice));
                match letter.kind {
                    LetterKind::Demand => {
                        assert_eq!(of(LetterKind::Demand), 0, "§ 1-3: a second demand");
                    }
                    LetterKind::Notice => {
                        assert!(notices == 0 && reminders <= 1, "§ 1-3: a third fee");
                    }
                    _ => assert!(reminders + notices <= 1, "§ 1-3: a third fee"),
                }
                assert!(
                    counted.iter().all(|past| past.left),
                    "§ 1-3: a further fee after a letter that did not leave"
                );
                if let Some(last) = counted.first() {
                    let deadline = last
                        .deadline
                        .expect("§ 1-3: a further fee without a deadline");
                    assert!(
                        deadline >= last.sent + Days::new(14),
                        "§ 1-3: a deadline below fourteen days"
                    );
                    assert!(
                        sent > deadline + Days::new(1),
                        "§ 1-3: the deadline is not missed"
                    );
                    assert!(
                        !rested(item, deadline),
                        "§§ 1-3, 17: the deadline ran out while the claim rested"
                    );
                }
                if letter.kind == LetterKind::Demand {
                    assert!(
                        !book.letters.is_empty(),
                        "§ 1-3: a demand without a letter before"
                    );
                }
            }
            Land::Se => {
                let agreed = item_agreed(item);
                assert!(
                    letter.kind != LetterKind::Reminder || agreed,
                    "lag 1981:739 § 2: not agreed"
                );
                assert!(
                    paid.iter().all(|past| past.kind != letter.kind),
                    "a second fee of a kind"
                );
            }
            Land::Dk => {
                assert!(paid.len() < 3, "renteloven § 9 b: a fourth fee");
                let soon = paid
                    .last()
                    .is_some_and(|past| past.sent + Days::new(10) > sent);
                assert!(!soon, "renteloven § 9 b: ten days");
            }
            Land::Fi => {
                assert!(
                    sent >= due + Days::new(14),
                    "fourteen days since the due date"
                );
                let soon = book
                    .letters
                    .last()
                    .is_some_and(|past| past.sent + Days::new(14) > sent);
                assert!(!soon, "fourteen days since the reminder before");
                if !self.business {
                    assert!(
                        item.issued + Days::new(14) <= item.due,
                        "the invoice came too late"
                    );
                    let all: i64 = paid.iter().map(|past| past.fee).sum::<i64>() + charge.amount.0;
                    let most = match item.open.0 {
                        0..=100_00 => 60_00,
                        100_01..=1_000_00 => 120_00,
                        _ => 210_00,
                    };
                    assert!(all <= most, "costs above the cap");
                }
            }
            Land::Eu => panic!("a fee that no law gives"),
        }
    }

    fn compensation(
        &mut self,
        letter: &DueLetter,
        charge: &DueCharge,
        item: &Overdue,
        here: usize,
    ) {
        assert!(self.business, "compensation from a consumer");
        assert!(self.own_currency, "compensation in another currency");
        assert_eq!(
            disputed(item, letter.sent),
            0,
            "compensation on a disputed claim"
        );
        let most = compensation(self.land, item.due, letter.sent);
        assert!(
            charge.amount.0 <= most,
            "compensation {} above {most}",
            charge.amount.0
        );
        let book = self.books.entry(charge.about).or_default();
        assert!(book.compensation.is_empty(), "compensation twice");
        book.compensation.push((here, charge.amount.0));
    }

    /// Outside Denmark fees and compensation are never both had: the larger counts.
    fn offsets(&self, id: ItemId, item: &Overdue, sent: NaiveDate) {
        let Some(book) = self.books.get(&id) else {
            return;
        };
        let compensated: i64 = book.compensation.iter().map(|(_, amount)| *amount).sum();
        if self.land == Land::Dk || compensated == 0 {
            return;
        }
        let fees: i64 = book.letters.iter().map(|past| past.fee).sum();
        let caps: i64 = book.letters.iter().map(|past| past.cap).sum();
        let most = caps.max(compensation(self.land, item.due, sent));
        assert!(fees + compensated <= most, "fees and compensation add up");
    }

    fn interest(&mut self, letter: &DueLetter, charge: &DueCharge, item: &Overdue, world: &World) {
        let mut due = effective(self.land, item.due);
        let agreed = world.arrears.agreed_fee.is_some() && item_agreed(item);
        if self.land == Land::Se && !self.business && !agreed {
            // Räntelagen § 4: thirty days from the invoice where no term was agreed.
            due = due.max(item.issued + Days::new(30));
        }
        let book = self.books.entry(charge.about).or_default();
        let claimed = book.interest_until.iter().map(|(_, until)| *until);
        let mut from = claimed.max().unwrap_or(due);
        for span in &charge.spans {
            assert!(
                span.from > from,
                "interest for a day twice, or before it runs"
            );
            assert!(
                span.to >= span.from && span.to <= letter.sent,
                "interest for days to come"
            );
            let days = (span.to - span.from).num_days() + 1;
            assert_eq!(i64::from(span.days), days, "days miscounted");
            for day in [span.from, span.to] {
                let rate = rate(self.land, self.business, day);
                let same = (span.rate * rust_decimal::Decimal::from(100)).normalize();
                assert_eq!(
                    same,
                    rust_decimal::Decimal::from(rate),
                    "another rate on {day}"
                );
            }
            for day in span.from.iter_days().take_while(|day| *day <= span.to) {
                let owed = owed(item, world, day);
                assert!(
                    span.principal.0 <= owed,
                    "interest on {} of {owed} on {day}",
                    span.principal.0
                );
            }
            let exact = i128::from(span.principal.0)
                * i128::from(rate(self.land, self.business, span.from))
                * i128::from(days);
            let rounded = (exact * 2 + 3_650_000) / 7_300_000;
            assert_eq!(i128::from(span.amount.0), rounded, "interest miscounted");
            from = span.to;
        }
        book.interest_until.push((world.letters.len(), from));
        let sum: Minor = charge.spans.iter().map(|span| span.amount).sum();
        assert_eq!(charge.amount, sum, "the lines of interest do not add up");
    }
}

/// Fees that another system charged and nobody told of may be all that there are.
fn told_fees(land: Land, item: &Overdue, sent: NaiveDate) {
    if let Some(told) = &item.moved_in
        && told.fees_charged.is_none()
    {
        let then = told.last_letter_date.unwrap();
        let again = land == Land::No && then + Months::new(6) < sent;
        assert!(again, "a fee beside fees that nobody told of");
    }
}
