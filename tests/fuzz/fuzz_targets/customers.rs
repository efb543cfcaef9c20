//! Lists of customers.
#![no_main]

use libfuzzer_sys::fuzz_target;
use reskontra::formats::Format;

fuzz_target!(|bytes: &[u8]| reskontra_fuzz::read_as(bytes, &[Format::Customers]));
