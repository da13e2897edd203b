//! Aggregates over matching rows: links, `this`, membership, and what an absent source does.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{
    column, compare, condition, expr, integer, integer_type, letter, literal, requirement, rule, source,
    standard_of, table, text, truth,
};
use crate::interpret::{Table, World, evaluate_first, judge};
use crate::ir::{
    Aggregate, AggregateFunction as F, CompareOp, Expr, ExprKind, Items, Key, Matching, Message, Requirement,
    Rows, RuleId, Scope, SourceId, Standard,
};
use crate::outcome::{Counts, NotEvaluated};
use crate::types::{Column, Scalar, Type, Value};

const WORKERS: SourceId = SourceId(0);
const PERMITS: SourceId = SourceId(1);

/// Workers `who`, `since`; permits `holder`, `from`, `until`.
fn two_sources(rules: Vec<crate::ir::Rule>) -> Standard {
    let integers = |name| Column::new(name, integer_type());
    let workers = vec![Column::new("who", Type::Text), integers("since")];
    let holder = Column { identifying: true, ..Column::new("holder", Type::Text) };
    let permits = vec![holder, integers("from"), integers("until")];
    standard_of(vec![source("workers", Rows::Files, workers), source("permits", Rows::Files, permits)], rules)
}

fn worker(who: Value, since: Value) -> Table {
    table(vec![vec![who], vec![since]])
}

/// `a` has 1..3 and 5..9, `b` has 2..?, someone unknown has 0..9.
fn permits() -> Table {
    let holders = vec![text("a"), text("b"), text("a"), None];
    let from = [1, 2, 5, 0].map(integer).to_vec();
    table(vec![holders, from, vec![integer(3), None, integer(9), integer(9)]])
}

fn matching(captured: Vec<Arc<Expr>>) -> Scope {
    Scope::Matching(Matching {
        source: PERMITS,
        theirs: vec![column(Type::Text, 0)],
        mine: vec![column(Type::Text, 0)],
        captured,
    })
}

fn aggregate(function: F, value: Option<Arc<Expr>>, captured: Vec<Arc<Expr>>) -> Aggregate {
    Aggregate {
        function,
        value,
        second: None,
        third: None,
        known: false,
        distinct: false,
        condition: None,
        weight: None,
        scope: matching(captured),
    }
}

fn of(ty: Type, aggregate: Aggregate) -> Arc<Expr> {
    expr(ty, ExprKind::Aggregate(Box::new(aggregate)))
}

/// The value of an expression for a worker among the permits.
fn found(who: Value, since: Value, expr: &Arc<Expr>) -> Value {
    let standard = two_sources(Vec::new());
    let tables = BTreeMap::from([(WORKERS, worker(who, since)), (PERMITS, permits())]);
    evaluate_first(&World::new(&standard, tables), WORKERS, expr)
}

fn truth_for(who: Value, expr: &Arc<Expr>) -> char {
    letter(&found(who, integer(2), expr))
}

/// `since >= from and since <= until`, where `since` is the worker's.
fn valid() -> Arc<Expr> {
    let this = || expr(integer_type(), ExprKind::This(0));
    condition(ExprKind::And(vec![
        compare(CompareOp::GreaterOrEqual, this(), column(integer_type(), 1)),
        compare(CompareOp::LessOrEqual, this(), column(integer_type(), 2)),
    ]))
}

fn since() -> Vec<Arc<Expr>> {
    vec![column(integer_type(), 1)]
}

#[test]
fn any_every_and_no_are_kleenes_over_the_matching_rows() {
    let any = of(Type::Boolean, aggregate(F::Any, Some(valid()), since()));
    let every = of(Type::Boolean, aggregate(F::Every, Some(valid()), since()));
    let no = condition(ExprKind::Not(any.clone()));
    let at =
        |who: &str, since| [&any, &every, &no].map(|expr| letter(&found(text(who), integer(since), expr)));
    assert_eq!(at("a", 2), ['T', 'F', 'F'], "one permit is valid, another is not");
    assert_eq!(at("a", 4), ['F', 'F', 'T']);
    assert_eq!(at("b", 1), ['F', 'F', 'T'], "before it begins its end does not matter");
    assert_eq!(at("b", 2), ['?', '?', '?'], "its end is not known");
}

