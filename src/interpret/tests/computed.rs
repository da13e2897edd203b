//! Tables, comparisons and expected records, and rules on their rows.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{
    column, compare, condition, expr, integer, integer_type, literal, requirement, rule, source, standard_of,
    table, text, truth,
};
use crate::interpret::{ItemOutcome, Table, World, account, judge, judge_first, relation};
use crate::ir::{
    self, Aggregate, AggregateFunction as F, ArithmeticOp, CompareOp, Expected, ExpectedPart, ExpectedValues,
    Expr, ExprKind, Items, Key, Matched, Matching, Rows, Rule, RuleId, Scope, Set, SourceId, Standard,
};
use crate::outcome::{Account, Counts, NotEvaluated, Repeated};
use crate::types::{Column, Period, Scalar, Type, Value};

const BASE: SourceId = SourceId(0);
const TABLE: SourceId = SourceId(1);

fn key(name: &str, expr: Arc<Expr>) -> Key {
    Key { name: name.to_owned(), expr }
}

fn aggregate(function: F, value: Option<Arc<Expr>>, scope: Scope) -> Arc<Expr> {
    let aggregate = Aggregate {
        function,
        value,
        second: None,
        third: None,
        known: false,
        distinct: false,
        condition: None,
        weight: None,
        scope,
    };
    expr(integer_type(), ExprKind::Aggregate(Box::new(aggregate)))
}

fn region() -> Arc<Expr> {
    column(Type::Text, 0)
}

fn x() -> Arc<Expr> {
    column(integer_type(), 2)
}

fn positive() -> Arc<Expr> {
    compare(CompareOp::Greater, x(), literal(integer_type(), integer(0)))
}

/// By region and year: the sum of `x`, where it is positive.
fn declared() -> ir::Table {
    ir::Table {
        base: BASE,
        condition: Some(positive()),
        keys: vec![key("region", region()), key("year", column(integer_type(), 1))],
        measures: vec![key("total", aggregate(F::Sum, Some(x()), Scope::Group))],
        declared: true,
    }
}

fn columns(names: &[&str]) -> Vec<Column> {
    let ty = |name: &str| if name == "region" { Type::Text } else { integer_type() };
    names.iter().map(|name| Column::new(name, ty(name))).collect()
}

/// Records of region, year and `x`, and the table of them.
fn with_table(rules: Vec<Rule>) -> Standard {
    let base = source("base", Rows::Files, columns(&["region", "year", "x"]));
    let rows = Rows::Table(Box::new(declared()));
    let names = ["region", "year", "total", ir::Table::RECORDS];
    standard_of(vec![base, source("by_region", rows, columns(&names))], rules)
}

fn records(rows: &[(Option<&str>, i64, Option<i64>)]) -> Table {
    table(vec![
        rows.iter().map(|row| row.0.and_then(text)).collect(),
        rows.iter().map(|row| integer(row.1)).collect(),
        rows.iter().map(|row| row.2.and_then(integer)).collect(),
    ])
}

fn world<'a>(standard: &'a Standard, rows: &[(Option<&str>, i64, Option<i64>)]) -> World<'a> {
    World::new(standard, BTreeMap::from([(BASE, records(rows))]))
}

fn on(source: SourceId, guard: Option<Arc<Expr>>, condition: Arc<Expr>) -> Rule {
    Rule { source, ..rule(Items::Rows, guard, vec![requirement(condition)]) }
}

fn rows_of(world: &World<'_>, id: SourceId) -> Vec<Vec<Value>> {
    let table = world.table(id).expect("it is there");
    (0..table.rows).map(|row| table.values(row, table.columns.len())).collect()
}

#[test]
fn a_table_without_keys_has_one_cell_of_no_rows_too() {
    let mut standard = with_table(Vec::new());
    let cell = ir::Table { keys: Vec::new(), condition: None, ..declared() };
    standard.sources.push(source(
        "cell",
        Rows::Table(Box::new(cell)),
        columns(&["total", ir::Table::RECORDS]),
    ));
    let world = world(&standard, &[]);
    let id = standard.sources().map(|(id, _)| id).last().expect("it was pushed");
    assert_eq!(rows_of(&world, id), [vec![integer(0), integer(0)]]);
}

