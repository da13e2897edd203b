//! A run as the pages of code hosts show it: workflow commands of GitHub, code quality of GitLab.

use std::fmt::Write as _;

use serde::Serialize;

use super::findings::findings;
use super::{Run, RunVerdict, sentences};
use crate::locale::Catalog;
use crate::types::Severity;

/// Annotations that GitHub shows of one step and kind; one is the summary.
const ANNOTATIONS: usize = 9;

/// Workflow commands of GitHub Actions, `::error file=…,line=…,title=…::message`: the gravest findings, as many as GitHub
/// shows, and what the run comes to.
///
/// Source: GitHub documentation, *Workflow commands for GitHub Actions*; it shows ten annotations of a kind of each step.
#[must_use]
pub fn github(run: &Run, words: Catalog) -> String {
    let mut text = String::new();
    let mut found = findings(run, words);
    found.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    for finding in found.iter().take(ANNOTATIONS) {
        let command = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "notice",
        };
        let (file, line) = &finding.place;
        let line = line.map_or_else(String::new, |line| format!(",line={line}"));
        let title = format!("{}: {}", finding.id, finding.title);
        let _infallible = writeln!(
            text,
            "::{command} file={}{line},title={}::{}",
            property(file),
            property(&title),
            data(&finding.message)
        );
    }
    let command = if run.verdict == RunVerdict::Passed { "notice" } else { "error" };
    let summary = sentences::verdict(run, words).into_iter().chain([sentences::closing(run, words)]);
    let summary = summary.collect::<Vec<_>>().join(" ");
    let _infallible = writeln!(text, "::{command} title=Mizan::{}", data(&summary));
    text
}

/// Text after the second `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// The findings as GitLab's code quality report, which is a subset of Code Climate's format.
///
/// Source: GitLab documentation, *Code Quality report format*.
///
/// # Panics
/// Never: every key is a text.
#[must_use]
pub fn gitlab(run: &Run, words: Catalog) -> String {
    let issues: Vec<Issue> = findings(run, words)
        .into_iter()
        .map(|finding| {
            let (path, line) = finding.place.clone();
            Issue {
                description: format!("{}: {}", finding.title, finding.message),
                fingerprint: finding.fingerprint(),
                severity: match finding.severity {
                    Severity::Error => "critical",
                    Severity::Warning => "minor",
                    Severity::Info => "info",
                },
                location: Location { path, lines: Lines { begin: line.unwrap_or(1) } },
                check_name: finding.id,
            }
        })
        .collect();
    let mut text = serde_json::to_string_pretty(&issues).expect("every key is a text");
    text.push('\n');
    text
}

#[derive(Serialize)]
struct Issue {
    description: String,
    check_name: String,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_can_not_end_a_command() {
        assert_eq!(data("50 %\n::error::x"), "50 %25%0A::error::x");
        assert_eq!(property("a:b,c"), "a%3Ab%2Cc");
    }
}
