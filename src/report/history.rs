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
    /// In some run.
    failed: bool,
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
        let names = self.names();
        let mut lines: BTreeMap<&str, Line<'_>> = BTreeMap::new();
        for (at, (_, past)) in self.runs.iter().enumerate() {
            for rule in &past.rules {
                let id = names.get(rule.id.as_str()).copied().unwrap_or(&rule.id);
                let line = lines.entry(id).or_insert_with(|| Line {
                    id,
                    title: &rule.title,
                    shares: vec![None; self.runs.len()],
                    failed: false,
                    fails_now: false,
                });
                line.title = &rule.title;
                line.shares[at] = share(rule);
                line.failed |= rule.fails();
                line.fails_now = at + 1 == self.runs.len() && rule.fails();
            }
        }
        let mut lines: Vec<Line<'_>> = lines.into_values().filter(|line| line.failed).collect();
        lines.sort_by_key(|line| (!line.fails_now, line.id));
        lines
    }

    /// The id that an earlier id of a rule gave way to, in whichever run.
    fn names(&self) -> BTreeMap<&str, &str> {
        let mut names: BTreeMap<&str, &str> = BTreeMap::new();
        for rule in self.runs.iter().flat_map(|(_, past)| &past.rules) {
            for earlier in rule.replaces.iter().filter(|earlier| **earlier != rule.id) {
                names.values_mut().filter(|id| *id == earlier).for_each(|id| *id = &rule.id);
                names.insert(earlier, &rule.id);
            }
        }
        names
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
    share.map_or_else(|| "–".to_owned(), |share| words.lang().failing_share(share))
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
    let lines = history.lines();
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
                    ul { @for run in &history.runs { li { (told(run, words)) } } }
                    @if !lines.is_empty() {
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
                                    @for line in &lines {
                                        tr class=(if line.fails_now { "failed" } else { "passed" }) {
                                            th scope="row" { bdi { (harmless(line.title)) } " " code { bdi dir="ltr" { (harmless(line.id)) } } }
                                            td { (drawn(line, words)) }
                                            @for share in &line.shares { td.number { (percent(*share, words)) } }
                                        }
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

/// The sentence of a run; the name of its file keeps its own direction.
fn told(run: &(String, Past), words: Catalog) -> Markup {
    let (sentence, file) = (sentence(run, words), harmless(&run.0));
    match sentence.rsplit_once(file.as_str()) {
        Some((before, after)) => html! { (said(before)) bdi dir="ltr" { (file) } (after) },
        None => said(&sentence),
    }
}

/// The shares as a line, which goes the way that the columns go beside it, and is broken where nothing was judged.
fn drawn(line: &Line<'_>, words: Catalog) -> Markup {
    const WIDTH: f64 = 96.0;
    const HEIGHT: f64 = 24.0;
    let most = line.shares.iter().flatten().fold(0.0_f64, |most, share| most.max(*share)).max(1e-9);
    let steps = u32::try_from(line.shares.len().saturating_sub(1).max(1)).map_or(1.0, f64::from);
    let point = |(at, share): (u32, &Option<f64>)| {
        let along = f64::from(at) / steps;
        let along = if words.lang().is_right_to_left() { 1.0 - along } else { along };
        share.map(|share| (4.0 + along * (WIDTH - 8.0), HEIGHT - 4.0 - share / most * (HEIGHT - 8.0)))
    };
    let points: Vec<Option<(f64, f64)>> = (0_u32..).zip(&line.shares).map(point).collect();
    let text = |points: &[Option<(f64, f64)>]| {
        let points = points.iter().flatten().map(|(x, y)| format!("{x:.1},{y:.1}"));
        points.collect::<Vec<_>>().join(" ")
    };
    // What stands between two gaps is a dot; so is where the line ends.
    let pieces: Vec<_> = points.split(Option::is_none).filter(|piece| !piece.is_empty()).collect();
    let ends = pieces.iter().enumerate().filter(|(at, piece)| piece.len() == 1 || at + 1 == pieces.len());
    let dots = ends.filter_map(|(_, piece)| piece.last().copied().flatten());
    let shares: Vec<String> = line.shares.iter().map(|share| percent(*share, words)).collect();
    html! {
        svg role="img" width=(WIDTH) height=(HEIGHT) viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } {
            title { (shares.join(words.lang().list_separator())) }
            @for piece in pieces.iter().filter(|piece| piece.len() > 1) {
                polyline points=(text(piece)) fill="none" stroke="currentColor" stroke-width="2" {}
            }
            @for (x, y) in dots { circle cx=(format!("{x:.1}")) cy=(format!("{y:.1}")) r="3" fill="currentColor" {} }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Lang;

    /// A result of a rule, of which so many items of ten fail; none: it was not judged.
    fn run(as_of: &str, id: &str, replaces: &[&str], fail: Option<u64>) -> (String, Past) {
        let (share, verdict) = match fail {
            None => ("null".to_owned(), "not evaluated"),
            Some(0) => ("0.0".to_owned(), "ok"),
            Some(fail) => (format!("0.{fail}"), "breached"),
        };
        let fail = fail.unwrap_or(0);
        let rule = format!(
            r#"{{"id": "{id}", "replaces": {replaces:?}, "severity": "error", "subject": "people", "title": "Asked",
                "pass": {}, "fail": {fail}, "share": {share}, "verdict": "{verdict}"}}"#,
            10 - fail
        );
        let text = format!(
            r#"{{"format": "mizan-result/1", "standard": {{"name": "s", "version": "1", "sha256": ""}}, "as_of": "{as_of}",
                "verdict": "failed", "sources": [{{"name": "people", "rows": 10}}], "rules": [{rule}]}}"#
        );
        (format!("{as_of}.json"), Past::read(&text).expect("a result"))
    }

    fn page(history: &History, lang: Lang) -> String {
        history_html(history, Catalog::of(lang))
    }

    #[test]
    fn a_rule_keeps_its_line_when_it_is_renamed() {
        let runs = vec![
            run("2024-12-31", "people.newest", &["people.newer"], Some(3)),
            run("2024-06-30", "people.old", &[], Some(1)),
            run("2024-09-30", "people.newer", &["people.old"], Some(2)),
        ];
        let history = History::new(runs);
        let lines = history.lines();
        assert_eq!(lines.len(), 1);
        assert_eq!(
            (lines[0].id, &lines[0].shares[..]),
            ("people.newest", &[Some(0.1), Some(0.2), Some(0.3)][..])
        );
    }

    #[test]
    fn a_line_is_broken_where_nothing_was_judged_and_goes_with_the_columns() {
        let fails = [Some(2), Some(4), None, Some(4)];
        let run = |(month, fail): (usize, &Option<u64>)| {
            run(&format!("2024-{month:02}-01"), "people.a", &[], *fail)
        };
        let history = History::new((1..).zip(&fails).map(run).collect());
        let french = page(&history, Lang::French);
        assert!(french.contains("<polyline points=\"4.0,12.0 33.3,4.0\""), "{french}");
        assert_eq!((french.matches("<polyline").count(), french.matches("<circle").count()), (1, 1));
        assert!(french.contains("<circle cx=\"92.0\" cy=\"4.0\""), "{french}");
        let arabic = page(&history, Lang::Arabic);
        assert!(arabic.contains("<polyline points=\"92.0,12.0 62.7,4.0\""), "{arabic}");
        assert!(arabic.contains("<circle cx=\"4.0\" cy=\"4.0\""), "{arabic}");
    }

    #[test]
    fn names_of_files_keep_their_direction_and_nothing_is_drawn_where_nothing_failed() {
        let history = History::new(vec![run("2024-06-30", "people.a", &[], Some(0))]);
        let arabic = page(&history, Lang::Arabic);
        assert!(arabic.contains("(<bdi dir=\"ltr\">2024-06-30.json</bdi>)"), "{arabic}");
        assert!(!arabic.contains("<table"));
    }
}
