//! What the parser could not read, in the words of a rule's writer.

use pest::error::{Error, ErrorVariant, InputLocation};

use super::expected;
use super::grammar::Rule;
use super::scan::{self, Token, TokenKind};
use crate::diag::{Code, Diagnostic, similar};
use crate::files::{FileId, Span};

/// The aggregates whose parentheses are easily forgotten.
const AGGREGATES: [&str; 10] =
    ["count", "sum", "mean", "share", "median", "min", "max", "stddev", "mad", "quantile"];
/// The longest piece of text that a message shows.
const LONGEST: usize = 40;

/// The byte where the parser could not go on.
pub(super) fn position(error: &Error<Rule>) -> usize {
    match error.location {
        InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
    }
}

/// Brackets, or operators, that nest deeper than `limit`.
pub(super) fn too_deep(span: Span, limit: usize) -> Diagnostic {
    Diagnostic::new(Code::NestingTooDeep, span).with("limit", limit).help("define")
}

/// The first line of a text, cut where it is long.
pub(super) fn short(text: &str) -> String {
    text.lines().next().unwrap_or("").chars().take(LONGEST).collect()
}

/// A piece that does not parse.
pub(super) struct Context<'t> {
    pub(super) file: FileId,
    /// The byte of the file where the piece begins.
    pub(super) base: usize,
    pub(super) text: &'t str,
    pub(super) tokens: &'t [Token],
    /// Where the parser could not go on.
    pub(super) at: usize,
}

