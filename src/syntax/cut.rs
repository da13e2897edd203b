//! A file cut into declarations, at their words in column 1.

use std::ops::Range;

use crate::diag::{Code, Diagnostic, similar};
use crate::files::{FileId, Span};

/// The words that begin declarations.
pub(super) const WORDS: [&str; 12] = [
    "balance",
    "codelist",
    "compare",
    "define",
    "entity",
    "link",
    "parameter",
    "rule",
    "rules",
    "source",
    "table",
    "unit",
];

/// The text of one declaration, with the documentation above it.
#[derive(Debug)]
pub(super) struct Piece {
    /// Bytes of the file.
    pub(super) range: Range<usize>,
}

impl Piece {
    /// Whether a place lies in it.
    pub(super) fn holds(&self, span: Span) -> bool {
        self.range.contains(&(span.start as usize))
    }
}

/// Whether a text begins with a declaration's word.
pub(super) fn begins_declaration(text: &str) -> bool {
    WORDS.contains(&first_word(text))
}

fn first_word(text: &str) -> &str {
    let end = text.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(text.len());
    &text[..end]
}

/// What a line in column 1 is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Line {
    /// Begins a declaration.
    Word,
    /// `///`: goes with what follows.
    Doc,
    /// Begins with a word that begins no declaration.
    Stray,
    /// Anything else: goes with what is before it.
    Other,
}

fn kind(line: &str) -> Line {
    let begin = line.strip_prefix('\u{feff}').unwrap_or(line);
    if begin.starts_with("///") && !begin.starts_with("////") {
        return Line::Doc;
    }
    if begins_declaration(begin) {
        return Line::Word;
    }
    if begin.starts_with(|c: char| c.is_alphabetic() || c == '_') { Line::Stray } else { Line::Other }
}

/// The declarations of a file, and what stands between them and is none.
pub(super) fn cut(id: FileId, text: &str) -> (Vec<Piece>, Vec<Diagnostic>) {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut strays = Vec::new();
    let mut docs: Option<usize> = None;
    let mut open = Open::Nothing;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        match kind(line) {
            Line::Doc => docs = docs.or(Some(start)),
            Line::Word => {
                pieces.push(Piece { range: docs.take().unwrap_or(start)..at });
                open = Open::Declaration;
            }
            Line::Stray if is_stray(line, open, pieces.last(), text, start) => {
                docs = None;
                open = Open::Stray;
                strays.push(stray(id, line, start));
            }
            Line::Stray | Line::Other => {
                let blank = line.trim().is_empty() || line.trim_start().starts_with("//");
                if open == Open::Declaration && (!blank || docs.is_none()) {
                    if let Some(piece) = pieces.last_mut() {
                        piece.range.end = at;
                    }
                    docs = if blank { docs } else { None };
                } else if open == Open::Nothing && !blank && !line.starts_with('\u{feff}') {
                    open = Open::Stray;
                    strays.push(stray(id, line, start));
                } else if !blank {
                    docs = None;
                }
            }
        }
    }
    (pieces, strays)
}

/// What the lines before belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Open {
    Nothing,
    Declaration,
    Stray,
}

/// A word in column 1 goes on with the declaration before it while that has an open bracket or could go on.
fn is_stray(line: &str, open: Open, before: Option<&Piece>, text: &str, start: usize) -> bool {
    match (open, before) {
        (Open::Declaration, Some(piece)) => {
            let so_far = &text[piece.range.start..start];
            let closed = super::scan::unclosed_bracket(so_far).is_none();
            closed && (so_far.trim_end().ends_with('}') || similar(first_word(line), WORDS).is_some())
        }
        _ => true,
    }
}

fn stray(id: FileId, line: &str, start: usize) -> Diagnostic {
    let trimmed = line.trim_start();
    let start = start + line.len() - trimmed.len();
    let word = first_word(trimmed);
    let found = if word.is_empty() { trimmed.trim_end() } else { word };
    let span = Span::new(id, start, start + found.len());
    let near = similar(found, WORDS);
    let diagnostic = Diagnostic::new(Code::UnknownDeclaration, span).with("found", found);
    match near {
        Some(near) => diagnostic.similar(Some(near)).fix(span, near),
        None => diagnostic.with("words", WORDS.join(", ")).help("words"),
    }
}
