//! Computed sources: tables, matched keys, records that must be there.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::Options;
use super::evaluate::{Context, Evaluator, Leaves};
use super::join::flat;
use super::judge_groups::values;
use super::plan::{Computed, PlannedPart, PlannedSource};
use super::program::NodeId;
use super::relation::Relation;
use super::samples::key_order;
use crate::ir::{Expected, Rows, SourceId, Standard};
use crate::types::{Scalar, Value};

/// The rows of a computed source.
pub(super) fn relation(
    standard: &Standard,
    planned: &PlannedSource,
    context: &Context<'_>,
    options: &Options<'_>,
) -> Relation {
    let schema = &standard.source(planned.source).schema;
    if let Some(rows) = options.given.get(&planned.source) {
        return Relation::of_rows(schema, rows);
    }
    match (&planned.kind, &standard.source(planned.source).rows) {
        (Computed::Table { table, measures, records }, _) => {
            table_relation(standard, planned.source, context, *table, measures, *records)
        }
        (Computed::Matched { left, right }, _) => {
            super::matched::relation(schema, [*left, *right].map(|side| context.tables.relations.get(&side)))
        }
        (Computed::Expected { table, parts }, Rows::Expected(expected)) => {
            let (base_rows, undecided) = context.tables.offered(*table);
            match expected_rows(expected, context, *table, parts) {
                Ok((rows, without_key)) => {
                    let undecided = undecided + without_key;
                    Relation { base_rows, undecided, ..Relation::of_rows(schema, &rows) }
                }
                Err(excess) => Relation { excess: Some(excess), ..Relation::of_rows(schema, &[]) },
            }
        }
        (Computed::Expected { .. } | Computed::LastDelivery, _) => Relation::of_rows(schema, &[]),
    }
}

fn table_relation(
    standard: &Standard,
    source: SourceId,
    context: &Context<'_>,
    position: usize,
    measures: &[NodeId],
    records: NodeId,
) -> Relation {
    let schema = &standard.source(source).schema;
    let Some(table) = context.tables.at(position) else { return Relation::of_rows(schema, &[]) };
    let types: Vec<_> = schema.iter().map(|(_, column)| column.ty.clone()).collect();
    let nodes: Vec<_> = measures.iter().copied().chain([records]).collect();
    let keys = table.keys.vectors();
    let values = values(context, table, &nodes);
    let vectors = keys.iter().chain(&values).zip(&types);
    let columns = vectors.map(|(vector, ty)| flat(vector, ty, table.groups)).collect();
    let (base_rows, undecided) = context.tables.offered(position);
    let mut order: Vec<u32> = (0..).take(table.groups).collect();
    order.sort_by(|a, b| key_order(&table.keys[*a as usize], &table.keys[*b as usize]));
    Relation { columns, rows: table.groups, base_rows, undecided, excess: None }.in_order(&order)
}

/// Keys in their order.
type Counted = BTreeMap<Vec<OrderedValue>, u64>;

/// A value that is told from others of its type, and ordered as keys are.
#[derive(Debug, Clone)]
struct OrderedValue(Value);

