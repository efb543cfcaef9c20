//! What a sale on credit is decided by: of one customer, or of all who owe something or of whom something is on
//! record. Each part is one walk, put together in memory.

use std::collections::{BTreeMap, HashMap};

use chrono::Months;

use super::Reader;
use crate::domain::credit::{
    CreditFacts, LastCheck, PaysLate, Reached, StandingHold, StandingOverride,
};
use crate::domain::customer::CustomerKind;
use crate::domain::date::{self, Date};
use crate::domain::id::{CustomerId, LetterId};
use crate::domain::letter::LetterKind;
use crate::domain::money::{Currency, Minor};
use crate::domain::outbox::Stand;
use crate::domain::record::{NoticeKind, RecordFacts, RecordState};
use crate::store::record::records;
use crate::store::rows::{currency, day, maybe_day};
use crate::store::{Result, damaged};

/// A customer by number and name, with what is known of him.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CreditRow {
    pub customer: CustomerId,
    pub number: String,
    pub name: String,
    pub facts: CreditFacts,
}

/// A condition on whose an item is and what it is bound to: one customer's, or that of all but the reserved one.
pub(super) fn whose(customer: Option<CustomerId>) -> (&'static str, i64) {
    match customer {
        Some(customer) => ("= ?1", customer.0),
        None => ("> ?1", CustomerId::UNIDENTIFIED.0),
    }
}

/// The same on whom something names: one customer or those who are merged into him, or all but the reserved one.
pub(super) fn of_family(customer: Option<CustomerId>) -> (&'static str, i64) {
    match customer {
        Some(customer) => (
            "IN (SELECT f.id FROM customer f WHERE f.id = ?1 OR f.merged_into = ?1)",
            customer.0,
        ),
        None => ("> ?1", CustomerId::UNIDENTIFIED.0),
    }
}

impl Reader<'_> {
    /// What is known of a customer on a day, or of who owns all of him; none of one who is not there.
    pub fn credit_facts(&self, customer: CustomerId, today: Date) -> Result<Option<CreditFacts>> {
        let customer = self.owner_of(customer)?;
        let mut found = Gathering::new(self, Some(customer), today)?.gathered()?;
        Ok(found.pop().map(|row| row.facts))
    }

    /// The same of all customers who owe something, have something to their credit or of whom something stands on
    /// record, in the order in which they were taken in.
    pub fn all_credit_facts(&self, today: Date) -> Result<Vec<CreditRow>> {
        Gathering::new(self, None, today)?.gathered()
    }

    /// What customers owe the company, less what they have to their credit: in its currency, as far as rates are known.
    pub fn receivables(&self, company: Currency) -> Result<Minor> {
        let mut own = self.connection.prepare_cached(
            "SELECT coalesce(sum(open_minor), 0) FROM item INDEXED BY item_open
             WHERE customer > 0 AND currency = ?1 AND open_minor <> 0",
        )?;
        let mut foreign = self.connection.prepare_cached(
            "SELECT coalesce(sum(base_minor), 0) FROM item INDEXED BY item_open
             WHERE customer > 0 AND currency <> ?1 AND open_minor <> 0",
        )?;
        let own: i64 = own.query_row([company.code()], |row| row.get(0))?;
        let foreign: i64 = foreign.query_row([company.code()], |row| row.get(0))?;
        Ok((Minor(own) + Minor(foreign)).max(Minor::ZERO))
    }
}

struct Gathering<'r, 'c> {
    reader: &'r Reader<'c>,
    /// One customer's; else all.
    customer: Option<CustomerId>,
    whose: &'static str,
    family: &'static str,
    bound: i64,
    owners: HashMap<CustomerId, CustomerId>,
    today: Date,
    company: Currency,
    found: BTreeMap<CustomerId, CreditFacts>,
    names: BTreeMap<CustomerId, (String, String)>,
}

impl<'r, 'c> Gathering<'r, 'c> {
    fn new(reader: &'r Reader<'c>, customer: Option<CustomerId>, today: Date) -> Result<Self> {
        let (whose, bound) = whose(customer);
        let company = reader.ledger()?;
        Ok(Self {
            reader,
            customer,
            whose,
            family: of_family(customer).0,
            bound,
            owners: reader.owners()?,
            today,
            company: company.map_or(Currency::NOK, |(ledger, _)| ledger.currency),
            found: BTreeMap::new(),
            names: BTreeMap::new(),
        })
    }

