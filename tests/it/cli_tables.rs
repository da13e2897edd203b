//! `mizan tables`, small cells in every output, and the tables of the previous delivery.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::cli::{mizan, workplace};

const RULES: &str = r#"source people {
  files "people.csv"
  id:     integer
  region: text?
  sex:    text
  wage:   decimal
}

table by_region from people { by region  measure wages = sum(wage)  measure middle = median(wage) }
table by_both from people { by region, sex  measure people = count() }

rule few on by_region: wages <= 100
rule few_again on people by region { require sum(wage) <= 100  message { en "a sum of {sum(wage)}" } }
rule steady on by_region { require wages within 10% of last_delivery(wages)  message { en "{wages} after {last_delivery(wages)}" } }
"#;

/// People of regions: `(region, sex, how many)`, each with this wage.
fn people(groups: &[(&str, &str, usize)], wage: usize) -> String {
    let mut text = "id,region,sex,wage\n".to_owned();
    let mut id = 0;
    for (region, sex, count) in groups {
        for _ in 0..*count {
            id += 1;
            text.push_str(&format!("{id},{region},{sex},{wage}\n"));
        }
    }
    text
}

fn place(threshold: u64, people: &str) -> TempDir {
    let folder = workplace(RULES, people);
    let settings = format!("name = \"people\"\nversion = \"1.0\"\nsuppress_below = {threshold}\n");
    fs::write(folder.path().join("standard/mizan.toml"), settings).unwrap();
    folder
}

fn read(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).unwrap()
}

const GROUPS: &[(&str, &str, usize)] = &[
    ("north", "f", 9),
    ("north", "m", 8),
    ("south", "f", 7),
    ("south", "m", 2),
    ("west", "f", 6),
    ("west", "m", 9),
];

const TABLES: &str = "tables delivery --standard standard --as-of 2024-12-31";

#[test]
fn tables_are_written_as_csv_parquet_and_json() {
    let folder = place(0, &people(&[("north", "f", 2), ("", "m", 1), ("south", "f", 3)], 10));
    let session = mizan(folder.path(), &format!("{TABLES} --table by_region")).exits(0);
    assert_eq!(
        session.out(),
        "region,wages,middle,#records,#suppressed\n,10,10,1,false\nnorth,20,10,2,false\nsouth,30,10,3,false\n"
    );
    mizan(folder.path(), TABLES).exits(2).complains("give a folder with --out");
    mizan(folder.path(), &format!("{TABLES} --table by_regoin")).exits(2).complains("no table `by_regoin`");
    mizan(folder.path(), &format!("{TABLES} --out out")).exits(0).complains("by_both: 3 rows");
    assert_eq!(
        read(folder.path(), "out/by_both.csv"),
        "region,sex,people,#records,#suppressed\n,m,1,1,false\nnorth,f,2,2,false\nsouth,f,3,3,false\n"
    );
    mizan(folder.path(), &format!("{TABLES} --format parquet")).exits(2).complains("--out");
    mizan(folder.path(), &format!("{TABLES} --format parquet --out out")).exits(0);
    assert!(fs::read(folder.path().join("out/by_region.parquet")).unwrap().starts_with(b"PAR1"));
    let session = mizan(folder.path(), &format!("{TABLES} --format json")).exits(0);
    let found: serde_json::Value = serde_json::from_str(session.out()).unwrap();
    assert_eq!(found["format"].as_str(), Some("mizan-tables/1"));
    assert_eq!(found["tables"][0]["rows"][1]["values"][0].as_str(), Some("20"));
    let both =
        |engine: &str| mizan(folder.path(), &format!("{TABLES} --format json --engine {engine}")).exits(0);
    assert_eq!(both("native").out(), both("reference").out());
}

#[test]
fn a_table_that_can_not_be_computed_is_said() {
    let folder = place(0, "id,region,sex,wage\n");
    fs::remove_file(folder.path().join("delivery/people.csv")).unwrap();
    mizan(folder.path(), &format!("{TABLES} --out out"))
        .exits(4)
        .complains("by_region: could not be computed. no file of `people` was delivered");
}

#[test]
fn small_cells_and_what_gives_them_away_are_hidden() {
    let folder = place(5, &people(GROUPS, 10));
    mizan(folder.path(), &format!("{TABLES} --out out")).exits(0).complains("are not shown");
    assert_eq!(
        read(folder.path(), "out/by_both.csv"),
        "region,sex,people,#records,#suppressed\nnorth,f,9,9,false\nnorth,m,8,8,false\nsouth,f,,,true\nsouth,m,,,true\n\
         west,f,6,6,false\nwest,m,9,9,false\n"
    );
    assert_eq!(read(folder.path(), "out/by_region.csv").matches("true").count(), 0);
}

const CHECK: &str = "check delivery --standard standard --as-of 2024-12-31 --reproducible";

#[test]
fn a_failing_item_of_a_hidden_cell_shows_its_key_only() {
    let groups = &[("north", "f", 30), ("south", "f", 4), ("west", "f", 20)];
    let folder = place(5, &people(groups, 77));
    for engine in ["native", "reference"] {
        let session = mizan(folder.path(), &format!("{CHECK} --engine {engine}")).exits(1);
        session
            .says("key south")
            .says("Not shown: a cell of fewer than 5 records")
            .says("2 of them are not shown")
            .lacks("308")
            .lacks("1540")
            .says("2310");
        let json = mizan(folder.path(), &format!("{CHECK} --engine {engine} --format json")).exits(1);
        json.lacks("\"308\"").lacks("1540").says("\":c\"").says("\"suppressed\": true");
    }
}

