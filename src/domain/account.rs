//! Bank accounts.

/// Whether both are ways to write one account.
pub fn same_account(a: &str, b: &str) -> bool {
    a == b
}
