//! Groups come to the same whatever way they are found.

use arrow::array::{Float64Array, Int64Array, StringViewArray};

use super::*;
use crate::engine::program::NodeId;
use crate::engine::shape::Slot;
use crate::engine::table::Table;
use crate::files::{Files, Span};
use crate::ir::{Aggregate, AggregateFunction, Expr, ExprKind, Scope};
use crate::types::{Scalar, Unit};

/// More than are needed to see that almost every row is a group, and to deal them into lots.
const ROWS: usize = 90_000;

fn slot(node: usize, function: AggregateFunction, value: &Type, ty: &Type) -> Slot {
    let value = Expr {
        kind: ExprKind::Literal(None),
        ty: value.clone(),
        span: Span::new(Files::new().add("", ""), 0, 0),
    };
    let aggregate = Aggregate {
        function,
        value: Some(Arc::new(value)),
        second: None,
        third: None,
        condition: None,
        weight: None,
        known: true,
        distinct: false,
        scope: Scope::By(Vec::new()),
    };
    Slot {
        node: NodeId::for_tests(node),
        aggregate,
        value: None,
        second: None,
        third: None,
        condition: None,
        weight: None,
        whole: false,
        fraction: None,
        ty: ty.clone(),
    }
}

#[test]
fn groups_are_the_same_whether_equal_keys_are_looked_for_or_not() {
    use AggregateFunction as F;
    let (integer, number) = (Type::Integer(Unit::none()), Type::Number(Unit::none()));
    let cases = [
        (F::Sum, &integer, &integer),
        (F::Min, &integer, &integer),
        (F::Max, &number, &number),
        (F::Mean, &number, &number),
        (F::Only, &integer, &integer),
        (F::Same, &integer, &Type::Boolean),
        (F::Median, &number, &number),
        (F::Max, &Type::Text, &Type::Text),
        (F::Only, &Type::Text, &Type::Text),
    ];
    let aggregates: Vec<Slot> =
        cases.iter().enumerate().map(|(at, (function, of, ty))| slot(at, *function, of, ty)).collect();
    let types = vec![integer.clone()];
    let shape =
        Shape { keys: vec![NodeId::for_tests(99)], types, aggregates, keep_keys: false, missing_keys: false };
    // Two thirds of the rows have keys of their own, the others share theirs with one of them.
    let key = |row: usize| i64::try_from(if row % 3 == 2 { row / 2 } else { row }).expect("small");
    let integers: Vec<Option<i64>> =
        (0..ROWS).map(|row| (row % 7 != 0).then(|| i64::try_from(row % 5).expect("small"))).collect();
    let numbers: Vec<Option<f64>> = integers
        .iter()
        .map(|value| value.map(|value| f64::from(i32::try_from(value).expect("small"))))
        .collect();
    let texts: Vec<Option<String>> = integers
        .iter()
        .map(|value| value.map(|value| format!("a text longer than a view {value}")))
        .collect();
    let keys: Vec<i64> = (0..ROWS).map(key).collect();
    let build = |looks: bool| {
        let mut building = Building::new(&shape);
        building.looks = looks;
        for from in (0..ROWS).step_by(10_000) {
            let of = from..from + 10_000;
            let part = |array: ArrayRef| Vector::Array(array);
            let whole = part(Arc::new(Int64Array::from(integers[of.clone()].to_vec())));
            let real = part(Arc::new(Float64Array::from(numbers[of.clone()].to_vec())));
            let text = part(Arc::new(texts[of.clone()].iter().cloned().collect::<StringViewArray>()));
            let operands: Vec<Operands> = cases
                .iter()
                .map(|(_, of, _)| match of {
                    Type::Text => &text,
                    Type::Number(_) => &real,
                    _ => &whole,
                })
                .map(|value| Operands {
                    value: Some(value.view()),
                    second: None,
                    third: None,
                    condition: None,
                    weight: None,
                })
                .collect();
            let keys = part(Arc::new(Int64Array::from(keys[of].to_vec())));
            building.add(&shape, &[keys], &operands, 10_000);
            building.looks = looks;
        }
        building.finish(&shape).into_table(&shape)
    };
    let (one, other) = (build(true), build(false));
    assert_eq!((one.groups, one.pieces().len()), (other.groups, other.pieces().len()));
    let asked = Vector::Array(Arc::new(Int64Array::from((0..100_000).collect::<Vec<i64>>())));
    for slot in &shape.aggregates {
        let values =
            |table: &Table| table.look_up(slot.node, &table.find(std::slice::from_ref(&asked), 100_000));
        let (a, b) = (values(&one), values(&other));
        for row in 0..100_000 {
            assert_eq!(a.view().get(row), b.view().get(row), "{:?} of {row}", slot.aggregate.function);
        }
        assert!((0..ROWS).any(|row| a.view().get(row).is_some()));
    }
    assert_eq!(one.single, 0);
    assert!(matches!(
        one.look_up(shape.aggregates[0].node, &one.find(&[asked], 100_000)).view().get(99_999),
        Some(Scalar::Integer(0))
    ));
}