#[test]
fn a_table_has_a_row_for_each_combination_that_occurs_in_the_order_of_its_keys() {
    let standard = with_table(Vec::new());
    let rows = [
        (Some("b"), 2, Some(4)),
        (Some("a"), 2, Some(1)),
        (Some("b"), 1, Some(5)),
        (Some("b"), 2, Some(6)),
        (Some("c"), 2, Some(0)),
    ];
    let world = world(&standard, &rows);
    let expected = [("a", 2, 1, 1), ("b", 1, 5, 1), ("b", 2, 10, 2)];
    let expected =
        expected.map(|(region, year, sum, n)| vec![text(region), integer(year), integer(sum), integer(n)]);
    assert_eq!(rows_of(&world, TABLE), expected);
    let relation = relation(&world, TABLE).expect("it is declared");
    assert_eq!(relation.columns, ["region", "year", "total", "#records"]);
    assert_eq!(relation.rows, expected);
}

#[test]
fn a_missing_key_of_a_table_is_a_value_like_others_and_comes_first() {
    let standard = with_table(Vec::new());
    let world = world(&standard, &[(Some("a"), 1, Some(1)), (None, 1, Some(2)), (None, 1, Some(3))]);
    let expected =
        [vec![None, integer(1), integer(5), integer(2)], vec![text("a"), integer(1), integer(1), integer(1)]];
    assert_eq!(rows_of(&world, TABLE), expected);
}

#[test]
fn rows_for_which_the_condition_is_unknown_are_counted_and_enter_the_checked_share() {
    let standard = with_table(vec![on(TABLE, None, truth('T'))]);
    let world = world(&standard, &[(Some("a"), 1, Some(1)), (Some("a"), 1, None), (Some("b"), 1, Some(-1))]);
    assert_eq!(world.undecided(TABLE), 1);
    let counts = judge(&world, RuleId(0), 5).counts;
    assert_eq!(counts, Counts { items: 1, pass: 1, rows: 3, ungrouped: 1, ..Counts::default() });
    assert!(counts.covers(666_666_666) && !counts.covers(666_666_667));
}

#[test]
fn a_table_of_nothing_has_no_row_and_one_of_an_absent_source_is_absent() {
    let standard = with_table(vec![on(TABLE, None, truth('T'))]);
    assert_eq!(rows_of(&world(&standard, &[]), TABLE), Vec::<Vec<Value>>::new());
    let nothing = World::new(&standard, BTreeMap::new());
    assert!(nothing.table(TABLE).is_none() && relation(&nothing, TABLE).is_none());
    let why = NotEvaluated::Other("base".to_owned(), Box::new(NotEvaluated::SourceAbsent));
    assert_eq!(judge(&nothing, RuleId(0), 5).not_evaluated, Some(why));
}

/// `total` of the cell of the same region in the year before.
fn previous() -> Arc<Expr> {
    let one = literal(integer_type(), integer(1));
    let before = ExprKind::Arithmetic(ArithmeticOp::Subtract, column(integer_type(), 1), one);
    let scope = Scope::Matching(Matching {
        source: TABLE,
        theirs: vec![region(), column(integer_type(), 1)],
        mine: vec![region(), expr(integer_type(), before)],
        captured: Vec::new(),
    });
    aggregate(F::Only, Some(column(integer_type(), 2)), scope)
}

