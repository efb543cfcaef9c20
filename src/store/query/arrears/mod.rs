//! Accounts as reminders are judged by: what is open and what stands beside it, each in one walk, put together in memory
//! beside one walk over the customers.

mod beside;
mod settled;

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rusqlite::{OptionalExtension, Row, Rows};

use super::Reader;
use crate::domain::arrears::{Arrears, Credit, Overdue};
use crate::domain::customer::CustomerKind;
use crate::domain::date::{self, Date};
use crate::domain::document::{ItemClass, MovedIn};
use crate::domain::id::{CustomerId, DocumentId, ItemId};
use crate::domain::money::{Currency, Minor};
use crate::domain::shape::is_email;
use crate::store::rows::{class, currency, day, decimal, maybe_day};
use crate::store::{Result, damaged};

use beside::Beside;
pub(super) use beside::LEFT;

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

impl Accounts {
    /// What a column that names customers must be.
    fn whose(&self) -> &'static str {
        if self.customer.is_some() {
            "= ?1"
        } else {
            "> ?1"
        }
    }

    /// The same for a column that names a customer as he was before he was merged into another.
    fn whose_ever(&self) -> &'static str {
        if self.customer.is_some() {
            "IN (SELECT f.id FROM customer f WHERE f.id = ?1 OR f.merged_into = ?1)"
        } else {
            "> ?1"
        }
    }

    fn bound(&self) -> i64 {
        self.customer.map_or(0, |customer| customer.0)
    }
}

/// An account and what its customer is called.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Account {
    pub name: String,
    pub arrears: Arrears,
}

const ITEM: &str = "SELECT i.customer, i.currency, i.class, i.id, i.document, d.number, i.issued, i.due, i.opened_minor,
    i.open_minor, i.reference, i.last_stage, i.last_letter_date, i.fees_charged_minor, d.direct_debit,
    CASE WHEN i.class = 3 THEN (SELECT coalesce(r.bank_ref, r.payment_id) FROM receipt r WHERE r.item = i.id) END,
    i.interest_charged_minor, i.interest_until
 FROM item i";

const CUSTOMER: &str =
    "SELECT c.id, c.number, v.kind, v.country, v.grouping, v.channel, v.agreed_fee_date,
    coalesce(t.name, ''), t.email,
    t.street IS NOT NULL OR (t.postcode IS NOT NULL AND t.city IS NOT NULL), v.agreed_interest, v.agreed_interest_date
 FROM customer c JOIN customer_version v ON v.customer = c.id AND v.version = c.version
 LEFT JOIN customer_text t ON t.customer = c.id AND t.version = c.version";

impl Reader<'_> {
    /// Feeds the accounts that are asked for, in order of customer and currency.
    pub fn accounts(&self, asked: Accounts, mut feed: impl FnMut(Account)) -> Result<()> {
        let mut open = self.open(asked)?;
        if let Some(since) = asked.settled_since {
            settled::add(self, asked, since, &mut open)?;
        }
        open.retain(|_, open| asked.customer.is_some() || open.concerns(asked.on));
        let mut beside = Beside::read(self, asked, &open)?;
        let mut customers = self.connection.prepare_cached(&format!(
            "{CUSTOMER} WHERE c.id {} ORDER BY c.id",
            asked.whose()
        ))?;
        let mut people = People {
            rows: customers.query([asked.bound()])?,
            current: None,
        };
        for ((customer, currency), open) in open {
            let Some(mut account) = people.account(customer, currency)? else {
                continue;
            };
            open.lay(&mut account.arrears);
            beside.join(&mut account.arrears);
            let mut items = account.arrears.items.iter();
            let is_first = |item: &Overdue| item.taken.is_empty() && item.class == ItemClass::Debit;
            if asked.new_until > 0 && items.any(is_first) {
                account.arrears.invoices = self.count_invoices(customer, asked.new_until)?;
            }
            feed(account);
        }
        Ok(())
    }

    /// A customer's account in a currency in which he has nothing open.
    pub fn account_alone(
        &self,
        customer: CustomerId,
        currency: Currency,
    ) -> Result<Option<Arrears>> {
        let mut customers = self
            .connection
            .prepare_cached(&format!("{CUSTOMER} WHERE c.id = ?1"))?;
        let account = customers.query_row([customer.0], |row| arrears(row, customer, currency));
        Ok(account.optional()?)
    }

    /// What is open on each account. The list of it leads, so that SQLite walks the tables in their own order: a
    /// customer's items lie all over them.
    fn open(&self, asked: Accounts) -> Result<OpenAccounts> {
        let mut items = self.connection.prepare_cached(&format!(
            "{ITEM} LEFT JOIN document d ON d.id = i.document WHERE i.id IN (
                SELECT id FROM item INDEXED BY item_open WHERE open_minor <> 0 AND customer {})",
            asked.whose()
        ))?;
        let mut rows = items.query([asked.bound()])?;
        let mut open = OpenAccounts::new();
        while let Some(row) = rows.next()? {
            let account = (CustomerId(row.get(0)?), currency(row, 1)?);
            open.entry(account).or_default().take(row)?;
        }
        Ok(open)
    }

    /// How many invoices a customer was ever sent, counted no further than one above `most`.
    fn count_invoices(&self, customer: CustomerId, most: u32) -> Result<u32> {
        let mut statement = self.connection.prepare_cached(
            "SELECT count(*) FROM (SELECT DISTINCT document FROM item INDEXED BY item_customer
             WHERE customer = ?1 AND class = 0 AND voided = 0 LIMIT ?2)",
        )?;
        let most = i64::from(most) + 1;
        Ok(statement.query_row([customer.0, most], |row| row.get(0))?)
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
    fn account(&mut self, customer: CustomerId, currency: Currency) -> Result<Option<Account>> {
        loop {
            match &self.current {
                Some((id, name, arrears)) if *id == customer => {
                    return Ok(Some(Account {
                        name: name.clone(),
                        arrears: Arrears {
                            currency,
                            ..arrears.clone()
                        },
                    }));
                }
                Some((id, ..)) if *id > customer => return Ok(None),
                _ => {}
            }
            let Some(row) = self.rows.next()? else {
                return Ok(None);
            };
            let id = CustomerId(row.get(0)?);
            if id >= customer {
                self.current = Some((id, row.get(7)?, arrears(row, id, currency)?));
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
        has_email: row
            .get_ref(8)?
            .as_str_or_null()?
            .is_some_and(|email| is_email(email.trim())),
        has_address: row.get(9)?,
        stopped: Vec::new(),
        agreed_fee: maybe_day(row, 6)?,
        agreed_interest: decimal(row, 10)?.zip(maybe_day(row, 11)?),
        currency,
        invoices: 0,
        items: Vec::new(),
        credits: Vec::new(),
        netted: Vec::new(),
        pauses: Vec::new(),
        last_call: None,
        unmatched: 0,
        insisted: false,
    })
}

