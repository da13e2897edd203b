//! The nodes of a program over one batch.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use arrow::array::{Array, AsArray, BooleanArray, UInt32Array};
use arrow::buffer::BooleanBuffer;
use arrow::datatypes::i256;

use super::functions;
use super::matcher::Matcher;
use super::program::{Node, NodeId, Program};
use super::table::{Keys, Table};
use super::tables::Tables;
use crate::ir::{ArithmeticOp, CodeFunction, CompareOp, ExprKind, IsTest, Set};
use crate::kernel::{self, Column, Order, Vector, View, array_of};
use crate::types::{Codelist, ColumnId, Reason, Scalar, Type, Value};

/// What nodes of one program read beside a batch: aggregates of earlier scans, compiled patterns and sets.
pub(super) struct Context<'p> {
    pub(super) program: &'p Program,
    pub(super) tables: &'p Tables,
    pub(super) matchers: &'p Matchers,
}

/// The patterns of a program, compiled once.
pub(super) type Matchers = HashMap<NodeId, Matcher>;

/// Compiles the patterns of a program.
pub(super) fn matchers(program: &Program) -> Matchers {
    let pattern = |id: NodeId| match &program.node(id).expr.kind {
        ExprKind::Matches(_, pattern) => Some((id, Matcher::new(pattern.source()))),
        _ => None,
    };
    program.ids().filter_map(pattern).collect()
}

/// What the leaves of a program stand for.
pub(super) enum Leaves<'b> {
    /// The columns of a batch.
    Batch(&'b HashMap<ColumnId, Column>),
    /// Some of the groups of a table with their keys, and their aggregates by node.
    Groups { keys: Option<(&'b Keys, Range<usize>)>, aggregates: &'b HashMap<NodeId, Vector> },
    /// Pairs of records: nodes over the matching one, and values of the judged one.
    Pairs { stored: &'b HashMap<NodeId, Vector>, captured: &'b [Vector] },
    /// Some rows of a batch, for which every leaf that is asked is there already.
    Few,
}

/// One batch, each node evaluated when it is first asked for.
pub(super) struct Evaluator<'b> {
    context: &'b Context<'b>,
    leaves: Leaves<'b>,
    rows: usize,
    done: Vec<Option<Vector>>,
    /// Groups that were looked up: in which table, by which nodes.
    looked_up: Vec<(usize, Vec<NodeId>, UInt32Array)>,
    /// The rows that few guards leave, by guard.
    few: Vec<Few<'b>>,
}

/// The rows of a batch for which a guard is not false.
struct Few<'b> {
    guard: NodeId,
    kept: BooleanBuffer,
    rows: Box<Evaluator<'b>>,
}

/// What is asked only of rows that a guard leaves is evaluated for them alone where there is one in so many, or fewer.
const FEW: usize = 4;

impl<'b> Evaluator<'b> {
    pub(super) fn new(context: &'b Context<'b>, leaves: Leaves<'b>, rows: usize) -> Self {
        let done = vec![None; context.program.len()];
        Evaluator { context, leaves, rows, done, looked_up: Vec::new(), few: Vec::new() }
    }

    /// The rows for which a guard is not false, where they are few and nodes are still to be evaluated on them.
    pub(super) fn few(
        &mut self,
        guard: NodeId,
        falsity: &BooleanBuffer,
        nodes: &[NodeId],
    ) -> Option<(&BooleanBuffer, &mut Evaluator<'b>)> {
        let is_done = nodes.iter().all(|node| self.done[node.index()].is_some());
        if is_done || !matches!(self.leaves, Leaves::Batch(_)) {
            return None;
        }
        let position = match self.few.iter().position(|few| few.guard == guard) {
            Some(position) => position,
            None => {
                let rows = self.rows - falsity.count_set_bits();
                if rows * FEW > self.rows {
                    return None;
                }
                let rows = Box::new(Evaluator::new(self.context, Leaves::Few, rows));
                self.few.push(Few { guard, kept: !falsity, rows });
                self.few.len() - 1
            }
        };
        let mut few = self.few.swap_remove(position);
        nodes.iter().for_each(|node| self.hand_down(*node, &mut few));
        self.few.push(few);
        self.few.last_mut().map(|few| (&few.kept, few.rows.as_mut()))
    }