    fn gathered(mut self) -> Result<Vec<CreditRow>> {
        self.customers()?;
        self.open()?;
        self.reached()?;
        self.overlays()?;
        self.records()?;
        self.sold()?;
        self.payments()?;
        let receivables = self.reader.receivables(self.company)?;
        let mut rows = Vec::with_capacity(self.found.len());
        for (customer, mut facts) in self.found {
            // What is to his credit pays what is late first.
            facts.open = facts.open.max(Minor::ZERO);
            facts.overdue = facts.overdue.min(facts.open);
            facts.receivables = receivables;
            let (number, name) = self.names.remove(&customer).unwrap_or_default();
            rows.push(CreditRow {
                customer,
                number,
                name,
                facts,
            });
        }
        Ok(rows)
    }

    /// Who owns what is a customer's.
    fn owner(&self, customer: CustomerId) -> CustomerId {
        self.owners.get(&customer).copied().unwrap_or(customer)
    }

    /// Those who are asked for, by what is known of them from the register.
    fn customers(&mut self) -> Result<()> {
        let asked = match self.customer {
            Some(_) => "SELECT ?1",
            None => {
                "SELECT customer FROM item INDEXED BY item_open WHERE customer > ?1 AND open_minor <> 0
                 UNION SELECT coalesce(o.merged_into, o.id) FROM credit_record r JOIN customer o ON o.id = r.customer
                 WHERE r.kind IN ('check', 'security', 'order', 'application', 'hold', 'override', 'notice', 'review')
                   AND r.ended IS NULL AND r.voided = 0 AND r.customer > ?1"
            }
        };
        let mut statement = self.reader.connection.prepare_cached(&format!(
            "WITH asked (id) AS ({asked})
             SELECT c.id, c.number, coalesce(t.name, ''), v.kind, v.grouping, v.risk_class, v.credit_limit_minor, v.since,
                v.inactive
             FROM asked CROSS JOIN customer c ON c.id = asked.id
             JOIN customer_version v ON v.customer = c.id AND v.version = c.version
             LEFT JOIN customer_text t ON t.customer = c.id AND t.version = c.version
             WHERE c.voided = 0 AND c.id > 0"
        ))?;
        let mut rows = statement.query([self.bound])?;
        while let Some(row) = rows.next()? {
            let id = CustomerId(row.get(0)?);
            let kind: String = row.get(3)?;
            let kind = CustomerKind::parse(&kind)
                .ok_or_else(|| damaged(format!("no such customer: {kind}")))?;
            self.names.insert(id, (row.get(1)?, row.get(2)?));
            let facts = CreditFacts {
                group: row.get(4)?,
                risk_class: row.get(5)?,
                limit: row.get::<_, Option<i64>>(6)?.map(Minor),
                since: maybe_day(row, 7)?,
                inactive: row.get(8)?,
                ..CreditFacts::new(kind)
            };
            self.found.insert(id, facts);
        }
        Ok(())
    }

    fn open(&mut self) -> Result<()> {
        let mut statement = self.reader.connection.prepare_cached(&format!(
            "SELECT customer, class < 2, due, currency, open_minor, base_minor, last_stage
             FROM item INDEXED BY item_open WHERE customer {} AND open_minor <> 0",
            self.whose
        ))?;
        let mut rows = statement.query([self.bound])?;
        while let Some(row) = rows.next()? {
            let Some(facts) = self.found.get_mut(&CustomerId(row.get(0)?)) else {
                continue;
            };
            let (is_debit, due): (bool, Date) = (row.get(1)?, day(row, 2)?);
            let past = date::days_past(due, self.today);
            let is_late = is_debit && past > 0;
            if let Some(base) = row.get::<_, Option<i64>>(5)?.map(Minor) {
                facts.open += base;
                if is_late {
                    facts.overdue += base;
                }
            } else {
                let sum = facts.without_rate.entry(currency(row, 3)?);
                *sum.or_insert(Minor::ZERO) += Minor(row.get(4)?);
            }
            if is_late {
                facts.overdue_days = facts.overdue_days.max(past);
            }
            // A letter of the system before, where it is called as letters are here.
            if let Some(stage) = row.get::<_, Option<String>>(6)?.filter(|_| is_debit)
                && let Some(kind) = LetterKind::parse(&stage)
            {
                facts.reached = facts.reached.max(Reached::from(kind));
            }
        }
        Ok(())
    }

