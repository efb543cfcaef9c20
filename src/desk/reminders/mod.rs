//! Reminders: the queue on a day, what keeps letters back, and the run that records them as sent.

mod again;
mod ahead;
mod anew;
mod blocks;
mod crossed;
mod explain;
mod payable;
mod queue;
mod renew;
mod run;
mod taking_back;

pub use queue::Asked;
