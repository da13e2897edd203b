//! What several tests need: standards from text, deliveries in memory, both engines.

use std::collections::BTreeMap;
use std::path::PathBuf;

use mizan::data::{FileFormat, FoundFile, SourceData};
use mizan::diag::Level;
use mizan::engine::{self, Options};
use mizan::interpret::{self, Cell, Table, World};
use mizan::ir::{self, RuleId, SourceId};
use mizan::kernel::Vector;
use mizan::outcome::Tally;
use mizan::types::Reason;
use mizan::{Files, Standard};

/// 2024-12-31.
pub const AS_OF: i32 = 20_088;

/// A standard that must compile.
pub fn standard(text: &str) -> Standard {
    let (standard, diagnostics) = Standard::compile_as_it_is(&Files::of("standard.mizan", text));
    let errors = || {
        let errors = diagnostics.iter().filter(|found| found.level() == Level::Error);
        let shown = errors.map(|found| {
            let at =
                found.span.map_or("", |span| text.get(span.start as usize..span.end as usize).unwrap_or(""));
            format!("{:?} at `{at}` {:?}", found.code, found.arguments)
        });
        shown.collect::<Vec<_>>().join("\n")
    };
    standard.unwrap_or_else(|| panic!("does not compile: {}\n{text}", errors()))
}

/// The standard with its parameters' defaults and the date of the tests in place.
pub fn bound(standard: &Standard) -> ir::Standard {
    let bindings = standard.bindings(AS_OF, &[]).expect("nothing is set");
    ir::bind(standard.ir(), &bindings)
}

/// A CSV file in memory.
pub fn csv_file(name: &str, text: &str) -> (FoundFile, Vec<u8>) {
    let found = FoundFile {
        path: PathBuf::from(name),
        name: name.to_owned(),
        format: FileFormat::Csv,
        fields: Vec::new(),
    };
    (found, text.as_bytes().to_vec())
}

/// Each source's files in memory, by the text of its first glob.
pub fn deliver(standard: &ir::Standard, files: &[(FoundFile, Vec<u8>)]) -> BTreeMap<SourceId, SourceData> {
    standard
        .sources()
        .map(|(id, source)| {
            let mine = files.iter().filter(|(file, _)| source.files.contains(&file.name)).cloned().collect();
            (id, SourceData::of_bytes(mine, &source.schema, &source.csv))
        })
        .collect()
}

/// What the vectorised engine finds of every rule.
pub fn native(
    standard: &ir::Standard,
    data: &BTreeMap<SourceId, SourceData>,
    batch_rows: usize,
) -> BTreeMap<RuleId, Tally> {
    judged(standard, data, &Options { batch_rows, ..Options::default() })
}

/// What it finds where there is memory for a few groups only, of batches of a row: files are read many times.
pub fn native_by_portions(
    standard: &ir::Standard,
    data: &BTreeMap<SourceId, SourceData>,
) -> BTreeMap<RuleId, Tally> {
    judged(standard, data, &Options { batch_rows: 1, memory: Some(1_000), ..Options::default() })
}

fn judged(
    standard: &ir::Standard,
    data: &BTreeMap<SourceId, SourceData>,
    options: &Options<'_>,
) -> BTreeMap<RuleId, Tally> {
    let rules: Vec<RuleId> = standard.rules().map(|(id, _)| id).collect();
    engine::judge(standard, data, &rules, options).tallies
}

/// What the reference interpreter finds of every rule.
pub fn reference(standard: &ir::Standard, data: &BTreeMap<SourceId, SourceData>) -> BTreeMap<RuleId, Tally> {
    let world = world(standard, data);
    let samples = Options::default().samples;
    standard.rules().map(|(id, _)| (id, interpret::judge(&world, id, samples))).collect()
}

/// The rows of the sources that were delivered, and what is computed from them, for the reference.
pub fn world<'a>(standard: &'a ir::Standard, data: &BTreeMap<SourceId, SourceData>) -> World<'a> {
    let delivered = standard.sources().filter_map(|(id, source)| Some((id, source, data.get(&id)?)));
    let delivered = delivered.filter(|(_, _, files)| !files.files().is_empty());
    World::new(standard, delivered.map(|(id, source, files)| (id, table(files, source))).collect())
}

/// All rows of a source as single values.
pub fn table(data: &SourceData, source: &ir::Source) -> Table {
    let ids: Vec<_> = source.schema.iter().map(|(id, _)| id).collect();
    let mut table = Table { columns: vec![Vec::new(); ids.len()], rows: 0, places: Vec::new() };
    for part in data.parts() {
        data.read(part, &ids, 1000, &mut |batch| {
            table.rows += batch.rows;
            table.places.extend((0..batch.rows).map(|row| (batch.file, batch.first_row + row as u64)));
            for (id, column) in batch.columns {
                let vector = Vector::Array(column.values);
                let view = vector.view();
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
        })
        .expect("the test's files can be read");
    }
    table
}

/// A folder of material that is no part of the project, in `shared` beside it or beside a folder that it is in.
pub fn shared(folder: &str) -> Option<PathBuf> {
    let above = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().skip(1);
    above.map(|place| place.join("shared").join(folder)).find(|place| place.is_dir())
}
