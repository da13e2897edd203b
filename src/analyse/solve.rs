//! Values for some fields of a record that conditions allow together.

use std::sync::Arc;

use super::encoder::{Encoder, Record, Want};
use super::formula::Formula;
use super::localise::repaired;
use super::search::{Answer, search_within};
use crate::interpret::Table;
use crate::ir::Expr;
use crate::types::{ColumnId, Schema, Value};

/// Cases that one question may go through.
const CASES: u32 = 200;

/// What is asked of a record by one rule.
#[derive(Debug, Clone, Copy)]
pub struct Demand<'a> {
    /// When the rule is asked: where all are true.
    pub gates: &'a [Arc<Expr>],
    /// What it requires.
    pub requirements: &'a [Arc<Expr>],
    /// Whether the record is to break it; else it is not to.
    pub breaks: bool,
}

/// Values of the fields of a record, the first row of a table, with which it does what is demanded. They are to be judged:
/// functions and patterns are taken to allow anything. `None` where there are none, or the work allowed was not enough.
#[must_use]
pub fn solve(
    schema: &Schema,
    record: &Table,
    fields: &[ColumnId],
    demands: &[Demand<'_>],
) -> Option<Vec<Value>> {
    let mut free = vec![false; schema.len()];
    fields.iter().for_each(|field| free[field.index()] = true);
    let mut encoder = Encoder::new(schema, Some(Record { table: record, free: &free }));
    let formulas = demands.iter().map(|demand| formula(&mut encoder, demand)).collect();
    let Answer::Sometimes(model) = search_within(&encoder.variables, formulas, CASES).0 else { return None };
    let table = repaired(&encoder, record, fields, &model)?;
    Some(fields.iter().map(|field| table.cell(*field, 0).and_then(|cell| cell.value.clone())).collect())
}

fn formula(encoder: &mut Encoder<'_>, demand: &Demand<'_>) -> Formula {
    let mut each = |all: &[Arc<Expr>], want| -> Vec<Formula> {
        all.iter().map(|condition| encoder.truth(condition, want)).collect()
    };
    if demand.breaks {
        let asked = Formula::all(each(demand.gates, Want::True));
        Formula::both(asked, Formula::any(each(demand.requirements, Want::False)))
    } else {
        let open = Formula::any(each(demand.gates, Want::NotTrue));
        Formula::either(open, Formula::all(each(demand.requirements, Want::NotFalse)))
    }
}
