//! A run as `JUnit` XML, the form that every continuous integration reads: a suite for each source, a case for each rule,
//! those that are met as well.
//!
//! There is no standard; the elements are those of the schema that Jenkins and GitLab read.

use std::io;

use quick_xml::Writer;
use quick_xml::events::BytesText;

use super::findings::{is_open, message};
use super::{RuleRun, Run, SourceRun, harmless, sentences};
use crate::locale::Catalog;
use crate::outcome::Verdict;
use crate::types::Severity;

/// The run as XML. A rule that is not met is a failure; one that could not be judged, and what can not be read of the
/// delivery, is an error; a rule without anything to judge, and one whose
/// failure is waived, is skipped. Breaches below `--fail-on` are failures as well:
/// the exit code says what stops the delivery.
///
/// # Panics
/// Never: text is written to memory.
#[must_use]
pub fn junit(run: &Run, words: Catalog) -> String {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    suites(&mut writer, run, words).expect("writing to memory");
    let body = String::from_utf8(writer.into_inner()).expect("the writer writes UTF-8");
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{body}\n")
}

type Xml = Writer<Vec<u8>>;

fn suites(writer: &mut Xml, run: &Run, words: Catalog) -> io::Result<()> {
    let all: Vec<Case> = run.sources.iter().flat_map(|source| cases(run, source, words)).collect();
    let totals = totals(&all);
    let suites = writer.create_element("testsuites").with_attribute(("name", run.standard.name.as_str()));
    let totals = totals.iter().map(|(name, count)| (*name, count.as_str()));
    suites.with_attributes(totals).write_inner_content(|writer| {
        run.sources.iter().try_for_each(|source| suite(writer, run, source, words))
    })?;
    Ok(())
}

fn suite(writer: &mut Xml, run: &Run, source: &SourceRun, words: Catalog) -> io::Result<()> {
    let cases = cases(run, source, words);
    let totals = totals(&cases);
    let suite = writer.create_element("testsuite").with_attribute(("name", source.name.as_str()));
    let totals = totals.iter().map(|(name, count)| (*name, count.as_str()));
    suite
        .with_attributes(totals)
        .write_inner_content(|writer| cases.iter().try_for_each(|case| case.write(writer, &source.name)))?;
    Ok(())
}

fn totals(cases: &[Case]) -> [(&'static str, String); 4] {
    let count = |outcome: Outcome| cases.iter().filter(|case| case.outcome == outcome).count().to_string();
    [
        ("tests", cases.len().to_string()),
        ("failures", count(Outcome::Failure)),
        ("errors", count(Outcome::Error)),
        ("skipped", count(Outcome::Skipped)),
    ]
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Success,
    Failure,
    Error,
    Skipped,
}

struct Case {
    name: String,
    file: String,
    outcome: Outcome,
    kind: String,
    message: String,
    details: String,
}

/// The problems that leave something unread, then the rules.
fn cases(run: &Run, source: &SourceRun, words: Catalog) -> Vec<Case> {
    let unread = source.problems.iter().filter(|problem| problem.severity == Severity::Error);
    let problems = unread.map(|problem| Case {
        name: format!("{}.{}", source.name, problem.kind),
        file: problem.file.clone().unwrap_or_default(),
        outcome: Outcome::Error,
        kind: problem.kind.clone(),
        message: problem.message.clone(),
        details: String::new(),
    });
    let rules = run.rules.iter().filter(|rule| rule.subject == source.name);
    problems.chain(rules.map(|rule| of_rule(rule, words))).collect()
}

fn of_rule(rule: &RuleRun, words: Catalog) -> Case {
    let outcome = match rule.verdict {
        Verdict::Ok | Verdict::Tolerated => Outcome::Success,
        Verdict::Breached | Verdict::NotCheckedEnough if rule.waived => Outcome::Skipped,
        Verdict::Breached | Verdict::NotCheckedEnough => Outcome::Failure,
        Verdict::NotEvaluated if is_open(rule) => Outcome::Error,
        Verdict::NotEvaluated => Outcome::Skipped,
    };
    let mut details = vec![rule.title.clone()];
    for sample in &rule.samples {
        let place = sentences::place(sample, words);
        let parts = [place.as_str(), sample.message.as_str()];
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        details.push(parts.join(": "));
    }
    details.extend(sentences::provenance(rule, words));
    Case {
        name: rule.id.clone(),
        file: rule.place.clone(),
        outcome,
        kind: sentences::severity(rule.severity, words),
        message: message(rule, words),
        details: details.join("\n"),
    }
}

impl Case {
    fn write(&self, writer: &mut Xml, class: &str) -> io::Result<()> {
        let case = writer.create_element("testcase").with_attribute(("classname", class));
        let case =
            case.with_attribute(("name", self.name.as_str())).with_attribute(("file", self.file.as_str()));
        let element = match self.outcome {
            Outcome::Success => {
                case.write_empty()?;
                return Ok(());
            }
            Outcome::Failure => "failure",
            Outcome::Error => "error",
            Outcome::Skipped => "skipped",
        };
        let (message, details) = (of_xml(&self.message), of_xml(&self.details));
        case.write_inner_content(|writer| {
            let inner = writer.create_element(element).with_attribute(("message", message.as_str()));
            if self.outcome == Outcome::Skipped {
                inner.write_empty()?;
            } else {
                let inner = inner.with_attribute(("type", self.kind.as_str()));
                inner.write_text_content(BytesText::new(&details))?;
            }
            Ok(())
        })?;
        Ok(())
    }
}

/// XML 1.0 has no way to write most control characters: they are written out. Lines stay lines.
fn of_xml(text: &str) -> String {
    text.lines().map(harmless).collect::<Vec<_>>().join("\n")
}
