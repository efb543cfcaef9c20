//! The aging grid as of any day, proven against the ledger.

use std::collections::{BTreeMap, HashMap};

use crate::domain::document::ItemClass;
use crate::domain::id::CustomerId;
use crate::domain::money::{Currency, Minor};
use crate::reports::aging::{AgeBy, AgingQuery, AgingReport, AgingRow, CurrencyTotals, Sums};
use crate::store::query::AgedPart;

use super::Desk;

impl Desk {
    /// The grid that the settings ask for, as of today.
    pub fn aging_query(&self) -> AgingQuery {
        AgingQuery {
            as_of: self.today(),
            by: self.config.age_by(),
            edges: self.config.edges(),
            customer: None,
        }
    }

    pub fn aging(&self, query: &AgingQuery) -> anyhow::Result<AgingReport> {
        let _moment = self.store.moment()?;
        let reader = self.store.read();
        let width = query.edges.buckets();
        let mut grid: HashMap<(CustomerId, Currency), Sums> = HashMap::new();
        let mut unidentified: BTreeMap<Currency, Minor> = BTreeMap::new();
        reader.aged_parts(query.as_of, query.customer, |part| {
            if part.customer == CustomerId::UNIDENTIFIED {
                *unidentified.entry(part.currency).or_default() += part.amount;
                return;
            }
            let sums = grid
                .entry((part.customer, part.currency))
                .or_insert_with(|| Sums::new(width));
            match part.class {
                ItemClass::Debit | ItemClass::Charge => {
                    sums.buckets[bucket(query, &part)] += part.amount;
                }
                ItemClass::Credit => sums.credits += part.amount,
                ItemClass::Receipt => sums.unapplied += part.amount,
            }
        })?;
        for disputed in reader.disputed(query.as_of)? {
            let part = disputed.part;
            if let Some(sums) = grid.get_mut(&(part.customer, part.currency)) {
                sums.buckets[bucket(query, &part)] -= part.amount;
                sums.disputed += part.amount;
            }
        }
        let mut rows = Vec::with_capacity(grid.len());
        for ((customer, currency), sums) in grid {
            if !sums.is_empty() {
                let (number, name) = reader.customer_name(customer)?;
                rows.push(AgingRow {
                    customer,
                    number,
                    name,
                    currency,
                    sums,
                });
            }
        }
        rows.sort_by(|a, b| (&a.number, a.currency).cmp(&(&b.number, b.currency)));
        let mut totals: BTreeMap<Currency, CurrencyTotals> = BTreeMap::new();
        let empty = |currency| CurrencyTotals {
            currency,
            sums: Sums::new(width),
            unidentified: Minor::ZERO,
            ledger: Minor::ZERO,
        };
        for row in &rows {
            totals
                .entry(row.currency)
                .or_insert_with(|| empty(row.currency))
                .sums
                .add(&row.sums);
        }
        totals
            .entry(self.ledger.currency)
            .or_insert_with(|| empty(self.ledger.currency));
        let balances = match query.customer {
            Some(customer) => reader.balances_of(customer, query.as_of)?,
            None => reader.balances(query.as_of)?,
        };
        for (currency, amount) in unidentified {
            totals
                .entry(currency)
                .or_insert_with(|| empty(currency))
                .unidentified = amount;
        }
        for (currency, ledger) in balances {
            totals
                .entry(currency)
                .or_insert_with(|| empty(currency))
                .ledger = ledger;
        }
        totals.retain(|currency, totals| {
            *currency == self.ledger.currency
                || !totals.sums.is_empty()
                || !totals.ledger.is_zero()
                || !totals.unidentified.is_zero()
        });
        Ok(AgingReport {
            query: query.clone(),
            company_currency: self.ledger.currency,
            rows,
            totals: totals.into_values().collect(),
        })
    }
}

fn bucket(query: &AgingQuery, part: &AgedPart) -> usize {
    let from = match query.by {
        AgeBy::Due => part.due,
        AgeBy::Issue => part.issued,
    };
    query.edges.bucket(from, query.as_of)
}
