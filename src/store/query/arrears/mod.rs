//! Accounts as reminders are judged by: what is open, in one walk over the index of open items beside one over the
//! customers; all that stands beside items is read before, for it is little.

mod beside;
mod settled;

use std::collections::HashSet;

use rusqlite::{Row, Rows};

use super::Reader;
use crate::domain::arrears::{Arrears, Credit, Overdue};
use crate::domain::customer::CustomerKind;
use crate::domain::date::{self, Date};
use crate::domain::document::{ItemClass, MovedIn};
use crate::domain::id::{CustomerId, DocumentId, ItemId};
use crate::domain::money::{Currency, Minor};
use crate::store::rows::{class, currency, day, maybe_day};
use crate::store::{Result, damaged};

use beside::Beside;
use settled::Settled;

/// Which accounts are asked for.
#[derive(Clone, Copy, Debug)]
pub struct Accounts {
    pub on: Date,
    /// One customer's; else those of all who have something overdue or owe charges.
    pub customer: Option<CustomerId>,
    /// Also what fell due since this day, was paid late and is settled by now: what interest notes are about.
    pub settled_since: Option<Date>,
    /// A customer's invoices are counted up to one more than this; not at all where it is 0.
    pub new_until: u32,
}

/// An account and what its customer is called.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Account {
    pub name: String,
    pub arrears: Arrears,
}

const ITEM: &str = "SELECT i.customer, i.currency, i.class, i.id, i.document, d.number, i.issued, i.due, i.opened_minor,
    i.open_minor, i.reference, i.last_stage, i.last_letter_date, i.fees_charged_minor, d.direct_debit,
    CASE WHEN i.class = 3 THEN (SELECT coalesce(r.bank_ref, r.payment_id) FROM receipt r WHERE r.item = i.id) END
 FROM item i";

const CUSTOMER: &str = "SELECT c.id, c.number, v.kind, v.country, v.grouping, v.channel, v.agreed_fee_date,
    coalesce(t.name, ''), t.email IS NOT NULL, t.street IS NOT NULL AND coalesce(t.postcode, t.city) IS NOT NULL
 FROM customer c JOIN customer_version v ON v.customer = c.id AND v.version = c.version
 LEFT JOIN customer_text t ON t.customer = c.id AND t.version = c.version";

impl Reader<'_> {
    /// Feeds the accounts that are asked for, in order of customer and currency.
    pub fn accounts(&self, asked: Accounts, mut feed: impl FnMut(Account)) -> Result<()> {
        let mut beside = Beside::read(self, asked)?;
        let mut settled = match asked.settled_since {
            Some(since) => Settled::read(self, asked.customer, since)?,
            None => Settled::default(),
        };
        let whose = if asked.customer.is_some() {
            "= ?1"
        } else {
            "> ?1"
        };
        let bound = asked.customer.map_or(0, |customer| customer.0);
        let mut items = self.connection.prepare_cached(&format!(
            "{ITEM} INDEXED BY item_open LEFT JOIN document d ON d.id = i.document
             WHERE i.open_minor <> 0 AND i.customer {whose} ORDER BY i.customer, i.currency, i.class, i.due"
        ))?;
        let mut customers = self
            .connection
            .prepare_cached(&format!("{CUSTOMER} WHERE c.id {whose} ORDER BY c.id"))?;
        let mut people = People {
            rows: customers.query([bound])?,
            current: None,
        };
        let mut rows = items.query([bound])?;
        let mut open: Option<Open> = None;
        while let Some(row) = rows.next()? {
            let (customer, currency) = (CustomerId(row.get(0)?), currency(row, 1)?);
            let same = |open: &Open| open.customer == customer && open.currency == currency;
            if !open.as_ref().is_some_and(same) {
                if let Some(done) = open.take() {
                    self.finish(
                        done,
                        asked,
                        &mut beside,
                        &mut settled,
                        &mut people,
                        &mut feed,
                    )?;
                }
                open = Some(Open::new(customer, currency));
            }
            if let Some(open) = &mut open {
                open.take(row)?;
            }
        }
        if let Some(done) = open.take() {
            self.finish(
                done,
                asked,
                &mut beside,
                &mut settled,
                &mut people,
                &mut feed,
            )?;
        }
        // Who has nothing open any more.
        let mut customers = self
            .connection
            .prepare_cached(&format!("{CUSTOMER} WHERE c.id = ?1"))?;
        for (customer, currency) in settled.left() {
            let mut people = People {
                rows: customers.query([customer.0])?,
                current: None,
            };
            let open = Open::new(customer, currency);
            self.finish(
                open,
                asked,
                &mut beside,
                &mut settled,
                &mut people,
                &mut feed,
            )?;
        }
        Ok(())
    }

    fn finish(
        &self,
        open: Open,
        asked: Accounts,
        beside: &mut Beside,
        settled: &mut Settled,
        people: &mut People<'_>,
        feed: &mut impl FnMut(Account),
    ) -> Result<()> {
        let settled = settled.take(open.customer, open.currency);
        if asked.customer.is_none() && settled.is_empty() && !open.concerns(asked.on) {
            return Ok(());
        }
        let Some(mut account) = people.account(&open)? else {
            return Ok(());
        };
        let arrears = &mut account.arrears;
        arrears.credits = open.credits;
        arrears.items = open.items;
        // Debits come before charges: an account is told by date.
        arrears.items.sort_by_key(|item| item.due);
        arrears.items.extend(settled);
        beside.join(arrears);
        let is_first = |item: &Overdue| item.taken.is_empty() && item.class == ItemClass::Debit;
        if asked.new_until > 0 && arrears.items.iter().any(is_first) {
            arrears.invoices = self.count_invoices(open.customer, asked.new_until)?;
        }
        feed(account);
        Ok(())
    }

    /// How many invoices a customer was ever sent, counted no further than one above `most`.
    fn count_invoices(&self, customer: CustomerId, most: u32) -> Result<u32> {
        let mut statement = self.connection.prepare_cached(
            "SELECT document FROM item INDEXED BY item_customer WHERE customer = ?1 AND class = 0 AND voided = 0",
        )?;
        let mut rows = statement.query([customer.0])?;
        let mut documents: HashSet<i64> = HashSet::new();
        while let Some(row) = rows.next()? {
            documents.insert(row.get(0)?);
            if documents.len() > most as usize {
                break;
            }
        }
        Ok(u32::try_from(documents.len()).unwrap_or(u32::MAX))
    }

    /// The last day of which the bank has told anything: of payments, or of an account.
    pub fn bank_data_until(&self) -> Result<Option<Date>> {
        let (_, booked) = self.bank_data()?;
        let mut statement = self
            .connection
            .prepare_cached("SELECT max(until) FROM statement WHERE voided = 0")?;
        let told = statement.query_row([], |row| maybe_day(row, 0))?;
        Ok(booked.max(told))
    }
}

