//! Roundings of a command held against the settings, whoever asked for them.

use std::collections::HashMap;

use crate::domain::difference::DifferenceKind;
use crate::domain::event::{Deed, Event};
use crate::domain::id::CustomerId;
use crate::domain::money::Minor;
use crate::matching::Settings;
use crate::rules::rounding::{Rounded, within};
use crate::store::query::Reader;

use super::Failure;

/// Refuses a command that rounds away too much: its events are written, and not kept yet.
pub(super) fn judge(
    reader: &Reader<'_>,
    settings: &Settings,
    events: &[Event],
) -> Result<(), Failure> {
    // By customer and currency: a document's instalments are one thing to round.
    let mut now = HashMap::new();
    for event in events {
        let Event::Done(Deed::Differed(was)) = event else {
            continue;
        };
        if was.kind != DifferenceKind::Rounding {
            continue;
        }
        let Some(item) = reader.item(was.item)? else {
            continue;
        };
        let sum = now
            .entry((item.customer, item.currency))
            .or_insert(Minor::ZERO);
        *sum += was.amount;
        let of_year = reader.rounded(was.date)?;
        let rounded = Rounded {
            item: item.number,
            customer: reader.customer_name(item.customer)?.0,
            currency: item.currency,
            now: *sum,
            of_year: of_year
                .get(&(item.customer, item.currency))
                .copied()
                .unwrap_or_default(),
        };
        let limit = settings.rounding.get(&item.currency).copied();
        // Nobody has no year.
        let most = (item.customer != CustomerId::UNIDENTIFIED)
            .then(|| settings.rounding_of_year.get(&item.currency).copied())
            .flatten();
        within(&rounded, limit.unwrap_or_default(), most)?;
    }
    Ok(())
}
