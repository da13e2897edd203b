//! The wrong variants of an expression: each with its text.

use std::ops::Range;
use std::sync::Arc;

use super::constants::{other_codes, stepped};
use super::edit::Edit;
use super::texts::Text;
use crate::files::{Files, Span};
use crate::ir::{
    self, Aggregate, AggregateFunction, ArithmeticOp, CompareOp, Expr, ExprKind, IsTest, Scope, Set, SourceId,
};
use crate::types::{Column, Type};

/// A wrong variant of one expression.
pub(super) struct Variant {
    pub(super) edit: Edit,
    pub(super) from: String,
    pub(super) to: String,
}

/// Pieces of text that are replaced.
type Pieces = Vec<(Range<usize>, String)>;

/// Where variants are looked for.
pub(super) struct Writer<'a> {
    pub(super) files: &'a Files,
    pub(super) standard: &'a ir::Standard,
    /// Whose columns the expression reads.
    pub(super) source: SourceId,
}

impl Writer<'_> {
    /// The variants of an expression, without those of the expressions below it. A constant or a column is shown within
    /// what it is compared with, where that is written around it.
    pub(super) fn variants(&self, expr: &Arc<Expr>, around: Option<&Arc<Expr>>) -> Vec<Variant> {
        let text = Text::new(self.files, expr.span);
        let is_leaf = matches!(expr.kind, ExprKind::Literal(_) | ExprKind::Column(_));
        let holds = |around: &&Arc<Expr>| {
            let (outer, inner) = (around.span.range(), expr.span.range());
            is_leaf
                && around.span.file == expr.span.file
                && outer.start <= inner.start
                && inner.end <= outer.end
        };
        let shown = shown(text, around.filter(holds).unwrap_or(expr));
        let edits = match &expr.kind {
            ExprKind::Compare(op, a, b) => comparison(text, *op, a, b),
            ExprKind::Arithmetic(op, a, b) => arithmetic(text, *op, a, b),
            ExprKind::And(all) => connective(text, all, ("and", "or"), &Edit::AndToOr),
            ExprKind::Or(all) => connective(text, all, ("or", "and"), &Edit::OrToAnd),
            ExprKind::Implies(a, b) => {
                let gap = text.between(a.span, b.span, "implies");
                gap.map(|gap| (Edit::ImpliesToAnd, vec![(gap, "and".to_owned())])).into_iter().collect()
            }
            ExprKind::Not(inner) => negation(text, expr, inner).into_iter().collect(),
            ExprKind::Is(inner, IsTest::Missing) => is_missing(text, expr, inner).into_iter().collect(),
            ExprKind::If(_, a, b) => swap(text, 0, a, b).into_iter().collect(),
            ExprKind::Case(branches, otherwise) => {
                let values: Vec<&Arc<Expr>> =
                    branches.iter().map(|(_, value)| value).chain([otherwise]).collect();
                let pairs = values.windows(2).enumerate();
                pairs.filter_map(|(at, pair)| swap(text, at, pair[0], pair[1])).collect()
            }
            ExprKind::In(_, Set::Values(values)) if values.len() > 1 => dropped(text, values),
            ExprKind::Literal(Some(_)) => self.constant(text, expr),
            ExprKind::Column(id) => self.column(text, expr.span, *id),
            ExprKind::Aggregate(aggregate) => aggregates(text, expr.span, aggregate),
            _ => Vec::new(),
        };
        let variant = |(edit, pieces): (Edit, Pieces)| {
            let (from, to) = text.changed(shown.clone(), &pieces)?;
            Some(Variant { edit, from, to })
        };
        edits.into_iter().filter_map(variant).collect()
    }

    /// A number, date or period one step lower and higher; another code.
    fn constant(&self, text: Text<'_>, expr: &Arc<Expr>) -> Vec<(Edit, Pieces)> {
        let ExprKind::Literal(from) = &expr.kind else { return Vec::new() };
        let written = text.of(expr.span);
        let others = match &expr.ty {
            Type::Code(id) => other_codes(from, written, &self.standard.codelists[id.0 as usize]),
            _ => stepped(from, written),
        };
        let edit = |(to, shown)| (Edit::Constant(from.clone(), Some(to)), vec![(expr.span.range(), shown)]);
        others.into_iter().map(edit).collect()
    }

    /// The next column of the same type.
    fn column(&self, text: Text<'_>, span: Span, id: crate::types::ColumnId) -> Vec<(Edit, Pieces)> {
        let schema = &self.standard.source(self.source).schema;
        if id.index() >= schema.len() || text.of(span).trim_matches('`') != schema.column(id).name {
            return Vec::new();
        }
        let column = schema.column(id);
        let after = schema.iter().filter(|(other, _)| other.0 > id.0);
        let before = schema.iter().filter(|(other, _)| other.0 < id.0);
        let next = after.chain(before).find(|(_, other)| is_like(column, other));
        let edit =
            |(to, other): (_, &Column)| (Edit::Column(id, to), vec![(span.range(), other.name.clone())]);
        next.map(edit).into_iter().collect()
    }
}

