//! The queue of reminders.

use crate::domain::date::Date;
use crate::reports::reminding::Queue;

use super::Desk;

impl Desk {
    /// The queue on a day.
    pub fn queue(&self, on: Date) -> anyhow::Result<Queue> {
        let _moment = self.store.moment()?;
        Ok(Queue {
            on,
            letters: Vec::new(),
            calls: Vec::new(),
            handovers: Vec::new(),
            waits: Vec::new(),
            next: Vec::new(),
            crossed: Vec::new(),
            warnings: Vec::new(),
        })
    }
}
