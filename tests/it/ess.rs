//! The 21 main types of validation rules of the European Statistical System, as the reference says them.

use std::collections::BTreeMap;

use mizan::{Files, Standard};

/// The block of the reference below the table of types.
fn block() -> &'static str {
    let page = include_str!("../../docs/language.md");
    let (_, section) = page.split_once("The validation types of the European Statistical System").unwrap();
    let (_, after) = section.split_once("```mizan\n").unwrap();
    after.split_once("```").unwrap().0
}

/// Rules by id, with their types.
fn kinds() -> BTreeMap<String, &'static str> {
    let (standard, diagnostics) = Standard::compile(&Files::of("ess.mizan", block()));
    let standard = standard.unwrap_or_else(|| panic!("{diagnostics:#?}"));
    standard.ir().rules.iter().map(|rule| (rule.id.clone(), rule.kind)).collect()
}

#[test]
fn a_rule_that_is_called_by_its_type_is_of_it() {
    let kinds = kinds();
    for (rule, kind) in [
        ("ess.EVA", "EVA"),
        ("ess.COC", "COC"),
        ("ess.VCO", "VCO"),
        ("ess.REP", "REP"),
        ("ess.RTS", "RTS"),
        ("ess.RNR", "RNR"),
        ("totals.VAD['N']", "VAD"),
        ("by_month.VNO", "VNO"),
    ] {
        assert_eq!(kinds.get(rule), Some(&kind), "{rule} among {kinds:?}");
    }
}

#[test]
fn the_clauses_of_a_source_are_of_their_types() {
    let kinds = kinds();
    for (rule, kind) in [
        ("ess.month.type", "FDT"),
        ("ess.person.pattern", "FDL"),
        ("ess.permit.asked", "FDM"),
        ("ess.status.present", "FDM"),
        ("ess.province.code", "COV"),
        ("ess.age.range", "VIR"),
        ("ess.key.unique", "RWD"),
    ] {
        assert_eq!(kinds.get(rule), Some(&kind), "{rule} among {kinds:?}");
    }
}

#[test]
fn mirrors_and_revisions_are_of_their_types() {
    let found: Vec<&str> = kinds().into_values().collect();
    for kind in ["VMP", "VRT", "RRL"] {
        assert!(found.contains(&kind), "{kind} among {found:?}");
    }
}