/// Whether one column can stand where another does.
fn is_like(column: &Column, other: &Column) -> bool {
    other.ty == column.ty && other.weight == column.weight && !other.name.starts_with('#')
}

/// What of the text is shown: the expression with the parentheses of its outer operands.
fn shown(text: Text<'_>, expr: &Arc<Expr>) -> Range<usize> {
    let mut range = expr.span.range();
    for child in expr.children().into_iter().filter(|child| child.span.file == expr.span.file) {
        let inner = text.enclosed(child.span);
        let touches = expr.span.range().contains(&child.span.range().start);
        if touches
            && !range.is_empty()
            && matches!(expr.kind, ExprKind::Compare(..) | ExprKind::Arithmetic(..))
        {
            range = range.start.min(inner.start)..range.end.max(inner.end);
        }
    }
    range
}

fn comparison(text: Text<'_>, op: CompareOp, a: &Arc<Expr>, b: &Arc<Expr>) -> Vec<(Edit, Pieces)> {
    let other = match op {
        CompareOp::Equal => CompareOp::NotEqual,
        CompareOp::NotEqual => CompareOp::Equal,
        CompareOp::Less => CompareOp::LessOrEqual,
        CompareOp::LessOrEqual => CompareOp::Less,
        CompareOp::Greater => CompareOp::GreaterOrEqual,
        CompareOp::GreaterOrEqual => CompareOp::Greater,
    };
    let gap = text.between(a.span, b.span, compare_sign(op));
    gap.map(|gap| (Edit::Compare(op, other), vec![(gap, compare_sign(other).to_owned())]))
        .into_iter()
        .collect()
}

fn compare_sign(op: CompareOp) -> &'static str {
    match op {
        CompareOp::Equal => "==",
        CompareOp::NotEqual => "!=",
        CompareOp::Less => "<",
        CompareOp::LessOrEqual => "<=",
        CompareOp::Greater => ">",
        CompareOp::GreaterOrEqual => ">=",
    }
}

fn arithmetic(text: Text<'_>, op: ArithmeticOp, a: &Arc<Expr>, b: &Arc<Expr>) -> Vec<(Edit, Pieces)> {
    let numbers = a.ty.is_numeric() && b.ty.is_numeric();
    let is_number = |expr: &Arc<Expr>| matches!(expr.ty, Type::Number(_));
    let (sign, other) = match op {
        ArithmeticOp::Add => ("+", (ArithmeticOp::Subtract, "-")),
        ArithmeticOp::Subtract if numbers || a.ty != b.ty => ("-", (ArithmeticOp::Add, "+")),
        ArithmeticOp::Multiply if is_number(a) && is_number(b) => ("*", (ArithmeticOp::Divide, "/")),
        ArithmeticOp::Divide => ("/", (ArithmeticOp::Multiply, "*")),
        ArithmeticOp::Subtract | ArithmeticOp::Multiply => return Vec::new(),
    };
    let gap = text.between(a.span, b.span, sign);
    gap.map(|gap| (Edit::Arithmetic(op, other.0), vec![(gap, other.1.to_owned())])).into_iter().collect()
}

/// The other connective, and the expression without each of its operands.
fn connective(text: Text<'_>, all: &[Arc<Expr>], words: (&str, &str), other: &Edit) -> Vec<(Edit, Pieces)> {
    let gaps: Option<Vec<Range<usize>>> =
        all.windows(2).map(|pair| text.between(pair[0].span, pair[1].span, words.0)).collect();
    let Some(gaps) = gaps else { return Vec::new() };
    let pieces = gaps.into_iter().map(|gap| (gap, words.1.to_owned())).collect();
    let mut edits = dropped(text, all);
    edits.insert(0, (other.clone(), pieces));
    edits
}

/// Without each one of a list: from it to the next one, of the last from the one before.
fn dropped(text: Text<'_>, all: &[Arc<Expr>]) -> Vec<(Edit, Pieces)> {
    let ranges: Vec<Range<usize>> = all.iter().map(|expr| text.enclosed(expr.span)).collect();
    if ranges.windows(2).any(|pair| pair[0].end > pair[1].start) {
        return Vec::new();
    }
    let piece = |at: usize| match ranges.get(at + 1) {
        Some(next) => ranges[at].start..next.start,
        None => ranges[at - 1].end..ranges[at].end,
    };
    (0..all.len()).map(|at| (Edit::Without(at), vec![(piece(at), String::new())])).collect()
}

