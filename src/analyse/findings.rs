//! Findings by place: one that a text gives for some of the things it is read for only is none.

use std::collections::BTreeMap;

use crate::diag::{Code, Diagnostic};
use crate::files::Span;

/// What was asked of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Question {
    AlwaysTrue,
    NeverTrue,
    Guard,
    Requirement,
    Branch,
    Implied,
    /// Of a pair of rules, by the other one's place.
    Pair(Span),
}

/// Answers by place and question.
#[derive(Debug, Default)]
pub(super) struct Findings {
    asked: BTreeMap<(Span, Question), (usize, Vec<Diagnostic>)>,
    whole: Vec<Diagnostic>,
}

impl Findings {
    /// Notes that a question was asked, and what came of it.
    pub(super) fn note(&mut self, span: Span, question: Question, found: Option<Diagnostic>) {
        let (asked, answers) = self.asked.entry((span, question)).or_default();
        *asked += 1;
        answers.extend(found);
    }

    /// Adds what is of no single question.
    pub(super) fn add(&mut self, diagnostic: Diagnostic) {
        self.whole.push(diagnostic);
    }

    /// Whether a place has one already.
    pub(super) fn has(&self, span: Span, questions: &[Question]) -> bool {
        questions.iter().any(|question| {
            self.asked.get(&(span, *question)).is_some_and(|(_, answers)| !answers.is_empty())
        })
    }

    /// What is to be said: of each place what was found of all that it is read for. Of two places, one within the
    /// other, the outer error is enough.
    pub(super) fn into_diagnostics(self) -> Vec<Diagnostic> {
        let unanimous = self.asked.into_values().filter(|(asked, answers)| answers.len() == *asked);
        let mut all: Vec<Diagnostic> =
            unanimous.filter_map(|(_, answers)| answers.into_iter().next()).chain(self.whole).collect();
        all.sort_by_key(|diagnostic| (diagnostic.span, diagnostic.code));
        let grave: Vec<Span> =
            all.iter().filter(|one| is_grave(one.code)).filter_map(|one| one.span).collect();
        all.retain(|one| {
            is_grave(one.code)
                || !grave.iter().any(|outer| one.span.is_some_and(|span| is_within(span, *outer)))
        });
        all
    }
}

fn is_grave(code: Code) -> bool {
    matches!(code, Code::GuardNeverTrue | Code::RequirementNeverTrue)
}

/// Whether a place lies in another.
pub(super) fn is_within(inner: Span, outer: Span) -> bool {
    inner.file == outer.file && outer.start <= inner.start && inner.end <= outer.end
}
