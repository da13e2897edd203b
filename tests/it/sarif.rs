//! The form of SARIF: what the published schema asks for, and what code hosts take.

use jsonschema::Validator;
use mizan::check::{CheckOptions, Delivery, check};
use mizan::locale::{Catalog, Lang};
use mizan::report::{self, Run, WaiverRun, WaiverState};
use mizan::types::Severity;
use mizan::{Files, Standard};
use serde_json::Value;

use crate::reports::run;

/// Results that hosts take of one run.
const MOST: usize = 25_000;

/// A rule that no record can break, of which the compiler warns.
const REMARKABLE: &str = "\
source s {
  files \"s.csv\"
  a: integer in 1..10
}

rule r on s: a > 0
";

fn log(run: &Run) -> Value {
    serde_json::from_str(&report::sarif(run, Catalog::of(Lang::English))).unwrap()
}

/// The schema of OASIS; see the README beside it. One of its patterns ends a class that it does not begin, which not every
/// dialect of regular expressions takes: the bracket is meant as a bracket.
fn schema() -> Validator {
    let text = include_str!("../data/schemas/sarif-2.1.0.json").replace("{2}]?$", r"{2}\\]?$");
    let schema: Value = serde_json::from_str(&text).unwrap();
    jsonschema::options().should_validate_formats(true).build(&schema).expect("the schema is one")
}

fn assert_valid(log: &Value) {
    let errors: Vec<String> =
        schema().iter_errors(log).map(|error| format!("{error} at {}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

fn results(log: &Value) -> &Vec<Value> {
    log["runs"][0]["results"].as_array().unwrap()
}

/// What the run of a standard says that compiles with a warning.
fn remarked() -> Run {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("s.csv"), "a\n1\n").unwrap();
    let (standard, found) = Standard::compile(&Files::of("standard.mizan", REMARKABLE));
    let standard = standard.unwrap_or_else(|| panic!("{found:#?}"));
    let delivery = Delivery { root: Some(folder.path().to_owned()), ..Delivery::default() };
    check(&standard, &delivery, &CheckOptions::default()).unwrap()
}

#[test]
fn a_log_is_what_the_schema_says() {
    for lang in Lang::ALL {
        assert_valid(&log(&run(lang)));
    }
    assert_valid(&log(&remarked()));
    let mut broken = log(&run(Lang::English));
    broken["runs"][0]["results"][0]["level"] = Value::from("grave");
    assert!(!schema().is_valid(&broken));
}

#[test]
fn a_result_names_its_source_and_its_rule() {
    let run = run(Lang::English);
    let log = log(&run);
    for rule in run.rules.iter().filter(|rule| rule.fails()) {
        let result =
            results(&log).iter().find(|result| result["ruleId"] == rule.id.as_str()).expect("a result");
        let logical = &result["locations"][0]["logicalLocations"];
        assert_eq!(logical[0]["fullyQualifiedName"], rule.subject.as_str());
        assert_eq!(logical[1]["fullyQualifiedName"], rule.id.as_str());
    }
    let absent = results(&log).iter().find(|result| result["ruleId"] == "permits.column-absent");
    let logical = &absent.expect("a column is absent")["locations"][0]["logicalLocations"];
    assert_eq!(logical[1]["fullyQualifiedName"], "permits.expires");
}

#[test]
fn a_rule_says_what_it_is_for_and_how_grave_it_is() {
    let log = log(&run(Lang::English));
    for rule in log["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap() {
        for form in ["text", "markdown"] {
            assert!(rule["help"][form].as_str().is_some_and(|help| !help.is_empty()), "{rule:#}");
        }
        let level = rule["defaultConfiguration"]["level"].as_str().unwrap();
        assert!(["error", "warning", "note"].contains(&level));
    }
}

#[test]
fn a_waiver_is_the_justification_of_a_suppression() {
    let mut run = run(Lang::English);
    let rule = run.rules.iter_mut().find(|rule| rule.fails()).expect("a rule fails");
    rule.waived = true;
    let id = rule.id.clone();
    run.waivers.push(WaiverRun {
        rule: id.clone(),
        owner: "The fund".to_owned(),
        reason: "The register is late.".to_owned(),
        expires: "2025-03-31".to_owned(),
        failing: None,
        state: WaiverState::Applied,
        rules: vec![id.clone()],
    });
    let log = log(&run);
    assert_valid(&log);
    let result = results(&log).iter().find(|result| result["ruleId"] == id.as_str()).expect("a result");
    let said = result["suppressions"][0]["justification"].as_str().expect("a justification");
    assert!(said.contains("The register is late."));
}

#[test]
fn what_the_compiler_says_of_the_standard_is_told() {
    let run = remarked();
    let said = run.diagnostics.iter().find(|said| said.severity == Severity::Warning).expect("a warning");
    let log = log(&run);
    let told = log["runs"][0]["invocations"][0]["toolConfigurationNotifications"].as_array().unwrap();
    assert_eq!(told.len(), run.diagnostics.len());
    let told = told.iter().find(|told| told["descriptor"]["id"] == said.code).expect("a notification");
    assert_eq!(told["level"], "warning");
    assert_eq!(told["message"]["text"], said.message.as_str());
    let place = &told["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "standard.mizan");
    assert_eq!(place["region"]["startLine"], said.line.expect("a line"));
    let index = usize::try_from(told["descriptor"]["index"].as_u64().unwrap()).unwrap();
    assert_eq!(log["runs"][0]["tool"]["driver"]["notifications"][index]["id"], said.code);
}

#[test]
fn a_log_holds_the_gravest_and_says_how_many_it_leaves_out() {
    let mut run = run(Lang::English);
    let failing = run.rules.iter().find(|rule| rule.fails()).expect("a rule fails").clone();
    let many = (0..=MOST).map(|number| {
        let mut rule = failing.clone();
        rule.id = format!("declarations.r{number}");
        rule.samples.clear();
        rule.severity = if number == 0 { Severity::Warning } else { Severity::Error };
        rule
    });
    run.rules = many.collect();
    run.sources.clear();
    let log = log(&run);
    assert_eq!(results(&log).len(), MOST);
    assert_eq!(results(&log)[0]["ruleId"], "declarations.r1");
    let told = &log["runs"][0]["invocations"][0]["toolExecutionNotifications"];
    assert_eq!(told.as_array().unwrap().len(), 1);
    assert!(told[0]["message"]["text"].as_str().unwrap().starts_with("1 finding is left out"));
}
