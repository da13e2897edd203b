//! How long a standard of 1,000 rules over 200 columns takes to analyse without data, and how many failing records a
//! second are localised under 50 rules on 20 columns.

use std::fmt::Write;
use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use mizan::analyse::{Localiser, analyse};
use mizan::interpret::Cell;
use mizan::ir::{self, RuleId, SourceId};
use mizan::types::Scalar;
use mizan::{Files, Standard};

/// Rules of every shape over columns of integers; sums and orders run along the columns, so that they can all hold.
fn standard_of(rules: usize, columns: usize) -> Standard {
    let mut text =
        "codelist sex { '1' { en \"m\" } '2' { en \"f\" } }\nsource s {\n  files \"s.parquet\"\n".to_owned();
    for column in 0..columns {
        writeln!(text, "  c{column}: integer? in 0..1_000_000").expect("a text takes what is written");
    }
    text.push_str("  sex: sex\n}\n");
    for rule in 0..rules {
        let (a, b) = (rule % (columns - 2), rule % (columns - 2) + 1 + rule / columns % 2);
        let line = match rule % 5 {
            0 => format!("rule r{rule} on s: c{a} <= c{b}"),
            1 => format!("rule r{rule} on s {{ when c{a} > {rule} require c{b} >= {} }}", rule / 2),
            2 => format!("rule r{rule} on s: c{a} + c{b} <= {}", 1_000_000 + rule),
            3 => format!("rule r{rule} on s: sex == '1' implies c{a} <= {rule} + 2 * c{b}"),
            _ => format!("rule r{rule} on s: if c{a} > {rule} then c{b} > 0 else c{b} >= c{a}"),
        };
        text.push_str(&line);
        text.push('\n');
    }
    Standard::compile_as_it_is(&Files::of("standard.mizan", &text)).0.expect("the standard compiles")
}

fn without_data(criterion: &mut Criterion) {
    let standard = standard_of(1_000, 200);
    criterion.bench_function("analyse 1,000 rules over 200 columns", |bencher| {
        bencher.iter(|| analyse(black_box(standard.ir()), standard.files(), &[]));
    });
}

fn failing_records(criterion: &mut Criterion) {
    let standard = standard_of(50, 20);
    let bindings = standard.bindings(20_088, &[]).expect("nothing is set");
    let bound = ir::bind(standard.ir(), &bindings);
    let rules: Vec<RuleId> = bound.rules().map(|(id, _)| id).collect();
    let record = |seed: i64| -> Vec<Cell> {
        let number = |column: i64| {
            (seed * 7_919 + column * 104_729) % 1_009 + if column == seed % 20 { 900_000 } else { 500 }
        };
        let mut cells: Vec<Cell> =
            (0..20).map(|column| Cell::new(Some(Scalar::Integer(number(column))))).collect();
        cells.push(Cell::new(Some(Scalar::text(if seed % 2 == 0 { "1" } else { "2" }))));
        cells
    };
    let records: Vec<Vec<Cell>> = (0..200).map(record).collect();
    let mut group = criterion.benchmark_group("localise");
    group.throughput(Throughput::Elements(200));
    group.bench_function("200 records, 50 rules on 20 columns", |bencher| {
        let mut localiser = Localiser::new(&bound, SourceId(0), &rules);
        bencher.iter(|| records.iter().filter_map(|record| localiser.localise(black_box(record))).count());
    });
    group.finish();
}

criterion_group!(benches, without_data, failing_records);
criterion_main!(benches);
