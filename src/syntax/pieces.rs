//! Files in pieces: cut at declaration words in column 1, each parsed alone, so that a broken declaration spoils no
//! other and has one diagnostic.

use std::ops::Range;

use pest::Parser;
use pest::error::Error;
use unicode_xid::UnicodeXID;

use super::errors::{self, Context};
use super::grammar::{Grammar, Node, Rule};
use super::scan::{self, Token, TokenKind, is_blank, is_direction_control, is_direction_mark, scan};
use crate::diag::{Code, Diagnostic, similar};
use crate::files::{FileId, Span};

/// The words that begin a declaration.
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

/// A declaration that parses.
pub(super) struct Parsed<'t> {
    /// The byte of the file where the text begins that its node is counted in.
    pub(super) base: usize,
    /// That text.
    pub(super) text: &'t str,
    /// A `piece`.
    pub(super) node: Node<'t>,
}

/// The declarations of a file that parse, and what is wrong with the others.
pub(super) fn parse(file: FileId, text: &str) -> (Vec<Parsed<'_>>, Vec<Diagnostic>) {
    let mut parsing = Parsing { file, parsed: Vec::new(), diagnostics: Vec::new() };
    for range in cut(text) {
        parsing.piece(range.start, &text[range]);
    }
    (parsing.parsed, parsing.diagnostics)
}

/// The pieces of a file: together they are the whole text. A text of blanks and comments has one where it must be
/// looked at for characters that are refused everywhere.
fn cut(text: &str) -> Vec<Range<usize>> {
    let mut starts = Vec::new();
    let mut quiet_since = Some(0);
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if is_quiet(line) {
            quiet_since = quiet_since.or(Some(at));
        } else {
            // Text before the first declaration is a piece too: it is said to be no declaration.
            if begins_declaration(line) || starts.is_empty() {
                starts.push(quiet_since.unwrap_or(at));
            }
            quiet_since = None;
        }
        at += line.len();
    }
    if starts.is_empty() {
        starts.push(0);
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}

/// The name of the declaration that a place of a file is in.
pub(super) fn name_at(text: &str, at: usize) -> Option<String> {
    let piece = cut(text).into_iter().find(|piece| piece.contains(&at))?;
    let piece = &text[piece];
    let mut tokens = scan(piece).into_iter().filter(|token| !token.is_comment());
    let (word, name) = (tokens.next()?, tokens.next()?);
    let is_name = matches!(name.kind, TokenKind::Word | TokenKind::Quoted);
    (WORDS.contains(&word.text(piece)) && is_name).then(|| name.text(piece).trim_matches('`').to_owned())
}

/// Whether a line holds blanks and comments only.
fn is_quiet(line: &str) -> bool {
    let rest = line.trim_start_matches(is_blank);
    rest.is_empty() || rest.starts_with("//")
}

/// Whether a text begins with a declaration's word that is not used as a name.
fn begins_declaration(text: &str) -> bool {
    let text = text.trim_start_matches('\u{FEFF}');
    let end = text.find(|c| !UnicodeXID::is_xid_continue(c)).unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    if !WORDS.contains(&word) {
        return false;
    }
    let next = rest.trim_start_matches(is_blank).chars().next();
    next.is_none_or(|c| {
        matches!(c, '_' | '`' | '"' | '\'' | '/') || c.is_numeric() || UnicodeXID::is_xid_start(c)
    })
}

struct Parsing<'t> {
    file: FileId,
    parsed: Vec<Parsed<'t>>,
    diagnostics: Vec<Diagnostic>,
}

impl<'t> Parsing<'t> {
    fn piece(&mut self, base: usize, text: &'t str) {
        let tokens = scan(text);
        if self.refuses_controls(base, text, &tokens) {
            return;
        }
        if let Some(bracket) = scan::too_deep(&tokens, scan::DEEPEST) {
            self.diagnostics.push(errors::too_deep(self.span(base, bracket), scan::DEEPEST));
            return;
        }
        let region = Region { base, text, starts: line_starts(text, &tokens), tokens: &tokens };
        let mut next = Some(0);
        while let Some(start) = next {
            next = self.declaration(&region, start);
        }
    }

    fn span(&self, base: usize, token: Token) -> Span {
        Span::new(self.file, base + token.start, base + token.end)
    }

    /// Reports the characters that are refused. True if the parser would stumble over one.
    fn refuses_controls(&mut self, base: usize, text: &str, tokens: &[Token]) -> bool {
        if !text.contains(|c| is_direction_control(c) || is_direction_mark(c)) {
            return false;
        }
        for token in tokens {
            let in_code = token.kind == TokenKind::Control;
            let refused =
                token.text(text).char_indices().filter(|(_, c)| in_code || is_direction_control(*c));
            for (at, c) in refused {
                let start = base + token.start + at;
                let span = Span::new(self.file, start, start + c.len_utf8());
                let found = format!("U+{:04X}", u32::from(c));
                let diagnostic = Diagnostic::new(Code::TextDirectionControl, span).with("found", found);
                self.diagnostics.push(diagnostic.help("remove").fix(span, ""));
            }
        }
        tokens.iter().any(|token| token.kind == TokenKind::Control)
    }

