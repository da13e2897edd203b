//! Aggregates: over the rule's group, or in a rule on rows over the groups that they name.

use std::sync::Arc;

use super::Compiler;
use super::operand::{self, Operand, expr as node, widen};
use super::scope::{Position, Scope};
use crate::diag::{Code, Diagnostic};
use crate::files::Span;
use crate::ir::{self, Aggregate, AggregateFunction, CompareOp, Expr, ExprKind};
use crate::syntax::ast::{self, Quantifier};
use crate::types::{Scalar, Type, Unit};

/// The names of the aggregates.
pub(super) const NAMES: [&str; 14] = [
    "correlation",
    "count",
    "gapless",
    "iqr",
    "mad",
    "max",
    "mean",
    "median",
    "min",
    "only",
    "quantile",
    "share",
    "stddev",
    "sum",
];

/// Whether a name is an aggregate's.
pub(super) fn is_aggregate(name: &str) -> bool {
    NAMES.contains(&name)
}

fn function_of(name: &str) -> AggregateFunction {
    match name {
        "correlation" => AggregateFunction::Correlation,
        "count" => AggregateFunction::Count,
        "gapless" => AggregateFunction::Gapless,
        "iqr" => AggregateFunction::Iqr,
        "mad" => AggregateFunction::Mad,
        "max" => AggregateFunction::Max,
        "mean" => AggregateFunction::Mean,
        "median" => AggregateFunction::Median,
        "min" => AggregateFunction::Min,
        "only" => AggregateFunction::Only,
        "quantile" => AggregateFunction::Quantile,
        "share" => AggregateFunction::Share,
        "stddev" => AggregateFunction::Stddev,
        _ => AggregateFunction::Sum,
    }
}

