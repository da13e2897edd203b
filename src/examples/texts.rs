//! The text of a changed expression: what was written, with a piece of it replaced. What has no text of its own (what
//! the compiler wrote) has no changed text, and is not changed.

use std::ops::Range;

use crate::files::{Files, Span};

/// Longest shown text of an expression before it is cut around the change.
const LONGEST: usize = 100;
/// What is shown on each side of the change of a longer one.
const AROUND: usize = 32;

/// The text of one file.
#[derive(Clone, Copy)]
pub(super) struct Text<'a> {
    files: &'a Files,
    span: Span,
}

impl<'a> Text<'a> {
    /// The text of an expression's file.
    pub(super) fn new(files: &'a Files, span: Span) -> Self {
        Text { files, span }
    }

    fn whole(self) -> &'a str {
        self.files.file(self.span.file).text()
    }

    /// What stands under a span of the file.
    pub(super) fn of(self, span: Span) -> &'a str {
        if span.file == self.span.file { self.files.text(span) } else { "" }
    }

    /// What stands under a range of the file.
    pub(super) fn at(self, range: Range<usize>) -> &'a str {
        self.whole().get(range).unwrap_or("")
    }

    /// An expression with the parentheses around it.
    pub(super) fn enclosed(self, span: Span) -> Range<usize> {
        let mut range = span.range();
        let whole = self.whole();
        loop {
            let before = whole.get(..range.start).unwrap_or("").trim_end();
            let after = whole.get(range.end..).unwrap_or("");
            let blanks = after.len() - after.trim_start().len();
            if !before.ends_with('(') || !after.trim_start().starts_with(')') || is_call(before) {
                return range;
            }
            range = before.len() - 1..range.end + blanks + 1;
        }
    }

    /// The range between two operands when nothing but this word stands there.
    pub(super) fn between(self, left: Span, right: Span, word: &str) -> Option<Range<usize>> {
        let (left, right) = (self.enclosed(left), self.enclosed(right));
        let gap = self.whole().get(left.end..right.start)?;
        let start = left.end + gap.len() - gap.trim_start().len();
        (gap.trim() == word).then(|| start..start + word.len())
    }

    /// What was written in a range, and what stands there with pieces of it replaced; both cut around the change when
    /// they are long. Pieces are in ascending order.
    pub(super) fn changed(
        self,
        shown: Range<usize>,
        pieces: &[(Range<usize>, String)],
    ) -> Option<(String, String)> {
        let from = self.whole().get(shown.clone())?;
        let mut to = String::new();
        let mut at = shown.start;
        for (range, text) in pieces {
            to.push_str(self.whole().get(at..range.start)?);
            to.push_str(text);
            at = range.end;
        }
        to.push_str(self.whole().get(at..shown.end)?);
        let (from, to) = (on_one_line(from), on_one_line(&to));
        (from != to).then(|| cut(&from, &to))
    }
}

/// Words after which a parenthesis is no call's.
const BEFORE_PARENTHESES: [&str; 17] = [
    "and", "or", "not", "implies", "if", "then", "else", "when", "require", "where", "in", "of", "within",
    "least", "known", "weighted", "is",
];

/// Whether the parenthesis that a text ends with belongs to a call or an aggregate.
fn is_call(before: &str) -> bool {
    let head = before[..before.len() - 1].trim_end();
    let word: String = head.chars().rev().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    let word: String = word.chars().rev().collect();
    !word.is_empty() && !BEFORE_PARENTHESES.contains(&word.as_str())
}

/// The text on one line, with single blanks.
pub(super) fn on_one_line(text: &str) -> String {
    let lines = text.lines().map(|line| line.split("//").next().unwrap_or(""));
    lines.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}

/// Two texts, cut around where they differ when they are long.
fn cut(from: &str, to: &str) -> (String, String) {
    if from.chars().count() <= LONGEST && to.chars().count() <= LONGEST {
        return (from.to_owned(), to.to_owned());
    }
    let a: Vec<char> = from.chars().collect();
    let b: Vec<char> = to.chars().collect();
    let same = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let rest = a.len().min(b.len()) - same;
    let tail = a.iter().rev().zip(b.iter().rev()).take(rest).take_while(|(x, y)| x == y).count();
    let start = same.saturating_sub(AROUND);
    let part = |text: &[char]| {
        let end = (text.len() - tail + AROUND).min(text.len());
        let before = if start > 0 { "… " } else { "" };
        let after = if end < text.len() { " …" } else { "" };
        format!("{before}{}{after}", text[start..end].iter().collect::<String>().trim())
    };
    (part(&a), part(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(files: &Files, text: &str) -> Span {
        let (id, file) = files.iter().next().expect("a file");
        let start = file.text().find(text).expect("the text is there");
        Span::new(id, start, start + text.len())
    }

    #[test]
    fn parentheses_belong_to_the_operand_but_not_those_of_a_call() {
        let files = Files::of("a.mizan", "x and ( (a or b) ) and f(c)");
        let inner = span(&files, "a or b");
        let text = Text::new(&files, inner);
        assert_eq!(text.at(text.enclosed(inner)), "( (a or b) )");
        let call = span(&files, "c");
        assert_eq!(text.at(text.enclosed(call)), "c");
        assert!(text.between(span(&files, "x"), inner, "and").is_some());
    }

    #[test]
    fn a_long_text_is_cut_around_its_change() {
        let long = format!("{} >= 3 and {}", "a".repeat(80), "b".repeat(80));
        let (from, to) = cut(&long, &long.replace(">=", ">"));
        assert!(from.starts_with("… ") && from.contains(">= 3 and") && from.ends_with(" …"), "{from}");
        assert!(to.contains("> 3 and") && to.chars().count() < 90, "{to}");
    }
}
