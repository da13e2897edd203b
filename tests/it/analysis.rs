//! What is said of a standard without data, and of who is to blame in a record, against all records of small domains.

use mizan::analyse::{Localisation, Localiser};
use mizan::diag::{Argument, Code, Diagnostic};
use mizan::files::Span;
use mizan::interpret::{self, Cell, Row, Table};
use mizan::ir::{self, Expr, Origin, Rule, RuleId, SourceId};
use mizan::types::{ColumnId, Decimal, Reason, Scalar};
use mizan::{Files, Standard};
use proptest::prelude::*;
use proptest::strategy::BoxedStrategy;
use proptest::test_runner::{Config, RngSeed, TestRunner};
use std::sync::Arc;

use crate::support::AS_OF;

/// What every generated standard has: each column with the values that its cells are tried with.
const SOURCE: &str = "
codelist letters { 'g' { en \"group\" } 'a' { en \"a\" } parent 'g' 'b' { en \"b\" } }
parameter limit: integer = 2
source t {
  files \"t.csv\"
  a: integer? in {0, 1, 3}
  b: integer? in {-1, 2, 5} weight 2
  e: integer  in {0, 2}
  c: letters?
  f: boolean?
  d: decimal? in {0.5, 2.0} weight 1.5
}
";

type Text = BoxedStrategy<String>;

fn one_of(texts: &[&str]) -> Text {
    let texts: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
    proptest::sample::select(texts).boxed()
}

fn number() -> Text {
    let plain = one_of(&["a", "b", "e", "0", "1", "2", "4", "limit"]);
    let sums = one_of(&["+", "-"]);
    let pair = (plain.clone(), plain.clone());
    prop_oneof![
        6 => plain.clone(),
        2 => (plain.clone(), sums, plain.clone()).prop_map(|(a, op, b)| format!("({a} {op} {b})")),
        1 => plain.clone().prop_map(|a| format!("2 * {a}")),
        1 => pair.clone().prop_map(|(a, b)| format!("(if f then {a} else {b})")),
        1 => pair.clone().prop_map(|(a, b)| format!("first_known({a}, {b})")),
        1 => pair.clone().prop_map(|(a, b)| format!("least({a}, {b})")),
        1 => pair.clone().prop_map(|(a, b)| format!("(case {{ c == 'a' => {a}, f => {b}, else => 1 }})")),
        1 => plain.prop_map(|a| format!("abs({a})")),
    ]
    .boxed()
}

fn test() -> Text {
    let ops = one_of(&["==", "!=", "<", "<=", ">", ">="]);
    prop_oneof![
        5 => (number(), ops.clone(), number()).prop_map(|(a, op, b)| format!("{a} {op} {b}")),
        1 => (ops, one_of(&["0.5", "1.0", "3.0", "(d * 0.3)", "(1.0 - d)"])).prop_map(|(op, b)| format!("d {op} {b}")),
        1 => number().prop_map(|a| format!("{a} in 0..2")),
        1 => number().prop_map(|a| format!("{a} in {{0, 2, a}}")),
        1 => (number(), number()).prop_map(|(a, b)| format!("{a} within 1 of {b}")),
        1 => number().prop_map(|a| format!("{a} within 50% at least 1 of b")),
        3 => one_of(&[
            "c == 'a'", "c != 'b'", "c in {'a', 'b'}", "c under 'g'", "c matches /[ab]/", "f", "f == (a > 1)",
            "a is missing", "a is known", "f is missing", "(a > b) is true", "(a > 1) is missing", "parent(c) == 'g'",
            "(c, a) in {('a', 1), ('b', 3)}", "level(c) == 1",
        ]),
    ]
    .boxed()
}

fn condition() -> Text {
    test()
        .prop_recursive(2, 6, 2, |inner| {
            let pair = (inner.clone(), inner.clone());
            prop_oneof![
                pair.clone().prop_map(|(a, b)| format!("({a}) and ({b})")),
                pair.clone().prop_map(|(a, b)| format!("({a}) or ({b})")),
                pair.clone().prop_map(|(a, b)| format!("({a}) implies ({b})")),
                (inner.clone(), pair).prop_map(|(c, (a, b))| format!("if ({c}) then ({a}) else ({b})")),
                inner.prop_map(|a| format!("not ({a})")),
            ]
        })
        .boxed()
}

fn rules(count: usize) -> impl Strategy<Value = String> {
    let one = (proptest::option::of(condition()), condition());
    proptest::collection::vec(one, count).prop_map(|rules| {
        let mut text = SOURCE.to_owned();
        for (position, (guard, condition)) in rules.into_iter().enumerate() {
            let guard = guard.map_or(String::new(), |guard| format!("when ({guard}) "));
            text += &format!("rule r{position} on t {{ {guard}require ({condition}) }}\n");
        }
        text
    })
}

/// Every record of the values that cells are tried with.
fn records() -> Vec<Vec<Cell>> {
    let integers =
        |values: &[i64]| values.iter().map(|value| Some(Scalar::Integer(*value))).collect::<Vec<_>>();
    let decimals = ["0.5", "2"].map(|text| Some(Scalar::Decimal(Decimal::parse(text).expect("a decimal"))));
    let columns = [
        integers(&[0, 1, 3]),
        integers(&[-1, 2, 5]),
        integers(&[0, 2]),
        ["a", "b", "g"].map(|code| Some(Scalar::text(code))).to_vec(),
        vec![Some(Scalar::Boolean(true)), Some(Scalar::Boolean(false))],
        decimals.to_vec(),
    ];
    let mut records: Vec<Vec<Cell>> = vec![Vec::new()];
    for values in columns {
        let cells: Vec<Cell> =
            values.into_iter().map(Cell::new).chain([Cell::missing(Reason::Empty)]).collect();
        records = records
            .into_iter()
            .flat_map(|record| cells.iter().map(move |cell| [record.clone(), vec![cell.clone()]].concat()))
            .collect();
    }
    records
}

fn table(record: &[Cell]) -> Table {
    Table { columns: record.iter().map(|cell| vec![cell.clone()]).collect(), rows: 1, places: Vec::new() }
}

fn truth(expr: &Expr, table: &Table) -> Option<bool> {
    match interpret::evaluate(expr, &Row::new(table, 0)) {
        Some(Scalar::Boolean(truth)) => Some(truth),
        _ => None,
    }
}

fn asked(rule: &Rule, table: &Table) -> Option<bool> {
    let gates: Vec<Option<bool>> = rule.gates().map(|gate| truth(gate, table)).collect();
    match (gates.contains(&Some(false)), gates.contains(&None)) {
        (true, _) => Some(false),
        (_, true) => None,
        _ => Some(true),
    }
}

fn met(rule: &Rule, table: &Table) -> Option<bool> {
    truth(&rule.requirements[0].condition, table)
}

fn passes(rule: &Rule, table: &Table) -> bool {
    asked(rule, table) == Some(true) && met(rule, table) == Some(true)
}

fn fails(rule: &Rule, table: &Table) -> bool {
    asked(rule, table) == Some(true) && met(rule, table) == Some(false)
}

/// The standard whatever is said of it.
fn compiled(text: &str) -> (ir::Standard, Vec<Diagnostic>) {
    let files = Files::of("standard.mizan", text);
    let (standard, said) = Standard::compile(&files);
    let said: Vec<Diagnostic> = said.iter().cloned().collect();
    let wrong =
        |found: &&Diagnostic| found.code < Code::AlwaysTrue && found.level() == mizan::diag::Level::Error;
    assert!(said.iter().find(wrong).is_none(), "{said:#?}\n{text}");
    let standard = match standard {
        Some(standard) => standard,
        None => Standard::compile_as_it_is(&files).0.expect("the rest has no error"),
    };
    (standard.ir().clone(), said)
}

fn at(standard: &ir::Standard, span: Span) -> Option<Arc<Expr>> {
    let mut found = None;
    for rule in standard.rules.iter().filter(|rule| rule.origin == Origin::Written) {
        for root in rule.gates().chain(rule.requirements.iter().map(|requirement| &requirement.condition)) {
            root.walk(&mut |part| {
                if part.span == span && found.is_none() {
                    found = Some(part.clone());
                }
            });
        }
    }
    found
}

fn text_of<'a>(found: &'a Diagnostic, name: &str) -> &'a str {
    match found.arguments.iter().find(|(own, _)| *own == name) {
        Some((_, Argument::Text(text))) => text,
        other => panic!("{other:?}"),
    }
}