/// Accounts in their order, with what is open on each.
type OpenAccounts = BTreeMap<(CustomerId, Currency), Open>;

/// An account's open items, and settled ones that are asked for.
#[derive(Default)]
struct Open {
    items: Vec<Overdue>,
    /// With the class and the due date, by which they come.
    credits: Vec<(ItemClass, Date, Credit)>,
    settled: Vec<Overdue>,
}

impl Open {
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
        let credit = Credit {
            item,
            number,
            on: day(row, 6)?,
            left: Minor(row.get::<_, i64>(9)?.abs()),
        };
        self.credits.push((class, day(row, 7)?, credit));
        Ok(())
    }

    /// Whether something is past its due date, or a charge is owed; or what is settled is asked for.
    fn concerns(&self, on: Date) -> bool {
        let mut items = self.items.iter();
        !self.settled.is_empty()
            || items.any(|item| item.due < on || item.class == ItemClass::Charge)
    }

    /// Puts it on the account: by date, and of a day principal before charges; credit notes before money.
    fn lay(mut self, arrears: &mut Arrears) {
        let by_date = |item: &Overdue| (item.due, item.class, item.issued, item.open, item.item);
        self.items.sort_unstable_by_key(by_date);
        self.items.append(&mut self.settled);
        arrears.items = self.items;
        self.credits.sort_unstable_by_key(|(class, due, credit)| {
            (*class, *due, credit.on, Reverse(credit.left), credit.item)
        });
        let credits = self.credits.into_iter();
        arrears.credits = credits.map(|(_, _, credit)| credit).collect();
    }
}

/// An item from the columns of `ITEM`; what stands beside it is joined later.
fn overdue(row: &Row<'_>, class: ItemClass) -> rusqlite::Result<Overdue> {
    let moved_in = MovedIn {
        last_stage: row.get(11)?,
        last_letter_date: maybe_day(row, 12)?,
        fees_charged: row.get::<_, Option<i64>>(13)?.map(Minor),
        interest_charged: row.get::<_, Option<i64>>(16)?.map(Minor),
        interest_until: maybe_day(row, 17)?,
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
        unsent: None,
        direct_debit: row.get::<_, Option<bool>>(14)?.unwrap_or(false),
        taken: Vec::new(),
        beside: Vec::new(),
        claimed: Vec::new(),
        claimed_beside: Vec::new(),
        pauses: Vec::new(),
        plans: Vec::new(),
        agency: None,
        changes: Vec::new(),
        credited: Vec::new(),
        moved_in: (moved_in != MovedIn::default()).then_some(moved_in),
    })
}

/// A day as the tables have it.
fn at_rest(date: Date) -> i64 {
    date::to_int(date)
}
