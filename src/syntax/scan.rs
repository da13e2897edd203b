//! Tokens of a piece of text, found without the grammar: what stands where, which bracket is open, which quote never
//! closes. Diagnostics and limits look at them; the grammar does not.

use unicode_xid::UnicodeXID;

/// How deep brackets may nest: the parser and everything after it goes down by recursion.
pub(super) const DEEPEST: usize = 64;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// A word: a name or a keyword.
    Word,
    /// Digits, with what is glued to them.
    Number,
    /// A text, a code or a name in quotes that close.
    Quoted,
    /// A regular expression.
    Pattern,
    /// A text or a code in typographic quotes.
    Typographic,
    /// `(`, `[` or `{`.
    Open,
    /// `)`, `]` or `}`.
    Close,
    /// An operator or a mark.
    Symbol,
    /// `// …`
    Comment,
    /// `/// …`
    Doc,
    /// A quote that the line does not close, with the rest of the line.
    Unclosed,
    /// An invisible character that steers the direction of text, or joins letters.
    Control,
}

/// A token: bytes `start..end` of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Token {
    /// Its text.
    pub(super) fn text<'t>(&self, text: &'t str) -> &'t str {
        &text[self.start..self.end]
    }

    /// Whether it is read by people only.
    pub(super) fn is_comment(&self) -> bool {
        matches!(self.kind, TokenKind::Comment | TokenKind::Doc)
    }
}

/// Whether a character is a blank of the language, a line's end included.
pub(super) fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\n' | '\u{A0}' | '\u{202F}' | '\u{2009}' | '\u{FEFF}')
}

/// Embeddings, overrides and isolates: refused everywhere.
pub(super) fn is_direction_control(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Marks and joiners: refused outside texts and comments.
pub(super) fn is_direction_mark(c: char) -> bool {
    matches!(c, '\u{200C}'..='\u{200F}' | '\u{61C}')
}

/// Symbols of several characters, longest first.
const SYMBOLS: [&str; 16] =
    ["===", "!==", "==", "!=", "<=", ">=", "<>", "=<", "=>", "&&", "||", "..", "%in%", "->", "<-", "::"];

/// The tokens of a text, in order. What stands between two tokens is blank.
pub(super) fn scan(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        if is_blank(first) {
            at += first.len_utf8();
            continue;
        }
        let after_matches =
            tokens.last().is_some_and(|token| token.kind == TokenKind::Word && token.text(text) == "matches");
        let (kind, length) = token_at(&text[at..], first, after_matches);
        tokens.push(Token { kind, start: at, end: at + length });
        at += length;
    }
    tokens
}

fn token_at(rest: &str, first: char, after_matches: bool) -> (TokenKind, usize) {
    match first {
        '/' if rest.starts_with("///") && !rest.starts_with("////") => (TokenKind::Doc, line_length(rest)),
        '/' if rest.starts_with("//") => (TokenKind::Comment, line_length(rest)),
        '/' if after_matches => delimited(rest, TokenKind::Pattern, |c| c == '/', true),
        '"' => delimited(rest, TokenKind::Quoted, |c| c == '"', true),
        '\'' | '`' => delimited(rest, TokenKind::Quoted, |c| c == first, false),
        '“' | '”' | '„' => {
            delimited(rest, TokenKind::Typographic, |c| matches!(c, '“' | '”' | '"'), false)
        }
        '‘' | '’' | '‚' => {
            delimited(rest, TokenKind::Typographic, |c| matches!(c, '‘' | '’' | '\''), false)
        }
        '«' => delimited(rest, TokenKind::Typographic, |c| c == '»', false),
        '‹' => delimited(rest, TokenKind::Typographic, |c| c == '›', false),
        '(' | '[' | '{' => (TokenKind::Open, 1),
        ')' | ']' | '}' => (TokenKind::Close, 1),
        c if is_direction_control(c) || is_direction_mark(c) => (TokenKind::Control, c.len_utf8()),
        c if c.is_numeric() => (TokenKind::Number, number_length(rest)),
        c if c == '_' || UnicodeXID::is_xid_start(c) => (TokenKind::Word, word_length(rest)),
        c => (
            TokenKind::Symbol,
            SYMBOLS.iter().find(|symbol| rest.starts_with(**symbol)).map_or(c.len_utf8(), |s| s.len()),
        ),
    }
}

/// A token that a quote opens and closes on one line.
fn delimited(
    rest: &str,
    kind: TokenKind,
    closes: impl Fn(char) -> bool,
    escapes: bool,
) -> (TokenKind, usize) {
    let mut characters = rest.char_indices().skip(1);
    while let Some((at, c)) = characters.next() {
        match c {
            '\n' => return (TokenKind::Unclosed, at),
            '\\' if escapes => drop(characters.next()),
            c if closes(c) => return (kind, at + c.len_utf8()),
            _ => {}
        }
    }
    (TokenKind::Unclosed, rest.len())
}

fn line_length(rest: &str) -> usize {
    rest.find('\n').map_or(rest.len(), |end| rest[..end].trim_end_matches('\r').len())
}

fn word_length(rest: &str) -> usize {
    rest.find(|c| !UnicodeXID::is_xid_continue(c)).unwrap_or(rest.len())
}

/// Digits, letters glued to them, and a point between digits.
fn number_length(rest: &str) -> usize {
    let mut length = word_length(rest);
    while let Some(fraction) = rest[length..].strip_prefix('.') {
        if !fraction.starts_with(|c: char| c.is_ascii_digit()) {
            break;
        }
        length += 1 + word_length(fraction);
    }
    length.max(rest.chars().next().map_or(1, char::len_utf8))
}

/// A bracket that is not closed, and where that shows: a bracket of another kind, or the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct UnclosedBracket {
    /// The opening bracket.
    pub(super) open: Token,
    /// The closing bracket that does not belong to it; none at the end of the text.
    pub(super) met: Option<Token>,
}

/// The first bracket that is not closed.
pub(super) fn unclosed_bracket(text: &str, tokens: &[Token]) -> Option<UnclosedBracket> {
    let mut open: Vec<Token> = Vec::new();
    for token in tokens {
        match token.kind {
            TokenKind::Open => open.push(*token),
            TokenKind::Close => {
                let opener = open.pop()?;
                let pair = [opener.text(text), token.text(text)];
                if !matches!(pair, ["(", ")"] | ["[", "]"] | ["{", "}"]) {
                    return Some(UnclosedBracket { open: opener, met: Some(*token) });
                }
            }
            _ => {}
        }
    }
    open.pop().map(|open| UnclosedBracket { open, met: None })
}

/// The first bracket that opens deeper than `limit`.
pub(super) fn too_deep(tokens: &[Token], limit: usize) -> Option<Token> {
    let mut depth = 0_usize;
    for token in tokens {
        match token.kind {
            TokenKind::Open => depth += 1,
            TokenKind::Close => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > limit {
            return Some(*token);
        }
    }
    None
}