impl Ord for OrderedValue {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        key_order(std::slice::from_ref(&self.0), std::slice::from_ref(&other.0))
    }
}
impl PartialOrd for OrderedValue {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl PartialEq for OrderedValue {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}
impl Eq for OrderedValue {}

/// Records that must be there, with whether they are; and the rows that are no record, because a key is missing. Where
/// they are too many, their number.
fn expected_rows(
    expected: &Expected,
    context: &Context<'_>,
    position: usize,
    parts: &[PlannedPart],
) -> Result<(Vec<Vec<Value>>, u64), u64> {
    let Some(table) = context.tables.at(position) else { return Ok((Vec::new(), 0)) };
    let groups = expected.groups.len();
    let mut counted = Counted::new();
    let mut heads: BTreeSet<Vec<OrderedValue>> = BTreeSet::new();
    let mut without_key = 0;
    if groups == 0 {
        heads.insert(Vec::new());
    }
    for (key, count) in table.keys.iter().zip(table.counts()) {
        let key: Vec<OrderedValue> = key.iter().cloned().map(OrderedValue).collect();
        if key[..groups].iter().all(|value| value.0.is_some()) {
            heads.insert(key[..groups].to_vec());
        }
        if key.iter().all(|value| value.0.is_some()) {
            counted.insert(key, u64::from(*count));
        } else {
            without_key += u64::from(*count);
        }
    }
    Expected::size(heads.len(), parts.iter().map(|part| size(part, context)))?;
    let wanted: Vec<Vec<Vec<Value>>> = parts.iter().map(|part| combinations(part, context)).collect();
    let mut rows: BTreeMap<Vec<OrderedValue>, (u64, bool)> = BTreeMap::new();
    for head in &heads {
        for tail in product(&wanted) {
            let key: Vec<OrderedValue> =
                head.iter().cloned().chain(tail.into_iter().map(OrderedValue)).collect();
            let found = counted.get(&key).copied().unwrap_or(0);
            rows.insert(key, (found, true));
        }
    }
    if expected.exactly {
        for (key, found) in counted {
            rows.entry(key).or_insert((found, false));
        }
    }
    let row = |(key, (found, wanted)): (Vec<OrderedValue>, (u64, bool))| {
        let found = i64::try_from(found).ok().map(Scalar::Integer);
        key.into_iter().map(|value| value.0).chain([found, Some(Scalar::Boolean(wanted))]).collect()
    };
    Ok((rows.into_iter().map(row).collect(), without_key))
}

/// Every choice of one combination of each factor, as one row.
fn product(factors: &[Vec<Vec<Value>>]) -> Vec<Vec<Value>> {
    let mut rows: Vec<Vec<Value>> = vec![Vec::new()];
    for factor in factors {
        rows = rows
            .iter()
            .flat_map(|row| factor.iter().map(move |more| [row.as_slice(), more].concat()))
            .collect();
    }
    rows
}

/// How many combinations of one part must occur.
fn size(part: &PlannedPart, context: &Context<'_>) -> u64 {
    match part {
        PlannedPart::Range(low, high) => match constants(&[*low, *high], context).as_slice() {
            [Some(low), Some(high)] => Scalar::steps(low, high).map_or(0, |steps| steps.saturating_add(1)),
            _ => 0,
        },
        _ => u64::try_from(combinations(part, context).len()).unwrap_or(u64::MAX),
    }
}

/// The combinations of one part that must occur, each once.
fn combinations(part: &PlannedPart, context: &Context<'_>) -> Vec<Vec<Value>> {
    match part {
        PlannedPart::Groups(table) => {
            context.tables.at(*table).map_or_else(Vec::new, |table| table.keys.to_vec())
        }
        PlannedPart::Codes(list) => {
            list.codes().iter().map(|code| vec![Some(Scalar::Text(code.code.clone()))]).collect()
        }
        PlannedPart::Values(nodes) => {
            let whole = |parts: &Vec<Value>| parts.iter().all(Option::is_some);
            let mut all: Vec<Vec<Value>> =
                constants(nodes, context).into_iter().map(parts_of).filter(whole).collect();
            all.sort_by(|a, b| key_order(a, b));
            all.dedup();
            all
        }
        PlannedPart::Range(low, high) => match constants(&[*low, *high], context).as_slice() {
            [Some(low), Some(high)] => range(low, high).into_iter().map(|value| vec![Some(value)]).collect(),
            _ => Vec::new(),
        },
    }
}

/// The values of nodes that read no row.
fn constants(nodes: &[NodeId], context: &Context<'_>) -> Vec<Value> {
    let none = HashMap::new();
    let mut evaluator = Evaluator::new(context, Leaves::Batch(&none), 1);
    nodes.iter().map(|node| evaluator.get(*node).view().get(0)).collect()
}

/// The parts of a combination; a single value is its own.
fn parts_of(value: Value) -> Vec<Value> {
    match value {
        Some(Scalar::Tuple(parts)) => parts.to_vec(),
        other => vec![other],
    }
}

/// The values from one to another, both included.
fn range(low: &Scalar, high: &Scalar) -> Vec<Scalar> {
    match (low, high) {
        (Scalar::Integer(low), Scalar::Integer(high)) => (*low..=*high).map(Scalar::Integer).collect(),
        (Scalar::Date(low), Scalar::Date(high)) => (*low..=*high).map(Scalar::Date).collect(),
        (Scalar::Period(low), Scalar::Period(high)) if low.grain() == high.grain() => {
            let steps = i64::from(high.index()) - i64::from(low.index());
            (0..=steps).filter_map(|step| low.plus(step)).map(Scalar::Period).collect()
        }
        _ => Vec::new(),
    }
}