    /// Parses what begins at a byte of a region. Where to go on, if anything is left.
    fn declaration(&mut self, region: &Region<'t, '_>, start: usize) -> Option<usize> {
        let first = region.tokens_of(start..region.text.len()).iter().find(|token| !token.is_comment())?;
        if !WORDS.contains(&first.text(region.text)) {
            return self.stray(region, *first);
        }
        let end = region.next_declaration(start, *first);
        let Err(error) = self.parse(region, start..end) else { return region.goes_on_at(end) };
        let at = start + errors::position(&error);
        // A line that begins with a declaration's word may go on with the declaration before it.
        let is_cut = at >= region.text[..end].trim_end().len();
        if is_cut && end < region.text.len() && self.parse(region, start..region.text.len()).is_ok() {
            return None;
        }
        if let Some(next) = region.stray_before(start, at)
            && self.parse(region, start..next).is_ok()
        {
            return Some(next);
        }
        let (text, tokens) = (&region.text[..end], region.tokens_of(start..end));
        let context = Context { file: self.file, base: region.base, text, tokens, at };
        self.diagnostics.push(context.diagnose(&error));
        region.goes_on_at(end)
    }

    /// Parses one declaration.
    fn parse(&mut self, region: &Region<'t, '_>, range: Range<usize>) -> Result<(), Box<Error<Rule>>> {
        let (base, text) = (region.base + range.start, &region.text[range]);
        let node = Grammar::parse(Rule::piece, text)?.next().expect("a piece is not silent");
        self.parsed.push(Parsed { base, text, node });
        Ok(())
    }

    /// Reports a text that begins no declaration. Where to go on.
    fn stray(&mut self, region: &Region<'t, '_>, token: Token) -> Option<usize> {
        let found = token.text(region.text);
        let span = self.span(region.base, token);
        let diagnostic = if token.kind == TokenKind::Word {
            let diagnostic = Diagnostic::new(Code::UnknownDeclaration, span).with("found", found);
            match similar(found, WORDS) {
                Some(near) => diagnostic.similar(Some(near)),
                None => diagnostic.with("words", WORDS.join(", ")).help("words"),
            }
        } else {
            Diagnostic::new(Code::SyntaxError, span).with("found", errors::short(found)).with("expected", "")
        };
        self.diagnostics.push(diagnostic);
        let after = region.starts.partition_point(|start| start.start <= token.start);
        region.starts[after..].iter().find(|start| region.may_begin(start)).map(|next| next.start)
    }
}

/// A piece as its tokens show it. Mostly it is one declaration; several, where they do not begin in column 1.
struct Region<'t, 'p> {
    base: usize,
    text: &'t str,
    tokens: &'p [Token],
    /// See [`line_starts`].
    starts: Vec<Token>,
}

impl Region<'_, '_> {
    fn tokens_of(&self, range: Range<usize>) -> &[Token] {
        let at = |byte: usize| self.tokens.partition_point(|token| token.start < byte);
        &self.tokens[at(range.start)..at(range.end)]
    }

    fn goes_on_at(&self, end: usize) -> Option<usize> {
        (end < self.text.len()).then_some(end)
    }

    /// Whether a word begins a declaration, or is nearly a word that does.
    fn may_begin(&self, token: &Token) -> bool {
        let word = token.text(self.text);
        begins_declaration(&self.text[token.start..]) || similar(word, WORDS).is_some()
    }

    /// Where the declaration after the one that begins with a word begins, its documentation included.
    fn next_declaration(&self, start: usize, first: Token) -> usize {
        let after = self.starts.partition_point(|token| token.start <= first.start);
        let next = self.starts[after..].iter().find(|token| self.may_begin(token));
        next.map_or(self.text.len(), |next| next.start - trailing_docs(&self.text[start..next.start]))
    }

    /// The last word in column 1 up to a place, if there is one after the declaration's own.
    fn stray_before(&self, start: usize, at: usize) -> Option<usize> {
        let before = self.starts.partition_point(|token| token.start <= at);
        let stray = self.starts[..before].last()?;
        let own = self.tokens_of(start..at).iter().find(|token| !token.is_comment())?;
        let head = (stray.start > own.start).then(|| &self.text[start..stray.start])?;
        Some(stray.start - trailing_docs(head))
    }
}

/// The words outside of brackets that could begin a declaration: first of their line, and a declaration's word or in
/// column 1.
fn line_starts(text: &str, tokens: &[Token]) -> Vec<Token> {
    let mut depth = 0_usize;
    let mut starts = Vec::new();
    for token in tokens {
        match token.kind {
            TokenKind::Open => depth += 1,
            TokenKind::Close => depth = depth.saturating_sub(1),
            TokenKind::Word if depth == 0 => {
                let before = text[..token.start].trim_end_matches([' ', '\t', '\u{A0}']);
                let is_first = before.is_empty() || before.ends_with(['\n', '\u{FEFF}']);
                let in_column = before.len() == token.start;
                if is_first && (in_column || begins_declaration(&text[token.start..])) {
                    starts.push(*token);
                }
            }
            _ => {}
        }
    }
    starts
}

/// The length of the lines of comments and blanks at the end of a text, from its first line of documentation on.
fn trailing_docs(text: &str) -> usize {
    let mut length = 0;
    let mut docs = 0;
    for line in text.split_inclusive('\n').rev() {
        if !is_quiet(line) {
            break;
        }
        length += line.len();
        if line.trim_start_matches(is_blank).starts_with("///") {
            docs = length;
        }
    }
    docs
}
