//! The health of the rules: what the results say of them rather than of the data.

use maud::{Markup, html};

use super::{anchor, isolated, said, word};
use crate::locale::{Arg, Catalog};
use crate::report::health::{Health, applicable};
use crate::report::{RuleRun, Run, harmless, sizes};

/// Rules of a list that stand open; the others are folded away.
const OPEN: usize = 8;

/// Whether there is a section.
pub(super) fn has_something_to_say(run: &Run) -> bool {
    !Health::of(run).is_good()
}

/// The section; empty where there is nothing to say.
pub(super) fn section(run: &Run, words: Catalog) -> Markup {
    let health = Health::of(run);
    if health.is_good() {
        return html! {};
    }
    let fails = |rule: &RuleRun| words.lang().share(rule.fail, rule.checked(), 1);
    let unknown = |rule: &RuleRun| words.lang().share(rule.unknown, applicable(rule), 1);
    let within = |rule: &RuleRun| sizes::sentences(rule, words).join(" ");
    html! {
        section id=(anchor::of_part("health", words.lang())) {
            h2 { (word(words, "report-health")) }
            (list(&health.everywhere, "report-health-everywhere", &fails, words))
            (list(&health.rounding, "report-health-rounding", &within, words))
            (list(&health.unchecked, "report-health-unchecked", &unknown, words))
            (list(&health.never, "report-health-never", &|_| String::new(), words))
        }
    }
}

/// A heading that says how many, what it may mean, and the rules with a share of each.
fn list(rules: &[&RuleRun], message: &str, share: &dyn Fn(&RuleRun) -> String, words: Catalog) -> Markup {
    if rules.is_empty() {
        return html! {};
    }
    let (open, folded) = rules.split_at(rules.len().min(OPEN));
    let one = |rule: &RuleRun| {
        html! {
            li {
                @let share = share(rule);
                @if !share.is_empty() { strong { bdi { (share) } } " " }
                (named(rule, words))
            }
        }
    };
    html! {
        h3 { (words.text(message, &[("count", Arg::from(rules.len()))])) }
        @if let Some(advice) = words.attribute(message, "advice", &[]) { p.faint { (advice) } }
        ul { @for rule in open { (one(rule)) } }
        @if !folded.is_empty() {
            details {
                summary { (words.text("report-more-rules", &[("count", Arg::from(folded.len()))])) }
                ul { @for rule in folded { (one(rule)) } }
            }
        }
    }
}

/// The title of a rule and its id, with a link to where more is said of it.
fn named(rule: &RuleRun, words: Catalog) -> Markup {
    html! { bdi { (said(&harmless(&rule.title))) } " " a href={ "#" (anchor::of_what_is_said(rule, words.lang())) } { code { (isolated(&rule.id)) } } }
}
