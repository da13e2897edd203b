//! What a run finds, one by one, as programs take it that know of places in texts and of little else: rules that are not
//! met or that could not be judged, and what is wrong with the delivery.

use std::path::{Component, Path};

use sha2::{Digest, Sha256};

use super::{Problem, RuleRun, Run, SourceRun, sentences};
use crate::locale::Catalog;
use crate::outcome::Verdict;
use crate::types::Severity;

/// Something that a person has to see to.
pub(super) struct Finding<'r> {
    /// The id of the rule, or `SOURCE.KIND` of a problem.
    pub(super) id: String,
    pub(super) severity: Severity,
    /// What is asked, or the word for a problem.
    pub(super) title: String,
    /// What was found, in a sentence or two.
    pub(super) message: String,
    /// The file and line where the rule is written, or the file that is wrong.
    pub(super) place: (String, Option<u64>),
    pub(super) of: Of<'r>,
}

/// What a finding is of.
#[derive(Clone, Copy)]
pub(super) enum Of<'r> {
    Rule(&'r RuleRun),
    Delivery(&'r SourceRun, &'r Problem),
}

impl Finding<'_> {
    /// The same for the same finding in another run, whatever its counts.
    pub(super) fn fingerprint(&self) -> String {
        let (file, column) = match self.of {
            Of::Rule(_) => ("", None),
            Of::Delivery(_, problem) => (problem.file.as_deref().unwrap_or(""), problem.column.as_deref()),
        };
        let column = column.map_or_else(String::new, |column| format!("\n{column}"));
        let digest = Sha256::digest(format!("{}\n{file}{column}", self.id));
        digest.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// The file and line where a rule is written.
pub(super) fn place(run: &Run, rule: &RuleRun) -> (String, Option<u64>) {
    written(run, &rule.place)
}

/// A place in the standard, as a code host knows it.
fn written(run: &Run, place: &str) -> (String, Option<u64>) {
    match place.rsplit_once(':') {
        Some((file, line)) => (path(run, file), line.parse().ok()),
        None => (path(run, place), None),
    }
}

/// The file that is wrong; where none is there to be wrong, the place that asks for it.
pub(super) fn place_of_problem(run: &Run, source: &SourceRun, problem: &Problem) -> (String, Option<u64>) {
    match &problem.file {
        Some(file) => (delivered(source, file), None),
        None => written(run, &source.place),
    }
}

/// A delivered file as a code host knows it: from where the command runs, where it is below that. Else by its name in the
/// delivery, or, where it was given by a path of its own, by the last part of that: hosts take no path that leads out of
/// what they hold.
fn delivered(source: &SourceRun, file: &str) -> String {
    let is_inside =
        |file: &str| Path::new(file).components().all(|part| matches!(part, Component::Normal(_)));
    let named = || if is_inside(file) { file } else { file.rsplit('/').next().unwrap_or(file) };
    source.paths.get(file).cloned().unwrap_or_else(|| named().to_owned())
}

/// A file of the standard as a code host knows it: from where the command runs, where it is below that.
pub(super) fn path(run: &Run, file: &str) -> String {
    run.paths.get(file).cloned().unwrap_or_else(|| file.to_owned())
}

/// The findings of a run, in its order: problems of sources, then rules.
pub(super) fn findings(run: &Run, words: Catalog) -> Vec<Finding<'_>> {
    let problems = run.sources.iter().flat_map(|source| {
        source.problems.iter().map(move |problem| Finding {
            id: format!("{}.{}", source.name, problem.kind),
            severity: problem.severity,
            title: sentences::of_problem(problem.severity, words),
            message: problem.message.clone(),
            place: place_of_problem(run, source, problem),
            of: Of::Delivery(source, problem),
        })
    });
    let rules = run.rules.iter().filter(|rule| is_open(rule) || rule.fails()).map(|rule| Finding {
        id: rule.id.clone(),
        severity: severity(rule),
        title: rule.title.clone(),
        message: message(rule, words),
        place: place(run, rule),
        of: Of::Rule(rule),
    });
    problems.chain(rules).collect()
}

/// A rule that says nothing is as grave as can be; a failure that is waived is only told.
fn severity(rule: &RuleRun) -> Severity {
    match (is_open(rule), rule.waived) {
        (true, _) => Severity::Error,
        (false, true) => Severity::Info,
        (false, false) => rule.severity,
    }
}

/// Whether a rule could not be judged, though there was something to judge: that is never green.
pub(super) fn is_open(rule: &RuleRun) -> bool {
    rule.verdict == Verdict::NotEvaluated && !rule.had_nothing_to_judge() && !rule.is_not_collected()
}

/// What a rule found: how much fails, what stays open, or why it was not evaluated.
pub(super) fn message(rule: &RuleRun, words: Catalog) -> String {
    let mut parts = Vec::new();
    parts.extend(sentences::failing(rule, words));
    let tolerance = sentences::tolerance(rule, words);
    if rule.fail > 0 && !tolerance.is_empty() {
        parts.push(tolerance);
    }
    parts.extend(sentences::undecided(rule, words));
    parts.extend(sentences::before(rule, words));
    if rule.waived {
        parts.push(words.text("report-is-waived", &[]));
    }
    parts.extend(rule.why.iter().map(|why| why.message.clone()));
    if parts.is_empty() { sentences::of_verdict(rule.verdict, words) } else { parts.join(" ") }
}
