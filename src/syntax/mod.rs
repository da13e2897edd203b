//! From text to declarations: the grammar, its parser, the formatter.
//!
//! A file is cut at declaration words in column 1, and each piece is parsed alone: a broken declaration spoils no
//! other. Mistakes that are parsed on purpose are reported with their repair, and the tree is built as if repaired.

pub mod ast;
mod build;
mod cut;
mod errors;
mod format;
mod grammar;
mod repair;
mod scan;
#[cfg(test)]
mod tests;

use pest::Parser;

use crate::diag::{Code, Diagnostic, Diagnostics};
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
        let text = file.text();
        if text.len() > LARGEST << 20 {
            let diagnostic =
                Diagnostic::new(Code::TooLarge, Span::new(id, 0, 0)).with("size", text.len() >> 20);
            diagnostics.push(diagnostic.with("limit", LARGEST).help("split"));
            continue;
        }
        parse_file(id, text, &mut declarations, &mut diagnostics);
    }
    (declarations, diagnostics)
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
    let lexical = scan::scan(id, text);
    let (pieces, strays) = cut::cut(id, text);
    strays.into_iter().for_each(|stray| diagnostics.push(stray));
    for piece in pieces {
        let inside = |found: &&Diagnostic| found.span.is_some_and(|span| piece.holds(span));
        let mine: Vec<&Diagnostic> = lexical.iter().filter(inside).collect();
        // A piece with a fault of its characters is not parsed: the parser would only stumble over the same place.
        let fatal = mine.iter().any(|found| found.code != Code::TextDirectionControl);
        mine.into_iter().for_each(|found| diagnostics.push(found.clone()));
        if !fatal && let Some(declaration) = parse_piece(id, text, &piece, diagnostics) {
            declarations.push(declaration);
        }
    }
    let outside = |found: &&Diagnostic| found.code == Code::TextDirectionControl;
    lexical.iter().filter(outside).for_each(|found| diagnostics.push(found.clone()));
}

fn parse_piece(
    id: FileId,
    text: &str,
    piece: &cut::Piece,
    diagnostics: &mut Diagnostics,
) -> Option<ast::Declaration> {
    let source = &text[piece.range.clone()];
    match Grammar::parse(Rule::piece, source) {
        Ok(mut pairs) => {
            let mut builder = Builder::new(id, piece.range.start, source);
            let declaration = builder.piece(pairs.next()?);
            builder.diagnostics.into_iter().for_each(|found| diagnostics.push(found));
            declaration
        }
        Err(error) => {
            diagnostics.push(errors::diagnose(id, piece.range.start, source, &error));
            None
        }
    }
}

/// Parses one expression that stands inside another text, such as a message's placeholder. Every place in it is `at`.
///
/// # Errors
/// The diagnostic of a text that is no expression.
pub fn parse_expression(text: &str, at: Span) -> Result<ast::Expr, Diagnostic> {
    let refuse = || Diagnostic::new(Code::SyntaxError, at).with("found", text).with("expected", "expression");
    if scan::too_deep(text).is_some() {
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
