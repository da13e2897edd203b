//! What the generator promises, whatever an engine says.

use std::collections::BTreeSet;

use super::changes::changes;
use super::fates::{FIXED, NEW};
use super::{Deliveries, Delivery, Size, standard_files};
use crate::report::Change;
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
    let truth: BTreeSet<String> = Delivery::clean(Size::default(), 7).truth().into_keys().collect();
    assert_eq!(rules, truth);
}

#[test]
fn clean_records_break_no_rule() {
    let broken: Vec<_> = Delivery::clean(Size::default(), 7)
        .truth()
        .into_iter()
        .filter(|(_, outcomes)| outcomes.fail > 0)
        .collect();
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn every_rule_that_data_can_break_is_broken_in_one_of_the_deliveries() {
    let deliveries = Deliveries::with_errors(Size::default(), 7);
    let (before, now) = (deliveries.before.truth(), deliveries.now.truth());
    let spared: BTreeSet<&String> =
        now.iter().filter(|(rule, now)| now.fail + before[*rule].fail == 0).map(|(rule, _)| rule).collect();
    // Columns that the files hold as what they are, and texts, are always readable.
    let readable = |rule: &&String| rule.rsplit('.').next() == Some("type");
    assert!(spared.iter().all(readable), "{spared:?}");
    let unreadable =
        ["cnss.declaration_month", "dgsn.issued", "dgsn.birth_date", "taechir.submitted", "taechir.end"];
    for column in unreadable {
        assert!(!spared.contains(&format!("{column}.type")), "{column}");
    }
}

#[test]
fn what_is_planted_for_a_rule_breaks_it() {
    let deliveries = Deliveries::with_errors(Size::default(), 7);
    let (before, now) = (deliveries.before.truth(), deliveries.now.truth());
    for (rule, planted) in &deliveries.planted {
        let whole = now[rule].items == 1;
        let least = if whole { planted.now().min(1) } else { planted.now() };
        // Where another record of its group has no value, it is open whether they contradict each other.
        assert!(now[rule].fail + now[rule].unknown >= least, "{rule}: {planted:?}, {:?}", now[rule]);
        assert!(now[rule].fail >= least.min(1), "{rule}: {planted:?}, {:?}", now[rule]);
        // A record that contradicts another shows when that one is delivered.
        assert!(before[rule].fail >= planted.before().min(1), "{rule}: {planted:?}, {:?}", before[rule]);
    }
}

#[test]
fn errors_are_mended_persist_and_appear_as_it_is_written_down() {
    let deliveries = Deliveries::with_errors(Size::default(), 7);
    let (before, now) = (deliveries.before.truth(), deliveries.now.truth());
    let changes = changes(&before, &now, &deliveries.planted);
    let of = |change| -> BTreeSet<&str> {
        let rules = changes.iter().filter(|(_, rule)| rule.change == change);
        rules.map(|(rule, _)| rule.as_str()).collect()
    };
    assert_eq!(of(Change::Fixed), BTreeSet::from(FIXED));
    assert_eq!(of(Change::New), BTreeSet::from(NEW));
    let mixed = changes
        .values()
        .filter(|rule| rule.planted.fixed > 0 && rule.planted.persisting > 0 && rule.planted.new > 0);
    assert!(mixed.count() > 50, "most rules persist, with records mended, left and new");
}

#[test]
fn outcomes_add_up_to_the_items() {
    let deliveries = Deliveries::with_errors(Size::default(), 7);
    for (rule, o) in deliveries.before.truth().into_iter().chain(deliveries.now.truth()) {
        assert_eq!(o.items, o.pass + o.fail + o.unknown + o.not_applicable, "{rule}");
    }
}

#[test]
fn larger_deliveries_hold_as_many_times_more_of_everything() {
    assert_eq!((Size::of(99_999), Size::of(10_000_001)), (None, None));
    let twice = Size::of(200_000).expect("within bounds");
    let (one, two) = (Deliveries::with_errors(Size::default(), 7), Deliveries::with_errors(twice, 7));
    for (source, rows) in one.now.rows() {
        assert_eq!(two.now.rows()[source], 2 * rows, "{source}");
    }
    let planted = |deliveries: &Deliveries, rule: &str| deliveries.planted[rule].now();
    for rule in ["cnss.declared_once", "cnss.affiliate_declares_every_month", "dgsn.person_id.present"] {
        assert_eq!(planted(&two, rule), 2 * planted(&one, rule), "{rule}");
    }
}