#[test]
fn the_previous_cell_is_that_of_the_preceding_period() {
    let first = aggregate(F::Min, Some(column(integer_type(), 1)), Scope::By(Vec::new()));
    let is_first = compare(CompareOp::Equal, column(integer_type(), 1), first);
    let grows = compare(CompareOp::GreaterOrEqual, x(), previous());
    let mut judged = on(TABLE, None, grows);
    judged.effective = Some(condition(ExprKind::Not(is_first)));
    let standard = with_table(vec![judged]);
    let rows = [
        (Some("a"), 1, Some(5)),
        (Some("a"), 2, Some(6)),
        (Some("a"), 3, Some(1)),
        (Some("b"), 1, Some(1)),
        (Some("b"), 3, Some(9)),
        (Some("c"), 3, Some(9)),
        (None, 1, Some(9)),
        (None, 2, Some(9)),
    ];
    let counts = judge(&world(&standard, &rows), RuleId(0), 5).counts;
    // First: a, b and "not stated" of year 1. Unknown: b and c of year 3, whose year 2 is absent, and "not stated".
    let expected =
        Counts { items: 8, pass: 1, fail: 1, unknown: 3, not_applicable: 3, rows: 8, ..Counts::default() };
    assert_eq!(counts, expected);
}

#[test]
fn a_table_of_a_table_counts_its_cells() {
    let mut standard = with_table(vec![on(SourceId(2), None, truth('T'))]);
    let upper = ir::Table {
        base: TABLE,
        condition: None,
        keys: vec![key("region", region())],
        measures: vec![key("total", aggregate(F::Sum, Some(column(integer_type(), 2)), Scope::Group))],
        declared: true,
    };
    let names = ["region", "total", ir::Table::RECORDS];
    standard.sources.push(source("upper", Rows::Table(Box::new(upper)), columns(&names)));
    let rows =
        [(Some("a"), 1, Some(5)), (Some("a"), 2, Some(6)), (Some("a"), 2, Some(1)), (Some("a"), 2, None)];
    let world = world(&standard, &rows);
    assert_eq!(rows_of(&world, SourceId(2)), [vec![text("a"), integer(12), integer(2)]]);
    let counts = judge(&world, RuleId(0), 5).counts;
    assert_eq!(counts, Counts { items: 1, pass: 1, rows: 2, ..Counts::default() });
}

#[test]
fn the_last_delivery_has_no_rows_unless_they_are_given() {
    let cell = |name| column(integer_type(), name);
    let scope = Scope::Matching(Matching {
        source: SourceId(2),
        theirs: vec![region(), cell(1)],
        mine: vec![region(), cell(1)],
        captured: Vec::new(),
    });
    let same = compare(CompareOp::Equal, cell(2), aggregate(F::Only, Some(cell(2)), scope));
    let mut standard = with_table(vec![on(TABLE, None, same)]);
    let names = ["region", "year", "total", ir::Table::RECORDS];
    standard.sources.push(source("before", Rows::LastDelivery(TABLE), columns(&names)));
    let now = || records(&[(Some("a"), 1, Some(5)), (Some("b"), 1, Some(6)), (Some("c"), 1, Some(7))]);
    let first = World::new(&standard, BTreeMap::from([(BASE, now())]));
    assert_eq!(judge(&first, RuleId(0), 5).counts.unknown, 3);
    let before = table(vec![
        vec![text("a"), text("b")],
        vec![integer(1), integer(1)],
        vec![integer(5), integer(1)],
        vec![integer(1), integer(1)],
    ]);
    let second = World::new(&standard, BTreeMap::from([(BASE, now()), (SourceId(2), before)]));
    let counts = judge(&second, RuleId(0), 5).counts;
    assert_eq!((counts.pass, counts.fail, counts.unknown), (1, 1, 1));
}

/// Two sources of region, year and `x`, each by region with the one `x` of it, and what becomes of the pairs.
fn comparison(rules: Vec<Rule>) -> Standard {
    let side = |base| {
        let only = aggregate(F::Only, Some(x()), Scope::Group);
        let (keys, measures) = (vec![key("region", region())], vec![key("x", only)]);
        Rows::Table(Box::new(ir::Table { base, condition: None, keys, measures, declared: false }))
    };
    let of_files = |name| source(name, Rows::Files, columns(&["region", "year", "x"]));
    let of_side = |name, base| source(name, side(base), columns(&["region", "x", ir::Table::RECORDS]));
    let rows = Rows::Matched { left: SourceId(2), right: SourceId(3) };
    let names = ["region", Matched::LEFT, Matched::RIGHT, "x", "y"];
    standard_of(
        vec![
            of_files("left"),
            of_files("right"),
            of_side("#left", SourceId(0)),
            of_side("#right", SourceId(1)),
            source("pairs", rows, columns(&names)),
        ],
        rules,
    )
}

