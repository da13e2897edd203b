//! Rules that judge the same items, as formulas over the same variables.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::encoder::{Encoder, Want};
use super::formula::{Formula, Variable};
use super::model::Model;
use super::search::{Answer, search_within};
use crate::ir::{ConstraintRule, Expr, Items, Origin, Rule, RuleId, SourceId, Standard};

/// One rule.
pub(super) struct Member<'a> {
    pub(super) rule: &'a Rule,
    /// It is asked of the item.
    pub(super) asked: Formula,
    /// It is asked, and what it requires is not unknown.
    pub(super) checked: Formula,
    /// It is asked, and met.
    pub(super) pass: Formula,
    /// It is asked, and broken.
    pub(super) fail: Formula,
    /// It is not asked, or that is unknown.
    pub(super) not_asked: Formula,
    /// It is not broken.
    pub(super) unbroken: Formula,
    pub(super) variables: Vec<Variable>,
}

impl Member<'_> {
    /// Whether a person wrote it as a rule.
    pub(super) fn is_written(&self) -> bool {
        self.rule.origin == Origin::Written
    }

    /// Whether others may be said to follow from it: not from what routes a questionnaire, or makes cells readable.
    pub(super) fn may_imply(&self) -> bool {
        !matches!(self.rule.origin, Origin::Column(_, ConstraintRule::Type | ConstraintRule::Asked))
    }

    /// Whether it says which values a column may have.
    pub(super) fn is_domain(&self) -> bool {
        matches!(
            self.rule.origin,
            Origin::Column(_, ConstraintRule::Code | ConstraintRule::Range | ConstraintRule::Pattern)
        )
    }
}

/// What a question with rules held comes to.
pub(super) enum Held {
    /// Nothing makes it so while these rules, by position, hold.
    Never(Vec<usize>),
    /// These values do.
    Sometimes(Model),
    /// The work allowed was not enough.
    Unclear,
}

/// Rules of one source over the same items.
pub(super) struct Block<'a> {
    pub(super) encoder: Encoder<'a>,
    pub(super) members: Vec<Member<'a>>,
    by_variable: BTreeMap<Variable, Vec<usize>>,
    defaults: Arc<Model>,
    /// Cases that the questions of this block may still go through.
    left: Cell<u32>,
}

/// Cases that all questions of a block may go through, for each of its rules and at least.
const CASES_A_RULE: u32 = 600;
const CASES_AT_LEAST: u32 = 20_000;
/// Cases of one question.
const CASES: u32 = 300;
/// Cases of the question whether all rules can hold.
const CASES_TOGETHER: u32 = 3_000;
/// Rules that one question may hold.
const MOST_HELD: usize = 60;
/// Times that a question is asked again with more rules held.
const ROUNDS: usize = 16;

/// The rules of a standard that judge the same items.
pub(super) fn partition(standard: &Standard) -> Vec<(SourceId, Vec<RuleId>)> {
    let mut blocks: Vec<(SourceId, Option<Vec<Arc<Expr>>>, Vec<RuleId>)> = Vec::new();
    for (id, rule) in standard.rules() {
        let keys = match &rule.items {
            Items::Rows => None,
            Items::Groups(keys) => Some(keys.iter().map(|key| key.expr.clone()).collect()),
            Items::Whole => Some(Vec::new()),
        };
        if !rule.uncollected.is_empty() {
            continue;
        }
        let same = blocks.iter_mut().find(|(source, own, _)| *source == rule.source && *own == keys);
        match same {
            Some((_, _, rules)) => rules.push(id),
            None => blocks.push((rule.source, keys, vec![id])),
        }
    }
    blocks.into_iter().map(|(source, _, rules)| (source, rules)).collect()
}

impl<'a> Block<'a> {
    pub(super) fn new(standard: &'a Standard, source: SourceId, rules: &[RuleId]) -> Self {
        let mut encoder = Encoder::new(&standard.source(source).schema, None);
        let members: Vec<Member<'a>> =
            rules.iter().map(|id| member(&mut encoder, standard.rule(*id))).collect();
        let mut by_variable: BTreeMap<Variable, Vec<usize>> = BTreeMap::new();
        for (position, member) in members.iter().enumerate() {
            for variable in &member.variables {
                by_variable.entry(*variable).or_default().push(position);
            }
        }
        let count = u32::try_from(members.len()).unwrap_or(u32::MAX);
        let left = Cell::new(count.saturating_mul(CASES_A_RULE).max(CASES_AT_LEAST));
        let mut block = Block { encoder, members, by_variable, defaults: Arc::default(), left };
        block.defaults = Arc::new(block.default_values());
        block
    }

