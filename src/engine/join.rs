//! Aggregates over matching rows that read values of the judged record: pairs of records, in batches.

use std::collections::HashMap;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, UInt32Array};
use arrow::buffer::NullBuffer;
use arrow::compute::{concat, take};
use rayon::prelude::*;

use super::accumulate::{Operands, State};
use super::coded;
use super::directory::{Directory, Runs};
use super::evaluate::{Context, Evaluator, Leaves};
use super::keys::{Numbers, hashes};
use super::plan::{PlannedStore, fraction};
use super::portion::{LOTS, lot_of};
use super::program::{Node, NodeId, Program};
use crate::ir::{Aggregate, ExprKind, Scope};
use crate::kernel::{Vector, array_of};
use crate::types::{Type, Value};

/// Pairs that are evaluated together.
const PAIRS: usize = 65_536;

/// Values of the rows of a source while a scan goes on; rows of which a key is missing match nothing and are left out.
#[derive(Debug)]
pub(super) struct Storing {
    /// By lot the rows' numbers, and which rows they are of those that were kept.
    lots: Vec<(Vec<u128>, Vec<u32>)>,
    rows: usize,
    /// By value, then by batch.
    values: Vec<Vec<ArrayRef>>,
}

impl Storing {
    pub(super) fn new(store: &PlannedStore) -> Self {
        Storing {
            lots: vec![Default::default(); LOTS],
            rows: 0,
            values: vec![Vec::new(); store.values.len()],
        }
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
        let Numbers { values: numbers, known } =
            Numbers::of(&keys, &types(program, &store.keys), rows, false);
        let kept = known.as_ref().map(NullBuffer::inner);
        let is_kept = |row: usize| kept.is_none_or(|kept| kept.value(row));
        let numbers =
            numbers.into_iter().enumerate().filter(|(row, _)| is_kept(*row)).map(|(_, number)| number);
        let before = self.rows;
        for number in numbers {
            let (numbers, places) = &mut self.lots[usize::from(lot_of(number))];
            numbers.push(number);
            places.push(place(self.rows));
            self.rows += 1;
        }
        for (batches, node) in self.values.iter_mut().zip(&store.values) {
            let vector = evaluator.get(*node);
            let vector = kept.map_or_else(|| vector.clone(), |kept| vector.filter(kept));
            batches.push(apart(&vector, &program.node(*node).expr.ty, self.rows - before));
        }
    }

    /// Takes in what was kept of other rows.
    pub(super) fn merge(&mut self, other: Storing) {
        for ((numbers, places), (more, others)) in self.lots.iter_mut().zip(other.lots) {
            numbers.extend(more);
            places.extend(others.into_iter().map(|at| place(self.rows + at as usize)));
        }
        self.rows += other.rows;
        for (mine, theirs) in self.values.iter_mut().zip(other.values) {
            mine.extend(theirs);
        }
    }

    /// Ends the scan: rows with the same key near each other.
    pub(super) fn finish(self, program: &Program, store: &PlannedStore) -> Store {
        let lot = |(numbers, places): (Vec<u128>, Vec<u32>)| {
            let (runs, stood) = Runs::of(&numbers, false);
            (runs, stood.into_iter().map(|at| places[at as usize]).collect::<Vec<u32>>())
        };
        let (runs, rows): (Vec<Runs>, Vec<Vec<u32>>) = self.lots.into_par_iter().map(lot).unzip();
        let rows: UInt32Array = rows.concat().into();
        let values = self.values.into_iter().zip(&store.values).map(|(batches, node)| {
            let whole = joined(&batches, &program.node(*node).expr.ty);
            drop(batches);
            (*node, take(whole.as_ref(), &rows, None).expect("rows that were kept"))
        });
        Store { values: values.collect(), directory: Directory::of(runs), keys: types(program, &store.keys) }
    }
}

/// Rows of a store have numbers of 32 bits.
fn place(row: usize) -> u32 {
    u32::try_from(row).expect("fewer than 2^32 rows are kept for links")
}

/// An array that holds no more than its own values; codes each as the position of its text.
fn apart(vector: &Vector, ty: &Type, rows: usize) -> ArrayRef {
    if let (Vector::Array(array), Type::Code(_)) = (vector, ty)
        && coded::is_coded(array)
    {
        return array.clone();
    }
    let array = flat(vector, ty, rows);
    match array.as_string_view_opt() {
        Some(_) if matches!(ty, Type::Code(_)) => coded::of_texts(&array),
        Some(texts) => Arc::new(texts.gc()),
        None => array,
    }
}

fn types(program: &Program, nodes: &[NodeId]) -> Vec<Type> {
    nodes.iter().map(|node| program.node(*node).expr.ty.clone()).collect()
}

fn joined(batches: &[ArrayRef], ty: &Type) -> ArrayRef {
    let parts: Vec<&dyn Array> = batches.iter().map(AsRef::as_ref).collect();
    if !parts.is_empty() && parts.iter().all(|part| coded::is_coded(*part)) {
        return coded::one_after_another(&parts);
    }
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

/// The rows of a source by key, after a scan.
#[derive(Debug)]
pub(super) struct Store {
    directory: Directory,
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
    /// The memory that it takes.
    pub(super) fn bytes(&self) -> u64 {
        let values: usize = self.values.values().map(Array::get_array_memory_size).sum();
        (self.directory.bytes() + values) as u64
    }

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
            for match_row in hash.iter().flat_map(|hash| store.directory.all(*hash)) {
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
