//! The table of aggregates, and what each one computes.

use std::sync::Arc;

use super::{
    column, compare, condition, decimal, expr, integer, integer_type, literal, number, number_type, on_first,
    table, text, truth_value,
};
use crate::interpret::table::Group;
use crate::interpret::{Row, Table, evaluate};
use crate::ir::{Aggregate, AggregateFunction as F, CompareOp, Expr, ExprKind, IsTest, Scope};
use crate::types::{Period, Scalar, Type, Unit, Value};

fn plain(function: F, value: Option<Arc<Expr>>) -> Aggregate {
    Aggregate {
        function,
        value,
        second: None,
        third: None,
        known: false,
        distinct: false,
        condition: None,
        weight: None,
        scope: Scope::Group,
    }
}

/// The value of an aggregate over all rows of a table.
fn over(rows: &Table, aggregate: Aggregate) -> Value {
    let group = Group { keys: Vec::new(), rows: (0..rows.rows).collect() };
    let of = expr(Type::Missing, ExprKind::Aggregate(Box::new(aggregate)));
    evaluate(&of, &Row { index: None, group: Some(&group), ..Row::new(rows, 0) })
}

fn integers(values: &[Option<i64>]) -> Table {
    table(vec![values.iter().map(|value| value.map(Scalar::Integer)).collect()])
}

fn numbers(values: &[f64]) -> Table {
    table(vec![values.iter().map(|value| number(*value)).collect()])
}

fn truths(letters: &str) -> Table {
    table(vec![letters.chars().map(truth_value).collect()])
}

fn x(function: F) -> Aggregate {
    plain(function, Some(column(integer_type(), 0)))
}

fn number_x(function: F) -> Aggregate {
    plain(function, Some(column(number_type(), 0)))
}

#[test]
fn aggregates_follow_the_table() {
    let none = integers(&[]);
    let gap = integers(&[Some(1), None]);
    let unknown = integers(&[None, None]);
    let known = |function| Aggregate { known: true, ..x(function) };
    assert_eq!(over(&none, plain(F::Count, None)), integer(0));
    assert_eq!(over(&gap, plain(F::Count, None)), integer(2));
    assert_eq!(over(&gap, Aggregate { distinct: true, ..x(F::Count) }), None);
    assert_eq!(over(&gap, known(F::Count)), integer(1));
    assert_eq!(over(&unknown, known(F::Count)), integer(0));
    assert_eq!(over(&none, x(F::Sum)), integer(0));
    assert_eq!(over(&gap, x(F::Sum)), None);
    assert_eq!(over(&gap, known(F::Sum)), integer(1));
    assert_eq!(over(&unknown, known(F::Sum)), None);
    assert_eq!(over(&none, known(F::Sum)), integer(0));
    for function in [F::Mean, F::Min, F::Max, F::Median, F::Stddev, F::Mad, F::Iqr, F::Only] {
        assert_eq!(over(&none, x(function)), None, "{function:?} of nothing");
        assert_eq!(over(&gap, x(function)), None, "{function:?} of a missing value");
        assert_eq!(over(&unknown, known(function)), None, "{function:?} of none known");
    }
}

#[test]
fn quantifiers_are_kleenes() {
    let ask = |letters: &str, function| {
        super::letter(&over(&truths(letters), plain(function, Some(column(Type::Boolean, 0)))))
    };
    let cases = [
        ("", 'F', 'T'),
        ("TF", 'T', 'F'),
        ("T?", 'T', '?'),
        ("F?", '?', 'F'),
        ("FF", 'F', 'F'),
        ("TT", 'T', 'T'),
    ];
    for (letters, any, every) in cases {
        assert_eq!((ask(letters, F::Any), ask(letters, F::Every)), (any, every), "{letters}");
    }
}

