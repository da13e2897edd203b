//! What the examples of a standard show: outcomes and branches that none of them reaches, and wrong rules and wrong data
//! that none of them would notice.

mod branches;
mod change;
mod constants;
mod coverage;
mod data;
mod edit;
mod expected;
mod mutate;
mod subject;
mod texts;
mod variants;

#[cfg(test)]
mod tests;

pub use branches::Taken;
pub use coverage::{Coverage, NoExample, OutcomeNotShown, Unreached, coverage};
pub use mutate::{DataChange, Mutation, Score, Survivor, Unnoticed, mutate};
