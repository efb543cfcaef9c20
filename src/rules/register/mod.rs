//! The register of customers judged: what is wrong in a customer's data, and what is unlike the policy and the others.

mod audit;
mod quality;

pub use audit::{Audited, Reminding, audit};
pub use quality::{Kept, faults, stale};
