//! Names of payers and customers: how far two agree, and whose name is meant.

mod agree;
mod index;

pub use agree::agree;
pub use index::{Found, Names};

#[cfg(test)]
mod tests;
