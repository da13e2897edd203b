//! Identifying values that are reached by roundabout ways, through links and tables, are in no output.

use std::fs;
use std::path::{Path, PathBuf};

use crate::cli::mizan;
use crate::returned::unpacked;

/// Every identifying value of the delivery begins so.
const SECRET: &str = "SECRET";

const RULES: &str = r#"
source people {
  files "people.csv"
  key   id
  id:      text  identifying
  region:  text
  age:     integer
}
source permits {
  files "permits.csv"
  key   number
  number:  integer
  holder:  text  identifying
  region:  text
  fee:     decimal
}
link person from permits to one people by holder = id
link others from permits to permits by holder where number != this.number
link held from people to permits by id = holder
define who on permits = person.id
define owner_age on permits = person.age
table by_holder from permits {
  by holder
  measure paid = sum(fee)
  measure last = max(number)
  measure someone = only(holder)
}
table by_who from permits { by person.id as who  measure n = count() }
table by_text from permits { by who as w  measure n = count()  measure m = sum(fee) }
table over from by_holder { by holder measure total = sum(paid) }
rule a on permits { require person.age > 200  message "{person.id} / {who} / {holder}" }
rule b on permits { require who == "zz" message "{who}" }
rule c on permits { require any others (holder == "zz") message "{count others ()} {only others (holder)}" }
rule d on by_holder { require paid > 9_999 message "{holder} {someone} {paid}" }
rule d2 on by_holder: someone == "zz"
rule e on by_who { require n > 99 message "{who}" }
rule e2 on by_who: who == "zz"
rule f on by_text { require n > 99 message "{w}: {n}" }
rule f2 on by_text: w == "zz"
rule g on over { require total > 9_999 message "{holder}" }
rule h on permits by holder: count() > 99
rule i on people { require any held (fee > 9_999) message "{id} {only held (holder)}" }
rule j on permits: person.id == "zz"
rule k on permits: holder in by_who.who and number > 99
rule l on permits: region determines holder
rule m on by_holder: holder == "zz"
compare by_holder with by_who by holder = who { pair paid with n }
compare permits with people by holder = id { pair region }
"#;

const PEOPLE: &str = "id,region,age\nSECRET1,north,30\nSECRET2,south,40\nSECRET4,east,50\n";
const PERMITS: &str = "number,holder,region,fee\n1,SECRET1,south,10\n2,SECRET1,south,20\n3,SECRET2,north,30\n4,SECRET3,north,30\n";

/// The files below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// All that a file says: of Parquet its decoded cells, of a spreadsheet what is packed in it.
fn content(path: &Path) -> String {
    if path.extension().is_some_and(|end| end == "xlsx") {
        return unpacked(path);
    }
    if path.extension().is_none_or(|end| end != "parquet") {
        return String::from_utf8(fs::read(path).unwrap()).unwrap();
    }
    let file = fs::File::open(path).unwrap();
    let reader = parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
    let batches: Vec<_> = reader.build().unwrap().map(Result::unwrap).collect();
    format!("{batches:?}")
}

#[test]
fn no_identifying_value_that_a_link_or_a_table_leads_to_is_in_any_output() {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    put("rules/rules.mizan", RULES);
    put("data/people.csv", PEOPLE);
    put("data/permits.csv", PERMITS);
    let check = "check data --standard rules --as-of 2024-12-31 --samples 20";
    let formats = ["text", "json", "html", "markdown", "junit", "sarif", "github", "gitlab", "ess"];
    let written = formats.map(|form| format!("--format {form}=out/run.{form}")).join(" ");
    fs::create_dir_all(folder.path().join("out")).unwrap();
    let files_too = "--failing out/failing.parquet --return-pack out/pack --receipt out/receipt.json";
    let mut lines = vec![format!("{check} {written} {files_too}")];
    for engine in ["native", "reference"] {
        lines.push(format!("{check} --engine {engine}"));
        lines.push(format!("{check} --engine {engine} --lang fr --previous out/run.json"));
    }
    lines.push("diff out/run.json out/run.json".to_owned());
    for form in ["csv", "json", "parquet"] {
        lines.push(format!("tables data --standard rules --format {form} --out out/{form}"));
    }
    for line in &lines {
        let said = mizan(folder.path(), line);
        assert!(said.code() <= 1, "{line} exits with {}: {}", said.code(), said.out());
        assert!(!said.out().contains(SECRET), "{line}: {}", said.out());
    }
    let out = files(&folder.path().join("out"));
    assert!(out.len() >= formats.len() + 8, "{out:?}");
    for path in &out {
        let content = content(path);
        assert!(!content.contains(SECRET), "{} has\n{content}", path.display());
    }
    let failing = content(&folder.path().join("out/failing.parquet"));
    let masks =
        ["out/run.json", "out/run.html", "out/csv/by_who.csv"].map(|name| content(&folder.path().join(name)));
    assert!(
        failing.contains("•••") && masks.iter().all(|text| text.contains("•••")),
        "nothing was there to mask"
    );
}
