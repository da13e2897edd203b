//! `mizan test`: the examples of a standard.

use std::fmt::Write as _;
use std::path::Path;

use mizan::Standard;
use mizan::locale::Arg;
use mizan::standard::ExampleResult;
use mizan::types::days_of;

use super::arguments::TestArguments;
use super::check::unwritten;
use super::failure::{Exit, Failure};
use super::{Session, environment, standards};

pub(super) fn run(session: Session, arguments: &TestArguments) -> Result<Exit, Failure> {
    let folders = [arguments.folders.as_slice(), &arguments.standard].concat();
    let standard = standards::compile(&standards::load(&folders, &[Path::new(".")])?)?;
    let results = standard.test(days_of(arguments.as_of.unwrap_or_else(environment::today)));
    let failed: Vec<&ExampleResult> = results.iter().filter(|result| !result.agrees).collect();
    let mut text = String::new();
    for result in &failed {
        describe(&mut text, session, &standard, result);
    }
    let counts = [("count", Arg::from(results.len())), ("failed", Arg::from(failed.len()))];
    let message = match (results.len(), failed.len()) {
        (0, _) => "cli-no-examples",
        (_, 0) => "cli-tests-passed",
        _ => "cli-tests-failed",
    };
    text.push_str(&session.words.text(message, &counts));
    text.push('\n');
    session.output.print(&text).map_err(|error| unwritten("-", &error))?;
    Ok(if failed.is_empty() { Exit::Passed } else { Exit::Failed })
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