/// `not x`, `x not in …`, `x is not …`, `x is known`, `no L (…)` without their negation.
fn negation(text: Text<'_>, expr: &Arc<Expr>, inner: &Arc<Expr>) -> Option<(Edit, Pieces)> {
    let span = expr.span.range();
    let written = text.of(expr.span);
    if written.starts_with("not") && inner.span != expr.span {
        return Some((Edit::Unnegate, vec![(span.start..text.enclosed(inner.span).start, String::new())]));
    }
    if written.starts_with("no ") && matches!(inner.kind, ExprKind::Aggregate(_)) {
        return Some((Edit::Unnegate, vec![(span.start..span.start + 2, "any".to_owned())]));
    }
    let value = inner.children().into_iter().next()?;
    let start = text.enclosed(value.span).end;
    let rest = text.at(start..span.end);
    let word = start + rest.len() - rest.trim_start().len();
    let [from, to] = [["not ", ""], ["is not ", "is "], ["is known", "is missing"]]
        .into_iter()
        .find(|[from, _]| rest.trim_start().starts_with(from))?;
    Some((Edit::Unnegate, vec![(word..word + from.len(), to.to_owned())]))
}

/// `x is known` for `x is missing`.
fn is_missing(text: Text<'_>, expr: &Arc<Expr>, inner: &Arc<Expr>) -> Option<(Edit, Pieces)> {
    let start = text.enclosed(inner.span).end;
    let rest = text.at(start..expr.span.range().end);
    let word = start + rest.len() - rest.trim_start().len();
    let known = rest.trim_start() == "is missing";
    known.then(|| (Edit::Negate, vec![(word..expr.span.range().end, "is known".to_owned())]))
}

/// Two values for each other.
fn swap(text: Text<'_>, at: usize, a: &Arc<Expr>, b: &Arc<Expr>) -> Option<(Edit, Pieces)> {
    let (first, second) = (text.enclosed(a.span), text.enclosed(b.span));
    let (x, y) = (text.at(first.clone()).to_owned(), text.at(second.clone()).to_owned());
    (first.end <= second.start).then(|| (Edit::Swap(at), vec![(first, y), (second, x)]))
}

/// Another aggregate over the same values, and without `known`, `distinct`, `where`.
fn aggregates(text: Text<'_>, span: Span, aggregate: &Aggregate) -> Vec<(Edit, Pieces)> {
    let written = text.of(span);
    let start = span.range().start;
    let mut edits = Vec::new();
    if let Some((from, to, function)) = counterpart(aggregate)
        && written.starts_with(from)
    {
        let pieces = vec![(start..start + from.len(), to.to_owned())];
        edits.push((Edit::Function(aggregate.function, function), pieces));
    }
    let word = |word: &str| written.find(word).map(|at| start + at..start + at + word.len());
    if aggregate.known && aggregate.function != AggregateFunction::Only {
        edits.extend(word("known ").map(|range| (Edit::Strict, vec![(range, String::new())])));
    }
    if aggregate.distinct {
        edits.extend(word("distinct ").map(|range| (Edit::Repeated, vec![(range, String::new())])));
    }
    if let Some(condition) = &aggregate.condition
        && aggregate.function != AggregateFunction::Share
        && condition.span.file == span.file
    {
        let inner = text.enclosed(condition.span);
        let before = text.at(start..inner.start).trim_end();
        if before.ends_with("where") {
            let begin = start + before.len() - "where".len();
            edits.push((Edit::Everywhere, vec![(begin..inner.end, String::new())]));
        }
    }
    edits
}

/// The aggregate that stands for another by mistake, by their words.
fn counterpart(aggregate: &Aggregate) -> Option<(&'static str, &'static str, AggregateFunction)> {
    match aggregate.function {
        AggregateFunction::Min => Some(("min", "max", AggregateFunction::Max)),
        AggregateFunction::Max => Some(("max", "min", AggregateFunction::Min)),
        AggregateFunction::Mean => Some(("mean", "median", AggregateFunction::Median)),
        AggregateFunction::Median => Some(("median", "mean", AggregateFunction::Mean)),
        AggregateFunction::Any => Some(("any", "every", AggregateFunction::Every)),
        // `no L (…)` and links with a `where` are written otherwise than they read.
        AggregateFunction::Every if matches!(aggregate.scope, Scope::Group | Scope::By(_)) => {
            Some(("every", "any", AggregateFunction::Any))
        }
        _ => None,
    }
}
