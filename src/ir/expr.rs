//! Typed expressions.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use regex::Regex;

use super::{ParameterId, SourceId};
use crate::builtin::Builtin;
use crate::files::Span;
use crate::types::{Codelist, ColumnId, Reason, Type, Value};

/// A typed expression over the columns of one source. Children are shared: a definition used twice is one tree.
#[derive(Debug, Clone)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// The type of its value.
    pub ty: Type,
    /// Where it was written.
    pub span: Span,
}

/// Comparison operators.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CompareOp {
    /// `==`: also of texts, codes and booleans.
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

/// Arithmetic operators. Operand types, left and right, and the result:
/// numeric with equal numeric of one kind: that kind (`Divide`: numbers only). Date or period with integer (`Add`,
/// `Subtract`): the integer counts days for dates and steps of the period's grain for periods; other steps (a date
/// plus months) are calls of builtins. Date minus date, period minus period: integer. Overflow, division by zero and
/// results that are not finite are missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ArithmeticOp {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
}

/// What an expression is. Unless a line says otherwise, the value is missing when an operand is.
#[derive(Debug, Clone)]
pub enum ExprKind {
    /// A constant; `None` is missing.
    Literal(Value),
    /// A column of the row; in a group's expression, only inside aggregates and as a key.
    Column(ColumnId),
    /// A key of the group, by position: in rules on groups, outside aggregates.
    GroupKey(usize),
    /// A parameter; replaced by its value before a run.
    Parameter(ParameterId),
    /// A parameter whose value depends on time: the value in force on a day, the second operand; missing before the
    /// first. Replaced by cases before a run.
    Dated(ParameterId, Arc<Expr>),
    /// The date `as_of`; replaced before a run.
    AsOf,
    /// In the operands of an aggregate over [`Scope::Matching`] rows: a value of the judged record, by its position in
    /// [`Matching::captured`].
    This(usize),
    /// Not, of Kleene's logic.
    Not(Arc<Expr>),
    /// And, of Kleene's logic, of two or more.
    And(Vec<Arc<Expr>>),
    /// Or, of Kleene's logic, of two or more.
    Or(Vec<Arc<Expr>>),
    /// Implies, of Kleene's logic.
    Implies(Arc<Expr>, Arc<Expr>),
    /// What an interval allows: true when `sure` is true, false when `possible` is false, else missing.
    /// `sure` implies `possible`.
    Interval {
        /// The comparison at the end that makes it hardest.
        sure: Arc<Expr>,
        /// The comparison at the end that makes it easiest.
        possible: Arc<Expr>,
    },
    /// A comparison of two operands of one type. Periods of two lengths are different and have no order: `<` and its
    /// like are missing.
    Compare(CompareOp, Arc<Expr>, Arc<Expr>),
    /// Membership.
    In(Arc<Expr>, Set),
    /// Whether a code of the list is the second code or stands under it; missing for a text outside the list.
    Under(Arc<Expr>, Arc<Expr>, Arc<Codelist>),
    /// `parent(code)`, `level(code)`, `label(code)`: missing for a text outside the list.
    CodeOf(CodeFunction, Arc<Expr>, Arc<Codelist>),
    /// The whole of a text or a code matches.
    Matches(Arc<Expr>, Pattern),
    /// `|value - of|` within a tolerance.
    Within(Box<Within>),
    /// `is missing` and its like: never missing.
    Is(Arc<Expr>, IsTest),
    /// `if`: with an unknown condition, the value on which both branches agree, else missing.
    If(Arc<Expr>, Arc<Expr>, Arc<Expr>),
    /// Cases and the `else`; see `docs/language.md`, "Truth".
    Case(Vec<(Arc<Expr>, Arc<Expr>)>, Arc<Expr>),
    /// The first operand that is known.
    FirstKnown(Vec<Arc<Expr>>),
    /// `-x` of a numeric.
    Negate(Arc<Expr>),
    /// Arithmetic.
    Arithmetic(ArithmeticOp, Arc<Expr>, Arc<Expr>),
    /// To this expression's type, from: integer to decimal, integer or decimal or percent to number.
    Widen(Arc<Expr>),
    /// A function.
    Call(&'static Builtin, Vec<Arc<Expr>>),
    /// Several values together; only inside `In`, as the operand or as a value of the set. It is never itself
    /// missing; a comparison of two tuples is the conjunction of the comparisons of their parts.
    Tuple(Vec<Arc<Expr>>),
    /// An aggregate over the rows of a group.
    Aggregate(Box<Aggregate>),
}

/// Functions that look a code up in its list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CodeFunction {
    /// The code above it; missing at the top.
    Parent,
    /// 1 for a code without a parent, 2 for its children, and so on.
    Level,
}

