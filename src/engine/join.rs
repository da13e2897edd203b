//! Aggregates over matching rows that read values of the judged record: pairs of records, in batches.

use std::collections::HashMap;

use arrow::array::{Array, ArrayRef, UInt32Array};
use arrow::compute::{concat, take};
use hashbrown::HashTable;

use super::accumulate::{Operands, State};
use super::evaluate::{Context, Evaluator, Leaves};
use super::groups::hashes;
use super::keys::low;
use super::plan::{PlannedStore, fraction};
use super::program::{Node, NodeId, Program};
use crate::ir::{Aggregate, ExprKind, Scope};
use crate::kernel::{Vector, array_of};
use crate::types::{Type, Value};

/// Pairs that are evaluated together.
const PAIRS: usize = 65_536;

/// Values of the rows of a source while a scan goes on.
#[derive(Debug, Default)]
pub(super) struct Storing {
    hashes: Vec<Option<u128>>,
    /// By value, then by batch.
    values: Vec<Vec<ArrayRef>>,
}

impl Storing {
    pub(super) fn new(store: &PlannedStore) -> Self {
        Storing { hashes: Vec::new(), values: vec![Vec::new(); store.values.len()] }
    }

    /// Takes a batch in.
    pub(super) fn add(
        &mut self,
        program: &Program,
        store: &PlannedStore,
        evaluator: &mut Evaluator<'_>,
        rows: usize,
    ) {
        let keys: Vec<Vector> = store.keys.iter().map(|key| evaluator.get(*key)).collect();
        self.hashes.extend(hashes(&keys, &types(program, &store.keys), rows));
        for (kept, node) in self.values.iter_mut().zip(&store.values) {
            kept.push(flat(&evaluator.get(*node), &program.node(*node).expr.ty, rows));
        }
    }

    /// Takes in what was kept of other rows.
    pub(super) fn merge(&mut self, other: Storing) {
        self.hashes.extend(other.hashes);
        for (mine, theirs) in self.values.iter_mut().zip(other.values) {
            mine.extend(theirs);
        }
    }

    /// Ends the scan: rows with the same key next to each other.
    pub(super) fn finish(self, program: &Program, store: &PlannedStore) -> Store {
        let mut order: Vec<(u128, u32)> = (0..)
            .zip(&self.hashes)
            .filter_map(|(row, hash): (u32, _)| hash.map(|hash| (hash, row)))
            .collect();
        order.sort_unstable();
        let index = Index::new(order.iter().map(|(hash, _)| *hash).collect());
        let rows: UInt32Array = order.iter().map(|(_, row)| Some(*row)).collect();
        let values = self.values.iter().zip(&store.values).map(|(batches, node)| {
            let whole = joined(batches, &program.node(*node).expr.ty);
            (*node, take(whole.as_ref(), &rows, None).expect("rows that were kept"))
        });
        Store { index, values: values.collect(), keys: types(program, &store.keys) }
    }
}

fn types(program: &Program, nodes: &[NodeId]) -> Vec<Type> {
    nodes.iter().map(|node| program.node(*node).expr.ty.clone()).collect()
}

fn joined(batches: &[ArrayRef], ty: &Type) -> ArrayRef {
    let parts: Vec<&dyn Array> = batches.iter().map(AsRef::as_ref).collect();
    if parts.is_empty() { array_of(&[], ty) } else { concat(&parts).expect("arrays of one type") }
}

/// A vector as one plain array.
pub(super) fn flat(vector: &Vector, ty: &Type, rows: usize) -> ArrayRef {
    match vector.flat() {
        Vector::Array(array) => array,
        Vector::Constant(value) => array_of(&vec![value; rows], ty),
        Vector::Tuple(_) => array_of(&vec![None; rows], ty),
    }
}

/// Rows by the number of their key.
#[derive(Debug)]
struct Index {
    /// In order.
    numbers: Vec<u128>,
    /// The first row of each number.
    first: HashTable<u32>,
}

impl Index {
    fn new(numbers: Vec<u128>) -> Self {
        let distinct = numbers.chunk_by(|a, b| a == b).count();
        let mut first = HashTable::with_capacity(distinct);
        let mut row = 0;
        for same in numbers.chunk_by(|a, b| a == b) {
            let position = u32::try_from(row).expect("rows of a store have numbers of 32 bits");
            first.insert_unique(low(same[0]), position, |row: &u32| low(numbers[*row as usize]));
            row += same.len();
        }
        Index { numbers, first }
    }

