//! The expressions of a source as one graph without repetition.

use std::collections::HashMap;
use std::sync::Arc;

use crate::ir::{Expr, ExprKind, Scope};
use crate::types::ColumnId;

/// Index of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct NodeId(usize);

impl NodeId {
    pub(super) fn index(self) -> usize {
        self.0
    }
}

/// One expression, its operands as nodes in the order of [`Expr::children`].
#[derive(Debug)]
pub(super) struct Node {
    pub(super) expr: Arc<Expr>,
    pub(super) children: Vec<NodeId>,
    /// How deep aggregates over named groups nest in it: the scan in which it can be evaluated.
    pub(super) level: usize,
}

/// Every node, operands before what reads them.
#[derive(Debug, Default)]
pub(super) struct Program {
    nodes: Vec<Node>,
    /// By place in memory: definitions put in place many times are one tree.
    seen: HashMap<usize, (NodeId, Arc<Expr>)>,
    /// By meaning.
    known: HashMap<(Shape, Vec<NodeId>), NodeId>,
}

/// An expression without its operands: enough, with the nodes of these, to tell two apart.
type Shape = String;

impl Program {
    /// The node of an expression.
    pub(super) fn intern(&mut self, expr: &Arc<Expr>) -> NodeId {
        if let Some((id, _)) = self.seen.get(&Arc::as_ptr(expr).addr()) {
            return *id;
        }
        let children: Vec<NodeId> = expr.children().into_iter().map(|child| self.intern(child)).collect();
        let key = (shape(expr), children.clone());
        let id = match self.known.get(&key) {
            Some(id) => *id,
            None => self.add(expr, children, key),
        };
        // The expression is kept, so that its place in memory stays its own.
        self.seen.insert(Arc::as_ptr(expr).addr(), (id, expr.clone()));
        id
    }

    fn add(&mut self, expr: &Arc<Expr>, children: Vec<NodeId>, key: (Shape, Vec<NodeId>)) -> NodeId {
        let below = children.iter().map(|child| self.node(*child).level).max().unwrap_or(0);
        let own = match &expr.kind {
            ExprKind::Aggregate(aggregate) => usize::from(matches!(aggregate.scope, Scope::By(_))),
            _ => 0,
        };
        let id = NodeId(self.nodes.len());
        self.nodes.push(Node { expr: expr.clone(), children, level: below + own });
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

    /// The columns that are read to evaluate nodes. Of an aggregate over named groups only the keys are: its values
    /// were computed in an earlier scan.
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
                ExprKind::Aggregate(aggregate) => {
                    if let Scope::By(keys) = &aggregate.scope {
                        waiting.extend(&node.children[node.children.len() - keys.len()..]);
                    }
                }
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
            matches!(a.scope, Scope::Group),
        ),
    };
    format!("{kind} : {:?}", expr.ty)
}
