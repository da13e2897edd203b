//! What examples do not show and would not notice, in words.

use std::fmt::Write as _;

use mizan::examples::{Coverage, DataChange, Mutation, Taken};
use mizan::locale::{Arg, Catalog};

/// A text of lines.
struct Lines(String);

impl Lines {
    fn line(&mut self, indent: usize, line: &str) {
        let _infallible = writeln!(self.0, "{:indent$}{line}", "");
    }

    /// A heading after an empty line.
    fn heading(&mut self, line: &str) {
        self.0.push('\n');
        self.line(0, line);
    }
}

/// What the examples do not show: one line, or all of it.
pub(super) fn coverage(words: Catalog, found: &Coverage, all: bool) -> String {
    let mut lines = Lines(String::new());
    if found.subjects == 0 || (found.is_complete() && !all) {
        return lines.0;
    }
    if found.is_complete() {
        lines.line(0, &words.text("cli-coverage-complete", &[]));
    } else if all {
        without_example(&mut lines, words, found);
        outcomes(&mut lines, words, found);
        branches(&mut lines, words, found);
    } else {
        let counts = [
            ("subjects", Arg::from(found.without_example.len())),
            ("outcomes", Arg::from(found.outcomes.len())),
            ("branches", Arg::from(found.unreached.len())),
            ("command", Arg::from("mizan test --coverage")),
        ];
        lines.line(0, &words.text("cli-coverage-short", &counts));
    }
    lines.0
}

fn without_example(lines: &mut Lines, words: Catalog, found: &Coverage) {
    if found.without_example.is_empty() {
        return;
    }
    let counts = [("count", Arg::from(found.without_example.len())), ("all", Arg::from(found.subjects))];
    lines.heading(&words.text("cli-coverage-without", &counts));
    for subject in &found.without_example {
        lines.line(2, &format!("{}  {}", subject.subject, subject.place));
    }
}

/// A line for each rule.
fn outcomes(lines: &mut Lines, words: Catalog, found: &Coverage) {
    if found.outcomes.is_empty() {
        return;
    }
    let counts = [("count", Arg::from(found.outcomes.len()))];
    lines.heading(&words.text("cli-coverage-outcomes", &counts));
    for rule in found.outcomes.chunk_by(|a, b| a.place == b.place && a.subject == b.subject) {
        let outcome = |outcome: &str| words.text(&format!("outcome-{}", outcome.replace(' ', "-")), &[]);
        let outcomes: Vec<String> = rule.iter().map(|absent| outcome(absent.outcome)).collect();
        let outcomes = outcomes.join(words.lang().list_separator());
        lines.line(2, &format!("{}  {}: {outcomes}", rule[0].subject, rule[0].place));
    }
}

fn branches(lines: &mut Lines, words: Catalog, found: &Coverage) {
    if found.unreached.is_empty() {
        return;
    }
    let counts = [("count", Arg::from(found.unreached.len())), ("all", Arg::from(found.branches))];
    lines.heading(&words.text("cli-coverage-branches", &counts));
    for branch in &found.unreached {
        let message = match branch.taken {
            Taken::Value => "cli-coverage-value",
            Taken::True => "cli-coverage-true",
            Taken::False => "cli-coverage-false",
        };
        let said = words.text(message, &[("text", Arg::from(branch.text.as_str()))]);
        lines.line(2, &format!("{}  {}", branch.subject, branch.place));
        lines.line(4, &said);
    }
}

/// What the examples would not notice, and the score.
pub(super) fn mutation(words: Catalog, found: &Mutation, fail_under: Option<u8>) -> String {
    let mut lines = Lines(String::new());
    let score = found.score();
    if score.variants == 0 {
        lines.line(0, &words.text("cli-mutate-nothing", &[]));
        return lines.0;
    }
    rules(&mut lines, words, found);
    data(&mut lines, words, found);
    let counts = [
        ("rules", Arg::from(found.rules.noticed)),
        ("all-rules", Arg::from(found.rules.variants)),
        ("data", Arg::from(found.data.noticed)),
        ("all-data", Arg::from(found.data.variants)),
        ("share", Arg::from(words.lang().share(wide(score.noticed), wide(score.variants), 0))),
    ];
    lines.heading(&words.text("cli-mutate-score", &counts));
    if score.without_example > 0 {
        let count = [("count", Arg::from(score.without_example))];
        lines.line(0, &words.text("cli-mutate-without-example", &count));
    }
    if let Some(percent) = fail_under.filter(|percent| !score.reaches(usize::from(*percent))) {
        let share = words.lang().percent(f64::from(percent) / 100.0, 0);
        lines.line(0, &words.text("cli-mutate-under", &[("share", Arg::from(share))]));
    }
    lines.0
}

fn rules(lines: &mut Lines, words: Catalog, found: &Mutation) {
    if found.survivors.is_empty() {
        return;
    }
    lines.heading(&words.text("cli-mutate-rules", &[("count", Arg::from(found.survivors.len()))]));
    for place in found.survivors.chunk_by(|a, b| a.place == b.place && a.subject == b.subject) {
        lines.line(2, &format!("{}  {}", place[0].subject, place[0].place));
        for variant in place {
            let message = if variant.to.is_empty() { "cli-mutate-without" } else { "cli-mutate-instead" };
            let mut arguments = vec![("from", Arg::from(variant.from.as_str()))];
            if !variant.to.is_empty() {
                arguments.push(("to", Arg::from(variant.to.as_str())));
            }
            lines.line(4, &words.text(message, &arguments));
        }
    }
}

fn data(lines: &mut Lines, words: Catalog, found: &Mutation) {
    if found.unnoticed.is_empty() {
        return;
    }
    lines.heading(&words.text("cli-mutate-data", &[("count", Arg::from(found.unnoticed.len()))]));
    for place in found.unnoticed.chunk_by(|a, b| a.place == b.place && a.subject == b.subject) {
        lines.line(2, &format!("{}  {}", place[0].subject, place[0].place));
        for change in place {
            let message = match change.change {
                DataChange::Missing => "cli-mutate-missing",
                DataChange::Step => "cli-mutate-step",
                DataChange::Other => "cli-mutate-other",
            };
            let own = change.subject.starts_with(&format!("{}.", change.source));
            let column =
                if own { change.column.clone() } else { format!("{}.{}", change.source, change.column) };
            lines.line(4, &words.text(message, &[("column", Arg::from(column))]));
        }
    }
}

fn wide(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
