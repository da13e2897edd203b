//! Long and deep texts: refused or parsed, in time that grows with their length, never an overflow.

use super::{mistakes, parse};
use crate::files::{Files, Span};
use crate::syntax::parse_expression;

fn rule(condition: &str) -> String {
    format!("rule r on s: {condition}\n")
}

/// Texts of numbers, one after the other.
fn repeated(count: usize, text: impl Fn(usize) -> String) -> String {
    (0..count).map(text).collect::<Vec<_>>().concat()
}

fn codes(text: &str) -> Vec<String> {
    mistakes(text).into_iter().map(|mistake| mistake.chars().take(5).collect()).collect()
}

#[test]
fn twenty_parentheses_are_read_and_ten_thousand_refused() {
    let nested = |depth: usize| rule(&format!("{}a{} == 1", "(".repeat(depth), ")".repeat(depth)));
    assert!(mistakes(&nested(20)).is_empty());
    assert!(mistakes(&nested(64)).is_empty());
    assert_eq!(codes(&nested(65)), ["M0112"]);
    assert_eq!(codes(&nested(10_000)), ["M0112"]);
    assert_eq!(codes(&rule(&"(".repeat(10_000))), ["M0112"]);
}

#[test]
fn brackets_of_every_kind_nest_without_overflow() {
    let cases = rule(&format!("{}1{}", "case { a => ".repeat(60), ", else => 2 }".repeat(60)));
    assert!(mistakes(&cases).is_empty(), "{:?}", mistakes(&cases));
    let calls = rule(&format!("{}1{} > 2", "f(where x and ".repeat(60), ")".repeat(60)));
    assert!(mistakes(&calls).is_empty(), "{:?}", mistakes(&calls));
}

#[test]
fn operators_in_a_row_are_no_nesting_or_are_refused() {
    assert!(mistakes(&rule(&format!("{}a", "not ".repeat(10_000)))).is_empty());
    assert!(mistakes(&rule(&format!("{}a == 1", "- ".repeat(10_000)))).is_empty());
    assert!(mistakes(&rule(&vec!["a"; 10_000].join(" and "))).is_empty());
    assert!(mistakes(&rule(&format!("{} > 1", vec!["a"; 200].join(" + ")))).is_empty());
    assert_eq!(codes(&rule(&format!("{} > 1", vec!["a"; 10_000].join(" + ")))), ["M0112"]);
    assert_eq!(codes(&rule(&vec!["a"; 10_000].join(" implies "))), ["M0112"]);
    assert_eq!(codes(&rule(&format!("{}a", "if a then b else ".repeat(10_000)))), ["M0112"]);
    let product_in_sums = format!("{}a{}", "(a * a + ".repeat(60), ")".repeat(60));
    assert!(mistakes(&rule(&format!("{product_in_sums} > 1"))).is_empty());
}

#[test]
fn a_long_file_is_read_in_time_that_grows_with_it() {
    let many: String = repeated(10_000, |n| format!("rule r{n} on s: a > {n}\n"));
    let (declarations, diagnostics) = parse(&many);
    assert_eq!((declarations.len(), diagnostics.len()), (10_000, 0));
    let indented: String = repeated(3_000, |n| format!("  rule r{n} on s: a > {n}\n"));
    assert_eq!(parse(&indented).0.len(), 3_000);
    let one = format!("rules on s {{\n{}}}\n", repeated(10_000, |n| format!("r{n}: a > {n}\n")));
    assert_eq!(parse(&one).0.len(), 1);
}

#[test]
fn ten_broken_declarations_have_ten_diagnostics_and_spoil_no_other() {
    let broken: String = repeated(10, |n| format!("rule a{n} on s: a >\nrule b{n} on s: a > 1\n"));
    let (declarations, diagnostics) = parse(&broken);
    assert_eq!((declarations.len(), diagnostics.len()), (10, 10));
}

#[test]
fn a_file_that_is_too_large_is_not_read() {
    let large = "// a comment\n".repeat(1_400_000);
    assert_eq!(codes(&large), ["M0113"]);
}

#[test]
fn an_expression_of_its_own_is_read_within_the_same_limits() {
    let files = Files::of("a.mizan", "x");
    let at = Span::new(files.iter().next().expect("one file was added").0, 0, 1);
    assert!(parse_expression("wage * 2", at).is_ok());
    assert!(parse_expression(&"(".repeat(10_000), at).is_err());
    assert!(parse_expression("wage 2", at).is_err());
}
