//! The first page: what each source comes to, and each rule that several sources are judged by.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::mark::{self, Mark};
use super::{anchor, isolated, said, word};
use crate::locale::{Arg, Catalog};
use crate::report::counts::{Counts, rules};
use crate::report::{Change, RuleRun, Run, SourceRun, harmless, sentences};

/// Squares of one source that the first page shows; the section of the source has all.
const MOST_SQUARES: usize = 60;

/// A line for each source: how many of its rules came to what, and a square for each that is to be looked at.
pub(super) fn sources(run: &Run, words: Catalog) -> Markup {
    if run.rules.is_empty() {
        return html! {};
    }
    let heads = [
        "report-html-rows",
        "report-html-rules",
        "report-html-not-met",
        "report-html-not-evaluated",
        "report-html-met",
    ];
    let marks: Vec<Mark> = run.rules.iter().map(Mark::of).filter(|mark| mark.is_open()).collect();
    html! {
        section id=(anchor::of_part("sources", words.lang())) {
            h2 { (word(words, "report-html-sources")) }
            div.wide tabindex="0" role="group" aria-label=(word(words, "report-html-sources")) {
                table.overview {
                    thead {
                        tr {
                            th scope="col" { (word(words, "report-html-source")) }
                            @for message in heads { th.number scope="col" { (word(words, message)) } }
                            th scope="col" { (word(words, "report-html-to-see")) }
                        }
                    }
                    tbody { @for source in &run.sources { (of_source(run, source, words)) } }
                }
            }
            @if !marks.is_empty() { (mark::legend(&marks, words)) }
        }
    }
}

fn of_source(run: &Run, source: &SourceRun, words: Catalog) -> Markup {
    let counts = Counts::of(run, source);
    let numbers = [source.rows, counts.rules, counts.failing, counts.open, counts.met];
    let mut open: Vec<&RuleRun> =
        rules(run, source).into_iter().filter(|rule| Mark::of(rule).is_open()).collect();
    open.sort_by_key(|rule| Mark::of(rule));
    let is_new = |rule: &&&RuleRun| rule.before.is_some_and(|before| before.change == Change::New);
    let new = open.iter().filter(is_new).count();
    let more = open.len().saturating_sub(MOST_SQUARES);
    html! {
        tr class=(counts.class()) {
            th scope="row" {
                a href={ "#" (anchor::of_source(&source.name, words.lang())) } { bdi { (sentences::name(source)) } }
            }
            @for (at, count) in numbers.into_iter().enumerate() {
                td.number {
                    (words.lang().count(count))
                    @if at == 2 && new > 0 { small { (words.text("report-html-new", &[("count", Arg::from(new))])) } }
                }
            }
            td {
                @if open.is_empty() { (Mark::Met.square(words)) } @else {
                    div.squares { @for rule in open.iter().take(MOST_SQUARES) { (mark::of_rule(rule, words)) } }
                }
                @if more > 0 { small { (words.text("report-more-rules", &[("count", Arg::from(more))])) } }
            }
        }
    }
}

/// A rule that several sources are judged by.
struct Shared<'r> {
    name: &'r str,
    title: &'r str,
    /// By source.
    rules: BTreeMap<&'r str, &'r RuleRun>,
}

/// The rules that are written once and judged at several sources, in the order of the standard.
fn shared(run: &Run) -> Vec<Shared<'_>> {
    let mut places: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut found: Vec<Shared<'_>> = Vec::new();
    for rule in &run.rules {
        let Some(name) = rule.id.strip_prefix(rule.subject.as_str()).and_then(|name| name.strip_prefix('.'))
        else {
            continue;
        };
        let at = *places.entry((&rule.place, name)).or_insert(found.len());
        if at == found.len() {
            found.push(Shared { name, title: &rule.title, rules: BTreeMap::new() });
        }
        found[at].rules.insert(&rule.subject, rule);
    }
    found.retain(|shared| shared.rules.len() > 1);
    found
}

/// The rules that several sources are judged by, against the sources. Those that are met everywhere are counted.
pub(super) fn matrix(run: &Run, words: Catalog) -> Markup {
    let all = shared(run);
    let is_met = |shared: &Shared<'_>| {
        shared.rules.values().all(|rule| matches!(Mark::of(rule), Mark::Met | Mark::Nothing))
    };
    let (met, open): (Vec<Shared<'_>>, Vec<Shared<'_>>) = all.into_iter().partition(is_met);
    if met.is_empty() && open.is_empty() {
        return html! {};
    }
    let columns: Vec<&SourceRun> = run
        .sources
        .iter()
        .filter(|source| open.iter().any(|shared| shared.rules.contains_key(source.name.as_str())))
        .collect();
    let marks: Vec<Mark> =
        open.iter().flat_map(|shared| shared.rules.values()).map(|rule| Mark::of(rule)).collect();
    html! {
        section id=(anchor::of_part("matrix", words.lang())) {
            h2 { (word(words, "report-html-matrix")) }
            @if !open.is_empty() {
                div.wide tabindex="0" role="group" aria-label=(word(words, "report-html-matrix")) {
                    table.matrix {
                        thead {
                            tr {
                                th scope="col" { (word(words, "report-html-rule")) }
                                @for source in &columns { th scope="col" { span { bdi { (source.name) } } } }
                            }
                        }
                        tbody { @for shared in &open { (row(shared, &columns, words)) } }
                    }
                }
                (mark::legend(&marks, words))
            }
            @if !met.is_empty() {
                p.faint { (words.text("report-html-met-everywhere", &[("count", Arg::from(met.len()))])) }
            }
        }
    }
}

fn row(shared: &Shared<'_>, columns: &[&SourceRun], words: Catalog) -> Markup {
    html! {
        tr {
            th scope="row" { bdi { (said(&harmless(shared.title))) } " " code { (isolated(shared.name)) } }
            @for source in columns {
                td { @if let Some(rule) = shared.rules.get(source.name.as_str()) { (mark::counted(rule, words)) } }
            }
        }
    }
}
