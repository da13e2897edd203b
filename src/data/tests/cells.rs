//! What stored types become as declared types.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow::array::{
    ArrayRef, BinaryArray, BooleanArray, Date32Array, Date64Array, Decimal128Array, Decimal256Array,
    DictionaryArray, FixedSizeBinaryArray, Float32Array, Float64Array, Int8Array, Int32Array, Int64Array,
    LargeStringArray, ListArray, StringArray, StringViewArray, TimestampMicrosecondArray,
    TimestampMillisecondArray, TimestampNanosecondArray, TimestampSecondArray, UInt16Array, UInt64Array,
};
use arrow::datatypes::{Int32Type, i256};

use super::{array, column_of, decimal, integer, number, stored_as};
use crate::types::{Code, Codelist, CodelistId, Coding, Column, Grain, Labels, MissingCode, Scalar, Type};

const DAY: i64 = 86_400;
/// 2024-03-01.
const MARCH: i32 = 19_783;

fn texts(values: &[&str]) -> ArrayRef {
    array(StringArray::from(values.to_vec()))
}

#[test]
fn integers_come_from_every_width_and_from_whole_numbers() {
    let ty = integer();
    assert_eq!(
        stored_as(array(Int64Array::from(vec![Some(i64::MIN), None])), &ty),
        ["-9223372036854775808", "-"]
    );
    assert_eq!(stored_as(array(Int8Array::from(vec![-7])), &ty), ["-7"]);
    assert_eq!(stored_as(array(UInt16Array::from(vec![65_535])), &ty), ["65535"]);
    assert_eq!(stored_as(array(UInt64Array::from(vec![5, u64::MAX])), &ty), ["5", "!"]);
    let floats = vec![Some(3.0), Some(3.5), Some(f64::NAN), Some(f64::INFINITY), Some(1e300), None];
    assert_eq!(stored_as(array(Float64Array::from(floats)), &ty), ["3", "!", "-", "!", "!", "-"]);
    let cents = Decimal128Array::from(vec![300, 350]).with_precision_and_scale(9, 2).expect("a decimal");
    assert_eq!(stored_as(array(cents), &ty), ["3", "!"]);
    assert_eq!(
        stored_as(texts(&["12", " 12 ", "12.0", "", "  ", "x"]), &ty),
        ["12", "12", "12", "-", "-", "!"]
    );
    assert_eq!(stored_as(array(BooleanArray::from(vec![true])), &ty), ["!"]);
}

#[test]
fn decimals_are_exact_whatever_stores_them() {
    let ty = decimal();
    assert_eq!(
        stored_as(array(Float64Array::from(vec![0.1, 2_970.05, 0.1 + 0.2])), &ty),
        ["0.1", "2970.05", "!"]
    );
    assert_eq!(stored_as(array(Float32Array::from(vec![0.1, 16_777_216.0])), &ty), ["0.1", "16777216"]);
    assert_eq!(stored_as(array(Int32Array::from(vec![-5])), &ty), ["-5"]);
    for (precision, scale) in [(5, 2), (15, 2), (30, 2)] {
        let stored =
            Decimal128Array::from(vec![Some(12_345), None]).with_precision_and_scale(precision, scale);
        assert_eq!(stored_as(array(stored.expect("a decimal")), &ty), ["123.45", "-"]);
    }
    let long = Decimal128Array::from(vec![1_500_000_000_000_000_000, 1]).with_precision_and_scale(38, 18);
    assert_eq!(stored_as(array(long.expect("a decimal")), &ty), ["1.5", "!"]);
    let same = Decimal128Array::from(vec![1_500_000_000]).with_precision_and_scale(38, 9);
    assert_eq!(stored_as(array(same.expect("a decimal")), &ty), ["1.5"]);
    let huge = Decimal128Array::from(vec![10_i128.pow(37)]).with_precision_and_scale(38, 0);
    assert_eq!(stored_as(array(huge.expect("a decimal")), &ty), ["!"]);
    let wide = Decimal256Array::from(vec![i256::from_i128(-25)]).with_precision_and_scale(60, 1);
    assert_eq!(stored_as(array(wide.expect("a decimal")), &ty), ["-2.5"]);
    assert_eq!(stored_as(texts(&["1.5", "1,5", "1e-3"]), &ty), ["1.5", "!", "0.001"]);
}

