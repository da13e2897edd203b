//! What a table of groups is of.

use super::program::NodeId;
use crate::ir::{Aggregate, AggregateFunction, Scope};
use crate::types::Type;

/// What a table is of: its keys and its aggregates.
#[derive(Debug)]
pub(super) struct Shape {
    /// Nodes of the keys.
    pub(super) keys: Vec<NodeId>,
    /// Their types.
    pub(super) types: Vec<Type>,
    /// Aggregates with their nodes and the nodes of their operands.
    pub(super) aggregates: Vec<Slot>,
    /// Whether the keys' values are needed, for rules on groups.
    pub(super) keep_keys: bool,
    /// Whether a missing key is a value like others, as in declared tables.
    pub(super) missing_keys: bool,
}

/// One aggregate of a table.
#[derive(Debug)]
pub(super) struct Slot {
    pub(super) node: NodeId,
    pub(super) aggregate: Aggregate,
    pub(super) value: Option<NodeId>,
    pub(super) second: Option<NodeId>,
    pub(super) third: Option<NodeId>,
    pub(super) condition: Option<NodeId>,
    pub(super) weight: Option<NodeId>,
    /// Whether its rows are in one group, the whole.
    pub(super) whole: bool,
    /// The fraction of a quantile.
    pub(super) fraction: Option<f64>,
    /// The type of the result.
    pub(super) ty: Type,
}

impl Shape {
    /// Whether all that is asked is how many rows each group has: such tables are kept small.
    pub(super) fn counts_only(&self) -> bool {
        let plain = |slot: &Slot| {
            slot.aggregate.function == AggregateFunction::Count
                && slot.value.is_none()
                && slot.condition.is_none()
                && slot.weight.is_none()
        };
        !self.keep_keys && self.aggregates.iter().all(plain)
    }

    /// Whether only rows that are in the table ask it how many there are of their kind, so that whoever it does not
    /// know is alone.
    pub(super) fn leaves_out_single(&self) -> bool {
        let own = |slot: &Slot| matches!(slot.aggregate.scope, Scope::By(_));
        self.counts_only() && !self.missing_keys && self.aggregates.iter().all(own)
    }

    /// Whether only rows of other sources ask: then nobody asks how many rows each group has.
    pub(super) fn is_linked_only(&self) -> bool {
        let matching = |slot: &Slot| matches!(slot.aggregate.scope, Scope::Matching(_));
        !self.keep_keys && !self.aggregates.is_empty() && self.aggregates.iter().all(matching)
    }

    /// Whether any aggregate is asked for by keys.
    pub(super) fn is_looked_up(&self) -> bool {
        self.aggregates.iter().any(|slot| !matches!(slot.aggregate.scope, Scope::Group))
    }
}