    /// How far reminders have come: nothing is built on a letter before it left. One that came back did leave.
    fn reached(&mut self) -> Result<()> {
        let unsent = self.reader.unsent(self.customer)?.into_values();
        let never_left = unsent.filter(|unsent| unsent.stand != Stand::Returned);
        let never_left: Vec<LetterId> = never_left.map(|unsent| unsent.letter).collect();
        let mut statement = self.reader.connection.prepare_cached(&format!(
            "SELECT DISTINCT i.customer, s.kind FROM item i INDEXED BY item_open JOIN letter_item s ON s.item = i.id
             WHERE i.customer {} AND i.open_minor <> 0 AND i.class < 2 AND s.kind IS NOT NULL AND s.voided = 0
                AND s.letter NOT IN (SELECT value FROM json_each(?2))",
            self.whose
        ))?;
        let mut rows = statement.query((self.bound, serde_json::to_string(&never_left)?))?;
        while let Some(row) = rows.next()? {
            let kind: String = row.get(1)?;
            let kind = LetterKind::parse(&kind)
                .ok_or_else(|| damaged(format!("no such letter: {kind}")))?;
            if let Some(facts) = self.found.get_mut(&CustomerId(row.get(0)?)) {
                facts.reached = facts.reached.max(Reached::from(kind));
            }
        }
        let mut statement = self.reader.connection.prepare_cached(&format!(
            "SELECT DISTINCT i.customer FROM handover h JOIN item i ON i.id = h.item
             WHERE h.closed IS NULL AND h.voided = 0 AND i.open_minor <> 0 AND i.customer {}",
            self.whose
        ))?;
        let mut rows = statement.query([self.bound])?;
        while let Some(row) = rows.next()? {
            if let Some(facts) = self.found.get_mut(&CustomerId(row.get(0)?)) {
                facts.reached = Reached::HandedOver;
            }
        }
        Ok(())
    }

    /// Disputes that nobody closed, bankruptcies, and how promises were kept.
    fn overlays(&mut self) -> Result<()> {
        let mut statement = self.reader.connection.prepare_cached(&format!(
            "SELECT i.customer, count(DISTINCT p.entry) FROM item i INDEXED BY item_open
             JOIN pause p INDEXED BY pause_running ON p.item = i.id
             WHERE i.customer {} AND i.open_minor <> 0 AND p.kind = 'dispute' AND p.voided = 0 AND p.closed IS NULL
             GROUP BY i.customer",
            self.whose
        ))?;
        let mut rows = statement.query([self.bound])?;
        while let Some(row) = rows.next()? {
            if let Some(facts) = self.found.get_mut(&CustomerId(row.get(0)?)) {
                facts.disputes = row.get(1)?;
            }
        }
        let mut statement = self.reader.connection.prepare_cached(&format!(
            "SELECT DISTINCT customer FROM pause
             WHERE customer {} AND kind = 'bankruptcy' AND voided = 0 AND closed IS NULL",
            self.family
        ))?;
        let mut rows = statement.query([self.bound])?;
        while let Some(row) = rows.next()? {
            let owner = self.owner(CustomerId(row.get(0)?));
            if let Some(facts) = self.found.get_mut(&owner) {
                facts.bankrupt = true;
            }
        }
        for (customer, promises) in self.reader.promises_kept(self.customer, self.today)? {
            if let Some(facts) = self.found.get_mut(&customer) {
                facts.promises = promises;
            }
        }
        Ok(())
    }

    fn records(&mut self) -> Result<()> {
        let wanted = format!(
            "r.kind IN ('check', 'security', 'order', 'hold', 'override', 'notice')
             AND r.customer {} AND r.ended IS NULL AND r.voided = 0",
            self.family
        );
        for state in records(self.reader.connection, &wanted, [self.bound])? {
            let owner = self.owner(state.record.customer);
            if let Some(facts) = self.found.get_mut(&owner) {
                add(facts, state, self.today);
            }
        }
        Ok(())
    }

    /// Since when they are customers, and how many invoices they got.
    fn sold(&mut self) -> Result<()> {
        // All of them are read as they lie: in the order of customers each row would be looked for anew.
        let from = match self.customer {
            Some(_) => "item INDEXED BY item_customer",
            None => "item NOT INDEXED",
        };
        let mut statement = self.reader.connection.prepare_cached(&format!(
            "SELECT customer, issued, document FROM {from} WHERE customer {} AND class = 0 AND voided = 0",
            self.whose
        ))?;
        let mut first: BTreeMap<CustomerId, Date> = BTreeMap::new();
        let mut last: Option<i64> = None;
        let mut rows = statement.query([self.bound])?;
        while let Some(row) = rows.next()? {
            let customer = CustomerId(row.get(0)?);
            let Some(facts) = self.found.get_mut(&customer) else {
                continue;
            };
            let issued = day(row, 1)?;
            let earliest = first.entry(customer).or_insert(issued);
            *earliest = issued.min(*earliest);
            // Instalments of one invoice stand side by side.
            let document = row.get(2)?;
            if last.replace(document) != Some(document) {
                facts.invoices += 1;
            }
        }
        for (customer, issued) in first {
            if let Some(facts) = self.found.get_mut(&customer) {
                facts.since = facts.since.or(Some(issued));
            }
        }
        Ok(())
    }