#[test]
fn the_previous_result_gives_the_last_delivery() {
    let folder =
        place(5, &people(&[("north", "f", 10), ("south", "f", 9), ("west", "f", 8), ("east", "f", 2)], 3));
    let first = mizan(folder.path(), &format!("{CHECK} --format json=first.json --format text")).exits(0);
    first.says("people");
    let result: serde_json::Value = serde_json::from_str(&read(folder.path(), "first.json")).unwrap();
    let steady = |result: &serde_json::Value| {
        let rule =
            result["rules"].as_array().unwrap().iter().find(|rule| rule["id"] == "by_region.steady").unwrap();
        ["pass", "fail", "unknown", "not_applicable"].map(|count| rule[count].as_u64().unwrap())
    };
    assert_eq!(steady(&result), [0, 0, 0, 4], "there is no last delivery");
    let next = people(&[("north", "f", 10), ("south", "f", 19), ("west", "f", 8), ("east", "f", 12)], 3);
    fs::write(folder.path().join("delivery/people.csv"), next).unwrap();
    for engine in ["native", "reference"] {
        let line = format!(
            "{CHECK} --engine {engine} --previous first.json --format json=second.json --format text"
        );
        mizan(folder.path(), &line).exits(1).says("57 after 27");
        let result: serde_json::Value = serde_json::from_str(&read(folder.path(), "second.json")).unwrap();
        // Of the two cells that the first result does not show it is not known how they were.
        assert_eq!(steady(&result), [1, 1, 2, 0], "{engine}");
    }
}

#[test]
fn a_file_that_is_no_result_is_told_from_a_broken_one() {
    let folder = place(0, &people(GROUPS, 1));
    let with = |text: &str| {
        fs::write(folder.path().join("previous.json"), text).unwrap();
        mizan(folder.path(), &format!("{CHECK} --previous previous.json"))
    };
    mizan(folder.path(), &format!("{CHECK} --previous nowhere.json"))
        .exits(4)
        .complains("`nowhere.json` is not there");
    with("{}").exits(2).complains("no result of Mizan");
    with("{\"format\": \"mizan-result/9\"}").exits(2).complains("mizan-result/9");
    with("{\"format\": \"mizan-res").exits(4).complains("broken");
    let table = r#"{"format": "mizan-result/1", "standard": {"name": "", "version": "", "sha256": ""},
        "as_of": "2024-12-31", "verdict": "passed", "sources": [], "rules": [], "tables": [{"name": "by_region",
        "keys": [{"name": "region", "type": "text"}], "measures": [{"name": "wages", "type": "decimal"}],
        "rows": [{"key": ["north"], "values": ["many"], "records": 3, "suppressed": false}]}]}"#;
    with(table).exits(4).complains("row 1 of the table `by_region` has a value in `wages`");
}

#[test]
fn a_code_above_does_not_give_away_the_codes_below_it() {
    let rules = "codelist area from \"areas.csv\" { code code  parent parent }\n\
                 source people { files \"people.csv\" id: integer area: area }\n\
                 table by_area from people { by area  measure people = count() }\n";
    let mut data = "id,area\n".to_owned();
    for (area, count) in [("R1", 30), ("P1", 2), ("P2", 9), ("P3", 7), ("R2", 5)] {
        data.push_str(&format!("1,{area}\n").repeat(count));
    }
    let folder = workplace(rules, &data);
    fs::write(folder.path().join("standard/areas.csv"), "code,parent\nR1,\nP1,R1\nP2,R1\nP3,R1\nR2,\n")
        .unwrap();
    fs::write(folder.path().join("standard/mizan.toml"), "name = \"a\"\nsuppress_below = 5\n").unwrap();
    let session = mizan(folder.path(), TABLES).exits(0);
    assert_eq!(
        session.out(),
        "area,people,#records,#suppressed\nP1,,,true\nP2,9,9,false\nP3,,,true\nR1,30,30,false\nR2,5,5,false\n"
    );
}

#[test]
fn a_comparison_accounts_for_every_row_of_both_sides() {
    let rules = "source people { files \"people.csv\" id: text? n: integer? }\n\
                 source others { files \"others.csv\" id: text? n: integer? }\n\
                 compare people with others by id { pair n  bridge \"the same people\" }\n";
    let folder = workplace(rules, "id,n\na,1\nb,2\nc,\nd,4\nd,4\ne,5\n,6\nf,7\n");
    fs::write(folder.path().join("delivery/others.csv"), "id,n\na,1\nb,3\nc,3\nd,4\ng,5\nf,7\nf,7\n")
        .unwrap();
    for engine in ["native", "reference"] {
        let line = format!("{CHECK} --engine {engine} --format json=result.json --format text");
        mizan(folder.path(), &line)
            .exits(1)
            .says("people compared with others")
            .says("3 keys on both sides; pairs that agree: 1, that differ: 1, not comparable: 1.")
            .says("1 key only in people.")
            .says("1 key several times in people, in 2 rows.")
            .says("1 row of people whose key the other side has several times.")
            .says("1 row of people without a complete key.");
        let result: serde_json::Value = serde_json::from_str(&read(folder.path(), "result.json")).unwrap();
        let found = &result["compares"][0];
        let count = |name: &str| found[name].as_u64().unwrap();
        for side in ["left", "right"] {
            let parts =
                ["only", "duplicate_rows", "against_duplicate", "not_stated"].map(|part| match part {
                    "duplicate_rows" => count(&format!("duplicate_{side}_rows")),
                    part => count(&format!("{part}_{side}")),
                });
            assert_eq!(
                count("matched") + parts.iter().sum::<u64>(),
                count(&format!("{side}_rows")),
                "{side}: {found}"
            );
        }
        assert_eq!((count("left_rows"), count("right_rows"), count("only_right")), (8, 7, 1));
        assert_eq!(
            count("matched"),
            count("matched_equal") + count("matched_different") + count("not_comparable")
        );
    }
}
