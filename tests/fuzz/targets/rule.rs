#![no_main]

#[path = "../inputs.rs"]
#[allow(dead_code, reason = "each target takes one of the kinds")]
mod inputs;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| inputs::rule(bytes));
