//! A run as `mizan-result/1`: see `docs/result.schema.json`.

use super::Run;

/// The run as JSON, indented, with a line's end. Fields and rules come in one order, so that equal runs are equal texts.
///
/// # Panics
/// Never: every key of a run is a text.
#[must_use]
pub fn json(run: &Run) -> String {
    let mut text = serde_json::to_string_pretty(run).expect("every key of a run is a text");
    text.push('\n');
    text
}
