//! Truth tables, conditionals, comparison, tolerance, arithmetic.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{
    column, compare, condition, decimal, expr, integer, integer_type, letter, literal, number, number_type,
    text, truth,
};
use crate::interpret::{Cell, Table, constant};
use crate::ir::{ArithmeticOp, CodeFunction, CompareOp, Expr, ExprKind, IsTest, Pattern, Set, Within};
use crate::types::{Code, Codelist, CodelistId, ColumnId, Grain, Period, Reason, Scalar, Type, Unit, Value};

/// What a condition comes to.
fn of(kind: ExprKind) -> char {
    letter(&constant(&condition(kind)))
}

#[test]
fn connectives_follow_the_tables() {
    // a, then for b of T F ?: and, or, implies; then not.
    let tables =
        [('T', "TF?", "TTT", "TF?", 'F'), ('F', "FFF", "TF?", "TTT", 'T'), ('?', "?F?", "T??", "T??", '?')];
    for (a, and, or, implies, not) in tables {
        let row = |make: &dyn Fn(Arc<Expr>) -> ExprKind| -> String {
            "TF?".chars().map(|b| of(make(truth(b)))).collect()
        };
        assert_eq!(row(&|b| ExprKind::And(vec![truth(a), b])), and, "{a} and");
        assert_eq!(row(&|b| ExprKind::Or(vec![truth(a), b])), or, "{a} or");
        assert_eq!(row(&|b| ExprKind::Implies(truth(a), b)), implies, "{a} implies");
        assert_eq!(of(ExprKind::Not(truth(a))), not, "not {a}");
    }
}

#[test]
fn an_interval_is_decided_when_both_ends_agree() {
    for (sure, possible, expected) in
        [('T', 'T', 'T'), ('F', 'T', '?'), ('F', 'F', 'F'), ('?', 'T', '?'), ('?', 'F', 'F')]
    {
        assert_eq!(of(ExprKind::Interval { sure: truth(sure), possible: truth(possible) }), expected);
    }
}

#[test]
fn a_conditional_has_the_value_on_which_its_open_branches_agree() {
    let value = |value: Value| literal(integer_type(), value);
    let when = |c: char, a: Value, b: Value| {
        constant(&expr(integer_type(), ExprKind::If(truth(c), value(a), value(b))))
    };
    assert_eq!(when('T', integer(1), None), integer(1));
    assert_eq!(when('F', integer(1), None), None);
    assert_eq!(when('?', integer(1), integer(1)), integer(1));
    assert_eq!(when('?', integer(1), integer(2)), None);
    assert_eq!(when('?', None, None), None);
    let case = |branches: &str, values: [i64; 3], otherwise: i64| {
        let branches = branches.chars().zip(values).map(|(c, v)| (truth(c), value(integer(v)))).collect();
        constant(&expr(integer_type(), ExprKind::Case(branches, value(integer(otherwise)))))
    };
    assert_eq!(case("FTT", [1, 2, 3], 4), integer(2));
    assert_eq!(case("FFF", [1, 2, 3], 4), integer(4));
    assert_eq!(case("?FF", [4, 2, 3], 4), integer(4));
    assert_eq!(case("?FF", [1, 2, 3], 4), None);
    assert_eq!(case("?TF", [2, 2, 3], 4), integer(2));
    assert_eq!(case("?T?", [1, 2, 2], 2), None);
}

#[test]
fn membership_is_a_chain_of_equalities() {
    let value = |value: Value| literal(integer_type(), value);
    let set = |x: Value, all: &[Value]| {
        of(ExprKind::In(value(x), Set::Values(all.iter().map(|one| value(one.clone())).collect())))
    };
    assert_eq!(set(integer(1), &[integer(1), None]), 'T');
    assert_eq!(set(integer(2), &[integer(1), None]), '?');
    assert_eq!(set(None, &[integer(1)]), '?');
    assert_eq!(set(None, &[]), 'F');
    let range =
        |x: Value, low: Value, high: Value| of(ExprKind::In(value(x), Set::Range(value(low), value(high))));
    assert_eq!(range(integer(5), integer(5), integer(5)), 'T');
    assert_eq!(range(integer(4), integer(5), None), 'F');
    assert_eq!(range(integer(6), integer(5), None), '?');
}

#[test]
fn tuples_compare_part_by_part() {
    let tuple = |a: Value, b: Value| {
        let parts = vec![literal(integer_type(), a), literal(integer_type(), b)];
        expr(Type::Tuple(vec![integer_type(), integer_type()]), ExprKind::Tuple(parts))
    };
    let pairs = || Set::Values(vec![tuple(integer(1), integer(2))]);
    assert_eq!(of(ExprKind::In(tuple(integer(1), integer(2)), pairs())), 'T');
    assert_eq!(of(ExprKind::In(tuple(integer(1), None), pairs())), '?');
    assert_eq!(of(ExprKind::In(tuple(integer(3), None), pairs())), 'F');
}

