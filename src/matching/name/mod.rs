//! Names of payers and customers: how far two agree, and whose name is meant.

mod agree;
mod index;
mod words;

pub use agree::agree;
pub use index::{Found, Names};

/// A name as two spellings of it are compared: folded, without its legal form, its words in one order.
pub fn key(name: &str) -> String {
    let mut each = words::Words::of(name).each;
    each.sort_unstable();
    each.join(" ")
}

#[cfg(test)]
mod tests;