    /// The values of nodes on some rows; evaluated on these alone where much is still to be evaluated.
    pub(super) fn on_rows(&mut self, kept: &BooleanBuffer, nodes: &[NodeId]) -> Vec<Vector> {
        let is_done = |id: &NodeId| self.done[id.index()].is_some();
        let is_near =
            |id: &NodeId| is_done(id) || self.context.program.node(*id).children.iter().all(is_done);
        let (Some(first), Leaves::Batch(_), false) = (nodes.first(), &self.leaves, nodes.iter().all(is_near))
        else {
            return nodes.iter().map(|node| self.get(*node).filter(kept)).collect();
        };
        let rows = Box::new(Evaluator::new(self.context, Leaves::Few, kept.count_set_bits()));
        let mut few = Few { guard: *first, kept: kept.clone(), rows };
        nodes.iter().for_each(|node| self.hand_down(*node, &mut few));
        nodes.iter().map(|node| few.rows.get(*node)).collect()
    }

    /// Gives few rows what a node of theirs reads, as far down as it is known here or is no expression of others.
    fn hand_down(&mut self, id: NodeId, few: &mut Few<'b>) {
        if few.rows.done[id.index()].is_some() {
            return;
        }
        let context: &'b Context<'b> = self.context;
        let node = context.program.node(id);
        let is_leaf = match &node.expr.kind {
            ExprKind::Column(_) => true,
            ExprKind::Is(_, IsTest::MissingBecause(_)) => true,
            _ => self.done[id.index()].is_some(),
        };
        if is_leaf {
            few.rows.done[id.index()] = Some(self.get(id).filter(&few.kept));
            return;
        }
        if !matches!(node.expr.kind, ExprKind::Aggregate(_)) || context.tables.store_of(id).is_some() {
            return node.children.iter().for_each(|child| self.hand_down(*child, few));
        }
        let Some((position, table)) = context.tables.table_of(id) else { return };
        let keys = own_keys(node, table.keys());
        if few.rows.found(position, keys).is_some() {
            return;
        }
        match self.found(position, keys) {
            Some(groups) => {
                let Vector::Array(groups) = Vector::Array(Arc::new(groups)).filter(&few.kept) else { return };
                few.rows.looked_up.push((position, keys.to_vec(), groups.as_primitive().clone()));
            }
            None => keys.iter().for_each(|key| self.hand_down(*key, few)),
        }
    }

    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    /// The value of a node on every row.
    pub(super) fn get(&mut self, id: NodeId) -> Vector {
        if let Some(done) = &self.done[id.index()] {
            return done.clone();
        }
        let program: &'b Program = self.context.program;
        let value = match &self.leaves {
            Leaves::Pairs { stored, .. } if stored.contains_key(&id) => stored[&id].clone(),
            _ => self.evaluate(id, program.node(id)),
        };
        self.done[id.index()] = Some(value.clone());
        value
    }

    fn operands(&mut self, node: &Node) -> Vec<Vector> {
        node.children.iter().map(|child| self.get(*child)).collect()
    }

    fn evaluate(&mut self, id: NodeId, node: &Node) -> Vector {
        let rows = self.rows;
        match &node.expr.kind {
            ExprKind::Literal(value) => return Vector::Constant(value.clone()),
            ExprKind::Column(column) => return self.column(*column),
            ExprKind::GroupKey(key) => return self.group_key(*key),
            ExprKind::This(position) => return self.captured(*position),
            ExprKind::Parameter(_) | ExprKind::Dated(..) | ExprKind::AsOf => {
                return Vector::Constant(None);
            }
            ExprKind::Is(operand, test) => {
                if let (IsTest::MissingBecause(reason), ExprKind::Column(column)) = (test, &operand.kind) {
                    return self.missing_because(*column, *reason);
                }
            }
            ExprKind::Aggregate(_) => return self.aggregate(id, node),
            _ => {}
        }
        let operands = self.operands(node);
        let given: Vec<&Vector> = operands.iter().collect();
        match &node.expr.kind {
            ExprKind::Not(_) => kernel::negation(given[0], rows),
            ExprKind::And(_) => kernel::conjunction(&given, rows),
            ExprKind::Or(_) => kernel::disjunction(&given, rows),
            ExprKind::Implies(..) => kernel::implies(given[0], given[1], rows),
            ExprKind::Interval { .. } => kernel::interval(given[0], given[1], rows),
            ExprKind::Compare(op, ..) => compare(*op, given[0], given[1], rows),
            ExprKind::In(_, set) => is_in(set, &given, rows),
            ExprKind::Under(_, _, list) => under(given[0], given[1], list, rows),
            ExprKind::CodeOf(function, _, list) => code_of(*function, given[0], list, &node.expr.ty, rows),
            ExprKind::Matches(..) => self.context.matchers[&id].mask(given[0], rows),
            ExprKind::Within(within) => is_within(within.share.is_some(), &given, rows),
            ExprKind::Is(_, test) => is(*test, given[0], rows),
            ExprKind::If(..) | ExprKind::Case(..) => case(&given, &node.expr.ty, rows),
            ExprKind::FirstKnown(_) => kernel::first_known(&given, &node.expr.ty, rows),
            ExprKind::Negate(_) => kernel::negate(given[0], &node.expr.ty, rows),
            ExprKind::Arithmetic(op, ..) => {
                kernel::arithmetic(sign(*op), given[0], given[1], &node.expr.ty, rows)
            }
            ExprKind::Widen(_) => kernel::widen(given[0], &node.expr.ty),
            ExprKind::Call(function, arguments) => {
                let types: Vec<Type> = arguments.iter().map(|argument| argument.ty.clone()).collect();
                functions::apply(function, &given, &types, &node.expr.ty, rows)
            }
            ExprKind::Tuple(_) => Vector::Tuple(operands),
            ExprKind::Literal(_)
            | ExprKind::Column(_)
            | ExprKind::GroupKey(_)
            | ExprKind::Parameter(_)
            | ExprKind::Dated(..)
            | ExprKind::This(_)
            | ExprKind::AsOf
            | ExprKind::Aggregate(_) => Vector::Constant(None),
        }
    }

