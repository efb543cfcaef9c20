//! How many random cases a property test tries: its own number, or what a hunt asks for.

use proptest::test_runner::Config;

/// `cases`, unless `PROPTEST_CASES` says another number.
pub fn trying(cases: u32) -> Config {
    match std::env::var_os("PROPTEST_CASES") {
        Some(_) => Config::default(),
        None => Config::with_cases(cases),
    }
}