#[test]
fn numbers_are_finite_and_percents_are_points() {
    let floats = || {
        array(Float64Array::from(vec![Some(2.2), Some(f64::NAN), Some(f64::NEG_INFINITY), None, Some(-0.0)]))
    };
    assert_eq!(stored_as(floats(), &number()), ["2.2", "-", "!", "-", "0"]);
    assert_eq!(stored_as(floats(), &Type::Percent), ["0.022", "-", "!", "-", "0"]);
    assert_eq!(stored_as(array(Int32Array::from(vec![45])), &Type::Percent), ["0.45"]);
    assert_eq!(stored_as(array(Int64Array::from(vec![7])), &number()), ["7"]);
    let tenths = Decimal128Array::from(vec![22]).with_precision_and_scale(38, 1).expect("a decimal");
    assert_eq!(stored_as(array(tenths.clone()), &number()), ["2.2"]);
    assert_eq!(stored_as(array(tenths), &Type::Percent), ["0.022"]);
    assert_eq!(stored_as(texts(&["2.2", "inf"]), &Type::Percent), ["0.022", "!"]);
}

#[test]
fn texts_come_in_many_forms() {
    let expected = ["é", "-", " b"];
    let values = || vec![Some("é"), None, Some(" b")];
    assert_eq!(stored_as(array(StringArray::from(values())), &Type::Text), expected);
    assert_eq!(stored_as(array(LargeStringArray::from(values())), &Type::Text), expected);
    assert_eq!(stored_as(array(StringViewArray::from(values())), &Type::Text), expected);
    assert_eq!(
        stored_as(array(values().into_iter().collect::<DictionaryArray<Int32Type>>()), &Type::Text),
        expected
    );
    let bytes: Vec<Option<&[u8]>> = vec![Some("é".as_bytes()), None, Some(b" b"), Some(b"\xff")];
    assert_eq!(stored_as(array(BinaryArray::from(bytes)), &Type::Text), ["é", "-", " b", "!"]);
    let padded = FixedSizeBinaryArray::try_from_iter(["ab  ", "    ", "abcd"].iter()).expect("of one width");
    assert_eq!(stored_as(array(padded), &Type::Text), ["ab", "-", "abcd"]);
    assert_eq!(stored_as(array(Int64Array::from(vec![7])), &Type::Text), ["7"]);
    assert_eq!(stored_as(array(Float64Array::from(vec![7.0, 0.5])), &Type::Text), ["7", "0.5"]);
    assert_eq!(stored_as(array(Date32Array::from(vec![MARCH])), &Type::Text), ["2024-03-01"]);
    assert_eq!(stored_as(texts(&["", "a"]), &Type::Text), ["-", "a"]);
}

#[test]
fn booleans_are_stored_as_flags_words_or_numbers() {
    assert_eq!(stored_as(array(BooleanArray::from(vec![Some(true), None])), &Type::Boolean), ["true", "-"]);
    assert_eq!(stored_as(array(Int32Array::from(vec![0, 1, 2])), &Type::Boolean), ["false", "true", "!"]);
    assert_eq!(stored_as(array(Float64Array::from(vec![1.0, f64::NAN])), &Type::Boolean), ["true", "-"]);
    assert_eq!(stored_as(texts(&["True", "0", "oui"]), &Type::Boolean), ["true", "false", "!"]);
    assert_eq!(stored_as(array(Date32Array::from(vec![1])), &Type::Boolean), ["!"]);
}

