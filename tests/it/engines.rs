//! The vectorised engine equals the reference interpreter: random well-typed rules over random tables, with missing
//! values everywhere, whatever the row groups, batches and threads.
//!
//! `MIZAN_CASES` says how many (rule, table) pairs are tried, `MIZAN_SEED` from which seed; each standard has [`RULES`]
//! of them.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use arrow::array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, DictionaryArray, Float64Array, Int32Array,
    Int64Array, RecordBatch, StringArray,
};
use mizan::data::{FileFormat, FoundFile, SourceData};
use mizan::ir::{self, RuleId, SourceId};
use mizan::outcome::Tally;
use parquet::arrow::ArrowWriter;
use parquet::file::properties::WriterProperties;
use proptest::prelude::*;
use proptest::strategy::{BoxedStrategy, ValueTree};
use proptest::test_runner::{Config, RngSeed, TestRunner};

use crate::support::{bound, native, native_by_portions, reference, standard};

/// Rules of each generated standard.
const RULES: u32 = 10;
/// Pairs that are tried where `MIZAN_CASES` does not say.
const PAIRS: u32 = 4_000;

/// What every generated standard has beside its rules.
pub const SOURCE: &str = "
codelist letters { 'g' { en \"group\" } 'a' { en \"a\" } parent 'g' 'b' { en \"b\" } parent 'g' 'c' { en \"c\" } }
parameter limit: integer = 2
source t {
  files \"t.parquet\"
  key id
  period m
  id: integer
  a: integer?
  b: integer?   missing { 9 \"refused\" }
  d: decimal?
  e: decimal?
  n: number?
  s: text?
  u: text?
  c: letters?
  f: boolean?
  g: boolean?
  x: date?
  y: date?
  m: month?
}
";

pub type Text = BoxedStrategy<String>;

pub fn one_of(texts: &[&str]) -> Text {
    let texts: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
    proptest::sample::select(texts).boxed()
}

/// A strategy that goes at most `depth` levels down.
pub fn integer(depth: u32) -> Text {
    let leaf = one_of(&[
        "a",
        "b",
        "a",
        "b",
        "limit",
        "0",
        "1",
        "2",
        "-1",
        "length(s)",
        "month_number(x)",
        "9_223_372_036_854_775_807",
    ]);
    if depth == 0 {
        return leaf;
    }
    let i = || integer(depth - 1);
    prop_oneof![
        3 => leaf,
        2 => (i(), one_of(&["+", "-", "*"]), i()).prop_map(|(a, op, b)| format!("({a} {op} {b})")),
        1 => i().prop_map(|a| format!("(-{a})")),
        1 => (boolean(depth - 1), i(), i()).prop_map(|(c, a, b)| format!("(if {c} then {a} else {b})")),
        1 => (boolean(depth - 1), i(), boolean(depth - 1), i(), i())
            .prop_map(|(c, a, k, b, z)| format!("(case {{ {c} => {a}, {k} => {b}, else => {z} }})")),
        1 => (i(), i()).prop_map(|(a, b)| format!("first_known({a}, {b})")),
        1 => (one_of(&["least", "greatest"]), i(), i()).prop_map(|(f, a, b)| format!("{f}({a}, {b})")),
        1 => i().prop_map(|a| format!("abs({a})")),
        1 => Just("(if x - y >= 5 [day] then 1 else a)".to_owned()),
    ]
    .boxed()
}

pub fn decimal(depth: u32) -> Text {
    let leaf = one_of(&["d", "e", "d", "e", "0.5", "1.25", "-3.000000001", "100_000_000_000_000_000_000.5"]);
    if depth == 0 {
        return leaf;
    }
    let i = || decimal(depth - 1);
    prop_oneof![
        3 => leaf,
        2 => (i(), one_of(&["+", "-", "*"]), i()).prop_map(|(a, op, b)| format!("({a} {op} {b})")),
        1 => (i(), integer(depth - 1)).prop_map(|(a, b)| format!("(d + {a} - {b})")),
        1 => (i(), i()).prop_map(|(a, b)| format!("first_known({a}, {b}, d)")),
        1 => i().prop_map(|a| format!("round({a}, 1)")),
    ]
    .boxed()
}

pub fn number(depth: u32) -> Text {
    let leaf = one_of(&["n", "n", "(a / b)", "(n * 2)", "(5% * n)"]);
    if depth == 0 {
        return leaf;
    }
    let i = || number(depth - 1);
    prop_oneof![
        3 => leaf,
        2 => (i(), one_of(&["+", "-", "*", "/"]), i()).prop_map(|(a, op, b)| format!("({a} {op} {b})")),
        1 => i().prop_map(|a| format!("sqrt({a})")),
        1 => (i(), integer(depth - 1)).prop_map(|(a, b)| format!("(n + {a} + {b})")),
    ]
    .boxed()
}

fn text(depth: u32) -> Text {
    let leaf = one_of(&["s", "u", "s", "u", "\"a\"", "\"B1\"", "\"\""]);
    if depth == 0 {
        return leaf;
    }
    prop_oneof![
        3 => leaf,
        1 => (one_of(&["upper", "lower", "trim", "digits"]), text(depth - 1)).prop_map(|(f, a)| format!("{f}({a})")),
        1 => text(depth - 1).prop_map(|a| format!("left({a}, 1)")),
        1 => (boolean(depth - 1), text(depth - 1)).prop_map(|(c, a)| format!("(if {c} then s else {a})")),
    ]
    .boxed()
}

pub fn date() -> Text {
    one_of(&[
        "x",
        "y",
        "x",
        "2024-01-31",
        "(x + 30 days)",
        "(y - 2 months)",
        "(x + 1 year)",
        "last_day(m)",
        "first_day(x)",
    ])
}

pub fn month() -> Text {
    one_of(&["m", "m", "2024-02", "month_of(x)", "(m + 1 month)", "(m - 1 year)"])
}

fn comparison(depth: u32) -> Text {
    let order = || one_of(&["<", "<=", ">", ">="]);
    let any = || one_of(&["==", "!=", "<", "<=", ">", ">="]);
    let equal = || one_of(&["==", "!="]);
    let pair = |(a, op, b): (String, String, String)| format!("{a} {op} {b}");
    prop_oneof![
        3 => (integer(depth), any(), integer(depth)).prop_map(pair),
        2 => (decimal(depth), any(), decimal(depth)).prop_map(pair),
        2 => (number(depth), order(), number(depth)).prop_map(pair),
        2 => (text(depth), equal(), text(depth)).prop_map(pair),
        2 => (date(), any(), date()).prop_map(pair),
        2 => (month(), any(), month()).prop_map(pair),
        1 => (integer(0), order(), integer(depth)).prop_map(|(a, op, b)| format!("{a} {op} {b} {op} 2")),
        1 => (equal(), one_of(&["'a'", "'b'", "'g'"])).prop_map(|(op, code)| format!("c {op} {code}")),
        1 => one_of(&["f == g", "f != g", "f == true"]),
    ]
    .boxed()
}

fn test(depth: u32) -> Text {
    let not = || one_of(&["", "not "]);
    prop_oneof![
        (integer(depth), not(), integer(0)).prop_map(|(a, not, b)| format!("{a} {not}in {{0, 1, {b}}}")),
        (integer(depth), not()).prop_map(|(a, not)| format!("{a} {not}in -1..1")),
        (decimal(depth), not()).prop_map(|(a, not)| format!("{a} {not}in 0..e")),
        (number(depth), not()).prop_map(|(a, not)| format!("{a} {not}in -1..2.5")),
        (date(), not()).prop_map(|(a, not)| format!("{a} {not}in 2024-01-01..y")),
        (text(depth), not()).prop_map(|(a, not)| format!("{a} {not}in {{\"a\", \"B1\", u}}")),
        (one_of(&["s", "u", "upper(s)"]), not()).prop_map(|(a, not)| format!("{a} {not}in letters")),
        (not(), one_of(&["{'a', 'c'}", "letters"])).prop_map(|(not, set)| format!("c {not}in {set}")),
        not().prop_map(|not| format!("c {not}under 'g'")),
        one_of(&["parent(c) == 'g'", "level(c) <= 1", "parent(c) is known"]),
        (text(depth), not(), one_of(&["/[A-Z][0-9]/", "/.*/", "/a|b.*/", "/[a-z]+/"]))
            .prop_map(|(a, not, r)| format!("{a} {not}matches {r}")),
        (integer(depth), not(), one_of(&["1", "50%", "10% at least 1", "0"]), integer(0))
            .prop_map(|(a, not, t, b)| format!("{a} {not}within {t} of {b}")),
        (decimal(depth), one_of(&["0.5", "10%", "1% at least 0.1"]))
            .prop_map(|(a, t)| format!("{a} within {t} of e")),
        (number(depth), one_of(&["0.5", "10%", "1% at least 0.1"]))
            .prop_map(|(a, t)| format!("{a} within {t} of n")),
        (
            one_of(&["a", "b", "d", "n", "s", "c", "f", "x", "m", "(a + b)", "(n / n)"]),
            one_of(&["missing", "known", "not missing"])
        )
            .prop_map(|(a, test)| format!("{a} is {test}")),
        one_of(&[
            "b is missing \"refused\"",
            "b is not missing \"refused\"",
            "starts_with(s, \"a\")",
            "contains(s, u)"
        ]),
        Just("(a, s) in {(1, \"a\"), (0, u)}".to_owned()),
    ]
    .boxed()
}

pub fn boolean(depth: u32) -> Text {
    if depth == 0 {
        return prop_oneof![3 => comparison(0), 3 => test(0), 1 => one_of(&["f", "g", "true", "false"])]
            .boxed();
    }
    let c = || boolean(depth - 1);
    prop_oneof![
        3 => comparison(depth - 1),
        3 => test(depth - 1),
        2 => (c(), one_of(&["and", "or", "implies"]), c()).prop_map(|(a, op, b)| format!("(({a}) {op} ({b}))")),
        1 => c().prop_map(|a| format!("not ({a})")),
        1 => (c(), one_of(&["is true", "is false", "is not true"])).prop_map(|(a, is)| format!("({a}) {is}")),
        1 => (c(), c(), c()).prop_map(|(a, b, z)| format!("(if {a} then {b} else {z})")),
    ]
    .boxed()
}

/// An aggregate whose value is compared; `scope` is what stands at the end of its parentheses.
pub fn aggregate(scope: &'static str) -> Text {
    let with = move |inside: String| format!("{inside}{scope})");
    let filter =
        || prop_oneof![2 => Just(String::new()), 1 => boolean(1).prop_map(|c| format!(" where {c}"))].boxed();
    let known = || one_of(&["", "known "]);
    let order = || one_of(&["<", "<=", ">", ">="]);
    prop_oneof![
        3 => (filter(), one_of(&["==", "<=", ">", "!="]), one_of(&["0", "1", "2", "limit"]))
            .prop_map(move |(w, op, k)| format!("{} {op} {k}", with(format!("count({}", w.trim_start())))),
        2 => (boolean(1), order()).prop_map(move |(c, op)| format!("{} {op} 40%", with(format!("share(where {c}")))),
        2 => (known(), integer(1), filter(), order()).prop_map(move |(k, x, w, op)| format!("{} {op} 2", with(format!("sum({k}{x}{w}")))),
        1 => (known(), decimal(1), filter(), order()).prop_map(move |(k, x, w, op)| format!("{} {op} 2.5", with(format!("sum({k}{x}{w}")))),
        2 => (one_of(&["sum", "mean", "median", "stddev", "mad", "iqr", "min", "max"]), known(), number(1), filter(), order())
            .prop_map(move |(f, k, x, w, op)| format!("{} {op} 1", with(format!("{f}({k}{x}{w}")))),
        1 => (one_of(&["mean", "median", "min", "max"]), known(), one_of(&["a", "d"]), filter(), order())
            .prop_map(move |(f, k, x, w, op)| format!("{} {op} 1", with(format!("{f}({k}{x}{w}")))),
        1 => (known(), order()).prop_map(move |(k, op)| format!("{} {op} 1", with(format!("quantile({k}n, 0.9")))),
        1 => (known(), one_of(&["s", "a", "c", "x", "(a, s)"])).prop_map(move |(k, x)| format!("{} <= 2", with(format!("count(distinct {k}{x}")))),
        1 => (one_of(&["mean", "sum", "median"]), known()).prop_map(move |(f, k)| format!("{} < 2", with(format!("{f}({k}n weighted abs(n)")))),
        1 => known().prop_map(move |k| format!("{} >= 0", with(format!("correlation({k}n, a + n")))),
        1 => (known(), one_of(&["min", "max"])).prop_map(move |(k, f)| format!("{} <= 2024-02-15", with(format!("{f}({k}x")))),
        1 => (known(), one_of(&["min", "max"])).prop_map(move |(k, f)| format!("{} == \"a\"", with(format!("{f}({k}s")))),
    ]
    .boxed()
}

/// A rule without its name.
fn rule() -> impl Strategy<Value = String> {
    let keys = || one_of(&["s", "c", "m", "s, f", "a", "n", "x"]);
    let group = || {
        prop_oneof![
            4 => aggregate(""),
            1 => boolean(1).prop_map(|c| format!("every row ({c})")),
            1 => boolean(1).prop_map(|c| format!("any row ({c})")),
            1 => boolean(1).prop_map(|c| format!("no row ({c})")),
            1 => one_of(&["only(u) == \"a\"", "only(known a) > 0", "gapless(m)", "unique(a)", "s determines u"]),
        ]
    };
    let of_rows = || {
        prop_oneof![
            6 => boolean(3),
            1 => aggregate(" overall"),
            1 => aggregate(" by s"),
            1 => aggregate(" by c, f"),
            1 => one_of(&["unique(a)", "unique(s, b)", "unique(n)", "s determines u", "(s, f) determines a", "unique(s) or a > 0"]),
        ]
    };
    let settings = || one_of(&["", " effective from 2024-01 until 2024-02", " unknown fails"]);
    prop_oneof![
        5 => (of_rows(), of_rows(), any::<bool>(), settings())
            .prop_map(|(when, require, guarded, settings)| body("", &when, &require, guarded, &settings)),
        3 => (keys(), group(), group(), any::<bool>(), settings())
            .prop_map(|(keys, when, require, guarded, settings)| body(&format!(" by {keys}"), &when, &require, guarded, &settings)),
        1 => (group(), group(), any::<bool>())
            .prop_map(|(when, require, guarded)| body(" as a whole", &when, &require, guarded, "")),
    ]
}

fn body(items: &str, when: &str, require: &str, guarded: bool, settings: &str) -> String {
    let when = if guarded { format!("when {when} ") } else { String::new() };
    format!(" on t{items} {{ {when}require {require}{settings} }}")
}

/// One row, each cell perhaps missing.
#[derive(Debug, Clone)]
pub struct Row {
    a: Option<i64>,
    b: Option<i64>,
    d: Option<i128>,
    e: Option<i128>,
    n: Option<f64>,
    s: Option<&'static str>,
    u: Option<&'static str>,
    c: Option<&'static str>,
    f: Option<bool>,
    g: Option<bool>,
    x: Option<i32>,
    y: Option<i32>,
    m: Option<i32>,
}

pub fn row() -> impl Strategy<Value = Row> {
    use proptest::option::weighted;
    let texts = || weighted(0.8, proptest::sample::select(vec!["a", "B1", "", "ab", "é", "c"]));
    let dates = || weighted(0.8, 19_700..19_800_i32);
    (
        (weighted(0.8, -2..4_i64), weighted(0.8, prop_oneof![-2..4_i64, Just(9)])),
        (weighted(0.8, -3_i128..3), weighted(0.8, -3_i128..3)),
        weighted(0.8, prop_oneof![Just(0.0), Just(-0.0), Just(1.5), Just(0.1), Just(-2.0), -1.0..3.0]),
        (texts(), texts(), weighted(0.8, proptest::sample::select(vec!["a", "b", "c", "g", "zz"]))),
        (weighted(0.7, any::<bool>()), weighted(0.7, any::<bool>())),
        (dates(), dates(), weighted(0.8, 202_312..202_313_i32), weighted(0.8, 1..5_i32)),
    )
        .prop_map(|((a, b), (d, e), n, (s, u, c), (f, g), (x, y, december, month))| Row {
            a,
            b,
            d: d.map(|d| d * 500_000_000),
            e: e.map(|e| e * 250_000_000),
            n,
            s,
            u,
            c,
            f,
            g,
            x,
            y,
            m: month.map(|month| 202_400 + month).or(december),
        })
}

/// The rows as Parquet, in row groups of a size, texts held once or not.
pub fn parquet_of(rows: &[Row], group_rows: usize, dictionary: bool) -> Vec<u8> {
    fn column<T: FromIterator<V>, V>(rows: &[Row], cell: impl Fn(&Row) -> V) -> T {
        rows.iter().map(cell).collect()
    }
    let decimals = |cell: fn(&Row) -> Option<i128>| -> ArrayRef {
        let array: Decimal128Array = column(rows, cell);
        Arc::new(array.with_precision_and_scale(38, 9).unwrap())
    };
    let ids: Int64Array = (0..rows.len()).map(|row| Some(i64::try_from(row).unwrap())).collect();
    let held_once: DictionaryArray<arrow::datatypes::Int32Type> = column(rows, |row| row.u);
    let columns: Vec<(&str, ArrayRef, bool)> = vec![
        ("id", Arc::new(ids), true),
        ("a", Arc::new(column::<Int64Array, _>(rows, |row| row.a)), true),
        ("b", Arc::new(column::<Int64Array, _>(rows, |row| row.b)), true),
        ("d", decimals(|row| row.d), true),
        ("e", decimals(|row| row.e), true),
        ("n", Arc::new(column::<Float64Array, _>(rows, |row| row.n)), true),
        ("s", Arc::new(column::<StringArray, _>(rows, |row| row.s)), true),
        ("u", Arc::new(held_once), true),
        ("c", Arc::new(column::<StringArray, _>(rows, |row| row.c)), true),
        ("f", Arc::new(column::<BooleanArray, _>(rows, |row| row.f)), true),
        ("g", Arc::new(column::<BooleanArray, _>(rows, |row| row.g)), true),
        ("x", Arc::new(column::<Date32Array, _>(rows, |row| row.x)), true),
        ("y", Arc::new(column::<Date32Array, _>(rows, |row| row.y)), true),
        ("m", Arc::new(column::<Int32Array, _>(rows, |row| row.m)), true),
    ];
    let batch = RecordBatch::try_from_iter_with_nullable(columns).unwrap();
    let properties = WriterProperties::builder()
        .set_max_row_group_row_count(Some(group_rows.max(1)))
        .set_dictionary_enabled(dictionary)
        .build();
    let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), Some(properties)).unwrap();
    writer.write(&batch).unwrap();
    writer.into_inner().unwrap()
}

fn deliver(standard: &ir::Standard, bytes: Vec<u8>) -> BTreeMap<SourceId, SourceData> {
    let found = FoundFile {
        path: PathBuf::from("t.parquet"),
        name: "t.parquet".to_owned(),
        format: FileFormat::Parquet,
        fields: Vec::new(),
    };
    let (id, source) = standard.sources().next().unwrap();
    BTreeMap::from([(id, SourceData::of_bytes(vec![(found, bytes)], &source.schema, &source.csv))])
}

pub fn differences(
    standard: &ir::Standard,
    a: &BTreeMap<RuleId, Tally>,
    b: &BTreeMap<RuleId, Tally>,
) -> Vec<String> {
    let rules = standard.rules().filter(|(id, _)| a[id] != b[id]);
    rules.map(|(id, rule)| format!("{}\n  {:?}\n  {:?}", rule.id, a[&id], b[&id])).collect()
}

#[test]
fn both_engines_agree_on_generated_rules_and_tables() {
    let pairs: u32 = std::env::var("MIZAN_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(PAIRS);
    let seed = std::env::var("MIZAN_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(20);
    let config = Config {
        cases: pairs.div_ceil(RULES),
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(seed),
        max_shrink_iters: 100,
        ..Config::default()
    };
    let rules = proptest::collection::vec(rule(), RULES as usize);
    let rows = proptest::collection::vec(row(), 0..24);
    let layout = (1..30_usize, 1..30_usize, any::<bool>());
    TestRunner::new(config)
        .run(&(rules, rows, layout), |(rules, rows, (group_rows, batch_rows, dictionary))| {
            let text: String =
                rules.iter().enumerate().map(|(number, rule)| format!("rule r{number}{rule}\n")).collect();
            let text = format!("{SOURCE}{text}");
            let standard = bound(&standard(&text));
            let data = deliver(&standard, parquet_of(&rows, group_rows, dictionary));
            let found = native(&standard, &data, batch_rows);
            let meant = reference(&standard, &data);
            let wrong = differences(&standard, &found, &meant);
            prop_assert!(wrong.is_empty(), "{}\n{}", wrong.join("\n"), text);
            let other = deliver(&standard, parquet_of(&rows, 7, !dictionary));
            let is_short = group_rows % 4 == 0;
            let again =
                if is_short { native_by_portions(&standard, &other) } else { native(&standard, &other, 5) };
            let moved = differences(&standard, &found, &again);
            prop_assert!(moved.is_empty(), "depends on layout or memory: {}\n{}", moved.join("\n"), text);
            Ok(())
        })
        .unwrap_or_else(|failure| panic!("{failure}"));
}

#[test]
fn threads_and_memory_change_nothing() {
    let text =
        format!("{SOURCE}rule r on t by s: sum(n) <= 1 and stddev(known n) < 2\nrule q on t: unique(a, s)\n");
    let standard = bound(&standard(&text));
    let rows: Vec<Row> = {
        let mut runner = TestRunner::deterministic();
        (0..400).map(|_| row().new_tree(&mut runner).unwrap().current()).collect()
    };
    let data = deliver(&standard, parquet_of(&rows, 9, true));
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| native(&standard, &data, 4))
    };
    let one = with(1);
    for threads in [2, 3, 8] {
        assert_eq!(differences(&standard, &one, &with(threads)), Vec::<String>::new());
    }
    assert_eq!(differences(&standard, &one, &native_by_portions(&standard, &data)), Vec::<String>::new());
}
