//! Files of other tools: whatever writes a table, its cells are the same.

use std::collections::BTreeMap;
use std::path::Path;

use mizan::data::{SourceData, find_files};
use mizan::ir::SourceId;

use crate::support;

/// The table that `tests/data/writers/make.py` writes.
const STANDARD: &str = r#"
codelist sex { '1' { en "Male" } '2' { en "Female" } }

source people {
  files    "*.parquet"
  id:      integer
  days:    integer?
  wage:    decimal?
  hours:   number?
  insured: boolean?
  born:    date?
  sent:    timestamp?
  sex:     sex?
  name:    text?
  month:   month?
}
"#;

/// The cells, `-` where empty.
const ROWS: [&str; 6] = [
    "1|26|2970.05|191.5|true|1969-07-20|2024-03-01T12:30:15.250|1|Amina|2024-01",
    "2|-|0.1|0.1|false|-|1969-12-31T23:59:59|2|Élodie|2024-02",
    "3|0|-|-|-|2024-02-29|-|1|-|2024-03",
    "4|13|-12.5|-2.25|true|1920-01-01|2024-01-01T00:00:00|-|محمد|-",
    "5|-|9999999.99|0.001|true|1999-12-31|2262-01-01T00:00:00|2|O'Brien, \"Pat\"|2023-12",
    "6|26|3111.39|40|false|1970-01-01|2000-02-29T06:00:00.001|1| b|2024-01",
];

const WRITERS: [&str; 13] = [
    "duckdb",
    "duckdb_v2",
    "fastparquet",
    "pandas",
    "pandas_nullable",
    "polars",
    "polars_categorical",
    "pyarrow",
    "pyarrow_delta",
    "pyarrow_int96",
    "pyarrow_wide",
    "spark",
    "spark_legacy",
];

#[test]
fn every_writer_gives_the_same_cells() {
    let standard = support::bound(&support::standard(STANDARD));
    let (_, source): (SourceId, _) = standard.sources().next().expect("the standard has a source");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/writers");
    let found = find_files(&root, &source.files, &source.schema).expect("the files are there");
    let data = SourceData::open(found, &source.schema, &source.csv);
    assert_eq!(data.problems(), [], "no file lacks a column or stores one wrongly");
    let table = support::table(&data, source);
    let mut rows: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for row in 0..table.rows {
        let cells = table.columns.iter().map(|column| {
            let cell = &column[row];
            cell.value.as_ref().map_or_else(
                || {
                    if cell.reason == mizan::types::Reason::Empty {
                        "-".to_owned()
                    } else {
                        format!("{:?}", cell.reason)
                    }
                },
                ToString::to_string,
            )
        });
        let name = data.files()[table.places[row].0].name.trim_end_matches(".parquet");
        rows.entry(name).or_default().push(cells.collect::<Vec<_>>().join("|"));
    }
    assert_eq!(rows.keys().copied().collect::<Vec<_>>(), WRITERS);
    for (writer, rows) in rows {
        assert_eq!(rows, ROWS, "{writer}");
    }
}
