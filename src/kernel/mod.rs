//! Arrow arrays in, Arrow arrays out. Missing values are nulls; a boolean array with nulls is a three-valued mask.

mod arithmetic;
mod build;
mod column;
mod compare;
mod logic;
mod text;
mod vector;

pub use arithmetic::{arithmetic, negate, widen};
pub use build::array_of;
pub use column::{Column, physical_type};
pub use compare::{Order, compare, in_range};
pub use logic::{Mask, conjunction, disjunction, implies, interval, negation};
pub use text::on_texts;
pub use vector::{Vector, View};
