//! The reports that programs and browsers read, of the small delivery in which everything happens.

use std::fs;

use mizan::locale::{Catalog, Lang};
use mizan::report::{self, RuleRun, Run, RunVerdict};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use serde_json::Value;

use crate::cli::{GOOD, RULES, mizan, workplace};
use crate::reports::run;

/// Elements of HTML that have no end.
const VOID: [&str; 3] = ["br", "meta", "!doctype html"];

fn words(lang: Lang) -> Catalog {
    Catalog::of(lang)
}

/// The tags of a page that opens and closes its elements one within the other.
fn assert_balanced(page: &str) {
    let mut open: Vec<String> = Vec::new();
    let mut rest = page;
    while let Some((_, tail)) = rest.split_once('<') {
        let (tag, tail) = tail.split_once('>').expect("a tag ends");
        rest = tail;
        let tag = tag.to_lowercase();
        if VOID.iter().any(|void| tag.starts_with(void)) {
            continue;
        }
        let name = |tag: &str| tag.split_whitespace().next().unwrap_or("").to_owned();
        match tag.strip_prefix('/') {
            Some(end) => assert_eq!(open.pop().as_deref(), Some(name(end).as_str())),
            None => open.push(name(&tag)),
        }
    }
    assert!(open.is_empty(), "{open:?} do not end");
}

#[test]
fn a_page_in_french() {
    insta::assert_snapshot!(report::html(&run(Lang::French), words(Lang::French)));
}

#[test]
fn a_message_in_markdown() {
    insta::assert_snapshot!(report::markdown(&run(Lang::English), words(Lang::English)));
    for lang in Lang::ALL {
        let text = report::markdown(&run(lang), words(lang));
        for row in text.lines().filter(|line| line.starts_with('|')) {
            let bars = row.replace("\\|", "").matches('|').count();
            assert!(bars == 4 || bars == 7, "{row}");
        }
    }
}

#[test]
fn a_page_is_whole_in_every_language() {
    for lang in Lang::ALL {
        let run = run(lang);
        let page = report::html(&run, words(lang));
        assert_balanced(&page);
        let direction = if lang.is_right_to_left() { "rtl" } else { "ltr" };
        assert!(page.contains(&format!("<html lang=\"{}\" dir=\"{direction}\">", lang.code())));
        for rule in &run.rules {
            assert!(
                page.contains(&format!("<bdi dir=\"ltr\">{}</bdi>", rule.id)),
                "{} is not in the page",
                rule.id
            );
        }
        assert!(!page.contains("report-"), "a message has no words");
        assert_eq!(page, report::html(&run, words(lang)));
    }
}

#[test]
fn a_date_keeps_its_order_from_right_to_left() {
    let page = report::html(&run(Lang::Arabic), words(Lang::Arabic));
    assert!(page.contains("<bdi dir=\"ltr\">2024-"), "the date of the run is not isolated");
}

/// The run with texts that want to be more than texts.
fn hostile() -> Run {
    let mut run = run(Lang::English);
    let text = "<script>alert(1)</script>\u{202e}]]>&\u{1b}[31m%\n::error::x";
    for source in &mut run.sources {
        text.clone_into(&mut source.title);
        text.clone_into(&mut source.owner);
        source.problems.iter_mut().for_each(|problem| text.clone_into(&mut problem.message));
    }
    for rule in &mut run.rules {
        text.clone_into(&mut rule.title);
        text.clone_into(&mut rule.doc);
        rule.samples.iter_mut().for_each(|sample| text.clone_into(&mut sample.message));
    }
    run
}

#[test]
fn a_text_of_the_data_is_nothing_but_text() {
    let run = hostile();
    let page = report::html(&run, words(Lang::English));
    assert!(page.contains("&lt;script&gt;") && !page.contains("<script"));
    assert_balanced(&page);
    assert!(!report::markdown(&run, words(Lang::English)).contains("\n<script"));
    assert!(!report::markdown(&run, words(Lang::English)).contains(" <script"));
    let xml = report::junit(&run, words(Lang::English));
    assert!(!xml.contains('\u{1b}') && !xml.contains("<script"));
    elements(&xml);
    for line in report::github(&run, words(Lang::English)).lines() {
        let is_command = ["::error ", "::warning ", "::notice "].iter().any(|start| line.starts_with(start));
        assert!(is_command, "{line}");
    }
}

/// The elements of XML with their attributes.
pub(crate) fn elements(xml: &str) -> Vec<(String, Vec<(String, String)>)> {
    let of = |element: &BytesStart| {
        let attributes = element.attributes().map(|attribute| {
            let attribute = attribute.expect("an attribute");
            (attribute.key.as_ref().to_owned(), attribute.value.to_string())
        });
        (element.name().as_ref().to_owned(), attributes.collect())
    };
    let mut reader = Reader::from_str(xml);
    let mut found = Vec::new();
    loop {
        match reader.read_event().expect("well-formed XML") {
            Event::Start(element) | Event::Empty(element) => found.push(of(&element)),
            Event::Eof => return found,
            _ => {}
        }
    }
}

pub(crate) fn unevaluated(run: &Run) -> &RuleRun {
    let is_open = |rule: &&RuleRun| {
        rule.why.as_ref().is_some_and(|why| why.kind == "source-absent" || why.kind == "column-absent")
    };
    run.rules.iter().find(is_open).expect("the delivery lacks something")
}