/// The customers in their order, walked along with the items.
struct People<'s> {
    rows: Rows<'s>,
    current: Option<(CustomerId, String, Arrears)>,
}

impl People<'_> {
    /// The account of a customer, nothing on it yet. Customers are asked for in their order.
    fn account(&mut self, open: &Open) -> Result<Option<Account>> {
        loop {
            match &self.current {
                Some((id, name, arrears)) if *id == open.customer => {
                    return Ok(Some(Account {
                        name: name.clone(),
                        arrears: Arrears {
                            currency: open.currency,
                            ..arrears.clone()
                        },
                    }));
                }
                Some((id, ..)) if *id > open.customer => return Ok(None),
                _ => {}
            }
            let Some(row) = self.rows.next()? else {
                return Ok(None);
            };
            let id = CustomerId(row.get(0)?);
            if id >= open.customer {
                self.current = Some((id, row.get(7)?, arrears(row, id, open.currency)?));
            }
        }
    }
}

fn arrears(row: &Row<'_>, customer: CustomerId, currency: Currency) -> rusqlite::Result<Arrears> {
    let kind = row.get_ref(2)?.as_str()?;
    Ok(Arrears {
        customer,
        number: row.get(1)?,
        kind: CustomerKind::parse(kind).ok_or_else(|| damaged(format!("no such kind: {kind}")))?,
        country: row.get(3)?,
        group: row.get(4)?,
        channel: row.get(5)?,
        has_email: row.get(8)?,
        has_address: row.get(9)?,
        stopped: Vec::new(),
        agreed_fee: maybe_day(row, 6)?,
        currency,
        invoices: 0,
        items: Vec::new(),
        credits: Vec::new(),
        pauses: Vec::new(),
        last_call: None,
        unmatched: 0,
        ask_barred: false,
    })
}

/// An account's open items as they are read.
struct Open {
    customer: CustomerId,
    currency: Currency,
    items: Vec<Overdue>,
    credits: Vec<Credit>,
}

impl Open {
    fn new(customer: CustomerId, currency: Currency) -> Self {
        Self {
            customer,
            currency,
            items: Vec::new(),
            credits: Vec::new(),
        }
    }

    fn take(&mut self, row: &Row<'_>) -> rusqlite::Result<()> {
        let class = class(row, 2)?;
        if class.is_debit() {
            self.items.push(overdue(row, class)?);
            return Ok(());
        }
        let item = ItemId(row.get(3)?);
        let number = match row.get::<_, Option<String>>(5)? {
            Some(number) => number,
            None => row
                .get::<_, Option<String>>(15)?
                .unwrap_or_else(|| format!("R{}", item.0)),
        };
        self.credits.push(Credit {
            item,
            number,
            on: day(row, 6)?,
            left: Minor(row.get::<_, i64>(9)?.abs()),
        });
        Ok(())
    }

    /// Whether something is past its due date, or a charge is owed.
    fn concerns(&self, on: Date) -> bool {
        let mut items = self.items.iter();
        items.any(|item| item.due < on || item.class == ItemClass::Charge)
    }
}

/// An item from the columns of `ITEM`; what stands beside it is joined later.
fn overdue(row: &Row<'_>, class: ItemClass) -> rusqlite::Result<Overdue> {
    let moved_in = MovedIn {
        last_stage: row.get(11)?,
        last_letter_date: maybe_day(row, 12)?,
        fees_charged: row.get::<_, Option<i64>>(13)?.map(Minor),
    };
    Ok(Overdue {
        item: ItemId(row.get(3)?),
        document: DocumentId(row.get::<_, Option<i64>>(4)?.unwrap_or_default()),
        number: row.get::<_, Option<String>>(5)?.unwrap_or_default(),
        class,
        issued: day(row, 6)?,
        due: day(row, 7)?,
        opened: Minor(row.get(8)?),
        open: Minor(row.get(9)?),
        reference: row.get(10)?,
        charge: None,
        direct_debit: row.get::<_, Option<bool>>(14)?.unwrap_or(false),
        taken: Vec::new(),
        beside: Vec::new(),
        claimed: Vec::new(),
        pauses: Vec::new(),
        plans: Vec::new(),
        agency: None,
        changes: Vec::new(),
        moved_in: (moved_in != MovedIn::default()).then_some(moved_in),
    })
}

/// A day as the tables have it.
fn at_rest(date: Date) -> i64 {
    date::to_int(date)
}
