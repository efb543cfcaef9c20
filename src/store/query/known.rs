//! All that receipts are matched against: what is open, what was settled and is named again, letters, customers. The
//! cost follows what is open.

use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::Datelike;
use compact_str::CompactString;
use rusqlite::{Row, params_from_iter};
use rust_decimal::Decimal;

use super::{Findable, Reader};
use crate::domain::account;
use crate::domain::candidate::{Candidate, Claimed, Discount, Hold, Known, Mentioned, Party};
use crate::domain::date::{self, Date};
use crate::domain::document::ItemClass;
use crate::domain::id::{CustomerId, DocumentId, ItemId, LetterId};
use crate::domain::money::{Currency, Minor};
use crate::domain::posting::PostingKind;
use crate::domain::state::receipt_label;
use crate::store::Result;
use crate::store::rows::{class, currency, day, maybe_day};

/// A document's items.
const ITEM: &str = "SELECT i.id, i.document, d.number, i.customer, i.currency, i.class, i.issued, i.due, i.open_minor,
    i.reference, i.amount_minor, d.discount_percent, d.discount_date,
    CASE WHEN i.class = 1 THEN (SELECT c.about FROM charge c WHERE c.item = i.id) END
 FROM item i JOIN document d ON d.id = i.document";

/// Money of customers that settles nothing yet.
const UNAPPLIED: &str = "SELECT i.id, coalesce(r.bank_ref, r.payment_id), i.customer, i.currency, i.issued, i.due, i.open_minor, i.amount_minor
 FROM item i JOIN receipt r ON r.item = i.id WHERE i.customer > 0 AND i.class = 3 AND i.open_minor <> 0";

/// What is settled. Hints keep the planner from walking all of it.
const SETTLED: &str = "AND +i.open_minor = 0 AND +i.voided = 0 AND +i.class < 2";

/// Items that are read together.
const PAGE: usize = 2000;

/// The customers that a part of all is known of, by themselves.
#[derive(Clone, Debug)]
pub struct Within {
    pub customers: BTreeSet<CustomerId>,
    /// Names, accounts and numbers of all the others too.
    pub with_names: bool,
}

impl Within {
    fn list(&self) -> Result<String> {
        Ok(serde_json::to_string(&self.customers)?)
    }
}

