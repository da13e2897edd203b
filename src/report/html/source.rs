//! The section of a source: what is wrong with the delivery, then its rules, the worst first.

use maud::{Markup, html};

use super::detail::Detail;
use super::{anchor, isolated, rule, said, word};
use crate::locale::{Arg, Catalog};
use crate::outcome::Verdict;
use crate::report::counts::rules;
use crate::report::{Problem, RuleRun, Run, SourceRun, harmless, sentences};
use crate::types::Severity;

pub(super) fn section(run: &Run, source: &SourceRun, detail: Detail, words: Catalog) -> Markup {
    let worst = sentences::worst_first(&rules(run, source));
    let (told, listed) = worst.split_at(worst.len().min(detail.paragraphs));
    let rules = rules(run, source);
    let ok: Vec<&RuleRun> = rules.iter().copied().filter(|rule| rule.verdict == Verdict::Ok).collect();
    // Of an empty source it is enough to say so once.
    let says_why = source.rows > 0 || !rules.iter().all(|rule| rule.had_nothing_to_judge());
    html! {
        section id=(anchor::of_source(&source.name, words.lang())) {
            h2 { bdi { (sentences::name(source)) } }
            p.faint {
                @for (position, line) in sentences::delivered(source, words).iter().enumerate() {
                    @if position > 0 { " · " }
                    (line)
                }
            }
            @for found in &source.problems { (problem(found, words)) }
            @if let Some(line) = sentences::blamed(source, words) { p { (said(&line)) } }
            @let together = sentences::together(source, words);
            @if !together.is_empty() {
                p { (word(words, "report-together-heading")) }
                ul { @for line in &together { li { (said(line)) } } }
            }
            @for found in told { (rule::article(found, detail, words)) }
            @if !listed.is_empty() { (rule::list(listed, words)) }
            @if says_why {
                @for found in sentences::unevaluated(&rules, words) {
                    details class=(if found.is_harmless { "harmless" } else { "open" }) {
                        summary { (said(&found.sentence)) }
                        ul { @for id in &found.rules { li { code { (isolated(id)) } } } }
                    }
                }
            }
            @if !ok.is_empty() { (held(&ok, detail, words)) }
        }
    }
}

fn problem(problem: &Problem, words: Catalog) -> Markup {
    let class = match problem.severity {
        Severity::Error => "problem",
        Severity::Warning | Severity::Info => "remark",
    };
    html! {
        p class=(class) {
            strong { (sentences::of_problem(problem.severity, words)) }
            @if let Some(file) = &problem.file { " " (isolated(file)) ":" }
            " " (said(&harmless(&problem.message)))
        }
    }
}

/// The rules that hold, folded away.
fn held(rules: &[&RuleRun], detail: Detail, words: Catalog) -> Markup {
    let sentence = words.text("report-hold", &[("count", Arg::from(rules.len()))]);
    if !detail.met {
        return html! { p.held { (sentence) } };
    }
    html! {
        details.held {
            summary { (sentence) }
            div.wide tabindex="0" role="group" aria-label=(word(words, "report-html-met")) {
                table {
                    thead {
                        tr {
                            th scope="col" { (word(words, "report-html-rule")) }
                            th.number scope="col" { (word(words, "report-html-checked")) }
                            th.number scope="col" { (word(words, "report-html-undecided")) }
                        }
                    }
                    tbody {
                        @for rule in rules {
                            tr {
                                th scope="row" { (said(&harmless(&rule.title))) " " code { (isolated(&rule.id)) } }
                                td.number { (words.lang().count(rule.checked())) }
                                td.number { (words.lang().count(rule.unknown)) }
                            }
                        }
                    }
                }
            }
        }
    }
}
