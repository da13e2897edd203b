//! Rules on entities: one for each source that provides the entity, by its own columns.

use std::sync::Arc;

use super::Compiler;
use super::entities::entity_position;
use super::instances::Instance;
use super::rules::kind_of;
use super::scope::Scope;
use super::unknowns::{Outcomes, is_unknown, outcomes};
use crate::diag::{Code, Diagnostic};
use crate::ir::{Expr, Items, Key, Message, Requirement, Rule, SourceId};
use crate::syntax::ast;
use crate::types::ColumnId;

/// What a rule at a source lacks, while it is put together.
#[derive(Default)]
struct Lacking {
    missing: Vec<ColumnId>,
    in_part: Vec<ColumnId>,
}

impl Compiler<'_> {
    /// Enters a rule: of a source as it is, of an entity for each source that provides it.
    pub(super) fn add_rule(&mut self, ast: &ast::Rule, rule: Rule) {
        let Some(entity) = entity_position(rule.source) else {
            self.rules.push(rule);
            return;
        };
        let provisions: Vec<usize> =
            (0..self.provisions.len()).filter(|at| self.provisions[*at].entity == entity).collect();
        let before = self.rules.len();
        let (mut is_whole, mut is_judged) = (true, false);
        for provision in provisions {
            match self.rule_at(provision, ast, &rule) {
                Some(own) => {
                    is_judged |= own.uncollected.is_empty();
                    self.rules.push(own);
                }
                None => is_whole = false,
            }
        }
        if is_whole && !is_judged && !self.sources.is_empty() {
            let diagnostic = Diagnostic::new(Code::JudgedNowhere, ast.name.span)
                .with("rule", ast.name.value.clone())
                .with("entity", self.entities[entity].ast.name.value.clone());
            let help = if before == self.rules.len() { "provides" } else { "coverage" };
            self.report(diagnostic.help(help));
        }
        if let Some(own) = self.expanded_rule(&rule) {
            self.entities[entity].rules.push(own);
        }
    }

    /// The rule over the entity's own variables, for its examples.
    fn expanded_rule(&mut self, rule: &Rule) -> Option<Rule> {
        let mut own = rule.clone();
        if let Items::Groups(keys) = &mut own.items {
            for key in keys {
                key.expr = self.expanded(&key.expr)?;
            }
        }
        if let Some(guard) = &own.guard {
            own.guard = Some(self.expanded(guard)?);
        }
        // Messages are not shown of examples.
        for requirement in &mut own.requirements {
            *requirement = Requirement { condition: self.expanded(&requirement.condition)?, message: None };
        }
        Some(own)
    }

    /// The rule at one source; `None` where something that it reads is in error.
    fn rule_at(&mut self, provision: usize, ast: &ast::Rule, rule: &Rule) -> Option<Rule> {
        let source = self.provisions[provision].source;
        let mut lacking = Lacking::default();
        let items = match &rule.items {
            Items::Groups(keys) => {
                let keys = keys.iter().map(|key| self.key_at(provision, key, &mut lacking));
                Items::Groups(keys.collect::<Option<_>>()?)
            }
            Items::Rows => Items::Rows,
            Items::Whole => Items::Whole,
        };
        let guard = match &rule.guard {
            Some(guard) => Some(self.part_at(provision, guard, &mut lacking)?),
            None => None,
        };
        let requirements: Option<Vec<Requirement>> = rule
            .requirements
            .iter()
            .map(|requirement| self.requirement_at(provision, requirement, &mut lacking))
            .collect();
        let requirements = requirements?;
        let effective = match &items {
            Items::Rows => self.effective(ast.settings.effective.as_ref(), &Scope::row(source)),
            Items::Groups(_) | Items::Whole => rule.effective.clone(),
        };
        let uncollected = if is_never_decided(&items, guard.as_ref(), &requirements) {
            let entity = self.provisions[provision].entity;
            let without = if lacking.missing.is_empty() { &lacking.in_part } else { &lacking.missing };
            self.variable_names(entity, without)
        } else {
            Vec::new()
        };
        Some(Rule {
            id: format!("{}.{}", self.source(source).name.value, ast.name.value),
            source,
            uncollected,
            kind: kind_of(&items, guard.as_ref(), &requirements),
            items,
            effective,
            guard,
            requirements,
            examples: Vec::new(),
            ..rule.clone()
        })
    }

    fn part_at(&mut self, provision: usize, expr: &Arc<Expr>, lacking: &mut Lacking) -> Option<Arc<Expr>> {
        let Instance { expr, missing, in_part, .. } = self.instance(provision, expr)?;
        for (all, own) in [(&mut lacking.missing, missing), (&mut lacking.in_part, in_part)] {
            all.extend(own);
            all.sort_unstable();
            all.dedup();
        }
        Some(expr)
    }

    fn key_at(&mut self, provision: usize, key: &Key, lacking: &mut Lacking) -> Option<Key> {
        Some(Key { name: key.name.clone(), expr: self.part_at(provision, &key.expr, lacking)? })
    }

    fn requirement_at(
        &mut self,
        provision: usize,
        requirement: &Requirement,
        lacking: &mut Lacking,
    ) -> Option<Requirement> {
        let condition = self.part_at(provision, &requirement.condition, lacking)?;
        let message = match &requirement.message {
            None => None,
            Some(message) => {
                // What a message shows may be missing: the rule does not depend on it.
                let fields = message.fields.iter();
                let fields = fields.map(|field| self.key_at(provision, field, &mut Lacking::default()));
                Some(Message { texts: message.texts.clone(), fields: fields.collect::<Option<_>>()? })
            }
        };
        Some(Requirement { condition, message })
    }

    /// The source whose `period` the items of a rule are of; none of an entity, which its sources have.
    pub(super) fn has_own_period(source: SourceId, items: &ast::Items) -> bool {
        entity_position(source).is_none() || !matches!(items, ast::Items::Rows)
    }

    /// Positions of the definitions on an entity.
    pub(super) fn definitions_on(&self, entity: SourceId) -> Vec<usize> {
        (0..self.definitions.len()).filter(|at| self.definitions[*at].source == Some(entity)).collect()
    }

    /// Definitions on entities are what coverage tells of: none is unused.
    pub(super) fn is_on_entity(source: Option<SourceId>) -> bool {
        source.is_some_and(|source| entity_position(source).is_some())
    }
}

/// Whether no item can pass or fail: a pass needs a requirement that holds and a guard that is not false, a failure one
/// that does not and a guard that holds.
fn is_never_decided(items: &Items, guard: Option<&Arc<Expr>>, requirements: &[Requirement]) -> bool {
    let without_key = matches!(items, Items::Groups(keys) if keys.iter().any(|key| is_unknown(&key.expr)));
    let guard = guard.map_or(Outcomes::TRUE, outcomes);
    let requirement = requirements
        .iter()
        .fold(Outcomes::TRUE, |so_far, requirement| so_far.and(outcomes(&requirement.condition)));
    let passes = requirement.may(Outcomes::TRUE) && guard.may(Outcomes::TRUE | Outcomes::MISSING);
    let fails = requirement.may(Outcomes::FALSE) && guard.may(Outcomes::TRUE);
    without_key || !passes && !fails
}