impl Reader<'_> {
    /// All that receipts are matched against which name this much; or what of that is some customers'.
    pub fn known(&self, mentioned: &Mentioned, within: Option<&Within>) -> Result<Known> {
        let of = within.map(Within::list).transpose()?;
        let of = of.as_deref();
        let named = of.filter(|_| within.is_some_and(|within| !within.with_names));
        let mut items = match of {
            Some(customers) => self.debits_and_credits_of(customers)?,
            None => self.debits_and_credits()?,
        };
        let settled = self.settled(mentioned, &items)?;
        items.extend(settled);
        items.extend(self.unapplied_money(of)?);
        self.hold(&mut items)?;
        let mut own = Vec::new();
        if let Some((facts, _)) = self.ledger()? {
            own.extend(facts.accounts.iter().map(|account| account::bare(account)));
            own.extend(facts.org_no);
        }
        Ok(Known {
            items,
            letters: self.letters(of)?,
            parties: self.parties(named)?,
            owners: self.owners()?,
            rounded: mentioned
                .last
                .map_or_else(|| Ok(HashMap::new()), |day| self.rounded(day))?,
            own,
            ..Known::default()
        })
    }

    fn candidates(&self, rest: &str, params: impl rusqlite::Params) -> Result<Vec<Candidate>> {
        let mut statement = self.connection.prepare_cached(&format!("{ITEM} {rest}"))?;
        let items = statement.query_map(params, candidate)?;
        Ok(items.collect::<rusqlite::Result<_>>()?)
    }

    /// These items of documents, as far as more is true of them. In the table's own order, some at a time: a list that
    /// is too long for SQLite's memory is sorted on disk.
    fn candidates_among(&self, mut items: Vec<ItemId>, more: &str) -> Result<Vec<Candidate>> {
        items.sort_unstable();
        items.dedup();
        let rest = format!("WHERE i.id IN (SELECT value FROM json_each(?1)) {more}");
        let mut found = Vec::with_capacity(items.len());
        for page in items.chunks(PAGE) {
            found.extend(self.candidates(&rest, [super::listed(page)?])?);
        }
        Ok(found)
    }

    fn debits_and_credits(&self) -> Result<Vec<Candidate>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT id FROM item INDEXED BY item_open WHERE open_minor <> 0 AND class < 3",
        )?;
        let open = statement.query_map([], |row| row.get(0).map(ItemId))?;
        self.candidates_among(open.collect::<rusqlite::Result<_>>()?, "")
    }

    fn debits_and_credits_of(&self, customers: &str) -> Result<Vec<Candidate>> {
        self.candidates(
            "WHERE i.document IS NOT NULL AND i.id IN (SELECT id FROM item INDEXED BY item_open
                WHERE open_minor <> 0 AND customer IN (SELECT value FROM json_each(?1)))",
            [customers],
        )
    }

    fn unapplied_money(&self, of: Option<&str>) -> Result<Vec<Candidate>> {
        let his = "AND i.customer IN (SELECT value FROM json_each(?1))";
        let sql = format!("{UNAPPLIED} {}", of.map_or("", |_| his));
        let mut statement = self.connection.prepare_cached(&sql)?;
        let items = statement.query_map(params_from_iter(of), |row| {
            let item = ItemId(row.get(0)?);
            let bank_ref: Option<String> = row.get(1)?;
            Ok(Candidate {
                item,
                document: None,
                number: receipt_label(item, bank_ref.as_deref(), None).into(),
                customer: CustomerId(row.get(2)?),
                currency: currency(row, 3)?,
                class: ItemClass::Receipt,
                issued: day(row, 4)?,
                due: day(row, 5)?,
                open: Minor(row.get(6)?),
                amount: Minor(row.get(7)?),
                reference: None,
                hold: None,
                discount: None,
                about: None,
                settled: None,
            })
        })?;
        Ok(items.collect::<rusqlite::Result<_>>()?)
    }

    /// Settled items that a receipt names by reference or number, and when they were; these, which are open, are known.
    fn settled(&self, mentioned: &Mentioned, open: &[Candidate]) -> Result<Vec<Candidate>> {
        let mut found = self.settled_besides(mentioned, open)?;
        let mut statement = self
            .connection
            .prepare_cached("SELECT max(date) FROM posting WHERE item = ?1")?;
        for item in &mut found {
            let last: Option<i64> = statement.query_row([item.item.0], |row| row.get(0))?;
            item.settled = last.and_then(date::from_int);
        }
        Ok(found)
    }

    /// Mostly what is named is open, which the index of references cannot tell: it is left out before it is looked at.
    fn settled_besides(&self, mentioned: &Mentioned, open: &[Candidate]) -> Result<Vec<Candidate>> {
        // In the index's order, each of its pages is read once.
        let mut references: Vec<&str> = mentioned.references.iter().map(String::as_str).collect();
        references.sort_unstable();
        references.dedup();
        let mut items = self.items_of_each(
            "SELECT id FROM item WHERE reference = ?1 AND reference IS NOT NULL AND document IS NOT NULL",
            references,
        )?;
        items.extend(self.items_of_each(
            "SELECT i.id FROM document d JOIN item i ON i.document = d.id WHERE d.number = ?1 AND d.voided = 0",
            mentioned.numbers.iter().map(String::as_str),
        )?);
        let mut open: Vec<ItemId> = open.iter().map(|item| item.item).collect();
        open.sort_unstable();
        items.retain(|item| open.binary_search(item).is_err());
        self.candidates_among(items, SETTLED)
    }

    fn items_of_each<'t>(
        &self,
        sql: &str,
        texts: impl IntoIterator<Item = &'t str>,
    ) -> Result<Vec<ItemId>> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut items = Vec::new();
        for text in texts {
            for item in statement.query_map([text], |row| row.get(0).map(ItemId))? {
                items.push(item?);
            }
        }
        Ok(items)
    }

    /// Settled items that so much names, as far as they can be found.
    pub fn settled_named(&self, mentioned: &Mentioned) -> Result<Vec<Findable>> {
        let settled = self.settled_besides(mentioned, &[])?.into_iter();
        let settled = settled.map(|item| Findable {
            customer: item.customer,
            currency: item.currency,
            open: item.open,
            number: Some(item.number.into()),
            reference: item.reference.map(String::from),
        });
        Ok(settled.collect())
    }

    /// What speaks against settling an item: disputes and agencies are few, so they are asked for by themselves.
    fn hold(&self, items: &mut [Candidate]) -> Result<()> {
        let ids = |sql: &str| -> Result<HashSet<ItemId>> {
            let mut statement = self.connection.prepare_cached(sql)?;
            let ids = statement.query_map([], |row| row.get(0).map(ItemId))?;
            Ok(ids.collect::<rusqlite::Result<_>>()?)
        };
        let disputed =
            ids("SELECT item FROM pause WHERE kind = 'dispute' AND voided = 0 AND closed IS NULL")?;
        let at_agency = ids("SELECT item FROM handover WHERE voided = 0 AND closed IS NULL")?;
        if disputed.is_empty() && at_agency.is_empty() {
            return Ok(());
        }
        for item in items {
            if at_agency.contains(&item.item) {
                item.hold = Some(Hold::AtAgency);
            } else if disputed.contains(&item.item) {
                item.hold = Some(Hold::Disputed);
            }
        }
        Ok(())
    }

    /// Letters that claim something which is open.
    fn letters(&self, of: Option<&str>) -> Result<Vec<Claimed>> {
        let open = match of {
            Some(_) => {
                "SELECT o.letter FROM item i INDEXED BY item_open CROSS JOIN letter_item o ON o.item = i.id
                 WHERE o.voided = 0 AND i.open_minor <> 0 AND i.customer IN (SELECT value FROM json_each(?1))"
            }
            None => {
                "SELECT o.letter FROM letter_item o JOIN item i ON i.id = o.item
                 WHERE o.voided = 0 AND i.open_minor <> 0"
            }
        };
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT l.id, (SELECT coalesce(c.merged_into, c.id) FROM customer c WHERE c.id = l.customer), l.currency, l.sent, l.total_minor, l.reference, li.item
             FROM letter l JOIN letter_item li ON li.letter = l.id
             WHERE l.voided = 0 AND li.voided = 0 AND l.id IN ({open})
             ORDER BY l.id, li.item",
        ))?;
        let mut rows = statement.query(params_from_iter(of))?;
        let mut letters: Vec<Claimed> = Vec::new();
        while let Some(row) = rows.next()? {
            let letter = LetterId(row.get(0)?);
            if letters.last().is_none_or(|last| last.letter != letter) {
                letters.push(Claimed {
                    letter,
                    customer: CustomerId(row.get(1)?),
                    currency: currency(row, 2)?,
                    sent: day(row, 3)?,
                    total: Minor(row.get(4)?),
                    reference: row.get(5)?,
                    items: Vec::new(),
                });
            }
            if let Some(last) = letters.last_mut() {
                last.items.push(ItemId(row.get(6)?));
            }
        }
        Ok(letters)
    }

    fn parties(&self, of: Option<&str>) -> Result<HashMap<CustomerId, Party>> {
        // Those who are merged into one speak for that one.
        let his = "AND c.id IN (SELECT value FROM json_each(?1) UNION
            SELECT m.id FROM customer m JOIN json_each(?1) k ON m.merged_into = k.value)";
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT c.id, c.number, t.name, t.org_no, t.account, v.grouping FROM customer c
             JOIN customer_text t ON t.customer = c.id AND t.version = c.version
             JOIN customer_version v ON v.customer = c.id AND v.version = c.version
             WHERE c.voided = 0 AND c.id > 0 {}",
            of.map_or("", |_| his)
        ))?;
        let parties = statement.query_map(params_from_iter(of), |row| {
            Ok((
                CustomerId(row.get(0)?),
                Party {
                    number: row.get(1)?,
                    name: row.get(2)?,
                    org_no: row.get(3)?,
                    account: row.get(4)?,
                    group: row.get(5)?,
                },
            ))
        })?;
        Ok(parties.collect::<rusqlite::Result<_>>()?)
    }

    /// What was rounded away for each customer in the year of a day, what was taken back again left out.
    pub fn rounded(&self, day: Date) -> Result<HashMap<(CustomerId, Currency), Minor>> {
        let january = Date::from_ymd_opt(day.year(), 1, 1).unwrap_or(day);
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT customer, currency, abs(sum(amount_minor)) FROM posting INDEXED BY posting_rounding
             WHERE kind = {} AND date >= ?1 GROUP BY item",
            PostingKind::Rounding.code()
        ))?;
        let mut rows = statement.query([date::to_int(january)])?;
        let mut rounded: HashMap<(CustomerId, Currency), Minor> = HashMap::new();
        let owners = self.owners()?;
        while let Some(row) = rows.next()? {
            let customer = CustomerId(row.get(0)?);
            let owner = owners.get(&customer).copied().unwrap_or(customer);
            let of = (owner, currency(row, 1)?);
            *rounded.entry(of).or_default() += Minor(row.get(2)?);
        }
        Ok(rounded)
    }
}