#[test]
fn dates_are_days_or_moments_at_midnight() {
    let seconds = i64::from(MARCH) * DAY;
    let expected = ["2024-03-01", "!", "-"];
    let moments = |unit: i64| vec![Some(seconds * unit), Some(seconds * unit + 1), None];
    assert_eq!(stored_as(array(Date32Array::from(vec![MARCH])), &Type::Date), ["2024-03-01"]);
    assert_eq!(stored_as(array(Date64Array::from(vec![seconds * 1000])), &Type::Date), ["2024-03-01"]);
    assert_eq!(stored_as(array(TimestampSecondArray::from(moments(1))), &Type::Date), expected);
    assert_eq!(stored_as(array(TimestampMillisecondArray::from(moments(1000))), &Type::Date), expected);
    assert_eq!(stored_as(array(TimestampMicrosecondArray::from(moments(1_000_000))), &Type::Date), expected);
    let zoned = TimestampMicrosecondArray::from(moments(1_000_000)).with_timezone("+01:00");
    assert_eq!(stored_as(array(zoned), &Type::Date), expected);
    let nanos = vec![seconds * 1_000_000_000, seconds * 1_000_000_000 + 1000];
    assert_eq!(stored_as(array(TimestampNanosecondArray::from(nanos)), &Type::Date), ["2024-03-01", "!"]);
    assert_eq!(stored_as(texts(&["2024-03-01", "01/03/2024"]), &Type::Date), ["2024-03-01", "!"]);
    assert_eq!(stored_as(array(Int32Array::from(vec![20_240_301])), &Type::Date), ["!"]);
}

#[test]
fn timestamps_are_moments_in_utc() {
    let day = format!("{}T00:00:00", "2024-03-01");
    assert_eq!(stored_as(array(Date32Array::from(vec![MARCH])), &Type::Timestamp), [day.as_str()]);
    assert_eq!(stored_as(texts(&["2024-03-01 00:00:00"]), &Type::Timestamp), [day.as_str()]);
    let far = TimestampSecondArray::from(vec![i64::from(MARCH) * DAY, i64::MAX / 1000]);
    assert_eq!(stored_as(array(far), &Type::Timestamp), [day.as_str(), "!"]);
}

#[test]
fn periods_are_words_numbers_or_first_days() {
    let month = Type::Period(Some(Grain::Month));
    assert_eq!(stored_as(texts(&["2024-03", "2024M03", "2024"]), &month), ["2024-03", "2024-03", "!"]);
    assert_eq!(
        stored_as(array(Int32Array::from(vec![202_403, 202_413, 2024])), &month),
        ["2024-03", "!", "!"]
    );
    assert_eq!(stored_as(array(Float64Array::from(vec![202_403.0, f64::NAN])), &month), ["2024-03", "-"]);
    assert_eq!(stored_as(array(Date32Array::from(vec![MARCH, MARCH + 1])), &month), ["2024-03", "!"]);
    let year = Type::Period(Some(Grain::Year));
    assert_eq!(stored_as(array(Int64Array::from(vec![2024])), &year), ["2024"]);
    assert_eq!(stored_as(texts(&["2024.0"]), &year), ["2024"]);
    let any = Type::Period(None);
    assert_eq!(stored_as(texts(&["2024-Q1", "2024-W05"]), &any), ["2024-Q1", "2024-W05"]);
    assert_eq!(stored_as(array(Date32Array::from(vec![MARCH])), &any), ["!"]);
}

#[test]
fn what_no_declared_type_can_come_from_is_unreadable_but_where_it_is_null() {
    let lists = ListArray::from_iter_primitive::<Int32Type, _, _>(vec![Some(vec![Some(1)]), None]);
    for ty in [integer(), Type::Text, Type::Date, Type::Boolean] {
        assert_eq!(stored_as(array(lists.clone()), &ty), ["!", "-"]);
    }
}

/// A list with the codes 1 and MAR, of which 504 and 004 are other spellings.
fn country() -> Column {
    let mut list = Codelist::new("country", Labels::new());
    for code in ["1", "MAR", "SEN"] {
        assert!(list.add(Code {
            code: code.into(),
            labels: Labels::new(),
            parent: None,
            validity: (None, None)
        }));
    }
    for (spelling, code) in [("504", "MAR"), ("004", "SEN"), ("07", "MAR"), ("007", "SEN")] {
        assert!(list.add_coding("numeric", spelling, &code.into()));
    }
    let mut column = Column::new("x", Type::Code(CodelistId(0)));
    column.codelist = Some(Arc::new(list));
    column
}

