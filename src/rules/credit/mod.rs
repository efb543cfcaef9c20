//! Credit: whom to sell to on account, on what terms, and whose paying begins to worry. Facts and a policy in, an
//! answer with every rule that spoke out.

mod assess;
mod draft;
mod limit;
mod load;
mod policy;
mod suggest;
#[cfg(test)]
mod tests;
mod warning;

pub use assess::assess;
pub use limit::{Limit, limit};
pub use load::WrittenCredit;
pub use policy::{Amounts, CreditPolicies, CreditPolicy, Judged, NoticeLevels, Weights};
pub use suggest::{late_deliveries, shorter_terms};
pub use warning::{concentration, warn};
