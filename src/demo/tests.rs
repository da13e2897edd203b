//! What the generator promises, whatever an engine says.

use std::collections::BTreeSet;

use super::{Delivery, standard_files};
use crate::standard::Standard;

fn compiled() -> Standard {
    let (standard, found) = Standard::compile(&standard_files());
    assert!(found.is_empty(), "{found:#?}");
    standard.expect("a standard without diagnostics compiles")
}

#[test]
fn the_embedded_standard_compiles_without_a_word_and_its_examples_agree() {
    let standard = compiled();
    let disagreeing: Vec<_> =
        standard.test(super::AS_OF).into_iter().filter(|example| !example.agrees).collect();
    assert!(disagreeing.is_empty(), "{disagreeing:#?}");
}

#[test]
fn every_written_rule_has_a_title_a_message_a_citation_and_two_examples() {
    for rule in compiled().ir().rules.iter().filter(|rule| rule.origin == crate::ir::Origin::Written) {
        assert!(rule.examples.len() >= 2, "{}", rule.id);
        assert!(!rule.citations.is_empty(), "{}", rule.id);
        let message = rule.requirements[0].message.as_ref().expect(&rule.id);
        assert_eq!(message.texts.keys().collect::<Vec<_>>(), ["ar", "en", "fr"], "{}", rule.id);
        assert_eq!(rule.title.keys().collect::<Vec<_>>(), ["ar", "en", "fr"], "{}", rule.id);
    }
}

#[test]
fn the_ground_truth_is_of_every_rule_of_the_standard_and_of_no_other() {
    let rules: BTreeSet<String> = compiled().ir().rules.iter().map(|rule| rule.id.clone()).collect();
    let truth: BTreeSet<String> = Delivery::clean(7).truth().into_keys().collect();
    assert_eq!(rules, truth);
}

#[test]
fn clean_records_break_no_rule() {
    let broken: Vec<_> =
        Delivery::clean(7).truth().into_iter().filter(|(_, outcomes)| outcomes.fail > 0).collect();
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn every_rule_that_data_can_break_is_broken() {
    let delivery = Delivery::with_errors(7);
    let spared: BTreeSet<String> = delivery
        .truth()
        .into_iter()
        .filter(|(_, outcomes)| outcomes.fail == 0)
        .map(|(rule, _)| rule)
        .collect();
    // Columns that the files hold as what they are, and texts, are always readable.
    let readable = |rule: &String| rule.rsplit('.').next() == Some("type");
    assert!(spared.iter().all(readable), "{spared:?}");
    let unreadable =
        ["cnss.declaration_month", "dgsn.issued", "dgsn.birth_date", "taechir.submitted", "taechir.end"];
    for column in unreadable {
        assert!(!spared.contains(&format!("{column}.type")), "{column}");
    }
}

#[test]
fn what_is_planted_for_a_rule_breaks_it() {
    let delivery = Delivery::with_errors(7);
    let truth = delivery.truth();
    for (rule, planted) in &delivery.planted {
        let whole = truth[rule].items == 1;
        assert!(
            truth[rule].fail >= if whole { 1 } else { *planted },
            "{rule}: {planted} planted, {:?}",
            truth[rule]
        );
    }
}

#[test]
fn outcomes_add_up_to_the_items() {
    for (rule, o) in Delivery::with_errors(7).truth() {
        assert_eq!(o.items, o.pass + o.fail + o.unknown + o.not_applicable, "{rule}");
    }
}