fn sides<'a>(
    standard: &'a Standard,
    left: &[(Option<&str>, i64)],
    right: &[(Option<&str>, i64)],
) -> World<'a> {
    let records = |rows: &[(Option<&str>, i64)]| {
        records(&rows.iter().map(|(region, x)| (*region, 1, Some(*x))).collect::<Vec<_>>())
    };
    World::new(standard, BTreeMap::from([(SourceId(0), records(left)), (SourceId(1), records(right))]))
}

const PAIRS: SourceId = SourceId(4);

#[test]
fn a_comparison_has_a_row_for_each_key_of_either_side() {
    let standard = comparison(Vec::new());
    let left = [(Some("b"), 1), (Some("a"), 2), (Some("d"), 3), (Some("d"), 3)];
    let world = sides(&standard, &left, &[(Some("c"), 4), (Some("b"), 5), (Some("d"), 6)]);
    let row = |region: &str, left: i64, right: i64, x: Option<i64>, y: Option<i64>| {
        vec![text(region), integer(left), integer(right), x.and_then(integer), y.and_then(integer)]
    };
    let expected = [
        row("a", 1, 0, Some(2), None),
        row("b", 1, 1, Some(1), Some(5)),
        row("c", 0, 1, None, Some(4)),
        row("d", 2, 1, Some(3), Some(6)),
    ];
    assert_eq!(rows_of(&world, PAIRS), expected);
}

#[test]
fn a_key_that_is_not_stated_matches_nothing() {
    let standard = comparison(Vec::new());
    let world = sides(&standard, &[(None, 1), (None, 2), (Some("a"), 3)], &[(None, 4)]);
    let expected = [
        vec![None, integer(2), integer(0), None, None],
        vec![None, integer(0), integer(1), None, integer(4)],
        vec![text("a"), integer(1), integer(0), integer(3), None],
    ];
    assert_eq!(rows_of(&world, PAIRS), expected);
}

#[test]
fn the_account_of_a_comparison_gives_every_row_of_both_sides_one_place() {
    let standard = comparison(Vec::new());
    let left = ["a", "b", "d", "d", "e", "f", "f"].map(|region| (Some(region), 1)).into_iter();
    let right = ["b", "c", "d", "e", "e", "f", "f", "f"].map(|region| (Some(region), 1)).into_iter();
    let left: Vec<_> = left.chain([(None, 1)]).collect();
    let right: Vec<_> = right.chain([(None, 1), (None, 2)]).collect();
    let world = sides(&standard, &left, &right);
    let account = account(&world, PAIRS).expect("both sides are there");
    let expected = Account {
        left_rows: 8,
        right_rows: 10,
        matched: 1,
        only_left: 1,
        only_right: 1,
        duplicate_left: Repeated { keys: 2, rows: 4 },
        duplicate_right: Repeated { keys: 2, rows: 5 },
        not_stated_left: 1,
        not_stated_right: 2,
        against_duplicate_left: 1,
        against_duplicate_right: 1,
    };
    assert_eq!(account, expected);
    let left = |a: Account| {
        a.matched + a.only_left + a.duplicate_left.rows + a.not_stated_left + a.against_duplicate_left
    };
    let right = |a: Account| {
        a.matched + a.only_right + a.duplicate_right.rows + a.not_stated_right + a.against_duplicate_right
    };
    assert_eq!((left(account), right(account)), (account.left_rows, account.right_rows));
}

