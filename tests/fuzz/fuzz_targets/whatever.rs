//! A file of which nothing is known: told apart, then read as what it is taken for.
#![no_main]

use libfuzzer_sys::fuzz_target;
use reskontra_fuzz::{ENGLISH, answer};

fuzz_target!(|bytes: &[u8]| answer::answer(bytes, &[], &[], &ENGLISH));
