//! The rules of a comparison: on matched keys, on keys of one side only, on keys that stand twice.

use std::sync::Arc;

use super::Compiler;
use super::compare_draft::Draft;
use super::compare_sides::Side;
use super::compares::CompareEntry;
use super::operand::expr as node;
use super::scope::Scope;
use crate::diag::{Code, Diagnostic};
use crate::files::Span;
use crate::ir::{
    self, ArithmeticOp, CompareOp, CompareRule, Expr, ExprKind, Key, Message, Requirement, SourceId,
};
use crate::syntax::ast;

/// What two sides are matched for.
pub(super) struct Matching<'a> {
    pub(super) ast: &'a ast::Compare,
    pub(super) doc: &'a str,
    pub(super) name: ast::Name,
    /// Of `across`: a source may have several records of a key, and the one value that they give is compared.
    pub(super) across: bool,
    /// Of `across` an entity: whose variables are compared.
    pub(super) entity: Option<&'a ast::Name>,
    /// When there is anything to compare with.
    pub(super) applies: Option<Arc<Expr>>,
}

impl Matching<'_> {
    fn is_of_entity(&self) -> bool {
        self.entity.is_some()
    }

    /// Whether a condition is on these two sides: of `across` it may be on two others.
    pub(super) fn reaches(&self, condition: &ast::Expr, left: &Side, right: &Side) -> bool {
        let ast::CompareSide::Across(names) = &self.ast.right else { return true };
        let mut reaches = true;
        condition.walk(&mut |inner| {
            if let ast::ExprKind::Path(side, _) = &inner.kind
                && (side.value == self.ast.left.value || names.iter().any(|name| name.value == side.value))
            {
                reaches &= side.value == left.name || side.value == right.name;
            }
        });
        reaches
    }
}