#[test]
fn the_first_record_of_an_example_is_judged_as_the_row_that_it_became() {
    let only = |side: u32| {
        let other = literal(integer_type(), integer(0));
        compare(CompareOp::NotEqual, column(integer_type(), side), other)
    };
    let standard = comparison(vec![on(PAIRS, None, only(2)), on(PAIRS, None, only(1))]);
    let first = |left: &[(Option<&str>, i64)], right: &[(Option<&str>, i64)], source, rule| {
        judge_first(&sides(&standard, left, right).beginning_with(source), RuleId(rule))
    };
    let (a, b) = ([(Some("a"), 1)], [(Some("b"), 1)]);
    let (left, right) = (SourceId(0), SourceId(1));
    assert_eq!(
        first(&a, &b, left, 0),
        Some(ItemOutcome::Fail),
        "the key of the left record is not on the right"
    );
    assert_eq!(first(&a, &b, right, 1), Some(ItemOutcome::Fail));
    assert_eq!(first(&a, &b, right, 0), Some(ItemOutcome::Pass));
    assert_eq!(first(&a, &[], left, 1), Some(ItemOutcome::Pass));
    assert_eq!(first(&[], &[], left, 0), None);
}

#[test]
fn a_record_of_an_example_is_judged_as_its_cell_or_as_the_cell_that_is_given() {
    let big = compare(CompareOp::Greater, column(integer_type(), 2), literal(integer_type(), integer(5)));
    let standard = with_table(vec![on(TABLE, None, big)]);
    let first = |rows: &[(Option<&str>, i64, Option<i64>)]| judge_first(&world(&standard, rows), RuleId(0));
    assert_eq!(first(&[(Some("b"), 1, Some(6)), (Some("a"), 1, Some(1))]), Some(ItemOutcome::Pass));
    assert_eq!(first(&[(Some("b"), 1, Some(-6)), (Some("a"), 1, Some(1))]), None, "it is in no cell");
    let given = table(vec![vec![text("b")], vec![integer(1)], vec![integer(4)], vec![integer(1)]]);
    let world = World::new(&standard, BTreeMap::from([(BASE, records(&[])), (TABLE, given)]));
    assert_eq!(judge_first(&world, RuleId(0)), Some(ItemOutcome::Fail));
}

/// For each region: the years 1 to 3.
fn years(exactly: bool, groups: Vec<Key>) -> Expected {
    let year = |year| literal(integer_type(), integer(year));
    let set = Set::Range(year(1), year(3));
    let part =
        ExpectedPart { keys: vec![key("year", column(integer_type(), 1))], values: ExpectedValues::Set(set) };
    Expected { base: BASE, condition: Some(positive()), groups, parts: vec![part], exactly }
}

fn with_expected(expected: Expected, rules: Vec<Rule>) -> Standard {
    let base = source("base", Rows::Files, columns(&["region", "year", "x"]));
    let names: Vec<&str> =
        expected.groups.iter().map(|_| "region").chain(["year", "found", "wanted"]).collect();
    let columns = columns(&names);
    standard_of(vec![base, source("base", Rows::Expected(Box::new(expected)), columns)], rules)
}

fn there(region: &str, year: i64, found: i64, wanted: bool) -> Vec<Value> {
    vec![text(region), integer(year), integer(found), Some(Scalar::Boolean(wanted))]
}

#[test]
fn every_group_must_have_every_combination() {
    let standard = with_expected(years(false, vec![key("region", region())]), Vec::new());
    let rows =
        [(Some("a"), 1, Some(1)), (Some("a"), 1, Some(1)), (Some("b"), 3, Some(1)), (Some("b"), 4, Some(1))];
    let world = world(&standard, &rows);
    let expected = [
        there("a", 1, 2, true),
        there("a", 2, 0, true),
        there("a", 3, 0, true),
        there("b", 1, 0, true),
        there("b", 2, 0, true),
        there("b", 3, 1, true),
    ];
    assert_eq!(rows_of(&world, TABLE), expected);
}

