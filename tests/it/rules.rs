//! The standards that ship: they compile without a word, their examples agree, and the cases of the guidelines come out.

use std::path::{Path, PathBuf};

use mizan::data::load_standard;
use mizan::diag::Level;
use mizan::{Standard, examples};

use crate::cli::mizan;

/// 2024-12-31, the date of examples that give none.
pub(crate) const AS_OF: i32 = 20_088;

pub(crate) fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("rules").join(name)
}

pub(crate) fn standard(name: &str) -> Standard {
    let files = load_standard(&[folder(name)]).expect("a folder that ships");
    let (standard, found) = Standard::compile(&files);
    let graver: Vec<_> = found.iter().filter(|found| found.level() != Level::Advice).collect();
    assert!(graver.is_empty(), "{name}: {graver:#?}");
    standard.expect("nothing is an error")
}

/// Those that judge something; others are lists that they use.
pub(crate) fn that_ship() -> Vec<String> {
    let entries = std::fs::read_dir(folder("")).expect("the standards that ship");
    let names = entries.map(|entry| entry.expect("a folder").file_name().to_string_lossy().into_owned());
    let mut names: Vec<String> = names.filter(|name| !LISTS.contains(&name.as_str())).collect();
    names.sort();
    names
}

/// Lists that others use.
pub(crate) const LISTS: [&str; 2] = ["base", "codelists"];

#[test]
fn standards_that_ship_compile_and_their_examples_agree() {
    for name in that_ship() {
        let wrong: Vec<_> = standard(&name).test(AS_OF).into_iter().filter(|result| !result.agrees).collect();
        assert!(wrong.is_empty(), "{name}: {wrong:#?}");
        mizan(&folder(&name), "fmt --check").exits(0);
    }
}

#[test]
fn lists_for_others_are_clean_and_pass_no_delivery() {
    for name in LISTS {
        standard(name);
        mizan(&folder(name), "fmt --check").exits(0);
    }
    let delivery = folder("icls-vectors").join("delivery");
    mizan(&folder("base"), &format!("check {} --standard .", delivery.display()))
        .exits(4)
        .says("no rule was judged");
}

#[test]
fn no_wrong_variant_of_a_definition_of_the_guidelines_goes_unnoticed() {
    for name in ["icls", "sdg-10-7-1"] {
        let found = examples::mutate(&standard(name), AS_OF);
        assert!(found.survivors.is_empty(), "{name}: {:#?}", found.survivors);
    }
}

#[test]
fn every_case_of_the_guidelines_comes_out_as_it_is_written_down() {
    let check = "check delivery --as-of 2024-12-31 --set migrant_by=";
    mizan(&folder("icls-vectors"), &format!("{check}citizenship")).exits(0).says("Passed").says("48 rows");
    mizan(&folder("icls-vectors"), &format!("{check}birth")).exits(0).says("Passed");
    // The rules can fail: by the census rule two of the cases are residents.
    let census = format!("{check}citizenship --set usual_residence=6");
    mizan(&folder("icls-vectors"), &census)
        .exits(1)
        .says("persons.usual_resident_is_as_written — breached")
        .says("2 of 48 rows checked fail")
        .says("V29")
        .says("V71");
}

#[test]
fn recruitment_costs_come_out_as_written_down_and_as_published() {
    let folder = folder("sdg-10-7-1-vectors");
    mizan(&folder, "check delivery --as-of 2024-11-30").exits(0).says("Passed: all 73 rules hold.");
    // Without the workers who paid nothing, the mean of ratios is another one.
    mizan(&folder, "check delivery --as-of 2024-11-30 --set exclude_zero_cost=true")
        .exits(1)
        .says("estimates.estimators_differ — breached");
    mizan(&folder, "tables delivery --as-of 2024-11-30 --set exclude_zero_cost=true")
        .exits(0)
        .says("S16,4,3.5625,");
}

#[test]
fn printed_figures_that_do_not_agree_are_found() {
    mizan(&folder("morocco-publications"), "check delivery --as-of 2024-12-31")
        .exits(1)
        .says("Failed: 3 of 50 rules are not met.")
        .says("declared situation: the shares make 98.8")
        .says("from 626 to 628, by publication")
        .says("23,056 of 27,649")
        .says("2 of 3 groups checked fail");
    // Of rounding half as large the shares of the census do not make a hundred either.
    mizan(&folder("morocco-publications"), "check delivery --as-of 2024-12-31 --set rounding_of_share=0.05")
        .exits(1)
        .says("3 of 3 groups checked fail");
}
