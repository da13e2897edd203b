//! Pest's errors in the words of a rule's writer.

use pest::error::{Error, ErrorVariant, InputLocation};

use super::grammar::Rule;
use super::scan;
use crate::diag::{Code, Diagnostic};
use crate::files::{FileId, Span};

/// The aggregates whose parentheses are easily forgotten.
const AGGREGATES: [&str; 5] = ["count", "sum", "mean", "share", "median"];

/// The diagnostic of a piece that does not parse.
pub(super) fn diagnose(id: FileId, base: usize, text: &str, error: &Error<Rule>) -> Diagnostic {
    let at = match error.location {
        InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
    };
    let at = token_start(text, at);
    let token = token(text, at);
    let span = Span::new(id, base + at, base + at + token.len());
    if let Some(diagnostic) = forgotten_parentheses(id, base, text, at, token) {
        return diagnostic;
    }
    if let Some(diagnostic) = decimal_comma(id, base, text, at) {
        return diagnostic;
    }
    if token.is_empty() {
        if let Some((open, bracket)) = scan::unclosed_bracket(text) {
            let span = Span::new(id, base + open, base + open + 1);
            return Diagnostic::new(Code::Unclosed, span).with("found", bracket.to_string());
        }
        let end = text.trim_end().len();
        let span = Span::new(id, base + end.saturating_sub(1), base + end);
        return Diagnostic::new(Code::SyntaxError, span).with("found", "").with("expected", expected(error));
    }
    Diagnostic::new(Code::SyntaxError, span).with("found", token).with("expected", expected(error))
}

/// Where the next token begins: blanks and comments are skipped.
fn token_start(text: &str, mut at: usize) -> usize {
    loop {
        let rest = &text[at..];
        let trimmed = rest.trim_start();
        at += rest.len() - trimmed.len();
        if trimmed.starts_with("//") && !trimmed.starts_with("///") {
            at += trimmed.find('\n').unwrap_or(trimmed.len());
        } else {
            return at;
        }
    }
}

/// The word, number or sign at a place; empty at the end.
fn token(text: &str, at: usize) -> &str {
    let rest = &text[at..];
    let Some(first) = rest.chars().next() else { return "" };
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let length = if is_word(first) {
        rest.find(|c: char| !is_word(c)).unwrap_or(rest.len())
    } else {
        first.len_utf8()
    };
    &rest[..length]
}

/// `count where c <= 1`: what is counted stands in parentheses.
fn forgotten_parentheses(id: FileId, base: usize, text: &str, at: usize, token: &str) -> Option<Diagnostic> {
    if !matches!(token, "where" | "distinct" | "known") {
        return None;
    }
    let before = text[..at].trim_end();
    let aggregate = AGGREGATES.into_iter().find(|name| {
        before
            .strip_suffix(name)
            .is_some_and(|rest| !rest.ends_with(|c: char| c.is_alphanumeric() || c == '_'))
    })?;
    let start = before.len() - aggregate.len();
    let rest = &text[at..];
    let stop = [" <=", " >=", " ==", " !=", " <", " >", "\n", "}"];
    // The first comparison belongs to the condition, the last on the line to what is counted.
    let line = &rest[..rest.find(['\n', '}']).unwrap_or(rest.len())];
    let cut = stop.iter().filter_map(|sign| line.rfind(sign)).max().unwrap_or(line.len());
    let write = format!("{aggregate}({}){}", line[..cut].trim(), line[cut..].trim_end());
    let span = Span::new(id, base + start, base + at + token.len());
    Some(
        Diagnostic::new(Code::AggregateParentheses, span)
            .with("aggregate", aggregate)
            .with("write", write)
            .help("write"),
    )
}

/// `3,14` where no list is.
fn decimal_comma(id: FileId, base: usize, text: &str, at: usize) -> Option<Diagnostic> {
    if !text[at..].starts_with([',', '٫']) {
        return None;
    }
    let before =
        text[..at].len() - text[..at].trim_end_matches(|c: char| c.is_ascii_digit() || c == '_').len();
    let comma = text[at..].chars().next().map_or(0, char::len_utf8);
    let after = text[at + comma..].bytes().take_while(u8::is_ascii_digit).count();
    if before == 0 || after == 0 {
        return None;
    }
    let (start, end) = (at - before, at + comma + after);
    let write = format!("{}.{}", &text[start..at], &text[at + comma..end]);
    let span = Span::new(id, base + start, base + end);
    let diagnostic = Diagnostic::new(Code::NumberFormat, span).with("found", &text[start..end]);
    Some(diagnostic.with("write", write.clone()).help("write").fix(span, &write))
}

/// What the grammar could have gone on with, as keys of the catalogues and quoted signs, the most general first.
fn expected(error: &Error<Rule>) -> String {
    let ErrorVariant::ParsingError { positives, .. } = &error.variant else { return String::new() };
    let mut keys: Vec<&str> = positives.iter().filter_map(|wanted| key(*wanted)).collect();
    keys.sort_unstable();
    keys.dedup();
    if keys.contains(&"expression") {
        keys.retain(|key| !matches!(*key, "name" | "number" | "code" | "regex" | "date" | "operator"));
    }
    keys.truncate(6);
    keys.join(", ")
}

/// The key of a grammar rule; none for what no writer thinks of.
fn key(wanted: Rule) -> Option<&'static str> {
    Some(match wanted {
        Rule::expr
        | Rule::sum
        | Rule::operand
        | Rule::factor
        | Rule::literal
        | Rule::implication
        | Rule::negation
        | Rule::comparison
        | Rule::group
        | Rule::cases
        | Rule::quantified
        | Rule::call
        | Rule::path
        | Rule::product => "expression",
        Rule::name | Rule::names | Rule::column => "name",
        Rule::text | Rule::labels => "text",
        Rule::code => "code",
        Rule::number | Rule::percent | Rule::quantity => "number",
        Rule::date | Rule::month | Rule::time | Rule::year => "date",
        Rule::regex => "regex",
        Rule::set => "set",
        Rule::r#type => "type",
        Rule::unit | Rule::unit_expr => "unit",
        Rule::lang => "language",
        Rule::compare_op | Rule::is_test | Rule::set_test | Rule::determines_test => "operator",
        Rule::setting | Rule::when | Rule::require | Rule::example | Rule::titles | Rule::severity => {
            "clause"
        }
        Rule::lbrace => "\"{\"",
        Rule::rbrace => "\"}\"",
        Rule::lparen => "\"(\"",
        Rule::rparen => "\")\"",
        Rule::rbracket => "\"]\"",
        Rule::colon => "\":\"",
        Rule::eq => "\"=\"",
        Rule::comma => "\",\"",
        Rule::dots => "\"..\"",
        Rule::arrow => "\"=>\"",
        Rule::then => "\"then\"",
        Rule::r#else => "\"else\"",
        Rule::of => "\"of\"",
        Rule::ON => "\"on\"",
        Rule::by => "\"by\"",
        _ => return None,
    })
}