impl Context<'_> {
    /// The one diagnostic of the piece.
    pub(super) fn diagnose(&self, error: &Error<Rule>) -> Diagnostic {
        let ErrorVariant::ParsingError { positives, .. } = &error.variant else {
            return too_deep(self.span(self.at, self.at), scan::DEEPEST);
        };
        self.unclosed(positives)
            .or_else(|| self.forgotten_parentheses())
            .or_else(|| self.decimal_comma())
            .or_else(|| self.arrow_for_comparison())
            .or_else(|| self.unit_after_question())
            .or_else(|| self.misspelt(positives))
            .unwrap_or_else(|| self.unexpected(positives))
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.file, self.base + start, self.base + end)
    }

    fn text_of(&self, token: Token) -> &str {
        token.text(self.text)
    }

    /// Index of the first token that ends after the place, comments left out.
    fn here(&self) -> usize {
        let first = self.tokens.partition_point(|token| token.end <= self.at);
        let comments =
            self.tokens[first..].iter().take_while(|token| token.kind == TokenKind::Comment).count();
        first + comments
    }

    /// The token where the parser could not go on.
    fn token(&self) -> Option<Token> {
        self.tokens.get(self.here()).copied()
    }

    /// The token before it.
    fn before(&self) -> Option<Token> {
        self.tokens[..self.here()].iter().rev().find(|token| !token.is_comment()).copied()
    }

    /// A quote or a bracket that is not closed, if that is why the parser could not go on.
    fn unclosed(&self, positives: &[Rule]) -> Option<Diagnostic> {
        let quote = self.tokens.iter().find(|token| token.kind == TokenKind::Unclosed);
        if let Some(quote) = quote.filter(|quote| quote.start <= self.at) {
            let found: String = self.text_of(*quote).chars().take(1).collect();
            let span = self.span(quote.start, quote.start + found.len());
            return Some(Diagnostic::new(Code::Unclosed, span).with("found", found));
        }
        let bracket = scan::unclosed_bracket(self.text, self.tokens)?;
        let shows_at = bracket.met.map_or(self.text.trim_end().len(), |met| met.start);
        let awaited = match self.text_of(bracket.open) {
            "(" => Rule::rparen,
            "[" => Rule::rbracket,
            _ => Rule::rbrace,
        };
        let reached = self.at >= shows_at || self.token().is_none();
        let needed = awaited != Rule::rbrace && positives.contains(&awaited);
        (bracket.open.start < self.at && (reached || needed)).then(|| {
            let span = self.span(bracket.open.start, bracket.open.end);
            Diagnostic::new(Code::Unclosed, span).with("found", self.text_of(bracket.open))
        })
    }

    /// `count where c <= 1`: what is counted stands in parentheses.
    fn forgotten_parentheses(&self) -> Option<Diagnostic> {
        let word =
            self.token().filter(|token| matches!(self.text_of(*token), "where" | "distinct" | "known"))?;
        let aggregate = self.before().filter(|token| AGGREGATES.contains(&self.text_of(*token)))?;
        let end = self.end_of_condition(self.here() + 1);
        let inside = &self.text[word.start..end];
        let span = self.span(aggregate.start, end);
        let write = format!("{}({inside})", self.text_of(aggregate));
        let diagnostic = Diagnostic::new(Code::AggregateParentheses, span);
        let diagnostic = diagnostic.with("aggregate", self.text_of(aggregate)).with("write", write.clone());
        Some(diagnostic.help("write").fix(span, &write))
    }

    /// The end of the condition that begins at a token: of its comparisons, the last belongs to the aggregate.
    fn end_of_condition(&self, from: usize) -> usize {
        let line_end = self.text[self.at..].find('\n').map_or(self.text.len(), |end| self.at + end);
        let line: Vec<Token> = self.tokens[from.min(self.tokens.len())..]
            .iter()
            .take_while(|token| token.start < line_end && !matches!(self.text_of(**token), "}" | "{"))
            .filter(|token| !token.is_comment())
            .copied()
            .collect();
        let compares = |token: &Token| matches!(self.text_of(*token), "==" | "!=" | "<" | "<=" | ">" | ">=");
        let comparisons: Vec<usize> = (0..line.len()).filter(|at| compares(&line[*at])).collect();
        let end = match comparisons.as_slice() {
            [] => line.len(),
            // The only comparison is the condition's if it asks for equality: counts are compared by order.
            [only] if matches!(self.text_of(line[*only]), "==" | "!=") => line.len(),
            [.., last] => *last,
        };
        line[..end].last().map_or(self.at, |token| token.end)
    }

    /// `3,14` where no list is.
    fn decimal_comma(&self) -> Option<Diagnostic> {
        let comma = self.token().filter(|token| matches!(self.text_of(*token), "," | "٫"))?;
        let whole =
            self.before().filter(|token| token.kind == TokenKind::Number && token.end == comma.start)?;
        let fraction = self.tokens.get(self.here() + 1)?;
        let is_number = |token: &Token| {
            self.text_of(*token).bytes().all(|b| b.is_ascii_digit() || b == b'_' || b == b'.')
        };
        if fraction.start != comma.end || !is_number(fraction) || !is_number(&whole) {
            return None;
        }
        let span = self.span(whole.start, fraction.end);
        let found = &self.text[whole.start..fraction.end];
        let write = format!("{}.{}", self.text_of(whole).replace('.', "_"), self.text_of(*fraction));
        let diagnostic =
            Diagnostic::new(Code::NumberFormat, span).with("found", found).with("write", write.clone());
        let sure = !self.text_of(*fraction).contains('.');
        Some(if sure { diagnostic.help("write").fix(span, &write) } else { diagnostic })
    }

    /// `a => b` outside of `case`.
    fn arrow_for_comparison(&self) -> Option<Diagnostic> {
        let arrow = self.token().filter(|token| self.text_of(*token) == "=>")?;
        let span = self.span(arrow.start, arrow.end);
        let diagnostic = Diagnostic::new(Code::ForeignOperator, span).with("found", "=>").with("write", ">=");
        Some(diagnostic.help("write").fix(span, ">="))
    }

    /// `integer? [day]`: the unit belongs to the type, and `?` ends it.
    fn unit_after_question(&self) -> Option<Diagnostic> {
        let open = self.token().filter(|token| self.text_of(*token) == "[")?;
        let question = self.before().filter(|token| self.text_of(*token) == "?")?;
        let close = self.tokens[self.here()..].iter().find(|token| self.text_of(**token) == "]")?;
        let unit = &self.text[open.start..close.end];
        if unit.contains('\n') {
            return None;
        }
        let span = self.span(question.start, close.end);
        let write = format!(" {unit}?");
        let diagnostic = Diagnostic::new(Code::SyntaxError, span).with("found", format!("? {unit}"));
        let diagnostic = diagnostic.with("expected", "").with("write", write.trim_start());
        Some(diagnostic.help("write").fix(span, &write))
    }

    /// A clause's word with a mistake in it: the message names the word that is meant.
    fn misspelt(&self, positives: &[Rule]) -> Option<Diagnostic> {
        let wanted = expected::words(positives);
        let candidate = |token: Token, words: &[String]| {
            let found = self.text_of(token);
            if token.kind != TokenKind::Word || words.iter().any(|word| word == found) {
                return None;
            }
            let near = similar(found, words.iter().map(String::as_str))?;
            let span = self.span(token.start, token.end);
            let diagnostic = Diagnostic::new(Code::SyntaxError, span).with("found", found);
            Some(diagnostic.with("expected", format!("\"{near}\"")))
        };
        let at_token = self.token().and_then(|token| candidate(token, &wanted));
        // A misspelt clause of a source is read as the name of a column, up to the word after it.
        let source_clauses = || {
            let words: Vec<String> = expected::SOURCE_CLAUSES.iter().map(|word| (*word).to_owned()).collect();
            let awaits_colon = positives.contains(&Rule::colon);
            self.before().filter(|_| awaits_colon).and_then(|token| candidate(token, &words))
        };
        at_token.or_else(source_clauses)
    }

    fn unexpected(&self, positives: &[Rule]) -> Diagnostic {
        let keys = expected::keys(positives);
        let (span, found) = match self.token() {
            Some(token) => (self.span(token.start, token.end), short(self.text_of(token))),
            None => {
                let end =
                    self.tokens.iter().rev().find(|token| !token.is_comment()).map_or(0, |token| token.end);
                (self.span(end, end), String::new())
            }
        };
        Diagnostic::new(Code::SyntaxError, span).with("found", found).with("expected", keys.join(", "))
    }
}
