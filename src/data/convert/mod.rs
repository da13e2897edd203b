//! Stored columns become columns of the declared type, with the reasons of their missing cells.
//!
//! A conversion never fails for what a cell holds: a cell that can not be read is missing with the reason *unreadable*.
//! A cell that is null, NaN or a text without letters is *empty*. What a dictionary holds is converted once, not once
//! a row.

mod coding;
mod constant;
mod exact;
pub(in crate::data) mod parse;
mod physical;
mod read;
mod rows;
mod tidy;

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, BooleanArray, Scalar as One, StringViewArray, new_empty_array};
use arrow::buffer::{BooleanBuffer, NullBuffer};
use arrow::compute::kernels::cmp::eq;
use arrow::compute::{cast, nullif};
use arrow::datatypes::{DataType, Int32Type};
use arrow::error::ArrowError;

use self::coding::Spellings;
use self::physical::{Physical, physical};
use crate::kernel;
use crate::types::{Column, Reason, Scalar, Type, Value};

pub(in crate::data) use self::constant::constant;

/// How the cells of one declared column are read.
#[derive(Debug)]
pub(in crate::data) struct Reading {
    ty: Type,
    spellings: Option<Spellings>,
    /// Declared missing codes by the text that a file holds, of columns that hold no text.
    missing_texts: Vec<(Reason, ArrayRef)>,
    /// Declared missing codes by the value.
    missing_values: Vec<(Reason, ArrayRef)>,
    empty_means: Option<ArrayRef>,
    mark: char,
}

/// Converted cells: null where missing, with the codes of the reasons other than [`Reason::Empty`] and 0 elsewhere.
#[derive(Debug, Clone)]
struct Cells {
    values: ArrayRef,
    reasons: Option<Vec<u8>>,
}

/// The dictionary that was converted last: the batches of a part share theirs.
#[derive(Debug, Default)]
pub(in crate::data) struct Cache(Option<(ArrayRef, Cells)>);

impl Reading {
    /// Reads as a column declares; `mark` stands between a number's whole part and its fraction in texts.
    pub(in crate::data) fn new(column: &Column, mark: char) -> Self {
        let (mut missing_texts, mut missing_values) = (Vec::new(), Vec::new());
        for (position, code) in (0_u8..).zip(&column.missing) {
            let reason = Reason::Declared(position);
            match (constant::one(&column.ty, &code.value), &code.value) {
                (Some(one), _) => missing_values.push((reason, one)),
                (None, text @ Scalar::Text(_)) => {
                    missing_texts.extend(constant::one(&Type::Text, text).map(|one| (reason, one)));
                }
                (None, _) => {}
            }
        }
        Reading {
            ty: column.ty.clone(),
            spellings: column.coding.as_ref().map(Spellings::new),
            missing_texts,
            missing_values,
            empty_means: column.empty_means.as_ref().and_then(|value| constant::one(&column.ty, value)),
            mark,
        }
    }

    /// A field of a file's name.
    pub(in crate::data) fn scalar(&self, text: &str) -> Value {
        let value = parse::scalar(&self.ty, text, '.')?;
        match (&value, &self.spellings) {
            (Scalar::Text(text), Some(spellings)) => {
                Some(spellings.code(text).map_or(value.clone(), Scalar::text))
            }
            _ => Some(value),
        }
    }

    /// Whether a column that is stored so has any cell that can be read.
    pub(in crate::data) fn can_read(&self, stored: &DataType) -> bool {
        let stored = match stored {
            DataType::Dictionary(_, values) => values,
            other => other,
        };
        physical(&new_empty_array(stored)).is_ok_and(|form| read::can_hold(&form, &self.ty))
    }

    /// The declared column of a stored one.
    pub(in crate::data) fn column(
        &self,
        stored: &ArrayRef,
        cache: &mut Cache,
    ) -> Result<kernel::Column, ArrowError> {
        let cells = match stored.data_type() {
            DataType::Dictionary(..) => self.dictionary(stored, cache)?,
            _ => self.cells(stored)?,
        };
        self.finish(cells)
    }

    /// The declared column of texts, of which some may not have been readable as text.
    pub(in crate::data) fn text_column(
        &self,
        texts: StringViewArray,
        unreadable: Option<&BooleanBuffer>,
    ) -> Result<kernel::Column, ArrowError> {
        let texts: ArrayRef = Arc::new(texts);
        let mut cells = self.cells(&texts)?;
        if let Some(unreadable) = unreadable {
            cells.mark(unreadable, Reason::Unreadable);
        }
        self.finish(cells)
    }

    fn is_textual(&self) -> bool {
        matches!(self.ty, Type::Text | Type::Code(_))
    }

