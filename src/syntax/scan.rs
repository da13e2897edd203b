//! What can be said of a text before it is parsed: depth of brackets, unclosed quotes, controls of text direction.

use crate::diag::{Code, Diagnostic};
use crate::files::{FileId, Span};

/// How deep brackets may nest: the parser and everything after it goes down by recursion.
pub(super) const DEEPEST: usize = 64;

/// A piece of text as far as brackets and quotes go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token {
    Open(char),
    Close(char),
    /// A quote that its line does not close.
    Unclosed(char),
}

/// Walks over the brackets of a text, skipping comments, quotes and regular expressions.
fn tokens(text: &str, mut each: impl FnMut(usize, Token)) {
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut after_matches = false;
    while at < bytes.len() {
        let byte = bytes[at];
        match byte {
            b'/' if bytes.get(at + 1) == Some(&b'/') => at = line_end(text, at),
            b'/' if after_matches => {
                at = skip_quoted(bytes, at, b'/', true).unwrap_or_else(|| {
                    each(at, Token::Unclosed('/'));
                    line_end(text, at)
                });
                after_matches = false;
            }
            b'"' | b'\'' | b'`' => {
                at = skip_quoted(bytes, at, byte, byte == b'"').unwrap_or_else(|| {
                    each(at, Token::Unclosed(char::from(byte)));
                    line_end(text, at)
                });
                after_matches = false;
            }
            b'(' | b'[' | b'{' => {
                each(at, Token::Open(char::from(byte)));
                (at, after_matches) = (at + 1, false);
            }
            b')' | b']' | b'}' => {
                each(at, Token::Close(char::from(byte)));
                (at, after_matches) = (at + 1, false);
            }
            _ if byte.is_ascii_alphabetic() => {
                let end =
                    at + bytes[at..].iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count();
                after_matches = &text[at..end] == "matches";
                at = end;
            }
            _ => {
                after_matches &= byte.is_ascii_whitespace();
                at += 1;
            }
        }
    }
}

fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |offset| at + offset)
}

/// One past the closing quote on the same line; a quote that is doubled (or escaped) does not close.
fn skip_quoted(bytes: &[u8], start: usize, quote: u8, escapes: bool) -> Option<usize> {
    let mut at = start + 1;
    while at < bytes.len() && bytes[at] != b'\n' {
        if escapes && bytes[at] == b'\\' {
            at += 2;
        } else if bytes[at] == quote {
            if !escapes && bytes.get(at + 1) == Some(&quote) {
                at += 2;
                continue;
            }
            return Some(at + 1);
        } else {
            at += 1;
        }
    }
    None
}

/// Where brackets nest deeper than [`DEEPEST`].
pub(super) fn too_deep(text: &str) -> Option<usize> {
    let (mut depth, mut found) = (0_usize, None);
    tokens(text, |at, token| {
        match token {
            Token::Open(_) => depth += 1,
            Token::Close(_) => depth = depth.saturating_sub(1),
            Token::Unclosed(_) => {}
        }
        if depth > DEEPEST && found.is_none() {
            found = Some(at);
        }
    });
    found
}

/// The brackets of a piece that are open at its end: place and character.
pub(super) fn unclosed_bracket(text: &str) -> Option<(usize, char)> {
    let mut open: Vec<(usize, char)> = Vec::new();
    tokens(text, |at, token| match token {
        Token::Open(bracket) => open.push((at, bracket)),
        Token::Close(_) => {
            open.pop();
        }
        Token::Unclosed(_) => {}
    });
    open.pop()
}

/// Faults of a file's characters.
pub(super) fn scan(id: FileId, text: &str) -> Vec<Diagnostic> {
    let mut found = direction_controls(id, text);
    let mut depth = 0_usize;
    let mut reported = false;
    let mut line_start_depth_reset = 0;
    tokens(text, |at, token| {
        // A declaration word in column 1 begins anew, whatever was left open before it.
        let line = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
        if line > line_start_depth_reset && super::cut::begins_declaration(&text[line..]) {
            (depth, reported, line_start_depth_reset) = (0, false, line);
        }
        match token {
            Token::Open(_) => depth += 1,
            Token::Close(_) => depth = depth.saturating_sub(1),
            Token::Unclosed(quote) => {
                let span = Span::new(id, at, line_end(text, at));
                found.push(Diagnostic::new(Code::Unclosed, span).with("found", quote.to_string()));
            }
        }
        if depth > DEEPEST && !reported {
            let diagnostic = Diagnostic::new(Code::NestingTooDeep, Span::new(id, at, at + 1));
            found.push(diagnostic.with("limit", DEEPEST).help("define"));
            reported = true;
        }
    });
    found
}

/// Characters that change the direction of text: errors everywhere, since what is read is then not what is run.
fn direction_controls(id: FileId, text: &str) -> Vec<Diagnostic> {
    let is_control = |c: char| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let report = |(at, c): (usize, char)| {
        let span = Span::new(id, at, at + c.len_utf8());
        let diagnostic = Diagnostic::new(Code::TextDirectionControl, span)
            .with("found", format!("U+{:04X}", u32::from(c)));
        diagnostic.help("remove").fix(span, "")
    };
    text.char_indices().filter(|(_, c)| is_control(*c)).map(report).collect()
}
