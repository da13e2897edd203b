//! What is wrong with the delivery of a source, in words.

use super::say::Speaker;
use crate::data::{ProblemKind, ReadError, ReadErrorKind, SourceData};
use crate::engine::Found;
use crate::ir::{RuleId, SourceId};
use crate::locale::Arg;
use crate::report::Problem;

/// The problems of a source, those that leave something unjudged marked.
pub(super) fn problems(
    speaker: &Speaker<'_>,
    id: SourceId,
    files: &SourceData,
    found: &Found,
    rows: u64,
    rules: &[RuleId],
) -> Vec<Problem> {
    let source = speaker.standard.source(id);
    let mut problems = Vec::new();
    if files.files().is_empty() {
        let arguments = [("patterns", Arg::from(source.files.join(", ")))];
        problems.push(problem(speaker, "source-absent", true, None, &arguments));
        return problems;
    }
    let is_read = |column| {
        rules
            .iter()
            .map(|rule| speaker.standard.rule(*rule))
            .any(|rule| rule.source == id && rule.columns().contains(&column))
    };
    for found in files.problems() {
        let file = Some(files.files()[found.file].name.clone());
        let blocking = match &found.kind {
            ProblemKind::ColumnAbsent { column, .. } => is_read(*column),
            kind => kind.hides_the_file(),
        };
        problems.push(of_file(speaker, &found.kind, blocking, file));
    }
    for (_, error) in found.failures.iter().filter(|(of, _)| *of == id) {
        problems.push(of_reading(speaker, error, files));
    }
    let hidden = problems.iter().any(|problem| problem.blocking);
    if rows == 0 && !hidden {
        problems.push(problem(speaker, "no-rows", true, None, &[]));
    }
    problems
}

fn problem(
    speaker: &Speaker<'_>,
    kind: &str,
    blocking: bool,
    file: Option<String>,
    arguments: &[(&str, Arg)],
) -> Problem {
    let message = speaker.words.text(&format!("problem-{kind}"), arguments);
    Problem { kind: kind.to_owned(), blocking, file, message }
}

fn of_file(speaker: &Speaker<'_>, kind: &ProblemKind, blocking: bool, file: Option<String>) -> Problem {
    let text = |text: &str| Arg::from(text);
    let say =
        |name: &str, arguments: &[(&str, Arg)]| problem(speaker, name, blocking, file.clone(), arguments);
    match kind {
        ProblemKind::Absent => say("file-absent", &[]),
        ProblemKind::Unreadable { reason } => say("file-unreadable", &[("reason", text(reason))]),
        ProblemKind::Corrupt { reason } => say("file-corrupt", &[("reason", text(reason))]),
        ProblemKind::Empty => say("file-empty", &[]),
        ProblemKind::Utf16 => say("file-utf16", &[]),
        ProblemKind::ColumnAbsent { name, similar: None, .. } => {
            say("column-absent", &[("column", text(name))])
        }
        ProblemKind::ColumnAbsent { name, similar: Some(similar), .. } => {
            let arguments = [("column", text(name)), ("similar", text(similar))];
            let message = speaker.words.attribute("problem-column-absent", "similar", &arguments);
            let plain = say("column-absent", &arguments);
            Problem { message: message.unwrap_or(plain.message), ..plain }
        }
        ProblemKind::HeaderRespelled { header, .. } => {
            say("header-respelled", &[("column", text(header.trim())), ("header", text(header))])
        }
        ProblemKind::DuplicateHeader { name, times } => {
            say("duplicate-header", &[("column", text(name)), ("times", Arg::from(*times))])
        }
        ProblemKind::ExtraColumns { names } => say("extra-columns", &[("names", text(&names.join(", ")))]),
        ProblemKind::WrongStorage { name, stored, .. } => {
            say("wrong-storage", &[("column", text(name)), ("stored", text(stored))])
        }
        ProblemKind::TooManyFields { first_row, rows } => {
            say("too-many-fields", &[("row", Arg::from(*first_row)), ("rows", Arg::from(*rows))])
        }
        ProblemKind::TooFewFields { first_row, rows } => {
            say("too-few-fields", &[("row", Arg::from(*first_row)), ("rows", Arg::from(*rows))])
        }
    }
}

fn of_reading(speaker: &Speaker<'_>, error: &ReadError, files: &SourceData) -> Problem {
    let file = files.files().get(error.file).map(|info| info.name.clone());
    let say = |name: &str, arguments: &[(&str, Arg)]| problem(speaker, name, true, file.clone(), arguments);
    match &error.kind {
        ReadErrorKind::Unreadable { reason } => {
            say("file-unreadable", &[("reason", Arg::from(reason.as_str()))])
        }
        ReadErrorKind::Corrupt { reason } => say("file-corrupt", &[("reason", Arg::from(reason.as_str()))]),
        ReadErrorKind::RowCount { said, found } => {
            say("row-count", &[("said", Arg::from(*said)), ("found", Arg::from(*found))])
        }
        ReadErrorKind::RecordTooLong { row, .. } => say("record-too-long", &[("row", Arg::from(*row))]),
    }
}