impl Compiler<'_> {
    /// Every rule of a comparison on its matched rows.
    pub(super) fn compare_rules(&mut self, matching: &Matching, source: SourceId, left: &Side, right: &Side) {
        self.check_sides(matching, left, right);
        let scope = Scope::row(source);
        let when = match matching.ast.when.as_ref().filter(|when| matching.reaches(when, left, right)) {
            Some(when) => match self.condition(when, &scope) {
                Some(when) => Some(when),
                None => return,
            },
            None => None,
        };
        let matched = self.matched_rules(matching, source, (left, right), when.as_ref());
        if !matching.across {
            self.duplicate_rules(matching, source, (left, right), when.as_ref());
        }
        self.only_rules(matching, source, (left, right), when.as_ref());
        let compare = ir::Compare {
            name: matching.name.value.clone(),
            title: self.labels(&matching.ast.settings.title),
            left: left.name.clone(),
            right: right.name.clone(),
            source,
            matched: None,
            bridge: self.labels(&matching.ast.bridge),
            span: matching.name.span,
        };
        self.compares.push(CompareEntry::new(compare, matched));
    }

    fn check_sides(&mut self, matching: &Matching, left: &Side, right: &Side) {
        let mut sides = vec![left.name.as_str(), right.name.as_str()];
        if let ast::CompareSide::Across(names) = &matching.ast.right {
            sides = names.iter().map(|name| name.value.as_str()).collect();
            sides.extend((!matching.is_of_entity()).then_some(matching.ast.left.value.as_str()));
        }
        let unknown = matching.ast.only_in.iter().filter(|only| !sides.contains(&only.side.value.as_str()));
        for only in unknown {
            let diagnostic = Diagnostic::new(Code::NotASide, only.side.span);
            let diagnostic = diagnostic.with("name", only.side.value.clone()).with("sides", sides.join(", "));
            self.report(diagnostic.help("sides"));
        }
    }

    /// The rule on keys that both sides have, and one for each pair with settings of its own. Yields the id of the
    /// first.
    fn matched_rules(
        &mut self,
        matching: &Matching,
        source: SourceId,
        (left, right): (&Side, &Side),
        when: Option<&Arc<Expr>>,
    ) -> Option<String> {
        let span = matching.name.span;
        let mut guard = self.complete(source, span);
        for column in [ir::Matched::LEFT, ir::Matched::RIGHT] {
            let op = if matching.across { CompareOp::GreaterOrEqual } else { CompareOp::Equal };
            guard.push(self.count(source, column, op, 1, span));
        }
        guard.extend(when.cloned());
        let mut together = Vec::new();
        let mut apart = Vec::new();
        let mut whole = true;
        for pair in self.pairs(matching, left, right) {
            match self.pair_requirement(matching, pair, source, (left, right)) {
                Some(requirement) if is_of_its_own(&pair.settings) => apart.push((pair, requirement)),
                Some(requirement) => together.push(requirement),
                None => whole = false,
            }
        }
        let reached = |require: &&ast::Require| matching.reaches(&require.condition, left, right);
        for require in matching.ast.requires.iter().filter(reached) {
            match self.compare_requirement(matching, require, source) {
                Some(requirement) => together.push(requirement),
                None => whole = false,
            }
        }
        if !whole {
            return None;
        }
        let mut first = None;
        let name = &matching.name.value;
        let drafts = (!together.is_empty()).then(|| (name.clone(), None, together)).into_iter().chain(
            apart.into_iter().map(|(pair, requirement)| {
                (format!("{name}.{}", pair.left.value), Some(&pair.settings), vec![requirement])
            }),
        );
        for (id, own, requirements) in drafts {
            first.get_or_insert_with(|| id.clone());
            let guard = guard.clone();
            let draft = Draft {
                id,
                asks: CompareRule::Matched,
                guard,
                requirements,
                own,
                sides: [left.named(), right.named()],
                span,
            };
            self.add_compare_rule(matching, source, draft);
        }
        first
    }

    /// A pair of values: within a tolerance, or equal.
    fn pair_requirement(
        &mut self,
        matching: &Matching,
        pair: &ast::Pair,
        source: SourceId,
        (left, right): (&Side, &Side),
    ) -> Option<Requirement> {
        for (clause, first, second) in &pair.settings.repeated {
            self.repeated(clause, *first, *second);
        }
        let theirs = pair.right.as_ref().unwrap_or(&pair.left);
        let value = |side: &Side, name: &ast::Name| {
            let of = ast::Name { value: side.name.clone(), span: name.span };
            ast::Expr { kind: ast::ExprKind::Path(of, name.clone()), span: name.span }
        };
        let (mine, theirs) = (value(left, &pair.left), value(right, theirs));
        let span = pair.left.span.to(theirs.span);
        let kind = match &pair.tolerance {
            Some(tolerance) => ast::ExprKind::Within {
                value: Box::new(mine.clone()),
                negated: false,
                tolerance: tolerance.clone(),
                of: Box::new(theirs.clone()),
            },
            None => {
                let op = ast::Spanned { value: ast::CompareOp::Equal, span };
                ast::ExprKind::Compare(vec![mine.clone(), theirs.clone()], vec![op])
            }
        };
        let scope = Scope::row(source);
        let condition = self.condition(&ast::Expr { kind, span }, &scope)?;
        let texts = [&pair.settings.message, &matching.ast.settings.message];
        let message = match texts.into_iter().find(|texts| !texts.is_empty()) {
            Some(texts) => self.message(texts, &scope),
            None => {
                let (a, b) =
                    (self.infer(&mine, &scope, None)?.point(), self.infer(&theirs, &scope, None)?.point());
                Some(difference(&pair.left.value, (a, &left.name), (b, &right.name), span))
            }
        };
        Some(Requirement { condition, message })
    }

    fn compare_requirement(
        &mut self,
        matching: &Matching,
        require: &ast::Require,
        source: SourceId,
    ) -> Option<Requirement> {
        let scope = Scope::row(source);
        self.check_requirement_settings(&require.settings);
        let condition = self.condition(&require.condition, &scope);
        let own = &require.settings.message;
        let texts = if own.is_empty() { &matching.ast.settings.message } else { own };
        let message = self.message(texts, &scope);
        Some(Requirement { condition: condition?, message })
    }

    /// No key stands twice on a side.
    fn duplicate_rules(
        &mut self,
        matching: &Matching,
        source: SourceId,
        (left, right): (&Side, &Side),
        when: Option<&Arc<Expr>>,
    ) {
        for (side, column, asks) in [
            (left, ir::Matched::LEFT, CompareRule::DuplicateLeft),
            (right, ir::Matched::RIGHT, CompareRule::DuplicateRight),
        ] {
            let span = side.span;
            let mut guard = self.complete(source, span);
            guard.push(self.count(source, column, CompareOp::GreaterOrEqual, 1, span));
            guard.extend(when.filter(|when| self.reads_only(when, source, side)).cloned());
            let condition = self.count(source, column, CompareOp::Equal, 1, span);
            let count = self.matched_column(source, column, span);
            let fields = vec![Key { name: column.to_owned(), expr: count }];
            let message = Some(Message { texts: std::collections::BTreeMap::new(), fields });
            let id = format!("{}.duplicated_in_{}", matching.name.value, side.name);
            let requirements = vec![Requirement { condition, message }];
            let draft = Draft {
                id,
                asks,
                guard,
                requirements,
                own: None,
                sides: [left.named(), right.named()],
                span,
            };
            self.add_compare_rule(matching, source, draft);
        }
    }

    /// No key is on one side only. Of an entity that is asked only where it is written.
    fn only_rules(
        &mut self,
        matching: &Matching,
        source: SourceId,
        (left, right): (&Side, &Side),
        when: Option<&Arc<Expr>>,
    ) {
        for (side, mine, theirs, asks) in [
            (left, ir::Matched::LEFT, ir::Matched::RIGHT, CompareRule::OnlyLeft),
            (right, ir::Matched::RIGHT, ir::Matched::LEFT, CompareRule::OnlyRight),
        ] {
            let written = matching.ast.only_in.iter().find(|only| only.side.value == side.name);
            if written.is_some_and(|only| only.ignored) || matching.across && written.is_none() {
                continue;
            }
            let span = written.map_or(side.span, |only| only.side.span);
            let mut guard = self.complete(source, span);
            let several = matching.across;
            let op = if several { CompareOp::GreaterOrEqual } else { CompareOp::Equal };
            guard.push(self.count(source, mine, op, 1, span));
            if !several {
                guard.push(self.count(source, theirs, CompareOp::LessOrEqual, 1, span));
            }
            guard.extend(when.filter(|when| self.reads_only(when, source, side)).cloned());
            let condition = self.count(source, theirs, CompareOp::GreaterOrEqual, 1, span);
            let own = written.map(|only| &only.settings);
            let texts = own.map_or(&[][..], |own| &own.message).to_vec();
            let message = self.message(&texts, &Scope::row(source));
            let id = format!("{}.only_in_{}", matching.name.value, side.name);
            let requirements = vec![Requirement { condition, message }];
            self.add_compare_rule(
                matching,
                source,
                Draft { id, asks, guard, requirements, own, sides: [left.named(), right.named()], span },
            );
        }
    }
}

/// Whether a pair has settings that a rule of its own needs.
fn is_of_its_own(settings: &ast::Settings) -> bool {
    settings.severity.is_some()
        || settings.tolerate.is_some()
        || settings.coverage.is_some()
        || settings.unknown.is_some()
        || settings.effective.is_some()
}

/// What the generated message of a pair shows: both values, and their difference where they have one.
fn difference(name: &str, left: (Arc<Expr>, &str), right: (Arc<Expr>, &str), span: Span) -> Message {
    let field = |(expr, side): (Arc<Expr>, &str)| Key { name: format!("{side}.{name}"), expr };
    let (a, b) = (left.0.clone(), right.0.clone());
    let mut fields = vec![field(left), field(right)];
    if a.ty.is_numeric() && a.ty == b.ty {
        let ty = a.ty.clone();
        let expr = node(ExprKind::Arithmetic(ArithmeticOp::Subtract, a, b), ty, span);
        fields.push(Key { name: "difference".to_owned(), expr });
    }
    Message { texts: std::collections::BTreeMap::new(), fields }
}