#[test]
fn a_record_that_matches_nothing_has_none() {
    let any = of(Type::Boolean, aggregate(F::Any, Some(valid()), since()));
    let every = of(Type::Boolean, aggregate(F::Every, Some(valid()), since()));
    assert_eq!(truth_for(text("z"), &any), 'F');
    assert_eq!(truth_for(text("z"), &every), 'T');
    assert_eq!(truth_for(text("z"), &condition(ExprKind::Not(any))), 'T');
    assert_eq!(
        found(text("z"), None, &of(integer_type(), aggregate(F::Count, None, Vec::new()))),
        integer(0)
    );
    let until = || Some(column(integer_type(), 2));
    assert_eq!(
        found(text("z"), None, &of(integer_type(), aggregate(F::Sum, until(), Vec::new()))),
        integer(0)
    );
    for function in [F::Only, F::Min, F::Max, F::Mean, F::Median, F::Stddev] {
        let missing = of(integer_type(), aggregate(function, until(), Vec::new()));
        assert_eq!(found(text("z"), None, &missing), None, "{function:?}");
    }
}

#[test]
fn a_record_without_a_key_has_unknown_matches() {
    for function in [F::Any, F::Every] {
        let of = of(Type::Boolean, aggregate(function, Some(truth('T')), Vec::new()));
        assert_eq!(truth_for(None, &of), '?');
        assert_eq!(truth_for(None, &condition(ExprKind::Not(of))), '?');
    }
    assert_eq!(found(None, None, &of(integer_type(), aggregate(F::Count, None, Vec::new()))), None);
    let from = Some(column(integer_type(), 1));
    assert_eq!(found(None, None, &of(integer_type(), aggregate(F::Sum, from, Vec::new()))), None);
}

#[test]
fn a_linked_record_without_a_key_matches_nobody() {
    let count = of(integer_type(), aggregate(F::Count, None, Vec::new()));
    assert_eq!(found(text("a"), None, &count), integer(2));
    assert_eq!(found(text("b"), None, &count), integer(1));
}

#[test]
fn a_field_of_a_link_to_one_is_missing_when_there_are_two() {
    let from = of(integer_type(), aggregate(F::Only, Some(column(integer_type(), 1)), Vec::new()));
    assert_eq!(found(text("b"), None, &from), integer(2));
    assert_eq!(found(text("a"), None, &from), None);
}

#[test]
fn a_condition_that_is_unknown_of_a_linked_record_makes_aggregates_missing() {
    let where_ended = |function, value| {
        let ended = compare(CompareOp::Less, column(integer_type(), 2), literal(integer_type(), integer(5)));
        of(integer_type(), Aggregate { condition: Some(ended), ..aggregate(function, value, Vec::new()) })
    };
    assert_eq!(found(text("a"), None, &where_ended(F::Count, None)), integer(1));
    assert_eq!(found(text("b"), None, &where_ended(F::Count, None)), None);
    assert_eq!(found(text("b"), None, &where_ended(F::Max, Some(column(integer_type(), 1)))), None);
}

#[test]
fn membership_leaves_missing_cells_of_the_other_source_out() {
    let is_in = of(Type::Boolean, aggregate(F::Any, Some(truth('T')), Vec::new()));
    assert_eq!(["a", "b", "z"].map(|who| truth_for(text(who), &is_in)), ['T', 'T', 'F']);
    assert_eq!(truth_for(None, &is_in), '?');
}

#[test]
fn this_is_the_judged_record_in_every_part_of_an_aggregate() {
    let this = || expr(integer_type(), ExprKind::This(0));
    let begun = compare(CompareOp::LessOrEqual, column(integer_type(), 1), this());
    let difference =
        ExprKind::Arithmetic(crate::ir::ArithmeticOp::Subtract, column(integer_type(), 1), this());
    let value = Some(expr(integer_type(), difference));
    let of = of(integer_type(), Aggregate { condition: Some(begun), ..aggregate(F::Sum, value, since()) });
    assert_eq!(found(text("a"), integer(4), &of), integer(-3));
    assert_eq!(found(text("a"), integer(5), &of), integer(-4));
    assert_eq!(found(text("a"), None, &of), None, "the condition is unknown");
}

#[test]
fn aggregates_over_links_nest_through_definitions() {
    // Of a permit: how many permits its holder has; of a worker: the most of that.
    let inner = of(integer_type(), aggregate(F::Count, None, Vec::new()));
    let outer = of(integer_type(), aggregate(F::Max, Some(inner), Vec::new()));
    assert_eq!(found(text("a"), None, &outer), integer(2));
    // The same by the group of the other source.
    let by =
        Aggregate { scope: Scope::By(vec![column(Type::Text, 0)]), ..aggregate(F::Count, None, Vec::new()) };
    let outer = of(integer_type(), aggregate(F::Max, Some(of(integer_type(), by.clone())), Vec::new()));
    assert_eq!(found(text("a"), None, &outer), integer(2));
    let outer = of(integer_type(), aggregate(F::Max, Some(of(integer_type(), by)), since()));
    assert_eq!(found(text("a"), integer(1), &outer), integer(2), "whatever is taken from the judged record");
}

