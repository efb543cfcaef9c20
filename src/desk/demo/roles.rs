//! Who plays what: the invoices with a story of their own, before today and in the bank file that waits.

use super::days::{banking_until, shift};
use super::names::Party;
use super::script::{Bill, Fate, Stage};
use crate::domain::date::Date;
use crate::domain::money::Currency;

/// A credit note, in minor units.
pub struct Credit {
    pub customer: usize,
    pub issued: Date,
    pub minor: i64,
    pub invoice: Option<String>,
}

/// Money that came in without a KID before today. Nobody said yet whose it is.
pub struct Stray {
    pub on: Date,
    pub minor: i64,
    pub payer: Option<String>,
    pub account: Option<String>,
    pub message: String,
}

/// A line of the bank file. Bills by their place in the book.
pub enum Line {
    Exact(usize),
    Part {
        bill: usize,
        minor: i64,
    },
    TooMuch {
        bill: usize,
        minor: i64,
    },
    /// Paid under this bill's KID, though the sum is another bill's.
    WrongAmount {
        bill: usize,
        minor: i64,
    },
    /// The KID of a bill that is paid.
    Double(usize),
    /// The bank takes the payment of this bill back.
    Reversal(usize),
    Text {
        customer: usize,
        minor: i64,
        text: String,
    },
}

/// Everything in the book with a part of its own, beside the bills' fates.
pub struct Roles {
    pub credits: Vec<Credit>,
    pub strays: Vec<Stray>,
    pub disputes: Vec<(usize, Option<i64>)>,
    pub promises: Vec<(usize, Option<i64>)>,
    pub lines: Vec<Line>,
    /// Bills that one receipt without a KID paid together.
    pub together: Vec<(usize, usize)>,
}

/// Lines of the bank file that a machine can be certain of.
const CERTAIN: usize = 17;

pub fn cast(bills: &mut [Bill], parties: &[Party], stage: &Stage) -> Roles {
    let mut casting = Casting {
        bills,
        parties,
        stage,
    };
    let mut roles = Roles {
        credits: Vec::new(),
        strays: Vec::new(),
        disputes: Vec::new(),
        promises: Vec::new(),
        lines: Vec::new(),
        together: Vec::new(),
    };
    // Pairs first: they are the hardest to find.
    casting.pairs(&mut roles);
    casting.paid(&mut roles);
    casting.open(&mut roles);
    casting.file(&mut roles);
    roles
}

struct Casting<'a> {
    bills: &'a mut [Bill],
    parties: &'a [Party],
    stage: &'a Stage,
}