#[test]
fn junit_says_of_every_rule_what_it_comes_to() {
    let run = run(Lang::English);
    let xml = report::junit(&run, words(Lang::English));
    insta::assert_snapshot!(xml);
    let elements = elements(&xml);
    let count = |name: &str| elements.iter().filter(|(element, _)| element == name).count();
    let said = |name: &str| -> usize {
        let (_, attributes) = elements.iter().find(|(element, _)| element == "testsuites").unwrap();
        attributes.iter().find(|(key, _)| key == name).unwrap().1.parse().unwrap()
    };
    assert_eq!(
        (said("tests"), said("failures"), said("errors")),
        (count("testcase"), count("failure"), count("error"))
    );
    let problems = run.sources.iter().flat_map(|source| &source.problems);
    let unread = problems.filter(|problem| problem.severity == mizan::types::Severity::Error).count();
    assert_eq!(count("testcase"), run.rules.len() + unread);
    assert_eq!(count("failure"), run.rules.iter().filter(|rule| rule.fails()).count());
    // A rule that could not be judged is an error, not a test that was skipped.
    let id = &unevaluated(&run).id;
    let at = elements.iter().position(|(_, attributes)| attributes.iter().any(|(_, value)| value == id));
    assert_eq!(elements[at.expect("a case") + 1].0, "error");
}

#[test]
fn sarif_has_a_result_for_every_finding() {
    let run = run(Lang::English);
    let text = report::sarif(&run, words(Lang::English));
    insta::assert_snapshot!(text);
    let log: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let (rules, results) = (&log["runs"][0]["tool"]["driver"]["rules"], &log["runs"][0]["results"]);
    let mut prints: Vec<&str> = Vec::new();
    for result in results.as_array().unwrap() {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
        let levels: &[&str] =
            if result["kind"] == "open" { &["none"] } else { &["error", "warning", "note"] };
        assert!(levels.contains(&result["level"].as_str().unwrap()));
        let place = &result["locations"][0]["physicalLocation"];
        assert!(!place["artifactLocation"]["uri"].as_str().unwrap().is_empty());
        prints.push(result["partialFingerprints"]["mizan/1"].as_str().unwrap());
    }
    prints.sort_unstable();
    let all = prints.len();
    prints.dedup();
    assert_eq!(prints.len(), all, "every finding has a fingerprint of its own");
    let id = &unevaluated(&run).id;
    let open = results.as_array().unwrap().iter().find(|result| result["ruleId"] == id.as_str());
    assert_eq!(open.expect("a result")["kind"], "open");
    let invocation = &log["runs"][0]["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    let told = invocation["toolExecutionNotifications"].as_array().unwrap();
    let is_told =
        |told: &Value| told["level"] == "error" && told["message"]["text"].as_str().unwrap().contains(id);
    assert!(told.iter().any(is_told));
}

#[test]
fn code_hosts_are_told_every_finding() {
    let run = run(Lang::English);
    let lines = report::github(&run, words(Lang::English));
    insta::assert_snapshot!(lines);
    let issues: Value = serde_json::from_str(&report::gitlab(&run, words(Lang::English))).unwrap();
    let issues = issues.as_array().unwrap();
    // The nine gravest, and the whole.
    assert_eq!(lines.lines().count(), 10);
    assert!(lines.lines().take(9).all(|line| line.starts_with("::error ")));
    for issue in issues {
        for field in ["description", "check_name", "fingerprint", "severity"] {
            assert!(issue[field].as_str().is_some_and(|text| !text.is_empty()), "{issue:#}");
        }
        assert!(issue["location"]["lines"]["begin"].as_u64().is_some_and(|line| line > 0));
    }
    let id = &unevaluated(&run).id;
    let issue = issues.iter().find(|issue| issue["check_name"] == id.as_str()).expect("an issue");
    assert_eq!(issue["severity"], "critical");
}

#[test]
fn counts_do_not_change_fingerprints() {
    let print = |run: &Run| {
        let log: Value = serde_json::from_str(&report::sarif(run, words(Lang::English))).unwrap();
        let results = log["runs"][0]["results"].as_array().unwrap().clone();
        results.iter().map(|result| result["partialFingerprints"].clone()).collect::<Vec<_>>()
    };
    let first = run(Lang::English);
    let mut second = first.clone();
    second.rules.iter_mut().filter(|rule| rule.fails()).for_each(|rule| rule.fail += 1);
    assert_eq!(print(&first), print(&second));
}

#[test]
fn a_run_that_passes_has_nothing_to_annotate() {
    let mut run = run(Lang::English);
    run.verdict = RunVerdict::Passed;
    run.rules.retain(|rule| !rule.fails() && rule.why.is_none());
    run.sources.iter_mut().for_each(|source| source.problems.clear());
    assert!(report::github(&run, words(Lang::English)).starts_with("::notice title=Mizan::Passed"));
    assert_eq!(report::gitlab(&run, words(Lang::English)), "[]\n");
}

#[test]
fn one_check_writes_every_form() {
    let folder = workplace(RULES, "id,age\n1,10\n");
    let forms = ["json", "html", "markdown", "junit", "sarif", "github", "gitlab", "ess"];
    let formats: Vec<String> = forms.iter().map(|form| format!("--format {form}=out.{form}")).collect();
    let line = format!("check delivery --standard standard {}", formats.join(" "));
    mizan(folder.path(), &line).exits(1);
    for form in forms {
        assert!(fs::metadata(folder.path().join(format!("out.{form}"))).is_ok_and(|file| file.len() > 0));
    }
    mizan(folder.path(), "check delivery --standard standard --format pdf").exits(2).complains("sarif");
    let good = workplace(RULES, GOOD);
    let session = mizan(good.path(), "check delivery --standard standard --format github").exits(0);
    assert_eq!(session.out().lines().count(), 1);
    assert!(session.out().starts_with("::notice title=Mizan::Passed"));
}
