//! `mizan test`: the examples of a standard, what they do not show, and what they would not notice.

mod words;

use std::fmt::Write as _;
use std::path::Path;

use mizan::Standard;
use mizan::examples::{Coverage, Mutation, coverage, mutate};
use mizan::locale::Arg;
use mizan::standard::ExampleResult;
use mizan::types::days_of;
use serde_json::json;

use super::arguments::{TestArguments, TestFormat};
use super::check::unwritten;
use super::failure::{Exit, Failure};
use super::{Session, environment, standards};

pub(super) fn run(session: Session, arguments: &TestArguments) -> Result<Exit, Failure> {
    let folders = [arguments.folders.as_slice(), &arguments.standard].concat();
    let standard = standards::compile(&standards::load(&folders, &[Path::new(".")])?)?;
    let as_of = days_of(arguments.as_of.unwrap_or_else(environment::today));
    let results = standard.test(as_of);
    let covered = coverage(&standard, as_of);
    let mutation = arguments.mutates().then(|| mutate(&standard, as_of));
    let text = match arguments.format {
        TestFormat::Json => as_json(&standard, &results, &covered, mutation.as_ref()),
        TestFormat::Text => {
            let mut text = examples(session, &standard, &results);
            text.push_str(&words::coverage(session.words, &covered, arguments.coverage));
            if let Some(found) = &mutation {
                text.push_str(&words::mutation(session.words, found, arguments.fail_under));
            }
            text
        }
    };
    session.output.print(&text).map_err(|error| unwritten("-", &error))?;
    let agree = results.iter().all(|result| result.agrees);
    let enough = mutation.is_none_or(|found| {
        arguments.fail_under.is_none_or(|percent| found.score().reaches(usize::from(percent)))
    });
    Ok(if agree && enough { Exit::Passed } else { Exit::Failed })
}

/// The examples that disagree, and how many there are.
fn examples(session: Session, standard: &Standard, results: &[ExampleResult]) -> String {
    let failed: Vec<&ExampleResult> = results.iter().filter(|result| !result.agrees).collect();
    let mut text = String::new();
    for result in &failed {
        describe(&mut text, session, standard, result);
    }
    let counts = [("count", Arg::from(results.len())), ("failed", Arg::from(failed.len()))];
    let message = match (results.len(), failed.len()) {
        (0, _) => "cli-no-examples",
        (_, 0) => "cli-tests-passed",
        _ => "cli-tests-failed",
    };
    text.push_str(&session.words.text(message, &counts));
    text.push('\n');
    text
}

/// All of it for machines, in the format `mizan-test/1`.
fn as_json(
    standard: &Standard,
    results: &[ExampleResult],
    covered: &Coverage,
    mutation: Option<&Mutation>,
) -> String {
    let disagreeing = results.iter().filter(|result| !result.agrees).map(|result| {
        json!({
            "subject": result.subject,
            "name": result.name,
            "place": standard.files().place(result.span),
            "expected": result.expected,
            "found": result.found,
            "lacking": result.lacking,
        })
    });
    let value = json!({
        "format": "mizan-test/1",
        "examples": results.len(),
        "disagreeing": disagreeing.collect::<Vec<_>>(),
        "coverage": covered,
        "mutation": mutation,
    });
    format!("{}\n", serde_json::to_string_pretty(&value).expect("a report of tests is plain JSON"))
}

/// `cnss.rule "name"  rules/cnss.mizan:12` and below it what was expected and found.
fn describe(text: &mut String, session: Session, standard: &Standard, result: &ExampleResult) {
    let name = result.name.as_ref().map_or_else(String::new, |name| format!(" \"{name}\""));
    let place = standard.files().place(result.span);
    let outcome = |outcome: &str| {
        let message = format!("outcome-{}", outcome.replace(' ', "-"));
        if session.words.has(&message) { session.words.text(&message, &[]) } else { outcome.to_owned() }
    };
    let arguments =
        [("expected", Arg::from(outcome(&result.expected))), ("found", Arg::from(outcome(&result.found)))];
    let mut line = |indent: &str, line: &str| {
        let _infallible = writeln!(text, "{indent}{line}");
    };
    line("", &format!("{}{name}  {place}", result.subject));
    line("  ", &session.words.text("cli-test-differs", &arguments));
    if !result.lacking.is_empty() {
        let columns = result.lacking.join(session.words.lang().list_separator());
        line("  ", &session.words.text("cli-test-lacking", &[("columns", Arg::from(columns))]));
    }
    line("", "");
}
