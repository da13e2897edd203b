//! Arrow arrays in, Arrow arrays out. Missing values are nulls; a boolean array with nulls is a three-valued mask.

mod arithmetic;
mod build;
mod choose;
mod column;
mod compare;
mod logic;
mod text;
mod vector;
mod within;

pub use arithmetic::{arithmetic, negate, widen};
pub use build::array_of;
pub use choose::{choose, first_known};
pub use column::{Column, physical_type};
pub use compare::{Order, compare, in_range};
pub use logic::{Mask, conjunction, disjunction, implies, interval, negation};
pub use text::{of_texts, on_texts};
pub use vector::{Texts, Vector, View};
pub use within::within;
