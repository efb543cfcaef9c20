//! What is kept of a debtor beside his account, for those who collect it: plans and calls, and when an agency got what.

use super::Reader;
use crate::domain::call::Call;
use crate::domain::id::{CallId, CustomerId, EntryId, HandoverId, ItemId, LetterId, PlanId};
use crate::domain::plan::PlanState;
use crate::store::Result;
use crate::store::overlay;

impl Reader<'_> {
    /// The plans that cover an item and were not taken back, those that are over among them.
    pub fn plans_on(&self, item: ItemId) -> Result<Vec<PlanState>> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT plan FROM plan_item WHERE item = ?1 ORDER BY plan")?;
        let ids = statement.query_map([item.0], |row| row.get(0).map(PlanId))?;
        let mut plans = Vec::new();
        for id in ids {
            plans.extend(overlay::plan(self.connection, id?)?.filter(|state| !state.voided));
        }
        Ok(plans)
    }

    /// The calls to a customer that were not taken back, the oldest first.
    pub fn calls_of(&self, customer: CustomerId) -> Result<Vec<Call>> {
        let sql = "SELECT id FROM call WHERE voided = 0
             AND customer IN (SELECT f.id FROM customer f WHERE f.id = ?1 OR f.merged_into = ?1) ORDER BY made, id";
        let mut statement = self.connection.prepare_cached(sql)?;
        let ids = statement.query_map([customer.0], |row| row.get(0).map(CallId))?;
        let mut calls = Vec::new();
        for id in ids {
            calls.extend(self.call(id?)?.map(|state| state.call));
        }
        Ok(calls)
    }

    /// The entry that gave an item to an agency.
    pub fn entry_that_handed_over(&self, handover: HandoverId) -> Result<Option<EntryId>> {
        self.entry_where("SELECT entry FROM handover WHERE id = ?1", handover.0)
    }

    /// Whether a letter was taken back.
    pub fn is_letter_voided(&self, letter: LetterId) -> Result<bool> {
        let sql = "SELECT 1 FROM letter WHERE id = ?1 AND voided = 1";
        Ok(self.connection.prepare_cached(sql)?.exists([letter.0])?)
    }

    /// Hand-overs that bear a case number and were not taken back, those that are over among them.
    pub fn handovers_by_case(
        &self,
        case: &str,
    ) -> Result<Vec<crate::domain::handover::HandoverState>> {
        let sql = "SELECT id FROM handover WHERE case_number = ?1 AND voided = 0 ORDER BY id";
        let mut statement = self.connection.prepare_cached(sql)?;
        let ids = statement.query_map([case], |row| row.get(0).map(HandoverId))?;
        let mut found = Vec::new();
        for id in ids {
            found.extend(self.handover(id?)?);
        }
        Ok(found)
    }
}