#[test]
fn periods_of_two_lengths_differ_and_have_no_order() {
    let period = |text: &str| literal(Type::Period(None), Period::parse(text).map(Scalar::Period));
    let test = |op, a, b| letter(&constant(&compare(op, period(a), period(b))));
    assert_eq!(test(CompareOp::Equal, "2024", "2024-01"), 'F');
    assert_eq!(test(CompareOp::NotEqual, "2024", "2024-01"), 'T');
    assert_eq!(test(CompareOp::Less, "2024", "2024-02"), '?');
    assert_eq!(test(CompareOp::Less, "2024-01", "2024-02"), 'T');
}

fn regions() -> Arc<Codelist> {
    let mut list = Codelist::new("regions", BTreeMap::new());
    for (code, parent) in [("AFR", None), ("NAF", Some("AFR")), ("MAR", Some("NAF"))] {
        let code = Code {
            code: code.into(),
            labels: BTreeMap::new(),
            parent: parent.map(Into::into),
            validity: (None, None),
        };
        assert!(list.add(code));
    }
    Arc::new(list)
}

#[test]
fn codes_are_looked_up_in_their_list() {
    let code = |code: &str| literal(Type::Code(CodelistId(0)), text(code));
    let under = |a: &str, b: &str| of(ExprKind::Under(code(a), code(b), regions()));
    assert_eq!(
        (under("MAR", "AFR"), under("AFR", "AFR"), under("AFR", "MAR"), under("XXX", "AFR")),
        ('T', 'T', 'F', '?')
    );
    let look =
        |function, a: &str| constant(&expr(integer_type(), ExprKind::CodeOf(function, code(a), regions())));
    assert_eq!(look(CodeFunction::Parent, "MAR"), text("NAF"));
    assert_eq!(look(CodeFunction::Parent, "AFR"), None);
    assert_eq!(look(CodeFunction::Level, "MAR"), integer(3));
    assert_eq!(look(CodeFunction::Level, "XXX"), None);
    assert_eq!(of(ExprKind::In(code("XXX"), Set::Codelist(regions()))), 'F');
    let pattern = Pattern::new("[A-Z]{2}").expect("a pattern");
    assert_eq!(of(ExprKind::Matches(code("MAR"), pattern)), 'F');
}

#[test]
fn is_never_leaves_anything_open() {
    let cells = |reason| Table { columns: vec![vec![Cell::missing(reason)]], rows: 1, places: Vec::new() };
    let ask = |reason, test| {
        letter(&super::on_first(&condition(ExprKind::Is(column(Type::Boolean, 0), test)), &cells(reason)))
    };
    assert_eq!(ask(Reason::Empty, IsTest::Missing), 'T');
    assert_eq!(ask(Reason::Declared(1), IsTest::MissingBecause(Reason::Declared(1))), 'T');
    assert_eq!(ask(Reason::Empty, IsTest::MissingBecause(Reason::Declared(1))), 'F');
    assert_eq!((ask(Reason::Empty, IsTest::True), ask(Reason::Empty, IsTest::False)), ('F', 'F'));
}

fn within(ty: &Type, value: Value, base: Value, share: Option<f64>, amount: Option<Value>) -> char {
    of(ExprKind::Within(Box::new(Within {
        value: literal(ty.clone(), value),
        base: literal(ty.clone(), base),
        share: share.map(|share| literal(Type::Percent, number(share))),
        amount: amount.map(|amount| literal(ty.clone(), amount)),
    })))
}