impl Compiler<'_> {
    /// `sum(known x where c weighted w by k)`, `max permits (expires)`.
    pub(super) fn aggregate_call(&mut self, call: &ast::Call, span: Span, scope: &Scope) -> Option<Operand> {
        let function = function_of(&call.function.value);
        self.check_values(call, function)?;
        if let Some(link) = &call.link {
            return self.aggregate_of_linked(call, function, link, span, scope);
        }
        let rows = self.aggregate_scope(call, function, span, scope)?;
        let inside = self.inside(scope, span);
        let operands = self.operands(call, function, &inside)?;
        self.check_currency(&operands, &rows, span, scope)?;
        self.finish_aggregate(call, Aggregate { scope: rows, ..operands }, span)
    }

    fn aggregate_of_linked(
        &mut self,
        call: &ast::Call,
        function: AggregateFunction,
        link: &ast::Name,
        span: Span,
        scope: &Scope,
    ) -> Option<Operand> {
        self.check_not_nested(span, scope)?;
        let link = self.link(link, scope)?;
        if call.grouping.is_some() {
            let diagnostic = Diagnostic::new(Code::LinkWithGroup, span);
            self.report(diagnostic.with("link", link.ast.name.value.clone()).help("condition"));
            return None;
        }
        let (operands, rows) = self.over(link, span, scope, |compiler, inside, linked| {
            let operands = compiler.operands(call, function, inside)?;
            let condition = super::linked::both(linked, operands.condition.clone(), span);
            Some(Aggregate { condition, ..operands })
        })?;
        self.check_currency(&operands, &rows, span, scope)?;
        self.finish_aggregate(call, Aggregate { scope: rows, ..operands }, span)
    }

    /// Value, clauses and range of an aggregate, over its rows; the scope in it is still to be put.
    fn operands(
        &mut self,
        call: &ast::Call,
        function: AggregateFunction,
        inside: &Scope,
    ) -> Option<Aggregate> {
        let value = call.arguments.first().map(|value| self.aggregate_value(call, function, value, inside));
        let second = call.arguments.get(1).map(|second| self.second_operand(call, function, second, inside));
        let condition = call.condition.as_deref().map(|condition| self.condition(condition, inside));
        let number = Type::Number(Unit::none());
        let weight = call.weight.as_deref().map(|weight| {
            let weight = self.infer(weight, inside, Some(&number))?.point();
            Some(widen(weight, &number))
        });
        let (from, to) = match &call.range {
            Some((from, to)) => {
                let (from, to) = (self.infer(from, inside, None), self.infer(to, inside, None));
                (Some(from?.point()), Some(to?.point()))
            }
            None => (None, None),
        };
        Some(Aggregate {
            second: transpose(second)?.or(from),
            third: to,
            known: call.known,
            distinct: call.distinct,
            condition: transpose(condition)?,
            weight: transpose(weight)?,
            ..ir::Aggregate::plain(function, transpose(value)?, ir::Scope::Group)
        })
    }

    /// The type of the result, and the interval of an undecided count or share.
    fn finish_aggregate(&mut self, call: &ast::Call, aggregate: Aggregate, span: Span) -> Option<Operand> {
        let of_value = aggregate.value.as_ref().map(|value| value.ty.clone());
        let ty = match aggregate.function {
            AggregateFunction::Count if aggregate.weight.is_some() => Type::Number(Unit::none()),
            AggregateFunction::Count => Type::Integer(Unit::none()),
            AggregateFunction::Share => Type::Percent,
            AggregateFunction::Correlation => Type::Number(Unit::none()),
            AggregateFunction::Gapless
            | AggregateFunction::Any
            | AggregateFunction::Every
            | AggregateFunction::Same => Type::Boolean,
            AggregateFunction::Sum
            | AggregateFunction::Mean
            | AggregateFunction::Min
            | AggregateFunction::Max
            | AggregateFunction::Median
            | AggregateFunction::Stddev
            | AggregateFunction::Mad
            | AggregateFunction::Iqr
            | AggregateFunction::Quantile
            | AggregateFunction::Only => of_value?,
        };
        if aggregate.function == AggregateFunction::Share && aggregate.condition.is_none() {
            self.report_needs_value(call, "share(where …)");
            return None;
        }
        let make = |condition: Option<Arc<Expr>>| {
            let aggregate = Aggregate { condition, ..aggregate.clone() };
            node(ExprKind::Aggregate(Box::new(aggregate)), ty.clone(), span)
        };
        let interval = matches!(aggregate.function, AggregateFunction::Count | AggregateFunction::Share);
        Some(if interval {
            super::links::undecided(aggregate.condition.as_ref(), span, make)
        } else {
            Operand::of(make(aggregate.condition.clone()))
        })
    }

    /// How many values an aggregate takes, and which clauses.
    fn check_values(&mut self, call: &ast::Call, function: AggregateFunction) -> Option<()> {
        use AggregateFunction as F;
        let (least, most) = match function {
            F::Count => (0, 1),
            F::Share => (0, 0),
            F::Correlation | F::Quantile => (2, 2),
            _ => (1, 1),
        };
        let given = call.arguments.len();
        let name = call.function.value.as_str();
        if given > most && matches!(function, F::Max | F::Min) {
            let other = if function == F::Max { "greatest" } else { "least" };
            let values: Vec<&str> = call.arguments.iter().map(|value| self.files.text(value.span)).collect();
            let write = format!("{other}({})", values.join(", "));
            let diagnostic = Diagnostic::new(Code::AggregateOfValues, call.function.span)
                .with("aggregate", name)
                .with("function", other)
                .with("write", write)
                .fix(call.function.span, other);
            self.report(diagnostic.help("write"));
            return None;
        }
        if given < least {
            let write =
                if function == F::Quantile { "quantile(x, 0.9)".to_owned() } else { format!("{name}(x)") };
            self.report_needs_value(call, &write);
            return None;
        }
        if given > most {
            let signature = if most == 0 { format!("{name}(where c)") } else { format!("{name}(x)") };
            let diagnostic = Diagnostic::new(Code::WrongArgumentCount, call.function.span)
                .with("function", name)
                .with("found", given)
                .with("signature", signature);
            self.report(diagnostic.help("signature"));
            return None;
        }
        let weighted = matches!(function, F::Count | F::Sum | F::Mean | F::Median | F::Quantile | F::Share);
        let refused = [
            ("distinct", call.distinct && function != F::Count),
            ("distinct", call.distinct && call.arguments.is_empty()),
            ("known", call.known && call.arguments.is_empty()),
            ("weighted", call.weight.is_some() && (!weighted || call.distinct)),
            ("from", call.range.is_some() && function != F::Gapless),
            ("along", call.along.is_some()),
        ];
        if let Some((clause, _)) = refused.into_iter().find(|(_, refused)| *refused) {
            let diagnostic =
                Diagnostic::new(Code::ClauseNotTaken, call.function.span).with("aggregate", name);
            self.report(diagnostic.with("clause", clause));
            return None;
        }
        Some(())
    }

    fn report_needs_value(&mut self, call: &ast::Call, write: &str) {
        let diagnostic = Diagnostic::new(Code::AggregateNeedsValue, call.function.span);
        self.report(
            diagnostic.with("aggregate", call.function.value.clone()).with("write", write).help("write"),
        );
    }

    /// The rows that an aggregate is over.
    fn aggregate_scope(
        &mut self,
        call: &ast::Call,
        function: AggregateFunction,
        span: Span,
        scope: &Scope,
    ) -> Option<ir::Scope> {
        match (scope.position, &call.grouping) {
            (Position::Group { .. } | Position::Cell { .. }, None) => Some(ir::Scope::Group),
            (Position::Group { header, .. } | Position::Cell { header, .. }, Some(_)) => {
                self.report(Diagnostic::new(Code::GroupInGroup, span).label("header", header).help("remove"));
                None
            }
            (Position::Aggregate { outer }, _) => {
                self.report(
                    Diagnostic::new(Code::NestedAggregate, span).label("outer", outer).help("define"),
                );
                None
            }
            (Position::Constant, _) => {
                self.report(Diagnostic::new(Code::NotConstant, span));
                None
            }
            (Position::Row, Some(ast::CallGrouping::Overall(_))) => Some(ir::Scope::By(Vec::new())),
            (Position::Row, Some(ast::CallGrouping::By(keys))) => {
                let keys: Vec<_> =
                    keys.iter().map(|key| self.infer(key, scope, None).map(Operand::point)).collect();
                Some(ir::Scope::By(keys.into_iter().collect::<Option<_>>()?))
            }
            (Position::Row, None) => {
                self.report_without_group(call, function, span);
                None
            }
        }
    }

    fn report_without_group(&mut self, call: &ast::Call, function: AggregateFunction, span: Span) {
        let name = call.function.value.clone();
        if matches!(function, AggregateFunction::Gapless | AggregateFunction::Only) {
            self.report(Diagnostic::new(Code::OutsideGroup, span).with("found", name).help("by"));
            return;
        }
        let text = self.files.text(span).trim_end_matches(')').trim_end();
        let space = if text.ends_with('(') { "" } else { " " };
        let (by, overall) = (format!("{text}{space}by …)"), format!("{text}{space}overall)"));
        let diagnostic = Diagnostic::new(Code::AggregateWithoutGroup, span).with("aggregate", name);
        self.report(diagnostic.with("by", by).with("overall", overall).help("write"));
    }

    /// The value of an aggregate, of the type that its function takes.
    fn aggregate_value(
        &mut self,
        call: &ast::Call,
        function: AggregateFunction,
        written: &ast::Expr,
        inside: &Scope,
    ) -> Option<Arc<Expr>> {
        use AggregateFunction as F;
        let value = self.infer(written, inside, None)?.point();
        let as_number = |value: Arc<Expr>| match value.ty.unit().cloned() {
            Some(unit) => widen(value, &Type::Number(unit)),
            None => value,
        };
        let ty = &value.ty;
        let numeric = ty.is_numeric() || *ty == Type::Percent;
        let (fits, expected) = match function {
            F::Sum => (numeric, "integer, decimal, number, percent"),
            F::Mean | F::Median | F::Stddev | F::Mad | F::Iqr | F::Quantile | F::Correlation => {
                (numeric, "integer, decimal, number, percent")
            }
            F::Min | F::Max => {
                (ty.is_ordered() || matches!(ty, Type::Text | Type::Code(_)), "integer, date, text")
            }
            F::Gapless => (matches!(ty, Type::Period(_)), "year, quarter, month, week"),
            F::Any | F::Every => (*ty == Type::Boolean, "boolean"),
            F::Count | F::Share | F::Only | F::Same => (true, ""),
        };
        if !fits {
            let found = self.type_text(ty);
            let diagnostic = Diagnostic::new(Code::WrongArgument, written.span)
                .with("function", call.function.value.clone())
                .with("parameter", "x")
                .with("expected", expected)
                .with("found", found)
                .with("signature", format!("{}(x)", call.function.value));
            self.report(diagnostic.help("signature"));
            return None;
        }
        let of_numbers = matches!(
            function,
            F::Mean | F::Median | F::Stddev | F::Mad | F::Iqr | F::Quantile | F::Correlation
        );
        let weighted_sum = function == F::Sum && call.weight.is_some();
        Some(if of_numbers || weighted_sum { as_number(value) } else { value })
    }

    /// The second value of a correlation, or the fraction of a quantile.
    fn second_operand(
        &mut self,
        call: &ast::Call,
        function: AggregateFunction,
        written: &ast::Expr,
        inside: &Scope,
    ) -> Option<Arc<Expr>> {
        if function == AggregateFunction::Correlation {
            return self.aggregate_value(call, function, written, inside);
        }
        let number = Type::Number(Unit::none());
        let fraction = self.infer(written, &Scope::constant(), Some(&number))?.point();
        let fraction = widen(fraction, &number);
        let value = match &fraction.kind {
            ExprKind::Widen(inner) => super::columns::constant(inner),
            _ => super::columns::constant(&fraction),
        };
        match value {
            Some(Some(Scalar::Number(value))) if !(0.0..=1.0).contains(&value) => {
                let diagnostic = Diagnostic::new(Code::InvalidTolerance, written.span);
                self.report(diagnostic.with("found", self.files.text(written.span)).help("form"));
                None
            }
            _ => Some(fraction),
        }
    }

    /// `any row (c)`, `every row (c)`, `no row (c)`.
    pub(super) fn quantified(
        &mut self,
        quantifier: Quantifier,
        over: Option<&ast::Name>,
        condition: Option<&ast::Expr>,
        span: Span,
        scope: &Scope,
    ) -> Option<Operand> {
        if let Some(link) = over.filter(|name| name.value != "row") {
            return self.quantified_link(quantifier, link, condition, span, scope);
        }
        let word = match quantifier {
            Quantifier::Any => "any row",
            Quantifier::Every => "every row",
            Quantifier::No => "no row",
        };
        match scope.position {
            Position::Group { .. } | Position::Cell { .. } => {}
            Position::Aggregate { outer } => {
                self.report(
                    Diagnostic::new(Code::NestedAggregate, span).label("outer", outer).help("define"),
                );
                return None;
            }
            Position::Row | Position::Constant => {
                self.report(Diagnostic::new(Code::OutsideGroup, span).with("found", word).help("by"));
                return None;
            }
        }
        let value = match condition {
            Some(condition) => self.condition(condition, &self.inside(scope, span))?,
            None => node(ExprKind::Literal(Some(Scalar::Boolean(true))), Type::Boolean, span),
        };
        let function =
            if quantifier == Quantifier::Every { AggregateFunction::Every } else { AggregateFunction::Any };
        let found = Operand::of(simple(function, value, ir::Scope::Group, Type::Boolean, span));
        Some(if quantifier == Quantifier::No {
            Operand::new(ExprKind::Not(found.low), Type::Boolean, span)
        } else {
            found
        })
    }

    /// `unique(a, b)`: in a rule on rows, no other row of the source has these values; in a rule on groups, no other
    /// row of the group.
    pub(super) fn unique(&mut self, call: &ast::Call, span: Span, scope: &Scope) -> Option<Operand> {
        if call.arguments.is_empty() {
            self.report_needs_value(call, "unique(x)");
            return None;
        }
        let one = node(ExprKind::Literal(Some(Scalar::Integer(1))), Type::Integer(Unit::none()), span);
        match scope.position {
            Position::Row => {
                let keys = call.arguments.iter().map(|key| self.infer(key, scope, None).map(Operand::point));
                let keys = keys.collect::<Vec<_>>().into_iter().collect::<Option<Vec<_>>>()?;
                Some(Operand::of(unique_expr(keys, span)))
            }
            Position::Group { .. } | Position::Cell { .. } => {
                let inside = self.inside(scope, span);
                let [key] = call.arguments.as_slice() else {
                    let diagnostic = Diagnostic::new(Code::WrongArgumentCount, call.function.span);
                    let diagnostic =
                        diagnostic.with("function", "unique").with("found", call.arguments.len());
                    self.report(diagnostic.with("signature", "unique(x)").help("signature"));
                    return None;
                };
                let key = self.infer(key, &inside, None)?.point();
                let integer = Type::Integer(Unit::none());
                let count = |distinct| Aggregate {
                    distinct,
                    ..ir::Aggregate::plain(AggregateFunction::Count, Some(key.clone()), ir::Scope::Group)
                };
                let count = |distinct| {
                    Operand::new(ExprKind::Aggregate(Box::new(count(distinct))), integer.clone(), span)
                };
                Some(Operand::of(operand::compare(CompareOp::Equal, &count(true), &count(false), span)))
            }
            Position::Aggregate { outer } => {
                self.report(
                    Diagnostic::new(Code::NestedAggregate, span).label("outer", outer).help("define"),
                );
                None
            }
            Position::Constant => {
                self.report(Diagnostic::new(Code::NotConstant, one.span));
                None
            }
        }
    }

    /// `city determines zip`: rows that agree on the left agree on the right. Of a group or a whole: every row's.
    pub(super) fn determines(
        &mut self,
        left: &ast::Expr,
        right: &ast::Expr,
        span: Span,
        scope: &Scope,
    ) -> Option<Operand> {
        let rows = match scope.position {
            Position::Row => *scope,
            Position::Group { .. } | Position::Cell { .. } => self.inside(scope, span),
            Position::Aggregate { outer } => {
                self.report(
                    Diagnostic::new(Code::NestedAggregate, span).label("outer", outer).help("define"),
                );
                return None;
            }
            Position::Constant => {
                self.report(Diagnostic::new(Code::NotConstant, span));
                return None;
            }
        };
        let (keys, values) = (self.several(left, &rows), self.several(right, &rows));
        let (keys, values) = (keys?, values?);
        let same = values
            .into_iter()
            .map(|value| {
                simple(AggregateFunction::Same, value, ir::Scope::By(keys.clone()), Type::Boolean, span)
            })
            .collect();
        let holds = super::compare::conjunction(same, span);
        Some(Operand::of(match scope.position {
            Position::Group { .. } | Position::Cell { .. } => {
                simple(AggregateFunction::Every, holds, ir::Scope::Group, Type::Boolean, span)
            }
            _ => holds,
        }))
    }

    /// One expression, or those of a combination.
    fn several(&mut self, written: &ast::Expr, scope: &Scope) -> Option<Vec<Arc<Expr>>> {
        let parts = match &written.kind {
            ast::ExprKind::Tuple(parts) => parts.as_slice(),
            _ => std::slice::from_ref(written),
        };
        let parts: Vec<_> =
            parts.iter().map(|part| self.infer(part, scope, None).map(Operand::point)).collect();
        parts.into_iter().collect()
    }
}

