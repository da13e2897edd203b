//! What examples are of: rules that a person wrote, and definitions.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::files::Span;
use crate::interpret::ItemOutcome;
use crate::ir::{self, Example, Expr, Origin, Rule, SourceId};
use crate::standard::Standard;
use crate::types::Value;

/// A rule or a definition.
#[derive(Debug, Clone, Copy)]
pub(super) enum Subject<'a> {
    /// A rule that a person wrote.
    Rule(&'a Rule),
    /// A definition on a source.
    Definition(SourceId, &'a ir::Definition),
}

/// What comes of an example.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Shown {
    /// Of a rule; none where there is no item.
    Outcome(Option<ItemOutcome>),
    /// Of a definition.
    Value(Value),
}

/// Every rule that a person wrote, and every definition; those on entities are of the standard of entities.
pub(super) fn subjects(standard: &ir::Standard) -> Vec<Subject<'_>> {
    let on_entities: BTreeSet<Span> =
        standard.entities.iter().flat_map(|entity| &entity.rules).map(|rule| rule.span).collect();
    let written = |rule: &&Rule| rule.origin == Origin::Written && !on_entities.contains(&rule.span);
    let mut subjects: Vec<Subject<'_>> = standard.rules.iter().filter(written).map(Subject::Rule).collect();
    for (id, source) in standard.sources() {
        subjects.extend(source.definitions.iter().map(|definition| Subject::Definition(id, definition)));
    }
    subjects
}

/// The rules that come of a person's balances, comparisons and expected records, where an example is of them.
pub(super) fn shown_rules(standard: &ir::Standard) -> impl Iterator<Item = Subject<'_>> {
    let shown = |rule: &&Rule| rule.origin != Origin::Written && !rule.examples.is_empty();
    standard.rules.iter().filter(shown).map(Subject::Rule)
}

impl<'a> Subject<'a> {
    pub(super) fn name(self) -> &'a str {
        match self {
            Subject::Rule(rule) => &rule.id,
            Subject::Definition(_, definition) => &definition.name,
        }
    }

    /// Where it stands: one place for the instances of a rule on an entity, and of one for each of several columns.
    pub(super) fn place(self) -> Span {
        match self {
            Subject::Rule(rule) => rule.span,
            Subject::Definition(_, definition) => definition.expr.span,
        }
    }

    pub(super) fn source(self) -> SourceId {
        match self {
            Subject::Rule(rule) => rule.source,
            Subject::Definition(source, _) => source,
        }
    }

    pub(super) fn examples(self) -> &'a [Example] {
        match self {
            Subject::Rule(rule) => &rule.examples,
            Subject::Definition(_, definition) => &definition.examples,
        }
    }

    /// What it says: guard and requirements, or the definition's expression.
    pub(super) fn roots(self) -> Vec<&'a Arc<Expr>> {
        match self {
            Subject::Rule(rule) => {
                let requirements = rule.requirements.iter().map(|requirement| &requirement.condition);
                rule.guard.iter().chain(requirements).collect()
            }
            Subject::Definition(_, definition) => vec![&definition.expr],
        }
    }

    /// What comes of an example.
    pub(super) fn shown(self, standard: &Standard, example: &Example, as_of: i32) -> Shown {
        match self {
            Subject::Rule(rule) => Shown::Outcome(standard.outcome_of(rule, example, as_of)),
            Subject::Definition(source, definition) => {
                Shown::Value(standard.value_of(source, &definition.expr, example, as_of))
            }
        }
    }

    /// Whether a condition on what is judged holds in an example.
    pub(super) fn holds(
        self,
        standard: &Standard,
        condition: &Arc<Expr>,
        example: &Example,
        as_of: i32,
    ) -> bool {
        match self {
            Subject::Rule(rule) => {
                let requirement = ir::Requirement { condition: condition.clone(), message: None };
                let probe = Rule {
                    evaluated: None,
                    effective: None,
                    guard: None,
                    requirements: vec![requirement],
                    examples: Vec::new(),
                    ..rule.clone()
                };
                standard.outcome_of(&probe, example, as_of) == Some(ItemOutcome::Pass)
            }
            Subject::Definition(source, _) => {
                let value = standard.value_of(source, condition, example, as_of);
                value == Some(crate::types::Scalar::Boolean(true))
            }
        }
    }
}
