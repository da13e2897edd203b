//! The validation report of the European Statistical System, held to its structure.

use std::collections::BTreeSet;
use std::fs;

use mizan::locale::{Catalog, Lang};
use mizan::outcome::Verdict;
use mizan::report::{self, Run};
use serde_json::Value;

use crate::cli::{GOOD, RULES, mizan, workplace};
use crate::reports::run;

fn read(run: &Run, lang: Lang) -> Value {
    serde_json::from_str(&report::ess(run, Catalog::of(lang), None)).unwrap()
}

fn assert_valid(report: &Value) {
    let schema = include_str!("../data/schemas/ess-validation-report-1.0.0.json");
    let schema: Value = serde_json::from_str(schema).unwrap();
    let validator = jsonschema::options().should_validate_formats(true).build(&schema).expect("a schema");
    let errors: Vec<String> = validator.iter_errors(report).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let mut broken = report.clone();
    broken[0]["value"] = Value::from("2");
    assert!(!validator.is_valid(&broken));
}

fn of_type<'r>(report: &'r Value, kind: &str) -> Vec<&'r Value> {
    report.as_array().unwrap().iter().filter(|entry| entry["type"] == kind).collect()
}

#[test]
fn a_report_of_the_ess() {
    let run = run(Lang::English);
    insta::assert_snapshot!(report::ess(&run, Catalog::of(Lang::English), None));
    for lang in Lang::ALL {
        assert_valid(&read(&crate::reports::run(lang), lang));
    }
}

#[test]
fn each_rule_is_a_validation_and_only_what_was_judged_has_passed_or_failed() {
    let run = run(Lang::English);
    let report = read(&run, Lang::English);
    let validations = of_type(&report, "validation");
    assert_eq!(validations.len(), run.rules.len());
    for (validation, rule) in validations.into_iter().zip(&run.rules) {
        assert_eq!(validation["id"], rule.id.as_str());
        let expected = match rule.verdict {
            Verdict::Ok | Verdict::Tolerated => "1",
            Verdict::Breached => "0",
            Verdict::NotCheckedEnough | Verdict::NotEvaluated => "NA",
        };
        assert_eq!(validation["value"], expected);
        assert_eq!(validation["rule"]["expression"], rule.text.as_str());
        assert!(validation["rule"].get("change").is_none());
        assert_eq!(validation["data"]["target"][0], rule.subject.as_str());
    }
    let ids: BTreeSet<&str> =
        report.as_array().unwrap().iter().map(|entry| entry["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), report.as_array().unwrap().len(), "every entry has an id of its own");
}

#[test]
fn failing_items_are_counted_and_never_shown() {
    let run = run(Lang::English);
    let text = report::ess(&run, Catalog::of(Lang::English), None);
    for value in ["0001", "0002", "0005", "•••", "A4", "B3"] {
        assert!(!text.contains(value), "{value} is in\n{text}");
    }
    let report = read(&run, Lang::English);
    for rule in run.rules.iter().filter(|rule| rule.fail > 0) {
        let id = format!("{}#fail", rule.id);
        let count = of_type(&report, "aggregation").into_iter().find(|entry| entry["id"] == id.as_str());
        assert_eq!(count.expect("an aggregation")["value"], rule.fail.to_string());
    }
}

#[test]
fn a_waived_failure_is_lowered_to_information() {
    let mut run = run(Lang::English);
    let rule = run.rules.iter_mut().find(|rule| rule.fails()).expect("a rule fails");
    rule.waived = true;
    let id = rule.id.clone();
    let report = read(&run, Lang::English);
    assert_valid(&report);
    let validation = of_type(&report, "validation").into_iter().find(|entry| entry["id"] == id.as_str());
    let rule = &validation.expect("a validation")["rule"];
    assert_eq!((&rule["severity"], &rule["change"]), (&Value::from("information"), &Value::from("down")));
}

#[test]
fn an_event_has_a_time_and_what_is_reproducible_has_that_of_its_date() {
    let folder = workplace(RULES, GOOD);
    let line = "check delivery --standard standard --as-of 2024-12-31 --format ess=ess.json";
    let times = |line: &str| {
        mizan(folder.path(), line).exits(0);
        let text = fs::read_to_string(folder.path().join("ess.json")).unwrap();
        let report: Value = serde_json::from_str(&text).unwrap();
        assert_valid(&report);
        let entries = report.as_array().unwrap().iter();
        entries.map(|entry| entry["event"]["time"].as_str().unwrap().to_owned()).collect::<BTreeSet<_>>()
    };
    let reproducible = times(&format!("{line} --reproducible"));
    assert_eq!(reproducible, BTreeSet::from(["2024-12-31T00:00:00Z".to_owned()]));
    assert_ne!(times(line), reproducible);
}
