//! What is on record of customers, in the words of the log.

use crate::domain::event::{Deed, EventFacts};
use crate::domain::id::RecordId;
use crate::domain::money::{Currency, Money};
use crate::domain::record::{Record, RecordFacts};
use crate::store::Result;
use crate::store::query::Reader;

use super::tell_overlay::customer;

/// None is of another kind.
pub(super) fn of_deed(reader: &Reader<'_>, deed: &Deed) -> Result<Option<EventFacts>> {
    let of = |id: RecordId| -> Result<Option<(Record, String)>> {
        let Some(state) = reader.record(id)? else {
            return Ok(None);
        };
        let name = customer(reader, state.record.customer)?;
        Ok(Some((state.record, name)))
    };
    Ok(match deed {
        Deed::Recorded(record) => Some(made(reader, record)?),
        Deed::RecordRestored { record } => match of(*record)? {
            Some((record, _)) => Some(made(reader, &record)?),
            None => None,
        },
        Deed::RecordVoided { record } => {
            of(*record)?.map(|(record, customer)| EventFacts::RecordVoided {
                customer,
                record_kind: record.facts.kind(),
            })
        }
        Deed::RecordEnded {
            record, by, reason, ..
        } => match (of(*record)?, by) {
            (None, _) => None,
            (Some((record, customer)), Some(by)) => Some(EventFacts::OrderInvoiced {
                customer,
                number: record.facts.number().unwrap_or_default().to_owned(),
                item: reader
                    .document(*by)?
                    .map_or_else(String::new, |(document, _)| document.number),
            }),
            (Some((record, customer)), None) => Some(if reason.is_empty() {
                EventFacts::RecordReplaced {
                    customer,
                    record_kind: record.facts.kind(),
                }
            } else {
                EventFacts::RecordEnded {
                    customer,
                    record_kind: record.facts.kind(),
                    reason: reason.clone(),
                }
            }),
        },
        Deed::RecordResumed { record, .. } => {
            of(*record)?.map(|(record, customer)| EventFacts::RecordResumed {
                customer,
                record_kind: record.facts.kind(),
            })
        }
        _ => None,
    })
}

fn made(reader: &Reader<'_>, record: &Record) -> Result<EventFacts> {
    let customer = customer(reader, record.customer)?;
    let ledger = reader.ledger()?;
    let currency = ledger.map_or(Currency::NOK, |(ledger, _)| ledger.currency);
    let record_kind = record.facts.kind();
    Ok(match &record.facts {
        RecordFacts::Order { number, amount, .. } => EventFacts::OrderRecorded {
            customer,
            number: number.clone(),
            amount: Money::new(*amount, currency),
        },
        RecordFacts::Hold {
            level,
            rule: Some(rule),
        } => EventFacts::HeldByRule {
            customer,
            level: *level,
            hold_rule: rule.clone(),
        },
        RecordFacts::Hold { level, rule: None } => EventFacts::Held {
            customer,
            level: *level,
            reason: record.note.clone(),
        },
        RecordFacts::Notice { notice, .. } => EventFacts::Noticed {
            customer,
            notice: *notice,
            date: record.on.to_string(),
        },
        RecordFacts::Verified { section, .. } => EventFacts::Verified {
            customer,
            section: *section,
        },
        RecordFacts::Security { amount, .. } | RecordFacts::Application { asked: amount, .. } => {
            EventFacts::RecordedOf {
                customer,
                record_kind,
                amount: Money::new(*amount, currency),
            }
        }
        _ if record.note.is_empty() => EventFacts::Recorded {
            customer,
            record_kind,
        },
        _ => EventFacts::RecordedFor {
            customer,
            record_kind,
            reason: record.note.clone(),
        },
    })
}
