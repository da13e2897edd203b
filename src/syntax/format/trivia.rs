//! Comments and empty lines of a file, each attached to the token that it stands beside.

use std::collections::BTreeMap;

use super::super::grammar::Node;

/// A comment on lines of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Comment {
    /// `// …`, without the blanks after it.
    pub(super) text: String,
    /// Whether an empty line stands before it.
    pub(super) blank: bool,
}

/// What stands around one token.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Trivia {
    /// The comments above it.
    pub(super) above: Vec<Comment>,
    /// Whether an empty line stands before it, after its comments.
    pub(super) blank: bool,
    /// The comment after it on its line.
    pub(super) after: Option<String>,
}

impl Trivia {
    /// Whether an empty line stands before the token and its comments.
    pub(super) fn blank_before(&self) -> bool {
        self.above.first().map_or(self.blank, |comment| comment.blank)
    }
}

/// The trivia of a file: of each token by the byte it begins at, and what follows the last.
#[derive(Debug, Default)]
pub(super) struct AllTrivia {
    tokens: BTreeMap<usize, Trivia>,
    /// The comments below the last token.
    pub(super) below: Vec<Comment>,
}

impl AllTrivia {
    /// Of the tokens that stand at these bytes of a text, in order.
    pub(super) fn of(text: &str, tokens: &[(usize, usize)]) -> Self {
        let mut all = AllTrivia::default();
        let mut before: Option<(usize, usize)> = None;
        for &(start, end) in tokens {
            let gap = Gap::of(&text[before.map_or(0, |(_, end)| end)..start], before.is_some());
            all.put_after(before, gap.after);
            all.tokens.insert(start, Trivia { above: gap.above, blank: gap.blank, after: None });
            before = Some((start, end));
        }
        let gap = Gap::of(&text[before.map_or(0, |(_, end)| end)..], before.is_some());
        all.put_after(before, gap.after);
        all.below = gap.above;
        all
    }

    fn put_after(&mut self, token: Option<(usize, usize)>, comment: Option<String>) {
        if let Some(trivia) = token.and_then(|(start, _)| self.tokens.get_mut(&start)) {
            trivia.after = comment;
        }
    }

    /// Of the token that begins at a byte.
    pub(super) fn at(&self, start: usize) -> Trivia {
        self.tokens.get(&start).cloned().unwrap_or_default()
    }
}

/// What stands between two tokens.
#[derive(Default)]
struct Gap {
    after: Option<String>,
    above: Vec<Comment>,
    blank: bool,
}

impl Gap {
    /// `beside`: the first line of the text goes on after a token.
    fn of(text: &str, beside: bool) -> Gap {
        let mut gap = Gap::default();
        let last = text.matches('\n').count();
        for (number, line) in text.split('\n').enumerate() {
            let line = line.trim_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
            if line.is_empty() {
                gap.blank |= number > 0 && number < last;
            } else if number == 0 && beside {
                gap.after = Some(line.to_owned());
            } else {
                let blank = std::mem::take(&mut gap.blank);
                gap.above.push(Comment { text: line.to_owned(), blank });
            }
        }
        gap
    }
}

/// The tokens of a node: first and last byte, in the order of the text, shifted by `base`.
pub(super) fn tokens(node: &Node, base: usize, found: &mut Vec<(usize, usize)>) {
    let mut is_leaf = true;
    for part in node.clone().into_inner() {
        is_leaf = false;
        tokens(&part, base, found);
    }
    let text = node.as_str().trim_end();
    if is_leaf && !text.is_empty() {
        let start = base + node.as_span().start();
        found.push((start, start + text.len()));
    }
}
