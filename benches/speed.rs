//! How long a standard of 200 rules takes to compile. Judging is measured end to end by `benches/r40`.

use std::fmt::Write;
use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use mizan::{Files, Standard};

/// A source of twenty columns, and rules of every kind over it.
fn standard_of(rules: usize) -> String {
    let mut text = "source s {\n  files \"s.parquet\"\n  key id\n  id: integer\n".to_owned();
    for column in 0..20 {
        writeln!(text, "  c{column}: integer? in 0..1_000").expect("a text takes what is written");
    }
    text.push_str("}\n");
    for rule in 0..rules {
        let (a, b) = (rule % 20, (rule + 7) % 20);
        let line = match rule % 4 {
            0 => format!("rule r{rule} on s: c{a} <= c{b} or c{a} is missing"),
            1 => format!("rule r{rule} on s {{ when c{a} > 5 require c{b} in 0..{rule} severity warning }}"),
            2 => format!("rule r{rule} on s by c{a}: sum(known c{b}) <= {rule}"),
            _ => format!(
                "rule r{rule} on s: if c{a} == {rule} then c{b} within 10% at least 3 of c{a} else c{b} >= 0"
            ),
        };
        text.push_str(&line);
        text.push('\n');
    }
    text
}

fn compile(criterion: &mut Criterion) {
    let text = standard_of(200);
    let files = Files::of("standard.mizan", &text);
    assert!(Standard::compile(&files).0.is_some(), "the standard compiles");
    criterion
        .bench_function("compile 200 rules", |bencher| bencher.iter(|| Standard::compile(black_box(&files))));
}

criterion_group!(benches, compile);
criterion_main!(benches);
