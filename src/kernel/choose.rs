//! Choices between values along rows.

use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, ArrowPrimitiveType, AsArray, BooleanArray, Datum, PrimitiveArray, Scalar as One,
};
use arrow::buffer::{BooleanBuffer, NullBuffer, ScalarBuffer};
use arrow::compute::kernels::zip::zip;
use arrow::compute::nullif;
use arrow::datatypes::{DataType, Date32Type, Float64Type, Int64Type};

use super::{Mask, Order, Vector, array_of, compare, physical_type};
use crate::types::Type;

/// `then` where the condition is true, `otherwise` where it is false; where it is unknown, the value on which both agree.
#[must_use]
pub fn choose(condition: &Vector, then: &Vector, otherwise: &Vector, ty: &Type, rows: usize) -> Vector {
    let Mask { mut truth, falsity } = Mask::of(condition, rows);
    let decided = &truth | &falsity;
    if decided.count_set_bits() < rows {
        let equal = Mask::of(&compare(Order::Equal, then, otherwise, rows), rows).truth;
        truth = &truth | &(&equal & &!&decided);
    }
    select(&truth, &falsity, then, otherwise, ty)
}

/// The first that is known.
#[must_use]
pub fn first_known(all: &[&Vector], ty: &Type, rows: usize) -> Vector {
    let Some((first, rest)) = all.split_first() else { return Vector::Constant(None) };
    let mut found = Vector::clone(first);
    for next in rest {
        let known = match &found {
            Vector::Constant(None) => BooleanBuffer::new_unset(rows),
            Vector::Constant(Some(_)) | Vector::Tuple(_) => return found,
            Vector::Array(array) => match array.logical_nulls() {
                Some(nulls) if nulls.null_count() > 0 => nulls.into_inner(),
                _ => return found,
            },
        };
        found = select(&known, &!&known, &found, next, ty);
    }
    found
}

/// `a` under the first mask, `b` under the second, nothing elsewhere.
fn select(first: &BooleanBuffer, second: &BooleanBuffer, a: &Vector, b: &Vector, ty: &Type) -> Vector {
    let fast = match physical_type(ty) {
        DataType::Null => return Vector::Constant(None),
        DataType::Int64 => primitives::<Int64Type>(first, second, a, b, ty),
        DataType::Float64 => primitives::<Float64Type>(first, second, a, b, ty),
        DataType::Date32 => primitives::<Date32Type>(first, second, a, b, ty),
        _ => None,
    };
    if let Some(found) = fast {
        return Vector::Array(found);
    }
    let (a, b) = (datum(a, ty), datum(b, ty));
    let mask = BooleanArray::new(first.clone(), None);
    let mixed = zip(&mask, a.as_ref(), b.as_ref()).expect("values of one type, as many as the mask has rows");
    let nothing = !&(first | second);
    if nothing.count_set_bits() == 0 {
        return Vector::Array(mixed);
    }
    Vector::Array(nullif(&mixed, &BooleanArray::new(nothing, None)).expect("a mask of as many rows"))
}

fn datum(vector: &Vector, ty: &Type) -> Box<dyn Datum> {
    match vector.flat() {
        Vector::Array(array) if *array.data_type() == physical_type(ty) => Box::new(array),
        Vector::Constant(value) => Box::new(One::new(array_of(&[value], ty))),
        Vector::Array(_) | Vector::Tuple(_) => Box::new(One::new(array_of(&[None], ty))),
    }
}

fn primitives<T: ArrowPrimitiveType>(
    first: &BooleanBuffer,
    second: &BooleanBuffer,
    a: &Vector,
    b: &Vector,
    ty: &Type,
) -> Option<ArrayRef> {
    let rows = first.len();
    let (a, b) = (Side::<T>::of(a, ty)?, Side::<T>::of(b, ty)?);
    let values: ScalarBuffer<T::Native> =
        (0..rows).map(|row| if first.value(row) { a.value(row) } else { b.value(row) }).collect();
    let known = &(first & &a.known(rows)) | &(second & &b.known(rows));
    Some(Arc::new(PrimitiveArray::<T>::new(
        values,
        Some(NullBuffer::new(known)).filter(|n| n.null_count() > 0),
    )))
}

/// Values of a primitive type, or one for all rows.
struct Side<T: ArrowPrimitiveType> {
    values: PrimitiveArray<T>,
    constant: bool,
}

impl<T: ArrowPrimitiveType> Side<T> {
    fn of(vector: &Vector, ty: &Type) -> Option<Self> {
        let (array, constant) = match vector {
            Vector::Array(array) => (array.clone(), false),
            Vector::Constant(value) => (array_of(std::slice::from_ref(value), ty), true),
            Vector::Tuple(_) => return None,
        };
        array.as_primitive_opt::<T>().map(|values| Side { values: values.clone(), constant })
    }

    fn value(&self, row: usize) -> T::Native {
        self.values.values()[if self.constant { 0 } else { row }]
    }

    fn known(&self, rows: usize) -> BooleanBuffer {
        if self.constant {
            return if self.values.is_null(0) {
                BooleanBuffer::new_unset(rows)
            } else {
                BooleanBuffer::new_set(rows)
            };
        }
        self.values.nulls().map_or_else(|| BooleanBuffer::new_set(rows), |nulls| nulls.inner().clone())
    }
}
