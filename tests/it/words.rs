//! What writers of large standards read: values with their units, repairs, and no more lines than there are things to say.

use std::fs;

use tempfile::TempDir;

use crate::cli::{Session, mizan};

/// A folder with a standard and the files that it reads.
fn folder(standard: &str, files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("rules")).unwrap();
    fs::create_dir_all(folder.path().join("data")).unwrap();
    fs::write(folder.path().join("rules/rules.mizan"), standard).unwrap();
    files.iter().for_each(|(name, text)| fs::write(folder.path().join("data").join(name), text).unwrap());
    folder
}

fn check(folder: &TempDir, options: &str) -> Session {
    mizan(folder.path(), &format!("check data --standard rules --as-of 2024-12-31 {options}"))
}

const PAID: &str = r#"
parameter smig: decimal [MAD/month] = 3_111.39
unit kMAD = 1000 MAD
source wages {
  files "wages.csv"
  key   id
  id:       integer
  wage:     decimal [MAD/month]
  length:   integer [month]  in 0..60
  currency: text
  cost:     decimal [currency]
  assets:   integer [kMAD]
  year:     integer
}
rule paid on wages {
  require  wage >= smig and length >= 12 and year > 3_000
  message  { en "{wage}, not {smig}, for {length}; {length} months; {assets} in {year}."
             fr "{wage}, non {smig}, pour {length} ; {length} mois ; {assets} en {year}."
             ar "{wage} لا {smig} خلال {length}، {length} أشهر، {assets} سنة {year}." }
}
rule cheap on wages {
  require cost * 0 > cost and currency == "EUR"
  message "A cost of {cost}."
}
rule much on wages: wage > 9_999
"#;

#[test]
fn a_value_has_its_unit_in_the_words_of_the_reader_and_none_for_machines() {
    let wages =
        "id,wage,length,currency,cost,assets,year\n1234,1200.5,3,USD,4500,2500,2024\n5,1,72,USD,1,1,1\n";
    let folder = folder(PAID, &[("wages.csv", wages)]);
    let text = |lang: &str| {
        let said = check(&folder, &format!("--lang {lang} --samples 9")).exits(1);
        said.out().replace(['\u{a0}', '\u{202f}'], " ").split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let english = text("en");
    let sentence = "1,200.5 MAD/month, not 3,111.39 MAD/month, for 3 months; 3 months; 2,500 kMAD in 2024.";
    assert!(english.contains(sentence), "{english}");
    for said in [
        "A cost of 4,500 USD.",
        "`length` is 72 months, and must be in 0 – 60 months.",
        "wage = 1,200.5 MAD/month",
        "1234",
    ] {
        assert!(english.contains(said), "{said} is not in {english}");
    }
    let french = text("fr");
    let sentence = "1 200,5 MAD/mois, non 3 111,39 MAD/mois, pour 3 mois ; 3 mois ; 2 500 kMAD en 2024.";
    assert!(french.contains(sentence), "{french}");
    let arabic = text("ar");
    let sentence = "1.200,5 MAD/شهر لا 3.111,39 MAD/شهر خلال 3 أشهر، 3 أشهر، 2.500 kMAD سنة 2024.";
    assert!(arabic.contains(sentence), "{arabic}");
    let json = check(&folder, "--format json").exits(1);
    json.says("\"wage\": \"1200.5\"").says("\"length\": 3").says("\"smig\": \"3111.39\"");
}
