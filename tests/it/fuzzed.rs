//! The fuzzer's seeds and what it found are replayed: `tests/fuzz/corpus`.

use std::fs;
use std::path::Path;

#[path = "../fuzz/inputs.rs"]
mod inputs;

/// Every file of a target's corpus.
fn replay(target: &str, input: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus").join(target);
    let files = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
    let inputs: Vec<Vec<u8>> = files.map(|path| fs::read(path).unwrap()).collect();
    assert!(inputs.len() >= 3, "{target} has a corpus");
    inputs.iter().for_each(|bytes| input(bytes));
}

#[test]
fn standards_are_compiled_and_formatted_or_refused() {
    replay("standard", inputs::standard);
}

#[test]
fn conditions_mean_the_same_to_both_engines() {
    replay("rule", inputs::rule);
}

#[test]
fn csv_files_mean_the_same_to_both_engines() {
    replay("csv", inputs::csv);
}

#[test]
fn parquet_files_mean_the_same_to_both_engines() {
    replay("parquet", inputs::parquet);
}

#[test]
fn what_is_handed_in_is_read_or_refused() {
    replay("handed_in", inputs::handed_in);
}
