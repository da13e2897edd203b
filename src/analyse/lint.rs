//! What is said of a standard without data.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::block::{Block, Held, Member, partition};
use super::encoder::Want;
use super::findings::{Findings, Question, is_within};
use super::formula::Formula;
use super::model::Model;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::files::{Files, Span};
use crate::ir::{Expr, ExprKind, Standard};
use crate::types::{Tolerance, UnknownPolicy};

/// Sets of rules that no record can meet, named for one block.
const MOST_SETS: usize = 5;
/// Rules that a finding names.
const MOST_NAMED: usize = 12;

/// Conditions that can not vary, rules that can not be met, contradict each other, or follow from others. `general` are
/// the places of declarations that are read for several sources: nothing is said of them alone.
#[must_use]
pub fn analyse(standard: &Standard, files: &Files, general: &[Span]) -> Diagnostics {
    let mut lint = Lint { files, general, findings: Findings::default() };
    for (source, rules) in partition(standard) {
        let block = Block::new(standard, source, &rules);
        lint.block(block);
    }
    let mut diagnostics = Diagnostics::new();
    lint.findings.into_diagnostics().into_iter().for_each(|found| diagnostics.push(found));
    diagnostics
}

struct Lint<'a> {
    files: &'a Files,
    general: &'a [Span],
    findings: Findings,
}

