//! The grammar's own examples.

use pest::Parser;

use crate::syntax::grammar::{Grammar, Rule, end};

const GRAMMAR: &str = include_str!("../../../grammar/mizan.pest");

/// Every rule of the grammar with the examples above it.
fn rules() -> Vec<(&'static str, Vec<&'static str>)> {
    let mut found = Vec::new();
    let mut examples = Vec::new();
    for line in GRAMMAR.lines() {
        if let Some(example) = line.strip_prefix("// e.g. ") {
            examples.push(example);
        } else if let Some((name, _)) = line.split_once(" = ")
            && line.starts_with(|c: char| c.is_ascii_alphabetic())
        {
            found.push((name.trim(), std::mem::take(&mut examples)));
        }
    }
    found
}

fn rule_named(name: &str) -> Option<Rule> {
    Rule::all_rules().iter().copied().find(|candidate| format!("{candidate:?}") == name)
}

#[test]
fn every_example_of_the_grammar_parses_with_its_rule_to_the_end() {
    for (name, examples) in rules() {
        let Some(start) = rule_named(name) else { continue };
        for example in examples {
            let parsed = Grammar::parse(start, example);
            let parsed = parsed.unwrap_or_else(|error| panic!("`{example}` is no {name}: {error}"));
            let reached = parsed.last().map_or(0, |node| end(&node).max(node.as_span().end()));
            assert_eq!(reached, example.len(), "{name} leaves a rest of `{example}`");
        }
    }
}

/// Rules of one sign or one word are their own example; silent rules yield nothing.
fn explains_itself(name: &str, line: &str) -> bool {
    let one_terminal = line.matches('"').count() == 2;
    line.contains("= _{")
        || (line.contains("= @{") && one_terminal)
        || name.starts_with("K_")
        || name == "colonless"
}

#[test]
fn every_rule_of_the_grammar_has_an_example() {
    let line_of =
        |name: &str| GRAMMAR.lines().find(|line| line.split(" = ").next().is_some_and(|n| n.trim() == name));
    let without: Vec<&str> = rules()
        .into_iter()
        .filter(|(name, examples)| examples.is_empty() && !explains_itself(name, line_of(name).unwrap_or("")))
        .map(|(name, _)| name)
        .collect();
    assert!(without.is_empty(), "no example above {without:?}");
}
