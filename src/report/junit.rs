//! A run as `JUnit` XML, the form that every continuous integration reads: a suite for each source, a case for each rule,
//! those that are met as well.
//!
//! There is no standard. Elements and attributes are those of `junit-10.xsd` of Jenkins' xUnit plugin, and of a case
//! `file` and `line`, which GitLab and others show.

use std::io;

use quick_xml::Writer;
use quick_xml::events::BytesText;

use super::findings::{is_open, message, place, place_of_problem};
use super::{Problem, RuleRun, Run, SourceRun, harmless, sentences};
use crate::locale::Catalog;
use crate::outcome::Verdict;
use crate::types::Severity;

/// The run as XML. A rule that is not met is a failure; one that could not be judged, and what can not be read of the
/// delivery, is an error; a rule without anything to judge, and one whose failure is waived, is skipped: its message says
/// why. Breaches below `--fail-on` are failures as well: the exit code says what stops the delivery.
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
    let suites = writer.create_element("testsuites").with_attribute(("name", run.standard.name.as_str()));
    let mut suites = suites.with_attributes(totals(&all).each_ref().map(of_attribute));
    if let Some(timing) = run.timing {
        let seconds = format!("{}.{:03}", timing.total_ms / 1000, timing.total_ms % 1000);
        suites = suites.with_attribute(("time", seconds.as_str()));
    }
    suites.write_inner_content(|writer| {
        run.sources.iter().try_for_each(|source| suite(writer, run, source, words))
    })?;
    Ok(())
}

fn suite(writer: &mut Xml, run: &Run, source: &SourceRun, words: Catalog) -> io::Result<()> {
    let cases = cases(run, source, words);
    let class = class(run, source);
    let suite = writer.create_element("testsuite").with_attribute(("name", source.name.as_str()));
    let skipped = ("skipped", count(&cases, Outcome::Skipped));
    suite
        .with_attributes(totals(&cases).each_ref().map(of_attribute))
        .with_attribute(of_attribute(&skipped))
        .write_inner_content(|writer| cases.iter().try_for_each(|case| case.write(writer, &class)))?;
    Ok(())
}

/// `STANDARD.SOURCE`: programs group cases by what stands before the last point.
fn class(run: &Run, source: &SourceRun) -> String {
    match run.standard.name.as_str() {
        "" => source.name.clone(),
        standard => format!("{standard}.{}", source.name),
    }
}

/// What a suite and all of them count; only a suite counts what is skipped.
fn totals(cases: &[Case]) -> [(&'static str, String); 3] {
    [
        ("tests", cases.len().to_string()),
        ("failures", count(cases, Outcome::Failure)),
        ("errors", count(cases, Outcome::Error)),
    ]
}

fn count(cases: &[Case], outcome: Outcome) -> String {
    cases.iter().filter(|case| case.outcome == outcome).count().to_string()
}

fn of_attribute<'a>((name, value): &'a (&'static str, String)) -> (&'a str, &'a str) {
    (name, value)
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
    file: Option<String>,
    line: Option<u64>,
    outcome: Outcome,
    kind: String,
    message: String,
    details: String,
}

/// The problems that leave something unread, then the rules.
fn cases(run: &Run, source: &SourceRun, words: Catalog) -> Vec<Case> {
    let unread = source.problems.iter().filter(|problem| problem.severity == Severity::Error);
    let problems = unread.map(|problem| {
        let (file, line) = place_of_problem(run, source, problem);
        Case {
            name: name_of_problem(source, problem),
            file: Some(file),
            line,
            outcome: Outcome::Error,
            kind: problem.kind.clone(),
            message: problem.message.clone(),
            details: String::new(),
        }
    });
    let rules = run.rules.iter().filter(|rule| rule.subject == source.name);
    problems.chain(rules.map(|rule| of_rule(run, rule, words))).collect()
}

/// `SOURCE.COLUMN.KIND`, like the rules of a column, so that two columns of a file are two cases.
fn name_of_problem(source: &SourceRun, problem: &Problem) -> String {
    let parts = [Some(source.name.as_str()), problem.column.as_deref(), Some(problem.kind.as_str())];
    parts.into_iter().flatten().collect::<Vec<_>>().join(".")
}

fn of_rule(run: &Run, rule: &RuleRun, words: Catalog) -> Case {
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
    let accepted = sentences::accepted(run, rule, words);
    let (file, line) = place(run, rule);
    Case {
        name: rule.id.clone(),
        file: Some(file),
        line,
        outcome,
        // The reason why a rule was not evaluated has a name that is the same in every language.
        kind: rule
            .why
            .as_ref()
            .map_or_else(|| sentences::severity(rule.severity, words), |why| why.kind.to_owned()),
        message: [message(rule, words)].into_iter().chain(accepted).collect::<Vec<_>>().join(" "),
        details: details.join("\n"),
    }
}

impl Case {
    fn write(&self, writer: &mut Xml, class: &str) -> io::Result<()> {
        let case = writer.create_element("testcase").with_attribute(("classname", class));
        let mut case = case.with_attribute(("name", self.name.as_str()));
        if let Some(file) = &self.file {
            case = case.with_attribute(("file", harmless(file).as_str()));
        }
        if let Some(line) = self.line {
            case = case.with_attribute(("line", line.to_string().as_str()));
        }
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