#[test]
fn a_condition_that_is_unknown_for_a_row_leaves_the_aggregate_open() {
    let rows = integers(&[Some(5), None]);
    let above = compare(CompareOp::Greater, column(integer_type(), 0), literal(integer_type(), integer(1)));
    let where_above =
        |function, value| Aggregate { condition: Some(above.clone()), ..plain(function, value) };
    assert_eq!(over(&rows, where_above(F::Count, None)), None);
    assert_eq!(over(&rows, where_above(F::Share, None)), None);
    let sure = condition(ExprKind::Is(above.clone(), IsTest::True));
    let where_sure = |function, value| Aggregate { condition: Some(sure.clone()), ..plain(function, value) };
    assert_eq!(over(&rows, where_sure(F::Count, None)), integer(1));
    assert_eq!(over(&rows, where_sure(F::Sum, Some(column(integer_type(), 0)))), integer(5));
    assert_eq!(over(&rows, where_sure(F::Share, None)), number(0.5));
    assert_eq!(over(&integers(&[]), where_sure(F::Share, None)), None);
}

#[test]
fn statistics_are_what_their_names_say() {
    let rows = numbers(&[4.0, 1.0, 3.0, 2.0]);
    let quantile = |p| Aggregate { second: Some(literal(number_type(), number(p))), ..number_x(F::Quantile) };
    let cases = [
        (over(&rows, number_x(F::Mean)), number(2.5)),
        (over(&rows, number_x(F::Median)), number(2.5)),
        (over(&rows, number_x(F::Stddev)), number((5.0_f64 / 3.0).sqrt())),
        (over(&rows, number_x(F::Iqr)), number(1.5)),
        (over(&rows, number_x(F::Mad)), number(1.0)),
        (over(&rows, number_x(F::Min)), number(1.0)),
        (over(&rows, number_x(F::Max)), number(4.0)),
        (over(&rows, quantile(0.0)), number(1.0)),
        (over(&rows, quantile(1.0)), number(4.0)),
        (over(&rows, quantile(0.1)), number(1.3)),
        (over(&rows, quantile(1.5)), None),
        (over(&numbers(&[7.0]), number_x(F::Stddev)), None),
        (over(&numbers(&[7.0, 7.0]), number_x(F::Stddev)), number(0.0)),
        (over(&numbers(&[1e100, 1.0, -1e100]), number_x(F::Sum)), number(1.0)),
        (over(&numbers(&[f64::MAX, f64::MAX]), number_x(F::Sum)), None),
    ];
    for (position, (found, expected)) in cases.into_iter().enumerate() {
        assert_eq!(found, expected, "case {position}");
    }
}

#[test]
fn exact_sums_may_leave_their_type_on_the_way_but_not_at_the_end() {
    assert_eq!(over(&integers(&[Some(i64::MAX), Some(1), Some(-1)]), x(F::Sum)), integer(i64::MAX));
    assert_eq!(over(&integers(&[Some(i64::MAX), Some(1)]), x(F::Sum)), None);
    let money = |values: &[&str]| {
        let rows = table(vec![values.iter().map(|value| decimal(value)).collect()]);
        over(&rows, plain(F::Sum, Some(column(Type::Decimal(Unit::none()), 0))))
    };
    let most = "99999999999999999999999999999.999999999";
    assert_eq!(money(&[most, most, &format!("-{most}")]), decimal(most));
    assert_eq!(money(&[most, "0.000000001"]), None);
    assert_eq!(money(&["-0.5", "-0.7", "0.1"]), decimal("-1.1"));
}

fn weighted(function: F) -> Aggregate {
    Aggregate { weight: Some(column(number_type(), 1)), ..number_x(function) }
}

#[test]
fn weights_count_and_bad_ones_leave_it_open() {
    let rows = |weights: [Option<f64>; 2]| {
        table(vec![vec![number(1.0), number(4.0)], weights.map(|weight| weight.and_then(number)).into()])
    };
    let good = rows([Some(3.0), Some(1.0)]);
    assert_eq!(over(&good, weighted(F::Mean)), number(1.75));
    assert_eq!(over(&good, weighted(F::Sum)), number(7.0));
    assert_eq!(over(&good, weighted(F::Median)), number(1.0));
    assert_eq!(over(&good, Aggregate { value: None, ..weighted(F::Count) }), number(4.0));
    let above = compare(CompareOp::Greater, column(number_type(), 0), literal(number_type(), number(2.0)));
    assert_eq!(
        over(&good, Aggregate { value: None, condition: Some(above), ..weighted(F::Share) }),
        number(0.25)
    );
    for bad in [rows([Some(-1.0), Some(1.0)]), rows([None, Some(1.0)]), rows([Some(0.0), Some(0.0)])] {
        assert_eq!(over(&bad, weighted(F::Mean)), None);
    }
}

