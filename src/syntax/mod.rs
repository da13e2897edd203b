//! From text to declarations: the grammar, its parser, the formatter.
//!
//! A file is cut at declaration words in column 1, and each piece is parsed alone: a broken declaration spoils no
//! other. Mistakes that are parsed on purpose are reported with their repair, and the tree is built as if repaired.

pub mod ast;
mod build;
mod errors;
mod expected;
mod format;
mod grammar;
mod pieces;
mod repair;
mod scan;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use pest::Parser;

use crate::diag::{Code, Diagnostic, Diagnostics, Level};
use crate::files::{FileId, Files, Span};
use build::Builder;
pub use format::format;
use grammar::{Grammar, Rule};
pub use repair::repair;

/// The largest file, in megabytes.
const LARGEST: usize = 16;

/// Parses every rule file: the declarations that parse, and what is wrong with the others.
#[must_use]
pub fn parse(files: &Files) -> (Vec<ast::Declaration>, Diagnostics) {
    let mut declarations = Vec::new();
    let mut diagnostics = Diagnostics::new();
    for (id, file) in files.iter() {
        parse_file(id, file.text(), &mut declarations, &mut diagnostics);
    }
    (declarations, diagnostics)
}

/// The names of declarations that errors stand in: what is said of them elsewhere comes of these errors.
#[must_use]
pub fn spoilt(files: &Files, found: &Diagnostics) -> BTreeSet<String> {
    let errors = found.iter().filter(|diagnostic| diagnostic.level() == Level::Error);
    let name = |span: Span| pieces::name_at(files.file(span.file).text(), span.range().start);
    errors.filter_map(|diagnostic| diagnostic.span).filter_map(name).collect()
}

/// What is wrong with the text of one file.
fn mistakes_of(files: &Files, id: FileId) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    parse_file(id, files.file(id).text(), &mut Vec::new(), &mut diagnostics);
    diagnostics
}

fn parse_file(
    id: FileId,
    text: &str,
    declarations: &mut Vec<ast::Declaration>,
    diagnostics: &mut Diagnostics,
) {
    if text.len() > LARGEST << 20 {
        let diagnostic = Diagnostic::new(Code::TooLarge, Span::new(id, 0, 0)).with("size", text.len() >> 20);
        diagnostics.push(diagnostic.with("limit", LARGEST).help("split"));
        return;
    }
    let (parsed, wrong) = pieces::parse(id, text);
    let mut found = wrong;
    for piece in parsed {
        let mut builder = Builder::new(id, piece.base, piece.text);
        declarations.extend(builder.piece(&piece.node));
        found.append(&mut builder.diagnostics);
    }
    found.sort_by_key(|diagnostic| (diagnostic.span, diagnostic.code));
    for diagnostic in found {
        diagnostics.push(diagnostic);
    }
}

/// Parses one expression that stands inside another text, such as a message's placeholder. Every place in it is `at`.
///
/// # Errors
/// The diagnostic of a text that is no expression.
#[expect(clippy::result_large_err, reason = "it is asked for once a placeholder, and kept")]
pub fn parse_expression(text: &str, at: Span) -> Result<ast::Expr, Diagnostic> {
    let refuse = || Diagnostic::new(Code::SyntaxError, at).with("found", text).with("expected", "expression");
    if scan::too_deep(&scan::scan(text), scan::DEEPEST).is_some() {
        return Err(refuse());
    }
    let mut pairs = Grammar::parse(Rule::lone_expr, text).map_err(|_| refuse())?;
    let mut builder = Builder::within(at, text);
    let expr = pairs.next().and_then(|pair| pair.into_inner().next()).map(|pair| builder.expr(pair));
    match (expr, builder.diagnostics.is_empty()) {
        (Some(expr), true) => Ok(expr),
        _ => Err(refuse()),
    }
}
