//! All that receipts are matched against: what is open, what was settled and is named again, letters, customers. The
//! cost follows what is open.

use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::Datelike;
use rusqlite::Row;
use rust_decimal::Decimal;

use super::Reader;
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

impl Reader<'_> {
    /// All that receipts are matched against which name this much.
    pub fn known(&self, mentioned: &Mentioned) -> Result<Known> {
        let mut items = self.debits_and_credits()?;
        items.extend(self.unapplied_money()?);
        let settled = self.settled(mentioned)?;
        items.extend(settled);
        self.hold(&mut items)?;
        let mut own = Vec::new();
        if let Some((facts, _)) = self.ledger()? {
            own.extend(facts.accounts.iter().map(|account| account::bare(account)));
            own.extend(facts.org_no);
        }
        Ok(Known {
            items,
            letters: self.letters()?,
            parties: self.parties()?,
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

    fn candidates_of_each(&self, rest: &str, texts: &BTreeSet<String>) -> Result<Vec<Candidate>> {
        let mut statement = self.connection.prepare_cached(&format!("{ITEM} {rest}"))?;
        let mut items = Vec::new();
        for text in texts {
            for item in statement.query_map([text], candidate)? {
                items.push(item?);
            }
        }
        Ok(items)
    }

    fn debits_and_credits(&self) -> Result<Vec<Candidate>> {
        // The walk over the index of what is open comes first, then one through the tables.
        let mut items = self.candidates(
            "WHERE i.id IN (SELECT id FROM item WHERE open_minor > 0)",
            [],
        )?;
        items.extend(self.candidates(
            "WHERE i.id IN (SELECT id FROM item WHERE open_minor <> 0 AND class = 2)",
            [],
        )?);
        Ok(items)
    }

    fn unapplied_money(&self) -> Result<Vec<Candidate>> {
        let mut statement = self.connection.prepare_cached(UNAPPLIED)?;
        let items = statement.query_map([], |row| {
            let item = ItemId(row.get(0)?);
            let bank_ref: Option<String> = row.get(1)?;
            Ok(Candidate {
                item,
                document: None,
                number: receipt_label(item, bank_ref.as_deref(), None),
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

    /// Settled items that a receipt names by reference or number, and when they were.
    fn settled(&self, mentioned: &Mentioned) -> Result<Vec<Candidate>> {
        // A hint keeps the planner from walking all that is settled.
        let is_settled =
            "i.document IS NOT NULL AND +i.open_minor = 0 AND i.voided = 0 AND +i.class < 2";
        let mut found = self.candidates(
            &format!(
                "WHERE i.reference IN (SELECT r.reference FROM item r WHERE r.customer = 0 AND r.open_minor <> 0)
                    AND i.reference IS NOT NULL AND {is_settled}"
            ),
            [],
        )?;
        let by_reference = format!("WHERE i.reference = ?1 AND {is_settled}");
        found.extend(self.candidates_of_each(&by_reference, &mentioned.references)?);
        let by_number = format!("WHERE d.number = ?1 AND d.voided = 0 AND {is_settled}");
        found.extend(self.candidates_of_each(&by_number, &mentioned.numbers)?);
        found.sort_by_key(|item| item.item);
        found.dedup_by_key(|item| item.item);
        let mut statement = self
            .connection
            .prepare_cached("SELECT max(date) FROM posting WHERE item = ?1")?;
        for item in &mut found {
            let last: Option<i64> = statement.query_row([item.item.0], |row| row.get(0))?;
            item.settled = last.and_then(date::from_int);
        }
        Ok(found)
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
    fn letters(&self) -> Result<Vec<Claimed>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT l.id, (SELECT coalesce(c.merged_into, c.id) FROM customer c WHERE c.id = l.customer), l.currency, l.sent, l.total_minor, l.reference, li.item
             FROM letter l JOIN letter_item li ON li.letter = l.id
             WHERE l.voided = 0 AND li.voided = 0 AND l.id IN (
                SELECT o.letter FROM letter_item o JOIN item i ON i.id = o.item
                WHERE o.voided = 0 AND i.open_minor <> 0)
             ORDER BY l.id, li.item",
        )?;
        let mut rows = statement.query([])?;
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

    fn parties(&self) -> Result<HashMap<CustomerId, Party>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT c.id, c.number, t.name, t.org_no, t.account, v.grouping FROM customer c
             JOIN customer_text t ON t.customer = c.id AND t.version = c.version
             JOIN customer_version v ON v.customer = c.id AND v.version = c.version
             WHERE c.voided = 0 AND c.id > 0",
        )?;
        let parties = statement.query_map([], |row| {
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
        number: row.get(2)?,
        customer: CustomerId(row.get(3)?),
        currency,
        class: class(row, 5)?,
        issued: day(row, 6)?,
        due: day(row, 7)?,
        open: Minor(row.get(8)?),
        reference: row.get(9)?,
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