    /// Days late of what was paid with money, each part weighted by its amount.
    fn payments(&mut self) -> Result<()> {
        let year = |years: u32| {
            let day = self.today.checked_sub_months(Months::new(12 * years));
            day.unwrap_or(Date::MIN)
        };
        let (middle, start) = (year(1), year(2));
        let from = match self.customer {
            Some(_) => "item i INDEXED BY item_customer JOIN posting p ON p.item = i.id",
            None => "posting p NOT INDEXED JOIN item i ON i.id = p.item",
        };
        let mut statement = self.reader.connection.prepare_cached(&format!(
            "SELECT i.customer, p.due, p.date, -p.base_minor FROM {from} JOIN item c ON c.id = p.counter_item
             WHERE i.customer {} AND i.class = 0 AND i.voided = 0 AND p.kind = 3 AND p.date > ?2 AND p.date <= ?3
               AND p.base_minor IS NOT NULL AND c.class = 3",
            self.whose
        ))?;
        let mut sums: BTreeMap<CustomerId, [Weighed; 2]> = BTreeMap::new();
        let mut rows =
            statement.query([self.bound, date::to_int(start), date::to_int(self.today)])?;
        while let Some(row) = rows.next()? {
            let (due, paid) = (day(row, 1)?, day(row, 2)?);
            let [now, before] = sums.entry(CustomerId(row.get(0)?)).or_default();
            let sum = if paid > middle { now } else { before };
            sum.add(date::days_past(due, paid), row.get(3)?);
        }
        for (customer, [now, before]) in sums {
            if let Some(facts) = self.found.get_mut(&customer) {
                facts.pays = PaysLate {
                    now: now.average(),
                    before: before.average(),
                };
            }
        }
        Ok(())
    }
}

/// Days weighted by amounts. What was taken off again has a minus.
#[derive(Clone, Copy, Default)]
struct Weighed {
    days: i128,
    amount: i128,
}

impl Weighed {
    fn add(&mut self, days: i64, amount: i64) {
        self.days += i128::from(days) * i128::from(amount);
        self.amount += i128::from(amount);
    }

    /// Rounded to whole days, half away from zero.
    fn average(self) -> Option<i64> {
        if self.amount <= 0 {
            return None;
        }
        let half = self.days.signum() * self.amount;
        i64::try_from((2 * self.days + half) / (2 * self.amount)).ok()
    }
}

/// Adds what a record says of a day. Of several holds the hardest counts, of checks and overrides the latest.
fn add(facts: &mut CreditFacts, state: RecordState, today: Date) {
    let counts = state.counts(today);
    let record = state.record;
    match record.facts {
        // It is told with its age, also when it is over.
        RecordFacts::Check { class, advised, .. } if record.on <= today => {
            let is_last = facts.check.as_ref().is_none_or(|last| last.on <= record.on);
            if is_last {
                facts.check = Some(LastCheck {
                    on: record.on,
                    class,
                    advised,
                    until: record.until,
                });
            }
        }
        RecordFacts::Security { amount, .. } if counts => facts.secured += amount,
        RecordFacts::Order {
            amount, prepaid, ..
        } if counts => facts.on_order += amount - prepaid,
        RecordFacts::Hold { level, rule }
            if counts && facts.hold.as_ref().is_none_or(|hold| hold.level < level) =>
        {
            facts.hold = Some(StandingHold {
                level,
                since: record.on,
                until: record.until,
                rule: rule.filter(|_| record.note.is_empty()),
                reason: record.note,
            });
        }
        RecordFacts::Override { over, amount } if counts => {
            if let Some(until) = record.until {
                facts.passed = Some(StandingOverride {
                    until,
                    amount,
                    over,
                    reason: record.note,
                });
            }
        }
        RecordFacts::Notice { notice, .. } if counts => match notice {
            NoticeKind::Bankruptcy => facts.bankrupt = true,
            NoticeKind::Default => facts.defaulted = facts.defaulted.max(Some(record.on)),
            NoticeKind::NewClass | NoticeKind::Other => {}
        },
        _ => {}
    }
}