impl Lint<'_> {
    fn block(&mut self, mut block: Block<'_>) {
        let written: Vec<usize> =
            (0..block.members.len()).filter(|at| block.members[*at].is_written()).collect();
        let mut spoilt = BTreeSet::new();
        for position in &written {
            self.conditions(&mut block, *position);
            if self.impossible(&block, *position) {
                spoilt.insert(*position);
            }
        }
        self.pairs(&block, &written, &mut spoilt);
        self.sets(&block, &mut spoilt);
        self.implied(&block, &written, &spoilt);
    }

    fn is_general(&self, span: Span) -> bool {
        self.general.iter().any(|outer| is_within(span, *outer))
    }

    fn text(&self, span: Span) -> String {
        self.files.text(span).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Comparisons that no allowed record makes false, or true, and branches that none reaches.
    fn conditions(&mut self, block: &mut Block<'_>, position: usize) {
        let rule = block.members[position].rule;
        let mut parts = Parts::default();
        let whole: Vec<Span> = rule
            .requirements
            .iter()
            .map(|requirement| &requirement.condition)
            .chain(&rule.guard)
            .map(|expr| expr.span)
            .collect();
        for root in rule.requirements.iter().map(|requirement| &requirement.condition).chain(&rule.guard) {
            parts.collect(root);
        }
        let Parts { comparisons, branches } = parts;
        for part in &comparisons {
            if self.is_general(part.span) || !reads_data(part) {
                continue;
            }
            let (is_true, is_false) =
                (block.encoder.truth(part, Want::True), block.encoder.truth(part, Want::False));
            let impossible = never(block, &[is_true]);
            let always = impossible.is_none().then(|| never(block, &[is_false])).flatten();
            let found = always.map(|reasons| {
                let found = Diagnostic::new(Code::AlwaysTrue, part.span);
                with_reasons(found.with("condition", self.text(part.span)), block, &reasons)
            });
            self.findings.note(part.span, Question::AlwaysTrue, found);
            if whole.contains(&part.span) {
                continue;
            }
            let found = impossible.map(|reasons| {
                let found = Diagnostic::new(Code::NeverTrue, part.span);
                with_reasons(found.with("condition", self.text(part.span)), block, &reasons)
            });
            self.findings.note(part.span, Question::NeverTrue, found);
        }
        for conditions in &branches {
            if conditions.first().is_some_and(|first| !self.is_general(first.span)) {
                self.branches(block, conditions);
            }
        }
    }

    fn branches(&mut self, block: &mut Block<'_>, conditions: &[Arc<Expr>]) {
        let mut before = Vec::new();
        for (position, condition) in conditions.iter().enumerate() {
            let own = block.encoder.truth(condition, Want::True);
            if position > 0 && reads_data(condition) {
                let mut formulas: Vec<Formula> = before.clone();
                formulas.push(own.clone());
                let alone = never(block, &[own]).is_some();
                let found = (!alone).then(|| never(block, &formulas)).flatten().map(|reasons| {
                    let found = Diagnostic::new(Code::UnreachableBranch, condition.span);
                    with_reasons(found.with("condition", self.text(condition.span)), block, &reasons)
                });
                self.findings.note(condition.span, Question::Branch, found);
            }
            before.push(block.encoder.truth(condition, Want::NotTrue));
        }
    }

    /// A guard that no record meets, or a requirement; whether there is one.
    fn impossible(&mut self, block: &Block<'_>, position: usize) -> bool {
        let member = &block.members[position];
        let rule = member.rule;
        let general = self.is_general(rule.span);
        let name = || local_name(&rule.id);
        if let Some(guard) = &rule.guard {
            let reasons = never(block, std::slice::from_ref(&member.asked));
            let never = reasons.is_some();
            let found = reasons.filter(|_| !general && reads_data(guard)).map(|reasons| {
                let found = Diagnostic::new(Code::GuardNeverTrue, guard.span).with("rule", name());
                with_reasons(found.with("condition", self.text(guard.span)), block, &reasons)
            });
            self.findings.note(guard.span, Question::Guard, found);
            if never {
                return true;
            }
        }
        let Some(first) = rule.requirements.first() else { return false };
        let reasons = never(block, std::slice::from_ref(&member.pass));
        let never = reasons.is_some();
        let reads = rule.requirements.iter().any(|requirement| reads_data(&requirement.condition));
        let found = reasons.filter(|_| !general && reads).map(|reasons| {
            let found =
                Diagnostic::new(Code::RequirementNeverTrue, first.condition.span).with("rule", name());
            with_reasons(found.with("condition", self.text(first.condition.span)), block, &reasons)
        });
        self.findings.note(first.condition.span, Question::Requirement, found);
        never
    }

    /// Two rules of which every record that both judge breaks one.
    fn pairs(&mut self, block: &Block<'_>, written: &[usize], spoilt: &mut BTreeSet<usize>) {
        let witnesses: BTreeMap<usize, Model> = written
            .iter()
            .filter_map(|at| {
                let passes = [block.members[*at].pass.clone()];
                match block.ask_holding(&passes, &|other| block.members[other].is_domain()) {
                    Held::Sometimes(model) => Some((*at, model)),
                    Held::Never(_) | Held::Unclear => None,
                }
            })
            .collect();
        // A record that was found to pass one rule often passes the other.
        let agree = |one: usize, other: usize| {
            witnesses.get(&one).is_some_and(|model| block.members[other].pass.holds(model))
        };
        for a in written.iter().copied() {
            for b in block.neighbours(a) {
                if !block.members[b].is_written() || spoilt.contains(&a) || spoilt.contains(&b) {
                    continue;
                }
                if agree(a, b) || agree(b, a) {
                    continue;
                }
                let (first, second) = (&block.members[a], &block.members[b]);
                if self.is_general(first.rule.span) && self.is_general(second.rule.span) {
                    continue;
                }
                let passes = [first.pass.clone(), second.pass.clone()];
                let Some(reasons) = never(block, &passes) else { continue };
                let checked = [first.checked.clone(), second.checked.clone()];
                let others = |at: usize| at != a && at != b;
                if !matches!(block.ask_holding(&checked, &others), Held::Sometimes(_)) {
                    continue;
                }
                let always = is_asked_with(block, first, second) || is_asked_with(block, second, first);
                let code = if always { Code::ContradictoryRules } else { Code::ClashingRules };
                let found = Diagnostic::new(code, second.rule.span)
                    .with("first", local_name(&first.rule.id))
                    .with("second", local_name(&second.rule.id))
                    .label("other", first.rule.span);
                let found = with_reasons(found, block, &reasons);
                if always {
                    spoilt.insert(b);
                }
                self.findings.note(second.rule.span, Question::Pair(first.rule.span), Some(found));
            }
        }
    }

    /// Rules that no record can meet together.
    fn sets(&mut self, block: &Block<'_>, spoilt: &mut BTreeSet<usize>) {
        for _ in 0..MOST_SETS {
            let components = block.components(spoilt);
            let never = [false, true].into_iter().find_map(|strictly| {
                components.iter().find_map(|component| match block.ask_together(component, strictly) {
                    Held::Never(rules) => Some(rules),
                    Held::Sometimes(_) | Held::Unclear => None,
                })
            });
            let Some(rules) = never else { return };
            let mut named: Vec<usize> =
                rules.iter().copied().filter(|at| block.members[*at].is_written()).collect();
            if named.is_empty() {
                named.clone_from(&rules);
            }
            let Some(last) = named.pop() else { return };
            spoilt.insert(last);
            let general = |at: &usize| self.is_general(block.members[*at].rule.span);
            if (named.is_empty() && rules.len() < 2) || named.iter().chain([&last]).all(general) {
                continue;
            }
            let names: Vec<String> = rules.iter().map(|at| block.members[*at].rule.id.clone()).collect();
            let mut found = Diagnostic::new(Code::ImpossibleRules, block.members[last].rule.span)
                .with("count", names.len())
                .with("rules", names.iter().take(MOST_NAMED).cloned().collect::<Vec<_>>().join(", "));
            let others: BTreeSet<Span> =
                rules.iter().filter(|at| **at != last).map(|at| block.members[*at].rule.span).collect();
            for place in others.into_iter().take(MOST_NAMED) {
                found = found.label("declared", place);
            }
            self.findings.add(found);
        }
    }

    /// Rules that no record breaks without breaking another that is as grave.
    fn implied(&mut self, block: &Block<'_>, written: &[usize], spoilt: &BTreeSet<usize>) {
        let mut dropped = spoilt.clone();
        for position in written.iter().rev().copied() {
            let member = &block.members[position];
            let rule = member.rule;
            if dropped.contains(&position)
                || rule.unknown == UnknownPolicy::Fails
                || self.is_general(rule.span)
            {
                continue;
            }
            if !rule.requirements.iter().any(|requirement| reads_data(&requirement.condition)) {
                continue;
            }
            let holding = |at: usize| {
                let other = &block.members[at];
                at != position && !dropped.contains(&at) && other.may_imply() && is_as_grave(other, member)
            };
            let reasons = match block.ask_holding(std::slice::from_ref(&member.fail), &holding) {
                // That a value is there is worth saying twice.
                Held::Never(reasons) if !is_mere_presence(block, &reasons) => Some(reasons),
                Held::Never(_) | Held::Sometimes(_) | Held::Unclear => None,
            };
            if reasons.is_some() {
                dropped.insert(position);
            }
            let (span, found) = self.implication(block, position, reasons);
            let already = [Question::AlwaysTrue, Question::NeverTrue];
            let found = found.filter(|_| !self.findings.has(span, &already));
            self.findings.note(span, Question::Implied, found);
        }
    }

    /// What to say of a rule that follows from others, which may be none.
    fn implication(
        &self,
        block: &Block<'_>,
        position: usize,
        reasons: Option<Vec<usize>>,
    ) -> (Span, Option<Diagnostic>) {
        let rule = block.members[position].rule;
        let Some(reasons) = reasons else { return (rule.span, None) };
        if reasons.iter().all(|at| !block.members[*at].is_written()) {
            let span = rule.requirements.first().map_or(rule.span, |requirement| requirement.condition.span);
            let unguarded = rule.gates().next().is_none() && rule.requirements.len() == 1;
            let found = if unguarded {
                Diagnostic::new(Code::AlwaysTrue, span).with("condition", self.text(span))
            } else {
                Diagnostic::new(Code::NeverBroken, span).with("rule", local_name(&rule.id))
            };
            return (span, Some(with_reasons(found, block, &reasons)));
        }
        let names: Vec<&str> = reasons.iter().map(|at| block.members[*at].rule.id.as_str()).collect();
        let found = Diagnostic::new(Code::ImpliedRule, rule.span)
            .with("rule", local_name(&rule.id))
            .with("rules", names.join(", "));
        (rule.span, Some(with_reasons(found, block, &reasons)))
    }
}