fn coded() -> Column {
    let mut column = country();
    let codelist = column.codelist.clone().expect("the list of countries");
    column.coding = Some(Coding { name: "numeric".to_owned(), codelist });
    column
}

#[test]
fn a_code_is_the_digits_of_an_integer_and_keeps_what_its_list_lacks() {
    assert_eq!(
        column_of(array(Int64Array::from(vec![Some(1), Some(99), None])), country()),
        ["1", "99", "-"]
    );
    assert_eq!(column_of(array(Float64Array::from(vec![1.0, 1.5])), country()), ["1", "1.5"]);
    assert_eq!(column_of(texts(&["MAR", " MAR", "mar", " "]), country()), ["MAR", "MAR", "mar", "-"]);
    let many = (0..10_000).collect::<Vec<i64>>();
    assert_eq!(column_of(array(Int64Array::from(many)), country())[9_999], "9999");
}

#[test]
fn other_codings_are_mapped_and_integers_find_padded_spellings() {
    // 7 might be 07 or 007: no one can say, so that it stays as it is.
    let expected = ["MAR", "SEN", "-", "999", "7"];
    let numbers = || vec![Some(504), Some(4), None, Some(999), Some(7)];
    assert_eq!(column_of(array(Int32Array::from(numbers())), coded()), expected);
    let words = || vec![Some("504"), Some("004"), None, Some("999"), Some("7")];
    assert_eq!(column_of(array(StringArray::from(words())), coded()), expected);
    assert_eq!(
        column_of(array(words().into_iter().collect::<DictionaryArray<Int32Type>>()), coded()),
        expected
    );
    assert_eq!(column_of(texts(&["MAR", "0504"]), coded()), ["MAR", "0504"]);
}

fn with_missing(mut column: Column, codes: &[Scalar]) -> Column {
    let code = |value: &Scalar| MissingCode {
        value: value.clone(),
        reason: value.to_string(),
        labels: BTreeMap::new(),
    };
    column.missing = codes.iter().map(code).collect();
    column
}

#[test]
fn declared_codes_of_missing_answers_are_missing_for_their_reason() {
    let codes = [Scalar::Integer(98), Scalar::Integer(99)];
    let age = || with_missing(Column::new("x", integer()), &codes);
    assert_eq!(
        column_of(array(Int64Array::from(vec![Some(5), Some(98), Some(99), None])), age()),
        ["5", "#0", "#1", "-"]
    );
    assert_eq!(column_of(texts(&["98", "x", "", "98.0"]), age()), ["#0", "!", "-", "#0"]);
    let wage = with_missing(Column::new("x", decimal()), &[Scalar::Integer(-1)]);
    assert_eq!(column_of(array(Float64Array::from(vec![-1.0, 0.5])), wage), ["#0", "0.5"]);
    let status = || with_missing(coded(), &[Scalar::text("999")]);
    assert_eq!(column_of(array(Int64Array::from(vec![504, 999])), status()), ["MAR", "#0"]);
    let words = vec![Some("504"), Some("999"), None].into_iter().collect::<DictionaryArray<Int32Type>>();
    assert_eq!(column_of(array(words), status()), ["MAR", "#0", "-"]);
}

#[test]
fn an_empty_cell_may_mean_a_value() {
    let mut column = Column::new("x", integer());
    column.empty_means = Some(Scalar::Integer(0));
    assert_eq!(column_of(array(Int64Array::from(vec![Some(5), None])), column.clone()), ["5", "0"]);
    assert_eq!(
        column_of(texts(&["", "x", "3"]), with_missing(column, &[Scalar::Integer(3)])),
        ["0", "!", "#0"]
    );
    let mut column = country();
    column.empty_means = Some(Scalar::text("none"));
    let words = || vec![Some("MAR"), None, Some("")];
    assert_eq!(column_of(array(StringArray::from(words())), column.clone()), ["MAR", "none", "none"]);
    let dictionary = words().into_iter().collect::<DictionaryArray<Int32Type>>();
    assert_eq!(column_of(array(dictionary), column), ["MAR", "none", "none"]);
}
