//! What each kind of input must stand: called with arbitrary bytes by the fuzzer, with those of the corpus by `cargo test`.
//! Nothing may panic; and where the bytes mean something, both engines must find the same.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use mizan::check::{Previous, Waivers};
use mizan::data::{FileFormat, FoundFile, SourceData};
use mizan::diag::{self, Level};
use mizan::engine::{self, Options};
use mizan::interpret::{self, Cell, Table, World};
use mizan::ir::{self, RuleId};
use mizan::kernel::Vector;
use mizan::locale::{Catalog, Lang};
use mizan::outcome::Tally;
use mizan::report::{Past, PublicKey, Receipt, SignKey};
use mizan::types::Reason;
use mizan::{Files, Standard, syntax};

/// 2024-12-31.
const AS_OF: i32 = 20_088;

/// The text of a standard: diagnostics that can be shown; and if it compiles, a canonical form that means the same,
/// findings of the analysis, and examples that can be run.
pub fn standard(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let files = Files::of("fuzzed.mizan", text);
    let (standard, found) = Standard::compile(&files);
    for lang in [Lang::English, Lang::French, Lang::Arabic] {
        let style = diag::Style { colour: false, width: 80 };
        assert!(found.is_empty() || !diag::render(&found, &files, &Catalog::of(lang), style).is_empty());
    }
    let Some(standard) = standard else {
        assert!(found.iter().any(|found| found.level() == Level::Error), "a reason is given");
        return;
    };
    let canonical = canonical(&files);
    let again = Files::of("fuzzed.mizan", &canonical);
    assert_eq!(canonical, self::canonical(&again), "the canonical form is canonical");
    assert!(Standard::compile(&again).0.is_some(), "the canonical form compiles:\n{canonical}");
    let results = standard.test(AS_OF);
    assert_eq!(results.len(), standard.test(AS_OF).len());
}

fn canonical(files: &Files) -> String {
    let (id, _) = files.iter().next().expect("one file");
    syntax::format(files, id).unwrap_or_else(|found| panic!("what compiles can be formatted: {found:?}"))
}

/// The condition of a rule on a table of three rows: if it compiles, both engines find the same.
pub fn rule(bytes: &[u8]) {
    let Ok(condition) = std::str::from_utf8(bytes) else { return };
    let text = format!("{SOURCE}\nrule r on t {{ {condition} }}\n");
    let (Some(standard), _) = Standard::compile_as_it_is(&Files::of("fuzzed.mizan", &text)) else { return };
    agree(&standard, &|schema, csv| SourceData::from_csv_text("t.csv", ROWS, schema, csv));
}

/// A CSV file: both engines read the same of it.
pub fn csv(bytes: &[u8]) {
    let file = (FoundFile::named("t.csv", FileFormat::Csv), bytes.to_vec());
    agree(fixed(), &|schema, csv| SourceData::of_bytes(vec![file.clone()], schema, csv));
}

/// A Parquet file.
pub fn parquet(bytes: &[u8]) {
    agree(fixed(), &|schema, _| SourceData::from_parquet_bytes("t.parquet", bytes.to_vec(), schema));
}

/// A result, a waiver file, a receipt or a key.
pub fn handed_in(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let words = Catalog::of(Lang::English);
    if let Err(error) = Previous::read(text) {
        assert!(!error.message(words).is_empty());
    }
    if let Err(error) = Waivers::read(text) {
        assert!(!error.message(words).is_empty());
    }
    drop(Past::read(text));
    drop(Receipt::read(text, None));
    drop(PublicKey::read(text));
    drop(SignKey::read(text));
}