    /// A value for each variable that its own column's constraints allow.
    fn default_values(&self) -> Model {
        let mut defaults = Model::default();
        for (variable, members) in &self.by_variable {
            let own = members.iter().map(|position| &self.members[*position]);
            let alone = own.filter(|member| !member.is_written() && member.variables == [*variable]);
            let mut formulas = vec![Formula::known(*variable)];
            formulas.extend(alone.map(|member| member.unbroken.clone()));
            if let Answer::Sometimes(model) = self.ask(formulas) {
                defaults.extend(model);
            }
        }
        defaults
    }

    /// Whether formulas can hold together.
    pub(super) fn ask(&self, formulas: Vec<Formula>) -> Answer {
        let allowed = self.left.get().min(CASES);
        if allowed == 0 {
            return Answer::Unclear;
        }
        let (answer, used) = search_within(&self.encoder.variables, formulas, allowed);
        self.left.set(self.left.get().saturating_sub(used));
        answer
    }

    /// Whether formulas can hold while no rule of some is broken. Rules are held as they turn out to matter.
    pub(super) fn ask_holding(&self, formulas: &[Formula], holding: &dyn Fn(usize) -> bool) -> Held {
        let mut held: Vec<usize> = Vec::new();
        let mut touched: BTreeSet<Variable> = variables_of(formulas).into_iter().collect();
        for _ in 0..ROUNDS {
            let unbroken = held.iter().map(|position| self.members[*position].unbroken.clone());
            match self.ask(formulas.iter().cloned().chain(unbroken).collect()) {
                Answer::Never => return Held::Never(self.smallest(formulas, held)),
                Answer::Unclear => return Held::Unclear,
                Answer::Sometimes(mut model) => {
                    model.otherwise = Some(self.defaults.clone());
                    let broken = self.broken(&model, &touched, &held, holding);
                    if broken.is_empty() {
                        return Held::Sometimes(model);
                    }
                    for position in broken {
                        touched.extend(&self.members[position].variables);
                        held.push(position);
                    }
                    if held.len() > MOST_HELD {
                        return Held::Unclear;
                    }
                }
            }
        }
        Held::Unclear
    }

    /// Rules over some of the variables that a model breaks.
    fn broken(
        &self,
        model: &Model,
        touched: &BTreeSet<Variable>,
        held: &[usize],
        holding: &dyn Fn(usize) -> bool,
    ) -> Vec<usize> {
        let near = touched.iter().filter_map(|variable| self.by_variable.get(variable)).flatten();
        let asked = near.copied().filter(|position| holding(*position) && !held.contains(position));
        let mut near: Vec<usize> = asked.collect();
        near.sort_unstable();
        near.dedup();
        near.retain(|position| !self.members[*position].unbroken.holds(model));
        near
    }

    /// Whether rules that hang together can all hold. Strictly, rules without a guard are met and not only unbroken:
    /// that is no contradiction where missing values keep them apart, and is asked of the rules found.
    pub(super) fn ask_together(&self, component: &[usize], strictly: bool) -> Held {
        let demand = |position: usize| {
            let member = &self.members[position];
            let met = strictly && member.is_written() && member.rule.gates().next().is_none();
            if met { member.pass.clone() } else { member.unbroken.clone() }
        };
        let mut held: Vec<usize> = Vec::new();
        for _ in 0..ROUNDS {
            let allowed = self.left.get().min(CASES_TOGETHER);
            let formulas = held.iter().map(|position| demand(*position)).collect();
            let (answer, used) = search_within(&self.encoder.variables, formulas, allowed);
            self.left.set(self.left.get().saturating_sub(used));
            match answer {
                Answer::Never => return self.together_never(held, &demand, strictly),
                Answer::Unclear => return Held::Unclear,
                Answer::Sometimes(mut model) => {
                    model.otherwise = Some(self.defaults.clone());
                    let before = held.len();
                    held.extend(component.iter().copied().filter(|at| !demand(*at).holds(&model)));
                    held.sort_unstable();
                    held.dedup();
                    if held.len() == before {
                        return Held::Sometimes(model);
                    }
                }
            }
        }
        Held::Unclear
    }