#[test]
fn a_group_matches_by_its_keys() {
    let matching = Scope::Matching(Matching {
        source: PERMITS,
        theirs: vec![column(Type::Text, 0)],
        mine: vec![expr(Type::Text, ExprKind::GroupKey(0))],
        captured: vec![of(
            integer_type(),
            Aggregate { scope: Scope::Group, ..aggregate(F::Count, None, Vec::new()) },
        )],
    });
    let enough = compare(
        CompareOp::GreaterOrEqual,
        column(integer_type(), 2),
        expr(integer_type(), ExprKind::This(0)),
    );
    let any = Aggregate { scope: matching, ..aggregate(F::Any, Some(enough), Vec::new()) };
    let keys = vec![Key { name: "who".to_owned(), expr: column(Type::Text, 0) }];
    let judged = rule(Items::Groups(keys), None, vec![requirement(of(Type::Boolean, any))]);
    let standard = two_sources(vec![judged]);
    let who = vec![text("a"), text("a"), text("z"), text("b")];
    let tables = BTreeMap::from([(WORKERS, table(vec![who, vec![None; 4]])), (PERMITS, permits())]);
    let counts = judge(&World::new(&standard, tables), RuleId(0), 5).counts;
    assert_eq!(counts, Counts { items: 3, pass: 1, fail: 1, unknown: 1, rows: 4, ..Counts::default() });
}

#[test]
fn a_link_from_a_source_to_itself_finds_the_record_too() {
    let to_itself = Scope::Matching(Matching {
        source: WORKERS,
        theirs: vec![column(Type::Text, 0)],
        mine: vec![column(Type::Text, 0)],
        captured: Vec::new(),
    });
    let count = of(integer_type(), Aggregate { scope: to_itself, ..aggregate(F::Count, None, Vec::new()) });
    assert_eq!(found(text("a"), None, &count), integer(1));
}

#[test]
fn an_absent_source_makes_what_reads_it_not_evaluated() {
    let any = of(Type::Boolean, aggregate(F::Any, Some(truth('T')), Vec::new()));
    let plain = rule(Items::Rows, None, vec![requirement(truth('T'))]);
    let guarded = rule(Items::Rows, Some(any), vec![requirement(truth('T'))]);
    let standard = two_sources(vec![plain, guarded]);
    let world = World::new(&standard, BTreeMap::from([(WORKERS, worker(text("a"), None))]));
    assert_eq!(judge(&world, RuleId(0), 5).counts.pass, 1, "it does not read the absent one");
    let tally = judge(&world, RuleId(1), 5);
    let why = NotEvaluated::Other("permits".to_owned(), Box::new(NotEvaluated::SourceAbsent));
    assert_eq!((tally.not_evaluated, tally.counts), (Some(why), Counts::default()));
    let nothing = World::new(&standard, BTreeMap::from([(PERMITS, permits())]));
    assert_eq!(judge(&nothing, RuleId(1), 5).not_evaluated, Some(NotEvaluated::SourceAbsent));
}

#[test]
fn what_a_message_shows_of_an_identifying_column_of_another_source_is_marked() {
    let count = of(integer_type(), aggregate(F::Count, None, Vec::new()));
    let holder = of(Type::Text, aggregate(F::Only, Some(column(Type::Text, 0)), Vec::new()));
    let field = |name: &str, expr| Key { name: name.to_owned(), expr };
    let message = Message { texts: BTreeMap::new(), fields: vec![field("n", count), field("who", holder)] };
    let broken = Requirement { condition: truth('F'), message: Some(message) };
    let standard = two_sources(vec![rule(Items::Rows, None, vec![broken])]);
    let tables = BTreeMap::from([(WORKERS, worker(text("b"), None)), (PERMITS, permits())]);
    let tally = judge(&World::new(&standard, tables), RuleId(0), 5);
    let fields = &tally.samples[0].broken[0].1;
    assert_eq!((&fields[0].value, fields[0].identifying), (&integer(1), false));
    assert_eq!((&fields[1].value, fields[1].identifying), (&Some(Scalar::text("b")), true));
}
