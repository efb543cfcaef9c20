//! Bank statements and notifications in XML, whichever kind the file says it is.
#![no_main]

use libfuzzer_sys::fuzz_target;
use reskontra::formats::Format;

fuzz_target!(|bytes: &[u8]| reskontra_fuzz::read_as(
    bytes,
    &[Format::Camt052, Format::Camt053, Format::Camt054]
));
