//! How fast rules are judged: one million rows in memory, one kind of rule at a time, each function of the language, and
//! all of it together. The time of reading the columns stands beside, as a rule that asks nothing of them but presence.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::hint::black_box;
use std::sync::Arc;

use arrow::array::{ArrayRef, Date32Array, Float64Array, Int64Array, RecordBatch, StringArray};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use mizan::builtin::{self, Accepts, Builtin};
use mizan::data::SourceData;
use mizan::engine::{self, Options};
use mizan::ir::{self, RuleId};
use mizan::{Files, Standard};
use parquet::arrow::ArrowWriter;

const ROWS: usize = 1_000_000;

/// 2024-12-31.
const AS_OF: i32 = 20_088;

const SOURCE: &str = "
codelist letters { 'a' { en \"a\" } 'b' { en \"b\" } 'c' { en \"c\" } }
source t {
  files \"t.parquet\"
  id: text
  person: text?
  code: letters?
  n: integer?
  x: number?
  born: date?
  day: date?
}
";

/// Rules by what dominates their cost.
const RULES: &[(&str, &str)] = &[
    (
        "reading alone",
        "rules on t { a: id is known  b: person is known  c: code is known  d: n is known  e: x is known  f: born is known  g: day is known }",
    ),
    ("compare", "rule r on t: n > 3 and x <= 100_000"),
    ("range", "rule r on t: n in 0..26"),
    ("pattern of fixed width", "rule r on t: id matches /[A-Z]{2}[0-9]{10}/"),
    ("pattern of digits", "rule r on t: person matches /\\d{9}/"),
    ("pattern of any width", "rule r on t: person matches /[1-9][0-9]{3,12}/"),
    ("code list", "rule r on t: code in letters"),
    ("choice", "rule r on t: (if n > 3 then x else x * 2) >= 0"),
    ("cases", "rule r on t: (case { n > 20 => n, n > 10 => 2 * n, else => 0 }) < 50"),
    ("nearness", "rule r on t: x within 10% at least 3 of x * 1.05"),
    ("ages", "rule r on t: years_between(born, day) in 0..100"),
    ("unique, nearly all different", "rule r on t: unique(id)"),
    ("unique, two keys", "rule r on t: unique(person, day)"),
    ("few groups", "rule r on t by code: sum(known x) > 0 and count(where n > 3) > 0"),
    ("many groups", "rule r on t by person: sum(known n) <= 31"),
    ("quantiles", "rule r on t by code: median(known x) > 0 and quantile(known x, 0.99) > 0"),
    ("distinct", "rule r on t by code: count(distinct known person) > 0"),
];

/// Columns like those of a register: keys all different, persons that recur, codes, numbers with gaps.
fn delivery() -> Vec<u8> {
    let mixed = |row: usize| row.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 20;
    let gap = |row: usize| mixed(row) % 50 == 0;
    let some = |row: usize| !gap(row);
    let rows = 0..ROWS;
    let number = |row: usize| i64::try_from(mixed(row) % 27).expect("small");
    let day = |row: usize| i32::try_from(mixed(row) % 20_000).expect("small");
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("id", Arc::new(rows.clone().map(|row| Some(format!("CN{row:010}"))).collect::<StringArray>())),
        (
            "person",
            Arc::new(
                rows.clone()
                    .map(|row| some(row).then(|| format!("{:09}", mixed(row) % 200_000)))
                    .collect::<StringArray>(),
            ),
        ),
        (
            "code",
            Arc::new(
                rows.clone()
                    .map(|row| some(row).then(|| ["a", "b", "c", "x"][mixed(row) % 4]))
                    .collect::<StringArray>(),
            ),
        ),
        ("n", Arc::new(rows.clone().map(|row| some(row).then(|| number(row))).collect::<Int64Array>())),
        (
            "x",
            Arc::new(
                rows.clone()
                    .map(|row| some(row).then(|| f64::from(day(row)) / 7.0))
                    .collect::<Float64Array>(),
            ),
        ),
        ("born", Arc::new(rows.clone().map(|row| some(row).then(|| day(row))).collect::<Date32Array>())),
        (
            "day",
            Arc::new(
                rows.map(|row| Some(i32::try_from(19_700 + row / 90_000 * 30).expect("small")))
                    .collect::<Date32Array>(),
            ),
        ),
    ];
    let batch = RecordBatch::try_from_iter(columns).expect("columns of one length");
    let mut bytes = Vec::new();
    let mut writer =
        ArrowWriter::try_new(&mut bytes, batch.schema(), None).expect("a schema that Parquet has");
    writer.write(&batch).expect("it is written to memory");
    writer.close().expect("it is written to memory");
    bytes
}

/// A rule that calls a function on columns of the types that it takes; none where it wants a constant.
fn rule_of(function: &Builtin) -> Option<String> {
    let required = &function.parameters[..function.required()];
    let argument = |accepts: Accepts| match accepts {
        Accepts::Integer => Some("n"),
        Accepts::Numeric | Accepts::Number | Accepts::Ordered => Some("x"),
        Accepts::Text => Some("person"),
        Accepts::Date | Accepts::DateOrPeriod => Some("born"),
        Accepts::Period => Some("month_of(born)"),
        Accepts::Boolean | Accepts::ConstantText(_) | Accepts::Timestamp => None,
    };
    let arguments: Option<Vec<&str>> = required.iter().map(|parameter| argument(parameter.accepts)).collect();
    Some(format!("rule r on t: {}({}) is known", function.name, arguments?.join(", ")))
}

fn compiled(rules: &str) -> Option<ir::Standard> {
    let (standard, _) =
        Standard::compile_as_it_is(&Files::of("standard.mizan", &format!("{SOURCE}{rules}\n")));
    let standard = standard?;
    let bindings = standard.bindings(AS_OF, &[]).ok()?;
    Some(ir::bind(standard.ir(), &bindings))
}

/// The rules that are written, without those that columns' types make.
fn judge(standard: &ir::Standard, bytes: &[u8]) {
    let rules: Vec<RuleId> = standard
        .rules()
        .filter(|(_, rule)| matches!(rule.origin, ir::Origin::Written))
        .map(|(id, _)| id)
        .collect();
    let sources = standard.sources().map(|(id, source)| {
        (id, SourceData::from_parquet_bytes("t.parquet", bytes.to_vec(), &source.schema))
    });
    let data: BTreeMap<_, _> = sources.collect();
    let options = Options { samples: 0, ..Options::default() };
    black_box(engine::judge(standard, &data, &rules, &options));
}

fn rules(criterion: &mut Criterion) {
    let bytes = delivery();
    let mut group = criterion.benchmark_group("one million rows");
    group.sample_size(10).throughput(Throughput::Elements(ROWS as u64));
    let mut all = String::new();
    for (position, (name, text)) in RULES.iter().enumerate() {
        let standard = compiled(text).unwrap_or_else(|| panic!("does not compile: {text}"));
        group.bench_function(*name, |bencher| bencher.iter(|| judge(&standard, &bytes)));
        if position > 0 {
            writeln!(all, "{}", text.replacen("rule r on", &format!("rule r{position} on"), 1))
                .expect("a text takes it");
        }
    }
    let standard = compiled(&all).expect("rules that compile one by one");
    group.bench_function("all of these", |bencher| bencher.iter(|| judge(&standard, &bytes)));
    group.finish();
}

fn functions(criterion: &mut Criterion) {
    let bytes = delivery();
    let mut group = criterion.benchmark_group("functions");
    group.sample_size(10).throughput(Throughput::Elements(ROWS as u64));
    for function in builtin::all() {
        let Some(standard) = rule_of(function).and_then(|text| compiled(&text)) else { continue };
        group.bench_function(function.name, |bencher| bencher.iter(|| judge(&standard, &bytes)));
    }
    group.finish();
}

criterion_group!(benches, rules, functions);
criterion_main!(benches);
