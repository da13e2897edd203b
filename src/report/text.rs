//! A run as a person reads it: the verdict, what to do, then what fails in each source, worst first.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::page::{Look, Page};
use super::text_computed as computed;
use super::{Problem, RowsFrom, RuleRun, Run, RunVerdict, SourceRun, harmless, rule};
use crate::locale::{Arg, Catalog};
use crate::outcome::Verdict;
use crate::types::Severity;

/// How a run is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextOptions {
    /// Columns of a line.
    pub width: usize,
    /// With the escape sequences of a terminal.
    pub colour: bool,
}

impl Default for TextOptions {
    fn default() -> Self {
        TextOptions { width: 80, colour: false }
    }
}

/// The run in the words of a catalogue.
#[must_use]
pub fn text(run: &Run, words: Catalog, options: TextOptions) -> String {
    let mut page = Page::new(options.width, options.colour);
    verdict(&mut page, run, words);
    if run.sources.len() > 1 {
        overview(&mut page, run, words);
    }
    if !run.unclaimed.is_empty() {
        page.blank();
        let names: Vec<String> = run.unclaimed.iter().map(|name| harmless(name)).collect();
        let files = names.join(words.lang().list_separator());
        page.paragraph(0, Look::Doubtful, &words.text("report-unclaimed", &[("files", Arg::from(files))]));
    }
    for source in &run.sources {
        page.blank();
        one_source(&mut page, run, source, words);
    }
    computed::compares(&mut page, run, words);
    computed::tables(&mut page, run, words);
    page.blank();
    closing(&mut page, run, words);
    page.into_text()
}

/// What the run comes to and what to do: the lines that everybody reads.
fn verdict(page: &mut Page, run: &Run, words: Catalog) {
    let failing = run.rules.iter().filter(|rule| rule.fails()).count();
    let counts = [
        ("rules", Arg::from(run.summary.rules)),
        ("failing", Arg::from(failing)),
        ("tolerated", Arg::from(run.summary.tolerated)),
    ];
    let mut say = |look: Look, message: &str| page.paragraph(0, look, &words.text(message, &counts));
    match run.verdict {
        RunVerdict::Passed if failing > 0 => say(Look::Good, "report-passed-though"),
        RunVerdict::Passed if run.summary.tolerated > 0 => say(Look::Good, "report-passed-tolerating"),
        RunVerdict::Passed => say(Look::Good, "report-passed"),
        RunVerdict::Failed => {
            say(Look::Bad, "report-failed");
            say(Look::Plain, "report-failed-advice");
        }
        RunVerdict::Incomplete if run.rules.is_empty() => say(Look::Bad, "report-no-rules"),
        RunVerdict::Incomplete => {
            say(Look::Bad, if failing > 0 { "report-incomplete-failing" } else { "report-incomplete" });
            say(Look::Plain, "report-incomplete-advice");
        }
    }
    let date = ("date", Arg::from(run.as_of.as_str()));
    let name = run.standard.name.as_str();
    let line = if name.is_empty() {
        words.text("report-as-of", &[date])
    } else {
        let title = format!("{name} {}", run.standard.version);
        words.text("report-standard", &[("standard", Arg::from(title.trim())), date])
    };
    page.paragraph(0, Look::Faint, &line);
}

/// A line for each source.
fn overview(page: &mut Page, run: &Run, words: Catalog) {
    page.blank();
    for source in &run.sources {
        let rules = || run.rules.iter().filter(|rule| rule.subject == source.name);
        let failing = rules().filter(|rule| rule.fails()).count();
        let open = rules()
            .filter(|rule| rule.verdict == Verdict::NotEvaluated && !rule.had_nothing_to_judge())
            .count();
        let unread = source.problems.iter().any(|problem| problem.severity == Severity::Error);
        let (look, message) = match (open > 0 || unread, failing) {
            (true, 0) => (Look::Bad, "report-overview-open"),
            (true, _) => (Look::Bad, "report-overview-open-failing"),
            (false, 0) => (Look::Good, "report-overview-good"),
            (false, _) => (Look::Plain, "report-overview-failing"),
        };
        let arguments = [
            ("source", Arg::from(name(source))),
            ("rules", Arg::from(rules().count())),
            ("failing", Arg::from(failing)),
            ("open", Arg::from(open)),
        ];
        page.paragraph(2, look, &words.text(message, &arguments));
    }
}

/// The title of a source with its name, or its name.
fn name(source: &SourceRun) -> String {
    if source.title.is_empty() { source.name.clone() } else { format!("{} ({})", source.title, source.name) }
}

