//! The form of `JUnit`: its elements are those of the published schema, and a reader of others reads what was meant.

use junit_parser::{TestCase, TestStatus, TestSuites};
use mizan::locale::{Catalog, Lang};
use mizan::report::{self, Run, WaiverRun, WaiverState};

use crate::formats::{elements, unevaluated};
use crate::reports::run;

/// An element with the attributes that it must have, and those that it may have.
type Element = (&'static str, &'static [&'static str], &'static [&'static str]);

/// The elements that are written, as `junit-10.xsd` of Jenkins' xUnit plugin has them. `file` and `line` of a case are
/// no part of it: GitLab and others read them.
const ELEMENTS: &[Element] = &[
    ("testsuites", &[], &["name", "time", "tests", "failures", "errors"]),
    (
        "testsuite",
        &["name", "tests", "failures", "errors"],
        &["time", "skipped", "timestamp", "hostname", "id"],
    ),
    ("testcase", &["name"], &["time", "classname", "group", "file", "line"]),
    ("failure", &[], &["type", "message"]),
    ("error", &[], &["type", "message"]),
    ("skipped", &[], &["type", "message"]),
];

/// The run of a standard with a name, in which a failure is waived.
fn waived(lang: Lang) -> Run {
    let mut run = run(lang);
    "morocco".clone_into(&mut run.standard.name);
    let rule = run.rules.iter_mut().find(|rule| rule.fails()).expect("a rule fails");
    rule.waived = true;
    run.waivers.push(WaiverRun {
        rule: rule.id.clone(),
        owner: "The fund".to_owned(),
        reason: "The register is late.".to_owned(),
        expires: "2025-03-31".to_owned(),
        failing: None,
        state: WaiverState::Applied,
        rules: vec![rule.id.clone()],
    });
    run
}

fn read(run: &Run) -> TestSuites {
    let xml = report::junit(run, Catalog::of(Lang::English));
    junit_parser::from_reader(xml.as_bytes()).expect("a reader reads it")
}

fn cases(suites: &TestSuites) -> Vec<&TestCase> {
    suites.suites.iter().flat_map(|suite| &suite.cases).collect()
}

fn case<'s>(suites: &'s TestSuites, id: &str) -> &'s TestCase {
    cases(suites).into_iter().find(|case| case.original_name == id).expect("a case")
}

#[test]
fn elements_and_attributes_are_those_of_the_schema() {
    for lang in Lang::ALL {
        let mut run = waived(lang);
        run.timing = Some(report::Timing { open_ms: 1, judge_ms: 2, total_ms: 1003 });
        for (name, attributes) in elements(&report::junit(&run, Catalog::of(lang))) {
            let known = ELEMENTS.iter().find(|(element, ..)| *element == name);
            let (_, required, optional) = known.unwrap_or_else(|| panic!("<{name}> is not of the schema"));
            let given: Vec<&str> = attributes.iter().map(|(attribute, _)| attribute.as_str()).collect();
            assert!(required.iter().all(|attribute| given.contains(attribute)), "{name}: {given:?}");
            let is_known = |attribute: &&str| required.contains(attribute) || optional.contains(attribute);
            assert!(given.iter().all(is_known), "{name}: {given:?}");
        }
    }
}

#[test]
fn a_case_has_its_class_and_where_its_rule_is_written() {
    let run = waived(Lang::English);
    let suites = read(&run);
    for rule in &run.rules {
        let case = case(&suites, &rule.id);
        let (file, line) = rule.place.rsplit_once(':').expect("a place");
        assert_eq!(case.classname, Some(format!("morocco.{}", rule.subject)));
        assert_eq!(case.file.as_deref(), Some(file));
        assert_eq!(case.line, line.parse().ok());
    }
    let absent = case(&suites, "visas.source-absent");
    let source = run.sources.iter().find(|source| source.name == "visas").expect("the source");
    let (file, line) = source.place.rsplit_once(':').expect("a place");
    assert_eq!((absent.file.as_deref(), absent.line), (Some(file), line.parse().ok()));
}

#[test]
fn a_rule_that_could_not_run_is_an_error_and_never_skipped() {
    let run = waived(Lang::English);
    let suites = read(&run);
    let case = case(&suites, &unevaluated(&run).id);
    assert!(case.status.is_error());
    let kinds = ["source-absent", "column-absent"];
    assert!(kinds.contains(&case.status.error_as_ref().error_type.as_str()));
    for case in cases(&suites) {
        let rule = run.rules.iter().find(|rule| rule.id == case.original_name);
        let may_be =
            rule.is_some_and(|rule| rule.waived || rule.had_nothing_to_judge() || rule.is_not_collected());
        assert_eq!(case.status.is_skipped(), may_be, "{}", case.original_name);
    }
}

#[test]
fn what_is_skipped_says_why() {
    let run = waived(Lang::English);
    let suites = read(&run);
    let skipped = |id: &str| match &case(&suites, id).status {
        TestStatus::Skipped(skipped) => skipped.message.clone(),
        other => panic!("{id} is {other:?}"),
    };
    let of_waived = skipped(&run.waivers[0].rules[0]);
    for said in ["Waived", "2025-03-31", "The fund", "The register is late."] {
        assert!(of_waived.contains(said), "{of_waived}");
    }
    let empty = run.rules.iter().find(|rule| rule.had_nothing_to_judge()).expect("a rule has no item");
    assert!(skipped(&empty.id).contains("nothing to judge"));
}

#[test]
fn a_reader_counts_what_was_written() {
    let run = waived(Lang::English);
    let suites = read(&run);
    for suite in &suites.suites {
        let count =
            |is: fn(&TestStatus) -> bool| suite.cases.iter().filter(|case| is(&case.status)).count() as u64;
        assert_eq!(suite.tests, suite.cases.len() as u64);
        assert_eq!(suite.failures, count(TestStatus::is_failure));
        assert_eq!(suite.errors, count(TestStatus::is_error));
        assert_eq!(suite.skipped, count(TestStatus::is_skipped));
    }
    assert_eq!(suites.tests, cases(&suites).len() as u64);
}

#[test]
fn no_two_cases_are_called_alike() {
    let mut run = waived(Lang::English);
    let source = run.sources.iter_mut().find(|source| source.name == "permits").expect("the source");
    let mut second = source.problems[0].clone();
    second.column = Some("number".to_owned());
    source.problems.push(second);
    let suites = read(&run);
    let all = cases(&suites);
    let mut names: Vec<_> =
        all.iter().map(|case| (&case.classname, &case.original_name, &case.file)).collect();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), all.len());
}