    fn column(&self, column: ColumnId) -> Vector {
        match &self.leaves {
            Leaves::Batch(columns) => columns
                .get(&column)
                .map_or(Vector::Constant(None), |column| Vector::Array(column.values.clone())),
            Leaves::Groups { .. } | Leaves::Pairs { .. } | Leaves::Few => Vector::Constant(None),
        }
    }

    fn captured(&self, position: usize) -> Vector {
        match &self.leaves {
            Leaves::Pairs { captured, .. } => {
                captured.get(position).cloned().unwrap_or(Vector::Constant(None))
            }
            Leaves::Batch(_) | Leaves::Groups { .. } | Leaves::Few => Vector::Constant(None),
        }
    }

    fn group_key(&self, key: usize) -> Vector {
        match &self.leaves {
            Leaves::Groups { keys: Some((keys, groups)), .. } => keys.vector(key, groups.clone()),
            Leaves::Groups { keys: None, .. } | Leaves::Batch(_) | Leaves::Pairs { .. } | Leaves::Few => {
                Vector::Constant(None)
            }
        }
    }

    fn missing_because(&self, column: ColumnId, reason: Reason) -> Vector {
        let Leaves::Batch(columns) = &self.leaves else {
            return Vector::Constant(Some(Scalar::Boolean(false)));
        };
        let Some(column) = columns.get(&column) else {
            return Vector::Constant(Some(Scalar::Boolean(false)));
        };
        let found = match &column.reasons {
            Some(reasons) => {
                let code = reason.code();
                BooleanBuffer::collect_bool(self.rows, |row| reasons.value(row) == code)
            }
            None if reason == Reason::Empty => match column.values.logical_nulls() {
                Some(nulls) => !nulls.inner(),
                None => return Vector::Constant(Some(Scalar::Boolean(false))),
            },
            None => return Vector::Constant(Some(Scalar::Boolean(false))),
        };
        Vector::mask(BooleanArray::new(found, None))
    }

    fn aggregate(&mut self, id: NodeId, node: &Node) -> Vector {
        if let Leaves::Groups { aggregates, .. } = &self.leaves
            && let Some(found) = aggregates.get(&id)
        {
            return found.clone();
        }
        let context: &'b Context<'b> = self.context;
        if let Some(store) = context.tables.store_of(id) {
            return store.look_up(context, node, self);
        }
        let Some((position, table)) = context.tables.table_of(id) else { return Vector::Constant(None) };
        let groups = self.groups(position, table, own_keys(node, table.keys()));
        table.look_up(id, &groups)
    }

    fn found(&self, position: usize, keys: &[NodeId]) -> Option<UInt32Array> {
        let is_same = |(known, by, _): &&(usize, Vec<NodeId>, _)| *known == position && by == keys;
        self.looked_up.iter().find(is_same).map(|(.., groups)| groups.clone())
    }

    /// The groups of a table that rows have by some keys: the aggregates of a table share one search.
    fn groups(&mut self, position: usize, table: &Table, keys: &[NodeId]) -> UInt32Array {
        if let Some(groups) = self.found(position, keys) {
            return groups;
        }
        let vectors: Vec<Vector> = keys.iter().map(|key| self.get(*key)).collect();
        let groups = table.find(&vectors, self.rows);
        self.looked_up.push((position, keys.to_vec(), groups.clone()));
        groups
    }
}

