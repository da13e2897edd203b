//! The expressions of every source as one graph without repetition.

use std::collections::HashMap;
use std::sync::Arc;

use crate::ir::{Expr, ExprKind, Scope, SourceId};
use crate::types::ColumnId;

/// Index of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct NodeId(usize);

impl NodeId {
    pub(super) fn index(self) -> usize {
        self.0
    }

    #[cfg(test)]
    pub(super) fn for_tests(index: usize) -> Self {
        NodeId(index)
    }
}

/// One expression over the rows of a source, its operands as nodes in the order of [`Expr::children`].
#[derive(Debug)]
pub(super) struct Node {
    pub(super) source: SourceId,
    pub(super) expr: Arc<Expr>,
    pub(super) children: Vec<NodeId>,
    /// Of an aggregate over matching rows: what it reads of these.
    pub(super) far: Option<Far>,
    /// The scan in which it can be evaluated: how deep aggregates of earlier scans nest in it.
    pub(super) level: usize,
    /// Whether it reads a value of the record that an aggregate over matching rows is judged for.
    pub(super) reads_this: bool,
}

/// What an aggregate over matching rows reads of these rows.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Far {
    pub(super) source: SourceId,
    pub(super) keys: Vec<NodeId>,
    pub(super) operands: Vec<NodeId>,
    /// The first scan after which all of it is known.
    pub(super) level: usize,
}

/// Every node, operands before what reads them.
#[derive(Debug, Default)]
pub(super) struct Program {
    nodes: Vec<Node>,
    /// By place in memory: definitions put in place many times are one tree.
    seen: HashMap<(SourceId, usize), (NodeId, Arc<Expr>)>,
    /// By meaning.
    known: HashMap<(SourceId, Shape, Vec<NodeId>, Option<Far>), NodeId>,
}

/// An expression without its operands: enough, with the nodes of these, to tell two apart.
type Shape = String;

impl Program {
    /// The node of an expression that was interned at this place in memory.
    pub(super) fn seen(&self, source: SourceId, expr: &Arc<Expr>) -> Option<NodeId> {
        self.seen.get(&(source, Arc::as_ptr(expr).addr())).map(|(id, _)| *id)
    }

    /// The node of an expression whose operands are nodes; `least` is the scan before which the rows are not there.
    pub(super) fn add(
        &mut self,
        source: SourceId,
        expr: &Arc<Expr>,
        children: Vec<NodeId>,
        far: Option<Far>,
        least: usize,
    ) -> NodeId {
        let key = (source, shape(expr), children, far);
        let id = match self.known.get(&key) {
            Some(id) => *id,
            None => self.push(key, expr, least),
        };
        // The expression is kept, so that its place in memory stays its own.
        self.seen.insert((source, Arc::as_ptr(expr).addr()), (id, expr.clone()));
        id
    }

    fn push(
        &mut self,
        key: (SourceId, Shape, Vec<NodeId>, Option<Far>),
        expr: &Arc<Expr>,
        least: usize,
    ) -> NodeId {
        let id = NodeId(self.nodes.len());
        let (source, _, children, far) = &key;
        let below = children.iter().map(|child| self.node(*child).level).max().unwrap_or(0);
        let level = match (&expr.kind, far) {
            (ExprKind::Column(_), _) => least,
            (ExprKind::Aggregate(_), Some(far)) => below.max(far.level + 1),
            (ExprKind::Aggregate(aggregate), None) => {
                if matches!(aggregate.scope, Scope::By(_)) {
                    below.max(least) + 1
                } else {
                    below
                }
            }
            _ => below,
        };
        let reads_this = matches!(expr.kind, ExprKind::This(_))
            || children.iter().any(|child| self.node(*child).reads_this);
        self.nodes.push(Node {
            source: *source,
            expr: expr.clone(),
            children: children.clone(),
            far: far.clone(),
            level,
            reads_this,
        });
        self.known.insert(key, id);
        id
    }