impl Casting<'_> {
    /// The first free bill from a place on, around the end, that fits; it is taken.
    fn take(&mut self, from: usize, fits: impl Fn(&Bill) -> bool) -> Option<usize> {
        let len = self.bills.len();
        let found = (0..len)
            .map(|step| (from + step) % len)
            .find(|at| is_free(&self.bills[*at]) && fits(&self.bills[*at]))?;
        self.bills[found].cast = true;
        Some(found)
    }

    /// Two free bills of one customer that fit, the latest such pair; both are taken.
    fn take_pair(&mut self, fits: impl Fn(&Bill) -> bool) -> Option<(usize, usize)> {
        let fit: Vec<usize> = (0..self.bills.len())
            .rev()
            .filter(|at| is_free(&self.bills[*at]) && fits(&self.bills[*at]))
            .collect();
        let same = |a: usize, b: usize| self.bills[a].customer == self.bills[b].customer;
        let pair = fit.iter().enumerate().find_map(|(i, a)| {
            fit[i + 1..]
                .iter()
                .find(|b| same(*a, **b))
                .map(|b| (*b, *a))
        })?;
        self.bills[pair.0].cast = true;
        self.bills[pair.1].cast = true;
        Some(pair)
    }

    /// An amount near the wish that is no open or invoiced amount of the customer, so that it points to one bill only.
    fn unlike_any(&self, customer: usize, wish: i64) -> i64 {
        let mut minor = wish / 10_000 * 10_000 + 10_000;
        let is_one =
            |minor: i64, bill: &Bill| [bill.minor, bill.to_pay(), bill.open()].contains(&minor);
        while self
            .bills
            .iter()
            .any(|bill| bill.customer == customer && is_one(minor, bill))
        {
            minor += 5_000;
        }
        minor
    }

    fn pairs(&mut self, roles: &mut Roles) {
        let (stage, filed) = (*self.stage, shift(self.stage.file[0], -2));
        let in_file = |bill: &Bill| {
            bill.fate == Fate::Open && bill.issued <= filed && stage.bucket(bill) <= 1
        };
        if let Some((bill, other)) = self.take_pair(in_file) {
            roles.lines.push(Line::WrongAmount {
                bill,
                minor: self.bills[other].minor,
            });
        }
        if let Some((a, b)) = self.take_pair(in_file) {
            let (a, b) = (&self.bills[a], &self.bills[b]);
            let text = format!("FAKTURA {} OG {}", a.number, b.number);
            roles.lines.push(Line::Text {
                customer: a.customer,
                minor: a.minor + b.minor,
                text,
            });
        }
        let before = shift(stage.until, -8);
        let in_past =
            |bill: &Bill| bill.fate == Fate::Open && bill.issued <= before && stage.past(bill) > 0;
        if let Some((a, b)) = self.take_pair(in_past) {
            let (a, b) = (&self.bills[a], &self.bills[b]);
            let party = &self.parties[a.customer];
            roles.strays.push(Stray {
                on: banking_until(shift(stage.until, -1)),
                minor: a.minor + b.minor,
                payer: Some(party.row.name.to_uppercase()),
                account: Some(party.account.clone()),
                message: "to fakturaer".to_owned(),
            });
        }
        if let Some((a, b)) =
            self.take_pair(|bill| paid_on(bill).is_some() && stage.past(bill) > 50)
        {
            let on = paid_on(&self.bills[a])
                .max(paid_on(&self.bills[b]))
                .unwrap_or(stage.until);
            for at in [a, b] {
                self.bills[at].fate = Fate::PaidWithoutKid(on);
            }
            roles.together.push((a, b));
        }
    }

    /// Stories of invoices that are paid: credit notes, two payments, too much, no KID.
    fn paid(&mut self, roles: &mut Roles) {
        let stage = *self.stage;
        let after =
            |bill: &Bill, days: i64| paid_on(bill).is_some_and(|on| on >= shift(bill.issued, days));
        for k in 0..9 {
            let Some(at) = self.take(20 + 60 * k, |bill| after(bill, 10)) else {
                continue;
            };
            let bill = &mut self.bills[at];
            // Two of them take the whole invoice back.
            let whole = k % 4 == 3;
            bill.credited = if whole {
                bill.minor
            } else {
                (bill.minor / 4 / 12_500 + 1) * 12_500
            };
            if whole || bill.credited >= bill.minor {
                bill.credited = bill.minor;
                bill.fate = Fate::Credited;
            }
            roles.credits.push(Credit {
                customer: bill.customer,
                issued: banking_until(shift(bill.issued, 5)),
                minor: bill.credited,
                invoice: Some(bill.number.clone()),
            });
        }
        for (customer, minor, days) in [(2, 125_000, 75), (9, 312_500, 20)] {
            roles.credits.push(Credit {
                customer,
                issued: banking_until(shift(stage.today, -days)),
                minor,
                invoice: None,
            });
        }
        for from in [100, 300, 470] {
            let Some(at) = self.take(from, |bill| bill.minor >= 800_000 && after(bill, 15)) else {
                continue;
            };
            let first = self.unlike_any(self.bills[at].customer, self.bills[at].minor / 2);
            let bill = &mut self.bills[at];
            if let Fate::Paid(then) = bill.fate {
                bill.fate = Fate::PaidInTwo {
                    first,
                    on: banking_until(shift(then, -9)),
                    then,
                };
            }
        }
        if let Some(at) = self.take(500, |bill| {
            paid_on(bill).is_some() && (20..90).contains(&stage.past(bill))
        }) {
            let all = self.unlike_any(self.bills[at].customer, self.bills[at].minor + 120_000);
            let bill = &mut self.bills[at];
            if let Fate::Paid(on) = bill.fate {
                bill.fate = Fate::PaidTooMuch {
                    extra: all - bill.minor,
                    on,
                };
            }
        }
        for from in [250, 430] {
            let Some(at) = self.take(from, |bill| after(bill, 1)) else {
                continue;
            };
            if let Fate::Paid(on) = self.bills[at].fate {
                self.bills[at].fate = Fate::PaidWithoutKid(on);
            }
        }
    }

    /// Stories of invoices that are open: paid in part, disputed, promised, paid by money that is nobody's yet.
    fn open(&mut self, roles: &mut Roles) {
        let stage = *self.stage;
        let in_bucket = move |bill: &Bill, bucket: usize| {
            bill.fate == Fate::Open && stage.bucket(bill) == bucket
        };
        for bucket in 1..=4 {
            let Some(at) = self.take(0, |bill| in_bucket(bill, bucket) && bill.minor >= 300_000)
            else {
                continue;
            };
            let part = self.unlike_any(self.bills[at].customer, self.bills[at].minor * 2 / 5);
            let bill = &mut self.bills[at];
            bill.fate = Fate::PaidInPart {
                part,
                on: banking_until(shift(bill.due, 9).min(stage.until)),
            };
        }
        for (bucket, share) in [(2, Some(3)), (3, None), (1, None)] {
            if let Some(at) = self.take(0, |bill| in_bucket(bill, bucket) && bill.minor >= 250_000)
            {
                roles.disputes.push((
                    at,
                    share.map(|share| self.bills[at].minor / share / 12_500 * 12_500),
                ));
            }
        }
        for (bucket, half) in [(1, false), (2, false), (2, true)] {
            if let Some(at) = self.take(0, |bill| in_bucket(bill, bucket)) {
                roles.promises.push((
                    at,
                    half.then(|| self.bills[at].minor / 20_000 * 10_000 + 5_000),
                ));
            }
        }
        let before = shift(stage.until, -8);
        for back in [5, 2] {
            let Some(at) = self.take(0, |bill| in_bucket(bill, 1) && bill.issued <= before) else {
                continue;
            };
            let bill = &self.bills[at];
            let party = &self.parties[bill.customer];
            let name = party.row.name.to_uppercase();
            let (payer, message) = match back {
                5 => (
                    name.split(' ').next().map(str::to_owned),
                    format!("faktura {}", bill.number),
                ),
                _ => (Some(name), String::new()),
            };
            let on = banking_until(shift(stage.until, -back));
            roles.strays.push(Stray {
                on,
                minor: bill.minor,
                payer,
                account: None,
                message,
            });
        }
        let on = banking_until(shift(stage.until, -12));
        roles.strays.push(Stray {
            on,
            minor: 75_000,
            payer: None,
            account: None,
            message: "betaling".to_owned(),
        });
    }

    /// The rest of the bank file.
    fn file(&mut self, roles: &mut Roles) {
        let (stage, filed) = (*self.stage, shift(self.stage.file[0], -2));
        let fits = move |bill: &Bill| {
            bill.fate == Fate::Open && bill.issued <= filed && stage.bucket(bill) <= 2
        };
        for share in [(1, 2), (2, 3)] {
            let Some(bill) = self.take(0, |bill| {
                fits(bill) && bill.minor >= 200_000 && stage.past(bill) > 0
            }) else {
                continue;
            };
            let minor = self.unlike_any(
                self.bills[bill].customer,
                self.bills[bill].minor * share.0 / share.1 - 20_000,
            );
            roles.lines.push(Line::Part { bill, minor });
        }
        if let Some(bill) = self.take(self.bills.len() / 2, fits) {
            let minor = self.unlike_any(self.bills[bill].customer, self.bills[bill].minor + 40_000);
            roles.lines.push(Line::TooMuch { bill, minor });
        }
        if let Some(bill) = self.take(0, |bill| fits(bill) && stage.bucket(bill) == 1) {
            let bill = &self.bills[bill];
            let text = "TRAPP OG REKKVERK, TAKK FOR SIST".to_owned();
            roles.lines.push(Line::Text {
                customer: bill.customer,
                minor: bill.minor,
                text,
            });
        }
        let mut near: Vec<usize> = (0..self.bills.len())
            .filter(|at| is_free(&self.bills[*at]) && fits(&self.bills[*at]))
            .collect();
        // Most pay about the day on which it is due.
        near.sort_by_key(|at| (stage.past(&self.bills[*at]).abs(), *at));
        for at in near.into_iter().take(CERTAIN) {
            self.bills[at].cast = true;
            roles.lines.push(Line::Exact(at));
        }
        let mut paid: Vec<usize> = (0..self.bills.len())
            .filter(|at| is_free(&self.bills[*at]) && paid_on(&self.bills[*at]).is_some())
            .collect();
        paid.sort_by_key(|at| (paid_on(&self.bills[*at]), *at));
        roles.lines.extend(paid.pop().map(Line::Double));
        roles.lines.extend(paid.pop().map(Line::Reversal));
    }
}

/// Not cast yet, in the company's currency, and one whole invoice: the stories are told by invoice number.
fn is_free(bill: &Bill) -> bool {
    !bill.cast && bill.currency == Currency::NOK && bill.instalment == 0
}

fn paid_on(bill: &Bill) -> Option<Date> {
    match bill.fate {
        Fate::Paid(on) => Some(on),
        _ => None,
    }
}
