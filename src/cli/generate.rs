//! `mizan generate`: a synthetic delivery for a standard.

use std::collections::BTreeMap;
use std::path::Path;

use mizan::generate::{Drawing, GenerateError, Obeyed, generate};
use mizan::ir;
use mizan::locale::Arg;
use mizan::types::days_of;

use super::arguments::GenerateArguments;
use super::check::{failure, unwritten};
use super::failure::{Exit, Failure};
use super::{Session, environment, standards};

pub(super) fn run(session: Session, arguments: &GenerateArguments) -> Result<Exit, Failure> {
    let starts = [Path::new(".")];
    let standard = standards::compile(&standards::load_for_delivery(session, &arguments.standard, &starts)?)?;
    let as_of = days_of(arguments.as_of.unwrap_or_else(environment::today));
    let bindings = standard
        .bindings(as_of, &arguments.set)
        .map_err(|problems| failure(session, &standard, mizan::check::CheckError::Parameters(problems)))?;
    let drawing =
        Drawing { rows: arguments.rows, seed: arguments.seed, errors: arguments.errors * 1_000, as_of };
    let generated = generate(&ir::bind(standard.ir(), &bindings), &arguments.folder, drawing)
        .map_err(|error| said(&error))?;
    let number = |count: u64| session.words.lang().count(count);
    let mut lines = Vec::new();
    for (source, rows) in &generated.rows {
        let values = [("source", Arg::from(source.as_str())), ("rows", Arg::from(number(*rows)))];
        lines.push(session.words.text("cli-generate-rows", &values));
    }
    let values = [
        ("delivery", Arg::from(generated.delivery.display().to_string())),
        ("planted", Arg::from(generated.planted.display().to_string())),
        ("failing", Arg::from(number(generated.planted_rows()))),
    ];
    lines.push(session.words.text("cli-generate-wrote", &values));
    lines.extend(not_obeyed(session, &generated.rules));
    let text = lines.join("\n") + "\n";
    session.output.print(&text).map_err(|error| unwritten("-", &error))?;
    Ok(Exit::Passed)
}

/// Names the rules that rows may break where nothing was planted, and those that none was made to break.
fn not_obeyed(session: Session, rules: &BTreeMap<String, Obeyed>) -> Vec<String> {
    let number = |count: u64| session.words.lang().count(count);
    let mut lines = Vec::new();
    for (rule, state) in rules {
        if let Obeyed::NotReached(rows) = state {
            let values = [("rule", Arg::from(rule.as_str())), ("count", Arg::from(*rows))];
            lines.push(session.words.text("cli-generate-not-reached", &values));
        }
    }
    let mut named = |state: Obeyed, message: &str| {
        let of_state = rules.iter().filter(|(_, of)| **of == state);
        let names: Vec<&str> = of_state.map(|(rule, _)| rule.as_str()).collect();
        if !names.is_empty() {
            let count = number(names.len() as u64);
            let values = [("count", Arg::from(count)), ("rules", Arg::from(names.join(", ")))];
            lines.push(session.words.text(message, &values));
        }
    };
    named(Obeyed::NeverBroken, "cli-generate-never-broken");
    named(Obeyed::NotLookedAt, "cli-generate-not-looked-at");
    lines
}

fn said(error: &GenerateError) -> Failure {
    match error {
        GenerateError::Exists { path } => {
            Failure::usage("cli-generate-exists", &[("path", &path.display().to_string())])
        }
        GenerateError::NoSource => Failure::usage("cli-generate-no-source", &[]),
        GenerateError::Write { path, error } => unwritten(&path.display().to_string(), error),
    }
}
