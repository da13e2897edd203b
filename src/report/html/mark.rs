//! What a rule comes to, as one sign in a small square: told by the sign, by its colour and in words.

use maud::{Markup, html};

use super::{anchor, word};
use crate::locale::Catalog;
use crate::outcome::Verdict;
use crate::report::{RuleRun, harmless, sentences};
use crate::types::Severity;

/// Every mark, the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mark {
    Error,
    Warning,
    Info,
    Waived,
    NotChecked,
    Open,
    Tolerated,
    Nothing,
    Met,
}

impl Mark {
    pub(super) const ALL: [Mark; 9] = [
        Mark::Error,
        Mark::Warning,
        Mark::Info,
        Mark::Waived,
        Mark::NotChecked,
        Mark::Open,
        Mark::Tolerated,
        Mark::Nothing,
        Mark::Met,
    ];

    pub(super) fn of(rule: &RuleRun) -> Self {
        match (rule.verdict, rule.severity) {
            _ if rule.waived => Mark::Waived,
            (Verdict::Breached, Severity::Error) => Mark::Error,
            (Verdict::Breached, Severity::Warning) => Mark::Warning,
            (Verdict::Breached, Severity::Info) => Mark::Info,
            (Verdict::NotCheckedEnough, _) => Mark::NotChecked,
            (Verdict::Tolerated, _) => Mark::Tolerated,
            (Verdict::Ok, _) => Mark::Met,
            (Verdict::NotEvaluated, _) if rule.had_nothing_to_judge() || rule.is_not_collected() => {
                Mark::Nothing
            }
            (Verdict::NotEvaluated, _) => Mark::Open,
        }
    }

    /// Whether somebody has to look at it.
    pub(super) fn is_open(self) -> bool {
        self < Mark::Tolerated
    }

    fn sign(self) -> &'static str {
        match self {
            Mark::Error => "✗",
            Mark::Warning => "!",
            Mark::Info => "i",
            Mark::Waived => "w",
            Mark::NotChecked => "½",
            Mark::Open => "?",
            Mark::Tolerated => "≈",
            Mark::Nothing => "·",
            Mark::Met => "✓",
        }
    }

    fn class(self) -> &'static str {
        match self {
            Mark::Error => "k ke",
            Mark::Warning => "k kw",
            Mark::Info => "k ki",
            Mark::Waived => "k kx",
            Mark::NotChecked | Mark::Open => "k ko",
            Mark::Tolerated => "k kt",
            Mark::Nothing => "k kn",
            Mark::Met => "k km",
        }
    }

    fn message(self) -> &'static str {
        match self {
            Mark::Error => "report-mark-error",
            Mark::Warning => "report-mark-warning",
            Mark::Info => "report-mark-info",
            Mark::Waived => "report-mark-waived",
            Mark::NotChecked => "report-mark-not-checked",
            Mark::Open => "report-mark-open",
            Mark::Tolerated => "report-mark-tolerated",
            Mark::Nothing => "report-mark-nothing",
            Mark::Met => "report-mark-met",
        }
    }

    /// The square, and what it means to those who do not see it.
    pub(super) fn square(self, words: Catalog) -> Markup {
        html! { span class=(self.class()) role="img" aria-label=(word(words, self.message())) { (self.sign()) } }
    }
}

/// The square of a rule; of one that is not simply met, a link to where more is said of it.
pub(super) fn of_rule(rule: &RuleRun, words: Catalog) -> Markup {
    let mark = Mark::of(rule);
    if matches!(mark, Mark::Met | Mark::Nothing) {
        return mark.square(words);
    }
    link(rule, words, html! { (mark.sign()) })
}

/// The same with how many items fail beside the sign.
pub(super) fn counted(rule: &RuleRun, words: Catalog) -> Markup {
    if rule.fail == 0 {
        return of_rule(rule, words);
    }
    let sign = Mark::of(rule).sign();
    link(rule, words, html! { (sign) small { (words.lang().count(rule.fail)) } })
}

/// What the square says to who does not see it has all that is shown in it.
fn link(rule: &RuleRun, words: Catalog, shown: Markup) -> Markup {
    let mark = Mark::of(rule);
    html! {
        a class=(mark.class()) href={ "#" (anchor::of_what_is_said(rule, words.lang())) } title=(harmless(&rule.title))
            aria-label={
                (word(words, mark.message())) " – " (rule.id)
                @if let Some(failing) = sentences::failing(rule, words) { " – " (failing) }
            } { (shown) }
    }
}

/// What the squares of these marks mean.
pub(super) fn legend(marks: &[Mark], words: Catalog) -> Markup {
    html! {
        ul.legend {
            @for mark in Mark::ALL.into_iter().filter(|mark| marks.contains(mark)) {
                li { span class=(mark.class()) aria-hidden="true" { (mark.sign()) } " " (word(words, mark.message())) }
            }
        }
    }
}
