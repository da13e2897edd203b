//! Outcomes of items, groups, samples.

use std::collections::BTreeMap;

use super::{
    column, compare, condition, expr, integer, integer_type, literal, requirement, rule, standard, table,
    text, truth, world,
};
use crate::interpret::{Cell, ItemOutcome, Table, judge, judge_first};
use crate::ir::{
    Aggregate, AggregateFunction, CompareOp, ConstraintRule, ExprKind, Items, Key, Message, Origin,
    Requirement, RuleId, Scope,
};
use crate::outcome::{Counts, NotEvaluated, Shown};
use crate::types::{Column, MissingCode, Reason, Scalar, Type};

fn columns() -> Vec<Column> {
    let person = Column { identifying: true, ..Column::new("person", Type::Text) };
    vec![person, Column::new("x", integer_type()), Column::new("y", integer_type())]
}

fn people() -> Table {
    let persons = vec![text("b"), text("a"), text("b"), None];
    let x = vec![integer(1), integer(-2), integer(-3), integer(-4)];
    table(vec![persons, x, vec![None, integer(7), None, None]])
}

fn positive() -> std::sync::Arc<crate::ir::Expr> {
    compare(CompareOp::Greater, column(integer_type(), 1), literal(integer_type(), integer(0)))
}

#[test]
fn a_row_has_the_outcome_of_its_guard_and_requirement() {
    let rows = [("T", "PF?"), ("F", "---"), ("?", "P??")];
    for (guard, outcomes) in rows {
        for (require, expected) in "TF?".chars().zip(outcomes.chars()) {
            let guard = guard.chars().next().map(truth);
            let standard = standard(columns(), rule(Items::Rows, guard, vec![requirement(truth(require))]));
            let expected = match expected {
                'P' => ItemOutcome::Pass,
                'F' => ItemOutcome::Fail,
                '?' => ItemOutcome::Unknown,
                _ => ItemOutcome::NotApplicable,
            };
            assert_eq!(judge_first(&world(&standard, people()), RuleId(0)), Some(expected));
        }
    }
}

#[test]
fn an_item_without_a_period_is_unknown_and_one_outside_is_not_applicable() {
    for (effective, expected) in
        [('?', ItemOutcome::Unknown), ('F', ItemOutcome::NotApplicable), ('T', ItemOutcome::Pass)]
    {
        let mut rule = rule(Items::Rows, None, vec![requirement(truth('T'))]);
        rule.effective = Some(truth(effective));
        assert_eq!(judge_first(&world(&standard(columns(), rule), people()), RuleId(0)), Some(expected));
    }
}

#[test]
fn an_item_in_which_there_is_nothing_to_judge_is_not_evaluated_whatever_else_holds() {
    let mut rule = rule(Items::Rows, Some(truth('F')), vec![requirement(truth('F'))]);
    rule.evaluated = Some(positive());
    rule.effective = Some(truth('?'));
    let standard = standard(columns(), rule);
    let counts = judge(&world(&standard, people()), RuleId(0), 5).counts;
    assert_eq!(counts, Counts { items: 4, unknown: 1, not_evaluated: 3, ..Counts::default() });
    assert_eq!(
        judge_first(&world(&standard, table(vec![vec![None], vec![integer(0)]])), RuleId(0)),
        Some(ItemOutcome::NotEvaluated)
    );
}

#[test]
fn what_is_not_collected_makes_a_rule_not_evaluated() {
    let mut rule = rule(Items::Rows, None, vec![requirement(truth('T'))]);
    rule.uncollected = vec!["citizenship".to_owned()];
    let standard = standard(columns(), rule);
    let tally = judge(&world(&standard, people()), RuleId(0), 5);
    assert_eq!(tally.not_evaluated, Some(NotEvaluated::NotCollected(vec!["citizenship".to_owned()])));
    assert_eq!(tally.counts, Counts::default());
}

