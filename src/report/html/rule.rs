//! A rule that is not simply met: what it asks, how much of the data breaks it, rows to look at.

use maud::{Markup, html};

use super::detail::Detail;
use super::{anchor, histogram, isolated, lines, said, word};
use crate::locale::Catalog;
use crate::outcome::Verdict;
use crate::report::units::listed;
use crate::report::{RuleRun, SampleRun, harmless, sentences, sizes};
use crate::types::Severity;

pub(super) fn article(rule: &RuleRun, detail: Detail, words: Catalog) -> Markup {
    html! {
        article id=(anchor::of_rule(rule, words.lang())) class=(class(rule)) {
            h3 { (said(&harmless(&rule.title))) }
            p.tags {
                @for tag in sentences::tags(rule, words) { span.tag { (tag) } " " }
                code { (isolated(&rule.id)) }
            }
            (bar(rule))
            @if let Some(failing) = sentences::failing(rule, words) {
                p { strong { (failing) } " " (sentences::tolerance(rule, words)) }
            }
            @if let Some(line) = sentences::before(rule, words) { p { (trend(rule)) (said(&line)) } }
            @for line in sentences::undecided(rule, words) { p { (line) } }
            (histogram::histogram(rule, words))
            @for line in sizes::sentences(rule, words) { p { (said(&line)) } }
            @if let Some(line) = sentences::reasons(rule, words) { p.faint { (line) } }
            @if !rule.samples.is_empty() { (samples(rule, detail, words)) }
            @if detail.text {
              details {
                summary { (word(words, "report-html-about")) }
                @if !rule.doc.is_empty() { p { (lines(&rule.doc)) } }
                @for line in &sentences::provenance(rule, words) { p { (said(line)) } }
                @if !rule.text.is_empty() { pre dir="ltr" { code { (rule.text) } } }
              }
            }
        }
    }
}

/// Whether more or less fails than in the previous delivery; the figures beside it say so too.
fn trend(rule: &RuleRun) -> Markup {
    let before = rule.before.and_then(|before| before.standing.share);
    let sign = match (before, rule.share) {
        (Some(before), Some(now)) if now > before => "▲ ",
        (Some(before), Some(now)) if now < before => "▼ ",
        (Some(_), Some(_)) => "= ",
        _ => return html! {},
    };
    html! { span aria-hidden="true" { (sign) } }
}

/// Rules for which there is no room but a line.
pub(super) fn list(rules: &[&RuleRun], words: Catalog) -> Markup {
    html! {
        ul {
            @for rule in rules {
                li id=(anchor::of_rule(rule, words.lang())) {
                    (said(&harmless(&rule.title))) " " code { (isolated(&rule.id)) } " "
                    (sentences::tags(rule, words).join(words.lang().list_separator()))
                    @if let Some(failing) = sentences::failing(rule, words) { ". " (failing) }
                }
            }
        }
    }
}

fn class(rule: &RuleRun) -> &'static str {
    match (rule.verdict, rule.severity) {
        _ if rule.waived => "faint",
        (Verdict::Breached | Verdict::NotCheckedEnough, Severity::Error) => "bad",
        (Verdict::Breached | Verdict::NotCheckedEnough, Severity::Warning | Severity::Info) => "doubtful",
        (Verdict::Ok | Verdict::Tolerated | Verdict::NotEvaluated, _) => "faint",
    }
}

/// The parts of the items that pass, fail and stay open, as lengths; the sentences say the same.
fn bar(rule: &RuleRun) -> Markup {
    let parts = [("pass", rule.pass), ("fail", rule.fail), ("unknown", rule.unknown)];
    html! {
        div.bar aria-hidden="true" {
            @for (class, count) in parts.into_iter().filter(|(_, count)| *count > 0) {
                span class=(class) style={ "flex-grow:" (count) } {}
            }
        }
    }
}

/// Failing items, one a row. Columns that no item has are left out.
fn samples(rule: &RuleRun, detail: Detail, words: Catalog) -> Markup {
    let samples = &rule.samples[..rule.samples.len().min(detail.samples)];
    let has_place = samples.iter().any(|sample| sample.row.is_some() || !sample.key.is_empty());
    let mut names: Vec<&str> = Vec::new();
    for (name, _) in samples.iter().flat_map(|sample| &sample.values) {
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    html! {
        div.wide tabindex="0" role="group" aria-label=(word(words, "report-html-examples")) {
            table {
                caption { (word(words, "report-html-examples")) }
                thead {
                    tr {
                        @if has_place { th scope="col" { (word(words, "report-html-where")) } }
                        @for name in &names { th scope="col" { code { (isolated(name)) } } }
                        th scope="col" { (word(words, "report-html-wrong")) }
                    }
                }
                tbody { @for sample in samples { (row(sample, rule, has_place, &names, words)) } }
            }
        }
        @if let Some(line) = sentences::more(rule, samples.len(), words) { p.faint { (line) } }
    }
}

fn row(sample: &SampleRun, rule: &RuleRun, has_place: bool, names: &[&str], words: Catalog) -> Markup {
    let value = |name: &str| {
        let found = sample.values.iter().find(|(known, _)| known == name);
        let unit = rule.units.get(name).map(String::as_str);
        found.map(|(_, value)| listed(value, unit, words)).unwrap_or_default()
    };
    html! {
        tr {
            @if has_place { th scope="row" { (said(&sentences::place(sample, words))) } }
            @for name in names { td { (isolated(&value(name))) } }
            td { (lines(&sample.message)) }
        }
    }
}