fn rule<'a>(standard: &'a ir::Standard, id: &str) -> &'a Rule {
    let found = standard.rules.iter().find(|rule| rule.id == id || rule.id == format!("t.{id}"));
    found.expect("a rule that is named exists")
}

/// The record that a finding forgot; parameters are free, so that each is tried.
fn forgotten(standard: &ir::Standard, found: &Diagnostic, tables: &[Table]) -> Option<String> {
    let span = found.span.expect("findings have places");
    let generated = |table: &Table| {
        standard.rules.iter().filter(|rule| rule.origin != Origin::Written).all(|rule| !fails(rule, table))
    };
    let own = standard.rules.iter().find(|rule| {
        rule.guard.as_ref().is_some_and(|guard| guard.span == span)
            || rule.requirements[0].condition.span == span
            || rule.span == span
    });
    let holds: Box<dyn Fn(&Table) -> bool> = match found.code {
        Code::AlwaysTrue => {
            let expr = at(standard, span).expect("its expression");
            Box::new(move |table| truth(&expr, table) != Some(false))
        }
        Code::NeverTrue => {
            let expr = at(standard, span).expect("its expression");
            Box::new(move |table| truth(&expr, table) != Some(true))
        }
        Code::UnreachableBranch => Box::new(|_| true),
        Code::GuardNeverTrue => {
            let rule = own.expect("its rule");
            Box::new(|table| asked(rule, table) != Some(true))
        }
        Code::RequirementNeverTrue => {
            let rule = own.expect("its rule");
            Box::new(|table| !passes(rule, table))
        }
        Code::NeverBroken => {
            let rule = own.expect("its rule");
            Box::new(|table| !fails(rule, table))
        }
        Code::ContradictoryRules | Code::ClashingRules => {
            let (first, second) =
                (rule(standard, text_of(found, "first")), rule(standard, text_of(found, "second")));
            Box::new(|table| !(passes(first, table) && passes(second, table)))
        }
        Code::ImpossibleRules => {
            let rules: Vec<&Rule> =
                text_of(found, "rules").split(", ").map(|id| rule(standard, id)).collect();
            Box::new(move |table| {
                rules.iter().any(|rule| {
                    let strict = rule.origin == Origin::Written && rule.guard.is_none();
                    if strict { !passes(rule, table) } else { fails(rule, table) }
                })
            })
        }
        Code::ImpliedRule => {
            let own = rule(standard, text_of(found, "rule"));
            let rules: Vec<&Rule> =
                text_of(found, "rules").split(", ").map(|id| rule(standard, id)).collect();
            Box::new(move |table| !fails(own, table) || rules.iter().any(|rule| fails(rule, table)))
        }
        _ => return None,
    };
    let forgotten = tables.iter().find(|table| generated(table) && !holds(table))?;
    Some(format!("{found:#?}\n{forgotten:?}"))
}