#[test]
fn failing_rows_are_shown_with_what_the_rule_reads() {
    let field = Key { name: "who".to_owned(), expr: column(Type::Text, 0) };
    let message = Message { texts: BTreeMap::new(), fields: vec![field] };
    let broken = Requirement { condition: positive(), message: Some(message) };
    let standard = standard(columns(), rule(Items::Rows, None, vec![requirement(truth('T')), broken]));
    let tally = judge(&world(&standard, people()), RuleId(0), 2);
    assert_eq!(tally.counts, Counts { items: 4, pass: 1, fail: 3, ..Counts::default() });
    assert_eq!(tally.samples.len(), 2);
    let first = &tally.samples[0];
    let shown = |name: &str, value, identifying| Shown { name: name.to_owned(), value, identifying };
    assert_eq!((first.file, first.row), (Some(0), Some(2)));
    assert_eq!(first.key, [shown("person", text("a"), true)]);
    assert_eq!(first.values, [shown("x", integer(-2), false)]);
    assert_eq!(first.broken, [(1, vec![shown("who", text("a"), true)])]);
}

#[test]
fn groups_come_in_the_order_of_their_keys_and_rows_without_a_key_are_in_none() {
    let every = Aggregate {
        function: AggregateFunction::Every,
        value: Some(positive()),
        second: None,
        third: None,
        known: false,
        distinct: false,
        condition: None,
        weight: None,
        scope: Scope::Group,
    };
    let field = Key { name: "key".to_owned(), expr: expr(Type::Text, ExprKind::GroupKey(0)) };
    let message = Message { texts: BTreeMap::new(), fields: vec![field] };
    let require =
        Requirement { condition: condition(ExprKind::Aggregate(Box::new(every))), message: Some(message) };
    let keys = vec![Key { name: "person".to_owned(), expr: column(Type::Text, 0) }];
    let standard = standard(columns(), rule(Items::Groups(keys), None, vec![require]));
    let tally = judge(&world(&standard, people()), RuleId(0), 10);
    assert_eq!(tally.counts, Counts { items: 2, fail: 2, ungrouped: 1, rows: 4, ..Counts::default() });
    let keys: Vec<_> = tally.samples.iter().map(|sample| sample.key[0].value.clone()).collect();
    assert_eq!(keys, [text("a"), text("b")]);
    assert!(tally.samples[0].broken[0].1[0].identifying, "the key is made of an identifying column");
    assert_eq!(judge_first(&world(&standard, people()), RuleId(0)), Some(ItemOutcome::Fail));
    assert_eq!(judge_first(&world(&standard, table(vec![vec![None]])), RuleId(0)), None);
}

#[test]
fn a_whole_source_is_one_item_even_without_rows() {
    let standard = standard(columns(), rule(Items::Whole, None, vec![requirement(truth('F'))]));
    let tally = judge(&world(&standard, Table::default()), RuleId(0), 5);
    assert_eq!(tally.counts, Counts { items: 1, fail: 1, ..Counts::default() });
    assert_eq!((tally.samples[0].file, tally.samples[0].row), (None, None));
}

#[test]
fn declared_missing_answers_are_counted_by_reason() {
    let mut rule = rule(Items::Rows, None, vec![requirement(truth('T'))]);
    rule.origin = Origin::Column(crate::types::ColumnId(0), ConstraintRule::Type);
    let refused =
        MissingCode { value: Scalar::Integer(98), reason: "refused".to_owned(), labels: BTreeMap::new() };
    let age = Column { missing: vec![refused], ..Column::new("age", integer_type()) };
    let cells = vec![
        Cell::missing(Reason::Declared(0)),
        Cell::missing(Reason::Empty),
        Cell::missing(Reason::Declared(0)),
    ];
    let rows = Table { rows: 3, columns: vec![cells], places: Vec::new() };
    let tally = judge(&world(&standard(vec![age], rule), rows), RuleId(0), 5);
    assert_eq!(tally.reasons, BTreeMap::from([("refused".to_owned(), 2)]));
}
