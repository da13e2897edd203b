//! Repairs that diagnostics propose.

use crate::diag::Diagnostics;
use crate::files::{FileId, Files};

/// The text with the repairs of its diagnostics made, from the last to the first.
#[must_use]
pub fn repair(files: &Files, id: FileId, diagnostics: &Diagnostics) -> String {
    let mut text = files.file(id).text().to_string();
    let mut fixes: Vec<_> =
        diagnostics.iter().filter_map(|found| found.fix.as_ref()).filter(|fix| fix.span.file == id).collect();
    fixes.sort_by_key(|fix| std::cmp::Reverse(fix.span));
    fixes.dedup_by_key(|fix| fix.span);
    let mut before = text.len();
    for fix in fixes {
        let range = fix.span.range();
        if range.end <= before && text.is_char_boundary(range.start) && text.is_char_boundary(range.end) {
            text.replace_range(range.clone(), &fix.text);
            before = range.start;
        }
    }
    text
}