fn one_source(page: &mut Page, run: &Run, source: &SourceRun, words: Catalog) {
    heading(page, source, words);
    source.problems.iter().for_each(|found| problem(page, found, words));
    let rules: Vec<&RuleRun> = run.rules.iter().filter(|rule| rule.subject == source.name).collect();
    let mut worse: Vec<&RuleRun> = rules.iter().copied().filter(|rule| is_worth_a_paragraph(rule)).collect();
    worse.sort_by_key(|rule| {
        (Reverse(rule.fails()), Reverse(rule.severity), Reverse(rule.verdict), failing_share(rule))
    });
    for found in worse {
        page.blank();
        rule::paragraph(page, found, words);
    }
    let ok = rules.iter().filter(|rule| rule.verdict == Verdict::Ok).count();
    if ok < rules.len() {
        page.blank();
    }
    if source.rows > 0 || !rules.iter().all(|rule| rule.had_nothing_to_judge()) {
        unevaluated(page, &rules, words);
    }
    if ok > 0 {
        page.paragraph(2, Look::Good, &words.text("report-hold", &[("count", Arg::from(ok))]));
    }
}

fn heading(page: &mut Page, source: &SourceRun, words: Catalog) {
    page.paragraph(0, Look::Strong, &name(source));
    if !source.owner.is_empty() {
        let owner = words.text("report-owner", &[("owner", Arg::from(source.owner.as_str()))]);
        page.paragraph(2, Look::Faint, &owner);
    }
    let computed = match source.rows_from {
        RowsFrom::Files => None,
        RowsFrom::Table => Some("report-from-table"),
        RowsFrom::Comparison => Some("report-from-comparison"),
        RowsFrom::Expected => Some("report-from-expected"),
        RowsFrom::LastDelivery => Some("report-from-last-delivery"),
    };
    if let Some(message) = computed {
        page.paragraph(2, Look::Faint, &words.text(message, &[("rows", Arg::from(source.rows))]));
    }
    if !source.files.is_empty() {
        let counts = [("files", Arg::from(source.files.len())), ("rows", Arg::from(source.rows))];
        page.paragraph(2, Look::Faint, &words.text("report-files", &counts));
    }
}

fn problem(page: &mut Page, problem: &Problem, words: Catalog) {
    let (look, word) = match problem.severity {
        Severity::Error => (Look::Bad, words.text("report-problem", &[])),
        Severity::Warning => (Look::Doubtful, words.text("report-problem", &[])),
        Severity::Info => (Look::Faint, words.text("report-remark", &[])),
    };
    match &problem.file {
        Some(file) => {
            let place = format!("{}:", harmless(file));
            page.pieces(2, &[(look, &word), (Look::Plain, &place), (Look::Plain, &problem.message)]);
        }
        None => page.pieces(2, &[(look, &word), (Look::Plain, &problem.message)]),
    }
}

/// Rules that were not evaluated, those of one reason together.
fn unevaluated(page: &mut Page, rules: &[&RuleRun], words: Catalog) {
    let mut reasons: BTreeMap<(bool, &str), Vec<&str>> = BTreeMap::new();
    for (rule, why) in rules.iter().filter_map(|rule| Some((rule, rule.why.as_ref()?))) {
        reasons.entry((rule.had_nothing_to_judge(), &why.message)).or_default().push(&rule.id);
    }
    for ((harmless_reason, reason), ids) in reasons {
        let message = if harmless_reason { "report-nothing-to-judge" } else { "report-not-evaluated" };
        let look = if harmless_reason { Look::Faint } else { Look::Bad };
        let line = words.text(message, &[("count", Arg::from(ids.len())), ("reason", Arg::from(reason))]);
        page.paragraph(2, look, &line);
        page.paragraph(4, Look::Faint, &ids.join(words.lang().list_separator()));
    }
}

fn is_worth_a_paragraph(rule: &RuleRun) -> bool {
    match rule.verdict {
        Verdict::Tolerated | Verdict::NotCheckedEnough | Verdict::Breached => true,
        Verdict::Ok | Verdict::NotEvaluated => false,
    }
}

/// The share of failing items, greatest first.
fn failing_share(rule: &RuleRun) -> Reverse<u128> {
    Reverse(u128::from(rule.fail) * 1_000_000 / u128::from(rule.checked().max(1)))
}

/// How many rules came to what.
fn closing(page: &mut Page, run: &Run, words: Catalog) {
    let summary = &run.summary;
    let parts = [
        ("report-count-ok", summary.ok),
        ("report-count-tolerated", summary.tolerated),
        ("report-count-breached", summary.breached),
        ("report-count-not-checked", summary.not_checked_enough),
        ("report-count-not-evaluated", summary.not_evaluated),
        ("report-count-nothing", summary.nothing_to_judge),
    ];
    let parts: Vec<String> = parts
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(message, count)| words.text(message, &[("count", Arg::from(count))]))
        .collect();
    let counts = parts.join(words.lang().list_separator());
    let rules = ("rules", Arg::from(summary.rules));
    page.paragraph(0, Look::Strong, &words.text("report-closing", &[rules, ("counts", Arg::from(counts))]));
}
