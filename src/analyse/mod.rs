//! What can be known of a standard without data: conditions that never hold, rules that contradict each other or follow
//! from others. And of a record that breaks rules: which fields are to blame.
//!
//! Conditions become formulas over what is known of columns ([`encoder`]); whether formulas can hold together is decided
//! by cases, bounds and exact linear arithmetic ([`search`], [`simplex`]). A formula may allow more than is meant, never
//! less, and "never" is said only where every case was closed in exact arithmetic: what a record can satisfy is never
//! called contradictory. Work is counted, not timed; where the count runs out there is no finding.

mod block;
mod conditions;
mod encoder;
mod findings;
mod formula;
mod linear;
mod lint;
mod localise;
mod model;
mod rational;
mod search;
mod set;
mod simplex;
mod solve;
mod state;
mod terms;
mod variables;

pub use lint::analyse;
pub use localise::{Localisation, Localiser};
pub use solve::{Demand, solve};