    fn together_never(&self, held: Vec<usize>, demand: &dyn Fn(usize) -> Formula, strictly: bool) -> Held {
        let rules = self.smallest_of(&[], held, demand);
        let checked = rules.iter().filter(|at| self.members[**at].is_written());
        let checked: Vec<Formula> = checked.map(|at| self.members[*at].checked.clone()).collect();
        if strictly
            && !matches!(self.ask_holding(&checked, &|at| !self.members[at].is_written()), Held::Sometimes(_))
        {
            return Held::Unclear;
        }
        Held::Never(rules)
    }

    /// The rules but some, by which share variables, directly or through others.
    pub(super) fn components(&self, but: &BTreeSet<usize>) -> Vec<Vec<usize>> {
        let mut seen = but.clone();
        let mut components = Vec::new();
        for start in 0..self.members.len() {
            if !seen.insert(start) {
                continue;
            }
            let (mut component, mut next) = (vec![start], 0);
            while next < component.len() {
                for variable in &self.members[component[next]].variables {
                    for other in &self.by_variable[variable] {
                        if seen.insert(*other) {
                            component.push(*other);
                        }
                    }
                }
                next += 1;
            }
            component.sort_unstable();
            components.push(component);
        }
        components
    }

    fn smallest(&self, formulas: &[Formula], held: Vec<usize>) -> Vec<usize> {
        self.smallest_of(formulas, held, &|position| self.members[position].unbroken.clone())
    }

    /// The rules without any of which it would not be never: those a person did not write are tried first.
    fn smallest_of(
        &self,
        formulas: &[Formula],
        held: Vec<usize>,
        demand: &dyn Fn(usize) -> Formula,
    ) -> Vec<usize> {
        let mut kept = held;
        let mut order = kept.clone();
        order.sort_by_key(|position| (self.members[*position].is_written(), std::cmp::Reverse(*position)));
        for position in order {
            let without: Vec<usize> = kept.iter().copied().filter(|other| *other != position).collect();
            let demanded = without.iter().map(|position| demand(*position));
            if self.ask(formulas.iter().cloned().chain(demanded).collect()).is_never() {
                kept = without;
            }
        }
        kept.sort_unstable();
        kept
    }

    /// Rules that share a variable with one, after it.
    pub(super) fn neighbours(&self, position: usize) -> BTreeSet<usize> {
        let variables = &self.members[position].variables;
        let near = variables.iter().filter_map(|variable| self.by_variable.get(variable)).flatten();
        near.copied().filter(|other| *other > position).collect()
    }
}

fn member<'a>(encoder: &mut Encoder<'a>, rule: &'a Rule) -> Member<'a> {
    let mut gates = |want| -> Vec<Formula> { rule.gates().map(|gate| encoder.truth(gate, want)).collect() };
    let (asked, not_asked) = (Formula::all(gates(Want::True)), Formula::any(gates(Want::NotTrue)));
    let mut each = |want| -> Vec<Formula> {
        rule.requirements.iter().map(|requirement| encoder.truth(&requirement.condition, want)).collect()
    };
    let (met, broken) = (Formula::all(each(Want::True)), Formula::any(each(Want::False)));
    let open = Formula::all(each(Want::NotFalse));
    let checked = Formula::both(asked.clone(), Formula::either(met.clone(), broken.clone()));
    let pass = Formula::both(asked.clone(), met);
    let fail = Formula::both(asked.clone(), broken);
    let unbroken = Formula::either(not_asked.clone(), open);
    let variables = variables_of(&[pass.clone(), fail.clone(), unbroken.clone()]);
    Member { rule, asked, checked, pass, fail, not_asked, unbroken, variables }
}

/// The variables of formulas, ascending.
pub(super) fn variables_of(formulas: &[Formula]) -> Vec<Variable> {
    let mut found = Vec::new();
    formulas.iter().for_each(|formula| formula.variables(&mut found));
    found.sort_unstable();
    found.dedup();
    found
}
