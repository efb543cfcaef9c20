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
        let mut grid = Grid::new(width);
        let mut unidentified: BTreeMap<Currency, Minor> = BTreeMap::new();
        let feed = |part: AgedPart| {
            if part.customer == CustomerId::UNIDENTIFIED {
                *unidentified.entry(part.currency).or_default() += part.amount;
                return;
            }
            let sums = grid.sums((part.customer, part.currency));
            match part.class {
                ItemClass::Debit | ItemClass::Charge => {
                    sums.buckets[bucket(query, &part)] += part.amount;
                }
                ItemClass::Credit => sums.credits += part.amount,
                ItemClass::Receipt => sums.unapplied += part.amount,
            }
        };
        let balances = if let Some(customer) = query.customer {
            reader.aged_parts_of(customer, query.as_of, feed)?;
            reader.balances_of(customer, query.as_of)?
        } else {
            reader.aged_parts(query.as_of, feed)?;
            reader.balances(query.as_of)?
        };
        for disputed in reader.disputed(query.as_of)? {
            let part = disputed.part;
            if let Some(at) = grid.at.get(&(part.customer, part.currency)) {
                let sums = &mut grid.rows[*at].1;
                sums.buckets[bucket(query, &part)] -= part.amount;
                sums.disputed += part.amount;
            }
        }
        grid.rows.retain(|(_, sums)| !sums.is_empty());
        let customers = grid.rows.iter().map(|((customer, _), _)| *customer);
        let names = reader.customer_names(customers)?;
        let row = |((customer, currency), sums)| {
            let (number, name) = names.get(&customer).cloned().unwrap_or_default();
            AgingRow {
                customer,
                number,
                name,
                currency,
                sums,
            }
        };
        let mut rows: Vec<AgingRow> = grid.rows.into_iter().map(row).collect();
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

/// A customer in a currency.
type Key = (CustomerId, Currency);

/// Sums as they grow.
struct Grid {
    width: usize,
    rows: Vec<(Key, Sums)>,
    at: HashMap<Key, usize>,
}

impl Grid {
    fn new(width: usize) -> Self {
        Self {
            width,
            rows: Vec::new(),
            at: HashMap::new(),
        }
    }

    fn sums(&mut self, key: Key) -> &mut Sums {
        let (width, rows) = (self.width, &mut self.rows);
        let at = *self.at.entry(key).or_insert_with(|| {
            rows.push((key, Sums::new(width)));
            rows.len() - 1
        });
        &mut rows[at].1
    }
}

fn bucket(query: &AgingQuery, part: &AgedPart) -> usize {
    let from = match query.by {
        AgeBy::Due => part.due,
        AgeBy::Issue => part.issued,
    };
    query.edges.bucket(from, query.as_of)
}