fn cases(variable: &str, default: u32) -> u32 {
    std::env::var(variable).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

fn runner(cases: u32) -> TestRunner {
    let config =
        Config { cases, rng_seed: RngSeed::Fixed(1003), failure_persistence: None, ..Config::default() };
    TestRunner::new(config)
}

#[test]
fn what_a_record_can_do_is_never_called_impossible() {
    let all: Vec<Table> = records().iter().map(|record| table(record)).collect();
    let counts = std::cell::RefCell::new(std::collections::BTreeMap::<&str, usize>::new());
    runner(cases("MIZAN_ANALYSES", 40))
        .run(&rules(4), |text| {
            let (standard, said) = compiled(&text);
            for found in said.iter().filter(|found| found.code >= Code::AlwaysTrue) {
                *counts.borrow_mut().entry(found.code.info().slug).or_default() += 1;
                for limit in [-1, 2, 4] {
                    let bindings = ir::Bindings {
                        parameters: vec![Some(Scalar::Integer(limit))],
                        dated: vec![Vec::new()],
                        as_of: AS_OF,
                    };
                    let forgotten = forgotten(&ir::bind(&standard, &bindings), found, &all);
                    prop_assert!(
                        forgotten.is_none(),
                        "limit {limit}: {}\n{text}",
                        forgotten.unwrap_or_default()
                    );
                }
            }
            Ok(())
        })
        .unwrap_or_else(|error| panic!("{error}"));
    let counts = counts.into_inner();
    assert!(counts.len() >= 6, "hardly anything was found: {counts:?}");
}

/// The least weight of fields with other values of which no rule is broken, and those broken before are met or not asked.
fn least_weight(
    rules: &[&Rule],
    weights: &[f64],
    record: &[Cell],
    all: &[(Vec<Cell>, Table)],
) -> Option<f64> {
    let before = table(record);
    let broken: Vec<bool> = rules.iter().map(|rule| fails(rule, &before)).collect();
    let repairs = all.iter().filter(|(_, table)| {
        rules.iter().zip(&broken).all(|(rule, broken)| match broken {
            true => asked(rule, table) == Some(false) || passes(rule, table),
            false => !fails(rule, table),
        })
    });
    let weight = |other: &Vec<Cell>| -> f64 {
        (0..record.len()).filter(|at| record[*at] != other[*at]).map(|at| weights[at]).sum()
    };
    repairs.map(|(other, _)| weight(other)).min_by(f64::total_cmp)
}

#[test]
fn the_fields_to_blame_weigh_as_little_as_can_be() {
    let all: Vec<(Vec<Cell>, Table)> =
        records().into_iter().map(|record| (record.clone(), table(&record))).collect();
    let weights = [1.0, 2.0, 1.0, 1.0, 1.0, 1.5];
    let exact = std::cell::Cell::new((0, 0));
    runner(cases("MIZAN_LOCALISATIONS", 40))
        .run(&(rules(3), 0..all.len(), 0..all.len()), |(text, first, second)| {
            let (standard, _) = compiled(&text);
            let bindings = ir::Bindings {
                parameters: vec![Some(Scalar::Integer(2))],
                dated: vec![Vec::new()],
                as_of: AS_OF,
            };
            let standard = ir::bind(&standard, &bindings);
            let ids: Vec<RuleId> = standard.rules().map(|(id, _)| id).collect();
            let rules: Vec<&Rule> = standard.rules.iter().collect();
            let mut localiser = Localiser::new(&standard, SourceId(0), &ids);
            for record in [&all[first].0, &all[second].0] {
                let found = localiser.localise(record);
                if rules.iter().all(|rule| !fails(rule, &table(record))) {
                    prop_assert_eq!(found, None);
                    continue;
                }
                let least = least_weight(&rules, &weights, record, &all);
                let (certain, tried) = exact.get();
                exact.set((certain + usize::from(found.as_ref().is_none_or(|found| found.exact)), tried + 1));
                match (&found, least) {
                    (None, None) => {}
                    (Some(found), Some(least)) if found.exact => {
                        prop_assert_eq!(found.weight, least, "{:?} {:?}\n{}", found, record, text);
                    }
                    (Some(found), least) => prop_assert!(
                        !found.exact && least.is_none_or(|least| found.weight <= least),
                        "{:?} {:?} {:?}\n{}",
                        found,
                        least,
                        record,
                        text
                    ),
                    (None, Some(_)) => prop_assert!(false, "{:?} {:?}\n{}", least, record, text),
                }
            }
            Ok(())
        })
        .unwrap_or_else(|error| panic!("{error}"));
    let (certain, tried) = exact.get();
    assert!(certain * 10 >= tried * 8, "{certain} of {tried} are exact");
}

fn localised(rules: &str, record: &[Option<Scalar>]) -> Option<(Vec<String>, bool)> {
    let (standard, said) = compiled(rules);
    assert!(said.iter().all(|found| found.level() != mizan::diag::Level::Error), "{said:#?}");
    let ids: Vec<RuleId> = standard.rules().map(|(id, _)| id).collect();
    let cells: Vec<Cell> = record.iter().cloned().map(Cell::new).collect();
    let Localisation { fields, exact, .. } = Localiser::new(&standard, SourceId(0), &ids).localise(&cells)?;
    let name = |id: &ColumnId| standard.sources[0].schema.column(*id).name.clone();
    Some((fields.iter().map(name).collect(), exact))
}

#[test]
fn a_field_of_three_broken_rules_is_blamed_alone() {
    let rules = "source s { files \"s.csv\" age: integer in 0..120 children: integer married: boolean school: integer }
      rule a on s: age < 15 implies not married
      rule b on s: age < 12 implies children == 0
      rule c on s: school <= age";
    let integer = |value| Some(Scalar::Integer(value));
    let record = [integer(4), integer(2), Some(Scalar::Boolean(true)), integer(9)];
    assert_eq!(localised(rules, &record), Some((vec!["age".to_owned()], true)));
}

#[test]
fn magnitudes_are_no_obstacle() {
    let rules = "source s { files \"s.csv\" total: decimal part: decimal rest: decimal weight 3 }
      rule adds on s: total == part + rest
      rule share on s: part <= 0.5 * total";
    let amount = |text: &str| Decimal::parse(text).map(Scalar::Decimal);
    let record = [amount("90000000000000000000"), amount("10000000000000000000.5"), amount("1")];
    assert_eq!(
        localised(rules, &record),
        Some((vec!["part".to_owned(), "total".to_owned()].into_iter().rev().collect(), true))
    );
}

#[test]
fn every_failing_row_is_written_with_the_fields_to_blame() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = "source s { files \"s.csv\" key id id: integer name: text identifying age: integer in 0..120 married: boolean weight 2 }
      rules on s { old_enough: age < 15 implies not married }";
    std::fs::write(
        folder.path().join("s.csv"),
        "id,name,age,married\n1,a,40,true\n2,b,9,true\n3,c,200,false\n",
    )
    .expect("a file");
    let (standard, said) = Standard::compile(&Files::of("standard.mizan", text));
    let standard = standard.unwrap_or_else(|| panic!("{said:#?}"));
    let path = folder.path().join("failing.parquet");
    let delivery = mizan::check::Delivery { root: Some(folder.path().to_owned()), ..Default::default() };
    let options = mizan::check::CheckOptions { failing: Some(&path), as_of: AS_OF, ..Default::default() };
    let run = mizan::check::check(&standard, &delivery, &options).expect("it runs");
    assert_eq!(run.sources[0].blamed, [("age".to_owned(), 2)].into());
    for lang in mizan::locale::Lang::ALL {
        let words = mizan::locale::Catalog::of(lang);
        let text = mizan::report::text(&run, words, mizan::report::TextOptions::default());
        assert!(text.contains("`age` 2"), "{text}");
        let page = mizan::report::html(&run, words);
        assert!(page.contains("<code><bdi dir=\"ltr\">age</bdi></code> 2"), "{page}");
    }
    let file = std::fs::File::open(&path).expect("it is there");
    let reader =
        parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder::try_new(file).expect("it reads");
    let mut lines = Vec::new();
    for batch in reader.build().expect("it reads") {
        let batch = batch.expect("it reads");
        let text = |name: &str, row| {
            let column = batch.column_by_name(name).expect("its column");
            let strings = column.as_any().downcast_ref::<arrow::array::StringArray>().expect("a text");
            strings.value(row).to_owned()
        };
        for row in 0..batch.num_rows() {
            lines.push(
                [text("rule", row), text("file", row), text("key", row), text("blamed", row)].join(" "),
            );
        }
    }
    assert_eq!(lines, ["s.old_enough s.csv 2 age", "s.age.range s.csv 3 age"]);
}