/// What an aggregate of an earlier scan is looked up by: the last operands of one by keys, the first of one over
/// matching rows.
fn own_keys(node: &Node, keys: usize) -> &[NodeId] {
    if node.far.is_some() { &node.children[..keys] } else { &node.children[node.children.len() - keys..] }
}

/// A value for each row from the values of the operands; once where all are constants.
fn each(given: &[&Vector], rows: usize, ty: &Type, change: impl Fn(&[Value]) -> Value) -> Vector {
    let views: Vec<View> = given.iter().map(|vector| vector.view()).collect();
    let mut values: Vec<Value> = Vec::with_capacity(views.len());
    if views.iter().all(|view| matches!(view, View::Constant(_))) {
        values.extend(views.iter().map(|view| view.get(0)));
        return Vector::Constant(change(&values));
    }
    let mut found: Vec<Value> = Vec::with_capacity(rows);
    for row in 0..rows {
        values.clear();
        values.extend(views.iter().map(|view| view.get(row)));
        found.push(change(&values));
    }
    Vector::Array(array_of(&found, ty))
}

fn sign(op: ArithmeticOp) -> char {
    match op {
        ArithmeticOp::Add => '+',
        ArithmeticOp::Subtract => '-',
        ArithmeticOp::Multiply => '*',
        ArithmeticOp::Divide => '/',
    }
}

fn compare(op: CompareOp, a: &Vector, b: &Vector, rows: usize) -> Vector {
    let order = match op {
        CompareOp::Equal => Order::Equal,
        CompareOp::NotEqual => Order::NotEqual,
        CompareOp::Less => Order::Less,
        CompareOp::LessOrEqual => Order::LessOrEqual,
        CompareOp::Greater => Order::Greater,
        CompareOp::GreaterOrEqual => Order::GreaterOrEqual,
    };
    let unequal = |text: &str, other: &str| (op == CompareOp::Equal) == (text == other);
    if matches!(op, CompareOp::Equal | CompareOp::NotEqual) {
        if let Vector::Constant(Some(Scalar::Text(other))) = b {
            return kernel::on_texts(a, rows, |text| Some(unequal(text, other)));
        }
        if let Vector::Constant(Some(Scalar::Text(other))) = a {
            return kernel::on_texts(b, rows, |text| Some(unequal(text, other)));
        }
    }
    kernel::compare(order, a, b, rows)
}

fn is_in(set: &Set, given: &[&Vector], rows: usize) -> Vector {
    match set {
        Set::Codelist(list) => kernel::on_texts(given[0], rows, |text| Some(list.contains(text))),
        Set::Range(..) => {
            if let (Vector::Constant(Some(low)), Vector::Constant(Some(high))) = (given[1], given[2])
                && let Some(found) = kernel::in_range(given[0], low, high)
            {
                return found;
            }
            let above = kernel::compare(Order::LessOrEqual, given[1], given[0], rows);
            let below = kernel::compare(Order::LessOrEqual, given[0], given[2], rows);
            kernel::conjunction(&[&above, &below], rows)
        }
        Set::Values(_) => {
            let text = |vector: &&Vector| match vector {
                Vector::Constant(Some(Scalar::Text(text))) => Some(text.clone()),
                _ => None,
            };
            let texts: Option<Vec<Arc<str>>> = given[1..].iter().map(text).collect();
            if let Some(texts) = texts {
                return kernel::on_texts(given[0], rows, |value| {
                    Some(texts.iter().any(|text| text.as_ref() == value))
                });
            }
            let equal: Vec<Vector> = given[1..]
                .iter()
                .map(|member| kernel::compare(Order::Equal, given[0], member, rows))
                .collect();
            kernel::disjunction(&equal.iter().collect::<Vec<_>>(), rows)
        }
    }
}

fn under(code: &Vector, above: &Vector, list: &Codelist, rows: usize) -> Vector {
    if let Vector::Constant(Some(Scalar::Text(above))) = above {
        return kernel::on_texts(code, rows, |code| list.is_under(code, above));
    }
    each(&[code, above], rows, &Type::Boolean, |values| match (&values[0], &values[1]) {
        (Some(Scalar::Text(code)), Some(Scalar::Text(above))) => {
            list.is_under(code, above).map(Scalar::Boolean)
        }
        _ => None,
    })
}

fn code_of(function: CodeFunction, code: &Vector, list: &Codelist, ty: &Type, rows: usize) -> Vector {
    kernel::of_texts(code, ty, rows, |code| {
        let code = list.get(code)?;
        match function {
            CodeFunction::Parent => code.parent.clone().map(Scalar::Text),
            CodeFunction::Level => i64::try_from(list.ancestry(&code.code).len()).ok().map(Scalar::Integer),
        }
    })
}