/// What a value may be in.
#[derive(Debug, Clone)]
pub enum Set {
    /// Any of these values: `x == a or x == b`.
    Values(Vec<Arc<Expr>>),
    /// Between two values, both included: `low <= x and x <= high`.
    Range(Arc<Expr>, Arc<Expr>),
    /// The codes of a list; the value is a text or a code.
    Codelist(Arc<Codelist>),
}

/// `value within T of base`: `|value - base| <= w`, where `w` is `share × |base|`, `amount`, or the larger of both.
/// `value`, `base` and `amount` have one numeric type. For integers and decimals the test is exact: the share is
/// rounded to eleven digits after the point and the products are compared as integers. For numbers it is computed in `f64`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Within {
    /// The value judged.
    pub value: Arc<Expr>,
    /// The value named after `of`.
    pub base: Arc<Expr>,
    /// A percent.
    pub share: Option<Arc<Expr>>,
    /// An amount, of the type of `value`.
    pub amount: Option<Arc<Expr>>,
}

/// What `is` asks. None is ever missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum IsTest {
    /// The value is missing, for whatever reason. (`is known` is its negation.)
    Missing,
    /// The operand, a column, is missing for this reason.
    MissingBecause(Reason),
    /// The condition is true.
    True,
    /// The condition is false.
    False,
}

/// A regular expression that matches whole texts, in linear time.
#[derive(Debug, Clone)]
pub struct Pattern {
    source: String,
    regex: Regex,
}

impl Pattern {
    /// Compiles a pattern, within 1 MiB.
    ///
    /// # Errors
    /// What the `regex` crate says of a pattern that it does not take.
    pub fn new(source: &str) -> Result<Self, regex::Error> {
        let regex = regex::RegexBuilder::new(&format!(r"\A(?:{source})\z")).size_limit(1 << 20).build()?;
        Ok(Pattern { source: source.to_owned(), regex })
    }

    /// As written, without slashes.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Whether the whole text matches.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        self.regex.is_match(text)
    }
}

/// The rows an aggregate is over.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Scope {
    /// The rule's own group: in rules on groups and on a whole source.
    Group,
    /// In rules on rows: the rows of the source that have the values of these expressions that the judged row has;
    /// no expression for `overall`. Where one is missing in the judged row, the aggregate is missing.
    By(Vec<Arc<Expr>>),
    /// The rows of some source that match the judged row or group.
    Matching(Matching),
}

/// The rows of a source for which each of `theirs` equals the `mine` of the same position on the judged row (or group).
/// Where one of `mine` is missing the aggregate is missing; a row with a missing `theirs` matches nothing. No row may
/// match: the aggregate is then that of nothing.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Matching {
    /// The source of the rows.
    pub source: SourceId,
    /// Over these rows. The operands of the aggregate are over them too.
    pub theirs: Vec<Arc<Expr>>,
    /// Over what is judged.
    pub mine: Vec<Arc<Expr>>,
    /// Over what is judged: values that the operands read as [`ExprKind::This`].
    pub captured: Vec<Arc<Expr>>,
}

/// An aggregate. `condition`, `value`, `weight` are expressions over the rows.
///
/// A row whose condition is false is left out; one whose condition is missing makes the aggregate missing (for
/// `Count` and `Share` too: the compiler writes intervals as two aggregates whose conditions are never missing).
/// A row whose value is missing makes it missing, unless `known`, which leaves the row out. A missing or negative
/// weight makes it missing.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Aggregate {
    /// What is computed.
    pub function: AggregateFunction,
    /// What of; none for `Count` of rows and `Share`.
    pub value: Option<Arc<Expr>>,
    /// The second operand of `Correlation`; the fraction of `Quantile` (a number); the start of `Gapless`.
    pub second: Option<Arc<Expr>>,
    /// The end of `Gapless`.
    pub third: Option<Arc<Expr>>,
    /// Missing values are left out.
    pub known: bool,
    /// Equal values count once (`Count` only).
    pub distinct: bool,
    /// `where`.
    pub condition: Option<Arc<Expr>>,
    /// `weighted`: of `Sum Mean Median Quantile Share Count`.
    pub weight: Option<Arc<Expr>>,
    /// The rows.
    pub scope: Scope,
}

