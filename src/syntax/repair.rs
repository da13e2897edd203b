//! Repairs that diagnostics propose.

use super::scan;
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

/// The text with canonical layout: two blanks of indentation a bracket, no blanks at the ends of lines, plain line
/// ends, at most one empty line together. Line breaks within declarations are the writer's.
#[must_use]
pub fn format(text: &str) -> String {
    let mut formatted = String::with_capacity(text.len());
    let mut depth = 0_usize;
    let mut blank_lines = 0;
    for written in text.trim_start_matches('\u{feff}').lines() {
        let line = written.trim();
        if super::cut::begins_declaration(written) {
            depth = 0;
        }
        if line.is_empty() {
            blank_lines += 1;
            continue;
        }
        let (closing, change) = scan::brackets(line);
        if !formatted.is_empty() && blank_lines > 0 && !line.starts_with('}') {
            formatted.push('\n');
        }
        blank_lines = 0;
        let own = depth.saturating_sub(closing);
        formatted.push_str(&"  ".repeat(own));
        formatted.push_str(line);
        formatted.push('\n');
        depth = depth.saturating_add_signed(change);
    }
    formatted
}