fn is(test: IsTest, operand: &Vector, rows: usize) -> Vector {
    match test {
        IsTest::Missing => match operand {
            Vector::Constant(value) => Vector::Constant(Some(Scalar::Boolean(value.is_none()))),
            Vector::Array(array) => match array.logical_nulls() {
                Some(nulls) => Vector::mask(BooleanArray::new(!nulls.inner(), None)),
                None => Vector::Constant(Some(Scalar::Boolean(false))),
            },
            Vector::Tuple(_) => Vector::Constant(Some(Scalar::Boolean(false))),
        },
        IsTest::True => Vector::mask(BooleanArray::new(kernel::Mask::of(operand, rows).truth, None)),
        IsTest::False => Vector::mask(BooleanArray::new(kernel::Mask::of(operand, rows).falsity, None)),
        IsTest::MissingBecause(_) => Vector::Constant(Some(Scalar::Boolean(false))),
    }
}

/// Conditions and values in turn, then the `else`: an unknown condition leaves its value and all that follow open, and
/// the value is the one on which all that are open agree.
fn case(given: &[&Vector], ty: &Type, rows: usize) -> Vector {
    if given.iter().all(|vector| matches!(vector, Vector::Constant(_))) {
        return case_of(given, ty, 1).first();
    }
    case_of(given, ty, rows)
}

fn case_of(given: &[&Vector], ty: &Type, rows: usize) -> Vector {
    let Some((otherwise, branches)) = given.split_last() else { return Vector::Constant(None) };
    let otherwise = Vector::clone(otherwise);
    branches
        .rchunks_exact(2)
        .fold(otherwise, |rest, branch| kernel::choose(branch[0], branch[1], &rest, ty, rows))
}

/// Value, base, then the share and the amount as far as they are written.
fn is_within(with_share: bool, given: &[&Vector], rows: usize) -> Vector {
    if let Some(found) = kernel::within(with_share, given) {
        return found;
    }
    each(given, rows, &Type::Boolean, |values| is_value_within(with_share, values))
}

fn is_value_within(with_share: bool, values: &[Value]) -> Value {
    let known: Option<Vec<&Scalar>> = values.iter().map(Option::as_ref).collect();
    let known = known?;
    let (share, amount) = match (with_share, &known[2..]) {
        (true, [share, rest @ ..]) => (Some(*share), rest.first().copied()),
        (_, rest) => (None, rest.first().copied()),
    };
    let share = match share {
        Some(Scalar::Number(share)) => Some(*share),
        Some(_) => return None,
        None => None,
    };
    within(known[0], known[1], share, amount).map(Scalar::Boolean)
}

fn within(value: &Scalar, base: &Scalar, share: Option<f64>, amount: Option<&Scalar>) -> Option<bool> {
    if let (Scalar::Number(value), Scalar::Number(base)) = (value, base) {
        let distance = (value - base).abs();
        let by_amount = matches!(amount, Some(Scalar::Number(amount)) if distance <= *amount);
        let by_share = share.is_some_and(|share| distance <= share * base.abs());
        return Some(by_amount || by_share);
    }
    let units = |scalar: &Scalar| match scalar {
        Scalar::Integer(value) => Some(i128::from(*value)),
        Scalar::Decimal(value) => Some(value.units()),
        _ => None,
    };
    let (value, base) = (units(value)?, units(base)?);
    let distance = value.abs_diff(base);
    let by_amount = match amount {
        Some(amount) => u128::try_from(units(amount)?).is_ok_and(|amount| distance <= amount),
        None => false,
    };
    Some(by_amount || share.is_some_and(|share| within_share(distance, base.unsigned_abs(), share)))
}

/// `distance <= share × base`, exactly, the share rounded to eleven digits after the point.
fn within_share(distance: u128, base: u128, share: f64) -> bool {
    const PARTS: i128 = 100_000_000_000;
    let Some(share) = rounded_parts(share) else { return false };
    let (distance, base) = (i256::from_parts(distance, 0), i256::from_parts(base, 0));
    let left = distance.checked_mul(i256::from_i128(PARTS));
    let right = base.checked_mul(i256::from_i128(share));
    matches!((left, right), (Some(left), Some(right)) if left <= right)
}

/// A share in parts of eleven digits; `None` when it is negative.
fn rounded_parts(share: f64) -> Option<i128> {
    if share < 0.0 {
        return None;
    }
    format!("{share:.11}").replace('.', "").parse().ok()
}