#[test]
fn exactly_makes_rows_of_combinations_that_are_not_expected() {
    let standard = with_expected(years(true, vec![key("region", region())]), Vec::new());
    let world =
        world(&standard, &[(Some("b"), 4, Some(1)), (Some("b"), 4, Some(1)), (Some("b"), 0, Some(1))]);
    let rows = rows_of(&world, TABLE);
    assert_eq!((rows.len(), &rows[0], &rows[4]), (5, &there("b", 0, 1, false), &there("b", 4, 2, false)));
}

#[test]
fn without_groups_the_whole_is_asked_even_of_nothing() {
    let standard = with_expected(years(false, Vec::new()), Vec::new());
    let rows = rows_of(&world(&standard, &[]), TABLE);
    assert_eq!(rows.iter().map(|row| row[0].clone()).collect::<Vec<_>>(), [1, 2, 3].map(integer));
}

#[test]
fn only_rows_for_which_the_condition_is_true_count_and_those_that_have_no_place_are_undecided() {
    let standard =
        with_expected(years(false, vec![key("region", region())]), vec![on(TABLE, None, truth('T'))]);
    let rows = [
        (Some("a"), 1, Some(1)),
        (Some("a"), 2, Some(0)),
        (Some("a"), 3, None),
        (None, 1, Some(1)),
        (Some("c"), 1, Some(-1)),
    ];
    let world = world(&standard, &rows);
    let found: Vec<Value> = rows_of(&world, TABLE).iter().map(|row| row[2].clone()).collect();
    assert_eq!(found, [1, 0, 0].map(integer));
    let counts = judge(&world, RuleId(0), 5).counts;
    assert_eq!(counts, Counts { items: 3, pass: 3, rows: 5, ungrouped: 2, ..Counts::default() });
}

#[test]
fn an_example_of_expected_records_has_the_worst_outcome_of_all() {
    let found = compare(CompareOp::Greater, column(integer_type(), 1), literal(integer_type(), integer(0)));
    let standard = with_expected(years(false, Vec::new()), vec![on(TABLE, None, found)]);
    let all = [1, 2, 3].map(|year| (Some("a"), year, Some(1)));
    assert_eq!(judge_first(&world(&standard, &all), RuleId(0)), Some(ItemOutcome::Pass));
    assert_eq!(judge_first(&world(&standard, &all[..2]), RuleId(0)), Some(ItemOutcome::Fail));
}

#[test]
fn expected_values_are_constants_codes_periods_or_what_occurs_elsewhere() {
    let months = [10, 11, 12].map(|month| Some(Scalar::Period(Period::month(2024, month).expect("a month"))));
    let period = |month: usize| literal(Type::Period(None), months[month].clone());
    let pair = |region: Option<&str>, year| {
        let parts = vec![literal(Type::Text, region.and_then(text)), literal(integer_type(), integer(year))];
        expr(Type::Tuple(Vec::new()), ExprKind::Tuple(parts))
    };
    let part = |names: usize, values| ExpectedPart {
        keys: (0..names).map(|_| key("region", region())).collect(),
        values,
    };
    let product = Expected {
        base: BASE,
        condition: None,
        groups: Vec::new(),
        parts: vec![
            part(1, ExpectedValues::Set(Set::Range(period(0), period(2)))),
            part(
                2,
                ExpectedValues::Set(Set::Values(vec![pair(Some("a"), 1), pair(None, 2), pair(Some("a"), 1)])),
            ),
            part(1, ExpectedValues::Rows(BASE, vec![region()])),
        ],
        exactly: false,
    };
    let base = source("base", Rows::Files, columns(&["region", "year", "x"]));
    let wanted =
        source("base", Rows::Expected(Box::new(product)), columns(&["p", "q", "r", "s", "found", "wanted"]));
    let standard = standard_of(vec![base, wanted], Vec::new());
    let world = world(&standard, &[(Some("z"), 1, None), (Some("z"), 2, None), (None, 2, None)]);
    let rows: Vec<Vec<Value>> = rows_of(&world, TABLE).into_iter().map(|row| row[..4].to_vec()).collect();
    let expected = months.map(|month| vec![month, text("a"), integer(1), text("z")]);
    assert_eq!(rows, expected);
}
