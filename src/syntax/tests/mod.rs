//! What the syntax must hold: examples of the grammar, trees, mistakes, limits, canonical text.

mod documents;
mod format;
mod grammar;

use crate::files::Files;

/// Codes and texts of the diagnostics of one file, one a line.
fn mistakes(text: &str) -> Vec<String> {
    let files = Files::of("test.mizan", text);
    let (_, diagnostics) = crate::syntax::parse(&files);
    let line = |found: &crate::diag::Diagnostic| {
        let place = found.span.map_or("", |span| files.text(span));
        format!("{} {place}", found.code.info().code)
    };
    diagnostics.iter().map(line).collect()
}
