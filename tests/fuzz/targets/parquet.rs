#![no_main]

#[path = "../inputs.rs"]
#[allow(dead_code, reason = "each target takes one of the kinds")]
mod inputs;

// A panic in the decoder is an error of the file: only those that get through end the fuzzer.
libfuzzer_sys::fuzz_target!(init: std::panic::set_hook(Box::new(|_| {})), |bytes: &[u8]| inputs::parquet(bytes));