#[test]
fn correlation_needs_variation() {
    let correlation = |first: [f64; 3], second: [f64; 3]| {
        let rows = table(vec![first.map(number).into(), second.map(number).into()]);
        over(&rows, Aggregate { second: Some(column(number_type(), 1)), ..number_x(F::Correlation) })
    };
    assert_eq!(correlation([1.0, 2.0, 3.0], [2.0, 4.0, 6.0]), number(1.0));
    assert_eq!(correlation([1.0, 2.0, 3.0], [3.0, 2.0, 1.0]), number(-1.0));
    assert_eq!(correlation([1.0, 1.0, 1.0], [3.0, 2.0, 1.0]), None);
}

#[test]
fn only_and_same_ask_for_one_value() {
    let cases = [
        (integers(&[Some(1), Some(1)]), integer(1), 'T'),
        (integers(&[Some(1), Some(2), None]), None, 'F'),
        (integers(&[Some(1), None]), None, '?'),
        (integers(&[]), None, 'T'),
    ];
    for (rows, one, same) in cases {
        assert_eq!(over(&rows, x(F::Only)), one);
        assert_eq!(super::letter(&over(&rows, x(F::Same))), same);
    }
}

#[test]
fn distinct_counts_equal_values_once() {
    let rows = table(vec![vec![text("a"), text("b"), text("a")]]);
    let distinct = Aggregate { distinct: true, ..plain(F::Count, Some(column(Type::Text, 0))) };
    assert_eq!(over(&rows, distinct), integer(2));
    assert_eq!(over(&rows, plain(F::Max, Some(column(Type::Text, 0)))), text("b"));
}

#[test]
fn a_gap_is_a_period_that_does_not_occur() {
    let period = |text: &str| Period::parse(text).map(Scalar::Period);
    let gapless = |periods: &[&str], ends: Option<(&str, &str)>| {
        let rows = table(vec![periods.iter().map(|text| period(text)).collect()]);
        let end = |text: &str| literal(Type::Period(None), period(text));
        let of = plain(F::Gapless, Some(column(Type::Period(None), 0)));
        let (second, third) = (ends.map(|ends| end(ends.0)), ends.map(|ends| end(ends.1)));
        super::letter(&over(&rows, Aggregate { second, third, ..of }))
    };
    assert_eq!(gapless(&["2024-02", "2023-12", "2024-01", "2024-01"], None), 'T');
    assert_eq!(gapless(&["2024-02", "2023-12"], None), 'F');
    assert_eq!(gapless(&["2024-02", "2024-Q1"], None), '?');
    assert_eq!(gapless(&["2024-02", "missing"], None), '?');
    assert_eq!(gapless(&["2024-02", "2024-03"], Some(("2024-02", "2024-03"))), 'T');
    assert_eq!(gapless(&["2024-02", "2024-03"], Some(("2024-01", "2024-03"))), 'F');
    assert_eq!(gapless(&["2023-01", "2024-02"], Some(("2024-02", "2024-02"))), 'T');
    assert_eq!(gapless(&["2024-02"], Some(("missing", "2024-02"))), '?');
    assert_eq!(gapless(&[], None), 'T');
}

#[test]
fn an_aggregate_of_a_row_is_over_the_rows_with_its_keys() {
    let count = |keys: Vec<Arc<Expr>>| {
        expr(
            integer_type(),
            ExprKind::Aggregate(Box::new(Aggregate { scope: Scope::By(keys), ..plain(F::Count, None) })),
        )
    };
    let rows = |first| table(vec![vec![first, text("a"), text("b")]]);
    assert_eq!(on_first(&count(vec![column(Type::Text, 0)]), &rows(text("a"))), integer(2));
    assert_eq!(on_first(&count(vec![column(Type::Text, 0)]), &rows(None)), None);
    assert_eq!(on_first(&count(Vec::new()), &rows(None)), integer(3));
}
