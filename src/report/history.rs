//! How deliveries went over time: what each run came to, and for each rule the failing share in all of them.

use std::collections::BTreeMap;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::html::said;
use super::page::{Look, Page};
use super::{Past, PastRule, RunVerdict, TextOptions, harmless};
use crate::locale::{Arg, Catalog};
use crate::outcome::Verdict;

const STYLE: &str = include_str!("html/report.css");

/// Runs in the order of their dates.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct History {
    /// Each with the name of its file.
    pub runs: Vec<(String, Past)>,
}

/// A rule in every run.
struct Line<'h> {
    id: &'h str,
    title: &'h str,
    /// By run: none where it was not judged.
    shares: Vec<Option<f64>>,
    fails_now: bool,
}

impl History {
    /// From results in any order.
    #[must_use]
    pub fn new(mut runs: Vec<(String, Past)>) -> Self {
        runs.sort_by(|(a, one), (b, other)| (&one.as_of, a).cmp(&(&other.as_of, b)));
        History { runs }
    }

    /// The rules that fail or failed in some run: those that fail in the last one first, then by name.
    fn lines(&self) -> Vec<Line<'_>> {
        let mut lines: BTreeMap<&str, Line<'_>> = BTreeMap::new();
        for (at, (_, past)) in self.runs.iter().enumerate() {
            for rule in &past.rules {
                let line = lines.entry(&rule.id).or_insert_with(|| Line {
                    id: &rule.id,
                    title: &rule.title,
                    shares: vec![None; self.runs.len()],
                    fails_now: false,
                });
                line.title = &rule.title;
                line.shares[at] = share(rule);
                line.fails_now = at + 1 == self.runs.len() && rule.fails();
            }
        }
        let failed = |line: &Line<'_>| {
            let ever = self.runs.iter().flat_map(|(_, past)| &past.rules);
            ever.into_iter().any(|rule| rule.id == line.id && rule.fails())
        };
        let mut lines: Vec<Line<'_>> = lines.into_values().filter(failed).collect();
        lines.sort_by_key(|line| (!line.fails_now, line.id));
        lines
    }
}

/// Failing items of the checked ones; nothing of what was not judged.
fn share(rule: &PastRule) -> Option<f64> {
    (rule.verdict != Verdict::NotEvaluated).then(|| rule.share.unwrap_or(0.0))
}

/// The word for what a run came to.
fn verdict(verdict: RunVerdict, words: Catalog) -> String {
    let message = match verdict {
        RunVerdict::Passed => "diff-passed",
        RunVerdict::Failed => "diff-failed",
        RunVerdict::Incomplete => "diff-incomplete",
    };
    words.text(message, &[])
}

/// A sentence for each run.
fn sentence((name, past): &(String, Past), words: Catalog) -> String {
    let failing = past.rules.iter().filter(|rule| rule.fails()).count();
    let rows: u64 = past.sources.iter().map(|source| source.rows).sum();
    let arguments = [
        ("date", Arg::from(past.as_of.as_str())),
        ("verdict", Arg::from(verdict(past.verdict, words))),
        ("failing", Arg::from(failing)),
        ("rules", Arg::from(past.rules.len())),
        ("rows", Arg::from(rows)),
        ("file", Arg::from(harmless(name))),
    ];
    words.text("history-run", &arguments)
}

fn percent(share: Option<f64>, words: Catalog) -> String {
    share
        .map_or_else(|| "–".to_owned(), |share| words.lang().percent(share, if share < 0.01 { 2 } else { 1 }))
}

/// The history in the words of a catalogue.
#[must_use]
pub fn history_text(history: &History, words: Catalog, options: TextOptions) -> String {
    let mut page = Page::new(options.width, options.colour);
    page.paragraph(
        0,
        Look::Strong,
        &words.text("history-title", &[("count", Arg::from(history.runs.len()))]),
    );
    for run in &history.runs {
        let look = if run.1.verdict == RunVerdict::Passed { Look::Good } else { Look::Bad };
        page.paragraph(2, look, &sentence(run, words));
    }
    let lines = history.lines();
    if !lines.is_empty() {
        page.blank();
        page.paragraph(0, Look::Strong, &words.text("history-rules", &[]));
    }
    for line in lines {
        let shares: Vec<String> = line.shares.iter().map(|share| percent(*share, words)).collect();
        let look = if line.fails_now { Look::Bad } else { Look::Good };
        page.pieces(2, &[(look, line.id), (Look::Plain, &shares.join(" → "))]);
        page.paragraph(4, Look::Faint, line.title);
    }
    page.into_text()
}

/// The history as one HTML file that needs nothing else, with a line drawn for each rule.
#[must_use]
pub fn history_html(history: &History, words: Catalog) -> String {
    let lang = words.lang();
    let direction = if lang.is_right_to_left() { "rtl" } else { "ltr" };
    let title = words.text("history-title", &[("count", Arg::from(history.runs.len()))]);
    let page = html! {
        (DOCTYPE)
        html lang=(lang.code()) dir=(direction) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                main {
                    h1 { (title) }
                    ul { @for run in &history.runs { li { (said(&sentence(run, words))) } } }
                    h2 { (words.text("history-rules", &[])) }
                    div.wide tabindex="0" role="region" aria-label=(words.text("history-rules", &[])) {
                        table {
                            thead {
                                tr {
                                    th scope="col" { (words.text("report-html-rule", &[])) }
                                    th scope="col" { (words.text("history-line", &[])) }
                                    @for (_, past) in &history.runs { th.number scope="col" { bdi dir="ltr" { (past.as_of) } } }
                                }
                            }
                            tbody {
                                @for line in history.lines() {
                                    tr class=(if line.fails_now { "failed" } else { "passed" }) {
                                        th scope="row" { bdi { (harmless(line.title)) } " " code { bdi dir="ltr" { (harmless(line.id)) } } }
                                        td { (drawn(&line, words)) }
                                        @for share in &line.shares { td.number { (percent(*share, words)) } }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    };
    let mut text = page.into_string();
    text.push('\n');
    text
}

/// The shares as a line, which goes the way that the columns go beside it.
fn drawn(line: &Line<'_>, words: Catalog) -> Markup {
    const WIDTH: f64 = 96.0;
    const HEIGHT: f64 = 24.0;
    let most = line.shares.iter().flatten().fold(0.0_f64, |most, share| most.max(*share)).max(1e-9);
    let steps = u32::try_from(line.shares.len().saturating_sub(1).max(1)).map_or(1.0, f64::from);
    let points: Vec<String> = (0_u32..)
        .zip(&line.shares)
        .filter_map(|(at, share)| {
            let along = f64::from(at) / steps;
            let along = if words.lang().is_right_to_left() { 1.0 - along } else { along };
            let (x, y) = (4.0 + along * (WIDTH - 8.0), HEIGHT - 4.0 - (*share)? / most * (HEIGHT - 8.0));
            Some(format!("{x:.1},{y:.1}"))
        })
        .collect();
    let shares: Vec<String> = line.shares.iter().map(|share| percent(*share, words)).collect();
    html! {
        svg role="img" width=(WIDTH) height=(HEIGHT) viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } {
            title { (shares.join(words.lang().list_separator())) }
            polyline points=(points.join(" ")) fill="none" stroke="currentColor" stroke-width="2" {}
            @if let Some(last) = points.last() {
                @let (x, y) = last.split_once(',').unwrap_or(("0", "0"));
                circle cx=(x) cy=(y) r="3" fill="currentColor" {}
            }
        }
    }
}