/// Whether a rule is asked wherever another is.
fn is_asked_with(block: &Block<'_>, rule: &Member<'_>, other: &Member<'_>) -> bool {
    if rule.rule.gates().next().is_none() {
        return true;
    }
    let formulas = [other.asked.clone(), rule.not_asked.clone()];
    matches!(block.ask_holding(&formulas, &|at| block.members[at].is_domain()), Held::Never(_))
}

/// Whether a breach of one rule weighs as much as one of another, and none is tolerated.
fn is_as_grave(one: &Member<'_>, other: &Member<'_>) -> bool {
    one.rule.severity >= other.rule.severity && one.rule.tolerance == Tolerance::default()
}

/// Whether rules are only of columns, and some of them say that values are there.
fn is_mere_presence(block: &Block<'_>, rules: &[usize]) -> bool {
    let members = || rules.iter().map(|at| &block.members[*at]);
    members().all(|member| !member.is_written()) && members().any(|member| !member.is_domain())
}

/// The last part of a rule's id.
fn local_name(id: &str) -> String {
    id.split_once('.').map_or(id, |(_, name)| name).to_owned()
}

/// Comparisons and conditionals of a condition.
#[derive(Default)]
struct Parts {
    comparisons: Vec<Arc<Expr>>,
    /// Conditions of one conditional in their order.
    branches: Vec<Vec<Arc<Expr>>>,
}