/// What an aggregate computes; see `docs/language.md`, "Aggregates".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AggregateFunction {
    /// Rows, or (with a value) rows with a value, distinct values. Integer; with a weight the sum of weights, a number.
    Count,
    /// Of integers (missing on overflow), decimals, numbers (exact, rounded once). Of no row: 0; of rows none of which
    /// has a known value, with `known`: missing.
    Sum,
    /// Number. Of nothing: missing.
    Mean,
    /// Of ordered values, codes and texts. Of nothing: missing.
    Min,
    /// Of ordered values, codes and texts. Of nothing: missing.
    Max,
    /// Number: the quantile at one half.
    Median,
    /// Number: sample standard deviation (n - 1). Of fewer than two: missing.
    Stddev,
    /// Number: median of the absolute deviations from the median.
    Mad,
    /// Number: quantile 0.75 less quantile 0.25.
    Iqr,
    /// Number: linear interpolation between order statistics (Hyndman & Fan 1996, type 7); weighted: the smallest
    /// value at which the cumulated weight reaches the fraction of the whole.
    Quantile,
    /// Percent: rows for which the condition is true among all rows. Of nothing: missing.
    Share,
    /// Number: Pearson's. Of fewer than two, or without variation: missing.
    Correlation,
    /// Kleene's or of the value. Of nothing: false.
    Any,
    /// Kleene's and of the value. Of nothing: true.
    Every,
    /// The one value of the group: missing when a value is missing or two differ, or there is none.
    Only,
    /// Boolean: all values equal. Two known values that differ: false; else a missing value: missing; else true.
    Same,
    /// Boolean, of periods: every period from the first to the last (`second`, `third` where given, which are
    /// aggregates' operands evaluated on each row and must agree) occurs.
    Gapless,
}

impl ExprKind {
    /// The expressions directly below this one that are over the same rows: those of an aggregate included, but of one
    /// over matching rows of a source only what it takes from the judged row. [`Aggregate::operands`] gives the others.
    #[must_use]
    pub fn children(&self) -> Vec<&Arc<Expr>> {
        match self {
            ExprKind::Literal(_)
            | ExprKind::Column(_)
            | ExprKind::GroupKey(_)
            | ExprKind::Parameter(_)
            | ExprKind::This(_)
            | ExprKind::AsOf => Vec::new(),
            ExprKind::Not(a)
            | ExprKind::Dated(_, a)
            | ExprKind::Under(a, _, _)
            | ExprKind::CodeOf(_, a, _)
            | ExprKind::Matches(a, _)
            | ExprKind::Is(a, _)
            | ExprKind::Negate(a)
            | ExprKind::Widen(a) => {
                let above = if let ExprKind::Under(_, above, _) = self { Some(above) } else { None };
                std::iter::once(a).chain(above).collect()
            }
            ExprKind::And(all)
            | ExprKind::Or(all)
            | ExprKind::FirstKnown(all)
            | ExprKind::Tuple(all)
            | ExprKind::Call(_, all) => all.iter().collect(),
            ExprKind::Implies(a, b)
            | ExprKind::Interval { sure: a, possible: b }
            | ExprKind::Compare(_, a, b)
            | ExprKind::Arithmetic(_, a, b) => vec![a, b],
            ExprKind::In(a, set) => std::iter::once(a).chain(set.children()).collect(),
            ExprKind::Within(w) => [&w.value, &w.base].into_iter().chain(&w.share).chain(&w.amount).collect(),
            ExprKind::If(a, b, c) => vec![a, b, c],
            ExprKind::Case(branches, otherwise) => {
                branches.iter().flat_map(|(c, v)| [c, v]).chain(std::iter::once(otherwise)).collect()
            }
            ExprKind::Aggregate(a) => a.children(),
        }
    }
}

impl Expr {
    /// The expressions directly below this one, over the same rows: see [`ExprKind::children`].
    #[must_use]
    pub fn children(&self) -> Vec<&Arc<Expr>> {
        self.kind.children()
    }

    /// Calls `visit` on this expression and on every one below it that is over the same rows.
    pub fn walk(self: &Arc<Self>, visit: &mut dyn FnMut(&Arc<Expr>)) {
        visit(self);
        self.children().into_iter().for_each(|child| child.walk(visit));
    }
}

impl Set {
    fn children(&self) -> Vec<&Arc<Expr>> {
        match self {
            Set::Values(all) => all.iter().collect(),
            Set::Range(low, high) => vec![low, high],
            Set::Codelist(_) => Vec::new(),
        }
    }
}

impl Aggregate {
    /// An aggregate without clauses.
    #[must_use]
    pub fn plain(function: AggregateFunction, value: Option<Arc<Expr>>, scope: Scope) -> Self {
        Aggregate {
            function,
            value,
            second: None,
            third: None,
            known: false,
            distinct: false,
            condition: None,
            weight: None,
            scope,
        }
    }

    fn children(&self) -> Vec<&Arc<Expr>> {
        match &self.scope {
            Scope::Group => self.operands().collect(),
            Scope::By(keys) => self.operands().chain(keys).collect(),
            Scope::Matching(matching) => matching.mine.iter().chain(&matching.captured).collect(),
        }
    }

    /// Value, second, third, condition and weight, as far as they are there: over the rows of the aggregate.
    pub fn operands(&self) -> impl Iterator<Item = &Arc<Expr>> {
        [&self.value, &self.second, &self.third, &self.condition, &self.weight].into_iter().flatten()
    }
}

