//! What the syntax must hold: examples of the grammar, trees of expressions and declarations, mistakes, limits, canonical text.

mod declarations;
mod documents;
mod format;
mod grammar;
mod limits;
mod mistakes;
mod trees;

use crate::diag::Diagnostics;
use crate::files::Files;
use crate::syntax::ast::Declaration;

/// The declarations of one file, and what is wrong with it.
fn parse(text: &str) -> (Vec<Declaration>, Diagnostics) {
    crate::syntax::parse(&Files::of("test.mizan", text))
}

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
