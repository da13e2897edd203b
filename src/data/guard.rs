//! Decoders that meet bytes they were not made for.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use parquet::errors::ParquetError;

thread_local! {
    static DECODES: Cell<bool> = const { Cell::new(false) };
}

/// Whether the thread runs decoding code: a panic is then an error of the file, and not one of the program.
#[must_use]
pub fn decodes() -> bool {
    DECODES.get()
}

/// Runs decoding code; its errors become text, and so does a panic, the last way that bytes can surprise a decoder.
pub(super) fn guarded<T>(decode: impl FnOnce() -> Result<T, ParquetError>) -> Result<T, String> {
    let before = DECODES.replace(true);
    let result = catch_unwind(AssertUnwindSafe(decode));
    DECODES.set(before);
    match result {
        Ok(result) => result.map_err(|error| error.to_string()),
        Err(panic) => {
            let said =
                panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
            Err(format!("the decoder gave up: {}", said.unwrap_or("no reason given")))
        }
    }
}