    fn rows(&self, number: u128) -> impl Iterator<Item = u32> + '_ {
        let first = self.first.find(low(number), |row| self.numbers[*row as usize] == number);
        let is_same = move |row: &u32| self.numbers.get(*row as usize) == Some(&number);
        first.into_iter().flat_map(move |first| (*first..).take_while(is_same))
    }
}

/// The rows of a source by key, after a scan.
#[derive(Debug)]
pub(super) struct Store {
    index: Index,
    values: HashMap<NodeId, ArrayRef>,
    keys: Vec<Type>,
}

/// The rows of a batch whose matches are still to be folded, and where the folding stands.
struct Folding<'f> {
    store: &'f Store,
    aggregate: &'f Aggregate,
    operands: [Option<NodeId>; 5],
    captured: Vec<Vector>,
    states: Vec<Option<State>>,
}

impl Store {
    /// The value of an aggregate for each row of an evaluator.
    pub(super) fn look_up(
        &self,
        context: &Context<'_>,
        node: &Node,
        evaluator: &mut Evaluator<'_>,
    ) -> Vector {
        let ExprKind::Aggregate(aggregate) = &node.expr.kind else { return Vector::Constant(None) };
        let (Scope::Matching(matching), Some(far)) = (&aggregate.scope, &node.far) else {
            return Vector::Constant(None);
        };
        let rows = evaluator.rows();
        let (mine, captured) = node.children.split_at(matching.mine.len());
        let mine: Vec<Vector> = mine.iter().map(|key| evaluator.get(*key)).collect();
        let captured: Vec<Vector> = captured
            .iter()
            .map(|node| {
                Vector::Array(flat(&evaluator.get(*node), &context.program.node(*node).expr.ty, rows))
            })
            .collect();
        let hashes = hashes(&mine, &self.keys, rows);
        let new = |hash: &Option<u128>| hash.map(|_| State::new(aggregate));
        let mut folding = Folding {
            store: self,
            aggregate,
            operands: operands(aggregate, &far.operands),
            captured,
            states: hashes.iter().map(new).collect(),
        };
        folding.fold_all(context, &hashes);
        let finish = |state: Option<State>| state?.finish(aggregate, fraction(aggregate));
        let values: Vec<Value> = folding.states.into_iter().map(finish).collect();
        Vector::Array(array_of(&values, &node.expr.ty))
    }
}

impl Folding<'_> {
    /// Goes through the pairs, some at a time.
    fn fold_all(&mut self, context: &Context<'_>, hashes: &[Option<u128>]) {
        let (mut left, mut right): (Vec<u32>, Vec<u32>) = (Vec::new(), Vec::new());
        for (row, hash) in (0..).zip(hashes) {
            let store = self.store;
            for match_row in hash.iter().flat_map(|hash| store.index.rows(*hash)) {
                left.push(row);
                right.push(match_row);
                if left.len() == PAIRS {
                    self.fold(context, &std::mem::take(&mut left), std::mem::take(&mut right));
                }
            }
        }
        if !left.is_empty() {
            self.fold(context, &left, right);
        }
    }

    fn fold(&mut self, context: &Context<'_>, left: &[u32], right: Vec<u32>) {
        let pairs = left.len();
        let (mine, theirs) = (UInt32Array::from(left.to_vec()), UInt32Array::from(right));
        let taken = |array: &ArrayRef, rows: &UInt32Array| {
            Vector::Array(take(array.as_ref(), rows, None).expect("pairs name rows of both sides"))
        };
        let stored: HashMap<NodeId, Vector> =
            self.store.values.iter().map(|(node, array)| (*node, taken(array, &theirs))).collect();
        let captured: Vec<Vector> = self
            .captured
            .iter()
            .map(|vector| match vector {
                Vector::Array(array) => taken(array, &mine),
                other => other.clone(),
            })
            .collect();
        let leaves = Leaves::Pairs { stored: &stored, captured: &captured };
        let mut evaluator = Evaluator::new(context, leaves, pairs);
        let vectors = self.operands.map(|node| node.map(|node| evaluator.get(node)));
        let operands = Operands::of(&vectors);
        for (pair, row) in left.iter().enumerate() {
            if let Some(state) = &mut self.states[*row as usize] {
                state.add(self.aggregate, &operands, pair);
            }
        }
    }
}

/// Value, second, third, condition and weight, as far as an aggregate has them, from the nodes of those that it has.
fn operands(aggregate: &Aggregate, nodes: &[NodeId]) -> [Option<NodeId>; 5] {
    let mut nodes = nodes.iter();
    let there =
        [&aggregate.value, &aggregate.second, &aggregate.third, &aggregate.condition, &aggregate.weight];
    there.map(|operand| operand.as_ref().and_then(|_| nodes.next().copied()))
}