/// No other row has these values.
pub(super) fn unique_expr(keys: Vec<Arc<Expr>>, span: Span) -> Arc<Expr> {
    let integer = Type::Integer(Unit::none());
    let count = ir::Aggregate::plain(AggregateFunction::Count, None, ir::Scope::By(keys));
    let count = node(ExprKind::Aggregate(Box::new(count)), integer.clone(), span);
    let one = node(ExprKind::Literal(Some(Scalar::Integer(1))), integer, span);
    node(ExprKind::Compare(CompareOp::Equal, count, one), Type::Boolean, span)
}

/// An aggregate of a value without clauses, as an expression.
pub(super) fn simple(
    function: AggregateFunction,
    value: Arc<Expr>,
    scope: ir::Scope,
    ty: Type,
    span: Span,
) -> Arc<Expr> {
    node(ExprKind::Aggregate(Box::new(ir::Aggregate::plain(function, Some(value), scope))), ty, span)
}

/// An operand that is not there, one in error, or one.
#[expect(clippy::option_option, reason = "an operand that is absent is not one that is in error")]
fn transpose(operand: Option<Option<Arc<Expr>>>) -> Option<Option<Arc<Expr>>> {
    match operand {
        None => Some(None),
        Some(None) => None,
        Some(some) => Some(some),
    }
}