    fn dictionary(&self, stored: &ArrayRef, cache: &mut Cache) -> Result<Cells, ArrowError> {
        let dictionary = stored.as_any_dictionary();
        let keys = cast(dictionary.keys(), &DataType::Int32)?;
        let held = dictionary.values();
        let known = cache.0.as_ref().filter(|(last, _)| last.to_data().ptr_eq(&held.to_data()));
        let converted = match known {
            Some((_, cells)) => cells.clone(),
            None => {
                let cells = self.cells(held)?;
                cache.0 = Some((held.clone(), cells.clone()));
                cells
            }
        };
        rows::spread(converted, keys.as_primitive::<Int32Type>(), self.is_textual())
    }

    fn cells(&self, stored: &ArrayRef) -> Result<Cells, ArrowError> {
        let form = physical(stored)?;
        if let (Type::Code(_), Physical::Integers(integers)) = (&self.ty, &form)
            && let Some((keys, distinct)) = rows::intern(integers)
        {
            return rows::spread(self.cells_of(Physical::Integers(distinct), None)?, &keys, true);
        }
        self.cells_of(form, stored.logical_nulls())
    }

    /// `known` says which cells were stored: those of them that have no value afterwards could not be read.
    fn cells_of(&self, form: Physical, known: Option<NullBuffer>) -> Result<Cells, ArrowError> {
        let (form, blank) = tidy::tidy(form, !matches!(self.ty, Type::Text));
        let values = read::read(&form, &self.ty, self.mark);
        let mut cells = Cells { values, reasons: None };
        if cells.values.null_count() > 0 {
            cells.mark_unreadable(known.as_ref(), blank.as_ref());
        }
        self.set_missing(&form, &mut cells)?;
        if let Some(spellings) = &self.spellings {
            cells.values = respelled(&cells.values, spellings);
            self.set_missing(&form, &mut cells)?;
        }
        Ok(cells)
    }

    fn set_missing(&self, form: &Physical, cells: &mut Cells) -> Result<(), ArrowError> {
        for (reason, value) in &self.missing_values {
            let here = eq(&cells.values, &One::new(value.clone()))?;
            cells.mark(&truth(&here), *reason);
        }
        let Physical::Texts(texts) = form else { return Ok(()) };
        for (reason, text) in &self.missing_texts {
            let here = eq(texts, &One::new(text.clone()))?;
            cells.mark(&truth(&here), *reason);
        }
        Ok(())
    }

    fn finish(&self, cells: Cells) -> Result<kernel::Column, ArrowError> {
        let Cells { mut values, mut reasons } = cells;
        if let Some(meaning) = &self.empty_means {
            values = rows::fill_empty(values, reasons.as_deref(), meaning)?;
        }
        if let Some(reasons) = &mut reasons {
            for (row, reason) in reasons.iter_mut().enumerate() {
                if *reason == 0 && values.is_null(row) {
                    *reason = Reason::Empty.code();
                }
            }
        }
        Ok(kernel::Column { values, reasons: reasons.map(Into::into) })
    }
}

impl Cells {
    /// Makes the cells under a mask missing for a reason.
    fn mark(&mut self, mask: &BooleanBuffer, reason: Reason) {
        if mask.count_set_bits() == 0 {
            return;
        }
        let reasons = self.reasons.get_or_insert_with(|| vec![0; mask.len()]);
        for row in mask.set_indices() {
            reasons[row] = reason.code();
        }
        let mask = BooleanArray::new(mask.clone(), None);
        self.values = nullif(&self.values, &mask).expect("a mask of as many rows as there are values");
    }

    /// Gives the reason to the cells that were stored, are not blank and have no value.
    fn mark_unreadable(&mut self, known: Option<&NullBuffer>, blank: Option<&BooleanBuffer>) {
        let Some(nulls) = self.values.logical_nulls() else { return };
        let mut lost = !nulls.inner();
        if let Some(known) = known {
            lost = &lost & known.inner();
        }
        if let Some(blank) = blank {
            lost = &lost & &!blank;
        }
        if lost.count_set_bits() == 0 {
            return;
        }
        let reasons = self.reasons.get_or_insert_with(|| vec![0; lost.len()]);
        for row in lost.set_indices() {
            reasons[row] = Reason::Unreadable.code();
        }
    }
}

/// Where a mask is true; an unknown cell is not.
fn truth(mask: &BooleanArray) -> BooleanBuffer {
    match mask.nulls() {
        Some(known) => mask.values() & known.inner(),
        None => mask.values().clone(),
    }
}

/// Codes in the place of the spellings of another coding; a spelling that the coding does not have is kept.
fn respelled(texts: &ArrayRef, spellings: &Spellings) -> ArrayRef {
    let texts = texts.as_string_view();
    let codes = texts.iter().map(|text| text.map(|text| spellings.code(text).unwrap_or(text)));
    Arc::new(codes.collect::<StringViewArray>())
}
