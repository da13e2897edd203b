//! `mizan fmt`: canonical text.

use std::path::{Path, PathBuf};

use mizan::Files;
use mizan::data::{find_rule_files, nearest_standard, read_text, write_file};
use mizan::locale::Arg;
use mizan::syntax::{format, parse, repair};

use super::Session;
use super::arguments::FmtArguments;
use super::check::unwritten;
use super::failure::{Exit, Failure};

pub(super) fn run(session: Session, arguments: &FmtArguments) -> Result<Exit, Failure> {
    let mut changed = 0;
    let mut broken: Option<Failure> = None;
    for path in paths(arguments)? {
        let name = path.display().to_string();
        let text = read_text(&path).map_err(|error| {
            Failure::message(Exit::Standard, "cli-read", &[("path", &name), ("reason", &error.to_string())])
        })?;
        match canonical(&name, &text, arguments.repair) {
            Err(failure) => {
                session.output.fail(&failure.text(session));
                broken = Some(Failure::message(Exit::Standard, "cli-fmt-broken", &[("path", &name)]));
            }
            Ok(formatted) if formatted == text => {}
            Ok(formatted) => {
                changed += 1;
                let message = if arguments.check { "cli-fmt-differs" } else { "cli-fmt-written" };
                let line = session.words.text(message, &[("path", Arg::from(name.as_str()))]);
                session.output.print(&format!("{line}\n")).map_err(|error| unwritten("-", &error))?;
                if !arguments.check {
                    write_file(&path, formatted.as_bytes()).map_err(|error| unwritten(&name, &error))?;
                }
            }
        }
    }
    match broken {
        Some(failure) => Err(failure),
        None if arguments.check && changed > 0 => Ok(Exit::Failed),
        None => Ok(Exit::Passed),
    }
}

/// The rule files that the arguments name.
fn paths(arguments: &FmtArguments) -> Result<Vec<PathBuf>, Failure> {
    let given = match arguments.paths.as_slice() {
        [] => vec![nearest_standard(Path::new(".")).ok_or_else(|| Failure::usage("cli-no-standard", &[]))?],
        given => given.to_vec(),
    };
    let mut paths = Vec::new();
    for path in given {
        if path.is_dir() {
            let found = find_rule_files(&path).map_err(|error| {
                Failure::usage(
                    "cli-read",
                    &[("path", &path.display().to_string()), ("reason", &error.to_string())],
                )
            })?;
            paths.extend(found);
        } else {
            paths.push(path);
        }
    }
    Ok(paths)
}

/// The canonical text of a file, its repairs made first where that is asked for.
fn canonical(name: &str, text: &str, repairing: bool) -> Result<String, Failure> {
    let mut files = Files::of(name, text);
    let id = files.iter().next().map(|(id, _)| id).expect("one file was added");
    if repairing {
        let (_, found) = parse(&files);
        files = Files::of(name, &repair(&files, id, &found));
    }
    let id = files.iter().next().map(|(id, _)| id).expect("one file was added");
    format(&files, id).map_err(|found| Failure::diagnostics(Exit::Standard, found, &files))
}