#[test]
fn tolerance_includes_its_boundary_and_is_exact_for_exact_types() {
    let (whole, money, float) = (integer_type(), Type::Decimal(Unit::none()), number_type());
    let cases = [
        (within(&whole, integer(105), integer(100), Some(0.05), None), 'T'),
        (within(&whole, integer(106), integer(100), Some(0.05), None), 'F'),
        (within(&whole, integer(-105), integer(-100), Some(0.05), None), 'T'),
        (within(&whole, integer(1), integer(0), Some(0.05), None), 'F'),
        (within(&whole, integer(0), integer(0), Some(0.05), None), 'T'),
        (within(&whole, integer(3), integer(0), Some(0.1), Some(integer(3))), 'T'),
        (within(&whole, integer(110), integer(100), Some(0.1), Some(integer(3))), 'T'),
        (within(&whole, integer(4), integer(0), None, Some(integer(3))), 'F'),
        (within(&whole, integer(i64::MIN), integer(i64::MAX), Some(1.0), None), 'F'),
        (within(&whole, integer(1), integer(1), Some(0.1), Some(None)), '?'),
        (within(&whole, None, integer(1), Some(0.1), None), '?'),
        (within(&money, decimal("1.1"), decimal("1"), Some(0.1), None), 'T'),
        (within(&money, decimal("1.100000001"), decimal("1"), Some(0.1), None), 'F'),
        (within(&money, decimal("90000000000000000000000000000"), decimal("1"), Some(0.1), None), 'F'),
        (
            within(
                &money,
                decimal("90000000000000000000000000000"),
                decimal("90000000000000000000000000001"),
                Some(0.1),
                None,
            ),
            'T',
        ),
        (within(&float, number(105.0), number(100.0), Some(0.05), None), 'T'),
        (within(&float, number(0.5), number(0.0), None, Some(number(0.5))), 'T'),
    ];
    for (position, (found, expected)) in cases.into_iter().enumerate() {
        assert_eq!(found, expected, "case {position}");
    }
}

#[test]
fn arithmetic_is_missing_where_it_leaves_its_type() {
    let compute = |op, a: Value, b: Value| {
        let operand = |value| literal(Type::Missing, value);
        constant(&expr(Type::Missing, ExprKind::Arithmetic(op, operand(a), operand(b))))
    };
    let (add, subtract, multiply, divide) =
        (ArithmeticOp::Add, ArithmeticOp::Subtract, ArithmeticOp::Multiply, ArithmeticOp::Divide);
    let date = |days| Some(Scalar::Date(days));
    let period = |text: &str| Period::parse(text).map(Scalar::Period);
    let cases = [
        (compute(add, integer(2), integer(3)), integer(5)),
        (compute(add, integer(i64::MAX), integer(1)), None),
        (compute(multiply, integer(i64::MIN), integer(-1)), None),
        (compute(divide, integer(6), integer(3)), None),
        (compute(multiply, decimal("0.000000001"), decimal("0.5")), decimal("0")),
        (compute(multiply, decimal("0.000000003"), decimal("0.5")), decimal("0.000000002")),
        (compute(divide, number(1.0), number(0.0)), None),
        (compute(multiply, number(1e300), number(1e300)), None),
        (compute(divide, number(1.0), number(4.0)), number(0.25)),
        (compute(add, date(10), integer(-3)), date(7)),
        (compute(add, date(i32::MAX), integer(1)), None),
        (compute(subtract, date(10), integer(i64::MIN)), None),
        (compute(subtract, date(10), date(3)), integer(7)),
        (compute(add, date(10), date(3)), None),
        (compute(subtract, period("2024-01"), integer(1)), period("2023-12")),
        (compute(subtract, period("2024-Q1"), period("2023-Q3")), integer(2)),
        (compute(subtract, period("2024-Q1"), period("2024")), None),
        (compute(add, None, integer(1)), None),
    ];
    for (position, (found, expected)) in cases.into_iter().enumerate() {
        assert_eq!(found, expected, "case {position}");
    }
}

#[test]
fn the_rest_of_the_expressions() {
    let first = |all: &[Value]| {
        let all = all.iter().map(|value| literal(integer_type(), value.clone())).collect();
        constant(&expr(integer_type(), ExprKind::FirstKnown(all)))
    };
    assert_eq!(first(&[None, integer(2), integer(3)]), integer(2));
    assert_eq!(first(&[None, None]), None);
    let widen = |to: Type, from: Value| constant(&expr(to, ExprKind::Widen(literal(Type::Missing, from))));
    assert_eq!(widen(Type::Decimal(Unit::none()), integer(2)), decimal("2"));
    assert_eq!(widen(number_type(), decimal("0.1")), number(0.1));
    assert_eq!(widen(number_type(), number(0.05)), number(0.05));
    let negate =
        |value: Value| constant(&expr(integer_type(), ExprKind::Negate(literal(Type::Missing, value))));
    assert_eq!((negate(integer(2)), negate(integer(i64::MIN))), (integer(-2), None));
    let month_of = crate::builtin::lookup("month_of").expect("a function");
    let call = ExprKind::Call(month_of, vec![literal(Type::Date, Some(Scalar::Date(0)))]);
    let month = constant(&expr(Type::Period(Some(Grain::Month)), call));
    assert_eq!(month, Period::parse("1970-01").map(Scalar::Period));
    assert_eq!(constant(&condition(ExprKind::AsOf)), None);
    assert_eq!(constant(&expr(integer_type(), ExprKind::Column(ColumnId(3)))), None);
}
