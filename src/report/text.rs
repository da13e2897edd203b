//! A run as a person reads it: the verdict, what to do, then what fails in each source, worst first.

use super::page::{Look, Page};
use super::text_computed as computed;
use super::{Problem, RuleRun, Run, RunVerdict, SourceRun, WaiverState, harmless, rule, sentences};
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
    if let Some(line) = sentences::unclaimed(run, words) {
        page.blank();
        page.paragraph(0, Look::Doubtful, &line);
    }
    waivers(&mut page, run, words);
    for source in &run.sources {
        page.blank();
        one_source(&mut page, run, source, words);
    }
    computed::compares(&mut page, run, words);
    computed::tables(&mut page, run, words);
    page.blank();
    page.paragraph(0, Look::Strong, &sentences::closing(run, words));
    page.into_text()
}

/// What the run comes to and what to do: the lines that everybody reads.
fn verdict(page: &mut Page, run: &Run, words: Catalog) {
    let look = if run.verdict == RunVerdict::Passed { Look::Good } else { Look::Bad };
    let looks = [look].into_iter().chain(std::iter::repeat(Look::Plain));
    for (look, line) in looks.zip(sentences::verdict(run, words)) {
        page.paragraph(0, look, &line);
    }
    page.paragraph(0, Look::Faint, &sentences::standard(run, words));
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
            ("source", Arg::from(sentences::name(source))),
            ("rules", Arg::from(rules().count())),
            ("failing", Arg::from(failing)),
            ("open", Arg::from(open)),
        ];
        page.paragraph(2, look, &words.text(message, &arguments));
    }
}

/// Known failures, with who answers for them.
fn waivers(page: &mut Page, run: &Run, words: Catalog) {
    let lines = sentences::waivers(run, words);
    if lines.is_empty() {
        return;
    }
    page.blank();
    page.paragraph(0, Look::Strong, &words.text("report-waivers", &[]));
    for (state, line) in lines {
        let look = match state {
            WaiverState::Applied => Look::Plain,
            WaiverState::Exceeded | WaiverState::Expired => Look::Bad,
            WaiverState::Unused => Look::Faint,
        };
        page.paragraph(2, look, &line);
    }
}

fn one_source(page: &mut Page, run: &Run, source: &SourceRun, words: Catalog) {
    heading(page, source, words);
    source.problems.iter().for_each(|found| problem(page, found, words));
    let rules: Vec<&RuleRun> = run.rules.iter().filter(|rule| rule.subject == source.name).collect();
    for found in sentences::worst_first(&rules) {
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
    page.paragraph(0, Look::Strong, &sentences::name(source));
    sentences::delivered(source, words).iter().for_each(|line| page.paragraph(2, Look::Faint, line));
    sentences::blamed(source, words).iter().for_each(|line| page.paragraph(2, Look::Plain, line));
}

fn problem(page: &mut Page, problem: &Problem, words: Catalog) {
    let word = sentences::of_problem(problem.severity, words);
    let look = match problem.severity {
        Severity::Error => Look::Bad,
        Severity::Warning => Look::Doubtful,
        Severity::Info => Look::Faint,
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
    for found in sentences::unevaluated(rules, words) {
        page.paragraph(2, if found.is_harmless { Look::Faint } else { Look::Bad }, &found.sentence);
        page.paragraph(4, Look::Faint, &found.rules.join(words.lang().list_separator()));
    }
}