fn candidate(row: &Row<'_>) -> rusqlite::Result<Candidate> {
    let amount = Minor(row.get(10)?);
    let currency = currency(row, 4)?;
    let percent: Option<String> = row.get(11)?;
    let discount = match (percent, maybe_day(row, 12)?) {
        (Some(percent), Some(until)) => discount(amount, currency, &percent, until),
        _ => None,
    };
    Ok(Candidate {
        item: ItemId(row.get(0)?),
        document: row.get::<_, Option<i64>>(1)?.map(DocumentId),
        number: row.get_ref(2)?.as_str()?.into(),
        customer: CustomerId(row.get(3)?),
        currency,
        class: class(row, 5)?,
        issued: day(row, 6)?,
        due: day(row, 7)?,
        open: Minor(row.get(8)?),
        reference: row.get_ref(9)?.as_str_or_null()?.map(CompactString::from),
        amount,
        hold: None,
        discount,
        about: row.get::<_, Option<i64>>(13)?.map(ItemId),
        settled: None,
    })
}

/// So many percent of what was issued. What cannot be read as a percentage allows nothing.
fn discount(amount: Minor, currency: Currency, percent: &str, until: Date) -> Option<Discount> {
    let percent: Decimal = percent.parse().ok()?;
    let share = amount.decimal(currency).checked_mul(percent)?;
    let amount = Minor::rounded(share.checked_div(Decimal::ONE_HUNDRED)?, currency)?;
    (amount > Minor::ZERO).then_some(Discount { amount, until })
}