impl Parts {
    fn collect(&mut self, expr: &Arc<Expr>) {
        match &expr.kind {
            ExprKind::Compare(..) | ExprKind::In(..) | ExprKind::Under(..) | ExprKind::Within(_) => {
                self.comparisons.push(expr.clone());
            }
            ExprKind::Interval { .. } | ExprKind::Aggregate(_) => return,
            ExprKind::Case(branches, _) => {
                self.branches.push(branches.iter().map(|(condition, _)| condition.clone()).collect());
            }
            _ => {}
        }
        expr.children().into_iter().for_each(|child| self.collect(child));
    }
}

/// Whether an expression reads the item that is judged.
fn reads_data(expr: &Arc<Expr>) -> bool {
    let mut reads = false;
    expr.walk(&mut |part| {
        reads |= matches!(part.kind, ExprKind::Column(_) | ExprKind::GroupKey(_) | ExprKind::Aggregate(_));
    });
    reads
}

/// A diagnostic with the rules that it follows from.
fn with_reasons(mut found: Diagnostic, block: &Block<'_>, rules: &[usize]) -> Diagnostic {
    let mut places: Vec<Span> = rules.iter().map(|at| block.members[*at].rule.span).collect();
    places.sort_unstable();
    places.dedup();
    for place in places.into_iter().take(MOST_NAMED) {
        found = found.label("declared", place);
    }
    found
}

/// Why formulas never hold for records whose columns are as declared; `None` where they may.
fn never(block: &Block<'_>, formulas: &[Formula]) -> Option<Vec<usize>> {
    match block.ask_holding(formulas, &|at| block.members[at].is_domain()) {
        Held::Never(reasons) => Some(reasons),
        Held::Sometimes(_) | Held::Unclear => None,
    }
}