    pub(super) fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0]
    }

    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    pub(super) fn ids(&self) -> impl Iterator<Item = NodeId> + use<> {
        (0..self.nodes.len()).map(NodeId)
    }

    /// The greatest level of nodes; 0 of none.
    pub(super) fn level(&self, nodes: impl IntoIterator<Item = NodeId>) -> usize {
        nodes.into_iter().map(|node| self.node(node).level).max().unwrap_or(0)
    }

    /// The columns that are read to evaluate nodes. Of an aggregate of an earlier scan only what it is looked up by is.
    pub(super) fn columns(&self, roots: impl IntoIterator<Item = NodeId>) -> Vec<ColumnId> {
        let mut waiting: Vec<NodeId> = roots.into_iter().collect();
        let mut visited = vec![false; self.nodes.len()];
        let mut columns = Vec::new();
        while let Some(id) = waiting.pop() {
            if std::mem::replace(&mut visited[id.0], true) {
                continue;
            }
            let node = self.node(id);
            match &node.expr.kind {
                ExprKind::Column(column) => columns.push(*column),
                ExprKind::Aggregate(aggregate) => match &aggregate.scope {
                    Scope::By(keys) => waiting.extend(&node.children[node.children.len() - keys.len()..]),
                    Scope::Matching(_) => waiting.extend(&node.children),
                    Scope::Group => {}
                },
                _ => waiting.extend(&node.children),
            }
        }
        columns.sort_unstable();
        columns.dedup();
        columns
    }
}

/// What tells an expression from another with the same operands. Code lists and patterns are told apart by their texts.
fn shape(expr: &Expr) -> Shape {
    let kind = match &expr.kind {
        ExprKind::Literal(value) => format!("literal {value:?}"),
        ExprKind::Column(column) => format!("column {column:?}"),
        ExprKind::GroupKey(key) => format!("key {key}"),
        ExprKind::Parameter(id) => format!("parameter {id:?}"),
        ExprKind::AsOf => "as_of".to_owned(),
        ExprKind::Dated(id, _) => format!("dated {id:?}"),
        ExprKind::This(position) => format!("this {position}"),
        ExprKind::Not(_) => "not".to_owned(),
        ExprKind::And(_) => "and".to_owned(),
        ExprKind::Or(_) => "or".to_owned(),
        ExprKind::Implies(..) => "implies".to_owned(),
        ExprKind::Interval { .. } => "interval".to_owned(),
        ExprKind::Compare(op, ..) => format!("compare {op:?}"),
        ExprKind::In(_, set) => match set {
            crate::ir::Set::Values(_) => "in values".to_owned(),
            crate::ir::Set::Range(..) => "in range".to_owned(),
            crate::ir::Set::Codelist(list) => format!("in list {:p}", Arc::as_ptr(list)),
        },
        ExprKind::Under(_, _, list) => format!("under {:p}", Arc::as_ptr(list)),
        ExprKind::CodeOf(function, _, list) => format!("{function:?} {:p}", Arc::as_ptr(list)),
        ExprKind::Matches(_, pattern) => format!("matches {}", pattern.source()),
        ExprKind::Within(within) => format!("within {} {}", within.share.is_some(), within.amount.is_some()),
        ExprKind::Is(_, test) => format!("is {test:?}"),
        ExprKind::If(..) => "if".to_owned(),
        ExprKind::Case(..) => "case".to_owned(),
        ExprKind::FirstKnown(_) => "first known".to_owned(),
        ExprKind::Negate(_) => "negate".to_owned(),
        ExprKind::Arithmetic(op, ..) => format!("{op:?}"),
        ExprKind::Widen(_) => "widen".to_owned(),
        ExprKind::Call(function, _) => format!("call {}", function.name),
        ExprKind::Tuple(_) => "tuple".to_owned(),
        ExprKind::Aggregate(a) => format!(
            "{:?} {} {} {} {} {} {} {} {}",
            a.function,
            a.known,
            a.distinct,
            a.value.is_some(),
            a.second.is_some(),
            a.third.is_some(),
            a.condition.is_some(),
            a.weight.is_some(),
            match &a.scope {
                Scope::Group => "group".to_owned(),
                Scope::By(keys) => format!("by {}", keys.len()),
                Scope::Matching(matching) => format!("matching {}", matching.mine.len()),
            },
        ),
    };
    format!("{kind} : {:?}", expr.ty)
}