const SOURCE: &str = "
codelist letters { 'g' 'a' parent 'g' 'b' parent 'g' }
parameter limit: integer = 2
source t {
  files \"t.csv\"
  key id
  period m
  id: integer
  a: integer?
  b: integer?   missing { 9 \"refused\" }
  d: decimal?
  n: number?
  s: text?
  c: letters?
  f: boolean?
  x: date?
  y: date?
  m: month?
}
";

const RULES: &str = "
rules on t {
  positive:  a >= 0
  together:  a + b <= limit * 10 or d > 0.5
  in_order:  y >= x
  no_gap:    m is known implies c in { 'a', 'b' }
  no_twin:   unique(id, a)
  refusals:  b is not missing \"refused\"
  short:     length(trim(s)) < 20 and s matches /[A-Z][a-z]+/
}
rules on t by c {
  small:     sum(d) < 1000
}
rules on t by m {
  middle:    quantile(n, 0.5) <= 100
  several:   count(distinct s) <= 2
}
";

const ROWS: &str = "\
id,a,b,d,n,s,c,f,x,y,m
1,1,2,0.50,1.5,Abc,a,true,2024-02-29,2024-03-01,2024-01
2,,9,-3.000000001,-2e300,,b,,2024-12-31,,2024-02
2,9223372036854775807,,,,é\u{301} ع,,false,,1900-01-01,
";

/// Compiled once: the fuzzer asks for it with every input.
fn fixed() -> &'static Standard {
    static FIXED: LazyLock<Standard> = LazyLock::new(compile_fixed);
    &FIXED
}

fn compile_fixed() -> Standard {
    let text = format!("{SOURCE}{RULES}");
    let (standard, found) = Standard::compile_as_it_is(&Files::of("fixed.mizan", &text));
    standard.unwrap_or_else(|| {
        let errors = found.iter().filter(|found| found.level() == Level::Error);
        let errors = errors.map(|found| format!("{:?} {:?} {:?}", found.code, found.span, found.arguments));
        panic!("{}", errors.collect::<Vec<_>>().join("\n"))
    })
}

type Open<'a> = &'a dyn Fn(&mizan::types::Schema, &mizan::types::CsvFormat) -> SourceData;

/// What can be read is judged alike by the reference interpreter and by the engine, with and without memory.
fn agree(standard: &Standard, open: Open<'_>) {
    let bindings = standard.bindings(AS_OF, &[]).expect("nothing is set");
    let standard = ir::bind(standard.ir(), &bindings);
    let (id, source) = standard.sources().next().expect("a source");
    let data = open(&source.schema, &source.csv);
    let Some(table) = table(&data, source) else { return };
    if data.problems().iter().any(|problem| problem.kind.hides_the_file()) {
        return;
    }
    let rules: Vec<RuleId> = standard.rules().map(|(id, _)| id).collect();
    let data = BTreeMap::from([(id, data)]);
    let native = |options: Options<'_>| shown(engine::judge(&standard, &data, &rules, &options).tallies);
    let whole = native(Options::default());
    let portions = native(Options { batch_rows: 1, memory: Some(1_000), ..Options::default() });
    assert_eq!(whole, portions, "by portions");
    let absent = data[&id].absent_columns();
    if absent.is_empty() {
        let world = World::new(&standard, BTreeMap::from([(id, table)]));
        let reference = |id: &RuleId| (*id, interpret::judge(&world, *id, Options::default().samples));
        assert_eq!(whole, shown(rules.iter().map(reference).collect()), "by the reference");
    }
}

fn shown(tallies: BTreeMap<RuleId, Tally>) -> Vec<String> {
    tallies.into_iter().map(|(id, tally)| format!("{id:?} {tally:?}")).collect()
}

/// All rows as single values; nothing where a part can not be read.
fn table(data: &SourceData, source: &ir::Source) -> Option<Table> {
    let ids: Vec<_> = source.schema.iter().map(|(id, _)| id).collect();
    let mut table = Table { columns: vec![Vec::new(); ids.len()], rows: 0, places: Vec::new() };
    for part in data.parts() {
        let read = data.read(part, &ids, 1000, &mut |batch| {
            table.rows += batch.rows;
            table.places.extend((0..batch.rows).map(|row| (batch.file, batch.first_row + row as u64)));
            for (id, column) in batch.columns {
                let values = Vector::Array(column.values);
                let view = values.view();
                let cells = (0..batch.rows).map(|row| {
                    let value = view.get(row);
                    let reason = match &column.reasons {
                        Some(reasons) => Reason::from_code(reasons.value(row)),
                        None if value.is_some() => Reason::Known,
                        None => Reason::Empty,
                    };
                    Cell { value, reason }
                });
                table.columns[id.index()].extend(cells);
            }
        });
        read.ok()?;
    }
    Some(table)
}
