//! What was paid late and is settled by now.

use std::collections::HashMap;

use super::{Accounts, ITEM, OpenAccounts, at_rest, beside, overdue};
use crate::domain::date::Date;
use crate::domain::document::ItemClass;
use crate::domain::id::{CustomerId, ItemId};
use crate::domain::money::Minor;
use crate::store::Result;
use crate::store::query::Reader;
use crate::store::rows::{currency, day};

/// Adds items that fell due since a day and were last paid after they fell due, with the changes of their balances.
pub(super) fn add(
    reader: &Reader<'_>,
    asked: Accounts,
    since: Date,
    accounts: &mut OpenAccounts,
) -> Result<()> {
    let late = format!(
        "i.customer {} AND i.class = 0 AND i.open_minor = 0 AND i.voided = 0 AND i.opened_minor > 0
         AND i.due >= ?2 AND (SELECT max(q.date) FROM posting q WHERE q.item = i.id) > i.due",
        asked.whose()
    );
    let bound = (asked.bound(), at_rest(since));
    let mut statement = reader.connection.prepare_cached(&format!(
        "SELECT p.item, p.date, p.amount_minor, {} FROM item i JOIN posting p ON p.item = i.id
         WHERE {late} AND {} ORDER BY p.item, p.date",
        beside::CREDITED,
        beside::changes()
    ))?;
    let mut changes: HashMap<ItemId, Vec<(Date, Minor)>> = HashMap::new();
    let mut credited: HashMap<ItemId, Vec<(Date, Minor)>> = HashMap::new();
    let mut rows = statement.query(bound)?;
    while let Some(row) = rows.next()? {
        let (item, change) = (ItemId(row.get(0)?), (day(row, 1)?, Minor(row.get(2)?)));
        changes.entry(item).or_default().push(change);
        if row.get(3)? {
            credited.entry(item).or_default().push(change);
        }
    }
    let mut statement = reader.connection.prepare_cached(&format!(
        "{ITEM} JOIN document d ON d.id = i.document WHERE {late} ORDER BY i.due, i.id"
    ))?;
    let mut rows = statement.query(bound)?;
    while let Some(row) = rows.next()? {
        let mut item = overdue(row, ItemClass::Debit)?;
        item.changes = changes.remove(&item.item).unwrap_or_default();
        item.credited = credited.remove(&item.item).unwrap_or_default();
        let account = (CustomerId(row.get(0)?), currency(row, 1)?);
        accounts.entry(account).or_default().settled.push(item);
    }
    Ok(())
}