/// Two expressions are equal when they mean the same: places do not count.
impl PartialEq for Expr {
    fn eq(&self, other: &Self) -> bool {
        self.ty == other.ty && self.kind == other.kind
    }
}
impl Eq for Expr {}
impl Hash for Expr {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.ty.hash(state);
        self.kind.hash(state);
    }
}

impl PartialEq for ExprKind {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (ExprKind::Literal(a), ExprKind::Literal(b)) => a == b,
            (ExprKind::Column(a), ExprKind::Column(b)) => a == b,
            (ExprKind::GroupKey(a), ExprKind::GroupKey(b)) => a == b,
            (ExprKind::Parameter(a), ExprKind::Parameter(b)) => a == b,
            (ExprKind::AsOf, ExprKind::AsOf) => true,
            (ExprKind::This(a), ExprKind::This(b)) => a == b,
            (ExprKind::Dated(p, a), ExprKind::Dated(q, b)) => p == q && a == b,
            (ExprKind::Not(a), ExprKind::Not(b))
            | (ExprKind::Negate(a), ExprKind::Negate(b))
            | (ExprKind::Widen(a), ExprKind::Widen(b)) => a == b,
            (ExprKind::And(a), ExprKind::And(b))
            | (ExprKind::Or(a), ExprKind::Or(b))
            | (ExprKind::FirstKnown(a), ExprKind::FirstKnown(b))
            | (ExprKind::Tuple(a), ExprKind::Tuple(b)) => a == b,
            (ExprKind::Implies(a, b), ExprKind::Implies(c, d))
            | (ExprKind::Interval { sure: a, possible: b }, ExprKind::Interval { sure: c, possible: d }) => {
                a == c && b == d
            }
            (ExprKind::Compare(o, a, b), ExprKind::Compare(p, c, d)) => o == p && a == c && b == d,
            (ExprKind::Arithmetic(o, a, b), ExprKind::Arithmetic(p, c, d)) => o == p && a == c && b == d,
            (ExprKind::In(a, s), ExprKind::In(b, t)) => a == b && s == t,
            (ExprKind::Under(a, b, l), ExprKind::Under(c, d, m)) => a == c && b == d && Arc::ptr_eq(l, m),
            (ExprKind::CodeOf(f, a, l), ExprKind::CodeOf(g, b, m)) => f == g && a == b && Arc::ptr_eq(l, m),
            (ExprKind::Matches(a, p), ExprKind::Matches(b, q)) => a == b && p == q,
            (ExprKind::Within(a), ExprKind::Within(b)) => a == b,
            (ExprKind::Is(a, s), ExprKind::Is(b, t)) => a == b && s == t,
            (ExprKind::If(a, b, c), ExprKind::If(d, e, f)) => a == d && b == e && c == f,
            (ExprKind::Case(a, b), ExprKind::Case(c, d)) => a == c && b == d,
            (ExprKind::Call(f, a), ExprKind::Call(g, b)) => std::ptr::eq(*f, *g) && a == b,
            (ExprKind::Aggregate(a), ExprKind::Aggregate(b)) => a == b,
            _ => false,
        }
    }
}
impl Eq for ExprKind {}
impl Hash for ExprKind {
    fn hash<H: Hasher>(&self, state: &mut H) {
        std::mem::discriminant(self).hash(state);
        match self {
            ExprKind::Literal(value) => format!("{value:?}").hash(state),
            ExprKind::Column(column) => column.hash(state),
            ExprKind::GroupKey(key) => key.hash(state),
            ExprKind::Parameter(id) => id.hash(state),
            ExprKind::AsOf => {}
            ExprKind::This(position) => position.hash(state),
            ExprKind::Dated(id, _) => id.hash(state),
            ExprKind::Compare(op, ..) => op.hash(state),
            ExprKind::Arithmetic(op, ..) => op.hash(state),
            ExprKind::Is(_, test) => test.hash(state),
            ExprKind::Matches(_, pattern) => pattern.hash(state),
            ExprKind::Call(builtin, _) => builtin.name.hash(state),
            ExprKind::Aggregate(aggregate) => return aggregate.hash(state),
            _ => {}
        }
        self.children().into_iter().for_each(|c| c.hash(state));
    }
}

impl PartialEq for Set {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Set::Values(a), Set::Values(b)) => a == b,
            (Set::Range(a, b), Set::Range(c, d)) => a == c && b == d,
            (Set::Codelist(a), Set::Codelist(b)) => Arc::ptr_eq(a, b),
            _ => false,
        }
    }
}
impl Eq for Set {}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source
    }
}
impl Eq for Pattern {}
impl Hash for Pattern {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.source.hash(state);
    }
}
