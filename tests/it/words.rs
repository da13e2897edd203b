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

#[test]
fn what_is_no_expression_in_a_message_is_told_at_its_braces() {
    let standard = "source t { files \"t.csv\" n: integer }
rule r on t {
  require n > 0
  message \"{n} is {not enough of it} here\"
}
";
    let folder = folder(standard, &[]);
    let told = mizan(folder.path(), "lint rules").exits(3);
    told.says("error M0213").says("[rules.mizan:4:19]").says("an expression stands in braces");
}

#[test]
fn a_sentence_that_several_requirements_have_is_said_once() {
    let standard = "source t { files \"t.csv\" n: integer }
rule r on t {
  require n > 0
  require n > 1
  require n > 2
  message \"Too few: {n}.\"
}
rule each on t {
  require n > 0 { message \"First.\" }
  require n > 1 { message \"Second.\" }
}
";
    let folder = folder(standard, &[("t.csv", "n\n0\n")]);
    let said = check(&folder, "").exits(1);
    assert_eq!(said.out().matches("Too few: 0.").count(), 1, "{}", said.out());
    said.says("Too few: 0. (× 3)").says("First.").says("Second.");
}

#[test]
fn a_folder_without_files_of_a_source_is_named_with_what_was_looked_for() {
    let folder = folder("source t { files \"in/t_*.csv\" n: integer }\nrule r on t: n > 0\n", &[]);
    let said = mizan(folder.path(), "check --standard rules --source t=data").exits(4);
    said.says("nothing in `data` is named as in/t_*.csv");
    let french = mizan(folder.path(), "check --standard rules --source t=data --lang fr").exits(4);
    french.says("rien dans `data` ne porte un nom comme");
}

#[test]
fn advice_is_counted_and_not_shown_beside_errors() {
    let rule = "source t { files \"t.csv\" n: integer }\nrule r on t: n > 0\n";
    let good = folder(rule, &[]);
    mizan(good.path(), "lint rules").exits(0).says("advice M0706");
    let bad = folder(&format!("{rule}rule s on t: m > 0\n"), &[]);
    let told = mizan(bad.path(), "lint rules").exits(3).lacks("M0706").says("error M0201");
    told.says("2 pieces of advice; advice is shown when no error is left");
}
