//! Canonical text: it means the same, keeps every comment, and is its own canonical text.

use regex::Regex;

use super::documents::texts;
use crate::files::{FileId, Files};
use crate::syntax::{format, parse};

fn only_file(files: &Files) -> FileId {
    files.iter().next().expect("one file was added").0
}

fn formatted(text: &str) -> String {
    let files = Files::of("test.mizan", text);
    format(&files, only_file(&files)).unwrap_or_else(|found| panic!("{found:#?} in\n{text}"))
}

/// The declarations of a text, without places.
fn meaning(text: &str) -> String {
    let (declarations, _) = parse(&Files::of("test.mizan", text));
    let places = Regex::new(r"Span \{[^}]*\}").expect("a pattern that compiles");
    places.replace_all(&format!("{declarations:#?}"), "…").into_owned()
}

/// The comments of a text, in order.
fn comments(text: &str) -> Vec<String> {
    text.lines()
        .filter_map(|line| line.split_once("// "))
        .map(|(_, comment)| comment.trim().to_owned())
        .collect()
}

#[test]
fn the_canonical_text_of_a_text_means_the_same_and_is_canonical() {
    for text in texts() {
        let once = formatted(&text);
        pretty_assert(&meaning(&text), &meaning(&once), &once);
        assert_eq!(once, formatted(&once));
        assert_eq!(comments(&text), comments(&once));
    }
}

fn pretty_assert(left: &str, right: &str, text: &str) {
    let first = left.lines().zip(right.lines()).find(|(a, b)| a != b);
    assert!(left == right, "{first:?} in\n{text}");
}
