//! The reference meaning: the typed standard over single values, one item at a time, no cleverness.
//!
//! Invariant: this floor uses neither `kernel` nor `engine`, so that the engine can be tested against it: two roads to
//! one meaning. Where it must choose between equals it says so: groups come in the order of their keys
//! ([`compare::key_order`]), samples in the order of rows or groups.

mod aggregate;
mod arithmetic;
mod compare;
mod computed;
mod evaluate;
mod judge;
mod results;
mod sample;
mod table;
mod truth;
mod world;

#[cfg(test)]
mod tests;

pub use evaluate::{constant, evaluate, evaluate_first};
pub use judge::{ItemOutcome, judge, judge_first};
pub use results::{account, relation};
pub use table::{Cell, Row, Table};
pub use world::World;
