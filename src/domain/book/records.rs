//! What is on record of customers.

use super::{Book, Missing};
use crate::domain::event::Deed;
use crate::domain::id::{CustomerId, RecordId};
use crate::domain::record::RecordState;

impl Book {
    pub fn record(&self, id: RecordId) -> Result<&RecordState, Missing> {
        let missing = || Missing(format!("record {}", id.0));
        self.records.get(&id).ok_or_else(missing)
    }

    /// A customer's records that were neither ended nor taken back, in order.
    pub fn standing_records(&self, customer: CustomerId) -> Vec<&RecordState> {
        let owner = self.owner(customer);
        let his =
            |state: &&RecordState| self.owner(state.record.customer) == owner && state.stands();
        let mut records: Vec<&RecordState> = self.records.values().filter(his).collect();
        records.sort_by_key(|state| state.record.id);
        records
    }

    pub(super) fn put_on_record(&mut self, deed: &Deed) -> Result<(), Missing> {
        match deed {
            Deed::Recorded(record) => {
                self.next.record = record.id.next();
                let state = RecordState {
                    record: record.clone(),
                    ended: None,
                    voided: false,
                };
                self.records.insert(record.id, state);
            }
            Deed::RecordVoided { record } => self.record_mut(*record)?.voided = true,
            Deed::RecordRestored { record } => self.record_mut(*record)?.voided = false,
            Deed::RecordEnded { record, on, .. } => self.record_mut(*record)?.ended = Some(*on),
            Deed::RecordResumed { record, .. } => self.record_mut(*record)?.ended = None,
            _ => {}
        }
        Ok(())
    }

    fn record_mut(&mut self, id: RecordId) -> Result<&mut RecordState, Missing> {
        let missing = || Missing(format!("record {}", id.0));
        self.records.get_mut(&id).ok_or_else(missing)
    }
}
