//! Canonical text: it means the same, keeps every comment, and is its own canonical text.

use regex::Regex;
use unicode_width::UnicodeWidthStr;

use super::documents::texts;
use crate::files::{FileId, Files};
use crate::syntax::pieces::WORDS;
use crate::syntax::scan::scan;
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

/// A declaration a line, without comments: the blanks and line ends of the writer are gone.
fn flattened(text: &str) -> String {
    let mut flat = String::new();
    let mut end = 0;
    for token in scan(text).into_iter().filter(|token| !token.is_comment()) {
        let in_column_1 = token.start == 0 || text[..token.start].ends_with('\n');
        let gap =
            match (flat.is_empty(), in_column_1 && WORDS.contains(&token.text(text)), token.start == end) {
                (true, _, _) | (_, false, true) => "",
                (_, true, _) => "\n",
                _ => " ",
            };
        flat.push_str(gap);
        flat.push_str(token.text(text));
        end = token.end;
    }
    flat
}

fn assert_same_meaning(text: &str, other: &str) {
    let (left, right) = (meaning(text), meaning(other));
    let first = left.lines().zip(right.lines()).find(|(a, b)| a != b);
    assert!(left == right, "{first:?} in\n{other}");
}

#[test]
fn the_canonical_text_means_the_same_and_is_its_own_canonical_text() {
    for text in texts() {
        let once = formatted(&text);
        assert_same_meaning(&text, &once);
        assert_eq!(once, formatted(&once));
        assert_eq!(comments(&text), comments(&once));
    }
}

#[test]
fn the_layout_of_the_writer_does_not_change_the_meaning() {
    for text in texts() {
        let flat = flattened(&text);
        let once = formatted(&flat);
        assert_same_meaning(&flat, &once);
        assert_eq!(once, formatted(&once));
    }
}

#[test]
fn code_stays_within_the_width_where_it_can() {
    let is_long = |line: &&str| {
        let code = line.split_once("  // ").map_or(*line, |(code, _)| code);
        code.width() > 110 && !code.contains('"') && !code.trim_start().starts_with("//")
    };
    for text in texts() {
        let long = formatted(&text);
        assert_eq!(long.lines().filter(is_long).collect::<Vec<_>>(), [""; 0]);
    }
}

#[test]
fn clauses_columns_and_comments_stand_in_columns() {
    let written = "\
//! About.
rule   r on s{when a==1   // why
  // because
  require b>2 severity   warning

  example pass{a:1,b:3,} example unknown \"x\" {a:1}}
/// A source.
source s { key id   id:text matches /a/ identifying   // who
wage:decimal[MAD / month]? in 0 .. 9{severity warning}
age:integer weight  3   coded numeric
}
// The end.
";
    let canonical = "\
//! About.
rule r on s {
  when     a == 1  // why
  // because
  require  b > 2
  severity warning

  example pass    { a: 1, b: 3 }
  example unknown \"x\" { a: 1 }
}
/// A source.
source s {
  key id
  id:    text                  matches /a/  identifying  // who
  wage:  decimal [MAD/month]?  in 0..9 { severity warning }
  age:   integer               weight 3  coded numeric
}
// The end.
";
    assert_eq!(formatted(written), canonical);
}

#[test]
fn a_file_with_mistakes_is_not_laid_out() {
    let files = Files::of("test.mizan", "rule r on s: a = 1");
    assert!(format(&files, only_file(&files)).is_err());
    assert_eq!(formatted(""), "");
    assert_eq!(formatted("\n\n// only\n\n\n// comments"), "// only\n\n// comments\n");
}
